/* The days on which what plugins say changes, and the intervals between them. */
#include "rules/segments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct finder {
  pk_arena *arena;
  const pk_book *book;
  const pk_plugin *region;
  pk_list days; /* pk_date: something begins */
  bool failed;
} finder;

static void add_day(finder *f, pk_date day) {
  if (!pk_work(f->book, 4 * sizeof day))
    return;
  pk_date *slot = pk_push(f->arena, &f->days, sizeof *slot);
  if (slot)
    *slot = day;
  else
    f->failed = true;
}

static void add_span(finder *f, pk_date from, pk_date until) {
  if (from != PK_DATE_FIRST)
    add_day(f, from);
  if (until != PK_DATE_LAST)
    add_day(f, until + 1);
}

/* A parameter may have values in several plugins, one over the other. */
static void add_param(finder *f, const char *id) {
  for (int i = 0; i < f->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(f->book->plugins, pk_plugin *, i);
    if (!pk_plugin_extends(f->book, f->region, plugin))
      continue;
    for (int k = 0; k < plugin->param_count; k++)
      for (int v = 0; strcmp(plugin->params[k].id, id) == 0 && v < plugin->params[k].value_count;
           v++)
        add_span(f, plugin->params[k].values[v].from, plugin->params[k].values[v].until);
  }
}

static void add_leaf(finder *f, const pk_leaf *leaf) {
  for (int i = 0; i < leaf->param_count; i++)
    add_param(f, leaf->params[i]);
}

static void add_tree(finder *f, const pk_tree *node) {
  if (node->join == PK_TEST)
    add_leaf(f, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    add_tree(f, node->children[i]);
}

static void add_version(finder *f, const pk_version *version) {
  add_span(f, version->from, version->until);
  if (version->tree)
    add_tree(f, version->tree);
  for (int i = 0; i < version->case_count; i++) {
    if (version->cases[i].when)
      add_leaf(f, version->cases[i].when);
    if (version->cases[i].computed)
      add_leaf(f, version->cases[i].computed);
    if (version->cases[i].param)
      add_param(f, version->cases[i].param);
  }
}

static void add_plugin(finder *f, const pk_plugin *plugin, int kind) {
  for (int i = 0; i < plugin->rule_count; i++) {
    const pk_rule *rule = &plugin->rules[i];
    if (kind >= 0 && pk_book_kind(f->book, rule->kind) != kind)
      continue;
    for (int v = 0; v < rule->version_count; v++)
      add_version(f, &rule->versions[v]);
  }
}

static int by_day(const void *a, const void *b) {
  pk_date x = *(const pk_date *)a, y = *(const pk_date *)b;
  return (x > y) - (x < y);
}

static void find_days(finder *f, int kind) {
  for (int i = 0; i < f->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(f->book->plugins, pk_plugin *, i);
    if (pk_plugin_extends(f->book, f->region, plugin))
      add_plugin(f, plugin, kind);
  }
  for (int i = 0; kind < 0 && i < f->book->memories.count; i++) {
    const pk_memory *memory = PK_AT(f->book->memories, pk_memory, i);
    if (memory->resets_when && pk_plugin_extends(f->book, f->region, memory->plugin))
      add_leaf(f, memory->resets_when);
  }
  if (f->days.count)
    qsort(f->days.items, (size_t)f->days.count, sizeof(pk_date), by_day);
}

pk_segments pk_segments_of(pk_arena *arena, const pk_book *book, const pk_plugin *region,
                           int kind) {
  finder f = {.arena = arena, .book = book, .region = region};
  find_days(&f, kind);
  pk_segment *at = PK_NEW_ARRAY(arena, pk_segment, (size_t)f.days.count + 1);
  if (!at || f.failed) {
    pk_report_memory(book->report);
    return (pk_segments){0, NULL};
  }
  int count = 0;
  pk_date first = PK_DATE_FIRST;
  for (int i = 0; i < f.days.count; i++) {
    pk_date day = *PK_AT(f.days, pk_date, i);
    if (day == first)
      continue;
    at[count++] = (pk_segment){first, day - 1};
    first = day;
  }
  at[count++] = (pk_segment){first, PK_DATE_LAST};
  return (pk_segments){count, at};
}

pk_date pk_segment_day(const pk_segment *segment) {
  if (segment->first != PK_DATE_FIRST)
    return segment->first;
  if (segment->last != PK_DATE_LAST)
    return segment->last;
  pk_date day = 0;
  pk_date_read("2000-01-01", &day);
  return day;
}

const char *pk_segment_text(char *buffer, const pk_segment *segment) {
  char first[11] = "", last[11] = "";
  if (segment->first != PK_DATE_FIRST)
    pk_date_text(first, segment->first);
  if (segment->last != PK_DATE_LAST)
    pk_date_text(last, segment->last);
  snprintf(buffer, 32, "%s%s–%s%s", first, *first ? " " : "", *last ? " " : "", last);
  return buffer;
}
