/* polku_compare: the first case and each other, in structure, in rules, in outcomes.
 *
 * First every model is read once more from its own text, its rules from the same plugins, so that
 * the comparison borrows nothing: everything is computed from these copies, and texts name their
 * parts. Then what can be compared is found by id, and each part of the work fills its own. */
#include "base/text.h"
#include "study/comparing.h"
#include "study/regions.h"
#include "study/making.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool no_memory(pk_comparing *x) {
  pk_report_memory(x->report);
  return false;
}

/* --------------------------------------------------------------------------------------- cases */

/* A scenario is called as it is written; a model by its title. */
static const pk_name *title_of(const polku_model *m) {
  for (int i = 0; m->scenario && i < m->scenario_count; i++)
    if (strcmp(m->scenarios[i].id, m->scenario) == 0)
      return &m->scenarios[i].name;
  return &m->title;
}

static const char *copy_case_name(pk_arena *arena, const polku_case *one) {
  pk_text text = PK_TEXT_EMPTY;
  const polku_model *m = one->model;
  if (one->name)
    return pk_strdup(arena, one->name);
  pk_text_add(&text, m->file);
  if (m->scenario && !strchr(m->file, '#'))
    pk_text_addf(&text, "#%s", m->scenario);
  const char *name = text.failed ? NULL : pk_strdup(arena, text.data ? text.data : "");
  pk_text_free(&text);
  return name;
}

/* Steps of a model that fit into so many months, all of its own at most. */
static int steps_within(const polku_model *m, double months) {
  double steps = floor(months / pk_step_months(m->step) + 1e-9);
  return steps < m->horizon ? (int)fmax(steps, 1) : m->horizon;
}

static double shortest(const polku_case *cases, size_t count) {
  double months = INFINITY;
  for (size_t i = 0; i < count; i++)
    months = fmin(months, cases[i].model->horizon * pk_step_months(cases[i].model->step));
  return months;
}

static bool copy_names(polku_comparison *c, const polku_case *one, int i) {
  const pk_name *region = pk_rules_region(one->rules);
  bool ok = true;
  c->names[i] = copy_case_name(c->arena, one);
  c->titles[i] = pk_copy_label(c->arena, "", title_of(one->model), &ok).name;
  if (region)
    c->regions[i] = pk_copy_label(c->arena, "", region, &ok).name;
  return c->names[i] && ok;
}

static bool copy_case(pk_comparing *x, const polku_case *one, double months, int i) {
  polku_comparison *c = x->c;
  int steps = steps_within(one->model, months);
  if (!copy_names(c, one, i))
    return no_memory(x);
  c->shortened = c->shortened || steps < one->model->horizon;
  c->models[i] = pk_model_copy(one->model, steps, x->report);
  if (c->models[i])
    c->rules[i] = pk_rules_copy(one->rules, c->models[i], x->report);
  return c->rules[i] != NULL;
}

static bool copy_cases(pk_comparing *x, const polku_case *cases, size_t count) {
  polku_comparison *c = x->c;
  c->names = PK_NEW_ARRAY(c->arena, const char *, count);
  c->titles = PK_NEW_ARRAY(c->arena, pk_name, count);
  c->regions = PK_NEW_ARRAY(c->arena, pk_name, count);
  c->results = PK_NEW_ARRAY(c->arena, polku_result *, count);
  c->models = PK_NEW_ARRAY(c->arena, polku_model *, count);
  c->rules = PK_NEW_ARRAY(c->arena, polku_rules *, count);
  c->beside = PK_NEW_ARRAY(c->arena, pk_beside, count);
  c->best = PK_NEW_ARRAY(c->arena, double, count);
  if (!c->names || !c->titles || !c->regions || !c->results || !c->models || !c->rules ||
      !c->beside || !c->best)
    return no_memory(x);
  c->case_count = (int)count;
  double months = shortest(cases, count);
  for (size_t i = 0; i < count; i++)
    if (!copy_case(x, &cases[i], months, (int)i))
      return false;
  return true;
}

/* ------------------------------------------------------------------------------- what all share */

static int find_account(const polku_model *m, const char *id) {
  for (int i = 0; i < m->account_count; i++)
    if (strcmp(m->accounts[i].id, id) == 0)
      return i;
  return -1;
}

/* Where an id stands in every case, into row[case]; false where one does not have it. */
static bool find_in_all(const polku_comparison *c, const char *id, bool account, int *row) {
  for (int i = 0; i < c->case_count; i++) {
    row[i] = account ? find_account(c->models[i], id) : pk_model_find_group(c->models[i], id);
    if (row[i] < 0)
      return false;
  }
  return true;
}

/* Hours are not set against euros: an account of another unit is another one. */
static bool same_unit(const polku_comparison *c, const int *row) {
  const char *unit = c->models[0]->accounts[row[0]].unit;
  for (int i = 1; i < c->case_count; i++) {
    const char *other = c->models[i]->accounts[row[i]].unit;
    if ((!unit != !other) || (unit && strcmp(unit, other) != 0))
      return false;
  }
  return true;
}

static bool rows_new(polku_comparison *c, int **rows, int count) {
  bool good = true;
  for (int i = 0; i < c->case_count; i++) {
    rows[i] = PK_NEW_ARRAY(c->arena, int, (size_t)count);
    good = good && rows[i];
  }
  return good;
}

static bool share_groups(polku_comparison *c, int *row) {
  const polku_model *first = c->models[0];
  bool ok = rows_new(c, c->group_of, first->group_count);
  for (int g = 0; ok && g < first->group_count; g++)
    if (find_in_all(c, first->groups[g].id, false, row)) {
      for (int i = 0; i < c->case_count; i++)
        c->group_of[i][c->group_count] = row[i];
      c->groups[c->group_count++] =
          pk_copy_label(c->arena, first->groups[g].id, &first->groups[g].name, &ok);
    }
  return ok;
}

static bool share_accounts(polku_comparison *c, int *row) {
  const polku_model *first = c->models[0];
  bool ok = rows_new(c, c->account_of, first->account_count);
  for (int a = 0; ok && a < first->account_count; a++)
    if (find_in_all(c, first->accounts[a].id, true, row) && same_unit(c, row)) {
      const pk_account *account = &first->accounts[a];
      for (int i = 0; i < c->case_count; i++)
        c->account_of[i][c->account_count] = row[i];
      if (account->unit)
        c->account_units[c->account_count] = pk_strdup(c->arena, account->unit);
      ok = !account->unit || c->account_units[c->account_count];
      if (ok)
        c->accounts[c->account_count++] = pk_copy_label(c->arena, account->id, &account->name, &ok);
    }
  return ok;
}

static bool find_shared(pk_comparing *x) {
  polku_comparison *c = x->c;
  size_t cases = (size_t)c->case_count;
  int *row = PK_NEW_ARRAY(x->scratch, int, cases);
  c->groups = PK_NEW_ARRAY(c->arena, pk_label, (size_t)c->models[0]->group_count);
  c->accounts = PK_NEW_ARRAY(c->arena, pk_label, (size_t)c->models[0]->account_count);
  c->account_units = PK_NEW_ARRAY(c->arena, const char *, (size_t)c->models[0]->account_count);
  c->group_of = PK_NEW_ARRAY(c->arena, int *, cases);
  c->account_of = PK_NEW_ARRAY(c->arena, int *, cases);
  bool good = row && c->groups && c->accounts && c->account_units && c->group_of && c->account_of;
  if (good && share_groups(c, row) && share_accounts(c, row))
    return true;
  return no_memory(x);
}

/* ------------------------------------------------------------------------------------- options */

static bool read_outcome(pk_comparing *x) {
  const char *names[PK_OUTCOMES];
  for (int o = 0; o < PK_OUTCOMES; o++) {
    names[o] = pk_outcome_name((pk_outcome)o);
    if (x->options.outcome && strcmp(x->options.outcome, names[o]) == 0)
      x->c->outcome = (pk_outcome)o;
  }
  if (!x->options.outcome) {
    x->c->outcome = PK_OPEN_EMPLOYMENT_RATIO;
    return true;
  }
  if (strcmp(x->options.outcome, names[x->c->outcome]) == 0)
    return true;
  pk_report_add(x->report, NULL, "E-OUTCOME-UNKNOWN", "outcome", x->options.outcome, "suggestion",
                pk_nearest(x->options.outcome, names, PK_OUTCOMES), NULL);
  return false;
}

/* The index of an account that all cases have. */
static bool read_account(pk_comparing *x, int *index) {
  const polku_comparison *c = x->c;
  const char **ids = PK_NEW_ARRAY(x->scratch, const char *, (size_t)c->account_count);
  if (!ids)
    return no_memory(x);
  *index = -1;
  for (int a = 0; a < c->account_count; a++) {
    ids[a] = c->accounts[a].id;
    if (strcmp(ids[a], x->options.account) == 0)
      *index = a;
  }
  if (*index >= 0)
    return true;
  pk_report_add(x->report, NULL, "E-ACCOUNT-NOT-SHARED", "account", x->options.account,
                "suggestion", pk_nearest(x->options.account, ids, (size_t)c->account_count), NULL);
  return false;
}

static bool read_worth(pk_comparing *x) {
  polku_comparison *c = x->c;
  int account = c->account_count == 1 ? 0 : -1;
  if (x->options.account && !read_account(x, &account))
    return false;
  c->worth_account = -1;
  if (!(x->options.worth > 0))
    return true;
  if (account < 0) {
    pk_report_add(x->report, NULL, "E-WORTH-ACCOUNT", NULL);
    return false;
  }
  c->worth = x->options.worth;
  c->worth_account = account;
  return true;
}

/* ---------------------------------------------------------------------------------- provenance */

static bool known(const pk_provenance *p, const polku_input *input) {
  for (int i = 0; i < p->input_count; i++) {
    const polku_input *other = &p->inputs[i];
    bool same_plugin =
        input->plugin ? other->plugin && strcmp(other->plugin, input->plugin) == 0 : !other->plugin;
    if (same_plugin && strcmp(other->file, input->file) == 0 &&
        strcmp(other->sha256, input->sha256) == 0)
      return true;
  }
  return false;
}

static int count_inputs(const polku_comparison *c) {
  polku_input input;
  int count = 0;
  for (int i = 0; i < c->case_count; i++)
    for (size_t k = 0; polku_input_at(c->models[i], c->rules[i], k, &input); k++)
      count++;
  return count;
}

/* Every file that any case was read from, once. Inputs are borrowed from the copies. */
static bool make_provenance(pk_comparing *x) {
  polku_comparison *c = x->c;
  const polku_options *o = &x->options.simulation;
  polku_input *inputs = PK_NEW_ARRAY(c->arena, polku_input, (size_t)count_inputs(c));
  c->provenance.inputs = inputs;
  c->provenance.command = o->command ? pk_strdup(c->arena, o->command) : NULL;
  c->provenance.date = o->date ? pk_strdup(c->arena, o->date) : NULL;
  if (!inputs || (o->command && !c->provenance.command) || (o->date && !c->provenance.date))
    return no_memory(x);
  for (int i = 0; i < c->case_count; i++)
    for (size_t k = 0;
         polku_input_at(c->models[i], c->rules[i], k, &inputs[c->provenance.input_count]); k++)
      if (!known(&c->provenance, &inputs[c->provenance.input_count]))
        c->provenance.input_count++;
  return true;
}

/* ------------------------------------------------------------------------------------ the whole */

static bool other_region(const polku_model *a, const polku_model *b) {
  return (!a->region != !b->region) || (a->region && strcmp(a->region, b->region) != 0);
}

/* Two models of one region and day, changed in their numbers only, are answered alike. */
static bool compare_rules(pk_comparing *x, int other) {
  polku_comparison *c = x->c;
  const char *names[2] = {c->names[0], c->names[other]};
  if (!c->rules[0]->present && !c->rules[other]->present)
    return true;
  c->beside[other].behaviours = pk_behaviours_new(c->models[0], c->rules[0], c->models[other],
                                                  c->rules[other], names, x->report);
  c->beside[other].changes->words = pk_behaviours_word;
  c->beside[other].changes->words_of = c->beside[other].behaviours;
  return c->beside[other].behaviours != NULL;
}

static bool compare_built(pk_comparing *x) {
  polku_comparison *c = x->c;
  for (int i = 1; i < c->case_count; i++) {
    c->beside[i].region_differs = other_region(c->models[0], c->models[i]);
    c->beside[i].changes = pk_model_changes_new(c->models[0], c->models[i], x->report);
    if (!c->beside[i].changes || !compare_rules(x, i))
      return false;
  }
  return true;
}

static bool make_regions(pk_comparing *x) {
  pk_regions *regions = PK_NEW(x->c->arena, pk_regions);
  if (!regions || !pk_regions_make(regions, x->c, x->c->arena))
    return no_memory(x);
  x->c->side_by_side = pk_regions_tell(regions) ? regions : NULL;
  return true;
}

static bool make(pk_comparing *x, const polku_case *cases, size_t count) {
  if (!copy_cases(x, cases, count) || !find_shared(x))
    return false;
  bool outcome = read_outcome(x);
  if (!read_worth(x) || !outcome)
    return false;
  return make_provenance(x) && compare_built(x) &&
         (x->options.no_outcomes || (pk_compare_outcomes(x) && make_regions(x)));
}

static bool all_there(const polku_case *cases, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!cases[i].model || !cases[i].rules)
      return false;
  return cases != NULL;
}

polku_comparison *polku_compare(const polku_case *cases, size_t count,
                                const polku_compare_options *options, polku_report *report) {
  if (!cases || !report || !all_there(cases, count))
    return NULL;
  if (count < 2) {
    pk_report_add(report, NULL, "E-COMPARE-ONE", NULL);
    return NULL;
  }
  pk_arena *arena = pk_arena_new(), *scratch = pk_arena_new();
  pk_comparing x = {.report = report, .scratch = scratch};
  x.c = arena && scratch ? PK_NEW(arena, polku_comparison) : NULL;
  if (options)
    x.options = *options;
  bool made = false;
  if (x.c) {
    x.c->arena = arena;
    made = make(&x, cases, count);
  } else {
    pk_report_memory(report);
    pk_arena_free(arena);
  }
  pk_arena_free(scratch);
  if (made)
    return x.c;
  polku_comparison_free(x.c);
  return NULL;
}

void polku_comparison_free(polku_comparison *c) {
  if (!c)
    return;
  for (int i = 0; i < c->case_count; i++) {
    pk_behaviours_free(c->beside[i].behaviours);
    pk_model_changes_free(c->beside[i].changes);
    polku_result_free(c->results[i]);
    polku_rules_free(c->rules[i]);
    polku_model_free(c->models[i]);
  }
  pk_arena_free(c->arena);
}

polku_change polku_comparison_gravest(const polku_comparison *c) {
  polku_change gravest = POLKU_CHANGE_NONE;
  for (int i = 1; c && i < c->case_count; i++)
    if (c->beside[i].changes && c->beside[i].changes->gravest > gravest)
      gravest = c->beside[i].changes->gravest;
  return gravest;
}
