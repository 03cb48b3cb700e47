// One quantity as a strip: how much of the whole, and what of it is only likely. The words beside it
// say the same; whoever listens hears those.
import { h } from '../../shell/dom.js';

const clip = (share) => `${Math.max(0, Math.min(100, 100 * (share ?? 0))).toFixed(2)}%`;

// `tone`: 'third', 'work' or 'full' (a place that is full).
export function bar(share, tone = 'third') {
  return h('div', { class: `bar bar-${tone}`, 'aria-hidden': 'true' },
    h('div', { class: 'bar-fill', style: { width: clip(share) } }));
}

// The people of a group from left to right: the range is a band, the expected number a line, the
// number of the beginning a notch below it.
export function rangeBar({ low, high, value, before, of }) {
  const at = (people) => clip(people / of);
  return h('div', { class: 'range', 'aria-hidden': 'true' },
    h('div', { class: 'range-band', style: { left: at(low), width: clip((high - low) / of) } }),
    before === null || before === undefined ? null : h('div', { class: 'range-before', style: { left: at(before) } }),
    h('div', { class: 'range-value', style: { left: at(value) } }));
}
