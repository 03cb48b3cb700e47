/* What a report is made from: the outcomes of the first case, which number matters, and what the
 * other cases change. Whoever watches sees one computation, from its beginning to its end. */
#include "draw/report/story.h"

#include <string.h>

/* A part of the whole: how much of it is done, in the eyes of whoever watches. */
typedef struct stretch {
  const polku_watch *watch;
  double from, to;
} stretch;

static bool told_on(void *context, double done) {
  const stretch *s = context;
  return s->watch->progress(s->watch->context, s->from + (s->to - s->from) * done);
}

/* The options with a watch that tells its stretch alone. */
static polku_options watched(const pk_story *story, stretch *s, polku_watch *own) {
  polku_options options = story->options->simulation;
  s->watch = options.watch;
  if (!s->watch || !s->watch->progress)
    return options;
  *own = (polku_watch){.context = s, .progress = told_on};
  options.watch = own;
  return options;
}

/* Rough parts of the time that each takes. */
enum { SIMULATE = 1, MATTERS = 4 };

static void find_matters(pk_story *s, double whole) {
  stretch part = {.from = SIMULATE / whole, .to = (SIMULATE + MATTERS) / whole};
  polku_watch own;
  polku_sensitivity_options options = {.simulation = watched(s, &part, &own),
                                       .outcome = s->options->outcome,
                                       .others = s->cases + 1,
                                       .other_count = s->case_count - 1,
                                       .account = s->options->account,
                                       .worth = s->options->worth};
  if (options.simulation.engine && strcmp(options.simulation.engine, "cohort") == 0)
    options.simulation.engine = NULL; /* crowds differ by chance: what numbers do is worked out */
  s->sensitivity = s->own_sensitivity =
      polku_find_sensitivity(s->model, s->rules, &options, s->report);
}

bool pk_story_compute(pk_story *s) {
  bool matters = !s->options->no_sensitivity;
  double whole = SIMULATE + (matters ? MATTERS : 0);
  stretch part = {.from = 0, .to = SIMULATE / whole};
  polku_watch own;
  polku_options options = watched(s, &part, &own);
  s->result = s->own_result = polku_simulate(s->model, s->rules, &options, s->report);
  matters = matters && s->result && s->result->all.people > 0; /* of nobody nothing matters */
  if (matters)
    find_matters(s, whole);
  return s->result && (!matters || s->sensitivity);
}

void pk_story_forget(pk_story *s) {
  polku_result_free(s->own_result);
  polku_sensitivity_free(s->own_sensitivity);
}
