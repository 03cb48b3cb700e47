// A fold whose inside is made only while it is open: what nobody reads costs nothing.
import { h } from '../shell/dom.js';

// `redraw()` draws what the folds stand in; gives fold(name, what it is called, () => its inside).
export function folds(redraw) {
  const open = new Set();
  const toggled = (name, is) => {
    if (is === open.has(name)) return;
    if (is) open.add(name); else open.delete(name);
    redraw();
  };
  return (name, words, inside) => h('details', { key: `fold-${name}`, ontoggle: (event) => toggled(name, event.target.open) },
    h('summary', {}, words), open.has(name) ? inside() : null);
}
