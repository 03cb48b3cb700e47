/* From a chain to what clients walk on.
 *
 * The length of a stay is found by inversion with a guide table (H.-C. Chen, Y. Asau, "On
 * generating random variates from an empirical distribution", AIIE Transactions 6 (1974); L.
 * Devroye, Non-Uniform Random Variate Generation (1986), III.2.4): the first bits of luck say where
 * in the row to begin, and on average less than one link more is looked at. Inversion keeps order:
 * more luck, a longer stay, so that two scenarios with nearly the same law give nearly the same
 * stay. */
#include "engine/walk_table.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of tables that a processor has at hand, with some room for what is counted. */
#define NEAREST ((size_t)256 << 10)

/* The word up to which `chance` reaches: of 2^64, or of 2^32. −1 as a chance that no word meets is
 * told apart by the caller. */
static uint64_t wide_words(double chance) {
  return chance >= 1 ? UINT64_MAX : (uint64_t)ldexp(chance, 64);
}

static uint64_t narrow_words(double chance) {
  return chance >= 1 ? (uint64_t)1 << 32 : (uint64_t)llround(ldexp(chance, 32));
}

/* ---------------------------------------------------------------------------------------- links */

/* Copies a row; gives the number of links, the one beyond the horizon included. */
static size_t copy_row(const pk_walk *walk, size_t x, pk_walk_link *to) {
  const pk_chain *chain = walk->of.chain;
  double sum = 0;
  uint64_t before = 0;
  size_t count = 0;
  for (size_t k = chain->entry_row[x]; k < chain->entry_row[x + 1]; k++) {
    sum += chain->link_p[k];
    uint64_t upto = wide_words(sum);
    if (upto == before)
      continue;
    to[count++] = (pk_walk_link){.last = upto - 1,
                                 .length = chain->link_length[k],
                                 .exits = walk->exits_of[chain->link_point[k]]};
    before = upto;
  }
  if (count > 0 && chain->beyond[x] <= 0)
    to[count - 1].last = UINT64_MAX;
  to[count++] =
      (pk_walk_link){.last = UINT64_MAX, .length = PK_WALK_BEYOND, .exits = walk->no_exits};
  return count;
}

/* Bits that read a guide table of twice as many places as links, at least one. */
static unsigned guide_bits(size_t links) {
  unsigned bits = 1;
  while ((size_t)1 << bits < 2 * links)
    bits++;
  return bits;
}

static void fill_guide(pk_walk *walk, pk_walk_state *state, uint32_t first) {
  size_t places = (size_t)1 << (64 - state->shift);
  uint32_t k = first;
  for (size_t i = 0; i < places; i++) {
    while (walk->links[k].last < (uint64_t)i << state->shift)
      k++;
    walk->guide[state->guide + i] = k;
  }
}

static bool make_links(pk_walk *walk) {
  const pk_chain *chain = walk->of.chain;
  size_t links = chain->entry_row[chain->entry_count] + chain->entry_count, places = 0;
  for (size_t x = 0; x < chain->entry_count; x++)
    places += (size_t)1 << guide_bits(chain->entry_row[x + 1] - chain->entry_row[x]);
  walk->links = PK_NEW_ARRAY(walk->arena, pk_walk_link, links);
  walk->guide = PK_NEW_ARRAY(walk->arena, uint32_t, places);
  if (!walk->links || !walk->guide)
    return false;
  walk->large = links * sizeof *walk->links + places * sizeof *walk->guide > NEAREST;
  size_t link = 0, guide = 0;
  for (size_t x = 0; x < chain->entry_count; x++) {
    pk_walk_state *state = &walk->states[x];
    unsigned bits = guide_bits(chain->entry_row[x + 1] - chain->entry_row[x]);
    size_t count = copy_row(walk, x, walk->links + link);
    state->guide = (uint32_t)guide;
    state->shift = (uint8_t)(64 - bits);
    fill_guide(walk, state, (uint32_t)link);
    link += count;
    guide += (size_t)1 << bits;
  }
  return true;
}

/* ---------------------------------------------------------------------------------------- exits */

typedef struct ranked {
  int rank; /* of the transition's id */
  size_t exit;
} ranked;

static int by_rank(const void *a, const void *b) {
  const ranked *p = a, *q = b;
  if (p->rank != q->rank)
    return p->rank < q->rank ? -1 : 1;
  return p->exit < q->exit ? -1 : p->exit > q->exit;
}

static int by_id(const void *a, const void *b) {
  const pk_transition *const *p = a, *const *q = b;
  return strcmp((*p)->id, (*q)->id);
}

/* Places of transitions in the order of their ids. */
static int *rank_transitions(const pk_walk *walk) {
  const pk_model *model = walk->of.model;
  size_t n = (size_t)model->transition_count;
  const pk_transition **sorted = PK_NEW_ARRAY(walk->arena, const pk_transition *, n);
  int *rank = PK_NEW_ARRAY(walk->arena, int, n);
  if (!sorted || !rank)
    return NULL;
  for (size_t i = 0; i < n; i++)
    sorted[i] = &model->transitions[i];
  qsort(sorted, n, sizeof(*sorted), by_id);
  for (size_t i = 0; i < n; i++)
    rank[sorted[i] - model->transitions] = (int)i;
  return rank;
}

static size_t most_exits(const pk_chain *chain) {
  size_t most = 0;
  for (size_t y = 0; y < chain->point_count; y++)
    if (chain->point_row[y + 1] - chain->point_row[y] > most)
      most = chain->point_row[y + 1] - chain->point_row[y];
  return most;
}

static int32_t walk_target(const pk_walk *walk, int32_t to) {
  return to >= 0 ? to : ~(int32_t)walk->exits_of[~to];
}

/* One point's exits, sorted in `list`, in fours. */
static void fill_exits(pk_walk *walk, size_t y, const ranked *list, size_t count) {
  const pk_chain *chain = walk->of.chain;
  pk_walk_exits *four = walk->exits + walk->exits_of[y];
  double sum = 0;
  uint64_t before = 0;
  int at = 0, last = -1;
  for (size_t i = 0; i < count; i++) {
    size_t k = list[i].exit;
    uint64_t upto = narrow_words(sum += chain->exit_p[k]);
    upto = upto > (uint64_t)1 << 32 || i + 1 == count ? (uint64_t)1 << 32 : upto;
    if (upto == before)
      continue;
    last = at++;
    four[last / 4].last[last % 4] = (uint32_t)(upto - 1);
    four[last / 4].to[last % 4] = walk_target(walk, chain->exit_to[k]);
    four[last / 4].transition[last % 4] = chain->exit_transition[k];
    before = upto;
  }
  for (; last >= 0 && at % 4 != 0; at++)
    four[last / 4].last[at % 4] = UINT32_MAX;
}

/* Where each point's exits will stand; gives the number of fours. */
static size_t place_exits(const pk_chain *chain, uint32_t *exits_of) {
  size_t fours = 0;
  for (size_t y = 0; y < chain->point_count; y++) {
    exits_of[y] = (uint32_t)fours;
    fours += (chain->point_row[y + 1] - chain->point_row[y] + 3) / 4;
  }
  return fours;
}

static bool make_exits(pk_walk *walk) {
  const pk_chain *chain = walk->of.chain;
  walk->exits_of = PK_NEW_ARRAY(walk->arena, uint32_t, chain->point_count);
  ranked *list = PK_NEW_ARRAY(walk->arena, ranked, most_exits(chain));
  int *rank = rank_transitions(walk);
  if (!walk->exits_of || !list || !rank)
    return false;
  size_t fours = place_exits(chain, walk->exits_of);
  walk->no_exits = (uint32_t)fours;
  walk->exits = PK_NEW_ARRAY(walk->arena, pk_walk_exits, fours + 1);
  walk->point_of = PK_NEW_ARRAY(walk->arena, int32_t, fours);
  if (!walk->exits || !walk->point_of)
    return false;
  walk->exits[fours] = (pk_walk_exits){.last = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX},
                                       .transition = {-1, -1, -1, -1}};
  for (size_t y = 0; y < chain->point_count; y++) {
    size_t first = chain->point_row[y], count = chain->point_row[y + 1] - first;
    for (size_t i = 0; i < count; i++) {
      int transition = chain->exit_transition[first + i];
      list[i] = (ranked){transition < 0 ? -1 : rank[transition], first + i};
    }
    qsort(list, count, sizeof *list, by_rank);
    fill_exits(walk, y, list, count);
    for (size_t i = 0; i < count; i += 4)
      walk->point_of[walk->exits_of[y] + i / 4] = (int32_t)y;
  }
  return true;
}

/* ------------------------------------------------------------------------------------ the rest */

static bool paid_at(const pk_walk_of *of, size_t x) {
  for (int a = 0; of->extra && a < of->model->account_count; a++)
    if (of->extra[a] && (of->extra[a]->row[x] >= 0 || of->extra[a]->once[x] != 0))
      return true;
  return false;
}

static bool hosted_at(const pk_hosts *hosts, int stage) {
  return hosts->first[stage] < hosts->first[stage + 1];
}

static bool make_states(pk_walk *walk) {
  const pk_walk_of *of = &walk->of;
  const pk_chain *chain = of->chain;
  walk->states = PK_NEW_ARRAY(walk->arena, pk_walk_state, chain->entry_count);
  if (!walk->states)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++) {
    int stage = chain->entry_stage[x], about = PK_STAY_ANY;
    about |= of->rules->stage_employed[stage] ? PK_STAY_EMPLOYED : 0;
    about |= of->rules->stage_open[stage] ? PK_STAY_OPEN : 0;
    about |= hosted_at(of->hosts, stage) ? PK_STAY_HOSTED : 0;
    about |= paid_at(of, x) ? PK_STAY_PAID : 0;
    about |= chain->over_limit && chain->over_limit[x] > 0 ? PK_STAY_OVER_LIMIT : 0;
    about |= chain->entry_elapsed && chain->entry_elapsed[x] > 0 ? PK_STAY_OLD : 0;
    bool draws = chain->entry_row[x] < chain->entry_row[x + 1] || about & PK_STAY_HOSTED;
    about |= draws ? 0 : PK_STAY_ENDLESS;
    walk->states[x].stage = stage;
    walk->states[x].hash = walk->hash[stage];
    walk->states[x].about = (uint8_t)about;
  }
  return true;
}

static int64_t in_parts(double expected) {
  return llround(expected * PK_TALLY_PARTS);
}

static bool make_over_limit(pk_walk *walk) {
  const pk_chain *chain = walk->of.chain;
  bool any = false;
  for (size_t x = 0; x < chain->entry_count && chain->over_limit; x++)
    any = any || chain->over_limit[x] > 0;
  if (!any)
    return true;
  walk->over_limit = PK_NEW_ARRAY(walk->arena, int64_t, chain->entry_count);
  for (size_t x = 0; x < chain->entry_count && walk->over_limit; x++)
    walk->over_limit[x] = in_parts(chain->over_limit[x]);
  return walk->over_limit;
}

static bool make_refusals(pk_walk *walk) {
  const pk_chain *chain = walk->of.chain;
  size_t count = chain->refused_row ? chain->refused_row[chain->point_count] : 0;
  if (count == 0)
    return true;
  walk->refusals = PK_NEW_ARRAY(walk->arena, pk_walk_refusal, count);
  for (size_t k = 0; k < count && walk->refusals; k++)
    walk->refusals[k] =
        (pk_walk_refusal){chain->refused_transition[k], in_parts(chain->refused_p[k])};
  return walk->refusals;
}

static bool make_stages(pk_walk *walk) {
  const pk_walk_of *of = &walk->of;
  size_t rows = (size_t)of->chain->horizon + 1, accounts = (size_t)of->model->account_count;
  walk->lasting = pk_lasting_steps(of->model->step);
  walk->hash = PK_NEW_ARRAY(walk->arena, uint32_t, (size_t)of->model->stage_count);
  walk->power = PK_NEW_ARRAY(walk->arena, double, rows *accounts);
  if (!walk->hash || !walk->power)
    return false;
  for (int s = 0; s < of->model->stage_count; s++)
    walk->hash[s] = pk_dice_id(of->model->stages[s].id);
  for (size_t a = 0; a < accounts; a++) {
    double power = 1, by = of->discount ? of->discount[a] : 1;
    for (size_t t = 0; t < rows; t++, power *= by)
      walk->power[a * rows + t] = power;
  }
  return true;
}

pk_walk *pk_walk_new(const pk_walk_of *of, polku_report *report) {
  if (of->model->stage_count > PK_WALK_MOST_STAGES) {
    char most[32];
    pk_report_add(report, NULL, "E-STAGES-MANY", "limit", pk_number_text(most, PK_WALK_MOST_STAGES),
                  NULL);
    return NULL;
  }
  pk_arena *arena = pk_arena_new();
  pk_walk *walk = arena ? PK_NEW(arena, pk_walk) : NULL;
  if (walk) {
    walk->arena = arena;
    walk->of = *of;
  }
  if (walk && make_stages(walk) && make_states(walk) && make_exits(walk) && make_links(walk) &&
      make_over_limit(walk) && make_refusals(walk))
    return walk;
  pk_report_memory(report);
  pk_arena_free(arena);
  return NULL;
}

void pk_walk_free(pk_walk *walk) {
  if (walk)
    pk_arena_free(walk->arena);
}
