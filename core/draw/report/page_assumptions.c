/* What the computation rests on: every number that somebody guessed, in people's words, with what
 * is said in its favour; then the numbers that are known, and the sources.
 *
 * A number is named by where it stands in the model: its part ("Ohjaus → Kuntouttava työtoiminta")
 * and what it says of it ("osuus"). */
#include "draw/report/story.h"

#include "base/words.h"
#include "draw/twin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MOST = 12 };

/* A JSON Pointer taken apart. */
typedef struct pointer {
  const char *part[PARTS_MOST];
  int count;
} pointer;

static pointer take_apart(pk_story *s, const char *text) {
  pointer p = {{NULL}, 0};
  while (*text == '/' && p.count < PARTS_MOST) {
    size_t length = strcspn(++text, "/");
    char *part = pk_strndup(s->map->arena, text, length), *out = part;
    s->failed = s->failed || !part;
    for (char *at = part; at && *at; at++) /* "~1" is '/', "~0" is '~' */
      *out++ = *at == '~' && at[1] ? (*++at == '1' ? '/' : '~') : *at;
    if (out)
      *out = '\0';
    p.part[p.count++] = part ? part : "";
    text += length;
  }
  return p;
}

static const char *part(const pointer *p, int i) {
  return i < p->count ? p->part[i] : "";
}

static bool is(const pointer *p, int i, const char *text) {
  return strcmp(part(p, i), text) == 0;
}

/* ---------------------------------------------------------------------------------- the names */

static const char *stage_name(pk_story *s, const char *id) {
  int i = pk_model_find_stage(s->model, id);
  return i >= 0 ? s->map->stages[i].name : id;
}

static const char *actor_name(pk_story *s, const char *id) {
  int i = pk_model_find_actor(s->model, id);
  return i >= 0 ? pk_map_name(s->map, &s->model->actors[i].name, id) : id;
}

/* The name of what stands in a list of the model, by its id. */
#define NAME_IN(story, list, count, id)                                                            \
  for (int name_i = 0; name_i < (count); name_i++)                                                 \
    if (strcmp((list)[name_i].id, id) == 0)                                                        \
      return pk_map_name((story)->map, &(list)[name_i].name, id);

static const char *subject(pk_story *s, const pointer *p) {
  const pk_model *m = s->model;
  const char *id = part(p, 1);
  if (is(p, 0, "transitions")) {
    int t = pk_model_find_transition(m, id);
    return t < 0 ? id
                 : pk_map_fill(s->map, "page.move", "from",
                               s->map->stages[m->transitions[t].from].name, "to",
                               s->map->stages[m->transitions[t].to].name, NULL);
  }
  if (is(p, 0, "stages"))
    return stage_name(s, id);
  if (is(p, 0, "actors"))
    return actor_name(s, id);
  if (is(p, 0, "groups"))
    NAME_IN(s, m->groups, m->group_count, id)
  if (is(p, 0, "supports"))
    NAME_IN(s, m->supports, m->support_count, id)
  if (is(p, 0, "targets"))
    NAME_IN(s, m->targets, m->target_count, id)
  if (is(p, 0, "budgets"))
    NAME_IN(s, m->budgets, m->budget_count, id)
  return id;
}

const char *pk_told_place(pk_story *s, const char *text) {
  pointer p = take_apart(s, text);
  const char *name = p.count > 1 ? subject(s, &p) : NULL;
  bool at_stage = is(&p, 0, "stages") && is(&p, 2, "actors") && p.count > 3;
  if (is(&p, 0, "gaps"))
    for (int i = 0; i < s->model->gap_count; i++)
      if (is(&p, 1, s->model->gaps[i].id))
        return pk_map_name(s->map, &s->model->gaps[i].question, part(&p, 1));
  return at_stage ? pk_map_fill(s->map, "page.minutes.place", "stage", name, "actor",
                                actor_name(s, part(&p, 3)), NULL)
                  : name;
}

static const char *with_name(pk_story *s, const char *key, const char *name) {
  return pk_map_fill(s->map, key, "name", name, NULL);
}

/* The unit of a time in short, "kk". */
static const char *unit_of(const pk_story *s, const pk_distribution *d) {
  static const char *const words[] = {"sensitivity.unit.month", "sensitivity.unit.week",
                                      "sensitivity.unit.day"};
  int unit = d->unit == PK_UNIT_MONTH  ? 0
             : d->unit == PK_UNIT_WEEK ? 1
             : d->unit == PK_UNIT_DAY  ? 2
                                       : (int)s->model->step;
  return pk_word(s->lang, d->unit == PK_UNIT_YEAR ? "sensitivity.unit.year" : words[unit]);
}

/* A number of a distribution: "kesto, lyhin (kk)". */
static const char *duration_words(pk_story *s, const pointer *p, const pk_distribution *d,
                                  const char *key) {
  static const char *const known[] = {"mean",  "min",     "max",   "scale", "fixed",
                                      "shape", "meanlog", "sdlog", NULL};
  const char *last = part(p, p->count - 1);
  for (int i = 0; known[i]; i++)
    if (strcmp(last, known[i]) == 0) {
      pk_text word = PK_TEXT_EMPTY;
      pk_text_addf(&word, "page.number.%s", last);
      return pk_map_fill(s->map, i < 5 ? "page.number.of-unit" : "page.number.of", "what",
                         pk_word(s->lang, key), "part",
                         pk_word(s->lang, pk_map_keep(s->map, &word)), "unit", unit_of(s, d), NULL);
    }
  return pk_word(s->lang, key);
}

static const char *account_name(pk_story *s, const char *id) {
  NAME_IN(s, s->model->accounts, s->model->account_count, id)
  return id;
}

static const char *stage_words(pk_story *s, const pointer *p) {
  int at = pk_model_find_stage(s->model, part(p, 1));
  const pk_stage *stage = &s->model->stages[at < 0 ? 0 : at];
  if (is(p, 2, "duration"))
    return duration_words(s, p, &stage->duration, "page.number.duration");
  if (is(p, 2, "queue"))
    return is(p, 3, "patience")
               ? duration_words(s, p, &stage->queue.patience, "page.number.patience")
               : with_name(s, "page.number.gives-up", stage_name(s, part(p, 4)));
  if (is(p, 2, "amounts"))
    return with_name(s, is(p, 4, "on_entry") ? "page.number.on-entry" : "page.number.per-step",
                     account_name(s, part(p, 3)));
  if (is(p, 5, "clients"))
    return with_name(s, "twin.clients.named", actor_name(s, part(p, 3)));
  return with_name(s, "page.number.places", actor_name(s, part(p, 3)));
}

static const char *move_words(pk_story *s, const pointer *p) {
  if (is(p, 2, "per_step"))
    return pk_word(s->lang, "page.number.each-step");
  int at = pk_model_find_transition(s->model, part(p, 1));
  if (is(p, 2, "after"))
    return duration_words(s, p, &s->model->transitions[at < 0 ? 0 : at].after, "page.number.after");
  if (is(p, 2, "referral"))
    return with_name(s, is(p, 4, "in") ? "page.number.referred-in" : "page.number.referred-out",
                     actor_name(s, part(p, 3)));
  return pk_word(s->lang, "page.number.share");
}

/* The share that is so, or has this behind it: "osuus, jolla ikä on 24 vuotta". What a sentence
 * would not carry, yes and no and what was counted, stands beside its name. */
static const char *profile_words(pk_story *s, const pointer *p) {
  bool history = is(p, 2, "histories"), latest = history && is(p, 4, "latest");
  const char *id = part(p, 3), *value = part(p, p->count - 1);
  const pk_name *name = pk_rules_word(s->rules, history ? "history" : "attribute", id, "");
  pk_text said = PK_TEXT_EMPTY;
  if (latest)
    pk_text_add(&said, pk_told_steps(s, "n-", (int)strtol(value, NULL, 10)));
  else if (history)
    pk_text_add(&said, value);
  else
    pk_rules_say_value(s->rules, id, value, s->lang, &said);
  bool beside = history || strcmp(value, "true") == 0 || strcmp(value, "false") == 0;
  return pk_map_fill(s->map,
                     latest   ? "page.number.lasted"
                     : beside ? "page.number.part-with"
                              : "page.number.part",
                     "name", name ? pk_map_name(s->map, name, id) : id, "value",
                     pk_map_keep(s->map, &said), NULL);
}

static const char *group_words(pk_story *s, const pointer *p) {
  static const char *const keys[][2] = {{"size", "page.number.size"},
                                        {"arrivals", "page.number.arrivals"},
                                        {"initial", "page.number.initial"}};
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
    if (is(p, 2, keys[i][0]))
      return pk_word(s->lang, keys[i][1]);
  if (is(p, 2, "start"))
    return with_name(s, "page.number.starts", stage_name(s, part(p, 3)));
  return profile_words(s, p);
}

static const char *support_words(pk_story *s, const pointer *p, const pk_number *n) {
  if (is(p, 2, "uptake"))
    return pk_word(s->lang, "page.number.uptake");
  for (int i = 0; i < s->model->support_count; i++)
    for (int e = 0; e < s->model->supports[i].effect_count; e++) {
      const pk_effect *effect = &s->model->supports[i].effects[e];
      if (&effect->ratio != n && (!effect->ratio.pointer || effect->ratio.pointer != n->pointer))
        continue;
      if (effect->form == PK_EFFECT_PLACES)
        return pk_map_fill(s->map, "twin.effect.places", "stage",
                           s->map->stages[effect->stage].name, NULL);
      const pk_transition *t = &s->model->transitions[effect->transition];
      return pk_map_fill(
          s->map, effect->form == PK_EFFECT_ODDS ? "twin.effect.odds" : "twin.effect.hazard",
          "from", s->map->stages[t->from].name, "to", s->map->stages[t->to].name, NULL);
    }
  return pk_word(s->lang, "page.number.effect");
}

static const char *what_it_says(pk_story *s, const pointer *p, const pk_number *n) {
  return is(p, 0, "transitions") ? move_words(s, p)
         : is(p, 0, "stages")    ? stage_words(s, p)
         : is(p, 0, "groups")    ? group_words(s, p)
         : is(p, 0, "supports")  ? support_words(s, p, n)
         : is(p, 0, "targets")   ? pk_word(s->lang, "page.number.observed")
         : is(p, 0, "budgets")   ? pk_word(s->lang, "page.number.per-year")
                                 : part(p, p->count - 1);
}

/* ---------------------------------------------------------------------------------- the values */

static bool is_share(const char *what) {
  return strcmp(what, "share") == 0 || strcmp(what, "per_step") == 0 ||
         strcmp(what, "start") == 0 || strcmp(what, "uptake") == 0 ||
         strcmp(what, "attribute") == 0 || strcmp(what, "history") == 0;
}

static void add_value(pk_story *s, pk_text *out, double value, bool share) {
  if (share)
    pk_map_add_share(out, s->lang, value);
  else
    pk_text_add(out, pk_map_written(s->map, value));
}

/* "25 % (15–35 %)", "3/10" */
static const char *value_text(pk_story *s, const pk_number *n, bool share) {
  pk_text text = PK_TEXT_EMPTY;
  add_value(s, &text, n->value, share);
  if (n->prior == PK_PRIOR_RANGE) {
    pk_text_add(&text, " (");
    pk_text_add(&text, pk_map_written(s->map, share ? n->a * 100 : n->a));
    pk_text_add(&text, "–");
    add_value(s, &text, n->b, share);
    pk_text_add(&text, ")");
  } else if (n->prior == PK_PRIOR_EVENTS) {
    pk_text_addf(&text, " (%s/%s)", pk_map_written(s->map, n->a), pk_map_written(s->map, n->b));
  }
  return pk_map_keep(s->map, &text);
}

/* ----------------------------------------------------------------------------------- the lists */

typedef struct list {
  pk_story *story;
  bool guessed;
} list;

static bool add_number(void *context, const pk_number *n, const char *what) {
  list *l = context;
  pk_story *s = l->story;
  bool guessed = n->basis == PK_ASSUMED || n->basis == PK_ESTIMATED;
  if (!n->pointer || guessed != l->guessed)
    return true;
  pointer p = take_apart(s, n->pointer);
  polku_tables *t = s->tables;
  const char *cited = pk_cite(s, n->source);
  pk_table_named(t, n->pointer, subject(s, &p));
  pk_table_text(t, what_it_says(s, &p, n));
  pk_table_text(t, value_text(s, n, is_share(what)));
  pk_table_word(t, pk_basis_words[n->basis]);
  pk_table_text(t, n->note ? pk_twin_clean(s->map, n->note) : NULL);
  pk_table_text(t, *cited ? cited : NULL);
  return !s->failed;
}

static void tell_list(pk_story *s, const char *id, const char *title, bool guessed) {
  static const pk_column heads[] = {{"number", "page.number.subject"}, {"what", "twin.what"},
                                    {"value", "twin.number"},          {"basis", "twin.basis"},
                                    {"note", "page.number.note"},      {"source", "page.source"}};
  polku_tables *t = s->tables;
  list l = {s, guessed};
  pk_tell_table_begin(s, id, title, NULL);
  PK_TABLE_COLUMNS(t, heads);
  pk_model_numbers(s->model, add_number, &l);
  pk_tell_table_end(s);
}

/* Notes that people left in the model. */
static void tell_notes(pk_story *s) {
  const pk_model *m = s->model;
  if (m->note_count == 0)
    return;
  pk_tell_heading(s, pk_word(s->lang, "page.notes"));
  for (int i = 0; i < m->note_count; i++) {
    const pk_note *note = &m->notes[i];
    pk_text text = PK_TEXT_EMPTY;
    const char *told = pk_name_text(&note->text, s->lang, "");
    pk_text_add(&text, pk_twin_clean(s->map, told));
    if (note->by)
      pk_text_addf(&text, " (%s)", pk_twin_clean(s->map, note->by));
    pk_tell_point(s, pk_map_keep(s->map, &text));
  }
}

void pk_page_assumptions(pk_story *s) {
  const pk_assumptions *a = &s->result->assumptions;
  pk_tell_section(s, "assumptions", "page.assumptions");
  PK_TELL(s, "strong", "result.assumed", "assumed",
          pk_told_number(s, a->of[PK_ASSUMED] + a->of[PK_ESTIMATED], 0), "total",
          pk_told_number(s, a->total, 0), NULL);
  PK_TELL(s, NULL, "page.assumptions.lead", NULL);
  tell_list(s, "assumptions", "page.assumptions.table", true);
  tell_list(s, "known_numbers", "page.known.table", false);
  tell_notes(s);
  if (s->cited_count == 0)
    return;
  pk_tell_section(s, "sources", "twin.sources");
  s->dress->sources(s);
}
