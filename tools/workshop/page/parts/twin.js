// The table twin of the picture: everything that the model says, as tables that a keyboard and a screen
// reader can walk through, with the same editors in place. It follows the room.
import { h } from '../shell/dom.js';
import { t } from '../shell/words.js';
import { adderFor, editorFor } from './forms/editors.js';
import { Form } from './forms/form.js';
import { blockName } from './twin_block.js';
import { listBlock } from './twin_lists.js';
import { rolesBlock } from './twin_roles.js';
import { groupsBlock, movesBlock, stagesBlock } from './twin_tables.js';

// `onpick(pointer)` opens a part elsewhere; without it an editor opens under its table. Gives the
// function that ends the twin.
export function twin(place, room, { onpick } = {}) {
  const form = new Form(room, {}, (self) => (self.ready ? whole(self) : []));
  form.ready = true;
  form.onpick = onpick;
  form.open = (pointer, section) =>
    onpick ? onpick(pointer) : unfold(form, section, (close) => editorFor(room, pointer, { close }));
  form.add = (part, given, section) => unfold(form, section, (close) => adderFor(room, part, { close, given }));
  form.paint();
  place.replaceChildren(form.element);
  return () => {
    form.stop();
    form.element.remove();
  };
}

// One editor is open at a time; closing it gives the focus back to what opened it.
function unfold(form, section, make) {
  const opener = document.activeElement;
  const close = () => {
    form.unfolded = null;
    form.paint();
    opener?.focus?.();
  };
  form.unfolded = { section, element: make(close) };
  form.paint();
  form.unfolded.element.querySelector('.form-title')?.focus();
  form.unfolded.element.scrollIntoView?.({ block: 'nearest' });
}

const whole = (form) =>
  h(
    'div',
    { class: 'twin', key: 'twin' },
    contents(),
    rolesBlock(form),
    movesBlock(form),
    stagesBlock(form),
    groupsBlock(form),
    ['supports', 'gaps', 'paths', 'actors', 'targets', 'scenarios', 'notes', 'sources', 'accounts', 'budgets'].map(
      (section) => listBlock(form, section),
    ),
  );

const blocks = [
  'roles',
  'transitions',
  'stages',
  'groups',
  'supports',
  'gaps',
  'paths',
  'actors',
  'targets',
  'scenarios',
  'notes',
  'sources',
  'accounts',
  'budgets',
];
function contents() {
  return h(
    'nav',
    { class: 'twin-contents', 'aria-label': t('twin.contents'), key: 'contents' },
    h(
      'ul',
      {},
      blocks.map((id) =>
        h('li', { key: id }, h('a', { href: `#twin-${id}`, onclick: (event) => go(event, id) }, blockName(id))),
      ),
    ),
  );
}

// Goes there itself: what stands behind # in an address is a way into the room.
function go(event, id) {
  event.preventDefault();
  const head = document.getElementById(`twin-${id}`);
  head.scrollIntoView({ block: 'start' });
  head.focus({ preventScroll: true });
}
