// Who sits behind this phone: an organisation of the model, a new one, or nobody in particular. It is
// asked once and kept on the phone; others see it as the nickname, which may be left empty.
import { h } from '../../shell/dom.js';
import { idOf, ordered } from '../../shell/merge.js';
import { remember, remembered, say, t } from '../../shell/words.js';

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

// The card that asks. `ui.we` holds what is being chosen; `done(we)` ends it, null for nobody.
export function weCard(room, ui, { done, redraw }) {
  const { model, vocabulary } = room.state;
  const draft = ui.we;
  const bySector = (third) => ordered(model, 'actors').filter((id) => (model.actors[id].sector === 'third') === third);
  const choose = (value) => () => { draft.choice = value; draft.problem = null; redraw(); };
  const radio = (value, label) => h('label', { class: 'pick', key: `we-${value}` },
    h('input', { type: 'radio', name: 'we', value, checked: draft.choice === value, onchange: choose(value) }), h('span', {}, label));
  const ofModel = (id) => radio(id, `${markOf(model.actors[id].sector)} ${say(model.actors[id].name) || id}`);
  const submit = (event) => {
    event.preventDefault();
    const name = (draft.name ?? '').trim();
    if (draft.choice === '+' && !name) { draft.problem = t('we.name-missing'); redraw(); return; }
    if (!draft.choice) { draft.problem = t('we.choose'); redraw(); return; }
    done(draft.choice === '+' ? newcomer(room, name, draft.sector ?? 'third') : draft.choice === '-' ? null
      : { actor: draft.choice, name: say(model.actors[draft.choice].name), sector: model.actors[draft.choice].sector });
  };
  const others = bySector(false);
  return h('form', { class: 'card we', key: 'we', onsubmit: submit, 'aria-labelledby': 'we-title', novalidate: true },
    h('h2', { id: 'we-title', tabindex: '-1' }, t('we.title')),
    h('p', { class: 'quiet' }, t('we.about')),
    h('fieldset', { class: 'picks' }, h('legend', { class: 'only-read' }, t('we.title')),
      bySector(true).map(ofModel), radio('+', t('we.new')),
      others.length > 0 ? h('details', { key: 'others', open: others.includes(draft.choice) }, h('summary', {}, t('we.others')), h('div', { class: 'picks' }, others.map(ofModel))) : null,
      radio('-', t('we.nobody'))),
    draft.choice === '+' ? h('div', { key: 'new' },
      h('div', { class: 'field' }, h('label', { for: 'we-name' }, t('we.name')),
        h('input', { id: 'we-name', value: draft.name ?? '', maxlength: '120', autocomplete: 'organization', oninput: (event) => { draft.name = event.target.value; } })),
      h('div', { class: 'field' }, h('label', { for: 'we-sector' }, t('we.sector')),
        h('select', { id: 'we-sector', onchange: (event) => { draft.sector = event.target.value; } },
          (vocabulary?.sectors ?? []).map((s) => h('option', { value: s.id, selected: s.id === (draft.sector ?? 'third') }, say(s.name)))))) : null,
    draft.choice === '-' ? h('div', { class: 'field', key: 'nick' }, h('label', { for: 'we-nick' }, t('we.nickname')),
      h('input', { id: 'we-nick', value: draft.nickname ?? room.state.me.nickname ?? '', maxlength: '60', autocomplete: 'off', oninput: (event) => { draft.nickname = event.target.value; } }),
      h('p', { class: 'quiet' }, t('we.nickname-help'))) : null,
    draft.problem ? h('p', { class: 'problem', role: 'alert', key: 'problem' }, draft.problem) : null,
    h('button', { class: 'button main wide', type: 'submit', key: 'go' }, t('we.go')),
    h('p', { class: 'quiet' }, t('enter.kept')));
}
