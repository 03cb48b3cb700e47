// What is done with the whole day: versions, the model's file, paper, minutes, other pages, the end.
import { h } from '../shell/dom.js';
import { clock, currentLang, say, t } from '../shell/words.js';
import { answerNote } from './answer.js';
import { dialog } from './dialog.js';
import { changes, happened } from './lately.js';
import { sinceStart, startOf } from './outcome.js';

export const printItems = () => ['A4', 'A3'].map((paper) => ({ text: t('print.paper', { paper }), href: `/api/picture?lang=${currentLang()}&theme=light&view=map&paper=${paper}&format=pdf` }));

export function dayMenu(room, desk) {
  const lang = currentLang();
  return [
    { text: t('menu.versions'), about: t('menu.versions-about'), onclick: () => versions(room) },
    { text: t('menu.whole'), about: t('menu.whole-about'), onclick: () => desk.openPanel('/') },
    { text: t('menu.since'), onclick: () => whatChanged(room) },
    { ...printItems()[0], line: true }, printItems()[1],
    { text: t('menu.minutes'), href: `/api/minutes?lang=${lang}&names=1` },
    { text: t('menu.minutes-nameless'), href: `/api/minutes?lang=${lang}&names=0` },
    { text: t('menu.report'), href: `/api/report?lang=${lang}` },
    { text: t('menu.compare'), href: '/compare', line: true },
    { text: t('menu.study'), href: '/study' },
    { text: t('menu.screen'), href: '/screen' },
    { text: t('menu.json'), href: '/api/model.json', download: room.state.file },
    { text: t('menu.end'), line: true, onclick: () => ending(room) },
  ];
}

// A name for this moment, and those that were given.
function versions(room) {
  const note = answerNote();
  let box = null;
  const name = async (event) => {
    event.preventDefault();
    const field = event.target.elements.text;
    if (!field.value.trim()) return;
    if (note.tell(await room.act('version', { text: field.value.trim() }))) field.value = '';
  };
  const restore = async (number, close) => { if (note.tell(await room.act('restore', { target: number }))) close(); };
  const off = room.on('entries', () => box?.paint());
  box = dialog(t('versions.title'), (close) => [
    h('form', { onsubmit: name }, h('label', { class: 'field' }, h('span', {}, t('versions.name')), h('input', { name: 'text', maxlength: 80, required: true, placeholder: t('versions.example'), autocomplete: 'off' })),
      h('button', { class: 'button main', type: 'submit' }, t('versions.add'))),
    note.element,
    h('ul', { class: 'plain-list versions' }, [{ number: 0, text: t('timeline.start') }, ...room.state.versions].reverse().map((v) => h('li', { key: `version-${v.number}` },
      h('span', {}, h('b', {}, v.text), v.at ? h('span', { class: 'quiet' }, ` · ${clock(v.at)}`) : null),
      h('span', { class: 'actions' },
        h('a', { class: 'button small', href: `/api/compare?lang=${currentLang()}&with=${v.number}`, target: '_blank', rel: 'noopener' }, t('versions.compare')),
        h('button', { class: 'button small', type: 'button', onclick: () => restore(v.number, close) }, t('versions.restore')))))),
    h('p', { class: 'quiet' }, t('versions.about')),
  ], { onclose: off });
}

function whatChanged(room) {
  const { state } = room;
  const entries = state.entries.filter((e) => changes(e) && e.number > startOf(state)).reverse();
  const difference = sinceStart(state.figures, state.start_figures);
  dialog(t('menu.since'), () => [
    difference ? h('p', { class: 'since' }, t('since.outcome', { difference: difference.text })) : null,
    entries.length > 0 ? happened(room, entries) : h('p', { class: 'quiet' }, t('since.nothing')),
    h('div', { class: 'actions' }, h('a', { class: 'button', href: `/api/compare?lang=${currentLang()}&with=${startOf(state)}`, target: '_blank', rel: 'noopener' }, t('since.compare'))),
  ], { wide: true });
}

// The day ends in three steps, of which the last is done where the program was started.
function ending(room) {
  const note = answerNote();
  dialog(t('ending.title'), () => [
    h('ol', { class: 'ending' },
      h('li', {}, h('p', {}, t('ending.save', { file: room.state.file })), h('button', { class: 'button main', type: 'button', onclick: async () => note.tell({ ...await room.act('save') }) }, t('save')), note.element),
      h('li', {}, h('p', {}, t('ending.minutes')), h('a', { class: 'button', href: `/api/minutes?lang=${currentLang()}&names=1`, target: '_blank', rel: 'noopener' }, t('menu.minutes')), ' ',
        h('a', { class: 'button', href: `/api/minutes?lang=${currentLang()}&names=0`, target: '_blank', rel: 'noopener' }, t('menu.minutes-nameless'))),
      h('li', {}, h('p', {}, t('ending.close')))),
    h('p', { class: 'quiet' }, t('ending.about', { title: say(room.state.model.title) })),
  ]);
}
