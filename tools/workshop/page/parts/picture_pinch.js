// Two fingers, or a touchpad, make the picture larger or smaller where they are; the page around it
// stays as it is.
export function pinching(sheet, zoomBy) {
  let apart = 0, by = 1, spot = null, frame = null;

  const soon = (times, x, y) => {
    by *= times;
    spot = { x, y };
    frame ??= requestAnimationFrame(() => { frame = null; zoomBy(by, spot); by = 1; });
  };

  const move = (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    const [a, b] = event.touches;
    const now = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    if (apart > 0) soon(now / apart, (a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
    apart = now;
  };
  const end = () => { apart = 0; };
  // What is under a finger may be drawn anew meanwhile: then nothing rises from it to the sheet.
  const begin = (event) => { end(); event.target.addEventListener('touchmove', move, { passive: false }); };
  // A touchpad's pinch comes as a wheel with Ctrl.
  const wheel = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    soon(Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
  };

  sheet.addEventListener('touchmove', move, { passive: false });
  sheet.addEventListener('touchstart', begin);
  for (const over of ['touchend', 'touchcancel']) sheet.addEventListener(over, end);
  sheet.addEventListener('wheel', wheel, { passive: false });
}
