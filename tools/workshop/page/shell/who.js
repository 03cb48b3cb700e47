// Who did something.
import { t } from './words.js';

// By the name that they gave, else as what they are here.
export const doerOf = (entry) => entry.nickname || t(entry.leads ? 'leader' : entry.client === 0 ? 'the-file' : 'somebody');

// The same, to whom it may have been.
export const whoOf = (room, entry) => (entry.client === room.state.me.client ? t('talk.you') : doerOf(entry));

// Whose thought an entry is, if they gave a name: of an accepted proposal, who proposed it.
export function authorOf(entry, state) {
  const proposal = entry.kind === 'accept' ? state.proposals.find((p) => p.entry.number === entry.target) : null;
  return (proposal?.entry ?? entry).nickname ?? '';
}
