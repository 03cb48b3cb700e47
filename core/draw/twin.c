/* The twin of a picture: the same content for those who cannot see it, or want it in another form.
 *
 * All forms read the map that the picture is drawn from, so that they say the same, with the same
 * filters and in the same words. */
#include "draw/twin.h"

#include "base/report.h"
#include "draw/compare.h"
#include "draw/wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool pk_twin_in_cell(const pk_chip *chip, int row, int stage) {
  return chip->row == row && chip->first <= stage && chip->last >= stage;
}

const pk_standing *pk_twin_standing(const pk_map *map, const pk_chip *chip, int stage) {
  const pk_stage *s = &map->model->stages[stage];
  bool here = chip->kind == PK_CHIP_ACTOR && chip->first <= stage && chip->last >= stage;
  for (int i = 0; here && i < s->standing_count; i++)
    if (s->standings[i].actor == chip->actor && strcmp(s->standings[i].role, chip->role) == 0)
      return &s->standings[i];
  return NULL;
}

const pk_number *pk_twin_move(const pk_map *map, const pk_arrow *arrow) {
  const pk_transition *t = &map->model->transitions[arrow->transition];
  pk_exits form = map->model->stages[t->from].exits;
  return form == PK_EXITS_PER_STEP && t->step_count > 0 ? &t->per_step[0]
         : form == PK_EXITS_RACE                        ? &t->after.a
                                                        : &t->share;
}

const char *pk_twin_clean(pk_map *map, const char *text) {
  const char *clean = pk_clean_whole(map->arena, text, strlen(text));
  map->failed = map->failed || !clean;
  return clean ? clean : "";
}

const char *pk_twin_covered(pk_map *map, int s) {
  const pk_stage_text *stage = &map->stages[s];
  char now[16], before[16];
  snprintf(now, sizeof now, "%d", stage->covered);
  snprintf(before, sizeof before, "%d", stage->was_covered);
  bool changed = map->compare && stage->was_covered != stage->covered;
  if (changed)
    return pk_map_fill(map, "compare.covered.words", "before",
                       stage->was_covered < 0 ? "\u2013" : before, "after",
                       stage->covered < 0 ? "\u2013" : now, NULL);
  return stage->covered < 0 ? "" : pk_map_fill(map, "map.covered.words", "count", now, NULL);
}

char *polku_twin(const polku_model *model, const polku_rules *rules,
                 const polku_draw_options *options, polku_twin_form form, polku_report *report) {
  static const polku_draw_options usual = {0};
  static void (*const write[])(pk_map *, pk_text *) = {pk_twin_text, pk_twin_html, pk_twin_csv};
  if (!model || !rules)
    return NULL;
  pk_arena *arena = pk_arena_new();
  if (!arena) {
    pk_report_memory(report);
    return NULL;
  }
  pk_text out = PK_TEXT_EMPTY;
  char *text = NULL;
  options = options ? options : &usual;
  bool compare = options->view == POLKU_VIEW_COMPARE;
  pk_map *map = (compare ? pk_compare_map : pk_map_new)(arena, model, rules, options, report);
  if (map) {
    if (compare && form == POLKU_TWIN_CSV)
      pk_compare_csv(map, &out);
    else
      write[form](map, &out);
    text = map->failed ? NULL : pk_text_take(&out);
    if (!text)
      pk_report_memory(report);
  }
  pk_text_free(&out);
  pk_arena_free(arena);
  return text;
}
