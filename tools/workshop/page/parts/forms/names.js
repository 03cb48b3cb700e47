// What people call the parts of a model.
import { plain, steps } from '../../shell/merge.js';
import { currentLang, say, t } from '../../shell/words.js';
import { showShare } from './numbers.js';
import { exitsOf, formOf } from './shape.js';

export const nameOf = (model, section, id) => say(model[section]?.[id]?.name) || id;
export const stageName = (model, id) => nameOf(model, 'stages', id);
export const actorName = (model, id) => nameOf(model, 'actors', id);
export const wordOf = (list, id) => say((list ?? []).find((entry) => entry.id === id)?.name) || id;

export const transitionName = (model, id) => {
  const { from, to } = model.transitions[id] ?? {};
  return `${stageName(model, from)} → ${stageName(model, to)}`;
};

const first = (...words) => words.find(Boolean);
const shortened = (text) => (text.length > 60 ? `${text.slice(0, 58)}…` : text);

const named = {
  transitions: (model, id) => first(say(model.transitions[id].name), transitionName(model, id)),
  gaps: (model, id) => first(say(model.gaps[id].question), id),
  notes: (model, id) => shortened(say(model.notes[id].text) || id),
  sources: (model, id) => first(say(model.sources[id].title), id),
};

export const partName = (model, section, id) =>
  model[section]?.[id] ? (named[section] ?? ((m, i) => nameOf(m, section, i)))(model, id) : id;

// "Palkkatuki yhdistyksessä", "Neuvokas: työllistää, Palkkatuki": what a pointer points to.
export function pointerName(model, words, pointer) {
  const [section, id, inner, actor, role] = steps(pointer);
  if (!section) return t('form.part.model');
  if (inner === 'actors' && role)
    return `${actorName(model, actor)} · ${wordOf(words.roles, role)} · ${stageName(model, id)}`;
  return id === undefined ? t(`form.section.${section}`) : partName(model, section, id);
}

// The number of a move as the picture writes it: "~40 %", "≈3 %", "loput 48 %".
export function moveNumber(model, id) {
  const transition = model.transitions[id],
    form = formOf(transition),
    lang = currentLang();
  if (form === 'after') return t('form.exits.after');
  const value = transition[form];
  if (value === 'rest')
    return t('form.rest', { share: showShare(exitsOf(model, transition.from).find((e) => e.id === id).share, lang) });
  const numbers = Array.isArray(value)
    ? [...new Set([value[0], value[value.length - 1]].map((n) => showShare(plain(n), lang)))].join(' … ')
    : showShare(plain(value), lang);
  return form === 'per_step' ? t(`form.per_step.short.${model.step ?? 'month'}`, { share: numbers }) : numbers;
}
