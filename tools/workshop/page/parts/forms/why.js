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

function answer(told) {
  if (told.failed) return h('p', { class: 'problem' }, told.failed);
  const { allowed = 1, findings = [] } = told;
  const verdict = allowed >= 0.9995 ? 'form.why.all' : allowed <= 0.0005 ? 'form.why.none' : 'form.why.some';
  return h(
    'div',
    { class: 'form-answer', role: 'status' },
    h('p', {}, h('strong', {}, t(verdict, { share: percent(allowed) }))),
    reasons(
      refusalsIn(findings).map((r) => [`${t('form.why.refused', { share: percent(r.share) })} ${r.text}`, r.ref]),
    ),
    reasons(
      limitsIn(findings).map((l) => [
        t('form.why.limit', { length: number(l.value), unit: t(`form.unit.short.${l.unit}`) }),
        l.ref,
      ]),
    ),
  );
}

// Sentences, each with the section of the law that it comes from.
const reasons = (list) =>
  list.length > 0
    ? h(
        'ul',
        {},
        list.map(([text, law]) => h('li', {}, text, ' ', h('span', { class: 'form-law' }, law))),
      )
    : null;

// The same grounds of several sorts of people are told once, of all of them together.
function refusalsIn(findings) {
  const refusals = new Map();
  for (const { share, reasons: grounds = [] } of findings.filter((f) => !f.allowed))
    for (const ground of grounds)
      refusals.set(ground.text, { ...ground, share: share + (refusals.get(ground.text)?.share ?? 0) });
  return [...refusals.values()].sort((a, b) => b.share - a.share);
}

const limitsIn = (findings) => [
  ...new Map(
    findings.filter((f) => f.limit).map(({ limit }) => [`${limit.value} ${limit.unit} ${limit.ref}`, limit]),
  ).values(),
];
