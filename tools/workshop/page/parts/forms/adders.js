// New parts. What is asked is what a part cannot be without; the rest is written in its editor, which
// opens as soon as the room has it.
import { idOf, join, ordered, patchAt, pointerOf } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { Asked, inMyLanguage, fresh } from './asked.js';
import { smallAdders } from './adders_small.js';
import { stageName } from './names.js';
import { stageChoices } from './shares.js';
import { exitsOf, formOf } from './shape.js';
import { attributeField } from './stage.js';
import { roleChoices } from './standing.js';
import { actorChoices } from './transition.js';

// ------------------------------------------------------------------------------------------ stages

function addStage(form, given) {
  const asked = new Asked(form, 'stages', { after: ordered(form.model, 'stages').at(-1), ...given }),
    v = asked.values;
  const kinds = form.words.kinds ?? [],
    needs = (kinds.find((k) => k.id === v.kind)?.attributes ?? [])
      .map((id) => (form.words.attributes ?? []).find((a) => a.id === id))
      .filter(Boolean);
  const before = v.after && form.model.stages[v.after],
    exits = before ? exitsOf(form.model, v.after) : [];
  const way = exits.length > 0 ? exits[0].form : 'share';
  return [
    asked.text('name', t('form.name'), { help: t('form.stage.name.help') }),
    kinds.length > 0
      ? asked.choice(
          'kind',
          t('form.stage.kind'),
          kinds.map((k) => ({ id: k.id, name: say(k.name) })),
          { empty: t('form.stage.kind.none') },
        )
      : null,
    needs.map((a) =>
      attributeField(form, a, `${asked.key}/attribute-${a.id}`, {
        now: v[`attribute-${a.id}`] ?? null,
        shown:
          v[`attribute-${a.id}`] === undefined || v[`attribute-${a.id}`] === null ? '' : String(v[`attribute-${a.id}`]),
        claims: false,
        into: (value) => {
          v[`attribute-${a.id}`] = value;
        },
      }),
    ),
    asked.choice('after', t('form.add.stage.after'), stageChoices(form.model), { empty: t('form.add.stage.first') }),
    asked.flag('final', t('form.stage.final')),
    v.final
      ? null
      : asked.number('months', 'ratio', t(`form.add.stage.length.${form.model.step ?? 'month'}`), {
          help: t('form.add.stage.length.help'),
        }),
    before && way !== 'after'
      ? asked.number(
          'share',
          'share',
          t(way === 'share' ? 'form.add.stage.share' : `form.per_step.to.${form.model.step ?? 'month'}`, {
            name: stageName(form.model, v.after),
          }),
          { help: t('form.add.stage.share.help') },
        )
      : null,
    v.final
      ? null
      : asked.choice('to', t('form.add.stage.to'), stageChoices(form.model), { empty: t('form.add.stage.nowhere') }),
    asked.button(Boolean(v.name && (v.final || !v.to || v.months)), () => stagePatch(form, v, needs, way)),
  ];
}

function stagePatch(form, v, needs, way) {
  const { id, pointer } = fresh(form, 'stages', v.name),
    { model } = form;
  const attributes = Object.fromEntries(
    needs.map((a) => [a.id, v[`attribute-${a.id}`]]).filter(([, value]) => value !== undefined && value !== null),
  );
  const stage = {
    name: inMyLanguage(v.name),
    ...(v.kind ? { kind: v.kind } : {}),
    ...(Object.keys(attributes).length ? { attributes } : {}),
    ...(v.final ? { final: true } : {}),
    ...(v.to && !v.final ? { duration: { geometric: { mean: Math.max(1, v.months) } } } : {}),
  };
  const order = ordered(model, 'stages');
  order.splice(v.after ? order.indexOf(v.after) + 1 : 0, 0, id);
  const moves = {};
  if (v.after && v.share !== null && v.share !== undefined)
    moves[idOf(`${v.after}-${id}`, model.transitions)] = {
      from: v.after,
      to: id,
      [way === 'per_step' ? 'per_step' : 'share']: v.share,
    };
  if (v.to && !v.final)
    moves[idOf(`${id}-${v.to}`, { ...model.transitions, ...moves })] = { from: id, to: v.to, share: 'rest' };
  const hasMoves = Object.keys(moves).length > 0;
  return {
    pointer,
    patch: join(patchAt(pointer, stage), { order: { stages: order } }, hasMoves ? { transitions: moves } : {}),
  };
}

// ------------------------------------------------------------------------------------- transitions

function addTransition(form, given) {
  const asked = new Asked(form, 'transitions', given),
    v = asked.values,
    stages = stageChoices(form.model);
  const exits = v.from ? exitsOf(form.model, v.from) : [],
    way = exits.length > 0 ? formOf(exits[0].transition) : 'share';
  const alone = exits.length === 0,
    stays = v.from && !form.model.stages[v.from].duration && !form.model.stages[v.from].passage && way === 'share';
  return [
    asked.choice(
      'from',
      t('form.transition.from'),
      stages.filter((s) => s.id !== v.to),
    ),
    asked.choice(
      'to',
      t('form.transition.to'),
      stages.filter((s) => s.id !== v.from),
    ),
    way === 'after'
      ? asked.number('length', 'ratio', t('form.transition.form.after'), { help: t('form.length.first') })
      : asked.number(
          'share',
          'share',
          t(way === 'share' ? 'form.share' : `form.per_step.${form.model.step ?? 'month'}`),
          { help: alone ? t('form.add.transition.first') : null },
        ),
    alone && stays ? asked.number('months', 'ratio', t(`form.add.stage.length.${form.model.step ?? 'month'}`)) : null,
    asked.button(
      Boolean(
        v.from &&
        v.to &&
        (way === 'after' ? v.length : alone || typeof v.share === 'number') &&
        (!(alone && stays) || v.months),
      ),
      () => transitionPatch(form, v, way, { alone, stays }),
    ),
  ];
}

function transitionPatch(form, v, way, { alone, stays }) {
  const id = idOf(`${v.from}-${v.to}`, form.model.transitions),
    pointer = pointerOf('transitions', id);
  const value =
    way === 'after'
      ? { after: { geometric: { mean: v.length } } }
      : alone && typeof v.share !== 'number'
        ? { share: 'rest' }
        : { [way]: v.share };
  const stage = {
    ...(form.model.stages[v.from].final ? { final: null } : {}),
    ...(alone && stays ? { duration: { geometric: { mean: Math.max(1, v.months) } } } : {}),
  };
  return {
    pointer,
    patch: join(
      patchAt(pointer, { from: v.from, to: v.to, ...value }),
      Object.keys(stage).length ? patchAt(pointerOf('stages', v.from), stage) : {},
    ),
  };
}

// --------------------------------------------------------------------------------- actors and roles

const sectorChoices = (form) => (form.words.sectors ?? []).map((s) => ({ id: s.id, name: say(s.name) }));
const actorKinds = (form) => (form.words.actor_kinds ?? []).map((k) => ({ id: k.id, name: say(k.name) }));

function addActor(form, given) {
  const asked = new Asked(form, 'actors', { sector: 'third', ...given }),
    v = asked.values;
  return [
    asked.text('name', t('form.name'), { help: t('form.actor.name.help') }),
    asked.choice('sector', t('form.actor.sector'), sectorChoices(form)),
    actorKinds(form).length > 0
      ? asked.choice('kind', t('form.actor.kind'), actorKinds(form), { empty: t('form.actor.kind.none') })
      : null,
    asked.button(Boolean(v.name && v.sector), () => {
      const { pointer } = fresh(form, 'actors', v.name);
      return {
        pointer,
        patch: patchAt(pointer, { name: inMyLanguage(v.name), sector: v.sector, ...(v.kind ? { kind: v.kind } : {}) }),
      };
    }),
  ];
}

// Who stands where in which role; a new actor is made on the way.
function addStanding(form, given) {
  const asked = new Asked(form, 'standing', given),
    v = asked.values,
    roles = form.words.roles ?? [];
  const inRow = given.row ? roles.filter((r) => (r.row ?? 'other') === given.row) : [];
  const hosts = roles.find((r) => r.id === v.role)?.hosts;
  const newActor = v.actor === 'new:';
  return [
    given.actor
      ? null
      : asked.choice('actor', t('form.standing.who'), [
          ...actorChoices(form.model),
          { id: 'new:', name: t('form.standing.new') },
        ]),
    newActor
      ? [
          asked.text('name', t('form.standing.new.name'), { help: t('form.actor.name.help') }),
          asked.choice('sector', t('form.actor.sector'), sectorChoices(form)),
        ]
      : null,
    given.stage ? null : asked.choice('stage', t('form.stage'), stageChoices(form.model)),
    asked.choice(
      'role',
      t('form.standing.role'),
      inRow.length > 0 ? inRow.map((r) => ({ id: r.id, name: say(r.name) })) : roleChoices(form),
    ),
    hosts ? asked.number('places', 'count', t('form.standing.places'), { help: t('form.standing.places.help') }) : null,
    asked.text('text', t('form.standing.text'), { help: t('form.standing.text.help') }),
    asked.button(Boolean(v.stage && v.role && v.actor && (!newActor || (v.name && v.sector))), () =>
      standingPatch(form, v),
    ),
  ];
}

function standingPatch(form, v) {
  const actor = v.actor === 'new:' ? idOf(v.name, form.model.actors) : v.actor;
  const pointer = pointerOf('stages', v.stage, 'actors', actor, v.role);
  const standing = {
    ...(typeof v.places === 'number' ? { places: v.places } : {}),
    ...(v.text ? { text: inMyLanguage(v.text) } : {}),
  };
  const made =
    v.actor === 'new:' ? patchAt(pointerOf('actors', actor), { name: inMyLanguage(v.name), sector: v.sector }) : {};
  return { pointer, patch: join(made, patchAt(pointer, standing)) };
}

export const adders = {
  stages: addStage,
  transitions: addTransition,
  actors: addActor,
  standing: addStanding,
  ...smallAdders,
};
