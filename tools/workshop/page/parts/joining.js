// How others come in: the code to say aloud, and what a phone's camera reads.
import { h, svgOf } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { dialog } from './dialog.js';

export function joining(room) {
  const { join } = room.state;
  if (!join) return;
  const qr = join.qr ? svgOf(join.qr) : null;
  if (qr) { qr.setAttribute('role', 'img'); qr.setAttribute('aria-label', t('join.qr')); qr.setAttribute('class', 'qr'); }
  const address = join.url.replace(/#.*/, '').replace(/^https?:\/\//, '');
  const said = h('span', { class: 'quiet', role: 'status' });
  const field = h('input', { id: 'join-link', readonly: true, value: join.url, onfocus: (event) => event.target.select() });
  const copy = async () => {
    field.select();
    const done = navigator.clipboard ? await navigator.clipboard.writeText(join.url).then(() => true, () => false) : document.execCommand?.('copy');
    said.textContent = done ? t('join.copied') : '';
  };
  dialog(t('join.title'), () => [
    h('div', { class: 'joining' }, qr ? h('div', { class: 'qr-frame' }, qr) : null,
      h('div', { class: 'joining-words' },
        h('p', {}, t('join.scan')), h('p', {}, t('join.or')), h('p', { class: 'join-address' }, address), h('p', { class: 'join-code' }, join.code))),
    h('div', { class: 'field' }, h('label', { for: 'join-link' }, t('join.link')), field,
      h('div', { class: 'actions' }, h('button', { class: 'button', type: 'button', onclick: copy }, t('join.copy')), said)),
    h('p', { class: 'quiet' }, t('join.about')),
  ], { wide: true });
}
