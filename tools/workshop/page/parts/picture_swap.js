// Turns the picture that is shown into the one that came, group by group.
//
// Groups with an id stay the same elements. A drawing is measured from its bottom, so that every
// coordinate changes when a row grows: groups are compared by where they are seen, from the top.
const svgName = 'http://www.w3.org/2000/svg';
const layerOf = (svg) => [...svg.children].find((node) => node.nodeName === 'g');
const heightOf = (svg) => Number((svg.dataset.box ?? svg.getAttribute('viewBox')).split(/[ ,]+/)[3]);
const rounded = (y) => Math.round(y * 10) / 10;

export function signature(group, height) {
  const lower = (whole, x, y) => `${x},${rounded(Number(y) + height)}`;
  return [group, ...group.querySelectorAll('*')].map((node) => [node.nodeName,
    ...[...node.attributes].filter((a) => !(node === group && own.has(a.name))).map(({ name, value }) => {
      if (name === 'points' || name === 'd') return value.replace(/(-?[\d.]+)[, ](-?[\d.]+)/g, lower);
      if (/^(y|cy|y1|y2)$/.test(name)) return `${name}${rounded(Number(value) + height)}`;
      return `${name}=${value}`;
    }),
    node.children.length === 0 ? node.textContent : ''].join(' ')).join('\n');
}
// What the page itself writes on groups.
const own = new Set(['tabindex', 'role', 'aria-label', 'aria-haspopup', 'data-label', 'visibility', 'class']);

export function swap(now, next) {
  const heights = [heightOf(now), heightOf(next)];
  const from = layerOf(now), to = layerOf(next);
  now.querySelector('.marks')?.remove();
  copyAttributes(now, next, ['viewBox', 'lang', 'aria-labelledby']);
  delete now.dataset.box;
  for (const name of ['title', 'desc']) {
    const [old, fresh] = [now, next].map((svg) => [...svg.children].find((node) => node.nodeName === name));
    if (old && fresh) old.textContent = fresh.textContent;
  }
  copyAttributes(from, to, ['transform']);
  const known = knownGroups(from, heights[0]);
  let at = from.firstElementChild;
  for (const want of [...to.children]) {
    const sign = signature(want, heights[1]);
    const have = take(known, want, sign);
    if (!have) {
      from.insertBefore(want, at);
      if (want.id) fade(want, 'arriving');
    } else {
      if (have.element === at) at = at.nextElementSibling;
      else from.insertBefore(have.element, at);
      renew(have, want, sign, heights);
    }
  }
  for (const { element } of [...known.ids.values(), ...[...known.signs.values()].flat()]) leave(element);
}

function knownGroups(layer, height) {
  const known = { ids: new Map(), signs: new Map() };
  for (const element of layer.children) {
    if (element.matches('.leaving, .ghost')) continue; // who goes already, and what somebody drags
    const sign = signature(element, height);
    if (element.id) known.ids.set(element.id, { element, sign });
    else known.signs.set(sign, [...(known.signs.get(sign) ?? []), { element, sign }]);
  }
  return known;
}

function take(known, want, sign) {
  if (want.id) {
    const have = known.ids.get(want.id);
    known.ids.delete(want.id);
    return have;
  }
  const same = known.signs.get(sign);
  const have = same?.shift();
  if (same?.length === 0) known.signs.delete(sign);
  return have;
}

// The element stays, with its focus; what it looks like is the new one's.
function renew(have, want, sign, heights) {
  const { element } = have;
  if (have.sign === sign && heights[0] === heights[1] && element.getAttribute('data-label') === want.getAttribute('aria-label')) return;
  for (const { name } of [...element.attributes]) if (!want.hasAttribute(name) && name !== 'tabindex') element.removeAttribute(name);
  for (const { name, value } of [...want.attributes]) if (name !== 'tabindex') element.setAttribute(name, value);
  element.replaceChildren(...want.childNodes);
  if (have.sign !== sign) fade(element, 'arriving');
}

function fade(element, name) {
  element.classList.add(name);
  setTimeout(() => element.classList.remove(name), 250);
}

function leave(element) {
  if (!element.id) { element.remove(); return; }
  element.removeAttribute('id');
  element.removeAttribute('tabindex');
  element.setAttribute('aria-hidden', 'true');
  element.classList.add('leaving');
  setTimeout(() => element.remove(), 200);
}

function copyAttributes(to, from, names) {
  for (const name of names) if (from.hasAttribute(name)) to.setAttribute(name, from.getAttribute(name));
}

export const svgNode = (tag, attributes, ...children) => {
  const node = document.createElementNS(svgName, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
};
