/* Which plugins there are: one line each, from their manifests; how many rules and numbers each has
 * is counted by reading it. A plugin that is broken is a problem and hides no other. */
#include "rules/desk/shelf.h"

#include "base/grid.h"
#include "base/json.h"
#include "base/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80 };

/* What a list says of one plugin; −1 where it cannot be read. */
typedef struct listed {
  const pk_plugin *plugin;
  int rules, params;
} listed;

typedef struct listing {
  const listed *at;
  int count;
  polku_lang lang;
} listing;

/* What is wrong within a plugin is told when it is checked; only lack of memory is told here. */
static void count_within(listed *one, const pk_shelf *from, polku_report *report) {
  polku_report *own = polku_report_new();
  pk_shelf shelf = {0};
  if (own)
    pk_shelf_within(&shelf, from, one->plugin->id, own);
  if (!own || polku_report_failed(own))
    pk_report_memory(report);
  one->rules = shelf.plugin ? shelf.plugin->rule_count : -1;
  one->params = shelf.plugin ? shelf.plugin->param_count : -1;
  pk_shelf_close(&shelf);
  polku_report_free(own);
}

static const char *level_word(const pk_plugin *plugin) {
  static const char *const words[PK_LEVELS] = {"rules.level.state", "rules.level.region",
                                               "rules.level.municipality"};
  return words[plugin->level];
}

static const char *level_id(const pk_plugin *plugin) {
  static const char *const ids[PK_LEVELS] = {"state", "region", "municipality"};
  return ids[plugin->level];
}

/* "finland, lapland"; with ranges "finland >=1.0 <2". */
static void add_extends(pk_text *out, const pk_plugin *plugin, bool ranges) {
  for (int i = 0; i < plugin->extend_count; i++) {
    const pk_extends *extends = &plugin->extends[i];
    pk_text_addf(out, "%s%s%s%s", i ? ", " : "", extends->id, ranges ? " " : "",
                 ranges ? extends->range : "");
  }
}

static void add_cell(pk_grid *grid, pk_text *cell) {
  char *text = pk_text_take(cell);
  pk_grid_add(grid, text ? text : "");
  grid->cells.failed = grid->cells.failed || !text;
  free(text);
}

static void add_count(pk_grid *grid, int count, const char *unknown) {
  if (count < 0)
    pk_grid_add(grid, unknown);
  else
    pk_grid_add_number(grid, count);
}

/* --- for a terminal: a plugin stands under what it extends */

static bool is_parent(const pk_plugin *plugin, const char *id) {
  return plugin->extend_count > 0 && strcmp(plugin->extends[0].id, id) == 0;
}

/* Whether what a plugin extends first is in the list too, on a level above. */
static bool has_parent(const listing *l, const pk_plugin *plugin) {
  for (int i = 0; i < l->count; i++)
    if (is_parent(plugin, l->at[i].plugin->id) && l->at[i].plugin->level < plugin->level)
      return true;
  return false;
}

static void add_row(pk_grid *grid, const listed *one, int depth, polku_lang lang) {
  const pk_plugin *plugin = one->plugin;
  pk_text cell = PK_TEXT_EMPTY;
  pk_text_addf(&cell, "%*s%s", 2 * depth, "", plugin->id);
  add_cell(grid, &cell);
  pk_grid_add(grid, pk_name_text(&plugin->title, lang, plugin->id));
  pk_grid_add(grid, plugin->version);
  if (plugin->checked)
    pk_word_add(&cell, lang, "rules.list.date", "date", plugin->checked, NULL);
  else
    pk_text_add(&cell, "–");
  add_cell(grid, &cell);
  add_count(grid, one->rules, "–");
  add_count(grid, one->params, "–");
}

/* A plugin and those that extend it first. Levels rise, so this ends. */
static void add_rows(pk_grid *grid, const listing *l, int i, int depth) {
  const pk_plugin *plugin = l->at[i].plugin;
  add_row(grid, &l->at[i], depth, l->lang);
  for (int k = 0; k < l->count; k++)
    if (is_parent(l->at[k].plugin, plugin->id) && l->at[k].plugin->level > plugin->level)
      add_rows(grid, l, k, depth + 1);
}

/* The folder in which a plugin's folder lies. */
static size_t parent_length(const pk_plugin *plugin) {
  const char *slash = strrchr(plugin->folder, '/');
  return slash ? (size_t)(slash - plugin->folder) : 0;
}

static bool same_parent(const pk_plugin *a, const pk_plugin *b) {
  size_t n = parent_length(a);
  return n == parent_length(b) && strncmp(a->folder, b->folder, n) == 0;
}

/* Plugins of one folder follow each other: its name is said after the last. */
static void add_folder(pk_text *out, const listing *l, int i) {
  const pk_plugin *plugin = l->at[i].plugin;
  if (i + 1 < l->count && same_parent(plugin, l->at[i + 1].plugin))
    return;
  pk_text folder = PK_TEXT_EMPTY;
  pk_text_add_bytes(&folder, plugin->folder, parent_length(plugin));
  char *text = pk_text_take(&folder);
  if (text)
    pk_word_add(out, l->lang, "rules.list.folder", "folder", text, NULL);
  out->failed = out->failed || !text;
  pk_text_add_char(out, '\n');
  free(text);
}

static void write_text(pk_text *out, const listing *l) {
  static const char *const head[] = {"rules.list.id",      "rules.list.title", "rules.list.version",
                                     "rules.list.checked", "rules.list.rules", "rules.list.params"};
  if (l->count == 0) {
    pk_text_addf(out, "%s\n", pk_word(l->lang, "rules.list.none"));
    return;
  }
  pk_grid grid = pk_grid_new(sizeof head / sizeof *head);
  for (int i = 0; i < grid.columns; i++)
    pk_grid_add(&grid, pk_word(l->lang, head[i]));
  for (int i = 0; i < l->count; i++)
    if (!has_parent(l, l->at[i].plugin))
      add_rows(&grid, l, i, 0);
  pk_grid_text(&grid, WIDTH, out);
  pk_grid_free(&grid);
  pk_text_add(out, "\n");
  for (int i = 0; i < l->count; i++)
    add_folder(out, l, i);
}

/* --- for a page, a spreadsheet, a program */

static void write_table(pk_text *out, const listing *l, polku_shape shape) {
  static const char *const head[] = {"rules.list.id",    "rules.list.version", "rules.list.title",
                                     "rules.list.level", "rules.list.extends", "rules.list.checked",
                                     "rules.list.rules", "rules.list.params",  "rules.list.where"};
  static const char *const names[] = {"id",      "version", "title",      "level", "extends",
                                      "checked", "rules",   "parameters", "folder"};
  bool csv = shape == POLKU_AS_CSV; /* the same in every language, but for titles */
  pk_grid grid = pk_grid_new(9);
  for (int i = 0; i < grid.columns; i++)
    pk_grid_add(&grid, csv ? names[i] : pk_word(l->lang, head[i]));
  for (int i = 0; i < l->count; i++) {
    const pk_plugin *plugin = l->at[i].plugin;
    pk_text extends = PK_TEXT_EMPTY;
    pk_grid_add(&grid, plugin->id);
    pk_grid_add(&grid, plugin->version);
    pk_grid_add(&grid, pk_name_text(&plugin->title, l->lang, plugin->id));
    pk_grid_add(&grid, csv ? level_id(plugin) : pk_word(l->lang, level_word(plugin)));
    add_extends(&extends, plugin, true);
    add_cell(&grid, &extends);
    pk_grid_add(&grid, plugin->checked ? plugin->checked : "");
    add_count(&grid, l->at[i].rules, csv ? "" : "–");
    add_count(&grid, l->at[i].params, csv ? "" : "–");
    pk_grid_add(&grid, plugin->folder);
  }
  (csv ? pk_grid_csv : pk_grid_markdown)(&grid, out);
  pk_grid_free(&grid);
}

static void count_field(pk_json *json, const char *key, int count) {
  pk_json_key(json, key);
  if (count < 0)
    pk_json_null(json);
  else
    pk_json_integer(json, count);
}

static void write_json(pk_text *out, const listing *l) {
  pk_json json = pk_json_start(out, 2);
  pk_json_object(&json);
  pk_json_field(&json, "format", "polku-plugin-list/1");
  pk_json_key(&json, "plugins");
  pk_json_array(&json);
  for (int i = 0; i < l->count; i++) {
    const pk_plugin *plugin = l->at[i].plugin;
    pk_json_object(&json);
    pk_json_field(&json, "id", plugin->id);
    pk_json_field(&json, "version", plugin->version);
    pk_json_field(&json, "title", pk_name_text(&plugin->title, l->lang, plugin->id));
    pk_json_field(&json, "level", level_id(plugin));
    pk_json_key(&json, "extends");
    pk_json_object(&json);
    for (int k = 0; k < plugin->extend_count; k++)
      pk_json_field(&json, plugin->extends[k].id, plugin->extends[k].range);
    pk_json_object_end(&json);
    pk_json_field(&json, "checked", plugin->checked);
    count_field(&json, "rules", l->at[i].rules);
    count_field(&json, "parameters", l->at[i].params);
    pk_json_field(&json, "folder", plugin->folder);
    pk_json_object_end(&json);
  }
  pk_json_array_end(&json);
  pk_json_object_end(&json);
  pk_text_add(out, "\n");
}

char *polku_plugin_list(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                        polku_report *report) {
  if (!question)
    return NULL;
  pk_shelf shelf;
  char *text = NULL;
  pk_text out = PK_TEXT_EMPTY;
  pk_shelf_find(&shelf, question->folders, report);
  int count = shelf.book ? shelf.book->found.count : 0;
  listed *found = shelf.book ? PK_NEW_ARRAY(shelf.arena, listed, (size_t)count) : NULL;
  if (!found) {
    pk_report_memory(report);
    goto done;
  }
  for (int i = 0; i < count; i++) {
    found[i].plugin = *PK_AT(shelf.book->found, pk_plugin *, i);
    count_within(&found[i], &shelf, report);
  }
  const listing l = {found, count, lang};
  if (shape == POLKU_AS_TEXT)
    write_text(&out, &l);
  else if (shape == POLKU_AS_JSON)
    write_json(&out, &l);
  else
    write_table(&out, &l, shape);
  text = pk_text_take(&out);
  if (!text)
    pk_report_memory(report);
done:
  pk_shelf_close(&shelf);
  return polku_report_failed(report) ? (free(text), NULL) : text;
}
