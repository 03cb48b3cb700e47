/* Putting a law together: state, then region, then municipality, each over the one below. */
#include "rules/law.h"

#include "base/text.h"
#include "rules/box.h"
#include <stdio.h>
#include <string.h>

/* Reading the declaration of one condition again. */
enum { OPEN_STEPS = 1000 };

typedef struct maker {
  pk_arena *arena;
  const pk_book *book;
  const pk_law_wanted *wanted;
  pk_law *law;
  uint64_t **tables;
  pk_list leaves; /* const pk_leaf *: those of this day */
  int order;      /* of the rule at hand */
  bool failed;
} maker;

static void *no_memory(maker *m) {
  pk_report_memory(m->book->report);
  m->failed = true;
  return NULL;
}

/* The version that holds on a day, or NULL; *after is the version before a hole. */
static const pk_version *version_on(const pk_rule *rule, pk_date date, const pk_version **after) {
  *after = NULL;
  for (int i = 0; i < rule->version_count; i++) {
    const pk_version *version = &rule->versions[i];
    if (version->from <= date && date <= version->until)
      return version;
    if (version->until < date)
      *after = version;
  }
  return NULL;
}

static void want(maker *m, const pk_leaf *leaf) {
  for (int i = 0; i < m->leaves.count; i++)
    if (*PK_AT(m->leaves, const pk_leaf *, i) == leaf)
      return;
  const pk_leaf **slot = pk_push(m->arena, &m->leaves, sizeof *slot);
  if (slot)
    *slot = leaf;
  else
    no_memory(m);
}

static void want_tree(maker *m, const pk_tree *node) {
  if (node->join == PK_TEST)
    want(m, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    want_tree(m, node->children[i]);
}

/* --- allow */

/* A node over one or two others; `second` may be NULL. */
static pk_tree *join(maker *m, pk_join how, const pk_tree *first, const pk_tree *second) {
  pk_tree *node = PK_NEW(m->arena, pk_tree);
  const pk_tree **children = PK_NEW_ARRAY(m->arena, const pk_tree *, 2);
  if (!node || !children)
    return no_memory(m);
  node->join = how;
  node->children = children;
  if (first)
    children[node->child_count++] = first;
  if (second)
    children[node->child_count++] = second;
  return node;
}

/* A version's tree under a node that says where it comes from. A hole that means "no" is a node of
 * which nothing can hold. */
static const pk_tree *version_node(maker *m, const pk_rule *rule, const pk_version *version,
                                   bool never) {
  pk_tree *node = join(m, never ? PK_ANY : PK_ALL, never ? NULL : version->tree, NULL);
  if (!node)
    return NULL;
  node->version = version;
  node->plugin = rule->plugin;
  if (!never && version->tree)
    want_tree(m, version->tree);
  return node;
}

/* `above`: the rule that stands in the way, or NULL. */
static void refuse_override(maker *m, const pk_rule *rule, const pk_rule *above,
                            const char *reason) {
  pk_place place;
  char remedy[64];
  pk_text where = PK_TEXT_EMPTY;
  if (above)
    pk_text_addf(&where, " (%s:%d)", above->plugin->rules_file.path, above->versions[0].line);
  if (where.failed)
    pk_report_memory(m->book->report);
  snprintf(remedy, sizeof remedy, "%s.remedy", reason);
  pk_file_place(&rule->plugin->rules_file, rule->versions[0].line, &place);
  pk_report_add(m->book->report, &place, "E-OVERRIDE-BASE", "kind", rule->kind, "reason", reason,
                "remedy", remedy, "where", where.data ? where.data : "", NULL);
  pk_text_free(&where);
  m->failed = true;
}

static void add_allow(maker *m, const pk_rule *rule, pk_sheet *sheet) {
  const pk_version *after;
  const pk_version *version = version_on(rule, m->law->date, &after);
  if (!version && !rule->override && (!after || after->after == PK_AFTER_HOLE))
    sheet->undated[PK_ALLOW] = rule;
  if (!version && !rule->override && after && after->after == PK_AFTER_YES)
    sheet->ended[PK_ALLOW] = true;
  if (!version && (rule->override || !after || after->after != PK_AFTER_NO))
    return;
  const pk_tree *node = version_node(m, rule, version ? version : after, !version);
  pk_mode mode = version ? version->mode : PK_BASE;
  const pk_tree *base = sheet->allow;
  if (mode == PK_BASE || mode == PK_REPLACE)
    sheet->allow = node;
  else if (mode == PK_RESTRICT)
    sheet->allow = base ? join(m, PK_ALL, base, node) : node;
  else if (base) /* extending what nothing forbids changes nothing */
    sheet->allow = join(m, PK_ANY, base, node);
}

/* --- cases */

static bool resolve(maker *m, const pk_rule *rule, const pk_case *source, pk_choice_case *made) {
  const pk_day day = pk_law_day(m->law);
  *made = (pk_choice_case){.source = source,
                           .when = source->when,
                           .computed = source->computed,
                           .value = source->number};
  if (source->when)
    want(m, source->when);
  if (source->computed)
    want(m, source->computed);
  if (!source->param)
    return true;
  made->param = pk_day_param(&day, rule->plugin, source->param, &made->dated);
  made->value = made->dated ? made->dated->value : 0;
  if (made->dated && pk_value_fits(rule->form, made->value))
    return true;
  char value[32];
  pk_place place;
  pk_file_place(&rule->plugin->rules_file, source->line, &place);
  char date[11];
  snprintf(value, sizeof value, "%s = %lld", source->param, made->value);
  pk_report_add(m->book->report, &place, made->dated ? "E-PLUGIN-RANGE" : "E-PARAM-DATE", "what",
                rule->kind, "name", made->dated ? value : source->param, "date",
                pk_date_text(date, day.date), NULL);
  return false;
}

/* Room for one more at the end: lists of layers double, as many rules may name one kind. */
static pk_layer *more_layers(maker *m, const pk_layer *layers, int count) {
  if (count & (count - 1))
    return (pk_layer *)layers;
  pk_layer *wider = PK_NEW_ARRAY(m->arena, pk_layer, count ? 2 * (size_t)count : 1);
  if (wider && count)
    memcpy(wider, layers, (size_t)count * sizeof *layers);
  return wider;
}

static void add_layer(maker *m, const pk_rule *rule, pk_sheet *sheet) {
  const pk_version *after;
  const pk_version *version = version_on(rule, m->law->date, &after);
  if (!version) {
    /* An amount that is not in force is not paid: no question is left open (amount.c says so). */
    if (rule->form != PK_AMOUNT && !rule->override && (!after || after->after == PK_AFTER_HOLE))
      sheet->undated[rule->form] = rule;
    if (rule->form != PK_AMOUNT && !rule->override && after && after->after == PK_AFTER_YES)
      sheet->ended[rule->form] = true;
    return;
  }
  int count = sheet->layer_count[rule->form];
  pk_layer *layers = more_layers(m, sheet->layers[rule->form], count);
  pk_choice_case *cases = PK_NEW_ARRAY(m->arena, pk_choice_case, (size_t)version->case_count);
  if (!layers || !cases) {
    no_memory(m);
    return;
  }
  pk_work(m->book, 4 * (sizeof *layers + (size_t)version->case_count * sizeof *cases));
  layers[count] = (pk_layer){.mode = version->mode,
                             .order = m->order,
                             .rule = rule,
                             .version = version,
                             .plugin = rule->plugin,
                             .case_count = version->case_count,
                             .cases = cases};
  for (int i = 0; i < version->case_count; i++)
    if (!resolve(m, rule, &version->cases[i], &cases[i]))
      m->failed = true;
  sheet->layers[rule->form] = layers;
  sheet->layer_count[rule->form]++;
}

/* --- levels */

/* Whether the i-th plugin has a say here. */
static bool speaks(const maker *m, int i) {
  return pk_plugin_extends(m->book, m->law->region, *PK_AT(m->book->plugins, pk_plugin *, i)) &&
         !(m->wanted->without && m->wanted->without[i]);
}

/* The rule of a level above that lets nobody below change it, or NULL. */
static const pk_rule *locked_above(const maker *m, const pk_rule *rule) {
  for (int i = 0; i < m->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(m->book->plugins, pk_plugin *, i);
    for (int k = 0; plugin->level < rule->plugin->level && speaks(m, i) && k < plugin->rule_count;
         k++)
      if (plugin->rules[k].locked && plugin->rules[k].version_count &&
          pk_rule_same(&plugin->rules[k], rule))
        return &plugin->rules[k];
  }
  return NULL;
}

/* The rule of a lower level must change what is there, or be the first to speak. Two of one level
 * may speak first, if they say the same: proof.c. */
static bool check_override(maker *m, const pk_rule *rule, const pk_rule *base) {
  if (rule->version_count == 0)
    return false;
  const pk_rule *locked = rule->override ? locked_above(m, rule) : NULL;
  if (rule->override && !base && m->wanted->without)
    return false; /* what it changes was left out with its plugin */
  if (rule->override && !base)
    refuse_override(m, rule, NULL, "rules.override.no_base");
  else if (locked)
    refuse_override(m, rule, locked, "rules.override.locked");
  else if (!rule->override && base && base->plugin->level < rule->plugin->level)
    refuse_override(m, rule, base, "rules.override.second");
  else
    return true;
  return false;
}

/* The amount that a rule would change: for the same kind, from the same account. */
static const pk_rule *base_amount(const maker *m, const pk_rule *rule) {
  for (int i = 0; i < m->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(m->book->plugins, pk_plugin *, i);
    if (plugin == rule->plugin)
      return NULL;
    for (int k = 0; speaks(m, i) && k < plugin->rule_count; k++)
      if (!plugin->rules[k].override && pk_rule_same(&plugin->rules[k], rule))
        return &plugin->rules[k];
  }
  return NULL;
}

static void add_rule(maker *m, const pk_rule *rule, pk_sheet *sheets, const pk_rule **bases) {
  int kind = pk_book_kind(m->book, rule->kind);
  if (kind < 0 || (m->wanted->kinds && !m->wanted->kinds[kind]))
    return;
  const pk_rule **base = &bases[(size_t)kind * PK_RULES + rule->form];
  if (!check_override(m, rule, rule->form == PK_AMOUNT ? base_amount(m, rule) : *base))
    return;
  if (!*base)
    *base = rule;
  if (rule->form == PK_ALLOW)
    add_allow(m, rule, &sheets[kind]);
  else
    add_layer(m, rule, &sheets[kind]);
}

static void compose(maker *m, pk_sheet *sheets) {
  const pk_rule **bases =
      PK_NEW_ARRAY(m->arena, const pk_rule *, (size_t)m->book->kinds.count *PK_RULES);
  if (!bases) {
    no_memory(m);
    return;
  }
  for (int i = 0; i < m->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(m->book->plugins, pk_plugin *, i);
    for (int k = 0; speaks(m, i) && k < plugin->rule_count; k++, m->order++)
      add_rule(m, &plugin->rules[k], sheets, bases);
  }
  for (int i = 0; !m->wanted->kinds && i < m->book->memories.count; i++) {
    const pk_memory *memory = PK_AT(m->book->memories, pk_memory, i);
    if (memory->resets_when && pk_plugin_extends(m->book, m->law->region, memory->plugin))
      want(m, memory->resets_when);
  }
}

/* --- tables */

/* One table that is kept for further laws, with the values that its parameters had. */
typedef struct kept {
  const pk_leaf *leaf;
  long long *values;
  bool *dated; /* whether there was a value at all */
  uint64_t *words;
} kept;

static bool same_params(const maker *m, const kept *known) {
  const pk_day day = pk_law_day(m->law);
  for (int k = 0; k < known->leaf->param_count; k++) {
    const pk_dated *dated;
    pk_day_param(&day, known->leaf->plugin, known->leaf->params[k], &dated);
    if (known->dated[k] != (dated != NULL) || (dated && dated->value != known->values[k]))
      return false;
  }
  return true;
}

/* Takes what an earlier law has tabulated. */
static void recall(maker *m) {
  const pk_tables *tables = m->wanted->tables;
  if (tables)
    pk_work(m->book, (size_t)tables->list.count * (size_t)m->leaves.count);
  for (int i = 0; tables && i < tables->list.count; i++) {
    const kept *known = PK_AT(tables->list, kept, i);
    for (int k = 0; k < m->leaves.count; k++)
      if (*PK_AT(m->leaves, const pk_leaf *, k) == known->leaf && same_params(m, known))
        m->tables[known->leaf->number] = known->words;
  }
}

static void keep(maker *m, const pk_leaf *leaf) {
  pk_tables *tables = m->wanted->tables;
  const pk_day day = pk_law_day(m->law);
  size_t count = (size_t)leaf->param_count;
  kept *slot = pk_push(tables->arena, &tables->list, sizeof *slot);
  long long *values = PK_NEW_ARRAY(tables->arena, long long, count);
  bool *dated = PK_NEW_ARRAY(tables->arena, bool, count);
  if (!slot || !values || !dated) {
    no_memory(m);
    return;
  }
  *slot = (kept){leaf, values, dated, m->tables[leaf->number]};
  tables->rows += leaf->rows;
  for (size_t k = 0; k < count; k++) {
    const pk_dated *found;
    pk_day_param(&day, leaf->plugin, leaf->params[k], &found);
    dated[k] = found != NULL;
    values[k] = found ? found->value : 0;
  }
}

/* Whether both times gave the same table; else says at which row they differ first. */
static bool same_tables(maker *m, const pk_leaf *leaf, const uint64_t *words) {
  const uint64_t *first = m->tables[leaf->number];
  size_t at = 0, count = pk_leaf_words(leaf);
  while (at < count && first[at] == words[at])
    at++;
  if (at == count)
    return true;
  size_t row = leaf->gives_value ? at : 64 * at + (size_t)__builtin_ctzll(first[at] ^ words[at]);
  pk_text what = PK_TEXT_EMPTY;
  pk_place place;
  pk_file_place(&leaf->plugin->rules_file, leaf->line, &place);
  pk_leaf_say(m->book, leaf, row, &what);
  if (what.failed)
    no_memory(m);
  else
    pk_report_add(m->book->report, &place, "E-PLUGIN-IMPURE", "what", what.data, NULL);
  pk_text_free(&what);
  return false;
}

/* Tabulates the leaves of one plugin that are not known yet, in a fresh state; the second time,
 * in another order, only compares. */
static bool tabulate(maker *m, const pk_plugin *plugin, const bool *known, bool again) {
  const pk_day day = pk_law_day(m->law);
  pk_arena *scratch = pk_arena_new();
  pk_arena *keeper = again ? scratch : m->wanted->tables ? m->wanted->tables->arena : m->arena;
  pk_box box = {0};
  bool good = scratch || no_memory(m);
  good = good && pk_box_open(&box, scratch, m->book, plugin);
  pk_box_limit(&box, m->wanted->tables ? m->wanted->tables->steps : 0);
  for (int i = 0; good && i < m->leaves.count; i++) {
    int at = again ? m->leaves.count - 1 - i : i;
    const pk_leaf *leaf = *PK_AT(m->leaves, const pk_leaf *, at);
    const uint64_t *where = leaf->where ? m->tables[leaf->where->number] : NULL;
    if (leaf->plugin != plugin || known[at] || (leaf->where && !where))
      continue;
    uint64_t *words = PK_NEW_ARRAY(keeper, uint64_t, pk_leaf_words(leaf));
    pk_work(m->book, pk_leaf_words(leaf) * (again ? 1 : 4 * sizeof *words));
    const pk_tabulation made = {leaf, &day, where, again, words};
    if (!words) {
      no_memory(m);
      good = false;
    } else if (!pk_box_tabulate(&box, &made)) {
      /* One broken condition does not hide the next: only a box that ran dry ends here. */
      m->failed = true;
      m->tables[leaf->number] = NULL;
      good = box.steps <= box.budget_all;
    } else if (!again) {
      m->tables[leaf->number] = words;
    } else if (m->tables[leaf->number] && !same_tables(m, leaf, words)) {
      m->failed = true;
    }
  }
  if (m->wanted->tables)
    m->wanted->tables->steps += box.steps;
  pk_work(m->book, OPEN_STEPS * (size_t)box.functions + 8 * plugin->rules_file.length +
                       (size_t)box.steps / 4);
  pk_box_close(&box);
  pk_arena_free(scratch);
  return good;
}

static bool has_leaves(const maker *m, const pk_plugin *plugin, const bool *known) {
  for (int i = 0; i < m->leaves.count; i++)
    if ((*PK_AT(m->leaves, const pk_leaf *, i))->plugin == plugin && !known[i])
      return true;
  return false;
}

static void tabulate_all(maker *m) {
  bool *known = PK_NEW_ARRAY(m->arena, bool, (size_t)m->leaves.count);
  if (!known) {
    no_memory(m);
    return;
  }
  recall(m);
  for (int i = 0; i < m->leaves.count; i++)
    known[i] = m->tables[(*PK_AT(m->leaves, const pk_leaf *, i))->number] != NULL;
  for (int i = 0; i < m->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(m->book->plugins, pk_plugin *, i);
    if (!has_leaves(m, plugin, known))
      continue;
    if (!tabulate(m, plugin, known, false) || m->failed || !tabulate(m, plugin, known, true))
      m->failed = true;
  }
  for (int i = 0; m->wanted->tables && !m->failed && i < m->leaves.count; i++)
    if (!known[i])
      keep(m, *PK_AT(m->leaves, const pk_leaf *, i));
}

const pk_law *pk_law_new(pk_arena *arena, const pk_law_wanted *wanted) {
  const pk_book *book = wanted->book;
  maker m = {.arena = arena, .book = book, .wanted = wanted};
  m.law = PK_NEW(arena, pk_law);
  m.tables = PK_NEW_ARRAY(arena, uint64_t *, (size_t)book->leaf_count);
  pk_sheet *sheets = PK_NEW_ARRAY(arena, pk_sheet, (size_t)book->kinds.count);
  if (!m.law || !m.tables || !sheets)
    return no_memory(&m);
  pk_work(book, 4 * ((size_t)book->leaf_count * sizeof *m.tables +
                     (size_t)book->kinds.count * sizeof *sheets));
  *m.law = (pk_law){book, wanted->region, wanted->date, wanted->without, sheets, m.tables};
  compose(&m, sheets);
  pk_work(book, (size_t)m.leaves.count * (size_t)m.leaves.count);
  if (!m.failed && pk_work_done(book, book->report))
    tabulate_all(&m);
  if (m.failed || !pk_work_done(book, book->report))
    return NULL;
  return m.law;
}

pk_day pk_law_day(const pk_law *law) {
  return (pk_day){law->book, law->region, law->date, law->without};
}

uint64_t pk_law_row(const pk_law *law, const pk_leaf *leaf, size_t row) {
  const uint64_t *words = law->tables[leaf->number];
  return leaf->gives_value ? words[row] : words[row / 64] >> (row % 64) & 1;
}

static size_t row_of(const pk_leaf *leaf, const int *raw) {
  size_t row = 0;
  for (int i = 0; i < leaf->read_count; i++)
    row += leaf->strides[i] * (size_t)raw[leaf->reads[i]];
  return row;
}

bool pk_law_leaf(const pk_law *law, const pk_leaf *leaf, const int *raw) {
  return pk_law_row(law, leaf, row_of(leaf, raw));
}

long long pk_law_value(const pk_law *law, const pk_choice_case *one, const int *raw) {
  return one->computed ? (int64_t)pk_law_row(law, one->computed, row_of(one->computed, raw))
                       : one->value;
}

bool pk_law_alike(const pk_law *law, const pk_leaf *leaf, int k, int a, int b) {
  size_t stride = leaf->strides[k];
  size_t size = (size_t)PK_AT(law->book->variables, pk_variable, leaf->reads[k])->size;
  for (size_t base = 0; base < leaf->rows; base += stride * size)
    for (size_t i = 0; i < stride; i++)
      if (pk_law_row(law, leaf, base + (size_t)a * stride + i) !=
          pk_law_row(law, leaf, base + (size_t)b * stride + i))
        return false;
  return true;
}

const char *pk_day_text(char *buffer, pk_date date) {
  return date == PK_DATE_FIRST || date == PK_DATE_LAST ? "–" : pk_date_text(buffer, date);
}

void pk_law_undated(const pk_law *law, int kind, const pk_place *place, polku_report *report) {
  char date[11], first[11];
  const pk_sheet *sheet = &law->sheets[kind];
  for (int form = 0; form < PK_RULES; form++) {
    const pk_rule *rule = sheet->undated[form];
    if (rule)
      pk_report_add(report, place, "E-RULE-DATE", "kind", rule->kind, "date",
                    pk_date_text(date, law->date), "first",
                    pk_day_text(first, rule->versions[0].from), "plugin", rule->plugin->id, NULL);
  }
}

/* Of the plugins above that know a parameter, the highest: it has declared what others only set. */
static const pk_param *declared(const pk_book *book, const pk_param *param) {
  for (int i = 0; i < book->plugins.count; i++) {
    const pk_plugin *at = *PK_AT(book->plugins, pk_plugin *, i);
    if (at->level >= param->plugin->level)
      break;
    for (int k = 0; pk_plugin_extends(book, param->plugin, at) && k < at->param_count; k++)
      if (strcmp(at->params[k].id, param->id) == 0)
        return &at->params[k];
  }
  return param;
}

const pk_param *pk_day_param(const pk_day *day, const pk_plugin *plugin, const char *id,
                             const pk_dated **dated) {
  const pk_param *base = pk_param_find(day->book, plugin, id);
  *dated = NULL;
  if (!base)
    return NULL;
  base = declared(day->book, base);
  /* From the lowest level up: the first that has a value on this day. Who has declared a number is
   * heard even where its rules are left out: others read it. */
  for (int i = day->book->plugins.count - 1; i >= 0; i--) {
    const pk_plugin *at = *PK_AT(day->book->plugins, pk_plugin *, i);
    if (!pk_plugin_extends(day->book, day->region, at) ||
        (day->without && day->without[i] && at != base->plugin) ||
        !pk_plugin_extends(day->book, at, base->plugin))
      continue;
    for (int k = 0; k < at->param_count; k++) {
      const pk_param *param = &at->params[k];
      bool asked = strcmp(param->id, id) == 0;
      pk_work(day->book, asked ? 1 + (size_t)param->value_count : 1);
      for (int v = 0; asked && v < param->value_count; v++)
        if (param->values[v].from <= day->date && day->date <= param->values[v].until) {
          *dated = &param->values[v];
          return param;
        }
    }
  }
  return base;
}
