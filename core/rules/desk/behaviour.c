/* Whom the rules of two models treat differently.
 *
 * Two models ask different laws: of their regions, on their days, and stages and groups may have
 * regions of their own. For each kind of stage the pairs of laws that speak at the same stage, or
 * about the same group, are put beside each other (contrast.h), rule by rule; where rules follow
 * the calendar, in every run of steps in which neither changes. */
#include "rules/desk/behaviour_parts.h"

#include <string.h>

typedef struct finder {
  pk_behaviours *b;
  pk_arena *arena;
  polku_report *report;
  pk_book *book[2]; /* copies: with this question's own report and work */
  pk_work_left work;
  bool failed;
} finder;

static void *no_memory(finder *f) {
  pk_report_memory(f->report);
  f->failed = true;
  return NULL;
}

static void *push(finder *f, pk_list *list, size_t size) {
  void *slot = pk_push(f->arena, list, size);
  return slot ? slot : no_memory(f);
}

/* --- the same plugins */

static bool same_text(const char *a, const char *b) {
  return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_plugin(const pk_plugin *a, const pk_plugin *b) {
  return strcmp(a->id, b->id) == 0 && same_text(a->manifest.text, b->manifest.text) &&
         same_text(a->params_file.text, b->params_file.text) &&
         same_text(a->rules_file.text, b->rules_file.text);
}

/* Whether what a region's plugin extends is the same too. */
static bool same_region(const pk_book *a, const pk_plugin *x, const pk_book *b,
                        const pk_plugin *y) {
  bool same = same_plugin(x, y);
  for (int i = 0; same && i < a->plugins.count; i++) {
    const pk_plugin *above = *PK_AT(a->plugins, pk_plugin *, i);
    const pk_plugin *other = pk_plugin_find(b, above->id);
    if (above != x && pk_plugin_extends(a, x, above))
      same = other && same_plugin(above, other);
  }
  return same;
}

/* Two laws that cannot but answer alike. */
static bool same_law(const pk_law *a, const pk_law *b) {
  return a->date == b->date && same_region(a->book, a->region, b->book, b->region);
}

/* --- where laws meet */

static const pk_bound *bound_of(const finder *f, int side) {
  return f->b->rules[side]->bound;
}

static const char *kind_of(const finder *f, int side, int stage) {
  int kind = f->b->rules[side]->stage_kind[stage];
  return kind < 0 ? NULL : f->b->rules[side]->kinds[kind].id;
}

static bool flags_of(finder *f, pk_meeting *m) {
  for (int k = 0; k < 2; k++) {
    m->stage[k] = PK_NEW_ARRAY(f->arena, bool, (size_t)f->b->model[k]->stage_count);
    m->group[k] = PK_NEW_ARRAY(f->arena, bool, (size_t)f->b->model[k]->group_count);
    if (!m->stage[k] || !m->group[k])
      return no_memory(f);
  }
  return true;
}

/* Where a law of a meets one of b; added the first time. NULL without memory. */
static pk_meeting *meeting_of(finder *f, pk_list *meetings, int a, int b) {
  for (int i = 0; i < meetings->count; i++) {
    pk_meeting *known = PK_AT(*meetings, pk_meeting, i);
    if (known->law[0] == a && known->law[1] == b)
      return known;
  }
  pk_meeting made = {.law = {a, b}};
  pk_meeting *slot = flags_of(f, &made) ? push(f, meetings, sizeof *slot) : NULL;
  if (slot)
    *slot = made;
  return slot;
}

/* The stage of the other model under the same id; -1 where it has none. */
static int other_stage(const finder *f, int side, int stage) {
  return pk_model_find_stage(f->b->model[1 - side], f->b->model[side]->stages[stage].id);
}

static int other_group(const finder *f, int side, int group) {
  return pk_model_find_group(f->b->model[1 - side], f->b->model[side]->groups[group].id);
}

static void everybody(const finder *f, pk_meeting *m, int side) {
  for (int g = 0; g < f->b->model[side]->group_count; g++)
    m->group[side][g] = true;
}

/* At a stage that one model has the other's own region is asked. */
static void meet_at_stages(finder *f, pk_list *meetings, int side, const char *kind) {
  for (int s = 0; !f->failed && s < f->b->model[side]->stage_count; s++) {
    const char *own = kind_of(f, side, s);
    if (!own || strcmp(own, kind) != 0)
      continue;
    int other = other_stage(f, side, s), laws[2];
    laws[side] = bound_of(f, side)->stage_law[s];
    laws[1 - side] = other < 0 ? 0 : bound_of(f, 1 - side)->stage_law[other];
    pk_meeting *m = meeting_of(f, meetings, laws[0], laws[1]);
    if (!m)
      return;
    m->stage[side][s] = true;
    everybody(f, m, side);
  }
}

/* Clients of another region bring its law along. */
static void meet_by_groups(finder *f, pk_list *meetings, int side, const char *kind) {
  for (int g = 0; !f->failed && g < f->b->model[side]->group_count; g++) {
    int other = other_group(f, side, g), laws[2];
    laws[side] = bound_of(f, side)->group_law[g];
    laws[1 - side] = other < 0 ? 0 : bound_of(f, 1 - side)->group_law[other];
    pk_meeting *m = laws[0] == 0 && laws[1] == 0 ? NULL : meeting_of(f, meetings, laws[0], laws[1]);
    for (int s = 0; m && s < f->b->model[side]->stage_count; s++) {
      const char *own = kind_of(f, side, s);
      if (own && strcmp(own, kind) == 0)
        m->stage[side][s] = m->group[side][g] = true;
    }
  }
}

/* --- rules of two laws */

/* The law with the work and the report of this question. */
static const pk_law *law_at(finder *f, int side, int law, int version) {
  const pk_bound *bound = bound_of(f, side);
  pk_law *copy = PK_NEW(f->arena, pk_law);
  if (!copy)
    return no_memory(f);
  *copy = *bound->laws[version * bound->region_count + law];
  copy->book = f->book[side];
  return copy;
}

static bool has_stage(const pk_list *stages, const char *id) {
  for (int i = 0; i < stages->count; i++)
    if (strcmp((*PK_AT(*stages, const pk_stage *, i))->id, id) == 0)
      return true;
  return false;
}

static void add_stages(finder *f, const pk_meeting *meeting, pk_list *stages) {
  for (int side = 0; side < 2; side++)
    for (int s = 0; s < f->b->model[side]->stage_count; s++) {
      const pk_stage *stage = &f->b->model[side]->stages[s];
      if (!meeting->stage[side][s] || has_stage(stages, stage->id))
        continue;
      const pk_stage **slot = push(f, stages, sizeof *slot);
      if (slot)
        *slot = stage;
    }
}

/* A run of steps in which neither model's rules change. */
typedef struct run {
  int first, last, version[2];
} run;

static int last_step(const finder *f) {
  int a = f->b->model[0]->horizon, b = f->b->model[1]->horizon;
  return a > b ? a : b;
}

static run run_from(const finder *f, int first) {
  run made = {.first = first, .last = first};
  for (int t = first; t <= last_step(f); t++) {
    int version[2];
    for (int k = 0; k < 2; k++) {
      int horizon = f->b->model[k]->horizon;
      version[k] = pk_rules_version(f->b->rules[k], t < horizon ? t : horizon);
    }
    if (t == first)
      memcpy(made.version, version, sizeof version);
    else if (version[0] != made.version[0] || version[1] != made.version[1])
      break;
    made.last = t;
  }
  return made;
}

static void add_treated(finder *f, pk_behaviour *behaviour, const pk_meeting *meeting,
                        pk_treated *t) {
  int count = behaviour->treated.count;
  pk_treated *before = count ? PK_AT(behaviour->treated, pk_treated, count - 1) : NULL;
  if (before && before->last + 1 == t->first && before->region[0] == t->region[0] &&
      before->region[1] == t->region[1] &&
      pk_difference_same(&before->difference, &t->difference)) {
    before->last = t->last;
    return;
  }
  add_stages(f, meeting, &t->stages);
  if (!f->failed && !pk_find_met(f->b, meeting, t))
    no_memory(f);
  pk_treated *slot = f->failed ? NULL : push(f, &behaviour->treated, sizeof *slot);
  if (slot)
    *slot = *t;
  behaviour->met = behaviour->met || t->met;
}

/* What one rule comes to with two laws. A rule that cannot be compared (too many combinations, too
 * much work) does not keep others from it: each model alone can be computed with. */
static void contrast(finder *f, pk_behaviour *behaviour, const pk_law *const laws[2],
                     pk_difference *d) {
  polku_report *own = polku_report_new();
  pk_contrasting how = {.arena = f->arena, .report = own, .mismatches = &f->b->mismatches};
  if (!own) {
    no_memory(f);
    return;
  }
  if (!pk_contrast_laws(&how, &behaviour->rule, laws, d)) {
    behaviour->unknown = true;
    d->decision = NULL;
  }
  if (polku_report_failed(own))
    no_memory(f);
  polku_report_free(own);
}

static void compare_rule(finder *f, pk_behaviour *behaviour, const pk_meeting *meeting) {
  for (int from = 0; !f->failed && from <= last_step(f);) {
    run steps = run_from(f, from);
    pk_treated t = {.first = steps.first, .last = steps.last};
    const pk_law *laws[2];
    for (int k = 0; k < 2; k++)
      if (!(laws[k] = law_at(f, k, meeting->law[k], steps.version[k])))
        return;
    from = steps.last + 1;
    if (same_law(laws[0], laws[1]))
      continue;
    f->b->same = false;
    for (int k = 0; k < 2; k++) {
      t.region[k] = laws[k]->region;
      t.date[k] = laws[k]->date;
    }
    contrast(f, behaviour, laws, &t.difference);
    if (!f->failed && t.difference.decision)
      add_treated(f, behaviour, meeting, &t);
  }
}

/* The rules of a kind that some of the laws know, each once. */
static void add_rules(finder *f, const pk_list *meetings, const char *kind, pk_list *rules) {
  for (int i = 0; i < meetings->count; i++)
    for (int side = 0; side < 2; side++) {
      const pk_law *law = law_at(f, side, PK_AT(*meetings, pk_meeting, i)->law[side], 0);
      int at = law ? pk_book_kind(law->book, kind) : -1;
      pk_list keys = {0};
      if (at >= 0)
        keys = pk_rule_keys(f->arena, law->book, law->region, at);
      for (int k = 0; k < keys.count; k++) {
        const pk_rule_key *key = PK_AT(keys, pk_rule_key, k);
        bool known = false;
        for (int n = 0; !known && n < rules->count; n++)
          known = pk_rule_key_same(PK_AT(*rules, pk_rule_key, n), key);
        pk_rule_key *slot = known ? NULL : push(f, rules, sizeof *slot);
        if (slot)
          *slot = *key;
      }
    }
}

static void compare_kind(finder *f, const char *kind) {
  pk_list meetings = {0}, rules = {0};
  for (int side = 0; side < 2; side++) {
    meet_at_stages(f, &meetings, side, kind);
    meet_by_groups(f, &meetings, side, kind);
  }
  add_rules(f, &meetings, kind, &rules);
  for (int i = 0; !f->failed && i < rules.count; i++) {
    pk_behaviour made = {.rule = *PK_AT(rules, pk_rule_key, i)};
    for (int m = 0; !f->failed && m < meetings.count; m++)
      compare_rule(f, &made, PK_AT(meetings, pk_meeting, m));
    pk_behaviour *slot = f->failed ? NULL : push(f, &f->b->list, sizeof *slot);
    if (slot)
      *slot = made;
  }
}

static bool is_new_kind(const pk_list *kinds, const char *kind) {
  for (int i = 0; i < kinds->count; i++)
    if (strcmp(*PK_AT(*kinds, const char *, i), kind) == 0)
      return false;
  return true;
}

static void compare_all(finder *f) {
  pk_list kinds = {0};
  for (int side = 0; side < 2; side++)
    for (int s = 0; s < f->b->model[side]->stage_count; s++) {
      const char *kind = kind_of(f, side, s);
      const char **slot = kind && is_new_kind(&kinds, kind) ? push(f, &kinds, sizeof *slot) : NULL;
      if (slot)
        *slot = kind;
    }
  for (int i = 0; !f->failed && i < kinds.count; i++)
    compare_kind(f, *PK_AT(kinds, const char *, i));
}

/* --- opening */

static void find(finder *f) {
  pk_behaviours *b = f->b;
  b->same = true;
  for (int k = 0; k < 2; k++) {
    b->ruled[k] = b->rules[k]->present;
    b->dated = b->dated || b->rules[k]->version_count > 1;
  }
  if (!b->ruled[0] || !b->ruled[1])
    return;
  f->work = (pk_work_left){PK_WORK_MAX};
  for (int k = 0; k < 2; k++) {
    f->book[k] = PK_NEW(f->arena, pk_book);
    if (!f->book[k]) {
      no_memory(f);
      return;
    }
    *f->book[k] = *bound_of(f, k)->book;
    f->book[k]->report = f->report;
    f->book[k]->work = &f->work;
  }
  compare_all(f);
  for (int k = 0; k < 2; k++) { /* what is told later is not work of this question */
    f->book[k]->report = NULL;
    f->book[k]->work = NULL;
  }
}

pk_behaviours *pk_behaviours_new(const pk_model *a, const pk_rules *rules_a, const pk_model *b,
                                 const pk_rules *rules_b, const char *const names[2],
                                 polku_report *report) {
  if (!a || !rules_a || !b || !rules_b || !report)
    return NULL;
  size_t errors = polku_report_count(report, POLKU_ERROR);
  pk_arena *arena = pk_arena_new();
  pk_behaviours *made = arena ? PK_NEW(arena, pk_behaviours) : NULL;
  finder f = {.b = made, .arena = arena, .report = report};
  if (!made) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  *made = (pk_behaviours){.arena = arena, .model = {a, b}, .rules = {rules_a, rules_b}};
  for (int k = 0; k < 2; k++)
    if (!(made->name[k] = pk_strdup(arena, names[k])))
      no_memory(&f);
  if (!f.failed)
    find(&f);
  if (!f.failed && !polku_report_failed(report) &&
      polku_report_count(report, POLKU_ERROR) == errors)
    return made;
  pk_arena_free(arena);
  return NULL;
}

void pk_behaviours_free(pk_behaviours *behaviours) {
  if (behaviours)
    pk_arena_free(behaviours->arena);
}

int pk_behaviours_count(const pk_behaviours *behaviours) {
  int count = 0;
  for (int i = 0; i < behaviours->list.count; i++)
    count += PK_AT(behaviours->list, pk_behaviour, i)->treated.count > 0;
  return count;
}

int pk_behaviours_met(const pk_behaviours *behaviours) {
  int count = 0;
  for (int i = 0; i < behaviours->list.count; i++)
    count += PK_AT(behaviours->list, pk_behaviour, i)->met;
  return count;
}

/* --- what ids are called */

static const pk_name *name_of_value(const pk_attribute_kind *attribute, const char *id) {
  for (int i = 0; attribute->type == PK_TYPE_ENUM && i < attribute->size; i++)
    if (strcmp(attribute->values[i], id) == 0)
      return &attribute->value_names[i];
  return NULL;
}

const pk_name *pk_book_word(const pk_book *book, const char *sort, const char *id, const char *of) {
  bool value = strcmp(sort, "value") == 0;
  int attribute = pk_book_attribute(book, value ? of : id), memory = pk_book_memory(book, id);
  int role = pk_book_role(book, id), kind = pk_book_kind(book, id);
  if (value)
    return attribute < 0 ? NULL
                         : name_of_value(PK_AT(book->attributes, pk_attribute_kind, attribute), id);
  if (strcmp(sort, "attribute") == 0 && attribute >= 0)
    return &PK_AT(book->attributes, pk_attribute_kind, attribute)->name;
  if (strcmp(sort, "history") == 0 && memory >= 0)
    return &PK_AT(book->memories, pk_memory, memory)->name;
  if (strcmp(sort, "role") == 0 && role >= 0)
    return &PK_AT(book->roles, pk_role_kind, role)->role.name;
  if (strcmp(sort, "kind") == 0 && kind >= 0)
    return &PK_AT(book->kinds, pk_stage_kind, kind)->kind.name;
  const pk_plugin *region = strcmp(sort, "region") == 0 ? pk_plugin_find(book, id) : NULL;
  return region ? &region->title : NULL;
}

const pk_name *pk_behaviours_word(const void *behaviours, const char *sort, const char *id,
                                  const char *of) {
  const pk_behaviours *b = behaviours;
  const pk_name *name = NULL;
  for (int k = 1; !name && k >= 0; k--)
    if (b->ruled[k])
      name = pk_book_word(b->rules[k]->bound->book, sort, id, of);
  return name;
}
