/* A model as tables for a spreadsheet: stages, moves, who stands where, supports, groups, open
 * questions, and every number with what it rests on. */
#include "base/tables.h"
#include "base/words.h"
#include "chain/duration.h"
#include "rules/rules.h"

#include <math.h>
#include <string.h>

typedef struct writer {
  const pk_model *m;
  const pk_rules *rules;
  polku_tables *t;
} writer;

static void named(const writer *w, const char *id, const pk_name *name) {
  pk_table_named(w->t, id, pk_name_text(name, w->t->lang, id));
}

static void stage(const writer *w, int s) {
  named(w, w->m->stages[s].id, &w->m->stages[s].name);
}

static void actor(const writer *w, int a) {
  named(w, w->m->actors[a].id, &w->m->actors[a].name);
}

static void name_or_empty(const writer *w, const pk_name *name) {
  pk_table_text(w->t, pk_name_text(name, w->t->lang, NULL));
}

static void basis(const writer *w, const pk_number *n) {
  pk_table_word(w->t, pk_basis_words[n->basis]);
}

static void stages(const writer *w) {
  static const pk_column heads[] = {{"id", "table.id"},
                                    {"stage", "table.stage"},
                                    {"kind", "table.kind"},
                                    {"mean_steps", "table.length"}};
  pk_table_begin(w->t, "stages", "result.stages", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int s = 0; s < w->m->stage_count; s++) {
    const pk_stage *at = &w->m->stages[s];
    int kind = w->rules->stage_kind ? w->rules->stage_kind[s] : -1;
    pk_table_text(w->t, at->id);
    stage(w, s);
    if (kind >= 0)
      named(w, w->rules->kinds[kind].id, &w->rules->kinds[kind].name);
    else
      pk_table_text(w->t, at->kind);
    pk_table_number(w->t, at->has_duration ? pk_duration_mean(&at->duration, w->m->step) : NAN, 1);
  }
}

/* The number that a transition is written with; NULL of a race. */
static const pk_number *number_of(const writer *w, const pk_transition *t) {
  pk_exits form = w->m->stages[t->from].exits;
  return form == PK_EXITS_SHARES                          ? &t->share
         : form == PK_EXITS_PER_STEP && t->step_count > 0 ? &t->per_step[0]
                                                          : NULL;
}

static void transitions(const writer *w) {
  static const pk_column heads[] = {
      {"id", "table.id"},       {"from", "twin.from"},          {"to", "twin.to"},
      {"share", "table.share"}, {"per_step", "table.per-step"}, {"basis", "twin.basis"}};
  pk_table_begin(w->t, "transitions", "twin.moves", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < w->m->transition_count; i++) {
    const pk_transition *t = &w->m->transitions[i];
    const pk_number *n = number_of(w, t);
    bool share = w->m->stages[t->from].exits == PK_EXITS_SHARES;
    pk_table_text(w->t, t->id);
    stage(w, t->from);
    stage(w, t->to);
    pk_table_share(w->t, n && share ? n->value : NAN);
    pk_table_share(w->t, n && !share ? n->value : NAN);
    if (n)
      basis(w, n);
    else
      pk_table_text(w->t, NULL);
  }
}

static void sector(const writer *w, pk_sector of) {
  pk_table_word(w->t, pk_sector_words[of]);
}

static void standings(const writer *w) {
  static const pk_column heads[] = {{"actor", "table.actor"},    {"sector", "table.sector"},
                                    {"stage", "table.stage"},    {"role", "twin.role"},
                                    {"places", "result.places"}, {"clients", "table.clients"},
                                    {"text", "twin.what"}};
  pk_table_begin(w->t, "roles", "table.roles", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int s = 0; s < w->m->stage_count; s++)
    for (int i = 0; i < w->m->stages[s].standing_count; i++) {
      const pk_standing *n = &w->m->stages[s].standings[i];
      int role = w->rules->standing_role ? w->rules->standing_role[s][i] : -1;
      actor(w, n->actor);
      sector(w, w->m->actors[n->actor].sector);
      stage(w, s);
      if (role >= 0)
        named(w, n->role, &w->rules->roles[role].name);
      else
        pk_table_text(w->t, n->role);
      pk_table_number(w->t, n->has_places && n->per_stage < 0 ? n->places.value : NAN, 0);
      pk_table_number(w->t, n->has_clients ? n->clients.value : NAN, 0);
      name_or_empty(w, &n->text);
    }
}

static void supports(const writer *w) {
  static const pk_column heads[] = {
      {"support", "table.support"}, {"actor", "table.actor"}, {"stage", "table.stage"}};
  if (w->m->support_count == 0)
    return;
  pk_table_begin(w->t, "supports", "table.supports", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < w->m->support_count; i++) {
    const pk_support *s = &w->m->supports[i];
    for (int a = 0; a < s->actor_count || a == 0; a++)
      for (int k = 0; k < s->stage_count || k == 0; k++) {
        named(w, s->id, &s->name);
        if (a < s->actor_count)
          actor(w, s->actors[a]);
        else
          pk_table_text(w->t, NULL);
        if (k < s->stage_count)
          stage(w, s->stages[k]);
        else
          pk_table_text(w->t, NULL);
      }
  }
}

static void groups(const writer *w) {
  static const pk_column heads[] = {
      {"id", "table.id"}, {"group", "table.group"}, {"size", "table.size"}};
  pk_table_begin(w->t, "groups", "table.groups", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int g = 0; g < w->m->group_count; g++) {
    pk_table_text(w->t, w->m->groups[g].id);
    named(w, w->m->groups[g].id, &w->m->groups[g].name);
    pk_table_number(w->t, w->m->groups[g].size.value, 0);
  }
}

static void gaps(const writer *w) {
  static const pk_column heads[] = {
      {"id", "table.id"}, {"question", "table.question"}, {"text", "twin.what"}};
  if (w->m->gap_count == 0)
    return;
  pk_table_begin(w->t, "gaps", "twin.gaps", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < w->m->gap_count; i++) {
    pk_table_text(w->t, w->m->gaps[i].id);
    name_or_empty(w, &w->m->gaps[i].question);
    name_or_empty(w, &w->m->gaps[i].text);
  }
}

/* --- numbers and what they rest on */

/* A range as it was written, or the counts behind a share. */
static void uncertainty(const writer *w, const pk_number *n) {
  bool range = n->prior == PK_PRIOR_RANGE, events = n->prior == PK_PRIOR_EVENTS;
  pk_table_number(w->t, range ? n->a : NAN, PK_AS_WRITTEN);
  pk_table_number(w->t, range ? n->b : NAN, PK_AS_WRITTEN);
  pk_table_number(w->t, events ? n->a : NAN, 0);
  pk_table_number(w->t, events ? n->b : NAN, 0);
}

static bool number(void *context, const pk_number *n, const char *what) {
  const writer *w = context;
  (void)what;
  pk_table_text(w->t, n->pointer);
  pk_table_number(w->t, n->value, PK_AS_WRITTEN);
  basis(w, n);
  uncertainty(w, n);
  pk_table_text(w->t, n->source >= 0 ? w->m->sources[n->source].id : NULL);
  pk_table_text(w->t, n->note);
  return !w->t->failed;
}

static void numbers(writer *w) {
  static const pk_column heads[] = {
      {"pointer", "table.place"}, {"value", "table.value"},   {"basis", "twin.basis"},
      {"low", "table.low"},       {"high", "table.high"},     {"events", "table.events"},
      {"of", "table.of"},         {"source", "table.source"}, {"note", "table.note"}};
  pk_table_begin(w->t, "numbers", "table.numbers", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  pk_model_numbers(w->m, number, w);
}

static void sources(const writer *w) {
  static const pk_column heads[] = {{"id", "table.id"},
                                    {"title", "table.title"},
                                    {"publisher", "table.publisher"},
                                    {"year", "table.year"},
                                    {"url", "table.url"}};
  if (w->m->source_count == 0)
    return;
  pk_table_begin(w->t, "sources", "twin.sources", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < w->m->source_count; i++) {
    const pk_source *s = &w->m->sources[i];
    char year[16] = "";
    if (s->year > 0)
      pk_number_text(year, s->year);
    pk_table_text(w->t, s->id);
    name_or_empty(w, &s->title);
    name_or_empty(w, &s->publisher);
    pk_table_text(w->t, *year ? year : NULL);
    pk_table_text(w->t, s->url);
  }
}

polku_tables *polku_model_tables(const polku_model *model, const polku_rules *rules,
                                 polku_lang lang) {
  writer w = {model, rules, model && rules ? pk_tables_new(lang) : NULL};
  if (!w.t)
    return NULL;
  stages(&w);
  transitions(&w);
  standings(&w);
  supports(&w);
  groups(&w);
  gaps(&w);
  numbers(&w);
  sources(&w);
  if (!w.t->failed)
    return w.t;
  polku_tables_free(w.t);
  return NULL;
}
