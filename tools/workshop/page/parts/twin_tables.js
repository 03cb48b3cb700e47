// The tables of moves, stages and groups.
import { h } from '../shell/dom.js';
import { ordered, plain, pointerOf } from '../shell/merge.js';
import { number, percent, say, t } from '../shell/words.js';
import { lengthInWords } from './forms/lengths.js';
import { moveNumber, nameOf, partName, stageName, transitionName } from './forms/names.js';
import { formOf, isObject } from './forms/shape.js';
import { basisWord, numberField } from './forms/values.js';
import { adder, block, listTable, pick } from './twin_block.js';

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
  const columns = ['twin.move', 'twin.number', 'twin.basis', 'twin.grounds'];
  const table = listTable(
    'transitions',
    columns,
    rows.map((id) => moveRow(form, id)),
  );
  return block(form, 'transitions', table, adder(form, 'transitions'));
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
  const row = (id, i) => {
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
  };
  const columns = ['form.stage', 'form.stage.kind', 'form.stage.duration', 'form.standing.places'];
  const table = listTable('stages', columns, ordered(model, 'stages').map(row));
  return block(form, 'stages', table, adder(form, 'stages'));
}

function placesOf(stage) {
  const all = Object.values(stage.actors ?? {})
    .flatMap((roles) => Object.values(roles).map((standing) => plain(standing.places ?? null)))
    .filter((n) => n !== null);
  return all.length === 0 ? null : all.reduce((sum, n) => sum + n, 0);
}

export function groupsBlock(form) {
  const { model } = form;
  const row = (id) => {
    const group = model.groups[id],
      name = nameOf(model, 'groups', id);
    const size = {
      at: pointerOf('groups', id, 'size'),
      sort: 'count',
      bare: true,
      hideLabel: true,
      label: `${name}: ${t('form.group.size')}`,
    };
    return h(
      'tr',
      { key: id },
      h('th', { scope: 'row' }, pick(form, 'groups', pointerOf('groups', id), name)),
      h('td', {}, group.size === undefined ? '' : numberField(form, size)),
      h('td', {}, startInWords(model, group.start)),
    );
  };
  const columns = ['form.part.groups', 'form.group.size', 'form.group.start'];
  const table = listTable('groups', columns, ordered(model, 'groups').map(row));
  return block(form, 'groups', table, adder(form, 'groups'));
}

function startInWords(model, start) {
  if (!isObject(start)) return start ? stageName(model, start) : '';
  return Object.entries(start)
    .map(([stage, share]) => `${stageName(model, stage)} ${percent(plain(share))}`)
    .join(', ');
}
