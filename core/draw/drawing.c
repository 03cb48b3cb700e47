/* A drawing as callers hold it: a scene with its words, free of the model that it came from. */
#include "draw/drawing.h"

#include "base/report.h"
#include "draw/map.h"
#include "draw/page.h"

polku_drawing *polku_draw(const polku_model *model, const polku_rules *rules,
                          const polku_result *result, polku_lang lang, polku_report *report) {
  if (!model || !rules)
    return NULL;
  pk_arena *arena = pk_arena_new();
  polku_drawing *drawing = arena ? PK_NEW(arena, polku_drawing) : NULL;
  pk_map *map = drawing ? pk_map_new(arena, model, rules, result, lang) : NULL;
  pk_scene *scene = map ? pk_map_scene(map) : NULL;
  if (!scene) {
    pk_arena_free(arena);
    pk_report_memory(report);
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
