// What a group of the picture stands for in the model. Ids of groups are made of the model's ids with
// "--" between them; of an id, bytes that could be mistaken are written as ".xx" (README.md).
import { pointerOf } from '../shell/merge.js';
import { rowOf } from './about.js';

const sorts = ['stage', 'chip', 'support', 'referral', 'gap', 'cell', 'move', 'number'];

// The group that was pressed, or null.
export function pickable(node) {
  const group = node?.closest?.('g[id]');
  return group && sorts.includes(group.id.split('--')[0]) ? group : null;
}

export function groupId(...parts) {
  return parts.map((part) => [...new TextEncoder().encode(part)].map((byte, i, all) => {
    const letter = String.fromCharCode(byte);
    return /[A-Za-z0-9_]/.test(letter) || (letter === '-' && i > 0 && all[i - 1] !== 45) ? letter : `.${byte.toString(16).padStart(2, '0')}`;
  }).join('')).join('--');
}

// What groupId made, taken apart again: the sort and the model's ids.
const known = new Map();
export function read(id) {
  if (!known.has(id)) known.set(id, taken(id));
  return known.get(id);
}

function taken(id) {
  const bytes = (part) => Uint8Array.from(part.match(/\.[0-9a-f]{2}|[^.]/g) ?? [], (c) => (c.length > 1 ? parseInt(c.slice(1), 16) : c.charCodeAt(0)));
  return id.split('--').map((part) => new TextDecoder().decode(bytes(part)));
}

// Arrows and numbers are pieces; the first one stands for all.
export const isPiece = (id) => /^(move|number)--.*--\d+$/.test(id);

// {sort, pointer, stage, row, actor, role, transition, gap, support, element}; undefined where the
// model has no such part (any more).
export function partOf(element, state) {
  const [sort, ...ids] = read(element.id);
  const { model } = state;
  const stages = model.stages ?? {};
  const part = readers[sort]?.(ids, state);
  if (!part || (part.stage && !stages[part.stage])) return undefined;
  return { sort: sort === 'number' ? 'move' : sort, element, ...part };
}

const readers = {
  stage: ([stage]) => ({ stage, pointer: pointerOf('stages', stage) }),
  chip: ([actor, role, stage], state) => state.model.stages?.[stage]?.actors?.[actor]?.[role]
    && { actor, role, stage, row: rowOf(state, actor, role), pointer: pointerOf('stages', stage, 'actors', actor, role) },
  support: ([support, ...rest], state) => {
    const known = state.model.supports?.[support];
    const [actor, stage] = rest.length > 1 ? rest : [null, rest[0]];
    return known && { support, actor, stage, role: known.role, row: rowOf(state, actor, known.role), pointer: pointerOf('supports', support) };
  },
  referral: ([actor, stage], state) => state.model.actors?.[actor] && { actor, stage, pointer: pointerOf('actors', actor) },
  gap: ([gap, stage], state) => state.model.gaps?.[gap] && { gap, stage, row: state.model.gaps[gap].row, pointer: pointerOf('gaps', gap) },
  cell: ([row, stage]) => ({ row, stage, pointer: pointerOf('stages', stage, 'actors') }),
  move: ([transition], state) => {
    const move = state.model.transitions?.[transition];
    return move && { transition, stage: move.from, pointer: pointerOf('transitions', transition) };
  },
};
readers.number = readers.move;
