// The numbers of a model that one can try other values of, each with a sensible range.
import { at, patchAt, plain, numberLike, pointerOf, steps } from '../shell/merge.js';
import { many, number, percent, say, t } from '../shell/words.js';

// What is not known about a number goes along with it: as unsure around the new value as around the old.
function movedTo(old, value, most) {
  const next = numberLike(old, value);
  if (!Array.isArray(old?.range)) return next;
  const along = (end) => Math.round(Math.min(most, Math.max(0, end + value - old.value)) * 1e6) / 1e6;
  return { ...next, range: old.range.map(along) };
}

// Distributions and lists are written whole: the patch takes the nearest of them along.
export function numberPatch(model, pointer, value) {
  const path = steps(pointer);
  const most = ['share', 'per_step'].includes(path.at(-1)) ? 1 : Infinity;
  const whole = path.findIndex((step, i) => ['duration', 'after'].includes(step) || Array.isArray(at(model, pointerOf(...path.slice(0, i + 1)))));
  if (whole < 0 || whole === path.length - 1) return patchAt(pointer, movedTo(at(model, pointer), value, most));
  const top = pointerOf(...path.slice(0, whole + 1));
  const copy = JSON.parse(JSON.stringify(at(model, top)));
  const parent = path.slice(whole + 1, -1).reduce((part, step) => part[step], copy);
  parent[path.at(-1)] = movedTo(parent[path.at(-1)], value, most);
  return patchAt(top, copy);
}

const nameAt = (model, section, id) => say(model[section]?.[id]?.name) || id;

// {pointer, sort, name, value, least, most, step}
export function numbersOf(model) {
  return [...shares(model), ...places(model), ...durations(model), ...sizes(model)];
}

function shares(model) {
  const moves = Object.entries(model.transitions ?? {});
  const rest = (stage) => moves.some(([, m]) => m.from === stage && m.share === 'rest');
  const total = (stage) => moves.filter(([, m]) => m.from === stage).reduce((sum, [, m]) => sum + (plain(m.share) ?? 0), 0);
  return moves.flatMap(([id, move]) => {
    const name = t('about.move', { from: nameAt(model, 'stages', move.from), to: nameAt(model, 'stages', move.to) });
    const share = plain(move.share), chance = plain(move.per_step);
    if (share !== null && rest(move.from)) return [{ pointer: pointerOf('transitions', id, 'share'), sort: 'share', name, value: share, least: 0, most: Math.max(share, 1 - total(move.from) + share), step: 0.01 }];
    if (chance !== null) return [{ pointer: pointerOf('transitions', id, 'per_step'), sort: 'chance', name, value: chance, least: 0, most: Math.min(1, Math.max(0.05, chance * 4)), step: chance < 0.05 ? 0.001 : 0.01 }];
    return [];
  });
}

function places(model) {
  return Object.entries(model.stages ?? {}).flatMap(([stage, { actors }]) => Object.entries(actors ?? {}).flatMap(([actor, roles]) => Object.entries(roles ?? {}).flatMap(([role, standing]) => {
    const value = plain(standing?.places);
    return value === null ? [] : [{ pointer: pointerOf('stages', stage, 'actors', actor, role, 'places'), sort: 'places', name: `${nameAt(model, 'actors', actor)} · ${nameAt(model, 'stages', stage)}`, value, least: 0, most: Math.max(10, Math.ceil(value * 3)), step: 1 }];
  })));
}

function durations(model) {
  return Object.entries(model.stages ?? {}).flatMap(([id, { duration }]) => {
    const name = nameAt(model, 'stages', id);
    const [family, parameters] = Object.entries(duration ?? {})[0] ?? [];
    const one = (part, value, least, most) => (value === null ? [] : [{ pointer: pointerOf('stages', id, 'duration', ...part), sort: part.at(-1) === 'mean' || family === 'fixed' ? 'mean' : part.at(-1), name, value, least, most, step: 0.5 }]);
    const value = (x) => plain(x);
    if (family === 'fixed') return one(typeof parameters === 'object' ? ['fixed', 'value'] : ['fixed'], value(parameters), 1, Math.max(12, value(parameters) * 2));
    if (family === 'geometric' || family === 'exponential') return one([family, 'mean'], value(parameters?.mean), 1, Math.max(12, value(parameters?.mean) * 2));
    if (family === 'uniform') {
      const [min, max] = [value(parameters?.min), value(parameters?.max)];
      return [...one(['uniform', 'min'], min, 1, max), ...one(['uniform', 'max'], max, min, Math.max(24, max * 1.5))];
    }
    return [];
  });
}

function sizes(model) {
  return Object.entries(model.groups ?? {}).flatMap(([id, group]) => {
    const value = plain(group.size);
    return value === null ? [] : [{ pointer: pointerOf('groups', id, 'size'), sort: 'size', name: nameAt(model, 'groups', id), value, least: 1, most: Math.max(20, value * 2), step: 1 }];
  });
}

export const unitOf = (model) => t(`unit.${model.step ?? 'month'}`);

// "25 %", "3 paikkaa", "4 kk"
export function shown(model, { sort }, value) {
  if (sort === 'share' || sort === 'chance') return percent(value, 1);
  if (sort === 'places') return many('whatif.places', value, { count: number(value, 1) });
  if (sort === 'size') return many('whatif.people', value, { count: number(value, 0) });
  return `${number(value, 1)} ${unitOf(model)}`;
}
