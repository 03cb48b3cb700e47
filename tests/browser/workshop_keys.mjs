// The day by keyboard alone: no mouse, no finger, no field that is filled from outside.
import { equal } from './workshop_laws.mjs';

// What has the focus is called, '' where nothing has it.
const focused = (person) => person.page.evaluate(() => {
  const node = document.activeElement;
  if (!node || node === document.body || node.disabled) return '';
  const labels = [...(node.labels ?? [])].map((label) => label.textContent).join(' ');
  return `${node.getAttribute('aria-label') ?? ''} ${labels} ${/^(INPUT|SELECT|TEXTAREA)$/.test(node.tagName) ? '' : node.textContent}#${node.id}`.replace(/\s+/g, ' ').trim();
});

async function stays(person, name) {
  let called = await focused(person);
  for (const end = Date.now() + 5000; !name.test(called) && Date.now() < end; called = await focused(person)) await person.page.waitForTimeout(50);
  if (!name.test(called)) throw new Error(`${person.name}: the focus is on "${called.slice(0, 40)}", not on ${name}`);
}

// Tab until what has the focus is called so; whoever cannot get there in 250 steps never will.
async function tabTo(person, name, back = false) {
  const { page } = person;
  for (let i = 0; i < 250; i++) {
    if (name.test(await focused(person))) {
      await seen(person, name);
      return;
    }
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`${person.name}: Tab never comes to ${name}`);
}

// Whoever tabs sees where they are: an outline, on itself or on what stands for it, inside the window.
async function seen(person, name) {
  const shown = await person.page.evaluate(() => {
    const node = document.activeElement;
    const outlined = [node, node.nextElementSibling, node.parentElement].filter(Boolean).some((x) => getComputedStyle(x).outlineStyle !== 'none' && parseFloat(getComputedStyle(x).outlineWidth) >= 2);
    const box = node.getBoundingClientRect();
    return outlined && box.bottom > 0 && box.top < innerHeight;
  });
  if (!shown) throw new Error(`${person.name}: the focus on ${name} cannot be seen`);
}

export async function keyboardDay({ room, people, law }) {
  const leader = await people.person('facilitator-keys', { width: 1280, height: 800, still: true });
  const phone = await people.person('phone-keys', { width: 390, height: 844, still: true });
  const press = (person, ...keys) => keys.reduce((before, key) => before.then(() => person.page.keyboard.press(key)), Promise.resolve());
  await leader.goto(room.facilitator);
  await leader.page.locator('[id="stage--trial"]').waitFor();

  await law('by_keyboard_a_phone_comes_in_with_the_code', async () => {
    await phone.goto(`http://127.0.0.1:${room.port}/join`);
    await phone.page.locator('#code').waitFor();
    await phone.page.keyboard.type(room.code);
    await press(phone, 'Enter');
    await phone.see('Nyt katsotaan yhdessä');
  });
  await law('by_keyboard_the_phase_is_changed', async () => {
    await tabTo(leader, /2 Sijoita/);
    await press(leader, 'Enter');
    await phone.see('Missä te olette polulla?');
  });
  await law('by_keyboard_an_organisation_is_proposed', async () => {
    await tabTo(phone, /Kemijärven kyläyhdistykset|3 yhdistystä/);
    await press(phone, 'Enter');
    await tabTo(phone, /#place-trial$/);
    await press(phone, 'Enter');
    await tabTo(phone, /Tuomme|Otamme|Tuemme|Valmennamme/);
    await press(phone, 'Space');
    await tabTo(phone, /^Lähetä ehdotus/);
    await press(phone, 'Enter');
    await phone.see('Ehdotus on lähetetty.');
    equal((await leader.state()).proposals.length, 1, 'proposals');
  });
  await law('by_keyboard_a_proposal_is_accepted', async () => {
    await leader.page.getByRole('button', { name: 'Hyväksy' }).first().waitFor();
    await tabTo(leader, /^Hyväksy/);
    await press(leader, 'Enter');
    await leader.until('the acceptance', (s) => s.proposals[0].state === 'accepted');
  });
  await law('by_keyboard_a_cell_of_the_picture_is_filled', async () => {
    const before = await leader.state();
    await tabTo(leader, /#(stage|cell|chip|move|support|gap|number)--/);
    for (let i = 0; i < 12; i++) {
      const id = await leader.page.evaluate(() => document.activeElement.id);
      if (/^cell--/.test(id)) break;
      await press(leader, 'ArrowDown');
    }
    await press(leader, 'Enter');
    await tabTo(leader, /3 yhdistystä/);
    await press(leader, 'ArrowDown', 'ArrowDown'); // the third of who may stand here
    await tabTo(leader, /^Sijoita tähän/);
    await press(leader, 'Enter');
    await leader.until('the place', (s) => s.model_number > before.model_number);
  });
  await law('by_keyboard_one_undoes_and_redoes', async () => {
    const before = await leader.state();
    await leader.page.waitForFunction(() => document.activeElement.closest('.picture-sheet')); // the box is closed
    await press(leader, 'Control+z');
    const undone = await leader.until('the undo', (s) => s.model_number > before.model_number);
    if (JSON.stringify(undone.model) === JSON.stringify(before.model)) throw new Error('nothing was undone');
    await press(leader, 'Control+Shift+z');
    const redone = await leader.until('the redo', (s) => s.model_number > undone.model_number);
    equal(redone.model, before.model, 'the model');
  });
  await law('by_keyboard_a_quick_hand_need_not_wait_for_the_room', async () => {
    const before = await leader.state();
    await press(leader, 'Control+z', 'Control+Shift+z');
    const after = await leader.until('both', (s) => s.model_number >= before.model_number + 2);
    equal(after.model, before.model, 'the model');
    await press(leader, 'Control+Shift+z');
    await leader.see('Toistettavaa ei ole');
  });
  await law('by_keyboard_who_takes_somebody_out_of_the_picture_stays_in_it', async () => {
    const before = await leader.state();
    await tabTo(leader, /#(stage|cell|chip|move|support|gap|number)--/);
    for (let i = 0; i < 40; i++) {
      if (/^chip--/.test(await leader.page.evaluate(() => document.activeElement.id))) break;
      await press(leader, i % 10 === 9 ? 'ArrowRight' : i % 20 < 10 ? 'ArrowDown' : 'ArrowUp');
    }
    const taken = await leader.page.evaluate(() => document.activeElement.id);
    await press(leader, 'Enter');
    await tabTo(leader, /^Poista/);
    await press(leader, 'Enter');
    await leader.until('the change', (s) => s.model_number > before.model_number);
    await leader.page.locator(`[id="${taken}"]`).waitFor({ state: 'detached' });
    const there = await leader.page.evaluate(() => Boolean(document.activeElement.closest('.picture-sheet svg')));
    if (!there) throw new Error('the focus left the picture');
  });
  await law('by_keyboard_a_number_is_changed_beside_the_picture', async () => {
    const before = await leader.state();
    await tabTo(leader, /#(stage|cell|chip|move|support|gap|number)--/);
    for (let i = 0; i < 30; i++) {
      if (/^move--|^number--/.test(await leader.page.evaluate(() => document.activeElement.id))) break;
      await press(leader, i % 8 === 7 ? 'ArrowRight' : 'ArrowUp');
    }
    await press(leader, 'Enter');
    await tabTo(leader, /[Oo]suus/);
    await press(leader, 'Control+a');
    await leader.page.keyboard.type('12 %');
    await press(leader, 'Enter');
    await leader.until('the number', (s) => s.model_number > before.model_number);
    await press(leader, 'Escape');
  });
  await law('by_keyboard_a_comment_and_a_vote_are_given', async () => {
    await tabTo(leader, /3 Keskustele/, true);
    await press(leader, 'Enter');
    await phone.see('Nyt keskustellaan');
    await tabTo(phone, /koko polusta/);
    await phone.page.keyboard.type('Hyvä näin.');
    await tabTo(phone, /^Lähetä#/);
    await press(phone, 'Enter');
    await leader.until('the comment', (s) => s.comments.length === 1);
  });
  await law('by_keyboard_the_morning_is_restored', async () => {
    await tabTo(leader, /Työpajan kulku/);
    await press(leader, 'Home');
    await tabTo(leader, /^Palauta malli tähän hetkeen/, true);
    await press(leader, 'Enter');
    await leader.page.getByRole('dialog').waitFor();
    await tabTo(leader, /^Palauta malli tähän hetkeen/);
    await press(leader, 'Enter');
    const morning = await leader.until('the morning', (s) => !s.model.stages.trial.actors['village-associations'] && !s.model.stages.trial.actors['steering-associations'] && !s.model.stages.trial.actors.neuvokas);
    equal(morning.model, JSON.parse(room.original), 'the model');
    await leader.page.locator('.moment-banner').waitFor({ state: 'hidden' });
    await stays(leader, /Työpajan kulku/);
  });
  await law('by_keyboard_what_can_no_longer_be_pressed_hands_the_focus_on', async () => {
    for (const [name, next, told] of [[/^Kumoa/, /^(Kumoa|Toista)/, ':enabled'], [/^Toista/, /^Kumoa/, ':disabled']]) {
      const before = (await leader.state()).model_number;
      await tabTo(leader, name, true);
      await press(leader, 'Enter');
      await leader.until('the change', (s) => s.model_number > before);
      await leader.page.locator(`button${told}`, { hasText: 'Toista' }).waitFor();
      await stays(leader, next);
    }
  });
  await law('by_keyboard_the_model_is_saved', async () => {
    await tabTo(leader, /^Tallenna/);
    await press(leader, 'Enter');
    await leader.until('the save', (s) => s.saved_number >= s.model_number);
    equal(JSON.parse(room.saved()), JSON.parse(room.original), 'the file');
  });
  await law('by_keyboard_the_table_is_another_way_to_the_picture', async () => {
    await tabTo(leader, /^Taulukko/, true);
    await press(leader, 'Enter');
    await leader.page.locator('.twin-place table').first().waitFor();
  });
  for (const person of [leader, phone]) await law('no_page_complains', async () => { if (person.errors.length > 0) throw new Error(person.errors[0]); }, person.name);
}
