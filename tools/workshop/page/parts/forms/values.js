// Fields for the values that a model is made of: texts in three languages, days, numbers with what they
// rest on.
import { h } from '../../shell/dom.js';
import { at as valueAt, idOf, join, numberLike, ordered, patchAt, plain, pointerOf } from '../../shell/merge.js';
import { currentLang, languages, say, t } from '../../shell/words.js';
import { action, choiceField, fold, group, textField } from './fields.js';
import { readCounts, readRange, readWhen, showRange, showWhen, sorts } from './numbers.js';
import { bases, basisOf, beliefs, grounded, isObject, noSureness, sureness } from './shape.js';

// ------------------------------------------------------------------------------------------ texts

// The reader's language first; the others are folded away.
export function texts(form, { at, label, multiline, required, help }) {
  const now = valueAt(form.model, at),
    mine = currentLang();
  const others = languages.filter((lang) => lang !== mine);
  const one = (lang, own) =>
    textField(form, {
      at: isObject(now) ? `${at}/${lang}` : at,
      key: `${at}/${lang}`,
      lang,
      multiline,
      claims: own,
      label: own ? label : t(`form.in.${lang}`),
      help: own ? help : null,
      now: isObject(now) ? now[lang] : own ? now : undefined,
      required: required && own,
      placeholder: own && isObject(now) && !now[lang] ? say(now) : null,
      patch: (text) => patchAt(at, textWith(now, lang, text, mine)),
    });
  return h(
    'div',
    { class: 'form-texts', key: at },
    one(mine, true),
    fold(
      form,
      `${at}#languages`,
      t('form.languages', { first: t(`form.in.${others[0]}`), second: t(`form.in.${others[1]}`) }),
      () => others.map((lang) => one(lang, false)),
    ),
  );
}

// A plain text is every language's: it stays one as long as only its reader's language is written.
function textWith(now, lang, text, mine) {
  if (isObject(now)) {
    const left = languages.filter((l) => l !== lang && now[l]);
    return text === null && left.length === 0 ? null : { [lang]: text };
  }
  if (now === undefined || now === null) return text === null ? null : { [lang]: text };
  return lang === mine ? text : { [mine]: now, [lang]: text };
}

// ------------------------------------------------------------------------------------------- days

export function whenField(form, { at, label, steps = true, help, required }) {
  const now = valueAt(form.model, at);
  return textField(form, {
    at,
    label,
    now,
    required,
    shown: showWhen(now, currentLang()),
    help: help ?? t(steps ? 'form.when.help' : 'form.date.help'),
    read: (text, lang) => readWhen(text, lang, { steps }),
    show: showWhen,
  });
}

export const period = (form, pointer) =>
  group(
    t('form.period'),
    whenField(form, { at: `${pointer}/from`, label: t('form.from'), help: t('form.from.help') }),
    whenField(form, { at: `${pointer}/until`, label: t('form.until'), help: t('form.until.help') }),
  );

// ---------------------------------------------------------------------------------------- numbers

// `sort`: what it counts (numbers.js); `put`: number → patch, where it is not simply at `at`; `unit`:
// what it is called, of one or of many.
export function numberField(form, given) {
  const spec = {
    sort: 'any',
    now: valueAt(form.model, given.at),
    put: (number) => patchAt(given.at, number),
    key: given.at,
    ...given,
  };
  return h(
    'div',
    { class: 'form-number', key: spec.key },
    bareNumber(form, spec),
    spec.bare ? null : fold(form, `${spec.key}#grounds`, groundsSummary(form, spec), () => grounds(form, spec)),
  );
}

function bareNumber(form, spec) {
  const { read, show } = sorts[spec.sort];
  const value = plain(spec.now);
  return textField(form, {
    at: spec.at,
    key: spec.key,
    label: spec.label,
    hideLabel: spec.hideLabel,
    now: value ?? null,
    shown: value === null ? '' : show(value, currentLang()),
    show,
    inputmode: 'decimal',
    help: spec.help,
    required: spec.required,
    class: 'is-number',
    into: spec.into,
    after: spec.unit ? h('span', { class: 'form-unit' }, spec.unit(value)) : null,
    read: (text, lang) => (text.trim() === '' ? { value: null } : read(text, lang)),
    patch: (number) => spec.put(number === null ? null : numberLike(spec.now, number)),
  });
}

// A whole number that says nothing but itself.
export function wholeField(form, { at, now = valueAt(form.model, at), show = sorts.whole.show, ...more }) {
  return textField(form, {
    at,
    now: now ?? null,
    shown: now === undefined || now === null ? '' : show(now, currentLang()),
    inputmode: 'numeric',
    class: 'is-number',
    read: (text, lang) => (text.trim() === '' ? { value: null } : sorts.whole.read(text, lang)),
    ...more,
  });
}

export const basisWord = (number) => t(`form.basis.${basisOf(number)}`);

function groundsSummary(form, { now }) {
  if (plain(now) === null) return t('form.grounds');
  const source = isObject(now) && now.source ? form.model.sources?.[now.source] : null;
  return [
    h('span', { class: `form-basis is-${basisOf(now)}` }, basisWord(now)),
    source ? ` ${say(source.title) || now.source}` : '',
    h('span', { class: 'form-quiet' }, ` ${t('form.grounds')}`),
  ];
}

// A change of the grounds; a basis that waits for its source goes with it.
function put(form, spec, change) {
  const waiting = form.drafts.get(`${spec.key}#basis`);
  if (waiting && 'source' in change) {
    change.basis = waiting.text;
    form.drafts.delete(`${spec.key}#basis`);
  }
  return spec.put(grounded(spec.now ?? { value: null }, change));
}

function grounds(form, spec) {
  if (plain(spec.now) === null) return h('p', { class: 'form-help' }, t('form.grounds.first'));
  const inner = (name) => ({
    at: isObject(spec.now) ? `${spec.at}/${name}` : `${spec.at}#${name}`,
    key: `${spec.key}#${name}`,
    claims: false,
  });
  const number = isObject(spec.now) ? spec.now : { value: spec.now };
  return h(
    'fieldset',
    { class: 'form-grounds' },
    h('legend', { class: 'only-read' }, t('form.grounds')),
    choiceField(form, {
      ...inner('basis'),
      label: t('form.basis'),
      now: basisOf(spec.now),
      choices: bases.map((id) => ({ id, name: t(`form.basis.${id}.long`) })),
      patch: (basis) => put(form, spec, { basis }),
    }),
    sourceField(form, { ...inner('source'), now: number.source, patch: (source) => put(form, spec, { source }) }),
    sureFields(form, spec, number),
    textField(form, {
      ...inner('note'),
      label: t('form.note'),
      now: number.note,
      shown: number.note ?? '',
      multiline: true,
      help: t('form.note.help'),
      patch: (note) => put(form, spec, { note }),
    }),
  );
}

// ----------------------------------------------------------------------------------- how sure it is

function sureFields(form, spec, number) {
  const key = `${spec.key}#sure`,
    now = sureness(number),
    chosen = form.pending[key] ?? now;
  const choices = ['range', 'of', 'exposure', ...Object.keys(beliefs)].map((id) => ({
    id,
    name: t(`form.sure.${id}`),
  }));
  const change = (sure) => put(form, spec, { ...noSureness, ...sure });
  return h(
    'div',
    { class: 'form-sure', key },
    choiceField(form, {
      at: key,
      key,
      label: t('form.sure'),
      empty: t('form.sure.none'),
      now: chosen || null,
      choices,
      claims: false,
      into: (id) => {
        form.pending[key] = id ?? '';
        if (id === null && now) {
          delete form.pending[key];
          form.send(key, change({}));
        }
      },
    }),
    chosen ? sureInputs(form, spec, chosen, chosen === now ? number : {}, change) : null,
  );
}

function sureInputs(form, spec, kind, number, change) {
  const sent = (patch) => {
    delete form.pending[`${spec.key}#sure`];
    return patch;
  };
  if (kind === 'range')
    return textField(form, {
      at: `${spec.at}/range`,
      key: `${spec.key}#range`,
      label: t('form.range'),
      help: t('form.range.help'),
      claims: false,
      now: number.range,
      shown: showRange(number.range, currentLang(), spec.sort),
      inputmode: 'text',
      read: (text, lang) => (text.trim() === '' ? { value: null } : readRange(text, lang, spec.sort)),
      patch: (range) => sent(change({ range })),
    });
  if (kind === 'of' || kind === 'exposure')
    return countsField(form, spec, kind, number.evidence ?? {}, (evidence) => sent(change({ evidence })));
  const believed = number.distribution?.[kind] ?? {};
  return beliefs[kind].map((name) =>
    numberField(form, {
      at: `${spec.at}/distribution/${kind}/${name}`,
      key: `${spec.key}#${kind}-${name}`,
      label: t(`form.belief.${name}`),
      bare: true,
      now: believed[name] ?? form.pending[`${spec.key}#${kind}`]?.[name],
      ...(number.distribution
        ? { put: (value) => change({ distribution: { [kind]: { ...believed, [name]: value } } }) }
        : {
            into: (value) =>
              gather(form, `${spec.key}#${kind}`, name, value, beliefs[kind], (all) =>
                sent(change({ distribution: { [kind]: all } })),
              ),
          }),
    }),
  );
}

// Some things can only be said all at once: they are sent when the last one is there.
export function gather(form, key, name, value, names, patch) {
  const all = { ...form.pending[key], [name]: value };
  form.pending[key] = all;
  if (!names.every((n) => plain(all[n] ?? null) !== null)) return;
  delete form.pending[key];
  form.send(key, patch(all));
}

function countsField(form, spec, kind, evidence, patch) {
  const under = kind === 'of' ? evidence.of : evidence.exposure;
  const shown =
    evidence.events === undefined
      ? ''
      : `${sorts.count.show(evidence.events, currentLang())} / ${sorts.count.show(under, currentLang())}`;
  return h(
    'div',
    { key: `counts-${kind}` },
    textField(form, {
      at: `${spec.at}/evidence`,
      key: `${spec.key}#${kind}`,
      label: t(`form.sure.${kind}`),
      help: t(`form.counts.${kind}`),
      claims: false,
      now: evidence.events === undefined ? null : [evidence.events, under],
      shown,
      inputmode: 'text',
      read: (text, lang) => (text.trim() === '' ? { value: null } : readCounts(text, lang)),
      patch: (pair) => patch(pair && { ...evidence, events: pair[0], [kind]: pair[1] }),
    }),
    kind === 'exposure' && evidence.events !== undefined
      ? choiceField(form, {
          at: `${spec.at}/evidence/unit`,
          key: `${spec.key}#exposure-unit`,
          label: t('form.unit'),
          claims: false,
          now: evidence.unit ?? null,
          empty: t('form.unit.step'),
          choices: units(),
          patch: (unit) => {
            const { unit: old, ...rest } = evidence;
            return patch(unit ? { ...rest, unit } : rest);
          },
        })
      : null,
  );
}

// Of what, beside a number: "1 kuukausi", "2 kuukautta".
export const timeUnit = (id) => (count) => t(`form.unit.${count === 1 ? 'one.' : ''}${id}`);
export const peopleUnit = (count) => t(count === 1 ? 'form.people-one' : 'form.people');
export const units = () => ['day', 'week', 'month', 'year'].map((id) => ({ id, name: t(`form.unit.${id}`) }));

// ---------------------------------------------------------------------------------------- sources

export const sourceChoices = (model) =>
  ordered(model, 'sources').map((id) => ({ id, name: say(model.sources[id].title) || id }));

// A source is chosen, or added and chosen at once.
export function sourceField(form, spec) {
  const key = `${spec.key ?? spec.at}#new`;
  const asked = form.pending[key] ?? {};
  const keep = (name) => (value) => {
    form.pending[key] = { ...form.pending[key], [name]: value };
  };
  const field = (name) =>
    textField(form, {
      at: `${key}-${name}`,
      label: t(`form.source.${name}`),
      now: asked[name] ?? null,
      shown: asked[name] ?? '',
      claims: false,
      into: keep(name),
    });
  const add = () => {
    const { title, publisher, year } = form.pending[key] ?? {};
    if (!title) return;
    const id = idOf(title, form.model.sources);
    delete form.pending[key];
    form.folds.delete(key);
    form.send(
      key,
      join(
        patchAt(pointerOf('sources', id), { title, ...(publisher ? { publisher } : {}), ...(year ? { year } : {}) }),
        spec.patch ? spec.patch(id) : patchAt(spec.at, id),
      ),
    );
  };
  return h(
    'div',
    { class: 'form-source', key: `source-${key}` },
    choiceField(form, {
      label: t('form.source'),
      empty: t('form.source.none'),
      ...spec,
      choices: sourceChoices(form.model),
    }),
    form.writable
      ? fold(form, key, t('form.source.add'), () => [
          field('title'),
          field('publisher'),
          wholeField(form, {
            at: `${key}-year`,
            label: t('form.source.year'),
            now: asked.year,
            show: String,
            claims: false,
            into: keep('year'),
          }),
          action(t('form.source.save'), add, { disabled: !asked.title }),
        ])
      : null,
  );
}
