// What holds in every view of the workshop, whatever the day has come to.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = join(dirname(fileURLToPath(import.meta.url)), '../..');
const few = (list) => `${list.length}: ${list.slice(0, 4).join(' | ')}`;
const none = (list) => { if (list.length > 0) throw new Error(few(list)); };

// Where two values first differ, by a path; JSON does not care in which order members stand.
function difference(a, b, path = '') {
  if (JSON.stringify(a) === JSON.stringify(b)) return null;
  const inner = a && b && typeof a === 'object' && typeof b === 'object';
  const names = (value) => Object.keys(value).sort().join();
  if (!inner || names(a) !== names(b))
    return `${path || 'it'} is ${JSON.stringify(a)?.slice(0, 200)}, not ${JSON.stringify(b)?.slice(0, 200)}`;
  return Object.keys(a).map((name) => difference(a[name], b[name], `${path}/${name}`)).find(Boolean) ?? null;
}
export function equal(a, b, what) {
  const found = difference(a, b);
  if (found) throw new Error(`${what}: ${found}`);
}

// Buttons, fields and links that a finger must hit, outside of running text.
const targetsBelow = (least) => {
  const shown = (node) => node.checkVisibility?.({ visibilityProperty: true }) ?? node.offsetParent !== null;
  return [...document.querySelectorAll('button, input, select, textarea, summary, a.button')].filter(shown)
    .filter((node) => !node.closest('.only-read') && !node.disabled).map((node) => [node, (node.closest('label.pick, label.check') ?? node).getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([node, box]) => `${node.tagName} ${node.className} "${(node.textContent || node.getAttribute('aria-label') || node.id).slice(0, 30)}" ${Math.round(box.width)}×${Math.round(box.height)}`);
};

// A word that is missing shows its key.
const keysShown = () => {
  const texts = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode.nodeValue);
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
  return texts.flatMap((text) => text.match(/(?<![\w./-])[a-z_]+(\.[a-z_-]+)+(?![\w/])/g) ?? []).filter((word) => !/\.(json|sqlite|html|fi|com|org|local)$/.test(word))
    .concat(texts.flatMap((text) => text.match(/\{[a-z_:]+\}/g) ?? []));
};

export const viewLaws = {
  async no_view_has_anything_that_axe_objects_to(person) { none(await person.violations()); },
  async no_page_complains(person) { none(person.errors); },
  async no_page_asks_for_an_address_elsewhere(person, room) {
    none(person.asked.filter((url) => !url.startsWith(`${room.origin}/`) && !/^(data|blob):/.test(url)));
  },
  async every_target_can_be_hit(person) { none(await person.page.evaluate(targetsBelow, person.size.width < 500 ? 44 : 24)); },
  async no_page_is_wider_than_its_window(person) {
    const wide = await person.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) throw new Error(`${wide} pixels too wide`);
  },
  async no_word_is_missing(person) { none(await person.page.evaluate(keysShown)); },
};

// 320 px: what one has who enlarges a laptop's page four times.
export async function narrow(person) {
  await person.page.setViewportSize({ width: 320, height: 640 });
  await person.page.waitForTimeout(150);
  const wide = await person.page.evaluate(() => {
    const out = [...document.querySelectorAll('body *')].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && box.right > innerWidth + 1 && !node.closest('.scrolling, .picture-sheet, .only-read, svg, dialog, [hidden]');
    }).slice(0, 3).map((node) => `${node.tagName}.${node.className}`);
    return document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px`, ...out] : [];
  });
  await person.page.setViewportSize(person.size);
  none(wide);
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((found) =>
    (found.isDirectory() ? sources(join(folder, found.name)) : found.name.endsWith('.js') ? [join(folder, found.name)] : []));
}

// Whole keys in the page's sources; those that are put together are found where they are shown.
export function everyKeyIsAWord() {
  const words = JSON.parse(readFileSync(join(top, 'core/base/words/fi.json'), 'utf8'));
  const texts = sources(join(top, 'tools/workshop/page')).map((path) => readFileSync(path, 'utf8').replace(/^\s*\/\/.*$/gm, ''));
  const found = (call) => texts.flatMap((text) => [...text.matchAll(call)].map(([, key]) => key));
  const many = found(/\bmany\('([\w.-]+)'/g);
  const asked = [...found(/\bt\('([\w.-]+)'/g), ...many, ...many.map((key) => `${key}-one`)];
  if (asked.length < 100) throw new Error(`only ${asked.length} keys were found`);
  none([...new Set(asked)].filter((key) => !(`workshop.${key}` in words)));
}

const catalogue = (lang) => JSON.parse(readFileSync(join(top, `core/base/words/${lang}.json`), 'utf8'));
const piecesOf = (text) => text.split(/\{\{|\{[\w:]+\}/).map((piece) => piece.trim());

// What rules call things: every {fi, sv, en} below a value.
const namesIn = (value) => (value === null || typeof value !== 'object' ? [] : typeof value.fi === 'string' ? [value] : Object.values(value).flatMap(namesIn));

// What Finnish alone says: whole texts, and long pieces around what is filled in.
function finnishOnly(lang, { model, vocabulary }) {
  const names = namesIn(vocabulary).filter((name) => name[lang]);
  const others = [...Object.values(catalogue(lang)), ...names.map((name) => name[lang]), JSON.stringify(model)].join('\n');
  const texts = [...Object.values(catalogue('fi')), ...names.map((name) => name.fi)].filter((text) => !others.includes(text));
  const pieces = texts.filter((text) => text.includes('{')).flatMap(piecesOf);
  return {
    whole: texts.filter((text) => !text.includes('{') && text.length > 3),
    pieces: [...new Set(pieces)].filter((piece) => piece.length >= 14 && !others.includes(piece)),
  };
}

// Texts, labels and hints that are shown; the buttons that choose a language speak their own.
const textsShown = () => {
  const shown = (node) => node.checkVisibility?.({ visibilityProperty: true }) ?? true;
  const texts = [], walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: at, nodeValue } = walk.currentNode;
    if (at && !at.closest('script, style, button[lang]') && shown(at)) texts.push(nodeValue);
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    if (!node.matches('button[lang]')) for (const name of ['aria-label', 'title', 'placeholder']) texts.push(node.getAttribute(name) ?? '');
  return texts.map((text) => text.trim()).filter(Boolean);
};

// Nothing of the page's own words is Finnish where somebody reads another language; what people and the
// model say stays as it was said.
export async function speaksOnly(person, lang) {
  const { whole, pieces } = finnishOnly(lang, await person.state());
  const texts = await person.page.evaluate(textsShown);
  if (texts.length < 10) throw new Error(`only ${texts.length} texts are shown`);
  none(texts.filter((text) => whole.includes(text) || pieces.some((piece) => text.includes(piece))));
}
