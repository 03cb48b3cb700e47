// The tables of moves, stages and groups.
import { h } from '../shell/dom.js';
import { ordered, plain, pointerOf } from '../shell/merge.js';
import { number, percent, say, t } from '../shell/words.js';
import { lengthInWords } from './forms/lengths.js';
import { moveNumber, nameOf, partName, stageName, transitionName } from './forms/names.js';
import { formOf, isObject } from './forms/shape.js';
import { basisWord, numberField } from './forms/values.js';
import { block, blockName, pick, scrolling } from './twin_block.js';

// ------------------------------------------------------------------------------------------ moves

function grounds(model, value) {
  if (!isObject(value)) return '';
  const source = value.source ? partName(model, 'sources', value.source) : '';
  return [value.note, source].filter(Boolean).join(' ');
}
export function movesBlock(form) {
  const { model } = form;
  const rows = ordered(model, 'stages').flatMap((from) =>
    ordered(model, 'transitions').filter((id) => model.transitions[id].from === from),
  );
  const table = h(
    'table',
    { class: 'twin-list' },
    h('caption', { class: 'only-read' }, blockName('transitions')),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['twin.move', 'twin.number', 'twin.basis', 'twin.grounds'].map((key) => h('th', { scope: 'col', key }, t(key))),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((id) => moveRow(form, id)),
    ),
  );
  return block(form, 'transitions', scrolling(blockName('transitions'), table), {
    label: t('form.add.transitions'),
    go: () => form.add('transitions', {}, 'transitions'),
  });
}

function moveRow(form, id) {
  const transition = form.model.transitions[id],
    kind = formOf(transition),
    value = transition[kind];
  const simple = kind !== 'after' && value !== 'rest' && !Array.isArray(value);
  const at = pointerOf('transitions', id, kind),
    name = transitionName(form.model, id);
  return h(
    'tr',
    { key: id },
    h('th', { scope: 'row' }, pick(form, 'transitions', pointerOf('transitions', id), name)),
    h(
      'td',
      {},
      simple
        ? numberField(form, {
            at,
            sort: 'share',
            required: true,
            bare: true,
            hideLabel: true,
            label: `${name}: ${t(kind === 'share' ? 'form.share' : `form.per_step.${form.model.step ?? 'month'}`)}`,
            unit: kind === 'per_step' ? () => t(`twin.per.${form.model.step ?? 'month'}`) : null,
          })
        : kind === 'after'
          ? lengthInWords(value, form.model.step)
          : moveNumber(form.model, id),
    ),
    h(
      'td',
      { class: 'twin-basis' },
      value === 'rest' || kind === 'after' || Array.isArray(value) ? '' : basisWord(value),
    ),
    h('td', { class: 'twin-text' }, grounds(form.model, value)),
  );
}

// ------------------------------------------------------------------------------- stages and groups

export function stagesBlock(form) {
  const { model } = form;
  const table = h(
    'table',
    { class: 'twin-list' },
    h('caption', { class: 'only-read' }, blockName('stages')),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['form.stage', 'form.stage.kind', 'form.stage.duration', 'form.standing.places'].map((key) =>
          h('th', { scope: 'col', key }, t(key)),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ordered(model, 'stages').map((id, i) => {
        const stage = model.stages[id],
          places = placesOf(stage);
        return h(
          'tr',
          { key: id },
          h('th', { scope: 'row' }, pick(form, 'stages', pointerOf('stages', id), `${i + 1} ${stageName(model, id)}`)),
          h('td', {}, say((form.words.kinds ?? []).find((k) => k.id === stage.kind)?.name) || stage.kind || ''),
          h('td', {}, lengthInWords(stage.duration, model.step)),
          h('td', {}, places === null ? '' : number(places)),
        );
      }),
    ),
  );
  return block(form, 'stages', scrolling(blockName('stages'), table), {
    label: t('form.add.stages'),
    go: () => form.add('stages', {}, 'stages'),
  });
}

function placesOf(stage) {
  const all = Object.values(stage.actors ?? {})
    .flatMap((roles) => Object.values(roles).map((standing) => plain(standing.places ?? null)))
    .filter((n) => n !== null);
  return all.length === 0 ? null : all.reduce((sum, n) => sum + n, 0);
}

export function groupsBlock(form) {
  const { model } = form;
  const table = h(
    'table',
    { class: 'twin-list' },
    h('caption', { class: 'only-read' }, blockName('groups')),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['form.part.groups', 'form.group.size', 'form.group.start'].map((key) =>
          h('th', { scope: 'col', key }, t(key)),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      ordered(model, 'groups').map((id) => {
        const group = model.groups[id],
          name = nameOf(model, 'groups', id);
        return h(
          'tr',
          { key: id },
          h('th', { scope: 'row' }, pick(form, 'groups', pointerOf('groups', id), name)),
          h(
            'td',
            {},
            group.size === undefined
              ? ''
              : numberField(form, {
                  at: pointerOf('groups', id, 'size'),
                  sort: 'count',
                  bare: true,
                  hideLabel: true,
                  label: `${name}: ${t('form.group.size')}`,
                }),
          ),
          h(
            'td',
            {},
            isObject(group.start)
              ? Object.entries(group.start)
                  .map(([stage, share]) => `${stageName(model, stage)} ${percent(plain(share))}`)
                  .join(', ')
              : group.start
                ? stageName(model, group.start)
                : '',
          ),
        );
      }),
    ),
  );
  return block(form, 'groups', scrolling(blockName('groups'), table), {
    label: t('form.add.groups'),
    go: () => form.add('groups', {}, 'groups'),
  });
}
