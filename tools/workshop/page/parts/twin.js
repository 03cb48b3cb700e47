// The table twin of the picture: everything that the model says, as tables that a keyboard and a screen
// reader can walk through, with the same editors in place. It follows the room.
import { h } from '../shell/dom.js';
import { ordered, plain, pointerOf } from '../shell/merge.js';
import { number, percent, say, t } from '../shell/words.js';
import { adderFor, editorFor, inPlace } from './forms/editors.js';
import { action } from './forms/fields.js';
import { Form } from './forms/form.js';
import { lengthInWords } from './forms/lengths.js';
import { actorName, moveNumber, nameOf, partName, stageName, transitionName } from './forms/names.js';
import { formOf, isObject } from './forms/shape.js';
import { basisWord, numberField } from './forms/values.js';
import { cellsOf, rowsOf } from './forms/cells.js';

// `onpick(pointer)` opens a part elsewhere; without it an editor opens under its table. Gives the
// function that ends the twin.
export function twin(place, room, { onpick } = {}) {
  const form = new Form(room, {}, (self) => (self.ready ? whole(self) : []));
  form.ready = true;
  form.onpick = onpick;
  form.open = (pointer, section) =>
    onpick ? onpick(pointer) : unfold(form, section, (close) => editorFor(room, pointer, { close }));
  form.add = (part, given, section) => unfold(form, section, (close) => adderFor(room, part, { close, given }));
  form.paint();
  place.replaceChildren(form.element);
  return () => {
    form.stop();
    form.element.remove();
  };
}

// One editor is open at a time; closing it gives the focus back to what opened it.
function unfold(form, section, make) {
  const opener = document.activeElement;
  const close = () => {
    form.unfolded = null;
    form.paint();
    opener?.focus?.();
  };
  form.unfolded = { section, element: make(close) };
  form.paint();
  form.unfolded.element.querySelector('.form-title')?.focus();
  form.unfolded.element.scrollIntoView?.({ block: 'nearest' });
}

const whole = (form) =>
  h(
    'div',
    { class: 'twin', key: 'twin' },
    contents(),
    rolesBlock(form),
    movesBlock(form),
    stagesBlock(form),
    groupsBlock(form),
    ['supports', 'gaps', 'paths', 'actors', 'targets', 'scenarios', 'notes', 'sources', 'accounts', 'budgets'].map(
      (section) => listBlock(form, section),
    ),
  );

const blocks = [
  'roles',
  'transitions',
  'stages',
  'groups',
  'supports',
  'gaps',
  'paths',
  'actors',
  'targets',
  'scenarios',
  'notes',
  'sources',
  'accounts',
  'budgets',
];
const blockName = (id) => t(id === 'roles' ? 'twin.roles' : `form.section.${id}`);

function contents() {
  return h(
    'nav',
    { class: 'twin-contents', 'aria-label': t('twin.contents'), key: 'contents' },
    h(
      'ul',
      {},
      blocks.map((id) =>
        h('li', { key: id }, h('a', { href: `#twin-${id}`, onclick: (event) => go(event, id) }, blockName(id))),
      ),
    ),
  );
}

// Goes there itself: what stands behind # in an address is a way into the room.
function go(event, id) {
  event.preventDefault();
  const head = document.getElementById(`twin-${id}`);
  head.scrollIntoView({ block: 'start' });
  head.focus({ preventScroll: true });
}

function block(form, id, body, add) {
  const open = form.unfolded?.section === id;
  return h(
    'section',
    { class: 'twin-block', key: id, 'aria-labelledby': `twin-${id}` },
    h(
      'div',
      { class: 'twin-head' },
      h('h2', { id: `twin-${id}`, tabindex: '-1' }, blockName(id)),
      add && form.writable ? action(add.label, add.go) : null,
    ),
    body,
    open ? h('div', { class: 'twin-editor card', key: 'editor' }, inPlace(form.unfolded.element)) : null,
  );
}

const pick = (form, section, pointer, words, props = {}) =>
  h('button', { type: 'button', class: 'form-link', onclick: () => form.open(pointer, section), ...props }, words);

// A table that is wider than the page scrolls in its own place.
const scrolling = (label, table) =>
  h('div', { class: 'twin-scroll', role: 'group', tabindex: '0', 'aria-label': label }, table);

// ----------------------------------------------------------------------------------- who is where

function rolesBlock(form) {
  const stages = ordered(form.model, 'stages'),
    cells = cellsOf(form.model, form.words);
  const head = h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'col' }, t('twin.role')),
      stages.map((id, i) =>
        h(
          'th',
          { scope: 'col', key: id },
          pick(form, 'roles', pointerOf('stages', id), [
            h('span', { class: 'twin-number' }, i + 1),
            ' ',
            stageName(form.model, id),
          ]),
        ),
      ),
    ),
  );
  const body = rowsOf(form.words, cells).map((part) =>
    h(
      'tbody',
      { key: part.id, class: `is-${part.id}` },
      part.name
        ? h('tr', { class: 'twin-band' }, h('th', { scope: 'rowgroup', colspan: stages.length + 1 }, '● ', part.name))
        : null,
      part.rows.map((row) =>
        h(
          'tr',
          { key: row.id },
          h('th', { scope: 'row' }, row.name, row.about ? h('small', {}, ` ${row.about}`) : null),
          stages.map((stage) => h('td', { key: stage }, cell(form, row, stage, cells))),
        ),
      ),
    ),
  );
  return block(
    form,
    'roles',
    scrolling(
      blockName('roles'),
      h(
        'table',
        { class: 'twin-roles', style: { '--stages': String(stages.length) } },
        h('caption', { class: 'only-read' }, t('twin.roles.caption')),
        head,
        body,
      ),
    ),
    { label: t('form.add.stages'), go: () => form.add('stages', {}, 'roles') },
  );
}

function cell(form, row, stage, cells) {
  const here = cells.get(`${row.id} ${stage}`) ?? [];
  const where = t('twin.cell', { row: row.name, stage: stageName(form.model, stage) });
  return [
    here.length > 0
      ? h(
          'ul',
          {},
          here.map((entry) =>
            h(
              'li',
              { key: entry.pointer + (entry.actor ?? ''), class: entry.sort },
              pick(form, 'roles', entry.pointer, entry.name),
              entry.places === undefined ? null : ` ${t('twin.places', { count: number(entry.places) })}`,
              entry.text
                ? h('span', { class: 'twin-text' }, ` ${entry.goesOn ? t('twin.continues') : entry.text}`)
                : null,
            ),
          ),
        )
      : null,
    form.writable
      ? h(
          'button',
          {
            type: 'button',
            class: 'twin-add',
            'aria-label': t('twin.add', { where }),
            title: t('twin.add', { where }),
            onclick: () => form.add('standing', { stage, ...(row.sector ? {} : { row: row.id }) }, 'roles'),
          },
          '+',
        )
      : here.length === 0
        ? h('span', { class: 'only-read' }, t('twin.nobody'))
        : null,
  ];
}

// ------------------------------------------------------------------------------------------ moves

function grounds(model, value) {
  if (!isObject(value)) return '';
  const source = value.source ? partName(model, 'sources', value.source) : '';
  return [value.note, source].filter(Boolean).join(' ');
}
function movesBlock(form) {
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

function stagesBlock(form) {
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

function groupsBlock(form) {
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

// ------------------------------------------------------------------------------------ all the rest

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

function listBlock(form, section) {
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
    { label: t(`form.add.${section}`), go: () => form.add(section, {}, section) },
  );
}
