/* What those who may enter are told: money by months with its cases and its sum, weights, order,
 * and what would give a longer stay. Sums are worked out by hand from the rules below. */
#include "support/check.h"
#include "support/plugins.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The state: 300 € a month for two months, then two euros for each year of age; 75,50 € on entry
 * from another account. A stay lasts six months, nine from 50 on, twelve after 4 months' waiting.
 */
static const char STATE[] =
    "polku.attribute 'age' { int = { 15, 68 }, unit = 'year', name = { en = 'age' } } "
    "polku.kind 'idle' { waiting = true } "
    "polku.kind 'job' { employed = true, name = { en = 'Job' } } "
    "polku.role 'host' { row = 'employment', host = true, name = { en = 'Employs' } } "
    "polku.history 'idle' { keep = 6, runs_in = { 'idle' } } "
    "polku.clock 'waited' { of = 'idle', last = 6, name = { en = 'months waited' } } "
    "polku.limit 'job' { from = 'always', ref = 'Act § 1', cases = { "
    "{ reads = { 'waited' }, when = function(c) return c.waited >= 4 end, value = 12 }, "
    "{ reads = { 'age' }, when = function(c) return c.age >= 50 end, value = 9 }, "
    "{ default = 6 } } } "
    "polku.amount 'job' { from = 'always', account = 'town', to = 'host', ref = 'Act § 5', "
    "cases = { { reads = { 'elapsed' }, params = { 'first' }, "
    "when = function(c, p) return c.elapsed < p['first'] end, value = 'rate', ref = 'Act § 5.1' }, "
    "{ reads = { 'age' }, default = function(c) return c.age * 200 end, ref = 'Act § 5.2' } } } "
    "polku.amount 'job' { from = 'always', account = 'fund', on = 'entry', ref = 'Act § 6', "
    "cases = { { default = 7550 } } } "
    "polku.weight 'job' { from = 'always', ref = 'Act § 7', cases = { { default = 250000 } } } "
    "polku.priority 'job' { from = 'always', ref = 'Act § 8', cases = { "
    "{ reads = { 'age' }, when = function(c) return c.age < 25 end, value = 1 }, "
    "{ default = 2 } } } ";

static const char PARAMS[] =
    "return { first = { unit = 'month', name = { en = 'First months' }, values = { "
    "{ from = '2010-01-01', value = 2, ref = 'Act § 9' } } }, "
    "rate = { unit = 'cent/month', name = { en = 'Rate' }, values = { "
    "{ from = '2010-01-01', value = 30000, ref = 'Act § 10' } } } }";

/* The region adds 50 € a month for the whole stay. */
static const char REGION[] =
    "polku.override.amount 'job' { mode = 'add', from = '2020-01-01', account = 'town', "
    "ref = 'Board', cases = { { default = 5000 } } }";

static const char MODEL[] =
    "{\"format\":\"polku/1\",\"region\":\"north\",\"rules_as_of\":\"2021-06-01\",\"horizon\":12,"
    "\"accounts\":{\"town\":{\"name\":{\"en\":\"The town\"},\"unit\":\"euro\"}},"
    "\"actors\":{\"club\":{\"name\":{\"en\":\"The club\"},\"sector\":\"third\","
    "\"kind\":\"association\"}},"
    "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
    "\"job\":{\"kind\":\"job\",\"final\":true,\"actors\":{\"club\":{\"host\":{}}}}},"
    "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\","
    "\"attributes\":{\"age\":{\"24\":0.25,\"40\":0.75}},"
    "\"histories\":{\"idle\":{\"latest\":2}}}}}";

typedef struct scene {
  plugin_folder folder;
  bound_model bound;
} scene;

static void open_scene(scene *s) {
  static const char manifest[] = "return { id = 'north', version = '1.0.0', api = 1, level = "
                                 "'region', extends = { land = '>=1.0' } }";
  plugin_folder_new(&s->folder);
  plugin_state(&s->folder, "land", PARAMS, STATE);
  plugin_write(&s->folder, "north", "manifest.lua", manifest, strlen(manifest));
  plugin_write(&s->folder, "north", "rules.lua", REGION, strlen(REGION));
  s->bound = bind_text(MODEL, s->folder.path);
  if (!s->bound.rules)
    problem_of(s->bound.report, "none");
}

static void close_scene(scene *s) {
  bound_free(&s->bound);
  plugin_folder_remove(&s->folder);
}

static json_t *explain(scene *s, const char *set) {
  const char *sets[1] = {set};
  polku_question question = {"g", "job", NULL, sets, set ? 1 : 0};
  char *text =
      polku_explain_json(s->bound.model, s->bound.rules, &question, POLKU_EN, s->bound.report);
  assert_non_null(text);
  json_t *json = json_loads(text, 0, NULL);
  free(text);
  assert_non_null(json);
  return json;
}

static json_t *finding(json_t *json, size_t i) {
  return json_array_get(json_object_get(json, "findings"), i);
}

static json_int_t number(json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

static void expect_month(json_t *paid, size_t i, json_int_t first, json_int_t last,
                         json_int_t value) {
  json_t *one = json_array_get(json_object_get(paid, "paid"), i);
  assert_int_equal(number(one, "first_month"), first);
  assert_int_equal(number(one, "last_month"), last);
  assert_int_equal(number(one, "value"), value);
}

static void money_is_told_by_months_with_its_sum(void **state) {
  (void)state;
  scene s;
  open_scene(&s);
  json_t *json = explain(&s, "age=40");
  assert_int_equal(json_array_size(json_object_get(json, "findings")), 1);
  json_t *amounts = json_object_get(finding(json, 0), "amounts");
  assert_int_equal(json_array_size(amounts), 2);
  json_t *town = json_array_get(amounts, 0);
  assert_true(json_is_true(json_object_get(town, "counted")));
  assert_int_equal(json_array_size(json_object_get(town, "paid")), 2);
  expect_month(town, 0, 1, 2, 35000); /* 300 + 50 */
  expect_month(town, 1, 3, 6, 13000); /* 2 × 40 + 50 */
  assert_int_equal(number(town, "longest_stay_total"), 2 * 35000 + 4 * 13000);
  json_t *entry = json_array_get(amounts, 1);
  assert_false(json_is_true(json_object_get(entry, "counted")));
  assert_string_equal(json_string_value(json_object_get(entry, "unit")), "cent");
  expect_month(entry, 0, 0, 0, 7550);
  assert_true(json_is_null(json_object_get(entry, "longest_stay_total")));
  json_decref(json);
  close_scene(&s);
}

static void every_part_of_a_sum_names_its_case(void **state) {
  (void)state;
  scene s;
  open_scene(&s);
  json_t *json = explain(&s, "age=40");
  json_t *town = json_array_get(json_object_get(finding(json, 0), "amounts"), 0);
  json_t *first = json_array_get(json_object_get(town, "paid"), 0);
  json_t *parts = json_object_get(first, "decided_by");
  assert_int_equal(json_array_size(parts), 2);
  json_t *base = json_array_get(parts, 0), *added = json_array_get(parts, 1);
  assert_string_equal(json_string_value(json_object_get(base, "ref")), "Act § 5.1");
  assert_string_equal(json_string_value(json_object_get(base, "plugin")), "land");
  assert_int_equal(number(base, "value"), 30000);
  json_t *param = json_object_get(base, "param");
  assert_string_equal(json_string_value(json_object_get(param, "ref")), "Act § 10");
  assert_string_equal(json_string_value(json_object_get(param, "from")), "2010-01-01");
  assert_string_equal(json_string_value(json_object_get(added, "ref")), "Board");
  assert_string_equal(json_string_value(json_object_get(added, "mode")), "add");
  assert_int_equal(number(added, "value"), 5000);
  json_decref(json);
  close_scene(&s);
}

static void clients_with_other_numbers_are_told_apart(void **state) {
  (void)state;
  scene s;
  open_scene(&s);
  json_t *json = explain(&s, NULL);
  assert_int_equal(json_array_size(json_object_get(json, "findings")), 2);
  static const json_int_t later[] = {2 * 24 * 100 + 5000, 2 * 40 * 100 + 5000}, order[] = {1, 2};
  for (size_t i = 0; i < 2; i++) {
    json_t *one = finding(json, i);
    assert_true(json_number_value(json_object_get(one, "share")) == (i ? 0.75 : 0.25));
    expect_month(json_array_get(json_object_get(one, "amounts"), 0), 1, 3, 6, later[i]);
    assert_int_equal(number(json_object_get(one, "priority"), "value"), order[i]);
    json_t *weights = json_object_get(one, "weights");
    assert_int_equal(json_array_size(weights), 1);
    assert_int_equal(number(json_array_get(weights, 0), "value"), 250000);
  }
  json_decref(json);
  close_scene(&s);
}

static void a_longer_stay_is_shown_with_what_it_needs(void **state) {
  (void)state;
  scene s;
  open_scene(&s);
  json_t *json = explain(&s, "age=40");
  json_t *longer = json_object_get(finding(json, 0), "longer_stay");
  assert_int_equal(json_array_size(longer), 2); /* 50 years: 9 months; 4 months' waiting: 12 */
  for (size_t i = 0; i < 2; i++) {
    json_t *way = json_array_get(longer, i);
    json_t *change = json_array_get(json_object_get(way, "changes"), 0);
    bool age = strcmp(json_string_value(json_object_get(change, "name")), "age") == 0;
    assert_int_equal(number(change, "to"), age ? 50 : 4);
    assert_int_equal(number(way, "value"), age ? 9 : 12);
    assert_string_equal(json_string_value(json_object_get(change, "reach")), "at_least");
  }
  json_decref(json);
  json = explain(&s, "waited=6");
  assert_int_equal(json_array_size(json_object_get(finding(json, 0), "longer_stay")), 0);
  json_decref(json);
  close_scene(&s);
}

static void it_is_said_in_the_language_of_the_reader(void **state) {
  (void)state;
#define NB "\u00a0"
  static const char *const parts[3][12] = {
      [POLKU_EN] = {"Longest stay: 6" NB "months (Act § 1)",
                    "age: at least 50" NB "years → 9" NB "months",
                    "months waited: at least 4 → 12" NB "months",
                    "Account The town, to The club (Employs):",
                    "months 1–2: 350" NB "euros a month", "300" NB "euros a month (Act § 5.1)",
                    "+ 50" NB "euros a month (Board)",
                    "Rate: 300" NB "euros a month (Act § 10), in force from 1 January 2010",
                    "1220" NB "euros in all during the longest stay",
                    "Factor on moves: 0.25 (Act § 7)", NULL},
      [POLKU_FI] = {"kuukausina 1–2 350" NB "euroa kuukaudessa", "jakson alkaessa 75,50" NB "euroa",
                    "yhteensä 1220" NB "euroa", "ei ole tiliä \"fund\"", "(Act 6 §)",
                    "Siirtymisen kerroin: 0,25", "(pienin luku ensin): 2 (Act 8 §)", NULL},
      [POLKU_SV] = {"från och med månad 3 130" NB "euro", "sammanlagt 1220" NB "euro", NULL}};
  scene s;
  open_scene(&s);
  const char *sets[] = {"age=40"};
  const polku_question question = {"g", "job", NULL, sets, 1};
  for (polku_lang lang = 0; lang < 3; lang++) {
    char *text = polku_explain(s.bound.model, s.bound.rules, &question, lang, s.bound.report);
    assert_non_null(text);
    for (int i = 0; parts[lang][i]; i++)
      if (!strstr(text, parts[lang][i]))
        fail_msg("\"%s\" is missing in:\n%s", parts[lang][i], text);
    free(text);
  }
  close_scene(&s);
}

/* Judged anew every month: nothing for five months of benefit, then 7 cents; whoever has waited
 * three of the last six months gets 9. */
static void by_the_day_clocks_run_through_the_stay(void **state) {
  (void)state;
  static const char rules[] =
      "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "
      "polku.counter 'benefit' { counts = { 'idle', 'job' }, max = 24 } "
      "polku.history 'idle' { keep = 6, runs_in = { 'idle' } } "
      "polku.clock 'waited' { of = 'idle', last = 6 } "
      "polku.limit 'job' { from = 'always', cases = { { default = 12 } } } "
      "polku.amount 'job' { from = 'always', account = 'a', binds = 'day', cases = { "
      "{ reads = { 'benefit' }, when = function(c) return c.benefit < 5 end, value = 0 }, "
      "{ default = 7 } } } "
      "polku.amount 'job' { from = 'always', account = 'b', binds = 'day', cases = { "
      "{ reads = { 'waited' }, when = function(c) return c.waited >= 3 end, value = 9 }, "
      "{ default = 0 } } }";
  static const char model[] =
      "{\"format\":\"polku/1\",\"region\":\"land\",\"rules_as_of\":\"2021-06-01\","
      "\"horizon\":12,\"accounts\":{\"a\":{\"unit\":\"cent\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
      "\"job\":{\"kind\":\"job\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"histories\":{"
      "\"benefit\":{\"value\":2},\"idle\":{\"latest\":4}}}}}";
  scene s;
  plugin_folder_new(&s.folder);
  plugin_state(&s.folder, "land", NULL, rules);
  s.bound = bind_text(model, s.folder.path);
  if (!s.bound.rules)
    problem_of(s.bound.report, "none");
  json_t *json = explain(&s, NULL);
  json_t *amounts = json_object_get(finding(json, 0), "amounts");
  json_t *a = json_array_get(amounts, 0), *b = json_array_get(amounts, 1);
  assert_false(json_is_true(json_object_get(a, "as_on_entry")));
  expect_month(a, 0, 1, 3, 0); /* 2, 3, 4 months of benefit */
  expect_month(a, 1, 4, 12, 7);
  assert_int_equal(number(a, "longest_stay_total"), 9 * 7);
  /* the engine's clocks say the same */
  const pk_rules *r = s.bound.rules;
  pk_clocks now = r->profiles[0].start;
  for (int e = 0; e < 12; e++) {
    const pk_stay_asked stay = {r->profiles[0].klass, 1, e, &r->profiles[0].start, &now, 0, 0};
    assert_true(pk_rules_amount(r, &r->amounts[0], &stay) == (e < 3 ? 0 : 7));
    pk_rules_step(r, 1, &now);
  }
  /* which months leave the window is not known to an explanation */
  assert_true(json_is_true(json_object_get(b, "as_on_entry")));
  expect_month(b, 0, 1, 12, 9);
  assert_true(json_is_null(json_object_get(b, "longest_stay_total")));
  json_decref(json);
  close_scene(&s);
}

static void what_clients_of_a_part_have_in_common_is_named(void **state) {
  (void)state;
  scene s;
  open_scene(&s);
  const polku_question question = {"g", "job", NULL, NULL, 0};
  char *text = polku_explain(s.bound.model, s.bound.rules, &question, POLKU_EN, s.bound.report);
  assert_non_null(text);
  assert_non_null(strstr(text, "25% of the group may move.\n  age: 24" NB "years\n\n"));
  assert_non_null(strstr(text, "75% of the group may move.\n  age: 40" NB "years\n\n"));
  free(text);
  close_scene(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(money_is_told_by_months_with_its_sum),
      cmocka_unit_test(every_part_of_a_sum_names_its_case),
      cmocka_unit_test(clients_with_other_numbers_are_told_apart),
      cmocka_unit_test(a_longer_stay_is_shown_with_what_it_needs),
      cmocka_unit_test(it_is_said_in_the_language_of_the_reader),
      cmocka_unit_test(by_the_day_clocks_run_through_the_stay),
      cmocka_unit_test(what_clients_of_a_part_have_in_common_is_named),
  };
  return RUN(tests);
}
