/* Groups become profiles: every combination of attributes and histories that a rule can tell apart,
 * with its share of the group. */
#include "rules/bind.h"

#include "base/text.h"
#include <stdlib.h>
#include <string.h>

enum { PROFILES_MAX = 10000 };

/* One thing in which clients of a group differ: choices with shares. */
typedef struct dimension {
  int variable, slot; /* one of them, the other is -1 */
  int count;
  int *raw;
  uint64_t *start;
  double *share;
} dimension;

typedef struct maker {
  pk_rules *rules;
  const pk_model *model;
  pk_bound *bound;
  pk_book *book;
  polku_report *report;
  pk_list dimensions; /* of the group at hand */
  pk_list profiles;   /* pk_profile */
  pk_list klass_law;  /* int */
  pk_list klass_raw;  /* const int * */
  bool failed;
} maker;

static void no_memory(maker *m) {
  pk_report_memory(m->report);
  m->failed = true;
}

/* Whether the rules of this model tell any two values of a variable apart. */
static bool tells(const maker *m, int variable) {
  int size = PK_AT(m->book->variables, pk_variable, variable)->size;
  for (int i = 1; i < size; i++)
    if (m->bound->same_as[variable][i] != 0)
      return true;
  return false;
}

static dimension *add_dimension(maker *m, int room) {
  pk_arena *arena = m->rules->arena;
  dimension *d = pk_push(arena, &m->dimensions, sizeof *d);
  if (d) {
    *d = (dimension){.variable = -1, .slot = -1};
    d->raw = PK_NEW_ARRAY(arena, int, (size_t)room);
    d->start = PK_NEW_ARRAY(arena, uint64_t, (size_t)room);
    d->share = PK_NEW_ARRAY(arena, double, (size_t)room);
  }
  if (d && d->raw && d->start && d->share)
    return d;
  no_memory(m);
  return NULL;
}

/* Adds a choice; choices that no rule can tell apart are one. */
static void add_choice(dimension *d, int raw, uint64_t start, double share) {
  for (int i = 0; i < d->count; i++)
    if (d->raw[i] == raw && d->start[i] == start) {
      d->share[i] += share;
      return;
    }
  d->raw[d->count] = raw;
  d->start[d->count] = start;
  d->share[d->count++] = share;
}

/* --- attributes */

static const pk_attribute_kind *client_attribute(const maker *m, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(m->book, variable);
  return attribute && attribute->of == PK_OF_CLIENT ? attribute : NULL;
}

/* The attribute of clients that a group names; NULL with a problem. */
static const pk_attribute_kind *known_trait(const maker *m, const pk_trait *trait) {
  int variable = pk_book_variable(m->book, trait->name);
  const pk_attribute_kind *attribute = variable >= 0 ? client_attribute(m, variable) : NULL;
  if (attribute)
    return attribute;
  pk_place place;
  pk_model_place(m->model, trait->pointer, true, &place);
  if (pk_book_attribute(m->book, trait->name) >= 0)
    pk_report_add(m->report, &place, "E-ATTRIBUTE-PLACE", "attribute", trait->name, "place",
                  "rules.of.stage", NULL);
  else
    pk_report_add(m->report, &place, "E-ATTRIBUTE-UNKNOWN", "attribute", trait->name, "suggestion",
                  pk_book_nearest(&m->book->attributes, sizeof(pk_attribute_kind), trait->name),
                  NULL);
  return NULL;
}

/* The raw value of one choice; -1 with a problem. */
static int known_value(const maker *m, const pk_attribute_kind *attribute, const pk_trait *trait,
                       int choice) {
  const char *value = trait->choices[choice].value;
  int raw = pk_attribute_raw(attribute, value);
  if (raw < 0)
    pk_attribute_wrong(m->model, attribute, value, trait->pointer, m->report);
  return raw;
}

static void read_trait(maker *m, const pk_trait *trait, bool *given) {
  const pk_attribute_kind *attribute = known_trait(m, trait);
  if (!attribute)
    return;
  int variable = pk_book_variable(m->book, trait->name);
  given[variable] = true;
  dimension *d = tells(m, variable) ? add_dimension(m, trait->choice_count) : NULL;
  for (int i = 0; i < trait->choice_count; i++) {
    int raw = known_value(m, attribute, trait, i);
    if (raw >= 0 && d)
      add_choice(d, m->bound->same_as[variable][raw], 0, trait->choices[i].share.value);
  }
  if (d)
    d->variable = variable;
}

/* What a group leaves out takes its default: noted in `who`, by variable. */
static void default_trait(maker *m, const pk_group *group, int variable, pk_text *who) {
  const pk_attribute_kind *attribute = client_attribute(m, variable);
  if (!attribute || !tells(m, variable))
    return;
  if (attribute->otherwise < 0) {
    pk_place place;
    pk_model_place(m->model, group->pointer, true, &place);
    pk_report_add(m->report, &place, "E-ATTRIBUTE-NEEDED", "attribute", attribute->id, "who",
                  group->id, NULL);
    return;
  }
  dimension *d = add_dimension(m, 1);
  if (!d)
    return;
  d->variable = variable;
  add_choice(d, m->bound->same_as[variable][attribute->otherwise], 0, 1);
  pk_text_addf(&who[variable], "%s%s", who[variable].length ? ", " : "", group->id);
}

/* --- histories and counters */

static bool whole_number(const char *text, long long *value) {
  char *stop;
  *value = strtoll(text, &stop, 10);
  return *text && !*stop && *value >= 0;
}

bool pk_past_start(const pk_rules *rules, const pk_memory *memory, const pk_past *past, int choice,
                   uint64_t *start) {
  *start = 0;
  if (memory->history && past->pattern) {
    for (int i = 0; i < 64 && past->pattern[i]; i++)
      if (past->pattern[i] == '1')
        *start |= UINT64_C(1) << i;
    return true;
  }
  long long value;
  if (memory->history == past->is_value || past->pattern ||
      !whole_number(past->choices[choice].value, &value))
    return false;
  if (memory->history) {
    *start = value >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << value) - 1;
    return true;
  }
  *start = pk_month_steps(rules->model->step, value < memory->max ? value : memory->max);
  return true;
}

/* The history or counter that a group names; -1 with a problem. */
static int known_past(const maker *m, const pk_past *past) {
  int index = pk_book_memory(m->book, past->history);
  pk_place place;
  if (index >= 0)
    return index;
  pk_model_place(m->model, past->pointer, true, &place);
  pk_report_add(m->report, &place, "E-HISTORY-UNKNOWN", "history", past->history, "suggestion",
                pk_book_nearest(&m->book->memories, sizeof(pk_memory), past->history), NULL);
  return -1;
}

static void read_past(maker *m, const pk_past *past, bool *given) {
  int index = known_past(m, past);
  if (index < 0)
    return;
  pk_place place;
  pk_model_place(m->model, past->pointer, true, &place);
  const pk_memory *memory = PK_AT(m->book->memories, pk_memory, index);
  int slot = m->bound->memory_slot[index], count = past->pattern ? 1 : past->choice_count;
  given[index] = true;
  dimension *d = slot >= 0 ? add_dimension(m, count) : NULL;
  for (int i = 0; i < count; i++) {
    pk_clocks clocks = {{0}};
    uint64_t start;
    if (!pk_past_start(m->rules, memory, past, i, &start)) {
      pk_report_add(m->report, &place, "E-HISTORY-START", "history", past->history, "form",
                    memory->history ? "rules.of.history" : "rules.of.counter", NULL);
      return;
    }
    if (!d)
      continue;
    clocks.at[slot] = start;
    pk_rules_reduce(m->rules, &clocks);
    add_choice(d, 0, clocks.at[slot], past->pattern ? 1 : past->choices[i].share.value);
  }
  if (d)
    d->slot = slot;
}

/* A history that nobody gave begins outside; a counter at 0, or "long ago". */
static void default_past(maker *m, const pk_group *group, int index, pk_text *who) {
  const pk_memory *memory = PK_AT(m->book->memories, pk_memory, index);
  int slot = m->bound->memory_slot[index];
  if (slot < 0)
    return;
  dimension *d = add_dimension(m, 1);
  if (!d)
    return;
  pk_clocks clocks = {{0}};
  d->slot = slot;
  if (memory->since_end)
    clocks.at[slot] = pk_month_steps(m->model->step, memory->max);
  pk_rules_reduce(m->rules, &clocks);
  add_choice(d, 0, clocks.at[slot], 1);
  pk_text_addf(&who[index], "%s%s", who[index].length ? ", " : "", group->id);
}

/* --- profiles */

static int find_klass(maker *m, int law, const int *raw) {
  size_t size = (size_t)m->book->variables.count * sizeof *raw;
  for (int i = 0; i < m->klass_law.count; i++)
    if (*PK_AT(m->klass_law, int, i) == law &&
        memcmp(*PK_AT(m->klass_raw, const int *, i), raw, size) == 0)
      return i;
  int *copy = PK_NEW_ARRAY(m->rules->arena, int, (size_t)m->book->variables.count);
  int *law_slot = pk_push(m->rules->arena, &m->klass_law, sizeof *law_slot);
  const int **raw_slot = pk_push(m->rules->arena, &m->klass_raw, sizeof *raw_slot);
  if (!copy || !law_slot || !raw_slot) {
    no_memory(m);
    return 0;
  }
  memcpy(copy, raw, size);
  *law_slot = law;
  *raw_slot = copy;
  return m->klass_law.count - 1;
}

static void add_profile(maker *m, int first, const pk_profile *profile) {
  for (int i = first; i < m->profiles.count; i++) {
    pk_profile *known = PK_AT(m->profiles, pk_profile, i);
    if (known->klass == profile->klass &&
        memcmp(&known->start, &profile->start, sizeof known->start) == 0) {
      known->share += profile->share;
      return;
    }
  }
  pk_profile *slot = pk_push(m->rules->arena, &m->profiles, sizeof *slot);
  if (slot)
    *slot = *profile;
  else
    no_memory(m);
}

/* The profile of one combination: digit k of `code` chooses in dimension k. */
static pk_profile combine(maker *m, int group, size_t code, int *raw) {
  pk_profile profile = {.group = group, .share = 1};
  memset(raw, 0, (size_t)m->book->variables.count * sizeof *raw);
  for (int k = 0; k < m->dimensions.count; k++) {
    const dimension *d = PK_AT(m->dimensions, dimension, k);
    size_t choice = code % (size_t)d->count;
    code /= (size_t)d->count;
    profile.share *= d->share[choice];
    if (d->variable >= 0)
      raw[d->variable] = d->raw[choice];
    else
      profile.start.at[d->slot] = d->start[choice];
  }
  profile.klass = find_klass(m, m->bound->group_law[group], raw);
  return profile;
}

static void make_profiles(maker *m, int group, int *raw) {
  size_t combinations = 1;
  int first = m->profiles.count;
  for (int k = 0; k < m->dimensions.count; k++) {
    combinations *= (size_t)PK_AT(m->dimensions, dimension, k)->count;
    if (combinations <= PROFILES_MAX)
      continue;
    pk_place place;
    pk_model_place(m->model, m->model->groups[group].pointer, true, &place);
    pk_report_add(m->report, &place, "E-PROFILES-MANY", "group", m->model->groups[group].id, NULL);
    m->failed = true;
    return;
  }
  for (size_t code = 0; code < combinations && !m->failed; code++) {
    pk_profile profile = combine(m, group, code, raw);
    if (profile.share > 0)
      add_profile(m, first, &profile);
  }
}

static void read_group(maker *m, int g, pk_text *traits, pk_text *pasts, int *raw) {
  const pk_group *group = &m->model->groups[g];
  size_t errors = polku_report_count(m->report, POLKU_ERROR);
  bool *given = PK_NEW_ARRAY(m->rules->arena, bool, (size_t)m->book->variables.count);
  bool *known = PK_NEW_ARRAY(m->rules->arena, bool, (size_t)m->book->memories.count);
  if (!given || !known) {
    no_memory(m);
    return;
  }
  m->dimensions = (pk_list){0};
  for (int i = 0; i < group->trait_count; i++)
    read_trait(m, &group->traits[i], given);
  for (int i = 0; i < group->past_count; i++)
    read_past(m, &group->pasts[i], known);
  for (int v = 0; v < m->book->variables.count; v++)
    if (!given[v])
      default_trait(m, group, v, traits);
  for (int i = 0; i < m->book->memories.count; i++)
    if (!known[i])
      default_past(m, group, i, pasts);
  if (!m->failed && polku_report_count(m->report, POLKU_ERROR) == errors)
    make_profiles(m, g, raw);
}

static void report_defaults(const maker *m, pk_text *traits, pk_text *pasts) {
  pk_place place;
  pk_model_place(m->model, "/groups", true, &place);
  for (int v = 0; v < m->book->variables.count; v++) {
    const pk_variable *about = PK_AT(m->book->variables, pk_variable, v);
    const pk_attribute_kind *attribute = client_attribute(m, v);
    if (traits[v].length && attribute)
      pk_report_add(m->report, &place, "I-DEFAULT", "attribute", about->id, "who", traits[v].data,
                    "value", pk_raw_text(m->rules->arena, m->book, about, attribute->otherwise),
                    NULL);
    pk_text_free(&traits[v]);
  }
  for (int i = 0; i < m->book->memories.count; i++) {
    if (pasts[i].length)
      pk_report_add(m->report, &place, "I-DEFAULT-HISTORY", "history",
                    PK_AT(m->book->memories, pk_memory, i)->id, "who", pasts[i].data, NULL);
    pk_text_free(&pasts[i]);
  }
}

bool pk_bind_profiles(pk_rules *rules, polku_report *report) {
  maker m = {.rules = rules,
             .model = rules->model,
             .bound = rules->bound,
             .book = rules->bound->book,
             .report = report};
  size_t variables = (size_t)m.book->variables.count;
  pk_text *traits = PK_NEW_ARRAY(rules->arena, pk_text, variables);
  pk_text *pasts = PK_NEW_ARRAY(rules->arena, pk_text, (size_t)m.book->memories.count);
  int *raw = PK_NEW_ARRAY(rules->arena, int, variables);
  if (!traits || !pasts || !raw) {
    no_memory(&m);
    return false;
  }
  for (int g = 0; g < m.model->group_count; g++)
    read_group(&m, g, traits, pasts, raw);
  report_defaults(&m, traits, pasts);
  rules->profiles = m.profiles.items;
  rules->profile_count = m.profiles.count;
  rules->klass_count = m.klass_law.count;
  rules->bound->klass_law = m.klass_law.items;
  rules->bound->klass_raw = m.klass_raw.items;
  return !m.failed;
}

void pk_bind_group_names(pk_rules *rules, polku_report *report) {
  maker m = {.rules = rules,
             .model = rules->model,
             .bound = rules->bound,
             .book = rules->bound->book,
             .report = report};
  for (int g = 0; g < m.model->group_count; g++) {
    const pk_group *group = &m.model->groups[g];
    for (int i = 0; i < group->trait_count; i++) {
      const pk_attribute_kind *attribute = known_trait(&m, &group->traits[i]);
      for (int k = 0; attribute && k < group->traits[i].choice_count; k++)
        known_value(&m, attribute, &group->traits[i], k);
    }
    for (int i = 0; i < group->past_count; i++)
      known_past(&m, &group->pasts[i]);
  }
}
