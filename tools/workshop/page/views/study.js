// For who wants the numbers: outcomes with their ranges, where people are month by month, what would
// matter most, how it was computed, and the same as files.
import { h, paint } from '../shell/dom.js';
import { currentLang, hasWord, number, percent, say, signed, t } from '../shell/words.js';
import { curveChart } from '../parts/charts/curve.js';
import { staysTable } from '../parts/charts/stays.js';
import { pageHead } from '../parts/language.js';
import { outcome, stagesOf } from '../parts/outcome.js';
import { twin } from '../parts/twin.js';

const outcomes = ['employment_ratio', 'open_employment_ratio', 'employed_at_end', 'lasting_employment', 'months_employed'];
const files = [
  ['study.file.model', () => '/api/model.json'], ['study.file.result', () => '/api/result.json'],
  ['study.file.report', () => `/api/report?lang=${currentLang()}`], ['study.file.minutes', () => `/api/minutes?lang=${currentLang()}&names=1`],
  ['study.file.compare', () => '/compare'],
];

const CALM = 3000; // ms without a change, after which it is worth while to compute for long

// What takes the room long is asked once for each model, when the figures have settled, nothing has
// changed for a while, and somebody looks at where it stands. `told()` is called when it has come.
function slowly(room, path, told) {
  const one = { answer: null, wrong: null, of: null, asking: false, timer: null, stale: () => one.answer && one.of !== room.state.model_number };
  const inSight = new Set();
  const watching = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) if (isIntersecting) inSight.add(target); else inSight.delete(target);
    one.soon();
  });
  one.watch = (element) => watching.observe(element);
  one.soon = () => { clearTimeout(one.timer); one.timer = setTimeout(ask, one.of === null ? 0 : CALM); };
  one.end = () => { one.ended = true; clearTimeout(one.timer); watching.disconnect(); };

  async function ask() {
    const { figures, model_number: now } = room.state;
    const settled = figures && !figures.error && figures.effort !== 'quick';
    if (!settled || inSight.size === 0 || document.hidden || one.asking || one.ended || one.of === now) return;
    one.asking = true;
    const answer = await room.get(path).catch((error) => ({ wrong: error.message }));
    Object.assign(one, { asking: false, of: now, wrong: answer.wrong ?? null });
    if (!answer.wrong) one.answer = answer;
    if (one.ended) return;
    told();
    if (room.state.model_number !== now) one.soon();
  }
  return one;
}

export function study(place, room) {
  const result = slowly(room, '/api/result.json', () => draw()), leverage = slowly(room, `/api/leverage?lang=${currentLang()}`, () => draw());
  const mounted = [];

  const section = (id, title, ...inside) => h('section', { class: 'card', 'aria-labelledby': id, key: id }, h('h2', { id }, title), ...inside);
  const head = (...names) => h('thead', {}, h('tr', {}, names.map((name) => h('th', { scope: 'col' }, name))));
  const table = (label, ...inside) => h('div', { class: 'scrolling', tabindex: '0', role: 'group', 'aria-label': label }, h('table', { class: 'figures-table' }, ...inside));
  const ofSlow = (one, show) => [
    one.answer && !one.stale() ? null : h('p', { class: 'quiet' }, one.wrong ?? t(one.answer ? 'study.older' : 'outcome.computing')),
    one.answer ? show(one.answer) : null];

  function outcomesTable({ outcomes: found }) {
    const rows = outcomes.filter((id) => found[id]);
    const show = (id, value) => (id === 'months_employed' ? number(value, 1) : percent(value, 1));
    return table(t('study.outcomes'), head(t('study.outcome'), t('study.value'), t('study.range'), t('study.luck')),
      h('tbody', {}, rows.map((id) => h('tr', {}, h('th', { scope: 'row' }, t(`study.outcome.${id}`)),
        h('td', {}, show(id, found[id].value)), h('td', {}, `${show(id, found[id].low)} – ${show(id, found[id].high)}`), h('td', {}, percent(found[id].luck_share))))));
  }

  function leverageTable({ leverage }) {
    const { model } = room.state;
    const name = (stage) => say(model.stages?.[stage]?.name) || stage;
    const moves = Object.entries(leverage.transitions ?? {}).filter(([id]) => model.transitions?.[id])
      .map(([id, x]) => ({ ...x, key: id, what: t('study.point', { from: name(model.transitions[id].from), to: name(model.transitions[id].to) }) }));
    const places = Object.entries(leverage.stages ?? {}).map(([id, x]) => ({ ...x, key: id, what: t('study.place', { stage: name(id) }) }));
    const rows = [...moves, ...places].sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 15);
    return table(t('study.leverage'), head(t('study.if'), t('study.change')),
      h('tbody', {}, rows.map((row) => h('tr', { key: row.key }, h('th', { scope: 'row' }, row.what),
        h('td', {}, signed(row.change, 2), row.error > 0 ? h('span', { class: 'quiet' }, ` ±${number(2 * row.error, 2)}`) : null)))));
  }

  const curves = ({ curve }, figures) => curveChart({
    label: t('study.curve'), dates: figures?.dates,
    curves: ['employment_ratio', 'open_employment_ratio'].filter((id) => curve?.[id]).map((id) => ({ name: t(`study.outcome.${id}`), values: curve[id] })),
  });

  function methodList(result) {
    const rows = [['engine', hasWord(`study.engine.${result.engine}`) ? t(`study.engine.${result.engine}`) : result.engine], ['runs', number(result.runs, 0)], ['draws', number(result.draws, 0)], ['uncertain', number(result.uncertain_numbers, 0)],
      ['seed', String(result.seed)], ['horizon', number(result.horizon, 0)], ['people', number(result.people, 0)]];
    return h('dl', { class: 'facts' }, rows.flatMap(([key, value]) => [h('dt', {}, t(`study.${key}`)), h('dd', {}, value)]));
  }

  function draw() {
    const { figures, model } = room.state;
    const there = figures && !figures.error && figures.occupancy;
    paint(place, h('main', { class: 'study' },
      pageHead(room, say(model.title), say(model.about)),
      h('nav', { class: 'files', 'aria-label': t('study.files') }, files.map(([key, href]) => h('a', { class: 'button', href: href() }, t(key)))),
      h('div', { class: 'study-columns' },
        h('div', { class: 'study-side', 'data-kept': '', key: 'side' }),
        h('div', { class: 'study-main', key: 'main' },
          section('study-outcomes', t('study.outcomes'), ofSlow(result, (found) => [outcomesTable(found), curves(found, figures)])),
          section('study-leverage', t('study.leverage'), h('p', { class: 'quiet' }, t('study.leverage-about')), ofSlow(leverage, leverageTable)),
          section('study-where', t('study.where'), there ? staysTable(figures, stagesOf(figures, room.state), 1) : h('p', { class: 'quiet' }, t('outcome.computing'))),
          section('study-method', t('study.method'), ofSlow(result, methodList)))),
      h('section', { class: 'card', 'aria-label': t('study.model'), key: 'model' }, h('div', { class: 'study-twin', 'data-kept': '' }))));
    if (mounted.length === 0) mounted.push(outcome(place.querySelector('.study-side'), room), twin(place.querySelector('.study-twin'), room));
  }

  draw();
  for (const [one, ids] of [[result, ['study-outcomes', 'study-method']], [leverage, ['study-leverage']]])
    for (const id of ids) one.watch(document.getElementById(id).closest('section'));
  const soon = () => { result.soon(); leverage.soon(); };
  document.addEventListener('visibilitychange', soon);
  const ends = [room.on('change', draw), room.on('figures', soon), result.end, leverage.end, () => document.removeEventListener('visibilitychange', soon)];
  return () => { ends.forEach((end) => end()); mounted.forEach((end) => end()); };
}
