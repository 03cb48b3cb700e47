/* The workshop beside what else happens on a laptop: the disk fills up while the room works, the
 * same model is opened twice, its journal is thrown away under it. */
#define _GNU_SOURCE
#include "support/check.h"
#include "support/folder.h"
#include "support/program.h"
#include "support/run.h"
#include "support/small_disk.h"
#include "support/workshop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAME "start"

static void copy_model(void) {
  char command[8192];
  snprintf(command, sizeof command, "cp '" POLKU_SOURCE_DIR "/models/" NAME ".json' '%s'", folder);
  run_result copied = run(command);
  if (copied.status != 0)
    fail_msg("%s", copied.err);
  run_free(&copied);
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

static int on_small_disk(void) {
  workshop_room room;
  http browser;
  char sort[32];
  long long number = 0;
  if (!mount_small_disk(folder, 4096))
    return SMALL_DISK_NONE;
  copy_model();
  MUST(start_workshop(&room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  http_begin(&browser, room.port);
  MUST(enter_workshop(&room, &browser, "facilitator"));
  fill_small_disk(folder, 40);
  int n = 0, status;
  while ((status = write_title(&browser, n + 1, &number, sort)) == 200)
    MUST(++n < 1000);
  MUST(n > 0);
  MUST(status == 507 && strcmp(sort, "full") == 0);
  MUST(write_title(&browser, n + 2, &number, sort) == 507);
  MUST(model_says(&browser, n)); /* the room goes on, as it was */
  free_small_disk(folder);
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
  return 0;
}

static void a_full_disk_is_said_and_the_room_goes_on(void **state) {
  (void)state;
  run_apart(on_small_disk);
}

/* --- others at the same files */

static void open_with_one_edit(workshop_room *room, http *browser) {
  long long number = 0;
  char sort[32];
  copy_model();
  assert_true(start_workshop(room, POLKU_BUILD_DIR, folder, NAME ".json", 0));
  http_begin(browser, room->port);
  assert_true(enter_workshop(room, browser, "facilitator"));
  assert_int_equal(write_title(browser, 1, &number, sort), 200);
}

static void a_model_has_one_room(void **state) {
  (void)state;
  workshop_room room, second;
  http browser;
  long long number = 0;
  char sort[32], problems[4200];
  open_with_one_edit(&room, &browser);
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
  open_with_one_edit(&room, &browser);
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
  char command[4300];
  open_with_one_edit(&room, &browser);
  kill_workshop(&room);
  program_expect(folder, "workshop --forget " NAME ".json", 0, NULL, NULL);
  snprintf(command, sizeof command, "ls -A '%s' | grep -v problems.txt", folder);
  run_result left = run(command);
  assert_string_equal(left.out, NAME ".json\n");
  run_free(&left);
  http_end(&browser);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_full_disk_is_said_and_the_room_goes_on),
      TEST(a_model_has_one_room),
      TEST(nothing_is_acknowledged_that_nobody_would_find_again),
      TEST(what_is_forgotten_is_gone),
  };
  return RUN(tests);
}
