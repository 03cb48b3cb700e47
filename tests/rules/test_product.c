/* The product of classes stands for every client there can be, and for no other. */
#include "support/check.h"
#include "support/plugins.h"

#include "base/text.h"
#include "rules/desk/shelf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGINS POLKU_SOURCE_DIR "/plugins"

enum { VARIABLES_MAX = 256, TRIES = 3000 };

static polku_report *report;
static pk_shelf shelf;

static void open_shelf(const char *folders, const char *plugin) {
  report = polku_report_new();
  assert_non_null(report);
  bool good = pk_shelf_open(&shelf, folders, plugin, report);
  if (!good)
    print_error("%s", polku_report_text(report, POLKU_EN, false));
  assert_true(good);
  assert_true(shelf.book->variables.count <= VARIABLES_MAX);
}

static void close_shelf(void) {
  pk_shelf_close(&shelf);
  polku_report_free(report);
}

/* Small whole numbers by lot. */
static uint32_t lot(uint64_t *state, uint32_t below) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)((*state >> 33) % below);
}

/* A client by lot: attributes free, clocks from histories that are drawn bit by bit. */
static void draw(uint64_t *state, int *raw) {
  const pk_book *book = shelf.book;
  uint64_t bits[64] = {0};
  assert_true(book->memories.count <= 64);
  for (int m = 0; m < book->memories.count; m++) {
    uint32_t runs = lot(state, 3);
    for (int i = 0; i < 64; i++)
      if (runs == 0 ? lot(state, 2) : runs == 1 ? lot(state, 10) > 0 : i < 20)
        bits[m] |= UINT64_C(1) << i;
  }
  for (int v = 0; v < book->variables.count; v++) {
    const pk_variable *variable = PK_AT(book->variables, pk_variable, v);
    bool clock = variable->form == PK_READS_LAST || variable->form == PK_READS_RUN;
    raw[v] = clock ? 0 : (int)lot(state, (uint32_t)variable->size);
    int last = variable->form == PK_READS_RUN ? variable->size - 1 : variable->last;
    bool going = clock;
    for (int i = 0; clock && i < last; i++) {
      bool in = bits[variable->memory] >> i & 1;
      going = going && in;
      raw[v] += variable->form == PK_READS_RUN ? going : in;
    }
  }
}

/* --- every rule of Finland, on every interval of dates */

/* Whether some history shows all these clocks: none is left to be moved. */
static bool feasible(int *raw) {
  bool fixed[VARIABLES_MAX];
  for (int v = 0; v < VARIABLES_MAX; v++)
    fixed[v] = true;
  return pk_raw_settle(shelf.book, raw, fixed);
}

static void check_subject(const pk_subject *subject, uint64_t *state) {
  pk_arena *arena = pk_arena_new();
  const pk_product *product = pk_product_new(arena, subject, 1, report);
  assert_non_null(product);
  int64_t *answers = PK_NEW_ARRAY(arena, int64_t, product->count);
  assert_true(pk_product_answers(product, 0, answers, report));
  int raw[VARIABLES_MAX];
  for (int i = 0; i < TRIES; i++) {
    draw(state, raw);
    assert_true(feasible(raw));
    size_t at = pk_product_at(product, raw);
    assert_true(pk_product_feasible(product, at));
    assert_true(answers[at] == pk_subject_answer(subject, raw));
  }
  size_t found = 0;
  for (size_t at = 0; at < product->count; at++) {
    if (!pk_product_feasible(product, at))
      continue;
    found++;
    pk_product_raw(product, at, 0, raw);
    assert_true(feasible(raw));
    assert_true(pk_product_at(product, raw) == at);
    assert_true(answers[at] == pk_subject_answer(subject, raw));
  }
  assert_true(found == product->feasible_count);
  pk_arena_free(arena);
}

static void a_combination_answers_for_all_its_clients(void **state) {
  (void)state;
  uint64_t luck = 7;
  open_shelf(PLUGINS, "finland");
  pk_list keys = pk_shelf_rules(&shelf, NULL);
  assert_true(keys.count > 3);
  for (int i = 0; i < keys.count; i++) {
    const pk_rule_key *key = PK_AT(keys, pk_rule_key, i);
    int kind = pk_book_kind(shelf.book, key->kind);
    pk_segments segments = pk_segments_of(shelf.arena, shelf.book, shelf.plugin, kind);
    for (int s = 0; s < segments.count; s++) {
      const pk_law *law = pk_shelf_law(&shelf, pk_segment_day(&segments.at[s]), kind);
      assert_non_null(law);
      check_subject(&(pk_subject){law, *key}, &luck);
    }
  }
  close_shelf();
}

/* --- classes */

static const char KIND[] =
    "polku.kind \"k\" {}\n"
    "polku.attribute \"age\" { int = { 15, 68 }, of = \"client\" }\n"
    "polku.attribute \"size\" { enum = { \"s\", \"m\", \"l\" }, of = \"stage\" }\n"
    "polku.history \"h\" { keep = 28, runs_in = { \"k\" } }\n"
    "polku.clock \"of_28\" { of = \"h\", last = 28 }\n"
    "polku.clock \"of_14\" { of = \"h\", last = 14 }\n"
    "polku.clock \"run\" { of = \"h\", run = true }\n";

static const pk_product *small_product(plugin_folder *folder, const char *rule) {
  char rules[4096];
  snprintf(rules, sizeof rules, "%s%s", KIND, rule);
  plugin_folder_new(folder);
  plugin_state(folder, "land", NULL, rules);
  open_shelf(folder->path, "land");
  const pk_law *law = pk_shelf_law(&shelf, 18262, -1);
  assert_non_null(law);
  const pk_subject subject = {law, {PK_ALLOW, "k", NULL, false}};
  return pk_product_new(shelf.arena, &subject, 1, report);
}

static void done(plugin_folder *folder) {
  close_shelf();
  plugin_folder_remove(folder);
}

static const pk_axis *axis_of(const pk_product *product, const char *id) {
  for (int a = 0; a < product->axis_count; a++)
    if (strcmp(product->axes[a].variable->id, id) == 0)
      return &product->axes[a];
  fail_msg("no axis %s", id);
  return NULL;
}

static void values_that_answer_alike_are_one_class(void **state) {
  (void)state;
  plugin_folder folder;
  const pk_product *product = small_product(
      &folder, "polku.allow \"k\" { from = \"always\", ref = \"x\", any = {\n"
               "{ id = \"a\", reads = { \"age\" }, test = function(c) return c.age <= 24 or c.age "
               "== 40 end },\n"
               "{ id = \"b\", reads = { \"age\", \"size\" }, test = function(c) return c.age >= 50 "
               "and c.size ~= \"m\" end } } }");
  assert_non_null(product);
  const pk_axis *age = axis_of(product, "age"), *size = axis_of(product, "size");
  /* up to 24 with 40, 25 to 49 without it, 50 and over */
  assert_int_equal(age->size, 3);
  assert_int_equal(age->klass[24 - 15], age->klass[40 - 15]);
  assert_int_equal(age->klass[25 - 15], age->klass[49 - 15]);
  assert_int_not_equal(age->klass[24 - 15], age->klass[25 - 15]);
  assert_int_not_equal(age->klass[49 - 15], age->klass[50 - 15]);
  assert_int_equal(size->size, 2);
  assert_int_equal(size->klass[0], size->klass[2]);
  assert_int_equal(product->count, 6);
  assert_int_equal(product->feasible_count, 6);
  assert_string_equal(product->axes[0].variable->id, "size"); /* places first */
  done(&folder);
}

/* 24 of 28 need 10 of 14; a run of 12 needs 12 of 14; a run of at least 25 needs all 14. */
static void clocks_of_one_history_agree(void **state) {
  (void)state;
  plugin_folder folder;
  const pk_product *product = small_product(
      &folder,
      "polku.allow \"k\" { from = \"always\", ref = \"x\", all = {\n"
      "{ id = \"a\", reads = { \"of_28\" }, test = function(c) return c.of_28 >= 24 end },\n"
      "{ id = \"b\", reads = { \"of_14\" }, test = function(c) return c.of_14 >= 10 end },\n"
      "{ id = \"c\", reads = { \"run\" }, test = function(c) return c.run >= 25 end } } }");
  assert_non_null(product);
  assert_int_equal(product->count, 8);
  /* no, no, no · no, yes, no · yes, yes, no · yes, yes, yes: 24 of 28 without 10 of 14, or a run
   * of 25 without the others, nobody can have. */
  assert_int_equal(product->feasible_count, 4);
  done(&folder);
}

static void too_many_combinations_name_the_variable(void **state) {
  (void)state;
  plugin_folder folder;
  const pk_product *product = small_product(
      &folder,
      "polku.attribute \"wage\" { int = { 0, 4000 }, of = \"stage\" }\n"
      "polku.attribute \"years\" { int = { 0, 400 }, of = \"client\" }\n"
      "polku.attribute \"one\" { bool = true, of = \"client\" }\n"
      "polku.allow \"k\" { from = \"always\", ref = \"x\", any = {\n"
      "{ id = \"a\", reads = { \"wage\" }, test = function(c) return c.wage % 4001 == 7 end },\n"
      "{ id = \"d\", reads = { \"years\", \"one\" }, test = function(c) return c.years > 3 and "
      "c.one "
      "end },\n"
      "{ id = \"b\", reads = { \"wage\", \"one\" }, test = function(c) return c.one and c.wage // "
      "2 "
      "% 2 == 0 end } } }");
  assert_non_null(product);
  done(&folder);
  product = small_product(
      &folder,
      "polku.attribute \"x\" { int = { 0, 255 }, of = \"stage\" }\n"
      "polku.attribute \"y\" { int = { 0, 127 }, of = \"stage\" }\n"
      "polku.attribute \"z\" { int = { 0, 127 }, of = \"stage\" }\n"
      "polku.allow \"k\" { from = \"always\", ref = \"x\", any = {\n"
      "{ id = \"a\", reads = { \"x\", \"y\" }, test = function(c) return c.x == c.y end },\n"
      "{ id = \"b\", reads = { \"y\", \"z\" }, test = function(c) return c.z == c.y end } } }");
  assert_null(product);
  char *text = polku_report_text(report, POLKU_EN, false);
  assert_non_null(strstr(text, "E-PLUGIN-PRODUCT"));
  assert_non_null(strstr(text, "\"x\" has most classes"));
  free(text);
  done(&folder);
}

/* --- dates */

static void intervals_are_cut_where_something_changes(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land",
               "return { [\"m\"] = { unit = \"month\", values = {\n"
               "  { from = \"2015-01-01\", value = 5, ref = \"x\" },\n"
               "  { from = \"2020-03-01\", value = 6, ref = \"x\" } } } }",
               "polku.kind \"k\" {} polku.kind \"other\" {}\n"
               "polku.limit \"k\" { from = \"2015-01-01\", [\"until\"] = \"2022-12-31\",\n"
               "  unit = \"month\", after = \"yes\", cases = { { default = \"m\" } } }\n"
               "polku.limit \"other\" { from = \"2018-07-01\", unit = \"month\",\n"
               "  cases = { { default = 3 } } }");
  open_shelf(folder.path, "land");
  pk_segments of_k =
      pk_segments_of(shelf.arena, shelf.book, shelf.plugin, pk_book_kind(shelf.book, "k"));
  pk_segments all = pk_segments_of(shelf.arena, shelf.book, shelf.plugin, -1);
  char text[32];
  assert_int_equal(of_k.count, 4);
  assert_string_equal(pk_segment_text(text, &of_k.at[0]), "– 2014-12-31");
  assert_string_equal(pk_segment_text(text, &of_k.at[1]), "2015-01-01 – 2020-02-29");
  assert_string_equal(pk_segment_text(text, &of_k.at[2]), "2020-03-01 – 2022-12-31");
  assert_string_equal(pk_segment_text(text, &of_k.at[3]), "2023-01-01 –");
  assert_int_equal(all.count, 5);
  done(&folder);
}

/* Before its first version a rule is not known; after its end it is, where it says what that means.
 */
static void a_rule_that_ended_is_known(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL,
               "polku.kind \"k\" {}\n"
               "polku.limit \"k\" { from = \"2010-01-01\", [\"until\"] = \"2015-12-31\",\n"
               "  unit = \"month\", after = \"yes\", cases = { { default = 5 } } }");
  open_shelf(folder.path, "land");
  static const struct {
    const char *day;
    bool known;
    int64_t answer;
  } expected[] = {{"2009-12-31", false, PK_NOT_RULED},
                  {"2015-12-31", true, 5},
                  {"2016-01-01", true, PK_NO_LIMIT}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    pk_date day;
    assert_true(pk_date_read(expected[i].day, &day));
    const pk_subject subject = {pk_shelf_law(&shelf, day, -1), {PK_LIMIT, "k", NULL, false}};
    assert_non_null(subject.law);
    int raw[VARIABLES_MAX] = {0};
    assert_int_equal(pk_rule_known(subject.law, &subject.rule), expected[i].known);
    assert_true(pk_subject_answer(&subject, raw) == expected[i].answer);
  }
  done(&folder);
}

/* --- settling clocks */

static void clocks_move_no_more_than_they_must(void **state) {
  (void)state;
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL, KIND);
  open_shelf(folder.path, "land");
  int of_28 = pk_book_variable(shelf.book, "of_28"), of_14 = pk_book_variable(shelf.book, "of_14");
  int run = pk_book_variable(shelf.book, "run");
  int raw[VARIABLES_MAX];
  bool fixed[VARIABLES_MAX] = {false};
  pk_raw_default(shelf.book, raw);
  raw[of_28] = 24;
  fixed[of_28] = true;
  assert_true(pk_raw_settle(shelf.book, raw, fixed));
  assert_int_equal(raw[of_28], 24);
  assert_int_equal(raw[of_14], 10); /* at most 14 of the 24 lie further back */
  assert_int_equal(raw[run], 0);
  memset(fixed, 0, sizeof fixed);
  raw[of_28] = 24;
  raw[of_14] = 9;
  fixed[of_28] = fixed[of_14] = true;
  assert_false(pk_raw_settle(shelf.book, raw, fixed));
  done(&folder);
}

/* --- work that ends */

static void answers_that_could_not_be_worked_out_are_none(void **state) {
  (void)state;
  open_shelf(PLUGINS, "finland");
  pk_date date;
  assert_true(pk_date_read("2025-03-01", &date));
  const int kind = pk_book_kind(shelf.book, "wage_subsidy");
  const pk_law *law = pk_shelf_law(&shelf, date, kind);
  assert_non_null(law);
  const pk_subject subject = {law, {.form = PK_ALLOW, .kind = "wage_subsidy"}};
  const pk_product *product = pk_product_new(shelf.arena, &subject, 1, report);
  assert_non_null(product);
  int64_t *answers = PK_NEW_ARRAY(shelf.arena, int64_t, product->count);
  assert_true(pk_product_answers(product, 0, answers, report));
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  shelf.book->work->left = product->count; /* less than one step a combination and what it takes */
  assert_false(pk_product_answers(product, 0, answers, report));
  problem_of(report, "E-PLUGIN-WORK");
  close_shelf();
}

/* One law asks how many of the last three months, another, of other plugins, how many without a
 * break: the eight histories of three months show 7 of the 16 pairs (0 and 0; 1 and 1, or 0; 2 and
 * 2, 1 or 0; 3 and 3). */
static void clocks_that_two_books_read_stand_beside_each_other(void **state) {
  (void)state;
  static const char *const reads[2] = {"of_3", "running"};
  plugin_folder folder;
  pk_shelf shelves[2];
  const pk_law *laws[2];
  plugin_folder_new(&folder);
  report = polku_report_new();
  for (int i = 0; i < 2; i++) {
    pk_text rules = PK_TEXT_EMPTY;
    pk_text_addf(&rules,
                 "polku.kind 'job' {}\npolku.kind 'idle' {}\n"
                 "polku.history 'waiting' { keep = 3, runs_in = { 'idle' } }\n"
                 "polku.clock 'of_3' { of = 'waiting', last = 3 }\n"
                 "polku.clock 'running' { of = 'waiting', run = true }\n"
                 "polku.limit 'job' { from = 'always', unit = 'month', cases = {\n"
                 "  { reads = { '%s' }, when = function(c) return c.%s == 0 end, value = 1 },\n"
                 "  { reads = { '%s' }, when = function(c) return c.%s == 1 end, value = 2 },\n"
                 "  { reads = { '%s' }, when = function(c) return c.%s == 2 end, value = 3 },\n"
                 "  { default = 4 } } }\n",
                 reads[i], reads[i], reads[i], reads[i], reads[i], reads[i]);
    plugin_state(&folder, i ? "second" : "one", NULL, rules.data);
    pk_text_free(&rules);
  }
  for (int i = 0; i < 2; i++) {
    assert_true(pk_shelf_open(&shelves[i], folder.path, i ? "second" : "one", report));
    laws[i] = pk_shelf_law(&shelves[i], 0, -1);
    assert_non_null(laws[i]);
  }
  const pk_rule_key rule = {.form = PK_LIMIT, .kind = "job"};
  const pk_subject subjects[2] = {{laws[0], rule}, {laws[1], rule}};
  const pk_product *product = pk_product_new(shelves[0].arena, subjects, 2, report);
  assert_non_null(product);
  assert_int_equal(product->count, 16);
  assert_int_equal(product->feasible_count, 7);
  pk_shelf_close(&shelves[0]);
  pk_shelf_close(&shelves[1]);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_combination_answers_for_all_its_clients),
      cmocka_unit_test(values_that_answer_alike_are_one_class),
      cmocka_unit_test(clocks_of_one_history_agree),
      cmocka_unit_test(clocks_that_two_books_read_stand_beside_each_other),
      cmocka_unit_test(too_many_combinations_name_the_variable),
      cmocka_unit_test(intervals_are_cut_where_something_changes),
      cmocka_unit_test(a_rule_that_ended_is_known),
      cmocka_unit_test(clocks_move_no_more_than_they_must),
      cmocka_unit_test(answers_that_could_not_be_worked_out_are_none),
  };
  return RUN(tests);
}
