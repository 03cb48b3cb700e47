// A chip is taken by the mouse, or by a finger that stays on it for a moment, and dropped on a cell.
const far = 8, patience = 350;

export function dragging(sheet, svgNow, drop) {
  let drag = null;

  const down = (event) => {
    const chip = event.target.closest?.('g[id^="chip--"]');
    if (!chip || event.button > 0) return;
    drag = { chip, x: event.clientX, y: event.clientY, pointer: event.pointerId, ghost: null, over: null };
    if (event.pointerType !== 'mouse') drag.timer = setTimeout(() => lift(), patience);
  };

  const move = (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.ghost) {
      if (Math.hypot(dx, dy) < far) return;
      if (event.pointerType !== 'mouse') { stop(); return; }
      lift();
    }
    const scale = svgNow().getScreenCTM().a;
    drag.ghost.setAttribute('transform', `translate(${dx / scale} ${dy / scale})`);
    hover(document.elementsFromPoint(event.clientX, event.clientY).map((node) => node.closest?.('g[id^="cell--"]')).find(Boolean) ?? null);
  };

  const lift = () => {
    const ghost = drag.chip.cloneNode(true);
    for (const name of ['id', 'tabindex']) ghost.removeAttribute(name);
    ghost.setAttribute('aria-hidden', 'true');
    ghost.classList.add('ghost');
    drag.chip.parentNode.append(ghost);
    drag.ghost = ghost;
    svgNow().classList.add('dragging');
  };

  const hover = (cell) => {
    if (drag.over === cell) return;
    drag.over?.classList.remove('over');
    cell?.classList.add('over');
    drag.over = cell;
  };

  const stop = () => {
    if (!drag) return;
    clearTimeout(drag.timer);
    drag.ghost?.remove();
    drag.over?.classList.remove('over');
    svgNow()?.classList.remove('dragging');
    drag = null;
  };

  const up = (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { chip, over, ghost, x } = drag;
    stop();
    if (!ghost) return;
    // The click that follows at once, if one does, is not a press.
    const swallow = (click) => click.stopPropagation();
    sheet.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => sheet.removeEventListener('click', swallow, { capture: true }), 0);
    if (over) drop(chip, over, x);
  };

  const hold = (event) => { if (drag?.ghost) event.preventDefault(); };
  const escape = (event) => { if (event.key === 'Escape') stop(); };
  sheet.addEventListener('pointerdown', down);
  sheet.addEventListener('touchmove', hold, { passive: false });
  sheet.addEventListener('contextmenu', hold);
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', stop);
  window.addEventListener('keydown', escape);
  return () => {
    stop();
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', stop);
    window.removeEventListener('keydown', escape);
  };
}
