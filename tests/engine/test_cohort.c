/* Cohorts against the exact engine and against clients who walk one by one, over models by lot;
 * against the same model told otherwise; and at the sizes that counts can have. */
#include "base/text.h"
#include "engine/cohort.h"
#include "support/check.h"
#include "support/expected.h"
#include "support/failing.h"
#include "support/random_model.h"
#include "support/random_run.h"
#include "support/scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static uint64_t times(uint64_t ordinary) {
  return ordinary * (uint64_t)long_or(10, 1);
}

typedef struct playing {
  const random_run *run;
  pk_cohort *cohort;
  void *scratch;
  int64_t *tally;
} playing;

static playing play_start(const random_run *run) {
  playing p = {run, pk_cohort_new(&run->of, run->report), NULL, tally_new(run)};
  if (!p.cohort)
    fail_msg("%s\n%s", polku_report_text(run->report, POLKU_EN, false), run->text);
  p.scratch = malloc(pk_cohort_scratch(p.cohort));
  assert_non_null(p.scratch);
  return p;
}

static void play(playing *p, uint64_t seed, uint64_t number) {
  uint32_t key[2];
  pk_dice_key(seed, number, key);
  memset(p->tally, 0, p->run->shape.size * sizeof *p->tally);
  pk_cohort_run(p->cohort, key, p->tally, p->scratch);
}

static void play_end(playing *p) {
  pk_cohort_free(p->cohort);
  free(p->scratch);
  free(p->tally);
}

/* As written, few, many, a billion. */
static double people_by_lot(uint64_t seed) {
  static const double people[] = {0, 300, 20000, 1e9};
  return people[seed / 3 % 4];
}

/* More people than can be numbered. */
static void repeople(random_run *run, double people) {
  pk_origins_free(run->origins);
  run->origins = pk_origins_of_chain(run->model, run->of.chain, people, false, run->report);
  assert_non_null(run->origins);
  run->of.origins = run->origins;
}

static char *text_of(const char *single_quoted) {
  char *text = strdup(single_quoted);
  assert_non_null(text);
  for (char *c = text; *c; c++)
    if (*c == '\'')
      *c = '"';
  return text;
}

/* --------------------------------------------------------------------------------------- people */

static void assert_people(const random_run *run, const int64_t *tally, uint64_t seed) {
  const pk_layout *shape = &run->shape;
  for (int g = 0; g < shape->group_count; g++) {
    const int64_t *part = tally + (size_t)g * shape->group_size;
    int64_t entered = 0;
    for (size_t t = 0; t <= (size_t)shape->horizon; t++) {
      const int64_t *row = part + shape->occupancy + t * (size_t)shape->stage_count;
      int64_t there = 0;
      entered += part[shape->entered + t];
      for (int i = 0; i < shape->stage_count; i++) {
        assert_true(row[i] >= 0);
        there += row[i];
      }
      if (there != entered)
        fail_msg("model %d, group %d, step %d: %lld people of %lld", (int)seed, g, (int)t,
                 (long long)there, (long long)entered);
    }
  }
}

static void nobody_is_lost_or_made(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= times(240); seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), people_by_lot(seed));
    playing p = play_start(&run);
    for (uint64_t number = 0; number < 3; number++) {
      play(&p, seed, number);
      assert_people(&run, p.tally, seed);
    }
    play_end(&p);
    random_run_end(&run);
  }
}

/* ------------------------------------------------------------------------- against exact values */

static bool small_enough(const pk_chain *chain) {
  return chain->entry_row[chain->entry_count] * (size_t)chain->horizon < 400000;
}

enum { RUNS = 10 };

/* Sums over RUNS runs; `seen` has a place for each number of a tally. */
static void sum_runs(playing *p, uint64_t seed, double *seen) {
  for (uint64_t number = 0; number < RUNS; number++) {
    play(p, seed, number);
    for (size_t i = 0; i < p->run->shape.size; i++)
      seen[i] += (double)p->tally[i];
  }
}

static void score_sums(scores *all, uint64_t seed, const random_run *run, const double *seen) {
  expected e = expected_tally(&run->of, small_enough(run->of.chain));
  char name[120];
  for (size_t i = 0; i < run->shape.size; i++)
    if (e.variance[i] >= 0) {
      expected_name(&run->of, i, name);
      score(all, seed, name, seen[i], RUNS * e.mean[i], RUNS * e.variance[i]);
    }
  expected_free(&e);
}

static double *numbers_new(size_t count) {
  double *numbers = calloc(count + 1, sizeof *numbers);
  assert_non_null(numbers);
  return numbers;
}

static void every_number_has_the_mean_of_the_exact_engine(void **state) {
  (void)state;
  scores all = {0};
  for (uint64_t seed = 1; seed <= times(240); seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), people_by_lot(seed));
    playing p = play_start(&run);
    double *seen = numbers_new(run.shape.size);
    sum_runs(&p, seed, seen);
    score_sums(&all, seed, &run, seen);
    free(seen);
    play_end(&p);
    random_run_end(&run);
  }
  scores_agree(&all);
}

/* 10^11 and 10^15 people. */
static void so_it_has_for_more_people_than_there_are(void **state) {
  (void)state;
  scores all = {0};
  for (uint64_t seed = 1; seed <= times(60); seed++) {
    random_run run;
    bool more = seed % 4 == 0; /* where no part of a client is counted */
    random_model_options options = {.horizon = 18, .without = more ? RANDOM_ACTORS : 0};
    random_run_start(&run, random_model(seed, &options), 0);
    repeople(&run, more ? 1e15 : 1e11);
    playing p = play_start(&run);
    double *seen = numbers_new(run.shape.size);
    sum_runs(&p, seed, seen);
    assert_people(&run, p.tally, seed);
    score_sums(&all, seed, &run, seen);
    free(seen);
    play_end(&p);
    random_run_end(&run);
  }
  scores_agree(&all);
}

/* ----------------------------------------------------------------------------------- variances */

/* A sum of squares of `degrees` independent normal numbers, made nearly normal itself: E. B.
 * Wilson, M. M. Hilferty, "The distribution of chi-square", PNAS 17 (1931). */
static double normal_of_squares(double squares, double degrees) {
  double spread = 2 / (9 * degrees);
  return (cbrt(squares / degrees) - (1 - spread)) / sqrt(spread);
}

static void every_number_varies_as_the_exact_engine_says(void **state) {
  (void)state;
  enum { MANY = 200 };
  long cells = 0, beyond3 = 0;
  double worst = 0, sum = 0;
  for (uint64_t seed = 1; seed <= times(40); seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed), 100000);
    playing p = play_start(&run);
    expected e = expected_tally(&run.of, small_enough(run.of.chain));
    double *squares = numbers_new(run.shape.size);
    for (uint64_t number = 0; number < MANY; number++) {
      play(&p, seed, number);
      for (size_t i = 0; i < run.shape.size; i++)
        squares[i] += pow((double)p.tally[i] - e.mean[i], 2);
    }
    for (size_t i = 0; i < run.shape.size; i++) {
      if (e.variance[i] < 200 || e.mean[i] * e.mean[i] < 200 * e.variance[i])
        continue; /* too few events for a law of squares */
      double z = normal_of_squares(squares[i] / e.variance[i], MANY);
      cells++;
      beyond3 += fabs(z) > 3;
      sum += z;
      worst = fmax(worst, fabs(z));
    }
    free(squares);
    expected_free(&e);
    play_end(&p);
    random_run_end(&run);
  }
  print_message("%ld variances: the worst is %.2f away, %ld beyond 3, %.3f on average\n", cells,
                worst, beyond3, sum / (double)cells);
  assert_true(cells > 1000 && worst <= 5.5 && (double)beyond3 < 0.006 * (double)cells);
  assert_true(fabs(sum / (double)cells) < 0.1);
}

/* A sum over all numbers of a tally with signs by lot: it varies with all that ties numbers
 * together, a client's marks, moves, hosts and money. What hardly ever happens is left out. */
static double signed_sum(const int64_t *tally, const expected *e, size_t count, uint64_t seed) {
  pk_stream lot;
  double sum = 0;
  pk_stream_start(&lot, seed, 99);
  for (size_t i = 0; i < count; i++) {
    double sign = pk_stream_uniform(&lot) < 0.5 ? -1 : 1;
    if (e->variance[i] > 1 && e->mean[i] * e->mean[i] > 10 * e->variance[i])
      sum += sign * ((double)tally[i] - e->mean[i]) / sqrt(e->variance[i]);
  }
  return sum;
}

static void numbers_hang_together_as_those_of_clients_one_by_one(void **state) {
  (void)state;
  enum { MANY = 300 };
  double sum = 0, squares = 0;
  uint64_t models = times(40);
  for (uint64_t seed = 1; seed <= models; seed++) {
    random_run run;
    random_run_start(&run, random_run_text(seed + 500), 150);
    playing p = play_start(&run);
    pk_walk *walk = pk_walk_new(&run.of, run.report);
    expected e = expected_tally(&run.of, small_enough(run.of.chain));
    double counts = 0, clients = 0;
    for (uint64_t number = 0; number < MANY; number++) {
      play(&p, seed, number);
      counts += pow(signed_sum(p.tally, &e, run.shape.size, seed), 2);
      int64_t *tally = tally_new(&run);
      tally_walk(&run, walk, 1000 * seed + number, tally);
      clients += pow(signed_sum(tally, &e, run.shape.size, seed), 2);
      free(tally);
    }
    /* the logarithm of a ratio of variances, each known to 2 ÷ MANY */
    double z = counts > 0 || clients > 0 ? log(counts / clients) / sqrt(4.0 / MANY) : 0;
    if (!(fabs(z) < 4.5))
      fail_msg("model %d: variances %g and %g", (int)seed, counts / MANY, clients / MANY);
    sum += z;
    squares += z * z;
    expected_free(&e);
    pk_walk_free(walk);
    play_end(&p);
    random_run_end(&run);
  }
  assert_true(fabs(sum) < 4 * sqrt((double)models));
  assert_true(squares < (double)models + 4.5 * sqrt(2.0 * (double)models) + 10);
}

/* ---------------------------------------------------------------------------- told otherwise */

static void a_group_told_as_two_has_the_same_law(void **state) {
  (void)state;
  scores all = {0};
  for (uint64_t seed = 1; seed <= times(60); seed++) {
    random_model_options options = {.without = RANDOM_INITIAL};
    char *text = random_model(seed, &options), *other = split_group(text, NULL, seed);
    random_run one, two;
    random_run_start(&one, text, 0);
    random_run_start(&two, other, 0);
    repeople(&one, 1000 * one.origins->people); /* both stay whole */
    repeople(&two, 1000 * two.origins->people);
    playing p = play_start(&two);
    double *apart = numbers_new(two.shape.size), *seen = numbers_new(one.shape.size);
    sum_runs(&p, seed, apart);
    for (int g = 0; g < two.shape.group_count; g++) {
      const char *id = two.model->groups[g].id;
      size_t length = strlen(id), own = 0; /* the part with "-other" belongs to the first group */
      if (length < 6 || strcmp(id + length - 6, "-other") != 0)
        while (strcmp(one.model->groups[own].id, id) != 0)
          own++;
      for (size_t i = 0; i < one.shape.group_size; i++)
        seen[own * one.shape.group_size + i] += apart[(size_t)g * one.shape.group_size + i];
    }
    score_sums(&all, seed, &one, seen);
    free(apart);
    free(seen);
    play_end(&p);
    random_run_end(&one);
    random_run_end(&two);
  }
  scores_agree(&all);
}

/* The members of an object, last first. */
static json_t *reversed(json_t *object) {
  size_t count = json_object_size(object);
  const char **keys = calloc(count + 1, sizeof *keys), *key;
  json_t *value, *result = json_object();
  assert_true(keys && result);
  size_t i = count;
  json_object_foreach(object, key, value) keys[--i] = key;
  for (i = 0; i < count; i++)
    json_object_set(result, keys[i], json_object_get(object, keys[i]));
  free(keys);
  return result;
}

static char *turned_round(const char *text, bool turn) {
  static const char *const parts[] = {"stages", "transitions", "groups"};
  json_t *model = json_loads(text, 0, NULL);
  assert_non_null(model);
  json_object_del(model, "order");
  for (size_t i = 0; turn && i < sizeof parts / sizeof *parts; i++)
    json_object_set_new(model, parts[i], reversed(json_object_get(model, parts[i])));
  char *result = tidy_layout(model);
  json_decref(model);
  return result;
}

static void assert_turned(const random_run *a, const int64_t *x, const random_run *b,
                          const int64_t *y, uint64_t seed) {
  size_t stages = (size_t)a->shape.stage_count, groups = (size_t)a->shape.group_count;
  size_t moves = (size_t)a->shape.transition_count, rows = (size_t)a->shape.horizon + 1;
  for (size_t g = 0; g < groups; g++) {
    const int64_t *p = x + g * a->shape.group_size;
    const int64_t *q = y + (groups - 1 - g) * b->shape.group_size;
    for (size_t t = 0; t < rows; t++) {
      for (size_t s = 0; s < stages; s++)
        if (p[a->shape.occupancy + t * stages + s] !=
            q[b->shape.occupancy + t * stages + stages - 1 - s])
          fail_msg("model %d, step %d, stage %s: %lld and %lld", (int)seed, (int)t,
                   a->model->stages[s].id, (long long)p[a->shape.occupancy + t * stages + s],
                   (long long)q[b->shape.occupancy + t * stages + stages - 1 - s]);
      assert_int_equal(p[a->shape.employed + t], q[b->shape.employed + t]);
    }
    for (size_t j = 0; j < moves; j++)
      assert_int_equal(p[a->shape.moves + j], q[b->shape.moves + moves - 1 - j]);
    assert_int_equal(p[a->shape.reached], q[b->shape.reached]);
  }
}

static bool allocates(const random_run *run) {
  for (int i = 0; i < run->origins->count; i++)
    if (run->origins->list[i].allocate)
      return true;
  return false;
}

/* Except whom "allocate" gives the last place, which is the first one's in the file. */
static void the_order_of_a_file_moves_nobody(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= times(60); seed++) {
    random_run a, b;
    char *text = random_run_text(seed);
    random_run_start(&a, turned_round(text, false), people_by_lot(seed % 9));
    random_run_start(&b, turned_round(text, true), people_by_lot(seed % 9));
    free(text);
    playing p = play_start(&a), q = play_start(&b);
    play(&p, 7, seed);
    play(&q, 7, seed);
    if (!allocates(&a))
      assert_turned(&a, p.tally, &b, q.tally, seed);
    play_end(&p);
    play_end(&q);
    random_run_end(&a);
    random_run_end(&b);
  }
}

static void a_run_is_a_function_of_its_key(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, random_run_text(3), 5000);
  playing p = play_start(&run), q = play_start(&run);
  play(&q, 1, 5);
  play(&p, 1, 4);
  assert_memory_not_equal(p.tally, q.tally, run.shape.size * sizeof *p.tally);
  memset(p.scratch, 0x5a, pk_cohort_scratch(p.cohort));
  play(&p, 1, 5);
  assert_memory_equal(p.tally, q.tally, run.shape.size * sizeof *p.tally);
  play_end(&p);
  play_end(&q);
  random_run_end(&run);
}

/* ------------------------------------------------------------------------------ small and known */

#define HEAD "{'format':'polku/1','horizon':8,"

static void a_chain_of_one_stage_keeps_everybody(void **state) {
  (void)state;
  random_run run;
  random_run_start(
      &run, text_of(HEAD "'stages':{'a':{'final':true}},'groups':{'g':{'size':7,'start':'a'}}}"),
      1e9);
  playing p = play_start(&run);
  play(&p, 1, 0);
  for (size_t t = 0; t <= 8; t++)
    assert_int_equal(p.tally[run.shape.occupancy + t], 1000000000);
  play_end(&p);
  random_run_end(&run);
}

/* Everything here is certain: three steps, then at once through a passage to work, four steps of
 * it, and two and more of other work. Runs go on from stage to stage and through passages, and six
 * steps are reached at t = 9 only by those who began to work at 3. */
#define CERTAIN                                                                                    \
  "{'format':'polku/1','horizon':12,'actors':{'n':{'sector':'third'},'c':{'sector':'public'}},"    \
  "'stages':{'a':{'duration':{'fixed':3},'actors':{'n':{'host':{'places':1}}}},"                   \
  "'door':{'passage':true},"                                                                       \
  "'b':{'employed':true,'open':true,'duration':{'fixed':4},"                                       \
  "'actors':{'c':{'host':{'places':1}}}},"                                                         \
  "'turn':{'passage':true},"                                                                       \
  "'c':{'employed':true,'open':true,'final':true}},"                                               \
  "'transitions':{'ad':{'from':'a','to':'door','share':1},"                                        \
  "'db':{'from':'door','to':'b','share':1},'bt':{'from':'b','to':'turn','share':1},"               \
  "'tc':{'from':'turn','to':'c','share':1}},"                                                      \
  "'groups':{'g':{'size':5,'start':'a','initial':["                                                \
  "{'stage':'b','elapsed':2,'count':2}]}}}"

static void what_is_certain_happens_to_everybody(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, text_of(CERTAIN), 0);
  playing p = play_start(&run);
  play(&p, 3, 0);
  const int64_t *n = p.tally;
  const pk_layout *s = &run.shape;
  assert_int_equal(n[s->entered], 7);
  assert_int_equal(n[s->employed], 2);
  assert_int_equal(n[s->employed + 3], 5);
  assert_int_equal(n[s->open + 3], 5);
  /* the caseload's run is counted from t = 0 on: two steps of b, then c */
  for (size_t t = 0; t <= 12; t++)
    assert_int_equal(n[s->lasting + t], t == 6 ? 2 : t == 9 ? 5 : 0);
  static const int64_t moves[] = {5, 5, 7, 7};
  for (size_t j = 0; j < 4; j++)
    assert_int_equal(n[s->moves + j], moves[j]);
  assert_int_equal(n[s->reached], 5);
  assert_int_equal(n[s->reached_employed], 5);
  assert_int_equal(n[s->host_steps], 5 * 3);
  assert_int_equal(n[s->host_steps + 1], 5 * 4 + 2 * 2);
  assert_int_equal(n[s->entries + 3 * 5 + 1], 5); /* the passage, at t = 3 */
  assert_int_equal(n[s->entries + 2], 0);         /* a caseload does not enter */
  play_end(&p);
  random_run_end(&run);
}

/* ------------------------------------------------------------------------------------- refusals */

static void assert_refused(random_run *run, const char *code, const char *word) {
  polku_problem problem;
  assert_null(pk_cohort_new(&run->of, run->report));
  size_t i = 0;
  while (polku_report_at(run->report, i, POLKU_EN, &problem) && strcmp(problem.code, code) != 0)
    i++;
  assert_true(polku_report_at(run->report, i, POLKU_EN, &problem));
  if (!strstr(problem.message, word))
    fail_msg("%s", problem.message);
}

/* Half of the clients are refused, once: nobody is there to take them in. */
#define REFUSED                                                                                    \
  HEAD "'actors':{'n':{'sector':'third','until':1}},"                                              \
       "'stages':{'a':{'duration':{'fixed':2},'refused':'ab'},'b':{'final':true},"                 \
       "'c':{'final':true,'actors':{'n':{'host':{'places':1}}}}},"                                 \
       "'transitions':{'ac':{'from':'a','to':'c','share':0.5},"                                    \
       "'ab':{'from':'a','to':'b','share':0.5}},'groups':{'g':{'size':7,'start':'a'}}}"

static void more_people_than_whole_numbers_hold_are_refused(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, text_of(REFUSED), 0);
  repeople(&run, 1e12);
  playing p = play_start(&run); /* 10^12 · ½ · 2^20 parts fit into 63 bits */
  play(&p, 1, 1);
  int64_t refused = p.tally[run.shape.refused];
  assert_true(fabs((double)refused / PK_TALLY_PARTS - 5e11) < 5 * sqrt(0.25e12));
  /* half a client of 2^20 parts each: 8 runs come to 4 · 10^18 and 18 to more than 2^63 */
  assert_true(pk_cohort_most_runs(p.cohort) >= 2 && pk_cohort_most_runs(p.cohort) <= 17);
  play_end(&p);
  repeople(&run, 1e15);
  assert_refused(&run, "E-COHORT-MANY", "1000000000000000 people");
  random_run_end(&run);
}

static void lost_people_are_refused_from_half_a_client_on(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, random_run_text(1), 0);
  run.solution.chain->lost = 0.49 * 1e-3;
  double written = run.origins->people;
  repeople(&run, written);
  pk_cohort_free(pk_cohort_new(&run.of, run.report));
  assert_int_equal(polku_report_count(run.report, POLKU_ERROR), 0);
  repeople(&run, 1e4 * written);
  assert_refused(&run, "E-COHORT-LOST", "about 4.9 of");
  random_run_end(&run);
}

/* By days half a year of work has more than 180 steps to remember; where people go from one of many
 * such stages to another over ten years, that is too much. */
static char *ladder_by_days(int stages) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, "{'format':'polku/1','step':'day','horizon':3650,'stages':{"
                     "'wait':{'duration':{'fixed':2}},");
  for (int i = 0; i < stages; i++)
    pk_text_addf(&text,
                 "%s's%d':{'employed':true,'open':true,'duration':{'uniform':{'min':1,'max':200}}}",
                 i ? "," : "", i);
  pk_text_add(&text, "},'transitions':{");
  for (int i = 0; i < stages; i++)
    pk_text_addf(&text, "%s't%d':{'from':'s%d','to':'s%d','share':1}", i ? "," : "", i, i,
                 (i + 1) % stages);
  for (int i = 0; i < stages; i++)
    pk_text_addf(&text, ",'w%d':{'from':'wait','to':'s%d','share':%.17g}", i, i, 1.0 / stages);
  pk_text_add(&text, "},'groups':{'g':{'size':7,'start':'wait'}}}");
  assert_false(text.failed);
  char *result = text_of(text.data);
  pk_text_free(&text);
  return result;
}

/* As much of a run as a cohort needs, without what the exact engine thinks of it. */
static void unfold_only(random_run *run, char *text) {
  *run = (random_run){.text = text, .report = polku_report_new(), .arena = pk_arena_new()};
  run->model = polku_model_read("ladder", text, strlen(text), run->report);
  run->rules = polku_rules_load(run->model, NULL, run->report);
  run->solution.chain = pk_chain_new(run->model, run->rules, &(pk_chain_options){0}, run->report);
  assert_non_null(run->solution.chain);
  assert_true(pk_hosts_start(&run->hosts, run->model, run->rules, NULL, run->arena));
  run->of = (pk_walk_of){.model = run->model,
                         .rules = run->rules,
                         .chain = run->solution.chain,
                         .hosts = &run->hosts,
                         .shape = &run->shape};
  repeople(run, 0);
}

static void too_many_marks_are_refused(void **state) {
  (void)state;
  random_run run;
  unfold_only(&run, ladder_by_days(250));
  assert_refused(&run, "E-COHORT-LARGE", "67108864 counts");
  random_run_end(&run);
}

/* Every allocation fails once; nothing of it stays. */
static void memory_that_runs_out_is_told(void **state) {
  (void)state;
  random_run run;
  random_run_start(&run, random_run_text(3), 0);
  long n = 0;
  for (bool failed = true; failed; n++) {
    polku_report *report = polku_report_new();
    long alive = blocks_alive();
    fail_allocation(n + 1);
    pk_cohort *cohort = pk_cohort_new(&run.of, report);
    failed = allocation_failed();
    assert_true(failed ? !cohort && polku_report_failed(report) : cohort != NULL);
    pk_cohort_free(cohort);
    assert_int_equal(blocks_alive(), alive);
    polku_report_free(report);
  }
  assert_true(n > 20);
  random_run_end(&run);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nobody_is_lost_or_made),
      cmocka_unit_test(every_number_has_the_mean_of_the_exact_engine),
      cmocka_unit_test(so_it_has_for_more_people_than_there_are),
      cmocka_unit_test(every_number_varies_as_the_exact_engine_says),
      cmocka_unit_test(numbers_hang_together_as_those_of_clients_one_by_one),
      cmocka_unit_test(a_group_told_as_two_has_the_same_law),
      cmocka_unit_test(the_order_of_a_file_moves_nobody),
      cmocka_unit_test(a_run_is_a_function_of_its_key),
      cmocka_unit_test(a_chain_of_one_stage_keeps_everybody),
      cmocka_unit_test(what_is_certain_happens_to_everybody),
      cmocka_unit_test(more_people_than_whole_numbers_hold_are_refused),
      cmocka_unit_test(lost_people_are_refused_from_half_a_client_on),
      cmocka_unit_test(too_many_marks_are_refused),
      cmocka_unit_test(memory_that_runs_out_is_told),
  };
  return RUN(tests);
}
