/* An explanation for other programs: the same content with ids and numbers. The fields are stable;
 * more may be added. Texts are in the language asked for. */
#include "rules/explain.h"

#include "base/json.h"
#include <stdlib.h>

typedef struct writer {
  const pk_explanation *about;
  const pk_finding *finding;
  const pk_law *law;
  polku_lang lang;
  pk_json json;
} writer;

static void field(writer *w, const char *key, const char *value) {
  pk_json_key(&w->json, key);
  pk_json_string(&w->json, value);
}

/* A date, or null for "always" and "for ever". */
static void date_field(writer *w, const char *key, pk_date date) {
  char text[11];
  bool open = date == PK_DATE_FIRST || date == PK_DATE_LAST;
  field(w, key, open ? NULL : pk_date_text(text, date));
}

/* A raw value as a number, a text or a truth value. */
static void add_raw(writer *w, int variable, int raw) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(w->about->book, variable);
  if (attribute && attribute->type == PK_TYPE_ENUM)
    pk_json_string(&w->json, attribute->values[raw]);
  else if (attribute && attribute->type == PK_TYPE_BOOL)
    pk_json_bool(&w->json, raw);
  else
    pk_json_integer(&w->json, (attribute ? attribute->low : 0) + raw);
}

static void integer_or_null(writer *w, bool known, long long value) {
  if (known)
    pk_json_integer(&w->json, value);
  else
    pk_json_null(&w->json);
}

static void add_values(writer *w) {
  pk_json_key(&w->json, "values");
  pk_json_object(&w->json);
  for (int v = 0; v < w->about->book->variables.count; v++) {
    if (!w->about->reads[v])
      continue;
    const pk_list *seen = &w->finding->seen[v];
    pk_json_key(&w->json, pk_explain_variable(w->about, v)->id);
    pk_json_array(&w->json);
    for (int i = 0; i < seen->count; i++) {
      pk_json_object(&w->json);
      pk_json_key(&w->json, "value");
      add_raw(w, v, PK_AT(*seen, pk_seen, i)->raw);
      pk_json_key(&w->json, "share");
      pk_json_number(&w->json, PK_AT(*seen, pk_seen, i)->share);
      pk_json_object_end(&w->json);
    }
    pk_json_array_end(&w->json);
  }
  pk_json_object_end(&w->json);
}

static void add_param(writer *w, const pk_param *param, const pk_dated *dated) {
  pk_json_object(&w->json);
  field(w, "id", param->id);
  field(w, "name", pk_name_text(&param->name, w->lang, param->id));
  pk_json_key(&w->json, "value");
  pk_json_integer(&w->json, dated->value);
  field(w, "unit", param->unit);
  date_field(w, "from", dated->from);
  field(w, "ref", dated->ref);
  field(w, "plugin", param->plugin->id);
  pk_json_object_end(&w->json);
}

static void add_reads(writer *w, const pk_leaf *leaf) {
  const pk_day day = pk_law_day(w->law);
  pk_json_key(&w->json, "reads");
  pk_json_array(&w->json);
  for (int i = 0; i < leaf->read_count; i++)
    pk_json_string(&w->json, pk_explain_variable(w->about, leaf->reads[i])->id);
  pk_json_array_end(&w->json);
  pk_json_key(&w->json, "params");
  pk_json_array(&w->json);
  for (int i = 0; i < leaf->param_count; i++) {
    const pk_dated *dated;
    const pk_param *param = pk_day_param(&day, leaf->plugin, leaf->params[i], &dated);
    if (param && dated)
      add_param(w, param, dated);
  }
  pk_json_array_end(&w->json);
}

static void add_version(writer *w, const pk_tree *node) {
  pk_json_key(&w->json, "version");
  pk_json_object(&w->json);
  field(w, "plugin", node->plugin->id);
  field(w, "plugin_version", node->plugin->version);
  date_field(w, "from", node->version->from);
  date_field(w, "until", node->version->until);
  field(w, "ref", node->version->ref);
  pk_json_object_end(&w->json);
}

static void add_node(writer *w, const pk_tree *node) {
  static const char *const joins[] = {"all", "any", "none"};
  const pk_view view = {.rules = w->about->rules, .given = w->finding->raw};
  bool held = pk_view_tree(&view, w->law, node);
  pk_json_object(&w->json);
  pk_json_key(&w->json, "holds");
  pk_json_bool(&w->json, held);
  if (node->join == PK_TEST) {
    const pk_leaf *leaf = node->leaf;
    field(w, "leaf", leaf->id);
    field(w, "text", pk_name_text(held ? &leaf->met : &leaf->why, w->lang, leaf->id));
    field(w, "ref", leaf->ref);
    field(w, "plugin", leaf->plugin->id);
    add_reads(w, leaf);
  } else {
    field(w, "join", joins[node->join]);
    if (node->version)
      add_version(w, node);
    pk_json_key(&w->json, "of");
    pk_json_array(&w->json);
    for (int i = 0; i < node->child_count; i++)
      add_node(w, node->children[i]);
    pk_json_array_end(&w->json);
  }
  pk_json_object_end(&w->json);
}

static void add_laws(writer *w) {
  pk_json_key(&w->json, "laws");
  pk_json_array(&w->json);
  for (int i = 0; i < w->about->law_count; i++) {
    w->law = w->about->laws[i];
    pk_json_object(&w->json);
    field(w, "region", w->law->region->id);
    pk_json_key(&w->json, "allow");
    const pk_tree *tree = w->law->sheets[w->about->kind].allow;
    if (tree)
      add_node(w, tree);
    else
      pk_json_null(&w->json);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_limit(writer *w) {
  const pk_longest *longest = &w->finding->longest;
  pk_json_key(&w->json, "limit");
  if (!longest->decisive) {
    pk_json_null(&w->json);
    return;
  }
  w->law = longest->law;
  pk_json_object(&w->json);
  pk_json_key(&w->json, "value");
  pk_json_integer(&w->json, longest->value);
  field(w, "unit", longest->layer->version->unit);
  pk_json_key(&w->json, "steps");
  pk_json_integer(&w->json, longest->steps);
  field(w, "ref", longest->decisive->source->ref);
  field(w, "plugin", longest->layer->plugin->id);
  date_field(w, "from", longest->layer->version->from);
  pk_json_key(&w->json, "param");
  if (longest->decisive->param)
    add_param(w, longest->decisive->param, longest->decisive->dated);
  else
    pk_json_null(&w->json);
  pk_json_object_end(&w->json);
}

static void add_way(writer *w, const pk_way *way) {
  static const char *const reaches[] = {"exactly", "at_least", "at_most"};
  pk_json_array(&w->json);
  for (int k = 0; k < way->count; k++) {
    const pk_change *change = &way->changes[k];
    pk_json_object(&w->json);
    field(w, "name", pk_explain_variable(w->about, change->variable)->id);
    pk_json_key(&w->json, "from");
    add_raw(w, change->variable, change->from);
    pk_json_key(&w->json, "to");
    add_raw(w, change->variable, change->to);
    field(w, "reach", reaches[change->reach]);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_ways(writer *w) {
  pk_json_key(&w->json, "changes");
  pk_json_array(&w->json);
  for (int i = 0; i < w->finding->ways.count; i++)
    add_way(w, &w->finding->ways.at[i]);
  pk_json_array_end(&w->json);
}

/* What would give a longer stay. */
static void add_longer(writer *w) {
  pk_json_key(&w->json, "longer_stay");
  pk_json_array(&w->json);
  for (int i = 0; i < w->finding->longer.count; i++) {
    const pk_way *way = &w->finding->longer.at[i];
    pk_json_object(&w->json);
    pk_json_key(&w->json, "changes");
    add_way(w, way);
    pk_json_key(&w->json, "value");
    integer_or_null(w, way->longest.decisive != NULL, way->longest.value);
    field(w, "unit", way->longest.decisive ? way->longest.layer->version->unit : NULL);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

/* --- numbers */

static void add_said(writer *w, const pk_said *said) {
  static const char *const modes[] = {"base", "restrict", "extend", "replace", "add"};
  const pk_choice_case *one = said->one;
  w->law = said->law;
  pk_json_object(&w->json);
  field(w, "plugin", said->layer->plugin->id);
  field(w, "mode", modes[said->layer->mode]);
  pk_json_key(&w->json, "value");
  pk_json_integer(&w->json, said->value);
  field(w, "ref", one->source->ref ? one->source->ref : said->layer->version->ref);
  date_field(w, "from", said->layer->version->from);
  pk_json_key(&w->json, "param");
  if (one->param)
    add_param(w, one->param, one->dated);
  else
    pk_json_null(&w->json);
  if (one->when || one->computed)
    add_reads(w, one->when ? one->when : one->computed);
  pk_json_object_end(&w->json);
}

static void add_ruling(writer *w, const pk_ruling *ruling) {
  pk_json_key(&w->json, "value");
  pk_json_integer(&w->json, ruling->value);
  pk_json_key(&w->json, "decided_by");
  pk_json_array(&w->json);
  for (int i = 0; i < ruling->said.count; i++)
    add_said(w, PK_AT(ruling->said, pk_said, i));
  pk_json_array_end(&w->json);
}

static void add_weights(writer *w) {
  pk_json_key(&w->json, "weights");
  pk_json_array(&w->json);
  for (int i = 0; i < w->finding->numbers.law_count; i++) {
    if (!w->finding->numbers.weight[i].spoken)
      continue;
    pk_json_object(&w->json);
    field(w, "unit", "ppm");
    add_ruling(w, &w->finding->numbers.weight[i]);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_priority(writer *w) {
  pk_json_key(&w->json, "priority");
  if (!w->finding->numbers.priority.spoken) {
    pk_json_null(&w->json);
    return;
  }
  pk_json_object(&w->json);
  add_ruling(w, &w->finding->numbers.priority);
  pk_json_object_end(&w->json);
}

/* Months are counted from 1; the last is null where the stay has no known end. */
static void add_span(writer *w, const pk_paid *paid, const pk_stretch *span) {
  pk_json_object(&w->json);
  pk_json_key(&w->json, "first_month");
  integer_or_null(w, !paid->on_entry, span->first + 1);
  pk_json_key(&w->json, "last_month");
  integer_or_null(w, !paid->on_entry && span->last >= 0, span->last + 1);
  add_ruling(w, &span->ruling);
  pk_json_object_end(&w->json);
}

static void add_amounts(writer *w) {
  const pk_list *all = &w->finding->numbers.paid;
  pk_json_key(&w->json, "amounts");
  pk_json_array(&w->json);
  for (int i = 0; i < all->count; i++) {
    const pk_paid *paid = PK_AT(*all, pk_paid, i);
    pk_json_object(&w->json);
    field(w, "account", paid->account);
    pk_json_key(&w->json, "counted");
    pk_json_bool(&w->json, paid->counted >= 0);
    field(w, "to", paid->to);
    field(w, "unit", paid->on_entry ? "cent" : "cent/month");
    field(w, "binds", paid->binds_day ? "day" : "entry");
    pk_json_key(&w->json, "paid");
    pk_json_array(&w->json);
    for (int k = 0; k < paid->spans.count; k++)
      add_span(w, paid, PK_AT(paid->spans, pk_stretch, k));
    pk_json_array_end(&w->json);
    pk_json_key(&w->json, "longest_stay_total");
    integer_or_null(w, paid->has_total, paid->total);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_finding(writer *w) {
  pk_json_object(&w->json);
  pk_json_key(&w->json, "share");
  pk_json_number(&w->json, w->finding->share);
  pk_json_key(&w->json, "allowed");
  pk_json_bool(&w->json, w->finding->allowed);
  add_values(w);
  add_ways(w);
  add_limit(w);
  add_longer(w);
  add_weights(w);
  add_priority(w);
  add_amounts(w);
  add_laws(w);
  pk_json_object_end(&w->json);
}

static void add_all(writer *w) {
  const pk_explanation *about = w->about;
  char date[11];
  pk_json_object(&w->json);
  field(w, "format", "polku-explain/1");
  field(w, "group", about->model->groups[about->group].id);
  field(w, "stage", about->model->stages[about->stage].id);
  field(w, "kind", about->kind >= 0 ? about->rules->kinds[about->kind].id : NULL);
  field(w, "date", about->law_count ? pk_date_text(date, about->date) : NULL);
  pk_json_key(&w->json, "allowed");
  pk_json_number(&w->json, about->allowed);
  pk_json_key(&w->json, "findings");
  pk_json_array(&w->json);
  for (int i = 0; i < about->findings.count; i++) {
    w->finding = PK_AT(about->findings, pk_finding, i);
    add_finding(w);
  }
  pk_json_array_end(&w->json);
  pk_json_object_end(&w->json);
}

static void write_all(const pk_explanation *about, polku_lang lang, pk_text *out) {
  writer w = {.about = about, .lang = lang, .json = pk_json_start(out, 5)};
  add_all(&w);
  pk_text_add(out, "\n");
}

char *polku_explain_json(const polku_model *model, const polku_rules *rules,
                         const polku_question *question, polku_lang lang, polku_report *report) {
  return pk_explain_written((pk_asked){model, rules, question, lang}, write_all, report);
}
