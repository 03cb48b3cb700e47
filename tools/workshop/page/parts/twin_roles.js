// Who stands where, as the picture has it: a row for each role, a column for each stage.
import { h } from '../shell/dom.js';
import { ordered, pointerOf } from '../shell/merge.js';
import { number, t } from '../shell/words.js';
import { stageName } from './forms/names.js';
import { cellsOf, rowsOf } from './forms/cells.js';
import { block, blockName, pick, scrolling } from './twin_block.js';

export function rolesBlock(form) {
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
