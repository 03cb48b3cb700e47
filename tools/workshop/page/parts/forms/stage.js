// A stage: what it is to the law, how long a stay lasts, where it leads, who stands there.
import { h } from '../../shell/dom.js';
import { ordered, patchAt, pointerOf } from '../../shell/merge.js';
import { currentLang, say, t } from '../../shell/words.js';
import { action, addChoice, choiceField, flagField, fold, group, opener, textField } from './fields.js';
import { durationField } from './lengths.js';
import { actorName, nameOf, wordOf } from './names.js';
import { readNumber, sorts } from './numbers.js';
import { exitsOf } from './shape.js';
import { exitsTable, sharesField, stageChoices } from './shares.js';
import { numberField, texts, wholeField } from './values.js';
import { why } from './why.js';

export function stageEditor(form, pointer, { id }) {
  const stage = form.get(pointer),
    exits = exitsOf(form.model, id);
  const takesTime = !stage.passage && (stage.duration || (exits.every((e) => e.form === 'share') && exits.length > 0));
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name'), help: t('form.stage.name.help') }),
    kindField(form, pointer, stage),
    attributes(form, pointer, stage),
    order(form, id),
    takesTime ? durationField(form, { at: `${pointer}/duration`, label: t('form.stage.duration') }) : null,
    stage.final && exits.length === 0
      ? h('p', { class: 'form-help' }, t('form.stage.final.now'))
      : group(t('form.exits'), exitsTable(form, id), addExit(form, id)),
    standings(form, id, stage),
    beside(form, id),
    fold(form, `${pointer}#more`, t('form.stage.more'), () => more(form, pointer, id, stage, exits)),
    why(form, id),
  ];
}

function kindField(form, pointer, stage) {
  const kinds = form.words.kinds ?? [];
  if (kinds.length === 0 && stage.kind === undefined) return null;
  return choiceField(form, {
    at: `${pointer}/kind`,
    label: t('form.stage.kind'),
    empty: t('form.stage.kind.none'),
    help: t('form.stage.kind.help'),
    choices: kinds.map((k) => ({ id: k.id, name: say(k.name) })),
  });
}

// ------------------------------------------------------------------------------------- attributes

// What rules read of this kind of stage, what is written, and the rest where somebody looks for it.
function attributes(form, pointer, stage) {
  const known = (form.words.attributes ?? []).filter((a) => a.of === 'stage');
  const asked = (form.words.kinds ?? []).find((k) => k.id === stage.kind)?.attributes ?? [];
  const written = Object.keys(stage.attributes ?? {});
  const shown = [
    ...known.filter((a) => asked.includes(a.id) || written.includes(a.id)),
    ...strangeAttributes(stage.attributes, known),
  ];
  const others = known.filter((a) => !shown.includes(a));
  const one = (a) => attributeField(form, a, `${pointer}/attributes/${a.id}`);
  if (shown.length + others.length === 0) return null;
  return group(
    t('form.attributes'),
    shown.map(one),
    others.length > 0 ? fold(form, `${pointer}#attributes`, t('form.attributes.more'), () => others.map(one)) : null,
  );
}

// What is written though no rule knows it keeps its type; "x-" is for remarks.
export const strangeAttributes = (values, known) =>
  Object.entries(values ?? {})
    .filter(([name]) => !name.startsWith('x-') && !known.some((a) => a.id === name))
    .map(([name, value]) => ({ id: name, name, type: { boolean: 'flag', number: 'number' }[typeof value] ?? 'text' }));

const inPlainWords = (attribute, value) => {
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no');
  return wordOf(attribute.values, value);
};

// What holds where nothing is written.
function emptyWord(attribute) {
  if (attribute.hosts) return t('form.attributes.hosts');
  if (attribute.default === null || attribute.default === undefined) return t('form.attributes.none');
  return t('form.attributes.default', { value: inPlainWords(attribute, attribute.default) });
}

export function attributeChoices(attribute) {
  if (attribute.type === 'flag')
    return [
      { id: true, name: t('form.yes') },
      { id: false, name: t('form.no') },
    ];
  return (attribute.values ?? []).map((v) => ({ id: v.id, name: say(v.name) }));
}

export function attributeField(form, attribute, at, more = {}) {
  const label = say(attribute.name),
    now = form.get(at);
  if (attribute.type === 'choice' || attribute.type === 'flag')
    return choiceField(form, {
      at,
      label,
      empty: emptyWord(attribute),
      choices: attributeChoices(attribute),
      now,
      ...more,
    });
  if (attribute.type === 'text') return textField(form, { at, label, ...more });
  return textField(form, {
    at,
    label,
    inputmode: 'numeric',
    now,
    shown: now === undefined ? '' : sorts.any.show(now, currentLang()),
    placeholder: emptyWord(attribute),
    class: 'is-number',
    help:
      attribute.least === null || attribute.least === undefined
        ? null
        : t('form.attributes.between', { least: attribute.least, most: attribute.most }),
    read: (text, lang) => (text.trim() === '' ? { value: null } : readNumber(text, lang)),
    ...more,
  });
}

// ------------------------------------------------------------------------------------------ order

function order(form, id) {
  const ids = ordered(form.model, 'stages'),
    place = ids.indexOf(id);
  const move = (by) => {
    const next = ids.filter((other) => other !== id);
    next.splice(place + by, 0, id);
    form.send('order', patchAt('/order/stages', next));
  };
  return h(
    'div',
    { class: 'form-order', key: 'order', role: 'group', 'aria-label': t('form.order') },
    h('span', {}, t('form.order.place', { n: place + 1, of: ids.length })),
    form.writable
      ? [
          action(t('form.order.earlier'), () => move(-1), { disabled: place === 0, key: 'earlier' }),
          action(t('form.order.later'), () => move(1), { disabled: place === ids.length - 1, key: 'later' }),
        ]
      : null,
  );
}

// ------------------------------------------------------------------------------------ what is here

const addExit = (form, id) =>
  form.writable ? action(t('form.exits.add'), () => form.add('transitions', { from: id })) : null;

function standings(form, id, stage) {
  const here = Object.entries(stage.actors ?? {}).flatMap(([actor, roles]) =>
    Object.keys(roles).map((role) => ({ actor, role })),
  );
  const inOrder = ordered(form.model, 'actors').flatMap((actor) => here.filter((x) => x.actor === actor));
  return group(
    t('form.standings'),
    here.length === 0 ? h('p', { class: 'form-help' }, t('form.standings.none')) : null,
    h(
      'ul',
      { class: 'form-list' },
      inOrder.map(({ actor, role }) =>
        h(
          'li',
          { key: `${actor}-${role}` },
          opener(form, pointerOf('stages', id, 'actors', actor, role), actorName(form.model, actor)),
          h('span', { class: 'form-quiet' }, ` ${wordOf(form.words.roles, role)}`),
        ),
      ),
    ),
    form.writable ? action(t('form.standings.add'), () => form.add('standing', { stage: id })) : null,
  );
}

// Supports, open questions and who starts here: they have editors of their own.
function beside(form, id) {
  const { model } = form;
  const supports = ordered(model, 'supports')
    .filter((s) => !model.supports[s].at || id in model.supports[s].at)
    .map((s) => ['supports', s]);
  const gaps = ordered(model, 'gaps')
    .filter((g) => id in (model.gaps[g].stages ?? {}))
    .map((g) => ['gaps', g]);
  const row = (title, list, name) =>
    list.length === 0
      ? null
      : h(
          'div',
          { key: title },
          h('h4', {}, title),
          h(
            'ul',
            { class: 'form-list' },
            list.map(([section, part]) => h('li', { key: part }, opener(form, pointerOf(section, part), name(part)))),
          ),
        );
  return h(
    'div',
    { class: 'form-beside', key: 'beside' },
    row(t('form.section.supports'), supports, (s) => nameOf(model, 'supports', s)),
    row(t('form.section.gaps'), gaps, (g) => say(model.gaps[g].question) || g),
    form.writable
      ? h(
          'div',
          { class: 'form-actions' },
          action(t('form.add.gap'), () => form.add('gaps', { stage: id })),
          action(t('form.add.support'), () => form.add('supports', { stage: id })),
        )
      : null,
  );
}

// ----------------------------------------------------------------------------------- seldom needed

function more(form, pointer, id, stage, exits) {
  const hasRules = Boolean(form.model.region);
  return [
    flagField(form, { at: `${pointer}/final`, label: t('form.stage.final') }),
    flagField(form, {
      at: `${pointer}/passage`,
      label: t('form.stage.passage'),
      help: t('form.stage.passage.help'),
      patch: (on) => patchAt(pointer, on ? { passage: true, ...gone(stage, 'duration', 'queue') } : { passage: null }),
    }),
    hasRules
      ? null
      : [
          flagField(form, { at: `${pointer}/employed`, label: t('form.stage.employed') }),
          flagField(form, { at: `${pointer}/open`, label: t('form.stage.open') }),
        ],
    exits.length > 0
      ? choiceField(form, {
          at: `${pointer}/refused`,
          label: t('form.stage.refused'),
          help: t('form.stage.refused.help'),
          empty: t('form.stage.refused.none'),
          choices: exits.map((e) => ({ id: e.id, name: nameOf(form.model, 'stages', e.transition.to) })),
        })
      : null,
    textField(form, { at: `${pointer}/region`, label: t('form.region'), help: t('form.region.stage') }),
    amounts(form, pointer, stage),
    stage.passage ? null : queue(form, pointer, id, stage),
  ];
}

// What a stage that takes no time cannot have.
const gone = (stage, ...names) => Object.fromEntries(names.filter((name) => name in stage).map((name) => [name, null]));

function amounts(form, pointer, stage) {
  const accounts = ordered(form.model, 'accounts');
  if (accounts.length === 0 && !stage.amounts) return null;
  return group(
    t('form.amounts'),
    accounts.map((account) => {
      const { unit } = form.model.accounts[account],
        at = `${pointer}/amounts/${account}`;
      form.claim(at);
      return h(
        'div',
        { key: account },
        h('h4', {}, nameOf(form.model, 'accounts', account)),
        numberField(form, {
          at: `${at}/per_step`,
          label: t(`form.amounts.per_step.${form.model.step ?? 'month'}`),
          unit: () => unitWord(unit),
          put: (v) => amountPatch(stage, account, 'per_step', v, at),
        }),
        numberField(form, {
          at: `${at}/on_entry`,
          label: t('form.amounts.on_entry'),
          unit: () => unitWord(unit),
          put: (v) => amountPatch(stage, account, 'on_entry', v, at),
        }),
      );
    }),
  );
}

// The last number takes the account away with it.
function amountPatch(stage, account, name, value, at) {
  const others = Object.keys(stage.amounts?.[account] ?? {}).filter((n) => n !== name);
  return value === null && others.length === 0 ? patchAt(at, null) : patchAt(`${at}/${name}`, value);
}

export const unitWord = (unit) => (unit === undefined || unit === 'euro' ? '€' : unit);

function queue(form, pointer, id, stage) {
  const at = `${pointer}/queue`,
    others = stageChoices(form.model).filter((s) => s.id !== id),
    now = stage.queue;
  if (!now)
    return group(
      t('form.queue'),
      h('p', { class: 'form-help' }, t('form.queue.none')),
      addChoice(form, {
        at: `${at}/gives_up`,
        key: `${at}#begin`,
        label: t('form.queue.begin'),
        choices: others,
        patch: (stageId) => patchAt(at, { gives_up: { [stageId]: 1 } }),
      }),
    );
  form.claim(at);
  return group(
    t('form.queue'),
    wholeField(form, { at: `${at}/max`, label: t('form.queue.max'), help: t('form.queue.max.help') }),
    durationField(form, { at: `${at}/patience`, label: t('form.queue.patience'), optional: t('form.queue.forever') }),
    sharesField(form, {
      at: `${at}/gives_up`,
      label: t('form.queue.gives_up'),
      choices: others,
      nameOf: (s) => nameOf(form.model, 'stages', s),
    }),
    (form.words.kinds ?? []).length > 0
      ? choiceField(form, {
          at: `${at}/waits_as`,
          label: t('form.queue.waits_as'),
          empty: t('form.queue.waits_as.none'),
          choices: form.words.kinds.map((k) => ({ id: k.id, name: say(k.name) })),
        })
      : null,
    form.writable ? action(t('form.queue.remove'), () => form.send(at, patchAt(at, null))) : null,
  );
}
