// What all tables of the twin are made of: a block with its heading, names that open their part.
import { h } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { inPlace } from './forms/editors.js';
import { action } from './forms/fields.js';

export const blockName = (id) => t(id === 'roles' ? 'twin.roles' : `form.section.${id}`);

export function block(form, id, body, add) {
  const open = form.unfolded?.section === id;
  return h(
    'section',
    { class: 'twin-block', key: id, 'aria-labelledby': `twin-${id}` },
    h(
      'div',
      { class: 'twin-head' },
      h('h2', { id: `twin-${id}`, tabindex: '-1' }, blockName(id)),
      add && form.writable ? action(add.label, add.go) : null,
    ),
    body,
    open ? h('div', { class: 'twin-editor card', key: 'editor' }, inPlace(form.unfolded.element)) : null,
  );
}

export const pick = (form, section, pointer, words, props = {}) =>
  h('button', { type: 'button', class: 'form-link', onclick: () => form.open(pointer, section), ...props }, words);

// A table that is wider than the page scrolls in its own place.
export const scrolling = (label, table) =>
  h('div', { class: 'twin-scroll', role: 'group', tabindex: '0', 'aria-label': label }, table);

// A section with a row for each part and these columns.
export const listTable = (section, columns, rows) =>
  scrolling(
    blockName(section),
    h(
      'table',
      { class: 'twin-list' },
      h('caption', { class: 'only-read' }, blockName(section)),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((key) => h('th', { scope: 'col', key }, t(key))),
        ),
      ),
      h('tbody', {}, rows),
    ),
  );

// The button for one more of a section.
export const adder = (form, section) => ({
  label: t(`form.add.${section}`),
  go: () => form.add(section, {}, section),
});
