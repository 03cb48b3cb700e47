// Who is where over time: one band for each stage, in the order of the model, each with its name at
// the end where its people are. Green bands are stages where somebody of the third sector hosts;
// names and white lines tell bands apart without colour.
import { area, curveMonotoneX, select, stack } from 'd3';
import { h } from '../../shell/dom.js';
import { monthOf, number, t } from '../../shell/words.js';
import { MOMENT, still } from './motion.js';

const WIDTH = 360, HEIGHT = 220; // of the bands, in units of the drawing
const NAMED = 14; // bands at most that have their names beside them, the largest
const MOVING = 60; // bands; more than these would not move smoothly

const tones = {
  third: ['#005a5b', '#2f8582', '#6fb0ab', '#9cc8c3'],
  open: ['#16233f'],
  work: ['#3b4a6b', '#626a78'],
  other: ['#c9cedb', '#a9b1c4', '#8b95ad', '#d9dde6', '#b9c0d0'],
  out: ['#e9ecf2'],
};

// Which colour a stage has says what it is: work, a place of the third sector, the way out, or else.
export function toneOf(stages) {
  const seen = {};
  return stages.map(({ tone }) => {
    const list = tones[tone];
    seen[tone] = (seen[tone] ?? -1) + 1;
    return list[seen[tone] % list.length];
  });
}

// At which moments the axis says a date: the ends, and what fits between them.
export function ticksOf(count, most = 4) {
  const last = count - 1;
  const every = Math.max(1, [1, 2, 3, 6, 12, 24, 36, 60, 120].find((n) => last / n <= most) ?? last);
  const inner = [];
  for (let i = every; i <= last - every / 2; i += every) inner.push(i);
  return [0, ...inner, last];
}

const dateAt = (figures, i) => monthOf(figures.dates?.[i]) || t('outcome.step', { count: i });

// Makes the chart once; `draw` shows other figures in it.
export function staysChart() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'stays-bands');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const grid = select(svg).append('g').attr('class', 'stays-bands-of');
  const lines = select(svg).append('g').attr('class', 'stays-grid');
  const names = h('ol', { class: 'stays-names', 'aria-hidden': 'true' });
  const axis = h('div', { class: 'stays-axis', 'aria-hidden': 'true' });
  const plot = h('div', { class: 'stays-plot', role: 'img' }, svg, names, axis);

  function draw(figures, stages) {
    const top = Math.max(1, ...figures.occupancy.map((row) => row.reduce((a, b) => a + b, 0)));
    const last = figures.occupancy.length - 1;
    const x = (i) => (last > 0 ? (i / last) * WIDTH : 0);
    const y = (people) => HEIGHT - (people / top) * HEIGHT;
    // The first stage of the model lies on top: read downwards, as the list of stages is.
    const order = stages.map((_, i) => i).reverse();
    const layers = stack().keys(order).value((row, key) => row[key])(figures.occupancy);
    const shape = area().x((_, i) => x(i)).y0((d) => y(d[0])).y1((d) => y(d[1])).curve(curveMonotoneX);
    const colours = toneOf(stages);
    for (const layer of layers) layer.id = stages[layer.key].id; // what is drawn already may be of a stage that went
    const bands = grid.selectAll('path').data(layers, (layer) => layer.id)
      .join((enter) => enter.append('path').attr('d', shape))
      .attr('fill', (layer) => colours[layer.key]).attr('stroke', '#fff').attr('stroke-width', 1.2).attr('vector-effect', 'non-scaling-stroke');
    (layers.length > MOVING || still() ? bands.interrupt() : bands.transition().duration(MOMENT)).attr('d', shape);
    const ticks = ticksOf(last + 1, plot.clientWidth < 480 ? 2 : 4);
    lines.selectAll('line').data(ticks.slice(1, -1)).join('line')
      .attr('x1', x).attr('x2', x).attr('y1', 0).attr('y2', HEIGHT)
      .attr('stroke', '#1a1a1a').attr('stroke-opacity', 0.14).attr('vector-effect', 'non-scaling-stroke');
    axis.replaceChildren(...ticks.map((i, n) => h('span', {
      class: n === 0 ? 'at-start' : n === ticks.length - 1 ? 'at-end' : null,
      style: { left: `${(100 * i) / Math.max(1, last)}%` },
    }, dateAt(figures, i))));
    const ends = layers.map((layer) => ({ stage: stages[layer.key], colour: colours[layer.key], from: layer[last][0], to: layer[last][1] }));
    writeNames(names, ends.reverse(), top);
    plot.setAttribute('aria-label', t('outcome.where-label', {
      from: dateAt(figures, 0), until: dateAt(figures, last),
      stages: stages.map((s, i) => [s.name, number(figures.occupancy[last][i])]).filter(([, people]) => people !== '0').map((row) => row.join(' ')).join(', '),
    }));
  }

  return { element: plot, draw };
}

// Names stand beside the ends of their bands, pushed apart until none covers another.
function writeNames(list, ends, top) {
  const size = ({ from, to }) => to - from;
  const least = Math.max(0.005 * top, ends.map(size).sort((a, b) => b - a)[NAMED] ?? 0);
  const shown = ends.filter((end) => size(end) >= least).slice(0, NAMED);
  const rows = shown.map(({ stage, colour, from, to }) => h('li', { 'data-tone': stage.tone },
    h('span', { class: 'stays-key', style: { background: colour } }),
    h('span', { class: 'stays-name' }, stage.name), h('b', {}, number(to - from, to - from < 10 ? 1 : 0))));
  list.replaceChildren(...rows);
  const height = list.parentElement?.querySelector('svg').getBoundingClientRect().height || HEIGHT;
  const spots = shown.map(({ from, to }, i) => {
    const tall = rows[i].offsetHeight || 18;
    return { tall, at: height * (1 - (from + to) / 2 / top) - tall / 2 };
  });
  list.style.setProperty('min-height', `${settle(spots, height)}px`); // many names are higher than the chart
  spots.forEach(({ at }, i) => rows[i].style.setProperty('top', `${at.toFixed(1)}px`));
}

// Down where they meet, then up again from the floor, of which the height is given.
function settle(spots, height) {
  let floor = 0;
  for (const spot of spots) {
    spot.at = Math.max(spot.at, floor);
    floor = spot.at + spot.tall;
  }
  const lowest = Math.max(height, spots.reduce((sum, s) => sum + s.tall, 0));
  let ceiling = lowest;
  for (const spot of [...spots].reverse()) {
    spot.at = Math.min(spot.at, ceiling - spot.tall);
    ceiling = spot.at;
  }
  return lowest;
}

// The same as a table: stages down, dates across.
export function staysTable(figures, stages, every) {
  const last = figures.occupancy.length - 1;
  const at = [];
  for (let i = 0; i < last; i += every) at.push(i);
  at.push(last);
  return h('div', { class: 'scrolling', tabindex: '0', role: 'group', 'aria-label': t('outcome.where') },
    h('table', { class: 'figures-table' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('outcome.stage')), at.map((i) => h('th', { scope: 'col' }, dateAt(figures, i))))),
      h('tbody', {}, stages.map((stage, s) => h('tr', {}, h('th', { scope: 'row' }, stage.name),
        at.map((i) => h('td', {}, number(figures.occupancy[i][s]))))))));
}
