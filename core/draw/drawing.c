/* A drawing as callers hold it: a scene with its words, free of the model that it came from. */
#include "draw/drawing.h"

#include "base/report.h"
#include "draw/compare.h"
#include "draw/lit.h"
#include "draw/map.h"
#include "draw/network.h"
#include "draw/page.h"
#include "draw/theme.h"

/* Beyond this a renderer would clip, and nobody could look at it. */
static bool too_large(const pk_scene *scene) {
  return scene->height > PK_SIDE_MAX || scene->item_count > PK_ITEMS_MAX ||
         scene->edge_count > PK_ITEMS_MAX;
}

static pk_scene *scene_of(pk_map *map, polku_report *report) {
  bool network = map->options->view == POLKU_VIEW_NETWORK;
  if (network && !map->options->renderer) {
    pk_report_add(report, NULL, "E-NETWORK-RENDERER", NULL);
    return NULL;
  }
  pk_scene *scene = network ? pk_network_scene(map, report) : pk_map_scene(map);
  bool lit = map->options->view == POLKU_VIEW_PATH;
  if (scene && (!map->options->touch || pk_touch_scene(map, scene)) &&
      (!lit || pk_lit_scene(map, scene)) && pk_theme_apply(scene, map->options->theme))
    return scene;
  pk_report_memory(report);
  return NULL;
}

polku_drawing *polku_draw(const polku_model *model, const polku_rules *rules,
                          const polku_draw_options *options, polku_report *report) {
  static const polku_draw_options usual = {0};
  if (!model || !rules)
    return NULL;
  pk_arena *arena = pk_arena_new();
  polku_drawing *drawing = arena ? PK_NEW(arena, polku_drawing) : NULL;
  if (!drawing) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  options = options ? options : &usual;
  pk_map *map = (options->view == POLKU_VIEW_COMPARE ? pk_compare_map : pk_map_new)(
      arena, model, rules, options, report);
  pk_scene *scene = map ? scene_of(map, report) : NULL;
  if (!scene) {
    pk_arena_free(arena);
    return NULL;
  }
  if (too_large(scene)) {
    char stages_text[32];
    pk_report_add(report, NULL, "E-DRAW-SIZE", "stages",
                  pk_number_text(stages_text, map->stage_count), NULL);
    pk_arena_free(arena);
    return NULL;
  }
  drawing->arena = arena;
  drawing->scene = scene;
  return drawing;
}

void polku_drawing_free(polku_drawing *drawing) {
  if (drawing)
    pk_arena_free(drawing->arena);
}
