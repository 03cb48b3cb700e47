/* Muting what is not of the lit path: the same marks in paler colours. They keep their shapes and
 * frames, so that in print too it is the dark that is lit. */
#include "draw/lit.h"

#include "draw/palette.h"

#include <string.h>

static bool is_mark(const pk_item *item) {
  return item->klass && strcmp(item->klass, "mark") == 0;
}

/* A filled mark stays filled. White on a dark chip becomes grey on a pale one. */
static void mute_mark(pk_item *item) {
  bool white = item->fill == PK_PAPER && item->stroke == PK_PAPER;
  if (white || (item->fill != PK_PAPER && item->fill != PK_NO_COLOUR))
    item->fill = PK_MUTED_LINE;
  if (white || item->stroke != PK_PAPER)
    item->stroke = PK_MUTED_LINE;
}

static void mute_box(pk_item *item) {
  if (item->fill == PK_STAGE)
    item->fill = PK_MUTED_BOX;
  else if (item->fill != PK_NO_COLOUR)
    item->fill = PK_PAPER;
  if (item->stroke != PK_NO_COLOUR)
    item->stroke = PK_MUTED_LINE;
}

/* Its class says it too: "stage muted". */
static const char *class_of(pk_arena *arena, const char *klass, const char *more) {
  size_t length = strlen(klass), room = length + strlen(more) + 2;
  char *both = pk_alloc(arena, room, 1);
  if (both) {
    memcpy(both, klass, length);
    both[length] = ' ';
    memcpy(both + length + 1, more, room - length - 1);
  }
  return both;
}

static bool mute(pk_arena *arena, pk_item *item) {
  pk_line *lines = PK_NEW_ARRAY(arena, pk_line, (size_t)item->line_count);
  if (!lines)
    return false;
  for (int i = 0; i < item->line_count; i++) {
    lines[i] = item->lines[i];
    lines[i].colour = PK_MUTED_INK;
  }
  item->lines = lines;
  if (is_mark(item))
    mute_mark(item);
  else
    mute_box(item);
  return true;
}

static bool lit_item(const pk_map *map, const pk_item *item) {
  if (item->transition > 0)
    return map->arrows[item->transition - 1].lit;
  for (int s = item->first_stage; s > 0 && s <= item->last_stage; s++)
    if (map->stages[s - 1].step > 0)
      return true;
  return false;
}

static bool lit_edge(const pk_map *map, const pk_edge *edge) {
  return edge->transition == 0 || map->arrows[edge->transition - 1].lit;
}

/* Lit arrows come last and so lie on top of those that they cross. */
static bool raise_edges(const pk_map *map, pk_scene *scene) {
  pk_edge *edges = PK_NEW_ARRAY(scene->arena, pk_edge, (size_t)scene->edge_count);
  int count = 0;
  if (!edges)
    return false;
  for (int lit = 0; lit < 2; lit++)
    for (int i = 0; i < scene->edge_count; i++)
      if (lit_edge(map, &scene->edges[i]) == lit)
        edges[count++] = scene->edges[i];
  scene->edges = edges;
  scene->edge_room = count;
  return true;
}

static bool mute_edges(const pk_map *map, pk_scene *scene) {
  for (int i = 0; i < scene->edge_count; i++) {
    pk_edge *edge = &scene->edges[i];
    if (edge->transition == 0)
      continue;
    bool lit = lit_edge(map, edge);
    edge->colour = lit ? PK_STAGE : PK_MUTED_LINE;
    if (edge->klass && !(edge->klass = class_of(scene->arena, edge->klass, lit ? "lit" : "muted")))
      return false;
  }
  return raise_edges(map, scene);
}

bool pk_lit_scene(const pk_map *map, pk_scene *scene) {
  for (int i = 0; i < scene->item_count; i++) {
    pk_item *item = &scene->items[i];
    if (item->transition == 0 && item->first_stage == 0)
      continue;
    bool lit = lit_item(map, item);
    if (item->klass && !is_mark(item) &&
        !(item->klass = class_of(scene->arena, item->klass, lit ? "lit" : "muted")))
      return false;
    if (!lit && !mute(scene->arena, item))
      return false;
  }
  return mute_edges(map, scene);
}
