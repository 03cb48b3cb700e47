// Who did something: by the name that they gave, else as what they are here.
import { t } from './words.js';

export const doerOf = (entry) => entry.nickname || t(entry.leads ? 'leader' : entry.client === 0 ? 'the-file' : 'somebody');
