// Who stands in which cell of the picture: the third sector by the rows of its roles, the others by
// sector, open questions where they were asked.
import { ordered, plain, pointerOf } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { actorName } from './names.js';

const rowOf = (words, actor, role) => {
  if (actor?.sector !== 'third') return actor?.sector ?? 'public';
  return (words.roles ?? []).find((r) => r.id === role)?.row ?? 'other';
};

// What goes on from the stage before says so (`goesOn`).
// "row stage" → [{sort: 'actor' | 'support' | 'gap', name, text, places, pointer, goesOn}]
export function cellsOf(model, words) {
  const cells = new Map();
  const stages = ordered(model, 'stages'),
    actors = ordered(model, 'actors');
  const before = (row, stage) => cells.get(`${row} ${stages[stages.indexOf(stage) - 1]}`) ?? [];
  const put = (row, stage, entry) => {
    const key = `${row} ${stage}`;
    const goesOn = before(row, stage).some((e) => e.pointer === entry.pointer && e.actor === entry.actor);
    cells.set(key, [...(cells.get(key) ?? []), { ...entry, goesOn }]);
  };
  for (const stage of stages)
    for (const actor of actors)
      for (const [role, standing] of Object.entries(model.stages[stage].actors?.[actor] ?? {}))
        put(rowOf(words, model.actors[actor], role), stage, {
          sort: 'actor',
          name: actorName(model, actor),
          text: say(standing.text),
          places: plain(standing.places ?? null) ?? undefined,
          pointer: pointerOf('stages', stage, 'actors', actor, role),
        });
  for (const id of ordered(model, 'supports')) {
    const support = model.supports[id];
    for (const actor of actors.filter((a) => a in (support.actors ?? {})))
      for (const stage of stages.filter((s) => !support.at || s in support.at))
        put(rowOf(words, model.actors[actor], support.role), stage, {
          sort: 'support',
          actor,
          name: actorName(model, actor),
          text: say(support.text) || say(support.name),
          pointer: pointerOf('supports', id),
        });
  }
  for (const id of ordered(model, 'gaps'))
    for (const stage of stages.filter((s) => s in (model.gaps[id].stages ?? {})))
      put(model.gaps[id].row, stage, {
        sort: 'gap',
        name: `○ ${say(model.gaps[id].question) || id}`,
        text: say(model.gaps[id].text),
        pointer: pointerOf('gaps', id),
      });
  return cells;
}

// The rows in their order: those of the third sector always, the others where somebody is in them.
export function rowsOf(words, cells) {
  const used = (id) => [...cells.keys()].some((key) => key.startsWith(`${id} `));
  const rows = (words.rows ?? []).map((row) => ({ id: row.id, name: say(row.name), about: say(row.about) }));
  const third = rows.filter((row) => row.id !== 'other' || used('other'));
  const sectors = (words.sectors ?? [])
    .filter((s) => s.id !== 'third' && used(s.id))
    .map((s) => ({ id: s.id, name: say(s.name), sector: true }));
  return [
    { id: 'third', name: t('twin.third'), rows: third },
    { id: 'sectors', rows: sectors },
  ];
}
