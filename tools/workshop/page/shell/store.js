// The room as this browser knows it: its state, what happens in it, and what this person does.
//
// What a person does is kept until the room has answered, also over a reload or a night without a
// network, and sent again under the same id: the room does nothing twice. What happens comes down
// one stream; whoever shows something listens with `on`.
import { merge } from './merge.js';
import { currentLang, t } from './words.js';
import { forgetAct, keepAct, keptActs } from './unsent.js';

// Kinds of entries that change the model.
export const effects = new Set(['edit', 'undo', 'redo', 'restore', 'accept']);
const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });

export class Room extends EventTarget {
  constructor(view) {
    super();
    this.view = view; // 'facilitator', 'screen', 'join', 'study', 'compare'
    this.state = null;
    this.link = 'opening'; // 'live', 'waiting' (the stream is broken), 'outside' (no way in)
    this.waiting = []; // acts that the room has not answered
    this.sending = false;
  }

  // --------------------------------------------------------------------------------- coming in

  // With the secret of the link, the spoken code, or the cookie of an earlier visit. Gives 'in',
  // 'code' (a code is needed), or a sentence that says what is wrong.
  async enter(fields = {}) {
    const secret = fields.code ? '' : location.hash.slice(1); // who types a code has no use for the link any more
    const leading = ['facilitator', 'study', 'compare'].includes(this.view) && !fields.code; // a code is the participants'
    const body = { view: leading ? 'facilitator' : this.view === 'screen' ? 'screen' : 'participant', ...(secret ? { secret } : {}), ...fields };
    if (body.secret || body.code) {
      const answer = await this.post('/api/enter', body);
      if (!answer.ok) return answer.status === 429 ? t('enter.slow') : answer.body.message ?? 'code';
      if (location.hash) history.replaceState(null, '', location.pathname + location.search);
    }
    return (await this.fetchRoom()) ? 'in' : 'code';
  }

  // Gives false to who is not known here (any more); a room that has no time now is asked again.
  async fetchRoom() {
    const response = await fetch(`/api/room?lang=${currentLang()}`, { headers: { 'X-Polku': '1' } });
    if ([401, 403].includes(response.status)) return false;
    if (!response.ok) throw new Error(String(response.status));
    this.state = await response.json();
    this.readQueue();
    for (const { act } of this.waiting) act.base = Math.min(act.base, this.state.number); // of another room's day
    this.sendWaiting();
    this.said('all');
    return true;
  }

  // Everything that is sent up goes this way.
  async post(path, fields) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      if (value !== undefined && value !== null) body.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
    const response = await fetch(`${path}${path.includes('?') ? '&' : '?'}lang=${currentLang()}`, { method: 'POST', headers: { 'X-Polku': '1' }, body });
    const text = await response.text();
    let parsed = {};
    try { parsed = JSON.parse(text); } catch { /* an answer of something between us and the room */ }
    return { ok: response.ok, status: response.status, body: parsed };
  }

  async get(path) {
    const response = await fetch(path, { headers: { 'X-Polku': '1' } });
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error(body.message ?? String(response.status)), { status: response.status, body });
    return body;
  }

  // ------------------------------------------------------------------------------------- acting

  // Resolves with the room's answer: {status, sort, number, message, problems, overlap, …}. Refusals
  // are answers too; it never rejects, and waits as long as there is no network.
  act(kind, fields = {}) {
    const act = { id: newId(), kind, base: this.state.number, ...fields };
    return new Promise((answered) => {
      this.waiting.push({ act, answered });
      keepAct(act);
      this.said('queue');
      this.sendWaiting();
    });
  }

  edit(patch, text) { return this.act(this.may('edit') ? 'edit' : 'propose', { patch, text }); }

  async sendWaiting() {
    if (this.sending) return;
    this.sending = true;
    for (let delay = 500; this.waiting.length > 0;) {
      const { act, answered } = this.waiting[0];
      const answer = await this.post('/api/act', act).catch(() => null);
      if (!answer || answer.status === 429 || answer.status >= 502 && answer.status !== 507) {
        if (!answer) this.setLink('waiting'); // a stream may hang for minutes before it says so
        this.said('queue');
        await pause(delay);
        delay = Math.min(delay * 2, 8000);
        continue;
      }
      if (answer.status === 401) { this.setLink('outside'); break; } // kept until this browser is let in again
      delay = 500;
      if (this.stream?.readyState === EventSource.OPEN) this.setLink('live');
      this.waiting.shift();
      forgetAct(act);
      const result = { status: answer.status, ...answer.body };
      this.said('queue');
      if (answer.status === 409) this.refreshMe(); // what could not be undone is set aside
      if (answered) answered(result);
      else this.said('late', { act, answer: result });
    }
    this.sending = false;
  }

  // What this or another tab could not send. Two tabs may send the same: the room does it once.
  readQueue() {
    if (this.waiting.length > 0) return;
    this.waiting = keptActs().map((act) => ({ act }));
  }

  // ------------------------------------------------------------------------------------- rights

  get right() {
    const { me, phase, rights, frozen } = this.state;
    if (me.role === 'facilitator') return 'edit';
    if (me.role !== 'participant' || frozen) return 'look';
    return rights[phase] ?? 'look';
  }

  may(what) {
    const steps = ['look', 'comment', 'propose', 'edit'];
    return steps.indexOf(this.right) >= steps.indexOf(what);
  }

  get leads() { return this.state.me.role === 'facilitator'; }

  // ------------------------------------------------------------------------------------ hearing

  // on('all' | 'model' | 'figures' | 'problems' | 'picture' | 'entries' | 'proposals' | 'comments' |
  // 'phase' | 'people' | 'link' | 'queue' | 'told' | 'late' | 'overwritten' | 'change', fn): 'late' is the
  // answer to an act of an earlier page; 'change' follows every other one, once a frame. Gives the
  // function that ends it.
  on(type, listener) {
    const heard = (event) => listener(event.detail);
    this.addEventListener(type, heard);
    return () => this.removeEventListener(type, heard);
  }

  said(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
    if (this.frame) return;
    this.frame = setTimeout(() => { this.frame = null; this.dispatchEvent(new CustomEvent('change')); }, 0);
  }

  listen() {
    this.stream?.close();
    const stream = new EventSource(`/api/events?after=${this.state.number}&lang=${currentLang()}`);
    this.stream = stream;
    const hear = (name, act) => stream.addEventListener(name, (event) => act(JSON.parse(event.data)));
    stream.onopen = () => this.setLink('live');
    stream.onerror = () => {
      this.setLink('waiting');
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.again(), 2000);
    };
    hear('entry', (entry) => this.happened(entry));
    hear('told', ({ number, told }) => this.tell(number, told));
    hear('figures', ({ number, figures }) => { this.state.figures = figures; this.state.figures_number = number; this.said('figures'); });
    hear('start_figures', ({ start_figures: figures }) => { this.state.start_figures = figures; this.said('figures'); });
    hear('problems', ({ number, problems }) => { Object.assign(this.state, { problems, problems_number: number }); this.said('problems'); });
    hear('picture', ({ number }) => { this.state.picture_number = number; this.said('picture'); });
    hear('people', ({ people, hidden }) => { Object.assign(this.state, { people, hidden: hidden ?? 0 }); this.said('people'); });
    hear('overwritten', ({ number }) => this.said('overwritten', this.state.entries.find((entry) => entry.number === number)));
    hear('vocabulary', ({ vocabulary }) => { this.state.vocabulary = vocabulary; this.said('model'); });
    hear('reset', () => this.again());
  }

  // A device that slept may hold a stream that nobody writes to any more, and not know it.
  wake() { if (this.stream && this.link !== 'outside') this.listen(); }

  // From the beginning: the room was restarted, or too much was missed.
  async again() {
    const there = await this.fetchRoom().catch(() => null);
    if (there === null) setTimeout(() => this.again(), 2000);
    else if (!there) this.setLink('outside');
    else this.listen();
  }

  setLink(link) {
    if (this.link === link) return;
    this.link = link;
    if (link === 'outside') this.stream?.close();
    this.said('link');
    if (link === 'live') this.sendWaiting();
  }

  tell(number, told) {
    const { entries, proposals } = this.state;
    for (const entry of [...entries, ...proposals.map((p) => p.entry)]) if (entry.number === number) entry.told = told;
    this.said('told');
  }

  happened(entry) {
    const { state } = this;
    if (entry.number <= state.number) return;
    state.number = entry.number;
    state.entries = [...state.entries, entry].slice(-400);
    if (state.entries.length === 400) state.first_entry = state.entries[0].number;
    if (effects.has(entry.kind) && entry.patch) this.change(entry);
    (apply[entry.kind] ?? (() => {}))(state, entry, this);
    this.said('entries', entry);
  }

  change(entry) {
    const { state } = this;
    state.model = merge(state.model, entry.patch);
    state.model_number = entry.number;
    let mine = entry.client === state.me.client;
    if (entry.kind === 'undo' || entry.kind === 'redo') {
      const target = state.entries.find((e) => e.number === entry.target);
      if (target) target.undone = entry.kind === 'undo' ? entry.number : 0;
      mine ||= target?.client === state.me.client;
    }
    if (mine) this.refreshMe();
    this.said('model', entry);
  }

  // What undo and redo would take is the room's to say.
  async refreshMe() {
    const { me } = await this.get(`/api/room?part=me&lang=${currentLang()}`).catch(() => ({}));
    if (me) { this.state.me = me; this.said('entries'); }
  }
}

// Acts that change something else than the model.
const apply = {
  propose(state, entry, room) {
    state.proposals = [...state.proposals, { entry, votes: 0, mine: false, state: 'open' }];
    room.said('proposals');
  },
  accept(state, entry, room) { settle(state, entry, 'accepted'); room.said('proposals'); },
  undo(state, entry, room) { settleAgain(state, entry, 'open', room); },
  redo(state, entry, room) { settleAgain(state, entry, 'accepted', room); },
  dismiss(state, entry, room) { settle(state, entry, 'dismissed'); room.said('proposals'); },
  comment(state, entry, room) {
    state.comments = [...state.comments, { entry, votes: 0, mine: false }];
    room.said('comments');
  },
  vote(state, entry, room) {
    const target = [...state.proposals, ...state.comments].find((x) => x.entry.number === entry.target);
    if (!target) return;
    if (entry.votes !== undefined) target.votes = entry.votes;
    if (entry.client === state.me.client) target.mine = entry.value === '1';
    room.said('proposals');
  },
  phase(state, entry, room) { state.phase = entry.value; room.said('phase'); },
  allow(state, entry, room) { state.rights = { ...state.rights, [entry.text]: entry.value }; room.said('phase'); },
  freeze(state, entry, room) { state.frozen = entry.value === '1'; room.said('phase'); },
  round(state, entry, room) {
    state.round = entry.value;
    if (entry.value === 'open') room.again(); else room.said('phase');
  },
  version(state, entry, room) {
    state.versions = [...state.versions, { number: entry.number, at: entry.at, text: entry.text }];
    room.said('entries');
  },
  nickname(state, entry, room) {
    if (entry.client === state.me.client) state.me = { ...state.me, nickname: entry.text ?? '' };
    room.said('people');
  },
  save(state, entry, room) { state.saved_number = entry.number; room.said('entries'); },
};

// Who takes an acceptance back has the proposal before them again.
function settleAgain(state, entry, how, room) {
  const accept = state.entries.find((e) => e.number === entry.target && e.kind === 'accept');
  if (!accept) return;
  settle(state, accept, how);
  room.said('proposals');
}

function settle(state, entry, how) {
  state.proposals = state.proposals.map((p) => (p.entry.number === entry.target ? { ...p, state: how } : p));
}

// Random enough where there is no secure context, too.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}
