// A scenario: who is not there, and other numbers.
import { h } from '../../shell/dom.js';
import { ordered, patchAt, plain } from '../../shell/merge.js';
import { currentLang, t } from '../../shell/words.js';
import { addChoice, flagField, fold, group, removeRow, textField } from './fields.js';
import { nameOf, pointerName } from './names.js';
import { readWhen, showWhen } from './numbers.js';
import { isObject } from './shape.js';
import { actorChoices } from './transition.js';
import { numberField, period, texts } from './values.js';

// A scenario's changes are told in words; they are made where the model is: what the room tried out
// with the sliders is kept as one.
export function scenarioEditor(form, pointer) {
  const now = form.get(pointer),
    leaves = leavesOf(now.patch ?? {});
  form.claim(`${pointer}/patch`);
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name') }),
    group(
      t('form.scenario.withdraw'),
      actorChoices(form.model).map((a) =>
        flagField(form, {
          at: `${pointer}/withdraw#${a.id}`,
          label: a.name,
          now: (now.withdraw ?? []).includes(a.id),
          claims: false,
          off: false,
          patch: (on) => {
            const next = on ? [...(now.withdraw ?? []), a.id] : now.withdraw.filter((x) => x !== a.id);
            return patchAt(`${pointer}/withdraw`, next.length > 0 ? next : null);
          },
        }),
      ),
    ),
    now.withdraw?.length
      ? fold(form, `${pointer}#period`, t('form.scenario.period'), () => period(form, pointer))
      : null,
    group(
      t('form.scenario.changes'),
      leaves.length === 0 ? h('p', { class: 'form-help' }, t('form.scenario.changes.none')) : null,
      h(
        'ul',
        { class: 'form-list' },
        leaves.map((leaf) => changeLine(form, pointer, now, leaf)),
      ),
      addChange(form, pointer, now),
    ),
  ];
}

function leavesOf(patch, path = []) {
  return Object.entries(patch).flatMap(([name, value]) => {
    const here = [...path, name];
    const deep = isObject(value) && !('value' in value) && here.length < 3;
    return deep && Object.keys(value).length > 0 ? leavesOf(value, here) : [{ path: here, value }];
  });
}

// The patch of a scenario is one value: it is written whole.
function changeLine(form, pointer, now, { path, value }) {
  const at = path.map((p) => `/${p}`).join(''),
    name = changeName(form, path);
  const put = (next) =>
    patchAt(`${pointer}/patch`, next === undefined ? withoutAt(now.patch, path) : withAt(now.patch, path, next));
  return h(
    'li',
    { key: at },
    changeField(form, `${pointer}/patch${at}`, path, value, { label: name, put }),
    form.writable ? removeRow(name, () => form.send(`${pointer}/patch`, put(undefined))) : null,
  );
}

function changeField(form, at, path, value, { label, put }) {
  const share = path[0] === 'transitions' && (path[2] === 'share' || path[2] === 'per_step');
  if (plain(value) !== null)
    return numberField(form, { at, sort: share ? 'share' : 'any', required: true, now: value, label, put });
  if (value === null) return h('span', {}, t('form.scenario.gone', { name: label }));
  if (typeof value === 'boolean') return flagField(form, { at, label, now: value, off: false, patch: put });
  if (typeof value !== 'string')
    return h('span', {}, label, ' ', h('code', { class: 'form-code' }, JSON.stringify(value)));
  const day = /^\d{4}-\d\d-\d\d$/.test(value);
  return textField(form, {
    at,
    label,
    now: value,
    required: true,
    shown: day ? showWhen(value, currentLang()) : value,
    patch: put,
    ...(day ? { read: (text, lang) => readWhen(text, lang, { steps: false }) } : {}),
  });
}

// "Ohjaus → Työkokeilu: osuus", or what is changed of the model itself.
function changeName(form, path) {
  if (path.length === 1)
    return wholeWords.includes(path[0])
      ? t(`form.model.${path[0]}`)
      : path[0] === 'region'
        ? t('form.region')
        : path[0];
  const name = pointerName(form.model, form.words, `/${path.slice(0, 2).join('/')}`);
  return path[2] === undefined ? name : `${name}: ${fieldWord(path[2])}`;
}
const wholeWords = ['title', 'about', 'start_date', 'rules_as_of', 'follow_calendar', 'step'];

const fieldWord = (name) =>
  ['share', 'per_step', 'size', 'uptake', 'duration', 'actors', 'arrivals'].includes(name)
    ? t(`form.scenario.field.${name}`)
    : name;

// Another number in the scenario: a share, a chance, the size of a group.
function addChange(form, pointer, now) {
  const { model } = form;
  const shares = ordered(model, 'transitions').flatMap((id) =>
    ['share', 'per_step']
      .filter((f) => plain(model.transitions[id][f] ?? null) !== null)
      .map((f) => ({ id: `transitions/${id}/${f}`, name: pointerName(model, form.words, `/transitions/${id}`) })),
  );
  const sizes = ordered(model, 'groups')
    .filter((id) => plain(model.groups[id].size ?? null) !== null)
    .map((id) => ({ id: `groups/${id}/size`, name: nameOf(model, 'groups', id) }));
  return addChoice(form, {
    at: `${pointer}/patch#new`,
    label: t('form.scenario.add'),
    help: t('form.scenario.add.help'),
    choices: [
      { group: t('form.section.transitions'), choices: shares },
      { group: t('form.section.groups'), choices: sizes },
    ].filter((g) => g.choices.length > 0),
    patch: (path) =>
      patchAt(
        `${pointer}/patch`,
        withAt(now.patch ?? {}, path.split('/'), plain(path.split('/').reduce((v, step) => v[step], model))),
      ),
  });
}

function withAt(patch, [name, ...rest], value) {
  return {
    ...patch,
    [name]: rest.length === 0 ? value : withAt(isObject(patch?.[name]) ? patch[name] : {}, rest, value),
  };
}
function withoutAt(patch, [name, ...rest]) {
  const { [name]: inner, ...others } = patch;
  if (rest.length === 0) return others;
  const left = withoutAt(inner, rest);
  return Object.keys(left).length > 0 ? { ...patch, [name]: left } : others;
}
