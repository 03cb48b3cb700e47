/* What changes while time runs, told by check: so that nobody is surprised by a bend in a curve. */
#include "study/making.h"

#include "base/text.h"
#include "chain/presence.h"

typedef struct telling {
  const pk_model *model;
  const pk_rules *rules;
  const pk_presence *presence;
  pk_text what; /* ids of who comes or goes */
} telling;

static void tell(telling *t, const char *id) {
  pk_text_addf(&t->what, "%s%s", t->what.length ? ", " : "", id);
}

/* Whether an actor comes or goes at some stage where it hosts. */
static bool host_changes(const telling *t, int epoch, int actor) {
  const bool *now = t->presence->host_there + epoch * t->presence->host_count;
  const bool *before = now - t->presence->host_count;
  int host = 0;
  for (int s = 0; s < t->model->stage_count; s++)
    for (int i = 0; i < t->model->stages[s].standing_count; i++) {
      if (!pk_standing_hosts(t->rules, s, i))
        continue;
      if (now[host] != before[host] && t->model->stages[s].standings[i].actor == actor)
        return true;
      host++;
    }
  return false;
}

static void find_changes(telling *t, int epoch) {
  const pk_model *model = t->model;
  const bool *closed = t->presence->transition_closed + epoch * model->transition_count;
  const bool *works = t->presence->support_works + epoch * model->support_count;
  for (int a = 0; a < model->actor_count; a++)
    if (host_changes(t, epoch, a))
      tell(t, model->actors[a].id);
  for (int i = 0; i < model->transition_count; i++)
    if (closed[i] != closed[i - model->transition_count])
      tell(t, model->transitions[i].id);
  for (int i = 0; i < model->support_count; i++)
    if (works[i] != works[i - model->support_count])
      tell(t, model->supports[i].id);
}

static void report_epoch(telling *t, int epoch, polku_report *report) {
  char step[32], date[11];
  pk_place place;
  int first = t->presence->first[epoch];
  pk_number_text(step, first);
  t->what.length = 0;
  find_changes(t, epoch);
  if (t->what.failed)
    pk_report_memory(report);
  else if (t->what.length > 0) {
    pk_model_place(t->model, "/horizon", true, &place);
    pk_report_add(report, &place, "I-CHANGES", "step", step, "what", t->what.data, NULL);
  }
  if (t->presence->version[epoch] == t->presence->version[epoch - 1])
    return;
  pk_model_place(t->model, "/follow_calendar", true, &place);
  pk_report_add(report, &place, "I-LAW-CHANGES", "step", step, "date",
                pk_date_text(date, pk_date_of_step(t->model, first)), NULL);
}

void pk_check_changes(const pk_model *model, const pk_rules *rules, polku_report *report) {
  pk_arena *arena = pk_arena_new();
  telling t = {model, rules, arena ? pk_presence_new(arena, model, rules, NULL) : NULL,
               PK_TEXT_EMPTY};
  if (!t.presence)
    pk_report_memory(report);
  for (int epoch = 1; t.presence && epoch < t.presence->epoch_count; epoch++)
    report_epoch(&t, epoch, report);
  pk_text_free(&t.what);
  pk_arena_free(arena);
}
