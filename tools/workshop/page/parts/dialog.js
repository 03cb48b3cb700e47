// What opens above the page: a dialog in the middle, a popover beside what was pressed, a menu below
// its button. Escape closes each, and the focus goes back to where it came from.
import { h, paint } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { icon } from './icons.js';

let count = 0;

// Whoever was in `place` stays there when what they pressed is gone after `draw`: on `fallback`, or on
// the nearest heading that can have the focus.
export function holdFocus(place, draw, fallback) {
  const around = [];
  for (let node = document.activeElement; place.contains(node); node = node.parentElement) around.push(node);
  draw();
  if (around.length === 0 || place.contains(document.activeElement)) return;
  const heading = () => around.filter((node) => node.isConnected).map((node) => node.querySelector(':is(h1, h2)[tabindex]')).find(Boolean);
  (fallback ?? heading)()?.focus({ preventScroll: true });
}

// dialog(title, () => children, { wide, onclose }) → { close, paint }: `children` is asked again by `paint`.
export function dialog(title, children, options = {}) {
  const before = document.activeElement;
  const id = `dialog-${++count}`;
  const body = h('div', { class: 'dialog-body' });
  const box = h('dialog', { class: `dialog${options.wide ? ' wide' : ''}`, 'aria-labelledby': id },
    h('div', { class: 'dialog-head' }, h('h2', { id }, title), closer(() => close())), body);
  const draw = () => paint(body, children(close));
  const close = () => {
    if (!box.isConnected) return;
    box.close?.();
    box.remove();
    options.onclose?.();
    if (before?.isConnected) before.focus();
  };
  box.addEventListener('cancel', (event) => { event.preventDefault(); close(); });
  box.addEventListener('click', (event) => { if (event.target === box) close(); });
  document.body.append(box);
  draw();
  if (box.showModal) box.showModal(); else showPlainly(box, close);
  return { close, paint: draw, element: box };
}

// In a browser that knows no dialogs.
function showPlainly(box, close) {
  box.setAttribute('open', '');
  box.classList.add('is-plain');
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    if (event.key === 'Tab') around(box, event);
  });
  box.querySelector('button, input, select')?.focus();
}

const closer = (close) => h('button', { class: 'button plain icon-button', type: 'button', 'aria-label': t('close'), onclick: close }, icon('close'));

// Asks once; resolves with true where the person means it.
export function asked(title, text, yes) {
  return new Promise((answer) => {
    let said = false;
    dialog(title, (close) => [h('p', {}, text), h('div', { class: 'actions' },
      h('button', { class: 'button main', type: 'button', onclick: () => { said = true; close(); } }, yes),
      h('button', { class: 'button', type: 'button', onclick: close }, t('cancel')))], { onclose: () => answer(said) });
  });
}

// popover(anchor, title, () => children, { onclose }) → { close, paint }: beside `anchor`; on narrow
// screens at the bottom. Only one is open at a time.
let open = null;
export function popover(anchor, title, children, options = {}) {
  open?.close();
  const id = `popover-${++count}`;
  const body = h('div', { class: 'popover-body' });
  const box = h('div', { class: 'popover', role: 'dialog', 'aria-labelledby': id, tabindex: '-1' },
    h('div', { class: 'dialog-head' }, h('h2', { id }, title), closer(() => close())), body);
  const draw = () => { holdFocus(box, () => paint(body, children(close)), () => box); stand(box, anchor); };
  const close = (back = true) => {
    if (!box.isConnected) return;
    box.remove();
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', again);
    anchor.classList?.remove('picked');
    open = null;
    options.onclose?.();
    if (back) stillThere(anchor)?.focus({ preventScroll: true });
  };
  const outside = (event) => { if (!box.contains(event.target) && !event.target.closest?.('dialog')) close(false); };
  const again = () => stand(box, anchor);
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') { event.stopPropagation(); close(); }
    if (event.key === 'Tab') around(box, event);
  });
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', again);
  anchor.classList?.add('picked');
  document.body.append(box);
  draw();
  (box.querySelector('.popover-body :is(input:checked, input, select, textarea, button):not([disabled])') ?? box).focus({ preventScroll: true });
  open = { close, paint: draw, element: box };
  return open;
}

// What was pressed, or what took its place in the picture.
export const stillThere = (anchor) => (anchor.isConnected && !anchor.classList?.contains('leaving') ? anchor
  : (anchor.id && document.getElementById(anchor.id)) || document.querySelector('.picture-sheet [tabindex="0"]'));

// Tab stays within.
function around(box, event) {
  const stops = [...box.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((node) => !node.disabled && node.getClientRects().length > 0);
  const last = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== last && document.activeElement !== box) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}

// Below what was pressed where there is room, else above, else beside; always whole on the screen.
function stand(box, anchor) {
  if (!anchor.isConnected) return; // what was pressed has gone: the popover stays where it is
  const edge = 8;
  const { width, height } = box.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const [wide, high] = [document.documentElement.clientWidth, window.innerHeight];
  let left = at.left + Math.min(at.width, 200) / 2 - width / 2, top = at.bottom + edge;
  if (top + height > high - edge) top = at.top - height - edge;
  if (top < edge) {
    top = Math.max(edge, Math.min(at.top, high - height - edge));
    left = at.right + edge + width < wide ? at.right + edge : at.left - width - edge;
  }
  box.style.setProperty('left', `${Math.max(edge, Math.min(left, wide - width - edge))}px`);
  box.style.setProperty('top', `${Math.max(edge, Math.min(top, high - height - edge))}px`);
}

// menu(button content, () => items, { label, class }): a button and what it opens. An item is
// { text, onclick | href, checked, about, line }, or an element.
export function menu(content, items, options = {}) {
  const list = h('ul', { class: 'menu-list', hidden: true });
  const button = h('button', { class: `button ${options.class ?? ''}`, type: 'button', 'aria-expanded': 'false', 'aria-label': options.label, onclick: () => (list.hidden ? show() : hide(true)) }, content);
  const box = h('div', { class: 'menu', 'data-kept': '', key: `menu-${++count}` }, button, list);
  const hide = (back) => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (back) button.focus();
  };
  const show = () => {
    paint(list, items().filter(Boolean).map((item) => h('li', { class: item.line ? 'line' : null }, item instanceof Node ? item : entry(item))));
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    list.style.removeProperty('left');
    const { left, right } = list.getBoundingClientRect();
    if (left < 8) list.style.setProperty('right', 'auto');
    if (right > document.documentElement.clientWidth - 8) { list.style.setProperty('left', 'auto'); list.style.setProperty('right', '0'); }
    list.querySelector('button, a')?.focus();
  };
  const entry = ({ text, about, onclick, href, checked, download }) => {
    const inside = [h('span', {}, text), about ? h('span', { class: 'quiet' }, about) : null];
    if (href) return h('a', { href, ...(download ? { download } : { target: '_blank', rel: 'noopener' }), onclick: () => hide(false) }, inside);
    return h('button', { type: 'button', 'aria-pressed': checked === undefined ? null : String(checked), onclick: () => { hide(true); onclick(); } }, inside);
  };
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !list.hidden) { event.stopPropagation(); hide(true); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target.matches('input, select')) return;
    event.preventDefault();
    if (list.hidden) { show(); return; }
    const stops = [...list.querySelectorAll('button, a')];
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length]?.focus();
  });
  box.addEventListener('focusout', (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) hide(false); });
  const outside = (event) => {
    if (!box.isConnected) document.removeEventListener('pointerdown', outside);
    else if (!box.contains(event.target)) hide(false);
  };
  document.addEventListener('pointerdown', outside);
  return { element: box, button, say: (...words) => paint(button, ...words) };
}
