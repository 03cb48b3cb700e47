// A form follows the room while somebody writes in it. Each field is one small act, sent when the
// field is left, so that two people can write in two fields of one thing. What somebody is writing
// is a draft: no change of the room overwrites it, and no refusal loses it.
import { h, paint, announce } from '../../shell/dom.js';
import { at, pointerOf, steps } from '../../shell/merge.js';
import { effects } from '../../shell/store.js';
import { doerOf } from '../../shell/who.js';
import { currentLang, t } from '../../shell/words.js';
import { sections } from './shape.js';

let serial = 0;

export class Form {
  // `draw(form)` gives what stands in the form; `options` is what its place asked for.
  constructor(room, options, draw) {
    Object.assign(this, { room, options, draw });
    this.id = `f${++serial}`;
    this.drafts = new Map(); // by the key of a field: {text, base, problems, either, sent, until}
    this.notes = new Map(); // by the key of a field: what became of the last act
    this.folds = new Set(); // which parts somebody has opened
    this.ids = new Map();
    this.pending = {}; // what an adder has not sent yet
    this.element = h('div', { class: 'form', key: this.id, 'data-kept': true });
    this.paint();
    this.stop = room.on('change', () => this.followed());
  }

  get model() {
    return this.room.state.model;
  }
  get words() {
    return this.room.state.vocabulary ?? {};
  }
  get writable() {
    return this.room.may('propose');
  }
  get(pointer) {
    return at(this.model, pointer);
  }

  followed() {
    if (this.element.isConnected) this.shown = true;
    else if (this.shown) {
      this.stop();
      return;
    }
    this.dropAnswered();
    if (this.stale()) this.paint();
  }

  // Most of what happens in a room is nothing to a form.
  stale() {
    const { state } = this.room;
    const now = [state.model, state.problems, state.vocabulary, this.room.right, this.drafts.size];
    const changed = !this.seen || now.some((part, i) => part !== this.seen[i]);
    this.seen = now;
    return changed;
  }

  paint() {
    this.claimed = [];
    this.shownKeys = new Set();
    paint(this.element, this.draw(this));
    // A field that has the focus but no draft shows what the room says.
    const focused = document.activeElement;
    const mine = focused?.closest('.form') === this.element && focused.dataset.shown !== undefined;
    if (mine && !this.drafts.has(focused.dataset.key) && focused.value !== focused.dataset.shown)
      focused.value = focused.dataset.shown;
  }

  // Ids of elements: the same for the same field as long as the form lives.
  idOf(key) {
    if (!this.ids.has(key)) this.ids.set(key, `${this.id}-${this.ids.size}`);
    return this.ids.get(key);
  }

  // ------------------------------------------------------------------------------------- acting

  // Whether what a pointer names, or the part that is open, has been taken away.
  isGone(pointer) {
    const [section, id] = steps(pointer.split('#')[0]);
    const part = id !== undefined && sections.includes(section) && this.model[section] ? pointerOf(section, id) : null;
    return [part, this.opened?.()].some((place) => place && place !== '/' && this.get(place) === undefined);
  }

  // Sends a patch for a field; the draft stays until the room has it.
  async send(key, patch, act = () => this.room.edit(patch)) {
    const draft = this.drafts.get(key) ?? {};
    Object.assign(draft, { sent: (draft.sent ?? 0) + 1, problems: [], either: null, slow: false });
    this.drafts.set(key, draft);
    this.notes.delete(key);
    const slow = setTimeout(() => this.waits(draft), 1000);
    const answer = await act();
    clearTimeout(slow);
    draft.sent--;
    if (answer.status === 200) this.accepted(key, draft, answer);
    else this.refused(key, draft, answer);
    this.paint();
    return answer;
  }

  waits(draft) {
    draft.slow = true;
    this.paint();
  }

  // Somebody who wrote on meanwhile keeps the draft.
  accepted(key, draft, answer) {
    const kept = answer.sort === 'kept' || answer.entry?.kind === 'propose' || !this.room.may('edit');
    if (kept) {
      this.note(key, t('form.kept'));
      this.drafts.delete(key);
      return;
    }
    if (answer.overlap?.length) this.note(key, t('form.overlap'));
    if (answer.revived) this.note(key, t('form.revived'));
    if (draft.written || draft.sent > 0) return;
    draft.until = answer.number ?? 0;
    this.dropAnswered();
  }

  refused(key, draft, answer) {
    draft.problems = answer.problems?.length
      ? answer.problems
      : [{ severity: 'error', message: answer.message ?? t('form.refused') }];
    announce(draft.problems[0].message, true);
  }

  note(key, text) {
    this.notes.set(key, text);
    announce(text);
  }

  // A draft whose act has come back down the stream has nothing more to say.
  dropAnswered() {
    for (const [key, draft] of this.drafts)
      if (draft.until !== undefined && this.room.state.number >= draft.until) this.drafts.delete(key);
  }

  // ------------------------------------------------------------------------------------ hearing

  // What the rules and the checks say about a place of the model and all below it. What is said of the
  // whole model stands elsewhere, though it points at its first example.
  problemsAt(pointer, { exactly = false } = {}) {
    const told = this.room.state.problems?.[currentLang()] ?? [];
    return told.filter(
      (p) => !['I-GAP', 'I-UNSOURCED'].includes(p.code) && (p.pointer === pointer || (!exactly && p.pointer?.startsWith(`${pointer}/`))),
    );
  }

  // What became of acts that no field shows: an order, a part that was to go.
  aside() {
    const keys = [...new Set([...this.drafts.keys(), ...this.notes.keys()])].filter((key) => !this.shownKeys.has(key));
    return {
      problems: keys.flatMap((key) => this.drafts.get(key)?.problems ?? []),
      notes: keys.filter((key) => this.notes.has(key)).map((key) => this.notes.get(key)),
    };
  }

  // Says that a field shows the problems of this place, so that nobody else does.
  claim(pointer) {
    this.claimed.push(pointer);
  }

  unclaimed(pointer) {
    return this.problemsAt(pointer).filter(
      (p) => !this.claimed.some((c) => p.pointer === c || p.pointer.startsWith(`${c}/`)),
    );
  }

  // What last happened to a place.
  lastEntry(pointer) {
    const path = steps(pointer);
    return [...this.room.state.entries].reverse().find((e) => effects.has(e.kind) && e.patch && touches(e.patch, path));
  }

  // Who last wrote to a place, by the name that they gave.
  lastWriter(pointer) {
    const entry = this.lastEntry(pointer),
      { me } = this.room.state;
    if (!entry || entry.client === me.client) return t('form.somebody');
    return doerOf(entry);
  }
}

function touches(patch, path) {
  let here = patch;
  for (const step of path) {
    if (here === null || typeof here !== 'object' || Array.isArray(here)) return true;
    if (!(step in here)) return false;
    here = here[step];
  }
  return true;
}

// -------------------------------------------------------------------------------------- problems

const severities = ['error', 'warning', 'remark'];
export const bySeverity = (problems) =>
  [...problems].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));

export function problemList(problems, props = {}) {
  if (problems.length === 0) return null;
  return h(
    'ul',
    { class: 'form-problems', ...props },
    bySeverity(problems).map((p) =>
      h(
        'li',
        { class: `is-${p.severity ?? 'error'}` },
        h('strong', {}, t(`form.severity.${severities.includes(p.severity) ? p.severity : 'error'}`)),
        ' ',
        p.message,
        p.hint ? h('span', { class: 'form-hint' }, ' ', p.hint) : null,
      ),
    ),
  );
}
