/* Conditions, cases and changes as other programs read them: the parts that every explanation in
 * JSON is made of. */
#include "rules/explain_json.h"

void pk_json_text(pk_json_writer *w, const char *key, const char *value) {
  pk_json_field(&w->json, key, value);
}

/* A date, or null for "always" and "for ever". */
void pk_json_day(pk_json_writer *w, const char *key, pk_date date) {
  char text[11];
  bool open = date == PK_DATE_FIRST || date == PK_DATE_LAST;
  pk_json_text(w, key, open ? NULL : pk_date_text(text, date));
}

/* A raw value as a number, a text or a truth value. */
void pk_json_raw(pk_json_writer *w, int variable, int raw) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(w->about->book, variable);
  if (attribute && attribute->type == PK_TYPE_ENUM)
    pk_json_string(&w->json, attribute->values[raw]);
  else if (attribute && attribute->type == PK_TYPE_BOOL)
    pk_json_bool(&w->json, raw);
  else
    pk_json_integer(&w->json, (attribute ? attribute->low : 0) + raw);
}

static void add_param(pk_json_writer *w, const pk_param *param, const pk_dated *dated) {
  pk_json_object(&w->json);
  pk_json_text(w, "id", param->id);
  pk_json_text(w, "name", pk_name_text(&param->name, w->lang, param->id));
  pk_json_integer_field(&w->json, "value", dated->value);
  pk_json_text(w, "unit", param->unit);
  pk_json_day(w, "from", dated->from);
  pk_json_text(w, "ref", dated->ref);
  pk_json_text(w, "plugin", param->plugin->id);
  pk_json_object_end(&w->json);
}

static void add_reads(pk_json_writer *w, const pk_leaf *leaf) {
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

static void add_version(pk_json_writer *w, const pk_tree *node) {
  pk_json_key(&w->json, "version");
  pk_json_object(&w->json);
  pk_json_text(w, "plugin", node->plugin->id);
  pk_json_text(w, "plugin_version", node->plugin->version);
  pk_json_day(w, "from", node->version->from);
  pk_json_day(w, "until", node->version->until);
  pk_json_text(w, "ref", node->version->ref);
  pk_json_object_end(&w->json);
}

void pk_json_tree(pk_json_writer *w, const pk_tree *node) {
  static const char *const joins[] = {"all", "any", "none"};
  const pk_view view = {.rules = w->about->rules, .given = w->finding->raw};
  bool held = pk_view_tree(&view, w->law, node);
  pk_json_object(&w->json);
  pk_json_bool_field(&w->json, "holds", held);
  if (node->join == PK_TEST) {
    const pk_leaf *leaf = node->leaf;
    pk_json_text(w, "leaf", leaf->id);
    pk_json_text(w, "text", pk_name_text(held ? &leaf->met : &leaf->why, w->lang, leaf->id));
    pk_json_text(w, "ref", leaf->ref);
    pk_json_text(w, "plugin", leaf->plugin->id);
    add_reads(w, leaf);
  } else {
    pk_json_text(w, "join", joins[node->join]);
    if (node->version)
      add_version(w, node);
    pk_json_key(&w->json, "of");
    pk_json_array(&w->json);
    for (int i = 0; i < node->child_count; i++)
      pk_json_tree(w, node->children[i]);
    pk_json_array_end(&w->json);
  }
  pk_json_object_end(&w->json);
}

/* Numbers as [first, last], texts and truth values one by one. */
static void add_set(pk_json_writer *w, const pk_change *change) {
  int size = pk_explain_variable(w->about, change->variable)->size;
  const pk_attribute_kind *attribute = pk_book_attribute_of(w->about->book, change->variable);
  bool runs = !attribute || attribute->type == PK_TYPE_INT;
  pk_json_key(&w->json, "any_of");
  pk_json_array(&w->json);
  for (int v = 0; v < size; v++) {
    if (!change->in[v])
      continue;
    if (!runs) {
      pk_json_raw(w, change->variable, v);
      continue;
    }
    pk_json_array(&w->json);
    pk_json_raw(w, change->variable, v);
    while (v + 1 < size && change->in[v + 1])
      v++;
    pk_json_raw(w, change->variable, v);
    pk_json_array_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

void pk_json_way(pk_json_writer *w, const pk_way *way) {
  static const char *const reaches[] = {"exactly", "at_least", "at_most"};
  pk_json_array(&w->json);
  for (int k = 0; k < way->count; k++) {
    const pk_change *change = &way->changes[k];
    pk_json_object(&w->json);
    pk_json_text(w, "name", pk_explain_variable(w->about, change->variable)->id);
    pk_json_key(&w->json, "from");
    pk_json_raw(w, change->variable, change->from);
    pk_json_key(&w->json, "to");
    pk_json_raw(w, change->variable, change->to);
    pk_json_text(w, "reach", reaches[change->reach]);
    add_set(w, change);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

void pk_json_basis(pk_json_writer *w, const pk_choice_case *one) {
  pk_json_key(&w->json, "param");
  if (one->param)
    add_param(w, one->param, one->dated);
  else
    pk_json_null(&w->json);
  if (one->when || one->computed)
    add_reads(w, one->when ? one->when : one->computed);
}

static void add_said(pk_json_writer *w, const pk_said *said) {
  static const char *const modes[] = {"base", "restrict", "extend", "replace", "add"};
  const pk_choice_case *one = said->one;
  w->law = said->law;
  pk_json_object(&w->json);
  pk_json_text(w, "plugin", said->layer->plugin->id);
  pk_json_text(w, "mode", modes[said->layer->mode]);
  pk_json_integer_field(&w->json, "value", said->value);
  pk_json_text(w, "ref", one->source->ref ? one->source->ref : said->layer->version->ref);
  pk_json_day(w, "from", said->layer->version->from);
  pk_json_basis(w, one);
  pk_json_object_end(&w->json);
}

void pk_json_ruling(pk_json_writer *w, const pk_ruling *ruling) {
  pk_json_integer_field(&w->json, "value", ruling->value);
  pk_json_key(&w->json, "decided_by");
  pk_json_array(&w->json);
  for (int i = 0; i < ruling->said.count; i++)
    add_said(w, PK_AT(ruling->said, pk_said, i));
  pk_json_array_end(&w->json);
}

void pk_json_reasons(pk_json *json, const pk_reasons *reasons, polku_lang lang) {
  pk_json_array(json);
  for (int i = 0; i < reasons->count; i++) {
    const pk_reason *reason = &reasons->at[i];
    pk_json_object(json);
    pk_json_field(json, "id", reason->id);
    pk_json_field(json, "ref", reason->ref);
    pk_json_field(json, "text", reason->text ? pk_name_text(reason->text, lang, NULL) : NULL);
    if (reason->source)
      pk_json_field(json, "source", reason->source);
    if (reason->group)
      pk_json_field(json, "group", pk_name_text(&reason->group->why, lang, NULL));
    pk_json_field(json, "plugin", reason->plugin->id);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}
