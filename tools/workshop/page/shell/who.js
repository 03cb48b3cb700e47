// Who did something.
import { t } from './words.js';

// By the name that they gave, else as what they are here.
export const doerOf = (entry) => entry.nickname || t(entry.leads ? 'leader' : entry.client === 0 ? 'the-file' : 'somebody');

// Of an accepted proposal it is the thought of who proposed it.
const thoughtOf = (entry, state) => (entry.kind === 'accept' ? state.proposals.find((p) => p.entry.number === entry.target)?.entry : null) ?? entry;

// Whose thought an entry is, to whom it may have been.
export function whoOf(room, entry) {
  const thought = thoughtOf(entry, room.state);
  return thought.client === room.state.me.client ? t('talk.you') : doerOf(thought);
}

// The same, only if they gave a name.
export const authorOf = (entry, state) => thoughtOf(entry, state).nickname ?? '';
