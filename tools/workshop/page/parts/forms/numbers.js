// Numbers as people write and read them: "17,1", "35 %", "1/3", "10 000". What can be meant in two ways
// is not guessed: both readings are given back, and the writer is asked.
const locales = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };
const spaces = /[\s\u00a0\u2009\u202f']/g;

const written = (value, lang, decimals) =>
  new Intl.NumberFormat(locales[lang], { maximumFractionDigits: decimals }).format(value).replace(/^-/, '−');

export const showNumber = (value, lang) => (Number.isFinite(value) ? written(value, lang, 6) : '');

export function showShare(share, lang) {
  if (!Number.isFinite(share)) return '';
  const text = written(Number((share * 100).toPrecision(12)), lang, 4);
  return lang === 'en' ? `${text}%` : `${text} %`;
}

const none = { problem: 'form.number.none' };
const wrong = { problem: 'form.number.wrong' };

// Gives {value}, {either: [value, value]}, or {problem: a word's key}.
export function readNumber(text, lang) {
  const clean = text.replace(spaces, '').replace(/^[−–]/, '-').replace(/^\+/, '');
  if (clean === '') return none;
  const fraction = clean.split('/');
  if (fraction.length === 2) return readFraction(fraction, lang);
  return readDecimal(clean, lang);
}

function readFraction([over, under], lang) {
  const a = readDecimal(over, lang),
    b = readDecimal(under, lang);
  return a.value === undefined || !b.value ? wrong : { value: a.value / b.value };
}

function readDecimal(text, lang) {
  if (!/^-?(\d+([.,]\d+)*|[.,]\d+)$/.test(text)) return wrong;
  const marks = text.replace(/[^.,]/g, '');
  if (marks.length === 0) return { value: Number(text) };
  const last = marks[marks.length - 1];
  if (marks.length > 1) return readGroups(text, marks, last);
  const decimal = { value: Number(text.replace(',', '.')) };
  const grouped = /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  if (!grouped || last === (lang === 'en' ? '.' : ',')) return decimal;
  const whole = Number(text.replace(last, ''));
  return lang === 'en' ? { value: whole } : { either: [decimal.value, whole] };
}

// "1.234.567" and "1.234,5": what stands between groups of three, and what before the decimals.
function readGroups(text, marks, last) {
  const group = marks[0];
  if ([...marks.slice(0, -1)].some((mark) => mark !== group)) return wrong;
  const [whole, decimals] = last === group ? [text, ''] : text.split(last);
  if (!/^-?\d{1,3}([.,]\d{3})+$/.test(whole)) return wrong;
  return { value: Number(`${whole.replaceAll(group, '')}.${decimals || 0}`) };
}

// A share: "35 %" and "35" are 0.35, "1/3" is what it is, and "0,35" may be either.
export function readShare(text, lang) {
  const percent = /%\s*$/.test(text);
  const bare = text.replace(/%\s*$/, '');
  const read = readNumber(bare, lang);
  if (read.problem) return read;
  const value = read.value ?? read.either[0];
  if (bare.includes('/') && !percent) return inside({ value });
  if (!percent && value > 0 && value < 1) return { either: [value, hundredth(value)] };
  return inside({ value: hundredth(value) });
}

const hundredth = (value) => Number(`${value}e-2`) || 0;
const inside = ({ value }) => (value >= 0 && value <= 1 ? { value } : { problem: 'form.number.share' });

// What a number must be, by what it counts.
export const sorts = {
  share: { read: readShare, show: showShare },
  count: { read: atLeast(0), show: showNumber },
  whole: { read: wholeAtLeast(0), show: showNumber },
  ratio: { read: above(0), show: showNumber },
  any: { read: readNumber, show: showNumber },
};

function checked(fits, problem) {
  return (text, lang) => {
    const read = readNumber(text, lang);
    if (read.problem) return read;
    const values = (read.either ?? [read.value]).filter(fits);
    if (values.length === 0) return { problem };
    return values.length === 1 ? { value: values[0] } : read;
  };
}
function atLeast(least) {
  return checked((v) => v >= least, 'form.number.negative');
}
function above(least) {
  return checked((v) => v > least, 'form.number.positive');
}
function wholeAtLeast(least) {
  return checked((v) => v >= least && Number.isInteger(v), 'form.number.whole');
}

// A long dash, a short one between spaces, or one that stands where no minus can.
const between = [/^(.*?)\s*[–—]\s*(.*)$/, /^(.*?)\s+-\s+(.*)$/, /^(.*[\d%])\s*-\s*([\d.,].*)$/];

// "15–35 %", "2,5–6": two numbers, the lower first. A sign of per cent behind the second holds for both.
export function readRange(text, lang, sort) {
  const parts = (between.map((mark) => text.trim().match(mark)).find(Boolean) ?? []).slice(1);
  if (parts.length !== 2) return { problem: 'form.number.range' };
  const percent = sort === 'share' && /%\s*$/.test(parts[1]);
  const [low, high] = parts.map((part) => sorts[sort].read(percent && !/%\s*$/.test(part) ? `${part} %` : part, lang));
  if (low.problem || high.problem) return { problem: low.problem ?? high.problem };
  if (low.either || high.either) return { problem: sort === 'share' ? 'form.number.percent' : 'form.number.range' };
  return low.value <= high.value ? { value: [low.value, high.value] } : { problem: 'form.number.backwards' };
}

export function showRange(range, lang, sort) {
  if (!Array.isArray(range)) return '';
  const [low, high] = range.map((value) => sorts[sort].show(value, lang));
  return `${sort === 'share' ? low.replace(/\s?%$/, '') : low}–${high}`;
}

// "17 / 64": so many out of so many.
export function readCounts(text, lang) {
  const parts = text.split('/');
  if (parts.length !== 2) return { problem: 'form.number.counts' };
  const [events, of] = parts.map((part) => sorts.count.read(part, lang));
  const wrongOne =
    events.problem ?? of.problem ?? (events.either || of.either || !of.value ? 'form.number.counts' : null);
  return wrongOne ? { problem: wrongOne } : { value: [events.value, of.value] };
}

// A day as people write it, or the number of a step.
export function readWhen(text, lang, { steps = true } = {}) {
  const clean = text.trim();
  if (clean === '') return { value: null };
  if (steps && /^\d{1,5}$/.test(clean)) return { value: Number(clean) };
  const iso = clean.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  const spoken = clean.match(/^(\d{1,2})[./]\s?(\d{1,2})[./]\s?(\d{4})$/);
  const [year, month, day] = (iso ? iso.slice(1) : (spoken?.slice(1).reverse() ?? [])).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return { problem: steps ? 'form.when.wrong' : 'form.date.wrong' };
  return { value: date.toISOString().slice(0, 10) };
}

export function showWhen(when, lang) {
  if (when === undefined || when === null) return '';
  if (typeof when === 'number' || lang !== 'fi') return String(when);
  const [year, month, day] = when.split('-').map(Number);
  return `${day}.${month}.${year}`;
}
