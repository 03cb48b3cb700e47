// What rules and people said, on the parts that it is about: a triangle for a problem, a number for
// proposals and comments. Who cannot see them hears them in the part's name.
import { steps } from '../shell/merge.js';
import { currentLang, say, t } from '../shell/words.js';
import { pointersOf, rowName, rowOf } from './about.js';
import { groupId, isPiece, pickable } from './picture_parts.js';
import { svgNode } from './picture_swap.js';

export function marks(svg, room, partAt) {
  const layer = svgNode('g', { class: 'marks', 'aria-hidden': 'true' });
  const about = gather(svg, room.state);
  for (const group of svg.querySelectorAll('g[id]')) {
    if (isPiece(group.id) || pickable(group) !== group) continue;
    name(group, about.get(group.id), partAt, room.state);
    const said = about.get(group.id);
    if (said) draw(layer, group, said);
  }
  const before = svg.querySelector('.marks');
  if (before?.isEqualNode(layer)) return;
  before?.remove();
  [...svg.children].find((node) => node.nodeName === 'g')?.append(layer);
}

// For each group that something is said of: how many errors, warnings, proposals and comments.
function gather(svg, state) {
  const about = new Map();
  const add = (pointer, sort) => {
    const id = groupOf(svg, state, pointer);
    if (!id) return;
    if (!about.has(id)) about.set(id, { error: 0, warning: 0, proposal: 0, comment: 0 });
    about.get(id)[sort] += 1;
  };
  for (const problem of state.problems?.[currentLang()] ?? []) if (problem.severity !== 'remark' && problem.pointer) add(problem.pointer, problem.severity);
  for (const { entry, state: fate } of state.proposals ?? []) {
    if (fate !== 'open') continue;
    for (const id of new Set(pointersOf(entry.patch).map((pointer) => groupOf(svg, state, pointer, entry.patch)))) if (id) add({ id }, 'proposal');
  }
  for (const { entry } of state.comments ?? []) if (entry.pointer) add(entry.pointer, 'comment');
  return about;
}

// The group that shows a place of the model; of somebody who does not stand there yet, the cell.
export function groupOf(svg, state, pointer, patch) {
  if (pointer.id) return pointer.id;
  const [section, id, field, actor, role] = steps(pointer);
  const there = (...parts) => svg.getElementById(groupId(...parts))?.id ?? null;
  const beginning = (...parts) => svg.querySelector(`g[id^="${groupId(...parts)}--"]`)?.id ?? null;
  if (section === 'stages' && field === 'actors' && actor && role)
    return there('chip', actor, role, id) ?? (state.model.stages?.[id]?.actors?.[actor]?.[role] ? beginning('chip', actor, role) : null) ?? there('cell', rowOf(state, actor, role, patch), id) ?? there('stage', id);
  if (section === 'stages') return there('stage', id);
  if (section === 'transitions') return there('number', id) ?? there('move', id);
  if (section === 'supports' || section === 'gaps') {
    const made = patch?.[section]?.[id];
    const stage = Object.keys(made?.stages ?? made?.at ?? {})[0];
    return beginning(section.slice(0, -1), id) ?? (stage ? there('cell', made.row ?? rowOf(state, Object.keys(made.actors ?? {})[0], made.role, patch), stage) : null);
  }
  return null;
}

function draw(layer, group, said) {
  const box = group.getBBox();
  let x = box.x + box.width - 12;
  const y = group.id.startsWith('cell--') ? box.y + 16 : box.y + 2;
  if (said.error + said.warning > 0) {
    const sort = said.error > 0 ? 'error' : 'warning';
    layer.append(svgNode('g', { class: `mark-problem ${sort}`, transform: `translate(${x} ${y})` },
      svgNode('path', { d: 'M0,-13 L13,10 L-13,10 Z' }), text(0, 7, '!')));
    x -= 28;
  }
  if (said.proposal > 0) { pill(layer, 'mark-proposal', x, y, `+${said.proposal}`); x -= 32; }
  if (said.comment > 0) pill(layer, 'mark-comment', x, y, `${said.comment}`);
}

function pill(layer, name, x, y, words) {
  const shape = name === 'mark-comment'
    ? svgNode('path', { d: 'M-13,-11 h26 v20 h-15 l-6,6 v-6 h-5 Z' })
    : svgNode('rect', { x: -15, y: -12, width: 30, height: 23, rx: 11.5 });
  layer.append(svgNode('g', { class: name, transform: `translate(${x} ${y})` }, shape, text(0, 4.5, words)));
}

const text = (x, y, words) => svgNode('text', { x, y, 'text-anchor': 'middle' }, document.createTextNode(words));

// The drawing names its groups; cells and arrows, and what is said, are named here.
function name(group, said, partAt, state) {
  if (!group.hasAttribute('data-label')) group.setAttribute('data-label', group.getAttribute('aria-label') ?? '');
  const own = group.getAttribute('data-label') || ownName(group, partAt(group), state);
  const more = said ? ['error', 'warning', 'proposal', 'comment'].filter((sort) => said[sort] > 0).map((sort) => t(`picture.said.${sort}`, { count: said[sort] })) : [];
  const label = own && [own, ...more].join('. ');
  if (label && group.getAttribute('aria-label') !== label) group.setAttribute('aria-label', label);
}

function ownName(group, part, { model, ...state }) {
  if (part?.sort === 'cell') return t('picture.cell', { stage: say(model.stages[part.stage].name), row: rowName(state, part.row) });
  if (part?.sort !== 'move') return '';
  const move = model.transitions[part.transition];
  return t('picture.move', { from: say(model.stages[move.from]?.name), to: say(model.stages[move.to]?.name), number: numberOn(group) });
}

const numberOn = (group) => (group.querySelector('text') ?? group.ownerSVGElement.getElementById(group.id.replace(/^move/, 'number'))?.querySelector('text'))?.textContent.trim() ?? '';
