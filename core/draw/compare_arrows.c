/* Transitions of both models in one grid. One that leads elsewhere in the second model is there
 * twice: gone where it was, new where it is. */
#include "draw/compare.h"

#include <string.h>

/* "Δ ~55 %": the sign stands before a number that has one. */
static const char *signed_number(pk_map *map, pk_diff diff, const char *number) {
  const char *sign = pk_diff_sign(diff);
  if (!*sign)
    return number;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, sign);
  pk_text_add(&text, *number ? "\u00a0" : "");
  pk_text_add(&text, number);
  return pk_map_keep(map, &text);
}

/* "~4 → ~5 %/kk…": that the number does not stay so is said once, at the end. */
static const char *join_numbers(pk_map *map, const char *before, const char *after) {
  static const char more[] = "\u2026";
  const size_t size = sizeof more - 1, a = strlen(before), b = strlen(after);
  bool a_more = a >= size && strcmp(before + a - size, more) == 0;
  bool b_more = b >= size && strcmp(after + b - size, more) == 0;
  char *old = pk_strndup(map->arena, before, a - (a_more ? size : 0));
  char *new = pk_strndup(map->arena, after, b - (b_more ? size : 0));
  if (!old || !new) {
    map->failed = true;
    return "";
  }
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_compare_join(map, old, new));
  pk_text_add(&text, a_more || b_more ? more : "");
  return pk_map_keep(map, &text);
}

static void add(pk_map *map, pk_compare *c, const pk_arrow *arrow, const pk_arrow *a,
                const pk_arrow *b) {
  int i = map->arrow_count++;
  c->arrow_a[i] = a;
  c->arrow_b[i] = b;
  map->arrows[i] = *arrow;
  map->arrows[i].transition = i;
  map->arrows[i].number =
      signed_number(map, arrow->diff, join_numbers(map, arrow->was, arrow->written));
  map->arrows[i].brief = signed_number(map, arrow->diff, arrow->written);
  c->of[arrow->diff]++;
}

static void add_one(pk_map *map, pk_compare *c, const pk_arrow *own, const int *columns,
                    pk_diff diff) {
  pk_arrow arrow = *own;
  arrow.from = columns[own->from];
  arrow.to = columns[own->to];
  arrow.diff = diff;
  arrow.was = own->written;
  add(map, c, &arrow, diff == PK_DIFF_REMOVED ? own : NULL, diff == PK_DIFF_ADDED ? own : NULL);
}

static void add_both(pk_map *map, pk_compare *c, const pk_arrow *a, const pk_arrow *b) {
  pk_arrow arrow = *b;
  const char *id = c->a->model->transitions[a->transition].id;
  arrow.from = c->column_b[b->from];
  arrow.to = c->column_b[b->to];
  bool rewritten = strcmp(a->written, b->written) != 0;
  bool changed = rewritten || pk_compare_differs(c, "transitions", id, NULL);
  arrow.diff = changed ? PK_DIFF_CHANGED : PK_DIFF_SAME;
  arrow.was = a->written;
  add(map, c, &arrow, a, b);
}

/* The arrow of this transition in `other`; NULL: it has none. */
static const pk_arrow *find(const pk_map *own, const pk_arrow *arrow, const pk_map *other) {
  int index = pk_model_find_transition(other->model, own->model->transitions[arrow->transition].id);
  return index >= 0 ? &other->arrows[index] : NULL;
}

/* Whether two arrows, of a and of b, run between the same columns. */
static bool beside(const pk_compare *c, const pk_arrow *a, const pk_arrow *b) {
  return a && b && c->column_a[a->from] == c->column_b[b->from] &&
         c->column_a[a->to] == c->column_b[b->to];
}

void pk_compare_arrows(pk_map *map, pk_compare *c) {
  size_t room = (size_t)c->a->arrow_count + (size_t)c->b->arrow_count;
  map->arrows = PK_NEW_ARRAY(map->arena, pk_arrow, room);
  c->arrow_a = PK_NEW_ARRAY(map->arena, const pk_arrow *, room);
  c->arrow_b = PK_NEW_ARRAY(map->arena, const pk_arrow *, room);
  if (!map->arrows || !c->arrow_a || !c->arrow_b) {
    map->failed = true;
    return;
  }
  for (int i = 0; i < c->a->arrow_count; i++) {
    const pk_arrow *a = &c->a->arrows[i], *b = find(c->a, a, c->b);
    if (beside(c, a, b))
      add_both(map, c, a, b);
    else
      add_one(map, c, a, c->column_a, PK_DIFF_REMOVED);
  }
  for (int i = 0; i < c->b->arrow_count; i++) {
    const pk_arrow *b = &c->b->arrows[i];
    if (!beside(c, find(c->b, b, c->a), b))
      add_one(map, c, b, c->column_b, PK_DIFF_ADDED);
  }
}
