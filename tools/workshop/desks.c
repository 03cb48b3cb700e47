/* The desks: jobs that wait, threads that take them, and one that watches the time.
 *
 * Each thread has a desk of its own and waits at it while a job is done. The watcher kills a desk
 * whose job has used up its time, which ends that wait; it also tells those whose jobs were
 * replaced while they waited. A desk that crashed is followed by a new one and its job done again,
 * once. Some threads stand at the front and some at the back, so that what people look at never
 * waits for a report. */
#include "workshop/desks_parts.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  TRIES = 2,
  GRACE_MS = 80, /* so long a job may be done although a newer one took its slot: a desk that is
                  * killed takes what it has read with it */
  DESKS_MOST = 32
};

typedef struct worker {
  desks *desks;
  pthread_t thread;
  bool started, front, back;
  desk_process process;
  desk_waiting *doing;
  int64_t began, deadline; /* of what is being done, ms */
} worker;

struct desks {
  pthread_mutex_t lock;
  pthread_cond_t work, watch;
  pthread_t watcher;
  bool watching, closing;
  desk_programs programs;
  uint32_t rules;
  desk_waiting *waiting, *replaced; /* the first is the next */
  int64_t round;                    /* of the job that was taken last */
  int count;
  worker workers[DESKS_MOST];
};

/* ------------------------------------------------------------------------------ jobs that wait */

static bool is_before(const desk_waiting *a, const desk_waiting *b) {
  return a->urgency != b->urgency ? a->urgency < b->urgency : a->round <= b->round;
}

/* Everybody in turn: who has jobs that wait comes again after the others have come once. */
static int64_t round_of(const desks *d, const desk_waiting *job) {
  int64_t round = d->round;
  for (const desk_waiting *other = d->waiting; other && job->whose; other = other->next)
    if (other->whose == job->whose && other->urgency == job->urgency && other->round >= round)
      round = other->round + 1;
  return round;
}

static void put_in_order(desks *d, desk_waiting *job) {
  desk_waiting **at = &d->waiting;
  job->round = round_of(d, job);
  while (*at && is_before(*at, job))
    at = &(*at)->next;
  job->next = *at;
  *at = job;
}

/* Before all others of its urgency: it has waited already. */
static void put_back(desks *d, desk_waiting *job) {
  desk_waiting **at = &d->waiting;
  while (*at && (*at)->urgency < job->urgency)
    at = &(*at)->next;
  job->next = *at;
  *at = job;
}

static bool is_slow_one_done(const desks *d, int urgency) {
  for (int i = 0; i < d->count; i++) {
    const desk_waiting *doing = d->workers[i].doing;
    if (doing && desk_is_slow(doing) && doing->urgency == urgency)
      return true;
  }
  return false;
}

static bool may_take(const worker *w, const desk_waiting *job) {
  bool place = desk_is_back(job) ? w->back : w->front;
  return place && !(desk_is_slow(job) && is_slow_one_done(w->desks, job->urgency));
}

/* Takes the most urgent job that this worker may do out of the queue; NULL: none. */
static desk_waiting *take(worker *w) {
  for (desk_waiting **at = &w->desks->waiting; *at; at = &(*at)->next)
    if (may_take(w, *at)) {
      desk_waiting *job = *at;
      *at = job->next;
      job->next = NULL;
      w->desks->round = job->round > w->desks->round ? job->round : w->desks->round;
      return job;
    }
  return NULL;
}

static void tell(desk_waiting *job, desk_state state, const char *bytes, size_t length) {
  job->done(job->context, state, bytes, length);
  desk_waiting_free(job);
}

static bool same_slot(const desk_waiting *job, const char *slot) {
  return job && job->slot && strcmp(job->slot, slot) == 0;
}

/* What waits in the slot goes; false: nothing did. */
static bool clear_waiting(desks *d, const char *slot) {
  bool found = false;
  for (desk_waiting **at = &d->waiting; *at;)
    if (same_slot(*at, slot)) {
      desk_waiting *old = *at;
      *at = old->next;
      old->next = d->replaced;
      d->replaced = old;
      found = true;
    } else {
      at = &(*at)->next;
    }
  if (found)
    pthread_cond_signal(&d->watch);
  return found;
}

/* Newest wins: what waits in the slot goes, what is being done there has little time left. */
static void clear_slot(desks *d, const char *slot) {
  clear_waiting(d, slot);
  for (int i = 0; i < d->count; i++)
    if (same_slot(d->workers[i].doing, slot)) {
      worker *w = &d->workers[i];
      w->doing->replaced = true;
      if (w->deadline > w->began + GRACE_MS)
        w->deadline = w->began + GRACE_MS;
    }
  pthread_cond_signal(&d->watch);
}

/* --------------------------------------------------------------------------------- the watcher */

/* Kills desks whose time is up; when the next one's will be, −1: no one's. A process that is in
 * `workers` was not waited for yet, so that its number is still its own. */
static int64_t kill_late(desks *d) {
  int64_t next = -1, now = clock_steady();
  for (int i = 0; i < d->count; i++) {
    worker *w = &d->workers[i];
    if (!w->doing || w->process.pid < 0)
      continue;
    if (w->deadline <= now) {
      kill(w->process.pid, SIGKILL);
      w->deadline = INT64_MAX;
    } else if (w->deadline != INT64_MAX && (next < 0 || w->deadline < next)) {
      next = w->deadline;
    }
  }
  return next;
}

static void wait_until(desks *d, int64_t ms) {
  struct timespec until = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
  if (ms < 0)
    pthread_cond_wait(&d->watch, &d->lock);
  else
    pthread_cond_timedwait(&d->watch, &d->lock, &until);
}

static void tell_replaced(desks *d) {
  while (d->replaced) {
    desk_waiting *job = d->replaced;
    d->replaced = job->next;
    pthread_mutex_unlock(&d->lock);
    tell(job, DESK_REPLACED, NULL, 0);
    pthread_mutex_lock(&d->lock);
  }
}

static void *watch(void *context) {
  desks *d = context;
  pthread_mutex_lock(&d->lock);
  while (!d->closing) {
    tell_replaced(d);
    int64_t next = kill_late(d);
    if (!d->closing && !d->replaced)
      wait_until(d, next);
  }
  tell_replaced(d);
  pthread_mutex_unlock(&d->lock);
  return NULL;
}

/* ---------------------------------------------------------------------------------- the workers */

/* Waits for a desk that was killed or ended by itself; called and left with the lock, which others
 * may have meanwhile. Whoever kills must not find its number when it is another's. */
static void end_desk(worker *w) {
  desk_process ended = w->process;
  if (ended.pid > 0)
    kill(ended.pid, SIGKILL);
  w->process = (desk_process){-1, -1};
  pthread_mutex_unlock(&w->desks->lock);
  desk_end(&ended);
  pthread_mutex_lock(&w->desks->lock);
}

/* A desk that can be asked. */
static bool make_ready(worker *w) {
  if (w->process.pid > 0 && desk_is_gone(&w->process))
    end_desk(w);
  if (w->process.pid < 0 && !w->desks->closing)
    desk_start(&w->process, &w->desks->programs, !w->front);
  return w->process.pid > 0;
}

static void begin(worker *w, desk_waiting *job) {
  w->doing = job;
  w->began = clock_steady();
  w->deadline = w->began + desk_time(job);
  job->tries++;
  job->request.rules = w->desks->rules;
}

/* What becomes of a job whose desk was lost: again, unless it used up its time. */
static bool try_again(worker *w, desk_waiting *job, bool late) {
  if (late || job->tries >= TRIES || w->desks->closing)
    return false;
  put_back(w->desks, job);
  return true;
}

/* Does a job with the lock held at both ends. */
static void do_job(worker *w, desk_waiting *job) {
  desks *d = w->desks;
  desk_reply reply = {.state = DESK_DIED};
  char *bytes = NULL;
  bool answered = false;
  begin(w, job);
  if (make_ready(w)) {
    desk_process process = w->process;
    pthread_cond_signal(&d->watch);
    pthread_mutex_unlock(&d->lock);
    answered = desk_do(&process, job, &reply, &bytes);
    pthread_mutex_lock(&d->lock);
  }
  bool late = w->deadline == INT64_MAX, replaced = job->replaced;
  w->doing = NULL;
  if (!answered || late)
    end_desk(w);
  if (desk_is_slow(job))
    pthread_cond_broadcast(&d->work); /* the next slow one may begin */
  if (!answered && !replaced && try_again(w, job, late))
    return;
  desk_state state = replaced     ? DESK_REPLACED
                     : answered   ? (desk_state)reply.state
                     : d->closing ? DESK_CLOSED
                                  : DESK_DIED;
  bool whole = answered && !replaced;
  pthread_mutex_unlock(&d->lock);
  tell(job, state, whole ? bytes : NULL, whole ? (size_t)reply.length : 0);
  free(bytes);
  pthread_mutex_lock(&d->lock);
}

static void *serve(void *context) {
  worker *w = context;
  desks *d = w->desks;
  pthread_mutex_lock(&d->lock);
  while (!d->closing) {
    desk_waiting *job = take(w);
    if (job)
      do_job(w, job);
    else
      pthread_cond_wait(&d->work, &d->lock);
  }
  end_desk(w);
  pthread_mutex_unlock(&d->lock);
  return NULL;
}

/* -------------------------------------------------------------------------- opening and closing */

/* Of n desks a half stands at the front, of an odd number the smaller one; who is alone stands at
 * both. */
static void place_workers(desks *d, int most) {
  d->count = most < 1 ? 1 : most > DESKS_MOST ? DESKS_MOST : most;
  for (int i = 0; i < d->count; i++)
    d->workers[i] = (worker){.desks = d,
                             .front = d->count == 1 || i < d->count / 2,
                             .back = d->count == 1 || i >= d->count / 2,
                             .process = {-1, -1}};
}

static bool start_threads(desks *d) {
  for (int i = 0; i < d->count; i++) {
    worker *w = &d->workers[i];
    w->started = pthread_create(&w->thread, NULL, serve, w) == 0;
    if (!w->started)
      return false;
  }
  d->watching = pthread_create(&d->watcher, NULL, watch, d) == 0;
  return d->watching;
}

static void init_locks(desks *d) {
  pthread_condattr_t steady;
  pthread_condattr_init(&steady);
  pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
  pthread_mutex_init(&d->lock, NULL);
  pthread_cond_init(&d->work, NULL);
  pthread_cond_init(&d->watch, &steady);
  pthread_condattr_destroy(&steady);
}

desks *desks_new(const char *program, const char *renderer, const char *folders, int most,
                 polku_report *report) {
  if (access(program, X_OK) != 0) {
    polku_report_fail(report, "E-DESK-START", "program", program, "reason", strerror(errno), NULL);
    return NULL;
  }
  desks *d = calloc(1, sizeof *d);
  if (!d) {
    polku_report_fail(report, "E-MEMORY", NULL);
    return NULL;
  }
  init_locks(d);
  d->programs = (desk_programs){strdup(program), strdup(renderer ? renderer : ""),
                                strdup(folders ? folders : "")};
  place_workers(d, most);
  if (d->programs.desk && d->programs.renderer && d->programs.folders && start_threads(d))
    return d;
  polku_report_fail(report, "E-MEMORY", NULL);
  desks_free(d);
  return NULL;
}

/* Nobody takes a job any more, and whoever waits at a desk waits no longer. */
static void close_all(desks *d) {
  pthread_mutex_lock(&d->lock);
  d->closing = true;
  for (int i = 0; i < d->count; i++)
    if (d->workers[i].process.pid > 0)
      kill(d->workers[i].process.pid, SIGKILL);
  pthread_cond_broadcast(&d->work);
  pthread_cond_broadcast(&d->watch);
  pthread_mutex_unlock(&d->lock);
  for (int i = 0; i < d->count; i++)
    if (d->workers[i].started)
      pthread_join(d->workers[i].thread, NULL);
  if (d->watching)
    pthread_join(d->watcher, NULL);
}

void desks_free(desks *d) {
  if (!d)
    return;
  close_all(d);
  while (d->waiting) {
    desk_waiting *job = d->waiting;
    d->waiting = job->next;
    tell(job, DESK_CLOSED, NULL, 0);
  }
  free(d->programs.desk);
  free(d->programs.renderer);
  free(d->programs.folders);
  pthread_cond_destroy(&d->work);
  pthread_cond_destroy(&d->watch);
  pthread_mutex_destroy(&d->lock);
  free(d);
}

/* -------------------------------------------------------------------------------------- asking */

bool desks_ask(desks *d, const desk_job *job, desk_done *done, void *context) {
  desk_waiting *copy = desk_waiting_new(job, done, context);
  if (!copy)
    return false;
  pthread_mutex_lock(&d->lock);
  if (copy->slot)
    clear_slot(d, copy->slot);
  put_in_order(d, copy);
  pthread_cond_broadcast(&d->work);
  pthread_mutex_unlock(&d->lock);
  return true;
}

void desks_drop(desks *d, const char *slot) {
  pthread_mutex_lock(&d->lock);
  clear_slot(d, slot);
  pthread_mutex_unlock(&d->lock);
}

bool desks_withdraw(desks *d, const char *slot) {
  pthread_mutex_lock(&d->lock);
  bool found = clear_waiting(d, slot);
  pthread_mutex_unlock(&d->lock);
  return found;
}

void desks_hurry(desks *d, const char *slot, int urgency) {
  pthread_mutex_lock(&d->lock);
  for (desk_waiting **at = &d->waiting; *at; at = &(*at)->next)
    if (same_slot(*at, slot)) {
      desk_waiting *job = *at;
      *at = job->next;
      job->urgency = urgency;
      put_in_order(d, job);
      pthread_cond_broadcast(&d->work);
      break;
    }
  pthread_mutex_unlock(&d->lock);
}

const char *desks_folders(const desks *d) {
  return d->programs.folders;
}

void desks_refresh(desks *d) {
  pthread_mutex_lock(&d->lock);
  d->rules++;
  pthread_mutex_unlock(&d->lock);
}

int desks_running(desks *d, int *pids, int room) {
  int count = 0;
  pthread_mutex_lock(&d->lock);
  for (int i = 0; i < d->count; i++)
    if (d->workers[i].process.pid > 0 && count < room)
      pids[count++] = (int)d->workers[i].process.pid;
  pthread_mutex_unlock(&d->lock);
  return count;
}
