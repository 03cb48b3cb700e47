// What is no table: each part on a line, with what it is about.
import { h } from '../shell/dom.js';
import { ordered, plain, pointerOf } from '../shell/merge.js';
import { number, percent, say, t } from '../shell/words.js';
import { actorName, nameOf, partName, stageName } from './forms/names.js';
import { isObject } from './forms/shape.js';
import { adder, block, pick } from './twin_block.js';

const more = {
  supports: (model, s) => [
    Object.keys(s.actors ?? {})
      .map((id) => actorName(model, id))
      .join(', '),
    s.at
      ? Object.keys(s.at)
          .map((id) => stageName(model, id))
          .join(', ')
      : t('form.support.everywhere'),
  ],
  gaps: (model, g) => [
    Object.keys(g.stages ?? {})
      .map((id) => stageName(model, id))
      .join(', '),
    say(g.text),
  ],
  paths: (model, p) => [p.stages.map((id) => stageName(model, id)).join(' → ')],
  actors: (model, a, words) => [
    say((words.sectors ?? []).find((s) => s.id === a.sector)?.name),
    say((words.actor_kinds ?? []).find((k) => k.id === a.kind)?.name),
  ],
  targets: (model, x) => [
    isObject(x.observed) && 'events' in x.observed
      ? `${number(x.observed.events)} / ${number(x.observed.of)}`
      : x.outcome.endsWith('ratio')
        ? percent(plain(x.observed))
        : number(plain(x.observed)),
    `${number(x.at)} ${t(`form.unit.short.${model.step ?? 'month'}`)}`,
  ],
  scenarios: (model, s) => [(s.withdraw ?? []).map((id) => actorName(model, id)).join(', ')],
  notes: (model, n) => [n.by],
  sources: (model, s) => [say(s.publisher), s.year],
  accounts: (model, a) => [a.unit ?? 'euro'],
  budgets: (model, b) => [nameOf(model, 'accounts', b.account), number(plain(b.per_year))],
};

export function listBlock(form, section) {
  const { model } = form,
    ids = ordered(model, section);
  const row = (id) =>
    h(
      'li',
      { key: id },
      pick(form, section, pointerOf(section, id), partName(model, section, id)),
      h(
        'span',
        { class: 'twin-text' },
        more[section](model, model[section][id], form.words)
          .filter(Boolean)
          .map((text) => ` ${text}`)
          .join(' ·'),
      ),
    );
  return block(
    form,
    section,
    ids.length > 0 ? h('ul', { class: 'twin-rows' }, ids.map(row)) : h('p', { class: 'form-help' }, t('twin.none')),
    adder(form, section),
  );
}
