// For who wants the numbers: outcomes with their ranges, where people are month by month, what would
// matter most, how it was computed, and the same as files.
import { h, paint } from '../shell/dom.js';
import { currentLang, hasWord, number, percent, say, signed, t } from '../shell/words.js';
import { curveChart } from '../parts/charts/curve.js';
import { staysTable } from '../parts/charts/stays.js';
import { outcome, stagesOf } from '../parts/outcome.js';
import { twin } from '../parts/twin.js';

const outcomes = ['employment_ratio', 'open_employment_ratio', 'employed_at_end', 'lasting_employment', 'months_employed'];
const files = [
  ['study.file.model', () => '/api/model.json'], ['study.file.result', () => '/api/result.json'],
  ['study.file.report', () => `/api/report?lang=${currentLang()}`], ['study.file.minutes', () => `/api/minutes?lang=${currentLang()}&names=1`],
  ['study.file.compare', () => '/compare'],
];

export function study(place, room) {
  const ui = { result: null, leverage: null, of: null, wrong: null, ended: false };
  const mounted = [];

  // What takes longer is asked when the figures have settled, once for each model.
  async function fetchMore() {
    const { figures, model_number: now } = room.state;
    if (!figures || figures.error || ui.of === now || ui.asking) return;
    ui.asking = true;
    const [result, leverage] = await Promise.all(['/api/result.json', `/api/leverage?lang=${currentLang()}`].map((path) => room.get(path).catch((error) => ({ wrong: error.message }))));
    Object.assign(ui, { asking: false, of: now, wrong: result.wrong ?? leverage.wrong ?? null });
    if (!result.wrong) ui.result = result;
    if (!leverage.wrong) ui.leverage = leverage;
    if (ui.ended) return;
    draw();
    if (room.state.model_number !== now) fetchMore();
  }

  const section = (id, title, ...inside) => h('section', { class: 'card', 'aria-labelledby': id, key: id }, h('h2', { id }, title), ...inside);
  const head = (...names) => h('thead', {}, h('tr', {}, names.map((name) => h('th', { scope: 'col' }, name))));
  const table = (label, ...inside) => h('div', { class: 'scrolling', tabindex: '0', role: 'group', 'aria-label': label }, h('table', { class: 'figures-table' }, ...inside));
  const waiting = () => h('p', { class: 'quiet' }, ui.wrong ?? t('outcome.computing'));

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

  function methodList(result) {
    const rows = [['engine', hasWord(`study.engine.${result.engine}`) ? t(`study.engine.${result.engine}`) : result.engine], ['runs', number(result.runs, 0)], ['draws', number(result.draws, 0)], ['uncertain', number(result.uncertain_numbers, 0)],
      ['seed', String(result.seed)], ['horizon', number(result.horizon, 0)], ['people', number(result.people, 0)]];
    return h('dl', { class: 'facts' }, rows.flatMap(([key, value]) => [h('dt', {}, t(`study.${key}`)), h('dd', {}, value)]));
  }

  function draw() {
    const { figures, model } = room.state;
    const there = figures && !figures.error && figures.occupancy;
    paint(place, h('main', { class: 'study' },
      h('header', {}, h('h1', {}, say(model.title)), h('p', { class: 'quiet' }, say(model.about))),
      h('nav', { class: 'files', 'aria-label': t('study.files') }, files.map(([key, href]) => h('a', { class: 'button', href: href() }, t(key)))),
      h('div', { class: 'study-columns' },
        h('div', { class: 'study-side', 'data-kept': '', key: 'side' }),
        h('div', { class: 'study-main', key: 'main' },
          section('study-outcomes', t('study.outcomes'), ui.result ? [outcomesTable(ui.result),
            curveChart({ label: t('study.curve'), dates: figures?.dates, curves: ['employment_ratio', 'open_employment_ratio'].filter((id) => ui.result.curve?.[id]).map((id) => ({ name: t(`study.outcome.${id}`), values: ui.result.curve[id] })) })] : waiting()),
          section('study-leverage', t('study.leverage'), h('p', { class: 'quiet' }, t('study.leverage-about')), ui.leverage ? leverageTable(ui.leverage) : waiting()),
          section('study-where', t('study.where'), there ? staysTable(figures, stagesOf(figures, room.state), 1) : waiting()),
          section('study-method', t('study.method'), ui.result ? methodList(ui.result) : waiting()))),
      h('section', { class: 'card', 'aria-label': t('study.model'), key: 'model' }, h('div', { class: 'study-twin', 'data-kept': '' }))));
    if (mounted.length === 0) mounted.push(outcome(place.querySelector('.study-side'), room), twin(place.querySelector('.study-twin'), room));
  }

  draw();
  fetchMore();
  const ends = [room.on('change', draw), room.on('figures', () => { if (room.state.figures?.effort !== 'quick') fetchMore(); })];
  return () => { ui.ended = true; ends.forEach((end) => end()); mounted.forEach((end) => end()); };
}
