/* Runs side by side, told in their order.
 *
 * A batch of runs is given to the threads, each run with a tally of its own; when all of the batch
 * are there they are added up and told one after another. So memory does not grow with the number
 * of runs, and who watches hears the same whatever the number of threads. */
#include "study/runs.h"
#include "engine/fleet.h"

#include <stdlib.h>
#include <string.h>

enum { PAIR = 2, BATCH_OF_A_THREAD = 4, STAYS_AT_ONCE = 256 };

/* Bytes of tallies in a batch; a model with a very long horizon gets a small batch. */
static const size_t MOST_TALLIES = (size_t)1 << 28;

bool pk_runs_new(pk_runs *runs, const pk_playing *p, int wanted, pk_arena *arena) {
  const polku_result *r = p->making->result;
  *runs = (pk_runs){.wanted = wanted,
                    .of_a_draw = PAIR,
                    .answer_count = r->group_count + 1,
                    .question_count = PK_OUTCOMES + r->account_count};
  size_t rows = (size_t)wanted * (size_t)runs->answer_count * (size_t)runs->question_count;
  runs->sum = PK_NEW_ARRAY(arena, int64_t, p->player.layout.size);
  runs->answers = PK_NEW_ARRAY(arena, double, rows);
  runs->employed = PK_NEW_ARRAY(arena, double, (size_t)wanted);
  runs->entered = PK_NEW_ARRAY(arena, double, (size_t)wanted *(size_t)runs->answer_count);
  return runs->sum && runs->answers && runs->employed && runs->entered;
}

/* --- what one run came to */

void pk_runs_answer(const pk_playing *p, const pk_player *player, const int64_t *tally, int run,
                    pk_runs *runs) {
  int horizon = p->making->model->horizon;
  for (int g = 0; g < runs->answer_count; g++) {
    for (int o = 0; o < PK_OUTCOMES; o++)
      *pk_runs_at(runs, run, g, o) = pk_counted_outcome(p, tally, g - 1, (pk_outcome)o, horizon);
    for (int a = 0; a < p->making->result->account_count; a++)
      *pk_runs_at(runs, run, g, PK_OUTCOMES + a) = pk_counted_money(p, player, tally, g - 1, a, -1);
  }
  for (int t = 0; t <= horizon; t++)
    runs->employed[run] +=
        pk_tally_cell(&player->layout, tally, -1, player->layout.employed + (size_t)t);
}

/* How many came in. */
static void count_entered(const pk_player *player, const int64_t *tally, int run, pk_runs *runs) {
  double *entered = runs->entered + (size_t)run * (size_t)runs->answer_count;
  for (int g = 0; g < runs->answer_count; g++)
    for (int t = 0; t <= player->layout.horizon; t++)
      entered[g] +=
          pk_tally_cell(&player->layout, tally, g - 1, player->layout.entered + (size_t)t);
}

/* --- telling */

static void tell_group(const pk_playing *p, const pk_runs *runs, int run, int group,
                       const int64_t *tally, polku_run_group *told) {
  const pk_layout *layout = &p->player.layout;
  const int64_t *part = tally + (size_t)group * layout->group_size;
  *told = (polku_run_group){.group = p->making->result->groups[group].group.id,
                            .occupancy = part + layout->occupancy,
                            .entries = part + layout->entries,
                            .waiting = layout->queues ? part + layout->waiting : NULL,
                            .moves = part + layout->moves,
                            .outcomes = pk_runs_at(runs, run, group + 1, 0),
                            .money = pk_runs_at(runs, run, group + 1, PK_OUTCOMES)};
  for (int t = 0; t <= layout->horizon; t++)
    told->people += part[layout->entered + (size_t)t];
}

/* False when the watcher failed, or memory ran out. */
static bool tell(const pk_playing *p, const pk_runs *runs, int run, int draw,
                 const int64_t *tally) {
  const polku_watch *watch = p->making->options.watch;
  const polku_result *r = p->making->result;
  if (!watch || !watch->run)
    return true;
  polku_run_group *groups = malloc(((size_t)r->group_count + 1) * sizeof *groups);
  if (!groups) {
    pk_report_memory(p->making->report);
    return false;
  }
  for (int g = 0; g < r->group_count; g++)
    tell_group(p, runs, run, g, tally, &groups[g]);
  polku_run told = {.run = run,
                    .draw = draw,
                    .horizon = r->horizon,
                    .stage_count = r->stage_count,
                    .transition_count = r->transition_count,
                    .group_count = r->group_count,
                    .outcome_count = PK_OUTCOMES,
                    .account_count = r->account_count,
                    .stages = p->ids[0],
                    .transitions = p->ids[1],
                    .outcomes = p->ids[2],
                    .accounts = p->ids[3],
                    .groups = groups};
  bool heard = watch->run(watch->context, &told);
  free(groups);
  return heard;
}

/* Whether to go on: progress is told from the thread that began, which no other is beside. `more`
 * is a guess from the runs of that thread. */
static bool go_on(pk_playing *p, double more) {
  const polku_watch *watch = p->making->options.watch;
  double done = p->units > 0 ? (p->units_done + more) / p->units : 0;
  if (done > p->told)
    p->told = done < 1 ? done : 1;
  if (!p->stopped && watch && watch->progress)
    p->stopped = !watch->progress(watch->context, p->told);
  return !p->stopped;
}

/* The same between batches, where all processes meet. */
static bool all_go_on(pk_playing *p) {
  p->stopped = !pk_fleet_agree(go_on(p, 0));
  return !p->stopped;
}

/* How work of a batch ended; the worst of all processes counts for all. */
typedef enum { BATCH_DONE, BATCH_STOPPED, BATCH_FAILED } batch_end;

/* True when the batch is done everywhere. `*good` is false where it failed: the process in which it
 * did has said why, the others say that one did. */
static bool done_everywhere(pk_playing *p, batch_end mine, bool *good) {
  int worst = pk_fleet_worst((int)mine);
  if (worst == BATCH_FAILED && mine != BATCH_FAILED)
    pk_report_machine(p->making->report, NULL, "E-FLEET", NULL);
  p->stopped = p->stopped || worst == BATCH_STOPPED;
  *good = worst != BATCH_FAILED;
  return worst == BATCH_DONE;
}

/* --- histories */

typedef struct teller {
  const pk_playing *playing;
  const pk_player *player;
  int run;
  bool failed;
} teller;

static bool tell_stays(void *context, const pk_event_of_stay *events, size_t count) {
  teller *t = context;
  const polku_watch *watch = t->playing->making->options.watch;
  const polku_result *r = t->playing->making->result;
  polku_stay stays[STAYS_AT_ONCE];
  for (size_t from = 0; from < count && !t->failed; from += STAYS_AT_ONCE) {
    size_t n = count - from < STAYS_AT_ONCE ? count - from : STAYS_AT_ONCE;
    for (size_t i = 0; i < n; i++) {
      const pk_event_of_stay *e = &events[from + i];
      int actor = e->host >= 0 ? t->player->hosts.list[e->host].actor : -1;
      stays[i] = (polku_stay){.run = t->run,
                              .group = r->groups[e->group].group.id,
                              .client = e->client,
                              .stage = r->stages[e->stage].id,
                              .host = actor >= 0 ? r->actors[actor].id : NULL,
                              .start = e->start,
                              .end = e->end,
                              .waiting = e->waiting,
                              .censored = e->censored};
    }
    t->failed = !watch->stays(watch->context, stays, n);
  }
  return !t->failed;
}

/* --- a batch of one player's runs */

typedef struct batch {
  pk_playing *playing;
  const pk_player *player; /* NULL: each item makes its own, with drawn numbers */
  int first, count;
  int64_t *tallies; /* [count × runs of an item] */
  char *scratch;    /* [threads] */
  size_t scratch_size;
  pk_draws **draws;       /* [threads] */
  polku_report **reports; /* [threads] */
  pk_runs *runs;
  bool failed;
} batch;

typedef struct pulse_of {
  batch *batch;
  int thread;
} pulse_of;

static bool pulse(void *context, double done) {
  const pulse_of *of = context;
  pk_playing *p = of->batch->playing;
  return of->thread == 0 ? go_on(p, done * of->batch->count) : !p->stopped;
}

/* The luck of a run of the batch. */
static void key_of(const batch *b, size_t item, uint32_t key[2]) {
  size_t run = (size_t)b->first + item;
  uint64_t number = b->runs->numbers ? (uint64_t)b->runs->numbers[run] : run;
  pk_dice_key(b->playing->making->result->seed, number, key);
}

static int64_t *tally_of(const batch *b, size_t run) {
  return b->tallies + run * b->playing->player.layout.size;
}

static bool play_run(void *context, size_t item, int thread) {
  batch *b = context;
  uint32_t key[2];
  pulse_of of = {b, thread};
  pk_listener listener = {.pulse = pulse, .context = &of};
  key_of(b, item, key);
  pk_run_end end = pk_player_run(b->player, key, tally_of(b, item),
                                 b->scratch + (size_t)thread * b->scratch_size, &listener);
  if (end == PK_RUN_NO_MEMORY)
    b->failed = true;
  return end == PK_RUN_DONE;
}

/* Runs one after another, for who wants every history. */
static bool play_told(batch *b, bool *heard) {
  teller t = {.playing = b->playing, .player = b->player, .run = b->first};
  pk_event_taker taker = {tell_stays, &t};
  pulse_of of = {b, 0};
  const polku_watch *watch = b->playing->making->options.watch;
  pk_listener listener = {
      .events = watch && watch->stays ? &taker : NULL, .pulse = pulse, .context = &of};
  uint32_t key[2];
  key_of(b, 0, key);
  pk_run_end end = pk_player_run(b->player, key, b->tallies, b->scratch, &listener);
  *heard = !t.failed;
  b->failed = end == PK_RUN_NO_MEMORY;
  return end == PK_RUN_DONE;
}

static bool play_split(batch *b) {
  pulse_of of = {b, 0};
  pk_listener listener = {.pulse = pulse, .context = &of};
  uint32_t key[2];
  key_of(b, 0, key);
  pk_run_end end = pk_player_run_split(b->player, key, b->tallies, b->playing->threads, &listener);
  b->failed = end == PK_RUN_NO_MEMORY;
  return end == PK_RUN_DONE;
}

/* Adds what a batch came to, in its order. */
static bool keep_runs(batch *b, bool told) {
  pk_runs *runs = b->runs;
  for (int i = 0; i < b->count; i++) {
    const int64_t *tally = tally_of(b, (size_t)i);
    pk_runs_answer(b->playing, b->player, tally, runs->done, runs);
    count_entered(b->player, tally, runs->done, runs);
    pk_tally_add(&b->playing->player.layout, runs->sum, tally);
    if (told && !tell(b->playing, runs, runs->done, -1, tally))
      return false;
    runs->done++;
  }
  return true;
}

static int batch_size(const pk_playing *p, int runs_of_item, int left) {
  size_t bytes = (p->player.layout.size + 1) * sizeof(int64_t) * (size_t)runs_of_item;
  size_t most = MOST_TALLIES / bytes + 1, wish = (size_t)BATCH_OF_A_THREAD * (size_t)p->crew;
  size_t size = wish < most ? wish : most;
  return (size_t)left < size ? left : (int)size;
}

static bool no_memory(pk_playing *p) {
  pk_report_memory(p->making->report);
  return false;
}

static batch_end play_items(batch *b, bool histories, bool split) {
  bool heard = true, done;
  if (histories)
    done = play_told(b, &heard);
  else if (split)
    done = play_split(b);
  else
    done = pk_fleet_work(b->playing->threads, (size_t)b->count, play_run, b);
  if (b->failed)
    no_memory(b->playing);
  return b->failed || !heard ? BATCH_FAILED : done ? BATCH_DONE : BATCH_STOPPED;
}

/* The batch that begins with the next run. Histories are told run after run, and a run of very many
 * clients takes all threads by itself. */
static bool play_batch(batch *b, bool histories, bool told) {
  pk_playing *p = b->playing;
  bool split = !histories && pk_player_splits(b->player), good;
  size_t bytes = p->player.layout.size * sizeof *b->tallies;
  b->first = b->runs->done;
  b->count = histories || split ? 1 : batch_size(p, 1, b->runs->wanted - b->runs->done);
  memset(b->tallies, 0, (split ? (size_t)p->threads : (size_t)b->count) * bytes);
  if (!done_everywhere(p, play_items(b, histories, split), &good))
    return good;
  if (!histories && !split)
    pk_fleet_share(b->tallies, (size_t)b->count, bytes);
  p->units_done += b->count;
  return pk_fleet_agree(keep_runs(b, told));
}

bool pk_runs_play(pk_playing *p, const pk_player *player, pk_runs *runs, bool told) {
  const polku_watch *watch = p->making->options.watch;
  batch b = {.playing = p, .player = player, .runs = runs};
  b.scratch_size = (pk_player_scratch(player) + 63) / 64 * 64;
  b.scratch = malloc(b.scratch_size * (size_t)p->threads + 1);
  size_t blocks = (size_t)batch_size(p, 1, runs->wanted);
  if (pk_player_splits(player) && blocks < (size_t)p->threads)
    blocks = (size_t)p->threads;
  b.tallies = malloc(blocks * p->player.layout.size * sizeof *b.tallies + 1);
  bool good = b.scratch && b.tallies ? true : no_memory(p);
  bool histories = pk_fleet_agree(told && watch && watch->stays);
  while (good && runs->done < runs->wanted && all_go_on(p))
    good = play_batch(&b, histories, told);
  free(b.scratch);
  free(b.tallies);
  return good;
}

/* --- draws: a player for each */

void pk_runs_key(uint64_t seed, int draw, int k, uint32_t key[2]) {
  const uint64_t beyond_pairs = (uint64_t)1 << 32, most_of_a_draw = 1 << 16;
  uint64_t of = (uint64_t)draw;
  pk_dice_key(seed,
              k < PAIR ? of * PAIR + (uint64_t)k : beyond_pairs + of * most_of_a_draw + (uint64_t)k,
              key);
}

static pk_run_end run_drawn(batch *b, const pk_player *player, size_t item, int thread) {
  pulse_of of = {b, thread};
  pk_listener listener = {.pulse = pulse, .context = &of};
  pk_run_end end = PK_RUN_DONE;
  int draw = b->first + (int)item, runs = b->runs->of_a_draw;
  char *scratch = malloc(pk_player_scratch(player) + 1);
  if (!scratch)
    return PK_RUN_NO_MEMORY;
  for (int k = 0; k < runs && end == PK_RUN_DONE; k++) {
    int64_t *tally = tally_of(b, item * (size_t)runs + (size_t)k);
    uint32_t key[2];
    pk_runs_key(b->playing->making->result->seed, draw, k, key);
    end = pk_player_run(player, key, tally, scratch, &listener);
    if (end == PK_RUN_DONE)
      pk_runs_answer(b->playing, player, tally, draw * runs + k, b->runs);
  }
  free(scratch);
  return end;
}

static bool end_draw(batch *b, pk_run_end end, int thread) {
  if (end == PK_RUN_NO_MEMORY) {
    pk_report_memory(b->reports[thread]);
    b->failed = true;
  }
  return end == PK_RUN_DONE;
}

static bool play_draw(void *context, size_t item, int thread) {
  batch *b = context;
  const pk_making *m = b->playing->making;
  if (b->playing->as_written)
    return end_draw(b, run_drawn(b, &b->playing->player, item, thread), thread);
  pk_variant variant = {.withdrawn = m->withdrawn,
                        .value = pk_draws_value,
                        .context = b->draws[thread],
                        .people = m->options.people,
                        .money = true};
  pk_player player;
  pk_draws_take(b->draws[thread], m->result->seed, b->first + (int)item);
  if (!pk_player_new(&player, &m->study, &variant, &b->playing->cast, b->reports[thread])) {
    b->failed = true;
    return false;
  }
  pk_run_end end = run_drawn(b, &player, item, thread);
  pk_player_free(&player);
  return end_draw(b, end, thread);
}

static bool keep_draws(batch *b) {
  pk_runs *runs = b->runs;
  for (int i = 0; i < b->count; i++)
    for (int k = 0; k < runs->of_a_draw; k++) {
      const int64_t *tally = tally_of(b, (size_t)(i * runs->of_a_draw + k));
      pk_tally_add(&b->playing->player.layout, runs->sum, tally);
      if (!tell(b->playing, runs, runs->done, b->first + i, tally))
        return false;
      runs->done++;
    }
  return true;
}

/* Tallies and rows of answers for each draw, from the process that made it. */
static void share_draws(batch *b) {
  pk_runs *runs = b->runs;
  size_t of_run = (size_t)runs->answer_count * (size_t)runs->question_count;
  size_t of_a_draw = (size_t)runs->of_a_draw, count = (size_t)b->count;
  size_t first = (size_t)b->first * of_a_draw;
  pk_fleet_share(b->tallies, count,
                 of_a_draw * b->playing->player.layout.size * sizeof *b->tallies);
  pk_fleet_share(runs->answers + first * of_run, count, of_a_draw * of_run * sizeof *runs->answers);
  pk_fleet_share(runs->employed + first, count, of_a_draw * sizeof *runs->employed);
}

static bool draw_batch(batch *b) {
  pk_playing *p = b->playing;
  bool good;
  int of_a_draw = b->runs->of_a_draw;
  b->first = b->runs->done / of_a_draw;
  b->count = batch_size(p, of_a_draw, b->runs->wanted / of_a_draw - b->first);
  size_t cells = (size_t)(b->count * of_a_draw) * p->player.layout.size;
  memset(b->tallies, 0, cells * sizeof *b->tallies);
  bool done = pk_fleet_work(p->threads, (size_t)b->count, play_draw, b);
  batch_end end = b->failed ? BATCH_FAILED : done ? BATCH_DONE : BATCH_STOPPED;
  if (!done_everywhere(p, end, &good))
    return good;
  share_draws(b);
  p->units_done += b->count * of_a_draw;
  return pk_fleet_agree(keep_draws(b));
}

static bool draws_new(batch *b) {
  const pk_making *m = b->playing->making;
  size_t threads = (size_t)b->playing->threads;
  b->draws = calloc(threads, sizeof *b->draws);
  b->reports = calloc(threads, sizeof *b->reports);
  bool good = b->draws && b->reports;
  for (size_t i = 0; good && i < threads; i++) {
    b->reports[i] = polku_report_new();
    b->draws[i] = pk_draws_new(m->model, m->scratch, m->report);
    good = b->reports[i] && b->draws[i];
  }
  return good;
}

static bool as_it_is(void *context, const polku_problem *problem, pk_place *place) {
  (void)context;
  (void)problem;
  (void)place;
  return false;
}

/* What threads found goes to the one report; draws of one model say the same things. */
static void end_draws(batch *b) {
  for (int i = 0; b->reports && i < b->playing->threads; i++) {
    if (b->reports[i] && b->failed)
      pk_report_take(b->playing->making->report, b->reports[i], as_it_is, NULL);
    polku_report_free(b->reports[i]);
  }
  free(b->reports);
  free(b->draws);
  free(b->tallies);
}

bool pk_runs_draw(pk_playing *p, pk_runs *runs) {
  batch b = {.playing = p, .runs = runs};
  int of_a_draw = runs->of_a_draw;
  size_t items = (size_t)(batch_size(p, of_a_draw, runs->wanted / of_a_draw) * of_a_draw);
  b.tallies = malloc(items * p->player.layout.size * sizeof *b.tallies + 1);
  bool good = draws_new(&b) && b.tallies ? true : no_memory(p);
  while (good && runs->done < runs->wanted && all_go_on(p))
    good = draw_batch(&b);
  end_draws(&b);
  return good;
}
