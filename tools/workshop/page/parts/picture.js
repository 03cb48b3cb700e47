// The room's picture: fetched as the room draws it, and changed part by part, so that what did not
// change does not move, blink or lose the focus. What is pressed, by mouse, finger or key, is told.
import { announce, h } from '../shell/dom.js';
import { currentLang, t } from '../shell/words.js';
import { still } from './charts/motion.js';
import { dragging } from './picture_drag.js';
import { Walk } from './picture_walk.js';
import { groupOf, marks } from './picture_marks.js';
import { groupId, partOf, pickable } from './picture_parts.js';
import { pinching } from './picture_pinch.js';
import { Drawing } from './picture_swap.js';

// picture(place, room, { onpick, ondrop, marks, bare, fit, theme }):
//   onpick(part)      a part was pressed (picture_parts.js says what a part is); none: nothing can be pressed
//   ondrop(part, to)  a chip was dragged to another cell
//   marks             shows problems, proposals and comments on the parts that they concern
//   bare              without the title, where the page shows it
//   fit               'width' (scrolls in its card) or 'all' (of a very long pathway as much as can be read)
// Gives { end, show, zoom, focus, reveal }: `show(number)` shows another moment (null: now),
// `zoom(by)` makes it so many times larger (0: so that all of its width is seen) and gives its factor, `focus(pointer, patch)` goes to a place of the model, or to where
// the patch that makes it would put it; `reveal` only brings it into sight.
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
    zoom: (by) => shown.zoom(by),
    focus: (pointer, patch) => shown.focus(pointer, patch),
    reveal: (pointer, patch) => shown.elementOf(pointer, patch)?.scrollIntoView({ block: 'center', inline: 'center', behavior: still() ? 'auto' : 'smooth' }),
  };
}

class Picture {
  constructor(place, room, options) {
    Object.assign(this, { place, room, options, drawing: null, factor: 1, moment: null, shownNumber: null, wanted: null, asking: false });
    this.note = h('p', { class: 'picture-note', role: 'status' });
    this.sheet = h('div', { class: `picture-sheet fit-${options.fit ?? 'width'}` });
    place.classList.add('picture');
    place.classList.toggle('bare', Boolean(options.bare));
    place.replaceChildren(this.note, this.sheet);
    if (options.onpick) {
      this.walk = new Walk(() => this.svg, (element) => this.pick(element));
      this.sheet.addEventListener('click', (event) => this.pick(pickable(event.target), event.clientX));
      this.sheet.addEventListener('keydown', (event) => this.walk.key(event));
      this.sheet.addEventListener('focusin', (event) => this.walk.enter(pickable(event.target)));
    }
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.sheet);
    if (options.onpick) pinching(this.sheet, (by, spot) => this.zoom(by, spot));
    if (options.ondrop) this.drag = dragging(this.sheet, () => this.svg, (from, to, x) => options.ondrop({ ...this.part(from), here: this.walk?.stageUnder(x) }, this.part(to)));
  }

  get svg() { return this.drawing?.svg ?? null; }

  end() { this.ended = true; this.sizes.disconnect(); clearTimeout(this.retry); clearTimeout(this.marking); this.drag?.(); }

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
      const text = await this.fetched(number);
      if (this.ended) return;
      if (text !== null && this.put(text, number)) { delay = 500; continue; }
      this.sayMissing();
      if (this.undrawable) continue; // until the model is another
      this.wanted ??= number;
      await new Promise((done) => { this.retry = setTimeout(done, delay); });
      delay = Math.min(delay * 2, 8000);
    }
    this.asking = false;
  }

  // The text of a picture; '' of the one that is shown.
  async fetched(number) {
    if (this.shownNumber === `${number} ${currentLang()}`) return '';
    const asked = new URLSearchParams({ number, lang: currentLang(), theme: this.options.theme ?? 'light', view: 'map', touch: 1 });
    const response = await fetch(`/api/picture?${asked}`, { headers: { 'X-Polku': '1' } }).catch(() => null);
    this.undrawable = response?.status === 422;
    return response?.ok ? response.text().catch(() => null) : null;
  }

  sayMissing() {
    const text = t(`picture.${this.svg ? 'kept' : 'missing'}${this.undrawable ? '-wrong' : ''}`);
    if (this.note.textContent === text) return;
    this.note.textContent = text;
    announce(text);
  }

  // --------------------------------------------------------------------------------- showing

  // False where what came is no picture.
  put(text, number) {
    if (text !== '') {
      const focused = this.svg?.contains(document.activeElement);
      const changed = this.svg ? this.drawing.turnInto(text) : this.begin(text);
      if (!this.svg) return false;
      if (changed === null) this.measure();
      this.dress(changed);
      if (focused) this.walk?.hold();
    }
    this.note.textContent = '';
    this.shownNumber = `${number} ${currentLang()}`;
    this.place.dataset.number = number;
    return true;
  }

  begin(text) {
    const drawing = new Drawing(text);
    if (!drawing.svg) return null;
    this.drawing = drawing;
    this.sheet.append(drawing.svg);
    return null;
  }

  // The drawing says its size on paper; here the card does. Without the title it begins at its first band.
  measure() {
    const [x, y, width, height] = this.drawing.box.split(/[ ,]+/).map(Number);
    const band = this.options.bare && this.svg.querySelector('.band')?.getBBox();
    const top = band ? Math.max(0, height + band.y - 6) : 0;
    this.svg.setAttribute('viewBox', `${x} ${y + top} ${width} ${height - top}`);
    this.svg.removeAttribute('width');
    this.svg.removeAttribute('height');
    this.sheet.style.setProperty('--natural', String(width));
    this.fit();
  }

  // Where all of it would be a thin strip, it is as wide as its card and what matters is brought into sight.
  fit() {
    if (this.options.fit !== 'all' || !this.svg) return;
    const [, , width, height] = this.svg.getAttribute('viewBox').split(' ').map(Number);
    this.sheet.classList.toggle('strip', height / width > 2 * this.sheet.clientHeight / this.sheet.clientWidth);
  }

  // As wide as the card, but never too small to be read; 0: all of it, however small. What is at `spot`
  // of the window stays there.
  zoom(by, spot) {
    const box = this.sheet.getBoundingClientRect(), before = this.factor;
    this.factor = by === 0 ? 1 : Math.min(4, Math.max(0.5, before * by));
    if (by === 0) this.sheet.classList.add('whole');
    const { x, y } = spot ?? { x: box.left + box.width / 2, y: box.top };
    const far = [this.sheet.scrollLeft + x - box.left, this.sheet.scrollTop + y - box.top];
    this.sheet.style.setProperty('--zoom', String(this.factor));
    const times = this.factor / before;
    this.sheet.scrollTo(far[0] * times - x + box.left, far[1] * times - y + box.top);
    return this.factor;
  }

  // What the drawing does not know: what can be pressed, and what people and rules said of it.
  dress(changed) {
    this.mark();
    if (this.walk) this.walk.dress(changed);
    else for (const root of changed ?? [this.svg]) for (const part of [root, ...root.querySelectorAll('[tabindex]')]) part.removeAttribute('tabindex');
  }

  mark() {
    if (this.options.marks && this.svg) marks(this.svg, this.room, (group) => this.part(group));
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

  elementOf(pointer, patch) {
    const id = this.svg && groupOf(this.svg, this.room.state, pointer, patch);
    return id ? this.svg.getElementById(id.replace(/^number--/, 'move--')) : null;
  }

  focus(pointer, patch) {
    const element = this.elementOf(pointer, patch);
    if (!element) return false;
    this.walk?.enter(element);
    element.focus();
    element.scrollIntoView({ block: 'center', inline: 'center' });
    return true;
  }
}
