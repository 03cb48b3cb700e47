// Making and changing what is on the page, without a framework.
//
// `h` makes an element; `paint` changes what is there until it looks like what was made, touching
// only what differs, so that focus, selection and open lists survive each change of the room.
// Listeners are properties (`onclick`), never attributes, so that they can be carried over.

// h('button', { class: 'button', onclick: go, disabled: true }, 'Kumoa'): null, false and undefined
// leave an attribute or a child out; `key` tells siblings of one kind apart; `style` is an object.
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter(isShown).map(asNode));
  if (tag === 'select' && isShown(props?.value)) node.value = props.value; // now it has its options
  return node;
}

const isShown = (child) => child !== null && child !== undefined && child !== false && child !== true;
const asNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));
const liveProps = ['value', 'checked', 'selected', 'open'];

function setProp(node, name, value) {
  if (name === 'key') node.polkuKey = String(value);
  else if (name.startsWith('on')) setListener(node, name, value);
  else if (name === 'style') setStyle(node, value);
  else if (value === null || value === undefined || value === false) return;
  else if (liveProps.includes(name)) setLive(node, name, value);
  else node.setAttribute(name, value === true ? '' : String(value));
}

function setStyle(node, style) {
  node.polkuStyled = true;
  for (const [name, value] of Object.entries(style)) node.style.setProperty(name, value);
}

function setLive(node, name, value) {
  node[name] = value;
  if (name !== 'value') node.toggleAttribute(name, Boolean(value));
  else if (node.tagName !== 'TEXTAREA') node.setAttribute(name, value);
  if (name === 'value') node.polkuValued = true;
}

function setListener(node, name, listener) {
  node.polkuListeners = { ...node.polkuListeners, [name]: listener };
  node[name] = listener ?? null;
}

// Makes the children of `root` look like `children`. Who is on something that only moved stays on it;
// who is on what can no longer be pressed comes to what is nearest.
export function paint(root, ...children) {
  const focused = document.activeElement;
  morphChildren(root, children.flat(Infinity).filter(isShown).map(asNode));
  if (!root.contains(focused)) return;
  const stop = focused.disabled ? nearestStop(focused, root) : focused;
  if (stop !== document.activeElement) stop?.focus({ preventScroll: true });
}

function nearestStop(node, root) {
  for (let at = node.parentElement; root.contains(at); at = at.parentElement) {
    const stop = at.querySelector(':is(button, input, select, textarea, a[href]):not(:disabled)');
    if (stop) return stop;
  }
  return null;
}

const keyOf = (node) => node.polkuKey ?? (node.id || undefined);
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

// First everything finds its place in what was made, then what found none goes, and only then are
// nodes moved, as few as possible.
function morphChildren(root, wanted) {
  const there = root.childNodes;
  const inPlace = (want, i) => want === there[i] || (want.parentNode !== root && alike(there[i], want));
  if (there.length === wanted.length && wanted.every(inPlace)) { // as it mostly is
    wanted.forEach((want, i) => morph(there[i], want));
    return;
  }
  const pairs = matched([...root.childNodes], wanted);
  const kept = new Set(pairs.map(([have]) => have));
  for (const child of [...root.childNodes]) if (!kept.has(child)) child.remove();
  let at = root.firstChild;
  for (const [have, want] of pairs) {
    if (have === null) { root.insertBefore(want, at); continue; }
    if (have === at) at = at.nextSibling;
    else root.insertBefore(have, at);
    morph(have, want);
  }
}

// Pairs of what is there (or null) and what is wanted. Without a key the next one of the same sort is
// taken, so that one more paragraph does not renew everything behind it.
function matched(there, wanted) {
  const keyed = new Map(there.filter((node) => keyOf(node) !== undefined).map((node) => [keyOf(node), node]));
  const plain = there.filter((node) => keyOf(node) === undefined);
  return wanted.map((want) => {
    const key = keyOf(want);
    if (key !== undefined) {
      const have = keyed.get(key);
      keyed.delete(key);
      return [have && alike(have, want) ? have : null, want];
    }
    const i = plain.findIndex((node) => alike(node, want));
    return [i < 0 ? null : plain.splice(0, i + 1)[i], want];
  });
}

// A node marked `data-kept` is somebody else's (a chart, a picture): only its attributes change.
// What was opened stays open.
function morph(have, want) {
  if (have === want) return;
  if (have.nodeType !== Node.ELEMENT_NODE) {
    if (have.nodeValue !== want.nodeValue) have.nodeValue = want.nodeValue;
    return;
  }
  const folds = have.nodeName === 'DETAILS' || have.nodeName === 'DIALOG'; // who reads opens and closes them
  for (const { name } of [...have.attributes])
    if (!want.hasAttribute(name) && name !== 'style' && !(folds && name === 'open')) have.removeAttribute(name);
  for (const { name, value } of want.attributes)
    if (have.getAttribute(name) !== value && name !== 'style' && !(folds && name === 'open')) have.setAttribute(name, value);
  // A strict policy forbids the attribute and allows the property.
  if (want.polkuStyled && have.style.cssText !== want.style.cssText) have.style.cssText = want.style.cssText;
  if (have.polkuListeners || want.polkuListeners)
    for (const name of Object.keys({ ...have.polkuListeners, ...want.polkuListeners })) setListener(have, name, want.polkuListeners?.[name]);
  if (fields.has(have.nodeName)) morphField(have, want);
  if (!have.hasAttribute('data-kept')) morphChildren(have, [...want.childNodes]);
}

const fields = new Set(['INPUT', 'SELECT', 'TEXTAREA', 'OPTION']);
function morphField(have, want) {
  const writing = have === document.activeElement;
  for (const name of liveProps)
    if (name in want && !(name === 'value' && (writing || isTypedIn(want))) && have[name] !== want[name]) have[name] = want[name];
}

// A field whose value nobody gave holds what is being written in it.
const isTypedIn = (field) => /^(INPUT|TEXTAREA)$/.test(field.nodeName) && !field.polkuValued;

// A picture as the room drew it: parsed as XML, everything that could act or ask taken out. Its own
// style goes before that: a strict policy complains of it even in a document that nobody sees.
const allowed = new Set(['svg', 'g', 'path', 'polygon', 'polyline', 'rect', 'circle', 'ellipse', 'line', 'text', 'tspan', 'title', 'desc', 'defs', 'linearGradient', 'stop', 'clipPath']);
export function svgOf(text) {
  const parsed = new DOMParser().parseFromString(text.replace(/<style[^>]*>[^<]*<\/style>/g, ''), 'image/svg+xml');
  const root = parsed.documentElement;
  if (root.nodeName !== 'svg') return null;
  for (const node of [root, ...root.querySelectorAll('*')]) {
    if (!allowed.has(node.nodeName)) { node.remove(); continue; }
    for (const { name, value } of [...node.attributes])
      if (/^on|href$/i.test(name) || /url\(\s*['"]?(?!#)|javascript:/i.test(value)) node.removeAttribute(name);
  }
  return document.importNode(root, true);
}

// Says something to who cannot see it: politely, or at once.
export function announce(text, urgent = false) {
  const region = document.getElementById(urgent ? 'say-now' : 'say');
  if (!region) return;
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
}
