/* models/README.md says what every key of the format means, with an example, and every example
 * holds: laid over the model in twenty lines it gives a model without errors. Whoever adds a key
 * adds its paragraph and its example, or fails here. */
#include "polku.h"
#include "support/check.h"
#include "support/files.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

static char *manual;
static json_t *schema;

static int load(void **state) {
  (void)state;
  manual = read_whole_file(POLKU_SOURCE_DIR "/models/README.md", NULL);
  schema =
      json_load_file(POLKU_SOURCE_DIR "/models/polku.schema.json", JSON_REJECT_DUPLICATES, NULL);
  return manual && schema ? 0 : -1;
}

static int unload(void **state) {
  (void)state;
  free(manual);
  json_decref(schema);
  return 0;
}

/* --- parts of the manual */

typedef struct {
  const char *begin, *end;
} span;

/* From a heading to the next of its rank or above. */
static span section(const char *heading) {
  const char *begin = strstr(manual, heading);
  if (!begin)
    fail_msg("models/README.md has no \"%s\"", heading);
  const char *end = strstr(begin + 1, "\n## ");
  const char *next = strncmp(heading, "\n### ", 5) == 0 ? strstr(begin + 1, "\n### ") : NULL;
  if (next && (!end || next < end))
    end = next;
  return (span){begin, end ? end : begin + strlen(begin)};
}

static bool contains(span part, const char *text) {
  const char *found = strstr(part.begin, text);
  return found && found < part.end;
}

/* The next block of JSON in a part, which then begins behind it. */
static bool next_block(span *part, span *block) {
  static const char fence[] = "```json\n";
  const char *begin = strstr(part->begin, fence);
  if (!begin || begin >= part->end)
    return false;
  block->begin = begin + strlen(fence);
  block->end = strstr(block->begin, "\n```");
  assert_non_null(block->end);
  part->begin = block->end + 1;
  return true;
}

static char *copy_of(const char *before, span text, const char *after) {
  size_t length = strlen(before) + (size_t)(text.end - text.begin) + strlen(after) + 1;
  char *copy = malloc(length);
  assert_non_null(copy);
  snprintf(copy, length, "%s%.*s%s", before, (int)(text.end - text.begin), text.begin, after);
  return copy;
}

/* --- examples */

static polku_model *twenty_lines(polku_report *report) {
  span part = section("\n## A model in twenty lines"), block;
  assert_true(next_block(&part, &block));
  return polku_model_read("twenty-lines.json", block.begin, (size_t)(block.end - block.begin),
                          report);
}

/* No errors, neither in reading nor in what check says. */
static void expect_sound(polku_model *model, polku_report *report, const char *example) {
  polku_rules *rules = model ? polku_rules_load(model, FOLDERS, report) : NULL;
  if (rules)
    polku_check(model, rules, report);
  if (!rules || polku_report_count(report, POLKU_ERROR)) {
    char *text = polku_report_text(report, POLKU_EN, false);
    fail_msg("an example of models/README.md does not hold:\n%s\n\n%s", example, text);
  }
  polku_rules_free(rules);
  polku_model_free(model);
}

static void try_patch(const char *patch) {
  polku_report *report = polku_report_new();
  polku_model *base = twenty_lines(report);
  assert_non_null(base);
  expect_sound(polku_model_patch(base, patch, report), report, patch);
  polku_model_free(base);
  polku_report_free(report);
}

static void try_whole(const char *text) {
  polku_report *report = polku_report_new();
  expect_sound(polku_model_read("example.json", text, strlen(text), report), report, text);
  polku_report_free(report);
}

static int try_blocks(const char *heading) {
  span part = section(heading), block;
  int count = 0;
  for (; next_block(&part, &block); count++) {
    bool whole = *block.begin == '{';
    char *text = copy_of(whole ? "" : "{", block, whole ? "" : "}");
    whole ? try_whole(text) : try_patch(text);
    free(text);
  }
  return count;
}

static void every_example_gives_a_model_without_errors(void **state) {
  (void)state;
  assert_int_equal(try_blocks("\n## A model in twenty lines"), 1);
  assert_in_range(try_blocks("\n## How to gather the numbers in a workshop"), 2, 100);
  assert_in_range(try_blocks("\n## The format, field by field"), 15, 100);
}

/* The last cells of a section's tables that hold JSON, each put in the place that `before` and
 * `after` leave open. */
static int try_cells(const char *heading, const char *before, const char *after) {
  span part = section(heading);
  int count = 0;
  for (const char *at = part.begin; (at = strstr(at, "| `{")) && at < part.end; count++) {
    span cell = {at + 3, strstr(at + 3, "` |")};
    assert_non_null(cell.end);
    char *patch = copy_of(before, cell, after);
    try_patch(patch);
    free(patch);
    at = cell.end;
  }
  return count;
}

static void every_family_in_a_table_gives_a_model_without_errors(void **state) {
  (void)state;
  assert_int_equal(
      try_cells("\n### Durations",
                "{\"sources\":{\"s\":{}},\"stages\":{\"subsidy\":{\"duration\":", "}}}"),
      10);
  assert_int_equal(
      try_cells("\n### Numbers",
                "{\"groups\":{\"all\":{\"size\":{\"value\":40,\"distribution\":", "}}}}"),
      6);
}

/* --- keys */

/* Where the manual tells of a part of the schema. */
static const struct {
  const char *part, *heading;
} places[] = {
    {"model", "\n### The model"},
    {"order", "\n### The model"},
    {"text", "\n### Texts"},
    {"number", "\n### Numbers"},
    {"evidence", "\n### Numbers"},
    {"prior", "\n### Numbers"},
    {"prior_beta", "\n### Numbers"},
    {"prior_gamma", "\n### Numbers"},
    {"prior_normal", "\n### Numbers"},
    {"prior_lognormal", "\n### Numbers"},
    {"prior_triangular", "\n### Numbers"},
    {"prior_uniform", "\n### Numbers"},
    {"source", "\n### `sources`"},
    {"account", "\n### `accounts`"},
    {"budget", "\n### `accounts`"},
    {"actor", "\n### `actors`"},
    {"stage", "\n### `stages`"},
    {"standing", "\n### `stages`"},
    {"amount", "\n### `stages`"},
    {"distribution", "\n### Durations"},
    {"fixed", "\n### Numbers"},
    {"uniform", "\n### Durations"},
    {"mean", "\n### Durations"},
    {"scaled", "\n### Durations"},
    {"lognormal", "\n### Durations"},
    {"places_per", "\n### Places"},
    {"queue", "\n### Places"},
    {"transition", "\n### `transitions`"},
    {"referral", "\n### `transitions`"},
    {"link", "\n### `transitions`"},
    {"support", "\n### `supports`"},
    {"effect", "\n### `supports`"},
    {"group", "\n### `groups`"},
    {"history", "\n### `groups`"},
    {"arrivals", "\n### `groups`"},
    {"initial", "\n### `groups`"},
    {"gap", "\n### `gaps`"},
    {"note", "\n### `gaps`"},
    {"path", "\n### `gaps`"},
    {"target", "\n### `targets`"},
    {"observed", "\n### `targets`"},
    {"scenario", "\n### `scenarios`"},
};
enum { PLACE_COUNT = sizeof places / sizeof *places };

static const char *heading_of(const char *part) {
  for (int i = 0; i < PLACE_COUNT; i++)
    if (strcmp(places[i].part, part) == 0)
      return places[i].heading;
  fail_msg("no section of models/README.md is named for $defs/%s", part);
  return NULL;
}

typedef void visit_key(const char *part, const char *key);

/* A family of distributions is the one key that its variant requires. */
static void visit_families(const char *part, const json_t *def, visit_key *visit) {
  const json_t *variants = json_object_get(def, "anyOf");
  for (size_t i = 0; i < json_array_size(variants); i++) {
    const json_t *needed = json_object_get(json_array_get(variants, i), "required");
    if (json_array_size(needed) == 1)
      visit(part, json_string_value(json_array_get(needed, 0)));
  }
}

static int visit_keys(visit_key *visit) {
  const char *part, *key;
  json_t *def, *property;
  int count = 0;
  json_object_foreach(json_object_get(schema, "$defs"), part, def) {
    json_object_foreach(json_object_get(def, "properties"), key, property) {
      visit(part, key);
      count++;
    }
    if (strcmp(part, "distribution") == 0 || strcmp(part, "prior") == 0)
      visit_families(part, def, visit);
  }
  return count;
}

static void expect_paragraph(const char *part, const char *key) {
  char word[80];
  snprintf(word, sizeof word, "`%s`", key);
  if (!contains(section(heading_of(part)), word))
    fail_msg("models/README.md does not say what %s of $defs/%s means (section%s)", word, part,
             heading_of(part));
}

static void every_key_has_its_paragraph(void **state) {
  (void)state;
  assert_in_range(visit_keys(expect_paragraph), 100, 1000);
}

/* Only in examples, which are what stands in blocks and in cells of tables, a key has quotes and a
 * colon. Tables of the model and their order are shown where they are told of. */
static void expect_example(const char *part, const char *key) {
  bool anywhere = strcmp(part, "model") == 0 || strcmp(part, "order") == 0;
  char word[80];
  snprintf(word, sizeof word, "\"%s\":", key);
  span whole = {section("\n## A model in twenty lines").begin,
                section("\n## The format, field by field").end};
  if (!contains(anywhere ? whole : section(heading_of(part)), word))
    fail_msg("models/README.md has no example of `%s` of $defs/%s (section%s)", key, part,
             heading_of(part));
}

static void every_key_has_an_example(void **state) {
  (void)state;
  visit_keys(expect_example);
}

/* --- words of the rules */

/* Every kind, role and attribute that the national rules declare, as they write it there. */
static int expect_words(const char *rules, const char *form) {
  span told = section("\n### The words of the Finnish rules");
  int count = 0;
  for (const char *at = rules; (at = strstr(at, form)); count++) {
    at += strlen(form);
    char word[80];
    snprintf(word, sizeof word, "`%.*s`", (int)strcspn(at, "\""), at);
    if (!contains(told, word))
      fail_msg("models/README.md does not name the word %s of plugins/finland", word);
  }
  return count;
}

static void every_word_that_models_may_use_is_named(void **state) {
  (void)state;
  char *rules = read_whole_file(POLKU_SOURCE_DIR "/plugins/finland/rules.lua", NULL);
  assert_non_null(rules);
  assert_in_range(expect_words(rules, "\nkind(\""), 14, 100);
  assert_in_range(expect_words(rules, "\nrole(\""), 17, 100);
  assert_in_range(expect_words(rules, "polku.attribute \""), 12, 100);
  assert_in_range(expect_words(rules, "polku.history \""), 2, 100);
  free(rules);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_example_gives_a_model_without_errors),
      cmocka_unit_test(every_family_in_a_table_gives_a_model_without_errors),
      cmocka_unit_test(every_key_has_its_paragraph),
      cmocka_unit_test(every_key_has_an_example),
      cmocka_unit_test(every_word_that_models_may_use_is_named),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
