// The day by mouse and touch.
import { equal, narrow, viewLaws } from './workshop_laws.mjs';
import { pagesOf } from './workshop_room.mjs';

const phone = { width: 390, height: 844, touch: true };
const titles = { look: 'Nyt katsotaan yhdessä', place: 'Missä te olette polulla?', discuss: 'Nyt keskustellaan', numbers: 'Pitävätkö luvut paikkansa?', what_if: 'Entä jos?', agree: 'Mistä olemme yhtä mieltä?' };
const names = { look: 'Katso', place: 'Sijoita', discuss: 'Keskustele', numbers: 'Luvut', what_if: 'Entä jos', agree: 'Sovi' };
const openOf = (state) => state.proposals.filter((p) => p.state === 'open');
const shareOf = (state, id) => { const { share } = state.model.transitions[id]; return share?.value ?? share; };

export async function day({ room, people, law }) {
  const leader = await people.person('facilitator', { width: 1440, height: 900 });
  const wall = await people.person('screen', { width: 1920, height: 1080 });
  const phones = [];
  for (let i = 1; i <= 8; i++) phones.push(await people.person(`phone${i}`, phone));
  const everybody = [leader, wall, phones[0], phones[1]];

  const look = async (phase) => {
    await Promise.all(everybody.map((person) => person.page.waitForTimeout(400)));
    for (const person of everybody) {
      await person.shoot(`${phase}-${person.name}`, person.name.startsWith('phone'));
      for (const [name, hold] of Object.entries(viewLaws)) await law(name, () => hold(person, room), `${phase}, ${person.name}`);
    }
    for (const person of [leader, phones[0]]) await law('every_view_reflows_at_320_pixels', () => narrow(person), `${phase}, ${person.name}`);
  };
  const toPhase = async (phase) => {
    await leader.button(new RegExp(`\\d\\s*${names[phase]}`)).click();
    await law('everybody_sees_the_phase_at_once', () => Promise.all(phones.map((p) => p.see(titles[phase]))), phase);
  };

  await comeIn({ room, leader, wall, phones, law });
  await look('1-look');
  await toPhase('place');
  await placing({ leader, wall, phones, law });
  await look('2-place');
  await editing({ leader, phones, law });
  await toPhase('discuss');
  await talking({ leader, phones, law });
  await look('3-discuss');
  await toPhase('numbers');
  await numbers({ leader, phones, law });
  await away({ room, leader, wall, phones, law });
  await look('4-numbers');
  await toPhase('what_if');
  await trying({ phones, leader, law });
  await look('5-what-if');
  await frozen({ leader, phones, law });
  await toPhase('agree');
  await evening({ room, leader, phones, law });
  await look('6-agree');
  await others({ room, people, law, leader });
}

async function comeIn({ room, leader, wall, phones, law }) {
  await Promise.all([leader.goto(room.facilitator), wall.goto(room.screen), ...phones.slice(0, 7).map((p) => p.goto(room.participants))]);
  await law('who_has_the_link_is_in', () => Promise.all(phones.slice(0, 7).map((p) => p.see(titles.look))));
  // The wall says the short address; a link of yesterday must not stand in the way of the code.
  await law('who_has_the_spoken_code_is_in', async () => {
    const last = phones[7];
    await last.goto(`http://127.0.0.1:${room.port}/#${'0'.repeat(32)}`);
    await last.page.getByLabel('Työpajan koodi').fill(room.code.toLowerCase());
    await last.button('Tule mukaan').click();
    await last.see(titles.look);
    equal(new URL(last.page.url()).pathname, '/join', 'the view');
  });
  await law('the_link_keeps_its_secret', async () => { equal(new URL(phones[0].page.url()).hash, '', 'the address'); });
  await law('the_screen_shows_how_to_come_in', async () => {
    await wall.see(room.code);
    equal(await wall.page.locator('.wall-qr svg').count(), 1, 'codes for cameras');
  });
  await law('the_screen_shows_the_picture_and_the_outcome', async () => {
    await wall.page.locator('.wall-picture svg [id="stage--trial"]').waitFor();
    await wall.page.locator('.outcome-people').waitFor();
  });
  await law('nothing_on_the_screen_is_cut', async () => {
    const low = await wall.page.evaluate(() => Math.max(...[...document.querySelectorAll('.wall-side > *')].map((node) => node.getBoundingClientRect().bottom)) - innerHeight);
    if (low > 0) throw new Error(`${low} pixels below the wall`);
  });
}

async function stand(person, who, stage, role, places) {
  const { page } = person;
  person.taps = 0;
  const we = page.locator('.we').getByRole('button', { name: who }).first();
  if (await we.isVisible()) await person.tap(we);
  await person.tap(page.locator(`#place-${stage}`));
  await person.tap(page.getByRole('radio', { name: role }).first());
  for (let i = 0; i < places; i++) await page.getByRole('button', { name: 'Yksi paikka lisää' }).click();
  await person.tap(page.getByRole('button', { name: /Lähetä ehdotus|Sijoita/ }).first());
}

async function placing({ leader, wall, phones, law }) {
  await law('an_organisation_is_proposed_in_four_taps_at_most', async () => {
    await stand(phones[0], 'Kemijärven kyläyhdistykset', 'trial', 'Otamme työkokeiluun', 3);
    await phones[0].see('Ehdotus on lähetetty.');
    if (phones[0].taps > 4) throw new Error(`${phones[0].taps} taps`);
  });
  await law('a_proposal_is_seen_by_all_and_changes_nothing', async () => {
    const state = await leader.until('the proposal', (s) => openOf(s).length === 1);
    equal(state.model.stages.trial.actors['village-associations'], undefined, 'the model');
    await leader.page.getByRole('button', { name: 'Hyväksy' }).first().waitFor();
    await wall.page.locator('.wall-last').getByText('Kemijärven kyläyhdistykset').first().waitFor();
    await phones[1].page.locator('.chip.is-proposed').first().waitFor();
  });
  await law('who_is_not_in_the_model_comes_with_a_name', async () => {
    const { page } = phones[1];
    await page.getByRole('button', { name: '+ Uusi järjestö' }).click();
    await page.getByLabel('Nimi', { exact: true }).fill('Sallan kyläyhdistys');
    await phones[1].button('Jatka').click();
    await phones[1].tap(page.locator('#place-rehab'));
    await phones[1].tap(page.getByRole('radio', { name: 'Tuemme' }).first());
    await phones[1].tap(page.getByRole('button', { name: 'Lähetä ehdotus' }));
    const state = await leader.until('the second proposal', (s) => openOf(s).length === 2);
    equal(openOf(state)[1].entry.patch.actors['sallan-kylayhdistys'].name, 'Sallan kyläyhdistys', 'the actor');
  });
  await law('six_more_propose_at_once_and_nothing_is_lost', async () => {
    const where = [['Rovaniemen Neuvokas', 'trial', 'Otamme'], ['Lapin Muistiyhdistys', 'rehab', 'Tuemme'], ['JOKOS-hanke', 'trial', 'Valmennamme'], ['3 yhdistystä', 'company', 'Tuomme kokemustietoa'], ['Rovaniemen Neuvokas', 'company', 'Valmennamme'], ['Lapin Muistiyhdistys', 'work', 'Tuemme']];
    await Promise.all(where.map(([who, stage, role], i) => stand(phones[i + 2], who, stage, new RegExp(role), 0)));
    await leader.until('eight proposals', (s) => openOf(s).length === 8);
  });
  await law('who_says_no_number_of_places_limits_nobody', async () => {
    const taken = openOf(await leader.state()).map(({ entry }) => entry.patch.stages?.trial?.actors?.neuvokas).find(Boolean);
    equal(JSON.stringify(Object.values(taken)), '[{}]', 'what Neuvokas says of the trial');
  });
  await law('what_is_accepted_is_in_the_picture_and_in_the_outcome', async () => {
    const first = openOf(await leader.state())[0].entry.number;
    await leader.page.locator('.proposal').filter({ hasText: 'Kemijärven kyläyhdistykset' }).first().getByRole('button', { name: 'Hyväksy' }).click();
    const state = await leader.until('the acceptance', (s) => s.proposals.find((p) => p.entry.number === first).state === 'accepted');
    equal(state.model.stages.trial.actors['village-associations'].trial_place.places, 3, 'places');
    await wall.page.locator('[id="chip--village-associations--trial_place--trial"]').waitFor();
    await leader.until('its outcome', (s) => s.figures.number === s.model_number && s.figures.effort === 'full', 30000);
    await wall.see(/ alusta$/);
    await phones[0].see('hyväksytty');
  });
  await law('what_is_not_now_stays_with_who_proposed_it', async () => {
    await leader.page.locator('.proposal').filter({ hasText: 'JOKOS' }).first().getByRole('button', { name: 'Ei nyt' }).click();
    await phones[4].see('ei nyt');
  });
  await law('a_proposal_is_taken_back_by_who_made_it', async () => {
    await phones[7].page.locator('.said.is-own').getByRole('button', { name: 'Peru' }).click();
    await leader.until('one proposal fewer', (s) => openOf(s).length === 5);
  });
}

async function editing({ leader, phones, law }) {
  const [, , third] = phones;
  await law('where_everybody_may_edit_a_place_is_in_the_model_at_once', async () => {
    await leader.page.getByRole('button', { name: /Osallistujat nyt/ }).click();
    await leader.page.getByRole('button', { name: /^Muuttaa/ }).click();
    await third.see('Muutos näkyy heti kuvassa.');
    await stand(third, 'Rovaniemen Neuvokas', 'rehab', /Tuemme/, 0);
    await third.see('Valmis: näkyy kuvassa.');
    const { model } = await leader.state();
    equal(Object.keys(model.stages.rehab.actors.neuvokas ?? {}).length, 1, 'roles');
  });
  await law('who_is_overwritten_hears_by_whom_and_what', async () => {
    await leader.page.evaluate(async () => {
      const { number } = await (await fetch('/api/room', { headers: { 'X-Polku': '1' } })).json();
      const body = new URLSearchParams({ id: 'overwriting-one', kind: 'edit', base: number - 1, patch: JSON.stringify({ stages: { rehab: { actors: { neuvokas: null } } } }) });
      await fetch('/api/act', { method: 'POST', headers: { 'X-Polku': '1' }, body });
    });
    await third.see(/^Vetäjä muutti juuri samaa kohtaa kuin te: /);
    await third.page.locator('.toast').getByRole('button', { name: 'Sulje' }).click();
    await leader.button('Kumoa').click();
    await leader.until('the place again', (s) => s.model.stages.rehab.actors.neuvokas);
  });
  await law('an_undo_takes_back_ones_own', async () => {
    await third.page.locator('.stage .sent').getByRole('button', { name: 'Peru' }).click();
    await leader.until('the undo', (s) => !s.model.stages.rehab.actors.neuvokas);
    await third.see('kumottu');
  });
  await law('who_stands_somewhere_no_longer_says_so', async () => {
    await stand(third, 'Rovaniemen Neuvokas', 'rehab', /Tuemme/, 0);
    await leader.until('the place', (s) => s.model.stages.rehab.actors.neuvokas);
    await third.page.locator('#place-rehab').click();
    await third.button('Emme ole tässä').click();
    await leader.until('that they left', (s) => !s.model.stages.rehab.actors.neuvokas);
  });
}

async function talking({ leader, phones, law }) {
  await law('a_comment_on_a_stage_is_read_by_all', async () => {
    await phones[3].page.locator('#comment-trial').click();
    await phones[3].page.getByLabel(/Mitä haluatte sanoa vaiheesta/).fill('Kylätalolla on tilaa <b>kahdelle</b>.');
    await phones[3].page.locator('form:has(#comment-trial) button[type=submit]').click();
    await leader.until('the comment', (s) => s.comments.length === 1);
    await leader.see('Kylätalolla on tilaa <b>kahdelle</b>.');
    await phones[4].page.locator('#comment-trial').click();
    await phones[4].see('Kylätalolla on tilaa <b>kahdelle</b>.');
  });
  await law('what_somebody_is_writing_stays_while_others_speak', async () => {
    const field = leader.page.locator('.comments textarea');
    await field.fill('Kesken oleva ajatus');
    await field.blur();
    await phones[3].page.locator('#comment-work').click();
    await phones[3].page.getByLabel(/Mitä haluatte sanoa vaiheesta/).fill('Entä kesällä?');
    await phones[3].page.locator('form:has(#comment-work) button[type=submit]').click();
    await leader.page.locator('.comments').getByText('Entä kesällä?').waitFor();
    equal(await field.inputValue(), 'Kesken oleva ajatus', 'the field');
    await field.fill('');
  });
  await law('what_was_refused_is_in_its_field_again', async () => {
    const { page } = phones[5];
    await page.route('**/api/act*', (route) => route.fulfill({ status: 422, contentType: 'application/json', body: JSON.stringify({ sort: 'wrong', message: 'Ei käy.' }) }));
    await page.locator('#comment-rehab').click();
    const field = page.locator('textarea#comment-rehab');
    await field.fill('Pitkä ajatus');
    await page.locator('form:has(textarea#comment-rehab) button[type=submit]').click();
    await phones[5].see('Ei käy.');
    equal(await field.inputValue(), 'Pitkä ajatus', 'the field');
    await page.unroute('**/api/act*');
    await page.locator('form:has(textarea#comment-rehab)').getByRole('button', { name: 'Peruuta' }).click();
  });
  await law('a_vote_counts_once_and_can_be_taken_back', async () => {
    const vote = phones[5].page.locator('.talk .said:not(.is-own) .vote').first();
    await vote.click();
    await leader.until('a vote', (s) => s.proposals.some((p) => p.votes === 1));
    await vote.click();
    await leader.until('no vote', (s) => s.proposals.every((p) => p.votes === 0));
    await vote.click();
    await phones[6].page.locator('.talk .said:not(.is-own) .vote').first().click();
    await leader.until('two votes', (s) => s.proposals.some((p) => p.votes === 2) || s.proposals.filter((p) => p.votes === 1).length === 2);
  });
  await law('in_a_silent_round_nobody_sees_what_others_say_until_it_opens', async () => {
    await leader.page.getByRole('button', { name: /Osallistujat nyt/ }).click();
    await leader.page.getByText('Aloita hiljainen kierros').click();
    await phones[0].see(/Hiljainen kierros/);
    await phones[0].page.getByLabel(/koko polusta/).fill('Hiljaa sanottu.');
    await phones[0].page.locator('form:has(#comment-whole)').getByRole('button', { name: 'Lähetä' }).click();
    await phones[0].until('the comment', (s) => s.comments.some((c) => c.entry.text === 'Hiljaa sanottu.'));
    if ((await phones[1].state()).comments.some((c) => c.entry.text === 'Hiljaa sanottu.')) throw new Error('somebody else saw it');
    await leader.see(/^Hiljainen kierros: .* 1\.$/);
    await leader.page.getByRole('button', { name: /Osallistujat nyt/ }).click();
    await leader.page.getByText('Avaa hiljainen kierros').click();
    await phones[1].see('Hiljaa sanottu.');
  });
}

async function numbers({ leader, phones, law }) {
  await law('a_number_is_proposed_and_accepted', async () => {
    const { page } = phones[4];
    const before = shareOf(await leader.state(), 'rehab-trial');
    await page.locator('#number-rehab').click();
    await page.getByRole('radio', { name: /Työkokeilu/ }).check();
    await page.getByRole('button', { name: 'Enemmän' }).click();
    await page.getByLabel(/Mistä tiedätte/).fill('Ohjaajan arvio');
    await page.getByRole('button', { name: 'Lähetä ehdotus' }).click();
    const state = await leader.until('the proposal', (s) => openOf(s).some((p) => p.entry.patch.transitions));
    equal(openOf(state).at(-1).entry.text, 'Ohjaajan arvio', 'the reason');
    await leader.page.locator('.proposal').filter({ hasText: 'Ohjaajan arvio' }).getByRole('button', { name: 'Hyväksy' }).click();
    await leader.until('the new number', (s) => Math.abs(shareOf(s, 'rehab-trial') - before - 0.05) < 1e-9);
  });
}

// Without a network for a while; then the whole room is killed and comes back.
async function away({ room, leader, wall, phones, law }) {
  const [, , , , , sixth] = phones;
  await law('what_is_said_without_a_network_is_sent_once_when_it_is_back', async () => {
    await sixth.context.setOffline(true);
    await sixth.page.locator('#number-trial').click();
    await sixth.page.getByRole('radio').first().check();
    await sixth.page.getByRole('button', { name: 'Vähemmän' }).click();
    await sixth.page.getByRole('button', { name: 'Lähetä ehdotus' }).click();
    await sixth.see(/lähtee, kun yhteys palaa/);
    await sixth.see('○ ei yhteyttä');
    const before = (await leader.state()).proposals.length;
    await sixth.shoot('4-offline-phone6', true);
    await sixth.context.setOffline(false);
    await leader.until('what was kept', (s) => s.proposals.length === before + 1, 20000);
    await sixth.see('● yhteys');
    await sixth.page.waitForTimeout(500);
    equal((await leader.state()).proposals.length, before + 1, 'proposals');
  });
  await law('a_room_that_was_killed_comes_back_by_itself_everywhere', async () => {
    const before = await leader.state();
    await room.end('SIGKILL');
    await wall.see(/Yhteys poikki/);
    await phones[0].see('○ ei yhteyttä');
    await room.open();
    await Promise.all([wall.page.getByText(/Yhteys poikki/).waitFor({ state: 'hidden', timeout: 30000 }), phones[0].page.getByText('● yhteys').waitFor({ timeout: 30000 })]);
    const after = await leader.state();
    equal([after.model, after.proposals.length, after.comments.length], [before.model, before.proposals.length, before.comments.length], 'the room');
  });
  await law('a_phone_that_is_reloaded_knows_who_it_is', async () => {
    await phones[0].page.reload();
    await phones[0].see('Kemijärven kyläyhdistykset');
    await phones[0].see('hyväksytty');
  });
}

async function trying({ phones, leader, law }) {
  await law('a_number_that_is_tried_shows_its_outcome_and_changes_nothing', async () => {
    const before = await leader.state();
    const slider = phones[2].page.locator('.whatif input[type=range]').first();
    await slider.focus();
    for (let i = 0; i < 6; i++) await slider.press('ArrowRight');
    await phones[2].page.locator('.whatif').getByText(/[+−]\d|sama kuin nyt/).first().waitFor({ timeout: 30000 });
    equal((await leader.state()).model, before.model, 'the model');
  });
}

async function frozen({ leader, phones, law }) {
  await law('while_it_is_frozen_phones_only_read', async () => {
    await leader.button('Pysäytä').click();
    await phones[0].see(/Vetäjä on pysäyttänyt muutokset/);
    equal(await phones[0].page.locator('#place-trial').count(), 0, 'buttons to place');
    await phones[0].shoot('5-frozen-phone1', true);
    await leader.button('Jatka').click();
    await phones[0].page.locator('#place-trial').waitFor();
  });
}

async function evening({ room, leader, phones, law }) {
  const { page } = leader;
  await law('the_morning_is_restored_and_the_day_after_it_again', async () => {
    const before = await leader.state();
    const slider = page.getByRole('slider', { name: /Työpajan kulku/ });
    await slider.focus();
    await slider.press('Home');
    await page.getByRole('button', { name: 'Palauta malli tähän hetkeen' }).first().waitFor();
    await page.locator('.map-place[data-number="0"]').waitFor();
    await page.locator('.outcome-head.is-past').waitFor();
    equal(await page.locator('.outcome-people').first().textContent(), String(Math.round(before.start_figures.work.people)), 'the outcome beside the picture');
    await leader.shoot('6-moment-facilitator');
    await page.getByRole('button', { name: 'Palauta malli tähän hetkeen' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Palauta malli tähän hetkeen' }).click();
    const morning = await leader.until('the morning', (s) => !s.model.stages.trial.actors['village-associations']);
    equal(morning.model, JSON.parse(room.original), 'the model');
    await leader.button('Kumoa').click();
    const again = await leader.until('the day', (s) => s.model.stages.trial.actors['village-associations']);
    equal(again.model, before.model, 'the model');
  });
  await law('the_map_is_printed_on_one_page', async () => {
    for (const paper of ['A4', 'A3']) {
      const pdf = await page.evaluate(async (p) => [...new Uint8Array(await (await fetch(`/api/picture?lang=fi&format=pdf&paper=${p}`, { headers: { 'X-Polku': '1' } })).arrayBuffer())], paper);
      const pages = pagesOf(Buffer.from(pdf));
      if (pages !== null) equal(pages, 1, `sheets of ${paper}`);
    }
  });
  await law('the_page_itself_is_printed_as_the_sheet', async () => {
    await page.locator('.facilitator.on-paper').waitFor();
    await page.emulateMedia({ media: 'print' });
    equal(await page.locator('.paper-map').isVisible(), true, 'the sheet is printed');
    equal(await page.locator('.picture-sheet').isVisible(), false, 'the picture of the screen is printed');
    await page.emulateMedia({ media: null });
    const pages = pagesOf(await page.pdf({ preferCSSPageSize: true }));
    if (pages !== null) equal(pages, 1, 'sheets');
  });
  await law('the_minutes_tell_who_proposed_what', async () => {
    const asked = (names) => page.evaluate(async (n) => (await fetch(`/api/minutes?lang=fi&names=${n}`, { headers: { 'X-Polku': '1' } })).text(), names);
    const minutes = await asked(1), nameless = await asked(0);
    for (const word of ['Kemijärven kyläyhdistykset', 'Ohjaajan arvio', '<svg', 'Kylätalolla on tilaa &lt;b&gt;']) if (!minutes.includes(word)) throw new Error(`no "${word}"`);
    if (/https?:\/\/(?!www\.w3\.org)[^"<\s]*\.(js|css|png)/.test(minutes)) throw new Error('the minutes ask for something');
    if ((nameless.match(/Sallan kyläyhdistys/g) ?? []).length > (minutes.match(/Sallan kyläyhdistys/g) ?? []).length) throw new Error('names were not left out');
  });
  await law('saving_changes_the_file_only_where_somebody_edited_it', async () => {
    await leader.button('Tallenna').click();
    await leader.until('the save', (s) => s.saved_number >= s.model_number);
    const saved = room.saved();
    equal(JSON.parse(saved), (await leader.state()).model, 'the file');
    const kept = new Set(saved.split('\n'));
    const lost = room.original.split('\n').filter((line) => !kept.has(line));
    if (lost.length > 8) throw new Error(`${lost.length} lines of the file are gone: ${lost[0]}`);
  });
}

async function others({ room, people, law, leader }) {
  for (const [view, size] of [['study', { width: 1280, height: 900 }], ['compare', { width: 1280, height: 900 }]]) {
    const person = await people.person(view, size);
    await person.goto(room.facilitator.replace('/#', `/${view}#`));
    await person.page.locator('h1').first().waitFor();
    await person.page.waitForTimeout(view === 'study' ? 6000 : 1000);
    await person.shoot(`7-${view}`, true);
    for (const [name, hold] of Object.entries(viewLaws)) await law(name, () => hold(person, room), view);
    await law('every_view_reflows_at_320_pixels', () => narrow(person), view);
    await person.context.close();
  }
  const dark = await people.person('screen-dark', { width: 1280, height: 720, lang: 'sv' });
  await dark.goto(room.screen.replace('/screen#', '/screen?theme=dark#'));
  await dark.page.locator('.wall-picture svg').waitFor();
  await dark.page.waitForTimeout(500);
  await dark.shoot('7-screen-dark');
  for (const [name, hold] of Object.entries(viewLaws)) await law(name, () => hold(dark, room), 'dark screen');
  await dark.context.close();
  for (const [lang, button] of [['sv', 'På svenska'], ['en', 'In English']]) {
    const person = await people.person(`phone-${lang}`, { ...phone });
    await person.goto(room.participants);
    await person.button(button).click();
    await person.page.locator(`html[lang=${lang}]`).waitFor({ state: 'attached' });
    await person.page.waitForTimeout(300);
    await person.shoot(`7-phone-${lang}`, true);
    for (const [name, hold] of Object.entries(viewLaws)) await law(name, () => hold(person, room), `phone, ${lang}`);
    await person.context.close();
  }
  await leader.page.bringToFront();
}
