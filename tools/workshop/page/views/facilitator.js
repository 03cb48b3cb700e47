// The view of who leads the day: the picture large, where the day is above it, what follows beside it,
// and the day itself below. Every part follows the room by itself; this file puts them side by side.
import { announce, h, paint } from '../shell/dom.js';
import { currentLang, languages, many, say, t } from '../shell/words.js';
import { nameOf } from '../parts/about.js';
import { toast } from '../parts/answer.js';
import { comments } from '../parts/comments.js';
import { dayMenu, printItems } from '../parts/day_menu.js';
import { menu, stillThere } from '../parts/dialog.js';
import { icon } from '../parts/icons.js';
import { joining } from '../parts/joining.js';
import { lately } from '../parts/lately.js';
import { outcome } from '../parts/outcome.js';
import { panel } from '../parts/panel.js';
import { paperMap } from '../parts/paper_map.js';
import { past } from '../parts/past.js';
import { phases } from '../parts/phases.js';
import { picture } from '../parts/picture.js';
import { dropped, placing, standing } from '../parts/placing.js';
import { problems } from '../parts/problems.js';
import { proposals } from '../parts/proposals.js';
import { timeline } from '../parts/timeline.js';
import { twin } from '../parts/twin.js';
import { whatif } from '../parts/whatif.js';

export function facilitator(place, room) {
  const ends = [];
  const end = (one) => ends.push(one);
  const parts = skeleton();
  paint(place, parts.root);

  const desk = workplace(parts, room, end);
  end(topBar(parts, room, desk));
  end(phases(parts.phases, room));
  column(parts, room, desk, end);
  end(bottomBar(parts, room, desk));
  return () => { desk.close(); ends.forEach((one) => one()); };
}

function skeleton() {
  const made = (tag, name, props = {}) => h(tag, { class: name, 'data-kept': '', ...props });
  const parts = {
    title: made('div', 'top-title'), phases: made('nav', 'phases', { 'aria-label': t('phases.label') }), side: made('div', 'top-side'),
    banner: made('div', 'moment-banner', { hidden: true }), tools: made('div', 'picture-tools'), sheet: made('div', 'map-place'), table: made('div', 'twin-place', { hidden: true }),
    head: made('div', 'column-head'), rest: made('div', 'column-rest'), panel: made('section', 'card panel', { hidden: true, 'aria-label': t('panel.label') }),
    undo: made('div', 'undo'), line: made('div', 'timeline'), saved: made('div', 'saved'),
  };
  parts.root = h('div', { class: 'facilitator' },
    h('header', { class: 'top' }, parts.title, parts.phases, parts.side),
    h('main', { class: 'card map-card' }, parts.tools, parts.banner, parts.sheet, parts.table),
    h('aside', { class: 'column', 'aria-label': t('column.label') }, parts.head, parts.panel, parts.rest),
    h('footer', { class: 'bottom' }, parts.undo, parts.line, parts.saved));
  return parts;
}

// The picture or its table, what is opened from it, and which moment it shows.
function workplace(parts, room, end) {
  let asTable = false, wide = false, closePanel = null, endTwin = null, closeMoment = null;

  // A part of the model by its pointer, or a form for something new.
  const openPanel = (about) => {
    closePanel?.();
    if (wide) widen(false);
    parts.panel.hidden = false;
    parts.panel.parentElement.classList.add('has-panel');
    parts.rest.hidden = true;
    const back = document.activeElement;
    const endPanel = panel(parts.panel, room, typeof about === 'string' ? { pointer: about } : about, () => { closePanel?.(); stillThere(back)?.focus({ preventScroll: true }); });
    closePanel = () => { endPanel(); parts.panel.parentElement.classList.remove('has-panel'); parts.panel.hidden = true; parts.rest.hidden = false; closePanel = null; };
    parts.panel.parentElement.scrollTop = 0;
  };

  const onpick = (part) => {
    if (part.sort === 'cell') placing(room, part, part.element);
    else if (part.sort === 'chip') standing(room, part, part.element, { open: openPanel });
    else openPanel(part.pointer);
  };

  const shown = picture(parts.sheet, room, { onpick, ondrop: (from, to) => dropped(room, from, to), marks: true, bare: true });
  const paper = paperMap(room, (is) => parts.root.classList.toggle('on-paper', is));
  parts.sheet.after(paper.element);
  const lookAt = past(room);
  end(() => { shown.end(); paper.end(); endTwin?.(); room.past = null; });

  const show = (table) => {
    asTable = table;
    parts.sheet.hidden = table;
    parts.root.classList.toggle('as-table', table);
    parts.table.hidden = !table;
    if (table && room.past) closeMoment.back(); // the tables are of now
    if (table) endTwin ??= twin(parts.table, room, { onpick: openPanel });
    else { endTwin?.(); endTwin = null; }
    drawTools();
  };
  const zoom = (by) => {
    const factor = shown.zoom(by);
    announce(by === 0 ? t('picture.fitted') : t('picture.zoomed', { percent: Math.round(factor * 100) }));
  };
  const adding = menu([icon('plus'), t('add')], () => ['stages', 'transitions', 'actors', 'supports', 'groups', 'gaps', 'paths', 'notes', 'sources'].map((section) => ({ text: t(`add.${section}`), onclick: () => openPanel({ section }) })), { class: 'small' });
  // The whole width for the picture; the column comes back with what is opened in it.
  const widen = (on) => { wide = on; parts.root.classList.toggle('wide', on); drawTools(); };
  const drawTools = () => paint(parts.tools,
    h('div', { class: 'switch', role: 'group', 'aria-label': t('picture.as') },
      [[false, 'picture.as-picture'], [true, 'picture.as-table']].map(([table, key]) => h('button', { type: 'button', 'aria-pressed': String(asTable === table), onclick: () => show(table) }, t(key)))),
    adding.element,
    asTable ? null : h('p', { class: 'quiet picture-help' }, t('picture.help')),
    asTable ? null : h('div', { class: 'zoom', role: 'group', 'aria-label': t('picture.zoom') },
      h('button', { class: 'button plain icon-button', type: 'button', 'aria-label': t('picture.smaller'), onclick: () => zoom(1 / 1.2) }, icon('minus')),
      h('button', { class: 'button plain icon-button', type: 'button', 'aria-label': t('picture.fit'), onclick: () => zoom(0) }, icon('fit')),
      h('button', { class: 'button plain icon-button', type: 'button', 'aria-label': t('picture.larger'), onclick: () => zoom(1.2) }, icon('plus')),
      h('button', { class: 'button plain small wide-button', type: 'button', 'aria-pressed': String(wide), onclick: () => widen(!wide) }, t('picture.wide'))));
  drawTools();

  // The way to a place of the model: in the picture where it stands there, else beside it.
  const goto = (pointer, patch) => {
    const [section, id] = pointer.split('/').slice(1);
    if (closePanel) closePanel();
    if (!asTable && shown.focus(pointer, patch)) return;
    if (room.state.model[section]?.[id]) openPanel(`/${section}/${id}`);
    else toast(t('picture.not-there', { name: nameOf(room.state, pointer) || pointer }));
  };

  return {
    goto, openPanel,
    close: () => closePanel?.(),
    onback: (back, restore) => { closeMoment = { back, restore }; },
    // A moment of the past, in the picture; what is pressed there does nothing.
    moment(moment) {
      const number = moment?.number ?? null;
      shown.show(number);
      paper.show(number);
      lookAt(number);
      parts.sheet.classList.toggle('past', Boolean(moment));
      const there = parts.banner.contains(document.activeElement);
      parts.banner.hidden = !moment;
      if (there && !moment) parts.line.querySelector('input').focus();
      if (asTable && moment) show(false);
      paint(parts.banner, moment ? [h('p', {}, h('b', {}, t('timeline.past')), ` ${moment.text}`), h('div', { class: 'actions' },
        h('button', { class: 'button main small', type: 'button', onclick: () => closeMoment.restore() }, t('timeline.restore')),
        h('button', { class: 'button small', type: 'button', onclick: () => closeMoment.back() }, t('timeline.back')))] : []);
    },
  };
}

function topBar(parts, room, desk) {
  const language = menu('', () => languages.map((lang) => ({ text: t(`language.${lang}`), checked: lang === currentLang(), onclick: () => room.changeLang(lang) })));
  const more = menu([icon('more'), h('span', { class: 'only-read' }, t('menu.label'))], () => dayMenu(room, desk));
  const draw = () => {
    const { state, link, waiting } = room;
    paint(parts.title, h('h1', {}, say(state.model.title ?? state.title)), h('p', { class: 'quiet' }, say(state.model.about)));
    language.say(h('span', { class: 'only-read' }, `${t('language.choose')}: `), currentLang().toUpperCase(), icon('down'));
    const people = link === 'live' ? t('top.people', { count: state.people }) : t('top.no-link');
    paint(parts.side,
      h('p', { class: `link ${link}` }, h('span', { class: 'link-dot', 'aria-hidden': 'true' }), people,
        waiting.length > 0 && link !== 'live' ? h('span', { class: 'unsent' }, many('top.unsent', waiting.length)) : null),
      state.join ? h('button', { class: 'button join', type: 'button', key: 'join', onclick: () => joining(room) }, t('join.button'), ' ', h('b', {}, state.join.code)) : null,
      language.element, more.element);
  };
  draw();
  language.button.dataset.language = '';
  // People come and go all day: only whether there is a connection is said aloud.
  const ends = [room.on('change', draw), room.on('link', () => announce(room.link === 'live' ? t('top.link-back') : t('top.no-link')))];
  return () => ends.forEach((end) => end());
}

function column(parts, room, desk, end) {
  const section = (name, props = {}) => h('section', { class: `card ${name}`, 'data-kept': '', ...props });
  const whatIf = section('whatif', { hidden: true });
  const [asked, wrong, said, remarks, past] = ['proposals', 'problems', 'comments', 'remarks', 'lately'].map((name) => section(name));
  const more = h('div', { 'data-kept': '' });
  paint(parts.rest, whatIf, asked, wrong, more, said, past, remarks);
  end(outcome(parts.head, room, { parts: ['head'] }));
  end(outcome(more, room, { parts: ['where', 'places', 'third'] }));
  end(proposals(asked, room, { goto: desk.goto }));
  end(problems(wrong, room, { goto: desk.goto }));
  end(problems(remarks, room, { goto: desk.goto, remarks: true }));
  end(comments(said, room, { goto: desk.goto }));
  end(lately(past, room));
  let endWhatIf = null;
  const follow = () => {
    const on = room.state.phase === 'what_if';
    if (on && whatIf.hidden) parts.rest.parentElement.scrollTop = 0;
    whatIf.hidden = !on;
    parts.rest.parentElement.classList.toggle('is-trying', on);
    if (on) endWhatIf ??= whatif(whatIf, room);
    else { endWhatIf?.(); endWhatIf = null; }
  };
  follow();
  end(room.on('phase', follow));
  end(room.on('all', follow));
  end(() => endWhatIf?.());
}

function bottomBar(parts, room, desk) {
  const step = async (kind) => {
    const answer = await room.act(kind);
    toast(answer.status === 200 ? t(`${kind}.done`) : answer.message);
  };
  const save = async () => {
    const answer = await room.act('save');
    toast(answer.status === 200 ? t('save.done', { file: room.state.file }) : answer.message);
  };
  const print = menu(t('print'), printItems);
  const draw = () => {
    const { me, model_number: number, saved_number: saved, entries } = room.state;
    const unsaved = entries.filter((e) => e.number > saved && e.patch && e.kind !== 'propose').length;
    paint(parts.undo,
      h('button', { class: 'button', type: 'button', disabled: !me.undo, onclick: () => step('undo') }, icon('undo'), h('span', {}, t('undo'))),
      h('button', { class: 'button', type: 'button', disabled: !me.redo, onclick: () => step('redo') }, icon('redo'), h('span', {}, t('redo'))));
    paint(parts.saved,
      h('span', { class: 'quiet saved-text' }, number === 0 || unsaved === 0 ? t('save.saved') : many('save.unsaved', unsaved)),
      h('button', { class: 'button', type: 'button', key: 'save', onclick: save }, t('save')),
      print.element,
      h('a', { class: 'button', key: 'minutes', href: `/api/minutes?lang=${currentLang()}&names=1`, target: '_blank', rel: 'noopener' }, t('minutes')));
  };
  draw();
  const line = timeline(parts.line, room, { onmoment: desk.moment });
  desk.onback(line.back, line.restore);
  const keys = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'z') return;
    if (event.target.closest?.('input:not([type=range]), textarea, select, dialog')) return;
    event.preventDefault();
    // A quick hand is ahead of what this page was told of undo and redo: whether there is one, the room says.
    if (!event.repeat) step(event.shiftKey ? 'redo' : 'undo');
  };
  document.addEventListener('keydown', keys);
  const ends = [room.on('change', draw), line.end];
  return () => { ends.forEach((end) => end()); document.removeEventListener('keydown', keys); };
}
