// Words, numbers and times in the reader's language. The catalogue is the program's own
// (core/base/words): keys that begin with "workshop.", here without that.
let lang = 'fi';
let words = {};

export const languages = ['fi', 'sv', 'en'];
export const currentLang = () => lang;

// The wall may speak another language than the laptop that shows it.
const langKey = () => (location.pathname === '/screen' ? 'polku-lang-screen' : 'polku-lang');

// What the person chose here before, else what the browser prefers, else Finnish.
export function preferredLang() {
  const chosen = remembered(langKey());
  const wanted = [chosen, ...(navigator.languages ?? [])].map((l) => l?.slice(0, 2));
  return wanted.find((l) => languages.includes(l)) ?? 'fi';
}

export async function setLang(wanted) {
  const response = await fetch(`/words/${wanted}.json`);
  if (!response.ok) throw new Error(`words: ${response.status}`);
  words = await response.json();
  lang = wanted;
  document.documentElement.lang = wanted;
  remember(langKey(), wanted);
}

// t('undo'), t('people', { count: 14 }); a key that is missing shows itself.
export function t(key, args = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{\{|\{(\w+)(?::(\w+))?\}/g, (whole, name, form) => {
    if (whole === '{{') return '{';
    if (!(name in args)) return whole;
    if (form === 'number') return number(args[name]);
    if (form === 'percent') return percent(args[name]);
    return String(args[name]);
  });
}
// many('top.unsent', 3): of one thing the words are those of 'top.unsent-one'.
export const many = (key, count, args = {}) => t(count === 1 ? `${key}-one` : key, { count, ...args });
export const hasWord = (key) => key in words;

// A text of a model: a plain string, or an object of languages.
export function say(texts) {
  if (texts === null || texts === undefined) return '';
  if (typeof texts === 'string') return texts;
  return texts[lang] ?? texts.fi ?? texts.en ?? texts.sv ?? '';
}

// The first letter large: a sentence that began in the middle of another.
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };
const minus = (text) => text.replace(/^-/, '−');

// 17,1 · 10 000; `decimals` at most.
export function number(value, decimals = 1) {
  if (value === null || value === undefined || !Number.isFinite(Number(value))) return '–';
  return minus(formatOf(decimals).format(value));
}

// They take long to make, and there are few of them.
const formats = new Map();
function formatOf(decimals) {
  const key = `${lang} ${decimals}`;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(locales[lang], { maximumFractionDigits: decimals }));
  return formats.get(key);
}

export function percent(share, decimals = 0) {
  if (share === null || share === undefined || !Number.isFinite(Number(share))) return '–';
  const text = number(share * 100, decimals);
  return lang === 'en' ? `${text}%` : `${text} %`;
}

// +3, −2, 0
export const signed = (value, decimals = 1) => (value > 0 ? `+${number(value, decimals)}` : number(value, decimals));

// 9.05 in Finnish and Swedish as spoken on a clock here, 9:05 in English
export function clock(ms) {
  const at = new Date(ms);
  return `${at.getHours()}${lang === 'en' ? ':' : '.'}${String(at.getMinutes()).padStart(2, '0')}`;
}

// "2021-03-01" → 3/2021
export const monthOf = (date) => (date ? `${Number(date.slice(5, 7))}/${date.slice(0, 4)}` : '');

export function remember(key, value) {
  try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing: it lasts as long as the page */ }
}
export function remembered(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}
