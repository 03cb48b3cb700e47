/* Everything that is wrong with plugins, at once: each is read with what it extends, its conditions
 * are tabulated and its promises proved for every interval of dates in which the law is one and the
 * same, and what has to be looked at again is told. */
#include "rules/proof.h"
#include "rules/desk/shelf.h"

#include "base/grid.h"
#include "base/json.h"
#include "base/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80 };

/* What was looked at in one plugin. */
typedef struct looked {
  const char *id;
  bool read; /* false: it could not be read, and the rest is 0 */
  int rules, conditions, intervals;
  size_t rows, combinations;
  size_t errors, warnings; /* that were added meanwhile */
} looked;

typedef struct checker {
  const polku_plugin_question *question;
  polku_report *report;
  pk_arena *arena;
  pk_list all; /* looked */
  bool has_date;
  pk_date date; /* on which numbers are looked at, when asked */
} checker;

/* --- counting what a plugin says itself */

static int conditions_of_tree(const pk_tree *node) {
  int count = node->join == PK_TEST;
  for (int i = 0; i < node->child_count; i++)
    count += conditions_of_tree(node->children[i]);
  return count;
}

static int conditions_of(const pk_rule *rule) {
  int count = 0;
  for (int v = 0; v < rule->version_count; v++) {
    const pk_version *version = &rule->versions[v];
    count += version->tree ? conditions_of_tree(version->tree) : 0;
    for (int i = 0; i < version->case_count; i++)
      count += version->cases[i].when != NULL;
  }
  return count;
}

/* --- looking */

static void look_within(const checker *c, pk_shelf *shelf, looked *one) {
  const pk_plugin *plugin = shelf->plugin;
  pk_proof_wanted wanted = {.book = shelf->book,
                            .region = plugin,
                            .tables = &shelf->tables,
                            .thorough = true,
                            .today = c->has_date ? c->date : PK_DATE_FIRST};
  pk_proof_count count;
  one->read = true;
  one->rules = plugin->rule_count;
  for (int i = 0; i < plugin->rule_count; i++)
    one->conditions += conditions_of(&plugin->rules[i]);
  if (!c->has_date && plugin->checked)
    pk_date_read(plugin->checked, &wanted.today);
  pk_proof(&wanted, c->report, &count);
  one->intervals = count.segments;
  one->combinations = count.combinations;
  one->rows = shelf->tables.rows;
}

static void look_at(checker *c, const char *name) {
  size_t errors = polku_report_count(c->report, POLKU_ERROR);
  size_t warnings = polku_report_count(c->report, POLKU_WARNING);
  pk_shelf shelf;
  looked *one = pk_push(c->arena, &c->all, sizeof *one);
  bool open = pk_shelf_open(&shelf, c->question->folders, name, c->report);
  const char *id = one ? pk_strdup(c->arena, shelf.plugin ? shelf.plugin->id : name) : NULL;
  if (id) {
    one->id = id;
    if (open)
      look_within(c, &shelf, one);
    one->errors = polku_report_count(c->report, POLKU_ERROR) - errors;
    one->warnings = polku_report_count(c->report, POLKU_WARNING) - warnings;
  } else {
    pk_report_memory(c->report);
  }
  pk_shelf_close(&shelf);
}

static void look_at_all(checker *c) {
  pk_shelf shelf;
  pk_shelf_find(&shelf, c->question->folders, c->report);
  for (int i = 0; shelf.book && i < shelf.book->found.count; i++)
    if (!polku_report_failed(c->report))
      look_at(c, (*PK_AT(shelf.book->found, pk_plugin *, i))->id);
  pk_shelf_close(&shelf);
}

/* --- telling */

static void add_number(pk_grid *grid, const looked *one, size_t number, polku_lang lang) {
  pk_text cell = PK_TEXT_EMPTY;
  if (!one->read)
    pk_text_add(&cell, "–");
  else
    pk_number_add(&cell, lang, (double)number, 0);
  char *text = pk_text_take(&cell);
  pk_grid_add(grid, text ? text : "");
  grid->cells.failed = grid->cells.failed || !text;
  free(text);
}

static void add_sum(pk_text *out, const checker *c, polku_lang lang) {
  char errors[24], warnings[24];
  snprintf(errors, sizeof errors, "%zu", polku_report_count(c->report, POLKU_ERROR));
  snprintf(warnings, sizeof warnings, "%zu", polku_report_count(c->report, POLKU_WARNING));
  bool clean = strcmp(errors, "0") == 0 && strcmp(warnings, "0") == 0;
  pk_word_add(out, lang, clean ? "rules.check.clean" : "rules.check.sum", "errors", errors,
              "warnings", warnings, NULL);
  pk_text_add(out, "\n");
}

static bool any_read(const checker *c) {
  for (int i = 0; i < c->all.count; i++)
    if (PK_AT(c->all, looked, i)->read)
      return true;
  return false;
}

static void write_table(pk_text *out, const checker *c, polku_lang lang) {
  static const char *const head[] = {"rules.list.id",          "rules.list.rules",
                                     "rules.check.conditions", "rules.check.intervals",
                                     "rules.check.rows",       "rules.check.combinations",
                                     "rules.check.problems"};
  pk_grid grid = pk_grid_new(sizeof head / sizeof *head);
  for (int i = 0; i < grid.columns; i++)
    pk_grid_add(&grid, pk_word(lang, head[i]));
  for (int i = 0; i < c->all.count; i++) {
    looked *one = PK_AT(c->all, looked, i);
    pk_grid_add(&grid, one->id);
    add_number(&grid, one, (size_t)one->rules, lang);
    add_number(&grid, one, (size_t)one->conditions, lang);
    add_number(&grid, one, (size_t)one->intervals, lang);
    add_number(&grid, one, one->rows, lang);
    add_number(&grid, one, one->combinations, lang);
    pk_grid_add_number(&grid, (long long)(one->errors + one->warnings));
  }
  pk_grid_text(&grid, WIDTH, out);
  pk_grid_free(&grid);
  pk_text_add(out, "\n");
}

static void write_text(pk_text *out, const checker *c, polku_lang lang) {
  if (any_read(c))
    write_table(out, c, lang);
  add_sum(out, c, lang);
}

static void write_json(pk_text *out, const checker *c, polku_lang lang) {
  char *problems = polku_report_json(c->report, lang);
  pk_text_addf(out,
               "{\"format\": \"polku-plugin-check/1\", \"errors\": %zu, \"warnings\": %zu, "
               "\"problems\": %s, \"plugins\": ",
               polku_report_count(c->report, POLKU_ERROR),
               polku_report_count(c->report, POLKU_WARNING), problems ? problems : "null");
  out->failed = out->failed || !problems;
  free(problems);
  pk_json json = pk_json_start(out, 1);
  pk_json_array(&json);
  for (int i = 0; i < c->all.count; i++) {
    looked *one = PK_AT(c->all, looked, i);
    pk_json_object(&json);
    pk_json_field(&json, "id", one->id);
    pk_json_bool_field(&json, "read", one->read);
    pk_json_integer_field(&json, "rules", one->rules);
    pk_json_integer_field(&json, "conditions", one->conditions);
    pk_json_integer_field(&json, "intervals", one->intervals);
    pk_json_integer_field(&json, "rows", (long long)one->rows);
    pk_json_integer_field(&json, "combinations", (long long)one->combinations);
    pk_json_integer_field(&json, "errors", (long long)one->errors);
    pk_json_integer_field(&json, "warnings", (long long)one->warnings);
    pk_json_object_end(&json);
  }
  pk_json_array_end(&json);
  pk_text_add(out, "}\n");
}

static bool read_date(checker *c) {
  const char *date = c->question->date;
  c->has_date = date != NULL;
  if (!date || pk_date_read(date, &c->date))
    return true;
  pk_report_add(c->report, NULL, "E-DATE", "key", "date", "value", date, NULL);
  return false;
}

char *polku_plugin_check(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                         polku_report *report) {
  if (!question)
    return NULL;
  checker c = {.question = question, .report = report, .arena = pk_arena_new()};
  pk_text out = PK_TEXT_EMPTY;
  char *text = NULL;
  if (!c.arena) {
    pk_report_memory(report);
  } else if (read_date(&c)) {
    if (question->plugin)
      look_at(&c, question->plugin);
    else
      look_at_all(&c);
    (shape == POLKU_AS_JSON ? write_json : write_text)(&out, &c, lang);
    text = pk_text_take(&out);
    if (!text)
      pk_report_memory(report);
  }
  pk_arena_free(c.arena);
  if (polku_report_failed(report)) {
    free(text);
    return NULL;
  }
  return text;
}
