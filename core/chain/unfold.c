/* Unfolding: from where clients begin, step by step, to everything they can reach in time.
 *
 * Time t runs over the horizon once. At t, first the points that somebody can reach at t get their
 * exits, and with them the entry states behind them; then the entry states first reached at t get
 * their links, which lead to points at t + 1 or later. So each state is unfolded once, when it is
 * first reached, and only as far as time is left; what lies beyond the horizon is never made. */
#include "base/text.h"
#include "chain/unfold.h"
#include <stdlib.h>
#include <string.h>

enum {
  KEY_WORDS = 3,        /* before the clocks */
  BORN_BITS = 17,       /* an epoch in a key: of 40,000 steps */
  LONGEST_SIFTED = 2000 /* steps: sifting costs links × horizon */
};
static const double MOST_LOST = 1e-3; /* of the people */

static uint64_t pair(int a, int b) {
  return (uint64_t)(uint32_t)a << 32 | (uint32_t)b;
}

/* What of a time tells states apart: after the last change every time is alike. */
static int time_that_tells(const pk_builder *b, int time) {
  return time < b->laws->settled ? time : b->laws->settled;
}

/* The same for entering a stage. Where nobody leaves and nobody is paid for, only the hosts of that
 * time matter. */
static int entry_that_tells(const pk_builder *b, int stage, int time) {
  if (b->laws->law[stage].form != PK_EXITS_NONE || pk_rules_pays(b->rules, stage))
    return time_that_tells(b, time);
  return b->laws->presence->first[pk_stay_epoch(b->laws, time)];
}

static void put_clocks(const pk_builder *b, const pk_clocks *clocks, uint64_t *key) {
  for (int i = 0; i < b->clock_count; i++)
    key[KEY_WORDS + i] = clocks->at[i];
}

static void get_clocks(const pk_builder *b, const uint64_t *key, pk_clocks *clocks) {
  memset(clocks, 0, sizeof *clocks);
  for (int i = 0; i < b->clock_count; i++)
    clocks->at[i] = key[KEY_WORDS + i];
}

static void put_on_list(pk_builder *b, int32_t *list, int32_t state) {
  void *dues = b->dues;
  if (b->due_count >= INT32_MAX ||
      !pk_make_room(&dues, &b->due_room, b->due_count + 1, sizeof *b->dues)) {
    b->failed = true;
    return;
  }
  b->dues = dues;
  b->dues[b->due_count] = (pk_due){state, *list};
  *list = (int32_t)b->due_count++;
}

/* Takes the next state from a list; −1 when it is empty. */
static int32_t take_from_list(pk_builder *b, int32_t *list) {
  if (*list < 0 || b->failed || b->too_large)
    return -1;
  int32_t state = b->dues[*list].state;
  *list = b->dues[*list].next;
  return state;
}

int32_t pk_entry_at(pk_builder *b, int klass, int stage, int behind, int time,
                    const pk_clocks *clocks) {
  uint64_t key[KEY_WORDS + PK_CLOCKS_MAX] = {pair(klass, stage),
                                             pair(behind, entry_that_tells(b, stage, time)), 0};
  put_clocks(b, clocks, key);
  size_t known = b->entry_keys.count;
  int32_t index = pk_states_add(&b->entry_keys, key);
  void *entries = b->entries;
  if (index < 0 || !pk_make_room(&entries, &b->entry_room, known + 1, sizeof *b->entries)) {
    b->failed = true;
    return -1;
  }
  b->entries = entries;
  bool fresh = b->entry_keys.count > known;
  if (fresh)
    b->entries[index] = (pk_entry){.klass = klass, .stage = stage, .behind = behind};
  if (fresh || time < b->entries[index].time) { /* a start may be met before an earlier one */
    b->entries[index].time = time;
    b->entries[index].epoch = pk_stay_epoch(b->laws, time);
    put_on_list(b, &b->entries_at[time], index);
  }
  return index;
}

/* The third word of a point's key. */
static uint64_t terms_word(const pk_builder *b, const pk_moment *m, int time) {
  int born = b->laws->law[m->stage].terms[m->born];
  return pair(time_that_tells(b, time), (m->variant << 1 | m->limit) << BORN_BITS | born);
}

/* What of a moment tells points apart: how long the stay was only where that matters. */
int32_t pk_point_at(pk_builder *b, const pk_moment *m, int time) {
  const pk_stay_law *law = &b->laws->law[m->stage];
  int elapsed = law->needs_elapsed ? m->elapsed : 0;
  uint64_t key[KEY_WORDS + PK_CLOCKS_MAX] = {pair(m->klass, m->stage), pair(elapsed, m->row),
                                             terms_word(b, m, time)};
  put_clocks(b, m->clocks, key);
  size_t known = b->point_keys.count;
  int32_t index = pk_states_add(&b->point_keys, key);
  void *points = b->points;
  if (index < 0 || !pk_make_room(&points, &b->point_room, known + 1, sizeof *b->points)) {
    b->failed = true;
    return -1;
  }
  b->points = points;
  if (b->point_keys.count > known)
    b->points[index] = (pk_point){.klass = m->klass,
                                  .stage = m->stage,
                                  .time = -1,
                                  .leave = pk_stay_decide(b->laws, m, NULL, NULL)};
  return index;
}

void pk_point_reached(pk_builder *b, int32_t index, int time) {
  pk_point *point = &b->points[index];
  if (point->time >= 0 && point->time <= time)
    return;
  point->time = time;
  put_on_list(b, &b->points_at[time], index);
}

void pk_entry_clocks(const pk_builder *b, int32_t entry, pk_clocks *clocks) {
  get_clocks(b, pk_states_key(&b->entry_keys, entry), clocks);
}

pk_moment pk_point_moment(const pk_builder *b, int32_t point, pk_clocks *clocks) {
  const uint64_t *key = pk_states_key(&b->point_keys, point);
  int how = (int)(uint32_t)key[2] >> BORN_BITS;
  get_clocks(b, key, clocks);
  return (pk_moment){.klass = b->points[point].klass,
                     .stage = b->points[point].stage,
                     .clocks = clocks,
                     .elapsed = (int)(key[1] >> 32),
                     .row = (int)(uint32_t)key[1],
                     .variant = how >> 1,
                     .limit = (how & 1) != 0,
                     .born = (int)(key[2] & ((1U << BORN_BITS) - 1)),
                     .epoch = pk_stay_epoch(b->laws, (int)(key[2] >> 32))};
}

static void add_way(pk_builder *b, pk_point_exit **ways, size_t *count, size_t *room,
                    pk_point_exit way) {
  void *grown = *ways;
  if (!pk_make_room(&grown, room, *count + 1, sizeof way)) {
    b->failed = true;
    return;
  }
  *ways = grown;
  (*ways)[(*count)++] = way;
}

/* Where an exit leads: an entry state, or ~point of a passage that is left in the same step. */
static int32_t target_of(pk_builder *b, const pk_moment *from, int stage, int time) {
  pk_clocks clocks = *from->clocks;
  pk_stay_enter(b->laws, stage, b->horizon - time, &clocks);
  if (!b->laws->law[stage].passage)
    return pk_entry_at(b, from->klass, stage, 0, time, &clocks);
  pk_moment moment = {.klass = from->klass,
                      .stage = stage,
                      .clocks = &clocks,
                      .elapsed = from->elapsed,
                      .born = from->epoch,
                      .epoch = from->epoch};
  int32_t point = pk_point_at(b, &moment, time);
  if (point < 0)
    return 0;
  pk_point_reached(b, point, time);
  return ~point;
}

static void expand_point(pk_builder *b, int32_t index, int time) {
  const pk_stay_law *law = &b->laws->law[b->points[index].stage];
  pk_clocks clocks;
  pk_moment moment = pk_point_moment(b, index, &clocks);
  pk_stay_decide(b->laws, &moment, b->p, b->refused);
  pk_point point = b->points[index];
  point.row = b->way_count;
  point.refused = b->refusal_count;
  for (int j = 0; j < law->exit_count && !b->failed; j++) {
    int transition = law->exits[j].transition;
    if (b->p[j] > 0) {
      pk_point_exit way = {target_of(b, &moment, law->exits[j].to, time), transition, b->p[j]};
      add_way(b, &b->ways, &b->way_count, &b->way_room, way);
    }
    if (b->refused[j] > 0)
      add_way(b, &b->refusals, &b->refusal_count, &b->refusal_room,
              (pk_point_exit){0, transition, b->refused[j]});
  }
  point.row_end = b->way_count;
  point.refused_end = b->refusal_count;
  point.done = true;
  b->points[index] = point;
}

/* Points reached at `time`; passages that they lead to join the list as it is worked off. */
static void expand_points(pk_builder *b, int time) {
  for (int32_t i; (i = take_from_list(b, &b->points_at[time])) >= 0;)
    if (!b->points[i].done)
      expand_point(b, i, time);
}

static void expand_entries(pk_builder *b, int time) {
  for (int32_t i; (i = take_from_list(b, &b->entries_at[time])) >= 0;)
    if (!b->entries[i].done)
      pk_unfold_stay(b, i);
}

/* The clock that takes the most values among the entry states met so far; −1 without clocks. */
static int widest_clock(const pk_builder *b) {
  int widest = -1;
  size_t most = 0;
  for (int i = 0; i < b->clock_count; i++) {
    pk_states values;
    pk_states_start(&values, 1);
    for (size_t x = 0; x < b->entry_keys.count; x++)
      if (pk_states_add(&values, pk_states_key(&b->entry_keys, (int32_t)x) + KEY_WORDS + i) < 0)
        break;
    if (values.count > most) {
      most = values.count;
      widest = i;
    }
    pk_states_end(&values);
  }
  return widest;
}

static void report_too_large(const pk_builder *b) {
  char limit[32], step[32];
  int clock = widest_clock(b);
  pk_number_text(limit, (double)b->max_links);
  pk_number_text(step, b->laws->presence->first[b->laws->epoch_count - 1]);
  if (b->laws->epoch_count > 1)
    pk_report_add(b->report, NULL, "E-CHAIN-CHANGES", "limit", limit, "step", step, NULL);
  else if (clock >= 0)
    pk_report_add(b->report, NULL, "E-CHAIN-CLOCK", "limit", limit, "clock",
                  pk_rules_clock_id(b->rules, clock), NULL);
  else
    pk_report_add(b->report, NULL, "E-CHAIN-LARGE", "limit", limit, NULL);
}

static bool start(pk_builder *b) {
  size_t times = (size_t)b->horizon + 1;
  size_t exits = (size_t)b->laws->max_exits + 1;
  pk_states_start(&b->entry_keys, KEY_WORDS + b->clock_count);
  pk_states_start(&b->point_keys, KEY_WORDS + b->clock_count);
  b->entries_at = malloc(times * sizeof *b->entries_at);
  b->points_at = malloc(times * sizeof *b->points_at);
  b->p = malloc(exits * sizeof *b->p);
  b->refused = malloc(exits * sizeof *b->refused);
  if (!b->entries_at || !b->points_at || !b->p || !b->refused)
    return false;
  memset(b->entries_at, 0xff, times * sizeof *b->entries_at);
  memset(b->points_at, 0xff, times * sizeof *b->points_at);
  return true;
}

static void end(pk_builder *b) {
  pk_states_end(&b->entry_keys);
  pk_states_end(&b->point_keys);
  free(b->entries);
  free(b->points);
  free(b->links);
  free(b->ways);
  free(b->refusals);
  free(b->begins);
  free(b->dues);
  free(b->entries_at);
  free(b->points_at);
  free(b->p);
  free(b->refused);
  free(b->arrivals);
  free(b->mass);
}

static double people(const pk_builder *b) {
  double sum = 0;
  for (size_t i = 0; i < b->begin_count; i++)
    sum += b->begins[i].amount;
  return sum;
}

/* One attempt; `tolerance` is the part of all people that makes a state worth keeping, 0: all are
 * kept. NULL with `failed`, `too_large` or too many lost. */
static pk_chain *attempt(pk_builder *b, double tolerance) {
  if (!start(b)) {
    b->failed = true;
    return NULL;
  }
  pk_unfold_begins(b);
  b->threshold = tolerance * people(b);
  for (int time = 0; time <= b->horizon; time++) {
    expand_points(b, time);
    if (b->threshold > 0 && !b->failed)
      pk_sift(b, time);
    else
      expand_entries(b, time);
    if (b->failed || b->too_large || b->lost > MOST_LOST * people(b))
      return NULL;
  }
  pk_chain *chain = pk_assemble(b);
  b->failed = !chain;
  return chain;
}

/* All states if they fit; else those that people come to, fewer and fewer of them.
 */
static pk_chain *unfold(const pk_builder *empty, double tolerance) {
  pk_builder b = *empty;
  pk_chain *chain = attempt(&b, 0);
  bool sift =
      b.too_large && (b.clock_count > 0 || b.laws->epoch_count > 1) && b.horizon <= LONGEST_SIFTED;
  while (b.too_large && sift && !b.failed) {
    end(&b);
    b = *empty;
    chain = attempt(&b, tolerance);
    tolerance *= 10;
  }
  if (b.failed)
    pk_report_memory(b.report);
  else if (!chain)
    report_too_large(&b);
  end(&b);
  return chain;
}

pk_chain *pk_chain_new(const pk_model *model, const pk_rules *rules,
                       const pk_chain_options *options, polku_report *report) {
  static const pk_chain_options plain = {0};
  if (!model || !rules)
    return NULL;
  options = options ? options : &plain;
  if (options->refine > 1 && rules->clock_count > 0) {
    pk_report_add(report, NULL, "E-REFINE-CLOCKS", NULL);
    return NULL;
  }
  pk_stay_laws *laws = pk_stay_laws_new(model, rules, options, report);
  if (!laws)
    return NULL;
  pk_builder empty = {.model = model,
                      .rules = rules,
                      .laws = laws,
                      .report = report,
                      .horizon = laws->horizon,
                      .clock_count = rules->clock_count,
                      .keep_pattern = options->keep_pattern,
                      .keep_sifted = options->keep_sifted,
                      .max_links = options->max_links ? options->max_links : 4000000};
  pk_chain *chain = unfold(&empty, options->tolerance > 0 ? options->tolerance : 1e-9);
  if (chain && chain->pattern)
    pk_pattern_own(chain, laws);
  else
    pk_stay_laws_free(laws);
  return chain;
}

void pk_chain_free(pk_chain *chain) {
  if (!chain)
    return;
  pk_pattern_end(chain);
  pk_arena_free(chain->arena);
}
