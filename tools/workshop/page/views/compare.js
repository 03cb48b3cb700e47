// The model beside what it was when the workshop began, beside a moment that has a name, or beside another file:
// the difference and what was done first; the whole comparison is a page of its own.
import { h, paint } from '../shell/dom.js';
import { clock, currentLang, number, say, t } from '../shell/words.js';
import { pageHead } from '../parts/language.js';
import { changes, happened } from '../parts/lately.js';
import { sinceStart, startOf } from '../parts/outcome.js';

export function compare(place, room) {
  const ui = { with: null, others: [], asked: false };
  const start = () => String(startOf(room.state));
  const other = () => ui.with ?? start();

  const addressOf = () => `/api/compare?lang=${currentLang()}&with=${encodeURIComponent(other())}&number=${room.state.model_number}`;

  function chooser() {
    const { versions } = room.state;
    const option = (value, text) => h('option', { value, selected: other() === value }, text);
    const choose = (event) => { ui.with = event.target.value; ui.asked = false; draw(); };
    return h('div', { class: 'field' }, h('label', { for: 'with' }, t('compare.with')),
      h('select', { id: 'with', onchange: choose },
        option(start(), t('compare.start')),
        start() === '0' ? null : option('0', t('compare.original')),
        versions.length > 0 ? h('optgroup', { label: t('compare.versions') }, versions.map((v) => option(String(v.number), `${v.text} (${clock(v.at)})`))) : null,
        ui.others.length > 0 ? h('optgroup', { label: t('compare.files') }, ui.others.map((file) => option(file, file))) : null));
  }

  function difference() {
    const { figures, start_figures: first } = room.state;
    if (other() !== start() || !figures?.work || !first?.work) return null;
    const since = sinceStart(figures, first);
    return h('section', { class: 'card compare-head', 'aria-labelledby': 'compare-difference', key: 'difference' },
      h('h2', { id: 'compare-difference' }, t('compare.difference')),
      h('p', { class: 'compare-number' }, t('compare.numbers', { before: number(first.work.people, 0), now: number(figures.work.people, 0), of: number(figures.people, 0) })),
      h('p', { class: `outcome-since ${since.way}` }, since.text),
      h('p', { class: 'quiet' }, t('compare.ranges', { low: number(first.work.low, 0), high: number(first.work.high, 0), low2: number(figures.work.low, 0), high2: number(figures.work.high, 0) })));
  }

  function whatChanged() {
    const since = other();
    if (!/^\d+$/.test(since)) return null;
    const { entries, first_entry: first } = room.state;
    const done = entries.filter((e) => changes(e) && e.number > Number(since)).reverse();
    return h('section', { class: 'card', 'aria-labelledby': 'compare-changes', key: 'changes' },
      h('h2', { id: 'compare-changes' }, t('compare.changes', { count: done.length })),
      first > Number(since) + 1 ? h('p', { class: 'quiet' }, t('compare.only-last')) : null,
      done.length > 0 ? happened(room, done) : h('p', { class: 'quiet' }, t('compare.same')));
  }

  function draw() {
    paint(place, h('main', { class: 'compare' },
      pageHead(room, t('compare.title'), say(room.state.title)),
      h('section', { class: 'card compare-choice', 'aria-label': t('compare.with') }, chooser(), h('a', { class: 'button main', href: addressOf(), onclick: () => { ui.asked = true; draw(); } }, t('compare.alone')),
        h('p', { class: 'quiet', role: 'status' }, t(ui.asked ? 'compare.computing' : 'compare.alone-about'))),
      difference(), whatChanged()));
  }

  draw();
  room.get('/api/others').then(({ files }) => { ui.others = files ?? []; draw(); }).catch(() => {});
  return room.on('change', draw);
}
