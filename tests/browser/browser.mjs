// A browser without a window and without a network: whoever asks for an address is found out.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// A document of its own around the picture, as where somebody puts it on a page.
const around = (picture) => `<!DOCTYPE html><html lang="${picture.language}"><head>
<meta charset="utf-8"><title>Picture</title></head><body style="margin:0"><main>
<h1 style="position:absolute;left:-999px">Picture</h1>
${readFileSync(picture.path, 'utf8').replace(/^<\?xml[^>]*>/, '')}</main></body></html>`;

export async function openBrowser(build, program) {
  const require = createRequire(join(build, 'browser', 'package.json'));
  const { chromium } = require('playwright-core');
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND', ...(root ? ['--no-sandbox'] : [])],
  });

  async function newPage() {
    const page = await browser.newPage();
    const asked = [];
    page.on('request', (request) => {
      if (!/^(file|data|about):/.test(request.url())) asked.push(request.url());
    });
    // Everything that axe knows, good manners included.
    const violations = async () => {
      if (!await page.evaluate(() => Boolean(window.axe))) await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${v.help}`));
    };
    const begin = async (width, height) => {
      asked.length = 0;
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    };
    return { page, asked, violations, begin };
  }

  // One window for all, and one more in which a picture lies on a page.
  const shown = await newPage(), inlined = await newPage();
  const { page } = shown;
  return {
    async openPicture(picture) {
      await shown.begin(1600, 1000);
      await page.goto(pathToFileURL(picture.path).href);
      const size = await page.evaluate(() => {
        const box = document.documentElement.getBoundingClientRect();
        return { width: Math.ceil(box.width), height: Math.ceil(box.height) };
      });
      await page.setViewportSize(size);
      await inlined.page.setContent(around(picture));
      return { ...shown, violations: inlined.violations };
    },
    async openPage(file) {
      await shown.begin(1280, 900);
      await page.goto(pathToFileURL(file.path).href);
      return shown;
    },
    close: () => browser.close(),
  };
}
