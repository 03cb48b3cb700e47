// What the whole model says: its title, its law, its calendar, the order of its stages.
import { h } from '../../shell/dom.js';
import { ordered, patchAt } from '../../shell/merge.js';
import { t } from '../../shell/words.js';
import { action, choiceField, flagField, fold, group, opener, textField } from './fields.js';
import { partName } from './names.js';
import { sections } from './shape.js';
import { texts, whenField, wholeField } from './values.js';

export const wholeEditor = (form) => [
  texts(form, { at: '/title', label: t('form.model.title'), multiline: true }),
  texts(form, { at: '/about', label: t('form.model.about'), multiline: true }),
  group(
    t('form.model.time'),
    whenField(form, { at: '/start_date', label: t('form.model.start_date'), steps: false }),
    choiceField(form, {
      at: '/step',
      label: t('form.model.step'),
      empty: t('form.unit.one.month'),
      choices: ['week', 'day'].map((id) => ({ id, name: t(`form.unit.one.${id}`) })),
      now: form.model.step === 'month' ? null : form.model.step,
    }),
    wholeField(form, { at: '/horizon', label: t(`form.model.horizon.${form.model.step ?? 'month'}`), required: true }),
  ),
  group(
    t('form.model.law'),
    textField(form, { at: '/region', label: t('form.region'), help: t('form.model.region.help') }),
    whenField(form, {
      at: '/rules_as_of',
      label: t('form.model.rules_as_of'),
      steps: false,
      help: t('form.model.rules_as_of.help'),
    }),
    flagField(form, { at: '/follow_calendar', label: t('form.model.follow_calendar') }),
  ),
  stagesInOrder(form),
  fold(form, 'sections', t('form.model.parts'), () => sections.map((section) => partsOf(form, section))),
];

function stagesInOrder(form) {
  const ids = ordered(form.model, 'stages');
  const move = (i, by) => {
    const next = [...ids];
    next.splice(i + by, 0, ...next.splice(i, 1));
    form.send('order', patchAt('/order/stages', next));
  };
  form.claim('/order');
  return group(
    t('form.order'),
    h(
      'ol',
      { class: 'form-list' },
      ids.map((id, i) => {
        const name = partName(form.model, 'stages', id);
        return h(
          'li',
          { key: id },
          opener(form, `/stages/${id}`, name),
          form.writable
            ? h(
                'span',
                { class: 'form-actions' },
                action('↑', () => move(i, -1), {
                  disabled: i === 0,
                  'aria-label': t('form.order.earlier.named', { name }),
                }),
                action('↓', () => move(i, 1), {
                  disabled: i === ids.length - 1,
                  'aria-label': t('form.order.later.named', { name }),
                }),
              )
            : null,
        );
      }),
    ),
  );
}

function partsOf(form, section) {
  return h(
    'div',
    { key: section },
    h('h4', {}, t(`form.section.${section}`)),
    h(
      'ul',
      { class: 'form-list' },
      ordered(form.model, section).map((id) =>
        h('li', { key: id }, opener(form, `/${section}/${id}`, partName(form.model, section, id))),
      ),
    ),
    form.writable ? action(t(`form.add.${section}`), () => form.add(section)) : null,
  );
}
