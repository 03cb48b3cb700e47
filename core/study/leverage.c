/* Where a little more would help most: one more percentage point on each transition, one more place
 * at each stage.
 *
 * A share gains what the line of a slider takes from the others (semantics of shares); a chance per
 * step gains a percentage point in every step, while there is room; a race has no percentages. A
 * stage's place is added to the first host whose places are counted out. */
#include "base/text.h"
#include "study/making.h"
#include "study/weighing.h"

#include <math.h>

static const double POINT = 0.01;

/* What a transition can gain: a point, or lose where it has everything; 0: neither. */
static double room_of(const pk_model *m, const pk_transition *t) {
  const pk_stage *from = &m->stages[t->from];
  double most = 0;
  if (from->exits == PK_EXITS_SHARES)
    return from->exit_count < 2 ? 0 : t->share.value <= 1 - POINT ? POINT : -POINT;
  for (int k = 0; from->exits == PK_EXITS_PER_STEP && k < t->step_count; k++) {
    double sum = 0;
    for (int e = 0; e < from->exit_count; e++) {
      const pk_transition *other = &m->transitions[from->exit_list[e]];
      if (other->step_count > 0)
        sum += other->per_step[k < other->step_count ? k : other->step_count - 1].value;
    }
    most = fmax(most, sum);
  }
  return from->exits == PK_EXITS_PER_STEP && most <= 1 - POINT ? POINT : 0;
}

static const pk_quantity *share_of(const pk_weighing *w, int transition) {
  for (int i = 0; i < w->quantity_count; i++)
    if (w->quantities[i].form == PK_QUANTITY_SHARE && w->quantities[i].part == transition)
      return &w->quantities[i];
  return NULL;
}

/* The first of a stage's hosts whose places are a number of their own. */
static const pk_quantity *places_of(const pk_weighing *w, int stage) {
  for (int i = 0; i < w->quantity_count; i++) {
    const pk_quantity *q = &w->quantities[i];
    if (pk_is_places(q) && q->of == PK_PART_STAGE && q->part == stage &&
        pk_standing_hosts(w->rules, stage, q->at) &&
        w->model->stages[stage].standings[q->at].per_stage < 0)
      return q;
  }
  return NULL;
}

/* The answer will be in people, for one more. */
static bool expect(pk_weighing *w, pk_leverage *l, const char *id, const pk_name *name,
                   int question, double times) {
  bool ok = true;
  pk_label label = pk_copy_label(w->s->arena, id, name, &ok);
  *l = (pk_leverage){.id = label.id, .name = label.name};
  w->asked[question].times = times * w->s->people;
  if (!ok)
    pk_report_memory(w->report);
  return ok;
}

/* A transition that nobody named is called by where it goes. */
static bool name_transition(pk_weighing *w, const pk_transition *t, pk_name *name) {
  const pk_stage *from = &w->model->stages[t->from], *to = &w->model->stages[t->to];
  bool good = true;
  *name = t->name;
  for (int lang = 0; good && lang < 3; lang++) {
    pk_text text = PK_TEXT_EMPTY;
    if (t->name.in[0] || t->name.in[1] || t->name.in[2])
      continue;
    pk_text_addf(&text, "%s → %s", pk_name_text(&from->name, (polku_lang)lang, from->id),
                 pk_name_text(&to->name, (polku_lang)lang, to->id));
    name->in[lang] = text.failed ? NULL : pk_strdup(w->scratch, text.data);
    good = name->in[lang] != NULL;
    pk_text_free(&text);
  }
  if (!good)
    pk_report_memory(w->report);
  return good;
}

static bool ask_transitions(pk_weighing *w) {
  const pk_model *m = w->model;
  for (int t = 0; t < m->transition_count; t++) {
    const pk_transition *transition = &m->transitions[t];
    const pk_quantity *q = share_of(w, t);
    double more = room_of(m, transition);
    if (more == 0)
      continue;
    pk_name name;
    int question =
        q ? pk_ask_number(w, q, transition->share.value + more) : pk_ask_transition(w, t, more);
    if (!name_transition(w, transition, &name) ||
        !expect(w, &w->s->transitions[w->s->transition_count++], transition->id, &name, question,
                more < 0 ? -1 : 1))
      return false;
  }
  return true;
}

static bool ask_stages(pk_weighing *w) {
  const pk_model *m = w->model;
  for (int s = 0; w->s->played && s < m->stage_count; s++) {
    const pk_quantity *q = places_of(w, s);
    if (!q)
      continue;
    int question = pk_ask_number(w, q, q->number->value + 1);
    if (!expect(w, &w->s->stages[w->s->stage_count++], m->stages[s].id, &m->stages[s].name,
                question, 1))
      return false;
  }
  return true;
}

bool pk_leverage_ask(pk_weighing *w) {
  polku_sensitivity *s = w->s;
  s->transitions = PK_NEW_ARRAY(s->arena, pk_leverage, (size_t)w->model->transition_count);
  s->stages = PK_NEW_ARRAY(s->arena, pk_leverage, (size_t)w->model->stage_count);
  w->leverage_from = w->asked_count;
  if (s->transitions && s->stages)
    return ask_transitions(w) && ask_stages(w);
  pk_report_memory(w->report);
  return false;
}

/* Transitions were asked about first, then stages. */
void pk_leverage_read(pk_weighing *w) {
  polku_sensitivity *s = w->s;
  const pk_what_if *asked = w->asked + w->leverage_from;
  for (int i = 0; i < s->transition_count + s->stage_count; i++, asked++) {
    pk_leverage *l =
        i < s->transition_count ? &s->transitions[i] : &s->stages[i - s->transition_count];
    l->change = asked->change;
    l->error = asked->error;
  }
}
