/* Memory that runs out while two models, or their rules, are compared and the difference is told:
 * each allocation in turn. The same is made, or nothing and a report that owns up; no block is kept
 * back. */
#include "support/check.h"

#include "base/report.h"
#include "model/differ.h"
#include "rules/behaviour.h"
#include "support/failing.h"
#include "support/random_model.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

typedef struct couple {
  polku_model *a, *b;
  polku_rules *x, *y;
} couple;

/* What is told of a comparison, in all its dresses; NULL without memory. */
typedef char *telling(const couple *c, polku_report *report);

static char *told(pk_text *text, polku_tables *tables) {
  char *table = tables ? polku_tables_text(tables, 100) : NULL, *all = NULL;
  if (table) {
    pk_text_add(text, table);
    all = pk_text_take(text);
  }
  free(table);
  pk_text_free(text);
  polku_tables_free(tables);
  return all;
}

static char *tell_structure(const couple *c, polku_report *report) {
  pk_model_changes *changes = pk_model_changes_new(c->a, c->b, report);
  if (!changes)
    return NULL;
  pk_text text = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&text, 3);
  polku_tables *tables = pk_tables_new(POLKU_FI);
  pk_model_changes_json(changes, &json);
  pk_model_changes_text(changes, POLKU_FI, 80, &text);
  if (tables)
    pk_model_changes_table(changes, tables);
  char *all = told(&text, tables);
  if (!all)
    pk_report_memory(report);
  pk_model_changes_free(changes);
  return all;
}

static char *tell_rules(const couple *c, polku_report *report) {
  static const char *const names[2] = {"a", "b"};
  pk_behaviours *behaviours = pk_behaviours_new(c->a, c->x, c->b, c->y, names, report);
  if (!behaviours)
    return NULL;
  pk_text text = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&text, 6);
  polku_tables *tables = pk_tables_new(POLKU_SV);
  pk_behaviours_json(behaviours, &json);
  pk_behaviours_text(behaviours, POLKU_SV, 80, &text);
  if (tables)
    pk_behaviours_table(behaviours, tables);
  char *all = told(&text, tables);
  if (!all)
    pk_report_memory(report);
  pk_behaviours_free(behaviours);
  return all;
}

/* Once, the n-th allocation failing; false when it did not need so many. */
static bool holds(telling *tell, const couple *c, long n, const char *expected) {
  long before = blocks_alive();
  fail_allocation(n);
  polku_report *report = polku_report_new();
  char *text = tell(c, report);
  bool hit = allocation_failed();
  if (!text && !polku_report_failed(report))
    fail_msg("allocation %ld: nothing was made and nothing said", n);
  size_t same = 0;
  while (text && text[same] && text[same] == expected[same])
    same++;
  if (text && !polku_report_failed(report) && (text[same] || expected[same]))
    fail_msg("allocation %ld: something else was made without a word:\n%.200s\nfor\n%.200s", n,
             text + (same > 60 ? same - 60 : 0), expected + (same > 60 ? same - 60 : 0));
  free(text);
  polku_report_free(report);
  if (blocks_alive() != before)
    fail_msg("allocation %ld: %ld blocks were not given back", n, blocks_alive() - before);
  return hit;
}

#ifdef POLKU_SANITIZED
enum { STRIDE = 13 };
#else
enum { STRIDE = 1 };
#endif

static void expect_held(telling *tell, const couple *c) {
  polku_report *report = polku_report_new();
  char *expected = tell(c, report);
  long n = 1;
  assert_non_null(expected);
  assert_true(strlen(expected) > 100);
  while (holds(tell, c, n, expected))
    n += STRIDE;
  assert_true(n > 100);
  free(expected);
  polku_report_free(report);
}

static void comparing_structures_survives(void **state) {
  (void)state;
  static const random_model_options small = {.stages = 3, .horizon = 5};
  polku_report *report = polku_report_new();
  char *a = random_model(3, &small), *b = random_model(4, &small);
  couple c = {.a = polku_model_read("a.json", a, strlen(a), report),
              .b = polku_model_read("b.json", b, strlen(b), report)};
  expect_held(tell_structure, &c);
  polku_model_free(c.a);
  polku_model_free(c.b);
  free(a);
  free(b);
  polku_report_free(report);
}

static void comparing_rules_survives(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":3,\"region\":\"land\",\"start_date\":\"2021-06-01\","
      "\"stages\":{\"idle\":{\"kind\":\"idle\",\"duration\":{\"fixed\":2}},"
      "\"job\":{\"kind\":\"job\",\"final\":true,\"attributes\":{\"employer\":\"company\"}}},"
      "\"transitions\":{\"t\":{\"from\":\"idle\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":1,\"start\":\"idle\",\"attributes\":{\"age\":62,\"skill\":"
      "\"high\"}}}}";
  polku_report *report = polku_report_new();
  couple c = {.a = polku_model_read("a.json", text, strlen(text), report)};
  c.b = polku_model_region(c.a, "town", report);
  c.x = polku_rules_load(c.a, POLKU_SOURCE_DIR "/tests/data/plugins", report);
  c.y = polku_rules_load(c.b, POLKU_SOURCE_DIR "/tests/data/plugins", report);
  assert_non_null(c.x);
  assert_non_null(c.y);
  expect_held(tell_rules, &c);
  polku_rules_free(c.x);
  polku_rules_free(c.y);
  polku_model_free(c.a);
  polku_model_free(c.b);
  polku_report_free(report);
}

static int through_here(void **state) {
  (void)state;
  json_set_alloc_funcs(malloc, free);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(comparing_structures_survives),
                                     cmocka_unit_test(comparing_rules_survives)};
  return cmocka_run_group_tests(tests, through_here, NULL);
}
