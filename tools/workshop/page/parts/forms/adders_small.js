// New small parts: a name, and what a part of that sort cannot be without.
import { h } from '../../shell/dom.js';
import { idOf, ordered, patchAt, pointerOf } from '../../shell/merge.js';
import { say, t } from '../../shell/words.js';
import { Asked, inMyLanguage, fresh } from './asked.js';
import { pointerName } from './names.js';
import { stageChoices } from './shares.js';
import { everyPart } from './shape.js';
import { outcomes, rowChoices } from './small.js';
import { roleChoices } from './standing.js';
import { actorChoices } from './transition.js';

const named =
  (section, more, patch, ready = () => true) =>
  (form, given) => {
    const asked = new Asked(form, section, given),
      v = asked.values;
    return [
      asked.text(
        'name',
        t(
          section === 'gaps'
            ? 'form.gap.question'
            : section === 'notes'
              ? 'form.note.text'
              : section === 'sources'
                ? 'form.source.title'
                : 'form.name',
        ),
        { multiline: section === 'notes' || section === 'gaps' },
      ),
      more(asked, v, form),
      asked.button(Boolean(v.name && ready(v)), () => {
        const { pointer } = fresh(form, section, v.name);
        return { pointer, patch: patchAt(pointer, patch(v, form)) };
      }),
    ];
  };

const addBudget = named(
  'budgets',
  (a, v, form) => [
    a.choice(
      'account',
      t('form.budget.account'),
      ordered(form.model, 'accounts').map((id) => ({ id, name: say(form.model.accounts[id].name) || id })),
    ),
    a.choice(
      'kind',
      t('form.budget.kind'),
      (form.words.kinds ?? []).map((k) => ({ id: k.id, name: say(k.name) })),
    ),
    a.number('per_year', 'count', t('form.budget.per_year')),
  ],
  (v) => ({ name: inMyLanguage(v.name), kinds: [v.kind], account: v.account, per_year: v.per_year }),
  (v) => v.account && v.kind && typeof v.per_year === 'number',
);

const asLink = (id) => (id ? { [id]: {} } : {});

export const smallAdders = {
  supports: named(
    'supports',
    (a, v, form) => [
      a.choice('role', t('form.support.role'), roleChoices(form), { empty: t('form.none') }),
      a.choice('actor', t('form.support.actors'), actorChoices(form.model)),
      a.choice('stage', t('form.support.at'), stageChoices(form.model), { empty: t('form.support.everywhere') }),
    ],
    (v) => ({
      name: inMyLanguage(v.name),
      ...(v.role ? { role: v.role } : {}),
      actors: asLink(v.actor),
      ...(v.stage ? { at: asLink(v.stage) } : {}),
    }),
    (v) => v.actor,
  ),
  groups: named(
    'groups',
    (a, v, form) => [
      a.number('size', 'count', t('form.group.size')),
      a.choice('start', t('form.group.start'), stageChoices(form.model)),
    ],
    (v) => ({ name: inMyLanguage(v.name), size: v.size, start: v.start }),
    (v) => typeof v.size === 'number' && v.start,
  ),
  gaps: named(
    'gaps',
    (a, v, form) => [
      a.choice('row', t('form.gap.row'), rowChoices(form.words)),
      a.choice('stage', t('form.gap.stages'), stageChoices(form.model)),
    ],
    (v) => ({ stages: asLink(v.stage), row: v.row, question: inMyLanguage(v.name) }),
    (v) => v.row && v.stage,
  ),
  paths: named(
    'paths',
    (a, v, form) => [
      a.choice('first', t('form.path.first'), stageChoices(form.model)),
      a.choice('last', t('form.path.last'), stageChoices(form.model)),
    ],
    (v) => ({ name: inMyLanguage(v.name), stages: v.first === v.last ? [v.first] : [v.first, v.last] }),
    (v) => v.first && v.last,
  ),
  notes: named(
    'notes',
    (a, v, form) => [
      a.choice(
        'about',
        t('form.note.about'),
        everyPart(form.model)
          .slice(1)
          .map((at) => ({ id: at, name: pointerName(form.model, form.words, at) })),
        { empty: t('form.note.about.all') },
      ),
      a.text('by', t('form.note.by'), { help: t('form.note.by.help') }),
    ],
    (v) => ({ text: inMyLanguage(v.name), ...(v.about ? { about: v.about } : {}), ...(v.by ? { by: v.by } : {}) }),
  ),
  sources: named(
    'sources',
    (a) => [
      a.text('publisher', t('form.source.publisher')),
      a.number('year', 'whole', t('form.source.year'), { inputmode: 'numeric' }),
      a.text('url', t('form.source.url')),
    ],
    (v) => ({
      title: v.name,
      ...(v.publisher ? { publisher: v.publisher } : {}),
      ...(v.year ? { year: v.year } : {}),
      ...(v.url ? { url: v.url } : {}),
    }),
  ),
  accounts: addAccount,
  budgets: (form, given) =>
    ordered(form.model, 'accounts').length > 0 && (form.words.kinds ?? []).length > 0
      ? addBudget(form, given)
      : h('p', { class: 'form-help form-needs' }, t('form.add.budget.needs')),
  targets: named(
    'targets',
    (a, v, form) => [
      a.choice(
        'outcome',
        t('form.target.outcome'),
        outcomes.map((id) => ({ id, name: t(`form.outcome.${id}`) })),
      ),
      a.number('at', 'whole', t(`form.target.at.${form.model.step ?? 'month'}`)),
      a.number('events', 'count', t('form.target.events')),
      a.number('of', 'count', t('form.target.of')),
    ],
    (v) => ({ name: inMyLanguage(v.name), outcome: v.outcome, at: v.at, observed: { events: v.events, of: v.of } }),
    (v) => v.outcome && typeof v.at === 'number' && typeof v.events === 'number' && v.of,
  ),
  scenarios: named(
    'scenarios',
    (a, v, form) =>
      a.choice('actor', t('form.scenario.withdraw'), actorChoices(form.model), { empty: t('form.scenario.nobody') }),
    (v) => ({ name: inMyLanguage(v.name), ...(v.actor ? { withdraw: [v.actor] } : {}) }),
  ),
};

// Accounts that rules pay from have ids of their own.
function addAccount(form, given) {
  const asked = new Asked(form, 'accounts', given),
    v = asked.values,
    taken = form.model.accounts ?? {};
  const known = (form.words.accounts ?? [])
    .filter((a) => !(a.id in taken))
    .map((a) => ({ id: a.id, name: say(a.name) }));
  return [
    known.length > 0
      ? asked.choice('id', t('form.account.known'), known, {
          empty: t('form.account.own'),
          help: t('form.account.known.help'),
        })
      : null,
    v.id ? null : asked.text('name', t('form.name')),
    asked.text('unit', t('form.account.unit'), { placeholder: 'euro', help: t('form.account.unit.help') }),
    asked.button(Boolean(v.id || v.name), () => {
      const id = v.id || idOf(v.name, taken),
        pointer = pointerOf('accounts', id),
        name = v.id
          ? (form.words.accounts.find((a) => a.id === v.id)?.name ?? inMyLanguage(v.id))
          : inMyLanguage(v.name);
      return { pointer, patch: patchAt(pointer, { name, unit: v.unit || 'euro' }) };
    }),
  ];
}
