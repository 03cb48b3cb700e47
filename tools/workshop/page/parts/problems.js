// What the rules and the checks say of the model as it is now: grouped by the place that it is about,
// each with its reason and its law, and the way there.
import { h, paint } from '../shell/dom.js';
import { capital, currentLang, t } from '../shell/words.js';
import { fileOf, nameOf } from './about.js';
import { folds } from './fold.js';

const most = 12; // places that are shown at once
const weight = { error: 0, warning: 1, remark: 2 };

// "/stages/trial/duration/…" and its neighbours are one place; so is a line of the rules.
const placeOf = (problem) => fileOf(problem) || (problem.pointer ?? '').split('/').slice(0, 3).join('/');

export function problems(place, room, { goto, remarks = false } = {}) {
  const fold = folds(() => draw());
  const draw = () => {
    const all = room.state.problems?.[currentLang()] ?? [];
    const shown = all.filter((p) => (p.severity === 'remark') === remarks).sort((a, b) => weight[a.severity] - weight[b.severity]);
    const groups = new Map();
    for (const problem of shown) groups.set(placeOf(problem), [...(groups.get(placeOf(problem)) ?? []), problem]);
    place.hidden = shown.length === 0;
    const places = [...groups];
    const list = (some) => h('ul', { class: 'plain-list' }, some.map(([at, those]) => group(room, at, those, goto)));
    paint(place, remarks ? fold('remarks', h('h2', {}, t('problems.remarks', { count: shown.length })), () => list(places))
      : [h('h2', {}, t('problems.title', { count: shown.length })), list(places.slice(0, most)),
        places.length > most ? fold('more', t('problems.more', { count: places.length - most }), () => list(places.slice(most))) : null]);
  };
  draw();
  const ends = ['problems', 'all', 'model'].map((type) => room.on(type, draw));
  return () => ends.forEach((end) => end());
}

function group(room, at, list, goto) {
  const file = fileOf(list[0]), name = file ? '' : nameOf(room.state, at);
  return h('li', { class: 'problem-group', key: `at-${at}` },
    name || file ? h('h3', {}, name || file) : null,
    list.map((p) => h('div', { class: `problem-card ${p.severity}` },
      h('p', {}, p.severity === 'remark' ? null : h('b', { class: 'severity' }, `${t(`problems.${p.severity}`)}: `), p.severity === 'remark' ? capital(p.message) : p.message),
      p.hint ? h('p', { class: 'quiet' }, capital(p.hint)) : null)),
    name && goto ? h('button', { class: 'button small', type: 'button', onclick: () => goto(list[0].pointer) }, t('problems.show')) : null);
}
