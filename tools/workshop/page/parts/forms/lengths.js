// How long a stay is, how long people wait, when a move happens: a family in words and its numbers.
import { h } from '../../shell/dom.js';
import { at as valueAt, patchAt } from '../../shell/merge.js';
import { currentLang, number, t } from '../../shell/words.js';
import { action, choiceField, group, textField } from './fields.js';
import { numberField, timeUnit, units } from './values.js';
import { readShare, showNumber, showShare, sorts } from './numbers.js';
import { families, familyOf, likeWith, meanOf, parameterOf, unitOf, withParameter, withUnit } from './shape.js';

// `optional`: what it is called that there is none.
export function durationField(form, { at, label, optional, help }) {
  const now = valueAt(form.model, at),
    family = familyOf(now);
  const put = (next) => patchAt(at, next);
  form.claim(at);
  if (!family) return group(label, firstLength(form, at, optional, help));
  return group(
    label,
    choiceField(form, {
      at,
      key: `${at}#family`,
      label: t('form.family'),
      now: family,
      help,
      ...(optional ? { empty: optional } : {}),
      choices: Object.keys(families).map((id) => ({ id, name: t(`form.family.${id}`) })),
      patch: (id) => put(id && likeWith(id, now)),
      required: !optional,
    }),
    family &&
      families[family].map((name) =>
        numberField(form, {
          at: `${at}/${family}${family === 'fixed' ? '' : `/${name}`}`,
          key: `${at}#${family}-${name}`,
          sort: 'any',
          required: true,
          label: t(`form.parameter.${name}`),
          now: parameterOf(now, name),
          put: (value) => put(withParameter(now, name, value)),
          unit: ['shape', 'meanlog', 'sdlog'].includes(name)
            ? null
            : timeUnit(unitOf(now) || form.model.step || 'month'),
        }),
      ),
    family === 'table' && tableField(form, at, now, put),
    family === 'survival' && curveField(form, at, now, put),
    family &&
      family !== 'table' &&
      family !== 'survival' &&
      choiceField(form, {
        at: `${at}/${family}/unit`,
        key: `${at}#unit`,
        label: t('form.unit'),
        now: unitOf(now) || null,
        claims: false,
        empty: t('form.unit.step'),
        choices: units(),
        patch: (unit) => put(withUnit(now, unit)),
      }),
    family && ['weibull', 'gamma', 'loglogistic', 'lognormal', 'table', 'survival'].includes(family)
      ? h(
          'p',
          { class: 'form-help' },
          t('form.length.about', {
            length: number(meanOf(now)),
            unit: t(`form.unit.short.${unitOf(now) || form.model.step || 'month'}`),
          }),
        )
      : null,
  );
}

// Where nothing is said yet, a number of steps is asked for; its family comes after.
const firstLength = (form, at, optional, help) => [
  optional ? h('p', { class: 'form-help' }, optional) : null,
  numberField(form, {
    at,
    key: `${at}#first`,
    sort: 'ratio',
    bare: true,
    now: null,
    label: t('form.length.first'),
    help,
    unit: timeUnit(form.model.step ?? 'month'),
    put: (mean) => patchAt(at, { geometric: { mean } }),
  }),
];

// The chances of 1, 2, 3 … steps, written after one another.
function tableField(form, at, now, put) {
  const shown = now.table.map((chance) => showShare(chance, currentLang())).join('; ');
  return textField(form, {
    at: `${at}/table`,
    label: t('form.family.table'),
    help: t('form.table.help'),
    shown,
    now: now.table,
    read: (text, lang) => list(text, (part) => readShare(part, lang)),
    patch: (table) => put({ table }),
  });
}

function list(text, read) {
  const parts = text
    .split(/;/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(read);
  const bad = parts.find((part) => part.value === undefined);
  if (parts.length === 0) return { problem: 'form.number.none' };
  return bad ? { problem: bad.problem ?? 'form.number.percent' } : { value: parts.map((part) => part.value) };
}

// "3: 80 %; 6: 50 %": who is still there after so long.
function curveField(form, at, now, put) {
  const shown = now.survival
    .map(([time, share]) => `${showNumber(time, currentLang())}: ${showShare(share, currentLang())}`)
    .join('; ');
  return textField(form, {
    at: `${at}/survival`,
    label: t('form.family.survival'),
    help: t('form.survival.help'),
    shown,
    now: now.survival,
    read: (text, lang) =>
      list(text, (part) => {
        const [time, share] = part.split(':').map((x) => x ?? '');
        const a = sorts.count.read(time, lang),
          b = readShare(share ?? '', lang);
        return a.value === undefined || b.value === undefined
          ? { problem: a.problem ?? b.problem ?? 'form.number.percent' }
          : { value: [a.value, b.value] };
      }),
    patch: (survival) => put({ survival }),
  });
}

// A number that may be a list over the steps, whose last entry goes on (moves) or ends (arrivals).
export function stepsField(form, { at, label, sort, help, goesOn }) {
  const now = valueAt(form.model, at);
  if (!Array.isArray(now))
    return h(
      'div',
      { key: at },
      numberField(form, { at, label, sort, help, required: true }),
      form.writable && now !== undefined
        ? action(t('form.steps.split'), () => form.send(`${at}#list`, patchAt(at, [now, now])))
        : null,
    );
  const put = (next) => patchAt(at, next);
  const unit = t(`form.unit.one.${form.model.step ?? 'month'}`);
  form.claim(at);
  return group(
    label,
    now.map((entry, i) =>
      numberField(form, {
        at: `${at}/${i}`,
        key: `${at}#${i}`,
        sort,
        required: true,
        now: entry,
        bare: false,
        label: t(goesOn && i === now.length - 1 ? 'form.steps.on' : 'form.steps.nth', { n: i + 1, unit }),
        put: (value) => put(now.map((old, j) => (j === i ? value : old))),
      }),
    ),
    h(
      'div',
      { class: 'form-actions' },
      action(t('form.steps.more'), () => form.send(`${at}#list`, put([...now, now[now.length - 1]]))),
      action(t('form.steps.less'), () => form.send(`${at}#list`, put(now.length > 2 ? now.slice(0, -1) : now[0]))),
    ),
    help ? h('p', { class: 'form-help' }, help) : null,
  );
}

// "keskimäärin 4 kk": for tables and buttons.
export function lengthInWords(duration, step) {
  const family = familyOf(duration);
  if (!family) return '';
  const unit = t(`form.unit.short.${unitOf(duration) || step || 'month'}`);
  const value = (name) => number(Number(parameterOf(duration, name)?.value ?? parameterOf(duration, name) ?? 0));
  if (family === 'fixed') return t('form.length.fixed', { value: value('value'), unit });
  if (family === 'uniform') return t('form.length.between', { low: value('min'), high: value('max'), unit });
  return t('form.length.mean', { value: number(meanOf(duration)), unit });
}
