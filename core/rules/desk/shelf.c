/* Opening plugins without a model. */
#include "rules/desk/shelf.h"

#include "base/ids.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static bool start(pk_shelf *shelf, polku_report *report) {
  *shelf = (pk_shelf){.arena = pk_arena_new(), .report = report};
  shelf->book = shelf->arena ? pk_book_new(shelf->arena, report) : NULL;
  shelf->tables.arena = shelf->arena;
  if (!shelf->book)
    pk_report_memory(report);
  return shelf->book != NULL;
}

bool pk_shelf_find(pk_shelf *shelf, const char *folders, polku_report *report) {
  return start(shelf, report) && pk_book_find(shelf->book, folders);
}

/* The only plugin of level "state". */
static const char *state_plugin(const pk_shelf *shelf) {
  const char *id = NULL;
  for (int i = 0; i < shelf->book->found.count; i++) {
    const pk_plugin *plugin = *PK_AT(shelf->book->found, pk_plugin *, i);
    if (plugin->level != PK_LEVEL_STATE)
      continue;
    if (id) {
      pk_report_add(shelf->report, NULL, "E-PLUGIN-WHICH", "a", id, "b", plugin->id, NULL);
      return NULL;
    }
    id = plugin->id;
  }
  if (!id)
    pk_report_add(shelf->report, NULL, "E-PLUGIN-WHICH", "a", "–", "b", "–", NULL);
  return id;
}

bool pk_shelf_open(pk_shelf *shelf, const char *folders, const char *plugin, polku_report *report) {
  if (!start(shelf, report))
    return false;
  size_t errors = polku_report_count(report, POLKU_ERROR);
  const char *id = plugin;
  if (plugin && strchr(plugin, '/'))
    id = pk_book_folder(shelf->book, folders, plugin);
  else if (!plugin)
    id = pk_book_find(shelf->book, folders) ? state_plugin(shelf) : NULL;
  if (id)
    shelf->plugin = pk_book_region(shelf->book, folders, id, NULL);
  return shelf->plugin && polku_report_count(report, POLKU_ERROR) == errors;
}

/* Plugins as they were found: what is read of them later belongs to one shelf alone. */
static bool copy_found(pk_shelf *shelf, const pk_shelf *from) {
  for (int i = 0; i < from->book->found.count; i++) {
    pk_plugin *copy = PK_NEW(shelf->arena, pk_plugin);
    pk_plugin **slot = pk_push(shelf->arena, &shelf->book->found, sizeof *slot);
    if (!copy || !slot) {
      pk_report_memory(shelf->report);
      return false;
    }
    *copy = **PK_AT(from->book->found, pk_plugin *, i);
    *slot = copy;
  }
  shelf->book->searched = true;
  return true;
}

bool pk_shelf_within(pk_shelf *shelf, const pk_shelf *from, const char *id, polku_report *report) {
  if (!start(shelf, report) || !copy_found(shelf, from))
    return false;
  size_t errors = polku_report_count(report, POLKU_ERROR);
  shelf->plugin = pk_book_region(shelf->book, NULL, id, NULL);
  return shelf->plugin && polku_report_count(report, POLKU_ERROR) == errors;
}

void pk_shelf_close(pk_shelf *shelf) {
  pk_arena_free(shelf->arena);
  *shelf = (pk_shelf){0};
}

typedef struct made_law {
  pk_date date;
  int kind;
  const pk_law *law;
} made_law;

static const pk_law *make_law(pk_shelf *shelf, pk_date date, int kind) {
  size_t count = (size_t)shelf->book->kinds.count;
  bool *kinds = PK_NEW_ARRAY(shelf->arena, bool, count);
  if (!kinds) {
    pk_report_memory(shelf->report);
    return NULL;
  }
  if (kind >= 0)
    kinds[kind] = true;
  const pk_law_wanted wanted = {.book = shelf->book,
                                .region = shelf->plugin,
                                .date = date,
                                .kinds = kind < 0 ? NULL : kinds,
                                .tables = &shelf->tables};
  return pk_law_new(shelf->arena, &wanted);
}

const pk_law *pk_shelf_law(pk_shelf *shelf, pk_date date, int kind) {
  pk_work(shelf->book, (size_t)shelf->laws.count);
  for (int i = 0; i < shelf->laws.count; i++) {
    const made_law *known = PK_AT(shelf->laws, made_law, i);
    if (known->date == date && known->kind == kind)
      return known->law;
  }
  const pk_law *law = make_law(shelf, date, kind);
  made_law *slot = law ? pk_push(shelf->arena, &shelf->laws, sizeof *slot) : NULL;
  if (slot)
    *slot = (made_law){date, kind, law};
  else if (law)
    pk_report_memory(shelf->report);
  return slot ? law : NULL;
}

/* --- rules by name */

/* The rule that was probably meant, or the kind. */
static const char *nearest(const pk_shelf *shelf, const char *rule, const pk_list *all) {
  size_t count = (size_t)(all->count + shelf->book->kinds.count);
  const char **names = PK_NEW_ARRAY(shelf->arena, const char *, count);
  if (!names)
    return NULL;
  size_t n = 0;
  for (int i = 0; i < all->count; i++) {
    const char *text = pk_rule_key_text(shelf->arena, PK_AT(*all, pk_rule_key, i));
    if (text)
      names[n++] = text;
  }
  for (int i = 0; i < shelf->book->kinds.count; i++)
    names[n++] = PK_AT(shelf->book->kinds, pk_stage_kind, i)->kind.id;
  return pk_nearest(rule, names, n);
}

static pk_list refuse(const pk_shelf *shelf, const char *rule, const pk_list *all) {
  pk_report_add(shelf->report, NULL, "E-RULE-UNKNOWN", "rule", rule, "plugin", shelf->plugin->id,
                "suggestion", nearest(shelf, rule, all), NULL);
  return (pk_list){0};
}

pk_list pk_shelf_rules(pk_shelf *shelf, const char *rule) {
  pk_list all = pk_rule_keys(shelf->arena, shelf->book, shelf->plugin, -1), one = {0};
  if (!rule)
    return all;
  int kind = pk_book_kind(shelf->book, rule);
  if (kind >= 0)
    one = pk_rule_keys(shelf->arena, shelf->book, shelf->plugin, kind);
  pk_rule_key key;
  if (kind >= 0 || !pk_rule_key_read(shelf->arena, rule, &key))
    return one.count ? one : refuse(shelf, rule, &all);
  for (int i = 0; i < all.count; i++) {
    if (!pk_rule_key_same(PK_AT(all, pk_rule_key, i), &key))
      continue;
    pk_rule_key *slot = pk_push(shelf->arena, &one, sizeof *slot);
    if (!slot)
      pk_report_memory(shelf->report);
    else
      *slot = *PK_AT(all, pk_rule_key, i);
    return one;
  }
  return refuse(shelf, rule, &all);
}
