/* The twin of a picture as a page and as CSV: the same content, counted by hand in the Rovaniemi
 * model, and harmless whatever a model calls things. */
#include "support/check.h"
#include "support/files.h"

#include "base/arena.h"
#include "draw/wrap.h"
#include "polku.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char rovaniemi[] = POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json";

/* ------------------------------------------------------------------------------ a twin made */

static char *twin_of(polku_model *model, polku_draw_options options, polku_twin_form form,
                     bool computed) {
  polku_report *report = polku_report_new();
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  polku_result *result = computed ? polku_simulate(model, rules, NULL, report) : NULL;
  options.result = result;
  char *twin = polku_twin(model, rules, &options, form, report);
  if (!twin || (computed && !result)) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    fail_msg("%s", problems);
  }
  polku_result_free(result);
  polku_rules_free(rules);
  polku_report_free(report);
  return twin;
}

static char *twin_of_file(const char *file, polku_draw_options options, polku_twin_form form) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(file, report);
  assert_non_null(model);
  char *twin = twin_of(model, options, form, false);
  polku_model_free(model);
  polku_report_free(report);
  return twin;
}

/* Eight people, of whom a quarter goes on after one month: by hand 2 and 6. */
static const char eight[] =
    "{ \"format\": \"polku/1\", \"horizon\": 3, \"actors\": {"
    "  \"one\": { \"name\": { \"en\": \"%s\" }, \"sector\": \"third\" } },"
    "\"stages\": {"
    "  \"a\": { \"duration\": { \"fixed\": 1 }, \"actors\": { \"one\": { \"helper\": {"
    "    \"text\": { \"en\": \"%s\" }, \"clients\": 5 } } } },"
    "  \"b\": { \"final\": true, \"employed\": true, \"open\": true }, \"c\": { \"final\": true } "
    "},"
    "\"transitions\": { \"a-b\": { \"from\": \"a\", \"to\": \"b\", \"share\": 0.25 },"
    "  \"a-c\": { \"from\": \"a\", \"to\": \"c\", \"share\": \"rest\" } },"
    "\"groups\": { \"all\": { \"size\": 8, \"start\": \"a\" } },"
    "\"gaps\": { \"q\": { \"stages\": { \"b\": {} }, \"row\": \"coaching\","
    "  \"question\": { \"en\": \"%s\" } } } }";

static char *twin_named(const char *name, polku_twin_form form, bool computed) {
  size_t room = sizeof eight + 3 * strlen(name);
  char *text = malloc(room);
  polku_report *report = polku_report_new();
  snprintf(text, room, eight, name, name, name);
  polku_model *model = polku_model_read("eight.json", text, strlen(text), report);
  assert_non_null(model);
  char *twin = twin_of(model, (polku_draw_options){.lang = POLKU_EN}, form, computed);
  polku_model_free(model);
  polku_report_free(report);
  free(text);
  return twin;
}

/* --------------------------------------------------------------------------------- CSV read */

enum { COLUMNS = 29, LINES = 200 };

/* A reader of RFC 4180 that forgives nothing. Cells are cut out of `text`. */
typedef struct table {
  char *text, *cell[LINES][COLUMNS];
  int count;
} table;

/* Reads the cell at `*at`, and moves behind what ends it: ',' or the end of the line. */
static char *read_cell(char **at, bool *last) {
  char *cell = *at, *out = *at, *in = *at;
  bool quoted = *in == '"';
  for (in += quoted; *in; *out++ = *in++) {
    if (quoted && *in == '"' && *++in != '"')
      break;
    if (!quoted) {
      assert_int_not_equal(*in, '"');
      if (*in == ',' || *in == '\r')
        break;
    }
  }
  *last = *in == '\r';
  assert_true(*last ? in[1] == '\n' : *in == ',');
  *at = in + (*last ? 2 : 1);
  *out = '\0';
  return cell;
}

static void read_table(table *t, char *csv) {
  *t = (table){.text = csv};
  for (char *at = csv; *at; t->count++) {
    bool last = false;
    assert_in_range(t->count, 0, LINES - 1);
    for (int c = 0; c < COLUMNS; c++) {
      assert_false(last);
      t->cell[t->count][c] = read_cell(&at, &last);
    }
    assert_true(last);
  }
}

static int column(const table *t, const char *name) {
  for (int c = 0; c < COLUMNS; c++)
    if (strcmp(t->cell[0][c], name) == 0)
      return c;
  fail_msg("there is no column %s", name);
  return -1;
}

static int entries(const table *t, const char *entry) {
  int count = 0;
  for (int i = 1; i < t->count; i++)
    count += strcmp(t->cell[i][0], entry) == 0;
  return count;
}

/* The cell of a column in the line of an entry with this id. */
static const char *at(const table *t, const char *entry, const char *id, const char *name) {
  for (int i = 1; i < t->count; i++)
    if (strcmp(t->cell[i][0], entry) == 0 && strcmp(t->cell[i][column(t, "id")], id) == 0)
      return t->cell[i][column(t, name)];
  fail_msg("there is no %s %s", entry, id);
  return "";
}

/* -------------------------------------------------------------------------------------- CSV */

/* Counted in the file: 11 standings, supports at 6 + 2 + 1 + 5 stages, gaps at 2 + 4. */
static void csv_has_a_row_for_each_entry_role_and_stage(void **state) {
  (void)state;
  table t;
  read_table(&t, twin_of_file(rovaniemi, (polku_draw_options){.lang = POLKU_SV}, POLKU_TWIN_CSV));
  assert_int_equal(entries(&t, "stage"), 7);
  assert_int_equal(entries(&t, "actor"), 11);
  assert_int_equal(entries(&t, "support"), 14);
  assert_int_equal(entries(&t, "gap"), 6);
  assert_int_equal(entries(&t, "move"), 17);
  assert_int_equal(entries(&t, "referral"), 2);
  assert_int_equal(t.count, 1 + 7 + 11 + 14 + 6 + 17 + 2);
  free(t.text);
}

static void csv_tells_numbers_with_what_they_rest_on(void **state) {
  (void)state;
  table t;
  read_table(&t, twin_of_file(rovaniemi, (polku_draw_options){.lang = POLKU_FI}, POLKU_TWIN_CSV));
  assert_string_equal(at(&t, "move", "start-company", "value"), "0.095");
  assert_string_equal(at(&t, "move", "start-company", "unit"), "share");
  assert_string_equal(at(&t, "move", "start-company", "value_basis"), "calibrated");
  assert_string_equal(at(&t, "move", "start-company", "to_stage"), "company");
  assert_string_equal(at(&t, "move", "work-start", "unit"), "per_month");
  assert_string_equal(at(&t, "stage", "company", "value"), "9"); /* from 6 to 12 */
  for (int i = 1; i < t.count; i++)
    if (strcmp(t.cell[i][column(&t, "actor")], "neuvokas") == 0 &&
        strcmp(t.cell[i][0], "actor") == 0) {
      assert_string_equal(t.cell[i][column(&t, "stage_name")], "Palkkatuki yhdistyksessä");
      assert_string_equal(t.cell[i][column(&t, "row")], "employment");
      assert_string_equal(t.cell[i][column(&t, "clients")], "1");
      assert_string_equal(t.cell[i][column(&t, "clients_basis")], "stated");
      assert_string_equal(t.cell[i][column(&t, "clients_source")], "vates-2022");
      assert_string_equal(t.cell[i][column(&t, "places_basis")], "assumed");
    }
  free(t.text);
}

static void csv_carries_what_was_computed(void **state) {
  (void)state;
  table t;
  read_table(&t, twin_named("Club", POLKU_TWIN_CSV, true));
  assert_string_equal(at(&t, "move", "a-b", "computed"), "2");
  assert_string_equal(at(&t, "move", "a-c", "computed"), "6");
  assert_string_equal(at(&t, "stage", "b", "computed"), "2");
  assert_string_equal(at(&t, "stage", "a", "computed"), "0");
  free(t.text);
}

/* What Excel and LibreOffice take for a formula begins with one of four signs. */
static void no_cell_is_a_formula(void **state) {
  (void)state;
  static const char *const names[] = {"=1+1",
                                      "+358 16 322",
                                      "-2",
                                      "@SUM(A1:A9)",
                                      "=HYPERLINK(\\\"x\\\",\\\"y\\\")",
                                      "=cmd|' /C calc'!A0",
                                      "one, \\\"two\\\", three",
                                      "\\t=1\\n+1"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    table t;
    read_table(&t, twin_named(names[i], POLKU_TWIN_CSV, false));
    for (int l = 0; l < t.count; l++)
      for (int c = 0; c < COLUMNS; c++)
        if (strchr("=+-@\t\r", t.cell[l][c][0]) && t.cell[l][c][0])
          fail_msg("a cell is %s", t.cell[l][c]);
    assert_int_equal(entries(&t, "actor"), 1);
    free(t.text);
  }
}

static void quotes_and_commas_are_read_back(void **state) {
  (void)state;
  table t;
  read_table(&t, twin_named("one, \\\"two\\\", three", POLKU_TWIN_CSV, false));
  for (int i = 1; i < t.count; i++)
    if (strcmp(t.cell[i][0], "actor") == 0)
      assert_string_equal(t.cell[i][column(&t, "actor_name")], "one, \"two\", three");
  free(t.text);
}

/* ------------------------------------------------------------------------------------- HTML */

/* Soft hyphens are for the eye. */
static void drop_soft_hyphens(char *text) {
  char *out = text;
  for (; *text; text++)
    if (strncmp(text, "\u00ad", 2) == 0)
      text++;
    else
      *out++ = *text;
  *out = '\0';
}

static void expect_in(char *text, const char *const *parts) {
  drop_soft_hyphens(text);
  for (; *parts; parts++)
    if (!strstr(text, *parts))
      fail_msg("%s is not on the page", *parts);
}

static void a_page_tells_cells_moves_numbers_and_gaps(void **state) {
  (void)state;
  char *page = twin_of_file(rovaniemi, (polku_draw_options){.lang = POLKU_FI}, POLKU_TWIN_HTML);
  static const char *const parts[] = {
      "<html lang=\"fi\">",
      /* at six stages, in one row of the five */
      "<th scope=\"row\">Kokemustieto <small>ohjausryhmä, raadit</small></th><td colspan=\"6\">"
      "<ul><li><b>3 yhdistystä ohjausryhmässä</b>",
      "<th scope=\"row\">1\u00a0Ohjaus hankkeeseen</th><td>5\u00a0Palkkatuki yrityksessä</td>"
      "<td class=\"number\">≈9,5\u00a0% <small>4–15\u00a0%</small></td><td>kalibroitu</td>"
      "<td>Kalibroitu: 17 työllistynyttä 12 kuukaudessa.</td>",
      "<b>Kuka ottaa kokeiluun?</b> <span>yhdistyksillä olisi tehtäviä</span> <small>Työllistää: 2 "
      "Kuntouttava työtoiminta, 3 Työkokeilu yhdistyksessä</small>",
      "<td class=\"number\">27\u00a0% <small>17 / 64</small></td><td>kerrottu</td>",
      "<cite>Yhteinen päämäärä määrittämässä yhteistyötä</cite>. Vates-säätiö 2022", NULL};
  expect_in(page, parts);
  free(page);
}

static void a_page_tells_what_was_computed(void **state) {
  (void)state;
  char *page = twin_named("Club", POLKU_TWIN_HTML, true);
  static const char *const parts[] = {"Of 8 people, 2.0 find work in 3 months",
                                      "<td class=\"number\">~25%</td><td class=\"number\">2</td>",
                                      "<td class=\"number\">~75%</td><td class=\"number\">6</td>",
                                      "<small>2 at the end</small>", NULL};
  expect_in(page, parts);
  free(page);
}

static void a_filter_leaves_out_of_the_twin_what_it_leaves_out_of_the_picture(void **state) {
  (void)state;
  polku_draw_options third = {.lang = POLKU_FI, .sectors = "third"};
  for (int form = POLKU_TWIN_TEXT; form <= POLKU_TWIN_CSV; form++) {
    char *twin = twin_of_file(rovaniemi, third, (polku_twin_form)form);
    assert_non_null(strstr(twin, "Rovaniemen Neuvokas"));
    assert_null(strstr(twin, "Rovaniemen työllisyyspalvelut"));
    free(twin);
  }
}

/* A long word may be divided before the last part of a compound, or before a syllable; numbers and
 * short words stay whole. */
static void long_words_have_soft_hyphens_where_a_reader_divides(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"Rovaniemen työllisyyspalvelut", "Rovaniemen työllisyys\u00adpalvelut"},
      {"palkkatuki, 2\u00a0asiakasta", "palkkatuki, 2\u00a0asiakasta"},
      {"Funktionshinders- och", "Funktions\u00adhinders- och"},
      {"Kuntouttava työ yhdistyksessä", "Kuntouttava työ yhdis\u00adtyksessä"},
      {"", ""}};
  pk_arena *arena = pk_arena_new();
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
    assert_string_equal(pk_soften(arena, pairs[i][0]), pairs[i][1]);
  pk_arena_free(arena);
}

static void names_are_words_and_nothing_else(void **state) {
  (void)state;
  static const char *const names[] = {
      "<script>alert(1)</script>",         "</style></title></td><b onclick='x'>",
      "\\\"><img src=x onerror=alert(1)>", "&amp; &#60; &nosuch;",
      "a\\u0001b\\u001b[31m\\u007fc",      "javascript:alert(1)"};
  static const char *const never[] = {"<script", "<img", "<b on",   "\x1b",
                                      "\x01",    "\x7f", "href=\"j"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char *page = twin_named(names[i], POLKU_TWIN_HTML, false);
    for (size_t n = 0; n < sizeof never / sizeof never[0]; n++)
      if (strstr(page, never[n]))
        fail_msg("%s came through in the name %s", never[n], names[i]);
    free(page);
  }
  char *page = twin_named("A & B <c>", POLKU_TWIN_HTML, false);
  assert_non_null(strstr(page, "<b>A &amp; B &lt;c&gt;</b>"));
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv_has_a_row_for_each_entry_role_and_stage),
      cmocka_unit_test(csv_tells_numbers_with_what_they_rest_on),
      cmocka_unit_test(csv_carries_what_was_computed),
      cmocka_unit_test(no_cell_is_a_formula),
      cmocka_unit_test(quotes_and_commas_are_read_back),
      cmocka_unit_test(a_page_tells_cells_moves_numbers_and_gaps),
      cmocka_unit_test(a_page_tells_what_was_computed),
      cmocka_unit_test(a_filter_leaves_out_of_the_twin_what_it_leaves_out_of_the_picture),
      cmocka_unit_test(long_words_have_soft_hyphens_where_a_reader_divides),
      cmocka_unit_test(names_are_words_and_nothing_else)};
  return RUN(tests);
}
