// The picture by keyboard: one tab stop, and arrow keys that walk columns of stages and rows of
// roles. In a column stand, from above: the stage's exits, the stage, and in each row first who is
// there and then the cell itself, where somebody can be added.
import { isPiece, read } from './picture_parts.js';

export class Walk {
  constructor(svgNow, pick) {
    this.svgNow = svgNow;
    this.pick = pick;
    this.current = null; // the id of the group that has the tab stop
    this.column = 0;
  }

  // After each change of the picture: who can be walked to, and where they are.
  dress() {
    const svg = this.svgNow();
    const groups = [...svg.querySelectorAll('g[id]')].filter((g) => /^(stage|chip|support|referral|gap|cell|move)--/.test(g.id) && !isPiece(g.id));
    for (const group of groups) {
      group.setAttribute('role', 'button');
      group.setAttribute('aria-haspopup', 'dialog');
      group.removeAttribute('aria-hidden');
    }
    this.items = groups.map((group) => ({ group, box: boxOf(group) }));
    // A long pathway goes on in a second row: what stands above each other is one column.
    this.stages = this.items.filter(({ group }) => group.id.startsWith('stage--')).sort((a, b) => a.box.x - b.box.x);
    this.columns = this.stages.map(({ box }) => box.x + box.width / 2).filter((x, i, all) => i === 0 || x - all[i - 1] > 10);
    this.order();
    const there = this.items.find(({ group }) => group.id === this.current) ?? this.nearest() ?? this.items.find(({ group }) => group.id.startsWith('stage--'));
    if (there) this.enter(there.group);
  }

  // Whoever was in the picture when it changed still is.
  hold() {
    const svg = this.svgNow();
    if (!svg.contains(document.activeElement) || document.activeElement.closest('.leaving')) svg.getElementById(this.current)?.focus({ preventScroll: true });
  }

  // Where each stands in its columns: `from`…`to`, and `height`, by which a column is sorted.
  order() {
    const exits = new Map();
    const cells = this.items.filter(({ group }) => group.id.startsWith('cell--'));
    const rowAt = (y) => cells.find(({ box }) => box.y <= y && y <= box.y + box.height)?.box.y;
    for (const item of this.items) {
      const { box, group } = item;
      const inside = this.columns.map((x, i) => [i, x]).filter(([, x]) => box.x - 1 <= x && x <= box.x + box.width + 1).map(([i]) => i);
      item.from = inside[0] ?? 0;
      item.to = inside.at(-1) ?? item.from;
      item.row = rowAt(box.y + Math.min(box.height, 20) / 2);
      item.height = group.id.startsWith('cell--') ? box.y + box.height - 1 : box.y;
      if (group.id.startsWith('move--')) Object.assign(item, this.beforeItsStage(item, exits));
    }
  }

  // An arrow stands above the stage at which its number begins, one exit after the other.
  beforeItsStage({ group, box }, exits) {
    const svg = this.svgNow();
    const words = (group.querySelector('text') ?? svg.getElementById(group.id.replace('move', 'number'))?.querySelector('text'))?.getBBox() ?? box;
    const far = ({ box: b }) => Math.abs(b.x + b.width - words.x) * (b.x > words.x + 1 ? 4 : 1) + Math.abs(b.y - words.y);
    const stage = least(this.stages, far);
    if (!stage) return {};
    const nth = (exits.get(stage) ?? 0) + 1;
    exits.set(stage, nth);
    const column = this.columns.findIndex((x) => stage.box.x <= x && x <= stage.box.x + stage.box.width);
    return { from: column, to: column, height: stage.box.y - 0.01 * nth };
  }

  // The stage of a column: the one that the keys are in, or the one under a place of the screen.
  stageHere() {
    const x = this.columns?.[this.column];
    const found = this.stages?.find(({ box }) => box.x <= x && x <= box.x + box.width);
    return found && read(found.group.id)[1];
  }

  stageUnder(x) {
    const far = ({ group }) => { const { left, width } = group.getBoundingClientRect(); return Math.abs(left + width / 2 - x); };
    const found = least(this.stages ?? [], far);
    return found && read(found.group.id)[1];
  }

  nearest() {
    if (!this.last) return undefined;
    const far = ({ box }) => Math.abs(box.x - this.last.x) + Math.abs(box.y - this.last.y);
    return least(this.items, far);
  }

  enter(group) {
    const item = this.items?.find((i) => i.group === group);
    if (!item) return;
    this.current = group.id;
    this.last = item.box;
    if (this.column < item.from || this.column > item.to) this.column = item.from;
    for (const { group: other } of this.items) other.setAttribute('tabindex', other === group ? '0' : '-1');
  }

  go(item) {
    if (!item) return;
    this.enter(item.group);
    item.group.focus({ preventScroll: true });
    item.group.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  key(event) {
    const item = this.items?.find(({ group }) => group === document.activeElement);
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: () => this.inColumn(item, 1), ArrowUp: () => this.inColumn(item, -1), ArrowRight: () => this.aside(item, item.to + 1), ArrowLeft: () => this.aside(item, item.from - 1), Home: () => this.aside(item, 0), End: () => this.aside(item, this.columns.length - 1) }[event.key];
    if (step) { event.preventDefault(); step(); return; }
    if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); this.pick(item.group); }
  }

  inColumn(item, step) {
    const column = this.items.filter((i) => i.from <= this.column && this.column <= i.to).sort((a, b) => a.height - b.height);
    this.go(column[column.indexOf(item) + step]);
  }

  // The one at the same height in another column; a wide one is passed over.
  aside(item, column) {
    if (column < 0 || column >= this.columns.length) return;
    const candidates = this.items.filter((i) => i !== item && i.from <= column && column <= i.to);
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

function boxOf(group) {
  const { x, y, width, height } = group.getBBox();
  return { x, y, width, height };
}
