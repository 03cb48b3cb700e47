/* How other cases differ from the first: the answer, what each outcome gains or loses with the same
 * luck, the two paths in one picture, what it costs, for whom, by which rules, and what is built
 * differently. */
#include "draw/report/chart.h"

#include "base/words.h"
#include "draw/compare.h"
#include "study/comparison_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ENDLESS = 1 << 24 };

static const pk_outcome told[] = {PK_EMPLOYMENT_RATIO,   PK_OPEN_EMPLOYMENT_RATIO,
                                  PK_LASTING_EMPLOYMENT, PK_EMPLOYED_AT_END,
                                  PK_MONTHS_EMPLOYED,    PK_RESTRICTED_MEAN};
enum { TOLD = sizeof told / sizeof told[0], RATIOS = 4 };

const char *pk_told_case(pk_story *s, int i) {
  pk_pen pen;
  pk_text title = PK_TEXT_EMPTY;
  pk_pen_start(&pen, s->lang, ENDLESS, false);
  pk_text_add(&title, pk_compared_title(&pen, s->comparison, i));
  const pk_name plain = {{NULL}};
  const char *kept = pk_map_name(s->map, &plain, pk_map_keep(s->map, &title));
  char *nothing = pk_pen_take(&pen);
  s->failed = s->failed || !nothing;
  free(nothing);
  return kept;
}

typedef void say_one(pk_pen *pen, const polku_comparison *c, int other);
typedef void say_all(pk_pen *pen, const polku_comparison *c);

static void tell_one(pk_story *s, say_one *say, int other) {
  pk_pen pen;
  pk_pen_start(&pen, s->lang, ENDLESS, false);
  say(&pen, s->comparison, other);
  pk_tell_penned(s, &pen);
}

static void tell_sentences(pk_story *s, say_all *say) {
  pk_pen pen;
  pk_pen_start(&pen, s->lang, ENDLESS, false);
  say(&pen, s->comparison);
  pk_tell_penned(s, &pen);
}

/* ------------------------------------------------------------------------------- differences */

static const char *outcome_word(const pk_story *s, pk_outcome outcome) {
  char key[64];
  snprintf(key, sizeof key, "outcome.%s", pk_outcome_name(outcome));
  return pk_word(s->lang, key);
}

/* "+4,8" */
static const char *change(pk_story *s, double value) {
  const char *number = pk_told_number(s, fabs(value), 1);
  pk_text text = PK_TEXT_EMPTY;
  if (isfinite(value) && fabs(value) >= 0.05)
    pk_text_add(&text, value > 0 ? "+" : "\xe2\x88\x92");
  pk_text_add(&text, number);
  return pk_map_keep(s->map, &text);
}

/* "+4,8 (+3,4…+6,4)" */
static const char *change_told(pk_story *s, const pk_paired *p, double times) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, change(s, p->value * times));
  if (isfinite(p->expected_low))
    pk_text_addf(&text, " (%s…%s)", change(s, p->expected_low * times),
                 change(s, p->expected_high * times));
  return pk_map_keep(s->map, &text);
}

/* Whether anybody would see a difference. */
static bool differs(const polku_comparison *c, int other, double people) {
  for (int i = 0; i < RATIOS; i++) {
    const pk_paired *p = pk_paired_at(c, other, 0, (int)told[i]);
    const double ends[] = {p->value, p->expected_low, p->expected_high};
    for (int k = 0; k < 3; k++)
      if (fabs(ends[k]) * people >= 0.05)
        return true;
  }
  return false;
}

static void tell_chart(pk_story *s, int other, double people) {
  pk_bar bars[RATIOS];
  pk_text svg = PK_TEXT_EMPTY;
  char id[32];
  for (int i = 0; i < RATIOS; i++) {
    const pk_paired *p = pk_paired_at(s->comparison, other, 0, (int)told[i]);
    bars[i] = (pk_bar){outcome_word(s, told[i]),  change_told(s, p, people),
                       p->value * people,         p->expected_low * people,
                       p->expected_high * people, told[i] == s->comparison->outcome};
  }
  snprintf(id, sizeof id, "differences-%d", other);
  pk_chart_intervals(
      s, &svg,
      pk_map_fill(s->map, "page.compare.chart", "people", pk_told_number(s, people, 0), NULL), bars,
      RATIOS, false);
  pk_tell_chart(
      s, id,
      pk_map_fill(s->map, "page.compare.caption", "people", pk_told_number(s, people, 0), NULL),
      &svg);
}

static void paired_columns(pk_story *s) {
  static const pk_column heads[] = {
      {"before", "comparison.head-before"}, {"after", "comparison.head-after"},
      {"difference", "comparison.change"},  {"expected_low", "page.low"},
      {"expected_high", "page.high"},       {"better", "comparison.improves"}};
  PK_TABLE_COLUMNS(s->tables, heads);
}

/* A chance that draws do not tell from certainty is not told as certain. */
static void chance_cell(pk_story *s, double p) {
  char number[32];
  if (!(p > 0.99) && !(p < 0.01))
    pk_table_share(s->tables, p);
  else
    pk_table_named(s->tables, pk_number_text(number, p),
                   pk_map_fill(s->map, p > 0.5 ? "comparison.over" : "comparison.under", "percent",
                               pk_told_percent(s, p > 0.5 ? 0.99 : 0.01), NULL));
}

static void paired_cells(pk_story *s, const pk_paired *p, double times, int decimals) {
  const double values[] = {p->before, p->after, p->value, p->expected_low, p->expected_high};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    pk_table_number(s->tables, values[i] * times, decimals);
  chance_cell(s, p->better);
}

static const char *numbered(pk_story *s, const char *id, int other) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, s->comparison->case_count > 2 ? "%s-%d" : "%s", id, other);
  return pk_map_keep(s->map, &text);
}

static void tell_differences(pk_story *s, int other, double people) {
  const polku_comparison *c = s->comparison;
  const char *title =
      pk_map_fill(s->map, "comparison.outcomes-of", "people", pk_told_number(s, people, 0), NULL);
  pk_tell_table_begin(s, numbered(s, "differences", other), title, "page.compare.note");
  pk_table_column(s->tables, "outcome", "page.outcome");
  paired_columns(s);
  for (int i = 0; i < TOLD; i++) {
    pk_table_named(s->tables, pk_outcome_name(told[i]), outcome_word(s, told[i]));
    paired_cells(s, pk_paired_at(c, other, 0, (int)told[i]), i < RATIOS ? people : 1, 1);
  }
  pk_tell_table_end(s);
}

static void tell_groups(pk_story *s, int other) {
  const polku_comparison *c = s->comparison;
  bool months = c->outcome == PK_MONTHS_EMPLOYED || c->outcome == PK_RESTRICTED_MEAN;
  if (c->group_count < 2)
    return;
  pk_tell_table_begin(s, numbered(s, "group_differences", other),
                      pk_map_fill(s->map,
                                  months ? "comparison.groups-months" : "comparison.groups-of",
                                  "outcome", outcome_word(s, c->outcome), NULL),
                      NULL);
  pk_table_column(s->tables, "group", "page.group");
  paired_columns(s);
  for (int g = 0; g < c->group_count; g++) {
    pk_table_named(s->tables, c->groups[g].id, pk_told_name(s, &c->groups[g]));
    paired_cells(s, pk_paired_at(c, other, g + 1, (int)c->outcome),
                 months ? 1 : pk_compared_people(c, other, g + 1), 1);
  }
  pk_tell_table_end(s);
}

static void tell_costs(pk_story *s, int other) {
  static const pk_column heads[] = {{"account", "page.account"}, {"unit", "page.unit"}};
  const polku_comparison *c = s->comparison;
  if (c->account_count == 0)
    return;
  pk_tell_table_begin(s, numbered(s, "cost_differences", other), "comparison.costs", NULL);
  PK_TABLE_COLUMNS(s->tables, heads);
  paired_columns(s);
  for (int i = 0; i < c->account_count; i++) {
    pk_table_named(s->tables, c->accounts[i].id, pk_told_name(s, &c->accounts[i]));
    pk_table_text(s->tables, c->account_units[i]);
    paired_cells(s, pk_paired_at(c, other, 0, PK_OUTCOMES + i), 1, 0);
  }
  pk_tell_table_end(s);
  tell_one(s, pk_compared_prices, other);
}

/* ------------------------------------------------------------------------------- what is other */

/* So many rows of what is different are read; all of them stand in the files of `polku compare`. */
enum { ROWS_MOST = 24 };

/* The table that somebody else has written into the report's own, without rows that nobody misses:
 * those that `worth` leaves out (NULL: none), and what is beyond ROWS_MOST. False when it has none.
 */
static bool tell_shortened(pk_story *s, bool (*worth)(const polku_cell *row)) {
  polku_table table;
  int kept = 0, all = 0;
  if (s->tables->failed || s->table_count >= (size_t)s->tables->count ||
      !polku_table_at(s->tables, s->table_count++, &table) || table.row_count == 0)
    return false;
  size_t width = (size_t)table.column_count;
  polku_cell *cells = PK_NEW_ARRAY(s->map->arena, polku_cell, ROWS_MOST * width);
  if (!cells) {
    s->failed = true;
    return true;
  }
  for (int row = 0; row < table.row_count; row++) {
    const polku_cell *from = table.cells + (size_t)row * width;
    if (worth && !worth(from))
      continue;
    if (all++ < ROWS_MOST)
      memcpy(cells + (size_t)kept++ * width, from, width * sizeof *cells);
  }
  int left = table.row_count - kept;
  table.cells = cells;
  table.row_count = kept;
  pk_tell_table(s, &table);
  if (left > 0)
    PK_TELL(s, "note", "page.compare.more", "count", pk_told_number(s, left, 0), NULL);
  return true;
}

/* A change that only looks different, a name or a source, is not worth a line of the page. */
static bool matters(const polku_cell *row) {
  return !row[0].id || strcmp(row[0].id, "info") != 0;
}

/* Whether something that the map shows is another one. */
static bool seen(const pk_model_changes *changes) {
  for (int i = 0; i < changes->count; i++)
    if (pk_compare_draws(changes->at[i].section))
      return true;
  return false;
}

static void tell_picture(pk_story *s, int other) {
  polku_draw_options options = {.lang = s->lang,
                                .view = POLKU_VIEW_COMPARE,
                                .other = &s->cases[other],
                                .comparison = s->case_count == 2 ? s->comparison : NULL};
  char id[32];
  snprintf(id, sizeof id, "compare-%d", other);
  if (s->options->renderer && seen(s->comparison->beside[other].changes))
    pk_tell_picture(s, &options, id, pk_word(s->lang, "page.compare.map"));
}

static void tell_structure(pk_story *s, int other) {
  const pk_beside *beside = &s->comparison->beside[other];
  if (!beside->changes)
    return;
  pk_tell_heading(s, pk_word(s->lang, "comparison.structure"));
  if (beside->changes->count == 0) {
    PK_TELL(s, NULL, "page.compare.same-model", NULL);
    return;
  }
  tell_picture(s, other);
  pk_model_changes_table(beside->changes, s->tables);
  tell_shortened(s, matters);
}

static void tell_rules(pk_story *s, int other) {
  const pk_beside *beside = &s->comparison->beside[other];
  if (!beside->behaviours)
    return;
  pk_behaviours_table(beside->behaviours, s->tables);
  if (tell_shortened(s, NULL))
    return;
  pk_tell_heading(s, pk_word(s->lang, "comparison.rules"));
  PK_TELL(s, NULL, "page.compare.same-rules", NULL);
}

static void tell_case(pk_story *s, int other) {
  const pk_beside *beside = &s->comparison->beside[other];
  char id[32];
  snprintf(id, sizeof id, "comparison-%d", other);
  pk_tell_section_named(s, id,
                        pk_map_fill(s->map, "page.compare", "name", pk_told_case(s, other), NULL));
  tell_one(s, pk_compared_answer, other);
  if (beside->paired) {
    double people = pk_compared_people(s->comparison, other, 0);
    if (differs(s->comparison, other, people))
      tell_chart(s, other, people);
    tell_differences(s, other, people);
    tell_groups(s, other);
    tell_costs(s, other);
  }
  pk_tables_about(s->tables, other, s->comparison->case_count > 2 ? pk_told_case(s, other) : NULL);
  tell_rules(s, other);
  tell_structure(s, other);
  pk_tables_about(s->tables, 0, NULL);
}

/* ---------------------------------------------------------------------------------- the whole */

static void tell_best(pk_story *s) {
  static const pk_column heads[] = {{"case", "comparison.head-case"},
                                    {"chance_best", "comparison.head-chance_best"}};
  const polku_comparison *c = s->comparison;
  if (!c->results[0] || !pk_compared_ranked(c))
    return;
  pk_tell_section(s, "best", "comparison.best");
  pk_tell_table_begin(s, "best", "comparison.table-best", "comparison.note-best");
  PK_TABLE_COLUMNS(s->tables, heads);
  for (int i = 0; i < c->case_count; i++) {
    pk_table_named(s->tables, c->names[i], pk_told_case(s, i));
    chance_cell(s, c->best[i]);
  }
  pk_tell_table_end(s);
  tell_sentences(s, pk_compared_information);
}

void pk_page_comparison(pk_story *s) {
  if (!s->comparison)
    return;
  for (int i = 1; i < s->comparison->case_count; i++)
    tell_case(s, i);
  tell_best(s);
  if (s->comparison->results[0]) {
    pk_tell_section(s, "comparing", "page.compare.how");
    PK_TELL(s, NULL, "page.compare.how.lead", NULL);
    if (s->comparison->played && !s->options->comparison_only)
      PK_TELL(s, NULL, "page.compare.own-runs", NULL);
    tell_sentences(s, pk_compared_how);
  }
}

/* The answer about each other case, for the summary. */
void pk_page_compared(pk_story *s) {
  if (!s->comparison)
    return;
  for (int i = 1; i < s->comparison->case_count; i++) {
    pk_tell_heading(s, pk_map_fill(s->map, "page.compare", "name", pk_told_case(s, i), NULL));
    tell_one(s, pk_compared_answer, i);
  }
}
