// The popover of a cell: who stands here, in which role, with how many places; or that nobody does,
// as a question. And the popover of who stands there already: places, another cell, away.
import { h } from '../shell/dom.js';
import { at, join, ordered } from '../shell/merge.js';
import { say, t } from '../shell/words.js';
import { roleName, rowName } from './about.js';
import { answerNote, toast } from './answer.js';
import { popover } from './dialog.js';
import { icon } from './icons.js';
import { actorsOf, answeredPatch, gapPatch, gapsAt, isUnlimited, leavePatch, movePatch, placePatch, placesNow, placesPatch, proposalsAt, rolePointer, rolesOf, sectorOf, thirdRows } from './placing_patch.js';
import { proposalCard } from './proposals.js';

const stageName = (state, id) => say(state.model.stages[id]?.name) || id;
const hosts = (state, role) => state.vocabulary?.roles?.find((r) => r.id === role)?.hosts ?? false;
const all = '+';

// A draft that is changed and then sent: as an edit, or as a proposal where one may only propose.
// What is refused is told in the note and the draft stays open.
const drafting = (room, draft, note, repaint) => ({
  set(change) { Object.assign(draft, change); note.clear(); repaint(); },
  async send(patch, close, text) {
    const may = room.may('edit');
    const answer = await room.edit(patch);
    if (!note.tell(answer)) { repaint(); return; }
    close();
    toast(answer.message ?? (may ? text : t('answer.kept')));
  },
});

// placing(room, cell, anchor, { actor, role, from }): `from` is a role at a stage that is moved here.
export function placing(room, cell, anchor, given = {}) {
  const roles = rolesOf(room.state, cell.row);
  const actors = actorsOf(room.state, cell.row, cell.stage);
  const draft = {
    actor: given.actor ?? (actors.length > 0 ? null : all), name: '', kind: null, role: roles.some((r) => r.id === given.role) ? given.role : roles[0]?.id,
    places: given.from ? placesNow(room.state.model, given.from) : null, text: '', question: null, answered: true, every: false,
  };
  const note = answerNote();
  let box = null;
  const { set, send } = drafting(room, draft, note, () => box.paint());

  const place = (close) => {
    const missing = draft.actor === null ? 'placing.who-missing' : draft.actor === all && !draft.name.trim() ? 'placing.name-missing' : null;
    if (missing) {
      note.tell({ status: 400, message: t(missing) });
      box.element.querySelector(draft.actor === null ? '[name=actor]' : '[name=name]')?.focus();
      return;
    }
    const who = { ...(draft.actor === all ? { name: draft.name.trim(), kind: draft.kind } : { actor: draft.actor }), role: draft.role, places: hosts(room.state, draft.role) ? draft.places : null, text: draft.text.trim() };
    const gaps = draft.answered ? gapsAt(room.state.model, cell) : [];
    const patch = given.from ? movePatch(room.state.model, given.from, { ...cell, role: draft.role }) : placePatch(room.state, cell, who);
    const name = draft.actor === all ? draft.name.trim() : say(room.state.model.actors[draft.actor]?.name);
    send(join(patch, answeredPatch(gaps, cell.stage)), close, t('placing.placed', { actor: name, stage: stageName(room.state, cell.stage) }));
  };

  const ask = (close) => {
    if (!draft.question.trim()) return;
    send(gapPatch(room.state, cell, draft.question.trim()), close, t('placing.gap-made'));
  };

  const children = (close) => [
    waitingHere(room, cell),
    gapsAt(room.state.model, cell).map((gap) => h('p', { class: 'gap-here' }, t('placing.gap-here', { question: say(gap.question) }))),
    draft.question !== null ? questionForm(draft, set, () => ask(close)) : [
      given.from ? h('p', {}, t('placing.moves', { actor: say(room.state.model.actors[given.actor]?.name), from: stageName(room.state, given.from.stage) }))
        : whoField(draft, actors, set, room),
      roleField(draft, roles, set),
      hosts(room.state, draft.role) && !given.from ? [stepper(draft.places, (places) => set({ places })), limitNote(room.state, cell.stage)] : null,
      given.from ? null : h('details', {}, h('summary', {}, t('placing.more-about')), h('label', { class: 'field' }, h('span', {}, t('placing.text')), h('input', { name: 'text', value: draft.text, maxlength: 200, oninput: (event) => { draft.text = event.target.value; } }))),
      gapsAt(room.state.model, cell).length > 0 ? h('label', { class: 'check' }, h('input', { type: 'checkbox', checked: draft.answered, onchange: (event) => { draft.answered = event.target.checked; } }), t('placing.answers-gap')) : null,
    ],
    note.element,
    h('div', { class: 'actions' },
      draft.question === null ? h('button', { class: 'button main', type: 'button', key: 'place', disabled: !room.may('propose') || !draft.role, onclick: () => place(close) }, room.may('edit') ? t(given.from ? 'placing.move-here' : 'placing.place') : t('placing.propose')) : null,
      draft.question === null && thirdRows.includes(cell.row) && !given.from && room.may('propose')
        ? h('button', { class: 'button', type: 'button', key: 'gap', onclick: () => { set({ question: '' }); box.element.querySelector('[name=question]')?.focus(); } }, t('placing.mark-gap')) : null,
      draft.question !== null ? [h('button', { class: 'button main', type: 'button', key: 'ask', onclick: () => ask(close) }, t('placing.mark-gap')),
        h('button', { class: 'button', type: 'button', key: 'back', onclick: () => set({ question: null }) }, t('back'))] : null),
  ];
  const off = room.on('proposals', () => box?.paint());
  box = popover(anchor, `${stageName(room.state, cell.stage)} · ${rowName(room.state, cell.row)}`, children, { onclose: off });
  return box;
}

function waitingHere(room, cell) {
  const waiting = proposalsAt(room.state, cell);
  if (waiting.length === 0) return null;
  return h('section', { class: 'waiting-here' }, h('h3', {}, t('placing.proposed', { count: waiting.length })), waiting.slice(0, 3).map((p) => proposalCard(room, p, { brief: true })));
}

// Who: those of the model as large buttons of which one is chosen, then somebody new by name.
function whoField(draft, actors, set, room) {
  const most = 6;
  const shown = draft.every ? actors : actors.filter((a, i) => i < most || a.id === draft.actor);
  const choice = (id, name, here) => h('label', { class: 'choice', key: `who-${id}` },
    h('input', { type: 'radio', name: 'actor', value: id, checked: draft.actor === id, onchange: () => set({ actor: id }) }), h('span', {}, name, here ? h('small', {}, ` ${t('placing.here')}`) : null));
  const sector = (room.state.vocabulary?.actor_kinds ?? []);
  return h('fieldset', { class: 'field' }, h('legend', {}, t('placing.who')),
    h('div', { class: 'choices' }, shown.map((a) => choice(a.id, say(a.name) || a.id, a.here)), choice(all, t('placing.new-actor')),
      shown.length < actors.length ? h('button', { class: 'button plain', type: 'button', key: 'every', onclick: () => set({ every: true }) }, t('placing.every', { count: actors.length - shown.length })) : null),
    draft.actor !== all ? null : h('div', { class: 'new-actor', key: 'new-actor' },
      h('label', { class: 'field' }, h('span', {}, t('placing.name')), h('input', { name: 'name', value: draft.name, maxlength: 120, autocomplete: 'off', oninput: (event) => { draft.name = event.target.value; } })),
      sector.length > 0 ? h('label', { class: 'field' }, h('span', {}, t('placing.kind')), h('select', { onchange: (event) => { draft.kind = event.target.value || null; } },
        h('option', { value: '' }, t('placing.kind-none')), sector.map((k) => h('option', { value: k.id, selected: draft.kind === k.id }, say(k.name))))) : null));
}

function roleField(draft, roles, set) {
  if (roles.length < 2) return null;
  return h('label', { class: 'field beside' }, h('span', {}, t('placing.role')),
    h('select', { name: 'role', onchange: (event) => set({ role: event.target.value }) }, roles.map((r) => h('option', { value: r.id, selected: r.id === draft.role }, say(r.name)))));
}

// − 3 +; nothing said is no limit.
export function stepper(count, set, label = t('placing.places')) {
  const shown = count === null ? t('placing.places-none') : String(count);
  return h('div', { class: 'stepper', role: 'group', 'aria-label': label }, h('span', { class: 'stepper-label' }, label),
    h('button', { class: 'button icon-button', type: 'button', key: 'less', 'aria-label': t('placing.fewer'), disabled: count === null, onclick: () => set(count > 1 ? count - 1 : null) }, icon('minus')),
    h('output', { 'aria-live': 'polite' }, shown),
    h('button', { class: 'button icon-button', type: 'button', key: 'more', 'aria-label': t('placing.more'), onclick: () => set(count === null ? 1 : count + 1) }, icon('plus')));
}

// The first who says a number sets a limit: then others wait, and fewer get through.
const limitNote = (state, stage) => (isUnlimited(state.model, stage) ? h('p', { class: 'quiet limit-note' }, t('placing.limits')) : null);

function questionForm(draft, set, ask) {
  return h('form', { onsubmit: (event) => { event.preventDefault(); ask(); } },
    h('label', { class: 'field' }, h('span', {}, t('placing.question')), h('input', { name: 'question', value: draft.question, maxlength: 160, placeholder: t('placing.question-example'), oninput: (event) => { draft.question = event.target.value; } })));
}

// ----------------------------------------------------------------------- who stands there already

// Where somebody stands in a role: a chip of the picture may span several stages.
const stagesOf = (state, { actor, role }) => ordered(state.model, 'stages').filter((id) => state.model.stages[id].actors?.[actor]?.[role]);
const pressedStage = (state, chip) => (stagesOf(state, chip).includes(chip.here) ? chip.here : chip.stage);

// standing(room, chip, anchor, { open }): `open(pointer)` shows everything of it beside the picture.
export function standing(room, chip, anchor, { open }) {
  const begin = (stage) => ({ at: stage, places: placesNow(room.state.model, { ...chip, stage }), moving: false, stage, role: chip.role });
  const draft = begin(pressedStage(room.state, chip));
  const here = () => ({ ...chip, stage: draft.at });
  const pointer = () => rolePointer(draft.at, chip.actor, chip.role);
  const actor = say(room.state.model.actors[chip.actor]?.name) || chip.actor;
  const note = answerNote();
  let box = null;
  const { set, send } = drafting(room, draft, note, () => box.paint());
  const move = (close) => {
    if (draft.stage === draft.at && draft.role === chip.role) { set({ moving: false }); return; }
    send(movePatch(room.state.model, here(), draft), close, t('placing.moved', { actor, stage: stageName(room.state, draft.stage) }));
  };
  const remove = async (close) => {
    const without = await room.get(`/api/without?pointer=${encodeURIComponent(pointer())}`).catch(() => null);
    send(without?.patch ?? leavePatch(room.state.model, here()), close, t('placing.removed', { actor, stage: stageName(room.state, draft.at) }));
  };
  const keepPlaces = (close) => send(placesPatch(room.state.model, here(), draft.places), close, t('placing.places-set', { actor }));

  const children = (close) => {
    const now = at(room.state.model, pointer());
    if (!now) return [h('p', { class: 'problem' }, t('placing.gone', { actor, stage: stageName(room.state, draft.at) })), h('div', { class: 'actions' }, h('button', { class: 'button', type: 'button', key: 'shut', onclick: () => close() }, t('close')))];
    return [
      standsWhere(room.state, chip, draft, (stage) => set(begin(stage))),
      say(now.text) ? h('p', { class: 'quiet' }, say(now.text)) : null,
      draft.moving ? moveForm(room.state, draft, chip, set) : null,
      !draft.moving && hosts(room.state, chip.role) && room.may('propose') ? [stepper(draft.places, (places) => set({ places })), limitNote(room.state, draft.at)] : null,
      note.element,
      h('div', { class: 'actions' }, draft.moving
        ? [h('button', { class: 'button main', type: 'button', key: 'move-do', onclick: () => move(close) }, room.may('edit') ? t('placing.move-here') : t('placing.propose')), h('button', { class: 'button', type: 'button', key: 'move-back', onclick: () => set({ moving: false }) }, t('back'))]
        : [draft.places !== placesNow(room.state.model, here()) ? h('button', { class: 'button main', type: 'button', key: 'save', onclick: () => keepPlaces(close) }, room.may('edit') ? t('placing.save') : t('placing.propose')) : null,
          h('button', { class: 'button', type: 'button', key: 'open', onclick: () => { close(); open(pointer()); } }, t('placing.everything')),
          room.may('propose') ? [h('button', { class: 'button', type: 'button', key: 'move', onclick: () => { set({ moving: true }); box.element.querySelector('select')?.focus(); } }, t('placing.move')),
            h('button', { class: 'button danger', type: 'button', key: 'remove', onclick: () => remove(close) }, t('placing.remove'))] : null]),
    ];
  };
  const off = room.on('model', () => box?.paint());
  box = popover(anchor, actor, children, { onclose: off });
  return box;
}

// The role, and the stage: to be chosen where it is one of several.
function standsWhere(state, chip, draft, choose) {
  const stages = stagesOf(state, chip);
  if (stages.length < 2 || draft.moving) return h('p', {}, roleName(state, chip.role), ' · ', stageName(state, draft.at));
  return h('label', { class: 'field beside' }, h('span', {}, roleName(state, chip.role)),
    h('select', { onchange: (event) => choose(event.target.value) }, stages.map((id) => h('option', { value: id, selected: id === draft.at }, stageName(state, id)))));
}

function moveForm(state, draft, chip, set) {
  const sector = state.model.actors[chip.actor]?.sector ?? 'third';
  const rows = sector === 'third' ? thirdRows : [sector];
  return [
    h('label', { class: 'field' }, h('span', {}, t('placing.to-stage')), h('select', { onchange: (event) => set({ stage: event.target.value }) },
      Object.keys(state.model.stages).map((id) => h('option', { value: id, selected: id === draft.stage }, stageName(state, id))))),
    h('label', { class: 'field' }, h('span', {}, t('placing.role')), h('select', { onchange: (event) => set({ role: event.target.value }) },
      rows.map((row) => h('optgroup', { label: rowName(state, row) }, rolesOf(state, row).map((r) => h('option', { value: r.id, selected: r.id === draft.role }, say(r.name))))))),
  ];
}

// A chip was dragged to another cell: done at once where its role says what it is there, else asked.
export async function dropped(room, from, to) {
  if (!from || !to || from.sort !== 'chip' || !room.may('propose')) return;
  const { state } = room;
  const actor = say(state.model.actors[from.actor]?.name) || from.actor;
  if (sectorOf(to.row) !== (state.model.actors[from.actor]?.sector ?? 'third')) { toast(t('placing.other-sector', { actor, row: rowName(state, to.row) })); return; }
  const taken = { ...from, stage: pressedStage(state, from) };
  if (to.stage === taken.stage && to.row === from.row) return;
  if (to.row !== from.row) { placing(room, to, to.element, { actor: from.actor, role: from.role, from: taken }); return; }
  const may = room.may('edit');
  const answer = await room.edit(movePatch(state.model, taken, { stage: to.stage, role: from.role }));
  toast(answer.message ?? (may ? t('placing.moved', { actor, stage: stageName(state, to.stage) }) : t('answer.kept')));
}
