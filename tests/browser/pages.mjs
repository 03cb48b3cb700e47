// Laws of the twin as a page: readable on a phone and on a wall, in a dark room and on paper, with
// the keyboard and by ear.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const none = (list) => assert.ok(list.length === 0, list.slice(0, 4).join('; '));
const phone = { width: 390, height: 844 }, desk = { width: 1280, height: 900 };

async function look(page, size, colorScheme) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, media: 'screen' });
}

export const pageLaws = {
  async axe_reports_nothing_on_a_page({ page, violations }) {
    for (const size of [phone, desk])
      for (const scheme of ['light', 'dark']) {
        await look(page, size, scheme);
        none((await violations()).map((found) => `${size.width} px, ${scheme}: ${found}`));
      }
  },

  async a_page_says_its_language_and_begins_with_its_title({ page }, { language }) {
    const told = await page.evaluate(() => ({
      language: document.documentElement.lang,
      title: document.title,
      heading: document.querySelector('h1').textContent,
    }));
    assert.equal(told.language, language);
    assert.equal(told.title, told.heading);
  },

  async every_cell_has_a_stage_and_a_role({ page }) {
    none(await page.evaluate(() => {
      const table = document.querySelector('table.map');
      const columns = table.querySelectorAll('thead th[scope=col]').length;
      return [...table.querySelectorAll('tr')].filter((row) => {
        const wide = [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
        return wide !== columns || !row.querySelector('th[scope]');
      }).map((row) => row.textContent);
    }));
  },

  async tables_that_scroll_are_reached_by_tab_and_named({ page }) {
    await look(page, phone, 'light');
    none(await page.evaluate(() =>
      [...document.querySelectorAll('*')].filter((element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        /auto|scroll/.test(getComputedStyle(element).overflowX) &&
        (element.tabIndex < 0 || element.getAttribute('role') !== 'region'))
        .map((element) => element.className)));
  },

  async the_page_itself_never_scrolls_sideways({ page }) {
    for (const size of [phone, desk]) {
      await look(page, size, 'light');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= size.width, `${wide} px on ${size.width}`);
    }
  },

  async no_letter_is_smaller_than_twelve_pixels({ page }) {
    await look(page, phone, 'light');
    none(await page.evaluate(() => [...document.querySelectorAll('body *')]
      .filter((element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) &&
        parseFloat(getComputedStyle(element).fontSize) < 12)
      .map((element) => element.textContent)));
  },

  async on_paper_nothing_is_cut({ page }) {
    await page.setViewportSize({ width: 1030, height: 700 }); // A4 across, less its margins
    await page.emulateMedia({ media: 'print' });
    none(await page.evaluate(() => [...document.querySelectorAll('table, main')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => `${element.tagName} ${element.className}`)));
  },

  async a_page_asks_for_nothing_and_runs_nothing({ asked }, thing) {
    none(asked);
    const text = readFileSync(thing.path, 'utf8');
    none(text.match(/https?:|javascript:|<script|<img|<link|<iframe|@import|url\(| on\w+=/g) ?? []);
  },
};
