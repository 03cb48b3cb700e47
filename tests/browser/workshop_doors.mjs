// Ways in that are not the usual one: by https with a certificate that somebody made for the day, and
// with a browser of 2021.
import { equal } from './workshop_laws.mjs';

const phone = { width: 390, height: 844, touch: true };

// Takes away what browsers of 2021 do not have yet (README.md of the workshop names them).
function asIn2021() {
  const lacks = [[Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with', 'group']], [String.prototype, ['at', 'isWellFormed']],
    [Object, ['hasOwn', 'groupBy']], [Map, ['groupBy']], [Promise, ['withResolvers', 'try']], [Set.prototype, ['union', 'intersection', 'difference', 'isSubsetOf']],
    [HTMLDialogElement.prototype, ['show', 'showModal', 'close']], [Element.prototype, ['checkVisibility', 'setHTML']], [HTMLElement.prototype, ['showPopover', 'togglePopover', 'popover', 'inert']],
    [AbortSignal, ['timeout', 'any']], [Crypto.prototype, ['randomUUID']], [Document.prototype, ['startViewTransition']], [URL, ['canParse', 'parse']], [window, ['structuredClone', 'scheduler', 'navigation']], [Navigator.prototype, ['clipboard', 'locks']]];
  for (const [place, names] of lacks) for (const name of names) delete place[name];
  // Safari of that time stops at "(?<=" in an expression.
  const Plain = window.RegExp;
  window.RegExp = new Proxy(Plain, { construct: (made, [source, flags]) => {
    if (/\(\?<[=!]/.test(String(source))) throw new SyntaxError('invalid group specifier name');
    return new made(source, flags);
  } });
}

export async function doors({ room, open, people, law }) {
  await older({ room, people, law });
  await https({ room: await open({ tls: true }), people, law });
}

async function older({ room, people, law }) {
  const leader = await people.person('leader-2021', { width: 1280, height: 800, without: asIn2021 });
  const person = await people.person('phone-2021', { ...phone, without: asIn2021 });
  await law('a_browser_of_2021_takes_part', async () => {
    await leader.goto(room.facilitator);
    await leader.page.locator('[id="stage--trial"]').waitFor();
    await leader.button(/2\s*Sijoita/).click();
    await person.goto(room.participants);
    await person.button('Rovaniemen Neuvokas').click();
    await person.page.locator('#place-trial').click();
    await person.page.getByRole('radio', { name: 'Valmennamme' }).first().check();
    await person.button('Lähetä ehdotus').click();
    await leader.page.getByRole('button', { name: 'Hyväksy' }).first().click();
    await leader.until('the acceptance', (s) => s.proposals[0]?.state === 'accepted');
  });
  await law('a_browser_of_2021_edits_in_the_table', async () => {
    await leader.button('Taulukko').click();
    const field = leader.page.locator('.twin-list .form-number input').first();
    await field.fill('21 %');
    await field.press('Enter');
    await leader.until('the number', (s) => Object.values(s.model.transitions).some(({ share }) => (share?.value ?? share) === 0.21));
  });
  await law('a_browser_of_2021_shows_a_dialog_and_closes_it', async () => {
    await leader.page.locator('.join').click();
    await leader.page.locator('dialog').waitFor();
    await leader.shoot('9-dialog-2021');
    await leader.page.keyboard.press('Escape');
    equal(await leader.page.locator('dialog').count(), 0, 'dialogs');
  });
  for (const view of ['study', 'compare', 'screen'])
    await law('a_browser_of_2021_sees_every_view', async () => {
      await leader.goto(`${room.origin}/${view}`);
      await leader.page.locator(view === 'screen' ? '.wall-picture svg' : 'h1').first().waitFor();
      await leader.page.waitForTimeout(400);
    }, view);
  for (const one of [leader, person]) await law('no_page_complains', async () => { if (one.errors.length > 0) throw new Error(one.errors[0]); }, one.name);
}

async function https({ room, people, law }) {
  const leader = await people.person('leader-https', { width: 1280, height: 800 });
  const person = await people.person('phone-https', phone);
  await law('by_https_a_link_lets_in_with_a_cookie_that_no_plain_page_gets', async () => {
    equal(new URL(room.participants).protocol, 'https:', 'the link');
    await Promise.all([leader.goto(room.facilitator), person.goto(room.participants)]);
    await person.see('Nyt katsotaan yhdessä');
    const [cookie] = await person.context.cookies();
    equal([cookie.secure, cookie.httpOnly, cookie.sameSite], [true, true, 'Strict'], 'the cookie');
  });
  await law('by_https_what_one_does_is_seen_by_the_other_at_once', async () => {
    await leader.button(/2\s*Sijoita/).click();
    await person.button('Rovaniemen Neuvokas').click();
    await person.page.locator('#place-trial').click();
    await person.page.getByRole('radio', { name: 'Valmennamme' }).first().check();
    await person.button('Lähetä ehdotus').click();
    await leader.page.getByRole('button', { name: 'Hyväksy' }).first().click();
    await person.see('hyväksytty');
  });
  await law('by_https_the_room_comes_back_when_it_was_killed', async () => {
    await room.end('SIGKILL');
    await person.see('○ ei yhteyttä');
    await room.open();
    await person.page.getByText('● yhteys').waitFor({ timeout: 30000 });
    await person.see('hyväksytty');
  });
  await law('by_https_the_picture_is_taken_home', async () => {
    const type = await leader.page.evaluate(async () => (await fetch('/api/picture?lang=fi&format=svg&paper=A4', { headers: { 'X-Polku': '1' } })).headers.get('Content-Type'));
    equal(type.split(';')[0], 'image/svg+xml', 'the picture');
  });
  for (const one of [leader, person]) await law('no_page_complains', async () => { if (one.errors.length > 0) throw new Error(one.errors[0]); }, one.name);
}
