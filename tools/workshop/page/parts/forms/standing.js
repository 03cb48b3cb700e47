// What an actor does at a stage, and what an actor is.
import { h } from '../../shell/dom.js';
import { at as valueAt, join, patchAt, pointerOf } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { action, addChoice, choiceField, fold, group, opener, textField } from './fields.js';
import { stageName, wordOf } from './names.js';
import { isObject } from './shape.js';
import { stageChoices } from './shares.js';
import { numberField, period, texts } from './values.js';

export function standingEditor(form, pointer, { id, actor, role }) {
  const now = form.get(pointer),
    kind = (form.words.roles ?? []).find((r) => r.id === role);
  const roles = (form.words.roles ?? []).filter(
    (r) => r.id === role || !(r.id in (form.get(pointerOf('stages', id, 'actors', actor)) ?? {})),
  );
  return [
    texts(form, { at: `${pointer}/text`, label: t('form.standing.text'), help: t('form.standing.text.help') }),
    roles.length > 0
      ? choiceField(form, {
          at: pointer,
          key: `${pointer}#role`,
          label: t('form.standing.role'),
          now: role,
          claims: false,
          choices: roleChoices(form, roles),
          patch: (next) => {
            form.leaveTo = pointerOf('stages', id, 'actors', actor, next);
            return join(patchAt(pointer, null), patchAt(form.leaveTo, now));
          },
        })
      : null,
    kind?.hosts !== false || now.places !== undefined ? places(form, pointer, id, now) : null,
    numberField(form, {
      at: `${pointer}/clients`,
      sort: 'count',
      label: t('form.standing.clients'),
      help: t('form.standing.clients.help'),
    }),
    fold(form, `${pointer}#period`, t('form.period.fold'), () => period(form, pointer)),
    h(
      'p',
      { class: 'form-actions', key: 'also' },
      action(t('form.standing.actor'), () => form.open(pointerOf('actors', actor))),
      action(t('form.standing.stage'), () => form.open(pointerOf('stages', id))),
    ),
  ];
}

// Roles by the rows of the picture.
export function roleChoices(form, roles = form.words.roles ?? []) {
  const rows = [...(form.words.rows ?? [])];
  const grouped = rows.map((row) => ({
    group: say(row.name),
    choices: roles.filter((r) => (r.row ?? 'other') === row.id).map((r) => ({ id: r.id, name: say(r.name) })),
  }));
  const seen = new Set(grouped.flatMap((g) => g.choices.map((c) => c.id)));
  const left = roles.filter((r) => !seen.has(r.id)).map((r) => ({ id: r.id, name: say(r.name) }));
  return [...grouped.filter((g) => g.choices.length > 0), ...left];
}

// So many, or so many for each worker of another stage.
function places(form, pointer, id, now) {
  const at = `${pointer}/places`,
    per = isObject(now.places) && 'per' in now.places;
  const others = stageChoices(form.model).filter((s) => s.id !== id);
  if (!per)
    return h(
      'div',
      { key: 'places' },
      numberField(form, { at, sort: 'count', label: t('form.standing.places'), help: t('form.standing.places.help') }),
      form.writable && others.length > 0
        ? fold(form, `${at}#per`, t('form.places.per.fold'), () =>
            addChoice(form, {
              at: `${at}/per`,
              key: `${at}#per`,
              label: t('form.places.per'),
              choices: others,
              patch: (stage) => patchAt(at, { per: stage, each: 1 }),
            }),
          )
        : null,
    );
  form.claim(at);
  return group(
    t('form.standing.places'),
    choiceField(form, {
      at: `${at}/per`,
      label: t('form.places.per'),
      empty: t('form.places.plain'),
      choices: others,
      patch: (stage) =>
        stage === null ? patchAt(at, valueAt(now, '/places/each') ?? null) : patchAt(`${at}/per`, stage),
    }),
    numberField(form, { at: `${at}/each`, sort: 'count', required: true, label: t('form.places.each') }),
  );
}

export function actorEditor(form, pointer, { id }) {
  const known = form.words.sectors ?? [],
    kinds = form.words.actor_kinds ?? [];
  const places = Object.entries(form.model.stages ?? {}).flatMap(([stage, s]) =>
    Object.keys(s.actors?.[id] ?? {}).map((role) => ({ stage, role })),
  );
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name'), help: t('form.actor.name.help') }),
    choiceField(form, {
      at: `${pointer}/sector`,
      label: t('form.actor.sector'),
      required: true,
      choices: known.map((s) => ({ id: s.id, name: say(s.name) })),
    }),
    kinds.length > 0
      ? choiceField(form, {
          at: `${pointer}/kind`,
          label: t('form.actor.kind'),
          empty: t('form.actor.kind.none'),
          help: t('form.actor.kind.help'),
          choices: kinds.map((k) => ({ id: k.id, name: say(k.name) })),
        })
      : textField(form, { at: `${pointer}/kind`, label: t('form.actor.kind') }),
    group(
      t('form.actor.stands'),
      places.length === 0 ? h('p', { class: 'form-help' }, t('form.actor.nowhere')) : null,
      h(
        'ul',
        { class: 'form-list' },
        places.map(({ stage, role }) =>
          h(
            'li',
            { key: `${stage}-${role}` },
            opener(form, pointerOf('stages', stage, 'actors', id, role), stageName(form.model, stage)),
            h('span', { class: 'form-quiet' }, ` ${wordOf(form.words.roles, role)}`),
          ),
        ),
      ),
      form.writable ? action(t('form.actor.stand'), () => form.add('standing', { actor: id })) : null,
    ),
    fold(form, `${pointer}#period`, t('form.period.fold'), () => [
      period(form, pointer),
      textField(form, { at: `${pointer}/region`, label: t('form.region'), help: t('form.region.actor') }),
    ]),
  ];
}
