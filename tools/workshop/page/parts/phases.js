// Where the day is, and what participants may do now: said to everybody by one press.
import { h, paint } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { toast } from './answer.js';
import { menu } from './dialog.js';
import { icon } from './icons.js';

export const phaseIds = ['look', 'place', 'discuss', 'numbers', 'what_if', 'agree'];
const rights = ['look', 'comment', 'propose', 'edit'];

export function phases(place, room) {
  const act = async (kind, fields) => {
    const answer = await room.act(kind, fields);
    if (answer.status !== 200) toast(answer.message);
  };
  const rightsMenu = menu('', () => {
    const { phase, rights: now, round } = room.state;
    return [
      h('p', { class: 'menu-title' }, t('phases.rights-title', { phase: t(`phase.${phase}`) })),
      ...rights.map((right) => ({ text: t(`right.${right}`), about: t(`right.${right}-about`), checked: (now[phase] ?? 'look') === right, onclick: () => act('allow', { value: right, text: phase }) })),
      { text: t(round === 'silent' ? 'phases.round-open' : 'phases.round-silent'), about: t(round === 'silent' ? 'phases.round-open-about' : 'phases.round-silent-about'), line: true, onclick: () => act('round', { value: round === 'silent' ? 'open' : 'silent' }) },
    ];
  });
  const draw = () => {
    const { phase, rights: now, frozen, round } = room.state;
    rightsMenu.say(h('span', { class: 'only-read' }, t('phases.participants')), h('span', {}, t(round === 'silent' ? 'phases.silent' : `right.${now[phase] ?? 'look'}-short`)), icon('down'));
    paint(place,
      h('ol', { class: 'phase-list' }, phaseIds.map((id, i) => h('li', {},
        h('button', { class: 'phase-button', type: 'button', 'aria-current': id === phase ? 'step' : null, onclick: () => act('phase', { value: id }) }, h('span', { class: 'phase-number' }, `${i + 1}`), ` ${t(`phase.${id}`)}`)))),
      rightsMenu.element,
      h('button', { class: `button freeze${frozen ? ' frozen' : ''}`, type: 'button', key: 'freeze', title: t(frozen ? 'phases.go-on-about' : 'phases.freeze-about'), onclick: () => act('freeze', { value: frozen ? '0' : '1' }) }, icon(frozen ? 'play' : 'pause'), h('span', {}, t(frozen ? 'phases.go-on' : 'phases.freeze'))));
  };
  draw();
  const ends = ['phase', 'all'].map((type) => room.on(type, draw));
  return () => ends.forEach((end) => end());
}
