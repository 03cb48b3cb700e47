// A tablet in somebody's hands, languages, what a change may touch on the page, and rules that break.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, speaksOnly } from './workshop_laws.mjs';

// A finger, as the screen under it tells of it: where it comes down, where it goes, when it leaves.
async function hand(person) {
  const device = await person.context.newCDPSession(person.page);
  const touch = (type, points) => device.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  return {
    async stroke(ways, { rest = 0, steps = 10 } = {}) {
      const at = (share) => ways.map(([from, to]) => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share]);
      await touch('touchStart', at(0));
      await person.page.waitForTimeout(rest);
      for (let i = 1; i <= steps; i++) {
        await touch('touchMove', at(i / steps));
        await person.page.waitForTimeout(20);
      }
      await touch('touchEnd', []);
    },
  };
}

async function middle(person, id) {
  const box = await person.page.locator(`[id="${id}"]`).boundingBox();
  return [box.x + box.width / 2, box.y + Math.min(box.height, 30) / 2];
}

const widthOf = (person) => person.page.locator('.picture-sheet > svg').evaluate((svg) => svg.getBoundingClientRect().width);

async function tablet({ leader, law }) {
  const finger = await hand(leader);
  const { page } = leader;
  const chip = 'chip--neuvokas--employer--association';
  await law('a_finger_that_moves_on_scrolls_and_takes_nothing', async () => {
    const [x, y] = await middle(leader, chip);
    const before = (await leader.state()).model_number;
    await finger.stroke([[[x, y], [x - 160, y]]]);
    await page.waitForFunction(() => document.querySelector('.picture-sheet').scrollLeft > 50);
    equal(await page.locator('.ghost').count(), 0, 'chips in the hand');
    equal((await leader.state()).model_number, before, 'the model');
    await page.locator('.picture-sheet').evaluate((sheet) => sheet.scrollTo(0, 0));
  });
  await law('a_finger_that_stays_takes_a_chip_to_another_cell', async () => {
    const from = await middle(leader, chip), to = await middle(leader, 'cell--employment--company');
    await finger.stroke([[from, to]], { rest: 600 });
    const state = await leader.until('the move', (s) => s.model.stages.company.actors.neuvokas);
    equal(state.model.stages.association.actors.neuvokas, undefined, 'where it stood');
    await page.locator('[id="chip--neuvokas--employer--company"]').waitFor();
  });
  await law('two_fingers_make_the_picture_larger_and_not_the_page', async () => {
    const before = await widthOf(leader);
    await finger.stroke([[[300, 400], [200, 400]], [[400, 400], [500, 400]]]);
    await page.waitForFunction((wide) => document.querySelector('.picture-sheet > svg').getBoundingClientRect().width > 1.5 * wide, before);
    equal(await page.evaluate(() => visualViewport.scale), 1, 'how much larger the page is');
    await page.getByRole('button', { name: 'Näytä koko kuva' }).click();
  });
  await law('a_slider_follows_a_finger', async () => {
    await leader.button(/5\s*Entä jos/).click();
    const slider = page.locator('.whatif input[type=range]').first();
    await slider.scrollIntoViewIfNeeded();
    const before = await slider.inputValue(), box = await slider.boundingBox();
    const at = (share) => [box.x + 12 + share * (box.width - 24), box.y + box.height / 2];
    const share = (before - await slider.getAttribute('min')) / (await slider.getAttribute('max') - await slider.getAttribute('min'));
    await finger.stroke([[at(share), at(share > 0.5 ? 0.1 : 0.9)]]);
    if (await slider.inputValue() === before) throw new Error('it stayed');
    await page.locator('.whatif-difference').waitFor();
    await leader.shoot('8-tablet-what-if');
  });
}

// The page holds on to what did not change: whoever reads or holds something there keeps it.
async function changing({ leader, law }) {
  await law('a_rename_touches_only_what_names_the_stage', async () => {
    await leader.page.evaluate(() => {
      window.touched = new Set();
      const layer = document.querySelector('.map-place svg > g');
      new MutationObserver((records) => {
        for (const { target, addedNodes } of records) for (const node of target === layer ? addedNodes : [target]) {
          for (let at = node; at; at = at.parentNode) if (at.parentNode === layer && at.id) window.touched.add(at.id);
        }
      }).observe(layer, { subtree: true, childList: true, attributes: true, attributeFilter: ['points', 'd', 'transform', 'y'] });
    });
    await leader.page.evaluate(async () => {
      const { number } = await (await fetch('/api/model', { headers: { 'X-Polku': '1' } })).json();
      const body = new URLSearchParams({ id: 'rename-rename-1', kind: 'edit', base: number, patch: JSON.stringify({ stages: { work: { name: 'Toukokuu' } } }) });
      await fetch('/api/act', { method: 'POST', headers: { 'X-Polku': '1' }, body });
    });
    await leader.page.locator('[id="stage--work"]').getByText('Toukokuu').waitFor();
    await leader.page.waitForTimeout(300);
    const [touched, all] = await leader.page.evaluate(() => [[...window.touched], [...document.querySelectorAll('.map-place svg > g > g[id]')].map((group) => [group.id, group.textContent + group.getAttribute('aria-label')])]);
    if (!touched.includes('stage--work')) throw new Error('the stage itself was not');
    const naming = new Set(all.filter(([, words]) => words.includes('Toukokuu')).map(([id]) => id));
    const others = touched.filter((id) => !naming.has(id));
    if (others.length > 0 || naming.size === all.length) throw new Error(`${others.length} more: ${others.slice(0, 5).join(' ')}`);
  });
}

async function wall({ screen, leader, law }) {
  await law('the_last_change_is_shown_in_whole_lines', async () => {
    await leader.page.evaluate(async () => {
      const { number } = await (await fetch('/api/model', { headers: { 'X-Polku': '1' } })).json();
      const name = 'Kylien ja kaupunginosien yhteistyöyhdistys ja sen monet ystävät';
      const body = new URLSearchParams({ id: 'propose-propose-1', kind: 'propose', base: number, patch: JSON.stringify({ actors: { ystavat: { name, sector: 'third' } }, stages: { rehab: { actors: { ystavat: { trainer: {} } } } } }) });
      await fetch('/api/act', { method: 'POST', headers: { 'X-Polku': '1' }, body });
    });
    await screen.page.locator('.wall-told').getByText('Kylien').waitFor();
    for (const size of [{ width: 1280, height: 720 }, { width: 1920, height: 1080 }, { width: 1024, height: 768 }]) {
      await screen.page.setViewportSize(size);
      await screen.page.waitForTimeout(300);
      const [lines, below] = await screen.page.evaluate(() => {
        const told = document.querySelector('.wall-told'), card = told.closest('.card').getBoundingClientRect();
        const last = document.querySelector('.wall-who').getBoundingClientRect();
        return [told.getBoundingClientRect().height / parseFloat(getComputedStyle(told).lineHeight), last.bottom - card.bottom];
      });
      if (Math.abs(lines - Math.round(lines)) > 0.05 || below > 0) throw new Error(`${lines} lines, ${below} pixels too low at ${size.width}`);
    }
  });
}

// Everybody reads in their own language, wherever they are, and need not say so twice.
async function languages({ room, people, law }) {
  const guest = await people.person('languages', { width: 1280, height: 800 });
  const chosen = async (where, choose) => law('every_view_lets_one_choose_the_language_and_remembers_it', async () => {
    const html = guest.page.locator('html[lang=sv]');
    await choose();
    await html.waitFor({ state: 'attached' });
    equal(await guest.page.evaluate(() => document.activeElement.hasAttribute('data-language')), true, 'who chose is still there');
    await guest.page.reload();
    await html.waitFor({ state: 'attached' });
    await guest.page.evaluate(() => localStorage.clear());
  }, where);
  await guest.goto(`http://127.0.0.1:${room.port}/join`);
  await chosen('the code', () => guest.button('På svenska').click());
  await guest.goto(room.screen);
  await guest.page.locator('.wall-picture svg').waitFor();
  await chosen('the screen', async () => {
    await guest.page.mouse.move(600, 300); // what can be pressed is seen when a hand is there
    await guest.button('SV På svenska').click();
  });
  for (const view of ['study', 'compare']) {
    await guest.goto(room.facilitator.replace('/#', `/${view}#`));
    await guest.page.locator('h1').waitFor();
    await chosen(view, () => guest.button('SV På svenska').click());
  }
  if (guest.errors.length > 0) throw new Error(guest.errors[0]);
  await guest.context.close();
}

// Each view in each language, with what stands in it after a while.
async function everyWord({ room, people, law }) {
  for (const lang of ['sv', 'en']) {
    const reader = await people.person(`reads-${lang}`, { width: 1280, height: 900, lang });
    const { page } = reader;
    const speaks = (where) => law('a_view_speaks_the_language_of_its_reader_alone', () => speaksOnly(reader, lang), `${where}, ${lang}`);
    for (const [where, url] of [['screen', room.screen], ['join', room.participants], ['study', room.facilitator.replace('/#', '/study#')], ['compare', room.facilitator.replace('/#', '/compare#')], ['facilitator', room.facilitator]]) {
      await page.goto(url);
      await page.locator(`html[lang=${lang}]`).waitFor({ state: 'attached' });
      await page.waitForFunction(() => document.querySelectorAll('button').length > 2);
      await page.waitForTimeout(800);
      await speaks(where);
    }
    await page.locator('[id="stage--trial"]').click();
    await page.waitForTimeout(500);
    await reader.shoot(`8-editor-${lang}`);
    await speaks('the editor of a stage');
    await reader.context.close();
  }
}

// Somebody writes rules while others work, and makes a mistake on the way.
async function rules({ room, people, law }) {
  const leader = await people.person('rules', { width: 1440, height: 900 });
  const { page } = leader;
  await leader.goto(room.facilitator);
  await page.locator('[id="stage--trial"]').waitFor();
  await leader.until('the outcome', (s) => s.figures?.effort === 'full', 30000);
  await page.locator('.outcome-standing:empty').first().waitFor({ state: 'attached' });
  const file = join(room.rules, 'finland/rules.lua'), good = readFileSync(file, 'utf8');
  const line = good.split('\n').length;
  await law('rules_that_break_are_named_where_they_break_and_all_that_was_known_stays', async () => {
    const people = page.locator('.outcome-people').first(), said = await people.textContent();
    writeFileSync(file, `${good}local x = = 3\n`);
    await page.locator('.outcome-error').getByText(`finland/rules.lua, rivi ${line}: rules.lua ei ole Luaa`).waitFor();
    await page.locator('.problem-group h3').getByText(`finland/rules.lua, rivi ${line}`).waitFor();
    equal([await page.locator('[id="stage--trial"]').count(), await people.textContent()], [1, said], 'what was known');
    await leader.shoot('8-rules-broken');
  });
  await law('what_changes_while_rules_are_broken_is_shown_when_they_are_mended', async () => {
    await page.evaluate(async () => {
      const { number } = await (await fetch('/api/model', { headers: { 'X-Polku': '1' } })).json();
      const body = new URLSearchParams({ id: 'while-broken-broken', kind: 'edit', base: number, patch: JSON.stringify({ stages: { trial: { name: 'Kokeilupaikka' } } }) });
      await fetch('/api/act', { method: 'POST', headers: { 'X-Polku': '1' }, body });
    });
    await leader.until('the change', (s) => s.model.stages.trial.name === 'Kokeilupaikka');
    writeFileSync(file, good);
    await page.locator('[id="stage--trial"]').getByText('Kokeilupaikka').waitFor();
    await page.locator('.outcome-error').waitFor({ state: 'detached' });
    await leader.until('its outcome', (s) => s.figures.number === s.model_number, 30000);
  });
  await law('no_page_complains', async () => { if (leader.errors.length > 0) throw new Error(leader.errors[0]); }, 'rules');
}

export async function hands({ room, open, people, law }) {
  const leader = await people.person('tablet', { width: 1024, height: 768, touch: true });
  const screen = await people.person('wall', { width: 1280, height: 720 });
  await leader.goto(room.facilitator);
  await screen.goto(room.screen);
  await leader.page.locator('[id="stage--trial"]').waitFor();
  await leader.until('the outcome', (s) => s.figures?.work && s.start_figures?.work, 30000);
  await tablet({ leader, law });
  await changing({ leader, law });
  await wall({ screen, leader, law });
  await languages({ room, people, law });
  await everyWord({ room, people, law });
  for (const person of [leader, screen]) await law('no_page_complains', async () => { if (person.errors.length > 0) throw new Error(person.errors[0]); }, person.name);
  await rules({ room: await open({ rules: true }), people, law });
}
