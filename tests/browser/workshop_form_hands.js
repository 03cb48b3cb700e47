// Hands on the form that is open, in the panel or under a table; workshop_forms.mjs puts this into the page.
window.hands = (() => {
  const rest = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const panel = () => document.querySelector('.twin-editor') ?? document.querySelector('.panel');
  const control = (key) => panel()?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const field = (key) => control(key)?.closest('.form-field');
  const told = (place) => [...(place?.querySelectorAll('.form-problems li, .problem') ?? [])].map((line) => line.textContent);

  async function until(test, ms = 8000) {
    for (const end = Date.now() + ms; Date.now() < end; await rest(25)) {
      const found = await test();
      if (found) return found;
    }
    return null;
  }
  async function asked(path) {
    for (;;) {
      const answer = await fetch(path, { headers: { 'X-Polku': '1' } });
      if (answer.ok) return answer.json();
      await rest(200); // there is much to do
    }
  }
  const modelNow = async () => (await asked('/api/model')).model;
  const lastDone = async () => (await asked('/api/room?part=me')).me.undo; // of one's own, without undone ones
  let nth = 0;
  async function undo() {
    const body = () => new URLSearchParams({ id: `undo-by-hand-${nth++}`, kind: 'undo' });
    for (;;) {
      const { status } = await fetch('/api/act', { method: 'POST', headers: { 'X-Polku': '1' }, body: body() });
      if (status !== 429) return status;
      await rest(200);
    }
  }

  function differences(a, b, path = '') {
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    const inner = (x) => x !== null && typeof x === 'object';
    if (!inner(a) || !inner(b)) return [path];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) => differences(a[name], b[name], `${path}/${name}`));
  }

  // As people see it: parts in their order, wherever that is written.
  function seen(model) {
    const { order, ...all } = model;
    return Object.fromEntries(Object.entries(all).map(([name, value]) => {
      if (value === null || typeof value !== 'object') return [name, value];
      const first = (order?.[name] ?? []).filter((id) => id in value);
      return [name, Object.entries(value).sort(([a], [b]) => (first.indexOf(a) + 1 || Infinity) - (first.indexOf(b) + 1 || Infinity) || 0)];
    }));
  }

  // Everything that is folded away, too.
  async function unfold() {
    for (let closed; (closed = [...panel().querySelectorAll('.form details:not([open]) > summary')]).length > 0;) {
      closed.forEach((summary) => summary.click());
      await rest(15);
    }
  }

  const fields = () => [...panel().querySelectorAll('.form [data-key]')].filter((one) => !one.disabled && !one.readOnly)
    .map((one) => ({ key: one.dataset.key, tag: one.tagName, type: one.type, shown: one.dataset.shown, isNumber: Boolean(one.closest('.is-number')), options: [...(one.options ?? [])].map((option) => option.value) }));

  // What the table names in several places is opened once.
  const links = () => [...document.querySelectorAll('.twin .form-link')].filter((link, i, all) => all.findIndex((other) => other.textContent.replace(/^\d+ /, '') === link.textContent.replace(/^\d+ /, '')) === i);

  // Fields of one sort stand in many parts; one of each is enough. What a number rests on is asked alike
  // everywhere, and so are texts in the three languages.
  function sortOf({ key, tag, type }) {
    const [, grounds] = /#(basis|source|range|of|exposure|exposure-unit|note)$/.exec(key) ?? [];
    const place = key.replace(/^\/(\w+)\/[^/#]+/, '/$1/*').replace(/\/(fi|sv|en)$/, '/text').replace(/\/(actors|amounts|attributes|gives_up|start|referral|histories|effect|patch|per_step)\/[^#]*/, '/$1/*').replace(/#(?!new|form|family|unit|kind|begin|on|per)[^#]+/, '#*');
    return `${grounds ?? place} ${tag} ${type}`;
  }

  // What waits in the form until there is more of it: a source, how sure a number is.
  const waits = ({ key }) => /source#new|#sure$|#ask$|(gives_up|start|attributes\/\w+|value|latest)#new$|#(gamma|beta|lognormal|normal|uniform|triangular)-/.test(key);

  function write(key, text) {
    const one = control(key);
    one.focus();
    if (one.type === 'checkbox') { one.click(); return; }
    one.value = text;
    if (one.tagName === 'SELECT') one.dispatchEvent(new Event('change', { bubbles: true }));
    else {
      one.dispatchEvent(new Event('input', { bubbles: true }));
      one.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
    }
  }
  function leave(key) {
    control(key)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
    [...panel().querySelectorAll('.form button')].filter((button) => button.textContent === 'Palauta entiset osuudet').forEach((button) => button.click());
  }

  // Another value, of the same sort.
  function another({ tag, type, shown, options, isNumber, key }) {
    if (tag === 'SELECT') return options.find((option) => option !== shown && option !== '') ?? null;
    if (type === 'checkbox') return '';
    if (/survival$/.test(key)) return '3: 70 %; 6: 40 %';
    if (/pattern$/.test(key)) return '1100';
    if (/#range$/.test(key)) return '5–65 %';
    if (/#(of|exposure)$/.test(key)) return '7 / 130';
    if (/(from|until|accessed|_date|rules_as_of)$/.test(key)) return '2.2.2024';
    if (/url$/.test(key)) return 'https://example.org/a';
    return isNumber ? (parseFloat(shown.replace(',', '.')) === 11 ? '12' : '11') : 'Toinen teksti';
  }

  // "/stages/trial/duration#unit" belongs to "/stages/trial"; what all exits share belongs to all of them.
  const homesOf = (key) => {
    if (/#form$|^\/transitions\/.*\/share$|^order$/.test(key)) return ['/transitions/', '/stages/', '/order/', '/supports/'];
    const [, section, id] = key.split('#')[0].split('/');
    return [id === undefined || ['title', 'about'].includes(section) ? `/${section}` : `/${section}/${id}`];
  };

  const isTold = (key) => told(field(key)).length > 0 && (control(key)?.getAttribute('aria-invalid') === 'true' || field(key).querySelector('.form-theirs'))
    || panel().querySelector('.form-sum.is-wrong, .form-page > .form-problems');

  async function change(one, broken) {
    const text = another(one);
    if (text === null) return;
    const [before, last] = [await modelNow(), await lastDone()];
    write(one.key, text);
    const after = await until(async () => (await lastDone() !== last ? 'done' : isTold(one.key) ? 'told' : null));
    if (!after) broken.push(['what_was_written_is_done_or_told_at_the_field', `${one.key}: "${text}"`]);
    if (after === 'done') {
      const elsewhere = differences(before, await modelNow()).filter((path) => !homesOf(one.key).some((home) => path.startsWith(home)));
      if (elsewhere.length > 0) broken.push(['a_field_changes_its_own_part_alone', `${one.key} changed ${elsewhere}`]);
      await undo();
      const same = differences(before, await modelNow()).length === 0 && await until(() => (control(one.key)?.dataset.shown ?? one.shown) === one.shown);
      if (!same) broken.push(['an_undo_gives_a_field_back', one.key]);
    } else leave(one.key);
    await rest(5);
  }

  async function wrongly(one, broken) {
    const last = await lastDone();
    write(one.key, 'kolme');
    const refused = await until(() => control(one.key)?.getAttribute('aria-invalid') === 'true' && told(field(one.key)).length > 0);
    const described = control(one.key)?.getAttribute('aria-describedby')?.split(' ').some((id) => document.getElementById(id)?.textContent.includes(told(field(one.key))[0]));
    if (!refused || !described || await lastDone() !== last) broken.push(['what_is_no_number_is_refused_at_its_field', one.key]);
    leave(one.key);
    await rest(5);
  }

  // After a few forms of one kind the next ones only open.
  const gone = {};
  async function goThrough(seen) {
    const result = { opened: 0, fields: 0, sorts: [], broken: [] };
    const title = await until(() => panel()?.querySelector('.form-title'));
    if (!title) return result;
    result.opened = 1;
    const kind = title.querySelector('.form-kind')?.textContent ?? '';
    if ((gone[kind] = (gone[kind] ?? 0) + 1) > 3) return result;
    await unfold();
    const all = fields();
    result.fields = all.length;
    for (const one of all) {
      const sort = sortOf(one);
      if (waits(one) || seen.includes(sort) || result.sorts.includes(sort)) continue;
      result.sorts.push(sort);
      if (!control(one.key)) await unfold();
      if (!control(one.key)) continue; // an earlier field, which was given back, holds it
      if (one.isNumber) await wrongly(one, result.broken);
      await change(one, result.broken);
    }
    return result;
  }

  // Fills whatever is asked for until the button can be pressed.
  async function fill(send) {
    for (let round = 0; round < 4 && send().disabled; round++)
      for (const one of fields()) {
        const there = control(one.key);
        if (!there || there.value !== '' || there.type === 'checkbox') continue;
        const free = [...there.options ?? []].map((option) => option.value).filter((value) => value !== '' && value !== 'new:');
        const text = one.tag === 'SELECT' ? free[/\/(last|to)$/.test(one.key) ? 1 : 0] : one.isNumber ? '1' : `Uusi ${round}`;
        if (text === undefined) continue;
        write(one.key, text);
        there.dispatchEvent(new FocusEvent('blur'));
        await rest(5);
      }
  }

  // A part that cannot be yet says what comes first; what the rules refuse, they refuse with a reason.
  async function addOne() {
    const title = (await until(() => panel()?.querySelector('.form-title')))?.textContent;
    const last = await lastDone();
    const send = () => panel().querySelector('.form-actions .button.main');
    const needs = panel().querySelector('.form-needs');
    if (!needs) await fill(send);
    const ready = !needs && !send().disabled;
    if (ready) send().click();
    const after = ready ? await outcome(last) : null;
    const opened = after === 'done' && await until(() => panel().querySelector('.form-title') && !panel().textContent.includes(title));
    if (after === 'done') await undo();
    panel().querySelector('.form-close').click();
    return needs || opened || after === 'told' ? [] : [`${title}: ${ready ? 'the new part was not opened' : 'cannot be sent'}`];
  }
  const outcome = (last) => until(async () => (await lastDone() !== last ? 'done' : told(panel()).length > 0 ? 'told' : null));

  async function takeAway() {
    const title = (await until(() => panel()?.querySelector('.form-remove button')))?.closest('.form').querySelector('.form-title').textContent;
    const [before, last] = [await modelNow(), await lastDone()];
    panel().querySelector('.form-remove button').click();
    const question = await until(() => panel().querySelector('.form-remove.is-open li, .form-remove .problem'));
    if (!question) return [`${title}: nothing was asked`];
    if (question.matches('.problem')) return question.textContent ? [] : [`${title}: refused without a reason`];
    panel().querySelector('.form-remove.is-open .danger').click();
    const after = await outcome(last);
    if (!after) return [`${title}: was not taken away`];
    if (after === 'done') await undo();
    const lost = differences(seen(before), seen(await modelNow()));
    return lost.length === 0 ? [] : [`${title}: ${lost[0]} did not come back`];
  }

  return { links, goThrough, addOne, takeAway };
})();
