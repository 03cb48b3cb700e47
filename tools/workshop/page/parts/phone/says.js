// What an act says, in words: the room's own where they have come, else the little that the phone
// knows of placements and numbers.
import { plain } from '../../shell/merge.js';
import { percent, say, t } from '../../shell/words.js';
import { nameOf, pointersOf } from '../about.js';
import { roleName } from './roles.js';

function ofPlacements(patch, state) {
  const said = [];
  for (const [stage, change] of Object.entries(patch.stages ?? {}))
    for (const [actor, roles] of Object.entries(change?.actors ?? {}))
      for (const [role, value] of Object.entries(roles ?? {})) {
        const who = say(state.model.actors?.[actor]?.name ?? patch.actors?.[actor]?.name) || actor;
        const places = plain(value?.places);
        said.push(t(value === null ? 'says.leaves' : places === null ? 'says.stands' : 'says.stands-places', {
          who, role: roleName(state, role), stage: say(state.model.stages?.[stage]?.name) || stage, places,
        }));
      }
  return said;
}

function ofShares(patch, state) {
  return Object.entries(patch.transitions ?? {}).flatMap(([id, change]) => {
    const share = plain(change?.share), move = state.model.transitions?.[id];
    if (share === null || !move) return [];
    return t('says.share', { from: say(state.model.stages?.[move.from]?.name), to: say(state.model.stages?.[move.to]?.name), share: percent(share, 1) });
  });
}

export function sayEntry(entry, state) {
  const told = say(entry.told);
  if (Array.isArray(told) && told.length > 0) return told.join(' · ');
  if (typeof told === 'string' && told) return told;
  const own = entry.patch ? [...ofPlacements(entry.patch, state), ...ofShares(entry.patch, state)] : [];
  const places = pointersOf(entry.patch).slice(0, 3).map((pointer) => nameOf(state, pointer)).filter(Boolean);
  return own.length > 0 ? own.join(' · ') : entry.text || places.join(' · ') || t('says.change');
}

export const stagesOfPatch = (patch, model) => new Set([
  ...Object.keys(patch?.stages ?? {}),
  ...Object.keys(patch?.transitions ?? {}).map((id) => model.transitions?.[id]?.from ?? patch.transitions[id]?.from),
]);
