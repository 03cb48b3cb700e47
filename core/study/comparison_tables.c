/* A comparison as tables, for spreadsheets, pages and Markdown: what each case comes to, how they
 * differ in outcomes and amounts, by group, what one more person costs, which case is best. */
#include "base/words.h"
#include "study/comparison.h"
#include "study/regions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct telling {
  const polku_comparison *c;
  polku_tables *tables;
} telling;

static const char *title(const telling *t, int i) {
  return pk_name_text(&t->c->titles[i], t->tables->lang, t->c->names[i]);
}

static void case_cell(const telling *t, int i) {
  pk_table_named(t->tables, t->c->names[i], title(t, i));
}

static void label_cell(const telling *t, const pk_label *label) {
  pk_table_named(t->tables, label->id, pk_name_text(&label->name, t->tables->lang, label->id));
}

static bool is_share(int question) {
  return question < PK_OUTCOMES && question != PK_MONTHS_EMPLOYED && question != PK_RESTRICTED_MEAN;
}

/* In per cent, in months, or in the unit of the account. */
static void value_cell(const telling *t, int question, double value) {
  if (is_share(question))
    pk_table_share(t->tables, value);
  else
    pk_table_number(t->tables, value, question < PK_OUTCOMES ? 1 : 0);
}

static void measure_cells(const telling *t, int question) {
  if (question >= PK_OUTCOMES) {
    label_cell(t, &t->c->accounts[question - PK_OUTCOMES]);
    pk_table_text(t->tables, t->c->account_units[question - PK_OUTCOMES]);
    return;
  }
  char key[64];
  const char *name = pk_outcome_name((pk_outcome)question);
  snprintf(key, sizeof key, "outcome.%s", name);
  pk_table_named(t->tables, name, pk_word(t->tables->lang, key));
  if (is_share(question))
    pk_table_named(t->tables, "share", pk_word(t->tables->lang, "comparison.unit-share"));
  else
    pk_table_named(t->tables, "month", pk_word(t->tables->lang, "comparison.unit-months"));
}

/* ---------------------------------------------------------------------------------- the columns */

static void columns(polku_tables *tables, const char *const *ids, size_t count) {
  char key[64];
  for (size_t i = 0; i < count; i++) {
    snprintf(key, sizeof key, "comparison.head-%s", ids[i]);
    pk_table_column(tables, ids[i], key);
  }
}

static const char *const paired_columns[] = {
    "before", "after", "difference", "expected_low", "expected_high", "better",
    "low",    "high",  "luck_share", "error",        "noise"};
enum { PAIRED = sizeof paired_columns / sizeof *paired_columns };

static void paired_cells(const telling *t, int question, const pk_paired *p) {
  value_cell(t, question, p->before);
  value_cell(t, question, p->after);
  value_cell(t, question, p->value);
  value_cell(t, question, p->expected_low);
  value_cell(t, question, p->expected_high);
  pk_table_share(t->tables, p->better);
  value_cell(t, question, p->low);
  value_cell(t, question, p->high);
  pk_table_share(t->tables, p->luck_share);
  value_cell(t, question, p->error);
  pk_table_share(t->tables, p->noise);
}

/* ----------------------------------------------------------------------------------- the tables */

static void cases(const telling *t) {
  static const char *const ids[] = {"case",  "people", "measure", "unit",
                                    "value", "low",    "high",    "luck_share"};
  const polku_comparison *c = t->c;
  pk_table_begin(t->tables, "cases", "comparison.table-cases", "comparison.note-cases");
  columns(t->tables, ids, sizeof ids / sizeof *ids);
  for (int i = 0; i < c->case_count; i++)
    for (int q = 0; q < PK_OUTCOMES + c->account_count; q++) {
      const pk_answer *a = &c->results[i]->all;
      const polku_interval *v = q < PK_OUTCOMES
                                    ? &a->outcomes[q].interval
                                    : &a->money[c->account_of[i][q - PK_OUTCOMES]].interval;
      case_cell(t, i);
      pk_table_number(t->tables, a->people, 0);
      measure_cells(t, q);
      value_cell(t, q, v->value);
      value_cell(t, q, v->low);
      value_cell(t, q, v->high);
      pk_table_share(t->tables, v->luck_share);
    }
}

static void outcomes(const telling *t) {
  static const char *const ids[] = {"case", "measure", "unit"};
  const polku_comparison *c = t->c;
  pk_table_begin(t->tables, "outcomes", "comparison.table-outcomes", "comparison.note-outcomes");
  columns(t->tables, ids, sizeof ids / sizeof *ids);
  columns(t->tables, paired_columns, PAIRED);
  for (int i = 1; i < c->case_count; i++)
    for (int q = 0; q < PK_OUTCOMES + c->account_count; q++) {
      case_cell(t, i);
      measure_cells(t, q);
      paired_cells(t, q, pk_paired_at(c, i, 0, q));
    }
}

static void groups(const telling *t) {
  static const char *const ids[] = {"case", "group", "measure", "unit"};
  const polku_comparison *c = t->c;
  pk_table_begin(t->tables, "groups", "comparison.table-groups", NULL);
  columns(t->tables, ids, sizeof ids / sizeof *ids);
  columns(t->tables, paired_columns, PAIRED);
  for (int i = 1; i < c->case_count; i++)
    for (int g = 0; g < c->group_count; g++)
      for (int q = 0; q < PK_OUTCOMES + c->account_count; q++) {
        case_cell(t, i);
        label_cell(t, &c->groups[g]);
        measure_cells(t, q);
        paired_cells(t, q, pk_paired_at(c, i, g + 1, q));
      }
}

static void prices(const telling *t) {
  static const char *const ids[] = {"case", "account", "unit", "form", "people",
                                    "cost", "each",    "low",  "high", "chance_worth"};
  static const char *const forms[] = {"comparison.form.each", "comparison.form.dominates",
                                      "comparison.form.dominated", "comparison.form.saved",
                                      "comparison.form.undecided"};
  const polku_comparison *c = t->c;
  pk_table_begin(t->tables, "prices", "comparison.table-prices", "comparison.note-prices");
  columns(t->tables, ids, sizeof ids / sizeof *ids);
  for (int i = 1; i < c->case_count; i++)
    for (int k = 0; k < c->beside[i].price_count; k++) {
      const pk_price *p = &c->beside[i].prices[k];
      case_cell(t, i);
      label_cell(t, &c->accounts[p->account]);
      pk_table_text(t->tables, c->account_units[p->account]);
      pk_table_word(t->tables, forms[p->form]);
      pk_table_number(t->tables, p->people, 1);
      pk_table_number(t->tables, p->cost, 0);
      pk_table_number(t->tables, p->each, 0);
      pk_table_number(t->tables, p->low, 0);
      pk_table_number(t->tables, p->high, 0);
      pk_table_share(t->tables, p->chance_worth);
    }
}

static void best(const telling *t) {
  static const char *const ids[] = {"case", "chance_best"};
  const polku_comparison *c = t->c;
  pk_table_begin(t->tables, "best", "comparison.table-best", "comparison.note-best");
  columns(t->tables, ids, sizeof ids / sizeof *ids);
  for (int i = 0; i < c->case_count; i++) {
    case_cell(t, i);
    pk_table_share(t->tables, c->best[i]);
  }
}

polku_tables *polku_comparison_tables(const polku_comparison *c, polku_lang lang) {
  polku_tables *tables = c ? pk_tables_new(lang) : NULL;
  telling t = {c, tables};
  if (!tables)
    return NULL;
  if (c->results[0]) {
    outcomes(&t);
    groups(&t);
    prices(&t);
    best(&t);
    cases(&t);
  }
  if (c->side_by_side)
    pk_regions_table(c->side_by_side, c, tables);
  for (int i = 1; i < c->case_count; i++) {
    pk_tables_about(tables, i, c->case_count > 2 ? title(&t, i) : NULL);
    if (c->beside[i].changes)
      pk_model_changes_table(c->beside[i].changes, tables);
    if (c->beside[i].behaviours)
      pk_behaviours_table(c->beside[i].behaviours, tables);
  }
  if (!tables->failed)
    return tables;
  polku_tables_free(tables);
  return NULL;
}
