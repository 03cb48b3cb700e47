/* What tests of comparisons share: two models with their rules, one near the other, and the drawing
 * of both. */
#ifndef TEST_COMPARE_PICTURE_H
#define TEST_COMPARE_PICTURE_H

#include "base/random.h"
#include "draw/view.h"
#include "support/random_model.h"

typedef struct two {
  viewed a, b;
  polku_case other;
} two;

static inline two two_texts(const char *a, const char *b) {
  two t = {.a = view_text(a), .b = view_text(b)};
  t.other = (polku_case){t.b.model, t.b.rules, "other.json"};
  return t;
}

static inline void end_two(two *t) {
  end_view(&t->a);
  end_view(&t->b);
}

/* It must succeed. */
static inline polku_drawing *draw_two(two *t, polku_draw_options options) {
  options.view = POLKU_VIEW_COMPARE;
  options.other = &t->other;
  return must_draw(&t->a, &options);
}

/* ------------------------------------------------------------------------------ edits by lot */

static inline size_t dice(pk_stream *lot, size_t n) {
  return n ? pk_stream_below(lot, (uint32_t)n) : 0;
}

static inline json_t *any_of(pk_stream *lot, json_t *object, const char **key) {
  size_t n = json_object_size(object), at = dice(lot, n);
  void *it = n ? json_object_iter(object) : NULL;
  for (; it && at > 0; at--)
    it = json_object_iter_next(object, it);
  if (key)
    *key = it ? json_object_iter_key(it) : NULL;
  return it ? json_object_iter_value(it) : NULL;
}

static inline void name_anew(pk_stream *lot, json_t *part) {
  static const char *const names[] = {"Ö", "Kemijärven kyläyhdistykset",
                                      "Muutos kohti työtä tai opintoja",
                                      "Mielenterveysyhdistysten keskusliiton Lapin osasto ry"};
  json_object_set_new(part, "name", json_pack("{s:s}", "fi", names[dice(lot, 4)]));
}

/* One edit by lot that leaves a model whole. */
static inline void edit_once(pk_stream *lot, json_t *model) {
  json_t *stages = json_object_get(model, "stages"), *actors = json_object_get(model, "actors");
  json_t *stage = any_of(lot, stages, NULL), *standings = json_object_get(stage, "actors");
  const char *who = NULL;
  switch (dice(lot, 6)) {
  case 0:
    name_anew(lot, stage);
    break;
  case 1: /* nothing leads to it */
    json_object_set_new(stages, "brand-new", json_pack("{s:b}", "final", 1));
    break;
  case 2:
    any_of(lot, standings, &who);
    if (who)
      json_object_del(standings, who);
    break;
  case 3:
    any_of(lot, actors, &who);
    if (!standings)
      json_object_set_new(stage, "actors", standings = json_object());
    if (who && !json_object_get(standings, who))
      json_object_set_new(standings, who, json_pack("{s:{}}", "coach"));
    break;
  case 4:
    if (json_object_size(actors))
      name_anew(lot, any_of(lot, actors, NULL));
    break;
  default:
    any_of(lot, json_object_get(model, "gaps"), &who);
    if (who)
      json_object_del(json_object_get(model, "gaps"), who);
  }
}

/* A model by lot and one near it, or another one by lot; for free(). */
static inline void texts_by_lot(uint64_t seed, char **a, char **b) {
  const random_model_options options = {.stages = seed % 7 ? 0 : 14, .without = RANDOM_SCENARIOS};
  pk_stream lot;
  pk_stream_start(&lot, seed, 77);
  *a = random_model(seed, &options);
  if (seed % 4 == 0) {
    *b = random_model(seed + 1, &options);
    return;
  }
  json_t *model = json_loads(*a, 0, NULL);
  for (size_t edits = 1 + dice(&lot, 5); edits > 0; edits--)
    edit_once(&lot, model);
  *b = json_dumps(model, JSON_INDENT(1));
  json_decref(model);
}

static inline bool is_valid(const char *text) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  polku_model_free(model);
  polku_report_free(report);
  return model != NULL;
}

#endif
