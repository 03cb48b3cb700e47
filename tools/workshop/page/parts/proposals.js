// What is proposed: what it would change in words, who says so, how many are for it; and what the
// facilitator decides.
import { h, paint } from '../shell/dom.js';
import { clock, currentLang, t } from '../shell/words.js';
import { whoOf } from '../shell/who.js';
import { placeOf } from './about.js';
import { answerNote } from './answer.js';
import { holdFocus } from './dialog.js';
import { folds } from './fold.js';
import { sayEntry } from './phone/says.js';

const most = 8; // that are shown at once
const notes = new Map(); // of each proposal, what the room last answered

export const toldOf = (entry) => entry.told?.[currentLang()] ?? entry.told?.fi ?? [];

// In the room's words; until those have come, in the page's own.
export function sentences(room, entry) {
  const told = toldOf(entry);
  return told.length > 0 || !entry.patch ? told : [sayEntry(entry, room.state)];
}

export function proposalCard(room, proposal, { brief = false, goto = null } = {}) {
  const { entry } = proposal;
  if (!notes.has(entry.number)) notes.set(entry.number, answerNote());
  const note = notes.get(entry.number);
  const act = async (kind, fields) => note.tell(await room.act(kind, { target: entry.number, ...fields }));
  const mine = entry.client === room.state.me.client;
  const told = sentences(room, entry);
  const for_ = t('proposals.for', { count: proposal.votes });
  const place = placeOf(entry.patch);
  return h(brief ? 'div' : 'li', { class: 'proposal', key: `proposal-${entry.number}` },
    told.slice(0, 4).map((line) => h('p', { class: 'told' }, line)),
    told.length > 4 ? h('details', {}, h('summary', {}, t('proposals.rest', { count: told.length - 4 })), told.slice(4).map((line) => h('p', {}, line))) : null,
    entry.text && !told.includes(entry.text) ? h('p', { class: 'in-words' }, `”${entry.text}”`) : null,
    h('p', { class: 'quiet' }, [whoOf(room, entry), clock(entry.at), proposal.votes > 0 ? for_ : null].filter(Boolean).join(' · ')),
    note.element,
    h('div', { class: 'actions' },
      room.leads ? h('button', { class: 'button main small', type: 'button', key: 'accept', onclick: () => act('accept') }, t('proposals.accept')) : null,
      !room.leads && !mine && room.may('comment') ? h('button', { class: 'button small', type: 'button', key: 'vote', 'aria-pressed': String(proposal.mine), onclick: () => act('vote', { value: proposal.mine ? '0' : '1' }) }, proposal.mine ? t('proposals.voted') : t('proposals.vote')) : null,
      room.leads || mine ? h('button', { class: 'button small', type: 'button', key: 'dismiss', onclick: () => act('dismiss') }, room.leads ? t('proposals.dismiss') : t('proposals.take-back')) : null,
      goto && place ? h('button', { class: 'button small plain', type: 'button', key: 'goto', onclick: () => goto(place, entry.patch) }, t('show')) : null));
}

// The open ones first to last; what was decided is folded below.
export function proposals(place, room, { goto } = {}) {
  const fold = folds(() => draw());
  const list = (some) => h('ul', { class: 'plain-list' }, some.map((p) => proposalCard(room, p, { goto })));
  const draw = () => {
    const { state } = room;
    const open = (state.proposals ?? []).filter((p) => p.state === 'open');
    const settled = (state.proposals ?? []).filter((p) => p.state !== 'open').slice(-20).reverse();
    holdFocus(place, () => paint(place,
      h('h2', { id: 'proposals-title', tabindex: '-1' }, open.length > 0 ? t('proposals.title-count', { count: open.length }) : t('proposals.title')),
      state.round === 'silent' ? h('p', { class: 'quiet' }, t('proposals.silent', { count: state.hidden ?? 0 })) : null,
      open.length > 0 ? list(open.slice(0, most)) : h('p', { class: 'quiet' }, t('proposals.none')),
      open.length > most ? fold('more', t('proposals.more', { count: open.length - most }), () => list(open.slice(most))) : null,
      settled.length > 0 ? fold('settled', t('proposals.settled', { count: settled.length }), () =>
        h('ul', { class: 'plain-list' }, settled.map((p) => h('li', { class: 'settled' }, sentences(room, p.entry).join('; '), h('span', { class: 'quiet' }, ` · ${t(`proposals.${p.state}`)}`))))) : null), () => place.querySelector('h2'));
  };
  draw();
  const ends = ['proposals', 'told', 'all', 'phase', 'people', 'model'].map((type) => room.on(type, draw));
  return () => ends.forEach((end) => end());
}
