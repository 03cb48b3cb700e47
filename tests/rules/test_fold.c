/* What engines ask is the law: the folded rows of tests answer as the trees do, at every stage, for
 * every class of clients and whatever their clocks say. */
#include "support/check.h"
#include "support/plugins.h"

#include "base/random.h"
#include "rules/bind.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIES = 300 };

static uint64_t lot(uint64_t *state) {
  return pk_mix(++*state);
}

static bool by_trees(const pk_rules *rules, int klass, int s, const pk_clocks *clocks,
                     int elapsed) {
  const pk_law *laws[2];
  int count = pk_laws_of(rules, klass, s, laws);
  const pk_view view = {
      rules, rules->bound->klass_raw[klass], rules->bound->stage_raw[s], clocks, elapsed, NULL};
  for (int i = 0; rules->stage_kind[s] >= 0 && i < count; i++) {
    const pk_tree *tree = laws[i]->sheets[rules->stage_kind[s]].allow;
    if (tree && !pk_view_tree(&view, laws[i], tree))
      return false;
  }
  return true;
}

static pk_clocks draw(const pk_rules *rules, uint64_t *luck) {
  pk_clocks clocks = {{0}};
  for (int c = 0; c < rules->clock_count; c++) {
    const pk_memory *memory =
        PK_AT(rules->bound->book->memories, pk_memory, rules->bound->slots[c].memory);
    uint64_t bits = lot(luck) | (lot(luck) & 3 ? lot(luck) : 0);
    clocks.at[c] = memory->history ? bits : lot(luck) % 40;
  }
  return clocks;
}

/* Both answers must have been seen where the law leaves it open. */
static void compare(const pk_rules *rules, long seen[2]) {
  uint64_t luck = 88172645463325252u;
  for (int s = 0; s < rules->model->stage_count; s++)
    for (int klass = 0; klass < rules->klass_count; klass++)
      for (int i = 0; i < TRIES; i++) {
        const pk_clocks clocks = draw(rules, &luck);
        int elapsed = (int)(lot(&luck) % 40);
        bool expected = by_trees(rules, klass, s, &clocks, elapsed);
        assert_int_equal(pk_rules_allow(rules, klass, s, &clocks, elapsed), expected);
        seen[expected]++;
      }
}

static void every_model_asks_the_law(void **state) {
  (void)state;
  long seen[2] = {0, 0};
  DIR *folder = opendir(POLKU_SOURCE_DIR "/models");
  assert_non_null(folder);
  for (const struct dirent *entry; (entry = readdir(folder));) {
    if (!strstr(entry->d_name, ".json") || strstr(entry->d_name, "schema"))
      continue;
    char path[512];
    snprintf(path, sizeof path, "%s/models/%s", POLKU_SOURCE_DIR, entry->d_name);
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_load(path, report);
    polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
    assert_non_null(rules);
    if (rules->present)
      compare(rules, seen);
    polku_rules_free(rules);
    polku_model_free(model);
    polku_report_free(report);
  }
  closedir(folder);
  assert_true(seen[0] > 0 && seen[1] > 0);
}

/* All ways of joining, clocks of all forms, a stage without any rule, steps that are no months. */
static const char RULES[] =
    "polku.kind \"k\" { } polku.kind \"free\" { }\n"
    "polku.attribute \"age\" { int = { 15, 68 }, of = \"client\", default = 40 }\n"
    "polku.attribute \"size\" { enum = { \"s\", \"m\", \"l\" }, of = \"stage\", default = \"m\" }\n"
    "%s"
    "polku.counter \"tries\" { counts = { \"k\" }, max = 30 }\n"
    "polku.allow \"k\" { from = \"always\", ref = \"x\",\n"
    "  any = { { all = { { id = \"a\", reads = { \"tries\" }, test = function(c) return c.tries < "
    "9 "
    "end },\n"
    "      { id = \"b\", reads = { \"size\", \"age\" }, test = function(c) return c.size == \"s\" "
    "or "
    "c.age > 30 end } } },\n"
    "    { none = { { id = \"c\", reads = { \"elapsed\", \"age\" }, test = function(c) return "
    "c.elapsed * 2 < c.age end },\n"
    "      { id = \"d\", reads = { \"size\" }, test = function(c) return c.size == \"l\" end } } } "
    "},\n"
    "  none = { { id = \"e\", reads = { \"tries\", \"age\" }, test = function(c) return c.tries == "
    "4 "
    "or c.age == 17 end }%s } }\n";
static const char CLOCKS[] = "polku.history \"h\" { keep = 20, runs_in = { \"k\" } }\n"
                             "polku.clock \"of_12\" { of = \"h\", last = 12 }\n"
                             "polku.clock \"run\" { of = \"h\", run = true }\n";
static const char BY_CLOCKS[] = ", { id = \"f\", reads = { \"of_12\", \"run\" }, test = "
                                "function(c) return c.of_12 - c.run == 3 "
                                "end }";

static void check_small(const char *step, const char *clocks, const char *by_clocks) {
  char rules[4096], model[2048];
  long seen[2] = {0, 0};
  plugin_folder folder;
  plugin_folder_new(&folder);
  snprintf(rules, sizeof rules, RULES, clocks, by_clocks);
  plugin_state(&folder, "land", NULL, rules);
  snprintf(model, sizeof model,
           "{ \"format\": \"polku/1\", \"region\": \"land\", \"start_date\": \"2020-01-01\","
           " \"step\": \"%s\", \"horizon\": 30, \"stages\": {"
           " \"a\": { \"kind\": \"k\", \"attributes\": { \"size\": \"s\" },"
           "   \"duration\": { \"fixed\": 1 } },"
           " \"b\": { \"kind\": \"k\", \"attributes\": { \"size\": \"l\" },"
           "   \"duration\": { \"fixed\": 1 } },"
           " \"c\": { \"kind\": \"k\", \"attributes\": { \"size\": \"s\" },"
           "   \"duration\": { \"fixed\": 1 } },"
           " \"d\": { \"kind\": \"free\", \"final\": true } },"
           " \"transitions\": { \"ab\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 },"
           "   \"bc\": { \"from\": \"b\", \"to\": \"c\", \"share\": 1 },"
           "   \"cd\": { \"from\": \"c\", \"to\": \"d\", \"share\": 1 } },"
           " \"groups\": { \"g\": { \"size\": 9, \"start\": \"a\","
           "   \"attributes\": { \"age\": { \"16\": 0.2, \"17\": 0.2, \"31\": 0.2, \"60\": 0.4 } } "
           "} } }",
           step);
  bound_model bound = bind_text(model, folder.path);
  assert_non_null(bound.rules);
  compare(bound.rules, seen);
  assert_true(seen[0] > 100 && seen[1] > 100);
  bound_free(&bound);
  plugin_folder_remove(&folder);
}

static void every_way_of_joining_is_folded(void **state) {
  (void)state;
  check_small("month", CLOCKS, BY_CLOCKS);
  check_small("week", "", "");
  check_small("day", "", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_model_asks_the_law),
      cmocka_unit_test(every_way_of_joining_is_folded),
  };
  return RUN(tests);
}
