/* Weights and priorities on levels, and which day's version binds: a region changes the state's
 * number in the way that it says, and nothing that cannot have an effect may be written. */
#include "support/check.h"
#include "support/plugins.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_PRIORITY = 1000 };

static const char STATE[] =
    "polku.attribute 'age' { int = { 15, 68 }, default = 40 } "
    "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "
    "polku.role 'host' { row = 'employment', host = true } "
    "polku.weight 'job' { from = 'always', unit = 'ppm', cases = { { default = 500000 } } } "
    "polku.priority 'job' { from = 'always', cases = { "
    "{ reads = { 'age' }, when = function(c) return c.age < 25 end, value = -2 }, "
    "{ default = 3 } } } ";

static const char MODEL[] =
    "{\"format\":\"polku/1\",\"region\":\"north\",\"rules_as_of\":\"2021-06-01\",\"horizon\":12,"
    "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
    "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
    "\"here\":{\"kind\":\"job\",\"duration\":{\"fixed\":3},"
    "\"actors\":{\"club\":{\"host\":{\"places\":2}}}},"
    "\"there\":{\"kind\":\"job\",\"final\":true,\"region\":\"%s\","
    "\"actors\":{\"club\":{\"host\":{\"places\":2}}}}},"
    "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"here\",\"share\":1},"
    "\"b\":{\"from\":\"here\",\"to\":\"there\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":%d}}}}";

typedef struct scene {
  plugin_folder folder;
  bound_model bound;
} scene;

static void add_region(scene *s, const char *id, const char *rules) {
  char manifest[256];
  int length = snprintf(manifest, sizeof manifest,
                        "return { id = '%s', version = '1.0.0', api = 1, level = 'region', "
                        "extends = { land = '>=1.0' } }",
                        id);
  plugin_write(&s->folder, id, "manifest.lua", manifest, (size_t)length);
  plugin_write(&s->folder, id, "rules.lua", rules, strlen(rules));
}

static void open_scene(scene *s, const char *north, const char *south, int age) {
  char text[2048];
  plugin_folder_new(&s->folder);
  plugin_state(&s->folder, "land", NULL, STATE);
  add_region(s, "north", north);
  if (south)
    add_region(s, "south", south);
  snprintf(text, sizeof text, MODEL, south ? "south" : "north", age);
  s->bound = bind_text(text, s->folder.path);
}

static void close_scene(scene *s) {
  bound_free(&s->bound);
  plugin_folder_remove(&s->folder);
}

/* Engines are told the same. */
static void expect_asked(const scene *s, const char *stage, long long number) {
  const pk_profile *one = &s->bound.rules->profiles[0];
  for (int i = 0; i < s->bound.model->stage_count; i++)
    if (strcmp(s->bound.model->stages[i].id, stage) == 0)
      assert_int_equal(pk_rules_priority(s->bound.rules, one->klass, i, &one->start), number);
}

/* As it is explained; NO_PRIORITY where no rule speaks. */
static long long priority(const scene *s, const char *stage) {
  if (!s->bound.rules)
    problem_of(s->bound.report, "none");
  const polku_question question = {.group = "g", .stage = stage};
  char *text =
      polku_explain_json(s->bound.model, s->bound.rules, &question, POLKU_EN, s->bound.report);
  json_t *told = text ? json_loads(text, 0, NULL) : NULL;
  json_t *finding = json_array_get(json_object_get(told, "findings"), 0);
  json_t *value = json_object_get(json_object_get(finding, "priority"), "value");
  long long number = value ? json_integer_value(value) : NO_PRIORITY;
  expect_asked(s, stage, value ? number : 0);
  assert_non_null(told);
  json_decref(told);
  free(text);
  return number;
}

static double weight(const scene *s) {
  if (!s->bound.rules)
    problem_of(s->bound.report, "none");
  const pk_profile *one = &s->bound.rules->profiles[0];
  return pk_rules_weight(s->bound.rules, one->klass, 0, &one->start, 0);
}

static void a_priority_is_the_number_of_the_first_case(void **state) {
  (void)state;
  scene s;
  open_scene(&s, "", NULL, 20);
  assert_int_equal(priority(&s, "here"), -2);
  assert_int_equal(priority(&s, "seek"), NO_PRIORITY); /* no rule speaks of this kind */
  close_scene(&s);
  open_scene(&s, "", NULL, 25);
  assert_int_equal(priority(&s, "here"), 3);
  close_scene(&s);
}

static void a_region_changes_weights_and_priorities_as_it_says(void **state) {
  (void)state;
#define MODE(form, mode, value)                                                                    \
  "polku.override." form " 'job' { mode = '" mode "', from = '2020-01-01', cases = { { default = " \
  "" value " } } }"
  static const struct {
    const char *rules;
    double weight;
    long long priority;
  } cases[] = {
      {"", 0.5, 3},
      {MODE("weight", "restrict", "250000"), 0.25, 3},
      {MODE("weight", "restrict", "750000"), 0.5, 3},
      {MODE("weight", "extend", "750000"), 0.75, 3},
      {MODE("weight", "extend", "250000"), 0.5, 3},
      {MODE("weight", "replace", "0"), 0, 3},
      {MODE("priority", "restrict", "1"), 0.5, 1},
      {MODE("priority", "restrict", "7"), 0.5, 3},
      {MODE("priority", "extend", "7"), 0.5, 7},
      {MODE("priority", "replace", "-9"), 0.5, -9},
      {"polku.override.priority 'job' { mode = 'replace', from = '2022-01-01', cases = { { "
       "default = 9 } } }",
       0.5, 3}, /* not yet in force */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    scene s;
    open_scene(&s, cases[i].rules, NULL, 40);
    if (weight(&s) != cases[i].weight || priority(&s, "here") != cases[i].priority)
      fail_msg("%s gives %g and %lld", cases[i].rules, weight(&s), priority(&s, "here"));
    close_scene(&s);
  }
}

static void of_two_laws_that_speak_the_later_place_holds(void **state) {
  (void)state;
  scene s;
  /* north puts its clients 1st, south at its places 5th: neither law is passed over */
  open_scene(&s, MODE("priority", "replace", "1"), MODE("priority", "replace", "5"), 40);
  assert_int_equal(priority(&s, "here"), 1);
  assert_int_equal(priority(&s, "there"), 5);
  close_scene(&s);
  open_scene(&s, MODE("priority", "replace", "8"), MODE("priority", "replace", "5"), 40);
  assert_int_equal(priority(&s, "there"), 8);
  close_scene(&s);
}

static void who_goes_first_tells_clients_apart_only_where_they_wait(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"region\":\"north\",\"rules_as_of\":\"2021-06-01\",\"horizon\":2,"
      "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
      "\"here\":{\"kind\":\"job\",\"final\":true,\"actors\":{\"club\":{\"host\":{%s}}}}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"here\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\","
      "\"attributes\":{\"age\":{\"20\":0.5,\"40\":0.5}}}}}";
  static const char *const places[] = {"", "\"places\":1"};
  for (int limited = 0; limited < 2; limited++) {
    char model[1024];
    scene s;
    snprintf(model, sizeof model, text, places[limited]);
    plugin_folder_new(&s.folder);
    plugin_state(&s.folder, "land", NULL, STATE);
    add_region(&s, "north", "");
    s.bound = bind_text(model, s.folder.path);
    assert_non_null(s.bound.rules);
    /* age matters to the priority alone */
    assert_int_equal(s.bound.rules->profile_count, limited ? 2 : 1);
    assert_int_equal(pk_rules_ranks(s.bound.rules, 1), limited);
    close_scene(&s);
  }
}

static void mistakes_in_the_laws_of_all_regions_come_at_once(void **state) {
  (void)state;
  static const char breaks[] =
      "polku.override.weight 'job' { mode = 'restrict', from = '2020-01-01', cases = { "
      "{ reads = { 'age' }, when = function(c) return c.age + nil end, value = 1 } } }";
  scene s;
  open_scene(&s, breaks, breaks, 40);
  assert_null(s.bound.rules);
  bool north = false, south = false;
  polku_problem problem;
  for (size_t i = 0; polku_report_at(s.bound.report, i, POLKU_EN, &problem); i++) {
    north = north || strstr(problem.file, "north/rules.lua");
    south = south || strstr(problem.file, "south/rules.lua");
  }
  assert_true(north && south);
  close_scene(&s);
}

static void what_can_have_no_effect_is_refused(void **state) {
  (void)state;
#define KEYS(form, keys) "polku." form " 'idle' { from = 'always', " keys " }"
#define ONE "cases = { { default = 1 } }"
  static const struct {
    const char *rules, *code;
  } cases[] = {
      {KEYS("allow", "ref = 'x', binds = 'day'"), NULL},
      {KEYS("allow", "ref = 'x', binds = 'entry'"), "E-PLUGIN-BINDS"},
      {KEYS("limit", "binds = 'entry', " ONE), NULL},
      {KEYS("limit", "binds = 'day', " ONE), "E-PLUGIN-BINDS"},
      {KEYS("weight", "binds = 'day', " ONE), NULL},
      {KEYS("weight", "binds = 'entry', " ONE), "E-PLUGIN-BINDS"},
      {KEYS("priority", "binds = 'entry', " ONE), "E-PLUGIN-BINDS"},
      {KEYS("amount", "account = 'a', binds = 'day', " ONE), NULL},
      {KEYS("amount", "account = 'a', binds = 'entry', " ONE), NULL},
      {KEYS("amount", "account = 'a', on = 'entry', binds = 'entry', " ONE), NULL},
      {KEYS("amount", "account = 'a', on = 'entry', binds = 'day', " ONE), "E-PLUGIN-BINDS"},
      {KEYS("limit", "unit = 'week', " ONE), NULL},
      {KEYS("limit", "unit = 'percent', " ONE), "E-PLUGIN-CHOICE"},
      {KEYS("weight", "unit = 'percent', " ONE), "E-PLUGIN-CHOICE"},
      {KEYS("priority", "unit = 'month', " ONE), "E-PLUGIN-CHOICE"},
      {"polku.override.weight 'idle' { mode = 'restrict', from = 'always', " ONE " }",
       "E-OVERRIDE-BASE"},
      {"polku.override.priority 'idle' { mode = 'restrict', from = 'always', " ONE " }",
       "E-OVERRIDE-BASE"},
      {"polku.override.priority 'job' { mode = 'add', from = 'always', " ONE " }",
       "E-PLUGIN-CHOICE"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    scene s;
    open_scene(&s, cases[i].rules, NULL, 40);
    if ((s.bound.rules != NULL) != (cases[i].code == NULL))
      fail_msg("%s is %s", cases[i].rules, s.bound.rules ? "taken" : "refused");
    if (cases[i].code)
      problem_of(s.bound.report, cases[i].code);
    close_scene(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_priority_is_the_number_of_the_first_case),
      cmocka_unit_test(a_region_changes_weights_and_priorities_as_it_says),
      cmocka_unit_test(of_two_laws_that_speak_the_later_place_holds),
      cmocka_unit_test(who_goes_first_tells_clients_apart_only_where_they_wait),
      cmocka_unit_test(mistakes_in_the_laws_of_all_regions_come_at_once),
      cmocka_unit_test(what_can_have_no_effect_is_refused),
  };
  return RUN(tests);
}
