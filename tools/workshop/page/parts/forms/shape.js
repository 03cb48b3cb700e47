// What a model's values look like, without a page: patches, grounds of numbers, lengths of stays, sums
// of shares.
import { at, numberLike, plain, steps, pointerOf } from '../../shell/merge.js';

export const isObject = (x) => x !== null && typeof x === 'object' && !Array.isArray(x);

const isWhole = (x) => !isObject(x) || ('value' in x && !isObject(x.value));

// What turns `old` into `next` when it is merged: what `next` lacks is taken away.
export function replaced(old, next) {
  if (isWhole(old) || isWhole(next)) return next;
  const gone = Object.keys(old)
    .filter((name) => !(name in next))
    .map((name) => [name, null]);
  return Object.fromEntries([
    ...gone,
    ...Object.entries(next).map(([name, value]) => [name, replaced(old[name], value)]),
  ]);
}

// Members that are null or undefined go.
export const without = (object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));

// --------------------------------------------------------------------------------------- grounds

export const bases = ['measured', 'stated', 'calibrated', 'estimated', 'assumed'];

export const basisOf = (number) =>
  isObject(number) ? (number.basis ?? (number.evidence ? 'measured' : 'assumed')) : 'assumed';

// A number after a change of its grounds. One that says nothing but its value is written plainly.
export function grounded(number, change) {
  const next = without({ ...(isObject(number) ? number : { value: number }), ...change });
  return Object.keys(next).length === 1 && next.value !== undefined ? next.value : next;
}

// How sure somebody is is said in one way at a time.
export const sureness = (number) => {
  if (!isObject(number)) return '';
  if (number.range) return 'range';
  if (number.evidence) return 'of' in number.evidence ? 'of' : 'exposure';
  return number.distribution ? Object.keys(number.distribution)[0] : '';
};
export const noSureness = { range: null, evidence: null, distribution: null };

export const beliefs = {
  beta: ['a', 'b'],
  gamma: ['shape', 'scale'],
  normal: ['mean', 'sd'],
  lognormal: ['meanlog', 'sdlog'],
  triangular: ['min', 'mode', 'max'],
  uniform: ['min', 'max'],
};

// -------------------------------------------------------------------------------------- durations

export const families = {
  fixed: ['value'],
  uniform: ['min', 'max'],
  geometric: ['mean'],
  exponential: ['mean'],
  gamma: ['shape', 'scale'],
  weibull: ['shape', 'scale'],
  loglogistic: ['shape', 'scale'],
  lognormal: ['meanlog', 'sdlog'],
  table: [],
  survival: [],
};

export const familyOf = (duration) =>
  isObject(duration) ? (Object.keys(duration).find((name) => name in families) ?? '') : '';
export const unitOf = (duration) => {
  const inner = duration?.[familyOf(duration)];
  return isObject(inner) ? (inner.unit ?? '') : '';
};

export const parameterOf = (duration, name) => {
  const family = familyOf(duration),
    inner = duration?.[family];
  if (family !== 'fixed') return inner?.[name];
  return isObject(inner)
    ? (({ unit, ...number }) => (Object.keys(number).length === 1 ? number.value : number))(inner)
    : inner;
};

export function withParameter(duration, name, number) {
  const family = familyOf(duration),
    unit = unitOf(duration);
  if (family !== 'fixed') return { [family]: { ...duration[family], [name]: number } };
  if (!unit) return { fixed: number };
  return { fixed: { ...(isObject(number) ? number : { value: number }), unit } };
}

export function withUnit(duration, unit) {
  const family = familyOf(duration),
    inner = duration[family];
  const next = without({ ...(isObject(inner) ? inner : { value: inner }), unit });
  return { [family]: family === 'fixed' && Object.keys(next).length === 1 ? next.value : next };
}

// About how long a stay is, in the unit of its family.
export function meanOf(duration) {
  const family = familyOf(duration),
    inner = duration?.[family];
  const p = (name) => plain(parameterOf(duration, name)) ?? 0;
  if (family === 'uniform') return (p('min') + p('max')) / 2;
  if (family === 'gamma' || family === 'weibull') return family === 'gamma' ? p('shape') * p('scale') : p('scale');
  if (family === 'loglogistic') return p('scale');
  if (family === 'lognormal') return Math.exp(p('meanlog'));
  if (family === 'table') return inner.reduce((sum, chance, i) => sum + chance * (i + 1), 0);
  if (family === 'survival') return meanOfCurve(inner);
  return p(families[family]?.[0]);
}

function meanOfCurve(curve) {
  let mean = 0,
    from = 0,
    there = 1;
  for (const [time, share] of curve) {
    mean += there * (time - from);
    from = time;
    there = share;
  }
  return mean;
}

// Another family with about the same length: where somebody begins who changes how they think of it.
export function likeWith(family, duration) {
  const mean = Math.max(1, Number((duration ? meanOf(duration) : 6).toPrecision(3)));
  const spread = (low, high) => [Math.max(1, Math.round(mean * low)), Math.max(1, Math.round(mean * high))];
  const unit = duration ? unitOf(duration) : '';
  const made = {
    fixed: () => Math.round(mean),
    uniform: () => {
      const [min, max] = spread(0.5, 1.5);
      return { min, max };
    },
    geometric: () => ({ mean }),
    exponential: () => ({ mean }),
    gamma: () => ({ shape: 2, scale: Number((mean / 2).toPrecision(3)) }),
    weibull: () => ({ shape: 1.5, scale: mean }),
    loglogistic: () => ({ shape: 2, scale: mean }),
    lognormal: () => ({ meanlog: Number(Math.log(mean).toPrecision(3)), sdlog: 0.5 }),
    table: () => [...Array(Math.round(mean) - 1).fill(0), 1],
    survival: () => [[mean, 0]],
  }[family]();
  const next = { [family]: made };
  return unit && !Array.isArray(made) ? withUnit(next, unit) : next;
}

// ----------------------------------------------------------------------------------------- shares

const close = (a, b) => Math.abs(a - b) < 1e-9;

export const sumOf = (numbers) => numbers.reduce((sum, number) => sum + (plain(number) ?? 0), 0);
export const isWholeSum = (numbers) => close(sumOf(numbers), 1);
export const leftOf = (numbers) => Number((1 - sumOf(numbers)).toPrecision(12));

// Shares that are left when one of them went, stretched until they make a whole.
export function stretched(shares) {
  const ids = Object.keys(shares),
    all = sumOf(Object.values(shares));
  const value = (id) => (all > 0 ? plain(shares[id]) / all : 1 / ids.length);
  const next = Object.fromEntries(ids.map((id) => [id, numberLike(shares[id], Number(value(id).toPrecision(6)))]));
  const last = ids[ids.length - 1],
    missing = leftOf(ids.slice(0, -1).map((id) => next[id]));
  return { ...next, [last]: numberLike(shares[last], missing) };
}

// The exits of a stage as its table shows them: [{id, transition, form, share}], where what others
// leave is computed.
export function exitsOf(model, stage) {
  const exits = Object.entries(model.transitions ?? {})
    .filter(([, t]) => t.from === stage)
    .map(([id, transition]) => ({ id, transition, form: formOf(transition) }));
  const shares = exits.filter((e) => e.form === 'share' && e.transition.share !== 'rest');
  const rest = leftOf(shares.map((e) => e.transition.share));
  return exits.map((e) => ({
    ...e,
    rest: e.transition.share === 'rest',
    share: e.transition.share === 'rest' ? rest : plain(e.transition.share),
  }));
}

export const formOf = (transition) => ['share', 'per_step', 'after'].find((name) => name in transition) ?? 'share';

// --------------------------------------------------------------------------------------- places

// What a pointer points to: {section, id, actor, role}.
export function partOf(pointer) {
  const [section, id, inner, actor, role] = steps(pointer);
  return inner === 'actors' && role ? { section: 'standing', id, actor, role } : { section: section ?? '', id };
}
export { pointerOf };

// The tables of a model, in the order of its format.
export const sections = [
  'stages',
  'transitions',
  'actors',
  'supports',
  'groups',
  'gaps',
  'paths',
  'notes',
  'sources',
  'accounts',
  'budgets',
  'targets',
  'scenarios',
];

// Everything that the editors can open, in one list.
export function everyPart(model) {
  const parts = sections.flatMap((section) => Object.keys(model[section] ?? {}).map((id) => pointerOf(section, id)));
  const standings = Object.entries(model.stages ?? {}).flatMap(([stage, s]) =>
    Object.entries(s.actors ?? {}).flatMap(([actor, roles]) =>
      Object.keys(roles).map((role) => pointerOf('stages', stage, 'actors', actor, role)),
    ),
  );
  return ['/', ...parts, ...standings];
}

// What a patch that takes something away touches: parts and standings that go, parts that only change.
export function touchedBy(model, patch) {
  const { order, ...tables } = patch;
  return Object.entries(tables).flatMap(([section, parts]) =>
    Object.entries(parts ?? {}).flatMap(([id, change]) => touchedIn(model, pointerOf(section, id), change)),
  );
}

function touchedIn(model, pointer, change) {
  if (change === null) return [{ pointer, gone: true }];
  const { actors = {}, ...others } = pointer.startsWith('/stages/') ? change : { others: change };
  const standings = Object.entries(actors).flatMap(([actor, roles]) =>
    Object.keys(roles ?? at(model, `${pointer}/actors${pointerOf(actor)}`) ?? {}).map((role) => ({
      pointer: `${pointer}/actors${pointerOf(actor, role)}`,
      gone: true,
    })),
  );
  return [...standings, ...(Object.keys(others).length > 0 ? [{ pointer, gone: false }] : [])];
}
