// What follows from the model: how many find work and how sure that is, who is where over time, how
// full places are, and the third sector's part. Whatever is not known yet says so.
import { announce, h, paint } from '../shell/dom.js';
import { capital, currentLang, number, percent, say, signed, t } from '../shell/words.js';
import { fileOf } from './about.js';
import { bar, rangeBar } from './charts/bars.js';
import { staysChart, staysTable } from './charts/stays.js';
import { folds } from './fold.js';
import { shownState } from './past.js';

// Stages as the charts need them: what each is called, and what kind of place it is.
export function stagesOf(figures, { model, vocabulary }) {
  const kinds = new Map((vocabulary?.kinds ?? []).map((k) => [k.id, k]));
  return (figures.stages ?? []).map((id) => {
    const stage = model.stages?.[id];
    const kind = kinds.get(stage?.kind);
    return { id, name: say(stage?.name) || id, tone: toneOf(stage, kind, { model, vocabulary }) };
  });
}

function toneOf(stage, kind, { model, vocabulary }) {
  if (!stage) return 'other';
  if (hostsThird(stage, model, vocabulary)) return 'third';
  if (stage.open ?? kind?.open) return 'open';
  if (stage.employed ?? kind?.employed) return 'work';
  return stage.final ? 'out' : 'other';
}

function hostsThird(stage, model, vocabulary) {
  const hosting = new Set((vocabulary?.roles ?? []).filter((r) => r.hosts).map((r) => r.id));
  return Object.entries(stage.actors ?? {}).some(([actor, roles]) =>
    model.actors?.[actor]?.sector === 'third' && Object.keys(roles ?? {}).some((role) => hosting.has(role)));
}

// Whole people where that is enough to tell two numbers apart.
export const people = (count) => number(count, Math.abs(count) < 9.5 && Math.abs(count - Math.round(count)) > 0.05 ? 1 : 0);

// "24 kuukaudessa"
export const within = ({ horizon, step }) => t(`outcome.within.${step ?? 'month'}`, { count: horizon });

// At which number this workshop began: a journal goes on for as many days as it is used.
export const startOf = (state) => state.start_figures?.number ?? 0;

// "+4 alusta", or null where the beginning knows no such number.
export function sinceStart(now, start) {
  if (!now?.work || !start?.work) return null;
  const difference = now.work.people - start.work.people;
  const shown = Math.round(now.work.people) - Math.round(start.work.people);
  if (Math.abs(difference) < 0.05) return { text: t('outcome.since-none'), way: 'same' };
  const text = Math.abs(difference - shown) < 0.3 && shown !== 0 ? signed(shown, 0) : signed(difference, 1);
  return { text: t('outcome.since', { difference: text }), way: difference > 0 ? 'up' : 'down' };
}

// How much of the range is luck, in a fraction that one can say aloud.
export function luckSentence(luck) {
  if (luck === null || luck === undefined) return '';
  const steps = [[0.05, 'little'], [0.18, 'tenth'], [0.29, 'quarter'], [0.42, 'third'], [0.58, 'half'], [0.7, 'two-thirds'], [0.87, 'three-quarters'], [2, 'all']];
  return t(`outcome.luck.${steps.find(([most]) => luck < most)[1]}`);
}

// One sentence for who listens.
export const headlineSaid = (figures) => t('outcome.said', {
  people: number(figures.work.people, 0), of: number(figures.people, 0), within: within(figures),
  low: number(figures.work.low, 0), high: number(figures.work.high, 0),
});

// The state of what is shown: up to date, being computed, a first estimate, or of an earlier moment.
function standing({ figures, figures_number: event, model_number: model, past }) {
  if (past && figures) return figures.effort === 'full' ? 'past' : 'past-quick';
  if (past) return past.missing ? 'unknown' : 'computing';
  const number = event ?? figures?.number ?? 0;
  if (!figures || number < model) return 'computing';
  return figures.effort && figures.effort !== 'full' ? 'preliminary' : 'ready';
}

function headCard(figures, state, large) {
  const { work, open_work: open } = figures;
  const since = state.past ? null : sinceStart(figures, state.start_figures);
  const now = standing(state);
  return h('section', { class: `card outcome-head is-${now}`, 'aria-labelledby': 'outcome-title' },
    h('h2', { id: 'outcome-title' }, t('outcome.title', { within: within(figures) })),
    h('p', { class: 'outcome-number' },
      h('span', { class: 'outcome-people' }, number(work.people, 0)),
      h('span', { class: 'outcome-of' }, t('outcome.of', { people: number(figures.people, 0) }), h('span', { class: 'outcome-share' }, percent(work.share)))),
    h('div', { class: 'outcome-line' },
      h('p', { class: `outcome-since ${since?.way ?? 'same'}` }, since?.text ?? (state.past && state.now ? t('outcome.past-now', { people: number(state.now, 0) }) : '')),
      h('p', { class: 'outcome-standing' }, now === 'ready' ? '' : t(`outcome.${now}`))),
    rangeBar({ low: work.low, high: work.high, value: work.people, before: !since || since.way === 'same' ? null : state.start_figures?.work?.people, of: figures.people || 1 }),
    h('p', { class: 'outcome-range' }, t('outcome.range', { low: `${number(work.low, 0)}\u2060`, high: `\u2060${number(work.high, 0)}` })),
    large ? null : h('p', { class: 'quiet' }, luckSentence(work.luck)),
    large || !open ? null : h('p', { class: 'quiet' }, t('outcome.open', { people: people(open.people) })),
    h('p', { class: 'outcome-grounds quiet' }, t(large ? 'outcome.grounds-short' : 'outcome.grounds', { assumed: figures.assumed, numbers: figures.numbers })));
}

// A model without people has no outcome: it says what is missing.
const isEmpty = (figures) => !(figures.people > 0) || !Number.isFinite(figures.work.people);
const emptyCard = () => h('section', { class: 'card outcome-head', 'aria-labelledby': 'outcome-empty-title' },
  h('h2', { id: 'outcome-empty-title' }, t('outcome.title-plain')), h('p', {}, t('outcome.nobody')));

function errorCard(error, older) {
  const problems = error[currentLang()] ?? error.fi ?? [];
  return h('section', { class: 'card outcome-error', 'aria-labelledby': 'outcome-error-title' },
    h('h2', { id: 'outcome-error-title' }, t('outcome.error')),
    problems.slice(0, 4).map((p) => h('p', {}, h('b', {}, fileOf(p) ? `${fileOf(p)}: ${p.message}` : capital(p.message)), p.hint ? ` ${capital(p.hint)}` : null)),
    older ? h('p', { class: 'quiet' }, t('outcome.error-old')) : null);
}

function placeRow({ actor, stage, places, used, waiting }, { model }) {
  const full = used >= 0.95 || waiting >= 0.95;
  return h('li', { class: full ? 'is-full' : null },
    h('div', {}, h('b', {}, say(model.actors?.[actor]?.name) || actor), h('span', { class: 'quiet' }, ` · ${say(model.stages?.[stage]?.name) || stage}`)),
    bar(used, full ? 'full' : 'third'),
    h('p', {}, t(waiting >= 0.05 ? 'outcome.place-queue' : 'outcome.place', { places: number(places), used: number(used * places), waiting: number(waiting) })));
}

function placesCard(figures, state, fold) {
  const rows = [...(figures.places ?? [])].filter((p) => p.places > 0).sort((a, b) => (b.waiting ?? 0) - (a.waiting ?? 0) || b.used - a.used);
  if (rows.length === 0) return null;
  const list = (some) => h('ul', { class: 'places' }, some.map((row) => placeRow(row, state)));
  return h('section', { class: 'card', 'aria-labelledby': 'places-title' },
    h('h2', { id: 'places-title' }, t('outcome.places')),
    list(rows.slice(0, 4)),
    rows.length > 4 ? fold('places', t('outcome.more-places', { count: rows.length - 4 }), () => list(rows.slice(4))) : null);
}

function thirdCard({ third }, large) {
  if (!third) return null;
  const line = (key, share) => h('div', { class: 'share' },
    h('p', {}, h('span', {}, t(key)), h('b', {}, percent(share))), bar(share));
  const lost = third.without?.people;
  return h('section', { class: 'card outcome-third', 'aria-labelledby': 'third-title' },
    h('h2', { id: 'third-title' }, t('outcome.third')),
    line('outcome.third-time', third.time), line('outcome.third-passes', third.passes),
    lost === null || lost === undefined ? null : h('p', { class: 'lost' },
      h('span', {}, t('outcome.without')), h('b', {}, t('outcome.without-people', { people: signed(lost, Math.abs(lost) < 9.5 ? 1 : 0) }))),
    large || lost === null || lost === undefined ? null : h('p', { class: 'quiet' }, t('outcome.without-note')));
}

// Fills `place` and follows the room until the function that it gives is called. `large`: for the
// screen on the wall, the number and the third sector's part alone. `parts`: only these of 'head',
// 'where', 'places', 'third'.
export function outcome(place, room, { large = false, parts = large ? ['head', 'third'] : ['head', 'where', 'places', 'third'] } = {}) {
  const has = (part) => parts.includes(part);
  place.setAttribute('data-kept', '');
  const root = h('div', { class: large ? 'outcome is-large' : 'outcome' });
  place.replaceChildren(root);
  const chart = has('where') ? staysChart() : null;
  const fold = folds(() => draw());
  let good = null, said = null, drawn = null;

  function whereCard() {
    const stages = stagesOf(good, shownState(room));
    return h('section', { class: 'card outcome-where', 'aria-labelledby': 'where-title' },
      h('h2', { id: 'where-title' }, t('outcome.where')), h('div', { 'data-kept': '' }), h('p', { class: 'quiet' }, t('outcome.where-key')),
      fold('table', t('outcome.as-table'), () => staysTable(good, stages, Math.max(1, Math.round(good.horizon / 4)))));
  }

  function draw() {
    const state = shownState(room);
    const { figures } = state;
    if (figures?.work && !figures.error) good = figures;
    if (!good) {
      paint(root, !has('head') ? [] : figures?.error ? errorCard(figures.error) : h('section', { class: 'card outcome-head' },
        h('h2', {}, t('outcome.title-plain')), h('p', { class: 'outcome-standing' }, t('outcome.computing'))));
      return;
    }
    if (isEmpty(good)) { paint(root, has('head') ? [figures?.error ? errorCard(figures.error) : null, emptyCard()] : []); return; }
    paint(root, has('head') && figures?.error ? errorCard(figures.error, true) : null, has('head') ? headCard(good, state, large) : null,
      has('where') ? whereCard() : null, has('places') ? placesCard(good, state, fold) : null, has('third') ? thirdCard(good, large) : null);
    if (chart && good.occupancy?.length > 0) drawWhere();
    if (has('head')) tell(state);
  }

  function drawWhere() {
    const kept = root.querySelector('.outcome-where > [data-kept]');
    if (kept && !kept.contains(chart.element)) kept.append(chart.element);
    const stages = stagesOf(good, shownState(room)), wide = chart.element.clientWidth;
    const names = JSON.stringify([stages, wide]);
    if (drawn?.figures === good && drawn.names === names) return;
    drawn = { figures: good, names };
    chart.draw(good, stages);
  }

  // Once for each number that has settled; the first one was there when the page came.
  function tell(state) {
    if (!['ready', 'past', 'past-quick'].includes(standing(state))) return;
    const text = state.figures.error ? t('outcome.error') : headlineSaid(good);
    if (said !== null && said !== text) announce(text);
    said = text;
  }

  draw();
  const ends = ['figures', 'model', 'all'].map((type) => room.on(type, draw));
  const widths = typeof ResizeObserver === 'undefined' || !chart ? null : new ResizeObserver(() => { if (good?.occupancy?.length > 0 && !isEmpty(good)) drawWhere(); });
  widths?.observe(root);
  return () => { ends.forEach((end) => end()); widths?.disconnect(); };
}
