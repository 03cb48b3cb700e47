// One part of the model beside the picture: everything it says, who said what about it, and what has
// happened to it. In it one goes from part to part; what was said follows.
import { h, paint } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { pointersOf } from './about.js';
import { comments } from './comments.js';
import { adderFor, editorFor } from './forms/editors.js';
import { happened } from './lately.js';

const touches = (pointer, other) => other === pointer || other.startsWith(`${pointer}/`) || pointer.startsWith(`${other}/`);

// panel(place, room, { pointer } or { section, given }, close) → the function that ends it.
export function panel(place, room, about, close) {
  const said = h('section', { class: 'panel-comments' });
  const past = h('section', { class: 'panel-past' });
  let endSaid = null, pointer = null;

  const draw = () => {
    const entries = pointer ? room.state.entries.filter((e) => e.patch && pointersOf(e.patch).some((other) => touches(pointer, other))).slice(-8).reverse() : [];
    past.hidden = entries.length === 0;
    paint(past, h('h2', {}, t('panel.past')), happened(room, entries));
  };
  const follow = (next) => {
    pointer = next && next !== '/' ? next : null;
    endSaid?.();
    said.hidden = !pointer;
    endSaid = pointer ? comments(said, room, { pointer }) : null;
    draw();
  };

  const options = { close, place: follow };
  const editor = about.section ? adderFor(room, about.section, { ...options, given: about.given }) : editorFor(room, about.pointer, options);
  place.replaceChildren(editor, said, past);
  follow(about.pointer ?? null);
  const ends = ['entries', 'told', 'model'].map((type) => room.on(type, draw));
  place.onkeydown = (event) => { if (event.key === 'Escape' && !event.defaultPrevented) { event.preventDefault(); close(); } };
  editor.querySelector('.form-title')?.focus();
  return () => { ends.forEach((end) => end()); endSaid?.(); place.onkeydown = null; place.replaceChildren(); };
}
