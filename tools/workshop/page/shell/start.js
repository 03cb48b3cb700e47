// Which view this is says the address; then words, the way in, the room, and its stream.
import { h, paint } from './dom.js';
import { Room } from './store.js';
import { doerOf } from './who.js';
import { capital, preferredLang, setLang, t } from './words.js';
import { toast } from '../parts/answer.js';
import { languageChoice } from '../parts/language.js';
import { sayEntry } from '../parts/phone/says.js';
import { views } from '../views/views.js';

const viewOf = (path) => ({ '/': 'facilitator', '/screen': 'screen', '/join': 'join', '/study': 'study', '/compare': 'compare' })[path] ?? 'join';

export async function start(root) {
  while (!await setLang(preferredLang()).then(() => true, () => false)) await new Promise((done) => { setTimeout(done, 2000); });
  const room = new Room(viewOf(location.pathname));
  document.body.dataset.view = room.view;
  const place = frame(root);
  let shown = null;
  room.changeLang = (lang) => speak(place, lang, () => {
    shown?.();
    shown = show(place, room);
  });
  const comeIn = async (first) => {
    for (let entered = await first; entered !== 'in';) entered = await askCode(place, room, entered === 'code' ? '' : entered);
    shown = show(place, room);
    room.listen();
  };
  follow(room, () => { shown?.(); comeIn(t('enter.again')); });
  await comeIn(room.enter().catch(() => 'code'));
}

// Whoever chose another language is still where they chose it.
async function speak(place, lang, draw) {
  if (!await setLang(lang).then(() => true, () => false)) { toast(t('enter.no-network')); return; }
  draw();
  place.querySelector('[data-language]')?.focus();
}

// What concerns whoever is here, whatever they look at.
function follow(room, outside) {
  if (room.view !== 'screen') {
    room.on('link', () => { if (room.link === 'outside') outside(); });
    room.on('late', ({ answer }) => toast(answer.message));
    room.on('overwritten', (entry) => { if (entry) toast(capital(t('overwritten', { who: doerOf(entry), what: sayEntry(entry, room.state) })), { ms: 20000 }); });
  }
  let slept = 0;
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) slept = Date.now();
    else if (Date.now() - slept > 10000) room.wake();
  });
  window.addEventListener('online', () => room.wake());
  window.addEventListener('pageshow', (event) => { if (event.persisted) room.wake(); }); // back to a page that was put aside
}

// The address on the wall is short: who types it without the facilitator's link takes part.
function placed(room) {
  if (room.view !== 'facilitator' || room.leads) return;
  room.view = 'join';
  document.body.dataset.view = 'join';
  history.replaceState(null, '', '/join');
}

function show(place, room) {
  placed(room);
  document.title = t('page-title', { view: t(`view.${room.view}`) });
  paint(place);
  return views[room.view](place, room) ?? (() => {});
}

// Where a view stands, and two places in which what happens is said to who cannot see it.
function frame(root) {
  const place = h('div', { id: 'view' });
  root.replaceChildren(place,
    h('div', { id: 'say', class: 'only-read', role: 'status', 'aria-live': 'polite' }),
    h('div', { id: 'say-now', class: 'only-read', role: 'alert' }));
  return place;
}

// The spoken code opens the door where no link did.
function askCode(place, room, wrong) {
  return new Promise((entered) => {
    const submit = async (event) => {
      event.preventDefault();
      entered(await room.enter({ code: place.querySelector('#code').value.trim() }).catch(() => t('enter.no-network')));
    };
    const draw = () => {
      document.title = t('enter.title');
      paint(place, h('main', { class: 'enter' },
        h('h1', {}, t('enter.title')),
        h('form', { onsubmit: submit, class: 'card' },
          h('div', { class: 'field' }, h('label', { for: 'code' }, t('enter.code')),
            h('input', { id: 'code', name: 'code', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', required: true, 'aria-describedby': 'code-help', 'aria-invalid': wrong ? 'true' : null }),
            h('p', { id: 'code-help', class: wrong ? 'problem' : 'quiet', role: wrong ? 'alert' : null }, wrong || t('enter.help'))),
          h('button', { class: 'button main', type: 'submit' }, t('enter.go'))),
        h('p', { class: 'quiet' }, t('enter.kept')),
        languageChoice((lang) => speak(place, lang, () => { wrong = ''; draw(); }))));
    };
    draw();
    place.querySelector('#code').focus();
  });
}
