/* The model changed: what follows, in the order in which people look for it.
 *
 * At once go out the outcome with few runs, the pictures that pages show, and what the rules say;
 * when it has been quiet for a moment, the outcome with all runs. Each is under way once at a time
 * and goes again with the newest model where that has changed meanwhile. What comes back goes to
 * everybody as an event and stays for those who come later. */
#include "workshop/work_inside.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUIET_MS = 300 };

/* ------------------------------------------------------------------------------------ the model */

void work_drop_moment(moment *m) {
  free(m->text);
  *m = (moment){.number = -1};
}

bool work_see_model(work *w) {
  int64_t number = room_model_number(w->room);
  if (number == w->now.number)
    return true;
  moment new = {.number = number};
  const char *text = polku_model_text(room_model(w->room), &new.length);
  new.text = malloc(new.length + 1);
  if (!new.text)
    return false;
  memcpy(new.text, text, new.length);
  new.text[new.length] = '\0';
  work_drop_moment(&w->before);
  w->before = w->now;
  w->now = new;
  return true;
}

static char *copy_of(const moment *m, size_t *length) {
  char *copy = malloc(m->length + 1);
  if (copy)
    memcpy(copy, m->text, m->length + 1);
  *length = m->length;
  return copy;
}

const char *work_file(const work *w) {
  const char *path = room_path(w->room), *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

char *work_text_at(work *w, int64_t number, size_t *length) {
  if (work_see_model(w) && (number < 0 || number >= w->now.number))
    return copy_of(&w->now, length);
  if (w->before.number >= 0 && number >= w->before.number)
    return copy_of(&w->before, length);
  return room_text_at(w->room, number, length);
}

/* ------------------------------------------------------------------------------------ the words */

char *work_problems(polku_report *report) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  for (int lang = 0; lang < LANGS; lang++) {
    char *said = polku_report_json(report, (polku_lang)lang);
    json_text_member(&out, polku_lang_id((polku_lang)lang), said);
    out.failed = out.failed || !said;
    free(said);
  }
  json_raw(&out, "}");
  return json_take(&out);
}

char *work_problem(const char *code) {
  polku_report *report = polku_report_new();
  polku_report_add(report, code, NULL);
  char *said = report ? work_problems(report) : NULL;
  polku_report_free(report);
  return said;
}

/* Tells everybody {"number": …, "WHAT": …}, the event being of the same name. */
static void tell_all(work *w, const char *what, int64_t number, const char *json) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  if (number >= 0)
    json_int_member(&out, "number", number);
  json_text_member(&out, what, json);
  json_raw(&out, "}");
  char *text = json_take(&out);
  if (text)
    w->event(w->context, what, text);
  free(text);
}

/* ------------------------------------------------------------------------------ what is brought */

/* Figures where nothing could be computed: why. The caller frees. */
static char *no_figures(const errand *e, desk_state state, const char *bytes) {
  char *died = state == DESK_WRONG ? NULL : work_problem("E-DESK-DIED");
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  json_int_member(&out, "number", e->number);
  json_string_member(&out, "effort", e->quick ? "quick" : "full");
  json_text_member(&out, "error", died ? died : bytes);
  json_raw(&out, "}");
  free(died);
  return json_take(&out);
}

static char *figures_of(const errand *e, desk_state state, const char *bytes) {
  return state == DESK_DONE ? strdup(bytes) : no_figures(e, state, bytes);
}

/* Of one model few runs never replace many, and an older model never a newer one. */
static void brought_figures(work *w, const errand *e, desk_state state, const char *bytes) {
  bool stale = e->number < w->figures_number ||
               (e->number == w->figures_number && w->figures_full && e->quick);
  char *figures = stale ? NULL : figures_of(e, state, bytes);
  if (!figures)
    return;
  free(w->figures);
  w->figures = figures;
  w->figures_number = e->number;
  w->figures_full = !e->quick;
  tell_all(w, "figures", e->number, figures);
}

static void brought_start(work *w, const errand *e, desk_state state, const char *bytes) {
  char *figures = figures_of(e, state, bytes);
  if (!figures)
    return;
  free(w->start_figures);
  w->start_figures = figures;
  tell_all(w, "start_figures", e->number, figures);
}

static void brought_problems(work *w, const errand *e, desk_state state, const char *bytes) {
  char *problems =
      state == DESK_DONE || state == DESK_WRONG ? strdup(bytes) : work_problem("E-DESK-DIED");
  if (!problems)
    return;
  free(w->problems);
  w->problems = problems;
  w->problems_number = e->number;
  tell_all(w, "problems", e->number, problems);
}

/* Where rules cannot be read the words of the old ones stay. */
static void brought_vocabulary(work *w, const errand *e, desk_state state, const char *bytes) {
  (void)e;
  if (state != DESK_DONE || (w->vocabulary && strcmp(w->vocabulary, bytes) == 0))
    return;
  char *vocabulary = strdup(bytes);
  if (!vocabulary)
    return;
  free(w->vocabulary);
  w->vocabulary = vocabulary;
  tell_all(w, "vocabulary", -1, vocabulary);
}

/* ---------------------------------------------------------------------------------- the errands */

static void send_errand(errand *e);

/* On a thread of the desks. */
static void come_back(void *context, desk_state state, const char *bytes, size_t length) {
  errand *e = context;
  (void)length;
  if (state == DESK_CLOSED)
    return;
  pthread_mutex_lock(e->work->lock);
  e->under_way = false;
  if (state != DESK_REPLACED && !e->work->closing)
    e->brought(e->work, e, state, bytes);
  if (e->again)
    send_errand(e);
  pthread_mutex_unlock(e->work->lock);
}

static void send_errand(errand *e) {
  work *w = e->work;
  const moment *m = e->kind == DESK_FIGURES && e->urgency == URGENT_START ? &w->start : &w->now;
  e->again = e->under_way;
  if (e->under_way || w->closing || m->number < 0)
    return;
  desk_job job = {.kind = e->kind,
                  .slot = e->slot,
                  .urgency = e->urgency,
                  .texts = {m->text},
                  .lengths = {m->length},
                  .names = {work_file(w)},
                  .quick = e->quick,
                  .number = m->number};
  e->number = m->number;
  e->under_way = desks_ask(w->desks, &job, come_back, e);
}

static void make_errands(work *w) {
  static const errand all[ERRANDS] = {
      [ERRAND_FIGURES] = {.kind = DESK_FIGURES,
                          .quick = true,
                          .urgency = URGENT_FIGURES,
                          .brought = brought_figures},
      [ERRAND_PROBLEMS] = {.kind = DESK_PROBLEMS,
                           .urgency = URGENT_PROBLEMS,
                           .brought = brought_problems},
      [ERRAND_VOCABULARY] = {.kind = DESK_VOCABULARY,
                             .urgency = URGENT_VOCABULARY,
                             .brought = brought_vocabulary},
      [ERRAND_FULL] = {.kind = DESK_FIGURES,
                       .slot = "figures",
                       .urgency = URGENT_FULL,
                       .brought = brought_figures},
      [ERRAND_START] = {.kind = DESK_FIGURES, .urgency = URGENT_START, .brought = brought_start}};
  memcpy(w->errands, all, sizeof all);
  for (int i = 0; i < ERRANDS; i++)
    w->errands[i].work = w;
}

void work_recompute(work *w) {
  desks_drop(w->desks, w->errands[ERRAND_FULL].slot);
  send_errand(&w->errands[ERRAND_FIGURES]);
  work_draw_ahead(w);
  send_errand(&w->errands[ERRAND_PROBLEMS]);
  send_errand(&w->errands[ERRAND_VOCABULARY]);
  w->full_at = clock_steady() + QUIET_MS;
  pthread_cond_signal(&w->timer_wakes);
}

void work_changed(work *w) {
  if (work_see_model(w))
    work_recompute(w);
}

/* ------------------------------------------------------------------------------------ the timer */

static void wait_for_quiet(work *w) {
  struct timespec until = {.tv_sec = (time_t)(w->full_at / 1000),
                           .tv_nsec = (long)(w->full_at % 1000) * 1000000};
  if (w->full_at == 0)
    pthread_cond_wait(&w->timer_wakes, w->lock);
  else
    pthread_cond_timedwait(&w->timer_wakes, w->lock, &until);
}

static void *tick(void *context) {
  work *w = context;
  pthread_mutex_lock(w->lock);
  while (!w->closing) {
    if (w->full_at > 0 && clock_steady() >= w->full_at) {
      w->full_at = 0;
      send_errand(&w->errands[ERRAND_FULL]);
    }
    wait_for_quiet(w);
  }
  pthread_mutex_unlock(w->lock);
  return NULL;
}

static bool start_timer(work *w) {
  pthread_condattr_t steady;
  pthread_condattr_init(&steady);
  pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
  pthread_cond_init(&w->timer_wakes, &steady);
  pthread_condattr_destroy(&steady);
  w->ticking = pthread_create(&w->timer, NULL, tick, w) == 0;
  return w->ticking;
}

/* ----------------------------------------------------------------------------- opening, closing */

/* The moment that the day is compared with. */
static void find_start(work *w) {
  w->start.number = room_start(w->room, clock_real());
  w->start.text = room_text_at(w->room, w->start.number, &w->start.length);
  if (!w->start.text)
    w->start.number = -1;
}

work *work_new(room *room_of, desks *desks_of, pthread_mutex_t *lock, work_event *event,
               void *context) {
  work *w = calloc(1, sizeof *w);
  if (!w)
    return NULL;
  *w = (work){.room = room_of,
              .desks = desks_of,
              .lock = lock,
              .event = event,
              .context = context,
              .now.number = -1,
              .before.number = -1,
              .problems_number = -1,
              .figures_number = -1,
              .seed = (uint64_t)clock_steady() * 0x9e3779b97f4a7c15u};
  make_errands(w);
  find_start(w);
  if (!start_timer(w)) {
    work_free(w);
    return NULL;
  }
  pthread_mutex_lock(lock); /* from here on desks answer */
  send_errand(&w->errands[ERRAND_START]);
  work_tell_earlier(w);
  pthread_mutex_unlock(lock);
  return w;
}

void work_stop(work *w) {
  if (!w || !w->ticking)
    return;
  pthread_mutex_lock(w->lock);
  w->closing = true;
  pthread_cond_signal(&w->timer_wakes);
  pthread_mutex_unlock(w->lock);
  pthread_join(w->timer, NULL);
  w->ticking = false;
}

void work_free(work *w) {
  if (!w)
    return;
  work_stop(w);
  pthread_cond_destroy(&w->timer_wakes);
  work_drop_things(w);
  work_drop_moment(&w->now);
  work_drop_moment(&w->before);
  work_drop_moment(&w->start);
  free(w->vocabulary);
  free(w->problems);
  free(w->figures);
  free(w->start_figures);
  free(w);
}

void work_add_state(work *w, json_out *out) {
  json_text_member(out, "vocabulary", w->vocabulary);
  json_text_member(out, "problems",
                   w->problems ? w->problems : "{\"fi\": [], \"sv\": [], \"en\": []}");
  json_int_member(out, "problems_number", w->problems_number < 0 ? 0 : w->problems_number);
  json_text_member(out, "figures", w->figures);
  json_text_member(out, "start_figures", w->start_figures);
}
