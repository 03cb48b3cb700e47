/* Ids of a model and what the plugins call so: kinds of stages, roles of actors, attributes of
 * places. What they do not know is a problem of the model's file. */
#include "rules/bind.h"

#include "base/text.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

typedef struct binder {
  pk_rules *rules;
  const pk_model *model;
  pk_bound *bound;
  pk_book *book;
  polku_report *report;
} binder;

static binder binder_of(pk_rules *rules, polku_report *report) {
  return (binder){rules, rules->model, rules->bound, rules->bound->book, report};
}

/* The place of `pointer` followed by `key`; key NULL is the pointer itself, underlined by name. */
static void place_of(const binder *b, const char *pointer, const char *key, pk_place *place) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pointer ? pointer : "");
  if (key)
    pk_text_addf(&text, "/%s", key);
  char *taken = pk_text_take(&text);
  char *kept = taken ? pk_strdup(b->rules->arena, taken) : NULL;
  free(taken);
  pk_model_place(b->model, kept ? kept : "", key == NULL, place);
}

static void no_memory(const binder *b) {
  pk_report_memory(b->report);
}

/* --- kinds */

static void bind_kind(const binder *b, int s, int *kind, bool *employed, bool *open) {
  const pk_stage *stage = &b->model->stages[s];
  pk_place place;
  kind[s] = -1;
  employed[s] = stage->employed || stage->open;
  open[s] = stage->open;
  if (!stage->kind) {
    if (stage->passage)
      return;
    place_of(b, stage->pointer, NULL, &place);
    pk_report_add(b->report, &place, "E-KIND-MISSING", "stage", stage->id, NULL);
    return;
  }
  kind[s] = pk_book_kind(b->book, stage->kind);
  place_of(b, stage->pointer, "kind", &place);
  if (kind[s] < 0) {
    pk_report_add(b->report, &place, "E-KIND-UNKNOWN", "kind", stage->kind, "stage", stage->id,
                  "region", b->model->region, "suggestion",
                  pk_book_nearest(&b->book->kinds, sizeof(pk_stage_kind), stage->kind), NULL);
    return;
  }
  const pk_kind *known = &b->rules->kinds[kind[s]];
  employed[s] = employed[s] || known->employed;
  open[s] = open[s] || known->open;
  for (int i = b->bound->stage_law[s]; i < b->bound->law_count; i += b->bound->region_count)
    pk_law_undated(b->bound->laws[i], kind[s], &place, b->report);
}

/* The kind that plugins mark for waiting: the first, should there be several. */
static int waiting_kind(const binder *b) {
  for (int i = 0; i < b->rules->kind_count; i++)
    if (b->rules->kinds[i].waiting)
      return i;
  return -1;
}

static int bind_queue(const binder *b, const pk_stage *stage, int otherwise) {
  const char *written = stage->queue.waits_as;
  int kind = written ? pk_book_kind(b->book, written) : otherwise;
  if (!written || kind >= 0)
    return kind;
  pk_place place;
  place_of(b, stage->pointer, "queue/waits_as", &place);
  pk_report_add(b->report, &place, "E-KIND-UNKNOWN", "kind", written, "stage", stage->id, "region",
                b->model->region, "suggestion",
                pk_book_nearest(&b->book->kinds, sizeof(pk_stage_kind), written), NULL);
  return -1;
}

static void bind_queues(const binder *b) {
  int *waits_as = PK_NEW_ARRAY(b->rules->arena, int, (size_t)b->model->stage_count);
  int otherwise = waiting_kind(b);
  if (!waits_as) {
    no_memory(b);
    return;
  }
  for (int s = 0; s < b->model->stage_count; s++)
    waits_as[s] = bind_queue(b, &b->model->stages[s], otherwise);
  b->bound->waits_as = waits_as;
}

static void bind_kinds(const binder *b) {
  size_t count = (size_t)b->model->stage_count, known = (size_t)b->book->kinds.count;
  pk_kind *kinds = PK_NEW_ARRAY(b->rules->arena, pk_kind, known);
  int *kind = PK_NEW_ARRAY(b->rules->arena, int, count);
  bool *employed = PK_NEW_ARRAY(b->rules->arena, bool, count);
  bool *open = PK_NEW_ARRAY(b->rules->arena, bool, count);
  if (!kinds || !kind || !employed || !open) {
    no_memory(b);
    return;
  }
  for (size_t i = 0; i < known; i++)
    kinds[i] = PK_AT(b->book->kinds, pk_stage_kind, i)->kind;
  b->rules->kinds = kinds;
  b->rules->kind_count = (int)known;
  b->rules->stage_kind = kind;
  b->rules->stage_employed = employed;
  b->rules->stage_open = open;
  for (size_t s = 0; s < count; s++)
    bind_kind(b, (int)s, kind, employed, open);
}

/* --- roles */

static int bind_role(const binder *b, const char *id, const char *pointer, const char *key) {
  int role = pk_book_role(b->book, id);
  if (role >= 0)
    return role;
  pk_place place;
  place_of(b, pointer, key, &place);
  pk_report_add(b->report, &place, "E-ROLE-UNKNOWN", "role", id, "region", b->model->region,
                "suggestion", pk_book_nearest(&b->book->roles, sizeof(pk_role_kind), id), NULL);
  return -1;
}

static void bind_roles(const binder *b) {
  const pk_model *model = b->model;
  pk_arena *arena = b->rules->arena;
  size_t known = (size_t)b->book->roles.count;
  pk_role *roles = PK_NEW_ARRAY(arena, pk_role, known);
  const int **standings = PK_NEW_ARRAY(arena, const int *, (size_t)model->stage_count);
  int *supports = PK_NEW_ARRAY(arena, int, (size_t)model->support_count);
  bool good = roles && standings && supports;
  for (size_t i = 0; good && i < known; i++)
    roles[i] = PK_AT(b->book->roles, pk_role_kind, i)->role;
  for (int s = 0; good && s < model->stage_count; s++) {
    const pk_stage *stage = &model->stages[s];
    int *here = PK_NEW_ARRAY(arena, int, (size_t)stage->standing_count);
    good = here != NULL;
    for (int i = 0; good && i < stage->standing_count; i++)
      here[i] = bind_role(b, stage->standings[i].role, stage->standings[i].pointer, NULL);
    standings[s] = here;
  }
  for (int i = 0; good && i < model->support_count; i++) {
    const pk_support *support = &model->supports[i];
    supports[i] = support->role ? bind_role(b, support->role, support->pointer, "role") : -1;
  }
  if (!good)
    no_memory(b);
  b->rules->roles = roles;
  b->rules->role_count = (int)known;
  b->rules->standing_role = standings;
  b->rules->support_role = supports;
}

void pk_bind_vocabulary(pk_rules *rules, polku_report *report) {
  binder b = binder_of(rules, report);
  bind_kinds(&b);
  bind_queues(&b);
  bind_roles(&b);
}

/* --- values of attributes */

int pk_attribute_raw(const pk_attribute_kind *attribute, const char *text) {
  if (attribute->type == PK_TYPE_BOOL)
    return strcmp(text, "true") == 0 ? 1 : strcmp(text, "false") == 0 ? 0 : -1;
  if (attribute->type == PK_TYPE_ENUM) {
    for (int i = 0; i < attribute->size; i++)
      if (strcmp(attribute->values[i], text) == 0)
        return i;
    return -1;
  }
  char *stop;
  long long value = strtoll(text, &stop, 10);
  bool inside =
      *text && !*stop && value >= attribute->low && value < attribute->low + attribute->size;
  return inside ? (int)(value - attribute->low) : -1;
}

static char *possible_values(const pk_attribute_kind *attribute) {
  pk_text text = PK_TEXT_EMPTY;
  if (attribute->type == PK_TYPE_INT)
    pk_text_addf(&text, "%lld … %lld", attribute->low, attribute->low + attribute->size - 1);
  else if (attribute->type == PK_TYPE_BOOL)
    pk_text_add(&text, "true, false");
  else
    for (int i = 0; i < attribute->size; i++)
      pk_text_addf(&text, "%s%s", i ? ", " : "", attribute->values[i]);
  return pk_text_take(&text);
}

void pk_attribute_wrong(const pk_model *model, const pk_attribute_kind *attribute,
                        const char *value, const char *pointer, polku_report *report) {
  char *possible = possible_values(attribute);
  pk_place place;
  if (pointer)
    pk_model_place(model, pointer, false, &place);
  pk_report_add(report, pointer ? &place : NULL, "E-ATTRIBUTE-VALUE", "attribute", attribute->id,
                "value", value, "possible", possible ? possible : "–", "suggestion",
                attribute->type == PK_TYPE_ENUM
                    ? pk_nearest(value, attribute->values, (size_t)attribute->size)
                    : NULL,
                NULL);
  free(possible);
}

const char *pk_raw_text(pk_arena *arena, const pk_book *book, const pk_variable *variable,
                        int raw) {
  const pk_attribute_kind *attribute =
      variable->form == PK_READS_ATTRIBUTE
          ? PK_AT(book->attributes, pk_attribute_kind, variable->attribute)
          : NULL;
  if (attribute && attribute->type == PK_TYPE_ENUM)
    return attribute->values[raw];
  if (attribute && attribute->type == PK_TYPE_BOOL)
    return raw ? "true" : "false";
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%lld", (attribute ? attribute->low : 0) + raw);
  char *taken = pk_text_take(&text);
  const char *copy = taken ? pk_strdup(arena, taken) : NULL;
  free(taken);
  return copy;
}

/* --- attributes of stages */

/* The attribute of stages that a model names; -1 with a problem. */
static int find_attribute(const binder *b, const char *name, const char *pointer) {
  int variable = pk_book_variable(b->book, name);
  const pk_attribute_kind *attribute =
      variable >= 0 ? pk_book_attribute_of(b->book, variable) : NULL;
  pk_place place;
  if (attribute && attribute->of == PK_OF_STAGE)
    return variable;
  pk_model_place(b->model, pointer, true, &place);
  if (attribute)
    pk_report_add(b->report, &place, "E-ATTRIBUTE-PLACE", "attribute", name, "place",
                  "rules.of.client", NULL);
  else
    pk_report_add(b->report, &place, "E-ATTRIBUTE-UNKNOWN", "attribute", name, "suggestion",
                  pk_book_nearest(&b->book->attributes, sizeof(pk_attribute_kind), name), NULL);
  return -1;
}

static void written_attributes(const binder *b, const pk_stage *stage, int *raw) {
  for (int i = 0; i < stage->attribute_count; i++) {
    const pk_attribute *written = &stage->attributes[i];
    int variable = find_attribute(b, written->name, written->pointer);
    if (variable < 0)
      continue;
    const pk_attribute_kind *attribute = pk_book_attribute_of(b->book, variable);
    raw[variable] = pk_attribute_raw(attribute, written->value);
    if (raw[variable] >= 0)
      continue;
    pk_attribute_wrong(b->model, attribute, written->value, written->pointer, b->report);
    raw[variable] = 0;
  }
}

bool pk_bind_stage_names(pk_rules *rules, polku_report *report) {
  binder b = binder_of(rules, report);
  int *raw = PK_NEW_ARRAY(rules->arena, int, (size_t)b.book->variables.count);
  if (!raw) {
    pk_report_memory(report);
    return false;
  }
  for (int s = 0; s < b.model->stage_count; s++)
    written_attributes(&b, &b.model->stages[s], raw);
  return true;
}

static bool leaf_reads(const pk_leaf *leaf, int variable) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    if (leaf->reads[i] == variable)
      return true;
  return false;
}

/* Whether any rule of a kind reads a variable. */
static bool tree_reads(const pk_tree *node, int variable) {
  if (leaf_reads(node->leaf, variable))
    return true;
  for (int i = 0; i < node->child_count; i++)
    if (tree_reads(node->children[i], variable))
      return true;
  return false;
}

static bool sheet_reads(const pk_sheet *sheet, int variable) {
  if (sheet->allow && tree_reads(sheet->allow, variable))
    return true;
  for (int form = 0; form < PK_RULES; form++)
    for (int k = 0; k < sheet->layer_count[form]; k++)
      for (int c = 0; c < sheet->layers[form][k].case_count; c++) {
        const pk_choice_case *one = &sheet->layers[form][k].cases[c];
        if (leaf_reads(one->when, variable) || leaf_reads(one->computed, variable))
          return true;
      }
  return false;
}

/* Whether a leaf answers differently for two raw values of a variable. */
static bool leaf_tells(const pk_law *law, const pk_leaf *leaf, int variable, const int two[2]) {
  for (int k = 0; leaf && k < leaf->read_count; k++)
    if (leaf->reads[k] == variable && !pk_law_alike(law, leaf, k, two[0], two[1]))
      return true;
  return false;
}

static bool tree_tells(const pk_law *law, const pk_tree *node, int variable, const int two[2]) {
  if (node->join == PK_TEST)
    return leaf_tells(law, node->leaf, variable, two);
  for (int i = 0; i < node->child_count; i++)
    if (tree_tells(law, node->children[i], variable, two))
      return true;
  return false;
}

static bool sheet_tells(const pk_law *law, const pk_sheet *sheet, int variable, const int two[2]) {
  if (sheet->allow && tree_tells(law, sheet->allow, variable, two))
    return true;
  for (int form = 0; form < PK_RULES; form++)
    for (int k = 0; k < sheet->layer_count[form]; k++)
      for (int c = 0; c < sheet->layers[form][k].case_count; c++) {
        const pk_choice_case *one = &sheet->layers[form][k].cases[c];
        if (leaf_tells(law, one->when, variable, two) ||
            leaf_tells(law, one->computed, variable, two))
          return true;
      }
  return false;
}

/* Whether any law of this model tells two values of a variable apart at a stage. */
static bool stage_tells(const binder *b, int s, int variable, const int two[2]) {
  int kind = b->rules->stage_kind[s];
  for (int i = 0; kind >= 0 && i < b->bound->law_count; i++)
    if (sheet_tells(b->bound->laws[i], &b->bound->laws[i]->sheets[kind], variable, two))
      return true;
  return false;
}

/* A stage's `employer` is the kind of those who employ there, where they are of one kind. Where no
 * rule tells them apart they may differ: a trial may be at a company or an association, and
 * rehabilitative work at a county or an association, but not at a company. */
static void employer_attribute(const binder *b, int s, int *raw) {
  const pk_stage *stage = &b->model->stages[s];
  int variable = pk_book_variable(b->book, "employer");
  if (variable < 0 || raw[variable] >= 0)
    return;
  const pk_attribute_kind *attribute = pk_book_attribute_of(b->book, variable);
  if (!attribute)
    return;
  const char *kind = NULL;
  for (int i = 0; i < stage->standing_count; i++) {
    int role = b->rules->standing_role[s][i];
    const char *own = b->model->actors[stage->standings[i].actor].kind;
    if (role < 0 || !own || !b->rules->roles[role].host ||
        b->rules->roles[role].row != PK_ROW_EMPLOYMENT || pk_attribute_raw(attribute, own) < 0)
      continue;
    if (kind && strcmp(kind, own) != 0) {
      const int two[2] = {pk_attribute_raw(attribute, kind), pk_attribute_raw(attribute, own)};
      if (!stage_tells(b, s, variable, two))
        continue;
      pk_place place;
      place_of(b, stage->pointer, NULL, &place);
      pk_report_add(b->report, &place, "E-EMPLOYER-SPLIT", "stage", stage->id, "first", kind,
                    "second", own, NULL);
      return;
    }
    kind = own;
  }
  if (kind)
    raw[variable] = pk_attribute_raw(attribute, kind);
}

/* Whether the law of a place ever reads a variable. */
static bool place_reads(const binder *b, int s, int kind, int variable) {
  for (int i = b->bound->stage_law[s]; i < b->bound->law_count; i += b->bound->region_count)
    if (sheet_reads(&b->bound->laws[i]->sheets[kind], variable))
      return true;
  return false;
}

/* Takes the defaults of one attribute, and lists where that was done. */
static void default_attribute(const binder *b, int variable, int *const *raw) {
  const pk_variable *about = PK_AT(b->book->variables, pk_variable, variable);
  const pk_attribute_kind *attribute =
      PK_AT(b->book->attributes, pk_attribute_kind, about->attribute);
  pk_text who = PK_TEXT_EMPTY;
  pk_place place = {0};
  for (int s = 0; s < b->model->stage_count; s++) {
    const pk_stage *stage = &b->model->stages[s];
    if (raw[s][variable] >= 0)
      continue;
    raw[s][variable] = attribute->otherwise < 0 ? 0 : attribute->otherwise;
    int kind = b->rules->stage_kind[s];
    if (kind < 0 || !place_reads(b, s, kind, variable))
      continue;
    if (!who.length)
      place_of(b, stage->pointer, NULL, &place);
    if (attribute->otherwise < 0)
      pk_report_add(b->report, &place, "E-ATTRIBUTE-NEEDED", "attribute", attribute->id, "who",
                    stage->id, NULL);
    pk_text_addf(&who, "%s%s", who.length ? ", " : "", stage->id);
  }
  if (who.length && attribute->otherwise >= 0)
    pk_report_add(b->report, &place, "I-DEFAULT", "attribute", attribute->id, "who", who.data,
                  "value", pk_raw_text(b->rules->arena, b->book, about, attribute->otherwise),
                  NULL);
  pk_text_free(&who);
}

bool pk_bind_attributes(pk_rules *rules, polku_report *report) {
  binder b = binder_of(rules, report);
  size_t stages = (size_t)b.model->stage_count, variables = (size_t)b.book->variables.count;
  int **raw = PK_NEW_ARRAY(rules->arena, int *, stages);
  bool good = raw != NULL;
  for (size_t s = 0; good && s < stages; s++) {
    raw[s] = PK_NEW_ARRAY(rules->arena, int, variables);
    good = raw[s] != NULL;
    for (size_t v = 0; good && v < variables; v++)
      raw[s][v] = -1;
    if (!good)
      break;
    written_attributes(&b, &b.model->stages[s], raw[s]);
    employer_attribute(&b, (int)s, raw[s]);
  }
  if (!good) {
    pk_report_memory(report);
    return false;
  }
  for (size_t v = 0; v < variables; v++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(b.book, (int)v);
    if (attribute && attribute->of == PK_OF_STAGE)
      default_attribute(&b, (int)v, raw);
  }
  rules->bound->stage_raw = (const int *const *)raw;
  return true;
}
