// Which view this is says the address; then words, the way in, the room, and its stream.
import { h, paint } from './dom.js';
import { Room } from './store.js';
import { preferredLang, setLang, t } from './words.js';
import { views } from '../views/views.js';

const viewOf = (path) => ({ '/': 'facilitator', '/screen': 'screen', '/join': 'join', '/study': 'study', '/compare': 'compare' })[path] ?? 'join';

export async function start(root) {
  const view = viewOf(location.pathname);
  document.body.dataset.view = view;
  await setLang(preferredLang());
  const room = new Room(view);
  const place = frame(root);
  let shown = null;
  room.changeLang = async (lang) => {
    await setLang(lang);
    shown?.();
    shown = show(place, room);
  };
  let entered = await room.enter().catch(() => 'code');
  while (entered !== 'in') entered = await askCode(place, room, entered === 'code' ? '' : entered);
  room.listen();
  shown = show(place, room);
}

function show(place, room) {
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
    const code = h('input', { id: 'code', name: 'code', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', required: true, 'aria-describedby': 'code-help', ...(wrong ? { 'aria-invalid': 'true' } : {}) });
    const submit = async (event) => {
      event.preventDefault();
      entered(await room.enter({ code: code.value.trim() }).catch(() => t('enter.no-network')));
    };
    paint(place, h('main', { class: 'enter' },
      h('h1', {}, t('enter.title')),
      h('form', { onsubmit: submit, class: 'card' },
        h('div', { class: 'field' }, h('label', { for: 'code' }, t('enter.code')), code,
          h('p', { id: 'code-help', class: wrong ? 'problem' : 'quiet', role: wrong ? 'alert' : null }, wrong || t('enter.help'))),
        h('button', { class: 'button main', type: 'submit' }, t('enter.go'))),
      h('p', { class: 'quiet' }, t('enter.kept'))));
    document.title = t('enter.title');
    code.focus();
  });
}
