/* Amounts: what rules say about money, as far as the model counts it.
 *
 * A rule names an account, not a stage: "the municipality pays employers so much a month". A model
 * that has an account of this name gets it counted there, at its stages of the rule's kind; one
 * that has not is told so by check. What conditions read is tabulated with everything else (law.c),
 * so that a question is a few look-ups. Values are cents; accounts are in euros or in cents. */
#include "rules/bind.h"

#include "base/text.h"
#include <string.h>

/* --- the account */

static int find_account(const pk_model *model, const char *id) {
  for (int i = 0; i < model->account_count; i++)
    if (strcmp(model->accounts[i].id, id) == 0)
      return i;
  return -1;
}

/* Cents in the unit of an account; 0 where it is no money. */
static double cents_in(const pk_account *account) {
  static const char *const euros[] = {"euro", "eur", "EUR", "€", NULL};
  if (!account->unit)
    return 100;
  for (int i = 0; euros[i]; i++)
    if (strcmp(account->unit, euros[i]) == 0)
      return 100;
  return strcmp(account->unit, "cent") == 0 ? 1 : 0;
}

static int counted_account(const pk_model *model, const char *id) {
  int account = find_account(model, id);
  return account >= 0 && cents_in(&model->accounts[account]) > 0 ? account : -1;
}

int pk_amount_account(const pk_rules *rules, const char *id) {
  return counted_account(rules->model, id);
}

static bool kind_used(const pk_rules *rules, int kind) {
  for (int s = 0; s < rules->model->stage_count; s++)
    if (kind >= 0 && rules->stage_kind[s] == kind)
      return true;
  return false;
}

bool pk_layer_pays(const pk_rules *rules, const pk_layer *layer, const pk_amount *amount) {
  return layer->version->on_entry == amount->on_entry &&
         counted_account(rules->model, layer->version->account) == amount->account;
}

/* --- binding */

/* Whether some case that pays can hold at a stage. */
static bool can_pay(const pk_law *law, const pk_layer *layer, const int *stage) {
  for (int i = 0; i < layer->case_count; i++) {
    const pk_choice_case *one = &layer->cases[i];
    pk_settled holds = one->when ? pk_settle_leaf(law, one->when, stage) : PK_YES;
    long long value;
    if (holds != PK_NO && (!pk_settle_value(law, one, stage, &value) || value != 0))
      return true;
    if (holds == PK_YES)
      return false;
  }
  return false;
}

static bool leaf_moves_on(const pk_book *book, const pk_leaf *leaf, bool binds_day) {
  for (int k = 0; leaf && k < leaf->read_count; k++) {
    const pk_variable *variable = PK_AT(book->variables, pk_variable, leaf->reads[k]);
    if (variable->form == PK_READS_ELAPSED || (binds_day && variable->form != PK_READS_ATTRIBUTE))
      return true;
  }
  return false;
}

static bool moves_on(const pk_book *book, const pk_layer *layer) {
  bool binds_day = layer->version->binds_day;
  for (int i = 0; i < layer->case_count; i++)
    if (leaf_moves_on(book, layer->cases[i].when, binds_day) ||
        leaf_moves_on(book, layer->cases[i].computed, binds_day))
      return true;
  return false;
}

typedef struct amounts {
  pk_rules *rules;
  polku_report *report;
  pk_list list; /* pk_amount */
  bool failed;
} amounts;

static pk_amount *amount_of(amounts *a, int kind, const pk_layer *layer) {
  int account = counted_account(a->rules->model, layer->version->account);
  for (int i = 0; i < a->list.count; i++) {
    pk_amount *known = PK_AT(a->list, pk_amount, i);
    if (known->kind == kind && known->account == account &&
        known->on_entry == layer->version->on_entry)
      return known;
  }
  pk_amount *made = pk_push(a->rules->arena, &a->list, sizeof *made);
  bool *pays = PK_NEW_ARRAY(a->rules->arena, bool, (size_t)a->rules->model->stage_count);
  if (!made || !pays) {
    a->failed = true;
    return NULL;
  }
  *made = (pk_amount){.kind = kind,
                      .account = account,
                      .on_entry = layer->version->on_entry,
                      .plugin = layer->plugin->id,
                      .pays = pays};
  return made;
}

static void add_layer(amounts *a, const pk_law *law, int kind, const pk_layer *layer) {
  const pk_rules *rules = a->rules;
  if (counted_account(rules->model, layer->version->account) < 0)
    return;
  pk_amount *amount = amount_of(a, kind, layer);
  if (!amount)
    return;
  bool *pays = (bool *)amount->pays;
  for (int s = 0; s < rules->model->stage_count; s++) {
    const int *stage = rules->bound->stage_raw[s];
    if (rules->stage_kind[s] != kind || !can_pay(law, layer, stage))
      continue;
    pays[s] = true;
    pk_law_review_layer(law, layer, stage, a->report);
  }
  amount->to = amount->to ? amount->to : layer->version->to;
  amount->changes = amount->changes || moves_on(law->book, layer) ||
                    (layer->version->binds_day && rules->version_count > 1);
}

bool pk_bind_amounts(pk_rules *rules, polku_report *report) {
  amounts a = {.rules = rules, .report = report};
  for (int i = 0; i < rules->bound->law_count; i++)
    for (int kind = 0; kind < rules->kind_count; kind++) {
      const pk_law *law = rules->bound->laws[i];
      const pk_sheet *sheet = &law->sheets[kind];
      for (int k = 0; kind_used(rules, kind) && k < sheet->layer_count[PK_AMOUNT]; k++)
        add_layer(&a, law, kind, &sheet->layers[PK_AMOUNT][k]);
    }
  rules->amounts = a.list.items;
  rules->amount_count = a.list.count;
  if (a.failed)
    pk_report_memory(report);
  return !a.failed;
}

/* --- asking */

bool pk_rules_pays(const pk_rules *rules, int stage) {
  for (int i = 0; i < rules->amount_count; i++)
    if (rules->amounts[i].pays[stage])
      return true;
  return false;
}

long long pk_mode_over(pk_mode mode, long long below, long long found) {
  switch (mode) {
  case PK_RESTRICT:
    return found < below ? found : below;
  case PK_EXTEND:
    return found > below ? found : below;
  case PK_ADD:
    return below + found;
  default:
    return found;
  }
}

/* A plugin that stands in both laws is asked once. */
static bool asked_before(const pk_rules *rules, const pk_law *const laws[2], int i,
                         const pk_layer *layer) {
  return i > 0 && pk_plugin_extends(rules->bound->book, laws[0]->region, layer->plugin);
}

/* Layers of one kind of stage in two laws: that of the day of entry, that of the step. */
typedef struct walk {
  const pk_law *laws[2];
  int at[2];
} walk;

static const pk_layer *layer_at(const walk *w, int kind, int which) {
  const pk_sheet *sheet = &w->laws[which]->sheets[kind];
  return w->at[which] < sheet->layer_count[PK_AMOUNT] ? &sheet->layers[PK_AMOUNT][w->at[which]]
                                                      : NULL;
}

/* The next rule's layer that holds, and the law in which it stands; false after the last. What
 * held on entry and binds by entry goes on; of the others the step's day tells. NULL: a rule of
 * which nothing holds. */
static bool next_of(walk *w, int kind, const pk_layer **layer, const pk_law **law) {
  const pk_layer *entry = layer_at(w, kind, 0), *day = layer_at(w, kind, 1);
  if (!entry && !day)
    return false;
  if (entry && day && entry->order < day->order)
    day = NULL;
  else if (entry && day && entry->order > day->order)
    entry = NULL;
  w->at[0] += entry != NULL;
  w->at[1] += day != NULL;
  bool kept = entry && !entry->version->binds_day;
  bool holds = day && (entry || day->version->binds_day);
  *law = w->laws[!kept];
  *layer = kept ? entry : holds ? day : NULL;
  return true;
}

double pk_rules_amount(const pk_rules *rules, const pk_amount *amount, const pk_stay_asked *stay) {
  if (!amount->pays[stay->stage])
    return 0;
  const pk_law *terms[2], *today[2];
  int count = pk_laws_of(pk_rules_at(rules, stay->terms), stay->klass, stay->stage, terms);
  pk_laws_of(pk_rules_at(rules, stay->today), stay->klass, stay->stage, today);
  pk_view view = {.rules = rules,
                  .client = rules->bound->klass_raw[stay->klass],
                  .stage = rules->bound->stage_raw[stay->stage],
                  .elapsed = stay->elapsed};
  long long cents = 0;
  for (int i = 0; i < count; i++) {
    walk w = {.laws = {terms[i], today[i]}};
    const pk_layer *layer;
    const pk_law *law;
    while (next_of(&w, amount->kind, &layer, &law)) {
      if (!layer || !pk_layer_pays(rules, layer, amount) || asked_before(rules, terms, i, layer))
        continue;
      view.clocks = layer->version->binds_day ? stay->now : stay->entry;
      const pk_choice_case *found = pk_view_case(&view, law, layer);
      if (found)
        cents = pk_mode_over(layer->mode, cents, pk_view_value(&view, law, found));
    }
  }
  return (double)cents / cents_in(&rules->model->accounts[amount->account]);
}

/* --- what check says */

/* The n-th rule of all plugins of the book, or NULL. */
static const pk_rule *rule_at(const pk_book *book, int n) {
  for (int i = 0; i < book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(book->plugins, pk_plugin *, i);
    if (n < plugin->rule_count)
      return &plugin->rules[n];
    n -= plugin->rule_count;
  }
  return NULL;
}

/* Whether a rule is about money of this account, of some kind of stage (NULL: any) of the model. */
static bool pays_from(const pk_rules *rules, const pk_rule *rule, const char *account,
                      const char *kind) {
  return rule->form == PK_AMOUNT && strcmp(rule->account, account) == 0 &&
         (!kind || strcmp(rule->kind, kind) == 0) &&
         kind_used(rules, pk_book_kind(rules->bound->book, rule->kind));
}

/* Whether rule n is the first about its account, and where `kind` is given, about that kind. */
static bool is_first(const pk_rules *rules, int n, const char *kind) {
  const pk_book *book = rules->bound->book;
  const pk_rule *rule = rule_at(book, n);
  for (int i = 0; i < n; i++)
    if (pays_from(rules, rule_at(book, i), rule->account, kind))
      return false;
  return pays_from(rules, rule, rule->account, kind);
}

static bool holds_on(const pk_version *version, pk_date date) {
  return version->from <= date && date <= version->until;
}

/* Whether a version holds on the model's day, or on one of its days where it follows the calendar.
 */
static bool holds(const pk_rules *rules, const pk_version *version) {
  for (int i = 0; i < rules->bound->law_count; i += rules->bound->region_count)
    if (holds_on(version, rules->bound->laws[i]->date))
      return true;
  return false;
}

/* Whether anything about an account and a kind is in force. */
static bool in_force(const pk_rules *rules, const char *account, const char *kind) {
  const pk_rule *rule;
  for (int n = 0; (rule = rule_at(rules->bound->book, n)); n++)
    for (int i = 0; pays_from(rules, rule, account, kind) && i < rule->version_count; i++)
      if (holds(rules, &rule->versions[i]))
        return true;
  return false;
}

/* The kinds for which an account pays on the model's day, or does not; the first rule about one of
 * them, NULL when there are none. */
static const pk_rule *list_kinds(const pk_rules *rules, const char *account, bool paid,
                                 pk_text *kinds) {
  const pk_rule *rule, *first = NULL;
  for (int n = 0; (rule = rule_at(rules->bound->book, n)); n++)
    if (pays_from(rules, rule, account, NULL) && is_first(rules, n, rule->kind) &&
        in_force(rules, account, rule->kind) == paid) {
      pk_text_addf(kinds, "%s%s", first ? ", " : "", rule->kind);
      first = first ? first : rule;
    }
  return first;
}

static void say_paid(const pk_rules *rules, const char *id, const char *kinds,
                     polku_report *report) {
  pk_place place;
  int account = find_account(rules->model, id);
  pk_model_place(rules->model, "/accounts", true, &place);
  if (account < 0)
    pk_report_add(report, &place, "I-AMOUNT-ACCOUNT", "account", id, "kinds", kinds, NULL);
  else if (cents_in(&rules->model->accounts[account]) == 0)
    pk_report_add(report, &place, "W-AMOUNT-UNIT", "account", id, "unit",
                  rules->model->accounts[account].unit, "kind", kinds, NULL);
}

static void say_unpaid(const pk_rules *rules, const pk_rule *rule, const char *kinds,
                       polku_report *report) {
  char date[11];
  pk_place place;
  if (counted_account(rules->model, rule->account) < 0)
    return;
  pk_file_place(&rule->plugin->rules_file, rule->versions[0].line, &place);
  pk_report_add(report, &place, "I-AMOUNT-DATE", "account", rule->account, "kinds", kinds, "date",
                pk_date_text(date, rules->bound->date), NULL);
}

/* Said once for an account, however many rules pay from it. */
static void say_account(const pk_rules *rules, const pk_rule *rule, polku_report *report) {
  pk_text paid = PK_TEXT_EMPTY, unpaid = PK_TEXT_EMPTY;
  if (list_kinds(rules, rule->account, true, &paid))
    say_paid(rules, rule->account, paid.data, report);
  const pk_rule *first = list_kinds(rules, rule->account, false, &unpaid);
  if (first)
    say_unpaid(rules, first, unpaid.data, report);
  pk_text_free(&paid);
  pk_text_free(&unpaid);
}

static void say_twice(const pk_rules *rules, const pk_amount *amount, polku_report *report) {
  const pk_model *model = rules->model;
  for (int s = 0; s < model->stage_count; s++)
    for (int i = 0; amount->pays[s] && i < model->stages[s].money_count; i++) {
      const pk_money *own = &model->stages[s].money[i];
      const pk_number *number = amount->on_entry ? &own->on_entry : &own->per_step;
      if (own->account != amount->account || !number->pointer || number->value == 0)
        continue;
      pk_place place;
      pk_model_place(model, number->pointer, false, &place);
      pk_report_add(report, &place, "W-AMOUNT-TWICE", "stage", model->stages[s].id, "account",
                    model->accounts[amount->account].id, "plugin", amount->plugin, NULL);
    }
}

void pk_rules_check_amounts(const pk_rules *rules, polku_report *report) {
  if (!rules->present)
    return;
  const pk_rule *rule;
  for (int n = 0; (rule = rule_at(rules->bound->book, n)); n++)
    if (rule->form == PK_AMOUNT && is_first(rules, n, NULL))
      say_account(rules, rule, report);
  for (int i = 0; i < rules->amount_count; i++)
    say_twice(rules, &rules->amounts[i], report);
}
