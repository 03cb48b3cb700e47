/* Which number matters: how far each moves the outcome over its own uncertainty, and where a little
 * more would help most. */
#include "draw/report/chart.h"

#include "base/words.h"

#include <math.h>
#include <stdlib.h>

enum { BARS_MOST = 10, LEVERAGE_MOST = 8 };

static bool in_people(const polku_sensitivity *f) {
  return f->outcome != PK_MONTHS_EMPLOYED && f->outcome != PK_RESTRICTED_MEAN;
}

static double shown(const polku_sensitivity *f, double value) {
  return in_people(f) ? value * f->people : value;
}

static const char *name_of(pk_story *s, const pk_matter *m) {
  const char *own = pk_map_name(s->map, &m->name, m->pointer);
  if (m->members > 1)
    return pk_map_fill(s->map, "sensitivity.with-others", "name", own, "n",
                       pk_told_number(s, m->members - 1, 0), NULL);
  return m->option
             ? pk_map_fill(s->map, "sensitivity.of-option", "name", own, "option", m->option, NULL)
             : own;
}

/* The same where there is little room. */
static const char *short_name(pk_story *s, const pk_matter *m) {
  const char *own = pk_map_name(s->map, &m->name, m->pointer);
  return m->members > 1 ? pk_map_fill(s->map, "page.matters.more", "name", own, "n",
                                      pk_told_number(s, m->members - 1, 0), NULL)
                        : own;
}

/* Whether its uncertainty moves the outcome so far that anybody would see it. */
static bool moves(const polku_sensitivity *f, const pk_matter *m) {
  return m->uncertain && !m->option && isfinite(m->at_low) && isfinite(m->at_high) &&
         fabs(shown(f, m->at_high) - shown(f, m->at_low)) >= 0.05;
}

/* -------------------------------------------------------------------------------- the answer */

static void tell_answer(pk_story *s) {
  const polku_sensitivity *f = s->sensitivity;
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", pk_outcome_name(f->outcome));
  const char *outcome = pk_word(s->lang, pk_map_keep(s->map, &key));
  PK_TELL(s, NULL, in_people(f) ? "sensitivity.outcome-people" : "sensitivity.outcome-months",
          "outcome", outcome, "value",
          in_people(f) ? pk_told_percent(s, f->value) : pk_told_number(s, f->value, 1), "count",
          pk_told_number(s, f->value * f->people, 1), "people", pk_told_people(s, f->people),
          "within", pk_told_steps(s, "in-", s->result->horizon), NULL);
  const pk_matter *m = f->matter_count > 0 ? &f->matters[0] : NULL;
  if (!m || !m->uncertain)
    PK_TELL(s, NULL, "page.matters.certain", NULL);
  else if (isnan(m->share))
    PK_TELL(s, "strong", "sensitivity.most-tornado", "name", name_of(s, m), "low",
            pk_told_number(s, shown(f, fmin(m->at_low, m->at_high)), 1), "high",
            pk_told_number(s, shown(f, fmax(m->at_low, m->at_high)), 1), NULL);
  else
    PK_TELL(s, "strong", "sensitivity.most", "name", name_of(s, m), "share",
            pk_told_percent(s, m->share), NULL);
}

/* -------------------------------------------------------------------------------- the tornado */

static void tell_chart(pk_story *s) {
  const polku_sensitivity *f = s->sensitivity;
  pk_swing swings[BARS_MOST];
  pk_text svg = PK_TEXT_EMPTY;
  int count = 0;
  for (int i = 0; i < f->matter_count && count < BARS_MOST; i++) {
    const pk_matter *m = &f->matters[i];
    if (!moves(f, m))
      continue;
    pk_text told = PK_TEXT_EMPTY;
    pk_text_addf(&told, "%s → %s", pk_told_number(s, shown(f, m->at_low), 1),
                 pk_told_number(s, shown(f, m->at_high), 1));
    swings[count++] = (pk_swing){.name = short_name(s, m),
                                 .told = pk_map_keep(s->map, &told),
                                 .at_low = shown(f, m->at_low - f->value),
                                 .at_high = shown(f, m->at_high - f->value)};
  }
  if (count == 0)
    return;
  pk_chart_tornado(s, &svg, pk_word(s->lang, "page.matters.chart"), swings, count);
  pk_tell_chart(
      s, "matters",
      pk_word(s->lang, in_people(f) ? "page.matters.caption" : "page.matters.caption.months"),
      &svg);
}

static bool is_share(const pk_matter *m) {
  return m->form == PK_QUANTITY_SHARE || m->form == PK_QUANTITY_PER_STEP ||
         m->form == PK_QUANTITY_UPTAKE || m->form == PK_QUANTITY_START;
}

static void value_cell(pk_story *s, const pk_matter *m, double value) {
  double tenths = value * 10;
  bool whole = fabs(value - round(value)) < 1e-9, one = fabs(tenths - round(tenths)) < 1e-9;
  if (is_share(m))
    pk_table_share(s->tables, value);
  else
    pk_table_number(s->tables, value, whole ? 0 : one ? 1 : 2);
}

static void tell_table(pk_story *s) {
  static const pk_column heads[] = {{"number", "page.number.subject"},
                                    {"low", "page.matters.low"},
                                    {"high", "page.matters.high"},
                                    {"outcome_at_low", "sensitivity.column.at-low"},
                                    {"outcome_at_high", "sensitivity.column.at-high"},
                                    {"variance_share", "page.matters.share"}};
  const polku_sensitivity *f = s->sensitivity;
  pk_tell_table_begin(s, "matters", "page.matters.table", "page.matters.note");
  PK_TABLE_COLUMNS(s->tables, heads);
  for (int i = 0; i < f->matter_count; i++) {
    const pk_matter *m = &f->matters[i];
    if (!m->uncertain || m->option)
      continue;
    pk_table_named(s->tables, m->pointer, name_of(s, m));
    value_cell(s, m, m->low);
    value_cell(s, m, m->high);
    pk_table_number(s->tables, shown(f, m->at_low), 1);
    pk_table_number(s->tables, shown(f, m->at_high), 1);
    pk_table_share(s->tables, m->share < 0 ? 0 : m->share); /* below 0 by chance alone */
  }
  pk_tell_table_end(s);
}

/* ------------------------------------------------------------------------------- the leverage */

static int by_change(const void *a, const void *b) {
  const pk_leverage *x = *(const pk_leverage *const *)a, *y = *(const pk_leverage *const *)b;
  double more = fabs(x->change), than = fabs(y->change);
  return more < than ? 1 : more > than ? -1 : x < y ? -1 : x > y;
}

static void tell_leverage(pk_story *s, const char *id, const char *title, const char *head,
                          const pk_leverage *list, int count) {
  polku_tables *t = s->tables;
  const pk_leverage **order = PK_NEW_ARRAY(s->map->arena, const pk_leverage *, (size_t)count);
  s->failed = s->failed || !order;
  if (count == 0 || !order)
    return;
  for (int i = 0; i < count; i++)
    order[i] = &list[i];
  qsort(order, (size_t)count, sizeof *order, by_change);
  pk_tell_table_begin(s, id, title, NULL);
  pk_table_column(t, "id", head);
  pk_table_column(t, "change",
                  in_people(s->sensitivity) ? "page.matters.people" : "page.matters.months");
  for (int i = 0; i < count && i < LEVERAGE_MOST; i++) {
    pk_table_named(t, order[i]->id, pk_map_name(s->map, &order[i]->name, order[i]->id));
    pk_table_number(t, order[i]->change, 2);
  }
  pk_tell_table_end(s);
}

void pk_page_matters(pk_story *s) {
  const polku_sensitivity *f = s->sensitivity;
  if (!f)
    return;
  pk_tell_section(s, "matters", "sensitivity.title");
  tell_answer(s);
  tell_chart(s);
  tell_table(s);
  if (f->transition_count + f->stage_count == 0)
    return;
  pk_tell_heading(s, pk_word(s->lang, "sensitivity.leverage"));
  PK_TELL(s, NULL, "page.matters.leverage", NULL);
  tell_leverage(s, "leverage_moves", "sensitivity.table.transitions", "page.matters.move",
                f->transitions, f->transition_count);
  tell_leverage(s, "leverage_places", "sensitivity.table.stages", "page.stage", f->stages,
                f->stage_count);
}
