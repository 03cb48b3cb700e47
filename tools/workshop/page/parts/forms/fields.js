// Fields: a label, a control, what is wrong with it, and what somebody else did to it meanwhile.
import { announce, h } from '../../shell/dom.js';
import { at as valueAt, patchAt } from '../../shell/merge.js';
import { currentLang, t } from '../../shell/words.js';
import { problemList } from './form.js';

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export const readText = (text) => ({ value: text.trim() === '' ? null : text.trim() });

// What every field knows: `at` (its place in the model), `key` (if two fields write to one place),
// `label`, `shown` (its text now), `now` (its value now), `read` (text → {value}, {either}, {problem}),
// `patch` (value → patch), `show` (value → text, for choices between two readings), `help`,
// `required`, `into` (the value goes there and nothing is sent), `live` (at each letter).
function complete(form, spec) {
  const key = spec.key ?? spec.at;
  return {
    read: readText,
    show: String,
    patch: (value) => patchAt(spec.at, value),
    ...spec,
    key,
    id: form.idOf(key),
    now: 'now' in spec ? spec.now : valueAt(form.model, spec.at),
  };
}

// ----------------------------------------------------------------------------------- one field

function begin(form, spec, text) {
  const draft = form.drafts.get(spec.key) ?? { base: spec.shown, problems: [] };
  Object.assign(draft, { text, either: null, written: draft.sent > 0 });
  delete draft.until;
  form.drafts.set(spec.key, draft);
  form.notes.delete(spec.key);
  if (!spec.live) return;
  const { value } = spec.read(text, currentLang());
  if (value === undefined) return;
  spec.into(value);
  form.paint();
}

function forget(form, spec, control) {
  form.drafts.delete(spec.key);
  if (control) control.value = spec.shown;
  form.paint();
}

// Sends what was typed, if it can be read. What was refused is tried `again` on Enter alone, not each
// time that somebody passes by.
function commit(form, spec, again = false) {
  const draft = form.drafts.get(spec.key);
  if (draft?.text === undefined || (draft.sent && !draft.written) || draft.until !== undefined || draft.either) return;
  if (!again && draft.problems.length > 0 && draft.text === draft.tried) return;
  if (!spec.into && form.isGone(spec.at)) return; // a field that leaves the page with its part is left, too
  draft.tried = draft.text;
  if (draft.text === spec.shown && draft.problems.length === 0) {
    forget(form, spec);
    return;
  }
  const read = spec.read(draft.text, currentLang());
  if (spec.required && read.value === null) read.problem = 'form.required';
  if (read.problem) {
    draft.problems = [{ severity: 'error', message: t(read.problem) }];
    form.paint();
    return;
  }
  if (read.either) {
    draft.either = read.either;
    draft.problems = [];
    form.paint();
    return;
  }
  choose(form, spec, read.value);
}

export function choose(form, spec, value) {
  if (spec.into) {
    form.drafts.delete(spec.key);
    spec.into(value);
    form.paint();
    return;
  }
  if (same(value, spec.now)) {
    forget(form, spec);
    return;
  }
  const draft = form.drafts.get(spec.key);
  if (draft) draft.written = false;
  form.send(spec.key, spec.patch(value));
}

// Between a control and the answers under it nothing is sent.
const staysIn = (event) => event.relatedTarget?.closest?.('.form-field') === event.target.closest('.form-field');

function typed(form, spec, multiline) {
  return {
    oninput: (event) => begin(form, spec, event.target.value),
    onblur: (event) => {
      if (!staysIn(event)) commit(form, spec);
    },
    onkeydown: (event) => {
      if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
        if (!multiline || form.drafts.has(spec.key)) event.preventDefault();
        commit(form, spec, true);
      }
      if (event.key === 'Escape' && form.drafts.has(spec.key)) {
        event.stopPropagation();
        event.preventDefault();
        forget(form, spec, event.target);
      }
    },
  };
}

// ------------------------------------------------------------------- what stands around a control

function around(form, spec, control, { labelled = true } = {}) {
  const draft = form.drafts.get(spec.key);
  const problems = [...(draft?.problems ?? []), ...(spec.claims === false ? [] : form.problemsAt(spec.at))];
  if (spec.claims !== false) form.claim(spec.at);
  const note = form.notes.get(spec.key);
  const ids = { help: `${spec.id}-help`, problems: `${spec.id}-problems`, theirs: `${spec.id}-theirs` };
  const theirs =
    !spec.into && draft?.text !== undefined && !draft.sent && draft.until === undefined && draft.base !== spec.shown;
  form.shownKeys.add(spec.key);
  const described = [spec.help && ids.help, problems.length && ids.problems, (theirs || draft?.either) && ids.theirs]
    .filter(Boolean)
    .join(' ');
  const wrong = problems.some((p) => p.severity !== 'warning' && p.severity !== 'remark');
  const left = (event) => {
    if (event.target.id !== spec.id && !staysIn(event)) commit(form, spec);
  };
  return h(
    'div',
    { class: `form-field ${spec.class ?? ''}`, key: spec.id, onfocusout: left },
    labelled ? h('label', { for: spec.id, class: spec.hideLabel ? 'only-read' : null }, spec.label) : null,
    control(
      {
        id: spec.id,
        'data-key': spec.key,
        'data-shown': spec.shown,
        'aria-describedby': described || null,
        'aria-invalid': wrong ? 'true' : null,
      },
      draft,
    ),
    spec.after ?? null,
    spec.help ? h('p', { id: ids.help, class: 'form-help' }, spec.help) : null,
    theirs ? theirChange(form, spec, ids.theirs) : null,
    draft?.either ? eitherOf(form, spec, draft, ids.theirs) : null,
    draft?.sent && draft.slow ? h('p', { key: 'sent', class: 'form-note' }, t('form.sending')) : null,
    note ? h('p', { key: 'note', class: 'form-note' }, note) : null,
    problemList(problems, { id: ids.problems }),
  );
}

// A press on an answer does not leave the field first.
const keepFocus = (event) => event.preventDefault();

// "Kemijärvi muutti tätä: 12 %", and a way to take it.
function theirChange(form, spec, id) {
  const shown = spec.shownAs ?? (spec.shown === '' ? t('form.nothing') : spec.shown);
  const told = t('form.theirs', { who: form.lastWriter(spec.at), what: shown }),
    draft = form.drafts.get(spec.key);
  if (draft.told !== told) announce(told);
  draft.told = told;
  return h(
    'p',
    { id, key: 'theirs', class: 'form-theirs' },
    told,
    ' ',
    h(
      'button',
      {
        type: 'button',
        class: 'form-link',
        onpointerdown: keepFocus,
        onclick: () => forget(form, spec, document.getElementById(spec.id)),
      },
      t('form.take'),
    ),
  );
}

function eitherOf(form, spec, draft, id) {
  return h(
    'p',
    { id, key: 'either', class: 'form-theirs', role: 'alert' },
    t('form.either'),
    ' ',
    draft.either.map((value, i) =>
      h(
        'button',
        {
          type: 'button',
          key: `either-${i}`,
          class: 'form-link',
          onpointerdown: keepFocus,
          onclick: () => {
            draft.either = null;
            choose(form, spec, value);
          },
        },
        spec.show(value, currentLang()),
      ),
    ),
  );
}

// ---------------------------------------------------------------------------------- the controls

export function textField(form, given) {
  const spec = complete(form, { shown: given.now ?? valueAt(form.model, given.at) ?? '', ...given });
  const multiline = Boolean(spec.multiline);
  return around(form, spec, (props, draft) =>
    h(multiline ? 'textarea' : 'input', {
      ...props,
      ...typed(form, spec, multiline),
      ...(multiline ? { rows: 2 } : { type: 'text', inputmode: spec.inputmode ?? null }),
      value: draft?.text ?? spec.shown,
      readonly: !form.writable,
      autocomplete: 'off',
      placeholder: spec.placeholder ?? null,
      lang: spec.lang ?? null,
      required: spec.required ?? null,
    }),
  );
}

// `choices`: [{id, name}], or [{group, choices}]; `empty` is what no choice is called. Keys move
// through a list that is closed, so what keys chose is sent when the list is left.
export function choiceField(form, given) {
  const now = 'now' in given ? given.now : valueAt(form.model, given.at);
  const spec = complete(form, {
    read: (text) => ({ value: given.values?.get(text) ?? (text === '' ? null : text) }),
    ...given,
    now,
    shown: now === undefined || now === null ? '' : String(now),
  });
  const known = spec.choices.flatMap((c) => c.choices ?? [c]);
  const missing =
    spec.shown !== '' && !known.some((c) => String(c.id) === spec.shown) ? [{ id: spec.shown, name: spec.shown }] : [];
  spec.values = new Map(known.map((c) => [String(c.id), c.id]));
  spec.read = (text) => ({ value: text === '' ? null : (spec.values.get(text) ?? text) });
  spec.shownAs = known.find((c) => String(c.id) === spec.shown)?.name;
  spec.show = (value) => known.find((c) => c.id === value)?.name ?? String(value);
  return around(form, spec, (props, draft) => {
    const chosen = draft?.text ?? spec.shown;
    const option = (c) =>
      h('option', { value: String(c.id), key: `o-${c.id}`, selected: String(c.id) === chosen }, c.name);
    return h(
      'select',
      {
        ...props,
        disabled: !form.writable,
        onblur: () => commit(form, spec),
        onkeydown: (event) => {
          if (event.key === 'Escape' && form.drafts.has(spec.key)) {
            event.stopPropagation();
            forget(form, spec, event.target);
          }
          form.byKeys = event.key !== 'Enter';
          if (event.key === 'Enter') commit(form, spec, true);
        },
        onpointerdown: () => {
          form.byKeys = false;
        },
        onchange: (event) => {
          begin(form, spec, event.target.value);
          if (!form.byKeys || event.isTrusted === false) commit(form, spec);
        },
      },
      spec.empty !== undefined || spec.shown === ''
        ? h('option', { value: '', key: 'o-none', selected: chosen === '' }, spec.empty ?? t('form.choose'))
        : null,
      [...missing, ...spec.choices].map((c) =>
        c.choices ? h('optgroup', { label: c.group, key: `g-${c.group}` }, c.choices.map(option)) : option(c),
      ),
    );
  });
}

export function flagField(form, given) {
  const now = 'now' in given ? given.now : valueAt(form.model, given.at);
  const spec = complete(form, { ...given, now, shown: now ? 'true' : '' });
  return around(
    form,
    { ...spec, class: 'form-flag', shownAs: t(now ? 'form.yes' : 'form.no') },
    (props, draft) =>
      h(
        'label',
        { class: 'form-check', for: spec.id },
        h('input', {
          ...props,
          type: 'checkbox',
          checked: draft?.text === undefined ? Boolean(now) : draft.text === 'true',
          disabled: !form.writable,
          onchange: (event) => {
            begin(form, spec, event.target.checked ? 'true' : '');
            choose(form, spec, event.target.checked ? (spec.on ?? true) : spec.off === undefined ? null : spec.off);
          },
        }),
        ' ',
        spec.label,
      ),
    { labelled: false },
  );
}

// ------------------------------------------------------------------------------------- grouping

export const group = (legend, ...children) =>
  h('fieldset', { class: 'form-group', key: `g-${legend}` }, h('legend', {}, legend), children);

// Something that opens; what it holds is made when somebody opens it.
export function fold(form, key, summary, make) {
  const open = form.folds.has(key);
  return h(
    'details',
    {
      class: 'form-fold',
      key: `fold-${key}`,
      open: open || null,
      ontoggle: (event) => {
        if (event.target.open === form.folds.has(key)) return;
        if (event.target.open) form.folds.add(key);
        else form.folds.delete(key);
        form.paint();
      },
    },
    h('summary', {}, summary),
    open ? make() : null,
  );
}

export const action = (label, onclick, props = {}) =>
  h('button', { type: 'button', class: 'button small', onclick, ...props }, label);

// A name that opens its part in the same form.
export const opener = (form, pointer, words) =>
  h('button', { type: 'button', class: 'form-link', onclick: () => form.open(pointer) }, words);

export const removeRow = (name, onclick) =>
  action(t('form.remove.row'), onclick, { class: 'form-link', 'aria-label': t('form.remove.row.named', { name }) });

// One more of something: choosing it adds it.
export function addChoice(form, spec) {
  if (!form.writable || spec.choices.length === 0) return null;
  return choiceField(form, { now: null, empty: t('form.choose'), claims: false, ...spec });
}
