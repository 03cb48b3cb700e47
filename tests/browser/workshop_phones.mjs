// What may happen to a phone: a phase that passes while one writes, a second window, a lost link, a path
// of a hundred stages, names in any script. Here nobody else stands in the way.
import { equal, narrow, viewLaws } from './workshop_laws.mjs';

const phone = { width: 390, height: 844, touch: true };
const openOf = (state) => state.proposals.filter((p) => p.state === 'open');

// Somebody who leads, without looking: each call is one act.
async function leading(people, room) {
  const leader = await people.person('leader', { width: 1280, height: 800 });
  await leader.goto(room.facilitator);
  await leader.page.locator('#view > *').first().waitFor();
  let nth = 0;
  leader.act = (fields) => leader.page.evaluate(async ([id, all]) => {
    const { number } = await (await fetch('/api/room', { headers: { 'X-Polku': '1' } })).json();
    const body = new URLSearchParams({ id, base: number, ...all });
    return (await fetch('/api/act', { method: 'POST', headers: { 'X-Polku': '1' }, body })).status;
  }, [`leader-acts-${nth++}`, fields]);
  return leader;
}

export async function phones({ room, open, people, law }) {
  const leader = await leading(people, room);
  await fourTaps({ room, people, law, leader });
  await phasePasses({ room, people, law, leader });
  await twoWindows({ room, people, law, leader });
  await names({ room, people, law, leader });
  await lostLink({ room, people, law });
  const long = await open({ model: pathOf(100) });
  await hundredStages({ room: long, people, law });
  await guessing({ room: long, people, law });
}

async function fourTaps({ room, people, law, leader }) {
  for (const phase of ['place', 'numbers', 'what_if']) {
    await leader.act({ kind: 'phase', value: phase });
    await law('from_the_link_to_a_place_there_are_four_taps_at_most', async () => {
      const person = await people.person(`phone-${phase}`, phone);
      await person.goto(room.participants);
      const we = person.page.locator('.we').getByRole('button', { name: 'Rovaniemen Neuvokas' });
      await person.page.locator('.phase-title').waitFor();
      if (await we.isVisible()) await person.tap(we);
      await person.tap(person.page.locator('#place-trial'));
      if (await we.isVisible()) await person.tap(we);
      await person.tap(person.page.getByRole('radio', { name: 'Valmennamme' }).first());
      await person.tap(person.button('Lähetä ehdotus'));
      await person.see('Ehdotus on lähetetty.');
      if (person.taps > 4) throw new Error(`${person.taps} taps`);
      const said = await person.page.locator('#result-trial').boundingBox();
      if (said.y < 0 || said.y > phone.height) throw new Error(`the answer is at ${said.y} px`);
      await person.page.locator('.said.is-own').getByRole('button', { name: 'Peru' }).click();
      await leader.until('nothing', (s) => openOf(s).length === 0);
      await person.context.close();
    }, phase);
  }
}

// Who has begun may send it: nothing that anybody wrote is lost.
async function phasePasses({ room, people, law, leader }) {
  await leader.act({ kind: 'phase', value: 'place' });
  const person = await people.person('phone-passing', phone);
  await person.goto(room.participants);
  await person.button('Kemijärven kyläyhdistykset').click();
  const begin = async (stage) => {
    await person.page.locator(`#place-${stage}`).click();
    await person.page.getByRole('radio').first().check();
  };
  for (const [stage, stops, told] of [['trial', { kind: 'phase', value: 'discuss' }, /Tämä kohta päivästä on ohi/], ['rehab', { kind: 'freeze', value: '1' }, /Vetäjä on pysäyttänyt muutokset. Voitte silti/]])
    await law('what_was_begun_before_the_room_went_on_is_kept_as_a_proposal', async () => {
      await begin(stage);
      const before = openOf(await leader.state()).length;
      await leader.act(stops);
      await person.see(told);
      await person.button('Lähetä ehdotus').click();
      await person.page.locator(`#result-${stage}`).getByText('Ehdotus on lähetetty.').waitFor();
      await leader.until('the proposal', (s) => openOf(s).length === before + 1);
      await leader.act(stops.kind === 'freeze' ? { kind: 'freeze', value: '0' } : { kind: 'phase', value: 'place' });
      await person.page.locator(`#place-${stage}`).waitFor();
    }, stops.kind);
  await law('what_is_no_number_of_places_is_not_guessed', async () => {
    await begin('trial');
    const field = person.page.getByLabel('Montako paikkaa?');
    await field.fill('1,5');
    await field.blur();
    await person.see('Kirjoittakaa kokonainen luku');
    await person.button('Peruuta').click();
  });
  await person.context.close();
}

async function twoWindows({ room, people, law, leader }) {
  const person = await people.person('phone-two', phone);
  await person.goto(room.participants);
  await person.button('JOKOS-hanke').click();
  await law('a_second_window_is_the_same_person', async () => {
    const page = await person.context.newPage();
    await page.goto(`${room.origin}/join`);
    await page.locator('.phone-bar').getByText('JOKOS-hanke').waitFor();
    await page.locator('#comment-trial').click();
    await page.locator('textarea#comment-trial').fill('Toisesta ikkunasta.');
    await page.locator('form:has(textarea#comment-trial) button[type=submit]').click();
    const { comments } = await leader.until('the comment', (s) => s.comments.length > 0);
    equal(comments[0].entry.nickname, 'JOKOS-hanke', 'who said it');
    await page.close();
  });
  await law('who_changes_the_organisation_speaks_as_it_from_then_on', async () => {
    await person.button(/^JOKOS-hanke/).click();
    await person.button('Lapin Muistiyhdistys').click();
    await person.page.locator('.phone-bar').getByText('Lapin Muistiyhdistys').waitFor();
    equal((await person.until('the name', (s) => s.me.nickname === 'Lapin Muistiyhdistys')).me.nickname, 'Lapin Muistiyhdistys', 'the name');
  });
  await person.context.close();
}

async function names({ room, people, law, leader }) {
  const person = await people.person('phone-names', phone);
  await person.goto(room.participants);
  const odd = 'נגישות לכולם 🧑‍🦽 العمل للجميع Hyvinvointiyhdistystoiminnankehittämiskeskus';
  await law('a_name_in_any_script_stays_on_the_page', async () => {
    await person.button('+ Uusi järjestö').click();
    await person.page.getByLabel('Nimi', { exact: true }).fill(odd);
    await person.button('Jatka').click();
    await person.page.locator('#place-trial').click();
    await person.page.getByRole('radio').first().check();
    await person.button('Lähetä ehdotus').click();
    await leader.until('the proposal', (s) => openOf(s).some((p) => p.entry.nickname?.includes('🧑‍🦽')));
    await narrow(person);
    for (const [name, hold] of Object.entries(viewLaws)) if (name !== 'no_view_has_anything_that_axe_objects_to') await hold(person, room);
    await person.shoot('8-phone-names', true);
  });
  await person.context.close();
}

async function lostLink({ room, people, law }) {
  const person = await people.person('phone-lost', phone);
  await person.goto(`${room.origin}/join`);
  await law('wrong_codes_are_told_and_the_right_one_opens_in_ones_own_language', async () => {
    const field = person.page.locator('#code');
    for (const code of ['KUUSI-11', 'KUUSI-12']) {
      await field.fill(code);
      await person.button('Tule mukaan').click();
      await person.page.locator('#code-help.problem').waitFor();
    }
    await person.shoot('8-phone-code');
    await person.button('På svenska').click();
    await person.page.getByLabel('Workshopens kod').waitFor();
    await field.fill(room.code);
    await person.page.locator('form button[type=submit]').click();
    await person.page.locator('.phone-bar').waitFor();
  });
  await person.context.close();
}

async function guessing({ room, people, law }) {
  const person = await people.person('phone-guessing', phone);
  await person.goto(`${room.origin}/join`);
  await law('who_guesses_codes_is_told_to_wait_and_what_else_opens', async () => {
    const field = person.page.locator('#code');
    const answers = [];
    person.page.on('response', (response) => { if (response.url().includes('/api/enter')) answers.push(response.status()); });
    for (let i = 1; i <= 6; i++) {
      await field.fill(`KUUSI-1${i}`);
      await person.button('Tule mukaan').click();
      for (const end = Date.now() + 10000; answers.length < i && Date.now() < end;) await person.page.waitForTimeout(20);
    }
    await person.see(/Liian monta väärää koodia/);
  });
  await person.context.close();
}

function pathOf(count) {
  const stages = {}, transitions = {};
  for (let i = 1; i <= count; i++) stages[`s${i}`] = { name: { fi: i === 77 ? 'Kyläpaja' : `Vaihe ${i}` }, ...(i === count ? { final: true, employed: true } : { duration: { fixed: 1 } }) };
  for (let i = 1; i < count; i++) transitions[`t${i}`] = { from: `s${i}`, to: `s${i + 1}`, share: 1 };
  return { format: 'polku/1', title: { fi: 'Sata vaihetta' }, start_date: '2026-01-01', horizon: 12, actors: { village: { name: { fi: 'Kylä' }, sector: 'third' } }, stages, transitions, groups: { all: { name: { fi: 'Kaikki' }, size: 10, start: 's1' } } };
}

async function hundredStages({ room, people, law }) {
  const person = await people.person('phone-hundred', phone);
  await person.goto(room.participants);
  await law('among_a_hundred_stages_one_is_found_by_a_part_of_its_name', async () => {
    const field = person.page.getByLabel('Etsikää vaihe tai järjestö');
    await field.fill('kylap');
    await person.see('Löytyi 1 / 100');
    equal(await person.page.locator('.stage').count(), 1, 'stages');
    await person.page.locator('#comment-s77').waitFor();
    await field.fill('');
    await person.page.locator('#comment-s100').waitFor();
  });
  for (const [name, hold] of Object.entries(viewLaws)) await law(name, () => hold(person, room), 'a hundred stages');
  await person.context.close();
}
