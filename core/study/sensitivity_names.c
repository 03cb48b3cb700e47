/* How people call a number: by what it is a number of, never by its place in the file. */
#include "base/words.h"
#include "study/weighing.h"

#include <stdlib.h>
#include <string.h>

/* What is said of a quantity: a word, and what fills it. */
typedef struct saying {
  const char *key;
  const char *unit, *per; /* words: of a length, of what happens in a step */
  const char *from, *to;  /* stages */
  const char *what;       /* a support, a group, an account, an actor */
  char at[16];            /* the place in a list, from 1 */
  bool last;              /* what stands last in the list goes on */
} saying;

static const char *name_of(const pk_name *name, polku_lang lang, const char *id) {
  return pk_name_text(name, lang, id);
}

static const char *stage_name(const pk_model *m, int stage, polku_lang lang) {
  return name_of(&m->stages[stage].name, lang, m->stages[stage].id);
}

static const char *unit_word(pk_unit unit, pk_step step) {
  static const char *const of_step[] = {"sensitivity.unit.month", "sensitivity.unit.week",
                                        "sensitivity.unit.day"};
  switch (unit) {
  case PK_UNIT_MONTH:
    return of_step[0];
  case PK_UNIT_WEEK:
    return of_step[1];
  case PK_UNIT_DAY:
    return of_step[2];
  case PK_UNIT_YEAR:
    return "sensitivity.unit.year";
  case PK_UNIT_STEP:
    break;
  }
  return of_step[step];
}

/* Which parameter of a length it is, as a word of its own or within a word of a stay. */
typedef enum { MEAN, FIXED, LEAST, MOST, SHAPE, SCALE, MEANLOG, SDLOG } parameter;

static const char *const stay_words[] = {"sensitivity.length.mean",    "sensitivity.length.fixed",
                                         "sensitivity.length.least",   "sensitivity.length.most",
                                         "sensitivity.length.shape",   "sensitivity.length.scale",
                                         "sensitivity.length.meanlog", "sensitivity.length.sdlog"};
static const char *const after_words[] = {"sensitivity.after.mean",    "sensitivity.after.fixed",
                                          "sensitivity.after.least",   "sensitivity.after.most",
                                          "sensitivity.after.shape",   "sensitivity.after.scale",
                                          "sensitivity.after.meanlog", "sensitivity.after.sdlog"};

static parameter parameter_of(const pk_distribution *d, int at) {
  switch (d->family) {
  case PK_FIXED:
    return FIXED;
  case PK_UNIFORM:
    return at == 0 ? LEAST : MOST;
  case PK_GEOMETRIC:
  case PK_EXPONENTIAL:
    return MEAN;
  case PK_LOGNORMAL:
    return at == 0 ? MEANLOG : SDLOG;
  default:
    return at == 0 ? SHAPE : SCALE;
  }
}

static void say_stage(saying *s, const pk_model *m, const pk_quantity *q, polku_lang lang) {
  const pk_stage *stage = &m->stages[q->part];
  s->from = stage_name(m, q->part, lang);
  if (pk_is_places(q)) {
    const pk_standing *standing = &stage->standings[q->at];
    const pk_actor *actor = &m->actors[standing->actor];
    s->key = standing->per_stage >= 0 ? "sensitivity.places-each" : "sensitivity.places";
    s->what = name_of(&actor->name, lang, actor->id);
  } else if (q->form == PK_QUANTITY_PER_STEP_MONEY || q->form == PK_QUANTITY_ENTRY_MONEY) {
    const pk_account *account = &m->accounts[stage->money[q->at].account];
    s->key = q->form == PK_QUANTITY_ENTRY_MONEY ? "sensitivity.money-entry" : "sensitivity.money";
    s->what = name_of(&account->name, lang, account->id);
  } else {
    s->key = stay_words[parameter_of(&stage->duration, q->at)];
    s->unit = unit_word(stage->duration.unit, m->step);
  }
}

static void say_transition(saying *s, const pk_model *m, const pk_quantity *q, polku_lang lang) {
  const pk_transition *t = &m->transitions[q->part];
  s->from = stage_name(m, t->from, lang);
  s->to = stage_name(m, t->to, lang);
  if (q->form == PK_QUANTITY_SHARE) {
    s->key = "sensitivity.share";
  } else if (q->form != PK_QUANTITY_PER_STEP) {
    s->key = "sensitivity.after";
    s->what = after_words[parameter_of(&t->after, q->at)];
  } else if (t->step_count > 1) {
    s->key = "sensitivity.per-step-at";
    s->last = q->at == t->step_count - 1;
  } else {
    s->key = "sensitivity.per-step";
  }
}

static void say_support(saying *s, const pk_model *m, const pk_quantity *q, polku_lang lang) {
  const pk_support *support = &m->supports[q->part];
  s->what = name_of(&support->name, lang, support->id);
  if (q->form == PK_QUANTITY_UPTAKE) {
    s->key = "sensitivity.uptake";
  } else if (pk_is_places(q)) {
    s->key = "sensitivity.places";
    s->from = stage_name(m, support->effects[q->at].stage, lang);
  } else {
    const pk_transition *t = &m->transitions[support->effects[q->at].transition];
    s->key = "sensitivity.effect";
    s->from = stage_name(m, t->from, lang);
    s->to = stage_name(m, t->to, lang);
  }
}

static void say_group(saying *s, const pk_model *m, const pk_quantity *q, polku_lang lang) {
  const pk_group *group = &m->groups[q->part];
  s->what = name_of(&group->name, lang, group->id);
  if (q->form == PK_QUANTITY_START) {
    s->key = "sensitivity.start";
    s->to = stage_name(m, group->starts[q->at].stage, lang);
  } else if (q->form == PK_QUANTITY_ARRIVAL) {
    s->key = group->arrival_count > 1 ? "sensitivity.arrivals-at" : "sensitivity.arrivals";
  } else if (q->form == PK_QUANTITY_INITIAL) {
    s->key = "sensitivity.initial";
    s->to = stage_name(m, group->initial[q->at].stage, lang);
  } else {
    s->key = "sensitivity.size";
  }
}

static saying say(const pk_model *m, const pk_quantity *q, polku_lang lang) {
  static const char *const per[] = {"sensitivity.per.month", "sensitivity.per.week",
                                    "sensitivity.per.day"};
  saying s = {.key = "", .unit = "", .per = per[m->step], .from = "", .to = "", .what = ""};
  pk_text at = PK_TEXT_EMPTY;
  pk_text_addf(&at, "%d", q->at + 1);
  if (!at.failed)
    strncat(s.at, at.data, sizeof s.at - 1);
  pk_text_free(&at);
  if (q->of == PK_PART_STAGE)
    say_stage(&s, m, q, lang);
  else if (q->of == PK_PART_TRANSITION)
    say_transition(&s, m, q, lang);
  else if (q->of == PK_PART_SUPPORT)
    say_support(&s, m, q, lang);
  else
    say_group(&s, m, q, lang);
  return s;
}

/* When the number of a list holds: "month 3", "from month 7". */
static void say_when(pk_text *when, const saying *s, pk_step step, polku_lang lang) {
  static const char *const nth[] = {"sensitivity.nth.month", "sensitivity.nth.week",
                                    "sensitivity.nth.day"};
  static const char *const from[] = {"sensitivity.from.month", "sensitivity.from.week",
                                     "sensitivity.from.day"};
  pk_word_add(when, lang, s->last ? from[step] : nth[step], "at", s->at, NULL);
}

bool pk_matter_name(pk_weighing *w, const pk_model *model, const pk_quantity *q, pk_name *name) {
  bool good = true;
  for (int lang = 0; good && lang < 3; lang++) {
    pk_text text = PK_TEXT_EMPTY, when = PK_TEXT_EMPTY;
    saying s = say(model, q, (polku_lang)lang);
    say_when(&when, &s, model->step, (polku_lang)lang);
    pk_word_add(&text, (polku_lang)lang, s.key, "from", s.from, "to", s.to, "what", s.what, "when",
                when.data ? when.data : "", "unit", s.unit, "per", s.per, NULL);
    bool failed = text.failed || when.failed || !text.data;
    name->in[lang] = failed ? NULL : pk_strdup(w->s->arena, text.data);
    good = name->in[lang] != NULL;
    pk_text_free(&when);
    pk_text_free(&text);
  }
  if (!good)
    pk_report_memory(w->report);
  return good;
}
