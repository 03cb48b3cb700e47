// The map as it is laid out for one sheet of A4, ready for when somebody prints the page: a browser
// that prints waits for nothing, so the sheet is fetched when the room is quiet. Until it is there, and
// where the map takes more than one sheet, what is printed is the picture of the screen.
import { h } from '../shell/dom.js';
import { currentLang } from '../shell/words.js';

const quiet = 1500; // after the last change, in milliseconds
const sheet = 196 / 283; // of A4 between margins of 7 mm, lying

// Gives { element, show, end }; `show(number)` as in picture.js. `ready(is)` is told whether it can be printed.
export function paperMap(room, ready) {
  const element = h('img', { class: 'paper-map', alt: '' });
  let timer = null, moment = null, wanted = '';
  const ask = () => {
    const asked = new URLSearchParams({ number: moment ?? room.state.model_number, lang: currentLang(), theme: 'light', view: 'map', paper: 'A4' });
    wanted = `/api/picture?${asked}`;
    element.src = wanted;
  };
  const want = () => {
    ready(false);
    clearTimeout(timer);
    timer = setTimeout(ask, quiet);
  };
  element.addEventListener('load', () => {
    if (element.getAttribute('src') === wanted && element.naturalHeight <= element.naturalWidth * sheet) ready(true);
  });
  const ends = ['model', 'picture', 'all'].map((type) => room.on(type, want));
  want();
  return {
    element,
    show: (number) => { moment = number; want(); },
    end: () => { clearTimeout(timer); ends.forEach((end) => end()); ready(false); },
  };
}
