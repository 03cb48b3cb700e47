// Acts that the room has not answered yet, kept by the browser: each under a key of its own, so that
// two tabs do not write over each other.
const prefix = `polku-unsent-${location.host}-`;

// A browser that keeps nothing: they last as long as the page.
function trying(what, otherwise) {
  try { return what(); } catch { return otherwise; }
}

let nth = 0; // of two in one millisecond, which was first
export const keepAct = (act) => trying(() => localStorage.setItem(prefix + act.id, JSON.stringify({ ...act, kept: Date.now() + (nth++ % 1000) / 1000 })));
export const forgetAct = (act) => trying(() => localStorage.removeItem(prefix + act.id));

// In the order in which they were done.
export function keptActs() {
  return trying(() => {
    const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).filter((key) => key.startsWith(prefix));
    return keys.map((key) => JSON.parse(localStorage.getItem(key))).sort((a, b) => a.kept - b.kept)
      .map(({ kept, ...act }) => act);
  }, []);
}
