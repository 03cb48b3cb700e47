// Everything that a model says, through its forms: each sort of field is filled wrongly, changed, and
// given back, in a model with rules and in one that has every key of the format.
//
// What a field is like says the page itself; nothing here knows the format. `workshop_form_hands.js`
// runs in the page, so that hundreds of fields take seconds.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equal } from './workshop_laws.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const hands = readFileSync(join(here, 'workshop_form_hands.js'), 'utf8');
const none = (list) => { if (list.length > 0) throw new Error(`${list.length}: ${list.slice(0, 3).join(' | ')}`); };

// Without a region: the rules of these names are not of this world.
function everyKey() {
  const without = (value) => {
    if (Array.isArray(value)) return value.map(without);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'region').map(([name, inner]) => [name, without(inner)]));
  };
  return without(JSON.parse(readFileSync(join(here, '../data/every-key.json'), 'utf8')));
}

export async function forms({ room, open, people, law }) {
  const seen = [];
  await everyField({ room, people, law, name: 'with rules', seen });
  await onlyWhereEdited({ room: await open(), people, law });
  await everyField({ room: await open({ model: everyKey() }), people, law, name: 'with every key', seen });
}

async function leading(people, room, name) {
  const leader = await people.person(`forms ${name}`, { width: 1440, height: 900, still: true });
  await leader.page.addInitScript(hands);
  await leader.goto(room.facilitator);
  await leader.until('the words of the rules', (s) => s.vocabulary?.rows);
  await leader.button('Taulukko').click();
  await leader.page.locator('.twin .form-link').first().waitFor();
  return leader;
}

async function everyField({ room, people, law, name, seen }) {
  const leader = await leading(people, room, name);
  const { page } = leader;
  const found = { opened: 0, fields: 0, broken: {} };
  const links = await page.evaluate(() => window.hands.links().length);
  for (let i = -1; i < links; i++) {
    if (i < 0) {
      await leader.button('Muut toiminnot').click();
      await page.getByRole('button', { name: /^Mallin tiedot/ }).click();
    } else await page.evaluate((nth) => window.hands.links()[nth].click(), i);
    const told = await page.evaluate((before) => window.hands.goThrough(before), seen);
    found.opened += told.opened;
    found.fields += told.fields;
    seen.push(...told.sorts);
    for (const [broken, what] of told.broken) (found.broken[broken] ??= []).push(what);
  }
  await law('every_part_of_a_model_opens_its_form', () => equal([found.opened, found.fields > found.opened], [links + 1, true], 'forms'), name);
  for (const broken of ['what_is_no_number_is_refused_at_its_field', 'a_field_changes_its_own_part_alone', 'what_was_written_is_done_or_told_at_the_field', 'an_undo_gives_a_field_back'])
    await law(broken, () => none(found.broken[broken] ?? []), name);
  await newParts({ leader, law, name });
  await law('when_all_was_given_back_the_file_is_as_it_was', async () => {
    equal((await leader.state()).model, JSON.parse(room.original), 'the model');
    await leader.button('Tallenna').click();
    await leader.until('the save', (s) => s.saved_number > 0);
    equal(room.saved(), room.original, 'the file');
  }, name);
  await takenAway({ leader, law, name });
  await law('no_page_complains', () => none(leader.errors), name);
  await leader.context.close();
}

// Each section of the table has a button for one more.
async function newParts({ leader, law, name }) {
  const { page } = leader;
  await law('each_section_gets_a_new_part_from_its_form', async () => {
    const adders = await page.locator('.twin-head button').count();
    const broken = [];
    for (let i = 0; i < adders; i++) {
      await page.evaluate((nth) => document.querySelectorAll('.twin-head button')[nth].click(), i);
      broken.push(...await page.evaluate(() => window.hands.addOne()));
    }
    equal(adders > 10, true, 'sections');
    none(broken);
  }, name);
}

// One part of each sort: what goes with it is told before, and an undo brings it back.
async function takenAway({ leader, law, name }) {
  const { page } = leader;
  await law('what_goes_with_a_part_is_told_before_and_comes_back', async () => {
    const sections = await page.locator('.twin-block').count();
    const broken = [];
    for (let i = 0; i < sections; i++) {
      const there = await page.evaluate((nth) => {
        const link = document.querySelectorAll('.twin-block')[nth].querySelector('tbody .form-link, .twin-rows .form-link');
        link?.click();
        return Boolean(link);
      }, i);
      if (there) broken.push(...await page.evaluate(() => window.hands.takeAway()));
    }
    none(broken);
  }, name);
}

// One number, written as people write it: one line of the file is another one, and it is a model still.
async function onlyWhereEdited({ room, people, law }) {
  const leader = await leading(people, room, 'one number');
  await law('one_number_changes_one_line_of_the_file', async () => {
    const field = leader.page.locator('.twin-list .form-number input').first();
    await field.fill('22,5');
    await field.press('Enter');
    await leader.until('the number', (s) => s.me.undo > 0 && s.model_number === s.me.undo);
    const { saved_number: before } = await leader.state();
    await leader.button('Tallenna').click();
    await leader.until('the save', (s) => s.saved_number > before);
    const [now, then] = [room.saved(), room.original].map((text) => text.split('\n'));
    equal(now.length, then.length, 'lines');
    equal(now.filter((line, i) => line !== then[i]).map((line) => /0\.225/.test(line)), [true], 'other lines');
    execFileSync(join(room.build, 'polku'), ['check', room.model], { stdio: 'ignore' });
  });
  await leader.context.close();
}
