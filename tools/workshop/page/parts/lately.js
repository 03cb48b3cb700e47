// What happened lately, who did it, and what changed since the beginning.
import { h, paint } from '../shell/dom.js';
import { effects } from '../shell/store.js';
import { whoOf } from '../shell/who.js';
import { clock, t } from '../shell/words.js';
import { sentences } from './proposals.js';

const shownKinds = new Set([...effects, 'propose', 'dismiss', 'comment', 'phase', 'freeze', 'version', 'save', 'round']);

// What made the model what it is; what was taken back did not.
export const changes = (entry) => effects.has(entry.kind) && !entry.undone && !['undo', 'redo'].includes(entry.kind);

export function wordsOf(room, entry) {
  const told = sentences(room, entry);
  switch (entry.kind) {
    case 'comment': return [t('lately.comment', { text: entry.text })];
    case 'phase': return [t('lately.phase', { phase: t(`phase.${entry.value}`) })];
    case 'freeze': return [t(entry.value === '1' ? 'lately.frozen' : 'lately.free')];
    case 'round': return [t(`lately.round-${entry.value}`)];
    case 'version': return [t('lately.version', { text: entry.text })];
    case 'save': return [t('lately.save')];
    case 'dismiss': return [t('lately.dismiss')];
    case 'undo': return [t('lately.undo'), ...told];
    case 'redo': return [t('lately.redo'), ...told];
    case 'restore': return [t('lately.restore'), ...told];
    case 'propose': return told.map((line, i) => (i === 0 ? t('lately.propose', { text: line }) : line));
    default: return told;
  }
}

// A list of entries, the newest first.
export function happened(room, entries) {
  return h('ol', { class: 'plain-list happened' }, entries.map((entry) => {
    const words = wordsOf(room, entry);
    return h('li', { class: entry.undone ? 'undone' : null, key: `entry-${entry.number}` },
      h('p', {}, (words.length > 0 ? words : [t('lately.change')]).slice(0, 3).map((line, i) => [i > 0 ? h('br') : null, line]), words.length > 3 ? ` ${t('lately.more', { count: words.length - 3 })}` : null),
      h('p', { class: 'quiet' }, [clock(entry.at), whoOf(room, entry), entry.undone ? t('lately.undone') : null].filter(Boolean).join(' · ')));
  }));
}

export function lately(place, room, { most = 8 } = {}) {
  const draw = () => {
    const entries = room.state.entries.filter((e) => shownKinds.has(e.kind)).slice(-most).reverse();
    place.hidden = entries.length === 0;
    paint(place, h('h2', {}, t('lately.title')), happened(room, entries));
  };
  draw();
  const ends = ['entries', 'told', 'all'].map((type) => room.on(type, draw));
  return () => ends.forEach((end) => end());
}
