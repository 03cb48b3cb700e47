/* The third sector's part: what falls without an actor, what falls without all, and fair shares of
 * it; by hand, over models by lot, by every engine, for any number of threads. */
#include "study/result.h"
#include "support/files.h"
#include "support/random_model.h"

#include "support/check.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EMPLOYED = PK_EMPLOYMENT_RATIO };

typedef struct solved {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  polku_result *result;
} solved;

static solved solve(const char *text, const polku_options *options) {
  solved s = {polku_report_new(), NULL, NULL, NULL};
  s.model = polku_model_read("test", text, strlen(text), s.report);
  s.rules = polku_rules_load(s.model, POLKU_SOURCE_DIR "/plugins", s.report);
  s.result = polku_simulate(s.model, s.rules, options, s.report);
  if (!s.result) {
    char *problems = polku_report_text(s.report, POLKU_EN, false);
    fail_msg("%s\n%s", problems, text);
  }
  return s;
}

static void solved_free(solved *s) {
  polku_result_free(s->result);
  polku_rules_free(s->rules);
  polku_model_free(s->model);
  polku_report_free(s->report);
}

static const polku_options exactly = {.engine = "exact", .draws = -1};

/* Which of the third sector an actor is; fails where it takes no part. */
static int third_of(const polku_result *r, const char *id) {
  for (int i = 0; i < r->third_count; i++)
    if (strcmp(r->actors[r->third[i]].id, id) == 0)
      return i;
  fail_msg("%s takes no part", id);
  return -1;
}

static double alone(const polku_result *r, const char *id) {
  return r->all.reliance[third_of(r, id) * PK_FALLING + EMPLOYED];
}

static double share(const polku_result *r, const char *id) {
  return r->all.shares[third_of(r, id) * PK_FALLING + EMPLOYED];
}

static void assert_near(double got, double want, double room) {
  if (!(fabs(got - want) <= room))
    fail_msg("%.17g is not %.17g", got, want);
}

static void shares_sum_to_together(const polku_result *r, double room) {
  for (int g = 0; g <= r->group_count; g++) {
    const pk_answer *a = g == 0 ? &r->all : &r->groups[g - 1];
    for (int o = 0; o < PK_FALLING; o++) {
      double sum = 0;
      for (int i = 0; i < r->third_count; i++)
        sum += a->shares[i * PK_FALLING + o];
      if (!(isnan(sum) && isnan(a->reliance_together[o])))
        assert_near(sum, a->reliance_together[o], room * (1 + fabs(sum)));
    }
  }
}

/* ------------------------------------------------------------------------------------ by hand */

#define HEAD                                                                                       \
  "{\"format\":\"polku/1\",\"horizon\":12,\"actors\":{\"a\":{\"sector\":\"third\"},"               \
  "\"b\":{\"sector\":\"third\"},\"idle\":{\"sector\":\"third\"},\"town\":{\"sector\":\"public\"}}" \
  ",\"groups\":{\"all\":{\"size\":40,\"start\":\"seek\"}},"
#define WORK "\"work\":{\"employed\":true,\"final\":true},\"home\":{\"final\":true}"
#define STEP "\"duration\":{\"fixed\":1},\"refused\":"

/* First a, then b, then work. Without either nobody gets there: each alone seems to bring all, and
 * they bring it together. */
static const char in_a_row[] =
    HEAD "\"stages\":{\"seek\":{" STEP "\"s-home\"},"
         "\"one\":{" STEP "\"o-home\",\"actors\":{\"a\":{\"host\":{\"places\":40}},"
         "\"idle\":{\"guest\":{}}}},"
         "\"two\":{\"duration\":{\"fixed\":1},\"actors\":{\"b\":{\"host\":{\"places\":40}}}}," WORK
         "},\"transitions\":{"
         "\"s-one\":{\"from\":\"seek\",\"to\":\"one\",\"share\":0.8},"
         "\"s-home\":{\"from\":\"seek\",\"to\":\"home\",\"share\":\"rest\"},"
         "\"o-two\":{\"from\":\"one\",\"to\":\"two\",\"share\":1},"
         "\"o-home\":{\"from\":\"one\",\"to\":\"home\",\"share\":0},"
         "\"t-work\":{\"from\":\"two\",\"to\":\"work\",\"share\":1}}}";

static void who_need_each_other_share_alike(void **state) {
  (void)state;
  solved s = solve(in_a_row, &exactly);
  assert_int_equal(s.result->third_count, 2); /* a guest takes no part */
  assert_near(alone(s.result, "a"), 0.8, 1e-12);
  assert_near(alone(s.result, "b"), 0.8, 1e-12);
  assert_near(s.result->all.reliance_together[EMPLOYED], 0.8, 1e-12);
  assert_near(share(s.result, "a"), 0.4, 1e-12);
  assert_near(share(s.result, "b"), 0.4, 1e-12);
  solved_free(&s);
}

/* Both host the same stage, with room for all at each: either alone can go. */
static const char in_place_of_each_other[] =
    HEAD "\"stages\":{\"seek\":{" STEP "\"s-home\"},"
         "\"one\":{\"duration\":{\"fixed\":1},\"actors\":{\"a\":{\"host\":{\"places\":40}},"
         "\"b\":{\"host\":{\"places\":40}}}}," WORK "},\"transitions\":{"
         "\"s-one\":{\"from\":\"seek\",\"to\":\"one\",\"share\":0.8},"
         "\"s-home\":{\"from\":\"seek\",\"to\":\"home\",\"share\":\"rest\"},"
         "\"o-work\":{\"from\":\"one\",\"to\":\"work\",\"share\":1}}}";

static void who_stand_in_for_each_other_share_alike(void **state) {
  (void)state;
  static const char *const engines[] = {"exact", "cohort", "individual"};
  for (int e = 0; e < 3; e++) {
    solved s = solve(in_place_of_each_other,
                     &(polku_options){.engine = engines[e], .draws = -1, .runs = 20});
    double together = s.result->all.reliance_together[EMPLOYED];
    assert_true(alone(s.result, "a") == 0 && alone(s.result, "b") == 0);
    assert_near(together, 0.8, e == 0 ? 1e-12 : 0.1);
    assert_true(share(s.result, "a") == share(s.result, "b"));
    assert_near(share(s.result, "a"), together / 2, 1e-12);
    solved_free(&s);
  }
}

/* 40 come at once; six places at a and two at b, a fixed length, no queue. By sets: 0, 6, 2 and 8
 * of 40: places add up, and shares are places, in every engine that plays them. */
static const char with_places[] =
    HEAD "\"stages\":{\"seek\":{\"duration\":{\"fixed\":1}},"
         "\"one\":{\"duration\":{\"fixed\":20},\"employed\":true,"
         "\"queue\":{\"max\":0,\"gives_up\":{\"home\":1}},"
         "\"actors\":{\"a\":{\"host\":{\"places\":6}},\"b\":{\"host\":{\"places\":2}}}}," WORK
         "},\"transitions\":{"
         "\"s-one\":{\"from\":\"seek\",\"to\":\"one\",\"share\":1},"
         "\"o-work\":{\"from\":\"one\",\"to\":\"work\",\"share\":1}}}";

static void places_that_are_all_taken_are_shares(void **state) {
  (void)state;
  solved s = solve(with_places, &(polku_options){.draws = -1, .runs = 10});
  assert_string_equal(s.result->engine, "individual");
  assert_near(alone(s.result, "a"), 6.0 / 40, 1e-12);
  assert_near(alone(s.result, "b"), 2.0 / 40, 1e-12);
  assert_near(share(s.result, "a"), 6.0 / 40, 1e-12);
  assert_near(share(s.result, "b"), 2.0 / 40, 1e-12);
  assert_near(s.result->all.share_errors[0], 0, 1e-12);
  solved_free(&s);
}

/* Of those who seek, 60 % go to a's course of ten months, from which half find work, and 40 % find
 * work at once. Without the course its 60 % follow the others into work: nobody else's loss. */
static const char detour[] = HEAD
    "\"stages\":{\"seek\":{\"duration\":{\"fixed\":1}},"
    "\"course\":{\"duration\":{\"fixed\":10},\"actors\":{\"a\":{\"host\":{\"places\":999}}}}," WORK
    "},\"transitions\":{"
    "\"s-course\":{\"from\":\"seek\",\"to\":\"course\",\"share\":0.6},"
    "\"s-work\":{\"from\":\"seek\",\"to\":\"work\",\"share\":0.4},"
    "\"c-work\":{\"from\":\"course\",\"to\":\"work\",\"share\":0.5},"
    "\"c-home\":{\"from\":\"course\",\"to\":\"home\",\"share\":0.5}}}";

static void a_detour_that_is_withdrawn_raises_employment(void **state) {
  (void)state;
  solved s = solve(detour, &exactly);
  assert_near(alone(s.result, "a"), 0.7 - 1.0, 1e-12);
  assert_near(share(s.result, "a"), 0.7 - 1.0, 1e-12);
  solved_free(&s);
}

/* ---------------------------------------------------------------------------- models by lot */

static int lot(uint64_t seed, int below) {
  return (int)(seed * 2654435761u % 4294967296u / 7 % (uint64_t)below);
}

/* Makes `count` stages of a model, each hosted by an association of its own alone. */
static void add_hosts(json_t *model, uint64_t seed, int count, bool employing) {
  json_t *stages = json_object_get(model, "stages"), *actors = json_object();
  int all = (int)json_object_size(stages);
  for (int i = 0; i < count; i++) {
    char id[16];
    void *at = json_object_iter(stages);
    for (int k = (lot(seed, all) + i) % all; k > 0; k--)
      at = json_object_iter_next(stages, at);
    json_t *stage = json_object_iter_value(at);
    snprintf(id, sizeof id, "club-%d", i);
    json_object_set_new(actors, id, json_pack("{s:s}", "sector", "third"));
    json_object_set_new(stage, "actors", json_pack("{s:{s:{s:i}}}", id, "host", "places", 999));
    if (employing)
      json_object_set_new(stage, "employed", json_true());
  }
  json_object_set_new(model, "actors", actors);
}

/* Who is refused leaves for good: every stage names such a move as the one of its refused. */
static void add_way_out(json_t *model) {
  json_t *stages = json_object_get(model, "stages"), *moves = json_object_get(model, "transitions");
  const char *id;
  json_t *stage;
  json_object_foreach(stages, id, stage) {
    char move[128];
    bool leaves = false;
    const char *name;
    json_t *t;
    json_object_foreach(moves, name, t) leaves =
        leaves || strcmp(json_string_value(json_object_get(t, "from")), id) == 0;
    if (!leaves)
      continue;
    snprintf(move, sizeof move, "%s-out", id);
    json_object_set_new(moves, move,
                        json_pack("{s:s,s:s,s:i}", "from", id, "to", "nowhere", "share", 0));
    json_object_set_new(stage, "refused", json_string(move));
  }
  json_object_set_new(stages, "nowhere", json_pack("{s:b}", "final", 1));
}

static const uint32_t plain = RANDOM_ACTORS | RANDOM_SUPPORTS | RANDOM_PLACES | RANDOM_PASSAGES |
                              RANDOM_SCENARIOS | RANDOM_ORDER | RANDOM_EXTRAS | RANDOM_ENDS;

static char *hosted(uint64_t seed, uint32_t without, int hosts, bool employing, bool way_out) {
  char *text = random_model(seed, &(random_model_options){.without = without, .stages = 5});
  json_t *model = json_loads(text, 0, NULL);
  add_hosts(model, seed, hosts, employing);
  if (way_out)
    add_way_out(model);
  free(text);
  text = json_dumps(model, JSON_COMPACT);
  json_decref(model);
  return text;
}

static void nothing_rises(const polku_result *r, int outcomes, uint64_t seed) {
  for (int i = 0; i < r->third_count; i++)
    for (int o = 0; o < outcomes; o++) {
      double falls = r->all.reliance[i * PK_FALLING + o], part = r->all.shares[i * PK_FALLING + o];
      if (falls < -1e-11 || part < -1e-11)
        fail_msg("model %llu: %s without %s rises by %g, share %g", (unsigned long long)seed,
                 pk_outcome_name((pk_outcome)o), r->actors[r->third[i]].id, -falls, part);
    }
}

/* Entering a stage at work is employment already, and nothing that refused clients do instead can
 * be more: the ratio never rises, whatever the exits, and however many are withdrawn. */
static void the_only_host_of_a_stage_at_work_never_raises_employment(void **state) {
  (void)state;
  int falls = 0;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    char *text = hosted(seed, plain, 1 + lot(seed, 4), true, false);
    solved s = solve(text, &exactly);
    nothing_rises(s.result, EMPLOYED + 1, seed);
    falls += s.result->all.reliance_together[EMPLOYED] > 0.01;
    solved_free(&s);
    free(text);
  }
  assert_true(falls > 50); /* the law is of models in which something falls */
}

/* Where refused clients leave for good, no outcome rises. */
static void the_only_host_raises_nothing_where_refused_clients_leave(void **state) {
  (void)state;
  int falls = 0;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    char *text = hosted(seed, plain | RANDOM_PER_STEP | RANDOM_RACE, 1 + lot(seed, 4), false, true);
    solved s = solve(text, &exactly);
    nothing_rises(s.result, PK_FALLING, seed);
    falls += s.result->all.reliance_together[EMPLOYED] > 0.01;
    solved_free(&s);
    free(text);
  }
  assert_true(falls > 50);
}

static void shares_sum_to_the_whole_in_any_model(void **state) {
  (void)state;
  int several = 0;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    char *text = random_model(seed, NULL);
    solved s = solve(text, &exactly);
    shares_sum_to_together(s.result, 1e-12);
    several += s.result->third_count > 1;
    solved_free(&s);
    free(text);
  }
  assert_true(several > 20);
}

/* Town's own help makes the association's support one that never lacks: it takes part, and its
 * going changes nothing anywhere. */
static void who_changes_nothing_has_no_share(void **state) {
  (void)state;
  json_t *model = json_loads(in_a_row, 0, NULL);
  json_object_set_new(model, "supports",
                      json_pack("{s:{s:{s:{},s:{}},s:{s:{}},s:{s:s,s:f,s:b}}}", "coach", "actors",
                                "idle", "town", "at", "seek", "effect", "transition", "s-one",
                                "odds_ratio", 2.0, "included", 0));
  char *text = json_dumps(model, JSON_COMPACT);
  solved s = solve(text, &exactly);
  assert_int_equal(s.result->third_count, 3);
  assert_true(alone(s.result, "idle") == 0);
  assert_true(share(s.result, "idle") == 0);
  assert_true(share(s.result, "a") > 0.4);
  solved_free(&s);
  free(text);
  json_decref(model);
}

/* --------------------------------------------------------------------------- more than twelve */

/* Seven ways to work, each through two associations in turn; a seventh of all take each. Fourteen
 * have too many sets, but here only pairs need each other, and an order with its reverse tells
 * those exactly: half a seventh each. */
static void add(char *text, const char *form, int i, int k) {
  size_t length = strlen(text);
  snprintf(text + length, 9000 - length, form, i, k);
}

static void fourteen_actors_are_told_by_orders(void **state) {
  (void)state;
  char text[9000] = "{\"format\":\"polku/1\",\"horizon\":6,\"groups\":{\"all\":{\"size\":7,"
                    "\"start\":\"seek\"}},\"stages\":{" WORK ",\"seek\":{" STEP "\"out\"}";
  for (int i = 0; i < 7; i++) {
    add(text, ",\"s%d\":{" STEP "\"x%d\",", i, i);
    add(text, "\"actors\":{\"c%d\":{\"host\":{\"places\":9}}}}", i, 0);
    add(text, ",\"t%d\":{\"duration\":{\"fixed\":1},", i, 0);
    add(text, "\"actors\":{\"d%d\":{\"host\":{\"places\":9}}}}", i, 0);
  }
  add(text, "},\"actors\":{\"town\":{\"sector\":\"public\"}", 0, 0);
  for (int i = 0; i < 7; i++)
    add(text, ",\"c%d\":{\"sector\":\"third\"},\"d%d\":{\"sector\":\"third\"}", i, i);
  add(text, "},\"transitions\":{\"out\":{\"from\":\"seek\",\"to\":\"home\",\"share\":\"rest\"}", 0,
      0);
  for (int i = 0; i < 7; i++) {
    add(text, ",\"a%d\":{\"from\":\"seek\",\"to\":\"s%d\",\"share\":0.142857}", i, i);
    add(text, ",\"b%d\":{\"from\":\"s%d\",", i, i);
    add(text, "\"to\":\"t%d\",\"share\":1}", i, 0);
    add(text, ",\"x%d\":{\"from\":\"s%d\",\"to\":\"home\",\"share\":0}", i, i);
    add(text, ",\"w%d\":{\"from\":\"t%d\",\"to\":\"work\",\"share\":1}", i, i);
  }
  add(text, "}}", 0, 0);
  solved s = solve(text, &exactly);
  const polku_result *r = s.result;
  assert_int_equal(r->third_count, 14);
  assert_false(r->shares_all);
  assert_true(r->share_orders > 1 && r->share_orders % 2 == 0);
  for (int i = 0; i < 14; i++) {
    assert_near(r->all.shares[i * PK_FALLING + EMPLOYED], 0.142857 / 2, 1e-12);
    assert_near(r->all.share_errors[i * PK_FALLING + EMPLOYED], 0, 1e-12);
  }
  shares_sum_to_together(r, 1e-12);
  solved_free(&s);
}

/* -------------------------------------------------------------------------------- every engine */

#define TRIPLE                                                                                     \
  "{\"format\":\"polku/1\",\"horizon\":24,\"actors\":{\"a\":{\"sector\":\"third\"},\"b\":{"        \
  "\"sector\":\"third\"},\"c\":{\"sector\":\"third\"}},\"groups\":{\"old\":{\"size\":60,"          \
  "\"start\":\"seek\"},\"new\":{\"arrivals\":{\"per_step\":2},\"start\":\"seek\"}},\"stages\":{"   \
  "\"seek\":{\"duration\":{\"geometric\":{\"mean\":4}}},"                                          \
  "\"one\":{\"duration\":{\"uniform\":{\"min\":2,\"max\":6}},\"actors\":{\"a\":{\"host\":{"        \
  "\"places\":999}}}},"                                                                            \
  "\"two\":{\"duration\":{\"fixed\":3},\"actors\":{\"b\":{\"host\":{\"places\":999}},\"c\":{"      \
  "\"host\":{\"places\":999}}}},"                                                                  \
  "\"work\":{\"employed\":true,\"open\":true},\"out\":{\"final\":true}},\"transitions\":{"         \
  "\"s1\":{\"from\":\"seek\",\"to\":\"one\",\"share\":0.4},"                                       \
  "\"s2\":{\"from\":\"seek\",\"to\":\"two\",\"share\":0.2},"                                       \
  "\"sw\":{\"from\":\"seek\",\"to\":\"work\",\"share\":0.1},"                                      \
  "\"so\":{\"from\":\"seek\",\"to\":\"out\",\"share\":\"rest\"},"                                  \
  "\"1w\":{\"from\":\"one\",\"to\":\"work\",\"share\":0.5,\"carried_by\":{\"c\":{}}},"             \
  "\"1s\":{\"from\":\"one\",\"to\":\"seek\",\"share\":\"rest\"},"                                  \
  "\"2w\":{\"from\":\"two\",\"to\":\"work\",\"share\":0.7},"                                       \
  "\"2s\":{\"from\":\"two\",\"to\":\"seek\",\"share\":\"rest\"},"                                  \
  "\"ws\":{\"from\":\"work\",\"to\":\"seek\",\"per_step\":0.05}}}"

/* Reliance and shares of random engines lie within 4.5 of their own standard errors of the exact
 * ones; and these errors are no pretext: less than a fiftieth of a client in a hundred. */
static void three_engines_agree(void **state) {
  (void)state;
  solved exact = solve(TRIPLE, &exactly);
  static const char *const engines[] = {"cohort", "individual"};
  for (int e = 0; e < 2; e++) {
    solved s = solve(TRIPLE, &(polku_options){.engine = engines[e], .runs = 300, .draws = -1});
    shares_sum_to_together(s.result, 1e-12);
    for (int i = 0; i < 3 * PK_FALLING; i++) {
      const pk_answer *want = &exact.result->all, *got = &s.result->all;
      assert_near(got->reliance[i], want->reliance[i], 4.5 * got->reliance_errors[i] + 1e-12);
      assert_near(got->shares[i], want->shares[i], 4.5 * got->share_errors[i] + 1e-12);
    }
    assert_true(s.result->all.share_errors[EMPLOYED] > 0);
    assert_true(s.result->all.share_errors[EMPLOYED] < 0.01);
    solved_free(&s);
  }
  solved_free(&exact);
}

static char *json_of(const char *text, const polku_options *options) {
  solved s = solve(text, options);
  shares_sum_to_together(s.result, 1e-12);
  char *json = polku_result_json(s.result);
  assert_non_null(json);
  solved_free(&s);
  return json;
}

static void same_for_any_crew(const char *text, polku_options options) {
  options.threads = 1;
  char *one = json_of(text, &options);
  for (int threads = 2; threads <= 7; threads += 5) {
    options.threads = threads;
    char *other = json_of(text, &options);
    assert_string_equal(one, other);
    free(other);
  }
  free(one);
}

static void any_number_of_threads_gives_the_same_bytes(void **state) {
  (void)state;
  same_for_any_crew(TRIPLE, exactly);
  same_for_any_crew(TRIPLE, (polku_options){.engine = "cohort", .runs = 7, .draws = -1});
  same_for_any_crew(TRIPLE, (polku_options){.engine = "individual", .runs = 7, .draws = -1});
  char *koitto = read_whole_file(POLKU_SOURCE_DIR "/models/joensuu-koitto.json", NULL);
  same_for_any_crew(koitto, (polku_options){.runs = 7, .draws = -1});
  same_for_any_crew(koitto, (polku_options){.runs = 1, .draws = -1});
  free(koitto);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(who_need_each_other_share_alike),
    cmocka_unit_test(who_stand_in_for_each_other_share_alike),
    cmocka_unit_test(places_that_are_all_taken_are_shares),
    cmocka_unit_test(a_detour_that_is_withdrawn_raises_employment),
    cmocka_unit_test(the_only_host_of_a_stage_at_work_never_raises_employment),
    cmocka_unit_test(the_only_host_raises_nothing_where_refused_clients_leave),
    cmocka_unit_test(shares_sum_to_the_whole_in_any_model),
    cmocka_unit_test(who_changes_nothing_has_no_share),
    cmocka_unit_test(fourteen_actors_are_told_by_orders),
    cmocka_unit_test(three_engines_agree),
    cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
};

int main(void) {
  return RUN(tests);
}
