/* What the rules call things, as JSON: for forms in which people edit a model without knowing its
 * ids. (What a vocabulary is while plugins are read: rules/vocabulary.c.) */
#include "rules/bind.h"

#include "base/json.h"
#include "base/words.h"
#include <stdlib.h>
#include <string.h>

typedef struct writer {
  pk_json json;
  const pk_model *model;
  const pk_rules *rules; /* NULL: no rules hold */
  const pk_book *book;   /* then without words */
} writer;

/* --- names, from plugins and from the catalogue */

/* The words PREFIX.ID.SUFFIX; null where the catalogue has none. */
static void add_words(writer *w, const char *key, const char *prefix, const char *id,
                      const char *suffix) {
  pk_text word = PK_TEXT_EMPTY;
  pk_name name = {{NULL, NULL, NULL}};
  pk_text_addf(&word, "%s.%s%s", prefix, id, suffix);
  for (int i = 0; word.data && i < 3; i++)
    name.in[i] = pk_word_find((polku_lang)i, word.data);
  w->json.out->failed = w->json.out->failed || word.failed;
  pk_text_free(&word);
  if (name.in[POLKU_FI]) {
    pk_json_name_field(&w->json, key, &name);
  } else {
    pk_json_key(&w->json, key);
    pk_json_null(&w->json);
  }
}

static void begin(writer *w, const char *id) {
  pk_json_object(&w->json);
  pk_json_field(&w->json, "id", id);
}

static void begin_list(writer *w, const char *key) {
  pk_json_key(&w->json, key);
  pk_json_array(&w->json);
}

/* --- what every model has */

static const char *row_id(int row) {
  return row == PK_ROW_NONE ? "other" : pk_row_ids[row];
}

static void add_rows(writer *w) {
  begin_list(w, "rows");
  for (int i = 0; i <= PK_ROW_NONE; i++) {
    begin(w, row_id(i));
    add_words(w, "name", "map.row", row_id(i), "");
    add_words(w, "about", "map.row", row_id(i), ".more");
    pk_json_bool_field(&w->json, "gaps", i < PK_ROW_NONE);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_catalogue(writer *w, const char *key, const char *prefix, const char *const *ids) {
  begin_list(w, key);
  for (; *ids; ids++) {
    begin(w, *ids);
    add_words(w, "name", prefix, *ids, "");
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

/* --- what rules know */

static bool tree_reads(const pk_tree *node, int variable);

static bool leaf_reads(const pk_leaf *leaf, int variable) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    if (leaf->reads[i] == variable)
      return true;
  return false;
}

static bool tree_reads(const pk_tree *node, int variable) {
  if (!node)
    return false;
  if (node->join == PK_TEST)
    return leaf_reads(node->leaf, variable);
  for (int i = 0; i < node->child_count; i++)
    if (tree_reads(node->children[i], variable))
      return true;
  return false;
}

static bool version_reads(const pk_version *version, int variable) {
  for (int i = 0; i < version->case_count; i++)
    if (leaf_reads(version->cases[i].when, variable) ||
        leaf_reads(version->cases[i].computed, variable))
      return true;
  return tree_reads(version->tree, variable);
}

/* Whether a rule about a kind of stage reads a variable on the model's day. Laws are made of the
 * kinds alone that the model has; a form offers the others too, so the rules are asked as written.
 */
static bool kind_reads(const writer *w, const char *kind, int variable) {
  pk_date today = w->rules->bound->date;
  for (int i = 0; i < w->book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(w->book->plugins, pk_plugin *, i);
    for (int k = 0; k < plugin->rule_count; k++) {
      const pk_rule *rule = &plugin->rules[k];
      for (int v = 0; strcmp(rule->kind, kind) == 0 && v < rule->version_count; v++)
        if (rule->versions[v].from <= today && today <= rule->versions[v].until &&
            version_reads(&rule->versions[v], variable))
          return true;
    }
  }
  return false;
}

static void add_kind(writer *w, int i) {
  const pk_kind *kind = &PK_AT(w->book->kinds, pk_stage_kind, i)->kind;
  begin(w, kind->id);
  pk_json_name_field(&w->json, "name", &kind->name);
  pk_json_bool_field(&w->json, "employed", kind->employed);
  pk_json_bool_field(&w->json, "open", kind->open);
  pk_json_bool_field(&w->json, "waiting", kind->waiting);
  begin_list(w, "attributes");
  for (int v = 0; v < w->book->variables.count; v++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(w->book, v);
    if (attribute && attribute->of == PK_OF_STAGE && kind_reads(w, kind->id, v))
      pk_json_string(&w->json, attribute->id);
  }
  pk_json_array_end(&w->json);
  pk_json_object_end(&w->json);
}

static void add_role(writer *w, int i) {
  const pk_role *role = &PK_AT(w->book->roles, pk_role_kind, i)->role;
  begin(w, role->id);
  pk_json_name_field(&w->json, "name", &role->name);
  pk_json_field(&w->json, "row", row_id((int)role->row));
  pk_json_key(&w->json, "sectors");
  pk_json_null(&w->json);
  pk_json_bool_field(&w->json, "hosts", role->host);
  pk_json_object_end(&w->json);
}

static void add_values(writer *w, const pk_attribute_kind *attribute) {
  begin_list(w, "values");
  for (int i = 0; attribute->type == PK_TYPE_ENUM && i < attribute->size; i++) {
    begin(w, attribute->values[i]);
    pk_json_name_field(&w->json, "name", &attribute->value_names[i]);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_default(writer *w, const pk_attribute_kind *attribute) {
  pk_json_key(&w->json, "default");
  if (attribute->otherwise < 0)
    pk_json_null(&w->json);
  else if (attribute->type == PK_TYPE_ENUM)
    pk_json_string(&w->json, attribute->values[attribute->otherwise]);
  else if (attribute->type == PK_TYPE_BOOL)
    pk_json_bool(&w->json, attribute->otherwise != 0);
  else
    pk_json_integer(&w->json, attribute->low + attribute->otherwise);
}

static void add_attribute(writer *w, int i) {
  const pk_attribute_kind *attribute = PK_AT(w->book->attributes, pk_attribute_kind, i);
  static const char *const types[] = {"number", "choice", "flag"};
  bool number = attribute->type == PK_TYPE_INT;
  begin(w, attribute->id);
  pk_json_field(&w->json, "of", attribute->of == PK_OF_STAGE ? "stage" : "client");
  pk_json_field(&w->json, "type", types[attribute->type]);
  pk_json_name_field(&w->json, "name", &attribute->name);
  add_values(w, attribute);
  add_default(w, attribute);
  /* bind.c takes it from who employs at the stage. */
  pk_json_bool_field(&w->json, "hosts",
                     attribute->of == PK_OF_STAGE && strcmp(attribute->id, "employer") == 0);
  if (number) {
    pk_json_integer_field(&w->json, "least", attribute->low);
    pk_json_integer_field(&w->json, "most", attribute->low + attribute->size - 1);
  } else {
    pk_json_key(&w->json, "least");
    pk_json_null(&w->json);
    pk_json_key(&w->json, "most");
    pk_json_null(&w->json);
  }
  pk_json_object_end(&w->json);
}

static void add_memory(writer *w, int i) {
  const pk_memory *memory = PK_AT(w->book->memories, pk_memory, i);
  begin(w, memory->id);
  pk_json_name_field(&w->json, "name", &memory->name);
  pk_json_bool_field(&w->json, "counter", !memory->history);
  pk_json_integer_field(&w->json, "most", memory->history ? memory->keep : memory->max);
  pk_json_object_end(&w->json);
}

/* --- kinds of actors: what rules read of an employer, others that people write, the model's own */

static const char *const common_kinds[] = {"project", "network", "vocational_college", NULL};

static bool is_common(const char *kind) {
  for (int i = 0; common_kinds[i]; i++)
    if (strcmp(common_kinds[i], kind) == 0)
      return true;
  return false;
}

static const pk_attribute_kind *employers(const writer *w) {
  int variable = pk_book_variable(w->book, "employer");
  const pk_attribute_kind *attribute =
      variable >= 0 ? pk_book_attribute_of(w->book, variable) : NULL;
  return attribute && attribute->type == PK_TYPE_ENUM ? attribute : NULL;
}

static bool is_employer(const pk_attribute_kind *employer, const char *kind) {
  for (int i = 0; employer && i < employer->size; i++)
    if (strcmp(employer->values[i], kind) == 0)
      return true;
  return false;
}

static void add_other_kind(writer *w, const char *kind) {
  begin(w, kind);
  add_words(w, "name", "actor.kind", kind, "");
  pk_json_object_end(&w->json);
}

/* The kind of the i-th actor, where neither rules nor the catalogue nor an actor before it has it.
 */
static const char *own_kind(const writer *w, const pk_attribute_kind *employer, int i) {
  const char *kind = w->model->actors[i].kind;
  bool known = !kind || is_common(kind) || is_employer(employer, kind);
  for (int k = 0; !known && k < i; k++)
    known = w->model->actors[k].kind && strcmp(w->model->actors[k].kind, kind) == 0;
  return known ? NULL : kind;
}

static void add_actor_kinds(writer *w) {
  const pk_attribute_kind *employer = employers(w);
  begin_list(w, "actor_kinds");
  for (int i = 0; employer && i < employer->size; i++) {
    begin(w, employer->values[i]);
    pk_json_name_field(&w->json, "name", &employer->value_names[i]);
    pk_json_object_end(&w->json);
  }
  for (int i = 0; common_kinds[i]; i++)
    if (!is_employer(employer, common_kinds[i]))
      add_other_kind(w, common_kinds[i]);
  for (int i = 0; i < w->model->actor_count; i++) {
    const char *kind = own_kind(w, employer, i);
    if (kind)
      add_other_kind(w, kind);
  }
  pk_json_array_end(&w->json);
}

/* --- all of it */

static void add_account(writer *w, int i) {
  const pk_account_kind *account = PK_AT(w->book->accounts, pk_account_kind, i);
  begin(w, account->id);
  pk_json_name_field(&w->json, "name", &account->name);
  pk_json_object_end(&w->json);
}

/* A list of what plugins declare: as long as it is, and one of it. */
static void add_list(writer *w, const char *key, int count, void (*add)(writer *w, int i)) {
  begin_list(w, key);
  for (int i = 0; i < count; i++)
    add(w, i);
  pk_json_array_end(&w->json);
}

static void add_region(writer *w) {
  const pk_name *name = w->rules ? pk_rules_region(w->rules) : NULL;
  pk_json_key(&w->json, "region");
  if (!name || !w->model->region) {
    pk_json_null(&w->json);
    return;
  }
  begin(w, w->model->region);
  pk_json_name_field(&w->json, "name", name);
  pk_json_object_end(&w->json);
}

static void add_all(writer *w) {
  pk_json_object(&w->json);
  add_list(w, "kinds", w->book->kinds.count, add_kind);
  add_list(w, "roles", w->book->roles.count, add_role);
  add_rows(w);
  add_list(w, "attributes", w->book->attributes.count, add_attribute);
  add_list(w, "histories", w->book->memories.count, add_memory);
  add_actor_kinds(w);
  add_catalogue(w, "sectors", "sector", pk_sector_ids);
  add_list(w, "accounts", w->book->accounts.count, add_account);
  add_catalogue(w, "bases", "basis", pk_basis_ids);
  add_region(w);
  pk_json_object_end(&w->json);
}

char *polku_vocabulary_json(const polku_model *model, const polku_rules *rules) {
  if (!model)
    return NULL;
  const pk_rules *present = rules && rules->present ? rules : NULL;
  const pk_book none = {0};
  pk_text out = PK_TEXT_EMPTY;
  writer w = {pk_json_start(&out, 1), model, present, present ? present->bound->book : &none};
  add_all(&w);
  return pk_text_take(&out);
}
