// Taking a part away: the room says what would go with it, and only then it is done.
import { h, announce } from '../../shell/dom.js';
import { currentLang, t } from '../../shell/words.js';
import { action } from './fields.js';
import { pointerName } from './names.js';
import { partOf, touchedBy } from './shape.js';

export function remover(form, pointer) {
  if (!form.writable || pointer === '/') return null;
  const key = `remove:${pointer}`,
    asked = form.pending[key];
  if (!asked)
    return h(
      'div',
      { class: 'form-remove', key },
      action(t('form.remove'), () => ask(form, key, pointer), { class: 'button small danger' }),
    );
  if (asked.failed)
    return h(
      'div',
      { class: 'form-remove', key },
      h('p', { class: 'problem', role: 'alert' }, asked.failed),
      action(t('form.cancel'), () => drop(form, key)),
    );
  return h(
    'div',
    { class: 'form-remove is-open', key, role: 'group', 'aria-label': t('form.remove') },
    h('p', {}, h('strong', {}, t(asked.told.length > 1 ? 'form.remove.with' : 'form.remove.sure'))),
    h(
      'ul',
      {},
      asked.told.map((line) => h('li', {}, line)),
    ),
    h(
      'div',
      { class: 'form-actions' },
      action(t('form.remove.yes'), () => remove(form, key, asked.patch), { class: 'button small danger' }),
      action(t('form.remove.no'), () => drop(form, key)),
    ),
  );
}

const drop = (form, key) => {
  delete form.pending[key];
  form.paint();
};

async function ask(form, key, pointer) {
  try {
    const { patch, told } = await form.room.get(
      `/api/without?${new URLSearchParams({ pointer, lang: currentLang() })}`,
    );
    form.pending[key] = { patch, told: told?.[currentLang()] ?? toldOf(form, patch) };
    announce(form.pending[key].told.join('. '));
  } catch (error) {
    form.pending[key] = {
      failed: error.body?.problems?.[0]?.message ?? error.body?.message ?? t('form.remove.failed'),
    };
  }
  form.paint();
}

// The names of all that a patch takes away or changes, what goes first.
function toldOf({ model, words }, patch) {
  const named = ({ pointer }) => `${t(`form.part.${partOf(pointer).section}`)}: ${pointerName(model, words, pointer)}`;
  const touched = touchedBy(model, patch);
  return [
    ...touched.filter((x) => x.gone).map(named),
    ...touched.filter((x) => !x.gone).map((x) => t('form.remove.changes', { what: named(x) })),
  ];
}

async function remove(form, key, patch) {
  delete form.pending[key];
  const answer = await form.send(key, patch);
  if (answer.status === 200 && form.room.may('edit')) form.leave();
}
