// How long a change takes to be seen: long enough to follow, and no time at all for who asked for
// stillness.
export const MOMENT = 200;
export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden;
