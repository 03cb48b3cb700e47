// The picture by keyboard: one tab stop, and arrow keys that walk columns of stages and rows of
// roles. In a column stand, from above: the stage's exits, the stage, and in each row first who is
// there and then the cell itself, where somebody can be added.
import { isPiece, read } from './picture_parts.js';

const walkable = (group) => /^(stage|chip|support|referral|gap|cell|move)--/.test(group.id) && !isPiece(group.id);
const isStage = (group) => group.id.startsWith('stage--');

export class Walk {
  constructor(svgNow, pick) {
    this.svgNow = svgNow;
    this.pick = pick;
    this.current = null; // the id of the group that has the tab stop
    this.column = 0;
    this.boxes = new WeakMap(); // of each group, where it stands
  }

  // After a change of the picture: what of it is new can be walked to. `changed`: those elements; null: all.
  dress(changed) {
    const svg = this.svgNow();
    if (!changed) this.boxes = new WeakMap();
    for (const root of changed ?? [svg]) for (const group of [root, ...root.querySelectorAll('g[id]')].filter(walkable)) {
      this.boxes.delete(group);
      group.setAttribute('role', 'button');
      group.setAttribute('aria-haspopup', 'dialog');
      group.setAttribute('tabindex', group.id === this.current ? '0' : '-1');
      group.removeAttribute('aria-hidden');
    }
    this.map = null; // made when somebody walks
    if (svg.getElementById(this.current)) return;
    const there = this.last ? least(this.measured().items, ({ box }) => Math.abs(box.x - this.last.x) + Math.abs(box.y - this.last.y))?.group : null;
    this.enter(there ?? [...svg.querySelectorAll('g[id]')].find(isStage));
  }

  // Whoever was in the picture when it changed still is.
  hold() {
    const svg = this.svgNow();
    if (!svg.contains(document.activeElement) || document.activeElement.closest('.leaving')) svg.getElementById(this.current)?.focus({ preventScroll: true });
  }

  boxOf(group) {
    if (!this.boxes.has(group)) {
      const { x, y, width, height } = group.getBBox();
      this.boxes.set(group, { x, y, width, height });
    }
    return this.boxes.get(group);
  }

  // Who stands where: {items, stages, columns}.
  measured() {
    if (this.map) return this.map;
    const items = [...this.svgNow().querySelectorAll('g[id]')].filter(walkable).map((group) => ({ group, box: this.boxOf(group) }));
    // A long pathway goes on in a second row: what stands above each other is one column.
    const stages = items.filter(({ group }) => isStage(group)).sort((a, b) => a.box.x - b.box.x);
    const columns = stages.map(({ box }) => box.x + box.width / 2).filter((x, i, all) => i === 0 || x - all[i - 1] > 10);
    this.map = { items, stages, columns };
    this.order();
    return this.map;
  }

  // Where each stands in its columns: `from`…`to`, and `height`, by which a column is sorted.
  order() {
    const { items, columns } = this.map;
    const exits = new Map();
    const rows = [...new Map(items.filter(({ group }) => group.id.startsWith('cell--')).map(({ box }) => [`${box.y} ${box.height}`, box])).values()];
    const rowAt = (y) => rows.find((box) => box.y <= y && y <= box.y + box.height)?.y;
    for (const item of items) {
      const { box, group } = item;
      const inside = columns.map((x, i) => [i, x]).filter(([, x]) => box.x - 1 <= x && x <= box.x + box.width + 1).map(([i]) => i);
      item.from = inside[0] ?? 0;
      item.to = inside.at(-1) ?? item.from;
      item.row = rowAt(box.y + Math.min(box.height, 20) / 2);
      item.height = group.id.startsWith('cell--') ? box.y + box.height - 1 : box.y;
      if (group.id.startsWith('move--')) Object.assign(item, this.beforeItsStage(item, exits));
    }
  }

  // An arrow stands above the stage at which its number begins, one exit after the other.
  beforeItsStage({ group, box }, exits) {
    const { stages, columns } = this.map;
    const number = group.querySelector('text') ?? this.svgNow().getElementById(group.id.replace('move', 'number'))?.querySelector('text');
    const words = number ? this.boxOf(number) : box;
    const far = ({ box: b }) => Math.abs(b.x + b.width - words.x) * (b.x > words.x + 1 ? 4 : 1) + Math.abs(b.y - words.y);
    const stage = least(stages, far);
    if (!stage) return {};
    const nth = (exits.get(stage) ?? 0) + 1;
    exits.set(stage, nth);
    const column = columns.findIndex((x) => stage.box.x <= x && x <= stage.box.x + stage.box.width);
    return { from: column, to: column, height: stage.box.y - 0.01 * nth };
  }

  // The stage of a column: the one that the keys are in, or the one under a place of the screen.
  stageHere() {
    const { columns, stages } = this.measured();
    this.itemOf(this.svgNow().getElementById(this.current));
    const x = columns[this.column];
    const found = stages.find(({ box }) => box.x <= x && x <= box.x + box.width);
    return found && read(found.group.id)[1];
  }

  stageUnder(x) {
    const far = (group) => { const { left, width } = group.getBoundingClientRect(); return Math.abs(left + width / 2 - x); };
    const found = least([...this.svgNow().querySelectorAll('g[id]')].filter(isStage), far);
    return found && read(found.id)[1];
  }

  enter(group) {
    if (!group || !walkable(group)) return;
    this.svgNow().getElementById(this.current)?.setAttribute('tabindex', '-1');
    group.setAttribute('tabindex', '0');
    this.current = group.id;
    this.last = this.boxOf(group);
  }

  // A group with where it stands; the keys are in one of its columns.
  itemOf(group) {
    const item = group && this.measured().items.find((i) => i.group === group);
    if (item && (this.column < item.from || this.column > item.to)) this.column = item.from;
    return item;
  }

  go(item) {
    if (!item) return;
    this.enter(item.group);
    item.group.focus({ preventScroll: true });
    item.group.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  key(event) {
    const group = document.activeElement.closest('g[id]');
    if (!group || !walkable(group) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); this.pick(group); return; }
    const step = {
      ArrowDown: (item) => this.inColumn(item, 1), ArrowUp: (item) => this.inColumn(item, -1),
      ArrowRight: (item) => this.aside(item, item.to + 1), ArrowLeft: (item) => this.aside(item, item.from - 1),
      Home: (item) => this.aside(item, 0), End: (item) => this.aside(item, this.map.columns.length - 1),
    }[event.key];
    if (!step) return;
    event.preventDefault();
    step(this.itemOf(group));
  }

  inColumn(item, step) {
    const column = this.map.items.filter((i) => i.from <= this.column && this.column <= i.to).sort((a, b) => a.height - b.height);
    this.go(column[column.indexOf(item) + step]);
  }

  // The one at the same height in another column; a wide one is passed over.
  aside(item, column) {
    if (column < 0 || column >= this.map.columns.length) return;
    const candidates = this.map.items.filter((i) => i !== item && i.from <= column && column <= i.to);
    const far = (i) => Math.abs(i.height - item.height) + (i.row === item.row ? 0 : 1e5);
    const next = least(candidates, far);
    if (!next) return;
    this.column = column;
    this.go(next);
  }
}

// Of some the one for which `measure` is least, the first of them.
function least(some, measure) {
  let best, lowest = Infinity;
  for (const one of some) {
    const found = measure(one);
    if (found < lowest) { best = one; lowest = found; }
  }
  return best;
}
