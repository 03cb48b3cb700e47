/* There are two ways through a model for single clients, over the chain and step by step. Where
 * both can be used they draw by the same luck, so a client's history is the same in both. */
#include "chain/stay_law.h"
#include "support/check.h"
#include "support/random_model.h"
#include "support/random_run.h"

#include <stdlib.h>
#include <string.h>

/* All stays of a run, in the order of groups, clients and time. */
typedef struct histories {
  size_t count, room;
  pk_event_of_stay *stays;
} histories;

static bool keep_stays(void *context, const pk_event_of_stay *stays, size_t count) {
  histories *log = context;
  if (log->count + count > log->room) {
    log->room = 2 * (log->count + count);
    log->stays = realloc(log->stays, log->room * sizeof *log->stays);
    assert_non_null(log->stays);
  }
  memcpy(log->stays + log->count, stays, count * sizeof *stays);
  log->count += count;
  return true;
}

/* A passage takes no time: it comes before the stay that it leads to, after the one before it, and
 * stages of passages follow each other as they are numbered. */
static int by_client(const void *a, const void *b) {
  const pk_event_of_stay *p = a, *q = b;
  if (p->group != q->group)
    return p->group < q->group ? -1 : 1;
  if (p->client != q->client)
    return p->client < q->client ? -1 : 1;
  if (p->start != q->start)
    return p->start < q->start ? -1 : 1;
  if (p->censored != q->censored)
    return p->censored ? 1 : -1;
  if (p->end != q->end)
    return p->end < q->end ? -1 : 1;
  return p->stage < q->stage ? -1 : p->stage > q->stage;
}

static histories walk(const random_run *run) {
  histories log = {0};
  pk_event_taker taker = {keep_stays, &log};
  pk_walk *walk = pk_walk_new(&run->of, run->report);
  int64_t *tally = tally_new(run);
  pk_walk_part part = {0};
  int group = -1;
  pk_dice_key(3, 0, part.key);
  for (int i = 0; i < run->origins->count; i++) {
    part.origin = &run->origins->list[i];
    part.count = pk_origin_count(part.origin, part.key);
    part.number = part.origin->group == group ? part.number : 0;
    group = part.origin->group;
    assert_true(pk_walk_run(walk, &part, tally, &taker));
    part.number += (uint32_t)part.count;
  }
  free(tally);
  pk_walk_free(walk);
  return log;
}

static histories step(const random_run *run, double people) {
  static const pk_chain_options options = {0};
  histories log = {0};
  pk_event_taker taker = {keep_stays, &log};
  pk_stay_laws *laws = pk_stay_laws_new(run->model, run->rules, &options, run->report);
  pk_origins *origins =
      pk_origins_of_model(run->model, run->rules, &options, people, true, run->report);
  pk_steps_of of = {.model = run->model,
                    .rules = run->rules,
                    .laws = laws,
                    .hosts = &run->hosts,
                    .origins = origins,
                    .shape = &run->shape};
  pk_steps *steps = pk_steps_new(&of, run->report);
  int64_t *tally = tally_new(run);
  pk_steps_run now = {.events = &taker};
  pk_dice_key(3, 0, now.key);
  assert_non_null(steps);
  assert_true(pk_steps_play(steps, &now, tally));
  free(tally);
  pk_steps_free(steps);
  pk_origins_free(origins);
  pk_stay_laws_free(laws);
  return log;
}

static bool same_stay(const pk_event_of_stay *a, const pk_event_of_stay *b) {
  return a->group == b->group && a->client == b->client && a->stage == b->stage &&
         a->host == b->host && a->start == b->start && a->end == b->end &&
         a->censored == b->censored;
}

static void assert_same_histories(uint64_t seed, histories *a, histories *b) {
  qsort(a->stays, a->count, sizeof *a->stays, by_client);
  qsort(b->stays, b->count, sizeof *b->stays, by_client);
  for (size_t i = 0; i < a->count && i < b->count; i++) {
    const pk_event_of_stay *p = &a->stays[i], *q = &b->stays[i];
    if (!same_stay(p, q))
      fail_msg("model %d: client %u of group %d is at stage %d (host %d) from %d to %d over the "
               "chain, client %u of group %d at %d (%d) from %d to %d step by step",
               (int)seed, p->client, p->group, p->stage, p->host, p->start, p->end, q->client,
               q->group, q->stage, q->host, q->start, q->end);
  }
  assert_int_equal(a->count, b->count);
}

/* Which part of the clients gets a support is drawn in another way where there is a chain. */
static char *text_of(uint64_t seed) {
  random_model_options options = {.without = RANDOM_LAYOUT | RANDOM_EXTRAS | RANDOM_SCENARIOS |
                                             RANDOM_SUPPORTS};
  if (seed % 4 == 0) {
    options.region = "finland";
    options.horizon = 18;
    options.stages = 5;
  }
  return random_model(seed, &options);
}

static void histories_are_the_same_over_the_chain_and_step_by_step(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 120; seed++) {
    random_run run;
    random_run_start(&run, text_of(seed), 300);
    histories a = walk(&run), b = step(&run, 300);
    assert_same_histories(seed, &a, &b);
    free(a.stays);
    free(b.stays);
    random_run_end(&run);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(histories_are_the_same_over_the_chain_and_step_by_step),
  };
  return RUN(tests);
}
