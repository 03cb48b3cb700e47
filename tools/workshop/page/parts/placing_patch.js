// What placing, moving and asking write into a model.
import { at, idOf, join, numberLike, patchAt, plain, pointerOf } from '../shell/merge.js';
import { currentLang } from '../shell/words.js';
import { pointersOf, rowOf } from './about.js';

export const thirdRows = ['experience', 'referral', 'employment', 'coaching', 'support'];
export const sectorOf = (row) => (thirdRows.includes(row) ? 'third' : row);

// The roles that somebody of a row can take.
export function rolesOf(state, row) {
  const roles = state.vocabulary?.roles ?? [];
  const sector = sectorOf(row);
  const fits = (role) => !role.sectors || role.sectors.includes(sector);
  return roles.filter((role) => fits(role) && (sector === 'third' ? role.row === row : true))
    .sort((a, b) => Number(b.row === null) - Number(a.row === null) || 0);
}

// Who of a sector is in the model; who stands in this cell already comes last and says so.
export function actorsOf(state, row, stage) {
  const sector = sectorOf(row);
  const here = (actor) => Object.keys(state.model.stages?.[stage]?.actors?.[actor] ?? {}).some((role) => rowOf(state, actor, role) === row);
  return Object.entries(state.model.actors ?? {}).filter(([, actor]) => actor.sector === sector)
    .map(([id, actor]) => ({ id, name: actor.name, here: here(id) })).sort((a, b) => Number(a.here) - Number(b.here));
}

// Whether nobody at a stage has said how many places there are: then everybody fits in.
export const isUnlimited = (model, stage) => Object.values(model.stages[stage]?.actors ?? {}).flatMap((roles) => Object.values(roles ?? {}))
  .every((standing) => standing?.places === undefined);

export const rolePointer = (stage, actor, role) => pointerOf('stages', stage, 'actors', actor, role);
export const newNumber = (value) => ({ value, basis: 'assumed' });

// who: { actor } or { name, kind }, with { role, places, text }
export function placePatch(state, { stage, row }, who) {
  const actor = who.actor ?? idOf(who.name, state.model.actors);
  const made = who.actor ? {} : patchAt(pointerOf('actors', actor), { name: { [currentLang()]: who.name }, sector: sectorOf(row), ...(who.kind ? { kind: who.kind } : {}) });
  const text = who.text ? { text: { [currentLang()]: who.text } } : {};
  const places = who.places ? { places: newNumber(who.places) } : {};
  return join(made, patchAt(rolePointer(stage, actor, who.role), { ...places, ...text }));
}

// An actor who keeps no role there is taken from the stage.
export function leavePatch(model, { stage, actor, role }) {
  const roles = Object.keys(model.stages?.[stage]?.actors?.[actor] ?? {});
  return roles.length > 1 ? patchAt(rolePointer(stage, actor, role), null) : patchAt(pointerOf('stages', stage, 'actors', actor), null);
}

// What was said of somebody goes along to the other cell.
export function movePatch(model, from, to) {
  const kept = at(model, rolePointer(from.stage, from.actor, from.role)) ?? {};
  const left = from.stage === to.stage ? patchAt(rolePointer(from.stage, from.actor, from.role), null) : leavePatch(model, from);
  return join(left, patchAt(rolePointer(to.stage, from.actor, to.role), kept));
}

export function placesPatch(model, { stage, actor, role }, count) {
  const pointer = `${rolePointer(stage, actor, role)}/places`;
  return patchAt(pointer, count === null ? null : typeof at(model, pointer) === 'object' ? numberLike(at(model, pointer), count) : newNumber(count));
}

export const placesNow = (model, part) => plain(at(model, `${rolePointer(part.stage, part.actor, part.role)}/places`));

export function gapPatch(state, { stage, row }, question) {
  const id = idOf(question, state.model.gaps);
  return patchAt(pointerOf('gaps', id), { stages: { [stage]: {} }, row, question: { [currentLang()]: question } });
}

// Questions of a cell, and what takes one from it: all of it where it spans nothing else.
export const gapsAt = (model, { stage, row }) => Object.entries(model.gaps ?? {}).filter(([, gap]) => gap.row === row && gap.stages?.[stage]).map(([id, gap]) => ({ id, ...gap }));
export function answeredPatch(gaps, stage) {
  return gaps.reduce((patch, gap) => join(patch, patchAt(Object.keys(gap.stages).length > 1 ? pointerOf('gaps', gap.id, 'stages', stage) : pointerOf('gaps', gap.id), null)), {});
}

// Open proposals that would put somebody into this cell.
export function proposalsAt(state, { stage, row }) {
  return (state.proposals ?? []).filter((p) => p.state === 'open' && pointersOf(p.entry.patch).some((pointer) => {
    const [section, id, field, actor, role] = pointer.split('/').slice(1);
    return section === 'stages' && id === stage && field === 'actors' && role && rowOf(state, actor, role, p.entry.patch) === row;
  }));
}
