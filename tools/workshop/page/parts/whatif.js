// What if: numbers under one's fingers, and what would follow while they move. Nothing of it is kept
// until somebody says so.
import { announce, h, paint } from '../shell/dom.js';
import { join, pointerOf } from '../shell/merge.js';
import { currentLang, number, signed, t } from '../shell/words.js';
import { answerNote, toast } from './answer.js';
import { holdFocus } from './dialog.js';
import { icon } from './icons.js';
import { numberPatch, numbersOf, shown } from './whatif_numbers.js';

const suggested = 4;

// The how-manieth of its sort a number is.
const rank = (one, all) => all.filter((n) => n.sort === one.sort).indexOf(one);

export function whatif(place, room) {
  const tried = new Map(); // pointer → value
  let rows = null; // pointers that have a slider; null: those that matter most
  let matter = []; // where a number's pointer begins, the weightiest first
  let figures = null, asking = false, again = false, wrong = null;
  const note = answerNote();

  const chosen = () => rows ?? defaultRows();
  const defaultRows = () => {
    const known = numbersOf(room.state.model);
    const weighty = matter.flatMap((begin) => known.filter((n) => n.pointer.startsWith(begin)).map((n) => n.pointer));
    // Until those are known, one of each sort.
    const varied = [...known].sort((a, b) => rank(a, known) - rank(b, known)).map((n) => n.pointer);
    return (weighty.length > 0 ? weighty : varied).slice(0, suggested);
  };
  const patch = () => join(...[...tried].map(([pointer, value]) => numberPatch(room.state.model, pointer, value)));

  // At most one question is on its way; what is moved meanwhile is asked when it is back.
  const ask = async () => {
    if (asking) { again = true; return; }
    asking = true;
    do {
      again = false;
      if (tried.size === 0) { figures = null; wrong = null; break; }
      const answer = await room.post('/api/what_if', { patch: patch(), base: room.state.number }).catch(() => null);
      if (tried.size === 0) figures = null;
      else if (answer?.ok) { figures = answer.body.figures ?? answer.body; wrong = figures.error ? errorOf(figures.error) : null; }
      else if (answer?.status !== 409) wrong = answer?.body.message ?? t('whatif.no-answer');
    } while (again);
    asking = false;
    draw();
  };
  const errorOf = (error) => (error[currentLang()] ?? error.fi ?? [])[0]?.message ?? t('whatif.no-answer');

  // What is under somebody's fingers stays there, whatever turns out to matter more.
  const move = (row, value) => {
    rows ??= defaultRows();
    if (Math.abs(value - row.value) < 1e-9) tried.delete(row.pointer); else tried.set(row.pointer, value);
    note.clear();
    draw();
    ask();
  };
  const settle = () => { if (figures?.work && tried.size > 0) announce(words()); };
  const reset = () => { tried.clear(); figures = null; wrong = null; note.clear(); draw(); };
  const keep = async () => {
    const may = room.may('edit');
    if (note.tell(await room.edit(patch()))) { reset(); toast(may ? t('whatif.kept') : t('answer.kept')); }
  };

  const words = () => t('whatif.said', { people: number(figures.work.people, 0), difference: signed(figures.work.people - (room.state.figures?.work?.people ?? 0), 1), low: number(figures.work.low, 0), high: number(figures.work.high, 0) });

  const result = () => {
    const now = room.state.figures;
    if (tried.size === 0) return h('p', { class: 'quiet' }, t('whatif.help'));
    if (wrong) return h('p', { class: 'problem' }, wrong);
    if (!figures?.work) return h('p', { class: 'quiet' }, t('outcome.computing'));
    const difference = now?.work ? figures.work.people - now.work.people : null;
    return h('div', { class: `whatif-result${asking ? ' asking' : ''}` },
      h('p', { class: 'whatif-number' }, h('b', {}, number(figures.work.people, 0)), h('span', {}, ` ${t('outcome.of', { people: number(figures.people, 0) })}`),
        difference === null ? null : h('b', { class: 'whatif-difference' }, Math.abs(difference) < 0.05 ? t('whatif.same') : signed(difference, Math.abs(difference) < 9.5 ? 1 : 0))),
      h('p', { class: 'quiet' }, t('whatif.range', { low: number(figures.work.low, 0), high: number(figures.work.high, 0) })));
  };

  const slider = (row) => {
    const { model } = room.state;
    const value = tried.get(row.pointer) ?? row.value;
    const changed = tried.has(row.pointer);
    return h('li', { class: `whatif-row${changed ? ' changed' : ''}`, key: row.pointer },
      h('label', {}, h('span', { class: 'whatif-name' }, row.name, h('span', { class: 'quiet' }, ` · ${t(`whatif.sort.${row.sort}`)}`)),
        h('input', { type: 'range', min: row.least, max: row.most, step: row.step, value, 'aria-valuetext': shown(model, row, value), oninput: (event) => move(row, Number(event.target.value)), onchange: settle })),
      h('output', { 'aria-live': 'off' }, shown(model, row, value), changed ? h('span', { class: 'quiet' }, ` ${t('whatif.was', { value: shown(model, row, row.value) })}`) : null),
      h('button', { class: 'button plain icon-button', type: 'button', 'aria-label': t('whatif.remove', { name: row.name }), onclick: () => { rows = chosen().filter((p) => p !== row.pointer); tried.delete(row.pointer); draw(); ask(); } }, icon('close')));
  };

  const adder = (all) => {
    const others = all.filter((n) => !chosen().includes(n.pointer));
    if (others.length === 0) return null;
    const sorts = [...new Set(others.map((n) => n.sort))];
    return h('label', { class: 'field' }, h('span', {}, t('whatif.add')),
      h('select', { onchange: (event) => { if (event.target.value) { rows = [...chosen(), event.target.value]; event.target.value = ''; draw(); } } },
        h('option', { value: '' }, t('whatif.choose')),
        sorts.map((sort) => h('optgroup', { label: t(`whatif.sort.${sort}`) }, others.filter((n) => n.sort === sort).map((n) => h('option', { value: n.pointer }, `${n.name} (${shown(room.state.model, n, n.value)})`))))));
  };

  const draw = () => {
    const all = numbersOf(room.state.model);
    const byPointer = new Map(all.map((n) => [n.pointer, n]));
    for (const pointer of tried.keys()) if (!byPointer.has(pointer)) tried.delete(pointer);
    holdFocus(place, () => paint(place,
      h('h2', {}, t('whatif.title')), result(),
      h('ul', { class: 'plain-list' }, chosen().map((pointer) => byPointer.get(pointer)).filter(Boolean).map(slider)),
      note.element,
      h('div', { class: 'actions' },
        h('button', { class: 'button main', type: 'button', disabled: tried.size === 0 || !room.may('propose'), onclick: keep }, t(room.may('edit') ? 'whatif.keep' : 'whatif.propose')),
        h('button', { class: 'button', type: 'button', disabled: tried.size === 0, onclick: reset }, t('whatif.reset'))),
      adder(all)), () => place.querySelector('input, select'));
  };

  draw();
  room.get(`/api/leverage?lang=${currentLang()}`).then(({ leverage }) => {
    const changes = (parts, begin) => Object.entries(parts ?? {}).map(([id, { change }]) => ({ begin: begin(id), change: Math.abs(change ?? 0) }));
    matter = [...changes(leverage?.transitions, (id) => `${pointerOf('transitions', id)}/`), ...changes(leverage?.stages, (id) => `${pointerOf('stages', id, 'actors')}/`)]
      .sort((one, other) => other.change - one.change).map(({ begin }) => begin);
    draw();
  }).catch(() => {});
  const ends = ['figures', 'model', 'phase', 'all'].map((type) => room.on(type, () => { draw(); if (type === 'model' && tried.size > 0) ask(); }));
  return () => ends.forEach((end) => end());
}
