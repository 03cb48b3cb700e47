// An editor of any part of a model, by its pointer; within it one goes from part to part and back.
import { h } from '../../shell/dom.js';
import { patchAt } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { adders } from './adders.js';
import { action } from './fields.js';
import { Form, problemList } from './form.js';
import { groupEditor } from './group.js';
import { pointerName, stageName } from './names.js';
import { remover } from './remove.js';
import { scenarioEditor } from './scenario.js';
import { partOf } from './shape.js';
import {
  accountEditor,
  budgetEditor,
  gapEditor,
  noteEditor,
  pathEditor,
  sourceEditor,
  targetEditor,
} from './small.js';
import { stageEditor } from './stage.js';
import { actorEditor, standingEditor } from './standing.js';
import { supportEditor } from './support.js';
import { transitionEditor } from './transition.js';
import { wholeEditor } from './whole.js';

const editors = {
  '': wholeEditor,
  stages: stageEditor,
  transitions: transitionEditor,
  actors: actorEditor,
  standing: standingEditor,
  supports: supportEditor,
  groups: groupEditor,
  gaps: gapEditor,
  paths: pathEditor,
  notes: noteEditor,
  sources: sourceEditor,
  accounts: accountEditor,
  budgets: budgetEditor,
  targets: targetEditor,
  scenarios: scenarioEditor,
};

// `close` is called when the reader is done; `place` is told (pointer) where the reader went.
export function editorFor(room, pointer, { close, place } = {}) {
  return browser(room, [{ pointer }], { close, place });
}

// A form for something new; `given` is what is known of it already ({stage, row, actor, from, to}).
export function adderFor(room, section, { close, place, given = {} } = {}) {
  return browser(room, [{ section, given }], { close, place });
}

// What is painted for a form that may stand in the page already: a form is moved there once, and what
// is painted afterwards only says that it stays.
export function inPlace(element) {
  return element.isConnected ? h('div', { class: 'form', key: element.polkuKey, 'data-kept': true }) : element;
}

function browser(room, trail, options) {
  const form = new Form(room, options, (self) => (self.trail ? page(self) : []));
  form.trail = trail;
  const go = (next) => {
    const here = form.element.contains(document.activeElement) || document.activeElement === document.body;
    form.trail = next;
    form.notes.clear();
    form.paint();
    options.place?.(next[next.length - 1].pointer ?? null);
    if (here) form.element.querySelector('.form-title')?.focus(); // who has gone elsewhere meanwhile is left there
  };
  form.opened = () => form.trail[form.trail.length - 1].pointer;
  form.open = (pointer) => go([...form.trail, { pointer }]);
  form.add = (section, given = {}) => {
    delete form.pending[`add:${section}`];
    go([...form.trail, { section, given }]);
  };
  form.back = () => go(form.trail.slice(0, -1));
  form.replace = (pointer) => go([...form.trail.slice(0, -1), { pointer }]);
  form.leave = () => {
    if (form.trail.length > 1) form.back();
    else options.close?.();
  };
  form.paint();
  return form.element;
}

// ------------------------------------------------------------------------------------ what it shows

function page(form) {
  const here = form.trail[form.trail.length - 1];
  return h(
    'div',
    { class: 'form-page', key: here.pointer ?? `add-${here.section}` },
    here.pointer ? part(form, here) : adder(form, here),
  );
}

function head(form, kind, title) {
  const previous = form.trail[form.trail.length - 2];
  return h(
    'header',
    { class: 'form-head', key: 'head' },
    previous
      ? h(
          'button',
          { type: 'button', class: 'form-link form-back', onclick: form.back },
          '‹ ',
          previous.pointer ? pointerName(form.model, form.words, previous.pointer) : t('form.back'),
        )
      : null,
    h(
      'div',
      { class: 'form-head-line' },
      h(
        'h3',
        { class: 'form-title', tabindex: '-1' },
        kind ? h('span', { class: 'form-kind' }, kind, h('span', { class: 'only-read' }, ': ')) : null,
        title,
      ),
      form.options.close
        ? h(
            'button',
            { type: 'button', class: 'form-close', 'aria-label': t('form.close'), onclick: () => form.options.close() },
            '✕',
          )
        : null,
    ),
    form.room.may('edit')
      ? null
      : h('p', { class: 'form-right', key: 'right' }, t(form.writable ? 'form.right.propose' : 'form.right.look')),
  );
}

function part(form, here) {
  const { pointer } = here;
  if (pointer === '/') {
    const body = wholeEditor(form);
    return [head(form, null, t('form.part.model')), aside(form, []), body];
  }
  const what = partOf(pointer),
    now = form.get(pointer);
  if (now === undefined) return gone(form, here);
  here.last = now;
  const body = (editors[what.section] ?? (() => []))(form, pointer, what);
  const foot = remover(form, pointer);
  return [
    head(form, t(`form.part.${what.section}`), pointerName(form.model, form.words, pointer)),
    aside(form, form.unclaimed(pointer)),
    body,
    foot,
  ];
}

// What concerns the whole part, and what became of acts that belong to no field.
function aside(form, problems) {
  const acts = form.aside();
  return [
    problemList([...acts.problems, ...problems], { key: 'others' }),
    acts.notes.map((note, i) => h('p', { class: 'form-note', key: `note-${i}` }, note)),
  ];
}

// Somebody took it away while it was open: what was here can come back, with what was being written.
function gone(form, here) {
  if (form.leaveTo && form.get(form.leaveTo) !== undefined) {
    const next = form.leaveTo;
    form.leaveTo = null;
    here.pointer = next;
    return part(form, here);
  }
  const drafts = [...form.drafts.values()].filter((draft) => draft.text);
  const key = `again:${here.pointer}`;
  return [
    head(form, null, t('form.gone.title')),
    h('p', { role: 'status' }, t('form.gone', { who: form.lastWriter(here.pointer) })),
    drafts.length > 0
      ? [
          h('p', {}, t('form.gone.drafts')),
          h(
            'ul',
            {},
            drafts.map((draft) => h('li', {}, draft.text)),
          ),
        ]
      : null,
    here.last && form.writable
      ? action(t('form.gone.again'), () => form.send(key, null, () => takeBack(form, here)), { class: 'button main' })
      : null,
    problemList(form.drafts.get(key)?.problems ?? []),
  ];
}

// Written as by somebody who did not know of it: then the room takes back all that went with the part.
function takeBack(form, { pointer, last }) {
  const { room } = form,
    removal = form.lastEntry(pointer);
  const base = removal ? removal.number - 1 : room.state.number;
  return room.act(room.may('edit') ? 'edit' : 'propose', { patch: patchAt(pointer, last), base });
}

function adder(form, { section, given }) {
  const made = adders[section](form, given);
  return [head(form, whereTo(form, given), t(`form.add.${section}`)), made];
}

// "Työkokeilu yhdistyksessä · Työllistää": the place that somebody pointed at.
function whereTo(form, { stage, row, from }) {
  const rowName = row && say((form.words.rows ?? []).find((r) => r.id === row)?.name);
  const place = stage ?? from;
  return [place && stageName(form.model, place), rowName].filter(Boolean).join(' · ');
}
