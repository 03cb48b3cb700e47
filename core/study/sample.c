/* Draw by draw: the expected answers, and what came of one group with luck.
 *
 * Where nothing ties clients together a draw is a solution, exact, and its luck two walks over the
 * chain. Where places, queues or budgets do, or the chain is too large, a draw is several runs of
 * all clients side by side. Either way the luck of a client hangs on seed, run and ids alone, so
 * that another model's client of the same group and number has the same. */
#include "study/sample.h"
#include "engine/crew.h"
#include "study/redraw.h"
#include "study/runs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXACT_DRAWS = 1000, PLAYED_DRAWS = 200, FEW_DRAWS = 20, LUCKY_RUNS = 2 };
enum { PLAYED_RUNS = 500, FEW_RUNS = 20, MOST_RUNS_OF_A_DRAW = 8, LARGEST_DRAW = 1024 };

/* A difference wants more runs than a value does, but no more time: where runs are dear there are
 * fewer. */
enum { DEARER = 5 };

/* Clients who are followed for their luck, and the steps that all draws may follow them before
 * fewer than PLAYED_DRAWS are made. */
static const double MOST_FOLLOWED = 5000, STEPS_FOLLOWED = 5e7;

typedef struct sampling {
  pk_making making;
  pk_sample *sample;
  pk_arena *arena;
  const pk_sample_options *options;
  polku_watch watch;
  pk_draws *draws;
  const pk_redraws *redraws;
  double people; /* all who enter */
  pk_runs lucky;
} sampling;

static bool no_memory(sampling *s) {
  pk_report_memory(s->making.report);
  return false;
}

static size_t row_length(const pk_sample *sample) {
  return (size_t)sample->answer_count * (size_t)sample->question_count;
}

static double *rows_new(const sampling *s, int count) {
  return PK_NEW_ARRAY(s->arena, double, (size_t)count *row_length(s->sample));
}

bool pk_sample_tied(const polku_model *model, const polku_rules *rules) {
  return pk_model_tied(model, rules, NULL);
}

/* ---------------------------------------------------------------------------------------- exact */

static double total_money(const pk_solution *solution, int group, int account) {
  double sum = 0;
  for (size_t i = 0; i < solution->chain->start_count; i++)
    if (group < 0 || solution->chain->start_group[i] == group)
      sum += pk_solution_people(solution, i) * solution->money[account][i];
  return sum;
}

static double expected_of(const sampling *s, const pk_solution *solution, int group, int question) {
  if (question >= PK_OUTCOMES)
    return total_money(solution, group, question - PK_OUTCOMES);
  if (question == PK_RESTRICTED_MEAN)
    return pk_mean_at(solution, group, solution->wait, s->making.model->horizon);
  return pk_outcome_at(solution, group, (pk_outcome)question, s->making.model->horizon);
}

static void expect(const sampling *s, const pk_solution *solution, double *row) {
  for (int g = 0; g < s->sample->answer_count; g++)
    for (int q = 0; q < s->sample->question_count; q++)
      *row++ = expected_of(s, solution, g - 1, q);
}

/* What luck does to those who are followed, made as small as it is among all of them. */
static void stand_for_all(const sampling *s, const double *expected, double *row) {
  double times = s->people / MOST_FOLLOWED, narrow = sqrt(1 / times);
  size_t questions = (size_t)s->sample->question_count;
  if (times <= 1)
    return;
  for (size_t i = 0; i < row_length(s->sample); i++) {
    double value = i % questions < PK_OUTCOMES ? row[i] : row[i] * times;
    row[i] = expected[i] + narrow * (value - expected[i]);
  }
}

/* One group, twice. */
static void follow_draw(sampling *s, const pk_playing *playing, size_t draw, int64_t *tally) {
  const pk_player *player = &playing->player;
  for (int k = 0; k < LUCKY_RUNS; k++) {
    int run = (int)draw * LUCKY_RUNS + k;
    uint32_t key[2];
    memset(tally, 0, player->layout.size * sizeof *tally);
    pk_runs_key(s->making.result->seed, (int)draw, k, key);
    pk_player_run(player, key, tally, NULL, NULL);
    pk_runs_answer(playing, player, tally, run, &s->lucky);
    stand_for_all(s, s->sample->expected + draw * row_length(s->sample),
                  pk_runs_at(&s->lucky, run, 0, 0));
  }
}

/* The luck of draws `first` … with the numbers of a variant. */
static bool follow(sampling *s, size_t first, size_t count, pk_variant variant,
                   polku_report *report) {
  pk_playing playing = {.making = &s->making, .cast = {.engine = PK_ENGINE_INDIVIDUAL}};
  variant.brief = false;
  variant.people = s->people > MOST_FOLLOWED ? MOST_FOLLOWED : s->making.options.people;
  if (!pk_player_new(&playing.player, &s->making.study, &variant, &playing.cast, report))
    return false;
  int64_t *tally = malloc(playing.player.layout.size * sizeof *tally + 1);
  for (size_t i = first; tally && i < first + count; i++)
    follow_draw(s, &playing, i, tally);
  if (!tally)
    pk_report_memory(report);
  bool good = tally != NULL;
  free(tally);
  pk_player_free(&playing.player);
  return good;
}

/* The chain of a draw is weighed a second time for the walk: the numbers are the same. */
static bool take_draw(void *context, size_t draw, const pk_solution *solution,
                      pk_redrawer *redrawer) {
  sampling *s = context;
  expect(s, solution, s->sample->expected + draw * row_length(s->sample));
  return !s->options->luck ||
         follow(s, draw, 1, pk_redraws_variant(s->redraws, redrawer), redrawer->report);
}

static bool make_draws(sampling *s) {
  pk_redraws redraws = {.making = &s->making,
                        .wanted = (size_t)s->sample->draw_count,
                        .take = take_draw,
                        .context = s};
  s->redraws = &redraws;
  bool good = pk_redraws_make(&redraws, s->draws);
  pk_redraws_free(&redraws);
  s->sample->draw_count = (int)redraws.made;
  s->sample->stopped = redraws.stopped;
  return good;
}

/* The written numbers in every draw: one solution, one chain, and luck anew. */
static bool repeat_point(sampling *s) {
  pk_sample *sample = s->sample;
  size_t row = row_length(sample);
  for (int i = 0; i < sample->draw_count; i++)
    memcpy(sample->expected + (size_t)i * row, sample->point, row * sizeof *sample->point);
  pk_variant variant = {.withdrawn = s->making.withdrawn, .money = true};
  return !s->options->luck || follow(s, 0, (size_t)sample->draw_count, variant, s->making.report);
}

/* How many draws are worth their time: a solution each, and the clients that are followed. */
static int count_exact(const sampling *s, int number) {
  double clients = fmin(s->people, MOST_FOLLOWED);
  double steps = LUCKY_RUNS * (clients + 1) * (s->making.model->horizon + 1.0);
  double bearable = fmax(floor(STEPS_FOLLOWED / steps), PLAYED_DRAWS);
  bool asked = s->making.options.draws > 0;
  return asked || number <= bearable ? number : (int)bearable;
}

static bool exact_new(sampling *s) {
  pk_sample *sample = s->sample;
  int uncertain = pk_draws_uncertain(s->draws);
  int number = pk_redraws_number(&s->making, uncertain, EXACT_DRAWS);
  int asked = s->making.options.draws;
  sample->drawn = number > 0;
  sample->draw_count = count_exact(s, number > 0 ? number : asked > 0 ? asked : EXACT_DRAWS);
  sample->point = rows_new(s, 1);
  sample->point_error = rows_new(s, 1);
  sample->expected = rows_new(s, sample->draw_count);
  s->lucky =
      (pk_runs){.answer_count = sample->answer_count, .question_count = sample->question_count};
  if (s->options->luck) {
    sample->lucky = s->lucky.answers = rows_new(s, LUCKY_RUNS * sample->draw_count);
    s->lucky.employed =
        PK_NEW_ARRAY(s->making.scratch, double, (size_t)(LUCKY_RUNS * sample->draw_count));
  }
  return sample->point && sample->point_error && sample->expected &&
         (!s->options->luck || (sample->lucky && s->lucky.employed));
}

static bool make_exact(sampling *s) {
  pk_making *m = &s->making;
  pk_variant variant = {
      .withdrawn = m->withdrawn, .people = m->options.people, .money = true, .brief = true};
  if (!m->solution.chain && !pk_solution_unfold(&m->solution, &m->study, &variant, m->report))
    return false;
  if (!pk_solution_ask(&m->solution, &m->study, &variant, m->report))
    return false;
  for (size_t i = 0; i < m->solution.chain->start_count; i++)
    s->people += pk_solution_people(&m->solution, i);
  if (!exact_new(s))
    return no_memory(s);
  expect(s, &m->solution, s->sample->point);
  return s->sample->drawn ? make_draws(s) : repeat_point(s);
}

/* --------------------------------------------------------------------------------------- played */

/* The mean and its standard error over rows of runs, those left out in which it is not defined. */
typedef struct mean {
  double value, error;
} mean;

static mean mean_of(const double *rows, int count, size_t stride) {
  double sum = 0, squares = 0, n = 0;
  for (int i = 0; i < count; i++)
    if (!isnan(rows[(size_t)i * stride])) {
      sum += rows[(size_t)i * stride];
      n++;
    }
  for (int i = 0; i < count; i++)
    if (!isnan(rows[(size_t)i * stride]))
      squares += (rows[(size_t)i * stride] - sum / n) * (rows[(size_t)i * stride] - sum / n);
  return (mean){n > 0 ? sum / n : NAN, n > 1 ? sqrt(squares / (n - 1) / n) : NAN};
}

/* As a result tells it: of a ratio the ratio of means. */
static void read_point(sampling *s, const pk_playing *p) {
  pk_sample *sample = s->sample;
  size_t row = row_length(sample);
  for (size_t i = 0; i < row; i++) {
    int group = (int)(i / (size_t)sample->question_count) - 1;
    size_t q = i % (size_t)sample->question_count;
    mean of_runs = mean_of(p->point.answers + i, p->point.done, row);
    sample->point_error[i] = of_runs.error;
    sample->point[i] = q < PK_OUTCOMES ? pk_counted_outcome(p, p->point.sum, group, (pk_outcome)q,
                                                            s->making.model->horizon)
                                       : of_runs.value;
  }
}

static void read_draws(sampling *s, const pk_playing *p) {
  pk_sample *sample = s->sample;
  size_t row = row_length(sample), runs = (size_t)sample->of_a_draw;
  for (size_t draw = 0; draw < (size_t)sample->draw_count; draw++) {
    const double *own = p->spread.answers + draw * runs * row;
    for (size_t i = 0; i < row; i++)
      sample->expected[draw * row + i] = mean_of(own + i, (int)runs, row).value;
    memcpy(sample->lucky + draw * LUCKY_RUNS * row, own, LUCKY_RUNS * row * sizeof *own);
  }
}

/* As many as make the mean of a draw less a matter of luck, where they are cheap; in proportion
 * where runs are asked for. */
static int runs_of_a_draw(const pk_playing *p, int runs, int draws) {
  int bearable = pk_runs_affordable(p, draws * MOST_RUNS_OF_A_DRAW, draws * LUCKY_RUNS) / draws;
  double asked = round((double)MOST_RUNS_OF_A_DRAW * runs / PLAYED_RUNS);
  if (p->making->options.runs > 0)
    return (int)fmin(fmax(asked, LUCKY_RUNS), LARGEST_DRAW);
  return bearable;
}

static bool plan(sampling *s, pk_playing *p) {
  pk_sample *sample = s->sample;
  const polku_options *o = &s->making.options;
  int runs = o->runs > 0 ? o->runs : pk_runs_affordable(p, PLAYED_RUNS * DEARER, FEW_RUNS) / DEARER;
  int draws = o->draws > 0 ? o->draws : pk_runs_affordable(p, PLAYED_DRAWS, FEW_DRAWS);
  sample->of_a_draw = runs_of_a_draw(p, runs, draws);
  sample->drawn = o->draws >= 0 && pk_draws_uncertain(s->draws) > 0;
  p->as_written = !sample->drawn;
  p->units = runs + (double)draws * sample->of_a_draw;
  if (!pk_runs_new(&p->point, p, runs, s->arena) ||
      !pk_runs_new(&p->spread, p, draws * sample->of_a_draw, s->making.scratch))
    return false;
  p->spread.of_a_draw = sample->of_a_draw;
  sample->runs = p->point.answers;
  sample->point = rows_new(s, 1);
  sample->point_error = rows_new(s, 1);
  sample->expected = rows_new(s, draws);
  sample->lucky = rows_new(s, LUCKY_RUNS * draws);
  return sample->point && sample->point_error && sample->expected && sample->lucky;
}

static bool play(sampling *s, pk_playing *p) {
  if (!plan(s, p))
    return no_memory(s);
  if (!pk_runs_play(p, &p->player, &p->point, false) || !pk_runs_draw(p, &p->spread))
    return false;
  s->sample->stopped = p->stopped;
  s->sample->run_count = p->point.done;
  s->sample->draw_count = p->spread.done / s->sample->of_a_draw;
  read_point(s, p);
  read_draws(s, p);
  return true;
}

static bool make_played(sampling *s, const pk_cast *cast) {
  pk_making *m = &s->making;
  pk_playing p = {.making = m, .cast = *cast, .threads = pk_crew_threads(m->options.threads)};
  pk_variant variant = {.withdrawn = m->withdrawn, .people = m->options.people, .money = true};
  p.crew = p.threads;
  if (!pk_player_new(&p.player, &m->study, &variant, cast, m->report))
    return false;
  bool good = play(s, &p);
  pk_player_free(&p.player);
  s->sample->played = true;
  return good;
}

/* ------------------------------------------------------------------------------------ the whole */

/* By the engine that is asked for; of "auto" exactly where that can be. */
static bool make_with(sampling *s, int engine) {
  pk_making *m = &s->making;
  bool tied = pk_model_tied(m->model, m->rules, m->withdrawn), failed = false;
  pk_cast cast = {.engine = PK_ENGINE_INDIVIDUAL, .by_steps = true, .limits = tied};
  if (engine == PK_ENGINE_COHORT)
    cast = (pk_cast){.engine = PK_ENGINE_COHORT};
  bool play = engine > PK_ENGINE_EXACT || (engine < 0 && (tied || s->options->play));
  if (!play && (engine == PK_ENGINE_EXACT || pk_making_unfolds(m, &failed)))
    return make_exact(s);
  return !failed && make_played(s, &cast);
}

static bool make(sampling *s) {
  pk_making *m = &s->making;
  int engine = pk_making_engine(m);
  if (!pk_making_start(m) || engine < -1)
    return false;
  for (int a = 0; s->options->withdrawn && a < m->model->actor_count; a++)
    m->withdrawn[a] = m->withdrawn[a] || s->options->withdrawn[a];
  s->draws = pk_draws_new(m->model, m->scratch, m->report);
  s->sample->answer_count = m->model->group_count + 1;
  s->sample->question_count = PK_OUTCOMES + m->model->account_count;
  if (!s->draws || !make_with(s, engine))
    return false;
  if (s->sample->draw_count == 0)
    pk_report_add(m->report, NULL, "E-STOPPED", NULL);
  return s->sample->draw_count > 0;
}

/* Of who watches only the progress is wanted: runs and histories are a simulation's. */
static void take_options(sampling *s) {
  polku_options *o = &s->making.options;
  if (s->options->simulation)
    *o = *s->options->simulation;
  if (o->watch)
    s->watch = (polku_watch){.context = o->watch->context, .progress = o->watch->progress};
  o->watch = o->watch ? &s->watch : NULL;
}

bool pk_sample_make(pk_sample *sample, const pk_model *model, const pk_rules *rules,
                    const pk_sample_options *options, pk_arena *arena, polku_report *report) {
  *sample = (pk_sample){.draw_count = 0};
  if (!model || !rules)
    return false;
  pk_arena *scratch = pk_arena_new();
  sampling s = {.making = {.model = model, .rules = rules, .report = report, .scratch = scratch},
                .sample = sample,
                .arena = arena,
                .options = options};
  s.making.result = scratch ? PK_NEW(scratch, polku_result) : NULL;
  bool made = false;
  if (s.making.result) {
    s.making.result->arena = scratch;
    take_options(&s);
    made = make(&s);
  } else {
    pk_report_memory(report);
  }
  pk_solution_free(&s.making.solution);
  pk_arena_free(scratch);
  return made;
}
