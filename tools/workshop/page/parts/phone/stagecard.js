// One stage as a card: who is there, what is missing, what was proposed, and what one can do about it.
import { h } from '../../shell/dom.js';
import { plain } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { finds } from './finder.js';
import { commentForm, commentItem } from './talk.js';
import { hasNumbers, numberForm } from './numbers.js';
import { placingForm } from './placing.js';
import { kindOf, roleName } from './roles.js';
import { sayEntry, stagesOfPatch } from './says.js';
import { markOf } from './we.js';

const sectorOf = (state, actor) => state.model.actors?.[actor]?.sector;

// "● Rovaniemen Neuvokas, työllistää, 1 paikka"
function standing(state, stage, actor, role, held, mine) {
  const places = plain(held?.places);
  const name = mine ? t('stage.you') : say(state.model.actors?.[actor]?.name) || actor;
  const what = say(held?.text) || roleName(state, role).toLowerCase();
  return h('li', { class: `chip is-${sectorOf(state, actor) ?? 'other'}`, key: `${actor}-${role}` },
    h('span', { 'aria-hidden': 'true' }, `${markOf(sectorOf(state, actor))} `), h('span', {}, h('b', {}, name), `, ${what}`, places === null ? null : `, ${t('stage.places', { count: places })}`));
}

function chips(state, stage, we) {
  const held = Object.entries(state.model.stages[stage].actors ?? {});
  const list = held.flatMap(([actor, roles]) => Object.entries(roles ?? {}).map(([role, value]) => standing(state, stage, actor, role, value, actor === we?.actor)));
  const gaps = Object.values(state.model.gaps ?? {}).filter((gap) => gap.stages && stage in gap.stages);
  const third = held.some(([actor]) => sectorOf(state, actor) === 'third');
  const missing = gaps.map((gap) => say(gap.question)).filter(Boolean);
  if (!third && missing.length === 0 && !state.model.stages[stage].final) missing.push(t('stage.nobody'));
  return h('ul', { class: 'chips' }, list, missing.map((text) => h('li', { class: 'chip is-gap' }, h('span', { 'aria-hidden': 'true' }, '○ '), h('span', {}, text))));
}

// More proposals than these are folded away, or the form of a stage would be far below them.
const FEW = 3;

const concerns = (stage, model) => (item) => stagesOfPatch(item.entry.patch, model).has(stage);

function proposed(room, stage) {
  const { state } = room;
  const open = state.proposals.filter((p) => p.state === 'open').filter(concerns(stage, state.model));
  const unsent = room.waiting.filter(({ act }) => act.patch && stagesOfPatch(act.patch, state.model).has(stage));
  if (open.length + unsent.length === 0) return null;
  const chip = (p) => h('li', { class: `chip is-proposed${p.entry.client === state.me.client ? ' is-own' : ''}`, key: p.entry.number },
    h('span', {}, h('b', {}, t(p.entry.client === state.me.client ? 'stage.your-proposal' : 'stage.proposal')), ` ${sayEntry(p.entry, state)}`));
  const own = open.filter((p) => p.entry.client === state.me.client), others = open.filter((p) => !own.includes(p));
  const folded = others.length > FEW ? others.splice(FEW) : [];
  return [
    h('ul', { class: 'chips', key: 'proposed' }, own.map(chip), others.map(chip),
      unsent.map(({ act }) => h('li', { class: 'chip is-proposed is-unsent', key: act.id },
        h('span', {}, h('b', {}, t(room.link === 'live' ? 'stage.sending' : 'stage.unsent')), ` ${sayEntry(act, state)}`)))),
    folded.length === 0 ? null : h('details', { class: 'finer', key: 'more' }, h('summary', {}, t('stage.more', { count: folded.length })),
      h('ul', { class: 'chips' }, folded.map(chip)))];
}

// By its number, its name, who stands there, and what is missing.
export function isFound({ model }, stage, index, wanted) {
  const { name, actors } = model.stages[stage];
  const there = Object.keys(actors ?? {}).map((actor) => say(model.actors?.[actor]?.name) || actor);
  const gaps = Object.values(model.gaps ?? {}).filter((gap) => gap.stages && stage in gap.stages).map((gap) => say(gap.question));
  return finds(wanted, index + 1, say(name) || stage, ...there, ...gaps);
}

// `doing`: {place, numbers, comment} says which of them the phase brings forward.
export function stageCard(room, stage, index, { we, form, result, doing, acts }) {
  const { state } = room;
  const { model } = state;
  const name = say(model.stages[stage].name) || stage;
  const comments = state.comments.filter((c) => c.entry.pointer === `/stages/${stage}`);
  const open = form?.stage === stage ? form : null;
  const leads = !model.stages[stage].final || (model.stages[stage].employed ?? kindOf(state, stage)?.employed); // who left needs no place
  const here = we && Object.keys(model.stages[stage].actors?.[we.actor] ?? {}).length > 0;
  const button = (sort, label, main) => h('button', {
    class: `button wide${main ? ' strong' : ''}`, type: 'button', key: sort, id: `${sort}-${stage}`, 'aria-describedby': `stage-${stage}`, onclick: () => acts.begin(sort, stage),
  }, label);
  return h('li', { class: `card stage${open ? ' is-open' : ''}`, key: stage },
    h('h2', { id: `stage-${stage}`, tabindex: '-1' }, h('span', { class: 'stage-number', 'aria-hidden': 'true' }, index + 1), h('span', {}, name)),
    chips(state, stage, we), proposed(room, stage),
    result?.stage === stage ? h('p', { class: result.problem ? 'problem' : 'sent', role: result.problem ? 'alert' : null, key: 'result', id: `result-${stage}` }, result.text,
      result.undo ? h('button', { class: 'button plain', type: 'button', onclick: result.undo }, t('talk.take-back')) : null) : null,
    open && open.sort !== 'comment' && !room.may('propose') ? h('p', { class: 'silent', role: 'status', key: 'kept' }, t(state.frozen ? 'phone.kept.frozen' : 'phone.kept')) : null,
    open?.sort === 'place' ? placingForm(room, open, we, acts) : null,
    open?.sort === 'number' ? numberForm(room, open, acts) : null,
    open?.sort === 'comment' ? h('div', { key: 'comments' },
      comments.length > 0 ? h('ul', { class: 'saids' }, comments.map((c) => commentItem(room, c))) : null,
      room.may('comment') ? commentForm(room, { id: `comment-${stage}`, label: t('talk.about', { stage: name }), value: open.text, input: (text) => { open.text = text; }, send: acts.send, close: acts.close })
        : h('button', { class: 'button', type: 'button', onclick: acts.close }, t('cancel'))) : null,
    open ? null : h('div', { class: 'stage-acts', key: 'acts' },
      doing.place && leads && room.may('propose') ? button('place', t(here ? 'stage.change' : 'stage.here'), doing.place === 'first') : null,
      doing.numbers && room.may('propose') && hasNumbers(state, stage) ? button('number', t('stage.number'), doing.numbers === 'first') : null,
      room.may('comment') || comments.length > 0 ? button('comment', comments.length > 0 ? t('stage.comments', { count: comments.length }) : t('stage.comment')) : null));
}
