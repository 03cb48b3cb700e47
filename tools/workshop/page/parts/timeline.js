// The day as a line: a dot for each change, a flag for what was named or saved. Moving along it shows
// what was; restoring makes a new change out of it, so nothing is lost.
import { h, paint } from '../shell/dom.js';
import { effects } from '../shell/store.js';
import { whoOf } from '../shell/who.js';
import { clock, t } from '../shell/words.js';
import { toast } from './answer.js';
import { asked } from './dialog.js';
import { wordsOf } from './lately.js';

// timeline(place, room, { onmoment }): `onmoment(moment)` shows {number, text} of the past, null: now.
export function timeline(place, room, { onmoment }) {
  let older = []; // entries from before those that the state has
  let last = room.state.entries;
  let chosen = null; // number of the moment that is shown; null: now

  const moments = () => {
    const all = [...older, ...room.state.entries].filter((e) => effects.has(e.kind) || e.kind === 'version' || e.kind === 'save');
    return [{ number: 0, at: null, kind: 'start' }, ...all];
  };

  const textOf = (moment) => {
    if (moment.kind === 'start') return t('timeline.start');
    const words = wordsOf(room, moment)[0] ?? t('lately.change');
    return `${clock(moment.at)} · ${effects.has(moment.kind) ? `${whoOf(room, moment)}: ` : ''}${words}`;
  };

  const choose = (index, list) => {
    const moment = list[index];
    const past = index < list.length - 1 && list.slice(index + 1).some((m) => effects.has(m.kind));
    chosen = past ? moment.number : null;
    onmoment(past ? { number: moment.number, text: textOf(moment) } : null);
    draw();
  };

  const draw = () => {
    const list = moments();
    const index = chosen === null ? list.length - 1 : Math.max(0, list.findIndex((m) => m.number === chosen));
    const first = list.find((m) => m.at)?.at;
    const position = (i) => (list.length > 1 ? `${(100 * i) / (list.length - 1)}%` : '100%');
    paint(place,
      h('span', { class: 'quiet timeline-clock' }, first ? clock(first) : ''),
      h('div', { class: `timeline-line${list.length > 60 ? ' many' : ''}` },
        h('div', { class: 'timeline-dots', 'aria-hidden': 'true' }, list.map((m, i) => h('span', { class: `dot ${m.kind}${m.undone ? ' undone' : ''}${i === index ? ' now' : ''}`, style: { left: position(i) }, title: m.kind === 'version' ? m.text : null }))),
        h('input', { type: 'range', min: 0, max: Math.max(1, list.length - 1), step: 1, value: list.length > 1 ? index : 1, disabled: list.length < 2, 'aria-label': t('timeline.label'), 'aria-valuetext': chosen === null ? t('timeline.now') : textOf(list[index]),
          oninput: (event) => choose(Number(event.target.value), moments()), onkeydown: (event) => { if (event.key === 'Escape' && chosen !== null) back(); } })),
      h('span', { class: 'quiet timeline-now' }, chosen === null ? t('timeline.now') : clock(list[index].at ?? first ?? Date.now())));
    const slider = place.querySelector('input');
    if (Number(slider.value) !== (list.length > 1 ? index : 1)) slider.value = String(list.length > 1 ? index : 1);
  };

  const back = () => { chosen = null; onmoment(null); draw(); };

  const restore = async () => {
    if (chosen === null) return;
    const list = moments();
    const text = textOf(list.find((m) => m.number === chosen) ?? list[0]);
    if (!await asked(t('timeline.restore-title'), t('timeline.restore-about', { moment: text }), t('timeline.restore'))) return;
    const answer = await room.act('restore', { target: chosen });
    if (answer.status === 200) { back(); toast(t('timeline.restored')); } else toast(answer.message);
  };

  // What happened before the last 200 entries, if anything did.
  const fetchOlder = async () => {
    older = [];
    let before = room.state.first_entry ?? 1;
    for (let pages = 0; before > 1 && pages < 50; pages++) {
      const body = await room.get(`/api/entries?before=${before}`).catch(() => null);
      const entries = Array.isArray(body) ? body : body?.entries ?? [];
      if (entries.length === 0) break;
      older = [...entries, ...older];
      before = entries[0].number;
    }
    if (older.length > 0) draw();
  };

  // The state lets its oldest entries go: the line keeps them.
  const grow = () => {
    const { entries } = room.state;
    if (entries[0] && last[0] && entries[0].number > last[0].number) older = [...older, ...last.filter((e) => e.number < entries[0].number)];
    last = entries;
    draw();
  };
  const anew = () => { last = room.state.entries; draw(); fetchOlder(); };

  draw();
  fetchOlder();
  const ends = [room.on('entries', grow), room.on('told', draw), room.on('all', anew)];
  return { end: () => ends.forEach((end) => end()), back, restore };
}
