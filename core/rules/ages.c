/* Birthdays that a model passes over: an age is the age at t = 0, so a client who turns 60 within
 * the horizon stays 59 to every rule. That is said where it can change an answer. */
#include "rules/bind.h"

#include "rules/say.h"
#include "rules/telling.h"
#include <string.h>

typedef struct ages {
  const pk_rules *rules;
  pk_arena *arena; /* of what is said */
  polku_report *report;
  int variable;
  const pk_attribute_kind *attribute;
} ages;

static const pk_attribute_kind *age_of(const pk_book *book, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  bool years = attribute && attribute->of == PK_OF_CLIENT && attribute->type == PK_TYPE_INT &&
               attribute->unit && strcmp(attribute->unit, "year") == 0;
  return years ? attribute : NULL;
}

/* Whether a leaf answers otherwise from this value on. */
static bool tells(const ages *a, const pk_relevant *r, int value) {
  for (int k = 0; k < r->leaf->read_count; k++)
    if (r->leaf->reads[k] == a->variable && !pk_law_alike(r->law, r->leaf, k, value - 1, value))
      return true;
  return false;
}

/* --- who comes to an age */

/* Whether somebody of this age, perhaps on the eve of a birthday, comes to another within the
 * horizon. */
static bool comes_to(const pk_model *model, int from, int to) {
  double months = model->horizon / pk_unit_steps(PK_UNIT_MONTH, model->step);
  return from < to && (to - from - 1) * 12 < months;
}

/* The share of a group that comes to a value; *pointer is where its age stands. */
static double share_of(const ages *a, const pk_group *group, int value, const char **pointer) {
  const pk_model *model = a->rules->model;
  *pointer = group->pointer;
  for (int i = 0; i < group->trait_count; i++) {
    const pk_trait *trait = &group->traits[i];
    double share = 0;
    if (strcmp(trait->name, a->attribute->id) != 0)
      continue;
    *pointer = trait->pointer;
    for (int k = 0; k < trait->choice_count; k++) {
      int raw = pk_attribute_raw(a->attribute, trait->choices[k].value);
      if (raw >= 0 && comes_to(model, raw, value))
        share += trait->choices[k].share.value;
    }
    return share;
  }
  return comes_to(model, a->attribute->otherwise, value) && a->attribute->otherwise >= 0;
}

/* --- which rules look at it */

static bool tree_has(const pk_tree *node, const pk_leaf *leaf) {
  if (node->leaf == leaf)
    return true;
  for (int i = 0; i < node->child_count; i++)
    if (tree_has(node->children[i], leaf))
      return true;
  return false;
}

static bool layer_has(const pk_layer *layer, const pk_leaf *leaf) {
  for (int i = 0; i < layer->case_count; i++)
    if (layer->cases[i].when == leaf || layer->cases[i].computed == leaf)
      return true;
  return false;
}

/* The rule in which a leaf of a law stands. */
static bool find_rule(const pk_relevant *r, pk_rule_key *key) {
  const pk_book *book = r->law->book;
  for (int kind = 0; kind < book->kinds.count; kind++) {
    const pk_sheet *sheet = &r->law->sheets[kind];
    *key =
        (pk_rule_key){.form = PK_ALLOW, .kind = PK_AT(book->kinds, pk_stage_kind, kind)->kind.id};
    if (sheet->allow && tree_has(sheet->allow, r->leaf))
      return true;
    for (int form = PK_LIMIT; form < PK_RULES; form++)
      for (int i = 0; i < sheet->layer_count[form]; i++) {
        const pk_layer *layer = &sheet->layers[form][i];
        if (!layer_has(layer, r->leaf))
          continue;
        key->form = (pk_rule_form)form;
        key->account = layer->version->account;
        key->on_entry = layer->version->on_entry;
        return true;
      }
  }
  return false;
}

/* The rules that tell a value from the one before it, each once: pk_rule_key. */
static pk_list rules_at(const ages *a, int value) {
  const pk_list *relevant = &a->rules->bound->relevant;
  pk_list found = {0};
  for (int i = 0; i < relevant->count; i++) {
    const pk_relevant *r = PK_AT(*relevant, pk_relevant, i);
    pk_rule_key key;
    bool known = !tells(a, r, value) || !find_rule(r, &key);
    for (int k = 0; !known && k < found.count; k++)
      known = pk_rule_key_same(PK_AT(found, pk_rule_key, k), &key);
    pk_rule_key *slot = known ? NULL : pk_push(a->arena, &found, sizeof *slot);
    if (slot)
      *slot = key;
    else if (!known)
      pk_report_memory(a->report);
  }
  return found;
}

/* --- saying so */

typedef struct named {
  const pk_book *book;
  const pk_list *rules;
} named;

static void say_rules(pk_text *out, polku_lang lang, const void *about) {
  const named *n = about;
  for (int i = 0; i < n->rules->count; i++) {
    pk_text_add(out, i ? "; " : "");
    pk_say_rule(out, n->book, PK_AT(*n->rules, pk_rule_key, i), lang);
  }
}

static void check_value(const ages *a, int value) {
  const pk_model *model = a->rules->model;
  const pk_list rules = rules_at(a, value);
  const named about = {a->rules->bound->book, &rules};
  if (!rules.count)
    return;
  const pk_name told = pk_tell(a->arena, a->report, say_rules, &about);
  for (int g = 0; g < model->group_count; g++) {
    char share[32], age[32];
    const char *pointer;
    pk_place place;
    double part = share_of(a, &model->groups[g], value, &pointer);
    if (part <= 0)
      continue;
    pk_model_place(model, pointer, true, &place);
    pk_report_add(a->report, &place, "W-AGE-CROSSED", "group", model->groups[g].id, "share",
                  pk_number_text(share, part), "age",
                  pk_number_text(age, (double)(a->attribute->low + value)), PK_TOLD("rules", told),
                  NULL);
  }
}

void pk_rules_check_ages(const pk_rules *rules, polku_report *report) {
  if (!rules->present)
    return;
  const pk_book *book = rules->bound->book;
  pk_arena *arena = pk_arena_new();
  if (!arena)
    pk_report_memory(report);
  for (int v = 0; arena && v < book->variables.count; v++) {
    const ages a = {rules, arena, report, v, age_of(book, v)};
    for (int value = 1; a.attribute && value < PK_AT(book->variables, pk_variable, v)->size;
         value++)
      check_value(&a, value);
  }
  pk_arena_free(arena);
}
