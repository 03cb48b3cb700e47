// What is asked of somebody who adds a part: its fields write into what the form keeps, and one button
// sends it all.
import { h } from '../../shell/dom.js';
import { idOf, pointerOf } from '../../shell/merge.js';
import { currentLang, t } from '../../shell/words.js';
import { action, choiceField, flagField, textField } from './fields.js';
import { problemList } from './form.js';
import { sorts } from './numbers.js';

export class Asked {
  constructor(form, section, given) {
    this.form = form;
    this.key = `add:${section}`;
    form.pending[this.key] ??= { ...given };
    this.values = form.pending[this.key];
  }
  spec(name, more) {
    return {
      at: `${this.key}/${name}`,
      now: this.values[name] ?? null,
      claims: false,
      live: true,
      into: (value) => {
        this.values[name] = value;
      },
      ...more,
    };
  }
  text(name, label, more) {
    return textField(this.form, { ...this.spec(name, more), label, shown: this.values[name] ?? '' });
  }
  choice(name, label, choices, more) {
    return choiceField(this.form, { ...this.spec(name, more), label, choices, required: !more?.empty });
  }
  flag(name, label) {
    return flagField(this.form, { ...this.spec(name), label, off: false });
  }
  number(name, sort, label, more) {
    const { read, show } = sorts[sort],
      now = this.values[name] ?? null;
    return textField(this.form, {
      ...this.spec(name, more),
      label,
      shown: now === null ? '' : show(now, currentLang()),
      show,
      inputmode: 'decimal',
      class: 'is-number',
      read: (text, lang) => (text.trim() === '' ? { value: null } : read(text, lang)),
    });
  }
  // The button that sends what `make` makes of it: {pointer, patch}.
  button(ready, make) {
    const { form, key } = this,
      problems = form.drafts.get(key)?.problems ?? [];
    const kept = form.notes.get(key);
    return [
      problemList(problems, { key: 'problems', role: 'alert' }),
      kept ? h('p', { class: 'form-note', key: 'kept' }, kept) : null,
      h(
        'div',
        { class: 'form-actions', key: 'send' },
        action(t(form.room.may('edit') ? 'form.add.go' : 'form.add.propose'), () => this.send(make), {
          class: 'button main',
          disabled: !ready,
        }),
        form.options.close || form.trail.length > 1
          ? action(t('form.cancel'), () => {
              delete form.pending[key];
              form.leave();
            })
          : null,
      ),
    ];
  }
  async send(make) {
    const { form, key } = this,
      { pointer, patch } = make(this.values);
    const answer = await form.send(key, patch);
    if (answer.status !== 200) return;
    delete form.pending[key];
    if (form.room.may('edit')) arrive(form, pointer);
    else form.paint();
  }
}

// The new part is opened when it has come down the stream.
function arrive(form, pointer) {
  if (form.get(pointer) !== undefined) {
    form.replace(pointer);
    return;
  }
  const stop = form.room.on('change', () => {
    const there = form.get(pointer) !== undefined;
    if (there || !form.element.isConnected) stop();
    if (there && form.element.isConnected) form.replace(pointer);
  });
}

// A text of who writes it, and an id out of it for a part that is not there yet.
export const inMyLanguage = (text) => ({ [currentLang()]: text });
export const fresh = (form, section, name) => {
  const id = idOf(name, form.model[section]);
  return { id, pointer: pointerOf(section, id) };
};
