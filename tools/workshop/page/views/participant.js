// The phone: who we are, the stages as a list, and what the phase asks for. The picture cannot be read
// at this width, so a list says the same.
import { announce, h, paint } from '../shell/dom.js';
import { ordered } from '../shell/merge.js';
import { hasWord, many, t } from '../shell/words.js';
import { toast } from '../parts/answer.js';
import { holdFocus } from '../parts/dialog.js';
import { languageChoice } from '../parts/language.js';
import { outcome } from '../parts/outcome.js';
import { whatif } from '../parts/whatif.js';
import { beginPlacing, leavingPatch, placingPatch } from '../parts/phone/placing.js';
import { finder } from '../parts/phone/finder.js';
import { sharePatch } from '../parts/phone/numbers.js';
import { isFound, stageCard } from '../parts/phone/stagecard.js';
import { commentForm, commentItem, editItem, proposalItem } from '../parts/phone/talk.js';
import { keepWe, nicknameOf, readWe, weCard, weName } from '../parts/phone/we.js';

// What each phase brings forward on a phone: places, numbers, or what others proposed.
const bringsForward = {
  look: { place: 'too' },
  place: { place: 'first' },
  discuss: { place: 'too', talk: true },
  numbers: { numbers: 'first', place: 'too' },
  what_if: { numbers: 'too', place: 'too' },
  agree: { place: 'too', talk: true },
};

// More stages than these are looked for by name.
const MANY = 12;

export function participant(place, room) {
  const ui = { form: null, result: null, asking: null, we: {}, whole: '', find: '' };
  let we = readWe(room), follow = null, endWhatIf = null;

  // Asked by itself where the day asks for places, until it was answered.
  const asks = () => ui.asking ?? (!we && room.state.phase === 'place' && room.may('propose'));

  // ------------------------------------------------------------------------------- what is done

  function settle(next) {
    we = next;
    keepWe(room, next);
    const nickname = nicknameOf(next ? weName(room, next) : ui.we.nickname ?? '');
    if (nickname !== (room.state.me.nickname ?? '')) room.act('nickname', { text: nickname });
    ui.asking = false;
    const { then } = ui.we;
    ui.we = {};
    if (then && next) begin('place', then);
    else { draw(); focusOn(document.querySelector('.phase-title')); }
  }

  function begin(sort, stage) {
    ui.result = null;
    if (sort === 'place' && !we?.actor) {
      ui.asking = true;
      ui.we = { then: stage };
      draw();
      focusOn(document.getElementById('we-title'));
      return;
    }
    ui.form = sort === 'place' ? { sort, ...beginPlacing(room, stage, we) } : { sort, stage };
    draw();
    focusOn(document.querySelector('.stage.is-open form :is(input:checked, input, textarea)'));
  }

  function close() {
    const { sort, stage } = ui.form;
    ui.form = null;
    draw();
    focusOn(document.getElementById(`${sort}-${stage}`) ?? document.getElementById(`stage-${stage}`));
  }

  const patchOf = (form) => (form.sort === 'number' ? sharePatch(room.state, form) : placingPatch(room, form, we));

  function send() {
    const { form } = ui;
    if (form.sort === 'comment') {
      if ((form.text ?? '').trim()) answered(form, room.act('comment', { pointer: `/stages/${form.stage}`, text: form.text.trim() }));
    } else answered(form, room.edit(patchOf(form), form.why?.trim() || undefined));
  }
  const leave = () => answered(ui.form, room.edit(leavingPatch(room, ui.form, we)));

  // The card closes at once; what the room answers comes to the same card.
  async function answered(form, promise) {
    close();
    const answer = await promise;
    const number = answer.number ?? answer.entry?.number;
    if (answer.status === 200) {
      const text = t(form.sort === 'comment' ? 'sent.comment' : answer.sort === 'kept' || !room.may('edit') ? 'sent.proposal' : 'sent.edit');
      const kind = room.may('edit') && answer.sort !== 'kept' ? 'undo' : 'dismiss';
      ui.result = { stage: form.stage, text, undo: form.sort === 'comment' || !number ? null : () => takeBack(form, kind, number) };
      announce(text);
    } else {
      const why = (answer.problems ?? []).map((p) => p.message).join(' ');
      ui.result = { stage: form.stage, problem: true, text: [answer.message, why].filter(Boolean).join(' ') || t('sent.failed') };
      ui.form ??= form; // what was written is there again, to be mended
    }
    draw();
    document.getElementById(`result-${form.stage}`)?.scrollIntoView({ block: 'nearest' });
  }

  async function takeBack(form, kind, target) {
    ui.result = null;
    draw();
    focusOn(document.getElementById(`${form.sort}-${form.stage}`));
    const answer = await room.act(kind, { target });
    if (answer.status !== 200) ui.result = { stage: form.stage, problem: true, text: answer.message ?? t('sent.failed') };
    else announce(t('sent.taken-back'));
    draw();
  }

  async function sayWhole() {
    const text = ui.whole.trim();
    if (!text) return;
    ui.whole = '';
    const field = document.getElementById('comment-whole');
    if (field) field.value = '';
    const answer = await room.act('comment', { text });
    if (answer.status === 200) announce(t('sent.comment'));
    else {
      toast(answer.message ?? t('sent.failed'));
      const again = document.getElementById('comment-whole');
      if (!ui.whole) { ui.whole = text; if (again) again.value = text; }
    }
    draw();
  }

  // ------------------------------------------------------------------------------- what is seen

  function header() {
    const live = room.link === 'live';
    const name = we ? weName(room, we) : room.state.me.nickname;
    return h('header', { class: 'phone-bar' },
      h('button', { class: 'button plain who', type: 'button', onclick: () => { ui.asking = !asks(); ui.we = { choice: we?.actor }; draw(); if (ui.asking) focusOn(document.getElementById('we-title')); } },
        h('span', {}, name || t('we.unknown')), h('span', { class: 'only-read' }, ` ${t('we.change')}`), h('span', { 'aria-hidden': 'true' }, ' ▾')),
      h('p', { class: `link is-${room.link}`, role: 'status' }, live ? t('link.live') : t(room.link === 'outside' ? 'link.outside' : 'link.waiting')),
      room.waiting.length > 0 && !live ? h('p', { class: 'unsent', role: 'status' }, many('link.unsent', room.waiting.length)) : null);
  }

  function phaseCard() {
    const { state } = room;
    const own = `phone.${state.phase}.${room.right}`;
    const help = state.frozen ? t('phone.frozen') : t(hasWord(own) ? own : `phone.may.${room.right}`);
    return h('div', { class: 'phone-phase' },
      h('h1', { class: 'phase-title', tabindex: '-1' }, t(`phone.${state.phase}`)),
      h('p', {}, help),
      state.round === 'silent' ? h('p', { class: 'silent' }, t('phone.silent')) : null);
  }

  function stageList(doing) {
    const all = ordered(room.state.model, 'stages');
    const acts = { begin, send, leave, close, redraw: draw };
    const shown = all.length > MANY ? all.filter((stage, i) => ui.form?.stage === stage || isFound(room.state, stage, i, ui.find)) : all;
    const input = (text) => { ui.find = text; draw(); };
    return h('section', { class: 'finding', key: 'stages', 'aria-label': t('phone.stages') },
      all.length > MANY ? finder({ id: 'find-stage', label: t('find.stage'), value: ui.find, found: shown.length, count: all.length, input }) : null,
      h('ol', { class: 'stages' }, shown.map((stage) =>
        stageCard(room, stage, all.indexOf(stage), { we, form: ui.form, result: ui.result, doing, acts }))));
  }

  // In the order in which it was said: nothing moves away from under a finger that is about to vote.
  function talkSection() {
    const others = room.state.proposals.filter((p) => p.entry.client !== room.state.me.client && p.state === 'open');
    const whole = room.state.comments.filter((c) => !c.entry.pointer && !c.entry.target);
    return h('section', { class: 'talk', 'aria-labelledby': 'talk-title' },
      h('h2', { id: 'talk-title', tabindex: '-1' }, t('talk.title')),
      room.may('comment') ? commentForm(room, { id: 'comment-whole', label: t('talk.whole'), value: ui.whole, input: (text) => { ui.whole = text; }, send: sayWhole }) : null,
      others.length > 0 ? h('ul', { class: 'saids', key: 'others' }, others.map((p) => proposalItem(room, p))) : h('p', { class: 'quiet', key: 'none' }, t('talk.none')),
      whole.length > 0 ? h('ul', { class: 'saids', key: 'whole' }, whole.map((c) => commentItem(room, c))) : null);
  }

  function ownSection() {
    const { state } = room;
    const own = state.proposals.filter((p) => p.entry.client === state.me.client);
    const edits = state.entries.filter((e) => e.kind === 'edit' && e.client === state.me.client);
    if (own.length + edits.length === 0) return null;
    const items = [...own.map((p) => [p.entry.number, () => proposalItem(room, p)]), ...edits.map((e) => [e.number, () => editItem(room, e)])];
    return h('section', { class: 'talk', 'aria-labelledby': 'own-title', key: 'own' },
      h('h2', { id: 'own-title', tabindex: '-1' }, t('talk.own')),
      h('ul', { class: 'saids' }, items.sort(([a], [b]) => b - a).map(([, item]) => item())));
  }

  function outcomeFold() {
    const toggle = (event) => {
      if (event.target.open === Boolean(follow)) return;
      if (!event.target.open) { follow(); follow = null; return; }
      follow = outcome(event.target.querySelector('.outcome-here'), room);
    };
    return h('details', { class: 'card fold', ontoggle: toggle }, h('summary', {}, h('h2', {}, t('phone.outcome'))), h('div', { class: 'outcome-here', 'data-kept': '' }));
  }

  function draw() {
    const doing = bringsForward[room.state.phase] ?? bringsForward.look;
    const asked = asks() ? weCard(room, ui, { done: settle, redraw: draw, languages: languageChoice(room.changeLang) }) : null;
    holdFocus(place, () => paint(place, header(), h('main', { class: 'phone' },
      phaseCard(), asked,
      room.state.phase === 'what_if' ? h('section', { class: 'card whatif', 'data-kept': '', key: 'whatif' }) : null,
      doing.talk ? [talkSection(), stageList(doing)] : [stageList(doing), talkSection()],
      ownSection(), outcomeFold(), asked ? null : languageChoice(room.changeLang))));
    followWhatIf();
  }

  // The sliders draw themselves, for as long as the phase asks for them.
  function followWhatIf() {
    const section = place.querySelector('.phone > .whatif');
    if (section && !endWhatIf) endWhatIf = whatif(section, room);
    else if (!section && endWhatIf) { endWhatIf(); endWhatIf = null; }
  }

  draw();
  const ends = [room.on('change', draw), room.on('phase', () => { ui.result = null; })];
  return () => { ends.forEach((end) => end()); follow?.(); endWhatIf?.(); };
}

function focusOn(element) {
  element?.focus({ preventScroll: false });
}
