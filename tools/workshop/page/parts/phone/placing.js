// "We stand here": what we do at a stage, how many places, done.
import { h } from '../../shell/dom.js';
import { join, numberLike, plain } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { isUnlimited, leavePatch } from '../placing_patch.js';
import { arrival, weName, weSector } from './we.js';
import { choicesAt, roleName, roleOf, rolesHere } from './roles.js';

export function beginPlacing(room, stage, we) {
  const held = rolesHere(room.state, stage, we.actor);
  return { stage, role: held[0] ?? null, places: undefined };
}

const heldPlaces = (room, stage, we, role) => room.state.model.stages[stage].actors?.[we.actor]?.[role]?.places;
// Null where nobody says how many: then places limit nobody.
const placesOf = (room, form, we) => (form.places === undefined ? plain(heldPlaces(room, form.stage, we, form.role)) : form.places);

// The patch that says what the form says.
export function placingPatch(room, form, we) {
  const before = heldPlaces(room, form.stage, we, form.role), places = placesOf(room, form, we);
  const said = !roleOf(room.state, form.role)?.hosts ? {}
    : places !== null ? { places: numberLike(before, places) }
      : before !== undefined ? { places: null } : {};
  return join(arrival(room, we), { stages: { [form.stage]: { actors: { [we.actor]: { [form.role]: said } } } } });
}
export const leavingPatch = (room, form, we) => leavePatch(room.state.model, { stage: form.stage, actor: we.actor, role: form.role });

// An empty field is no limit, and so is one less than one.
function stepper(room, form, we, redraw) {
  const count = placesOf(room, form, we);
  const set = (value) => { form.places = value >= 1 ? Math.min(999, Math.round(value)) : null; form.problem = null; redraw(); };
  const read = (text) => {
    const count = Number(text.replace(/\s/g, ''));
    if (Number.isInteger(count) && count >= 0) set(count);
    else { form.problem = t('place.whole'); redraw(); }
  };
  return h('div', { class: 'stepper', key: 'places' },
    h('label', { for: 'places' }, t('place.places')),
    h('div', { class: 'stepper-set' },
      h('button', { type: 'button', class: 'button', 'aria-label': t('place.fewer'), disabled: count === null, onclick: () => set(count - 1) }, '−'),
      h('input', { id: 'places', inputmode: 'numeric', pattern: '[0-9]*', value: count ?? '', placeholder: t('placing.places-none'), onchange: (event) => read(event.target.value) }),
      h('button', { type: 'button', class: 'button', 'aria-label': t('place.more'), onclick: () => set((count ?? 0) + 1) }, '+')),
    isUnlimited(room.state.model, form.stage) ? h('p', { class: 'quiet' }, t('placing.limits')) : null);
}

// Rules that know no roles leave it to people to say what they do.
const ownWords = (form) => h('div', { class: 'field' }, h('label', { for: 'own-role' }, t('place.own-words')),
  h('input', { id: 'own-role', value: form.role ?? '', maxlength: '60', oninput: (event) => { form.role = event.target.value.trim(); } }));

export function placingForm(room, form, we, { send, leave, close, redraw }) {
  const { state } = room;
  const choices = choicesAt(state, form.stage, weSector(room, we));
  const held = rolesHere(state, form.stage, we.actor);
  const chosen = choices.find((c) => c.roles.some((r) => r.id === form.role));
  const pick = (role) => () => { form.role = role; form.places = undefined; form.problem = null; redraw(); };
  const radio = (name, role, label, on) => h('label', { class: 'pick', key: `${name}-${role}` },
    h('input', { type: 'radio', name, value: role, checked: on, onchange: pick(role) }), h('span', {}, label, held.includes(role) ? h('small', {}, ` ${t('place.now')}`) : null));
  const name = say(state.model.stages[form.stage].name);
  const submit = (event) => {
    event.preventDefault();
    if (form.role) send();
    else { form.problem = t('place.choose'); redraw(); }
  };
  return h('form', { class: 'placing', key: 'placing', onsubmit: submit, novalidate: true },
    choices.length === 0 ? ownWords(form) : h('fieldset', { class: 'picks wrap', key: 'row' },
      h('legend', {}, t('place.what', { we: weName(room, we) }), h('span', { class: 'only-read' }, ` ${name}`)),
      choices.map((c) => radio('row', c === chosen ? form.role : held.find((id) => c.roles.some((r) => r.id === id)) ?? c.role, c.label, c === chosen))),
    chosen && chosen.roles.length > 1 ? h('details', { class: 'finer', key: `finer-${chosen.id}` },
      h('summary', {}, t('place.finer', { role: roleName(state, form.role) })),
      h('fieldset', { class: 'picks wrap' }, h('legend', { class: 'only-read' }, t('place.finer', { role: roleName(state, form.role) })),
        chosen.roles.map((r) => radio('finer', r.id, roleName(state, r.id), r.id === form.role)))) : null,
    roleOf(state, form.role)?.hosts ? stepper(room, form, we, redraw) : null,
    form.problem ? h('p', { class: 'problem', role: 'alert', key: 'problem' }, form.problem) : null,
    h('button', { class: 'button main wide', type: 'submit', key: 'send' }, t(room.may('edit') ? 'place.edit' : 'place.propose')),
    h('div', { class: 'row', key: 'others' },
      held.includes(form.role) ? h('button', { class: 'button danger', type: 'button', onclick: leave }, t(room.may('edit') ? 'place.leave' : 'place.propose-leave')) : null,
      h('button', { class: 'button', type: 'button', onclick: close }, t('cancel'))));
}
