// An earlier moment: the model as it was then, and what followed from it, so that the numbers beside
// an old picture are of that picture. `room.past` has them while somebody looks there.
import { oneAtATime } from '../shell/newest.js';

// Gives the function that looks at the model at a number; null: at now.
export function past(room) {
  const fetchIt = oneAtATime(async () => {
    const { past: wanted } = room;
    if (!wanted) return;
    const [moment, answer] = await Promise.all([
      room.get(`/api/moment?number=${wanted.number}`).catch(() => null),
      room.post('/api/what_if', { base: wanted.number, patch: {} }).catch(() => null)]);
    if (room.past !== wanted) return;
    const { start_figures: start } = room.state;
    const figures = start?.number === wanted.number ? start : answer?.ok ? answer.body.figures ?? answer.body : null;
    room.past = { ...wanted, model: moment?.model ?? null, figures, missing: !figures };
    room.said('figures');
  });
  return (number) => {
    room.past = number === null ? null : { number, model: null, figures: null };
    room.said('figures');
    fetchIt();
  };
}

// The room as it was at the moment that is looked at.
export const shownState = ({ state, past: then }) => (then ? { ...state, figures: then.figures, model: then.model ?? state.model, now: state.figures?.work?.people, past: then } : state);
