// Laws of a PDF, whose words poppler places: skipped where its tools are not there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

const none = (list) => assert.ok(list.length === 0, list.slice(0, 4).join('; '));

function tool(name, args) {
  try {
    return execFileSync(name, args, { encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

// Words with their boxes, page by page.
export function pagesOf(path) {
  const told = tool('pdftotext', ['-bbox', path, '-']);
  if (told === null) return [];
  return told.split('<page ').slice(1).map((page) => {
    const number = (text, key) => Number(text.match(`${key}="([-\\d.]+)"`)[1]);
    return {
      width: number(page, 'width'),
      height: number(page, 'height'),
      words: [...page.matchAll(/<word ([^>]*)>([^<]*)</g)].map(([, box, text]) => ({
        text,
        left: number(box, 'xMin'),
        right: number(box, 'xMax'),
        top: number(box, 'yMin'),
        bottom: number(box, 'yMax'),
      })),
    };
  });
}

export const paperLaws = {
  async every_word_is_on_its_sheet({ path }) {
    none(pagesOf(path).flatMap(({ width, height, words }) => words.filter((word) =>
      word.left < 5 || word.top < 5 || word.right > width - 5 || word.bottom > height - 5)
      .map((word) => `"${word.text}"`)));
  },

  async no_word_is_printed_on_another({ path }) {
    const found = [];
    for (const { words } of pagesOf(path))
      for (const [i, a] of words.entries())
        for (const b of words.slice(i + 1)) {
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          const line = Math.min(a.bottom - a.top, b.bottom - b.top);
          if (wide > 0.5 && high > 0.4 * line) found.push(`"${a.text}" and "${b.text}"`);
        }
    none(found);
  },

  async a_sheet_carries_Lato_alone({ path }) {
    const told = tool('pdffonts', [path]);
    none((told ?? '').split('\n').slice(2).filter((line) => line && !/^[A-Z]{6}\+Lato/.test(line)));
  },
};
