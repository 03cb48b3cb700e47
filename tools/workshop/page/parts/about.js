// What a patch or a pointer is about: places of the model, and their names for people.
import { steps } from '../shell/merge.js';
import { say, t } from '../shell/words.js';

// The places that a patch writes, at the depth at which people speak of them: a stage, somebody in a
// role, a transition, a gap.
export function pointersOf(patch) {
  const found = [];
  for (const [section, parts] of Object.entries(patch ?? {})) {
    if (parts === null || typeof parts !== 'object' || Array.isArray(parts)) { found.push(`/${section}`); continue; }
    for (const [id, part] of Object.entries(parts)) {
      const roles = section === 'stages' && part?.actors
        ? Object.entries(part.actors).flatMap(([actor, all]) => Object.keys(all ?? {}).map((role) => `/stages/${id}/actors/${actor}/${role}`)) : [];
      const others = Object.keys(part ?? {}).some((field) => !(section === 'stages' && field === 'actors'));
      found.push(...roles, ...(others || part === null || roles.length === 0 ? [`/${section}/${id}`] : []));
    }
  }
  return found;
}

// The one that says most of where it is: who comes to the model comes somewhere.
export function placeOf(patch) {
  const places = pointersOf(patch);
  return places.find((pointer) => !pointer.startsWith('/actors/')) ?? places[0];
}

// The row in which an actor stands with a role: of the third sector the role's, of others the sector.
export function rowOf(state, actor, role, patch) {
  const sector = state.model.actors?.[actor]?.sector ?? patch?.actors?.[actor]?.sector ?? 'third';
  if (sector !== 'third') return sector;
  return state.vocabulary?.roles?.find((r) => r.id === role)?.row ?? sector;
}

export const roleName = (state, role) => {
  const known = state.vocabulary?.roles?.find((r) => r.id === role);
  return known ? say(known.name) : role;
};

export function rowName(state, row) {
  const known = [...state.vocabulary?.rows ?? [], ...state.vocabulary?.sectors ?? []].find((r) => r.id === row);
  return known ? say(known.name) : row;
}

// What people call a place of the model; '' for the whole.
export function nameOf(state, pointer) {
  const { model } = state;
  const [section, id, field, actor, role] = steps(pointer ?? '');
  const named = (of, key) => say(model[of]?.[key]?.name) || key;
  if (!id) return '';
  if (section === 'stages' && field === 'actors' && actor)
    return [named('actors', actor), role ? roleName(state, role) : null, named('stages', id)].filter(Boolean).join(' · ');
  if (section === 'transitions') {
    const move = model.transitions?.[id];
    return move ? t('about.move', { from: named('stages', move.from), to: named('stages', move.to) }) : id;
  }
  if (section === 'gaps') return say(model.gaps?.[id]?.question) || id;
  return named(section, id);
}

// "finland/rules.lua, rivi 12": where a problem of the rules is; '' of one of the model.
export function fileOf({ file, line }) {
  if (!/\.lua$/.test(file ?? '')) return '';
  const short = file.split('/').slice(-2).join('/');
  return line ? t('problems.file', { file: short, line }) : short;
}
