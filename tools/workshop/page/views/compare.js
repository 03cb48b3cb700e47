// The model beside what it was this morning, beside a moment that has a name, or beside another file:
// the difference and what was done first; the whole comparison is a page of its own.
import { h, paint } from '../shell/dom.js';
import { effects } from '../shell/store.js';
import { authorOf } from '../shell/who.js';
import { clock, currentLang, number, say, t } from '../shell/words.js';
import { sinceMorning } from '../parts/outcome.js';
import { sayEntry } from '../parts/phone/says.js';

export function compare(place, room) {
  const ui = { with: '0', others: [] };

  const addressOf = () => `/api/compare?lang=${currentLang()}&with=${encodeURIComponent(ui.with)}&number=${room.state.model_number}`;

  function chooser() {
    const { versions } = room.state;
    const option = (value, text) => h('option', { value, selected: ui.with === value }, text);
    const choose = (event) => { ui.with = event.target.value; draw(); };
    return h('div', { class: 'field' }, h('label', { for: 'with' }, t('compare.with')),
      h('select', { id: 'with', onchange: choose },
        option('0', t('compare.start')),
        versions.length > 0 ? h('optgroup', { label: t('compare.versions') }, versions.map((v) => option(String(v.number), `${v.text} (${clock(v.at)})`))) : null,
        ui.others.length > 0 ? h('optgroup', { label: t('compare.files') }, ui.others.map((file) => option(file, file))) : null));
  }

  function difference() {
    const { figures, start_figures: start } = room.state;
    if (ui.with !== '0' || !figures?.work || !start?.work) return null;
    const since = sinceMorning(figures, start);
    return h('section', { class: 'card compare-head', 'aria-labelledby': 'compare-difference', key: 'difference' },
      h('h2', { id: 'compare-difference' }, t('compare.difference')),
      h('p', { class: 'compare-number' }, t('compare.numbers', { before: number(start.work.people, 0), now: number(figures.work.people, 0), of: number(figures.people, 0) })),
      h('p', { class: `outcome-since ${since.way}` }, since.text),
      h('p', { class: 'quiet' }, t('compare.ranges', { low: number(start.work.low, 0), high: number(start.work.high, 0), low2: number(figures.work.low, 0), high2: number(figures.work.high, 0) })));
  }

  function whatChanged() {
    if (!/^\d+$/.test(ui.with)) return null;
    const { entries, first_entry: first } = room.state;
    const done = entries.filter((e) => effects.has(e.kind) && e.number > Number(ui.with) && !e.undone && e.kind !== 'undo');
    return h('section', { class: 'card', 'aria-labelledby': 'compare-changes', key: 'changes' },
      h('h2', { id: 'compare-changes' }, t('compare.changes', { count: done.length })),
      first > Number(ui.with) + 1 ? h('p', { class: 'quiet' }, t('compare.only-last')) : null,
      h('ol', { class: 'changes' }, done.map((e) => h('li', { key: e.number }, h('span', { class: 'quiet' }, `${[clock(e.at), authorOf(e, room.state)].filter(Boolean).join(' ')} `), sayEntry(e, room.state)))));
  }

  function draw() {
    paint(place, h('main', { class: 'compare' },
      h('header', {}, h('h1', {}, t('compare.title')), h('p', { class: 'quiet' }, say(room.state.title))),
      h('div', { class: 'card' }, chooser(), h('a', { class: 'button main', href: addressOf() }, t('compare.alone')), h('p', { class: 'quiet' }, t('compare.alone-about'))),
      difference(), whatChanged()));
  }

  draw();
  room.get('/api/others').then(({ files }) => { ui.others = files ?? []; draw(); }).catch(() => {});
  return room.on('change', draw);
}
