// node bundle.mjs FOLDER WORDS OUT.c: bundles the page with the packages in FOLDER/node_modules and
// the fonts in FOLDER, and writes everything that the room serves as one table in C
// (tools/workshop/page_files.h).
//
// Nothing is asked of the network. The words of the page are those of the catalogue whose keys begin
// with "workshop.", one file for each language.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { woff } from './woff.mjs';

const [folder, words, out] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const esbuild = createRequire(join(folder, 'package.json'))('esbuild');

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8', '.woff': 'font/woff',
};

async function bundle() {
  const built = await esbuild.build({
    entryPoints: [join(here, 'app.js'), join(here, 'app.css')],
    outdir: folder,
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: ['es2020', 'chrome90', 'firefox91', 'safari14.1'], // shell/older.js adds what is no syntax; README.md names them
    nodePaths: [join(folder, 'node_modules')],
    external: ['/fonts/*'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return built.outputFiles.map((file) => [`/${file.path.slice(folder.length + 1)}`, Buffer.from(file.contents)]);
}

function wordsOf(lang) {
  const all = JSON.parse(readFileSync(join(words, `${lang}.json`), 'utf8'));
  const own = Object.entries(all).filter(([key]) => key.startsWith('workshop.'))
    .map(([key, text]) => [key.slice('workshop.'.length), text]);
  return [`/words/${lang}.json`, Buffer.from(JSON.stringify(Object.fromEntries(own)))];
}

const version = (files) => {
  const hash = createHash('sha256');
  for (const [, bytes] of files) hash.update(bytes);
  return hash.digest('hex').slice(0, 16);
};

const files = [...await bundle(), ...['fi', 'sv', 'en'].map(wordsOf)];
for (const style of ['Regular', 'Bold'])
  files.push([`/fonts/lato-${style.toLowerCase()}.woff`, woff(readFileSync(join(folder, `Lato-${style}.ttf`)))]);
for (const name of readdirSync(here).filter((n) => n.endsWith('.svg'))) files.push([`/${name}`, readFileSync(join(here, name))]);
const stamp = version(files);
const shell = readFileSync(join(here, 'shell.html'), 'utf8').replaceAll('{version}', stamp);
files.push(['/shell.html', Buffer.from(shell)]);
files.sort(([a], [b]) => (a < b ? -1 : 1));

// Lines of bytes: compilers read them quickly, and no string is too long for them.
function table(bytes) {
  const lines = [];
  for (let i = 0; i < bytes.length; i += 64) lines.push(`${[...bytes.subarray(i, i + 64)].join(',')},`);
  return lines.join('\n');
}

const text = ['/* Made by tools/workshop/page/bundle.mjs. */', '#include "workshop/page_files.h"', ''];
// Packed too where that saves something: sixty phones ask for it at once, over one wireless network.
const packed = files.map(([, bytes]) => gzipSync(bytes, { level: 9 }))
  .map((bytes, i) => (bytes.length < 0.9 * files[i][1].length ? bytes : null));
files.forEach(([, bytes], i) => {
  text.push(`static const unsigned char f${i}[] = {\n${table(bytes)}\n0};`);
  if (packed[i]) text.push(`static const unsigned char p${i}[] = {\n${table(packed[i])}\n0};`);
});
text.push('const page_file page_files[] = {');
files.forEach(([name, bytes], i) => {
  const type = types[name.slice(name.lastIndexOf('.'))];
  const short = packed[i] ? `p${i}, ${packed[i].length}` : '0, 0';
  text.push(`{"${name}", "${type}", f${i}, ${bytes.length}, ${short}},`);
});
text.push('{0, 0, 0, 0, 0, 0}};', `const char page_version[] = "${stamp}";`, '');
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, text.join('\n'));
