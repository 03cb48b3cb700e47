/* Laying two maps over each other: the common grid, and the stages in it. */
#include "draw/compare.h"

#include "base/report.h"
#include "base/words.h"

#include <stdio.h>
#include <string.h>

/* --------------------------------------------------------------------------------- the grid */

static bool any_shared(const pk_compare *c) {
  for (int s = 0; s < c->b->stage_count; s++)
    if (pk_model_find_stage(c->a->model, c->b->model->stages[s].id) >= 0)
      return true;
  return false;
}

/* A row of columns while it grows: the stage of a or, where there is none, of b in each. */
typedef struct grid {
  int count;
  int *a, *b;
} grid;

static void put(grid *g, int at, int a, int b) {
  for (int i = g->count++; i > at; i--) {
    g->a[i] = g->a[i - 1];
    g->b[i] = g->b[i - 1];
  }
  g->a[at] = a;
  g->b[at] = b;
}

static int column_of(const int *stages, int count, int stage) {
  for (int i = 0; i < count; i++)
    if (stages[i] == stage)
      return i;
  return count;
}

/* What only b has stands after its predecessor in b; where b begins with it, at the beginning; and
 * behind all of a where nothing is common to both. */
static void lay(pk_compare *c, grid *g) {
  const pk_model *a = c->a->model, *b = c->b->model;
  for (int s = 0; s < a->stage_count; s++)
    put(g, s, s, -1);
  int after = c->nothing_shared ? g->count - 1 : -1;
  for (int s = 0; s < b->stage_count; s++) {
    int own = pk_model_find_stage(a, b->stages[s].id);
    if (own < 0) {
      put(g, ++after, -1, s);
    } else {
      after = column_of(g->a, g->count, own);
      g->b[after] = s;
    }
  }
}

bool pk_compare_columns(pk_map *map, pk_compare *c) {
  size_t a = (size_t)c->a->stage_count, b = (size_t)c->b->stage_count;
  grid g = {.a = PK_NEW_ARRAY(map->arena, int, a + b), .b = PK_NEW_ARRAY(map->arena, int, a + b)};
  c->column_a = PK_NEW_ARRAY(map->arena, int, a);
  c->column_b = PK_NEW_ARRAY(map->arena, int, b);
  if (!g.a || !g.b || !c->column_a || !c->column_b)
    return false;
  c->nothing_shared = !any_shared(c);
  lay(c, &g);
  for (int i = 0; i < g.count; i++) {
    if (g.a[i] >= 0)
      c->column_a[g.a[i]] = i;
    if (g.b[i] >= 0)
      c->column_b[g.b[i]] = i;
  }
  c->stage_a = g.a;
  c->stage_b = g.b;
  map->stage_count = g.count;
  return true;
}

/* ----------------------------------------------------------------------------------- stages */

static void add_part(pk_map *map, const char **all, const char *part) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, *all);
  pk_text_add(&text, **all && *part ? ", " : "");
  pk_text_add(&text, part);
  *all = pk_map_keep(map, &text);
}

/* A stage that both have, told of both. */
static void join_stage(pk_map *map, const pk_compare *c, pk_stage_text *text,
                       const pk_stage_text *a, const pk_stage_text *b, const char *id) {
  bool renamed = strcmp(a->name, b->name) != 0, more = strcmp(a->more, b->more) != 0;
  bool moved = pk_compare_moved(c, "stages", id);
  text->was_name = renamed ? a->name : "";
  text->more = pk_compare_join(map, a->more, b->more);
  text->was_covered = a->covered;
  if (moved)
    add_part(map, &text->more, pk_word(map->lang, "compare.moved"));
  if (!renamed && !more && !moved && pk_compare_differs(c, "stages", id, NULL)) {
    add_part(map, &text->more, pk_compare_else(map, "stages", id, NULL));
    more = true;
  }
  text->diff = renamed || more || moved ? PK_DIFF_CHANGED : PK_DIFF_SAME;
}

static pk_stage_text stage_of(pk_map *map, const pk_compare *c, int column) {
  int a = c->stage_a[column], b = c->stage_b[column];
  const pk_stage_text *old = a >= 0 ? &c->a->stages[a] : NULL;
  const pk_stage_text *new = b >= 0 ? &c->b->stages[b] : NULL;
  pk_stage_text text = new ? *new : *old;
  char number[16];
  snprintf(number, sizeof number, "%d", column + 1);
  text.head = pk_map_fill(map, "map.stage", "number", number, "name", text.name, NULL);
  text.was_covered = -1;
  if (!old)
    text.diff = PK_DIFF_ADDED;
  else if (!new)
    text.diff = PK_DIFF_REMOVED;
  else
    join_stage(map, c, &text, old, new, c->a->model->stages[a].id);
  if (!new) {
    text.was_covered = text.covered;
    text.covered = -1;
  }
  return text;
}

void pk_compare_stages(pk_map *map, pk_compare *c) {
  map->stages = PK_NEW_ARRAY(map->arena, pk_stage_text, (size_t)map->stage_count);
  if (!map->stages) {
    map->failed = true;
    map->stage_count = 0;
    return;
  }
  for (int i = 0; i < map->stage_count; i++) {
    map->stages[i] = stage_of(map, c, i);
    c->of[map->stages[i].diff]++;
  }
}

/* --------------------------------------------------------------------------------- the whole */

/* The map of one of the two; its filters may name what only the other has. */
static pk_map *side(pk_arena *arena, const polku_case *one, const polku_case *other,
                    const polku_draw_options *options, polku_report *report) {
  polku_draw_options *own = PK_NEW(arena, polku_draw_options);
  if (!own) {
    pk_report_memory(report);
    return NULL;
  }
  *own = *options;
  own->view = POLKU_VIEW_MAP;
  own->result = NULL;
  own->comparison = NULL;
  own->sensitivity = NULL;
  own->other = other;
  return pk_map_new(arena, one->model, one->rules, own, report);
}

static bool lay_over(pk_map *map, pk_compare *c) {
  if (!pk_compare_columns(map, c)) {
    map->failed = true;
    return false;
  }
  pk_compare_stages(map, c);
  pk_compare_arrows(map, c);
  pk_compare_chips(map, c);
  if (!map->failed)
    pk_compare_heads(map, c);
  return !map->failed;
}

static pk_map *merge(pk_arena *arena, pk_compare *c, const polku_draw_options *options,
                     polku_report *report) {
  pk_map *map = PK_NEW(arena, pk_map);
  pk_model_changes *changes = pk_model_changes_new(c->a->model, c->b->model, report);
  if (!map || !changes) {
    if (!map)
      pk_report_memory(report);
    pk_model_changes_free(changes);
    return NULL;
  }
  c->changes = changes;
  map->arena = arena;
  map->model = c->a->model;
  map->rules = c->a->rules;
  map->options = options;
  map->lang = options->lang;
  map->filter = c->a->filter;
  map->scenario = "";
  map->compare = c;
  bool done = lay_over(map, c);
  pk_model_changes_free(changes);
  c->changes = NULL;
  if (!done)
    pk_report_memory(report);
  return done ? map : NULL;
}

pk_map *pk_compare_map(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                       const polku_draw_options *options, polku_report *report) {
  const polku_case first = {model, rules, NULL}, *other = options->other;
  if (!other || !other->model || !other->rules) {
    pk_report_add(report, NULL, "E-COMPARE-OTHER", NULL);
    return NULL;
  }
  pk_compare *c = PK_NEW(arena, pk_compare);
  if (!c) {
    pk_report_memory(report);
    return NULL;
  }
  c->a = side(arena, &first, other, options, report);
  c->b = c->a ? side(arena, other, &first, options, report) : NULL;
  c->outcomes = options->comparison;
  return c->b ? merge(arena, c, options, report) : NULL;
}
