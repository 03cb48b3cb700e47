/* Which number matters, as tables: all numbers in one, so that a spreadsheet can sort them; where a
 * little more would help; what can be chosen. Ratios are told in people, months per client. */
#include "base/tables.h"
#include "study/sensitivity.h"

#include <math.h>

static double shown(const polku_sensitivity *s, double value) {
  bool months = s->outcome == PK_MONTHS_EMPLOYED || s->outcome == PK_RESTRICTED_MEAN;
  return months ? value : value * s->people;
}

static void number_columns(polku_tables *t, const polku_sensitivity *s) {
  static const pk_column heads[] = {{"number", "sensitivity.column.number"},
                                    {"basis", "sensitivity.head.basis"},
                                    {"value", "sensitivity.head.now"},
                                    {"low", "sensitivity.column.low"},
                                    {"high", "sensitivity.column.high"},
                                    {"outcome_at_low", "sensitivity.column.at-low"},
                                    {"outcome_at_high", "sensitivity.column.at-high"},
                                    {"variance_share", "sensitivity.column.share"},
                                    {"variance_share_error", "sensitivity.column.error"},
                                    {"total_share", "sensitivity.column.total"},
                                    {"one_less", "sensitivity.head.less"},
                                    {"one_more", "sensitivity.head.more"},
                                    {"tenth_more", "sensitivity.head.tenth"},
                                    {"derivative", "sensitivity.column.slope"}};
  PK_TABLE_COLUMNS(t, heads);
  if (s->option_count > 0)
    pk_table_column(t, "information", "sensitivity.head.worth");
}

static void number_row(polku_tables *t, const polku_sensitivity *s, const pk_matter *m) {
  pk_table_named(t, m->pointer, pk_name_text(&m->name, t->lang, m->pointer));
  pk_table_word(t, pk_basis_words[m->basis]);
  pk_table_number(t, m->written, 3);
  pk_table_number(t, m->low, 3);
  pk_table_number(t, m->high, 3);
  pk_table_number(t, shown(s, m->at_low), 2);
  pk_table_number(t, shown(s, m->at_high), 2);
  pk_table_share(t, m->share);
  pk_table_share(t, m->share_error);
  pk_table_share(t, m->total);
  pk_table_number(t, shown(s, m->unit_down), 2);
  pk_table_number(t, shown(s, m->unit_up), 2);
  pk_table_number(t, shown(s, m->tenth), 2);
  pk_table_number(t, shown(s, m->slope), 3);
  if (s->option_count > 0)
    pk_table_number(t, m->information, 2);
}

static void leverage_table(polku_tables *t, const char *id, const char *title, const char *column,
                           const pk_leverage *list, int count) {
  static const pk_column heads[] = {{"change", "sensitivity.column.change"},
                                    {"error", "sensitivity.column.error"}};
  pk_table_begin(t, id, title, NULL);
  pk_table_column(t, "id", column);
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < count; i++) {
    pk_table_named(t, list[i].id, pk_name_text(&list[i].name, t->lang, list[i].id));
    pk_table_number(t, list[i].change, 3);
    pk_table_number(t, list[i].error, 3);
  }
}

static void option_table(polku_tables *t, const polku_sensitivity *s) {
  static const pk_column heads[] = {{"option", "sensitivity.column.option"},
                                    {"mean", "sensitivity.head.mean"},
                                    {"best", "sensitivity.head.best"}};
  pk_table_begin(t, "options", "sensitivity.options", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int o = 0; o < s->option_count; o++) {
    pk_table_text(t, s->options[o]);
    pk_table_number(t, s->mean[o], s->worth > 0 ? 0 : 2);
    pk_table_share(t, s->best[o]);
  }
}

polku_tables *polku_sensitivity_tables(const polku_sensitivity *s, polku_lang lang) {
  polku_tables *t = s ? pk_tables_new(lang) : NULL;
  if (!t)
    return NULL;
  pk_table_begin(t, "numbers", "sensitivity.table.numbers", NULL);
  number_columns(t, s);
  for (int i = 0; i < s->matter_count; i++)
    number_row(t, s, &s->matters[i]);
  leverage_table(t, "transitions", "sensitivity.table.transitions", "sensitivity.column.transition",
                 s->transitions, s->transition_count);
  if (s->stage_count > 0)
    leverage_table(t, "stages", "sensitivity.table.stages", "sensitivity.column.stage", s->stages,
                   s->stage_count);
  if (s->option_count > 0)
    option_table(t, s);
  return t;
}
