/* Sixty people at phones who all edit, five screens, ten edits a second for a minute: when the last
 * of sixty-five streams has heard of each edit, and when the screens have its outcome and picture.
 * After that the long run: what ten thousand edits and a thousand killed desks and drawing children
 * leave in memory. */
#define _DEFAULT_SOURCE
#include "workshop.h"

#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  PEOPLE = 60,
  SCREENS = 5,
  STREAMS = PEOPLE + SCREENS,
  PER_SECOND = 10,
  SECONDS = 60,
  QUICK_SECONDS = 6,
  MOST = PER_SECOND * SECONDS,
  NUMBERS = 4096,
  GOAL_REVISION_MS = 1000,
  GOAL_MEMORY_KB = 64 * 1024,
  LONG_EDITS = 10000,
  QUICK_LONG_EDITS = 1000,
  KILLS = 1000,
  QUICK_KILLS = 50
};

/* --- everybody in the room */

typedef struct heard {
  double sent, last; /* when it was sent; when the last stream heard of it */
  double shown;      /* when the first screen had figures and picture of it, or of a later one */
  int streams;
} heard;

typedef struct crowd {
  workshop_bench *bench;
  http browsers[STREAMS];
  http_stream *streams[STREAMS];
  heard numbers[NUMBERS];
  int64_t figures, picture, latest;
  int edits;
  double begin;
  atomic_int next, answered;
  pthread_mutex_t lock; /* of numbers' `sent` */
} crowd;

static void enter_all(crowd *c) {
  workshop_bench *b = c->bench;
  int status;
  for (int i = 0; i < STREAMS; i++) {
    http_begin(&c->browsers[i], b->room.port);
    if (!enter_workshop(&b->room, &c->browsers[i], i < PEOPLE ? "participant" : "screen"))
      workshop_fail(b, "somebody cannot enter");
    c->streams[i] = http_listen(&c->browsers[i], "/api/events", &status);
    if (!c->streams[i])
      workshop_fail(b, "somebody hears nothing");
  }
}

static void leave_all(crowd *c) {
  for (int i = 0; i < STREAMS; i++) {
    http_hang_up(c->streams[i]);
    http_end(&c->browsers[i]);
  }
}

/* --- who edits: each in a thread, every sixth second */

typedef struct person {
  crowd *crowd;
  int index;
} person;

static void *edit_in_turn(void *context) {
  person *p = context;
  crowd *c = p->crowd;
  for (int i = p->index; i < c->edits; i += PEOPLE) {
    double due = c->begin + (double)i / PER_SECOND, wait = due - bench_wall();
    if (wait > 0)
      usleep((unsigned)(1e6 * wait));
    double sent = bench_wall();
    int64_t number = workshop_edit(c->bench, &c->browsers[p->index], c->bench->edits + i);
    pthread_mutex_lock(&c->lock);
    if (number < NUMBERS)
      c->numbers[number].sent = sent;
    pthread_mutex_unlock(&c->lock);
    atomic_fetch_add(&c->answered, 1);
  }
  return NULL;
}

/* --- who watches: one thread for all streams */

static void hear_event(crowd *c, int stream, const http_event *event, double now) {
  int64_t number = number_in_json(event->data, "number");
  if (number < 0 || number >= NUMBERS)
    return;
  if (strcmp(event->name, "entry") == 0) {
    heard *h = &c->numbers[number];
    h->streams++;
    h->last = now;
    c->latest = number > c->latest ? number : c->latest;
  } else if (stream == PEOPLE && strcmp(event->name, "figures") == 0) {
    c->figures = number;
  } else if (stream == PEOPLE && strcmp(event->name, "picture") == 0) {
    c->picture = number;
  } else {
    return;
  }
  int64_t shown = c->figures < c->picture ? c->figures : c->picture;
  for (int64_t n = shown; n > 0 && c->numbers[n].shown == 0; n--)
    c->numbers[n].shown = now;
}

/* True when every stream has heard of everything. */
static bool all_heard(const crowd *c) {
  int whole = 0;
  for (int64_t n = 1; n <= c->latest; n++)
    whole += c->numbers[n].streams == STREAMS && c->numbers[n].shown > 0;
  return whole >= c->edits;
}

static void watch(crowd *c) {
  struct pollfd wait[STREAMS];
  http_event event;
  double end = c->begin + (double)c->edits / PER_SECOND + 20;
  for (int i = 0; i < STREAMS; i++)
    wait[i] = (struct pollfd){.fd = http_socket_of(c->streams[i]), .events = POLLIN};
  while (!(atomic_load(&c->answered) == c->edits && all_heard(c)) && bench_wall() < end) {
    poll(wait, STREAMS, 100);
    double now = bench_wall();
    for (int i = 0; i < STREAMS; i++)
      while (wait[i].revents && http_hear(c->streams[i], 0, &event))
        hear_event(c, i, &event, now);
  }
}

static void tell(crowd *c) {
  double revision[MOST], shown[MOST];
  int heard_by_all = 0, edits = 0;
  for (int64_t n = 1; n < NUMBERS && edits < c->edits; n++) {
    const heard *h = &c->numbers[n];
    if (h->sent == 0)
      continue;
    heard_by_all += h->streams == STREAMS;
    revision[edits] = 1000 * (h->last - h->sent);
    shown[edits++] = 1000 * (h->shown - h->sent);
  }
  if (edits != c->edits || heard_by_all != edits)
    workshop_fail(c->bench, "somebody has not heard of an edit");
  workshop_line(c->bench, "60 edit, 10 a second → all 65 at its revision", revision, edits,
                GOAL_REVISION_MS, true);
  workshop_line(c->bench, "         → outcome and picture ready, its own or later", shown, edits, 0,
                false);
}

void workshop_crowd(workshop_bench *b) {
  static crowd c;
  pthread_t threads[PEOPLE];
  person people[PEOPLE];
  c = (crowd){.bench = b, .edits = PER_SECOND * (b->quick ? QUICK_SECONDS : SECONDS)};
  pthread_mutex_init(&c.lock, NULL);
  enter_all(&c);
  c.begin = bench_wall() + 0.5;
  for (int i = 0; i < PEOPLE; i++) {
    people[i] = (person){&c, i};
    if (pthread_create(&threads[i], NULL, edit_in_turn, &people[i]) != 0)
      workshop_fail(b, "no thread");
  }
  watch(&c);
  for (int i = 0; i < PEOPLE; i++)
    pthread_join(threads[i], NULL);
  b->edits += c.edits;
  tell(&c);
  leave_all(&c);
  pthread_mutex_destroy(&c.lock);
}

/* --- the long run */

typedef struct runner {
  workshop_bench *bench;
  http browser;
  int first, end, step;
} runner;

static void *run_edits(void *context) {
  runner *r = context;
  for (int i = r->first; i < r->end; i += r->step)
    workshop_edit(r->bench, &r->browser, i);
  return NULL;
}

/* As quickly as the room lets twenty people. */
static void many_edits(workshop_bench *b, int upto) {
  enum { RUNNERS = 20 };
  runner runners[RUNNERS];
  pthread_t threads[RUNNERS];
  for (int i = 0; i < RUNNERS; i++) {
    runners[i] = (runner){.bench = b, .first = b->edits + i, .end = upto, .step = RUNNERS};
    http_begin(&runners[i].browser, b->room.port);
    if (!enter_workshop(&b->room, &runners[i].browser, "participant") ||
        pthread_create(&threads[i], NULL, run_edits, &runners[i]) != 0)
      workshop_fail(b, "somebody cannot enter");
  }
  for (int i = 0; i < RUNNERS; i++) {
    pthread_join(threads[i], NULL);
    http_end(&runners[i].browser);
  }
  b->edits = upto;
}

/* A process's share of memory in kB: what it has in common with others is divided among them. */
static long share_of_memory(pid_t pid) {
  char path[64], line[256];
  long kilobytes = 0;
  snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", (long)pid);
  FILE *file = fopen(path, "r");
  while (file && fgets(line, sizeof line, file))
    if (sscanf(line, "Pss: %ld", &kilobytes) == 1)
      break;
  if (file)
    fclose(file);
  return kilobytes;
}

enum { FAMILY_MOST = 64 };

/* Processes that a process started. */
static int children_of(pid_t parent, pid_t found[FAMILY_MOST], int count) {
  struct dirent *entry;
  DIR *folder = opendir("/proc");
  while (folder && (entry = readdir(folder))) {
    char path[300];
    long of = 0;
    snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
    FILE *file = entry->d_name[0] >= '0' && entry->d_name[0] <= '9' ? fopen(path, "r") : NULL;
    if (!file)
      continue;
    if (fscanf(file, "%*d (%*[^)]) %*c %ld", &of) == 1 && of == parent && count < FAMILY_MOST)
      found[count++] = (pid_t)strtol(entry->d_name, NULL, 10);
    fclose(file);
  }
  if (folder)
    closedir(folder);
  return count;
}

/* The desks of a room, and the drawing children of these. */
static int family_of(pid_t room, pid_t found[FAMILY_MOST]) {
  int desks = children_of(room, found, 0), count = desks;
  for (int i = 0; i < desks; i++)
    count = children_of(found[i], found, count);
  return count;
}

static void tell_memory(workshop_bench *b, const char *what) {
  pid_t family[FAMILY_MOST];
  long kilobytes = memory_of(b->room.pid), all = share_of_memory(b->room.pid);
  bool met = kilobytes > 0 && kilobytes <= GOAL_MEMORY_KB;
  for (int i = family_of(b->room.pid, family); i-- > 0;)
    all += share_of_memory(family[i]);
  printf("%-48s %8.1f MB   %d MB %s\n", what, (double)kilobytes / 1024, GOAL_MEMORY_KB / 1024,
         met ? "met" : "MISSED");
  printf("%-48s %8.1f MB\n", "         with its desks and drawing children", (double)all / 1024);
  fflush(stdout);
  b->missed |= !met;
}

/* One after the other, whatever it does. */
static void kill_family(workshop_bench *b, int kills) {
  for (int killed = 0, tries = 0; killed < kills; tries++) {
    pid_t family[FAMILY_MOST];
    int count = family_of(b->room.pid, family);
    if (count > 0 && kill(family[tries % count], SIGKILL) == 0)
      killed++;
    if (tries % 5 == 0)
      workshop_edit(b, &b->facilitator, b->edits++);
    usleep(10000);
    if (tries > 20 * kills)
      workshop_fail(b, "there are no desks to kill");
  }
}

static void expect_picture(workshop_bench *b) {
  http_answer answer;
  for (int tries = 0; tries < 30; tries++) {
    workshop_edit(b, &b->facilitator, b->edits++);
    if (http_get(&b->facilitator, "/api/picture?lang=fi&view=map&touch=1&format=svg", &answer) &&
        answer.status == 200) {
      http_free(&answer);
      return;
    }
    http_free(&answer);
    sleep(1);
  }
  workshop_fail(b, "no picture after desks and drawing children were killed");
}

void workshop_last(workshop_bench *b) {
  char what[80], number[32];
  int edits = b->quick ? QUICK_LONG_EDITS : LONG_EDITS, kills = b->quick ? QUICK_KILLS : KILLS;
  double begin = bench_wall();
  int before = b->edits;
  many_edits(b, edits);
  printf("%-48s %8.0f a second\n", "edits by twenty as quickly as they may",
         (edits - before) / (bench_wall() - begin));
  snprintf(what, sizeof what, "memory of the room after %s edits", bench_whole(number, edits));
  tell_memory(b, what);
  kill_family(b, kills);
  expect_picture(b);
  snprintf(what, sizeof what, "and after %s killed desks and drawing children",
           bench_whole(number, kills));
  tell_memory(b, what);
}
