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
enum { SIMULATE = 1, COMPARE = 2, MATTERS = 4 };

static void compare(pk_story *s, double from, double to) {
  stretch part = {.from = from, .to = to};
  polku_watch own;
  polku_compare_options options = {.simulation = watched(s, &part, &own),
                                   .outcome = s->options->outcome,
                                   .account = s->options->account,
                                   .worth = s->options->worth};
  s->comparison = s->own_comparison = polku_compare(s->cases, s->case_count, &options, s->report);
}

static void find_matters(pk_story *s, double from) {
  stretch part = {.from = from, .to = 1};
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

static void simulate(pk_story *s, double to) {
  stretch part = {.from = 0, .to = to};
  polku_watch own;
  polku_options options = watched(s, &part, &own);
  s->result = s->own_result = polku_simulate(s->model, s->rules, &options, s->report);
}

/* The outcomes of the first case are also a part of the comparison; there is no need for more where
 * the report tells nothing else. */
static bool compute_comparison(pk_story *s) {
  s->comparison = s->options->comparison;
  if (!s->comparison)
    compare(s, 0, 1);
  s->result = s->comparison ? s->comparison->results[0] : NULL;
  if (s->comparison && !s->result)
    simulate(s, 1);
  return s->result != NULL;
}

/* The model at the end of a day and at its beginning, each by itself: same luck, same draws. */
static bool compute_minutes(pk_story *s) {
  const polku_case *before = &s->cases[1];
  simulate(s, 1);
  if (s->result && s->case_count > 1)
    s->begun = polku_simulate(before->model, before->rules, &s->options->simulation, s->report);
  return s->result && (s->case_count < 2 || s->begun);
}

bool pk_story_compute(pk_story *s) {
  if (s->options->day)
    return compute_minutes(s);
  if (s->options->comparison_only)
    return compute_comparison(s);
  bool matters = !s->options->no_sensitivity, several = s->case_count > 1;
  double parts = SIMULATE + (several ? COMPARE : 0) + (matters ? MATTERS : 0);
  double simulated = SIMULATE / parts, compared = simulated + (several ? COMPARE / parts : 0);
  simulate(s, simulated);
  s->comparison = s->options->comparison;
  if (s->result && several && !s->comparison)
    compare(s, simulated, compared);
  if (!s->result || (several && !s->comparison))
    return false;
  matters = matters && s->result->all.people > 0; /* of nobody nothing matters */
  if (matters)
    find_matters(s, compared);
  return !matters || s->sensitivity;
}

void pk_story_forget(pk_story *s) {
  polku_result_free(s->own_result);
  polku_result_free(s->begun);
  polku_comparison_free(s->own_comparison);
  polku_sensitivity_free(s->own_sensitivity);
}
