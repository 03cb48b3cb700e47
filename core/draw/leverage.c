/* Where a little more would help most: beside a transition what one more percentage point of its
 * share would do, at a stage what one more place would. Of each the few where it does most are
 * marked, so that the eye finds them. */
#include "draw/map.h"

#include "base/words.h"
#include "study/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TRANSITIONS = 5, STAGES = 3 };

/* What a sensitivity tells of an id; 0: nothing. */
static double change_of(const pk_leverage *list, int count, const char *id) {
  for (int i = 0; i < count; i++)
    if (strcmp(list[i].id, id) == 0)
      return isfinite(list[i].change) ? list[i].change : 0;
  return 0;
}

static int falling(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a > b ? -1 : a < b ? 1 : 0;
}

/* The least change that is among the `most` largest, and that is told as more than nothing. */
static double least_of(pk_map *map, const pk_leverage *list, int count, int most) {
  double *changes = PK_NEW_ARRAY(map->arena, double, (size_t)count);
  if (!changes) {
    map->failed = true;
    return INFINITY;
  }
  for (int i = 0; i < count; i++)
    changes[i] = isfinite(list[i].change) ? list[i].change : 0;
  if (count)
    qsort(changes, (size_t)count, sizeof *changes, falling);
  double least = count > most ? changes[most - 1] : 0;
  return fmax(least, 0.005);
}

/* "+0,4", and small ones with two decimals: "+0,03". */
static const char *gain(pk_map *map, double change) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, "+");
  pk_text_add(&text, pk_map_number(map, change, change >= 9.95 ? 0 : change >= 0.095 ? 1 : 2));
  return pk_map_keep(map, &text);
}

/* "↑+0,4" */
static const char *short_of(pk_map *map, double change) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, "\u2191");
  pk_text_add(&text, gain(map, change));
  return pk_map_keep(map, &text);
}

/* The word for a gain of this many people, or of months. */
static const char *words(pk_map *map, const polku_sensitivity *s, const char *what, double change) {
  bool months = s->outcome == PK_MONTHS_EMPLOYED || s->outcome == PK_RESTRICTED_MEAN;
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "leverage.%s%s", what, months ? ".months" : "");
  return pk_map_fill(map, pk_map_keep(map, &key), "gain", gain(map, change), NULL);
}

static void transitions(pk_map *map, const polku_sensitivity *s) {
  double least = least_of(map, s->transitions, s->transition_count, TRANSITIONS);
  for (int i = 0; i < map->arrow_count; i++) {
    const char *id = map->model->transitions[map->arrows[i].transition].id;
    double change = change_of(s->transitions, s->transition_count, id);
    if (change < least)
      continue;
    map->arrows[i].help = short_of(map, change);
    map->arrows[i].help_words = words(map, s, "transition", change);
  }
}

static void stages(pk_map *map, const polku_sensitivity *s) {
  double least = least_of(map, s->stages, s->stage_count, STAGES);
  for (int i = 0; i < map->stage_count; i++) {
    double change = change_of(s->stages, s->stage_count, map->model->stages[i].id);
    if (change >= least)
      map->stages[i].help = words(map, s, "stage", change);
  }
}

void pk_map_leverage(pk_map *map) {
  const polku_sensitivity *s = map->options->sensitivity;
  bool shown = map->options->view == POLKU_VIEW_MAP || map->options->view == POLKU_VIEW_PATH;
  if (!s || !shown)
    return;
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", pk_outcome_name(s->outcome));
  const char *outcome = pk_word(map->lang, pk_map_keep(map, &key));
  transitions(map, s);
  stages(map, s);
  map->leverage = pk_map_fill(map, "leverage.legend", "outcome", outcome, "people",
                              pk_map_count(map, s->people), NULL);
}
