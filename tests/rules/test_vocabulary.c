/* The vocabulary for forms: what it offers, a model may say; what rules read, it offers. */
#include "support/check.h"
#include "support/plugins.h"
#include "support/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char MODEL[] =
    "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2015-01-01\","
    " \"horizon\": 3,"
    " \"actors\": { \"x\": { \"sector\": \"third\", \"kind\": \"association\" },"
    "   \"y\": { \"sector\": \"third\", \"kind\": \"choir\" },"
    "   \"z\": { \"sector\": \"third\", \"kind\": \"choir\" } },"
    " \"stages\": { \"a\": { \"kind\": \"idle\", \"final\": true } } }";

static const char BARE[] = "{ \"format\": \"polku/1\", \"horizon\": 3,"
                           " \"stages\": { \"a\": { \"final\": true } } }";

static json_t *vocabulary_of(const polku_model *model, const polku_rules *rules) {
  char *text = polku_vocabulary_json(model, rules);
  json_t *json = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
  assert_non_null(json);
  free(text);
  return json;
}

static json_t *vocabulary(const char *text, const char *folders) {
  bound_model b = bind_text(text, folders);
  json_t *json = vocabulary_of(b.model, b.rules);
  bound_free(&b);
  return json;
}

/* The item of a list that has this id. */
static json_t *item(json_t *json, const char *list, const char *id) {
  json_t *items = json_object_get(json, list);
  for (size_t i = 0; i < json_array_size(items); i++)
    if (strcmp(json_string_value(json_object_get(json_array_get(items, i), "id")), id) == 0)
      return json_array_get(items, i);
  fail_msg("no %s in %s", id, list);
  return NULL;
}

static void expect(json_t *json, const char *expected) {
  char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_SORT_KEYS);
  json_t *wanted = json_loads(expected, JSON_DECODE_ANY, NULL);
  if (!json_equal(json, wanted))
    fail_msg("%s is not %s", text, expected);
  json_decref(wanted);
  free(text);
}

static void a_kind_names_what_rules_of_the_day_read_of_its_place(void **state) {
  (void)state;
  json_t *json = vocabulary(MODEL, TEST_PLUGINS);
  expect(item(json, "kinds", "job"),
         "{\"id\": \"job\", \"name\": {\"fi\": \"Työ\", \"en\": \"Job\"}, \"employed\": true,"
         " \"open\": false, \"waiting\": false, \"attributes\": [\"employer\"]}");
  expect(json_object_get(item(json, "kinds", "idle"), "attributes"), "[]");
  assert_true(json_is_true(json_object_get(item(json, "kinds", "work"), "employed")));
  json_decref(json);
}

static void attributes_say_what_they_can_be_and_what_they_are_untold(void **state) {
  (void)state;
  json_t *json = vocabulary(MODEL, TEST_PLUGINS);
  expect(item(json, "attributes", "employer"),
         "{\"id\": \"employer\", \"of\": \"stage\", \"type\": \"choice\","
         " \"name\": {\"fi\": \"työnantaja\", \"en\": \"employer\"},"
         " \"values\": [{\"id\": \"association\", \"name\": {}}, {\"id\": \"company\", \"name\":"
         " {}}], \"default\": \"company\", \"hosts\": true, \"least\": null, \"most\": null}");
  expect(item(json, "attributes", "age"),
         "{\"id\": \"age\", \"of\": \"client\", \"type\": \"number\","
         " \"name\": {\"fi\": \"ikä\", \"en\": \"age\"}, \"values\": [], \"default\": 40,"
         " \"hosts\": false, \"least\": 15, \"most\": 68}");
  expect(json_object_get(item(json, "attributes", "trained"), "default"), "false");
  expect(json_object_get(item(json, "attributes", "skill"), "default"), "null");
  json_decref(json);
}

static void histories_say_how_far_back_they_go(void **state) {
  (void)state;
  json_t *json = vocabulary(MODEL, TEST_PLUGINS);
  expect(item(json, "histories", "idle"),
         "{\"id\": \"idle\", \"name\": {\"fi\": \"odotus\", \"en\": \"waiting\"}, \"counter\":"
         " false, \"most\": 12}");
  expect(json_object_get(item(json, "histories", "tried"), "counter"), "true");
  json_decref(json);
}

static void every_role_stands_in_a_row_that_is_listed(void **state) {
  (void)state;
  json_t *json = vocabulary(MODEL, TEST_PLUGINS), *roles = json_object_get(json, "roles");
  assert_int_equal(json_array_size(roles), 2);
  for (size_t i = 0; i < json_array_size(roles); i++)
    item(json, "rows", json_string_value(json_object_get(json_array_get(roles, i), "row")));
  assert_true(json_is_true(json_object_get(item(json, "roles", "employer"), "hosts")));
  json_decref(json);
}

static void kinds_of_actors_are_those_of_rules_then_common_ones_then_the_models_own(void **state) {
  (void)state;
  static const char *const expected[] = {"association",        "company", "project", "network",
                                         "vocational_college", "choir"};
  json_t *json = vocabulary(MODEL, TEST_PLUGINS), *kinds = json_object_get(json, "actor_kinds");
  assert_int_equal(json_array_size(kinds), 6);
  for (size_t i = 0; i < 6; i++)
    assert_string_equal(json_string_value(json_object_get(json_array_get(kinds, i), "id")),
                        expected[i]);
  expect(json_object_get(item(json, "actor_kinds", "choir"), "name"), "null");
  json_decref(json);
}

/* A form can be filled in without any rule: rows, sectors and bases are the format's own. */
static void without_a_region_only_the_formats_own_words_are_there(void **state) {
  (void)state;
  bound_model b = bind_text(BARE, NULL);
  json_t *json = vocabulary_of(b.model, b.rules), *same = vocabulary_of(b.model, NULL);
  assert_true(json_equal(json, same));
  expect(json_object_get(json, "kinds"), "[]");
  expect(json_object_get(json, "roles"), "[]");
  expect(json_object_get(json, "region"), "null");
  assert_int_equal(json_array_size(json_object_get(json, "rows")), 6);
  assert_int_equal(json_array_size(json_object_get(json, "sectors")), 4);
  assert_int_equal(json_array_size(json_object_get(json, "bases")), 5);
  expect(item(json, "sectors", "third"),
         "{\"id\": \"third\", \"name\": {\"fi\": \"kolmas sektori\", \"sv\": \"tredje sektorn\","
         " \"en\": \"third sector\"}}");
  assert_null(polku_vocabulary_json(NULL, NULL));
  json_decref(json);
  json_decref(same);
  bound_free(&b);
}

/* Everything that is offered has a name in three languages: no id is shown to anybody. */
static void the_words_of_finland_are_all_named(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  json_t *json = vocabulary_of(model, rules), *list;
  const char *key;
  json_object_foreach(json, key, list) {
    for (size_t i = 0; i < json_array_size(list); i++) {
      json_t *one = json_array_get(list, i), *values = json_object_get(one, "values");
      assert_int_equal(json_object_size(json_object_get(one, "name")), 3);
      for (size_t k = 0; k < json_array_size(values); k++)
        assert_int_equal(json_object_size(json_object_get(json_array_get(values, k), "name")), 3);
    }
  }
  expect(json_object_get(json_object_get(json, "region"), "id"), "\"rovaniemi\"");
  expect(json_object_get(item(json, "kinds", "wage_subsidy"), "employed"), "true");
  json_decref(json);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_kind_names_what_rules_of_the_day_read_of_its_place),
      cmocka_unit_test(attributes_say_what_they_can_be_and_what_they_are_untold),
      cmocka_unit_test(histories_say_how_far_back_they_go),
      cmocka_unit_test(every_role_stands_in_a_row_that_is_listed),
      cmocka_unit_test(kinds_of_actors_are_those_of_rules_then_common_ones_then_the_models_own),
      cmocka_unit_test(without_a_region_only_the_formats_own_words_are_there),
      cmocka_unit_test(the_words_of_finland_are_all_named),
  };
  return RUN(tests);
}
