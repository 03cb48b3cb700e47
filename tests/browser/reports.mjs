// Laws of a report: read on a screen, on a phone, by ear and with the keyboard, without a network;
// and printed on A4, where nothing is cut and nothing is lost.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pagesOf } from './papers.mjs';

const none = (list) => assert.ok(list.length === 0, list.slice(0, 4).join('; '));
const phone = { width: 390, height: 844 }, desk = { width: 1280, height: 900 };

async function look(page, size) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
}

export async function printReport({ page }, report) {
  report.pdf = report.path.replace(/html$/, 'pdf');
  await page.emulateMedia({ media: 'print' });
  await page.pdf({ path: report.pdf, preferCSSPageSize: true, printBackground: true });
}

export const reportLaws = {
  async axe_reports_nothing_on_a_report({ page, violations }) {
    for (const size of [phone, desk]) {
      await look(page, size);
      none((await violations()).map((found) => `${size.width} px: ${found}`));
    }
  },

  async a_report_asks_for_nothing_and_runs_nothing({ asked, page }, { path }) {
    none(asked);
    assert.equal(await page.evaluate(() => document.scripts.length), 0);
    assert.ok(readFileSync(path).length < 1e6, 'larger than 1 MB');
  },

  async a_report_says_its_language({ page }, { language }) {
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  },

  async a_report_never_scrolls_sideways({ page }) {
    for (const size of [phone, desk]) {
      await look(page, size);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= size.width, `${wide} px on ${size.width}`);
    }
  },

  async the_first_tab_leads_to_the_content({ page }) {
    await look(page, desk);
    await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
    await page.keyboard.press('Tab');
    const target = await page.evaluate(() => document.activeElement.getAttribute('href'));
    assert.ok(await page.evaluate((id) => document.querySelector(id)?.tagName, target) === 'H2', target);
  },

  async every_picture_has_a_name_and_a_table_below_it({ page }) {
    none(await page.evaluate(() => [...document.querySelectorAll('figure')].filter((figure) => {
      let below = figure.nextElementSibling;
      while (below && !below.matches('figure') && !below.querySelector('table')) below = below.nextElementSibling;
      const named = [...figure.querySelectorAll('svg[role]')].every((svg) =>
        svg.getAttribute('aria-label') || document.getElementById(svg.getAttribute('aria-labelledby')?.split(' ')[0]));
      return !named || !below || below.matches('figure');
    }).map((figure) => figure.id)));
  },

  async the_words_of_charts_stay_in_their_picture({ page }) {
    await look(page, desk);
    none(await page.evaluate(() => [...document.querySelectorAll('svg.c')].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.left < frame.left - 1 || box.right > frame.right + 1 ||
          box.top < frame.top - 2 || box.bottom > frame.bottom + 1;
      }).map((text) => text.textContent);
    })));
  },

  async every_word_is_on_its_sheet_of_A4({ page }, { pdf }) {
    const pages = pagesOf(pdf);
    none(pages.filter(({ width, height }) =>
      Math.abs(Math.max(width, height) - 842) > 2 || Math.abs(Math.min(width, height) - 595) > 2)
      .map(({ width, height }) => `${width} × ${height}`));
    // The map has sheets on their side where it was drawn.
    assert.equal(pages.some(({ width, height }) => width > height), await page.locator('.wide').count() > 0);
    none(pages.flatMap(({ width, height, words }) => words.filter((word) =>
      word.left < 20 || word.top < 15 || word.right > width - 20 || word.bottom > height - 15)
      .map((word) => `"${word.text}"`)));
    // What clipping would hide is still told by poppler: in print nothing may be wider than its frame.
    await page.setViewportSize({ width: 658, height: 930 }); // A4 less its margins
    await page.emulateMedia({ media: 'print' });
    none(await page.evaluate(() => [...document.querySelectorAll('main *')]
      .filter((element) => !element.closest('svg') && !element.closest('.wide') &&
        element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => `${element.tagName} ${element.textContent.slice(0, 30)}`)));
  },

  async the_head_of_every_row_is_on_paper({ page }, { pdf }) {
    const printed = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
    const cells = await page.evaluate(() => [...document.querySelectorAll('tbody th')]
      .map((cell) => cell.textContent.replaceAll('\u00ad', '')));
    none(cells.filter((text) => !printed.includes(text.trim().split(/\s/)[0].slice(0, 4))));
  },

  // The letters that the page carries have no name of their own; a font of the machine would have one.
  async a_printed_report_uses_its_own_letters_alone(_, { pdf }) {
    const told = execFileSync('pdffonts', [pdf], { encoding: 'utf8' });
    none(told.split('\n').slice(2).filter((line) => line && !/^[A-Z]{6}\+(Lato|OTS-derived)/.test(line)));
  },
};
