/* Whom the rules of two models treat differently: counted by hand with the land and its town, of
 * which test_difference says what they rule. In 2021 the town wants its people trained, and high
 * skill gets five months where the land gives eight. */
#include "support/check.h"
#include "support/plugins.h"

#include "model/edit.h"
#include "rules/behaviour.h"

#include <stdlib.h>
#include <string.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

/* A path from waiting to a job; `more` stands in the model, `stage` in the job, `group` in the
 * group. */
typedef struct told {
  const char *region, *date, *more, *stage, *group, *employer;
} told;

static bound_model model_of(told t) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text,
               "{\"format\":\"polku/1\",\"horizon\":3,%s\"region\":\"%s\",\"start_date\":\"%s\","
               "\"stages\":{\"idle\":{\"kind\":\"idle\",\"duration\":{\"fixed\":2}},"
               "\"job\":{\"kind\":\"job\",\"final\":true,"
               "\"attributes\":{\"employer\":\"%s\"}%s}},"
               "\"transitions\":{\"t\":{\"from\":\"idle\",\"to\":\"job\",\"share\":1}},"
               "\"groups\":{\"g\":{\"size\":1,\"start\":\"idle\"%s}}}",
               t.more ? t.more : "", t.region, t.date, t.employer ? t.employer : "company",
               t.stage ? t.stage : "",
               t.group ? t.group : ",\"attributes\":{\"age\":62,\"skill\":\"low\"}");
  bound_model made = bind_text(text.data, TEST_PLUGINS);
  pk_text_free(&text);
  assert_non_null(made.rules);
  return made;
}

typedef struct compared {
  bound_model a, b;
  polku_report *report;
  pk_behaviours *behaviours;
  json_t *json;
} compared;

static compared compare(told a, told b) {
  static const char *const names[2] = {"first", "second"};
  compared c = {.a = model_of(a), .b = model_of(b), .report = polku_report_new()};
  pk_text text = PK_TEXT_EMPTY;
  c.behaviours = pk_behaviours_new(c.a.model, c.a.rules, c.b.model, c.b.rules, names, c.report);
  assert_non_null(c.behaviours);
  pk_json json = pk_json_start(&text, 6);
  pk_behaviours_json(c.behaviours, &json);
  c.json = json_loads(text.data, 0, NULL);
  assert_non_null(c.json);
  pk_text_free(&text);
  return c;
}

static void end(compared *c) {
  json_decref(c->json);
  pk_behaviours_free(c->behaviours);
  bound_free(&c->a);
  bound_free(&c->b);
  polku_report_free(c->report);
}

/* The only difference of a rule. */
static json_t *difference_of(const compared *c, const char *form, const char *kind) {
  json_t *rules = json_object_get(c->json, "rules");
  for (size_t i = 0; i < json_array_size(rules); i++) {
    json_t *rule = json_array_get(rules, i);
    if (strcmp(json_string_value(json_object_get(rule, "form")), form) != 0 ||
        strcmp(json_string_value(json_object_get(rule, "kind")), kind) != 0)
      continue;
    assert_int_equal(json_array_size(json_object_get(rule, "differences")), 1);
    return json_array_get(json_object_get(rule, "differences"), 0);
  }
  fail_msg("%s %s is not compared", form, kind);
  return NULL;
}

static long long number_in(json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

static json_t *row_of(json_t *difference, size_t i) {
  return json_array_get(json_object_get(difference, "rows"), i);
}

static const told land = {.region = "land", .date = "2021-06-01"},
                  town = {.region = "town", .date = "2021-06-01"};

static void the_same_region_on_the_same_day_is_said_at_once(void **state) {
  (void)state;
  compared c = compare(town, town);
  pk_text text = PK_TEXT_EMPTY;
  assert_true(json_is_true(json_object_get(c.json, "same_rules")));
  assert_int_equal(pk_behaviours_count(c.behaviours), 0);
  assert_int_equal(pk_behaviours_met(c.behaviours), 0);
  pk_behaviours_text(c.behaviours, POLKU_EN, 100, &text);
  assert_non_null(strstr(text.data, "nobody is treated differently"));
  pk_text_free(&text);
  end(&c);
}

/* Two employers, two ages, trained or not, waited four months or not: 16. Without training the old
 * are refused (4), and the others in an association who have waited (1). */
static void land_and_town_as_counted_by_hand(void **state) {
  (void)state;
  compared c = compare(land, town);
  assert_int_equal(pk_behaviours_count(c.behaviours), 2);
  json_t *allow = difference_of(&c, "allow", "job"), *limit = difference_of(&c, "limit", "job");
  assert_int_equal(number_in(allow, "combinations"), 16);
  assert_int_equal(number_in(allow, "differing"), 5);
  assert_int_equal(json_array_size(json_object_get(allow, "rows")), 2);
  assert_int_equal(number_in(limit, "combinations"), 2);
  assert_int_equal(number_in(limit, "differing"), 1);
  json_t *answers = json_object_get(row_of(limit, 0), "answers");
  assert_int_equal(json_integer_value(json_array_get(answers, 0)), 8);
  assert_int_equal(json_integer_value(json_array_get(answers, 1)), 5);
  end(&c);
}

/* The group is 62 years old, without training and of low skill, and applies to a company. */
static void who_is_in_the_groups_is_the_example(void **state) {
  (void)state;
  compared c = compare(land, town);
  json_t *allow = difference_of(&c, "allow", "job"), *limit = difference_of(&c, "limit", "job");
  assert_int_equal(pk_behaviours_met(c.behaviours), 1);
  assert_int_equal(json_array_size(json_object_get(row_of(allow, 0), "groups")), 1);
  assert_int_equal(json_array_size(json_object_get(row_of(allow, 1), "groups")), 0);
  assert_true(json_is_true(json_object_get(allow, "met")));
  assert_true(json_is_false(json_object_get(limit, "met")));
  assert_int_equal(number_in(json_object_get(row_of(allow, 0), "example"), "age"), 62);
  pk_text text = PK_TEXT_EMPTY;
  pk_behaviours_text(c.behaviours, POLKU_EN, 400, &text);
  assert_non_null(strstr(text.data, "age: 62\xc2\xa0years; trained: no"));
  assert_non_null(strstr(text.data, "The land: may move (Act"));
  assert_non_null(
      strstr(text.data, "town: may not move, because the client is not trained (Town board)"));
  pk_text_free(&text);
  end(&c);
}

/* Four months of waiting cannot be reached from none in three months, but from two. */
static void clocks_that_cannot_come_so_far_meet_nobody(void **state) {
  (void)state;
  static const char *const groups[] = {",\"attributes\":{\"age\":30,\"skill\":\"low\"}",
                                       ",\"attributes\":{\"age\":30,\"skill\":\"low\"},"
                                       "\"histories\":{\"idle\":{\"latest\":{\"2\":1}}}"};
  for (int i = 0; i < 2; i++) {
    told a = land, b = town;
    a.group = b.group = groups[i];
    a.employer = b.employer = "association";
    compared c = compare(a, b);
    assert_int_equal(pk_behaviours_met(c.behaviours), i);
    end(&c);
  }
}

static void turned_round_the_answers_change_places(void **state) {
  (void)state;
  compared there = compare(land, town), back = compare(town, land);
  assert_int_equal(pk_behaviours_count(there.behaviours), pk_behaviours_count(back.behaviours));
  assert_int_equal(pk_behaviours_met(there.behaviours), pk_behaviours_met(back.behaviours));
  static const char *const forms[] = {"allow", "limit"};
  for (int i = 0; i < 2; i++) {
    json_t *d = difference_of(&there, forms[i], "job"), *e = difference_of(&back, forms[i], "job");
    assert_int_equal(number_in(d, "differing"), number_in(e, "differing"));
    assert_int_equal(json_array_size(json_object_get(d, "rows")),
                     json_array_size(json_object_get(e, "rows")));
    for (size_t r = 0; r < json_array_size(json_object_get(d, "rows")); r++)
      for (size_t k = 0; k < 2; k++)
        assert_true(json_equal(json_array_get(json_object_get(row_of(d, r), "answers"), k),
                               json_array_get(json_object_get(row_of(e, r), "answers"), 1 - k)));
  }
  end(&there);
  end(&back);
}

/* Until 2019 the land gave six months to high skill, then eight; else nothing changed. */
static void two_days_of_one_region_are_two_laws(void **state) {
  (void)state;
  told before = land;
  before.date = "2019-06-01";
  before.group = ",\"attributes\":{\"age\":62,\"skill\":\"high\"}";
  compared c = compare(before, land);
  assert_int_equal(pk_behaviours_count(c.behaviours), 1);
  json_t *limit = difference_of(&c, "limit", "job");
  json_t *answers = json_object_get(row_of(limit, 0), "answers");
  assert_int_equal(json_integer_value(json_array_get(answers, 0)), 6);
  assert_int_equal(json_integer_value(json_array_get(answers, 1)), 8);
  pk_text text = PK_TEXT_EMPTY;
  pk_behaviours_text(c.behaviours, POLKU_EN, 400, &text);
  assert_non_null(strstr(text.data, "The land on 1 June 2019: 6"));
  assert_non_null(strstr(text.data, "The land on 1 June 2021: 8"));
  pk_text_free(&text);
  end(&c);
}

static void a_stage_in_another_region_has_its_own_law(void **state) {
  (void)state;
  told there = land;
  there.stage = ",\"region\":\"town\"";
  compared c = compare(land, there);
  json_t *allow = difference_of(&c, "allow", "job"), *stages = json_object_get(allow, "stages");
  assert_int_equal(number_in(allow, "differing"), 5);
  assert_int_equal(json_array_size(stages), 1);
  assert_string_equal(json_string_value(json_array_get(stages, 0)), "job");
  end(&c);
}

static void a_group_of_another_region_brings_its_law_along(void **state) {
  (void)state;
  told there = land;
  there.group = ",\"region\":\"town\",\"attributes\":{\"age\":62,\"skill\":\"low\"}";
  compared c = compare(land, there);
  json_t *allow = difference_of(&c, "allow", "job");
  assert_int_equal(number_in(allow, "differing"), 5);
  assert_true(json_is_true(json_object_get(allow, "met")));
  end(&c);
}

/* Before 2021 the town had no rule of its own: the first two steps are the same. */
static void rules_that_follow_the_calendar_differ_from_their_day_on(void **state) {
  (void)state;
  told a = {.region = "land", .date = "2020-11-01", .more = "\"follow_calendar\":true,"}, b = a;
  b.region = "town";
  compared c = compare(a, b);
  json_t *steps = json_object_get(difference_of(&c, "allow", "job"), "steps");
  assert_int_equal(json_integer_value(json_array_get(steps, 0)), 2);
  assert_int_equal(json_integer_value(json_array_get(steps, 1)), 3);
  end(&c);
}

static void the_table_has_a_row_for_each_sort_of_client(void **state) {
  (void)state;
  compared c = compare(land, town);
  polku_tables *tables = pk_tables_new(POLKU_FI);
  polku_table table;
  pk_behaviours_table(c.behaviours, tables);
  assert_true(polku_table_at(tables, 0, &table));
  assert_string_equal(table.id, "rules");
  assert_int_equal(table.row_count, 3);
  assert_string_equal(table.cells[0].id, "allow job");
  polku_tables_free(tables);
  end(&c);
}

static void without_a_region_there_are_no_rules(void **state) {
  (void)state;
  static const char plain[] = "{\"format\":\"polku/1\",\"horizon\":3,\"stages\":{\"a\":{\"final\":"
                              "true}},\"groups\":{\"g\":{\"size\":1,\"start\":\"a\"}}}";
  static const char *const names[2] = {"first", "second"};
  bound_model a = bind_text(plain, NULL), b = model_of(land);
  polku_report *report = polku_report_new();
  for (int both = 0; both < 2; both++) {
    bound_model *other = both ? &a : &b;
    pk_behaviours *c =
        pk_behaviours_new(a.model, a.rules, other->model, other->rules, names, report);
    pk_text text = PK_TEXT_EMPTY;
    assert_int_equal(pk_behaviours_count(c), 0);
    pk_behaviours_text(c, POLKU_EN, 100, &text);
    assert_non_null(strstr(text.data, both ? "no rules" : "Only one"));
    pk_text_free(&text);
    pk_behaviours_free(c);
  }
  polku_report_free(report);
  bound_free(&a);
  bound_free(&b);
}

/* Either region alone tells some 16,000 combinations apart, both together two million. */
static void a_rule_with_too_many_combinations_is_said_not_to_be_compared(void **state) {
  (void)state;
  static const char *const names[2] = {"first", "second"};
  static const char *const reads[2][2] = {{"x", "y"}, {"y", "z"}};
  plugin_folder folder;
  bound_model bound[2];
  plugin_folder_new(&folder);
  for (int i = 0; i < 2; i++) {
    const char *p = reads[i][0], *q = reads[i][1];
    pk_text rules = PK_TEXT_EMPTY;
    pk_text_addf(&rules,
                 "polku.kind 'k' {}\n"
                 "polku.attribute 'x' { int = { 0, 127 }, of = 'stage', default = 0 }\n"
                 "polku.attribute 'y' { int = { 0, 127 }, of = 'stage', default = 0 }\n"
                 "polku.attribute 'z' { int = { 0, 127 }, of = 'stage', default = 0 }\n"
                 "polku.allow 'k' { from = 'always', ref = 'r', any = { { id = 'a', reads = { "
                 "'%s', '%s' }, test = function(c) return c.%s == c.%s end } } }\n"
                 "polku.limit 'k' { from = 'always', unit = 'month', cases = { { default = %d } } "
                 "}\n",
                 p, q, p, q, i + 3);
    plugin_state(&folder, i ? "second" : "one", NULL, rules.data);
    pk_text_free(&rules);
  }
  for (int i = 0; i < 2; i++) {
    pk_text model = PK_TEXT_EMPTY;
    pk_text_addf(&model,
                 "{\"format\":\"polku/1\",\"horizon\":3,\"region\":\"%s\",\"start_date\":"
                 "\"2021-06-01\",\"stages\":{\"a\":{\"kind\":\"k\",\"final\":true}},"
                 "\"groups\":{\"g\":{\"size\":1,\"start\":\"a\"}}}",
                 i ? "second" : "one");
    bound[i] = bind_text(model.data, folder.path);
    assert_non_null(bound[i].rules);
    pk_text_free(&model);
  }
  polku_report *report = polku_report_new();
  pk_behaviours *c = pk_behaviours_new(bound[0].model, bound[0].rules, bound[1].model,
                                       bound[1].rules, names, report);
  pk_text text = PK_TEXT_EMPTY;
  assert_non_null(c);
  assert_int_equal(pk_behaviours_count(c), 1); /* the limit of 3 and of 4 months */
  pk_behaviours_text(c, POLKU_EN, 400, &text);
  assert_non_null(strstr(text.data, "could not be compared"));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  pk_text_free(&text);
  pk_behaviours_free(c);
  polku_report_free(report);
  bound_free(&bound[0]);
  bound_free(&bound[1]);
  plugin_folder_remove(&folder);
}

/* Rovaniemi pays associations a supplement of 350 euros beyond the seventh month of wage subsidy;
 * North Karelia ended its own after seven: its board's decisions of 2018 and 2020. */
static void a_real_model_under_the_rules_of_another_region(void **state) {
  (void)state;
  static const char *const names[2] = {"rovaniemi", "rovaniemi in North Karelia"};
  polku_report *report = polku_report_new();
  polku_model *a = polku_model_load(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", report);
  polku_model *b = polku_model_region(a, "north-karelia", report);
  polku_rules *x = polku_rules_load(a, PLUGINS, report), *y = polku_rules_load(b, PLUGINS, report);
  pk_behaviours *c = pk_behaviours_new(a, x, b, y, names, report);
  pk_text text = PK_TEXT_EMPTY;
  assert_int_equal(pk_behaviours_count(c), 1);
  assert_int_equal(pk_behaviours_met(c), 1);
  pk_behaviours_text(c, POLKU_FI, 200, &text);
  assert_non_null(strstr(text.data, "Palkkatuki: maksu, tili: kunta"));
  assert_non_null(strstr(text.data, "kuntalisa-2020"));
  pk_text_free(&text);
  pk_behaviours_free(c);
  polku_rules_free(x);
  polku_rules_free(y);
  polku_model_free(a);
  polku_model_free(b);
  polku_report_free(report);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_region_on_the_same_day_is_said_at_once),
      cmocka_unit_test(land_and_town_as_counted_by_hand),
      cmocka_unit_test(who_is_in_the_groups_is_the_example),
      cmocka_unit_test(clocks_that_cannot_come_so_far_meet_nobody),
      cmocka_unit_test(turned_round_the_answers_change_places),
      cmocka_unit_test(two_days_of_one_region_are_two_laws),
      cmocka_unit_test(a_stage_in_another_region_has_its_own_law),
      cmocka_unit_test(a_group_of_another_region_brings_its_law_along),
      cmocka_unit_test(rules_that_follow_the_calendar_differ_from_their_day_on),
      cmocka_unit_test(the_table_has_a_row_for_each_sort_of_client),
      cmocka_unit_test(without_a_region_there_are_no_rules),
      cmocka_unit_test(a_rule_with_too_many_combinations_is_said_not_to_be_compared),
      cmocka_unit_test(a_real_model_under_the_rules_of_another_region)};
  return RUN(tests);
}
