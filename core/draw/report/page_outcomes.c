/* What comes of it: the answer in one sentence, who finds work and when, how sure that is. */
#include "draw/report/chart.h"

#include "base/words.h"

#include <math.h>
#include <string.h>

const pk_told_outcome pk_told_outcomes[PK_TOLD_OUTCOMES] = {
    {PK_EMPLOYMENT_RATIO, "outcome.employment_ratio"},
    {PK_OPEN_EMPLOYMENT_RATIO, "outcome.open_employment_ratio"},
    {PK_LASTING_EMPLOYMENT, "outcome.lasting_employment"},
    {PK_EMPLOYED_AT_END, "outcome.employed_at_end"}};

/* ------------------------------------------------------------------------------------ summary */

void pk_tell_employed(pk_story *s, const polku_result *r, const char *key) {
  const polku_interval *i = &r->all.outcomes[PK_EMPLOYMENT_RATIO].interval;
  const char *plain = isfinite(i->low) ? "result.headline" : "result.headline-alone";
  double people = r->all.people;
  PK_TELL(s, key ? NULL : "lead", key ? key : plain, "people", pk_told_people(s, people),
          "employed", pk_told_number(s, i->value * people, 1), "within",
          pk_told_steps(s, "in-", r->horizon), "low", pk_told_number(s, i->low * people, 0), "high",
          pk_told_number(s, i->high * people, 0), NULL);
}

static void tell_target(pk_story *s, const pk_met_target *t) {
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", t->outcome);
  const char *word = pk_map_keep(s->map, &key);
  const char *outcome = pk_word_find(s->lang, word) ? pk_word(s->lang, word) : t->outcome;
  bool months = strncmp(t->outcome, "months", 6) == 0;
  const char *observed =
      months ? pk_told_number(s, t->observed, 1) : pk_told_percent(s, t->observed);
  const char *value = months ? pk_told_number(s, t->value, 1) : pk_told_percent(s, t->value);
  const char *at = pk_told_steps(s, "in-", t->at);
  if (t->has_interval)
    PK_POINT(s, "result.target-counts", "outcome", outcome, "at", at, "events",
             pk_told_number(s, t->events, 0), "of", pk_told_number(s, t->of, 0), "observed",
             observed, "value", value, "expected", pk_told_number(s, t->value * t->of, 1), NULL);
  else
    PK_POINT(s, "result.target", "outcome", outcome, "at", at, "observed", observed, "value", value,
             NULL);
}

/* What the third sector has to do with it, in one sentence each. */
static void tell_third(pk_story *s) {
  const polku_result *r = s->result;
  double together = r->all.reliance_together[PK_EMPLOYMENT_RATIO] * r->all.people;
  if (isfinite(r->all.reach_of_employed))
    PK_POINT(s, "result.reach", "reach", pk_told_percent(s, r->all.reach), "employed",
             pk_told_percent(s, r->all.reach_of_employed), NULL);
  if (r->third_count > 0 && isfinite(together) && together >= 0.05)
    PK_POINT(s, "page.without-all", "people", pk_told_number(s, together, 1), NULL);
}

void pk_page_summary(pk_story *s) {
  const polku_result *r = s->result;
  pk_tell_section(s, "summary", "page.summary");
  pk_tell_employed(s, s->result, NULL);
  if (r->at_least > 0)
    PK_POINT(s, "result.at-least", "people", pk_told_number(s, r->at_least, 0), "chance",
             pk_told_percent(s, r->at_least_chance), NULL);
  for (int i = 0; i < r->target_count; i++)
    tell_target(s, &r->targets[i]);
  tell_third(s);
  PK_POINT(s, "result.assumed", "assumed",
           pk_told_number(s, r->assumptions.of[PK_ASSUMED] + r->assumptions.of[PK_ESTIMATED], 0),
           "total", pk_told_number(s, r->assumptions.total, 0), NULL);
  pk_page_compared(s);
}

/* ----------------------------------------------------------------------------------- outcomes */

/* "45 % (30–59 %)" */
static const char *told(pk_story *s, const polku_interval *i) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_told_percent(s, i->value));
  if (isfinite(i->low))
    pk_text_addf(&text, " (%s–%s)", pk_told_number(s, i->low * 100, 0),
                 pk_told_percent(s, i->high));
  return pk_map_keep(s->map, &text);
}

static void tell_intervals(pk_story *s) {
  pk_bar bars[PK_TOLD_OUTCOMES];
  pk_text svg = PK_TEXT_EMPTY;
  for (int i = 0; i < PK_TOLD_OUTCOMES; i++) {
    const polku_interval *v = &s->result->all.outcomes[pk_told_outcomes[i].outcome].interval;
    bars[i] = (pk_bar){
        pk_word(s->lang, pk_told_outcomes[i].key), told(s, v), v->value, v->low, v->high, i == 0};
  }
  pk_chart_intervals(s, &svg, pk_word(s->lang, "page.outcomes.chart"), bars, PK_TOLD_OUTCOMES,
                     true);
  pk_tell_chart(s, "outcomes", pk_word(s->lang, "page.outcomes.caption"), &svg);
}

static void outcome_row(pk_story *s, const char *id, const char *key, const pk_estimate *e,
                        bool share) {
  polku_tables *t = s->tables;
  const double values[] = {e->interval.value, e->interval.low, e->interval.high};
  pk_table_named(t, id, pk_word(s->lang, key));
  for (int i = 0; i < 3; i++)
    if (share)
      pk_table_share(t, values[i]);
    else
      pk_table_number(t, values[i], 1);
  pk_table_share(t, e->interval.luck_share);
}

static void tell_outcome_table(pk_story *s) {
  static const pk_column heads[] = {{"outcome", "page.outcome"},
                                    {"value", "result.estimate"},
                                    {"low", "page.low"},
                                    {"high", "page.high"},
                                    {"luck_share", "result.luck"}};
  polku_tables *t = s->tables;
  const pk_estimate *o = s->result->all.outcomes;
  pk_tell_table_begin(s, "outcomes", "result.outcomes", "page.outcomes.note");
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < PK_TOLD_OUTCOMES; i++)
    outcome_row(s, pk_outcome_name(pk_told_outcomes[i].outcome), pk_told_outcomes[i].key,
                &o[pk_told_outcomes[i].outcome], true);
  outcome_row(s, "months_employed", "outcome.months_employed", &o[PK_MONTHS_EMPLOYED], false);
  pk_tell_table_end(s);
}

/* --------------------------------------------------------------------------------- over time */

/* Wilson's 90 % interval of a share that was counted. */
static void wilson(double events, double of, double *low, double *high) {
  const double z = 1.6448536269514722, p = events / of, z2n = z * z / of;
  double middle = (p + z2n / 2) / (1 + z2n);
  double half = z / (1 + z2n) * sqrt(p * (1 - p) / of + z2n / (4 * of));
  *low = middle - half;
  *high = middle + half;
}

enum { SEEN_MOST = 6, TIMES_MOST = 24 };

static int find_seen(pk_story *s, pk_observed_at *seen) {
  const polku_result *r = s->result;
  int count = 0;
  for (int i = 0; i < r->target_count && count < SEEN_MOST; i++) {
    const pk_met_target *t = &r->targets[i];
    if (t->group || t->at > r->horizon || strcmp(t->outcome, "employment_ratio") != 0)
      continue;
    seen[count] = (pk_observed_at){.at = t->at, .value = t->observed, .low = NAN, .high = NAN};
    if (t->has_interval && t->of > 0) {
      wilson(t->events, t->of, &seen[count].low, &seen[count].high);
      seen[count].name =
          pk_map_fill(s->map, "page.seen.counts", "events", pk_told_number(s, t->events, 0), "of",
                      pk_told_number(s, t->of, 0), NULL);
    } else {
      seen[count].name =
          pk_map_fill(s->map, "page.seen", "share", pk_told_percent(s, t->observed), NULL);
    }
    count++;
  }
  return count;
}

static void tell_curve(pk_story *s) {
  const polku_result *r = s->result;
  const polku_interval *work = &r->all.outcomes[PK_EMPLOYMENT_RATIO].interval;
  const polku_interval *open = &r->all.outcomes[PK_OPEN_EMPLOYMENT_RATIO].interval;
  pk_curve curves[] = {
      {pk_word(s->lang, "page.curve.work"), r->all.employed, work->low, work->high, true},
      {pk_word(s->lang, "page.curve.open"), r->all.open, open->low, open->high, false}};
  pk_observed_at seen[SEEN_MOST];
  pk_text svg = PK_TEXT_EMPTY;
  int count = find_seen(s, seen);
  pk_chart_curves(s, &svg,
                  &(pk_curves_drawn){.name = pk_word(s->lang, "page.curve.chart"),
                                     .curve_count = 2,
                                     .curves = curves,
                                     .seen_count = count,
                                     .seen = seen,
                                     .share = true});
  pk_tell_chart(s, "time",
                pk_word(s->lang, count ? "page.curve.caption.seen" : "page.curve.caption"), &svg);
}

int pk_table_times(const polku_result *r, int most) {
  static const int months[] = {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 0},
                   others[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 0};
  const int *list = r->step == PK_STEP_MONTH ? months : others;
  while (list[1] && r->horizon / *list + 1 > most)
    list++;
  return *list;
}

static void tell_curve_table(pk_story *s) {
  static const pk_column heads[] = {{"step", "page.time"},
                                    {"employment_ratio", "page.curve.work"},
                                    {"open_employment_ratio", "page.curve.open"},
                                    {"at_work", "page.curve.now"}};
  polku_tables *t = s->tables;
  const polku_result *r = s->result;
  int step = pk_table_times(r, 9);
  pk_tell_table_begin(s, "time", "page.curve.table", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int at = 0; at <= r->horizon;
       at += at + step > r->horizon && at < r->horizon ? r->horizon - at : step) {
    pk_text id = PK_TEXT_EMPTY;
    pk_text_addf(&id, "%d", at);
    pk_table_named(t, pk_map_keep(s->map, &id), pk_told_steps(s, "n-", at));
    pk_table_share(t, r->all.employed[at]);
    pk_table_share(t, r->all.open[at]);
    pk_table_share(t, r->all.at_work[at]);
  }
  pk_tell_table_end(s);
}

void pk_page_outcomes(pk_story *s) {
  const polku_result *r = s->result;
  pk_tell_section(s, "outcomes", "page.outcomes");
  tell_curve(s);
  tell_curve_table(s);
  if (isfinite(r->all.median))
    PK_TELL(s, NULL, "result.median", "months", pk_told_number(s, r->all.median, 0), NULL);
  else
    PK_TELL(s, NULL, "result.median-not-reached", "share",
            pk_told_percent(s, r->all.outcomes[PK_EMPLOYMENT_RATIO].interval.value), NULL);
  tell_intervals(s);
  tell_outcome_table(s);
}

/* ------------------------------------------------------------------------------------- groups */

void pk_page_groups(pk_story *s) {
  static const pk_column heads[] = {{"group", "page.group"},
                                    {"people", "page.people"},
                                    {"value", "result.estimate"},
                                    {"low", "page.low"},
                                    {"high", "page.high"}};
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  pk_text svg = PK_TEXT_EMPTY;
  if (r->group_count < 2)
    return;
  pk_bar *bars = PK_NEW_ARRAY(s->map->arena, pk_bar, (size_t)r->group_count);
  if (!bars) {
    s->failed = true;
    return;
  }
  pk_tell_section(s, "groups", "page.groups");
  pk_tell_table_begin(s, "groups", "page.groups.table", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int g = 0; g < r->group_count; g++) {
    const pk_answer *a = &r->groups[g];
    const polku_interval *i = &a->outcomes[PK_EMPLOYMENT_RATIO].interval;
    bars[g] = (pk_bar){pk_told_name(s, &a->group), told(s, i), i->value, i->low, i->high, true};
    pk_table_named(t, a->group.id, bars[g].name);
    pk_table_number(t, a->people, fabs(a->people - round(a->people)) < 1e-9 ? 0 : 1);
    pk_table_share(t, i->value);
    pk_table_share(t, i->low);
    pk_table_share(t, i->high);
  }
  pk_chart_intervals(s, &svg, pk_word(s->lang, "page.groups.chart"), bars, r->group_count, true);
  pk_tell_chart(s, "groups", pk_word(s->lang, "page.groups.caption"), &svg);
  pk_tell_table_end(s);
}
