/* Who stands where in both models: chips cut into cells, cells of both laid over each other, and
 * neighbouring cells of which the same is to be said joined again. */
#include "draw/compare.h"

#include "base/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Neighbouring cells of one chip of a, of b, or of both. */
typedef struct piece {
  const pk_chip *a, *b; /* NULL: that model has none there */
  int first, last;      /* columns */
  int anchor, order;    /* what decides who lies above whom: where the chip of a begins, and its
                         * place among the chips of a; of what only b has its predecessor's there */
  int own_order;        /* among what has the same predecessor */
  bool alone;           /* what its actor does at this stage differs beyond its words */
} piece;

typedef struct joining {
  pk_map *map;
  pk_compare *c;
  piece *pieces;
  int count, room;
} joining;

/* --------------------------------------------------------------------------------- same things */

static const char *actor_id(const pk_map *map, const pk_chip *chip) {
  return chip->actor >= 0 ? map->model->actors[chip->actor].id : "";
}

static bool same_thing(const pk_compare *c, const pk_chip *a, const pk_chip *b) {
  return a->kind == b->kind && a->row == b->row && strcmp(a->role, b->role) == 0 &&
         strcmp(actor_id(c->a, a), actor_id(c->b, b)) == 0;
}

/* The chip of the other model that is the same thing at the same column; NULL: none. */
static const pk_chip *there_too(const pk_compare *c, const pk_chip *chip, bool of_a, int column) {
  const pk_map *other = of_a ? c->b : c->a;
  int stage = of_a ? c->stage_b[column] : c->stage_a[column];
  for (int i = 0; stage >= 0 && i < other->chip_count; i++) {
    const pk_chip *found = &other->chips[i];
    if (found->first <= stage && found->last >= stage &&
        same_thing(c, of_a ? chip : found, of_a ? found : chip))
      return found;
  }
  return NULL;
}

/* Whether the chip is of a support beside the whole path: at a stage that is new it is not new. */
static bool beside_all(const pk_map *map, const pk_chip *chip) {
  for (int i = 0; chip->kind == PK_CHIP_SUPPORT && i < map->model->support_count; i++)
    if (strcmp(map->model->supports[i].id, chip->role) == 0)
      return map->model->supports[i].stage_count == 0;
  return false;
}

/* The other model's chip for a cell; at a column that the other does not have, that of the nearest
 * of the chip's other columns. */
static const pk_chip *partner(const pk_compare *c, const pk_chip *chip, bool of_a, int column) {
  const pk_chip *found = there_too(c, chip, of_a, column);
  const int *columns = of_a ? c->column_a : c->column_b;
  if (found || (of_a ? c->stage_b[column] : c->stage_a[column]) >= 0 ||
      !beside_all(of_a ? c->a : c->b, chip))
    return found;
  int here = (of_a ? c->stage_a : c->stage_b)[column];
  for (int away = 1; !found && (here - away >= chip->first || here + away <= chip->last); away++) {
    if (here - away >= chip->first)
      found = there_too(c, chip, of_a, columns[here - away]);
    if (!found && here + away <= chip->last)
      found = there_too(c, chip, of_a, columns[here + away]);
  }
  return found;
}

/* -------------------------------------------------------------------------------------- pieces */

/* The place of what only b has: behind the last before it in its row that a has too. */
static int predecessor(const joining *j, const pk_chip *b) {
  for (int i = (int)(b - j->c->b->chips); i-- > 0 && j->c->b->chips[i].row == b->row;)
    for (int k = 0; k < j->c->a->chip_count; k++)
      if (same_thing(j->c, &j->c->a->chips[k], &j->c->b->chips[i]))
        return k;
  return -1;
}

/* Whether what an actor does at a stage differs: its places, its time. */
static bool standing_differs(const pk_compare *c, const pk_chip *a, const pk_chip *b, int column) {
  char below[512];
  if (!a || !b || a->kind != PK_CHIP_ACTOR || c->stage_a[column] < 0)
    return false;
  snprintf(below, sizeof below, "actors/%s/%s", actor_id(c->a, a), a->role);
  return pk_compare_differs(c, "stages", c->a->model->stages[c->stage_a[column]].id, below);
}

static void add_piece(joining *j, const pk_chip *a, const pk_chip *b, int column) {
  if (j->count == j->room) {
    int room = j->room ? 2 * j->room : 64;
    piece *pieces = PK_NEW_ARRAY(j->map->arena, piece, (size_t)room);
    if (!pieces) {
      j->map->failed = true;
      return;
    }
    if (j->count)
      memcpy(pieces, j->pieces, (size_t)j->count * sizeof *pieces);
    j->pieces = pieces;
    j->room = room;
  }
  piece *p = &j->pieces[j->count++];
  *p = (piece){.a = a, .b = b, .first = column, .last = column};
  p->anchor = a ? j->c->column_a[a->first] : j->c->column_b[b->first];
  p->order = a ? (int)(a - j->c->a->chips) : predecessor(j, b);
  p->own_order = a ? -1 : (int)(b - j->c->b->chips);
  p->alone = standing_differs(j->c, a, b, column);
}

static void add_cell(joining *j, const pk_chip *a, const pk_chip *b, int column) {
  bool alone = standing_differs(j->c, a, b, column);
  for (int i = j->count; i-- > 0 && !alone;) {
    piece *p = &j->pieces[i];
    if (p->a != a || p->b != b || p->last != column - 1 || p->alone)
      continue;
    p->last = column;
    return;
  }
  add_piece(j, a, b, column);
}

static void cells_at(joining *j, int column) {
  const pk_compare *c = j->c;
  int in_a = c->stage_a[column], in_b = c->stage_b[column];
  for (int i = 0; in_a >= 0 && i < c->a->chip_count; i++) {
    const pk_chip *chip = &c->a->chips[i];
    if (chip->first <= in_a && chip->last >= in_a)
      add_cell(j, chip, partner(c, chip, true, column), column);
  }
  for (int i = 0; in_b >= 0 && i < c->b->chip_count; i++) {
    const pk_chip *chip = &c->b->chips[i];
    if (chip->first <= in_b && chip->last >= in_b &&
        !(in_a >= 0 && there_too(c, chip, false, column)))
      add_cell(j, partner(c, chip, false, column), chip, column);
  }
}

static int by_place(const void *left, const void *right) {
  const piece *p = left, *q = right;
  int p_row = p->a ? p->a->row : p->b->row, q_row = q->a ? q->a->row : q->b->row;
  const int keys[][2] = {{p_row, q_row},
                         {p->anchor, q->anchor},
                         {p->order, q->order},
                         {p->own_order, q->own_order},
                         {p->first, q->first}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (keys[i][0] != keys[i][1])
      return keys[i][0] < keys[i][1] ? -1 : 1;
  return 0;
}

/* --------------------------------------------------------------------------------------- words */

static const pk_standing *standing_of(const pk_map *map, const pk_chip *chip, int at) {
  const pk_stage *stage = at >= 0 ? &map->model->stages[at] : NULL;
  for (int i = 0; stage && chip->kind == PK_CHIP_ACTOR && i < stage->standing_count; i++)
    if (stage->standings[i].actor == chip->actor &&
        strcmp(stage->standings[i].role, chip->role) == 0)
      return &stage->standings[i];
  return NULL;
}

/* Whether the models differ in the part that a chip was made of. */
static bool differs(const joining *j, const piece *p) {
  if (p->a->kind == PK_CHIP_SUPPORT)
    return pk_compare_differs(j->c, "supports", p->a->role, NULL);
  if (p->a->kind == PK_CHIP_GAP)
    return pk_compare_differs(j->c, "gaps", p->a->role, NULL);
  return p->alone;
}

static const char *what_differs(const joining *j, const piece *p) {
  char below[512];
  if (p->a->kind == PK_CHIP_SUPPORT || p->a->kind == PK_CHIP_GAP)
    return pk_compare_else(j->map, p->a->kind == PK_CHIP_GAP ? "gaps" : "supports", p->a->role,
                           NULL);
  snprintf(below, sizeof below, "actors/%s/%s", actor_id(j->c->a, p->a), p->a->role);
  return pk_compare_else(j->map, "stages", j->c->a->model->stages[j->c->stage_a[p->first]].id,
                         below);
}

static void add_words(pk_map *map, pk_chip *chip, const char *words) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, chip->text);
  pk_text_add(&text, *chip->text && *words ? ", " : "");
  pk_text_add(&text, words);
  chip->text = pk_map_keep(map, &text);
}

static const char *places(pk_map *map, const pk_standing *s) {
  if (!s || !s->has_places || s->per_stage >= 0)
    return "";
  pk_text count = PK_TEXT_EMPTY;
  pk_text_add(&count, pk_basis_mark(s->places.basis));
  pk_text_add(&count, pk_map_written(map, s->places.value));
  return pk_map_keep(map, &count);
}

/* "paikkoja ~2 → ~5": a chip of the map does not say how many places it has. */
static const char *changed_places(pk_map *map, const pk_compare *c, const piece *p) {
  const char *before = places(map, standing_of(c->a, p->a, c->stage_a[p->first]));
  const char *after = places(map, standing_of(c->b, p->b, c->stage_b[p->first]));
  if (strcmp(before, after) == 0)
    return "";
  return pk_map_fill(map, "compare.places", "before", *before ? before : "\u2013", "after",
                     *after ? after : "\u2013", NULL);
}

static void tell_both(joining *j, pk_chip *chip, const piece *p) {
  const pk_chip *a = p->a, *b = p->b;
  const char *more = p->alone ? changed_places(j->map, j->c, p) : "";
  bool seen =
      strcmp(a->name, b->name) != 0 || strcmp(a->text, b->text) != 0 || a->mark != b->mark || *more;
  chip->name = pk_compare_join(j->map, a->name, b->name);
  chip->text = pk_compare_join(j->map, a->text, b->text);
  chip->mark = b->mark;
  chip->diff = PK_DIFF_CHANGED;
  add_words(j->map, chip, more);
  if (seen)
    return;
  if (differs(j, p))
    add_words(j->map, chip, what_differs(j, p));
  else
    chip->diff = PK_DIFF_SAME;
}

/* Whether a gap of a is one where somebody stands in b. */
static bool answered(const pk_compare *c, const piece *p) {
  int stage = c->stage_b[p->first];
  for (int i = 0; p->a->gap && !p->b && stage >= 0 && i < c->b->chip_count; i++) {
    const pk_chip *chip = &c->b->chips[i];
    if (!chip->gap && chip->row == p->a->row && chip->first <= stage && chip->last >= stage)
      return true;
  }
  return false;
}

/* ------------------------------------------------------------------------------------ the whole */

static bool taken(const pk_map *map, const char *id) {
  for (int i = 0; i < map->chip_count; i++)
    if (strcmp(map->chips[i].id, id) == 0)
      return true;
  return false;
}

/* A chip's own id; parts of it, and what only b has at the place of another, are told apart. */
static const char *id_of(pk_map *map, const piece *p) {
  const pk_chip *own = p->a ? p->a : p->b;
  const char *id = own->id;
  for (int more = 0; taken(map, id); more++) {
    char column[48];
    snprintf(column, sizeof column, more ? "--%d-%d" : "--%d", p->first + 1, more);
    pk_text text = PK_TEXT_EMPTY;
    pk_text_add(&text, own->id);
    pk_text_add(&text, column);
    id = pk_map_keep(map, &text);
    if (map->failed)
      break;
  }
  return id;
}

static pk_chip chip_of(joining *j, const piece *p) {
  const pk_chip *own = p->a ? p->a : p->b;
  pk_chip chip = *own;
  chip.first = p->first;
  chip.last = p->last;
  chip.broad = own->first != own->last;
  chip.id = id_of(j->map, p);
  chip.diff = p->a ? PK_DIFF_REMOVED : PK_DIFF_ADDED;
  chip.actor = -1; /* of which model? */
  if (p->a && p->b)
    tell_both(j, &chip, p);
  else if (p->a && p->a->gap)
    chip.answered = answered(j->c, p);
  return chip;
}

static void write_chips(joining *j) {
  pk_map *map = j->map;
  map->chips = PK_NEW_ARRAY(map->arena, pk_chip, (size_t)j->count);
  j->c->chip_a = PK_NEW_ARRAY(map->arena, const pk_chip *, (size_t)j->count);
  j->c->chip_b = PK_NEW_ARRAY(map->arena, const pk_chip *, (size_t)j->count);
  if (!map->chips || !j->c->chip_a || !j->c->chip_b) {
    map->failed = true;
    return;
  }
  for (int i = 0; i < j->count && !map->failed; i++) {
    const pk_chip chip = chip_of(j, &j->pieces[i]);
    j->c->chip_a[i] = j->pieces[i].a;
    j->c->chip_b[i] = j->pieces[i].b;
    j->c->of[chip.diff] += !chip.answered;
    j->c->answered += chip.answered;
    map->chips[map->chip_count++] = chip;
  }
}

void pk_compare_chips(pk_map *map, pk_compare *c) {
  joining j = {.map = map, .c = c};
  for (int column = 0; column < map->stage_count && !map->failed; column++)
    cells_at(&j, column);
  if (j.count)
    qsort(j.pieces, (size_t)j.count, sizeof *j.pieces, by_place);
  if (!map->failed)
    write_chips(&j);
}
