// A share that grows over time, one line for each outcome, its name at its end.
import { line, select } from 'd3';
import { h } from '../../shell/dom.js';
import { monthOf, percent, t } from '../../shell/words.js';
import { ticksOf } from './stays.js';

const WIDTH = 480, HEIGHT = 200;
const styles = [{ colour: '#16233f', dash: null }, { colour: '#005a5b', dash: '7 4' }];

// `curves`: [{name, values}], shares; `dates` for the axis.
export function curveChart({ curves, dates, label }) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'curve');
  svg.setAttribute('viewBox', `-44 -12 ${WIDTH + 300} ${HEIGHT + 40}`);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `${label}: ${curves.map((c) => `${c.name} ${percent(c.values.at(-1))}`).join(', ')}`);
  const last = Math.max(1, curves[0].values.length - 1);
  const most = Math.max(0.1, ...curves.flatMap((c) => c.values));
  const top = Math.ceil(most * 10) / 10;
  const x = (i) => (i / last) * WIDTH, y = (share) => HEIGHT - (share / top) * HEIGHT;
  const draw = select(svg);
  for (const share of [0, top / 2, top]) {
    draw.append('line').attr('x1', 0).attr('x2', WIDTH).attr('y1', y(share)).attr('y2', y(share)).attr('class', 'grid');
    draw.append('text').attr('x', -8).attr('y', y(share)).attr('dy', '.35em').attr('text-anchor', 'end').text(percent(share));
  }
  for (const i of ticksOf(last + 1))
    draw.append('text').attr('x', x(i)).attr('y', HEIGHT + 20).attr('text-anchor', i === 0 ? 'start' : i === last ? 'end' : 'middle').text(monthOf(dates?.[i]) || t('outcome.step', { count: i }));
  const shape = line().x((_, i) => x(i)).y(y);
  curves.forEach(({ name, values }, n) => {
    const { colour, dash } = styles[n % styles.length];
    draw.append('path').attr('d', shape(values)).attr('fill', 'none').attr('stroke', colour).attr('stroke-width', 2.5).attr('stroke-dasharray', dash);
    draw.append('text').attr('x', WIDTH + 8).attr('y', y(values.at(-1))).attr('dy', '.35em').attr('fill', colour).attr('class', 'curve-name').text(`${name} ${percent(values.at(-1))}`);
  });
  return h('div', { class: 'scrolling', tabindex: '0', role: 'group', 'aria-label': label }, svg);
}
