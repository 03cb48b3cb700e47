// The small parts: open questions, paths, remarks, sources, accounts, budgets, and what was
// observed.
import { h } from '../../shell/dom.js';
import { ordered, patchAt } from '../../shell/merge.js';
import { currentLang, say, t } from '../../shell/words.js';
import { action, addChoice, choiceField, flagField, group, textField } from './fields.js';
import { nameOf, pointerName } from './names.js';
import { sorts } from './numbers.js';
import { everyPart, isObject } from './shape.js';
import { stageChoices } from './shares.js';
import { linksField } from './transition.js';
import { numberField, sourceField, texts, whenField, wholeField } from './values.js';

export const rowChoices = (words) =>
  (words.rows ?? []).filter((row) => row.gaps !== false).map((row) => ({ id: row.id, name: say(row.name) }));

export const gapEditor = (form, pointer) => [
  texts(form, {
    at: `${pointer}/question`,
    label: t('form.gap.question'),
    help: t('form.gap.question.help'),
    multiline: true,
  }),
  texts(form, { at: `${pointer}/text`, label: t('form.gap.text'), help: t('form.gap.text.help') }),
  choiceField(form, {
    at: `${pointer}/row`,
    label: t('form.gap.row'),
    required: true,
    choices: rowChoices(form.words),
  }),
  linksField(form, {
    at: `${pointer}/stages`,
    label: t('form.gap.stages'),
    choices: stageChoices(form.model),
    last: 'keep',
  }),
];

export const noteEditor = (form, pointer) => [
  texts(form, { at: `${pointer}/text`, label: t('form.note.text'), multiline: true, required: true }),
  choiceField(form, {
    at: `${pointer}/about`,
    label: t('form.note.about'),
    empty: t('form.note.about.all'),
    choices: everyPart(form.model)
      .slice(1)
      .map((at) => ({ id: at, name: pointerName(form.model, form.words, at) })),
  }),
  textField(form, { at: `${pointer}/by`, label: t('form.note.by'), help: t('form.note.by.help') }),
];

export const sourceEditor = (form, pointer) => [
  texts(form, { at: `${pointer}/title`, label: t('form.source.title') }),
  texts(form, { at: `${pointer}/publisher`, label: t('form.source.publisher') }),
  wholeField(form, { at: `${pointer}/year`, label: t('form.source.year'), show: String }),
  textField(form, { at: `${pointer}/url`, label: t('form.source.url'), inputmode: 'url' }),
  whenField(form, { at: `${pointer}/accessed`, label: t('form.source.accessed'), steps: false }),
];

export const accountEditor = (form, pointer) => [
  texts(form, { at: `${pointer}/name`, label: t('form.name') }),
  textField(form, {
    at: `${pointer}/unit`,
    label: t('form.account.unit'),
    placeholder: 'euro',
    help: t('form.account.unit.help'),
  }),
  textField(form, {
    at: `${pointer}/discount`,
    label: t('form.account.discount'),
    help: t('form.account.discount.help'),
    inputmode: 'decimal',
    class: 'is-number',
    now: form.get(`${pointer}/discount`),
    shown:
      form.get(`${pointer}/discount`) === undefined
        ? ''
        : sorts.share.show(form.get(`${pointer}/discount`), currentLang()),
    show: sorts.share.show,
    read: (text, lang) => (text.trim() === '' ? { value: null } : sorts.share.read(text, lang)),
  }),
];

export function budgetEditor(form, pointer) {
  const now = form.get(pointer),
    kinds = form.words.kinds ?? [],
    at = `${pointer}/kinds`;
  form.claim(at);
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name') }),
    choiceField(form, {
      at: `${pointer}/account`,
      label: t('form.budget.account'),
      required: true,
      choices: ordered(form.model, 'accounts').map((id) => ({ id, name: nameOf(form.model, 'accounts', id) })),
    }),
    numberField(form, { at: `${pointer}/per_year`, sort: 'count', required: true, label: t('form.budget.per_year') }),
    group(
      t('form.budget.kinds'),
      kinds.map((kind) =>
        flagField(form, {
          at: `${at}#${kind.id}`,
          label: say(kind.name),
          now: now.kinds.includes(kind.id),
          claims: false,
          off: false,
          patch: (on) => patchAt(at, on ? [...now.kinds, kind.id] : now.kinds.filter((k) => k !== kind.id)),
        }),
      ),
    ),
  ];
}

// ----------------------------------------------------------------------------------------- a list

// Ids after one another: one more at the end, one away, one earlier or later.
export function listField(form, { at, label, choices, help, repeats }) {
  const now = form.get(at) ?? [],
    write = (next) => patchAt(at, next);
  const free = repeats ? choices : choices.filter((c) => !now.includes(c.id));
  const name = (id) => choices.find((c) => c.id === id)?.name ?? id;
  const move = (i, by) => {
    const next = [...now];
    next.splice(i + by, 0, ...next.splice(i, 1));
    form.send(at, write(next));
  };
  form.claim(at);
  return group(
    label,
    h(
      'ol',
      { class: 'form-list' },
      now.map((id, i) =>
        h(
          'li',
          { key: `${i}-${id}` },
          h('span', {}, name(id)),
          form.writable
            ? h(
                'span',
                { class: 'form-actions' },
                action('↑', () => move(i, -1), {
                  disabled: i === 0,
                  'aria-label': t('form.order.earlier.named', { name: name(id) }),
                }),
                action('↓', () => move(i, 1), {
                  disabled: i === now.length - 1,
                  'aria-label': t('form.order.later.named', { name: name(id) }),
                }),
                action('✕', () => form.send(at, write(now.filter((x, j) => j !== i))), {
                  disabled: now.length === 1,
                  'aria-label': t('form.remove.row.named', { name: name(id) }),
                }),
              )
            : null,
        ),
      ),
    ),
    help ? h('p', { class: 'form-help' }, help) : null,
    addChoice(form, { at: `${at}#new`, label: t('form.link.add'), choices: free, patch: (id) => write([...now, id]) }),
  );
}

export const pathEditor = (form, pointer) => [
  texts(form, { at: `${pointer}/name`, label: t('form.name') }),
  listField(form, {
    at: `${pointer}/stages`,
    label: t('form.path.stages'),
    help: t('form.path.stages.help'),
    choices: stageChoices(form.model),
  }),
];

// ---------------------------------------------------------------------------------------- targets

export const outcomes = [
  'employment_ratio',
  'open_employment_ratio',
  'employed_at_end',
  'lasting_employment',
  'months_employed',
];

export function targetEditor(form, pointer) {
  const now = form.get(pointer),
    at = `${pointer}/observed`,
    counts = isObject(now.observed) && 'events' in now.observed;
  const share = now.outcome !== 'months_employed' && !now.outcome.startsWith('months_');
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name') }),
    choiceField(form, {
      at: `${pointer}/outcome`,
      label: t('form.target.outcome'),
      required: true,
      choices: outcomes.map((id) => ({ id, name: t(`form.outcome.${id}`) })),
    }),
    wholeField(form, { at: `${pointer}/at`, label: t(`form.target.at.${form.model.step ?? 'month'}`), required: true }),
    choiceField(form, {
      at: `${pointer}/group`,
      label: t('form.target.group'),
      empty: t('form.target.group.all'),
      choices: ordered(form.model, 'groups').map((id) => ({ id, name: nameOf(form.model, 'groups', id) })),
    }),
    counts
      ? group(
          t('form.target.observed'),
          numberField(form, {
            at: `${at}/events`,
            sort: 'count',
            bare: true,
            required: true,
            label: t('form.target.events'),
          }),
          numberField(form, { at: `${at}/of`, sort: 'count', bare: true, required: true, label: t('form.target.of') }),
        )
      : numberField(form, { at, sort: share ? 'share' : 'count', required: true, label: t('form.target.observed') }),
    sourceField(form, { at: `${pointer}/source`, now: now.source }),
  ];
}
