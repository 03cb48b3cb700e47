/* An explanation for a person: first the answer, then why, then what would change it, then the
 * whole law with what held and what did not. */
#include "rules/explain.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct writer {
  const pk_explanation *about;
  const pk_finding *finding;
  const pk_law *law;
  polku_lang lang;
  pk_text *out;
} writer;

/* Name and value of a variable as a person reads them. */
static const char *variable_name(const pk_explanation *about, int variable, polku_lang lang) {
  const pk_variable *v = pk_explain_variable(about, variable);
  if (v->form == PK_READS_ELAPSED)
    return pk_word(lang, "rules.explain.elapsed");
  return pk_name_text(&v->name, lang, v->id);
}

static const char *value_name(const pk_explanation *about, int variable, int raw, polku_lang lang) {
  const pk_variable *v = pk_explain_variable(about, variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(about->book, variable);
  if (attribute && attribute->type == PK_TYPE_ENUM)
    return pk_name_text(&attribute->value_names[raw], lang, attribute->values[raw]);
  if (attribute && attribute->type == PK_TYPE_BOOL)
    return pk_word(lang, raw ? "rules.explain.true" : "rules.explain.false");
  const char *text = pk_raw_text(about->arena, about->book, v, raw);
  if (!text)
    pk_report_memory(about->report);
  return text ? text : "…";
}

static void indent(pk_text *out, int depth) {
  for (int i = 0; i < depth; i++)
    pk_text_add(out, "  ");
}

/* "24 (15 %), 38 (85 %)": the values of these clients, with shares where there are several. */
static void add_values(const writer *w, int variable) {
  const pk_list *seen = &w->finding->seen[variable];
  for (int i = 0; i < seen->count; i++) {
    const pk_seen *one = PK_AT(*seen, pk_seen, i);
    pk_text_addf(w->out, "%s%s", i ? ", " : "", value_name(w->about, variable, one->raw, w->lang));
    if (seen->count < 2)
      continue;
    pk_text_add(w->out, " (");
    pk_percent_add(w->out, w->lang, one->share / w->finding->share, 0);
    pk_text_add(w->out, ")");
  }
}

/* "24 months": a parameter with its unit where people say one. */
static void write_value(char value[64], const pk_param *param, long long number, polku_lang lang) {
  char key[48];
  snprintf(key, sizeof key, "rules.unit.%s", param->unit);
  const char *unit = pk_word_find(lang, key);
  snprintf(value, 64, "%lld%s%s", number, unit ? " " : "", unit ? unit : "");
}

static void add_param(const writer *w, const pk_param *param, const pk_dated *dated, int depth) {
  char value[64], from[11];
  write_value(value, param, dated->value, w->lang);
  indent(w->out, depth);
  bool always = dated->from == PK_DATE_FIRST;
  if (always)
    pk_word_add(w->out, w->lang, "rules.explain.param_always", "name",
                pk_name_text(&param->name, w->lang, param->id), "value", value, "ref",
                dated->ref ? dated->ref : param->plugin->id, NULL);
  else
    pk_word_add(w->out, w->lang, "rules.explain.param", "name",
                pk_name_text(&param->name, w->lang, param->id), "value", value, "from",
                pk_day_text(from, dated->from), "ref", dated->ref ? dated->ref : param->plugin->id,
                NULL);
  pk_text_add(w->out, "\n");
}

/* What a leaf looked at: values, then parameters. */
static void add_reads(const writer *w, const pk_leaf *leaf, int depth) {
  const pk_day day = pk_law_day(w->law);
  for (int i = 0; i < leaf->read_count; i++) {
    indent(w->out, depth);
    pk_text_addf(w->out, "%s: ", variable_name(w->about, leaf->reads[i], w->lang));
    add_values(w, leaf->reads[i]);
    pk_text_add(w->out, "\n");
  }
  for (int i = 0; i < leaf->param_count; i++) {
    const pk_dated *dated;
    const pk_param *param = pk_day_param(&day, leaf->plugin, leaf->params[i], &dated);
    if (param && dated)
      add_param(w, param, dated, depth);
  }
}

static const char *leaf_text(const writer *w, const pk_leaf *leaf, bool holds) {
  const pk_name *name = holds ? &leaf->met : &leaf->why;
  return pk_name_text(name, w->lang, leaf->id);
}

static void add_law(const writer *w, const char *reference) {
  if (!reference)
    return;
  pk_text_add(w->out, " (");
  pk_law_add(w->out, w->lang, reference);
  pk_text_add_char(w->out, ')');
}

static void add_leaf(const writer *w, const pk_leaf *leaf, bool holds, int depth) {
  indent(w->out, depth);
  pk_text_addf(w->out, "%s %s", holds ? "✓" : "✗", leaf_text(w, leaf, holds));
  add_law(w, leaf->ref);
  pk_text_add(w->out, "\n");
  add_reads(w, leaf, depth + 2);
}

static bool holds(const writer *w, const pk_tree *node) {
  const pk_view view = {.rules = w->about->rules, .given = w->finding->raw};
  return pk_view_tree(&view, w->law, node);
}

/* Where a ground is closed by the place, the rest of that ground is not asked. */
static bool closed_by_place(const writer *w, const pk_tree *node) {
  return node->join == PK_TEST && !holds(w, node) && pk_leaf_of_place(w->about->book, node->leaf);
}

static void add_version(const writer *w, const pk_tree *node, int depth) {
  char from[11];
  pk_text plugin = PK_TEXT_EMPTY;
  pk_text_addf(&plugin, "%s %s", node->plugin->id, node->plugin->version);
  const char *ref = node->version->ref ? node->version->ref : node->plugin->id;
  indent(w->out, depth);
  if (node->version->from == PK_DATE_FIRST)
    pk_word_add(w->out, w->lang, "rules.explain.version_always", "plugin",
                plugin.data ? plugin.data : "", "ref", ref, NULL);
  else
    pk_word_add(w->out, w->lang, "rules.explain.version", "plugin", plugin.data ? plugin.data : "",
                "ref", ref, "from", pk_day_text(from, node->version->from), NULL);
  pk_text_add(w->out, "\n");
  w->out->failed = w->out->failed || plugin.failed;
  pk_text_free(&plugin);
}

static const char *join_key(pk_join join) {
  return join == PK_ALL   ? "rules.explain.all"
         : join == PK_ANY ? "rules.explain.any"
                          : "rules.explain.none";
}

static void add_tree(const writer *w, const pk_tree *node, int depth);

/* How many members of a failing `any` this place closes, when it leaves others open. */
static int closed_grounds(const writer *w, const pk_tree *node, bool held) {
  int closed = 0;
  for (int i = 0; node->join == PK_ANY && !held && i < node->child_count; i++)
    closed += pk_settle(w->law, node->children[i], w->finding->raw) == PK_NO;
  return closed < node->child_count ? closed : 0;
}

/* Of a list that holds because one member does, those are shown; of a ground that the place closes,
 * why it does; of several grounds, those that are open here. */
static void add_children(const writer *w, const pk_tree *node, bool held, int depth) {
  bool closed = false;
  int grounds = closed_grounds(w, node, held);
  for (int i = 0; node->join == PK_ALL && i < node->child_count; i++)
    closed = closed || closed_by_place(w, node->children[i]);
  for (int i = 0; i < node->child_count; i++) {
    const pk_tree *child = node->children[i];
    bool shown =
        closed ? closed_by_place(w, child) : !(node->join == PK_ANY && held) || holds(w, child);
    if (grounds && pk_settle(w->law, child, w->finding->raw) == PK_NO)
      shown = false;
    if (shown)
      add_tree(w, child, depth);
  }
  if (!grounds)
    return;
  indent(w->out, depth);
  pk_word_add(w->out, w->lang, "rules.explain.other_grounds", NULL);
  pk_text_add(w->out, "\n");
}

static void add_tree(const writer *w, const pk_tree *node, int depth) {
  bool held = holds(w, node);
  if (node->join == PK_TEST) {
    add_leaf(w, node->leaf, held, depth);
    return;
  }
  if (node->version)
    add_version(w, node, depth);
  if (node->child_count == 0) {
    indent(w->out, depth);
    pk_word_add(w->out, w->lang, held ? "rules.explain.no_condition" : "rules.explain.never", NULL);
    pk_text_add(w->out, "\n");
    return;
  }
  bool plain = node->child_count == 1 && node->join != PK_NONE;
  if (!plain) {
    indent(w->out, depth);
    pk_text_addf(w->out, "%s %s\n", held ? "✓" : "✗", pk_word(w->lang, join_key(node->join)));
  }
  add_children(w, node, held, plain ? depth : depth + 1);
}

/* --- what would change it */

static void add_change(const writer *w, const pk_change *change) {
  const char *name = variable_name(w->about, change->variable, w->lang);
  const char *to = value_name(w->about, change->variable, change->to, w->lang);
  if (change->reach == PK_AT_LEAST)
    pk_word_add(w->out, w->lang, "rules.explain.at_least", "name", name, "value", to, NULL);
  else if (change->reach == PK_AT_MOST)
    pk_word_add(w->out, w->lang, "rules.explain.at_most", "name", name, "value", to, NULL);
  else
    pk_word_add(w->out, w->lang, "rules.explain.exactly", "name", name, "value", to, NULL);
}

static void add_ways(const writer *w) {
  const pk_finding *finding = w->finding;
  bool conditions = false;
  for (int i = 0; i < w->about->law_count; i++)
    conditions = conditions || w->about->laws[i]->sheets[w->about->kind].allow;
  if (!conditions)
    return;
  pk_text_add(w->out, "\n");
  if (!finding->way_count) {
    pk_word_add(w->out, w->lang, "rules.explain.no_way", NULL);
    pk_text_add(w->out, "\n");
    return;
  }
  pk_word_add(w->out, w->lang, finding->allowed ? "rules.explain.lost_if" : "rules.explain.won_if",
              NULL);
  pk_text_add(w->out, "\n");
  for (int i = 0; i < finding->way_count; i++) {
    pk_text_add(w->out, "  – ");
    for (int k = 0; k < finding->ways[i].count; k++) {
      if (k)
        pk_text_addf(w->out, " %s ", pk_word(w->lang, "rules.explain.and"));
      add_change(w, &finding->ways[i].changes[k]);
    }
    pk_text_add(w->out, "\n");
  }
}

/* --- the longest stay */

static const char *unit_key(const char *unit) {
  switch (unit[0]) {
  case 'd':
    return "rules.unit.day";
  case 'w':
    return "rules.unit.week";
  case 'y':
    return "rules.unit.year";
  case 's':
    return "rules.unit.step";
  default:
    return "rules.unit.month";
  }
}

static void add_longest(writer *w) {
  const pk_longest *longest = &w->finding->longest;
  pk_text_add(w->out, "\n");
  if (!longest->decisive) {
    pk_word_add(w->out, w->lang, "rules.explain.no_limit", NULL);
    pk_text_add(w->out, "\n");
    return;
  }
  char number[32];
  pk_word_add(w->out, w->lang, "rules.explain.limit", "value",
              pk_number_text(number, (double)longest->value), "unit",
              unit_key(longest->layer->version->unit), NULL);
  add_law(w, longest->decisive->source->ref);
  pk_text_add(w->out, "\n");
  w->law = longest->law;
  if (longest->decisive->when)
    add_reads(w, longest->decisive->when, 1);
  else if (longest->decisive->computed)
    add_reads(w, longest->decisive->computed, 1);
  if (longest->decisive->param)
    add_param(w, longest->decisive->param, longest->decisive->dated, 1);
}

/* --- findings */

static const pk_leaf *decisive(writer *w) {
  const pk_view view = {.rules = w->about->rules, .given = w->finding->raw};
  for (int i = 0; i < w->about->law_count; i++) {
    const pk_tree *tree = w->about->laws[i]->sheets[w->about->kind].allow;
    w->law = w->about->laws[i];
    if (tree && !pk_view_tree(&view, w->law, tree))
      return pk_view_decisive(&view, w->law, tree, true);
  }
  return NULL;
}

static void add_reason(writer *w) {
  const pk_leaf *leaf = decisive(w);
  if (!leaf)
    return;
  pk_word_add(w->out, w->lang, "rules.explain.because", "why", leaf_text(w, leaf, false), NULL);
  add_law(w, leaf->ref);
  pk_text_add(w->out, ".\n");
  add_reads(w, leaf, 1);
}

static void add_finding(writer *w) {
  char share[32];
  if (w->about->findings.count > 1) {
    pk_text_add(w->out, "\n");
    pk_word_add(w->out, w->lang,
                w->finding->allowed ? "rules.explain.part_yes" : "rules.explain.part_no", "share",
                pk_number_text(share, w->finding->share), NULL);
    pk_text_add(w->out, "\n");
  }
  if (!w->finding->allowed)
    add_reason(w);
  add_ways(w);
  if (w->finding->allowed)
    add_longest(w);
  pk_text_add(w->out, "\n");
  pk_word_add(w->out, w->lang, "rules.explain.conditions", NULL);
  pk_text_add(w->out, "\n");
  for (int i = 0; i < w->about->law_count; i++) {
    w->law = w->about->laws[i];
    const pk_tree *tree = w->law->sheets[w->about->kind].allow;
    if (tree) {
      add_tree(w, tree, 1);
    } else {
      pk_text_add(w->out, "  ");
      pk_word_add(w->out, w->lang, "rules.explain.no_condition", NULL);
      pk_text_add(w->out, "\n");
    }
  }
}

static void add_head(const writer *w) {
  const pk_explanation *about = w->about;
  const pk_group *group = &about->model->groups[about->group];
  const pk_stage *stage = &about->model->stages[about->stage];
  char share[32], date[11];
  const char *key = about->allowed > 1 - 1e-9 ? "rules.explain.yes"
                    : about->allowed < 1e-9   ? "rules.explain.no"
                                              : "rules.explain.some";
  const char *args[] = {"group", pk_name_text(&group->name, w->lang, group->id),
                        "stage", pk_name_text(&stage->name, w->lang, stage->id),
                        "share", pk_number_text(share, about->allowed)};
  pk_word_fill(w->out, w->lang, key, args, 6);
  pk_text_add(w->out, "\n");
  if (!about->law_count) {
    pk_word_add(w->out, w->lang,
                about->rules->present ? "rules.explain.no_kind" : "rules.explain.no_region", NULL);
    pk_text_add(w->out, "\n");
    return;
  }
  for (int i = 0; i < about->law_count; i++) {
    const pk_plugin *region = about->laws[i]->region;
    pk_word_add(w->out, w->lang, "rules.explain.rules", "region",
                pk_name_text(&region->title, w->lang, region->id), "date",
                pk_date_text(date, about->date), NULL);
    pk_text_add(w->out, "\n");
  }
}

static void write_all(const pk_explanation *about, polku_lang lang, pk_text *out) {
  writer w = {.about = about, .lang = lang, .out = out};
  add_head(&w);
  for (int i = 0; i < about->findings.count; i++) {
    w.finding = PK_AT(about->findings, pk_finding, i);
    add_finding(&w);
  }
}

char *polku_explain(const polku_model *model, const polku_rules *rules,
                    const polku_question *question, polku_lang lang, polku_report *report) {
  return pk_explain_written((pk_asked){model, rules, question, lang}, write_all, report);
}
