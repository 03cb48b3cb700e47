// Which language one reads: everybody chooses for themselves, in each view, and their browser
// remembers it. Each language is called by its own name.
import { h } from '../shell/dom.js';
import { currentLang, languages, t } from '../shell/words.js';

// The head of a page that one reads alone.
export const pageHead = (room, title, about) => h('header', { class: 'page-head' },
  h('div', {}, h('h1', {}, title), about ? h('p', { class: 'quiet' }, about) : null), languageChoice(room.changeLang, { brief: true }));

const names = { fi: ['Suomeksi', 'FI'], sv: ['På svenska', 'SV'], en: ['In English', 'EN'] };

// `change(lang)`; the button of the language that is read has `data-language`, by which the focus
// finds it again when everything has been drawn anew. `brief`: two letters.
export const languageChoice = (change, { brief = false } = {}) =>
  h('div', { class: 'languages', role: 'group', 'aria-label': t('language'), key: 'languages' }, languages.map((lang) => {
    const chosen = lang === currentLang();
    return h('button', { class: 'button', type: 'button', lang, 'aria-pressed': String(chosen), 'aria-label': brief ? `${names[lang][1]} ${names[lang][0]}` : null, 'data-language': chosen ? '' : null, onclick: () => change(lang) }, names[lang][brief ? 1 : 0]);
  }));
