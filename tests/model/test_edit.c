/* Models made from models: what a scenario withdraws, and where the problems of a patch are shown.
 */
#include "support/check.h"

#include "model/model.h"
#include "support/random_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char small[] =
    "{\n"
    "  \"format\": \"polku/1\", \"horizon\": 12,\n"
    "  \"actors\": {\n"
    "    \"neuvokas\": { \"sector\": \"third\" },\n"
    "    \"city\": { \"sector\": \"public\" }\n"
    "  },\n"
    "  \"stages\": {\n"
    "    \"start\": { \"duration\": { \"geometric\": { \"mean\": 4 } } },\n"
    "    \"work\": { \"final\": true }\n"
    "  },\n"
    "  \"transitions\": { \"start-work\": { \"from\": \"start\", \"to\": \"work\", \"share\": 1 } "
    "},\n"
    "  \"groups\": { \"all\": { \"size\": 10, \"start\": \"start\" } },\n"
    "  \"scenarios\": {\n"
    "    \"longer\": { \"patch\": { \"horizon\": 24 }, \"withdraw\": [\"city\"] },\n"
    "    \"half\": { \"patch\": { \"transitions\": { \"start-work\": { \"share\": 0.5 } } } },\n"
    "    \"odd\": { \"patch\": { \"stages\": { \"start\": { \"duratoin\": 3 } } } },\n"
    "    \"gone\": { \"patch\": { \"gaps\": { \"trial\": null } } },\n"
    "    \"later\": { \"withdraw\": [\"neuvokas\"], \"from\": 3 }\n"
    "  }\n"
    "}\n";

typedef struct fixture {
  polku_report *report;
  polku_model *model, *after;
} fixture;

static fixture read_small(void) {
  fixture f = {polku_report_new(), NULL, NULL};
  f.model = polku_model_read("small.json", small, strlen(small), f.report);
  assert_non_null(f.model);
  assert_int_equal(polku_report_count(f.report, POLKU_WARNING), 0);
  return f;
}

static void end(fixture *f) {
  polku_model_free(f->after);
  polku_model_free(f->model);
  polku_report_free(f->report);
}

/* The one problem there is. */
static polku_problem only_problem(fixture *f) {
  polku_problem problem, second;
  assert_true(polku_report_at(f->report, 0, POLKU_EN, &problem));
  assert_false(polku_report_at(f->report, 1, POLKU_EN, &second));
  assert_true(polku_report_at(f->report, 0, POLKU_EN, &problem));
  return problem;
}

static void expect_problem(fixture *f, const char *code, const char *file, const char *pointer,
                           int line, int column) {
  polku_problem problem = only_problem(f);
  assert_string_equal(problem.code, code);
  assert_string_equal(problem.file, file);
  assert_string_equal(problem.pointer, pointer);
  assert_int_equal(problem.line, line);
  assert_int_equal(problem.column, column);
}

static void a_scenario_is_a_patch_and_who_is_withdrawn(void **state) {
  (void)state;
  fixture f = read_small();
  f.after = polku_model_scenario(f.model, "longer", f.report);
  assert_non_null(f.after);
  assert_int_equal(f.after->horizon, 24);
  assert_int_equal(f.model->horizon, 12);
  assert_string_equal(f.after->scenario, "longer");
  assert_string_equal(f.after->file, "small.json");
  assert_null(f.model->withdrawn);
  assert_false(f.after->withdrawn[pk_model_find_actor(f.after, "neuvokas")]);
  assert_true(f.after->withdrawn[pk_model_find_actor(f.after, "city")]);
  end(&f);
}

/* Withdrawals follow the actor, not its place among the actors. */
static void a_patch_keeps_scenario_and_withdrawals(void **state) {
  (void)state;
  fixture f = read_small();
  polku_model *longer = polku_model_scenario(f.model, "longer", f.report);
  f.after = polku_model_patch(longer, "{\"order\": {\"actors\": [\"city\"]}}", f.report);
  assert_non_null(f.after);
  assert_string_equal(f.after->scenario, "longer");
  assert_int_equal(pk_model_find_actor(f.after, "city"), 0);
  assert_true(f.after->withdrawn[0]);
  assert_false(f.after->withdrawn[1]);
  polku_model_free(longer);
  end(&f);
}

static void an_unknown_scenario_is_said_with_the_nearest(void **state) {
  (void)state;
  fixture f = read_small();
  assert_null(polku_model_scenario(f.model, "longre", f.report));
  expect_problem(&f, "E-SCENARIO-UNKNOWN", "small.json", "/scenarios", 13, 3);
  assert_non_null(strstr(only_problem(&f).hint, "longer"));
  end(&f);
}

static void what_a_patch_writes_wrongly_is_shown_in_the_patch(void **state) {
  (void)state;
  fixture f = read_small();
  assert_null(polku_model_scenario(f.model, "odd", f.report));
  expect_problem(&f, "E-KEY-UNKNOWN", "small.json", "/scenarios/odd/patch/stages/start/duratoin",
                 16, 48);
  end(&f);
  f = read_small();
  assert_null(polku_model_patch(f.model, "{\"horizon\":\n -1}", f.report));
  expect_problem(&f, "E-NUMBER-RANGE", "patch", "/horizon", 2, 2);
  end(&f);
}

static void what_a_patch_breaks_elsewhere_is_shown_there_with_the_scenario(void **state) {
  (void)state;
  fixture f = read_small();
  assert_null(polku_model_scenario(f.model, "half", f.report));
  expect_problem(&f, "E-SHARES-SUM", "small.json#half", "/stages/start", 8, 5);
  end(&f);
}

static void deleting_what_is_not_there_is_a_warning(void **state) {
  (void)state;
  fixture f = read_small();
  f.after = polku_model_scenario(f.model, "gone", f.report);
  assert_non_null(f.after);
  expect_problem(&f, "W-PATCH-ABSENT", "small.json", "/scenarios/gone/patch/gaps/trial", 17, 36);
  end(&f);
}

static void a_withdrawal_keeps_the_time_in_which_it_holds(void **state) {
  (void)state;
  fixture f = read_small();
  f.after = polku_model_scenario(f.model, "later", f.report);
  assert_non_null(f.after);
  int actor = pk_model_find_actor(f.after, "neuvokas");
  assert_true(f.after->withdrawn && f.after->withdrawn[actor]);
  assert_int_equal(f.after->withdrawn_when[actor].from.form, PK_AT_STEP);
  assert_int_equal(f.after->withdrawn_when[actor].from.step, 3);
  assert_int_equal(f.after->withdrawn_when[actor].until.form, PK_ALWAYS);
  end(&f);
}

/* A warning of the model itself is no second one after an edit that has nothing to do with it. */
static void old_warnings_are_kept_once(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\": \"polku/1\", \"horizon\": 3, \"stages\": {\"a\": {}}, \"groups\": {}}";
  fixture f = {polku_report_new(), NULL, NULL};
  f.model = polku_model_read("lone.json", text, strlen(text), f.report);
  size_t warnings = polku_report_count(f.report, POLKU_WARNING);
  assert_true(f.model && warnings > 0);
  f.after =
      polku_model_patch(f.model, "{\"horizon\": 123456e-3, \"title\": {\"fi\": \"A\"}}", f.report);
  assert_null(f.after); /* 123.456 steps */
  f.after =
      polku_model_patch(f.model, "{\"title\": {\"fi\": \"Pitkä\"}, \"horizon\": 4}", f.report);
  assert_non_null(f.after);
  assert_int_equal(polku_report_count(f.report, POLKU_WARNING), warnings);
  end(&f);
}

/* What the library gives back can be read, patched and undone again, whoever made it. */
static void models_by_lot_are_read_without_problems_and_written_as_they_were(void **state) {
  (void)state;
  uint64_t count = (uint64_t)long_or(20000, 1000);
  for (uint64_t seed = 0; seed < count; seed++) {
    random_model_options options = {.region = seed % 3 == 1 ? "finland" : NULL,
                                    .stages = seed == 2 ? 300 : 0};
    char *text = random_model(seed, &options);
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_read("random.json", text, strlen(text), report);
    polku_problem problem;
    if (polku_report_at(report, 0, POLKU_EN, &problem))
      fail_msg("seed %d: %s %s at %s", (int)seed, problem.code, problem.message, problem.pointer);
    size_t length;
    assert_string_equal(polku_model_text(model, &length), text);
    assert_int_equal(length, strlen(text));
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
}

static void assert_same_stage(const pk_stage *a, const pk_stage *b) {
  assert_string_equal(a->id, b->id);
  assert_int_equal(a->exit_count, b->exit_count);
  assert_int_equal(a->standing_count, b->standing_count);
  for (int i = 0; i < a->standing_count; i++) {
    assert_int_equal(a->standings[i].actor, b->standings[i].actor);
    assert_string_equal(a->standings[i].role, b->standings[i].role);
  }
}

static void assert_same_group(const pk_group *a, const pk_group *b) {
  assert_string_equal(a->id, b->id);
  assert_int_equal(a->start_count, b->start_count);
  for (int i = 0; i < a->start_count; i++)
    assert_int_equal(a->starts[i].stage, b->starts[i].stage);
}

/* Who stands where, in which order: also where the format has no written order. */
static void assert_same_structs(const polku_model *a, const polku_model *b) {
  assert_int_equal(a->stage_count, b->stage_count);
  assert_int_equal(a->transition_count, b->transition_count);
  assert_int_equal(a->actor_count, b->actor_count);
  assert_int_equal(a->group_count, b->group_count);
  for (int i = 0; i < a->stage_count; i++)
    assert_same_stage(&a->stages[i], &b->stages[i]);
  for (int i = 0; i < a->transition_count; i++) {
    assert_string_equal(a->transitions[i].id, b->transitions[i].id);
    assert_true(a->transitions[i].share.value >= b->transitions[i].share.value &&
                a->transitions[i].share.value <= b->transitions[i].share.value);
  }
  for (int i = 0; i < a->group_count; i++)
    assert_same_group(&a->groups[i], &b->groups[i]);
}

static void an_edit_between_models_is_undone_by_its_inverse(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < (uint64_t)long_or(5000, 250); seed++) {
    polku_report *report = polku_report_new();
    char *one = random_model(seed, NULL), *other = random_model(seed + 1, NULL);
    polku_model *a = polku_model_read("a", one, strlen(one), report);
    polku_model *b = polku_model_read("b", other, strlen(other), report);
    char *patch = polku_model_diff(a, b, report), *inverse = polku_model_invert(a, patch, report);
    polku_model *there = polku_model_patch(a, patch, report);
    polku_model *back = polku_model_patch(there, inverse, report);
    assert_true(there && back);
    assert_same_structs(there, b);
    assert_same_structs(back, a);
    free(one);
    free(other);
    free(patch);
    free(inverse);
    polku_model_free(a);
    polku_model_free(b);
    polku_model_free(there);
    polku_model_free(back);
    polku_report_free(report);
  }
}

static void a_file_may_be_named_with_a_scenario(void **state) {
  (void)state;
  FILE *file = fopen("test_edit_small.json", "wb");
  assert_non_null(file);
  fputs(small, file);
  fclose(file);
  fixture f = {polku_report_new(), NULL, NULL};
  f.model = polku_model_load("test_edit_small.json#longer", f.report);
  assert_non_null(f.model);
  assert_int_equal(f.model->horizon, 24);
  assert_string_equal(f.model->scenario, "longer");
  assert_string_equal(f.model->file, "test_edit_small.json");
  assert_null(polku_model_load("test_edit_small.json#no", f.report));
  remove("test_edit_small.json");
  assert_null(polku_model_load("test_edit_small.json#longer", f.report));
  end(&f);
}

static void another_region_changes_the_region_alone(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *here = polku_model_load(POLKU_SOURCE_DIR "/tests/data/section12.json", report);
  polku_model *there = polku_model_region(here, "north-karelia", report);
  char *patch = polku_model_diff(here, there, report);
  assert_non_null(patch);
  assert_string_equal(patch, "{ \"region\": \"north-karelia\" }");
  free(patch);
  polku_model_free(there);
  polku_model_free(here);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_scenario_is_a_patch_and_who_is_withdrawn),
      cmocka_unit_test(a_patch_keeps_scenario_and_withdrawals),
      cmocka_unit_test(an_unknown_scenario_is_said_with_the_nearest),
      cmocka_unit_test(what_a_patch_writes_wrongly_is_shown_in_the_patch),
      cmocka_unit_test(what_a_patch_breaks_elsewhere_is_shown_there_with_the_scenario),
      cmocka_unit_test(deleting_what_is_not_there_is_a_warning),
      cmocka_unit_test(a_withdrawal_keeps_the_time_in_which_it_holds),
      cmocka_unit_test(old_warnings_are_kept_once),
      cmocka_unit_test(models_by_lot_are_read_without_problems_and_written_as_they_were),
      cmocka_unit_test(an_edit_between_models_is_undone_by_its_inverse),
      cmocka_unit_test(a_file_may_be_named_with_a_scenario),
      cmocka_unit_test(another_region_changes_the_region_alone),
  };
  return RUN(tests);
}
