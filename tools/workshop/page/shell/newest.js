// Asks for one thing at a time: what is wanted meanwhile is asked for once, when the answer is there.
export function oneAtATime(ask) {
  let asking = false, again = false;
  return async () => {
    if (asking) { again = true; return; }
    asking = true;
    do { again = false; await ask(); } while (again);
    asking = false;
  };
}
