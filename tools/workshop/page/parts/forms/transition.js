// A move from one stage to another: how many take it, who carries it, who was referred.
import { h } from '../../shell/dom.js';
import { ordered, patchAt, pointerOf } from '../../shell/merge.js';
import { percent, t } from '../../shell/words.js';
import { action, addChoice, choiceField, flagField, fold, group, removeRow } from './fields.js';
import { durationField, stepsField } from './lengths.js';
import { actorName, stageName } from './names.js';
import { exitsOf, formOf, leftOf } from './shape.js';
import { retold } from './retold.js';
import { exitsTable, stageChoices } from './shares.js';
import { numberField, texts } from './values.js';

export function transitionEditor(form, pointer, { id }) {
  const now = form.get(pointer),
    others = (not) => stageChoices(form.model).filter((s) => s.id !== not);
  const siblings = exitsOf(form.model, now.from).filter((e) => e.id !== id);
  return [
    choiceField(form, {
      at: `${pointer}/from`,
      label: t('form.transition.from'),
      required: true,
      choices: others(now.to),
    }),
    choiceField(form, {
      at: `${pointer}/to`,
      label: t('form.transition.to'),
      required: true,
      choices: others(now.from),
    }),
    formField(form, pointer, now),
    numbers(form, pointer, now),
    siblings.length > 0
      ? group(
          t('form.transition.all', { name: stageName(form.model, now.from) }),
          exitsTable(form, now.from, { but: id }),
        )
      : null,
    flagField(form, { at: `${pointer}/at_limit`, label: t('form.transition.at_limit') }),
    fold(form, `${pointer}#who`, t('form.transition.who'), () => [
      carriers(form, pointer, now),
      referrals(form, pointer, now),
    ]),
    fold(form, `${pointer}#name`, t('form.transition.name'), () =>
      texts(form, { at: `${pointer}/name`, label: t('form.name') }),
    ),
  ];
}

// In which way the number is told: all exits of a stage in the same one, so they change together.
function formField(form, pointer, now) {
  const kind = formOf(now);
  return choiceField(form, {
    at: `${pointer}#form`,
    label: t('form.transition.form'),
    now: kind,
    required: true,
    claims: false,
    help: t(`form.transition.form.${kind}.help`),
    choices: ['share', 'per_step', 'after'].map((id) => ({ id, name: t(`form.transition.form.${id}`) })),
    patch: (next) => retold(form.model, now.from, next),
  });
}

function numbers(form, pointer, now) {
  const kind = formOf(now);
  if (kind === 'after') return durationField(form, { at: `${pointer}/after`, label: t('form.transition.form.after') });
  if (kind === 'per_step')
    return stepsField(form, {
      at: `${pointer}/per_step`,
      sort: 'share',
      goesOn: true,
      label: t(`form.per_step.${form.model.step ?? 'month'}`),
    });
  if (now.share !== 'rest')
    return numberField(form, { at: `${pointer}/share`, sort: 'share', required: true, label: t('form.share') });
  form.claim(`${pointer}/share`);
  const exit = exitsOf(form.model, now.from).find((e) => e.transition === now);
  return h(
    'div',
    { class: 'form-field', key: 'rest' },
    h('p', { class: 'form-rest' }, t('form.rest', { share: percent(exit.share, 1) })),
    form.writable
      ? action(
          t('form.rest.number'),
          () =>
            form.send(
              `${pointer}/share`,
              patchAt(
                `${pointer}/share`,
                Math.max(
                  0,
                  Number((exit.share + leftOf(exitsOf(form.model, now.from).map((e) => e.share))).toPrecision(6)),
                ),
              ),
            ),
          { class: 'form-link' },
        )
      : null,
  );
}

// ------------------------------------------------------------------------------------------- who

// Ids that stand in an object as nothing but themselves: choose one more, take one away.
export function linksField(form, { at, label, choices, help, words, last }) {
  const now = form.get(at) ?? {},
    ids = Object.keys(now);
  const free = choices.filter((c) => !(c.id in now));
  const remove = (id) =>
    form.send(at, patchAt(ids.length === 1 && last !== 'keep' ? at : `${at}${pointerOf(id)}`, null));
  form.claim(at);
  return group(
    label,
    h(
      'ul',
      { class: 'form-list' },
      ids.map((id) =>
        h(
          'li',
          { key: id },
          h('span', {}, choices.find((c) => c.id === id)?.name ?? id),
          ' ',
          form.writable && !(ids.length === 1 && last === 'keep')
            ? removeRow(choices.find((c) => c.id === id)?.name ?? id, () => remove(id))
            : null,
          words
            ? fold(form, `${at}/${id}#text`, t('form.link.text'), () =>
                texts(form, { at: `${at}${pointerOf(id)}/text`, label: t('form.link.text') }),
              )
            : null,
        ),
      ),
    ),
    help ? h('p', { class: 'form-help' }, help) : null,
    addChoice(form, {
      at: `${at}#new`,
      label: t('form.link.add'),
      choices: free,
      patch: (id) => patchAt(`${at}${pointerOf(id)}`, {}),
    }),
  );
}

export const actorChoices = (model) => ordered(model, 'actors').map((id) => ({ id, name: actorName(model, id) }));

const carriers = (form, pointer) =>
  linksField(form, {
    at: `${pointer}/carried_by`,
    label: t('form.transition.carried_by'),
    help: t('form.transition.carried_by.help'),
    choices: actorChoices(form.model),
    words: true,
  });

function referrals(form, pointer, now) {
  const at = `${pointer}/referral`,
    ids = Object.keys(now.referral ?? {}),
    free = actorChoices(form.model).filter((a) => !ids.includes(a.id));
  form.claim(at);
  return group(
    t('form.transition.referral'),
    ids.map((id) =>
      h(
        'div',
        { key: id },
        h('h4', {}, actorName(form.model, id)),
        numberField(form, { at: `${at}${pointerOf(id)}/in`, sort: 'count', label: t('form.transition.referral.in') }),
        numberField(form, { at: `${at}${pointerOf(id)}/out`, sort: 'count', label: t('form.transition.referral.out') }),
        form.writable
          ? removeRow(actorName(form.model, id), () =>
              form.send(at, patchAt(ids.length === 1 ? at : `${at}${pointerOf(id)}`, null)),
            )
          : null,
      ),
    ),
    addChoice(form, {
      at: `${at}#new`,
      label: t('form.link.add'),
      choices: free,
      patch: (id) => patchAt(`${at}${pointerOf(id)}`, { in: 1 }),
    }),
  );
}
