// The exits of a stage told in another way: shares of who leaves, chances at each step, times that race.
// What is told stays about the same: each exit keeps its rate, so many of those who are there a step.
import { exitsOf, familyOf, isObject, meanOf, replaced, unitOf } from './shape.js';

const days = { day: 1, week: 7, month: 365.25 / 12, year: 365.25 };
const longest = 40000; // steps

// The mean of a length in steps of the model.
function stepsOf(duration, model) {
  if (!familyOf(duration)) return 1;
  const step = model.step ?? 'month';
  return Math.max(1, (meanOf(duration) * days[unitOf(duration) || step]) / days[step]);
}

function rateOf(exit, model, stay) {
  if (exit.form === 'share') return Math.max(0, exit.share) / stay;
  if (exit.form === 'after') return 1 / stepsOf(exit.transition.after, model);
  const { per_step: chance } = exit.transition;
  const first = Array.isArray(chance) ? chance[0] : chance;
  return isObject(first) ? first.value : first;
}

const tidy = (number) => Number(number.toPrecision(4));
const meanFor = (rate) => tidy(Math.min(longest, Math.max(1, 1 / rate)));

// The patch that tells all exits of a stage as `next`: 'share', 'per_step' or 'after'.
export function retold(model, stage, next) {
  const exits = exitsOf(model, stage),
    now = model.stages[stage];
  const rates = exits.map((exit) => rateOf(exit, model, stepsOf(now.duration, model)));
  const all = rates.reduce((sum, rate) => sum + rate, 0);
  const rest = rates.indexOf(Math.max(...rates)); // the largest share is what the others leave
  const told = {
    share: (rate, i) => (i === rest ? 'rest' : tidy(all > 0 ? rate / all : 1 / exits.length)),
    per_step: (rate) => tidy(Math.min(1, rate)),
    after: (rate) => ({ geometric: { mean: meanFor(rate) } }),
  }[next];
  const transitions = exits.map((exit, i) => [exit.id, { [exit.form]: null, [next]: told(rates[i], i) }]);
  const duration =
    next === 'share'
      ? now.duration || now.passage
        ? {}
        : { duration: { geometric: { mean: meanFor(all) } } }
      : now.duration
        ? { duration: null }
        : {};
  const supports = Object.entries(model.supports ?? {})
    .map(([id, support]) => [
      id,
      remeasured(
        support.effect,
        exits.map((exit) => exit.id),
        next,
      ),
    ])
    .filter(([, effect]) => effect);
  return {
    transitions: Object.fromEntries(transitions),
    ...(Object.keys(duration).length > 0 ? { stages: { [stage]: duration } } : {}),
    ...(supports.length > 0 ? { supports: Object.fromEntries(supports.map(([id, effect]) => [id, { effect }])) } : {}),
  };
}

// Effects on these exits: on shares they are ratios of odds, else of rates. Nothing where none is there.
function remeasured(effect, exits, next) {
  const list = effect === undefined ? [] : Array.isArray(effect) ? effect : [effect];
  if (!list.some((one) => exits.includes(one.transition))) return null;
  const measured = list.map((one) => {
    if (!exits.includes(one.transition)) return one;
    const { odds_ratio: odds, hazard_ratio: hazard, ...others } = one;
    return { ...others, [next === 'share' ? 'odds_ratio' : 'hazard_ratio']: odds ?? hazard };
  });
  return Array.isArray(effect) ? measured : replaced(effect, measured[0]);
}
