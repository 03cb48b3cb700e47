/* Taking a part away: what names it goes along or the person is told what still needs it; what is
 * left is a model, and nothing else in it has changed. */
#include "support/check.h"

#include "model/edit.h"
#include "model/shapes.h"
#include "support/random_model.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char small[] =
    "{ \"format\": \"polku/1\", \"horizon\": 12,"
    "  \"order\": { \"stages\": [\"start\", \"trial\", \"work\"] },"
    "  \"sources\": { \"s\": { \"title\": \"Kysely\" } },"
    "  \"accounts\": { \"city\": {} },"
    "  \"budgets\": { \"b\": { \"kinds\": [\"x\"], \"account\": \"city\", \"per_year\": 5 } },"
    "  \"actors\": { \"n\": { \"sector\": \"third\" }, \"m\": { \"sector\": \"public\" } },"
    "  \"stages\": {"
    "    \"start\": { \"duration\": { \"fixed\": 4 } },"
    "    \"trial\": { \"duration\": { \"fixed\": 2 }, \"refused\": \"trial-start\","
    "      \"actors\": { \"n\": { \"host\": { \"places\": 2 }, \"coach\": {} } },"
    "      \"amounts\": { \"city\": { \"per_step\": 7 } } },"
    "    \"subsidy\": { \"duration\": { \"fixed\": 5 },"
    "      \"queue\": { \"max\": 3, \"gives_up\": { \"trial\": 0.5, \"start\": 0.3, \"work\": 0.2 }"
    " } },"
    "    \"work\": { \"final\": true } },"
    "  \"transitions\": {"
    "    \"start-trial\": { \"from\": \"start\", \"to\": \"trial\", \"share\": 0.5 },"
    "    \"start-subsidy\": { \"from\": \"start\", \"to\": \"subsidy\","
    "      \"share\": { \"value\": 0.4, \"basis\": \"stated\", \"source\": \"s\" } },"
    "    \"start-work\": { \"from\": \"start\", \"to\": \"work\", \"share\": 0.1 },"
    "    \"trial-work\": { \"from\": \"trial\", \"to\": \"work\", \"share\": 0.3,"
    "      \"referral\": { \"n\": { \"in\": 2 } }, \"carried_by\": { \"n\": {}, \"m\": {} } },"
    "    \"trial-start\": { \"from\": \"trial\", \"to\": \"start\", \"share\": \"rest\" },"
    "    \"subsidy-work\": { \"from\": \"subsidy\", \"to\": \"work\", \"share\": 1 } },"
    "  \"supports\": {"
    "    \"coach\": { \"actors\": { \"n\": {} }, \"at\": { \"trial\": {}, \"work\": {} },"
    "      \"effect\": { \"transition\": \"trial-work\", \"odds_ratio\": 2 } },"
    "    \"advice\": { \"actors\": { \"m\": {} }, \"at\": { \"trial\": {} } } },"
    "  \"groups\": { \"all\": { \"size\": 10, \"start\": \"start\" } },"
    "  \"gaps\": { \"g\": { \"stages\": { \"trial\": {} }, \"row\": \"coaching\" } },"
    "  \"notes\": { \"o\": { \"about\": \"/stages/trial/duration\", \"text\": \"lyhyt\" } },"
    "  \"paths\": { \"p\": { \"stages\": [\"start\", \"trial\", \"work\"] },"
    "    \"q\": { \"stages\": [\"start\", \"trial\"] } },"
    "  \"targets\": { \"t\": { \"outcome\": \"employment_ratio\", \"at\": 12, \"group\": \"all\","
    "    \"observed\": 0.2 } },"
    "  \"scenarios\": {"
    "    \"without-n\": { \"withdraw\": [\"n\"] },"
    "    \"places\": { \"patch\": { \"stages\": { \"trial\": { \"actors\": { \"n\": { \"host\": {"
    " \"places\": 9 } } } } } } },"
    "    \"later\": { \"patch\": { \"horizon\": 24 } } } }";

static polku_model *read_text(const char *text, polku_report *report) {
  polku_model *model = polku_model_read("model.json", text, strlen(text), report);
  assert_non_null(model);
  return model;
}

static char *without(const char *text, const char *pointer, polku_report *report) {
  polku_model *model = read_text(text, report);
  char *patch = polku_model_without(model, pointer, report);
  polku_model_free(model);
  return patch;
}

/* The patch says exactly this, in any order. */
static void expect_patch(const char *pointer, const char *expected) {
  polku_report *report = polku_report_new();
  char *patch = without(small, pointer, report);
  if (!patch)
    fail_msg("%s: %s", pointer, polku_report_text(report, POLKU_EN, false));
  json_t *said = json_loads(patch, 0, NULL), *wanted = json_loads(expected, 0, NULL);
  assert_non_null(wanted);
  if (!json_equal(said, wanted))
    fail_msg("%s takes away\n%s\nnot\n%s", pointer, patch, expected);
  json_decref(said);
  json_decref(wanted);
  free(patch);
  polku_report_free(report);
}

static void expect_refused(const char *text, const char *pointer, const char *code,
                           const char *where) {
  polku_report *report = polku_report_new();
  polku_problem problem = {0};
  char *patch = without(text, pointer, report);
  assert_null(patch);
  for (size_t i = 0; polku_report_at(report, i, POLKU_EN, &problem); i++)
    if (strcmp(problem.code, code) == 0)
      break;
  assert_string_equal(problem.code, code);
  assert_string_equal(problem.pointer, where);
  polku_report_free(report);
}

static void a_stage_takes_along_what_leads_there_and_what_stands_there_alone(void **state) {
  (void)state;
  expect_patch(
      "/stages/trial",
      "{ \"stages\": { \"trial\": null, \"subsidy\": { \"queue\": { \"gives_up\": {"
      "    \"trial\": null, \"start\": 0.6, \"work\": 0.4 } } } },"
      "  \"transitions\": { \"start-trial\": null, \"trial-work\": null, \"trial-start\": null,"
      "    \"start-work\": { \"share\": \"rest\" } },"
      "  \"supports\": { \"advice\": null, \"coach\": { \"at\": { \"trial\": null }, \"effect\":"
      " null } },"
      "  \"gaps\": { \"g\": null }, \"notes\": { \"o\": null },"
      "  \"paths\": { \"p\": { \"stages\": [\"start\", \"work\"] }, \"q\": null },"
      "  \"scenarios\": { \"places\": null },"
      "  \"order\": { \"stages\": [\"start\", \"work\"] } }");
}

static void an_actor_takes_along_roles_referrals_and_what_it_gives_alone(void **state) {
  (void)state;
  expect_patch("/actors/n",
               "{ \"actors\": { \"n\": null }, \"stages\": { \"trial\": { \"actors\": null } },"
               "  \"transitions\": { \"trial-work\": { \"referral\": null, \"carried_by\": {"
               " \"n\": null } } },"
               "  \"supports\": { \"coach\": null },"
               "  \"scenarios\": { \"without-n\": null, \"places\": null } }");
}

/* The stated number stays; of the guesses the larger one takes what is left. */
static void where_an_exit_goes_the_largest_guess_takes_the_rest(void **state) {
  (void)state;
  expect_patch("/transitions/start-work",
               "{ \"transitions\": { \"start-work\": null, \"start-trial\": { \"share\": \"rest\" "
               "} } }");
}

static void a_rest_takes_what_an_exit_leaves(void **state) {
  (void)state;
  expect_patch("/transitions/trial-work", "{ \"transitions\": { \"trial-work\": null },"
                                          "  \"supports\": { \"coach\": { \"effect\": null } } }");
}

static void without_its_rest_the_last_exit_is_the_rest(void **state) {
  (void)state;
  expect_patch("/transitions/trial-start",
               "{ \"transitions\": { \"trial-start\": null, \"trial-work\": { \"share\": \"rest\" "
               "} }, \"stages\": { \"trial\": { \"refused\": null } } }");
}

static void a_role_goes_alone_and_the_last_one_with_its_actor(void **state) {
  (void)state;
  expect_patch("/stages/trial/actors/n/coach",
               "{ \"stages\": { \"trial\": { \"actors\": { \"n\": { \"coach\": null } } } } }");
  expect_patch("/supports/coach/actors/n", "{ \"supports\": { \"coach\": null } }");
}

static void numbers_stay_when_their_source_goes(void **state) {
  (void)state;
  expect_patch("/sources/s",
               "{ \"sources\": { \"s\": null }, \"transitions\": { \"start-subsidy\": { \"share\":"
               " { \"value\": 0.4, \"basis\": \"stated\" } } } }");
}

static void an_account_takes_along_its_budgets_and_a_group_its_targets(void **state) {
  (void)state;
  expect_patch("/accounts/city", "{ \"accounts\": { \"city\": null }, \"budgets\": { \"b\": null "
                                 "}, \"stages\": { \"trial\": { \"amounts\": null } } }");
  expect_patch("/groups/all", "{ \"groups\": { \"all\": null }, \"targets\": { \"t\": null } }");
}

static void where_clients_begin_is_not_taken_away(void **state) {
  (void)state;
  expect_refused(small, "/stages/start", "E-PART-START", "/groups/all");
}

static void what_counts_places_by_its_workers_is_not_taken_away(void **state) {
  (void)state;
  static const char text[] =
      "{ \"format\": \"polku/1\", \"horizon\": 2, \"actors\": { \"n\": { \"sector\": \"third\" } },"
      "  \"stages\": { \"a\": { \"duration\": { \"fixed\": 1 }, \"actors\": { \"n\": { \"host\": {"
      "    \"places\": { \"per\": \"b\", \"each\": 2 } } } } }, \"b\": { \"final\": true },"
      "    \"c\": { \"final\": true } },"
      "  \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"c\", \"share\": 1 } } }";
  expect_refused(text, "/stages/b", "E-PART-PLACES", "/stages/a");
}

static void what_is_not_there_cannot_be_taken_away(void **state) {
  (void)state;
  expect_refused(small, "/stages/trail", "E-PART-UNKNOWN", "/stages/trail");
  expect_refused(small, "/stages/trial/actors/n/clerk", "E-PART-UNKNOWN",
                 "/stages/trial/actors/n/clerk");
  expect_refused(small, "", "E-PART-UNKNOWN", "");
  expect_refused(small, "/horizon", "E-KEY-MISSING", "");
}

/* ------------------------------------------------------------------- every part of every model */

typedef struct tried {
  int taken, refused;
} tried;

/* Whether an id stands in a value, as a name or as a text. */
static bool mentions(json_t *value, json_t *ids) {
  const char *key;
  json_t *member;
  if (json_is_string(value))
    return json_object_get(ids, json_string_value(value)) != NULL;
  for (size_t i = 0; i < json_array_size(value); i++)
    if (mentions(json_array_get(value, i), ids))
      return true;
  json_object_foreach(value, key, member) {
    if (json_object_get(ids, key) || mentions(member, ids))
      return true;
  }
  return false;
}

static json_t *lost_ids(json_t *before, json_t *after) {
  json_t *lost = json_object(), *part;
  const char *id;
  for (int i = 0; i < PK_SECTION_COUNT; i++) {
    json_t *left = json_object_get(after, pk_section_names[i]);
    json_object_foreach(json_object_get(before, pk_section_names[i]), id, part) {
      if (!json_object_get(left, id))
        json_object_set_new(lost, id, json_true());
    }
  }
  return lost;
}

/* A part that is there before and after differs only if it named something that is gone, or is a
 * share that takes the rest. */
static void expect_only_mentions_changed(json_t *before, json_t *after, const char *pointer) {
  json_t *lost = lost_ids(before, after), *part;
  const char *id;
  for (int i = 0; i < PK_SECTION_COUNT; i++) {
    json_t *old = json_object_get(before, pk_section_names[i]);
    json_object_foreach(json_object_get(after, pk_section_names[i]), id, part) {
      json_t *was = json_object_get(old, id);
      json_t *share = json_object_get(part, "share");
      bool rest = i == PK_TRANSITIONS && json_is_string(share);
      if (!was || (!pk_same(was, part) && !mentions(was, lost) && !rest && i != PK_SCENARIOS))
        fail_msg("%s: %s of %s changed", pointer, id, pk_section_names[i]);
    }
  }
  json_decref(lost);
}

/* Scenarios that are left still do what they did: without errors, and deleting nothing that is
 * gone. */
static void expect_scenarios_fit(polku_model *model, const char *pointer) {
  for (int i = 0; i < model->scenario_count; i++) {
    polku_report *report = polku_report_new();
    polku_model *after = polku_model_scenario(model, model->scenarios[i].id, report);
    polku_problem problem;
    if (!after)
      fail_msg("%s: scenario %s: %s", pointer, model->scenarios[i].id,
               polku_report_text(report, POLKU_EN, false));
    for (size_t k = 0; polku_report_at(report, k, POLKU_EN, &problem); k++)
      if (strcmp(problem.code, "W-PATCH-ABSENT") == 0)
        fail_msg("%s: scenario %s deletes what is gone", pointer, model->scenarios[i].id);
    polku_model_free(after);
    polku_report_free(report);
  }
}

static void expect_back(const polku_model *before, polku_model *after, const char *patch) {
  polku_report *report = polku_report_new();
  char *back = polku_model_invert(before, patch, report);
  polku_model *again = polku_model_patch(after, back, report);
  assert_non_null(again);
  char *difference = polku_model_diff(before, again, report);
  assert_string_equal(difference, "{}");
  free(difference);
  polku_model_free(again);
  free(back);
  polku_report_free(report);
}

static void take_away(polku_model *model, const char *pointer, bool scenarios, tried *count) {
  polku_report *report = polku_report_new();
  char *patch = polku_model_without(model, pointer, report);
  size_t errors = polku_report_count(report, POLKU_ERROR);
  if (!patch && !errors)
    fail_msg("%s: nothing and no problem", pointer);
  assert_false(polku_report_failed(report));
  if (patch) {
    polku_model *after = polku_model_patch(model, patch, report);
    if (!after)
      fail_msg("%s: %s", pointer, polku_report_text(report, POLKU_EN, false));
    expect_only_mentions_changed(model->json, after->json, pointer);
    if (scenarios)
      expect_scenarios_fit(after, pointer);
    if (count->taken % 4 == 0)
      expect_back(model, after, patch);
    polku_model_free(after);
  }
  *(patch ? &count->taken : &count->refused) += 1;
  free(patch);
  polku_report_free(report);
}

/* Every stage and actor; of the other parts every one only when there is time. */
static void take_each_away(polku_model *model, bool scenarios, tried *count) {
  int nth = 0;
  for (int i = 0; i < PK_SECTION_COUNT; i++) {
    const char *id;
    json_t *part;
    json_object_foreach(json_object_get(model->json, pk_section_names[i]), id, part) {
      char pointer[256];
      bool root = i == PK_STAGES || i == PK_ACTORS;
      if (!root && nth++ % long_or(1, 5) != 0)
        continue;
      snprintf(pointer, sizeof pointer, "/%s/%s", pk_section_names[i], id);
      take_away(model, pointer, scenarios && root, count);
    }
  }
}

static void any_part_of_a_model_that_ships_goes_cleanly_or_is_said_to_be_needed(void **state) {
  (void)state;
  DIR *folder = opendir(POLKU_SOURCE_DIR "/models");
  tried count = {0, 0};
  struct dirent *file;
  assert_non_null(folder);
  while ((file = readdir(folder))) {
    size_t length = strlen(file->d_name);
    if (length < 5 || strcmp(file->d_name + length - 5, ".json") != 0 ||
        strcmp(file->d_name, "polku.schema.json") == 0)
      continue;
    char path[512];
    snprintf(path, sizeof path, "%s/models/%s", POLKU_SOURCE_DIR, file->d_name);
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_load(path, report);
    assert_non_null(model);
    take_each_away(model, true, &count);
    polku_model_free(model);
    polku_report_free(report);
  }
  closedir(folder);
  assert_true(count.taken > 150 && count.refused > 5);
}

/* Their scenarios are not tried: those by lot need not fit the model to begin with. */
static void any_part_of_a_model_by_lot_goes_cleanly_or_is_said_to_be_needed(void **state) {
  (void)state;
  tried count = {0, 0};
  for (uint64_t seed = 0; seed < (uint64_t)long_or(2000, 20); seed++) {
    char *text = random_model(seed, NULL);
    polku_report *report = polku_report_new();
    polku_model *model = read_text(text, report);
    take_each_away(model, false, &count);
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
  assert_true(count.taken > 60 && count.refused > 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_stage_takes_along_what_leads_there_and_what_stands_there_alone),
      cmocka_unit_test(an_actor_takes_along_roles_referrals_and_what_it_gives_alone),
      cmocka_unit_test(where_an_exit_goes_the_largest_guess_takes_the_rest),
      cmocka_unit_test(a_rest_takes_what_an_exit_leaves),
      cmocka_unit_test(without_its_rest_the_last_exit_is_the_rest),
      cmocka_unit_test(a_role_goes_alone_and_the_last_one_with_its_actor),
      cmocka_unit_test(numbers_stay_when_their_source_goes),
      cmocka_unit_test(an_account_takes_along_its_budgets_and_a_group_its_targets),
      cmocka_unit_test(where_clients_begin_is_not_taken_away),
      cmocka_unit_test(what_counts_places_by_its_workers_is_not_taken_away),
      cmocka_unit_test(what_is_not_there_cannot_be_taken_away),
      cmocka_unit_test(any_part_of_a_model_that_ships_goes_cleanly_or_is_said_to_be_needed),
      cmocka_unit_test(any_part_of_a_model_by_lot_goes_cleanly_or_is_said_to_be_needed),
  };
  return RUN(tests);
}
