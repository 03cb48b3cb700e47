/* Laws of proofs over plugins by lot: what is proved over classes of values is what holds for every
 * single value, worked out here by hand from the same lots. */
#include "support/check.h"
#include "support/plugins.h"

#include "base/random.h"
#include "base/text.h"
#include "rules/proof.h"
#include "rules/desk/shelf.h"
#include <stdlib.h>
#include <string.h>

enum { X = 8, Y = 4, ROUNDS = 60, CASES_MAX = 3 };

typedef enum { RESTRICT, EXTEND, REPLACE, MODES } mode;
static const char *const mode_names[] = {"restrict", "extend", "replace"};
static const char *const grant_names[] = {"any", "restrict", "extend", "none"};

/* "x at least this, and y that (-1: whatever), gives the value". */
typedef struct lot_case {
  int x, y;
  long long value;
} lot_case;

/* A list of cases with a default (-1: none), and how it changes what is below. */
typedef struct lot_rule {
  mode how;
  int count;
  lot_case cases[CASES_MAX];
  long long otherwise;
} lot_rule;

static int between(pk_stream *dice, int low, int high) {
  return low + (int)pk_stream_below(dice, (uint32_t)(high - low + 1));
}

static lot_rule lot(pk_stream *dice, bool base) {
  lot_rule rule = {(mode)between(dice, 0, MODES - 1), between(dice, 1, CASES_MAX), {{0}}, -1};
  for (int i = 0; i < rule.count; i++)
    rule.cases[i] =
        (lot_case){between(dice, 0, X - 1), between(dice, -1, Y - 1), between(dice, 1, 6)};
  if (base || between(dice, 0, 1))
    rule.otherwise = between(dice, 1, 6);
  return rule;
}

static void write_cases(pk_text *out, const lot_rule *rule) {
  pk_text_add(out, "cases = {\n");
  for (int i = 0; i < rule->count; i++) {
    const lot_case *one = &rule->cases[i];
    pk_text_addf(out, "  { reads = { 'x', 'y' }, value = %lld, when = function(c) return c.x >= %d",
                 one->value, one->x);
    if (one->y >= 0)
      pk_text_addf(out, " and c.y == %d", one->y);
    pk_text_add(out, " end },\n");
  }
  if (rule->otherwise >= 0)
    pk_text_addf(out, "  { default = %lld },\n", rule->otherwise);
  pk_text_add(out, "} }\n");
}

/* What a list of cases gives; -1: nothing. */
static long long given(const lot_rule *rule, int x, int y) {
  for (int i = 0; i < rule->count; i++)
    if (x >= rule->cases[i].x && (rule->cases[i].y < 0 || rule->cases[i].y == y))
      return rule->cases[i].value;
  return rule->otherwise;
}

static long long over(long long below, const lot_rule *rule, int x, int y) {
  long long value = given(rule, x, y);
  if (value < 0 || (rule->how == RESTRICT && value > below) ||
      (rule->how == EXTEND && value < below))
    return below;
  return value;
}

typedef struct world {
  plugin_folder folder;
  lot_rule base, one, two, last;
} world;

static void write_override(plugin_folder *folder, const char *name, const char *level,
                           const char *extends, const lot_rule *rule) {
  pk_text out = PK_TEXT_EMPTY;
  pk_text_addf(&out, "polku.override.limit 'k' { mode = '%s', from = 'always', ",
               mode_names[rule->how]);
  write_cases(&out, rule);
  assert_false(out.failed);
  plugin_below(folder, name, level, extends, NULL, out.data);
  pk_text_free(&out);
}

static world lot_world(pk_stream *dice) {
  return (world){.base = lot(dice, true),
                 .one = lot(dice, false),
                 .two = lot(dice, false),
                 .last = lot(dice, false)};
}

/* A state, two regions, and a municipality that belongs to both. */
static void write_world(world *w, const char *grant) {
  pk_text out = PK_TEXT_EMPTY;
  pk_text_addf(&out,
               "polku.kind 'k' {}\n"
               "polku.attribute 'x' { int = { 0, %d }, of = 'client' }\n"
               "polku.attribute 'y' { int = { 0, %d }, of = 'stage' }\n"
               "polku.limit 'k' { from = 'always', delegate = { region = '%s' }, ",
               X - 1, Y - 1, grant);
  write_cases(&out, &w->base);
  assert_false(out.failed);
  plugin_folder_new(&w->folder);
  plugin_state(&w->folder, "land", NULL, out.data);
  pk_text_free(&out);
  write_override(&w->folder, "one", "region", "land = '>=1'", &w->one);
  write_override(&w->folder, "two", "region", "land = '>=1'", &w->two);
  write_override(&w->folder, "last", "municipality", "one = '>=1', two = '>=1'", &w->last);
}

static polku_report *prove(const world *w, const char *plugin, bool thorough) {
  pk_shelf shelf;
  polku_report *report = polku_report_new();
  assert_true(pk_shelf_open(&shelf, w->folder.path, plugin, report));
  const pk_proof_wanted wanted = {.book = shelf.book,
                                  .region = shelf.plugin,
                                  .tables = &shelf.tables,
                                  .thorough = thorough,
                                  .today = PK_DATE_FIRST};
  size_t errors = polku_report_count(report, POLKU_ERROR);
  bool good = pk_proof(&wanted, report, NULL);
  assert_int_equal(good, polku_report_count(report, POLKU_ERROR) == errors);
  assert_false(polku_report_failed(report));
  pk_shelf_close(&shelf);
  return report;
}

static void promises_hold_where_they_hold_for_every_value(void **state) {
  (void)state;
  int broken = 0, idle = 0;
  for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
    pk_stream dice;
    pk_stream_start(&dice, seed, 0);
    int grant = between(&dice, 0, 3);
    world w = lot_world(&dice);
    write_world(&w, grant_names[grant]);
    bool larger = false, smaller = false;
    for (int x = 0; x < X; x++)
      for (int y = 0; y < Y; y++) {
        long long below = given(&w.base, x, y), with = over(below, &w.one, x, y);
        larger = larger || with > below;
        smaller = smaller || with < below;
      }
    bool breaks = ((grant & 1) && larger) || ((grant & 2) && smaller);
    polku_report *report = prove(&w, "one", true);
    assert_int_equal(has_problem(report, "E-PROMISE-BROKEN"), breaks);
    assert_int_equal(has_problem(report, "W-OVERRIDE-IDLE"), !larger && !smaller);
    /* what its mode says holds by construction */
    assert_false((w.one.how == RESTRICT && larger) || (w.one.how == EXTEND && smaller));
    broken += breaks;
    idle += !larger && !smaller;
    polku_report_free(report);
    plugin_folder_remove(&w.folder);
  }
  assert_true(broken > 5 && broken < ROUNDS - 5 && idle > 0); /* the lots try both */
}

static void two_regions_conflict_where_some_value_tells_them_apart(void **state) {
  (void)state;
  int conflicts = 0, settled = 0;
  for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
    pk_stream dice;
    pk_stream_start(&dice, seed, 1);
    world w = lot_world(&dice);
    if (seed % 4 == 0) /* two that say the same do not conflict */
      w.two = w.one;
    write_world(&w, "any");
    bool differ = false, below = false;
    for (int x = 0; x < X; x++)
      for (int y = 0; y < Y; y++) {
        long long base = given(&w.base, x, y);
        long long a = over(base, &w.one, x, y), b = over(base, &w.two, x, y);
        below = below || a != b;
        differ = differ || over(a, &w.last, x, y) != over(b, &w.last, x, y);
      }
    polku_report *report = prove(&w, "last", false);
    assert_int_equal(has_problem(report, "E-PLUGIN-CONFLICT"), differ);
    conflicts += differ;
    settled += below && !differ;
    polku_report_free(report);
    plugin_folder_remove(&w.folder);
  }
  assert_true(conflicts > 5 && settled > 0);
}

/* --- who may enter, by clocks of one history */

enum { KEEP = 6, LEAVES_MAX = 3 };

typedef enum { LAST_SIX, LAST_THREE, RUN, PLACE, SORTS } sort;
static const char *const variables[] = {"last_six", "last_three", "run", "place"};

/* "last_six at least 4", or with `most` at most; joined by all or any. */
typedef struct lot_tree {
  mode how;
  bool any;
  int count;
  struct lot_leaf {
    sort reads;
    bool most;
    int bound;
  } leaves[LEAVES_MAX];
} lot_tree;

static lot_tree lot_of_leaves(pk_stream *dice) {
  static const int largest[] = {6, 3, 6, 3};
  lot_tree tree = {.how = (mode)between(dice, 0, MODES - 1),
                   .any = between(dice, 0, 1),
                   .count = between(dice, 1, LEAVES_MAX)};
  for (int i = 0; i < tree.count; i++) {
    sort reads = (sort)between(dice, 0, SORTS - 1);
    tree.leaves[i] =
        (struct lot_leaf){reads, between(dice, 0, 1), between(dice, 0, largest[reads])};
  }
  return tree;
}

static void write_tree(pk_text *out, const lot_tree *tree) {
  pk_text_addf(out, "from = 'always', ref = 'x', %s = {\n", tree->any ? "any" : "all");
  for (int i = 0; i < tree->count; i++)
    pk_text_addf(out,
                 "  { id = 'l%d', reads = { '%s' }, test = function(c) return c.%s %s %d end },\n",
                 i, variables[tree->leaves[i].reads], variables[tree->leaves[i].reads],
                 tree->leaves[i].most ? "<=" : ">=", tree->leaves[i].bound);
  pk_text_add(out, "} }\n");
}

static bool holds(const lot_tree *tree, const int values[SORTS]) {
  for (int i = 0; i < tree->count; i++) {
    const struct lot_leaf *leaf = &tree->leaves[i];
    int value = values[leaf->reads];
    if ((leaf->most ? value <= leaf->bound : value >= leaf->bound) == tree->any)
      return tree->any;
  }
  return !tree->any;
}

/* What the clocks show of a history: bit 0 is the latest step. */
static void read_clocks(int history, int values[SORTS]) {
  for (int i = 0; i < SORTS; i++)
    values[i] = 0;
  for (int i = 0; i < KEEP; i++) {
    values[LAST_SIX] += history >> i & 1;
    values[LAST_THREE] += i < 3 && (history >> i & 1);
    values[RUN] += values[RUN] == i && (history >> i & 1);
  }
}

static void write_land(world *w, const lot_tree *base, const lot_tree *town, const char *grant) {
  pk_text out = PK_TEXT_EMPTY;
  pk_text_addf(&out,
               "polku.kind 'k' {} polku.kind 'idle' {}\n"
               "polku.attribute 'place' { int = { 0, 3 }, of = 'stage' }\n"
               "polku.history 'h' { keep = %d, runs_in = { 'idle' } }\n"
               "polku.clock 'last_six' { of = 'h', last = 6 }\n"
               "polku.clock 'last_three' { of = 'h', last = 3 }\n"
               "polku.clock 'run' { of = 'h', run = true }\n"
               "polku.allow 'k' { delegate = { region = '%s' }, ",
               KEEP, grant);
  write_tree(&out, base);
  assert_false(out.failed);
  plugin_folder_new(&w->folder);
  plugin_state(&w->folder, "land", NULL, out.data);
  pk_text_free(&out);
  pk_text_addf(&out, "polku.override.allow 'k' { mode = '%s', ", mode_names[town->how]);
  write_tree(&out, town);
  assert_false(out.failed);
  plugin_below(&w->folder, "one", "region", "land = '>=1'", NULL, out.data);
  pk_text_free(&out);
}

static void only_what_a_history_can_show_breaks_a_promise(void **state) {
  (void)state;
  int broken = 0, idle = 0;
  for (uint64_t seed = 1; seed <= 2 * ROUNDS; seed++) {
    pk_stream dice;
    pk_stream_start(&dice, seed, 3);
    int grant = between(&dice, 0, 3);
    const lot_tree base = lot_of_leaves(&dice), town = lot_of_leaves(&dice);
    world w;
    write_land(&w, &base, &town, grant_names[grant]);
    bool larger = false, smaller = false;
    for (int history = 0; history < 1 << KEEP; history++)
      for (int place = 0; place <= 3; place++) {
        int values[SORTS];
        read_clocks(history, values);
        values[PLACE] = place;
        bool below = holds(&base, values), own = holds(&town, values);
        bool with = town.how == RESTRICT ? below && own : town.how == EXTEND ? below || own : own;
        larger = larger || (with && !below);
        smaller = smaller || (below && !with);
      }
    bool breaks = ((grant & 1) && larger) || ((grant & 2) && smaller);
    polku_report *report = prove(&w, "one", true);
    assert_int_equal(has_problem(report, "E-PROMISE-BROKEN"), breaks);
    assert_int_equal(has_problem(report, "W-OVERRIDE-IDLE"), !larger && !smaller);
    polku_report_free(report);
    report = prove(&w, "one", false); /* what a model hears */
    assert_int_equal(has_problem(report, "E-PROMISE-BROKEN"), breaks);
    polku_report_free(report);
    broken += breaks;
    idle += !larger && !smaller;
    plugin_folder_remove(&w.folder);
  }
  assert_true(broken > 10 && broken < 2 * ROUNDS - 10 && idle > 0);
}

/* The law of a region answers as its mode says, for every value. */
static void composed_answers_are_what_the_modes_mean(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
    pk_stream dice;
    pk_stream_start(&dice, seed, 2);
    world w = lot_world(&dice);
    write_world(&w, "any");
    pk_shelf shelf;
    polku_report *report = polku_report_new();
    assert_true(pk_shelf_open(&shelf, w.folder.path, "one", report));
    const pk_subject subject = {pk_shelf_law(&shelf, 0, -1), {.form = PK_LIMIT, .kind = "k"}};
    int *raw = calloc((size_t)shelf.book->variables.count, sizeof *raw);
    assert_non_null(subject.law);
    assert_non_null(raw);
    for (int x = 0; x < X; x++)
      for (int y = 0; y < Y; y++) {
        raw[pk_book_variable(shelf.book, "x")] = x;
        raw[pk_book_variable(shelf.book, "y")] = y;
        assert_int_equal(pk_subject_answer(&subject, raw),
                         over(given(&w.base, x, y), &w.one, x, y));
      }
    free(raw);
    pk_shelf_close(&shelf);
    polku_report_free(report);
    plugin_folder_remove(&w.folder);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(promises_hold_where_they_hold_for_every_value),
      cmocka_unit_test(two_regions_conflict_where_some_value_tells_them_apart),
      cmocka_unit_test(only_what_a_history_can_show_breaks_a_promise),
      cmocka_unit_test(composed_answers_are_what_the_modes_mean),
  };
  return RUN(tests);
}
