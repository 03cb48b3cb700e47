// What people said: of the whole, or of one place of the model; votes; and a field to say something.
import { h, paint } from '../shell/dom.js';
import { whoOf } from '../shell/who.js';
import { clock, t } from '../shell/words.js';
import { nameOf } from './about.js';
import { answerNote } from './answer.js';
import { folds } from './fold.js';

const most = 30; // that are shown at once

// comments(place, room, { pointer, goto }): with a pointer those about it and what is in it.
export function comments(place, room, { pointer = null, goto = null } = {}) {
  const note = answerNote(), fold = folds(() => draw());
  const id = `comment-${pointer ?? 'all'}`.replace(/[^a-z0-9-]/gi, '-');
  const about = ({ entry }) => pointer === null || entry.pointer === pointer || entry.pointer?.startsWith(`${pointer}/`);
  const say = async (event) => {
    event.preventDefault();
    const field = event.target.elements.text;
    const text = field.value.trim();
    if (!text) return;
    if (note.tell(await room.act('comment', { text, ...(pointer ? { pointer } : {}) }))) field.value = '';
  };
  const one = ({ entry, votes, mine }) => h('li', { class: 'comment', key: `comment-${entry.number}` },
    h('p', { class: 'in-words' }, entry.text),
    h('p', { class: 'quiet' }, [whoOf(room, entry), clock(entry.at), pointer === null ? nameOf(room.state, entry.pointer) : null].filter(Boolean).join(' · ')),
    h('div', { class: 'actions' },
      room.may('comment') ? h('button', { class: 'button small plain', type: 'button', 'aria-pressed': String(Boolean(mine)), 'aria-label': t('comments.agree-label', { count: votes }), onclick: () => room.act('vote', { target: entry.number, value: mine ? '0' : '1' }) }, t('comments.agree', { count: votes })) : null,
      goto && entry.pointer ? h('button', { class: 'button small plain', type: 'button', onclick: () => goto(entry.pointer) }, t('show')) : null));
  const draw = () => {
    const found = (room.state.comments ?? []).filter(about);
    paint(place,
      h('h2', {}, found.length > 0 ? t('comments.title-count', { count: found.length }) : t('comments.title')),
      found.length > 0 ? h('ul', { class: 'plain-list' }, found.slice(-most).reverse().map(one)) : null,
      found.length > most ? fold('older', t('comments.older', { count: found.length - most }), () => h('ul', { class: 'plain-list' }, found.slice(0, -most).reverse().map(one))) : null,
      room.may('comment') ? h('form', { class: 'say-form', onsubmit: say },
        h('label', { class: 'only-read', for: id }, t(pointer ? 'comments.about-this' : 'comments.about-all')),
        h('textarea', { id, name: 'text', rows: 2, maxlength: 2000, placeholder: t(pointer ? 'comments.about-this' : 'comments.about-all') }),
        h('button', { class: 'button small', type: 'submit' }, t('comments.send'))) : null,
      note.element);
  };
  draw();
  const ends = ['comments', 'proposals', 'all', 'phase'].map((type) => room.on(type, draw));
  return () => ends.forEach((end) => end());
}
