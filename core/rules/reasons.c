/* Which conditions and cases decided, for one client or for a whole row of a table.
 *
 * Not every condition that does not hold is worth naming. Where one is enough to refuse, it is one
 * that no client could change, else the first that refuses everybody who is asked about; only where
 * there is none, one after another until all are accounted for. Where several grounds would each do
 * and none holds, those are named that the place leaves open, or that it offers: who applies for a
 * place with the 100 per cent subsidy does not hear that it is none for vocational skills. */
#include "rules/reasons.h"

#include "rules/bind.h"
#include <string.h>

#define SECTION_SIGN "\xc2\xa7"

typedef struct seeker {
  pk_arena *arena, *scratch;
  const pk_law *law;
  int count;             /* samples */
  const int *const *raw; /* [sample]: by variable of the law's book */
  bool refused;          /* all samples are, at the top */
  const pk_tree *group;  /* whose failing is being looked into */
  pk_list list;          /* pk_reason */
  bool failed;
} seeker;

/* --- the list */

static void add(seeker *s, pk_reason made) {
  for (int i = 0; i < s->list.count; i++) {
    const pk_reason *known = PK_AT(s->list, pk_reason, i);
    bool same_id = known->id == made.id || (known->id && made.id && !strcmp(known->id, made.id));
    bool same_ref =
        known->ref == made.ref || (known->ref && made.ref && !strcmp(known->ref, made.ref));
    if (same_id && same_ref && known->plugin == made.plugin)
      return;
  }
  pk_reason *slot = pk_push(s->arena, &s->list, sizeof *slot);
  if (slot)
    *slot = made;
  else
    s->failed = true;
}

static void add_leaf(seeker *s, const pk_leaf *leaf, bool holds) {
  add(s, (pk_reason){.id = leaf->id,
                     .ref = leaf->ref,
                     .text = holds ? &leaf->met : &leaf->why,
                     .group = s->group,
                     .leaf = leaf,
                     .refuses = !holds,
                     .plugin = leaf->plugin});
}

/* --- conditions */

static bool holds(const seeker *s, const pk_tree *node, int sample) {
  const pk_view view = {.given = s->raw[sample]};
  return pk_view_tree(&view, s->law, node);
}

static bool holds_for_all(const seeker *s, const pk_tree *node, const bool *in, bool wanted) {
  for (int i = 0; i < s->count; i++)
    if (in[i] && holds(s, node, i) != wanted)
      return false;
  return true;
}

/* Whether a condition or a whole ground looks at the place alone. */
static bool of_place(const seeker *s, const pk_tree *node) {
  bool all = node->join != PK_TEST || pk_leaf_of_place(s->law->book, node->leaf);
  for (int i = 0; all && i < node->child_count; i++)
    all = of_place(s, node->children[i]);
  return all;
}

/* Whether the place alone makes a node fail for a sample. */
static bool closed(const seeker *s, const pk_tree *node, int sample) {
  if (of_place(s, node))
    return !holds(s, node, sample);
  bool some = false, all = node->child_count > 0;
  for (int i = 0; i < node->child_count; i++) {
    bool one = node->join != PK_NONE && closed(s, node->children[i], sample);
    some = some || one;
    all = all && one;
  }
  return node->join == PK_ALL ? some : node->join == PK_ANY && all;
}

/* Whether a ground asks the place about a variable, alone, in one of its own conditions. */
static bool asks(const seeker *s, const pk_tree *ground, int variable, int *sample) {
  bool found = false;
  int count = ground->join == PK_TEST ? 1 : ground->join == PK_ALL ? ground->child_count : 0;
  for (int i = 0; i < count; i++) {
    const pk_tree *node = ground->join == PK_TEST ? ground : ground->children[i];
    if (node->join != PK_TEST || node->leaf->read_count != 1 || node->leaf->reads[0] != variable ||
        !of_place(s, node))
      continue;
    if (sample && !holds(s, node, *sample))
      return false;
    found = true;
  }
  return found;
}

/* Whether a place offers a ground: what all grounds of the list ask the place about (the basis of
 * a subsidy) is as this one wants it. */
static bool offered(const seeker *s, const pk_tree *list, int child, int sample) {
  const pk_book *book = s->law->book;
  for (int v = 0; v < book->variables.count; v++) {
    bool all = true;
    for (int i = 0; all && i < list->child_count; i++)
      all = asks(s, list->children[i], v, NULL);
    if (all && asks(s, list->children[child], v, &sample))
      return true;
  }
  return false;
}

static void seek(seeker *s, const pk_tree *node, bool wanted, const bool *in);

/* Whether the place alone makes a node what it is for all samples. */
static bool by_place(const seeker *s, const pk_tree *node, bool inner, const bool *in) {
  bool all = of_place(s, node) || !inner;
  for (int i = 0; all && !of_place(s, node) && i < s->count; i++)
    all = !in[i] || closed(s, node, i);
  return all;
}

/* The child that gives the answer for all samples: of those that refuse, one that the place alone
 * decides comes first. */
static const pk_tree *one_for_all(const seeker *s, const pk_tree *node, bool inner,
                                  const bool *in) {
  const pk_tree *first = NULL;
  for (int i = 0; i < node->child_count; i++) {
    const pk_tree *child = node->children[i];
    if (!holds_for_all(s, child, in, inner))
      continue;
    if (!s->refused || by_place(s, child, inner, in))
      return child;
    first = first ? first : child;
  }
  return first;
}

/* One child is enough to give the answer: one for all samples, or the first for each. */
static void seek_one(seeker *s, const pk_tree *node, bool inner, const bool *in) {
  const pk_tree *one = one_for_all(s, node, inner, in);
  if (one) {
    seek(s, one, inner, in);
    return;
  }
  bool *left = PK_NEW_ARRAY(s->scratch, bool, (size_t)s->count);
  bool *here = PK_NEW_ARRAY(s->scratch, bool, (size_t)s->count);
  if (!left || !here) {
    s->failed = true;
    return;
  }
  memcpy(left, in, (size_t)s->count * sizeof *left);
  for (int i = 0; i < node->child_count; i++) {
    bool any = false;
    for (int k = 0; k < s->count; k++) {
      here[k] = left[k] && holds(s, node->children[i], k) == inner;
      left[k] = left[k] && !here[k];
      any = any || here[k];
    }
    if (any)
      seek(s, node->children[i], inner, here);
  }
}

/* The place shuts some grounds; of a failing list of grounds those it does not, or else those it
 * offers, are worth naming to a sample. */
static bool worth_naming(const seeker *s, const pk_tree *node, int child, int sample) {
  bool any_open = false, any_offered = false;
  for (int i = 0; i < node->child_count; i++) {
    any_open = any_open || !closed(s, node->children[i], sample);
    any_offered = any_offered || offered(s, node, i, sample);
  }
  if (any_open)
    return !closed(s, node->children[child], sample);
  return !any_offered || offered(s, node, child, sample);
}

/* The samples to which a child of a list that fails is worth naming; whether there are any. */
static bool worth_looking(const seeker *s, const pk_tree *node, int child, const bool *in,
                          bool *here) {
  bool any = false;
  for (int k = 0; k < s->count; k++) {
    here[k] = in[k] && (node->join != PK_ANY || worth_naming(s, node, child, k));
    any = any || here[k];
  }
  return any;
}

/* A failing list of several grounds is told by its own sentence, where it has one. */
static void enter_group(seeker *s, const pk_tree *node, const bool *in, bool *here) {
  int named = 0;
  if (node->join != PK_ANY || s->group || !pk_name_text(&node->why, POLKU_FI, NULL))
    return;
  for (int i = 0; i < node->child_count; i++)
    named += worth_looking(s, node, i, in, here);
  if (named > 1)
    s->group = node;
}

/* Every child has to give the answer. */
static void seek_all(seeker *s, const pk_tree *node, bool inner, const bool *in) {
  bool fails = node->join == PK_ANY, clients = false;
  const pk_tree *before = s->group;
  bool *here = PK_NEW_ARRAY(s->scratch, bool, (size_t)s->count);
  if (!here) {
    s->failed = true;
    return;
  }
  enter_group(s, node, in, here);
  for (int i = 0; i < node->child_count; i++)
    clients = clients || !of_place(s, node->children[i]);
  for (int i = 0; i < node->child_count; i++)
    if (worth_looking(s, node, i, in, here) &&
        (fails || !clients || !of_place(s, node->children[i])))
      seek(s, node->children[i], inner, here);
  s->group = before;
}

static void seek(seeker *s, const pk_tree *node, bool wanted, const bool *in) {
  if (node->join == PK_TEST) {
    add_leaf(s, node->leaf, wanted);
    return;
  }
  if (node->version && node->child_count == 0) { /* a hole between versions, or no condition */
    add(s, (pk_reason){.ref = node->version->ref, .refuses = !wanted, .plugin = node->plugin});
    return;
  }
  bool inner = node->join == PK_NONE ? !wanted : wanted;
  if (node->join == PK_ANY ? wanted : !wanted)
    seek_one(s, node, inner, in);
  else
    seek_all(s, node, inner, in);
}

static void seek_allow(seeker *s, const pk_tree *tree) {
  bool *in = PK_NEW_ARRAY(s->scratch, bool, (size_t)s->count);
  if (!in) {
    s->failed = true;
    return;
  }
  for (int i = 0; i < s->count; i++)
    in[i] = true;
  if (s->count == 0)
    return;
  bool allowed = holds(s, tree, 0);
  s->refused = !allowed;
  seek(s, tree, allowed, in);
}

/* --- cases */

/* A case that gave some sample its number, or a part of it. */
typedef struct giver {
  const pk_layer *layer;
  const pk_choice_case *one;
} giver;

static void add_giver(seeker *s, pk_list *givers, giver made) {
  for (int i = 0; i < givers->count; i++)
    if (PK_AT(*givers, giver, i)->one == made.one)
      return;
  giver *slot = pk_push(s->scratch, givers, sizeof *slot);
  if (slot)
    *slot = made;
  else
    s->failed = true;
}

/* What a layer does to the value below it. */
typedef enum { LEAVES, CHANGES, ADDS } effect;

static effect effect_of(const pk_layer *layer, int64_t below, int64_t given) {
  if (layer->mode == PK_ADD)
    return given != 0 ? ADDS : LEAVES;
  bool stands = (layer->mode == PK_RESTRICT && given >= below) ||
                (layer->mode == PK_EXTEND && given <= below);
  return stands ? LEAVES : CHANGES;
}

/* The cases of the last layer that changed a sample's number, and of those that added to it. */
static void seek_givers(seeker *s, const pk_subject *subject, const pk_sheet *sheet, const int *raw,
                        pk_list *givers) {
  static const int64_t otherwise[PK_RULES] = {1, PK_NO_LIMIT, 1000000, 0, 0};
  const pk_view view = {.given = raw};
  pk_rule_form form = subject->rule.form;
  int64_t value = otherwise[form];
  pk_list found = {0};
  for (int i = 0; i < sheet->layer_count[form]; i++) {
    const pk_layer *layer = &sheet->layers[form][i];
    const pk_choice_case *one =
        pk_subject_layer(subject, layer) ? pk_view_case(&view, s->law, layer) : NULL;
    int64_t given = one ? pk_view_value(&view, s->law, one) : 0;
    effect does = one ? effect_of(layer, value, given) : LEAVES;
    if (does == LEAVES)
      continue;
    value = does == ADDS ? value + given : given;
    if (does != ADDS)
      found = (pk_list){0};
    giver *slot = pk_push(s->scratch, &found, sizeof *slot);
    if (slot)
      *slot = (giver){layer, one};
    s->failed = s->failed || !slot;
  }
  for (int i = 0; i < found.count; i++)
    add_giver(s, givers, *PK_AT(found, giver, i));
}

/* What stands behind the sign of sections, "13 b.2", "7.3, 9.2 (371/2023)"; NULL without one. */
static const char *after_sign(const char *text) {
  const char *sign = strstr(text, SECTION_SIGN);
  while (sign && strncmp(sign, SECTION_SIGN, strlen(SECTION_SIGN)) == 0)
    sign += strlen(SECTION_SIGN);
  return sign && *sign == ' ' ? sign + 1 : NULL;
}

/* Bytes of the number of a section, "13 b", at the beginning of a text. */
static size_t section_length(const char *text) {
  size_t length = strcspn(text, ".(,\xe2");
  while (length > 0 && text[length - 1] == ' ')
    length--;
  return length;
}

/* Whether one of several sections, or the only one, has this number; of a range nobody knows. */
static bool names_section(const char *sections, const char *section) {
  size_t length = section_length(section);
  if (strstr(sections, "\xe2\x80\x93"))
    return true;
  for (const char *p = sections; p; p = strstr(p, ", ")) {
    p += strspn(p, ", ");
    if (section_length(p) == length && strncmp(p, section, length) == 0)
      return true;
  }
  return false;
}

/* Whether a number stands elsewhere than its case: "§ 94.1(2)" does not where the case is of
 * "§ 94.1", nor what an earlier amendment gave the same section. */
static bool elsewhere(const char *section, const char *own) {
  if (!section || !own || strcmp(section, own) == 0)
    return false;
  const char *a = after_sign(section), *b = after_sign(own);
  if (!a || !b)
    return true;
  size_t act = (size_t)(strstr(section, SECTION_SIGN) - section);
  return strncmp(section, own, act + strlen(SECTION_SIGN)) != 0 || !names_section(b, a);
}

static void add_case(seeker *s, const giver *found) {
  const pk_choice_case *one = found->one;
  const char *ref = one->source->ref                ? one->source->ref
                    : one->dated && one->dated->ref ? one->dated->ref
                                                    : found->layer->version->ref;
  add(s,
      (pk_reason){.id = one->param  ? one->source->param
                        : one->when ? one->when->id
                                    : NULL,
                  .ref = ref,
                  .source = one->dated && elsewhere(ref, one->dated->ref) ? one->dated->ref : NULL,
                  .text = one->param ? &one->param->name : NULL,
                  .one = one,
                  .layer = found->layer,
                  .plugin = found->layer->plugin});
}

/* All that gave some sample its number, in the order of the law. */
static void seek_cases(seeker *s, const pk_subject *subject, const pk_sheet *sheet) {
  pk_rule_form form = subject->rule.form;
  pk_list givers = {0};
  for (int i = 0; i < s->count; i++)
    seek_givers(s, subject, sheet, s->raw[i], &givers);
  for (int i = 0; i < sheet->layer_count[form]; i++)
    for (int k = 0; k < sheet->layers[form][i].case_count; k++)
      for (int n = 0; n < givers.count; n++)
        if (PK_AT(givers, giver, n)->one == &sheet->layers[form][i].cases[k])
          add_case(s, PK_AT(givers, giver, n));
}

/* --- the whole */

static bool end(seeker *s, pk_reasons *reasons) {
  pk_arena_free(s->scratch);
  *reasons = s->failed ? (pk_reasons){0} : (pk_reasons){s->list.count, s->list.items};
  return !s->failed;
}

bool pk_reasons_of(pk_arena *arena, const pk_subject *subject, const int *const *raw, int count,
                   pk_reasons *reasons) {
  seeker s = {.arena = arena, .law = subject->law, .count = count, .raw = raw};
  int kind = pk_book_kind(s.law->book, subject->rule.kind);
  const pk_sheet *sheet = kind >= 0 ? &s.law->sheets[kind] : NULL;
  s.scratch = pk_arena_new();
  s.failed = !s.scratch;
  if (!s.failed && sheet && subject->rule.form != PK_ALLOW)
    seek_cases(&s, subject, sheet);
  else if (!s.failed && sheet && sheet->allow)
    seek_allow(&s, sheet->allow);
  return end(&s, reasons);
}

bool pk_reasons_of_tree(pk_arena *arena, const pk_law *law, const pk_tree *tree, const int *raw,
                        pk_reasons *reasons) {
  seeker s = {.arena = arena, .law = law, .count = 1, .raw = &raw};
  s.scratch = pk_arena_new();
  s.failed = !s.scratch;
  if (!s.failed)
    seek_allow(&s, tree);
  return end(&s, reasons);
}

const pk_reason *pk_reasons_first(const pk_reasons *reasons) {
  if (!reasons->count)
    return NULL;
  return reasons->at[0].one ? &reasons->at[reasons->count - 1] : reasons->at;
}

bool pk_reasons_name(const pk_reasons *reasons, const char *id) {
  for (int i = 0; i < reasons->count; i++) {
    const pk_reason *reason = &reasons->at[i];
    const pk_leaf *when = reason->one ? reason->one->when : NULL;
    if ((reason->id && strcmp(reason->id, id) == 0) ||
        (when && when->id && strcmp(when->id, id) == 0))
      return true;
  }
  return false;
}

bool pk_reason_told(const pk_reasons *reasons, int i) {
  const pk_tree *group = reasons->at[i].group;
  bool told = false;
  for (int k = 0; group && !told && k < i; k++)
    told = reasons->at[k].group == group;
  return told;
}
