// The room's picture: fetched as the room draws it, and changed part by part, so that what did not
// change does not move, blink or lose the focus. What is pressed, by mouse, finger or key, is told.
import { announce, h, paint, svgOf } from '../shell/dom.js';
import { currentLang, t } from '../shell/words.js';
import { dragging } from './picture_drag.js';
import { Walk } from './picture_walk.js';
import { groupOf, marks } from './picture_marks.js';
import { groupId, partOf, pickable } from './picture_parts.js';
import { swap } from './picture_swap.js';

// picture(place, room, { onpick, ondrop, marks, bare, fit, theme }):
//   onpick(part)      a part was pressed (picture_parts.js says what a part is); none: nothing can be pressed
//   ondrop(part, to)  a chip was dragged to another cell
//   marks             shows problems, proposals and comments on the parts that they concern
//   bare              without the title, where the page shows it
//   fit               'width' (scrolls in its card) or 'all'
// Gives { end, show, zoom, focus }: `show(number)` shows another moment (null: now),
// `zoom(factor)` of its usual width (0: so that it fits), `focus(pointer, patch)` goes to a place of the model, or to where
// the patch that makes it would put it.
export function picture(place, room, options = {}) {
  const shown = new Picture(place, room, options);
  const ends = [
    room.on('model', () => shown.want()),
    room.on('picture', () => shown.want()),
    room.on('all', () => shown.want()),
    ...(options.marks ? ['problems', 'proposals', 'comments'].map((type) => room.on(type, () => shown.markSoon())) : []),
  ];
  shown.want();
  return {
    end: () => { ends.forEach((end) => end()); shown.end(); },
    show: (number) => shown.show(number),
    zoom: (factor) => shown.zoom(factor),
    focus: (pointer, patch) => shown.focus(pointer, patch),
  };
}

class Picture {
  constructor(place, room, options) {
    Object.assign(this, { place, room, options, svg: null, moment: null, shownNumber: null, wanted: null, asking: false });
    this.note = h('p', { class: 'picture-note', role: 'status' });
    this.sheet = h('div', { class: `picture-sheet fit-${options.fit ?? 'width'}` });
    place.classList.add('picture');
    place.replaceChildren(this.note, this.sheet);
    if (options.onpick) {
      this.walk = new Walk(() => this.svg, (element) => this.pick(element));
      this.sheet.addEventListener('click', (event) => this.pick(pickable(event.target), event.clientX));
      this.sheet.addEventListener('keydown', (event) => this.walk.key(event));
      this.sheet.addEventListener('focusin', (event) => this.walk.enter(pickable(event.target)));
    }
    if (options.ondrop) this.drag = dragging(this.sheet, () => this.svg, (from, to, x) => options.ondrop({ ...this.part(from), here: this.walk?.stageUnder(x) }, this.part(to)));
  }

  end() { this.ended = true; clearTimeout(this.retry); clearTimeout(this.marking); this.drag?.(); }

  // -------------------------------------------------------------------------------- fetching

  show(number) { this.moment = number; this.want(); }

  // The newest wins: while one is on its way, at most one more is remembered.
  want() {
    this.wanted = this.moment ?? this.room.state.model_number;
    if (!this.asking) this.ask();
  }

  async ask() {
    this.asking = true;
    for (let delay = 500; !this.ended && this.wanted !== null;) {
      const number = this.wanted;
      this.wanted = null;
      const svg = await this.fetched(number);
      if (this.ended) return;
      if (svg) { this.put(svg, number); delay = 500; continue; }
      this.sayMissing();
      this.wanted ??= number;
      await new Promise((done) => { this.retry = setTimeout(done, delay); });
      delay = Math.min(delay * 2, 8000);
    }
    this.asking = false;
  }

  async fetched(number) {
    if (this.shownNumber === `${number} ${currentLang()}`) return this.svg;
    const asked = new URLSearchParams({ number, lang: currentLang(), theme: this.options.theme ?? 'light', view: 'map', touch: 1 });
    const response = await fetch(`/api/picture?${asked}`, { headers: { 'X-Polku': '1' } }).catch(() => null);
    return response?.ok ? svgOf(await response.text()) : null;
  }

  sayMissing() {
    const text = this.svg ? t('picture.kept') : t('picture.missing');
    if (this.note.textContent === text) return;
    this.note.textContent = text;
    announce(text);
  }

  // --------------------------------------------------------------------------------- showing

  put(svg, number) {
    this.note.textContent = '';
    this.shownNumber = `${number} ${currentLang()}`;
    this.place.dataset.number = number;
    if (svg === this.svg) return;
    const focused = this.svg?.contains(document.activeElement);
    if (this.svg) {
      swap(this.svg, svg);
    } else {
      this.svg = svg;
      this.sheet.append(svg);
    }
    this.measure();
    this.dress();
    if (focused) this.walk?.hold();
  }

  // The drawing says its size on paper; here the card does. Without the title it begins at its first band.
  measure() {
    const [x, y, width, height] = (this.svg.dataset.box ?? this.svg.getAttribute('viewBox')).split(/[ ,]+/).map(Number);
    this.svg.dataset.box = [x, y, width, height].join(' ');
    let top = 0;
    if (this.options.bare) {
      const band = this.svg.querySelector('.band');
      const box = band?.getBBox();
      if (box) top = Math.max(0, height + box.y - 6);
      for (const title of this.svg.querySelectorAll('.title, .subtitle')) title.setAttribute('visibility', 'hidden');
    }
    this.svg.setAttribute('viewBox', `${x} ${y + top} ${width} ${height - top}`);
    this.svg.removeAttribute('width');
    this.svg.removeAttribute('height');
    this.sheet.style.setProperty('--natural', String(width));
  }

  // As wide as the card, but never too small to be read; 0: all of it, however small.
  zoom(factor) {
    this.sheet.classList.toggle('whole', factor === 0);
    this.sheet.style.setProperty('--zoom', String(factor || 1));
  }

  // What the drawing does not know: what can be pressed, and what people and rules said of it.
  dress() {
    this.mark();
    if (this.walk) this.walk.dress();
    else for (const part of this.svg.querySelectorAll('[tabindex]')) part.removeAttribute('tabindex');
  }

  mark() {
    if (this.options.marks && this.svg) marks(this.svg, this.room, (id) => this.part(this.svg.getElementById(id)));
  }

  // Much may be said at once; of a large picture each look at it takes a while.
  markSoon() {
    this.marking ??= setTimeout(() => { this.marking = null; this.mark(); }, 50);
  }

  // -------------------------------------------------------------------------------- pressing

  part(element) { return element && partOf(element, this.room.state); }

  // `here` is the stage in whose column a part that spans several was pressed.
  pick(element, x) {
    const part = this.part(element);
    if (!part || this.moment !== null) return;
    part.here = x > 0 ? this.walk.stageUnder(x) : this.walk.stageHere();
    // Of an arrow's pieces and its number, the first piece has the focus.
    if (part.sort === 'move') part.element = this.svg.getElementById(groupId('move', part.transition)) ?? element;
    this.walk.enter(part.element);
    part.element.focus({ preventScroll: true });
    this.options.onpick(part);
  }

  focus(pointer, patch) {
    const id = this.svg && groupOf(this.svg, this.room.state, pointer, patch);
    const element = id && this.svg.getElementById(id.replace(/^number--/, 'move--'));
    if (!element) return false;
    this.walk?.enter(element);
    element.focus();
    element.scrollIntoView({ block: 'center', inline: 'center' });
    return true;
  }
}
