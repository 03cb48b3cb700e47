// A room for the tests: `polku workshop` on a copy of a model in a folder of its own, and people who
// open its pages in one browser, each with cookies of their own.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '../..');
const models = join(source, 'models');
const NAME = 'rovaniemi-tyokyky.json';

const freePort = () => new Promise((found) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

// `model` is the name of one of models/, or a model; `tls` asks for https with a certificate of its own,
// `rules` for a copy of plugins/ that may be written to.
export class Room {
  constructor(build, { model = NAME, tls = false, rules = false } = {}) {
    this.build = build;
    this.folder = mkdtempSync(join(tmpdir(), 'polku-workshop-'));
    this.model = join(this.folder, typeof model === 'string' ? model : 'made.json');
    if (typeof model === 'string') copyFileSync(join(models, model), this.model);
    else writeFileSync(this.model, JSON.stringify(model, null, 2));
    this.original = readFileSync(this.model, 'utf8');
    this.tls = tls ? this.certificate() : [];
    this.env = rules ? { ...process.env, POLKU_PLUGIN_PATH: this.ownRules() } : process.env;
  }

  ownRules() {
    this.rules = join(this.folder, 'plugins');
    cpSync(join(source, 'plugins'), this.rules, { recursive: true });
    return this.rules;
  }

  certificate() {
    const [key, cert] = ['room.key', 'room.pem'].map((name) => join(this.folder, name));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return ['--cert', cert, '--key', key];
  }

  get origin() { return new URL(this.facilitator).origin; }

  // The first line that it prints says how to come in.
  async open() {
    this.port ??= await freePort();
    this.process = spawn(join(this.build, 'polku'), ['workshop', this.model, '--json', '--port', String(this.port), '--lang', 'fi', ...this.tls], { stdio: ['ignore', 'pipe', 'pipe'], env: this.env });
    this.said = '';
    this.process.stderr.on('data', (text) => { this.said += text; });
    const line = await new Promise((found, failed) => {
      let text = '';
      this.process.stdout.on('data', (more) => {
        text += more;
        if (text.includes('\n')) found(text.split('\n')[0]);
      });
      this.process.on('exit', (status) => failed(new Error(`polku workshop left with ${status}: ${this.said}`)));
    });
    Object.assign(this, JSON.parse(line));
  }

  async end(signal = 'SIGTERM') {
    const gone = new Promise((done) => { this.process.once('exit', done); });
    this.process.removeAllListeners('exit');
    this.process.once('exit', () => {});
    const left = new Promise((done) => { this.process.once('close', done); });
    this.process.kill(signal);
    await Promise.race([gone, left]);
  }

  saved() { return readFileSync(this.model, 'utf8'); }
  forget() { rmSync(this.folder, { recursive: true, force: true }); }
}

export async function openPeople(build, program, shots) {
  const require = createRequire(join(build, 'browser', 'package.json'));
  const { chromium } = require('playwright-core');
  const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: program,
    args: ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', ...(root ? ['--no-sandbox'] : [])],
  });
  mkdirSync(shots, { recursive: true });
  return { person: (name, options) => Person.come(browser, axe, shots, name, options), close: () => browser.close() };
}

// Somebody with a device: what went wrong on it is kept.
export class Person {
  static async come(browser, axe, shots, name, { width, height, touch = false, lang = 'fi', still = false, without = null }) {
    const context = await browser.newContext({ viewport: { width, height }, hasTouch: touch, isMobile: false, locale: { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' }[lang], reducedMotion: still ? 'reduce' : 'no-preference', ignoreHTTPSErrors: true });
    if (without) await context.addInitScript(without);
    const page = await context.newPage();
    page.setDefaultTimeout(20000);
    const person = Object.assign(new Person(), { name, context, page, axe, shots, size: { width, height }, errors: [], asked: [], taps: 0 });
    page.on('pageerror', (error) => person.errors.push(String(error)));
    page.on('console', (message) => {
      // What was refused and what could not be reached is looked at by its status.
      if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) person.errors.push(message.text());
    });
    // To an act, 404 is an answer to a person: there is nothing to redo.
    const missing = (response) => response.status() === 404 && !/\/api\/act\b/.test(response.url());
    page.on('response', (response) => { if (response.status() >= 500 || missing(response)) person.errors.push(`${response.status()} ${response.url()}`); });
    page.on('request', (request) => person.asked.push(request.url()));
    return person;
  }

  async goto(url) { await this.page.goto(url); }
  async tap(locator) { this.taps++; await locator.click(); }
  button(name) { return this.page.getByRole('button', { name }).first(); }
  see(text) { return this.page.getByText(text).first().waitFor({ state: 'visible' }); }

  // The room as this person is told it.
  state() {
    return this.page.evaluate(async () => (await fetch('/api/room?lang=fi', { headers: { 'X-Polku': '1' } })).json());
  }

  async until(what, test, ms = 20000) {
    const end = Date.now() + ms;
    for (let state; ;) {
      state = await this.state();
      if (test(state)) return state;
      if (Date.now() > end) throw new Error(`${this.name}: ${what} did not come`);
      await this.page.waitForTimeout(100);
    }
  }

  async violations() {
    if (!await this.page.evaluate(() => Boolean(window.axe))) await this.page.evaluate(this.axe);
    const found = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }));
    return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${v.help}`));
  }

  async shoot(name, fullPage = false) {
    if (fullPage) await this.page.evaluate(() => scrollTo(0, 0));
    await this.page.screenshot({ path: join(this.shots, `${name}.png`), fullPage });
  }
}

// How many pages a PDF has, by poppler; null where poppler is missing.
export function pagesOf(pdf) {
  try {
    return Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'latin1' }))[1]);
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
