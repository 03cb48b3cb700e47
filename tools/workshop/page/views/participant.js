import { h, paint } from '../shell/dom.js';
import { say } from '../shell/words.js';

export function participant(place, room) {
  const draw = () => paint(place, h('main', { class: 'participant' }, h('h1', {}, say(room.state.title))));
  draw();
  return room.on('change', draw);
}
