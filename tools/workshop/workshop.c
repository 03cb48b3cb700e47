/* Everything that a workshop consists of, started in the order in which each needs the other: desks
 * first, because they are processes and this one has no thread yet; then the room, the work that
 * follows from its edits, and last the door, so that whoever comes in finds it all there. */
#include "workshop/workshop.h"

#include "workshop/door.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DESKS_MOST = 5, LINKS = 3 }; /* two for what people look at; two slow jobs and the outcome */

struct workshop {
  pthread_mutex_t lock;
  desks *desks;
  room *room;
  work *work;
  door *door;
  char *urls[LINKS];
};

static const struct {
  const char *word, *path;
  room_role role;
} links[LINKS] = {{"workshop.link.facilitator", "/", ROOM_FACILITATOR},
                  {"workshop.link.screen", "/screen", ROOM_PARTICIPANT},
                  {"workshop.link.participants", "/join", ROOM_PARTICIPANT}};

char *workshop_journal_path(const char *model) {
  size_t length = strlen(model);
  if (length > 5 && strcmp(model + length - 5, ".json") == 0)
    length -= 5;
  size_t size = length + sizeof ".workshop.sqlite";
  char *path = malloc(size);
  if (path)
    snprintf(path, size, "%.*s.workshop.sqlite", (int)length, model);
  return path;
}

bool workshop_forget(const char *path, polku_report *report) {
  int error = 0;
  journal_state state = journal_forget(path, &error);
  if (state == JOURNAL_GOOD)
    return true;
  if (state == JOURNAL_MACHINE)
    polku_report_fail(report, "E-JOURNAL-MACHINE", "file", path, "reason", strerror(error), NULL);
  else
    polku_report_add(report, state == JOURNAL_BUSY ? "E-JOURNAL-BUSY" : "E-JOURNAL-OTHER", "file",
                     path, NULL);
  return false;
}

/* Under the lock, from whatever thread a desk answers on. */
static void say(void *context, const char *event, const char *json) {
  workshop *w = context;
  if (w->door)
    door_say(w->door, event, json);
}

/* The facilitator and the screen are most often on this machine, participants never. */
static char *url_of(const workshop *w, int i) {
  const char *own = door_address(w->door, 0), *secret = room_secret(w->room, links[i].role);
  size_t size = strlen(own) + strlen(links[i].path) + strlen(secret) + 2;
  char *url = malloc(size);
  if (url)
    snprintf(url, size, "%s%s#%s", own, links[i].path, secret);
  return url;
}

static bool make_links(workshop *w, polku_report *report) {
  bool good = true;
  pthread_mutex_lock(&w->lock);
  for (int i = 0; i < LINKS; i++)
    good &= (w->urls[i] = url_of(w, i)) != NULL;
  pthread_mutex_unlock(&w->lock);
  if (!good)
    polku_report_fail(report, "E-MEMORY", NULL);
  return good;
}

static bool open_parts(workshop *w, const workshop_options *options, polku_report *report) {
  const room_options where = {.model = options->model, .journal = options->journal};
  w->desks = desks_new(options->desk, options->renderer, options->folders, DESKS_MOST, report);
  w->room = w->desks ? room_open(&where, report) : NULL;
  if (!w->room)
    return false;
  w->work = work_new(w->room, w->desks, &w->lock, say, w);
  if (!w->work) {
    polku_report_fail(report, "E-MEMORY", NULL);
    return false;
  }
  const door_options entrance = {.port = options->port,
                                 .lan = options->lan,
                                 .cert = options->cert,
                                 .key = options->key,
                                 .room = w->room,
                                 .work = w->work,
                                 .lock = &w->lock,
                                 .lang = options->lang};
  door *made = door_new(&entrance, report);
  pthread_mutex_lock(&w->lock);
  w->door = made;
  if (made)
    work_changed(w->work);
  pthread_mutex_unlock(&w->lock);
  return made != NULL;
}

/* Signals are for the program's first thread: those that are started here never see one, and so no
 * handler runs beside the end that it asked for. */
static bool open_unsignalled(workshop *w, const workshop_options *options, polku_report *report) {
  sigset_t every, before;
  sigfillset(&every);
  pthread_sigmask(SIG_BLOCK, &every, &before);
  bool good = open_parts(w, options, report);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return good;
}

workshop *workshop_open(const workshop_options *options, polku_report *report) {
  workshop *w = calloc(1, sizeof *w);
  if (!w) {
    polku_report_fail(report, "E-MEMORY", NULL);
    return NULL;
  }
  pthread_mutex_init(&w->lock, NULL);
  bool good = open_unsignalled(w, options, report) && make_links(w, report);
  if (!good)
    workshop_close(w);
  return good ? w : NULL;
}

bool workshop_link_at(const workshop *w, int i, workshop_link *link) {
  if (i < 0 || i >= LINKS)
    return false;
  *link = (workshop_link){links[i].word, w->urls[i]};
  return true;
}

const char *workshop_code(const workshop *w) {
  return room_code(w->room);
}

int workshop_port(const workshop *w) {
  return door_port(w->door);
}

char *workshop_qr(const workshop *w) {
  return door_qr_text(w->urls[LINKS - 1]);
}

void workshop_run(workshop *w) {
  door_wait(w->door);
}

void workshop_stop(workshop *w) {
  door_wake(w->door);
}

bool workshop_is_saved(workshop *w) {
  pthread_mutex_lock(&w->lock);
  bool saved = room_is_saved(w->room);
  pthread_mutex_unlock(&w->lock);
  return saved;
}

/* The door first: nobody comes in any more. Then the work stops asking, and the desks tell what
 * they were asked that it is over, while work and room are still there to hear it. */
void workshop_close(workshop *w) {
  if (!w)
    return;
  pthread_mutex_lock(&w->lock);
  door *open = w->door;
  w->door = NULL;
  pthread_mutex_unlock(&w->lock);
  door_free(open);
  work_stop(w->work);
  desks_free(w->desks);
  work_free(w->work);
  room_close(w->room);
  pthread_mutex_destroy(&w->lock);
  for (int i = 0; i < LINKS; i++)
    free(w->urls[i]);
  free(w);
}
