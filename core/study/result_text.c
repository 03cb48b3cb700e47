/* A result for a steering group in a terminal: the answer first, then how sure it is, then where
 * people are, what the third sector does, and what the reader must know before using it. */
#include "base/lang.h"
#include "study/result_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *pk_result_name(const pk_pen *pen, const pk_label *label) {
  return pk_name_text(&label->name, pen->lang, label->id);
}

void pk_result_say(pk_pen *pen, const char *mark, const char *key, const char *const *args,
                   size_t count) {
  pk_text text = PK_TEXT_EMPTY;
  pk_word_fill(&text, pen->lang, key, args, count);
  if (text.failed)
    pen->out.failed = true;
  else
    pk_pen_paragraph(pen, mark, text.data);
  pk_text_free(&text);
}

const char *pk_result_steps(pk_pen *pen, const polku_result *r, const char *form, const char *n,
                            pk_steps_text *buffer) {
  pk_text key = PK_TEXT_EMPTY, text = PK_TEXT_EMPTY;
  pk_text_addf(&key, "result.%s%s", form, pk_step_ids[r->step]);
  pk_word_add(&text, pen->lang, key.data ? key.data : "", "n", n, NULL);
  buffer->text[0] = '\0';
  if (!text.failed && text.data)
    strncat(buffer->text, text.data, sizeof buffer->text - 1);
  pen->out.failed = pen->out.failed || text.failed || key.failed;
  pk_text_free(&key);
  pk_text_free(&text);
  return buffer->text;
}

/* A whole number of steps. */
static const char *steps_text(pk_pen *pen, const polku_result *r, const char *form, int steps,
                              pk_steps_text *buffer) {
  return pk_result_steps(pen, r, form, pk_pen_number(pen, steps, 0), buffer);
}

/* ------------------------------------------------------------------------------------ headline */

static void say_headline(pk_pen *pen, const polku_result *r) {
  const pk_estimate *e = &r->all.outcomes[PK_EMPLOYMENT_RATIO];
  double people = r->all.people;
  int decimals = fabs(people - round(people)) < 1e-9 ? 0 : 1;
  pk_steps_text within;
  bool spread = isfinite(e->interval.low); /* one run alone tells nothing of its spread */
  PK_SAY(pen, "", spread ? "result.headline" : "result.headline-alone", "people",
         pk_pen_number(pen, people, decimals), "employed",
         pk_pen_number(pen, e->interval.value * people, 1), "within",
         steps_text(pen, r, "in-", r->horizon, &within), "low",
         pk_pen_number(pen, e->interval.low * people, 0), "high",
         pk_pen_number(pen, e->interval.high * people, 0));
}

static void say_target(pk_pen *pen, const polku_result *r, const pk_met_target *t) {
  pk_steps_text within;
  bool months = strncmp(t->outcome, "months", 6) == 0;
  const char *outcome = pk_word(pen->lang, t->outcome);
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", t->outcome);
  if (key.data && pk_word_find(pen->lang, key.data))
    outcome = pk_word(pen->lang, key.data);
  const char *observed =
      months ? pk_pen_number(pen, t->observed, 1) : pk_pen_percent(pen, t->observed);
  const char *value = months ? pk_pen_number(pen, t->value, 1) : pk_pen_percent(pen, t->value);
  const char *at = steps_text(pen, r, "in-", t->at, &within);
  if (t->has_interval)
    PK_SAY(pen, "  ", "result.target-counts", "outcome", outcome, "at", at, "events",
           pk_pen_number(pen, t->events, 0), "of", pk_pen_number(pen, t->of, 0), "observed",
           observed, "value", value, "expected", pk_pen_number(pen, t->value * t->of, 1));
  else
    PK_SAY(pen, "  ", "result.target", "outcome", outcome, "at", at, "observed", observed, "value",
           value);
  pen->out.failed = pen->out.failed || key.failed;
  pk_text_free(&key);
}

static void say_at_least(pk_pen *pen, const polku_result *r) {
  if (r->at_least > 0)
    PK_SAY(pen, "", "result.at-least", "people", pk_pen_number(pen, r->at_least, 0), "chance",
           pk_pen_percent(pen, r->at_least_chance));
}

static void head(pk_pen *pen, const polku_result *r) {
  pk_pen_bold(pen, true);
  pk_pen_paragraph(pen, "", pk_name_text(&r->title, pen->lang, r->file));
  pk_pen_bold(pen, false);
  if (r->scenario)
    PK_SAY(pen, "", "result.scenario", "scenario", r->scenario);
  pk_text_add_char(&pen->out, '\n');
  say_headline(pen, r);
  say_at_least(pen, r);
  for (int i = 0; i < r->target_count; i++)
    say_target(pen, r, &r->targets[i]);
  pk_result_engine(pen, r);
}

/* ------------------------------------------------------------------------------------ outcomes */

static void chart(pk_pen *pen, const polku_result *r) {
  pk_steps_text last;
  pk_pen_heading(pen, pk_word(pen->lang, "result.curve"));
  pk_pen_chart(pen, &(pk_chart){.values = r->all.employed,
                                .stride = 1,
                                .count = r->horizon + 1,
                                .rows = 5,
                                .share = true,
                                .first = "0",
                                .last = steps_text(pen, r, "n-", r->horizon, &last)});
}

static void outcome_row(pk_pen *pen, const char *key, const pk_estimate *e, bool months) {
  const polku_interval *i = &e->interval;
  pk_text range = PK_TEXT_EMPTY;
  if (isfinite(i->low)) {
    pk_text_add(&range, months ? pk_pen_number(pen, i->low, 1) : pk_pen_percent(pen, i->low));
    pk_text_add(&range, " – ");
    pk_text_add(&range, months ? pk_pen_number(pen, i->high, 1) : pk_pen_percent(pen, i->high));
  }
  pk_pen_label(pen, pk_word(pen->lang, key), 0, 38);
  pk_pen_cell(pen, months ? pk_pen_number(pen, i->value, 1) : pk_pen_percent(pen, i->value), 10,
              PK_RIGHT);
  pk_pen_cell(pen, range.data ? range.data : "–", 17, PK_RIGHT);
  pk_pen_cell(pen, pk_pen_percent(pen, i->luck_share), 10, PK_RIGHT);
  pk_text_add_char(&pen->out, '\n');
  pen->out.failed = pen->out.failed || range.failed;
  pk_text_free(&range);
}

static void outcomes(pk_pen *pen, const polku_result *r) {
  const pk_estimate *o = r->all.outcomes;
  pk_pen_heading(pen, pk_word(pen->lang, "result.outcomes"));
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, 38);
  pk_pen_cell(pen, pk_word(pen->lang, "result.estimate"), 10, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.interval"), 17, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.luck"), 10, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
  outcome_row(pen, "outcome.employment_ratio", &o[PK_EMPLOYMENT_RATIO], false);
  outcome_row(pen, "outcome.open_employment_ratio", &o[PK_OPEN_EMPLOYMENT_RATIO], false);
  outcome_row(pen, "outcome.lasting_employment", &o[PK_LASTING_EMPLOYMENT], false);
  outcome_row(pen, "outcome.employed_at_end", &o[PK_EMPLOYED_AT_END], false);
  outcome_row(pen, "outcome.months_employed", &o[PK_MONTHS_EMPLOYED], true);
  if (isfinite(r->all.median))
    PK_SAY(pen, "", "result.median", "months", pk_pen_number(pen, r->all.median, 0));
  else
    PK_SAY(pen, "", "result.median-not-reached", "share",
           pk_pen_percent(pen, o[PK_EMPLOYMENT_RATIO].interval.value));
}

static void groups(pk_pen *pen, const polku_result *r) {
  if (r->group_count < 2)
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "result.groups"));
  for (int g = 0; g < r->group_count; g++) {
    const pk_answer *a = &r->groups[g];
    pk_text label = PK_TEXT_EMPTY;
    pk_text_addf(&label, "%s (%s)", pk_result_name(pen, &a->group),
                 pk_pen_number(pen, a->people, 0));
    const polku_interval *i = &a->outcomes[PK_EMPLOYMENT_RATIO].interval;
    pk_pen_label(pen, label.data ? label.data : "", 0, 38);
    pk_pen_cell(pen, pk_pen_percent(pen, i->value), 10, PK_RIGHT);
    pen->out.failed = pen->out.failed || label.failed;
    pk_text_free(&label);
    pk_text_addf(&label, "%s – %s", pk_pen_percent(pen, i->low), pk_pen_percent(pen, i->high));
    pk_pen_cell(pen, label.data && isfinite(i->low) ? label.data : "–", 17, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
    pen->out.failed = pen->out.failed || label.failed;
    pk_text_free(&label);
  }
}

/* -------------------------------------------------------------------------------------- stages */

/* Places at a stage, left out of the computation or played; NaN where there is room for all. */
static double places_of(const polku_result *r, int stage) {
  for (int i = 0; i < r->capacity_count; i++)
    if (r->capacities[i].stage == stage)
      return r->capacities[i].places;
  for (int i = 0; r->all.doors && i < r->door_count; i++)
    if (r->all.doors[i].stage == stage)
      return r->all.doors[i].places;
  return NAN;
}

/* More people than places are expected: the computation had no limits. */
static bool overfull(const polku_result *r, int stage) {
  for (int i = 0; i < r->capacity_count; i++)
    if (r->capacities[i].stage == stage)
      return r->capacities[i].fullest > r->capacities[i].places + 0.05;
  return false;
}

static double fullest(const polku_result *r, int stage) {
  double most = 0;
  for (int t = 0; t <= r->horizon; t++)
    most = fmax(most, r->all.occupancy[t * r->stage_count + stage]);
  return most;
}

static void number_cell(pk_pen *pen, double value, int decimals, int columns) {
  pk_pen_cell(pen, pk_pen_short(pen, value, decimals, columns), columns, PK_RIGHT);
}

static void stage_row(pk_pen *pen, const polku_result *r, int s) {
  double places = places_of(r, s);
  pk_pen_label(pen, pk_result_name(pen, &r->stages[s]), 0, 47);
  number_cell(pen, r->all.occupancy[r->horizon * r->stage_count + s], 1, 10);
  number_cell(pen, r->all.person_months[s], 0, 12);
  number_cell(pen, fullest(r, s), 1, 13);
  if (isfinite(places))
    number_cell(pen, places, 0, 10);
  pk_text_add(&pen->out, overfull(r, s) ? " !\n" : "\n");
}

static void stages(pk_pen *pen, const polku_result *r) {
  pk_pen_heading(pen, pk_word(pen->lang, "result.stages"));
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, 47);
  pk_pen_cell(pen, pk_word(pen->lang, "result.at-end"), 10, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.person-months"), 12, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.fullest"), 13, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.places"), 10, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
  for (int s = 0; s < r->stage_count; s++)
    if (!r->stage_passage[s])
      stage_row(pen, r, s);
}

static void amounts(pk_pen *pen, const polku_result *r) {
  if (r->account_count == 0)
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "result.amounts"));
  for (int i = 0; i < r->account_count; i++) {
    const polku_interval *e = &r->all.money[i].interval;
    pk_pen_label(pen, pk_result_name(pen, &r->accounts[i]), 0, 47);
    number_cell(pen, e->value, 0, 13);
    pk_text_addf(&pen->out, " %s", r->account_units[i] ? r->account_units[i] : "");
    if (isfinite(e->low))
      pk_text_addf(&pen->out, "  (%s – %s)", pk_pen_number(pen, e->low, 0),
                   pk_pen_number(pen, e->high, 0));
    pk_text_add_char(&pen->out, '\n');
  }
}

/* ------------------------------------------------------------------------- what one must know */

static void say_limits(pk_pen *pen, const polku_result *r) {
  pk_steps_text at;
  if (r->capacity_count > 0)
    PK_SAY(pen, "• ", "result.without-limits", "", "");
  for (int i = 0; i < r->capacity_count; i++) {
    const pk_capacity *c = &r->capacities[i];
    PK_SAY(pen, "    ", c->fullest > c->places + 0.05 ? "result.stage-over" : "result.stage-within",
           "stage", pk_result_name(pen, &r->stages[c->stage]), "people",
           pk_pen_number(pen, c->fullest, 1), "places", pk_pen_number(pen, c->places, 0), "at",
           steps_text(pen, r, "at-", c->fullest_at, &at));
  }
  if (r->budget_count > 0)
    PK_SAY(pen, "• ", "result.without-budgets", "", "");
}

static void say_refusals(pk_pen *pen, const polku_result *r) {
  double refused = 0, over = 0;
  for (int t = 0; t < r->transition_count; t++)
    refused += r->all.refused[t];
  for (int s = 0; s < r->stage_count; s++)
    over += r->all.over_limit[s];
  if (refused > 0.05)
    PK_SAY(pen, "• ", "result.refused", "count", pk_pen_number(pen, refused, 1));
  if (over > 0.05)
    PK_SAY(pen, "• ", "result.over-limit", "count", pk_pen_number(pen, over, 1));
}

static const char *draws_word(const polku_result *r) {
  if (r->draws == r->draws_asked)
    return "result.draws";
  return r->stopped ? "result.draws-stopped" : "result.draws-fewer";
}

static void say_draws(pk_pen *pen, const polku_result *r) {
  const char *uncertain = pk_pen_number(pen, r->uncertain, 0);
  if (r->uncertain == 0)
    PK_SAY(pen, "• ", "result.no-uncertain", "", "");
  else if (r->draws > 0)
    PK_SAY(pen, "• ", draws_word(r), "draws", pk_pen_number(pen, r->draws, 0), "asked",
           pk_pen_number(pen, r->draws_asked, 0), "numbers", uncertain);
  else
    PK_SAY(pen, "• ",
           r->draws_asked > 0 && !r->stopped ? "result.draws-too-many" : "result.draws-none",
           "numbers", uncertain);
}

void pk_result_caveats(pk_pen *pen, const polku_result *r) {
  const pk_assumptions *a = &r->assumptions;
  pk_pen_heading(pen, pk_word(pen->lang, "result.know"));
  PK_SAY(pen, "• ", "result.assumed", "assumed",
         pk_pen_number(pen, a->of[PK_ASSUMED] + a->of[PK_ESTIMATED], 0), "total",
         pk_pen_number(pen, a->total, 0));
  pk_result_error(pen, r);
  say_draws(pen, r);
  say_limits(pen, r);
  say_refusals(pen, r);
  if (r->error_bound > 0)
    PK_SAY(pen, "• ", "result.error-bound", "people",
           pk_pen_number(pen, r->error_bound, r->error_bound < 0.001 ? 6 : 3));
  if (r->refine > 1)
    PK_SAY(pen, "• ", "result.refined", "k", pk_pen_number(pen, r->refine, 0), "people",
           pk_pen_number(pen, r->refined[PK_EMPLOYMENT_RATIO] * r->all.people, 2));
}

char *polku_result_text(const polku_result *r, polku_lang lang, int width, bool colour) {
  if (!r)
    return NULL;
  pk_pen pen;
  pk_pen_start(&pen, lang, width > 0 ? width : 80, colour);
  head(&pen, r);
  chart(&pen, r);
  outcomes(&pen, r);
  groups(&pen, r);
  stages(&pen, r);
  pk_result_places(&pen, r);
  amounts(&pen, r);
  pk_result_third(&pen, r);
  pk_result_caveats(&pen, r);
  return pk_pen_take(&pen);
}
