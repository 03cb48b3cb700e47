// Shares that make a whole: the exits of a stage, where a group starts, what its clients are like. What
// does not sum to a hundred per cent waits in the form until it does, so that nobody meets half a change.
import { h } from '../../shell/dom.js';
import { at as valueAt, join, numberLike, ordered, patchAt, plain, pointerOf } from '../../shell/merge.js';
import { percent, say, t } from '../../shell/words.js';
import { action, addChoice, opener, removeRow } from './fields.js';
import { stageName } from './names.js';
import { exitsOf, isObject, isWholeSum, leftOf, stretched, without } from './shape.js';
import { numberField } from './values.js';

// ------------------------------------------------------------------------------------------ exits

// `but`: the exit whose number stands elsewhere in the same form.
export function exitsTable(form, stage, { but } = {}) {
  const exits = exitsOf(form.model, stage);
  if (exits.length === 0) return h('p', { class: 'form-help' }, t('form.exits.none'));
  const shares = exits.every((e) => e.form === 'share'),
    hasRest = exits.some((e) => e.rest);
  const table = new Held(
    form,
    pointerOf('stages', stage, 'exits'),
    exits
      .filter((e) => !e.rest && e.form === 'share')
      .map((e) => [pointerOf('transitions', e.id, 'share'), e.transition.share]),
    { rest: hasRest },
  );
  return h(
    'div',
    { class: 'form-exits', key: 'exits' },
    h(
      'ul',
      { class: 'form-rows' },
      exits.map((e) =>
        h(
          'li',
          { key: e.id },
          h(
            'div',
            { class: 'form-row-head' },
            opener(form, pointerOf('transitions', e.id), ['→ ', stageName(form.model, e.transition.to)]),
            e.transition.at_limit ? h('span', { class: 'form-quiet' }, ` ${t('form.exits.at_limit')}`) : null,
          ),
          e.id === but
            ? h(
                'p',
                { class: 'form-quiet' },
                e.rest ? t('form.rest', { share: percent(e.share, 1) }) : percent(e.share, 1),
              )
            : exitNumber(form, e, table, shares && !hasRest),
        ),
      ),
    ),
    shares ? sumLine(table) : null,
    dropTyped(table),
  );
}

function exitNumber(form, exit, table, whole) {
  const at = pointerOf('transitions', exit.id, exit.form),
    name = stageName(form.model, exit.transition.to);
  if (exit.rest) {
    form.claim(at);
    return h('p', { class: 'form-rest', key: 'rest' }, t('form.rest', { share: percent(exit.share, 1) }));
  }
  if (exit.form === 'after' || Array.isArray(exit.transition.per_step))
    return h('p', { class: 'form-quiet' }, t(exit.form === 'after' ? 'form.exits.after' : 'form.exits.list'));
  const label = t(exit.form === 'share' ? 'form.share.to' : `form.per_step.to.${form.model.step ?? 'month'}`, { name });
  return h(
    'div',
    { key: 'number' },
    numberField(form, {
      at,
      sort: 'share',
      required: true,
      label,
      hideLabel: exit.form === 'share',
      ...table.field(at),
    }),
    whole && form.writable
      ? action(t('form.rest.make'), () => form.send(`${at}#rest`, patchAt(at, 'rest')), { class: 'form-link' })
      : null,
  );
}

const sumLine = (table) =>
  h('p', { class: `form-sum ${table.whole ? '' : 'is-wrong'}`, role: 'status', key: 'sum' }, table.told);

const dropTyped = (table) =>
  table.waiting
    ? action(t('form.sum.drop'), () => table.keep({}), { class: 'form-link', key: 'drop' })
    : null;

// ------------------------------------------------------------------------------------ what is held

// Numbers that must make a whole, as [pointer, number]: while they do not, what was typed is kept in the
// form and nothing is sent. `rest`: what is missing goes to another, so each may be sent alone.
class Held {
  constructor(form, key, pairs, { rest = false } = {}) {
    Object.assign(this, { form, key, rest, numbers: new Map(pairs), typed: form.pending[key] ?? {} });
    this.now = new Map(pairs.map(([at, number]) => [at, this.typed[at] ?? number]));
    this.left = leftOf([...this.now.values()]);
  }

  get waiting() {
    return Object.keys(this.typed).length > 0;
  }

  get whole() {
    return this.rest ? this.left > -1e-9 : isWholeSum([...this.now.values()]);
  }

  get told() {
    if (this.whole) return t(this.rest ? 'form.sum.rest' : 'form.sum.whole');
    const sums = { sum: percent(1 - this.left, 1), left: percent(Math.abs(this.left), 1) };
    return t(this.left > 0 ? 'form.sum.missing' : 'form.sum.over', sums);
  }

  // What the field of one number is given.
  field(at) {
    if (this.rest || !this.numbers.has(at)) return {}; // chances for each step make no whole
    return { now: this.now.get(at), into: (value) => value !== null && this.write(at, value) };
  }

  write(at, value) {
    const typed = { ...this.typed, [at]: numberLike(this.numbers.get(at), value) };
    if (isWholeSum([...this.numbers].map(([other, number]) => typed[other] ?? number))) this.send(typed);
    else this.keep(typed);
  }

  // What is missing, or too much, is taken from one of them.
  fill(at) {
    this.write(at, Math.max(0, Number((plain(this.now.get(at)) + this.left).toPrecision(12))));
  }

  keep(typed) {
    this.form.pending[this.key] = typed;
    this.form.paint();
  }

  send(typed) {
    delete this.form.pending[this.key];
    this.form.send(this.key, join(...Object.entries(typed).map(([at, number]) => patchAt(at, number))));
  }
}

// ----------------------------------------------------------------------------- shares by something

// An object of shares: `choices` are what can get one ([{id, name}]), or `ask` makes a field for one.
export function sharesField(form, { at, label, choices, ask, nameOf }) {
  const now = valueAt(form.model, at) ?? {};
  const added = form.pending[`${at}#added`] ?? [];
  const keys = [...Object.keys(now), ...added.filter((k) => !(k in now))];
  const table = new Held(
    form,
    at,
    keys.map((key) => [`${at}${pointerOf(key)}`, now[key] ?? 0]),
  );
  form.claim(at);
  const free = (choices ?? []).filter((c) => !keys.includes(String(c.id)));
  const add = (id) => {
    if (id === null || id === undefined || keys.includes(String(id))) return;
    form.pending[`${at}#added`] = [...added, String(id)];
    form.paint();
  };
  const remove = (key) => {
    form.pending[`${at}#added`] = added.filter((k) => k !== key);
    if (key in now) {
      form.send(at, patchAt(at, { [key]: null, ...stretched(without({ ...now, [key]: null })) }));
      return;
    }
    const { [`${at}${pointerOf(key)}`]: gone, ...typed } = table.typed;
    table.keep(typed);
  };
  return h(
    'fieldset',
    { class: 'form-group', key: at },
    h('legend', {}, label),
    h(
      'ul',
      { class: 'form-rows' },
      keys.map((key) =>
        h(
          'li',
          { key, class: 'form-share-row' },
          numberField(form, {
            at: `${at}${pointerOf(key)}`,
            sort: 'share',
            required: true,
            label: nameOf(key),
            ...table.field(`${at}${pointerOf(key)}`),
          }),
          form.writable
            ? h(
                'div',
                { class: 'form-actions' },
                table.whole
                  ? null
                  : action(t('form.sum.fill'), () => table.fill(`${at}${pointerOf(key)}`), {
                      class: 'form-link',
                      'aria-label': t('form.sum.fill.named', { name: nameOf(key) }),
                    }),
                keys.length > 1 ? removeRow(nameOf(key), () => remove(key)) : null,
              )
            : null,
        ),
      ),
    ),
    sumLine(table),
    dropTyped(table),
    addChoice(form, { at: `${at}#new`, label: t('form.shares.add'), choices: free, into: add }),
    form.writable && ask ? ask(add) : null,
  );
}

// One for all, or shares: `one` draws the field for one value, `first` is what shares begin with.
export function oneOrShares(form, { at, label, one, choices, ask, nameOf, first }) {
  const now = valueAt(form.model, at);
  const toShares = () => form.send(`${at}#way`, patchAt(at, { [String(now ?? first)]: 1 }));
  const toOne = () => {
    const most = Object.entries(now).sort((a, b) => plain(b[1]) - plain(a[1]))[0][0];
    form.send(`${at}#way`, patchAt(at, first !== undefined && typeof first !== 'string' ? JSON.parse(most) : most));
  };
  if (!isObject(now))
    return h(
      'div',
      { key: at },
      one(),
      now !== undefined && form.writable ? action(t('form.shares.split'), toShares, { class: 'form-link' }) : null,
    );
  return h(
    'div',
    { key: at },
    sharesField(form, { at, label, choices, ask, nameOf }),
    form.writable ? action(t('form.shares.one'), toOne, { class: 'form-link' }) : null,
  );
}

export const stageChoices = (model) =>
  ordered(model, 'stages').map((id) => ({ id, name: say(model.stages[id].name) || id }));
