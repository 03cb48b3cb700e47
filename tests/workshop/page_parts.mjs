// Laws of what the workshop's page computes without a browser: numbers as people write them, patches,
// shares that make a whole, words. Each law is a function that throws when it is broken.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { choiceLaws } from './page_choices.mjs';
import { roomLaws } from './page_room.mjs';

const polku = resolve(process.argv[2], 'polku');
const source = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const page = join(source, 'tools/workshop/page');
const {
  at,
  idOf,
  join: joined,
  merge,
  numberLike,
  ordered,
  patchAt,
  plain,
} = await import(join(page, 'shell/merge.js'));
const { readCounts, readNumber, readRange, readShare, readWhen, showNumber, showRange, showShare, showWhen, sorts } =
  await import(join(page, 'parts/forms/numbers.js'));
const { sheetOf } = await import(join(page, 'parts/picture_text.js'));
const { retold } = await import(join(page, 'parts/forms/retold.js'));
const shape = await import(join(page, 'parts/forms/shape.js'));
const { choicesAt } = await import(join(page, 'parts/phone/roles.js'));
const { isUnlimited, leavePatch, movePatch, placePatch } = await import(join(page, 'parts/placing_patch.js'));

const languages = ['fi', 'sv', 'en'];
const models = readdirSync(join(source, 'models'))
  .filter((name) => name.endsWith('.json') && name !== 'polku.schema.json')
  .map((name) => ({ name, model: JSON.parse(readFileSync(join(source, 'models', name), 'utf8')) }));

// Dice that fall the same way each time (mulberry32).
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
const pick = (roll, list) => list[Math.floor(roll() * list.length)];

// Every {pointer, value} of a model in which a number with its grounds, or a plain one, stands.
function numbersOf(value, pointer = '') {
  if (typeof value === 'number') return [{ pointer, value }];
  if (value === null || typeof value !== 'object') return [];
  if (!Array.isArray(value) && typeof value.value === 'number') return [{ pointer, value }];
  return Object.entries(value).flatMap(([name, inner]) => numbersOf(inner, `${pointer}/${name}`));
}

const laws = {
  a_picture_is_taken_apart_into_all_that_stands_on_it() {
    const folder = mkdtempSync(join(tmpdir(), 'polku-page-'));
    for (const { name } of models.slice(0, 3)) {
      const made = join(folder, 'map.svg');
      execFileSync(polku, ['draw', join(source, 'models', name), '-o', made], { stdio: 'ignore' });
      const svg = readFileSync(made, 'utf8'), { box, frame, pieces, end } = sheetOf(svg);
      assert.ok(svg.includes(`viewBox="${box}"`), name);
      assert.equal([frame, ...pieces.map(({ text }) => text), end].join('\n').replace(/\n+/g, '\n'), svg.replace(/\n+/g, '\n'), name);
      assert.deepEqual(pieces.map(({ id }) => id).filter(Boolean), [...svg.matchAll(/^<g id="([^"]*)"/gm)].map(([, id]) => id), name);
    }
    rmSync(folder, { recursive: true });
    const group = '<g id="a" aria-label="1 > 0"><g><text>x</text></g></g>', path = '<path d="M0,0"/>';
    assert.deepEqual(sheetOf(`<svg viewBox="0 0 9 9"><g>${group}${path}</g></svg>`).pieces, [{ text: group, id: 'a' }, { text: path, id: undefined }]);
  },

  what_one_can_do_at_a_stage_is_offered_once() {
    const role = (id, row) => ({ id, row, name: { fi: id } });
    const vocabulary = {
      rows: ['employment', 'support', 'other'].map((id) => ({ id })),
      roles: [role('employer', 'employment'), role('trial_place', 'employment'), role('trainer', 'support')].concat([
        role('organiser', 'other'),
        role('funder', 'other'),
      ]),
    };
    const state = { vocabulary, model: { stages: { trial: {} } } };
    for (const sector of ['third', 'public']) {
      const offered = choicesAt(state, 'trial', sector).flatMap((choice) => choice.roles.map((r) => r.id));
      assert.deepEqual(offered.sort(), vocabulary.roles.map((r) => r.id).sort());
    }
  },

  only_who_says_a_number_of_places_limits_a_stage() {
    const vocabulary = { roles: [{ id: 'employer', row: 'employment', hosts: true }] };
    const model = { actors: { a: { name: 'A', sector: 'third' } }, stages: { s: {} } };
    const cell = { stage: 's', row: 'employment' };
    const after = (places) =>
      merge(model, placePatch({ model, vocabulary }, cell, { actor: 'a', role: 'employer', places }));
    assert.ok(isUnlimited(model, 's'));
    assert.ok(isUnlimited(after(null), 's'));
    assert.ok(!isUnlimited(after(2), 's'));
  },

  who_moves_stands_only_where_they_went_and_who_leaves_nowhere() {
    const model = { stages: { s: { actors: { a: { coach: { text: 'x' } } } }, u: {} } };
    const from = { stage: 's', actor: 'a', role: 'coach' };
    const moved = (stage, role) => merge(model, movePatch(model, from, { stage, role })).stages;
    assert.deepEqual(moved('s', 'employer').s.actors, { a: { employer: { text: 'x' } } });
    assert.deepEqual(moved('u', 'coach'), { s: { actors: {} }, u: { actors: { a: { coach: { text: 'x' } } } } });
    assert.deepEqual(merge(model, leavePatch(model, from)).stages.s.actors, {});
  },

  numbers_are_read_as_they_are_written_in_each_language() {
    for (const lang of languages) {
      const decimal = lang === 'en' ? '.' : ',';
      assert.deepEqual(readNumber(`17${decimal}1`, lang), { value: 17.1 });
      assert.deepEqual(readNumber('1/3', lang), { value: 1 / 3 });
      assert.deepEqual(readNumber('10\u00a0000', lang), { value: 10000 });
      assert.deepEqual(readNumber('−2', lang), { value: -2 });
      assert.deepEqual(readNumber('0.5', lang), { value: 0.5 });
      assert.deepEqual(readNumber('0,5', lang), { value: 0.5 });
    }
  },

  what_is_no_number_is_refused_and_never_guessed() {
    for (const lang of languages)
      for (const text of [
        '',
        'x',
        '1-2',
        '12 kk',
        '1/0',
        '1/2/3',
        '1,2,3',
        '1e5',
        '0x10',
        'Infinity',
        '--1',
        '1..2',
        '%',
      ])
        for (const read of [readNumber, readShare]) assert.ok(read(text, lang).problem, `${text} in ${lang}`);
  },

  a_number_that_can_be_meant_in_two_ways_is_asked_about() {
    assert.deepEqual(readNumber('1.500', 'fi'), { either: [1.5, 1500] });
    assert.deepEqual(readNumber('1.500', 'sv'), { either: [1.5, 1500] });
    assert.deepEqual(readNumber('1,500', 'fi'), { value: 1.5 });
    assert.deepEqual(readNumber('1,500', 'en'), { value: 1500 });
    assert.deepEqual(readShare('0,35', 'fi'), { either: [0.35, 0.0035] });
  },

  a_share_is_read_with_and_without_its_sign() {
    for (const lang of languages) {
      assert.deepEqual(readShare('35 %', lang), { value: 0.35 });
      assert.deepEqual(readShare('35', lang), { value: 0.35 });
      assert.deepEqual(readShare('0,5 %', lang), { value: 0.005 });
      assert.deepEqual(readShare('1/4', lang), { value: 0.25 });
      assert.deepEqual(readShare('0', lang), { value: 0 });
      assert.ok(readShare('101 %', lang).problem);
      assert.ok(readShare('−1', lang).problem);
      assert.ok(readShare('5/4', lang).problem);
    }
  },

  what_is_shown_is_read_back() {
    for (const lang of languages)
      for (const { model } of models)
        for (const { pointer, value } of numbersOf(model)) {
          const number = plain(value),
            share = number >= 0 && number <= 1;
          assert.equal(readNumber(showNumber(number, lang), lang).value, number, pointer);
          if (!share) continue;
          const again = readShare(showShare(number, lang), lang).value;
          assert.ok(Math.abs(again - number) <= 5e-7, `${pointer}: ${showShare(number, lang)}`);
        }
  },

  ranges_counts_and_days_are_read_back() {
    for (const lang of languages) {
      assert.deepEqual(readRange('15–35 %', lang, 'share'), { value: [0.15, 0.35] });
      assert.deepEqual(readRange(showRange([0.005, 0.02], lang, 'share'), lang, 'share'), { value: [0.005, 0.02] });
      assert.deepEqual(readRange(showRange([2.5, 6], lang, 'any'), lang, 'any'), { value: [2.5, 6] });
      assert.ok(readRange('6–2', lang, 'any').problem);
      assert.ok(readRange('0,1–0,2', lang, 'share').problem);
      assert.deepEqual(readCounts('17 / 64', lang), { value: [17, 64] });
      assert.ok(readCounts('17 / 0', lang).problem);
      assert.deepEqual(readWhen(showWhen('2027-12-31', lang), lang), { value: '2027-12-31' });
      assert.deepEqual(readWhen('31.12.2027', lang), { value: '2027-12-31' });
      assert.deepEqual(readWhen('12', lang), { value: 12 });
      for (const wrong of ['31.2.2027', '2027-13-01', '12.2027', 'ensi vuonna'])
        assert.ok(readWhen(wrong, lang).problem, wrong);
      assert.ok(readWhen('12', lang, { steps: false }).problem);
    }
  },

  each_sort_of_number_refuses_what_it_cannot_be() {
    assert.ok(sorts.count.read('−1', 'fi').problem);
    assert.ok(sorts.ratio.read('0', 'fi').problem);
    assert.ok(sorts.whole.read('1,5', 'fi').problem);
    assert.deepEqual(sorts.whole.read('1.500', 'fi'), { value: 1500 });
  },

  the_page_merges_as_polku_patch_does() {
    const folder = mkdtempSync(join(tmpdir(), 'polku-page-'));
    try {
      for (const [i, { name, model }] of models.entries()) {
        const roll = dice(i + 1);
        for (let n = 0; n < 6; n++) mergesAlike(folder, join(source, 'models', name), model, somePatch(model, roll));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },

  merging_changes_neither_of_what_is_merged() {
    for (const [i, { model }] of models.entries()) {
      const roll = dice(100 + i),
        patch = somePatch(model, roll),
        before = JSON.stringify([model, patch]);
      merge(model, patch);
      assert.equal(JSON.stringify([model, patch]), before);
    }
  },

  a_replacement_leaves_nothing_of_what_was_there() {
    const roll = dice(7);
    for (let n = 0; n < 500; n++) {
      const old = someValue(roll, 3),
        next = someValue(roll, 3);
      const now = { supports: { s: { effect: old } } };
      assert.deepEqual(merge(now, patchAt('/supports/s/effect', shape.replaced(old, next))).supports.s.effect, next);
    }
  },

  exits_with_a_rest_sum_to_a_whole() {
    for (const { name, model } of models)
      for (const stage of Object.keys(model.stages)) {
        const exits = shape.exitsOf(model, stage);
        if (exits.length > 0 && exits.every((e) => e.form === 'share'))
          assert.ok(shape.isWholeSum(exits.map((e) => e.share)), `${name}: ${stage}`);
      }
  },

  shares_that_are_left_make_a_whole() {
    const roll = dice(11);
    for (let n = 0; n < 300; n++) {
      const some = Object.fromEntries(Array.from({ length: 1 + Math.floor(roll() * 6) }, (x, i) => [`s${i}`, roll()]));
      const next = shape.stretched(some);
      assert.ok(shape.isWholeSum(Object.values(next)), JSON.stringify([some, next]));
      assert.deepEqual(Object.keys(next), Object.keys(some));
    }
    assert.deepEqual(shape.stretched({ a: { value: 0.2, basis: 'stated', source: 's' }, b: 0.6 }), {
      a: { value: 0.25, basis: 'assumed' },
      b: 0.75,
    });
  },

  what_goes_with_a_part_is_told_by_its_place() {
    const model = { stages: { a: { actors: { x: { employer: {}, provider: {} } } } } };
    const patch = {
      order: { stages: ['b'] },
      actors: { x: null },
      stages: { a: { actors: { x: null } } },
      paths: { p: { stages: ['b'] } },
    };
    assert.deepEqual(shape.touchedBy(model, patch), [
      { pointer: '/actors/x', gone: true },
      { pointer: '/stages/a/actors/x/employer', gone: true },
      { pointer: '/stages/a/actors/x/provider', gone: true },
      { pointer: '/paths/p', gone: false },
    ]);
  },

  another_family_keeps_about_the_same_length() {
    for (const mean of [2, 6, 18])
      for (const family of Object.keys(shape.families)) {
        const like = shape.likeWith(family, { geometric: { mean, unit: 'week' } });
        assert.equal(shape.familyOf(like), family);
        assert.ok(Math.abs(shape.meanOf(like) - mean) <= 0.5 + mean * 0.01, `${family}: ${shape.meanOf(like)}`);
        if (!Array.isArray(like[family])) assert.equal(shape.unitOf(like), 'week');
      }
  },

  exits_told_in_another_way_keep_their_rates() {
    const two = (a, b, stage) => ({
      stages: { s: stage, x: {}, y: {} },
      transitions: { x: { from: 's', to: 'x', ...a }, y: { from: 's', to: 'y', ...b } },
      supports: { help: { effect: { transition: 'x', odds_ratio: 2 } } },
    });
    const shares = two({ share: 0.25 }, { share: 'rest' }, { duration: { geometric: { mean: 4 } } });
    const perStep = merge(shares, retold(shares, 's', 'per_step'));
    assert.deepEqual(perStep.transitions.x, { from: 's', to: 'x', per_step: 0.0625 });
    assert.deepEqual(perStep.transitions.y, { from: 's', to: 'y', per_step: 0.1875 });
    assert.deepEqual(perStep.stages.s, {});
    assert.deepEqual(perStep.supports.help.effect, { transition: 'x', hazard_ratio: 2 });
    const race = merge(perStep, retold(perStep, 's', 'after'));
    assert.deepEqual(race.transitions.x.after, { geometric: { mean: 16 } });
    assert.deepEqual(merge(race, retold(race, 's', 'share')), shares);
  },

  each_stage_of_every_model_can_be_told_in_three_ways() {
    for (const { name, model } of models)
      for (const stage of Object.keys(model.stages).filter((id) => shape.exitsOf(model, id).length > 0))
        for (const next of ['share', 'per_step', 'after']) {
          const told = shape.exitsOf(merge(model, retold(model, stage, next)), stage);
          assert.ok(
            told.every((exit) => exit.form === next),
            `${name}: ${stage} as ${next}`,
          );
          if (next === 'share')
            assert.ok(
              told.every((exit) => exit.share >= 0) && shape.isWholeSum(told.map((e) => e.share)),
              `${name}: ${stage}`,
            );
        }
  },

  a_parameter_of_a_length_is_written_where_it_was_read() {
    const lengths = models.flatMap(({ model }) =>
      Object.values(model.stages)
        .map((s) => s.duration)
        .filter(Boolean),
    );
    assert.ok(lengths.length > 20);
    for (const duration of [
      ...lengths,
      { fixed: 10 },
      { fixed: { value: 10, unit: 'week', basis: 'stated', source: 's' } },
    ])
      for (const name of shape.families[shape.familyOf(duration)])
        assert.deepEqual(shape.withParameter(duration, name, shape.parameterOf(duration, name)), duration);
  },

  a_changed_number_is_assumed_and_loses_what_no_longer_holds() {
    const counted = { value: 0.27, basis: 'measured', source: 'survey', evidence: { events: 17, of: 64 }, note: 'n' };
    assert.deepEqual(numberLike(counted, 0.3), { value: 0.3, basis: 'assumed', note: 'n' });
    assert.deepEqual(numberLike({ value: 4, range: [2, 6] }, 5), { value: 5, basis: 'assumed', range: [2, 6] });
    assert.deepEqual(numberLike({ value: 4, range: [2, 6] }, 9), { value: 9, basis: 'assumed' });
    assert.equal(numberLike(0.2, 0.3), 0.3);
    assert.equal(shape.grounded({ value: 3, note: 'n' }, { note: null }), 3);
    assert.deepEqual(shape.grounded(3, { basis: 'estimated' }), { value: 3, basis: 'estimated' });
  },

  ids_out_of_names_are_new_and_never_remarks() {
    assert.equal(idOf('Honkakylän kyläyhdistys', {}), 'honkakylan-kylayhdistys');
    assert.equal(idOf('Oma', { oma: {}, 'oma-2': {} }), 'oma-3');
    for (const name of ['', '!!!', 'X-kerho', '3 yhdistystä', '–', '日本'])
      assert.match(idOf(name, {}), /^(?!x-)[a-z][a-z0-9-]*$/, name);
  },

  everything_that_can_be_opened_is_in_the_model() {
    for (const { name, model } of models)
      for (const pointer of shape.everyPart(model).slice(1))
        assert.ok(at(model, pointer) !== undefined, `${name}: ${pointer}`);
  },

  stages_come_in_the_order_that_was_given() {
    const model = { stages: { a: {}, b: {}, c: {} }, order: { stages: ['c', 'gone', 'a'] } };
    assert.deepEqual(ordered(model, 'stages'), ['c', 'a', 'b']);
    assert.deepEqual(joined({ a: { b: 1 } }, { a: { c: 2 } }, { d: 3 }), { a: { b: 1, c: 2 }, d: 3 });
  },

  every_word_that_the_page_says_is_in_the_catalogue() {
    const said = new Set(
      filesBelow(page).flatMap((file) =>
        [
          ...readFileSync(file, 'utf8')
            .replace(/^\s*\/\/.*$/gm, '')
            .matchAll(/\bt\('([a-z][\w.-]*)'/g),
        ].map((found) => found[1]),
      ),
    );
    assert.ok(said.size > 200);
    for (const lang of languages) {
      const words = JSON.parse(readFileSync(join(source, 'core/base/words', `${lang}.json`), 'utf8'));
      const missing = [...said].filter((key) => !(`workshop.${key}` in words));
      assert.deepEqual(missing, [], lang);
    }
  },
};

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : path.endsWith('.js') ? [path] : [];
  });

// ---------------------------------------------------------------------------------------- patches

function mergesAlike(folder, file, model, patch) {
  const given = join(folder, 'patch.json'),
    made = join(folder, 'made.json');
  writeFileSync(given, JSON.stringify(patch));
  execFileSync(polku, ['patch', file, given, '-o', made], { stdio: ['ignore', 'ignore', 'pipe'] });
  assert.deepEqual(merge(model, patch), JSON.parse(readFileSync(made, 'utf8')), JSON.stringify(patch));
}

// Some changes at once: numbers, lengths, remarks of any form, parts that go, scenarios' patches.
function somePatch(model, roll) {
  const changes = [changedNumber, changedLength, anyRemark, goneNote, changedScenario, changedText];
  return joined(...changes.filter(() => roll() < 0.6).map((change) => change(model, roll) ?? {}));
}

function changedNumber(model, roll) {
  const numbers = numbersOf({ transitions: model.transitions, groups: model.groups }).filter(
    ({ pointer, value }) =>
      typeof value === 'object' && !pointer.includes('/histories/') && !insideWhole(model, pointer),
  );
  if (numbers.length === 0) return null;
  const { pointer, value } = pick(roll, numbers);
  return patchAt(pointer, roll() < 0.5 ? value.value : { value: value.value, basis: 'estimated', note: 'a' });
}

// Below lists and lengths nothing is written alone.
const insideWhole = (model, pointer) =>
  pointer
    .split('/')
    .slice(1, -1)
    .some((name, i, all) => name in shape.families || Array.isArray(at(model, `/${all.slice(0, i + 1).join('/')}`)));

function changedLength(model, roll) {
  const stage = pick(
    roll,
    Object.keys(model.stages).filter((id) => model.stages[id].duration),
  );
  return stage
    ? patchAt(
        `/stages/${stage}/duration`,
        shape.likeWith(pick(roll, ['fixed', 'uniform', 'geometric', 'gamma']), model.stages[stage].duration),
      )
    : null;
}

const anyRemark = (model, roll) =>
  patchAt(`/stages/${pick(roll, Object.keys(model.stages))}/x-remark`, someValue(roll, 3));
const goneNote = (model, roll) =>
  model.notes ? patchAt(`/notes/${pick(roll, Object.keys(model.notes))}`, null) : null;
const changedText = (model, roll) =>
  patchAt(
    `/stages/${pick(roll, Object.keys(model.stages))}/name`,
    pick(roll, ['Uusi', { sv: 'Ny' }, { fi: 'Uusi', en: 'New' }]),
  );

function changedScenario(model, roll) {
  const group = pick(roll, Object.keys(model.groups ?? {}));
  return group
    ? patchAt('/scenarios/tried', { name: 'Kokeilu', patch: { groups: { [group]: { size: pick(roll, [10, 20]) } } } })
    : null;
}

function someValue(roll, depth) {
  const kind = roll();
  if (depth === 0 || kind < 0.3) return pick(roll, [1, 0.5, 'a', true, [1, 2]]);
  if (kind < 0.45) return { value: roll() < 0.5 ? 1 : 'v', basis: 'assumed' };
  if (kind < 0.55) return { geometric: { mean: 3 } };
  return Object.fromEntries(
    ['a', 'b', 'c'].filter(() => roll() < 0.6).map((name) => [name, someValue(roll, depth - 1)]),
  );
}

// ------------------------------------------------------------------------------------------ runner

let passed = 0;
const failures = [];
const all = { ...laws, ...(await choiceLaws(page, models)), ...(await roomLaws(page)) };
for (const [name, law] of Object.entries(all)) {
  try {
    await law();
    passed++;
  } catch (error) {
    failures.push(`[  FAILED  ] ${name}: ${error.message.replace(/\s+/g, ' ').slice(0, 600)}`);
  }
}
for (const failure of failures) console.log(failure);
console.log(`[  PASSED  ] ${passed} test(s).`);
if (failures.length > 0) {
  console.log(`[  FAILED  ] ${failures.length} test(s), listed above.`);
  process.exitCode = 1;
}
