// A picture on the page, and how it is turned into the one that came, thing by thing.
//
// Groups with an id stay the same elements, and what is drawn as it was is not even read: of a large
// picture little changes at a time. A drawing is measured from its bottom, so that every coordinate
// changes when a row grows: then things are compared by where they are seen, from the top.
import { svgOf } from '../shell/dom.js';
import { sheetOf } from './picture_text.js';

const svgName = 'http://www.w3.org/2000/svg';
const layerOf = (svg) => [...svg.children].find((node) => node.nodeName === 'g');
const heightOf = (box) => Number(box.split(/[ ,]+/)[3]);
const rounded = (y) => Math.round(y * 10) / 10;
const passing = '.leaving, .ghost, .marks'; // who goes already, what somebody drags, what the page says

export class Drawing {
  // `svg` is null of what is no picture.
  constructor(text) {
    const { box, pieces } = sheetOf(text);
    this.svg = svgOf(text);
    this.box = box;
    if (this.svg) this.pieces = paired(pieces, layerOf(this.svg));
  }

  // Gives the elements that are new or look otherwise; null where everything may have moved.
  turnInto(text) {
    const next = sheetOf(text), before = this.pieces;
    const known = new Known(before ?? []);
    const stands = next.box === this.box;
    const kept = next.pieces.map((piece) => (stands ? known.same(piece) : null));
    const root = svgOf(next.frame + next.pieces.filter((_, i) => !kept[i]).map(({ text: t }) => t).join('') + next.end);
    const fresh = root && paired(next.pieces.filter((_, i) => !kept[i]), layerOf(root));
    if (!fresh || !before) return this.replace(new Drawing(text));
    const heights = [this.box, next.box].map(heightOf);
    reframe(this.svg, root, stands);
    const changed = new Set();
    const pieces = next.pieces.map((piece, i) => kept[i] ?? taken(known, fresh.shift(), heights, changed));
    for (const element of known.left()) leave(element);
    arrange(layerOf(this.svg), pieces);
    Object.assign(this, { pieces, box: next.box });
    return stands ? changed : null;
  }

  // What cannot be taken apart is shown anew.
  replace(other) {
    if (!other.svg) return new Set();
    this.svg.replaceWith(other.svg);
    Object.assign(this, other);
    return null;
  }
}

// Each piece with its element; null where something of it was not let in.
function paired(pieces, layer) {
  return pieces.length === layer?.children.length ? pieces.map((piece, i) => ({ ...piece, element: layer.children[i] })) : null;
}

// What is on the sheet, until it is found in what comes.
class Known {
  constructor(pieces) {
    this.pieces = new Set(pieces);
    this.ids = new Map(pieces.filter(({ id }) => id).map((piece) => [piece.id, piece]));
    this.texts = grouped(pieces.filter(({ id }) => !id), ({ text }) => text);
  }

  same({ id, text }) {
    if (!id) return this.take(this.texts.get(text)?.shift());
    return this.ids.get(id)?.text === text ? this.take(this.ids.get(id)) : null;
  }

  named(id) { return this.take(this.ids.get(id)); }

  // What has no name is known by its looks.
  alike(sign, height) {
    this.signs ??= grouped([...this.pieces].filter(({ id }) => !id), ({ element }) => signature(element, height));
    return this.take(this.signs.get(sign)?.shift());
  }

  take(piece) {
    if (!piece || !this.pieces.delete(piece)) return null;
    return piece;
  }

  left() { return [...this.pieces].map(({ element }) => element); }
}

function grouped(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    if (groups.has(key)) groups.get(key).push(one); else groups.set(key, [one]);
  }
  return groups;
}

// The element stays, with its focus; what it looks like is the new one's.
function taken(known, piece, heights, changed) {
  const { element: want } = piece, sign = signature(want, heights[1]);
  const have = piece.id ? known.named(piece.id) : known.alike(sign, heights[0]);
  if (!have) {
    if (piece.id) fade(want, 'arriving');
    changed.add(want);
    return piece;
  }
  const { element } = have, looks = signature(element, heights[0]);
  for (const { name } of [...element.attributes]) if (!want.hasAttribute(name) && name !== 'tabindex') element.removeAttribute(name);
  for (const { name, value } of [...want.attributes]) if (name !== 'tabindex') element.setAttribute(name, value);
  element.replaceChildren(...want.childNodes);
  if (looks !== sign) fade(element, 'arriving');
  changed.add(element);
  return { ...piece, element };
}

// Everything in its order, with as few moves as possible.
function arrange(layer, pieces) {
  const settled = (node) => { while (node?.matches(passing)) node = node.nextElementSibling; return node; };
  let at = settled(layer.firstElementChild);
  for (const { element } of pieces) {
    if (element === at) at = settled(at.nextElementSibling);
    else layer.insertBefore(element, at);
  }
}

// Where something is seen, and how it looks.
export function signature(group, height) {
  const lower = (whole, x, y) => `${x},${rounded(Number(y) + height)}`;
  return [group, ...group.querySelectorAll('*')].map((node) => [node.nodeName,
    ...[...node.attributes].filter((a) => !(node === group && own.has(a.name))).map(({ name, value }) => {
      if (name === 'points' || name === 'd') return value.replace(/(-?[\d.]+)[, ](-?[\d.]+)/g, lower);
      if (/^(y|cy|y1|y2)$/.test(name)) return `${name}${rounded(Number(value) + height)}`;
      return `${name}=${value}`;
    }),
    node.children.length === 0 ? node.textContent : ''].join(' ')).join('\n');
}
// What the page itself writes on groups.
const own = new Set(['tabindex', 'role', 'aria-label', 'aria-haspopup', 'data-label', 'class']);

function reframe(now, next, stands) {
  copyAttributes(now, next, [...(stands ? [] : ['viewBox']), 'lang', 'aria-labelledby']);
  for (const name of ['title', 'desc']) {
    const [old, fresh] = [now, next].map((svg) => [...svg.children].find((node) => node.nodeName === name));
    if (old && fresh && old.textContent !== fresh.textContent) old.textContent = fresh.textContent;
  }
  copyAttributes(layerOf(now), layerOf(next), ['transform']);
}

function copyAttributes(to, from, names) {
  for (const name of names) if (from.hasAttribute(name) && to.getAttribute(name) !== from.getAttribute(name)) to.setAttribute(name, from.getAttribute(name));
}

function fade(element, name) {
  element.classList.add(name);
  setTimeout(() => element.classList.remove(name), 250);
}

function leave(element) {
  if (!element.id) { element.remove(); return; }
  element.removeAttribute('id');
  element.removeAttribute('tabindex');
  element.setAttribute('aria-hidden', 'true');
  element.classList.add('leaving');
  setTimeout(() => element.remove(), 200);
}

export const svgNode = (tag, attributes, ...children) => {
  const node = document.createElementNS(svgName, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
};
