// What a group of the picture stands for in the model. Ids of groups are made of the model's ids
// with "--" between them (README.md); an id may hold "--" itself, so the model says which it is.
import { pointerOf } from '../shell/merge.js';
import { rowOf } from './about.js';

const sorts = ['stage', 'chip', 'support', 'gap', 'cell', 'move', 'number'];

// The group that was pressed, or null.
export function pickable(node) {
  const group = node?.closest?.('g[id]');
  return group && sorts.includes(group.id.split('--')[0]) ? group : null;
}

// All ways to read `count` ids out of what is between the dashes.
function readings(words, count) {
  if (count === 1) return words.length > 0 ? [[words.join('--')]] : [];
  return words.slice(0, -1).flatMap((_, i) =>
    readings(words.slice(i + 1), count - 1).map((rest) => [words.slice(0, i + 1).join('--'), ...rest]));
}

// {sort, pointer, stage, row, actor, role, transition, gap, support, element}
export function partOf(element, state) {
  const [sort, ...words] = element.id.split('--');
  const { model } = state;
  const stages = model.stages ?? {};
  const found = (count, fits) => readings(words, count).find((ids) => fits(...ids));
  let ids;
  switch (sort) {
    case 'stage':
      ids = found(1, (stage) => stage in stages);
      return ids && { sort, element, stage: ids[0], pointer: pointerOf('stages', ids[0]) };
    case 'chip':
      ids = found(3, (actor, role, stage) => stages[stage]?.actors?.[actor]?.[role]);
      return ids && { sort, element, actor: ids[0], role: ids[1], stage: ids[2], row: rowOf(state, ids[0], ids[1]), pointer: pointerOf('stages', ids[2], 'actors', ids[0], ids[1]) };
    case 'support':
      ids = found(3, (support, actor, stage) => model.supports?.[support] && stage in stages);
      return ids && { sort, element, support: ids[0], actor: ids[1], stage: ids[2], role: model.supports[ids[0]].role, row: rowOf(state, ids[1], model.supports[ids[0]].role), pointer: pointerOf('supports', ids[0]) };
    case 'gap':
      ids = found(2, (gap, stage) => model.gaps?.[gap] && stage in stages);
      return ids && { sort, element, gap: ids[0], stage: ids[1], row: model.gaps[ids[0]].row, pointer: pointerOf('gaps', ids[0]) };
    case 'cell':
      ids = found(2, (row, stage) => stage in stages);
      return ids && { sort, element, row: ids[0], stage: ids[1], pointer: pointerOf('stages', ids[1], 'actors') };
    case 'move': case 'number':
      ids = found(1, (transition) => model.transitions?.[transition]);
      return ids && { sort: 'move', element, transition: ids[0], stage: model.transitions[ids[0]].from, pointer: pointerOf('transitions', ids[0]) };
    default:
      return undefined;
  }
}
