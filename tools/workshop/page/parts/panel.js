// One part of the model beside the picture: everything it says, who said what about it, and what has
// happened to it.
import { h, paint } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { nameOf, pointersOf } from './about.js';
import { comments } from './comments.js';
import { happened } from './lately.js';
import { icon } from './icons.js';

const within = (pointer, other) => other === pointer || other.startsWith(`${pointer}/`) || pointer.startsWith(`${other}/`);

export function panel(place, room, pointer, close) {
  const heading = h('h2', { tabindex: '-1' }, nameOf(room.state, pointer));
  const said = h('section', { class: 'panel-comments', 'data-kept': '' });
  const past = h('section', { class: 'panel-past' });
  place.replaceChildren(
    h('div', { class: 'dialog-head' }, heading, h('button', { class: 'button plain icon-button', type: 'button', 'aria-label': t('close'), onclick: close }, icon('close'))),
    said, past);
  const draw = () => {
    heading.textContent = nameOf(room.state, pointer);
    const entries = room.state.entries.filter((e) => e.patch && pointersOf(e.patch).some((other) => within(pointer, other))).slice(-8).reverse();
    past.hidden = entries.length === 0;
    paint(past, h('h2', {}, t('panel.past')), happened(room, entries));
  };
  draw();
  const ends = [comments(said, room, { pointer }), ...['entries', 'told', 'model'].map((type) => room.on(type, draw))];
  place.onkeydown = (event) => { if (event.key === 'Escape' && !event.defaultPrevented) close(); };
  heading.focus();
  return () => { ends.forEach((end) => end()); place.onkeydown = null; place.replaceChildren(); };
}
