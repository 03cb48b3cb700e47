// What is proposed and said: others' proposals with votes, comments on a stage, and what became of
// one's own.
import { h } from '../../shell/dom.js';
import { whoOf } from '../../shell/who.js';
import { clock, t } from '../../shell/words.js';
import { sayEntry } from './says.js';

export function voteButton(room, item) {
  const mine = item.entry.client === room.state.me.client;
  return h('button', {
    class: 'button vote', type: 'button', key: 'vote', 'aria-pressed': String(item.mine), disabled: mine || !room.may('comment'),
    onclick: () => room.act('vote', { target: item.entry.number, value: item.mine ? '0' : '1' }),
  }, h('span', { 'aria-hidden': 'true' }, item.mine ? '✓ ' : ''), t(mine ? 'talk.votes' : 'talk.support', { count: item.votes }));
}

const fates = { open: '…', accepted: '✓', dismissed: '–' };

export function proposalItem(room, item) {
  const { entry } = item;
  const own = entry.client === room.state.me.client;
  return h('li', { class: `said is-${item.state}${own ? ' is-own' : ''}`, key: `p${entry.number}` },
    h('p', { class: 'said-text' }, sayEntry(entry, room.state)),
    entry.text ? h('p', { class: 'quiet' }, `”${entry.text}”`) : null,
    h('p', { class: 'quiet' }, `${whoOf(room, entry)} · ${clock(entry.at)}`),
    h('div', { class: 'row' },
      item.state === 'open' ? null : h('span', { class: `fate is-${item.state}` }, `${fates[item.state]} ${t(`talk.${item.state}`)}`),
      item.state === 'open' && !own ? voteButton(room, item) : null,
      item.state === 'open' && own ? h('span', { class: 'fate' }, t('talk.votes', { count: item.votes })) : null,
      item.state === 'open' && own ? h('button', { class: 'button', type: 'button', onclick: () => room.act('dismiss', { target: entry.number }) }, t('talk.take-back')) : null));
}

export function commentItem(room, item) {
  const { entry } = item;
  return h('li', { class: 'said', key: `c${entry.number}` },
    h('p', { class: 'said-text' }, entry.text),
    h('p', { class: 'quiet' }, `${whoOf(room, entry)} · ${clock(entry.at)}`),
    h('div', { class: 'row' }, voteButton(room, item)));
}

// One's own edits, where the phase lets everybody edit.
export function editItem(room, entry) {
  return h('li', { class: `said is-own${entry.undone ? ' is-dismissed' : ''}`, key: `e${entry.number}` },
    h('p', { class: 'said-text' }, sayEntry(entry, room.state)),
    h('p', { class: 'quiet' }, `${t('talk.you')} · ${clock(entry.at)}`),
    h('div', { class: 'row' },
      h('span', { class: `fate ${entry.undone ? 'is-dismissed' : 'is-accepted'}` }, entry.undone ? `– ${t('talk.undone')}` : `✓ ${t('talk.done')}`),
      room.may('edit') ? h('button', { class: 'button', type: 'button', onclick: () => room.act(entry.undone ? 'redo' : 'undo', { target: entry.number }) }, t(entry.undone ? 'talk.redo' : 'talk.undo')) : null));
}

// A field in which something is said about a place of the model, or about the whole of it.
export function commentForm(room, { id, label, value, input, send, close }) {
  return h('form', { class: 'placing', key: `say-${id}`, onsubmit: (event) => { event.preventDefault(); send(); } },
    h('div', { class: 'field' }, h('label', { for: id }, label),
      h('textarea', { id, rows: '3', maxlength: '1000', value: value ?? '', oninput: (event) => input(event.target.value) })),
    h('div', { class: 'row' },
      h('button', { class: 'button main', type: 'submit' }, t('talk.send')),
      close ? h('button', { class: 'button', type: 'button', onclick: close }, t('cancel')) : null));
}
