// What runs beside stages: who gives it, where, and what it changes.
import { h } from '../../shell/dom.js';
import { at as valueAt, ordered, patchAt } from '../../shell/merge.js';
import { t } from '../../shell/words.js';
import { action, addChoice, choiceField, fold, group } from './fields.js';
import { stageName, transitionName } from './names.js';
import { formOf, isObject, replaced } from './shape.js';
import { stageChoices } from './shares.js';
import { roleChoices } from './standing.js';
import { actorChoices, linksField } from './transition.js';
import { numberField, period, texts } from './values.js';

export function supportEditor(form, pointer) {
  return [
    texts(form, { at: `${pointer}/name`, label: t('form.name') }),
    texts(form, { at: `${pointer}/text`, label: t('form.support.text'), help: t('form.standing.text.help') }),
    choiceField(form, {
      at: `${pointer}/role`,
      label: t('form.support.role'),
      empty: t('form.none'),
      choices: roleChoices(form),
    }),
    linksField(form, {
      at: `${pointer}/actors`,
      label: t('form.support.actors'),
      choices: actorChoices(form.model),
      words: true,
    }),
    linksField(form, {
      at: `${pointer}/at`,
      label: t('form.support.at'),
      choices: stageChoices(form.model),
      help: form.get(`${pointer}/at`) ? null : t('form.support.everywhere'),
    }),
    effects(form, pointer),
    numberField(form, {
      at: `${pointer}/uptake`,
      sort: 'share',
      label: t('form.support.uptake'),
      help: t('form.support.uptake.help'),
    }),
    fold(form, `${pointer}#period`, t('form.period.fold'), () => period(form, pointer)),
  ];
}

// ---------------------------------------------------------------------------------------- effects

// One effect is written alone, several as a list: each change writes what it was written as.
function effects(form, pointer) {
  const at = `${pointer}/effect`,
    now = valueAt(form.model, at);
  const list = now === undefined ? [] : Array.isArray(now) ? now : [now];
  const write = (next) => {
    if (next.length === 0) return patchAt(at, null);
    return patchAt(
      at,
      isObject(now) && next.length === 1
        ? replaced(now, next[0])
        : next.length === 1 && now === undefined
          ? next[0]
          : next,
    );
  };
  form.claim(at);
  return group(
    t('form.effects'),
    list.length === 0 ? h('p', { class: 'form-help' }, t('form.effects.none')) : null,
    list.map((effect, i) =>
      oneEffect(form, `${at}/${i}`, effect, (next) =>
        write(next === null ? list.filter((e, j) => j !== i) : list.map((e, j) => (j === i ? next : e))),
      ),
    ),
    addEffect(form, at, list, write),
  );
}

function oneEffect(form, at, effect, put) {
  const target = effect.transition ? `transition:${effect.transition}` : `stage:${effect.stage}`;
  const measure = ['odds_ratio', 'hazard_ratio', 'places'].find((name) => name in effect);
  return h(
    'div',
    { class: 'form-effect', key: at },
    choiceField(form, {
      at: `${at}#on`,
      label: t('form.effects.on'),
      now: target,
      required: true,
      claims: false,
      choices: targets(form),
      patch: (next) => put(effectOn(form, next, effect)),
    }),
    numberField(form, {
      at: `${at}/${measure}`,
      sort: measure === 'places' ? 'count' : 'ratio',
      required: true,
      now: effect[measure],
      label: t(`form.effects.${measure}`),
      help: t(`form.effects.${measure}.help`),
      put: (number) => put({ ...effect, [measure]: number }),
    }),
    effect.transition
      ? choiceField(form, {
          at: `${at}/included`,
          key: `${at}#included`,
          label: t('form.effects.included'),
          now: effect.included,
          empty: t('form.effects.included.none'),
          claims: false,
          choices: [
            { id: true, name: t('form.effects.included.yes') },
            { id: false, name: t('form.effects.included.no') },
          ],
          patch: (included) => {
            const { included: old, ...rest } = effect;
            return put(included === null ? rest : { ...rest, included });
          },
        })
      : null,
    form.writable ? action(t('form.effects.remove'), () => form.send(at, put(null)), { class: 'form-link' }) : null,
  );
}

function targets(form) {
  const { model } = form;
  return [
    {
      group: t('form.effects.moves'),
      choices: ordered(model, 'transitions').map((id) => ({ id: `transition:${id}`, name: transitionName(model, id) })),
    },
    {
      group: t('form.effects.more_places'),
      choices: ordered(model, 'stages').map((id) => ({ id: `stage:${id}`, name: stageName(model, id) })),
    },
  ];
}

// The measure follows from what the effect is on; a ratio stays the same number.
function effectOn(form, target, old = {}) {
  const [sort, ...rest] = target.split(':'),
    id = rest.join(':');
  if (sort === 'stage') return { stage: id, places: old.places ?? 1 };
  const measure = formOf(form.model.transitions[id]) === 'share' ? 'odds_ratio' : 'hazard_ratio';
  const ratio = old.odds_ratio ?? old.hazard_ratio ?? 1;
  return { transition: id, [measure]: ratio, ...(old.included === undefined ? {} : { included: old.included }) };
}

const addEffect = (form, at, list, write) =>
  addChoice(form, {
    at: `${at}#new`,
    label: t('form.effects.add'),
    choices: targets(form),
    help: t('form.effects.add.help'),
    patch: (target) => write([...list, effectOn(form, target)]),
  });
