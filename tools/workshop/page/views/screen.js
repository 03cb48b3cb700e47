// The screen on the wall, which nobody touches: the picture, one big number, what changed last, and
// how to come in. It wakes by itself when the room was away.
import { h, paint, svgOf } from '../shell/dom.js';
import { effects } from '../shell/store.js';
import { authorOf } from '../shell/who.js';
import { many, say, t } from '../shell/words.js';
import { placeOf } from '../parts/about.js';
import { languageChoice } from '../parts/language.js';
import { outcome } from '../parts/outcome.js';
import { phaseIds } from '../parts/phases.js';
import { picture } from '../parts/picture.js';
import { sayEntry } from '../parts/phone/says.js';

const HIGHLIGHTED = 5000; // ms that a change stands out
const TOUCHED = 4000; // ms after which a hand is thought to be gone
const shownKinds = new Set([...effects, 'propose']);

const dark = () => new URLSearchParams(location.search).get('theme') === 'dark';

export function screen(place, room) {
  document.documentElement.classList.add('on-wall');
  document.documentElement.classList.toggle('dark', dark());
  const ends = [];
  let fresh = 0, mounted = false, calm = null, resting = null, reveal = null;

  function phaseLine() {
    const { phase, frozen, round } = room.state;
    const where = [h('span', { class: 'phase-number' }, `${phaseIds.indexOf(phase) + 1} / ${phaseIds.length}`), ` ${t(`phase.${phase}`)}`];
    return h('section', { class: `wall-phase${frozen ? ' is-resting' : ''}`, 'aria-labelledby': 'wall-now' },
      h('h2', { id: 'wall-now' }, frozen ? t('wall.frozen') : where),
      h('p', {}, frozen ? where : round === 'silent' ? t('wall.silent') : ''));
  }

  function lastCard() {
    const { entries, proposals } = room.state;
    const last = [...entries].reverse().find((e) => shownKinds.has(e.kind));
    const open = proposals.filter((p) => p.state === 'open').length;
    const waiting = open > 0 ? many('wall.open', open) : null;
    return h('section', { class: `card wall-last${fresh === last?.number && last ? ' is-fresh' : ''}`, 'aria-labelledby': 'wall-last-title' },
      h('h2', { id: 'wall-last-title' }, t(!last ? 'wall.last' : last.kind === 'propose' ? 'wall.proposed' : 'wall.changed')),
      h('div', { class: 'wall-told-room' }, h('p', { class: 'wall-told' }, last ? sayEntry(last, room.state) : t('wall.nothing'))),
      h('p', { class: 'quiet wall-who' }, [last && authorOf(last, room.state), waiting].filter(Boolean).map((words) => h('span', {}, words))));
  }

  function joinCard() {
    const { join, people } = room.state;
    const link = room.link === 'live' ? t('wall.people', { count: people ?? 0 }) : t(room.link === 'outside' ? 'wall.outside' : 'wall.away');
    return h('section', { class: 'card wall-join', 'aria-labelledby': 'wall-join-title' },
      h('div', { class: 'wall-qr', role: 'img', 'aria-label': t('wall.qr'), 'data-kept': '' }),
      h('div', { class: 'wall-code' },
        h('h2', { id: 'wall-join-title' }, t('wall.join')),
        h('p', { class: 'code' }, join?.code ?? ''),
        h('p', { class: 'address' }, join?.url ? join.url.replace(/^https?:\/\//, '').replace(/\/join.*$/, '') : ''),
        h('p', { class: `quiet link is-${room.link}` }, link)));
  }

  // A code is read by cameras: dark on white in either theme.
  function showCode() {
    const frame = place.querySelector('.wall-qr'), code = room.state.join?.qr ?? '';
    if (frame && frame.dataset.code !== code) {
      frame.dataset.code = code;
      const svg = code ? svgOf(code) : null;
      svg?.removeAttribute('width');
      svg?.removeAttribute('height');
      frame.replaceChildren(...(svg ? [svg] : []));
    }
  }

  function draw() {
    paint(place, h('main', { class: 'wall' },
      h('h1', { class: 'only-read' }, say(room.state.title)),
      h('div', { class: 'card wall-picture picture', 'data-kept': '' }),
      h('div', { class: 'wall-side' }, phaseLine(), h('div', { class: 'wall-outcome', 'data-kept': '' }), lastCard(), joinCard()),
      languageChoice(room.changeLang, { brief: true })));
    fitLast();
    showCode();
    if (mounted) return;
    mounted = true;
    ends.push(outcome(place.querySelector('.wall-outcome'), room, { large: true }));
    const shown = picture(place.querySelector('.wall-picture'), room, { fit: 'all', theme: dark() ? 'dark' : 'light' });
    ends.push(() => shown.end());
    reveal = ({ patch }) => { if (patch && placeOf(patch)) shown.reveal(placeOf(patch), patch); };
  }

  // Whole lines, as many as there is room for.
  function fitLast() {
    const told = place.querySelector('.wall-told');
    const line = parseFloat(getComputedStyle(told).lineHeight);
    told.style.setProperty('--lines', String(Math.max(1, Math.floor((told.parentElement.clientHeight + 1) / line))));
  }

  // The cursor, and what can be pressed, are seen while a hand is there.
  function touched() {
    document.documentElement.classList.add('is-touched');
    clearTimeout(resting);
    resting = setTimeout(() => document.documentElement.classList.remove('is-touched'), TOUCHED);
  }

  function happened(entry) {
    if (!entry || !shownKinds.has(entry.kind)) return;
    fresh = entry.number;
    reveal?.(entry);
    clearTimeout(calm);
    calm = setTimeout(() => { fresh = 0; draw(); }, HIGHLIGHTED);
  }

  draw();
  const sizes = new ResizeObserver(fitLast);
  sizes.observe(place.querySelector('.wall-told-room'));
  for (const sign of ['pointermove', 'pointerdown']) document.addEventListener(sign, touched);
  ends.push(room.on('entries', happened), room.on('change', draw), () => sizes.disconnect(),
    () => { for (const sign of ['pointermove', 'pointerdown']) document.removeEventListener(sign, touched); });
  return () => {
    for (const timer of [calm, resting]) clearTimeout(timer);
    ends.forEach((end) => end());
    document.documentElement.classList.remove('on-wall', 'dark', 'is-touched');
  };
}
