/* A model that follows the calendar: its rules are asked as they stand on its first day, so a
 * change of the law within the horizon would be passed over in silence. It is said instead. */
#include "rules/bind.h"

typedef struct calendar {
  const pk_rules *rules;
  const pk_law *law;
  polku_report *report;
  pk_date first, last; /* days of the horizon */
  const char *kind;
  const pk_place *place;
} calendar;

static void report_change(const calendar *c, pk_date date, const pk_plugin *plugin) {
  char text[11];
  pk_report_add(c->report, c->place, "E-CALENDAR-CHANGE", "kind", c->kind, "date",
                pk_date_text(text, date), "plugin", plugin->id, NULL);
}

/* Whether something that begins on this day changes what held on the first. */
static bool within(const calendar *c, pk_date date) {
  return date > c->first && date <= c->last;
}

static void check_rule(const calendar *c, const pk_rule *rule) {
  for (int i = 0; i < rule->version_count; i++) {
    const pk_version *version = &rule->versions[i];
    if (within(c, version->from)) {
      report_change(c, version->from, rule->plugin);
      return;
    }
    if (version->until < c->last && within(c, version->until + 1)) {
      report_change(c, version->until + 1, rule->plugin);
      return;
    }
  }
}

static void check_param(const calendar *c, const pk_plugin *plugin, const char *id) {
  pk_day days[] = {pk_law_day(c->law), pk_law_day(c->law)};
  days[0].date = c->first;
  days[1].date = c->last;
  const pk_dated *before, *after;
  pk_day_param(&days[0], plugin, id, &before);
  const pk_param *param = pk_day_param(&days[1], plugin, id, &after);
  if (before && after && before->value != after->value)
    report_change(c, after->from, param->plugin);
}

static void check_leaf(const calendar *c, const pk_leaf *leaf) {
  for (int i = 0; leaf && i < leaf->param_count; i++)
    check_param(c, leaf->plugin, leaf->params[i]);
}

static void check_tree(const calendar *c, const pk_tree *node) {
  check_leaf(c, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    check_tree(c, node->children[i]);
}

static void check_cases(const calendar *c, const pk_layer *layer) {
  for (int i = 0; i < layer->case_count; i++) {
    const pk_choice_case *one = &layer->cases[i];
    if (one->param)
      check_param(c, layer->plugin, one->param->id);
    check_leaf(c, one->when);
    check_leaf(c, one->computed);
  }
}

/* Amounts that the model does not count change nothing. */
static bool counts(const calendar *c, int form, const pk_layer *layer) {
  for (int i = 0; form == PK_AMOUNT && i < c->rules->amount_count; i++)
    if (pk_layer_pays(c->rules, layer, &c->rules->amounts[i]))
      return true;
  return form != PK_AMOUNT;
}

static void check_kind(const calendar *c, int kind) {
  const pk_book *book = c->law->book;
  const pk_sheet *sheet = &c->law->sheets[kind];
  for (int i = 0; i < book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(book->plugins, pk_plugin *, i);
    for (int k = 0; pk_plugin_extends(book, c->law->region, plugin) && k < plugin->rule_count; k++)
      if (pk_book_kind(book, plugin->rules[k].kind) == kind &&
          pk_amount_counted(c->rules, &plugin->rules[k]))
        check_rule(c, &plugin->rules[k]);
  }
  if (sheet->allow)
    check_tree(c, sheet->allow);
  for (int form = 0; form < PK_RULES; form++)
    for (int i = 0; i < sheet->layer_count[form]; i++)
      if (counts(c, form, &sheet->layers[form][i]))
        check_cases(c, &sheet->layers[form][i]);
}

static pk_date last_day(const pk_model *model, pk_date first) {
  switch (model->step) {
  case PK_STEP_MONTH:
    return pk_date_add_months(first, model->horizon);
  case PK_STEP_WEEK:
    return first + 7 * model->horizon;
  default:
    return first + model->horizon;
  }
}

void pk_bind_calendar(const pk_rules *rules, polku_report *report) {
  const pk_model *model = rules->model;
  if (!model->follow_calendar)
    return;
  pk_place place;
  pk_model_place(model, "/follow_calendar", true, &place);
  calendar c = {.rules = rules, .report = report, .place = &place, .first = rules->bound->date};
  c.last = last_day(model, c.first);
  for (int i = 0; i < rules->bound->law_count; i++)
    for (int kind = 0; kind < rules->kind_count; kind++) {
      bool used = false;
      for (int s = 0; s < model->stage_count; s++)
        used = used || rules->stage_kind[s] == kind;
      c.law = rules->bound->laws[i];
      c.kind = rules->kinds[kind].id;
      if (used)
        check_kind(&c, kind);
    }
}
