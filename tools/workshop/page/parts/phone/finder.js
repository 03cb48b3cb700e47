// A field that shortens a long list: shown stays what holds every word that was written.
import { h } from '../../shell/dom.js';
import { t } from '../../shell/words.js';

// Who has no ä on the keyboard finds it with a.
const plainly = (text) => String(text).toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '');

export const finds = (wanted, ...texts) => {
  const all = plainly(texts.join(' '));
  return plainly(wanted ?? '').split(/\s+/).every((word) => all.includes(word));
};

// `found` of `count` are shown, which is also said aloud.
export const finder = ({ id, label, value, found, count, input }) => h('div', { class: 'field finder', key: `find-${id}` },
  h('label', { for: id }, label),
  h('input', { id, type: 'search', value: value ?? '', autocomplete: 'off', oninput: (event) => input(event.target.value), onkeydown: (event) => { if (event.key === 'Enter') event.preventDefault(); } }),
  h('p', { class: 'quiet', role: 'status' }, value ? t('find.found', { found, count }) : ''));
