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

  async function newPage(options) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const asked = [];
    page.on('request', (request) => {
      if (!/^(file|data|about):/.test(request.url())) asked.push(request.url());
    });
    // Everything that axe knows, good manners included.
    const violations = async () => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${v.help}`));
    };
    return { page, asked, violations, close: () => context.close() };
  }

  return {
    async openPicture(picture) {
      const opened = await newPage({ viewport: { width: 1600, height: 1000 } });
      const inlined = await newPage({ viewport: { width: 1600, height: 1000 } });
      await opened.page.goto(pathToFileURL(picture.path).href);
      const size = await opened.page.evaluate(() => {
        const box = document.documentElement.getBoundingClientRect();
        return { width: Math.ceil(box.width), height: Math.ceil(box.height) };
      });
      await opened.page.setViewportSize(size);
      await inlined.page.setContent(around(picture));
      const close = async () => {
        await opened.close();
        await inlined.close();
      };
      return { ...opened, violations: inlined.violations, close };
    },
    async openPage(page) {
      const opened = await newPage({ viewport: { width: 1280, height: 900 } });
      await opened.page.goto(pathToFileURL(page.path).href);
      return opened;
    },
    close: () => browser.close(),
  };
}
