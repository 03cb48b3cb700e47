export function start(root) {
  root.textContent = 'polku';
}
