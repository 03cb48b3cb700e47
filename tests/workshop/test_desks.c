/* Desks: what they answer, and that nothing that happens to one happens to the room.
 *
 * POLKU_LONG in the environment kills a thousand of them. */
#include "support/check.h"
#include "support/files.h"
#include "workshop/wire.h"
#include "workshop/desks.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MODEL POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"

extern char **environ;

/* --------------------------------------------------------------------------- asking and waiting */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t came = PTHREAD_COND_INITIALIZER;
static int turns; /* answers so far */

typedef struct asked {
  desk_state state;
  char *bytes;
  size_t length;
  int turn; /* which of all answers it was */
  bool done;
} asked;

static void answered(void *context, desk_state state, const char *bytes, size_t length) {
  asked *a = context;
  pthread_mutex_lock(&lock);
  assert_false(a->done);
  a->state = state;
  a->bytes = malloc(length + 1);
  if (length > 0)
    memcpy(a->bytes, bytes, length);
  a->bytes[length] = '\0';
  a->length = length;
  a->turn = ++turns;
  a->done = true;
  pthread_cond_broadcast(&came);
  pthread_mutex_unlock(&lock);
}

static void ask(desks *d, const desk_job *job, asked *answer) {
  *answer = (asked){.done = false};
  assert_true(desks_ask(d, job, answered, answer));
}

/* Longer than any job may take; not for ever. */
static void wait_for(asked *answer) {
  enum { PATIENCE = 300 }; /* seconds */
  struct timespec until;
  int error = 0;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += PATIENCE;
  pthread_mutex_lock(&lock);
  while (!answer->done && error == 0)
    error = pthread_cond_timedwait(&came, &lock, &until);
  pthread_mutex_unlock(&lock);
  if (error)
    fail_msg("an answer did not come");
}

/* Waits, and the state must be this one; the bytes are then of no more use. */
static void expect(asked *answer, desk_state state) {
  wait_for(answer);
  if (answer->state != state)
    print_error("%s\n", answer->bytes);
  assert_int_equal(answer->state, state);
  free(answer->bytes);
}

static char *model;
static size_t model_length;

static desk_job job_of(desk_kind kind) {
  return (desk_job){.kind = kind,
                    .texts = {model},
                    .lengths = {model_length},
                    .names = {"rovaniemi-tyokyky.json"},
                    .number = 7};
}

/* Of a model that takes little time, so that what is slow is done in its time on a machine that has
 * much else to do. */
static desk_job small_job(desk_kind kind) {
  static const char small[] =
      "{\"format\": \"polku/1\", \"title\": {\"fi\": \"Polku\"}, \"step\": \"month\", "
      "\"horizon\": 6, \"stages\": {\"a\": {\"duration\": {\"fixed\": 2}}, \"b\": {\"final\": "
      "true}}, "
      "\"transitions\": {\"t\": {\"from\": \"a\", \"to\": \"b\", \"share\": 1}}, "
      "\"groups\": {\"g\": {\"size\": 4, \"start\": \"a\"}}}";
  desk_job job = job_of(kind);
  job.texts[0] = small;
  job.lengths[0] = sizeof small - 1;
  return job;
}

static desks *open_desks(int most) {
  polku_report *report = polku_report_new();
  desks *d = desks_new(POLKU_BUILD_DIR "/polku-desk", POLKU_BUILD_DIR "/polku-render",
                       POLKU_SOURCE_DIR "/plugins", most, report);
  assert_non_null(d);
  polku_report_free(report);
  return d;
}

/* A quick job, so that a desk runs and has read what it needs. */
static void warm(desks *d) {
  asked a;
  desk_job job = job_of(DESK_PROBLEMS);
  ask(d, &job, &a);
  expect(&a, DESK_DONE);
}

/* The only desk, stopped where it is: whatever it is asked does not end. */
static int stop_desk(desks *d) {
  int pid = 0;
  warm(d);
  assert_int_equal(desks_running(d, &pid, 1), 1);
  assert_int_equal(kill(pid, SIGSTOP), 0);
  return pid;
}

/* Time enough for an idle thread to take a job. */
static void pause_a_little(void) {
  nanosleep(&(struct timespec){.tv_nsec = 300000000}, NULL);
}

static json_t *answer_of(desks *d, const desk_job *job, desk_state state) {
  asked a;
  ask(d, job, &a);
  wait_for(&a);
  assert_int_equal(a.state, state);
  json_t *json = json_loads(a.bytes, 0, NULL);
  assert_non_null(json);
  free(a.bytes);
  return json;
}

/* ----------------------------------------------------------------------------- what they answer */

static double number_at(const json_t *object, const char *name) {
  const json_t *value = json_object_get(object, name);
  assert_true(json_is_number(value));
  return json_number_value(value);
}

/* Everybody who is there stands in a stage. */
static void check_rows(const json_t *figures, double people) {
  const json_t *rows = json_object_get(figures, "occupancy");
  size_t stages = json_array_size(json_object_get(figures, "stages"));
  assert_int_equal(json_array_size(rows), (size_t)number_at(figures, "horizon") + 1);
  for (size_t t = 0; t < json_array_size(rows); t++) {
    double sum = 0;
    assert_int_equal(json_array_size(json_array_get(rows, t)), stages);
    for (size_t s = 0; s < stages; s++)
      sum += json_number_value(json_array_get(json_array_get(rows, t), s));
    assert_true(sum <= people + 0.1);
    assert_true(t > 0 || sum >= people - 0.1);
  }
}

static void figures_say_how_many_of_our_people_and_how_sure_that_is(void **state) {
  (void)state;
  desks *d = open_desks(2);
  for (int quick = 0; quick < 2; quick++) {
    desk_job job = job_of(DESK_FIGURES);
    job.quick = quick;
    json_t *figures = answer_of(d, &job, DESK_DONE), *work = json_object_get(figures, "work");
    assert_int_equal((int)number_at(figures, "number"), 7);
    assert_string_equal(json_string_value(json_object_get(figures, "effort")),
                        quick ? "quick" : "full");
    double people = number_at(figures, "people"), at_work = number_at(work, "people");
    assert_true(people == 64);
    assert_true(at_work > 1 && at_work < people);
    assert_true(number_at(work, "low") < at_work && at_work < number_at(work, "high"));
    assert_true(number_at(figures, "assumed") > 0);
    assert_true(number_at(figures, "assumed") <= number_at(figures, "numbers"));
    assert_true(number_at(json_object_get(json_object_get(figures, "third"), "without"), "people") <
                0);
    assert_true(json_array_size(json_object_get(figures, "places")) > 0);
    assert_int_equal(json_array_size(json_object_get(figures, "dates")), 25);
    check_rows(figures, people);
    json_decref(figures);
  }
  desks_free(d);
}

static void a_model_that_is_refused_is_answered_with_reasons_in_three_languages(void **state) {
  (void)state;
  static const char broken[] =
      "{\"format\": \"polku/1\", \"title\": {\"fi\": \"x\"}, \"region\": \"nowhere\", "
      "\"stages\": {\"a\": {}, \"b\": {}}, \"transitions\": {\"t\": {\"from\": \"a\", \"to\": "
      "\"zz\"}}}";
  static const char *const langs[] = {"fi", "sv", "en"};
  desks *d = open_desks(2);
  for (int kind = DESK_PROBLEMS; kind <= DESK_FIGURES; kind++) {
    desk_job job = job_of((desk_kind)kind);
    job.texts[0] = broken;
    job.lengths[0] = strlen(broken);
    json_t *said = answer_of(d, &job, kind == DESK_PROBLEMS ? DESK_DONE : DESK_WRONG);
    for (int lang = 0; lang < 3; lang++) {
      const json_t *list = json_object_get(said, langs[lang]), *first = json_array_get(list, 0);
      assert_true(json_array_size(list) > 0);
      assert_string_equal(json_string_value(json_object_get(first, "severity")), "error");
      assert_true(json_string_length(json_object_get(first, "message")) > 10);
    }
    assert_string_not_equal(json_string_value(json_object_get(
                                json_array_get(json_object_get(said, "fi"), 0), "message")),
                            json_string_value(json_object_get(
                                json_array_get(json_object_get(said, "en"), 0), "message")));
    json_decref(said);
  }
  desks_free(d);
}

static void a_picture_comes_in_the_format_that_was_asked_for(void **state) {
  (void)state;
  static const struct {
    polku_format format;
    const char *begins;
  } formats[] = {{POLKU_SVG, "<?xml"}, {POLKU_PNG, "\x89PNG"}, {POLKU_PDF, "%PDF"}};
  desks *d = open_desks(1);
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    desk_job job = job_of(DESK_PICTURE);
    asked a;
    job.format = formats[i].format;
    ask(d, &job, &a);
    wait_for(&a);
    assert_int_equal(a.state, DESK_DONE);
    assert_memory_equal(a.bytes, formats[i].begins, 4);
    assert_true(a.length > 5000);
    free(a.bytes);
  }
  desks_free(d);
}

static void the_vocabulary_names_what_rules_of_the_region_know(void **state) {
  (void)state;
  desks *d = open_desks(1);
  desk_job job = job_of(DESK_VOCABULARY);
  json_t *said = answer_of(d, &job, DESK_DONE);
  assert_true(json_array_size(json_object_get(said, "kinds")) > 3);
  assert_true(json_array_size(json_object_get(said, "roles")) > 3);
  json_decref(said);
  desks_free(d);
}

static void a_scenario_is_computed_where_it_is_named(void **state) {
  (void)state;
  desks *d = open_desks(1);
  desk_job job = job_of(DESK_FIGURES);
  job.quick = true;
  json_t *plain = answer_of(d, &job, DESK_DONE);
  job.scenario = "without-neuvokas";
  json_t *without = answer_of(d, &job, DESK_DONE);
  assert_true(number_at(json_object_get(without, "work"), "people") <
              number_at(json_object_get(plain, "work"), "people"));
  json_decref(without);
  job.scenario = "nothing-like-it";
  json_decref(answer_of(d, &job, DESK_WRONG));
  job.scenario = NULL;
  job.names[0] = "rovaniemi.json#tyokyky"; /* a file may be called so */
  json_t *called = answer_of(d, &job, DESK_DONE);
  assert_true(json_equal(called, plain));
  json_decref(called);
  json_decref(plain);
  desks_free(d);
}

static void texts_of_any_bytes_and_lengths_are_answered(void **state) {
  (void)state;
  enum { LARGE = 6 << 20 };
  char *large = malloc(LARGE);
  memset(large, '[', LARGE);
  const struct {
    const char *text;
    size_t length;
  } texts[] = {{"", 0}, {"\0\0\0{", 4}, {"\xff\xfe{\"a\xc3\": 1}", 10}, {large, LARGE}};
  desks *d = open_desks(1);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    desk_job job = job_of(DESK_FIGURES);
    job.texts[0] = texts[i].text;
    job.lengths[0] = texts[i].length;
    json_decref(answer_of(d, &job, DESK_WRONG));
  }
  free(large);
  desks_free(d);
}

/* ------------------------------------------------------------------------------ order and slots */

static void the_newest_of_a_slot_wins(void **state) {
  (void)state;
  enum { ASKED = 6 };
  asked first, of_slot[ASKED];
  desks *d = open_desks(1);
  int pid = stop_desk(d);
  desk_job job = job_of(DESK_PROBLEMS);
  ask(d, &job, &first);
  job.slot = "what-if 3";
  for (int i = 0; i < ASKED; i++)
    ask(d, &job, &of_slot[i]);
  for (int i = 0; i < ASKED - 1; i++)
    expect(&of_slot[i], DESK_REPLACED); /* although the desk stands still */
  assert_int_equal(kill(pid, SIGCONT), 0);
  expect(&first, DESK_DONE);
  expect(&of_slot[ASKED - 1], DESK_DONE);
  desks_free(d);
}

static void what_is_being_done_in_a_slot_is_stopped_for_the_newest(void **state) {
  (void)state;
  asked old, new;
  desks *d = open_desks(1);
  stop_desk(d);
  desk_job job = job_of(DESK_PROBLEMS);
  job.slot = "figures";
  ask(d, &job, &old);
  pause_a_little();
  ask(d, &job, &new);
  expect(&old, DESK_REPLACED);
  expect(&new, DESK_DONE); /* at another desk: the old one never went on */
  desks_free(d);
}

static void the_most_urgent_is_done_first(void **state) {
  (void)state;
  static const int urgencies[] = {5, 1, 3, 1}, turns_expected[] = {4, 1, 3, 2};
  asked first, others[4];
  desks *d = open_desks(1);
  int pid = stop_desk(d);
  desk_job job = job_of(DESK_PROBLEMS);
  ask(d, &job, &first);
  pause_a_little(); /* it is at the desk now */
  for (int i = 0; i < 4; i++) {
    job.urgency = urgencies[i];
    ask(d, &job, &others[i]);
  }
  kill(pid, SIGCONT);
  expect(&first, DESK_DONE);
  for (int i = 0; i < 4; i++)
    expect(&others[i], DESK_DONE);
  for (int i = 0; i < 4; i++)
    assert_int_equal(others[i].turn - first.turn, turns_expected[i]);
  desks_free(d);
}

/* Who asks for three things waits for the second until the others had one. */
static void of_equals_each_comes_in_turn(void **state) {
  (void)state;
  static const int clients[] = {7, 7, 7, 8, 9, 8}, turns_expected[] = {1, 4, 6, 2, 3, 5};
  asked first, others[6];
  desks *d = open_desks(1);
  int pid = stop_desk(d);
  desk_job job = job_of(DESK_PROBLEMS);
  ask(d, &job, &first);
  pause_a_little(); /* it is at the desk now */
  for (int i = 0; i < 6; i++) {
    job.whose = clients[i];
    ask(d, &job, &others[i]);
  }
  kill(pid, SIGCONT);
  expect(&first, DESK_DONE);
  for (int i = 0; i < 6; i++)
    expect(&others[i], DESK_DONE);
  for (int i = 0; i < 6; i++)
    assert_int_equal(others[i].turn - first.turn, turns_expected[i]);
  desks_free(d);
}

static void what_is_asked_for_more_urgently_moves_forward(void **state) {
  (void)state;
  asked first, others[3];
  desks *d = open_desks(1);
  int pid = stop_desk(d);
  desk_job job = job_of(DESK_PROBLEMS);
  ask(d, &job, &first);
  pause_a_little();
  for (int i = 0; i < 3; i++) {
    job.urgency = 3 + i;
    job.slot = i == 2 ? "the minutes" : NULL;
    ask(d, &job, &others[i]);
  }
  desks_hurry(d, "the minutes", 1);
  desks_hurry(d, "nobody's", 1);
  kill(pid, SIGCONT);
  expect(&first, DESK_DONE);
  for (int i = 0; i < 3; i++)
    expect(&others[i], DESK_DONE);
  assert_true(others[2].turn < others[0].turn && others[0].turn < others[1].turn);
  desks_free(d);
}

/* The desk that began first, stopped in the middle of its job. */
static int stop_first_desk(desks *d) {
  int pid = 0;
  while (desks_running(d, &pid, 1) == 0)
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  assert_int_equal(kill(pid, SIGSTOP), 0);
  return pid;
}

/* Of each urgency one slow job is done: who leads does not wait for the report of another, and the
 * next report of the others does. */
static void a_slow_job_keeps_none_of_another_urgency_from_its_desk(void **state) {
  (void)state;
  asked reports[2], minutes;
  desks *d = open_desks(3);
  desk_job slow = job_of(DESK_REPORT), small = small_job(DESK_REPORT);
  slow.urgency = small.urgency = 5;
  ask(d, &slow, &reports[0]);
  int pid = stop_first_desk(d);
  ask(d, &small, &reports[1]);
  small.urgency = 4;
  ask(d, &small, &minutes);
  wait_for(&minutes);
  bool waited = !reports[0].done && !reports[1].done;
  kill(pid, SIGCONT);
  expect(&minutes, DESK_DONE);
  expect(&reports[0], DESK_DONE);
  expect(&reports[1], DESK_DONE);
  desks_free(d);
  assert_true(waited);
}

static void a_report_keeps_nobody_from_a_picture(void **state) {
  (void)state;
  asked reports[3], picture;
  desks *d = open_desks(2);
  desk_job slow = small_job(DESK_REPORT), quick = small_job(DESK_PICTURE);
  quick.urgency = 9;
  for (int i = 0; i < 3; i++)
    ask(d, &slow, &reports[i]);
  ask(d, &quick, &picture);
  expect(&picture, DESK_DONE);
  expect(&reports[0], DESK_DONE);
  assert_true(picture.turn < reports[0].turn);
  desks_free(d);
  expect(&reports[1], DESK_CLOSED);
  expect(&reports[2], DESK_CLOSED);
}

/* ------------------------------------------------------------------------------ what goes wrong */

static void a_job_whose_desk_is_killed_is_done_again(void **state) {
  (void)state;
  asked a;
  desks *d = open_desks(1);
  int pid = stop_desk(d), after = 0;
  desk_job job = job_of(DESK_FIGURES);
  job.quick = true;
  ask(d, &job, &a);
  assert_int_equal(kill(pid, SIGKILL), 0);
  expect(&a, DESK_DONE);
  assert_int_equal(desks_running(d, &after, 1), 1);
  assert_int_not_equal(pid, after);
  desks_free(d);
}

static void a_job_that_hangs_dies_and_the_room_goes_on(void **state) {
  (void)state;
  asked a;
  desks *d = open_desks(1);
  stop_desk(d);
  desk_job job = job_of(DESK_FIGURES);
  job.quick = true;
  ask(d, &job, &a);
  expect(&a, DESK_DIED);
  warm(d);
  desks_free(d);
}

static void whoever_waits_at_the_end_is_told(void **state) {
  (void)state;
  enum { ASKED = 20 };
  asked answers[ASKED];
  desks *d = open_desks(3);
  desk_job job = job_of(DESK_FIGURES);
  for (int i = 0; i < ASKED; i++)
    ask(d, &job, &answers[i]);
  desks_free(d);
  for (int i = 0; i < ASKED; i++) {
    assert_true(answers[i].done);
    assert_true(answers[i].state == DESK_CLOSED || answers[i].state == DESK_DONE);
    free(answers[i].bytes);
  }
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
  assert_int_equal(errno, ECHILD);
}

static int files_open(void) {
  int count = 0;
  DIR *folder = opendir("/proc/self/fd");
  while (readdir(folder))
    count++;
  closedir(folder);
  return count;
}

/* Kills every desk that runs, whatever it does. */
static void kill_all(desks *d) {
  int pids[8], count = desks_running(d, pids, 8);
  for (int i = 0; i < count; i++)
    kill(pids[i], SIGKILL);
}

/* One picture and what rules say, and a desk killed in the middle; what was not done twice lives.
 */
static void kill_one_round(desks *d) {
  asked picture, said;
  desk_job job = job_of(DESK_PICTURE);
  job.touch = true;
  ask(d, &job, &picture);
  job = job_of(DESK_PROBLEMS);
  ask(d, &job, &said);
  kill_all(d);
  wait_for(&picture);
  wait_for(&said);
  free(picture.bytes);
  free(said.bytes);
}

static void a_thousand_killed_desks_leave_nothing_behind(void **state) {
  (void)state;
  int kills = long_or(1000, 50), files = 0;
  size_t memory = 0;
  desks *d = open_desks(2);
  for (int i = 0; i < kills; i++) {
    kill_one_round(d);
    if (i == 20) {
      files = files_open();
      memory = mallinfo2().uordblks;
    }
  }
  warm(d);
  assert_in_range(files_open(), 0, files + 2);
  assert_in_range(mallinfo2().uordblks, 0, memory + 64 * 1024);
  desks_free(d);
  assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* The process that draws for a desk; 0: none just now. */
static int child_of(int desk) {
  char path[64];
  int child = 0;
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", desk, desk);
  FILE *file = fopen(path, "r");
  if (file && fscanf(file, "%d", &child) != 1)
    child = 0;
  if (file)
    fclose(file);
  return child;
}

static void who_draws_may_be_killed_and_the_picture_comes(void **state) {
  (void)state;
  enum { ENOUGH = 20 };
  int kills = 0;
  desks *d = open_desks(1);
  for (int round = 0; round < 2000 && kills < ENOUGH; round++) {
    int desk = 0;
    asked picture;
    desk_job job = small_job(DESK_PICTURE);
    ask(d, &job, &picture);
    if (round % 2) /* at work, or idle after the last one */
      nanosleep(&(struct timespec){.tv_nsec = round % 40 * 500000}, NULL);
    int child = desks_running(d, &desk, 1) ? child_of(desk) : 0;
    kills += child > 0 && kill(child, SIGKILL) == 0;
    expect(&picture, DESK_DONE);
  }
  assert_int_equal(kills, ENOUGH);
  desks_free(d);
}

/* ---------------------------------------------------------------------------- what a desk reads */

/* A desk of its own, fed with bytes; how it ended. */
static int desk_fed_with(const void *bytes, size_t length) {
  int fds[2], status;
  char *const argv[] = {POLKU_BUILD_DIR "/polku-desk", "", "", "front", NULL};
  posix_spawn_file_actions_t actions;
  pid_t pid;
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, fds[1], 0);
  assert_int_equal(posix_spawn(&pid, argv[0], &actions, NULL, argv, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(fds[1]);
  assert_true(send(fds[0], bytes, length, MSG_NOSIGNAL) >= 0);
  shutdown(fds[0], SHUT_WR);
  while (recv(fds[0], (char[4096]){0}, 4096, 0) > 0)
    ;
  assert_int_equal(waitpid(pid, &status, 0), pid);
  close(fds[0]);
  return status;
}

static void a_desk_that_reads_nonsense_ends_by_itself(void **state) {
  (void)state;
  desk_request whole = {.magic = DESK_MAGIC, .kind = DESK_FIGURES};
  for (int i = 0; i < DESK_STRINGS; i++)
    whole.lengths[i] = DESK_NO_STRING;
  desk_request other = whole, kind = whole, long_text = whole, cut = whole;
  other.magic = 1;
  kind.kind = 4000;
  long_text.lengths[DESK_TEXT_A] = DESK_STRING_MOST + 1;
  cut.lengths[DESK_TEXT_A] = 100;
  const desk_request *requests[] = {&other, &kind, &long_text, &cut, &whole};
  for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
    assert_true(WIFEXITED(desk_fed_with(requests[i], sizeof *requests[i])));
  for (size_t length = 0; length < sizeof whole; length += 7)
    assert_true(WIFEXITED(desk_fed_with(&whole, length)));
}

static void without_the_program_there_is_a_sentence(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_problem problem;
  assert_null(desks_new("/nowhere/polku-desk", "", "", 2, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-DESK-START");
  assert_true(polku_report_failed(report));
  polku_report_free(report);
}

static int read_model(void **state) {
  (void)state;
  model = read_whole_file(MODEL, &model_length);
  return model ? 0 : -1;
}

static int free_model(void **state) {
  (void)state;
  free(model);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(figures_say_how_many_of_our_people_and_how_sure_that_is),
      cmocka_unit_test(a_model_that_is_refused_is_answered_with_reasons_in_three_languages),
      cmocka_unit_test(a_picture_comes_in_the_format_that_was_asked_for),
      cmocka_unit_test(the_vocabulary_names_what_rules_of_the_region_know),
      cmocka_unit_test(a_scenario_is_computed_where_it_is_named),
      cmocka_unit_test(texts_of_any_bytes_and_lengths_are_answered),
      cmocka_unit_test(the_newest_of_a_slot_wins),
      cmocka_unit_test(what_is_being_done_in_a_slot_is_stopped_for_the_newest),
      cmocka_unit_test(the_most_urgent_is_done_first),
      cmocka_unit_test(of_equals_each_comes_in_turn),
      cmocka_unit_test(what_is_asked_for_more_urgently_moves_forward),
      cmocka_unit_test(a_slow_job_keeps_none_of_another_urgency_from_its_desk),
      cmocka_unit_test(a_report_keeps_nobody_from_a_picture),
      cmocka_unit_test(a_job_whose_desk_is_killed_is_done_again),
      cmocka_unit_test(a_job_that_hangs_dies_and_the_room_goes_on),
      cmocka_unit_test(whoever_waits_at_the_end_is_told),
      cmocka_unit_test(a_thousand_killed_desks_leave_nothing_behind),
      cmocka_unit_test(who_draws_may_be_killed_and_the_picture_comes),
      cmocka_unit_test(a_desk_that_reads_nonsense_ends_by_itself),
      cmocka_unit_test(without_the_program_there_is_a_sentence),
  };
  return cmocka_run_group_tests_name("desks", tests, read_model, free_model);
}
