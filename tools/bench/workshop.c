/* bench-workshop: how quickly a room answers, how many it serves, and what it holds in memory.
 *
 *     bench-workshop FOLDER_OF_BUILD [--quick]
 *
 * Starts `polku workshop` on a pathway of 30 stages with 50 people, where places run out, and
 * speaks to it over plain sockets as the page does. Everything runs on this machine, so what the
 * browsers' side takes is taken from the room. */
#define _DEFAULT_SOURCE
#include "workshop.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
  GOAL_READY_MS = 1000,
  GOAL_SCREEN_MS = 250,
  EDITS = 200,
  QUICK_EDITS = 30,
  MODEL_PEOPLE = 50
};

_Noreturn void workshop_fail(const workshop_bench *b, const char *what) {
  fprintf(stderr, "bench-workshop: %s (%s)\n", what, b->folder);
  workshop_room room = b->room;
  kill_workshop(&room);
  exit(3);
}

/* --- the model */

static void write_move(FILE *out, int from, int to, double share) {
  fprintf(out, "%s\"m%d-%d\":{\"from\":\"s%d\",\"to\":\"s%d\",\"share\":%.1f}",
          from == 0 && to == 1 ? "" : ",", from, to, from, to, share);
}

static void write_stage(FILE *out, int i) {
  fprintf(out, "%s\"s%d\":{\"name\":\"Vaihe %d\",\"kind\":\"job_seeking\"", i ? "," : "", i, i + 1);
  if (i + 1 == WORKSHOP_STAGES)
    fputs(",\"final\":true,\"employed\":true}", out);
  else
    fprintf(out,
            ",\"duration\":{\"geometric\":{\"mean\":2}},\"actors\":{\"a%d\":{\"%s\":{%s}},"
            "\"a2\":{\"referrer\":{}}}}",
            i % 2, i % 10 == 5 ? "employer" : "organiser", i % 10 == 5 ? "\"places\":6" : "");
}

/* Onwards, two ahead from every third, back to the one before from every other. */
static void write_moves(FILE *out) {
  for (int i = 0; i + 1 < WORKSHOP_STAGES; i++) {
    bool skips = i % 3 == 0 && i + 2 < WORKSHOP_STAGES, returns = i % 2 == 1;
    write_move(out, i, i + 1, 1 - 0.2 * skips - 0.3 * returns);
    if (skips)
      write_move(out, i, i + 2, 0.2);
    if (returns)
      write_move(out, i, i - 1, 0.3);
  }
}

static void write_model(const workshop_bench *b) {
  char path[128];
  snprintf(path, sizeof path, "%s/model.json", b->folder);
  FILE *out = fopen(path, "w");
  if (!out)
    workshop_fail(b, "the model cannot be written");
  fputs("{\"format\":\"polku/1\",\"title\":{\"fi\":\"Missä yhdistykset ovat polun varrella?\"},"
        "\"region\":\"finland\",\"start_date\":\"2026-01-01\",\"step\":\"month\",\"horizon\":24,"
        "\"actors\":{\"a0\":{\"name\":\"Kyläyhdistykset\",\"sector\":\"third\"},"
        "\"a1\":{\"name\":\"Neuvokas\",\"sector\":\"third\"},"
        "\"a2\":{\"name\":\"Työllisyyspalvelut\",\"sector\":\"public\"}},\"stages\":{",
        out);
  for (int i = 0; i < WORKSHOP_STAGES; i++)
    write_stage(out, i);
  fputs("},\"transitions\":{", out);
  write_moves(out);
  fprintf(out, "},\"groups\":{\"g\":{\"size\":%d,\"start\":\"s0\"}}}", MODEL_PEOPLE);
  if (fclose(out) != 0)
    workshop_fail(b, "the model cannot be written");
}

/* --- what the parts share */

int64_t workshop_edit(workshop_bench *b, http *browser, int edit) {
  char id[32], base[32], patch[128];
  long long number = 0;
  int status, stage = edit % (WORKSHOP_STAGES - 1);
  snprintf(id, sizeof id, "bench-%08d", edit);
  snprintf(base, sizeof base, "%lld", atomic_load(&b->latest));
  snprintf(patch, sizeof patch,
           "{\"stages\":{\"s%d\":{\"duration\":{\"geometric\":{\"mean\":%d.%d}}}}}", stage,
           2 + edit / (WORKSHOP_STAGES - 1) % 3, 1 + edit % 9);
  char *form = http_form("kind", "edit", "id", id, "base", base, "patch", patch, NULL);
  while ((status = act_in_workshop(browser, form, &number, NULL)) == 429)
    usleep(20000);
  free(form);
  if (status != 200) {
    fprintf(stderr, "bench-workshop: edit %d was answered with %d\n", edit, status);
    workshop_fail(b, patch);
  }
  if (number > atomic_load(&b->latest))
    atomic_store(&b->latest, number);
  return number;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

void workshop_line(workshop_bench *b, const char *what, double *ms, int count, double goal,
                   bool all) {
  qsort(ms, (size_t)count, sizeof *ms, by_size);
  double p95 = ms[(count * 95 + 99) / 100 - 1], judged = all ? ms[count - 1] : p95;
  printf("%-48s %8.1f %8.1f %8.1f", what, ms[(count - 1) / 2], p95, ms[count - 1]);
  if (goal > 0) {
    printf("   %s %.0f ms %s", all ? "all" : "p95", goal, judged <= goal ? "met" : "MISSED");
    b->missed |= judged > goal;
  }
  printf("\n");
  fflush(stdout);
}

/* --- one edit after another */

/* What a screen asks for when it hears that there is a new picture. */
static void get_picture(const workshop_bench *b, http *screen, int64_t number) {
  http_answer answer;
  char path[128];
  snprintf(path, sizeof path,
           "/api/picture?number=%" PRId64 "&lang=fi&theme=light&view=map&touch=1", number);
  if (!http_get(screen, path, &answer) || answer.status != 200 || !strstr(answer.body, "<svg"))
    workshop_fail(b, "a screen gets no picture");
  http_free(&answer);
}

typedef struct screen {
  http browser;
  http_stream *stream;
} screen;

static void enter_screen(const workshop_bench *b, screen *s) {
  int status;
  http_begin(&s->browser, b->room.port);
  if (!enter_workshop(&b->room, &s->browser, "screen") ||
      !(s->stream = http_listen(&s->browser, "/api/events", &status)))
    workshop_fail(b, "a screen cannot enter");
}

/* Milliseconds from the edit until its figures, and its picture with its bytes, are here. */
typedef struct seen {
  double answer, figures, picture, both;
} seen;

static seen watch_edit(workshop_bench *b, screen *s) {
  http_event event;
  seen ms = {0};
  double begin = bench_wall();
  int64_t number = workshop_edit(b, &b->facilitator, b->edits++);
  ms.answer = 1000 * (bench_wall() - begin);
  while (ms.figures == 0 || ms.picture == 0) {
    if (!http_hear(s->stream, 20000, &event))
      workshop_fail(b, "a screen hears nothing of an edit");
    int64_t of = number_in_json(event.data, "number");
    if (of < number)
      continue;
    if (strcmp(event.name, "figures") == 0 && !strstr(event.data, "\"error\": null"))
      workshop_fail(b, "an edit has no outcome");
    if (strcmp(event.name, "figures") == 0 && ms.figures == 0)
      ms.figures = 1000 * (bench_wall() - begin);
    if (strcmp(event.name, "picture") == 0 && ms.picture == 0) {
      get_picture(b, &s->browser, of);
      ms.picture = 1000 * (bench_wall() - begin);
    }
  }
  ms.both = fmax(ms.figures, ms.picture);
  return ms;
}

static void one_by_one(workshop_bench *b) {
  double answer[EDITS], figures[EDITS], picture[EDITS], both[EDITS];
  int count = b->quick ? QUICK_EDITS : EDITS;
  screen s;
  enter_screen(b, &s);
  for (int i = 0; i < count; i++) {
    usleep(250000);
    seen ms = watch_edit(b, &s);
    answer[i] = ms.answer;
    figures[i] = ms.figures;
    picture[i] = ms.picture;
    both[i] = ms.both;
  }
  workshop_line(b, "one edit → answered, on the disk", answer, count, 0, false);
  workshop_line(b, "         → outcome on the screen", figures, count, 0, false);
  workshop_line(b, "         → picture on the screen", picture, count, 0, false);
  workshop_line(b, "         → both", both, count, GOAL_SCREEN_MS, false);
  http_hang_up(s.stream);
  http_end(&s.browser);
}

/* --- begin and end */

static void start(workshop_bench *b) {
  double begin = bench_wall();
  if (!start_workshop(&b->room, b->build, b->folder, "model.json", 0))
    workshop_fail(b, "the workshop does not start");
  double ready = 1000 * (bench_wall() - begin);
  http_begin(&b->facilitator, b->room.port);
  if (!enter_workshop(&b->room, &b->facilitator, "facilitator"))
    workshop_fail(b, "the facilitator cannot enter");
  char *form =
      http_form("kind", "allow", "id", "bench-allow", "value", "edit", "text", "look", NULL);
  if (act_in_workshop(&b->facilitator, form, NULL, NULL) != 200)
    workshop_fail(b, "participants may not edit");
  free(form);
  printf("%-48s %8s %8s %8s\n", "", "p50 ms", "p95 ms", "most ms");
  workshop_line(b, "from the command to the open door", &ready, 1, GOAL_READY_MS, true);
}

static void clear(const workshop_bench *b) {
  static const char *const names[] = {"model.json", "model.workshop.sqlite", "problems.txt"};
  char path[128];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "%s/%s", b->folder, names[i]);
    unlink(path);
  }
  rmdir(b->folder);
}

int main(int argc, char **argv) {
  if (argc < 2)
    return 2;
  workshop_bench b = {.build = argv[1],
                      .quick = bench_has(argc, argv, "--quick"),
                      .folder = "/tmp/polku-bench-XXXXXX"};
  if (!mkdtemp(b.folder))
    return 3;
  write_model(&b);
  start(&b);
  one_by_one(&b);
  workshop_crowd(&b);
  workshop_last(&b);
  http_end(&b.facilitator);
  if (stop_workshop(&b.room) != 0)
    workshop_fail(&b, "the room does not end");
  clear(&b);
  return b.missed;
}
