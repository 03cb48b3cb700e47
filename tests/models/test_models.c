/* The models that ship: each can be read, bound to its rules and computed with every scenario, says
 * where its facts come from and why it guesses, speaks three languages and meets its targets. The
 * Rovaniemi model says no more than its article and meets what the article counted. */
#include "model/model.h"
#include "support/check.h"
#include "support/files.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"
#define ROVANIEMI POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"

static void fail_with(const char *path, polku_report *report) {
  char *text = polku_report_text(report, POLKU_EN, false);
  fail_msg("%s: %s", path, text);
}

static void for_each_model(void (*visit)(void *, const char *)) {
  int count = 0;
  visit_files(POLKU_SOURCE_DIR "/models", visit, &count);
  assert_in_range(count, 2, 100);
}

static bool is_model(const char *path) {
  const char *suffix = strrchr(path, '.');
  return suffix && !strcmp(suffix, ".json") && !strstr(path, ".schema.json");
}

/* --- computing */

enum { FEW = 2, AS_USUAL = 0 };

/* FILE or FILE#SCENARIO to its result, places played in so many runs; the JSON is the caller's. */
static json_t *result_of(const char *path, int runs) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(path, report);
  polku_rules *rules = polku_rules_load(model, FOLDERS, report);
  polku_result *result =
      polku_simulate(model, rules, &(polku_options){.runs = runs, .draws = -1}, report);
  if (!result || polku_report_count(report, POLKU_ERROR))
    fail_with(path, report);
  char *text = polku_result_json(result);
  json_t *json = json_loads(text, 0, NULL);
  assert_non_null(json);
  free(text);
  polku_result_free(result);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return json;
}

static void compute_scenarios(const char *path) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(path, report);
  if (!model)
    fail_with(path, report);
  for (int i = 0; i < model->scenario_count; i++) {
    char name[600];
    int length = snprintf(name, sizeof name, "%s#%s", path, model->scenarios[i].id);
    assert_in_range(length, 1, (int)sizeof name - 1);
    json_decref(result_of(name, FEW));
  }
  polku_model_free(model);
  polku_report_free(report);
}

static void compute_model(void *count, const char *path) {
  if (!is_model(path))
    return;
  ++*(int *)count;
  json_decref(result_of(path, FEW));
  compute_scenarios(path);
}

static void every_model_and_scenario_can_be_computed(void **state) {
  (void)state;
  for_each_model(compute_model);
}

/* --- sources */

static bool sourced(void *context, const pk_number *number, const char *what) {
  const char *path = context;
  bool known = number->basis == PK_STATED || number->basis == PK_MEASURED;
  if (known && number->source < 0)
    fail_msg("%s: %s at %s is known, but by no source", path, what, number->pointer);
  bool guessed = number->basis == PK_ASSUMED || number->basis == PK_ESTIMATED;
  if (guessed && number->pointer && number->source < 0 && !number->note && !strstr(path, "/start."))
    fail_msg("%s: %s at %s is guessed without a reason", path, what, number->pointer);
  return true;
}

static void check_sources(void *count, const char *path) {
  if (!is_model(path))
    return;
  ++*(int *)count;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(path, report);
  if (!model)
    fail_with(path, report);
  char name[600];
  snprintf(name, sizeof name, "%s", path);
  pk_model_numbers(model, sourced, name);
  polku_model_free(model);
  polku_report_free(report);
}

/* Nobody has to guess why we guessed; only the template, which is filled in, leaves that to its
 * author. */
static void what_is_known_has_a_source_and_what_is_guessed_a_reason(void **state) {
  (void)state;
  for_each_model(check_sources);
}

/* --- languages */

static void three_languages(const char *path, const char *name, const json_t *value) {
  static const char *const languages[] = {"fi", "sv", "en"};
  int found = 0;
  for (int i = 0; i < 3; i++) {
    const char *text = json_string_value(json_object_get(value, languages[i]));
    found += text && *text;
  }
  if (found && found < 3)
    fail_msg("%s: \"%s\" is in %d of three languages", path, name, found);
  const char *key;
  json_t *member;
  json_object_foreach((json_t *)value, key, member) {
    if (json_is_object(member))
      three_languages(path, key, member);
  }
}

static void check_languages(void *count, const char *path) {
  if (!is_model(path))
    return;
  ++*(int *)count;
  json_t *json = json_load_file(path, 0, NULL);
  assert_non_null(json);
  three_languages(path, "model", json);
  json_decref(json);
}

static void every_text_is_in_three_languages(void **state) {
  (void)state;
  for_each_model(check_languages);
}

/* --- targets */

/* Of n people who each succeed with the computed probability, nine times in ten the number lies
 * within 1.645 standard deviations. */
static void within_its_interval(const char *path, const char *id, const json_t *target) {
  double value = json_number_value(json_object_get(target, "value"));
  double observed = json_number_value(json_object_get(target, "observed"));
  const json_t *of = json_object_get(target, "of");
  if (!json_is_number(of))
    return;
  double far = 1.645 * sqrt(value * (1 - value) / json_number_value(of));
  if (!(fabs(observed - value) <= far))
    fail_msg("%s: the target %s is %g, computed %g ± %g", path, id, observed, value, far);
}

static void check_targets(void *count, const char *path) {
  if (!is_model(path))
    return;
  ++*(int *)count;
  json_t *written = json_load_file(path, 0, NULL);
  bool any = json_object_get(written, "targets");
  json_decref(written);
  if (!any)
    return;
  json_t *json = result_of(path, AS_USUAL), *target;
  const char *id;
  json_object_foreach(json_object_get(json, "targets"), id, target) {
    within_its_interval(path, id, target);
  }
  json_decref(json);
}

static void every_target_is_met_within_its_interval(void **state) {
  (void)state;
  for_each_model(check_targets);
}

/* --- Rovaniemi */

/* All that the article says in numbers about the pathway: 64 coachees, 17 of them employed; two
 * people with wage subsidy in village associations of Kemijärvi, one at Neuvokas; one client from
 * JOKOS. */
static const struct {
  const char *pointer;
  double value;
} article[] = {
    {"/groups/coachees/size", 64},
    {"/targets/article/observed", 17.0 / 64},
    {"/stages/association/actors/village-associations/employer/clients", 2},
    {"/stages/association/actors/neuvokas/employer/clients", 1},
    {"/transitions/start-association/referral/village-associations/out", 2},
    {"/transitions/start-association/referral/neuvokas/out", 1},
    {"/stages/start/actors/jokos/referrer/clients", 1},
};
enum { ARTICLE_COUNT = sizeof article / sizeof *article };

static bool in_article(void *context, const pk_number *number, const char *what) {
  int *found = context;
  if (number->basis != PK_STATED)
    return true;
  for (int i = 0; i < ARTICLE_COUNT; i++)
    if (!strcmp(number->pointer, article[i].pointer)) {
      assert_true(fabs(number->value - article[i].value) < 1e-12);
      ++*found;
      return true;
    }
  fail_msg("%s at %s: the article does not state it", what, number->pointer);
  return false;
}

static void rovaniemi_states_what_the_article_states(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(ROVANIEMI, report);
  if (!model)
    fail_with(ROVANIEMI, report);
  int found = 0;
  pk_model_numbers(model, in_article, &found);
  assert_int_equal(found, ARTICLE_COUNT);
  polku_model_free(model);
  polku_report_free(report);
}

static double number_at(const json_t *json, const char *const *keys) {
  for (; *keys; keys++)
    json = json_object_get(json, *keys);
  assert_true(json_is_number(json));
  return json_number_value(json);
}

static void rovaniemi_meets_seventeen_of_sixty_four(void **state) {
  (void)state;
  json_t *json = result_of(ROVANIEMI, AS_USUAL);
  double ratio = number_at(json, (const char *[]){"targets", "article", "value", NULL});
  assert_true(fabs(64 * ratio - 17) < 0.5);
  json_decref(json);
}

/* What people in Rovaniemi would discuss goes the way they would expect. */
static void rovaniemi_loses_by_losing_coaching_and_gains_by_places(void **state) {
  (void)state;
  static const char *const keys[] = {"outcomes", "employment_ratio", "value", NULL};
  json_t *now = result_of(ROVANIEMI, AS_USUAL);
  json_t *more = result_of(ROVANIEMI "#three-more-places", AS_USUAL);
  json_t *without = result_of(ROVANIEMI "#project-ends", AS_USUAL);
  json_t *a_year = result_of(ROVANIEMI "#project-ends-2022", AS_USUAL);
  assert_true(number_at(more, keys) > number_at(now, keys));
  assert_true(number_at(without, keys) < number_at(a_year, keys));
  assert_true(number_at(a_year, keys) < number_at(now, keys));
  json_decref(a_year);
  json_decref(now);
  json_decref(more);
  json_decref(without);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_model_and_scenario_can_be_computed),
      cmocka_unit_test(what_is_known_has_a_source_and_what_is_guessed_a_reason),
      cmocka_unit_test(every_text_is_in_three_languages),
      cmocka_unit_test(every_target_is_met_within_its_interval),
      cmocka_unit_test(rovaniemi_states_what_the_article_states),
      cmocka_unit_test(rovaniemi_meets_seventeen_of_sixty_four),
      cmocka_unit_test(rovaniemi_loses_by_losing_coaching_and_gains_by_places),
  };
  return RUN(tests);
}
