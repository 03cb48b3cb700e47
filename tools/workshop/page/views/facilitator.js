import { h, paint } from '../shell/dom.js';
import { say } from '../shell/words.js';
import { picture } from '../parts/picture.js';

export function facilitator(place, room) {
  const card = h('div', { class: 'card', 'data-kept': '' });
  paint(place, h('main', { class: 'facilitator' }, h('h1', {}, say(room.state.title)), card));
  const shown = picture(card, room, { onpick: (part) => { window.picked = part.pointer; }, marks: true, bare: true });
  return shown.end;
}
