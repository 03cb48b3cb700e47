// Laws of an SVG, opened as it is: what Chromium really draws with the font that it really has.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const few = (list) => list.slice(0, 4).join('; ') + (list.length > 4 ? ` … (${list.length})` : '');
const none = (list) => assert.ok(list.length === 0, few(list));

// Letters and digits alone: lines are broken and hyphenated where the eye needs it.
const bare = (text) => text.normalize('NFC').replace(/[^\p{L}\p{N}]/gu, '');

// The names of everything that Tab can reach, as the browser tells them to a screen reader.
async function announced(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const focusable = (node) => node.properties?.some((p) => p.name === 'focusable' && p.value.value);
  return nodes
    .filter((node) => !node.ignored && node.role.value === 'group' && focusable(node))
    .map((node) => node.name.value);
}

// Shapes and texts with their places, as drawn.
function measure() {
  const rect = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const around = (rects) => ({
    left: Math.min(...rects.map((r) => r.left)),
    top: Math.min(...rects.map((r) => r.top)),
    right: Math.max(...rects.map((r) => r.right)),
    bottom: Math.max(...rects.map((r) => r.bottom)),
  });
  return [...document.querySelectorAll('g[class]')].flatMap((group) => {
    const texts = [...group.querySelectorAll('text')].filter((text) => text.closest('g') === group);
    const shape = group.querySelector(':scope > polygon, :scope > path, :scope > ellipse');
    const painted = shape && shape.getAttribute('fill') !== 'none' &&
      shape.getAttribute('fill') !== 'transparent';
    if (texts.length === 0) return [];
    const lines = texts.map((text) => ({ text: text.textContent, ...rect(text) }));
    return [{
      name: `${group.getAttribute('class')} "${lines[0].text}"`,
      kind: group.getAttribute('class').split(' ')[0],
      lines,
      box: painted ? rect(shape) : null,
      outer: painted ? rect(shape) : around(lines),
    }];
  });
}

const overlap = (a, b, slack) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

// Text, and the colour of what lies under its middle. Runs in the page.
function contrasts() {
  const channel = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) =>
    0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const colour = (value) => {
    const numbers = value.match(/[\d.]+/g)?.map(Number);
    return !numbers || value === 'none' || numbers[3] === 0 ? null : numbers.slice(0, 3);
  };
  const ratio = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const under = (element, x, y) => {
    for (const below of document.elementsFromPoint(x, y)) {
      if (below === element || below.tagName === 'text' || below.closest('[class~=move], [class~=strike]')) continue;
      const fill = colour(getComputedStyle(below).fill);
      if (fill && /^(polygon|path|ellipse|rect)$/.test(below.tagName)) return fill;
    }
    return [255, 255, 255];
  };
  const told = (element, what, least) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const ground = under(element, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
    const own = [style.fill, style.stroke].map(colour).filter(Boolean);
    const found = Math.max(...own.map((one) => ratio(one, ground)));
    return found < least ? [`${what} has ${found.toFixed(2)}`] : [];
  };
  const texts = [...document.querySelectorAll('text')];
  const marks = [...document.querySelectorAll('g.mark > :is(polygon, path, ellipse)')];
  return [
    ...texts.flatMap((text) => told(text, `"${text.textContent}"`, 4.5)),
    ...marks.flatMap((mark) => told(mark, `a mark of ${mark.getAttribute('fill')}`, 3)),
  ];
}

export const pictureLaws = {
  async axe_reports_nothing_on_a_picture({ violations }) {
    none(await violations());
  },

  async a_picture_has_a_name_a_description_and_a_language({ page }, picture) {
    const root = await page.evaluate(() => {
      const svg = document.documentElement;
      const labels = svg.getAttribute('aria-labelledby').split(' ');
      const texts = labels.map((id) => document.getElementById(id)?.textContent ?? '');
      return { role: svg.getAttribute('role'), lang: svg.getAttribute('lang'), texts };
    });
    assert.equal(root.role, 'group');
    assert.equal(root.lang, picture.language);
    assert.ok(root.texts.length === 2 && root.texts.every((text) => text.length > 0));
  },

  async tab_reaches_every_stage_and_chip_in_the_order_of_reading({ page }) {
    const places = await page.evaluate(() =>
      [...document.querySelectorAll('g.stage, g.chip')]
        .filter((group) => group.querySelector('text')).map((group) => group.id));
    assert.ok(places.length > 0, 'there are no stages');
    const reached = [];
    for (let i = 0; i < places.length; i++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.id ?? ''));
    }
    assert.deepEqual(reached, places);
  },

  async on_one_strip_tab_goes_from_left_to_right({ page }, { view }) {
    if (view === 'network') return;
    const places = await page.evaluate(() => [...document.querySelectorAll('g[tabindex]')]
      .map((group) => {
        const { left, top } = group.getBoundingClientRect();
        const name = group.getAttribute('aria-label');
        const stage = group.classList.contains('stage');
        return { left, top, name, row: stage ? 'stages' : name.split('; ').at(-1).split(',')[0] };
      }));
    const tops = new Set(places.filter(({ row }) => row === 'stages').map(({ top }) => top));
    if (tops.size === 1)
      none(places.filter(({ left, row }, i) => i > 0 && row === places[i - 1].row &&
        left < places[i - 1].left - 1).map(({ name }) => name));
  },

  async where_the_keyboard_is_can_be_seen({ page }) {
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return `${style.outlineStyle} ${parseFloat(style.outlineWidth) >= 2}`;
    });
    assert.equal(outline, 'solid true');
  },

  async what_is_announced_begins_with_the_visible_text({ page }) {
    const visible = await page.evaluate(() =>
      [...document.querySelectorAll('g[tabindex]')].map((group) =>
        [...group.querySelectorAll('text')].map((text) => text.textContent).join(' ')));
    const names = await announced(page);
    assert.equal(names.length, visible.length);
    none(names.filter((name, i) => !bare(name).startsWith(bare(visible[i].split('…')[0])))
      .map((name) => `"${name}"`));
  },

  async what_is_announced_says_the_place_and_the_ways_on({ page }) {
    const { chips, stages } = await page.evaluate(() => {
      const names = (of) => [...document.querySelectorAll(of)].map((g) => g.getAttribute('aria-label'));
      return { chips: names('g.chip[tabindex]'), stages: names('g.stage[tabindex]') };
    });
    none(chips.filter((name) => !/; [^;]*, (vaihe|skede|stage)\p{L}* \d+/u.test(name)));
    assert.ok(stages.some((name) => /(Täältä eteenpäin|Härifrån vidare|From here on): \d/.test(name)));
  },

  async arrows_and_bare_marks_are_silent({ page }) {
    none(await page.evaluate(() =>
      [...document.querySelectorAll('g.move, g.mark, g.number, g.connector')]
        .filter((group) => !group.closest('[aria-hidden=true]'))
        .map((group) => `${group.getAttribute('class')} ${group.textContent.trim()}`)));
  },

  async every_text_fits_its_box({ page }) {
    const groups = await page.evaluate(measure);
    none(groups.filter((group) => group.box).flatMap(({ name, box, lines }) =>
      lines.filter((line) => line.left < box.left || line.right > box.right ||
        line.top < box.top - 1 || line.bottom > box.bottom + 1)
        .map((line) => `"${line.text}" leaves ${name}`)));
  },

  async nothing_lies_on_anything_else({ page }) {
    const groups = (await page.evaluate(measure)).filter(({ kind }) => kind !== 'band');
    const found = [];
    for (const [i, a] of groups.entries())
      for (const b of groups.slice(i + 1))
        if (overlap(a.outer, b.outer, 1)) found.push(`${a.name} on ${b.name}`);
    none(found);
  },

  async the_picture_holds_everything({ page }) {
    const groups = await page.evaluate(measure);
    const { width, height } = page.viewportSize();
    none(groups.filter(({ outer }) => outer.left < 0 || outer.top < 0 || outer.right > width ||
      outer.bottom > height).map(({ name }) => name));
  },

  async all_text_is_set_in_the_Lato_that_the_picture_carries({ page }, picture) {
    const families = readFileSync(picture.path, 'utf8').match(/@font-face\{font-family:[^;]*/g);
    assert.ok(families?.every((face) => face.endsWith(':Lato')), 'it carries no Lato');
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const all = { nodeId: root.nodeId, selector: 'text' };
    const { nodeIds } = await session.send('DOM.querySelectorAll', all);
    const found = await Promise.all(nodeIds.map((nodeId) =>
      session.send('CSS.getPlatformFontsForNode', { nodeId })));
    await session.detach();
    assert.ok(found.some(({ fonts }) => fonts.length > 0), 'no text has a font');
    none([...new Set(found.flatMap(({ fonts }) =>
      fonts.filter((font) => !font.isCustomFont).map((font) => font.familyName)))]);
  },

  async text_and_marks_stand_out_from_what_is_under_them({ page }) {
    none(await page.evaluate(contrasts));
  },

  async a_picture_asks_for_nothing_and_runs_nothing({ asked }, picture) {
    none(asked);
    const text = readFileSync(picture.path, 'utf8').replaceAll('http://www.w3.org/2000/svg', '');
    none(text.match(/https?:|javascript:|<script|<a |<image|\bhref=|@import|url\((?!["']?(data:|#))/g) ?? []);
  },
};
