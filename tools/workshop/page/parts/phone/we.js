// Who sits behind this phone: an organisation of the model, a new one, or nobody in particular. It is
// asked once and kept on the phone; others see it as the nickname, which may be left empty.
import { h } from '../../shell/dom.js';
import { idOf, ordered } from '../../shell/merge.js';
import { remember, remembered, say, t } from '../../shell/words.js';
import { finder, finds } from './finder.js';

const marks = { third: '●', public: '■', private: '▲' };
export const markOf = (sector) => marks[sector] ?? '◆';

const keyOf = (room) => `polku-we-${room.state.file}`;

export function readWe(room) {
  try { return JSON.parse(remembered(keyOf(room)) ?? 'null'); } catch { return null; }
}
export function keepWe(room, we) { remember(keyOf(room), JSON.stringify(we)); }

// The name as it is now: somebody may have changed it in the model.
export const weName = (room, we) => say(room.state.model.actors?.[we?.actor]?.name) || we?.name || '';
export const weSector = (room, we) => room.state.model.actors?.[we?.actor]?.sector ?? we?.sector ?? 'third';

// A nickname has sixty letters at most; organisations may have longer names.
export const nicknameOf = (name) => [...name.trim()].slice(0, 60).join('').trim();

// What adds us to the model, where we are not there yet.
export function arrival(room, we) {
  if (room.state.model.actors?.[we.actor]) return {};
  return { actors: { [we.actor]: { name: we.name, sector: we.sector, ...(we.kind ? { kind: we.kind } : {}) } } };
}

const usualKind = { third: 'association', public: 'municipality', private: 'company' };
function newcomer(room, name, sector) {
  const kind = usualKind[sector];
  const known = (room.state.vocabulary?.actor_kinds ?? []).some((k) => k.id === kind);
  return { actor: idOf(name, room.state.model.actors), name, sector, ...(known ? { kind } : {}) };
}

// More than these are looked for by name.
const MANY = 12;

// Somebody of the model, who was overlooked in the list.
function known(room, name) {
  const { actors } = room.state.model;
  const id = Object.keys(actors ?? {}).find((actor) => say(actors[actor].name).toLowerCase() === name.toLowerCase());
  return id ? ofActor(room, id) : null;
}
const ofActor = ({ state }, id) => ({ actor: id, name: say(state.model.actors[id].name) || id, sector: state.model.actors[id].sector });

// The card that asks: an organisation of the model is chosen with one press. `ui.we` holds what is being
// chosen; `done(we)` ends it, null for nobody.
export function weCard(room, ui, { done, redraw, languages }) {
  const { model } = room.state;
  const draft = ui.we;
  const name = (id) => say(model.actors[id].name) || id;
  const everybody = ordered(model, 'actors');
  const found = everybody.filter((id) => finds(draft.find, name(id)));
  const choice = (id, label, onclick, chosen) => h('button', { class: 'button choice', type: 'button', key: `we-${id}`, 'aria-pressed': String(chosen), onclick }, label);
  const ofModel = (id) => choice(id, `${markOf(model.actors[id].sector)} ${name(id)}`,
    () => done(ofActor(room, id)), draft.choice === id);
  const asks = (id, label) => choice(id, label, () => { draft.choice = id; draft.problem = null; redraw(); document.getElementById(id === '+' ? 'we-name' : 'we-nick')?.focus(); }, draft.choice === id);
  const third = found.filter((id) => model.actors[id].sector === 'third'), others = found.filter((id) => model.actors[id].sector !== 'third');
  return h('section', { class: 'card we', key: 'we', 'aria-labelledby': 'we-title' },
    h('h2', { id: 'we-title', tabindex: '-1' }, t('we.title')),
    h('p', { class: 'quiet' }, t('we.about')),
    everybody.length > MANY ? finder({ id: 'we-find', label: t('find.we'), value: draft.find, found: found.length, count: everybody.length, input: (text) => { draft.find = text; redraw(); } }) : null,
    h('div', { class: 'picks', role: 'group', 'aria-labelledby': 'we-title' },
      third.map(ofModel), asks('+', t('we.new')), draft.choice === '+' ? newcomerForm(room, draft, { done, redraw }) : null,
      others.length === 0 ? null : draft.find ? others.map(ofModel)
        : h('details', { key: 'others', open: others.includes(draft.choice) }, h('summary', {}, t('we.others')), h('div', { class: 'picks' }, others.map(ofModel))),
      asks('-', t('we.nobody')), draft.choice === '-' ? nobodyForm(room, draft, { done }) : null),
    h('p', { class: 'quiet', key: 'kept' }, t('enter.kept')), languages);
}

function newcomerForm(room, draft, { done, redraw }) {
  const submit = (event) => {
    event.preventDefault();
    const name = (draft.name ?? '').trim();
    if (name) { done(known(room, name) ?? newcomer(room, name, draft.sector ?? 'third')); return; }
    draft.problem = t('we.name-missing');
    redraw();
    document.getElementById('we-name')?.focus();
  };
  return h('form', { class: 'placing', key: 'new', onsubmit: submit, novalidate: true },
    h('div', { class: 'field' }, h('label', { for: 'we-name' }, t('we.name')),
      h('input', { id: 'we-name', value: draft.name ?? '', maxlength: '120', autocomplete: 'organization', 'aria-invalid': draft.problem ? 'true' : null, 'aria-describedby': draft.problem ? 'we-problem' : null, oninput: (event) => { draft.name = event.target.value; } }),
      draft.problem ? h('p', { id: 'we-problem', class: 'problem', role: 'alert', key: 'problem' }, draft.problem) : null),
    h('div', { class: 'field' }, h('label', { for: 'we-sector' }, t('we.sector')),
      h('select', { id: 'we-sector', onchange: (event) => { draft.sector = event.target.value; } },
        (room.state.vocabulary?.sectors ?? []).map((s) => h('option', { value: s.id, selected: s.id === (draft.sector ?? 'third') }, say(s.name))))),
    h('button', { class: 'button main wide', type: 'submit' }, t('we.go')));
}

const nobodyForm = (room, draft, { done }) => h('form', { class: 'placing', key: 'nick', onsubmit: (event) => { event.preventDefault(); done(null); } },
  h('div', { class: 'field' }, h('label', { for: 'we-nick' }, t('we.nickname')),
    h('input', { id: 'we-nick', value: draft.nickname ?? room.state.me.nickname ?? '', maxlength: '60', autocomplete: 'off', 'aria-describedby': 'we-nick-help', oninput: (event) => { draft.nickname = event.target.value; } }),
    h('p', { id: 'we-nick-help', class: 'quiet' }, t('we.nickname-help'))),
  h('button', { class: 'button main wide', type: 'submit' }, t('we.go')));
