/* Decision tables: rows that do not overlap, hold everybody, answer as the law does for every raw
 * value, are few, and name the sections that decided. */
#include "support/check.h"
#include "support/plugins.h"

#include "base/random.h"
#include "rules/bind.h"
#include "rules/desk/decision.h"
#include "rules/desk/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

/* One rule of one plugin on one day, and its table. */
typedef struct scene {
  polku_report *report;
  pk_shelf shelf;
  const pk_law *law;
  const pk_product *product;
  const pk_decision *decision;
} scene;

static void stop(polku_report *report) {
  char *text = polku_report_text(report, POLKU_EN, false);
  print_error("%s", text ? text : "no memory\n");
  free(text);
  fail();
}

static void choose(scene *s, const char *rule, const char *date) {
  pk_rule_key key;
  pk_date day;
  assert_true(pk_rule_key_read(s->shelf.arena, rule, &key));
  assert_true(pk_date_read(date, &day));
  s->law = pk_shelf_law(&s->shelf, day, pk_book_kind(s->shelf.book, key.kind));
  if (!s->law)
    stop(s->report);
  const pk_subject subject = {s->law, key};
  s->product = pk_product_new(s->shelf.arena, &subject, 1, s->report);
  s->decision = s->product ? pk_decision_new(s->shelf.arena, s->product, 0, s->report) : NULL;
  if (!s->decision)
    stop(s->report);
}

static scene open_scene(const char *folders, const char *plugin) {
  scene s = {.report = polku_report_new()};
  assert_non_null(s.report);
  if (!pk_shelf_open(&s.shelf, folders, plugin, s.report))
    stop(s.report);
  return s;
}

static void close_scene(scene *s) {
  pk_shelf_close(&s->shelf);
  polku_report_free(s->report);
}

static void each_has_one_row(const scene *s) {
  int64_t *answers = malloc(s->product->count * sizeof *answers);
  size_t *held = calloc((size_t)s->decision->row_count, sizeof *held);
  assert_non_null(answers);
  assert_non_null(held);
  assert_true(pk_product_answers(s->product, 0, answers, s->report));
  for (size_t at = 0; at < s->product->count; at++) {
    int rows = 0;
    if (!pk_product_feasible(s->product, at))
      continue;
    for (int i = 0; i < s->decision->row_count; i++)
      if (pk_decision_in(s->decision, &s->decision->rows[i], at)) {
        rows++;
        held[i]++;
        assert_int_equal(s->decision->rows[i].answer, answers[at]);
        assert_int_equal(pk_decision_row_of(s->decision, at), i);
      }
    assert_int_equal(rows, 1);
  }
  for (int i = 0; i < s->decision->row_count; i++)
    assert_int_equal(s->decision->rows[i].feasible, held[i]);
  free(held);
  free(answers);
}

/* Attributes by lot, clocks from histories by lot: some long unemployed, some never. */
static void draw_raw(const scene *s, pk_stream *dice, int *raw) {
  const pk_book *book = s->shelf.book;
  uint64_t state[64];
  assert_true(book->memories.count <= 64);
  for (int m = 0; m < book->memories.count; m++) {
    const pk_memory *memory = PK_AT(book->memories, pk_memory, m);
    uint32_t length = pk_stream_below(dice, 65), misses = pk_stream_below(dice, 4);
    state[m] = length < 64 ? (UINT64_C(1) << length) - 1 : ~UINT64_C(0);
    for (uint32_t i = 0; i < misses; i++)
      state[m] &= ~(UINT64_C(1) << pk_stream_below(dice, 64));
    if (!memory->history)
      state[m] = pk_stream_below(dice, (uint32_t)memory->max + 1);
  }
  for (int v = 0; v < book->variables.count; v++) {
    const pk_variable *variable = PK_AT(book->variables, pk_variable, v);
    bool clock = variable->form != PK_READS_ATTRIBUTE && variable->form != PK_READS_ELAPSED;
    raw[v] = clock ? pk_clock_value(PK_STEP_MONTH, variable, state[variable->memory])
                   : (int)pk_stream_below(dice, (uint32_t)variable->size);
  }
}

static void answers_raw_values(const scene *s, uint64_t seed, int tries) {
  int raw[256];
  pk_stream dice;
  assert_true(s->shelf.book->variables.count <= 256);
  pk_stream_start(&dice, seed, 0);
  for (int i = 0; i < tries; i++) {
    draw_raw(s, &dice, raw);
    int row = pk_decision_row_of(s->decision, pk_product_at(s->product, raw));
    assert_true(row >= 0);
    assert_int_equal(s->decision->rows[row].answer,
                     pk_subject_answer(&s->product->subjects[0], raw));
  }
}

/* --- real rules */

static void rows_of_finland_hold_everybody_once_and_answer_as_the_law(void **state) {
  (void)state;
  static const char *const dates[] = {"2018-06-01", "2024-02-29", "2025-01-01"};
  static const char *const rules[] = {"allow wage_subsidy", "limit wage_subsidy",
                                      "limit work_trial"};
  scene s = open_scene(PLUGINS, "finland");
  for (size_t d = 0; d < 3; d++)
    for (size_t r = 0; r < 3; r++) {
      choose(&s, rules[r], dates[d]);
      each_has_one_row(&s);
      answers_raw_values(&s, d * 3 + r, 3000);
    }
  close_scene(&s);
}

static int axis_of(const scene *s, const char *id) {
  for (int k = 0; k < s->product->axis_count; k++)
    if (strcmp(s->product->axes[k].variable->id, id) == 0)
      return k;
  return -1;
}

/* The row of a client: defaults, and what is given by raw value ("name", value, …, NULL). */
static const pk_decision_row *row_with(const scene *s, const char *name, ...) {
  int raw[256];
  bool fixed[256] = {false};
  va_list list;
  pk_raw_default(s->shelf.book, raw);
  va_start(list, name);
  for (; name; name = va_arg(list, const char *)) {
    int v = pk_book_variable(s->shelf.book, name);
    assert_true(v >= 0);
    raw[v] = va_arg(list, int);
    fixed[v] = true;
  }
  va_end(list);
  assert_true(pk_raw_settle(s->shelf.book, raw, fixed));
  int row = pk_decision_row_of(s->decision, pk_product_at(s->product, raw));
  assert_true(row >= 0);
  return &s->decision->rows[row];
}

/* The references of a row, each once, joined by " + ". */
static void expect_row(const pk_decision_row *row, int64_t answer, const char *refs) {
  char text[512] = "";
  for (int i = 0; i < row->reasons.count; i++) {
    const char *ref = row->reasons.at[i].ref ? row->reasons.at[i].ref : "-";
    if (i == 0 || strcmp(ref, row->reasons.at[i - 1].ref) != 0)
      snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? " + " : "", ref);
  }
  assert_int_equal(row->answer, answer);
  assert_string_equal(text, refs);
}

enum { ASSOCIATION = 0, COMPANY = 3, MUNICIPALITY = 4, STATE = 6 };
enum { SKILLS, REDUCED, FULL, SIXTY };
#define AGE(years) ((years)-15)

static void a_row_names_the_section_that_decides(void **state) {
  (void)state;
  scene s = open_scene(PLUGINS, "finland");
  choose(&s, "allow wage_subsidy", "2025-06-01");
  expect_row(row_with(&s, "basis", FULL, "employer", ASSOCIATION, "unemployed_of_28", 23, NULL), 0,
             "380/2023 § 88.1");
  expect_row(row_with(&s, "basis", FULL, "employer", COMPANY, "unemployed_of_28", 28, NULL), 0,
             "380/2023 § 88.1");
  expect_row(row_with(&s, "basis", REDUCED, "work_ability", 0, NULL), 0, "380/2023 § 87.1");
  expect_row(row_with(&s, "basis", SIXTY, "age", AGE(59), NULL), 0, "380/2023 § 89.1(1)");
  expect_row(row_with(&s, "basis", SIXTY, "age", AGE(60), "unemployed_of_14", 12, NULL), 1,
             "380/2023 § 89.1(1) + 380/2023 § 89.1(2)");
  expect_row(row_with(&s, "basis", SKILLS, "age", AGE(30), "education", 0, NULL), 1,
             "380/2023 § 82.1(3)");
  expect_row(
      row_with(&s, "basis", SKILLS, "age", AGE(30), "education", 1, "employed_of_6", 1, NULL), 0,
      "380/2023 § 82.1(1) + 380/2023 § 82.1(2) + 380/2023 § 82.1(3) + 380/2023 § 82.1(4) + "
      "380/2023 § 82.1(5)");
  expect_row(row_with(&s, "basis", SKILLS, "employer", MUNICIPALITY, NULL), 0, "380/2023 § 83.1");
  expect_row(row_with(&s, "basis", REDUCED, "employer", STATE, NULL), 0, "380/2023 § 83.1");
  close_scene(&s);
}

static void a_number_names_the_case_that_gave_it(void **state) {
  (void)state;
  scene s = open_scene(PLUGINS, "finland");
  choose(&s, "limit wage_subsidy", "2025-06-01");
  expect_row(row_with(&s, "basis", SKILLS, "unemployed_of_14", 11, NULL), 5, "380/2023 § 86");
  expect_row(row_with(&s, "basis", SKILLS, "unemployed_of_14", 12, NULL), 10, "380/2023 § 86");
  expect_row(row_with(&s, "basis", FULL, NULL), 10, "380/2023 § 88.2");
  close_scene(&s);
}

static void wide_tables_fall_into_sections_by_the_basis(void **state) {
  (void)state;
  scene s = open_scene(PLUGINS, "finland");
  choose(&s, "allow wage_subsidy", "2025-06-01");
  assert_int_equal(s.decision->section_axis, axis_of(&s, "basis"));
  assert_true(s.decision->rows[s.decision->row_count - 1].section >= 3);
  choose(&s, "limit wage_subsidy", "2025-06-01");
  assert_int_equal(s.decision->section_axis, -1);
  close_scene(&s);
}

static void a_rule_without_conditions_is_one_row(void **state) {
  (void)state;
  scene s = open_scene(PLUGINS, "finland");
  choose(&s, "limit employment_subsidy_55", "2025-06-01");
  assert_int_equal(s.decision->row_count, 1);
  expect_row(&s.decision->rows[0], 10, "380/2023 § 96.1");
  close_scene(&s);
}

/* --- the law of tests: 54 ages × 2 skills × trained × employer × months waited, all of them */

static void every_raw_value_of_a_small_law_is_answered(void **state) {
  (void)state;
  static const char *const rules[] = {"allow job", "limit job", "weight job"};
  scene s = open_scene(TEST_PLUGINS, "town");
  for (size_t r = 0; r < 3; r++) {
    choose(&s, rules[r], "2023-01-01");
    each_has_one_row(&s);
    for (int i = 0; i < 54 * 2 * 2 * 2 * 7; i++) {
      const char *names[] = {"age", "skill", "trained", "employer", "idle_of_6"};
      const int sizes[] = {54, 2, 2, 2, 7};
      int raw[256];
      bool fixed[256] = {false};
      pk_raw_default(s.shelf.book, raw);
      for (int k = 0, rest = i; k < 5; rest /= sizes[k++]) {
        int v = pk_book_variable(s.shelf.book, names[k]);
        raw[v] = rest % sizes[k];
        fixed[v] = true;
      }
      assert_true(pk_raw_settle(s.shelf.book, raw, fixed));
      int row = pk_decision_row_of(s.decision, pk_product_at(s.product, raw));
      assert_true(row >= 0);
      assert_int_equal(s.decision->rows[row].answer,
                       pk_subject_answer(&s.product->subjects[0], raw));
    }
  }
  close_scene(&s);
}

/* Trained, and old or in an association after four months: nobody untrained; the old; a company,
 * where only being old would help; an association before and after four months. */
static void a_table_known_by_hand(void **state) {
  (void)state;
  scene s = open_scene(TEST_PLUGINS, "town");
  choose(&s, "allow job", "2023-01-01");
  assert_int_equal(s.decision->row_count, 5);
  expect_row(row_with(&s, "trained", 0, "age", AGE(60), NULL), 0, "Town board");
  expect_row(row_with(&s, "trained", 1, "age", AGE(60), NULL), 1, "Act § 1 + Town board");
  expect_row(row_with(&s, "trained", 1, "age", AGE(59), "employer", 1, NULL), 0, "Act § 1");
  close_scene(&s);
}

/* --- as few rows as there can be */

#define TWO                                                                                        \
  "polku.attribute \"a\" { bool = true, of = \"client\", default = false }\n"                      \
  "polku.attribute \"b\" { bool = true, of = \"client\", default = false }\n"                      \
  "polku.attribute \"c\" { bool = true, of = \"client\", default = false }\n"                      \
  "polku.attribute \"n\" { int = { 0, 99 }, of = \"client\", default = 0 }\n"                      \
  "polku.history \"h\" { keep = 6, runs_in = { \"k\" } }\n"                                        \
  "polku.clock \"h6\" { of = \"h\", last = 6 }\n"                                                  \
  "polku.clock \"h3\" { of = \"h\", last = 3 }\n"                                                  \
  "polku.kind \"k\" {}\n"

static int rows_of(const char *condition, const char *reads) {
  char rules[2048];
  plugin_folder folder;
  snprintf(rules, sizeof rules,
           TWO "polku.allow \"k\" { from = \"always\", ref = \"r\", all = { { id = \"x\", ref = "
               "\"r\", reads = { %s }, "
               "test = function(c) return %s end } } }\n",
           reads, condition);
  plugin_folder_new(&folder);
  plugin_state(&folder, "p", NULL, rules);
  scene s = open_scene(folder.path, "p");
  choose(&s, "allow k", "2020-01-01");
  each_has_one_row(&s);
  int count = s.decision->row_count;
  close_scene(&s);
  plugin_folder_remove(&folder);
  return count;
}

static void tables_are_as_small_as_can_be(void **state) {
  (void)state;
  assert_int_equal(rows_of("c.a", "\"a\""), 2);
  assert_int_equal(rows_of("c.a or not c.a", "\"a\""), 1);
  assert_int_equal(rows_of("c.a and c.b and c.c", "\"a\", \"b\", \"c\""), 4);
  assert_int_equal(rows_of("c.a ~= c.b", "\"a\", \"b\""), 4);
  assert_int_equal(rows_of("(c.a and c.b) or (not c.a and c.c)", "\"a\", \"b\", \"c\""), 4);
  assert_int_equal(rows_of("(c.c and c.b) or (not c.c and c.a)", "\"a\", \"b\", \"c\""), 4);
  assert_int_equal(rows_of("c.n < 20 or c.n > 60", "\"n\""), 2);
  assert_int_equal(rows_of("c.n < 20 or (c.n > 60 and c.a)", "\"a\", \"n\""), 4);
}

/* Five of six months cannot be reached without two of the last three: who has fewer has not five
 * of six, so that the second clock says nothing where the first does. */
static void what_nobody_can_be_costs_no_row(void **state) {
  (void)state;
  assert_int_equal(rows_of("c.h6 >= 5 and c.h3 >= 2", "\"h6\", \"h3\""), 2);
  assert_int_equal(rows_of("c.h6 >= 4 and c.h3 >= 2", "\"h6\", \"h3\""), 3);
}

/* What is left of 40 months: a row for each number, however many there are. */
static void a_long_count_is_a_row_a_number(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "p", NULL,
               TWO
               "polku.limit \"k\" { from = \"always\", ref = \"r\", cases = { { reads = { \"n\" }, "
               "default = function(c) return math.max(1, 40 - c.n) end, ref = \"r\" } } }\n");
  scene s = open_scene(folder.path, "p");
  choose(&s, "limit k", "2020-01-01");
  each_has_one_row(&s);
  assert_int_equal(s.decision->row_count, 40);
  close_scene(&s);
  plugin_folder_remove(&folder);
}

/* --- rules by lot */

static const char *const terms[][2] = {
    {"c.a", "\"a\""},          {"not c.b", "\"b\""},
    {"c.n >= 25", "\"n\""},    {"c.n <= 60", "\"n\""},
    {"c.h6 >= 4", "\"h6\""},   {"c.h3 == 0", "\"h3\""},
    {"c.n % 7 == 0", "\"n\""}, {"c.c or c.h6 < 2", "\"c\", \"h6\""}};

static int write_tree(char *out, size_t room, pk_stream *dice, int depth, int *id) {
  static const char *const joins[] = {"all", "any", "none"};
  if (depth == 0 || pk_stream_below(dice, 3) == 0) {
    const char *const *term = terms[pk_stream_below(dice, 8)];
    return snprintf(
        out, room,
        "{ id = \"x%d\", ref = \"r\", reads = { %s }, test = function(c) return %s end }", (*id)++,
        term[1], term[0]);
  }
  int used = snprintf(out, room, "{ %s = { ", joins[pk_stream_below(dice, 3)]);
  for (uint32_t i = 0, count = 1 + pk_stream_below(dice, 3); i < count; i++) {
    used += write_tree(out + used, room - (size_t)used, dice, depth - 1, id);
    used += snprintf(out + used, room - (size_t)used, ", ");
  }
  return used + snprintf(out + used, room - (size_t)used, "} }");
}

static void tables_of_rules_by_lot_answer_as_the_rules(void **state) {
  (void)state;
  static char rules[1 << 16];
  pk_stream dice;
  pk_stream_start(&dice, 3, 1);
  for (int i = 0; i < 60; i++) {
    int id = 0;
    plugin_folder folder;
    size_t used = (size_t)snprintf(
        rules, sizeof rules, TWO "polku.allow \"k\" { from = \"always\", ref = \"r\", all = { ");
    used += (size_t)write_tree(rules + used, sizeof rules - used, &dice, 3, &id);
    snprintf(rules + used, sizeof rules - used, " } }\n");
    plugin_folder_new(&folder);
    plugin_state(&folder, "p", NULL, rules);
    scene s = open_scene(folder.path, "p");
    choose(&s, "allow k", "2020-01-01");
    each_has_one_row(&s);
    answers_raw_values(&s, (uint64_t)i, 500);
    close_scene(&s);
    plugin_folder_remove(&folder);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_of_finland_hold_everybody_once_and_answer_as_the_law),
      cmocka_unit_test(a_row_names_the_section_that_decides),
      cmocka_unit_test(a_number_names_the_case_that_gave_it),
      cmocka_unit_test(wide_tables_fall_into_sections_by_the_basis),
      cmocka_unit_test(a_rule_without_conditions_is_one_row),
      cmocka_unit_test(every_raw_value_of_a_small_law_is_answered),
      cmocka_unit_test(a_table_known_by_hand),
      cmocka_unit_test(tables_are_as_small_as_can_be),
      cmocka_unit_test(what_nobody_can_be_costs_no_row),
      cmocka_unit_test(a_long_count_is_a_row_a_number),
      cmocka_unit_test(tables_of_rules_by_lot_answer_as_the_rules)};
  return RUN(tests);
}
