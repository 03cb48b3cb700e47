/* A room that is killed while ten people edit loses nothing that it acknowledged, does nothing
 * twice when they send again what was not answered, lets them in again, and its model is what its
 * journal says. Twenty kills and a thousand acts; with POLKU_LONG ten times as many. */
#define _DEFAULT_SOURCE
#include "polku.h"
#include "support/check.h"
#include "support/files.h"
#include "support/run.h"
#include "support/workshop.h"

#include "store/journal.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EDITORS = 10, KILLS = 20, ACTS_EACH = 50, ACTS_MOST = 4000 };

#define NAME "rovaniemi-tyokyky"

static char *folder;
static workshop_room room;
static atomic_int acknowledged;

static int rounds(void) {
  return long_or(10 * KILLS, KILLS);
}

/* --- ten people */

typedef struct editor {
  int index, acts; /* acts that were begun */
  http browser;
  char *unanswered;
  long long seen;             /* the latest number that it heard of */
  int64_t numbers[ACTS_MOST]; /* of its acts; 0: not acknowledged */
  char problem[200];          /* "": none */
} editor;

static editor editors[EDITORS];

/* Names of stages, which others write too; sizes; words; and taking back. Each changes something.
 */
static char *next_act(editor *e) {
  static const char *const stages[] = {"start", "rehab", "trial", "association", "company", "work"};
  char id[32], patch[200], base[32], text[64];
  const char *kind = e->acts % 10 == 7   ? "comment"
                     : e->acts % 10 == 8 ? "propose"
                     : e->acts % 10 == 9 ? "undo"
                                         : "edit";
  bool writes = kind[0] == 'e' || kind[0] == 'p';
  snprintf(id, sizeof id, "editor-%d-%d", e->index, e->acts);
  snprintf(base, sizeof base, "%lld", e->seen);
  snprintf(text, sizeof text, "Sana %d", e->acts);
  if (e->acts % 3 == 0)
    snprintf(patch, sizeof patch,
             "{\"groups\":{\"coachees\":{\"size\":{\"value\":%d,\"note\":\"Arvio %d %d\"}}}}",
             40 + (e->acts + e->index) % 50, e->index, e->acts);
  else
    snprintf(patch, sizeof patch, "{\"stages\":{\"%s\":{\"name\":{\"fi\":\"Vaihe %d %d\"}}}}",
             stages[(e->acts + e->index) % 6], e->index, e->acts);
  e->acts++;
  return http_form("kind", kind, "id", id, "base", writes ? base : NULL, "patch",
                   writes ? patch : NULL, "text", kind[0] == 'c' ? text : NULL, NULL);
}

static void complain(editor *e, const char *what, int status) {
  if (!e->problem[0])
    snprintf(e->problem, sizeof e->problem, "editor %d, act %d: %s, status %d", e->index,
             e->acts - 1, what, status);
}

/* The status; 0 when there was no answer. Who is too quick waits, as the page does. */
static int ask_until_taken(editor *e, const char *form, long long *number, char sort[32]) {
  int status;
  while ((status = act_in_workshop(&e->browser, form, number, sort)) == 429)
    usleep(100000);
  return status;
}

/* Where others have changed the same since, it is refused. */
static bool is_undo(const editor *e) {
  return (e->acts - 1) % 10 == 9;
}

/* True when there was an answer, whatever it was. */
static bool send_act(editor *e) {
  long long number = 0;
  char sort[32] = "";
  int status = ask_until_taken(e, e->unanswered, &number, sort);
  if (status == 0)
    return false;
  if (status == 200 && number > 0 && e->numbers[e->acts - 1] == 0)
    e->numbers[e->acts - 1] = number;
  else if (status != 409 || !is_undo(e))
    complain(e, "not done", status);
  if (status == 200) {
    atomic_fetch_add(&acknowledged, 1);
    e->seen = number;
  }
  free(e->unanswered);
  e->unanswered = NULL;
  return true;
}

static void *edit_until_killed(void *context) {
  editor *e = context;
  do {
    if (!e->unanswered)
      e->unanswered = next_act(e);
  } while (send_act(e) && !e->problem[0] && e->acts < ACTS_MOST);
  return NULL;
}

/* What was not answered is sent again; it has then happened once, however often it is sent. */
static void send_again(editor *e) {
  long long number = 0, again = 0;
  char sort[32];
  if (!e->unanswered)
    return;
  char *form = e->unanswered;
  int status = ask_until_taken(e, form, &number, sort);
  if (status != 200 && (status != 409 || !is_undo(e)))
    fail_msg("%s was answered with %d", form, status);
  if (status == 200) {
    e->numbers[e->acts - 1] = number;
    assert_int_equal(ask_until_taken(e, form, &again, sort), 200);
    assert_string_equal(sort, "again");
    assert_int_equal(again, number);
  }
  free(form);
  e->unanswered = NULL;
}

/* --- the journal as the kill left it */

static bool look_at(void *context, const journal_entry *entry) {
  int index, act, *found = context;
  if (!entry->id || sscanf(entry->id, "editor-%d-%d", &index, &act) != 2)
    return true;
  int64_t number = editors[index].numbers[act];
  if (number != 0 && number != entry->number)
    fail_msg("%s was acknowledged as %lld and is %lld", entry->id, (long long)number,
             (long long)entry->number);
  *found += number != 0;
  return true;
}

/* In a copy, so that the room itself finds what was left. */
static void expect_all(void) {
  char command[8192], path[4096];
  journal_state state;
  int found = 0, expected = 0;
  snprintf(command, sizeof command,
           "cd '%s' && rm -rf copy && mkdir copy && cp " NAME ".workshop.sqlite* copy", folder);
  run_result copied = run(command);
  assert_int_equal(copied.status, 0);
  run_free(&copied);
  snprintf(path, sizeof path, "%s/copy/" NAME ".workshop.sqlite", folder);
  journal *j = journal_open(path, NAME ".json", "", 0, &state);
  if (!j)
    fail_msg("the journal is not opened: %d", (int)state);
  assert_true(journal_read(j, 1, journal_last(j), look_at, &found));
  journal_close(j);
  for (int i = 0; i < EDITORS; i++)
    for (int k = 0; k < editors[i].acts; k++)
      expected += editors[i].numbers[k] != 0;
  assert_int_equal(found, expected);
}

/* --- the law */

static void let_all_in(void) {
  http facilitator;
  long long number;
  http_begin(&facilitator, room.port);
  assert_true(enter_workshop(&room, &facilitator, "facilitator"));
  char *form =
      http_form("kind", "allow", "id", "allow-edit", "value", "edit", "text", "look", NULL);
  assert_int_equal(act_in_workshop(&facilitator, form, &number, NULL), 200);
  free(form);
  http_end(&facilitator);
  for (int i = 0; i < EDITORS; i++) {
    editors[i] = (editor){.index = i};
    http_begin(&editors[i].browser, room.port);
    assert_true(enter_workshop(&room, &editors[i].browser, "participant"));
  }
}

static void edit_and_kill(int round) {
  pthread_t threads[EDITORS];
  int before = atomic_load(&acknowledged);
  for (int i = 0; i < EDITORS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, edit_until_killed, &editors[i]), 0);
  for (int waited = 0; atomic_load(&acknowledged) < before + ACTS_EACH && waited < 60000; waited++)
    usleep(1000);
  usleep((unsigned)(round * 7919 % 20000));
  bool gone = kill_workshop(&room);
  for (int i = 0; i < EDITORS; i++)
    pthread_join(threads[i], NULL);
  assert_true(gone); /* it leaves no process behind */
  for (int i = 0; i < EDITORS; i++)
    if (editors[i].problem[0])
      fail_msg("%s", editors[i].problem);
  assert_true(atomic_load(&acknowledged) >= before + ACTS_EACH);
}

static bool apply(void *context, const journal_entry *entry) {
  static const char *const effects[] = {"edit", "undo", "redo", "restore", "accept"};
  polku_model **model = context;
  for (size_t i = 0; entry->patch && i < sizeof effects / sizeof *effects; i++) {
    if (strcmp(entry->kind, effects[i]) != 0)
      continue;
    polku_report *report = polku_report_new();
    polku_model *next = polku_model_patch(*model, entry->patch, report);
    if (!next)
      fail_msg("entry %lld: %s", (long long)entry->number, entry->patch);
    polku_report_free(report);
    polku_model_free(*model);
    *model = next;
  }
  return true;
}

/* Every patch in its order, on the text of the beginning. */
static void expect_replay(const char *text) {
  char path[4096];
  journal_state state;
  int64_t at;
  size_t length;
  snprintf(path, sizeof path, "%s/" NAME ".workshop.sqlite", folder);
  journal *j = journal_open(path, NAME ".json", "", 0, &state);
  assert_non_null(j);
  char *beginning = journal_text_before(j, 0, &at, &length);
  assert_non_null(beginning);
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("m.json", beginning, length, report);
  assert_non_null(model);
  assert_true(journal_read(j, 1, journal_last(j), apply, &model));
  assert_string_equal(polku_model_text(model, &length), text);
  polku_model_free(model);
  polku_report_free(report);
  free(beginning);
  journal_close(j);
}

static char *text_of_model(void) {
  http_answer answer;
  assert_true(http_get(&editors[0].browser, "/api/model.json", &answer));
  assert_int_equal(answer.status, 200);
  char *text = strdup(answer.body);
  http_free(&answer);
  return text;
}

static void nothing_acknowledged_is_lost_by_a_killed_room(void **state) {
  (void)state;
  char command[8192];
  folder = new_folder();
  snprintf(command, sizeof command, "cp '" POLKU_SOURCE_DIR "/models/" NAME ".json' '%s'", folder);
  run_result copied = run(command);
  assert_int_equal(copied.status, 0);
  run_free(&copied);
  assert_true(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  int port = room.port;
  let_all_in();
  for (int round = 0; round < rounds(); round++) {
    edit_and_kill(round);
    expect_all();
    assert_true(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", port));
    for (int i = 0; i < EDITORS; i++)
      send_again(&editors[i]);
  }
  char *text = text_of_model();
  assert_int_equal(stop_workshop(&room), 0);
  expect_all();
  expect_replay(text);
  free(text);
  for (int i = 0; i < EDITORS; i++)
    http_end(&editors[i].browser);
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_acknowledged_is_lost_by_a_killed_room),
  };
  return RUN(tests);
}
