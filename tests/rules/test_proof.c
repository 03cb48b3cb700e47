/* Promises between levels, and plugins of one level side by side: what is proved, and what is said
 * when it cannot be. */
#include "support/check.h"
#include "support/plugins.h"

#include "rules/proof.h"
#include "rules/shelf.h"
#include <stdio.h>
#include <string.h>

/* Everyone may enter k; stays are limited to 10 months, 6 for those who are trained. */
#define LAND(delegate)                                                                             \
  "polku.kind 'k' { name = { fi = 'Laji', en = 'Kind' } }\n"                                       \
  "polku.attribute 'age' { int = { 15, 68 }, unit = 'year', of = 'client', default = 40 }\n"       \
  "polku.attribute 'trained' { bool = true, of = 'client', default = false }\n"                    \
  "polku.limit 'k' { from = '2020-01-01', unit = 'month', " delegate " cases = {\n"                \
  "  { reads = { 'trained' }, when = function(c) return c.trained end, value = 6 },\n"             \
  "  { default = 10 } } }\n"

/* A limit of the region for those of 60 and over. */
#define TOWN(mode, value)                                                                          \
  "polku.override.limit 'k' { mode = '" mode "', from = '2021-01-01', unit = 'month', cases = {\n" \
  "  { reads = { 'age' }, when = function(c) return c.age >= 60 end, value = " #value " } } }\n"

typedef struct proof_of {
  plugin_folder folder;
  polku_report *report;
  pk_proof_count count;
  bool good;
} proof_of;

/* Proves a plugin of the folder as `polku plugin check` does. */
static void prove(proof_of *p, const char *plugin, bool thorough) {
  pk_shelf shelf;
  p->report = polku_report_new();
  assert_non_null(p->report);
  p->good = pk_shelf_open(&shelf, p->folder.path, plugin, p->report);
  if (!p->good)
    problem_of(p->report, "a plugin that can be read");
  const pk_proof_wanted wanted = {.book = shelf.book,
                                  .region = shelf.plugin,
                                  .tables = &shelf.tables,
                                  .thorough = thorough,
                                  .today = 20000};
  p->good = pk_proof(&wanted, p->report, &p->count);
  pk_shelf_close(&shelf);
}

static void done(proof_of *p) {
  polku_report_free(p->report);
  plugin_folder_remove(&p->folder);
}

/* A state and a region, proved; ended by done(). */
static proof_of two_levels(const char *land, const char *town) {
  proof_of p;
  plugin_folder_new(&p.folder);
  plugin_state(&p.folder, "land", NULL, land);
  plugin_below(&p.folder, "town", "region", "land = '>=1'", NULL, town);
  prove(&p, "town", true);
  return p;
}

static void assert_says(const polku_problem *problem, const char *part) {
  if (!strstr(problem->message, part) && !strstr(problem->hint, part))
    fail_msg("\"%s\" is not in\n%s\n%s", part, problem->message, problem->hint);
}

/* --- promises */

static void what_widens_breaks_the_promise_to_narrow(void **state) {
  (void)state;
  proof_of p = two_levels(LAND("delegate = { region = 'restrict' },"), TOWN("replace", 12));
  assert_false(p.good);
  polku_problem problem = problem_of(p.report, "E-PROMISE-BROKEN");
  assert_int_equal(problem.line, 2); /* the case, not the rule */
  assert_says(&problem, "Kind: longest stay. \"town\" widens");
  assert_says(&problem, "Without the plugin 10");
  assert_says(&problem, "with it 12");
  assert_says(&problem, "at least 60");
  assert_says(&problem, "from 1 January 2021 on");
  assert_says(&problem, "land/rules.lua:4");
  done(&p);
}

static void a_replacement_that_only_narrows_keeps_it(void **state) {
  (void)state;
  proof_of p = two_levels(LAND("delegate = { region = 'restrict' },"), TOWN("replace", 6));
  if (!p.good)
    problem_of(p.report, "nothing");
  assert_true(p.count.combinations > 0);
  done(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_widens_breaks_the_promise_to_narrow),
      cmocka_unit_test(a_replacement_that_only_narrows_keeps_it),
  };
  return RUN(tests);
}
