/* The workshop beside what else happens on a laptop: the disk fills up while the room works, the
 * same model is opened twice, its journal is thrown away under it. */
#define _GNU_SOURCE
#include "support/check.h"
#include "support/files.h"
#include "support/program.h"
#include "support/run.h"
#include "support/workshop.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "start"

static char *folder;

static void copy_model(void) {
  char command[8192];
  snprintf(command, sizeof command, "cp '" POLKU_SOURCE_DIR "/models/" NAME ".json' '%s'", folder);
  run_result copied = run(command);
  if (copied.status != 0)
    fail_msg("%s", copied.err);
  run_free(&copied);
}

static int enter(void **state) {
  (void)state;
  folder = new_folder();
  return 0;
}

static int leave(void **state) {
  (void)state;
  remove_folder(folder);
  free(folder);
  return 0;
}

static int write_title(http *browser, int n, long long *number, char sort[32]) {
  char id[32], patch[6000], filling[5000];
  memset(filling, 'x', sizeof filling);
  filling[sizeof filling - 1] = '\0'; /* so that the disk is full soon */
  snprintf(id, sizeof id, "title-%d-abcdef", n);
  snprintf(patch, sizeof patch, "{\"title\":{\"fi\":\"Polku %d\"},\"about\":{\"fi\":\"%s\"}}", n,
           filling);
  char *form = http_form("kind", "edit", "id", id, "base", "0", "patch", patch, NULL);
  int status;
  while ((status = act_in_workshop(browser, form, number, sort)) == 429)
    usleep(100000);
  free(form);
  return status;
}

static bool model_says(http *browser, int n) {
  http_answer answer;
  char title[64];
  snprintf(title, sizeof title, "\"Polku %d\"", n);
  bool says = http_get(browser, "/api/model.json", &answer) && answer.status == 200 &&
              strstr(answer.body, title);
  http_free(&answer);
  return says;
}

/* --- a disk that is full */

/* Ends the process where it went wrong. */
#define MUST(what)                                                                                 \
  do {                                                                                             \
    if (!(what)) {                                                                                 \
      fprintf(stderr, "line %d: %s (errno %d)\n", __LINE__, #what, errno);                         \
      _exit(1);                                                                                    \
    }                                                                                              \
  } while (0)

static void take_room(const char *filler) {
  static const char page[4096];
  FILE *file = fopen(filler, "wb");
  MUST(file);
  setvbuf(file, NULL, _IONBF, 0);
  long written = 0;
  while (fwrite(page, sizeof page, 1, file) == 1)
    written++;
  fclose(file);
  MUST(truncate(filler, (written - 40) * (long)sizeof page) == 0);
}

static int save(http *browser, const char *id) {
  char *form = http_form("kind", "save", "id", id, NULL);
  int status = act_in_workshop(browser, form, NULL, NULL);
  free(form);
  return status;
}

static void expect_kept(http *browser, int last) {
  long long number = 0;
  char sort[32];
  for (int n = 1; n <= last; n++) {
    MUST(write_title(browser, n, &number, sort) == 200);
    MUST(strcmp(sort, "again") == 0);
  }
}

/* A mount that this process alone sees, and that ends with it. */
static void on_small_disk(void) {
  workshop_room room;
  http browser;
  char filler[4200], sort[32];
  long long number = 0;
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount("tmpfs", folder, "tmpfs", 0, "size=4m") != 0)
    _exit(77);
  copy_model();
  snprintf(filler, sizeof filler, "%s/filler", folder);
  MUST(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  http_begin(&browser, room.port);
  MUST(enter_workshop(&room, &browser, "facilitator"));
  take_room(filler);
  int n = 0, status;
  while ((status = write_title(&browser, n + 1, &number, sort)) == 200)
    MUST(++n < 1000);
  MUST(n > 0);
  MUST(status == 507 && strcmp(sort, "full") == 0);
  MUST(write_title(&browser, n + 2, &number, sort) == 507);
  MUST(model_says(&browser, n)); /* the room goes on, as it was */
  MUST(unlink(filler) == 0);
  MUST(write_title(&browser, n + 1, &number, sort) == 200 && strcmp(sort, "done") == 0);
  MUST(model_says(&browser, n + 1));
  expect_kept(&browser, n + 1);
  MUST(save(&browser, "save-when-there-is-room") == 200);
  MUST(kill_workshop(&room));
  MUST(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", browser.port));
  MUST(model_says(&browser, n + 1));
  expect_kept(&browser, n + 1);
  MUST(stop_workshop(&room) == 0);
  http_end(&browser);
  _exit(0);
}

static void a_full_disk_is_said_and_the_room_goes_on(void **state) {
  (void)state;
  int status = 0;
  fflush(NULL);
  pid_t child = fork();
  if (child == 0)
    on_small_disk();
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77)
    skip();
  assert_int_equal(WEXITSTATUS(status), 0);
}

/* --- others at the same files */

static void a_model_has_one_room(void **state) {
  (void)state;
  workshop_room room, second;
  http browser;
  long long number = 0;
  char sort[32], problems[4200];
  copy_model();
  assert_true(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  http_begin(&browser, room.port);
  assert_true(enter_workshop(&room, &browser, "facilitator"));
  assert_int_equal(write_title(&browser, 1, &number, sort), 200);
  assert_false(start_workshop(&second, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  snprintf(problems, sizeof problems, "%s/problems.txt", folder);
  char *said = read_whole_file(problems, NULL);
  assert_non_null(strstr(said, "E-JOURNAL-BUSY"));
  free(said);
  program_expect(folder, "workshop --forget " NAME ".json", 1, NULL, "E-JOURNAL-BUSY");
  assert_int_equal(write_title(&browser, 2, &number, sort), 200);
  assert_true(model_says(&browser, 2));
  assert_int_equal(stop_workshop(&room), 0);
  http_end(&browser);
}

static void nothing_is_acknowledged_that_nobody_would_find_again(void **state) {
  (void)state;
  workshop_room room;
  http browser;
  long long number = 0;
  char sort[32], path[4200];
  copy_model();
  assert_true(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  http_begin(&browser, room.port);
  assert_true(enter_workshop(&room, &browser, "facilitator"));
  assert_int_equal(write_title(&browser, 1, &number, sort), 200);
  snprintf(path, sizeof path, "%s/" NAME ".workshop.sqlite", folder);
  assert_int_equal(unlink(path), 0);
  assert_int_equal(write_title(&browser, 2, &number, sort), 507);
  assert_true(model_says(&browser, 1));
  stop_workshop(&room);
  http_end(&browser);
}

static void what_is_forgotten_is_gone(void **state) {
  (void)state;
  workshop_room room;
  http browser;
  long long number = 0;
  char sort[32], command[4300];
  copy_model();
  assert_true(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  http_begin(&browser, room.port);
  assert_true(enter_workshop(&room, &browser, "facilitator"));
  assert_int_equal(write_title(&browser, 1, &number, sort), 200);
  kill_workshop(&room);
  program_expect(folder, "workshop --forget " NAME ".json", 0, NULL, NULL);
  snprintf(command, sizeof command, "ls -A '%s' | grep -v problems.txt", folder);
  run_result left = run(command);
  assert_string_equal(left.out, NAME ".json\n");
  run_free(&left);
  http_end(&browser);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_full_disk_is_said_and_the_room_goes_on),
      TEST(a_model_has_one_room),
      TEST(nothing_is_acknowledged_that_nobody_would_find_again),
      TEST(what_is_forgotten_is_gone),
  };
  return RUN(tests);
}
