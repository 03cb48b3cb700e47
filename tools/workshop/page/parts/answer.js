// What the room answers is said where it was asked: what was refused and what to do, what was kept as
// a proposal, what somebody else wrote at the same time.
import { announce, h, paint } from '../shell/dom.js';
import { t } from '../shell/words.js';

// A place for the answer, beside what asks: `note.tell(answer)` gives whether it was done.
export function answerNote() {
  const element = h('div', { class: 'answer', 'data-kept': '', key: 'answer' });
  return {
    element,
    clear: () => paint(element),
    tell(answer) {
      paint(element, answerWords(answer));
      const text = answer.message ?? '';
      if (text) announce(text, answer.status !== 200);
      return answer.status === 200;
    },
  };
}

function answerWords(answer) {
  const refused = answer.status !== 200;
  if (!refused && !answer.message) return [];
  return [
    h('p', { class: refused ? 'problem' : 'quiet' }, answer.message ?? t('answer.refused')),
    (answer.problems ?? []).length > 0 && refused
      ? h('ul', {}, answer.problems.slice(0, 4).map((p) => h('li', {}, p.message, p.hint ? h('span', { class: 'quiet' }, ` ${p.hint}`) : null))) : null,
  ];
}

// Where what asked is gone by then: a line at the edge of the page, for some seconds. What stays longer
// can be closed.
export function toast(text, { ms = 6000 } = {}) {
  if (!text) return;
  document.querySelector('.toast')?.remove();
  const words = h('span', {});
  const line = h('div', { class: 'toast', role: 'status' }, words, ms > 6000 ? h('button', { class: 'button', type: 'button', onclick: () => line.remove() }, t('close')) : null);
  document.body.append(line);
  requestAnimationFrame(() => { words.textContent = text; }); // a change is what is read aloud
  setTimeout(() => { if (!line.contains(document.activeElement)) line.remove(); }, ms);
}
