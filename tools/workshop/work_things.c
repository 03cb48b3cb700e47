/* Things that somebody asked for: pictures, pages, explanations, figures of what nobody keeps.
 *
 * A thing is known by a hash of everything that it is computed from, so sixty phones that ask for
 * one picture wait for one job, and going back to an earlier model finds its pictures drawn. */
#include "workshop/beside.h"
#include "workshop/work_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  KEPT_MOST = 16 << 20,
  DIED_MS = 10000,           /* so long nobody tries again what took a desk down */
  LATELY_MS = 10 * 60 * 1000 /* pages that asked within this time want the next picture too */
};

/* ------------------------------------------------------------------------------------- the key */

/* FNV-1a, twice, from seeds that nobody outside knows. */
static void mix(thing_key *key, const void *bytes, size_t length) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < length; i++) {
    key->a = (key->a ^ at[i]) * 1099511628211u;
    key->b = (key->b ^ at[i]) * 0x9e3779b97f4a7c15u;
    key->b ^= key->b >> 29;
  }
}

static void mix_string(thing_key *key, const char *text) {
  if (text)
    mix(key, text, strlen(text) + 1);
  else
    mix(key, "\xff", 1);
}

static thing_key key_of(const work *w, const desk_job *job) {
  const int numbers[] = {(int)job->kind,    (int)job->lang,   (int)job->view,       (int)job->theme,
                         (int)job->paper,   (int)job->format, job->quick,           job->touch,
                         job->names_people, (int)w->rules,    job->texts[1] != NULL};
  thing_key key = {w->seed ^ 14695981039346656037u, w->seed + 0x632be59bd9b4e019u};
  mix(&key, numbers, sizeof numbers);
  if (job->kind == DESK_FIGURES || job->kind == DESK_OTHERS)
    mix(&key, &job->number, sizeof job->number);
  mix_string(&key, job->names[0]);
  mix_string(&key, job->names[1]);
  mix_string(&key, job->path);
  mix_string(&key, job->group);
  mix_string(&key, job->stage);
  mix_string(&key, job->happened);
  mix_string(&key, job->scenario);
  mix(&key, job->lengths, sizeof job->lengths);
  mix(&key, job->texts[0], job->lengths[0]);
  if (job->texts[1])
    mix(&key, job->texts[1], job->lengths[1]);
  return key;
}

/* ----------------------------------------------------------------------------------- the things */

static void free_thing(thing *t) {
  while (t->waiters) {
    waiter *first = t->waiters;
    t->waiters = first->next;
    free(first);
  }
  free(t->bytes);
  free(t);
}

void work_drop_things(work *w) {
  while (w->things) {
    thing *t = w->things;
    w->things = t->next;
    free_thing(t);
  }
  w->kept = 0;
}

/* Moves it to the front. NULL: there is none. */
static thing *find(work *w, thing_key key) {
  for (thing **at = &w->things; *at; at = &(*at)->next)
    if ((*at)->key.a == key.a && (*at)->key.b == key.b && !(*at)->withdrawn) {
      thing *t = *at;
      *at = t->next;
      t->next = w->things;
      w->things = t;
      return t;
    }
  return NULL;
}

static void take_out(work *w, thing *t) {
  thing **at = &w->things;
  while (*at != t)
    at = &(*at)->next;
  *at = t->next;
  w->kept -= t->pending ? 0 : sizeof *t + t->length;
  free_thing(t);
}

/* The oldest go until the rest has room; what is being made stays. */
static void make_room(work *w) {
  while (w->kept > KEPT_MOST) {
    thing *oldest = NULL;
    for (thing *t = w->things->next; t; t = t->next)
      if (!t->pending)
        oldest = t;
    if (!oldest)
      return;
    take_out(w, oldest);
  }
}

static thing *new_thing(work *w, thing_key key) {
  thing *t = calloc(1, sizeof *t);
  if (!t)
    return NULL;
  *t = (thing){.work = w, .key = key, .pending = true, .next = w->things};
  w->things = t;
  return t;
}

static bool add_waiter(thing *t, const waiter *who) {
  waiter *new = malloc(sizeof *new), **end = &t->waiters;
  if (!new)
    return false;
  *new = *who;
  while (*end)
    end = &(*end)->next;
  *end = new;
  return true;
}

/* Those who wait may ask for more while they are told. */
static void tell_waiters(thing *t, desk_state state, const char *bytes, size_t length) {
  waiter *first = t->waiters;
  t->waiters = NULL;
  while (first) {
    waiter *next = first->next;
    first->done(first->context, state, bytes, length);
    free(first);
    first = next;
  }
}

static bool keep(thing *t, desk_state state, const char *bytes, size_t length) {
  t->bytes = malloc(length + 1);
  if (!t->bytes)
    return false;
  if (length > 0)
    memcpy(t->bytes, bytes, length);
  t->bytes[length] = '\0';
  t->length = length;
  t->state = state;
  t->at = clock_steady();
  t->pending = false;
  t->work->kept += sizeof *t + length;
  return true;
}

/* On a thread of the desks. */
static void made(void *context, desk_state state, const char *bytes, size_t length) {
  thing *t = context;
  work *w = t->work;
  pthread_mutex_lock(w->lock);
  tell_waiters(t, state, bytes, length);
  bool stays = state == DESK_DONE || state == DESK_WRONG || state == DESK_DIED;
  if (!stays || !keep(t, state, bytes, length))
    take_out(w, t);
  else
    make_room(w);
  pthread_mutex_unlock(w->lock);
}

static bool ask(thing *t, const desk_job *job) {
  desk_job own = *job;
  snprintf(t->slot, sizeof t->slot, "thing %" PRIu64, ++t->work->asked);
  own.slot = t->slot;
  t->urgency = job->urgency;
  return desks_ask(t->work->desks, &own, made, t);
}

/* Whoever asks more urgently for what waits already moves it forward. */
static void hurry(thing *t, int urgency) {
  if (urgency >= t->urgency)
    return;
  t->urgency = urgency;
  desks_hurry(t->work->desks, t->slot, urgency);
}

/* Done at once where it is there; else `done` comes later. */
static bool want(work *w, const desk_job *job, const waiter *who) {
  thing_key key = key_of(w, job);
  thing *t = find(w, key);
  if (t && !t->pending && t->state == DESK_DIED && clock_steady() - t->at > DIED_MS) {
    take_out(w, t);
    t = NULL;
  }
  if (t && !t->pending) {
    who->done(who->context, t->state, t->bytes, t->length);
    return true;
  }
  bool new = !t;
  if (new)
    t = new_thing(w, key);
  else
    hurry(t, job->urgency);
  bool asked = t && add_waiter(t, who) && (!new || ask(t, job));
  if (asked)
    return false;
  if (t && new)
    take_out(w, t);
  who->done(who->context, DESK_DIED, NULL, 0);
  return true;
}

static bool take_waiter(thing *t, work_done *done, void *context) {
  for (waiter **at = &t->waiters; *at; at = &(*at)->next)
    if ((*at)->done == done && (*at)->context == context) {
      waiter *gone = *at;
      *at = gone->next;
      free(gone);
      return true;
    }
  return false;
}

void work_forget(work *w, work_done *done, void *context) {
  for (thing *t = w->things; t; t = t->next)
    if (take_waiter(t, done, context)) {
      t->withdrawn = !t->waiters && t->pending && desks_withdraw(w->desks, t->slot);
      return;
    }
}

/* --------------------------------------------------------------------------------------- asking */

/* Whether pages show such a picture: the map that one can touch. */
static bool is_shown(const desk_job *job) {
  return job->kind == DESK_PICTURE && job->touch && job->view == POLKU_VIEW_MAP &&
         job->format == POLKU_SVG && job->paper == POLKU_SCREEN;
}

static void note_picture(work *w, const desk_job *job) {
  if (is_shown(job))
    w->asked_at[job->lang][job->theme] = clock_steady();
}

static bool take_version(void *context, const journal_entry *entry) {
  char **name = context;
  if (strcmp(entry->kind, "version") == 0 && entry->text)
    *name = strdup(entry->text);
  return true;
}

/* What an earlier moment is called, so that a page can tell the two apart. */
static char *name_at(const work *w, int64_t number, polku_lang lang) {
  char *name = NULL;
  if (number == w->start.number)
    return strdup(polku_word(lang, "workshop.compare.start"));
  if (number == 0)
    return strdup(polku_word(lang, "workshop.compare.original"));
  room_read(w->room, number, number, take_version, &name);
  return name ? name : strdup(polku_word(lang, "workshop.compare.moment"));
}

/* The texts of a thing, which are freed afterwards. */
typedef struct wanted {
  desk_job job;
  char *text, *other, *name, *happened;
} wanted;

/* The day: its beginning, its end, and what happened between. */
static bool fill_minutes(work *w, wanted *it) {
  it->text = work_text_at(w, w->start.number, &it->job.lengths[0]);
  it->other = work_text_at(w, -1, &it->job.lengths[1]);
  it->happened = room_happened(w->room, w->start.number, it->job.lang);
  it->job.names[1] = work_file(w);
  it->job.happened = it->happened;
  return it->text && it->other && it->happened;
}

/* An earlier moment stands before the model, so that what came later is what is new. */
static bool fill_moment(work *w, wanted *it, const work_thing *asked) {
  it->text = work_text_at(w, asked->other, &it->job.lengths[0]);
  it->name = name_at(w, asked->other, it->job.lang);
  it->other = work_text_at(w, asked->number, &it->job.lengths[1]);
  it->job.names[0] = it->name;
  it->job.names[1] = polku_word(it->job.lang, "workshop.compare.now");
  return it->text && it->name && it->other;
}

/* The folder is read anew after a moment: till then one list serves all who ask. */
static void fill_others(const work *w, wanted *it) {
  enum { FRESH_MS = 2000 };
  it->job.path = room_path(w->room);
  it->job.number = clock_steady() / FRESH_MS;
}

static char *read_other(work *w, const char *file, size_t *length) {
  return strcmp(file, work_file(w)) == 0 ? work_text_at(w, -1, length)
                                         : beside_read(room_path(w->room), file, length);
}

/* "FILE#SCENARIO" beside the model, unless there is a file of that very name. */
static bool fill_other(work *w, wanted *it, const char *with) {
  char file[BESIDE_NAME_MOST];
  const char *mark = strrchr(with, '#');
  it->job.names[1] = with;
  it->other = read_other(w, with, &it->job.lengths[1]);
  if (it->other || !mark || mark - with >= BESIDE_NAME_MOST)
    return it->other != NULL;
  snprintf(file, sizeof file, "%.*s", (int)(mark - with), with);
  it->other = read_other(w, file, &it->job.lengths[1]);
  it->job.scenario = mark + 1;
  return it->other != NULL;
}

static bool fill(work *w, wanted *it, const work_thing *asked) {
  it->job.names[0] = work_file(w);
  if (it->job.kind == DESK_MINUTES)
    return fill_minutes(w, it);
  if (!asked->with && asked->other >= 0)
    return fill_moment(w, it, asked);
  if (it->job.kind == DESK_OTHERS)
    fill_others(w, it);
  it->text = work_text_at(w, asked->number, &it->job.lengths[0]);
  return it->text && (!asked->with || fill_other(w, it, asked->with));
}

/* The map that pages show goes before what somebody prints or looks back at. */
static int urgency_of(const work *w, const work_thing *asked) {
  bool now = asked->number < 0 || asked->number >= w->now.number;
  if (is_shown(&asked->job) && now)
    return URGENT_PICTURE;
  return asked->leads ? URGENT_LEADERS : URGENT_WANTED;
}

bool work_want(work *w, const work_thing *asked, work_done *done, void *context) {
  wanted it = {.job = asked->job};
  bool there = true;
  note_picture(w, &it.job);
  it.job.urgency = urgency_of(w, asked);
  if (fill(w, &it, asked)) {
    it.job.texts[0] = it.text;
    it.job.texts[1] = it.other;
    there = want(w, &it.job, &(waiter){.done = done, .context = context});
  } else {
    char *why = work_problem("E-MOMENT-UNKNOWN");
    done(context, why ? DESK_WRONG : DESK_DIED, why, why ? strlen(why) : 0);
    free(why);
  }
  free(it.text);
  free(it.other);
  free(it.name);
  free(it.happened);
  return there;
}

/* Refused before it was asked: as the desk would have answered. */
static void refuse(polku_report *report, work_done *done, void *context) {
  char *said = work_problems(report);
  done(context, said ? DESK_WRONG : DESK_DIED, said, said ? strlen(said) : 0);
  free(said);
}

/* The model at a number after a patch that nobody keeps; NULL with problems. */
static polku_model *patched(work *w, int64_t base, const char *patch, polku_report *report) {
  size_t length;
  if (base >= room_model_number(w->room))
    return polku_model_patch(room_model(w->room), patch, report);
  char *text = work_text_at(w, base, &length);
  polku_model *model = text ? polku_model_read(work_file(w), text, length, report) : NULL;
  polku_model *after = polku_model_patch(model, patch, report);
  if (!text)
    polku_report_add(report, "E-MOMENT-UNKNOWN", NULL);
  polku_model_free(model);
  free(text);
  return after;
}

/* What a client asked before, but for what is asked now: it is told so. What nobody else waits for
 * is not made to its end. */
static void replace_older(work *w, int64_t client, const void *newest) {
  for (thing *t = w->things; t; t = t->next)
    for (waiter **at = &t->waiters; *at;) {
      waiter *old = *at;
      if (old->what_if != client || old->context == newest) {
        at = &old->next;
        continue;
      }
      *at = old->next;
      old->done(old->context, DESK_REPLACED, NULL, 0);
      free(old);
      t->withdrawn = !t->waiters;
      if (t->withdrawn)
        desks_drop(w->desks, t->slot);
    }
}

bool work_what_if(work *w, int64_t client, int64_t base, const char *patch, work_done *done,
                  void *context) {
  polku_report *report = polku_report_new();
  polku_model *after = patched(w, base, patch, report);
  bool there = true;
  if (after) {
    desk_job job = {.kind = DESK_FIGURES,
                    .whose = client,
                    .urgency = URGENT_WHAT_IF,
                    .names = {work_file(w)},
                    .quick = true,
                    .number = base};
    job.texts[0] = polku_model_text(after, &job.lengths[0]);
    there = want(w, &job, &(waiter){done, context, client, NULL});
    replace_older(w, client, context);
  } else if (report) {
    refuse(report, done, context);
  } else {
    done(context, DESK_DIED, NULL, 0);
  }
  polku_model_free(after);
  polku_report_free(report);
  return there;
}

/* -------------------------------------------------------------------------------- drawing ahead */

static void drawn(void *context, desk_state state, const char *bytes, size_t length) {
  work *w = context;
  json_out out = JSON_OUT_EMPTY;
  (void)state;
  (void)bytes;
  (void)length;
  if (--w->pictures_left > 0)
    return;
  json_raw(&out, "{");
  json_int_member(&out, "number", w->pictures_number);
  json_raw(&out, "}");
  char *text = json_take(&out);
  if (text && !w->closing)
    w->event(w->context, "picture", text);
  free(text);
  if (w->pictures_again)
    work_draw_ahead(w);
}

/* Held at one more than are asked for until all are, since some may be there already. */
void work_draw_ahead(work *w) {
  int64_t since = clock_steady() - LATELY_MS;
  w->pictures_again = w->pictures_left > 0;
  if (w->pictures_again)
    return;
  w->pictures_left = 1;
  w->pictures_number = w->now.number;
  for (int lang = 0; lang < LANGS; lang++)
    for (int theme = 0; theme < THEMES; theme++) {
      desk_job job = {.kind = DESK_PICTURE,
                      .urgency = URGENT_PICTURE,
                      .texts = {w->now.text},
                      .lengths = {w->now.length},
                      .names = {work_file(w)},
                      .lang = (polku_lang)lang,
                      .theme = (polku_theme)theme,
                      .touch = true};
      if (w->asked_at[lang][theme] == 0 || w->asked_at[lang][theme] < since)
        continue;
      w->pictures_left++;
      want(w, &job, &(waiter){.done = drawn, .context = w});
    }
  drawn(w, DESK_DONE, NULL, 0);
}
