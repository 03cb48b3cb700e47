/* What is asked for an answer: one rule in one law, and how people name it. */
#include "rules/product.h"

#include "base/text.h"
#include "rules/bind.h"
#include <stdlib.h>
#include <string.h>

static const char *const forms[PK_RULES] = {"allow", "limit", "weight", "priority", "amount"};

const char *pk_rule_form_name(pk_rule_form form) {
  return forms[form];
}

static bool same_text(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

bool pk_rule_key_same(const pk_rule_key *a, const pk_rule_key *b) {
  return a->form == b->form && same_text(a->kind, b->kind) && same_text(a->account, b->account) &&
         a->on_entry == b->on_entry;
}

/* --- in words */

enum { WORDS_MAX = 4 };

bool pk_rule_key_read(pk_arena *arena, const char *text, pk_rule_key *key) {
  const char *words[WORDS_MAX] = {NULL};
  int count = 0;
  while (*text) {
    size_t blank = strspn(text, " "), length = strcspn(text + blank, " ");
    text += blank + length;
    if (!length)
      continue;
    if (count == WORDS_MAX || !(words[count] = pk_strndup(arena, text - length, length)))
      return false;
    count++;
  }
  *key = (pk_rule_key){.form = PK_RULES, .kind = words[1], .account = words[2]};
  for (int i = 0; count && i < PK_RULES; i++)
    if (strcmp(words[0], forms[i]) == 0)
      key->form = (pk_rule_form)i;
  key->on_entry = count == 4;
  if (key->form == PK_AMOUNT)
    return count == 3 || (count == 4 && strcmp(words[3], "entry") == 0);
  return key->form != PK_RULES && count == 2;
}

const char *pk_rule_key_text(pk_arena *arena, const pk_rule_key *key) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%s %s", forms[key->form], key->kind);
  if (key->account)
    pk_text_addf(&text, " %s%s", key->account, key->on_entry ? " entry" : "");
  char *taken = pk_text_take(&text);
  const char *copy = taken ? pk_strdup(arena, taken) : NULL;
  free(taken);
  return copy;
}

pk_list pk_rule_keys(pk_arena *arena, const pk_book *book, const pk_plugin *region, int kind) {
  pk_list keys = {0};
  for (int i = 0; i < book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(book->plugins, pk_plugin *, i);
    for (int k = 0; pk_plugin_extends(book, region, plugin) && k < plugin->rule_count; k++) {
      const pk_rule *rule = &plugin->rules[k];
      const pk_rule_key key = {rule->form, rule->kind, rule->account, rule->on_entry};
      bool known = kind >= 0 && pk_book_kind(book, rule->kind) != kind;
      for (int n = 0; !known && n < keys.count; n++)
        known = pk_rule_key_same(PK_AT(keys, pk_rule_key, n), &key);
      pk_rule_key *slot = known ? NULL : pk_push(arena, &keys, sizeof *slot);
      if (slot) {
        *slot = key;
      } else if (!known) {
        pk_report_memory(book->report);
        return (pk_list){0};
      }
    }
  }
  return keys;
}

/* --- answers */

bool pk_subject_layer(const pk_subject *subject, const pk_layer *layer) {
  return subject->rule.form != PK_AMOUNT ||
         (layer->version->on_entry == subject->rule.on_entry &&
          same_text(layer->version->account, subject->rule.account));
}

static int64_t amount(const pk_subject *subject, const pk_sheet *sheet, const int *raw) {
  const pk_view view = {.given = raw};
  long long cents = 0;
  for (int i = 0; i < sheet->layer_count[PK_AMOUNT]; i++) {
    const pk_layer *layer = &sheet->layers[PK_AMOUNT][i];
    const pk_choice_case *found =
        pk_subject_layer(subject, layer) ? pk_view_case(&view, subject->law, layer) : NULL;
    if (found)
      cents = pk_mode_over(layer->mode, cents, pk_law_value(subject->law, found, raw));
  }
  return cents;
}

int64_t pk_subject_answer(const pk_subject *subject, const int *raw) {
  static const int64_t otherwise[PK_RULES] = {1, PK_NO_LIMIT, 1000000, 0, 0};
  const pk_law *law = subject->law;
  pk_rule_form form = subject->rule.form;
  int kind = pk_book_kind(law->book, subject->rule.kind);
  if (kind < 0)
    return otherwise[form];
  const pk_sheet *sheet = &law->sheets[kind];
  const pk_view view = {.given = raw};
  const pk_choice_case *decisive;
  const pk_layer *layer;
  if (sheet->undated[form])
    return PK_NOT_RULED;
  if (form == PK_ALLOW)
    return !sheet->allow || pk_view_tree(&view, law, sheet->allow);
  if (form == PK_AMOUNT)
    return amount(subject, sheet, raw);
  return pk_view_cases(&view, law, kind, form, otherwise[form], &decisive, &layer);
}

/* --- what stands about a rule in a law */

const pk_layer *pk_rule_layer(const pk_law *law, const pk_rule_key *rule, int kind, int *at) {
  const pk_sheet *sheet = &law->sheets[kind];
  const pk_subject subject = {law, *rule};
  while (*at < sheet->layer_count[rule->form]) {
    const pk_layer *layer = &sheet->layers[rule->form][(*at)++];
    if (pk_subject_layer(&subject, layer))
      return layer;
  }
  return NULL;
}

bool pk_rule_known(const pk_law *law, const pk_rule_key *rule) {
  int kind = pk_book_kind(law->book, rule->kind), at = 0;
  if (kind < 0)
    return false;
  if (law->sheets[kind].ended[rule->form])
    return true;
  return rule->form == PK_ALLOW ? law->sheets[kind].allow != NULL
                                : pk_rule_layer(law, rule, kind, &at) != NULL;
}

const char *pk_rule_unit(const pk_law *law, const pk_rule_key *rule) {
  int kind = pk_book_kind(law->book, rule->kind), at = 0;
  const pk_layer *layer = NULL;
  if (kind >= 0 && rule->form != PK_ALLOW)
    layer = pk_rule_layer(law, rule, kind, &at);
  return layer ? layer->version->unit : NULL;
}

/* --- where a rule stands */

static bool add_ref(pk_arena *arena, pk_list *refs, const char *ref) {
  for (int i = 0; ref && i < refs->count; i++)
    if (strcmp(*PK_AT(*refs, const char *, i), ref) == 0)
      return true;
  const char **slot = ref ? pk_push(arena, refs, sizeof *slot) : NULL;
  if (slot)
    *slot = ref;
  return !ref || slot;
}

static bool add_tree_refs(pk_arena *arena, const pk_tree *node, pk_list *refs) {
  bool good = !node->version || add_ref(arena, refs, node->version->ref);
  for (int i = 0; good && i < node->child_count; i++)
    good = add_tree_refs(arena, node->children[i], refs);
  return good;
}

bool pk_rule_refs(pk_arena *arena, const pk_law *law, const pk_rule_key *rule, pk_list *refs) {
  int kind = pk_book_kind(law->book, rule->kind), at = 0;
  bool good = true;
  if (kind >= 0 && rule->form == PK_ALLOW && law->sheets[kind].allow)
    return add_tree_refs(arena, law->sheets[kind].allow, refs);
  const pk_layer *layer;
  while (kind >= 0 && good && (layer = pk_rule_layer(law, rule, kind, &at)))
    good = add_ref(arena, refs, layer->version->ref);
  return good;
}
