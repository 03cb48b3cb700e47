import { h, paint } from '../shell/dom.js';
import { say } from '../shell/words.js';

export function compare(place, room) {
  const draw = () => paint(place, h('main', { class: 'compare' }, h('h1', {}, say(room.state.title))));
  draw();
  return room.on('change', draw);
}
