// What is looked at: every model in every view, with languages and themes by turns; one model in all
// languages and all themes. With POLKU_LONG everything in every language and theme.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const source = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const languages = ['fi', 'sv', 'en'];
const themes = ['light', 'dark', 'grey'];
const views = ['map', 'path', 'network'];
const thorough = 'rovaniemi-tyokyky';

function modelNames() {
  const files = readdirSync(join(source, 'models')).filter((file) => file.endsWith('.json'));
  return files.map((file) => file.slice(0, -5)).filter((name) => name !== 'polku.schema');
}

// [language, theme] of the i-th thing.
function dresses(model, i) {
  if (process.env.POLKU_LONG)
    return languages.flatMap((language) => themes.map((theme) => [language, theme]));
  if (model === thorough) return languages.map((language, k) => [language, themes[(i + k) % 3]]);
  return [[languages[i % 3], themes[Math.floor(i / 3) % 3]]];
}

async function draw(program, thing, options) {
  const model = join(source, 'models', `${thing.model}.json`);
  try {
    await run(program, ['draw', model, '--lang', thing.language, '-o', thing.path, ...options]);
  } catch (error) {
    throw new Error(`${thing.title} was not drawn: ${error.stderr}`);
  }
  return thing;
}

function named(folder, parts, suffix) {
  const title = `${parts.join(' ')}.${suffix}`;
  return { title, path: join(folder, `${parts.join('-')}.${suffix}`) };
}

// Two models in one grid, in all languages and themes: [what it is called, the first, the second].
const pairs = [
  ['rovaniemi-places', 'rovaniemi-tyokyky.json', 'rovaniemi-tyokyky.json#three-more-places'],
  ['villages-koitto', 'jokos-villages.json', 'joensuu-koitto.json'],
];

async function comparisons(program, folder, suffix) {
  const drawn = [];
  for (const [i, [model, first, second]] of pairs.entries())
    for (const [k, language] of languages.entries()) {
      const thing = named(folder, [model, 'compare', language, themes[(i + k) % 3]], suffix);
      Object.assign(thing, { model, view: 'compare', language, theme: themes[(i + k) % 3] });
      await run(program, [
        'draw', join(source, 'models', first), join(source, 'models', second),
        '--lang', language, '--theme', thing.theme, '-o', thing.path,
      ]);
      drawn.push(thing);
    }
  return drawn;
}

async function pictures(program, folder) {
  const drawn = [];
  let i = 0;
  for (const model of modelNames())
    for (const view of views)
      for (const [language, theme] of dresses(model, i++)) {
        const thing = named(folder, [model, view, language, theme], 'svg');
        Object.assign(thing, { model, view, language, theme });
        drawn.push(await draw(program, thing, ['--view', view, '--theme', theme]));
      }
  const computed = named(folder, [thorough, 'map', 'fi', 'computed'], 'svg');
  Object.assign(computed, { model: thorough, view: 'map', language: 'fi', theme: 'light' });
  drawn.push(await draw(program, computed, ['--draws', '0', '--runs', '4']));
  return drawn;
}

async function pages(program, folder) {
  const drawn = [];
  for (const [i, model] of modelNames().entries())
    for (const [language, theme] of dresses(model, i + 1)) {
      const thing = named(folder, [model, language, theme], 'html');
      Object.assign(thing, { model, language, theme });
      drawn.push(await draw(program, thing, ['--theme', theme]));
    }
  const computed = named(folder, [thorough, 'sv', 'computed'], 'html');
  Object.assign(computed, { model: thorough, language: 'sv', theme: 'light' });
  drawn.push(await draw(program, computed, ['--draws', '20', '--runs', '20']));
  return drawn;
}

async function papers(program, folder) {
  const drawn = [];
  for (const [i, model] of modelNames().entries())
    for (const paper of ['A4', 'A3']) {
      const thing = named(folder, [model, paper], 'pdf');
      Object.assign(thing, { model, language: languages[i % 3] });
      drawn.push(await draw(program, thing, ['--paper', paper]));
    }
  return drawn;
}

// Reports that compare: a scenario, another region, another model.
async function comparingReports(program, folder) {
  const path = (model) => join(source, 'models', `${model}.json`);
  const others = {
    scenario: [`${path(thorough)}#three-more-places`],
    region: ['--region', 'north-karelia'],
    model: [path('joensuu-koitto')],
  };
  const made = [];
  for (const [i, [kind, other]] of Object.entries(others).entries()) {
    const thing = named(folder, [thorough, kind, 'report'], 'html');
    Object.assign(thing, { model: thorough, language: languages[i % 3] });
    await run(program, ['report', path(thorough), ...other, '--lang', thing.language, '--draws', '20',
      '--runs', '20', '--no-sensitivity', '-o', thing.path]);
    made.push(thing);
  }
  const alone = named(folder, [thorough, 'compared'], 'html');
  Object.assign(alone, { model: thorough, language: 'fi' });
  await run(program, ['compare', path(thorough), ...others.scenario, '--lang', 'fi', '--draws', '20',
    '--runs', '20', '-o', alone.path]);
  return [...made, alone];
}

// A report of each model, languages by turns; of one in all languages, with what takes longest.
async function reports(program, folder) {
  const made = [];
  for (const [i, model] of modelNames().entries())
    for (const language of model === thorough ? languages : [languages[i % 3]]) {
      const thing = named(folder, [model, language, 'report'], 'html');
      Object.assign(thing, { model, language });
      const quick = model === thorough && language === 'fi' ? [] : ['--no-sensitivity'];
      const path = join(source, 'models', `${model}.json`);
      await run(program, ['report', path, '--lang', language, '--draws', '20', '--runs', '20', '-o', thing.path, ...quick]);
      made.push(thing);
    }
  return [...made, ...await comparingReports(program, folder)];
}

export async function drawAll(build) {
  const program = join(build, 'polku'), folder = join(build, 'browser', 'drawn');
  if (!existsSync(program)) throw new Error(`${program} is not built`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return {
    pictures: [...(await pictures(program, folder)), ...(await comparisons(program, folder, 'svg'))],
    pages: [...(await pages(program, folder)), ...(await comparisons(program, folder, 'html'))],
    papers: await papers(program, folder),
    reports: await reports(program, folder),
  };
}
