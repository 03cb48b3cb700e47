// "Why?": may the people of a group come to this stage, what decides, and which section of the law says
// so. The room is asked when somebody wants to know.
import { h, announce } from '../../shell/dom.js';
import { ordered } from '../../shell/merge.js';
import { currentLang, number, percent, t } from '../../shell/words.js';
import { action, group } from './fields.js';
import { nameOf } from './names.js';

export function why(form, stage) {
  const groups = ordered(form.model, 'groups');
  if (!form.model.region || groups.length === 0 || !form.get(`/stages/${stage}`)?.kind) return null;
  return group(
    t('form.why'),
    groups.map((id) => {
      const key = `why-${stage}-${id}`,
        told = form.pending[key];
      return h(
        'div',
        { key, class: 'form-why' },
        action(t('form.why.ask', { group: nameOf(form.model, 'groups', id) }), () => ask(form, key, id, stage), {
          'aria-expanded': told ? 'true' : 'false',
        }),
        told ? answer(told) : null,
      );
    }),
  );
}

async function ask(form, key, id, stage) {
  if (form.pending[key]) {
    delete form.pending[key];
    form.paint();
    return;
  }
  const query = new URLSearchParams({ group: id, stage, lang: currentLang() });
  try {
    form.pending[key] = await form.room.get(`/api/explain?${query}`);
    announce(t('form.why.told', { share: percent(form.pending[key].allowed ?? 1) }));
  } catch (error) {
    form.pending[key] = { failed: error.body?.message ?? t('form.why.failed') };
  }
  form.paint();
}

// The grounds of each sort of people together: those whom nothing refuses need none.
function answer(told) {
  if (told.failed) return h('p', { class: 'problem' }, told.failed);
  const { allowed = 1, findings = [] } = told;
  const refusals = new Map(),
    limits = new Map();
  for (const finding of findings) {
    if (!finding.allowed)
      for (const reason of finding.reasons ?? []) {
        const known = refusals.get(reason.text) ?? { ...reason, share: 0 };
        known.share += finding.share;
        refusals.set(reason.text, known);
      }
    if (finding.limit) limits.set(`${finding.limit.value} ${finding.limit.unit} ${finding.limit.ref}`, finding.limit);
  }
  return h(
    'div',
    { class: 'form-answer', role: 'status' },
    h(
      'p',
      {},
      h(
        'strong',
        {},
        t(allowed >= 0.9995 ? 'form.why.all' : allowed <= 0.0005 ? 'form.why.none' : 'form.why.some', {
          share: percent(allowed),
        }),
      ),
    ),
    refusals.size > 0
      ? h(
          'ul',
          {},
          [...refusals.values()]
            .sort((a, b) => b.share - a.share)
            .map((r) =>
              h(
                'li',
                {},
                t('form.why.refused', { share: percent(r.share) }),
                ' ',
                r.text,
                h('span', { class: 'form-law' }, ` ${r.ref}`),
              ),
            ),
        )
      : null,
    limits.size > 0
      ? h(
          'ul',
          {},
          [...limits.values()].map((l) =>
            h(
              'li',
              {},
              t('form.why.limit', { length: number(l.value), unit: t(`form.unit.short.${l.unit}`) }),
              h('span', { class: 'form-law' }, ` ${l.ref}`),
            ),
          ),
        )
      : null,
  );
}
