/* A picture that people edit in: what they press has a name.
 *
 * Cells lie in their rows as boxes of nothing, above the row's ground and below its chips. Arrows
 * and their numbers are pieces (a line that its number interrupts is two of them), so the first
 * piece has the transition's own id and the others say which they are. Nothing is moved by this. */
#include "draw/page.h"

#include <stdio.h>
#include <string.h>

enum { BESIDE = 4 }; /* half of what is between chips */

void pk_draw_cell(pk_page *page, int row, int stage, int y, int height) {
  pk_map *map = page->map;
  const char *id = map->compare ? NULL : map->model->stages[stage].id;
  if (!id)
    return;
  pk_item cell = {.shape = PK_BOX,
                  .x = pk_page_chip_x(page, stage) - BESIDE,
                  .y = y,
                  .w = page->box_w[stage] + page->gap,
                  .h = height,
                  .fill = PK_NO_COLOUR,
                  .stroke = PK_NO_COLOUR,
                  .id = pk_map_id(map, "cell", pk_map_row_id(row), id, NULL),
                  .klass = "cell"};
  pk_scene_item(page->scene, &cell);
}

/* The id of a piece; `*pieces` counts those of its transition. */
static const char *piece_id(pk_map *map, const char *kind, int transition, int *pieces) {
  char piece[16];
  snprintf(piece, sizeof piece, "%d", ++*pieces);
  return pk_map_id(map, kind, map->model->transitions[transition].id, *pieces > 1 ? piece : NULL,
                   NULL);
}

static void name_edges(pk_map *map, pk_scene *scene, int *pieces) {
  for (int i = 0; i < scene->edge_count; i++) {
    int t = scene->edges[i].transition - 1;
    if (t >= 0)
      scene->edges[i].id = piece_id(map, "move", t, &pieces[t]);
  }
}

/* The number itself first, then what stands with it: a second line, the box of a cut arrow. */
static void name_numbers(pk_map *map, pk_scene *scene, int *pieces) {
  for (int others = 0; others < 2; others++)
    for (int i = 0; i < scene->item_count; i++) {
      pk_item *item = &scene->items[i];
      bool number = item->klass && strcmp(item->klass, "number") == 0;
      if (item->transition > 0 && !item->id && number != (others == 1))
        item->id = piece_id(map, "number", item->transition - 1, &pieces[item->transition - 1]);
    }
}

bool pk_touch_scene(pk_map *map, pk_scene *scene) {
  size_t room = (size_t)map->model->transition_count;
  int *moves = PK_NEW_ARRAY(map->arena, int, room), *numbers = PK_NEW_ARRAY(map->arena, int, room);
  scene->bare = true;
  if (!moves || !numbers)
    return false;
  if (!map->compare) { /* two models: nobody edits there */
    name_edges(map, scene, moves);
    name_numbers(map, scene, numbers);
  }
  return !map->failed;
}
