// "How many of ten go on from here?": a better number for one of the ways out of a stage.
import { h } from '../../shell/dom.js';
import { numberLike, ordered, plain } from '../../shell/merge.js';
import { number, percent, say, t } from '../../shell/words.js';

export const exitsOf = ({ model }, stage) => ordered(model, 'transitions').filter((id) => model.transitions[id].from === stage);
const shareOf = ({ model }, id) => plain(model.transitions[id].share);
const targetName = ({ model }, id) => say(model.stages[model.transitions[id].to]?.name) || model.transitions[id].to;

export const hasNumbers = (state, stage) => exitsOf(state, stage).some((id) => shareOf(state, id) !== null);
export const sharePatch = ({ model }, { transition, value }) =>
  ({ transitions: { [transition]: { share: numberLike(model.transitions[transition].share, value) } } });

// What the other ways out leave for this one.
const room0 = (state, stage, transition) => 1 - exitsOf(state, stage).filter((id) => id !== transition)
  .reduce((sum, id) => sum + (shareOf(state, id) ?? 0), 0);

const ofTen = (share) => number(share * 10, share < 0.1 ? 2 : 1);

export function numberForm(room, form, { send, close, redraw }) {
  const { state } = room;
  const exits = exitsOf(state, form.stage).filter((id) => shareOf(state, id) !== null);
  const most = form.transition ? Math.max(0, Math.floor(room0(state, form.stage, form.transition) * 100 + 1e-9) / 100) : 1;
  const value = form.value ?? (form.transition ? shareOf(state, form.transition) : null);
  const choose = (id) => () => { Object.assign(form, { transition: id, value: null, problem: null }); redraw(); };
  const set = (x) => { form.value = Math.min(most, Math.max(0, Math.round(x * 200) / 200)); redraw(); };
  const submit = (event) => {
    event.preventDefault();
    if (form.transition && form.value !== null && form.value !== shareOf(state, form.transition)) send();
    else { form.problem = t(form.transition ? 'number.same' : 'number.choose'); redraw(); }
  };
  return h('form', { class: 'placing', key: 'number', onsubmit: submit, novalidate: true },
    h('fieldset', { class: 'picks', key: 'exits' }, h('legend', {}, t('number.which')),
      exits.map((id) => h('label', { class: 'pick', key: id },
        h('input', { type: 'radio', name: 'exit', value: id, checked: form.transition === id, onchange: choose(id) }),
        h('span', {}, targetName(state, id), ' ', h('b', {}, percent(shareOf(state, id), 1)))))),
    form.transition ? h('div', { class: 'sliding', key: form.transition },
      h('label', { for: 'share' }, t('number.of-ten', { stage: targetName(state, form.transition) })),
      h('output', { for: 'share', class: 'sliding-value' }, t('number.value', { ten: ofTen(value), percent: percent(value, 1) })),
      h('div', { class: 'sliding-set' },
        h('button', { type: 'button', class: 'button', 'aria-label': t('number.less'), onclick: () => set(value - 0.05) }, '−'),
        h('input', { id: 'share', type: 'range', min: '0', max: String(Math.max(most, shareOf(state, form.transition))), step: '0.005', value: String(value), 'aria-valuetext': t('number.value', { ten: ofTen(value), percent: percent(value, 1) }), oninput: (event) => set(Number(event.target.value)) }),
        h('button', { type: 'button', class: 'button', 'aria-label': t('number.more'), onclick: () => set(value + 0.05) }, '+'))) : null,
    form.transition ? h('div', { class: 'field', key: 'why' }, h('label', { for: 'why' }, t('number.why')),
      h('input', { id: 'why', maxlength: '300', value: form.why ?? '', autocomplete: 'off', oninput: (event) => { form.why = event.target.value; } })) : null,
    form.problem ? h('p', { class: 'problem', role: 'alert', key: 'problem' }, form.problem) : null,
    h('button', { class: 'button main wide', type: 'submit', key: 'send' }, t(room.may('edit') ? 'number.edit' : 'place.propose')),
    h('div', { class: 'row', key: 'others' }, h('button', { class: 'button', type: 'button', onclick: close }, t('cancel'))));
}
