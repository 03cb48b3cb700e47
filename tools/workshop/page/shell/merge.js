// Patches, as core/model/merge.c has them: RFC 7396, but numbers with their grounds, distributions
// and the patches of scenarios are replaced as one.

const isObject = (x) => x !== null && typeof x === 'object' && !Array.isArray(x);

// Families of distributions and what at least one of their parameters is called; null: an array.
const families = {
  fixed: ['value'], uniform: ['min', 'max'], geometric: ['mean'], exponential: ['mean'], weibull: ['shape', 'scale'],
  gamma: ['shape', 'scale'], loglogistic: ['shape', 'scale'], lognormal: ['meanlog', 'sdlog'], table: null, survival: null,
};

// The parameters are asked for because an actor may be called "gamma" too.
function isDistribution(value) {
  const names = Object.keys(value);
  if (names.length !== 1 || !Object.hasOwn(families, names[0])) return false;
  const member = value[names[0]], parameters = families[names[0]];
  if (!parameters) return Array.isArray(member);
  return (names[0] === 'fixed' && typeof member === 'number') ||
    (isObject(member) && parameters.some((name) => Object.hasOwn(member, name)));
}

const root = { depth: 0, scenarios: false, patch: false };
const below = (spot, key) => ({
  depth: spot.depth + 1,
  scenarios: spot.depth === 0 ? key === 'scenarios' : spot.scenarios,
  patch: spot.depth === 2 && spot.scenarios ? key === 'patch' : spot.patch,
});

function isAtomic(value, spot) {
  if (spot.patch || !isObject(value)) return true;
  if (spot.depth < 2) return false;
  const plain = Object.hasOwn(value, 'value') && value.value !== null && !isObject(value.value);
  return plain || isDistribution(value);
}

// Neither argument is changed.
export function merge(now, patch, spot = root) {
  if (spot.patch || !isObject(patch)) return patch;
  const fresh = !isObject(now) || isAtomic(now, spot) || isAtomic(patch, spot);
  const result = new Map(fresh ? [] : Object.entries(now));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merge(result.get(key), value, below(spot, key)));
  }
  return Object.fromEntries(result);
}

// "/stages/trial/duration" ↔ ["stages", "trial", "duration"]
export const steps = (pointer) => pointer.split('/').slice(1).map((s) => s.replace(/~1/g, '/').replace(/~0/g, '~'));
export const pointerOf = (...parts) => parts.map((p) => `/${String(p).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

export const at = (model, pointer) => steps(pointer).reduce((value, step) => value?.[step], model);

// The patch that writes one value (null: takes it away).
export const patchAt = (pointer, value) => steps(pointer).reduceRight((patch, step) => ({ [step]: patch }), value);

// Several patches as one; they do not contradict each other.
export function join(...patches) {
  return patches.reduce((all, patch) => both(all, patch), {});
}
function both(a, b) {
  if (!isObject(a) || !isObject(b)) return b;
  const result = { ...a };
  for (const [name, value] of Object.entries(b)) result[name] = name in a ? both(a[name], value) : value;
  return result;
}

// What is computed with, of a number that is written plainly or with its grounds.
export const plain = (x) => (isObject(x) && 'value' in x ? x.value : typeof x === 'number' ? x : null);

// A new number in place of an old one: its grounds stay unless they were a source's. Somebody in the
// room said it, so it is an assumption until somebody finds it out.
export function numberLike(old, value) {
  if (!isObject(old) || !('value' in old)) return value;
  const dropped = ['evidence', 'source', 'distribution'];
  const { range } = old;
  if (!Array.isArray(range) || value < range[0] || value > range[1]) dropped.push('range');
  const kept = Object.entries(old).filter(([name]) => !dropped.includes(name)); // in the author's order
  return { ...Object.fromEntries(kept), value, basis: 'assumed' };
}

// An id for a new part out of its name: "Honkakylän kyläyhdistys" → "honkakylan-kylayhdistys".
export function idOf(name, taken) {
  const base = name.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '').slice(0, 40) || 'new';
  const start = /^[a-z]/.test(base) && !base.startsWith('x-') ? base : `n-${base}`; // "x-" is for remarks
  let id = start;
  for (let i = 2; id in (taken ?? {}); i++) id = `${start}-${i}`;
  return id;
}

// The ids of a table in the order in which people see them.
export function ordered(model, section) {
  const ids = Object.keys(model[section] ?? {});
  const first = (model.order?.[section] ?? []).filter((id) => ids.includes(id));
  return [...first, ...ids.filter((id) => !first.includes(id))];
}
