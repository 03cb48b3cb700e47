// Laws of the room as a browser knows it (shell/store.js), without a browser: a network that loses, a
// storage that is kept over a reload, clocks that do not wait.
import assert from 'node:assert/strict';
import { join } from 'node:path';

const kept = new Map();
// Keys come in no order that one may trust.
globalThis.localStorage = {
  get length() {
    return kept.size;
  },
  key: (i) => [...kept.keys()].reverse()[i],
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => kept.set(key, value),
  removeItem: (key) => kept.delete(key),
};
globalThis.location = { host: '127.0.0.1:8047', hash: '', pathname: '/join', search: '' };
globalThis.EventSource = class {
  static OPEN = 1;
  addEventListener() {}
  close() {}
};
const later = globalThis.setTimeout;
async function until(what, holds) {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 2000) throw new Error(`${what} did not come`);
    await new Promise((done) => later(done, 5));
  }
}
const allSent = () => until('the end of the queue', () => kept.size === 0);

const anyState = (more = {}) => ({
  number: 3,
  model: { stages: { trial: { name: 'Kokeilu' } } },
  entries: [],
  proposals: [],
  comments: [],
  versions: [],
  me: { client: 1, role: 'participant', nickname: '' },
  phase: 'place',
  rights: { look: 'comment', place: 'propose', numbers: 'edit' },
  frozen: false,
  ...more,
});

// A room that answers acts with these, one after the other, then with 'done'; what it was asked.
function network(answers, state = anyState()) {
  const asked = [];
  globalThis.fetch = async (path, { body } = {}) => {
    if (path.startsWith('/api/room')) return { ok: true, status: 200, json: async () => structuredClone(state) };
    asked.push({ ...Object.fromEntries(body), stored: kept.size });
    const answer = answers.shift() ?? 200;
    if (answer === 'silence') return new Promise(() => {});
    if (answer === 'lost') throw new TypeError('no network');
    return { ok: answer < 300, status: answer, text: async () => JSON.stringify({ sort: 'x', number: 4 }) };
  };
  return asked;
}

async function opened(Room, answers, state) {
  kept.clear();
  const asked = network(answers, state);
  const room = new Room('join');
  await room.fetchRoom();
  return { room, asked };
}

const entry = (number, kind, more = {}) => ({ number, kind, client: 2, nickname: '', base: number - 1, ...more });

const laws = (Room) => ({
  async what_was_not_answered_is_sent_again_under_its_id() {
    const { room, asked } = await opened(Room, ['lost', 429, 503, 502, 200]);
    const answer = await room.act('comment', { text: 'a' });
    assert.equal(answer.status, 200);
    assert.equal(asked.length, 5);
    assert.equal(new Set(asked.map((act) => act.id)).size, 1);
    assert.ok(asked.every((act) => act.stored === 1)); // kept until it is answered
    assert.equal(kept.size, 0);
  },

  async what_was_refused_is_answered_and_not_sent_again() {
    for (const status of [400, 403, 404, 409, 422, 507]) {
      const { room, asked } = await opened(Room, [status]);
      assert.equal((await room.act('comment', { text: 'a' })).status, status);
      assert.equal(asked.length, 1);
      assert.equal(kept.size, 0, String(status));
    }
  },

  async what_a_page_could_not_send_the_next_one_sends_in_its_order() {
    const { room } = await opened(Room, ['silence'], anyState({ number: 9 }));
    for (const text of ['first', 'second', 'third']) room.act('comment', { text });
    assert.equal(kept.size, 3);
    const asked = network([]);
    const next = new Room('join'),
      late = [];
    next.on('late', ({ act }) => late.push(act.text));
    await next.fetchRoom();
    await allSent();
    assert.deepEqual(asked.map((act) => act.text), ['first', 'second', 'third']);
    assert.deepEqual(late, ['first', 'second', 'third']);
    assert.ok(asked.every((act) => Number(act.base) <= 3)); // the room may be another day's
  },

  async who_is_not_known_any_more_loses_nothing_of_what_they_did() {
    const { room, asked } = await opened(Room, [401]);
    room.act('comment', { text: 'a' });
    await until('the refusal', () => room.link === 'outside');
    assert.equal(kept.size, 1);
    assert.equal(asked.length, 1);
    await room.fetchRoom(); // let in again
    await allSent();
    assert.equal(asked[1].id, asked[0].id);
  },

  async one_may_what_the_phase_says_and_nothing_while_it_is_frozen() {
    const right = async (more) => (await opened(Room, [], anyState(more))).room.right;
    assert.equal(await right({}), 'propose');
    assert.equal(await right({ phase: 'numbers' }), 'edit');
    assert.equal(await right({ phase: 'numbers', frozen: true }), 'look');
    assert.equal(await right({ me: { client: 1, role: 'screen' }, phase: 'numbers' }), 'look');
    assert.equal(await right({ me: { client: 1, role: 'facilitator' }, frozen: true }), 'edit');
    const { room } = await opened(Room, []);
    assert.deepEqual(['look', 'comment', 'propose', 'edit'].map((what) => room.may(what)), [true, true, true, false]);
  },

  async who_may_not_edit_proposes() {
    for (const [phase, kind] of [
      ['place', 'propose'],
      ['numbers', 'edit'],
    ]) {
      const { room, asked } = await opened(Room, [], anyState({ phase }));
      await room.edit({ horizon: 12 });
      assert.equal(asked[0].kind, kind);
    }
  },

  async what_is_heard_twice_happens_once() {
    const { room } = await opened(Room, []);
    const comment = entry(4, 'comment', { text: 'a' });
    for (let n = 0; n < 2; n++) room.happened(comment);
    assert.equal(room.state.comments.length, 1);
    assert.equal(room.state.entries.length, 1);
    room.happened(entry(5, 'edit', { patch: { stages: { trial: { name: 'Uusi' } } } }));
    room.happened(entry(4, 'edit', { patch: { stages: { trial: { name: 'Vanha' } } } }));
    assert.equal(room.state.model.stages.trial.name, 'Uusi');
    assert.equal(room.state.model_number, 5);
  },

  async a_proposal_is_accepted_open_again_and_accepted_again() {
    const { room } = await opened(Room, []);
    const how = () => room.state.proposals.map((p) => p.state);
    room.happened(entry(4, 'propose', { patch: { horizon: 12 } }));
    assert.equal(room.state.model.horizon, undefined);
    room.happened(entry(5, 'accept', { target: 4, patch: { horizon: 12 } }));
    assert.deepEqual(how(), ['accepted']);
    assert.equal(room.state.model.horizon, 12);
    room.happened(entry(6, 'undo', { target: 5, patch: { horizon: null } }));
    assert.deepEqual(how(), ['open']);
    assert.ok(!('horizon' in room.state.model));
    room.happened(entry(7, 'redo', { target: 5, patch: { horizon: 12 } }));
    assert.deepEqual(how(), ['accepted']);
    room.happened(entry(8, 'propose', { patch: { horizon: 15 } }));
    room.happened(entry(9, 'dismiss', { target: 8 }));
    assert.deepEqual(how(), ['accepted', 'dismissed']);
  },

  async votes_are_those_that_the_room_counted_and_one_of_them_is_mine() {
    const { room } = await opened(Room, []);
    room.happened(entry(4, 'propose', { patch: {} }));
    const [proposal] = room.state.proposals;
    room.happened(entry(5, 'vote', { target: 4, value: '1', votes: 3 }));
    assert.deepEqual([proposal.votes, proposal.mine], [3, false]);
    room.happened(entry(6, 'vote', { target: 4, value: '1', votes: 4, client: 1 }));
    assert.deepEqual([proposal.votes, proposal.mine], [4, true]);
    room.happened(entry(7, 'vote', { target: 4, value: '0', votes: 3, client: 1 }));
    assert.deepEqual([proposal.votes, proposal.mine], [3, false]);
  },
});

// Clocks do not wait as long as one of these is held.
export async function roomLaws(page) {
  const { Room } = await import(join(page, 'shell/store.js'));
  const quick = (law) => async () => {
    globalThis.setTimeout = (what) => later(what, 0);
    try {
      await law();
    } finally {
      globalThis.setTimeout = later;
    }
  };
  return Object.fromEntries(Object.entries(laws(Room)).map(([name, law]) => [name, quick(law)]));
}
