// The people of the model: how many they are, where they start, what rules read of them.
import { h } from '../../shell/dom.js';
import { at as valueAt, patchAt, pointerOf } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { action, addChoice, choiceField, flagField, fold, group, removeRow, textField } from './fields.js';
import { stepsField } from './lengths.js';
import { stageName, wordOf } from './names.js';
import { readNumber } from './numbers.js';
import { replaced, without } from './shape.js';
import { oneOrShares, stageChoices } from './shares.js';
import { attributeChoices, attributeField, strangeAttributes } from './stage.js';
import { numberField, peopleUnit, texts, timeUnit, wholeField } from './values.js';

export function groupEditor(form, pointer) {
  const at = `${pointer}/start`,
    stages = stageChoices(form.model);
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name') }),
    numberField(form, { at: `${pointer}/size`, sort: 'count', label: t('form.group.size'), unit: peopleUnit }),
    oneOrShares(form, {
      at,
      label: t('form.group.start'),
      choices: stages,
      nameOf: (id) => stageName(form.model, id),
      first: '',
      one: () => choiceField(form, { at, label: t('form.group.start'), required: true, choices: stages }),
    }),
    attributes(form, pointer),
    histories(form, pointer),
    fold(form, `${pointer}#more`, t('form.group.more'), () => [
      arrivals(form, pointer),
      initial(form, pointer),
      flagField(form, {
        at: `${pointer}/allocate`,
        label: t('form.group.allocate'),
        help: t('form.group.allocate.help'),
      }),
      textField(form, { at: `${pointer}/region`, label: t('form.region'), help: t('form.region.group') }),
    ]),
  ];
}

// ------------------------------------------------------------------------------------- attributes

function attributes(form, pointer) {
  const known = (form.words.attributes ?? []).filter((a) => a.of === 'client');
  const written = form.get(`${pointer}/attributes`) ?? {};
  const shown = [...known.filter((a) => a.id in written), ...strangeAttributes(written, known)],
    others = known.filter((a) => !shown.includes(a));
  if (shown.length + others.length === 0) return null;
  const one = (a) => clientAttribute(form, a, `${pointer}/attributes/${a.id}`);
  return group(
    t('form.group.attributes'),
    shown.map(one),
    others.length > 0 ? fold(form, `${pointer}#attributes`, t('form.attributes.more'), () => others.map(one)) : null,
  );
}

function clientAttribute(form, attribute, at) {
  const words = attributeChoices(attribute),
    nameOf = (id) => words.find((w) => String(w.id) === id)?.name ?? id;
  return oneOrShares(form, {
    at,
    label: say(attribute.name),
    nameOf,
    first: attribute.type === 'number' ? (attribute.default ?? 0) : attribute.type === 'flag' ? false : '',
    one: () => attributeField(form, attribute, at),
    choices: words.length > 0 ? words : null,
    ask: words.length > 0 ? null : (add) => newNumber(form, `${at}#ask`, t('form.shares.add'), add),
  });
}

const newNumber = (form, key, label, add) =>
  textField(form, {
    at: key,
    label,
    now: null,
    shown: '',
    inputmode: 'numeric',
    class: 'is-number',
    claims: false,
    into: add,
    read: (text, lang) => (text.trim() === '' ? { value: null } : readNumber(text, lang)),
  });

// -------------------------------------------------------------------------------------- histories

function histories(form, pointer) {
  const known = form.words.histories ?? [],
    now = form.get(`${pointer}/histories`) ?? {},
    at = `${pointer}/histories`;
  const free = known.filter((h2) => !(h2.id in now)).map((h2) => ({ id: h2.id, name: say(h2.name) }));
  const begin = (id) =>
    patchAt(`${at}${pointerOf(id)}`, known.find((x) => x.id === id)?.counter ? { value: 0 } : { latest: 0 });
  return group(
    t('form.group.histories'),
    Object.keys(now).map((id) => oneHistory(form, `${at}${pointerOf(id)}`, id, now[id])),
    addChoice(form, { at: `${at}#new`, label: t('form.group.histories.add'), choices: free, patch: begin }),
  );
}

function oneHistory(form, at, id, now) {
  const name = wordOf(form.words.histories, id),
    kind = ['latest', 'pattern', 'value'].find((k) => k in now) ?? 'latest';
  const unitOf = timeUnit(form.model.step ?? 'month'),
    unit = unitOf();
  const way =
    kind === 'value'
      ? null
      : choiceField(form, {
          at: `${at}#kind`,
          label: t('form.history.kind'),
          now: kind,
          required: true,
          claims: false,
          choices: ['latest', 'pattern'].map((k) => ({ id: k, name: t(`form.history.${k}`) })),
          patch: (next) =>
            patchAt(
              at,
              replaced(
                now,
                next === 'pattern'
                  ? { pattern: '1'.repeat(typeof now.latest === 'number' ? Math.max(1, now.latest) : 1) }
                  : {
                      latest:
                        (now.pattern ?? '').indexOf('0') < 0 ? (now.pattern ?? '').length : now.pattern.indexOf('0'),
                    },
              ),
            ),
        });
  const inner = `${at}/${kind}`;
  const value =
    kind === 'pattern'
      ? textField(form, {
          at: inner,
          label: t('form.history.pattern'),
          help: t('form.history.pattern.help'),
          required: true,
          inputmode: 'numeric',
          read: (text) =>
            /^[01]{1,64}$/.test(text.trim()) ? { value: text.trim() } : { problem: 'form.history.pattern.wrong' },
        })
      : oneOrShares(form, {
          at: inner,
          label: `${name}, ${unit}`,
          nameOf: (n) => `${n} ${unitOf(Number(n))}`,
          first: 0,
          ask: (add) => newNumber(form, `${inner}#ask`, t('form.history.add', { unit }), add),
          one: () => wholeField(form, { at: inner, label: `${name}, ${unit}`, required: true }),
        });
  return h(
    'div',
    { class: 'form-history', key: id },
    h('h4', {}, name),
    way,
    value,
    form.writable ? removeRow(name, () => form.send(at, patchAt(at, null))) : null,
  );
}

// ---------------------------------------------------------------------------------- who else comes

function arrivals(form, pointer) {
  const at = `${pointer}/arrivals`;
  if (valueAt(form.model, at) === undefined)
    return numberField(form, {
      at: `${at}/per_step`,
      sort: 'count',
      bare: true,
      label: t(`form.group.arrivals.${form.model.step ?? 'month'}`),
      unit: peopleUnit,
    });
  return h(
    'div',
    { key: at },
    stepsField(form, {
      at: `${at}/per_step`,
      sort: 'count',
      label: t(`form.group.arrivals.${form.model.step ?? 'month'}`),
      help: t('form.group.arrivals.help'),
    }),
    form.writable
      ? action(t('form.group.arrivals.remove'), () => form.send(at, patchAt(at, null)), { class: 'form-link' })
      : null,
  );
}

// A list, so it is written whole.
function initial(form, pointer) {
  const at = `${pointer}/initial`,
    now = form.get(at) ?? [];
  const write = (next) => patchAt(at, next.length > 0 ? next : null);
  form.claim(at);
  return group(
    t('form.initial'),
    now.map((entry, i) => {
      const change = (next) => write(now.flatMap((other, j) => (j === i ? (next ?? []) : other)));
      return oneInitial(form, `${at}/${i}`, entry, change);
    }),
    addChoice(form, {
      at: `${at}#new`,
      label: t('form.initial.add'),
      choices: stageChoices(form.model),
      patch: (stage) => write([...now, { stage, count: 1 }]),
    }),
  );
}

// People who are at a stage, or wait for it, and since when. `change`: what stands there next → patch.
function oneInitial(form, at, entry, change) {
  const waits = 'waiting_for' in entry;
  const place = waits ? 'waiting_for' : 'stage',
    time = waits ? 'waited' : 'elapsed';
  const { [place]: stage, [time]: long, ...rest } = entry;
  const written = (where, id, since) =>
    without({ [where]: id, ...rest, [where === 'stage' ? 'elapsed' : 'waited']: since });
  const here = (where) => ({ id: where, name: t(`form.initial.${where}`) });
  return h(
    'div',
    { class: 'form-effect', key: at },
    choiceField(form, {
      at: `${at}#where`,
      label: t('form.initial.where'),
      now: place,
      required: true,
      claims: false,
      choices: [here('stage'), here('waiting_for')],
      patch: (where) => change(written(where, stage, long)),
    }),
    choiceField(form, {
      at: `${at}#stage`,
      label: t('form.stage'),
      now: stage,
      required: true,
      claims: false,
      choices: stageChoices(form.model),
      patch: (id) => change(written(place, id, long)),
    }),
    numberField(form, {
      at: `${at}/count`,
      sort: 'count',
      required: true,
      now: entry.count,
      label: t('form.initial.count'),
      unit: peopleUnit,
      put: (count) => change({ ...entry, count }),
    }),
    wholeField(form, {
      at: `${at}/${time}`,
      label: t(`form.initial.${time}`, { unit: timeUnit(form.model.step ?? 'month')() }),
      now: long,
      patch: (since) => change(written(place, stage, since)),
    }),
    form.writable ? removeRow(stageName(form.model, stage), () => form.send(at, change(null))) : null,
  );
}
