// Opens the pictures of all models, and their twins, in a real browser, and holds them against what
// somebody needs who looks, listens, or has no mouse.
//
// Each law is a function that takes one thing that was drawn and throws when it is broken. Laws that
// fail are named, with the thing that broke them; the last lines are those of cmocka, so that
// tools/test counts them.
import { resolve } from 'node:path';
import { drawAll } from './drawings.mjs';
import { openBrowser } from './browser.mjs';
import { pictureLaws } from './pictures.mjs';
import { pageLaws } from './pages.mjs';
import { paperLaws } from './papers.mjs';
import { printReport, reportLaws } from './reports.mjs';

const build = resolve(process.argv[2]);
const program = process.argv[3];
const failures = [];
let passed = 0;

async function hold(laws, drawn, open) {
  for (const thing of drawn) {
    const opened = await open(thing);
    for (const [name, law] of Object.entries(laws)) {
      try {
        await law(opened, thing);
        passed++;
      } catch (error) {
        failures.push(`[  FAILED  ] ${name}: ${thing.title}: ${error.message.replace(/\s+/g, ' ')}`);
      }
    }
  }
}

const drawn = await drawAll(build);
const browser = await openBrowser(build, program);
try {
  await hold(pictureLaws, drawn.pictures, (picture) => browser.openPicture(picture));
  await hold(pageLaws, drawn.pages, (page) => browser.openPage(page));
  await hold(paperLaws, drawn.papers, (paper) => paper);
  await hold(reportLaws, drawn.reports, async (report) => {
    const opened = await browser.openPage(report);
    await printReport(opened, report);
    return opened;
  });
} finally {
  await browser.close();
}
for (const failure of failures) console.log(failure);
console.log(`[  PASSED  ] ${passed} test(s).`);
if (failures.length > 0) {
  console.log(`[  FAILED  ] ${failures.length} test(s), listed above.`);
  process.exitCode = 1;
}
