/* The model's file: saved whole, in its author's layout, and never over what somebody else wrote.
 */
#define _DEFAULT_SOURCE
#include "rooms.h"
#include "support/files.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SHARE(x) "{\"transitions\": {\"start-trial\": {\"share\": " x "}}}"

static void expect_file(const char *expected) {
  char *text = rooms_read(here.model);
  assert_string_equal(text, expected);
  free(text);
}

/* The file with a part of its text replaced, as an editor would leave it. */
static void change_file(const char *old, const char *new) {
  char *text = rooms_read(here.model), *at = strstr(text, old), *changed = calloc(1, 1 << 16);
  assert_non_null(at);
  snprintf(changed, 1 << 16, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
  rooms_write(here.model, changed);
  free(text);
  free(changed);
}

/* --- the disk is told to keep: what the room calls, looked at on the way */

static struct {
  struct stat kept; /* what was synchronised last */
  bool whole;       /* what was renamed had been synchronised, all of it */
  bool named;       /* … and the folder after it */
  bool full;
} disk;

int fsync(int file) {
  assert_int_equal(fstat(file, &disk.kept), 0);
  disk.named = disk.whole && S_ISDIR(disk.kept.st_mode);
  if (disk.full) {
    errno = ENOSPC;
    return -1;
  }
  return (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to) {
  struct stat info;
  disk.whole = stat(from, &info) == 0 && info.st_ino == disk.kept.st_ino &&
               info.st_size == disk.kept.st_size;
  return (int)syscall(SYS_rename, from, to);
}

/* Else the power that goes leaves an empty file, or the old one, of a save that was answered. */
static void a_saved_file_is_on_the_disk_before_it_replaces_the_old_one(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  disk.whole = disk.named = false;
  assert_int_equal(on(leader, "save", -1), 200);
  assert_true(disk.whole);
  assert_true(disk.named);
}

static void a_saved_file_differs_only_where_somebody_edited(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  say(leader, "comment", "tallennetaan");
  expect_file(rooms_model); /* not before it is saved */
  assert_false(room_is_saved(here.room));
  assert_int_equal(on(leader, "save", -1), 200);
  assert_true(room_is_saved(here.room));
  char expected[sizeof rooms_model];
  memcpy(expected, rooms_model, sizeof expected);
  memcpy(strstr(expected, "0.4"), "0.3", 3);
  expect_file(expected);
  json_t *seen = state_of(leader);
  assert_int_equal(json_integer_value(json_object_get(seen, "saved_number")), 1);
  json_decref(seen);
}

static void what_was_undone_leaves_no_trace_in_the_file(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, "{\"stages\": {\"trial\": null}, \"transitions\": {\"start-trial\": null,"
               " \"trial-work\": null}}");
  on(leader, "undo", -1);
  assert_true(room_is_saved(here.room));
  on(leader, "save", -1);
  expect_file(rooms_model);
}

static void permissions_and_links_stay(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  char real[5000];
  struct stat info;
  room_close(here.room);
  snprintf(real, sizeof real, "%s/real.json", here.folder);
  assert_int_equal(rename(here.model, real), 0);
  assert_int_equal(chmod(real, 0640), 0);
  assert_int_equal(symlink("real.json", here.model), 0);
  remove(here.journal);
  rooms_open();
  leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  assert_int_equal(on(leader, "save", -1), 200);
  assert_int_equal(lstat(here.model, &info), 0);
  assert_true(S_ISLNK(info.st_mode));
  assert_int_equal(stat(real, &info), 0);
  assert_int_equal(info.st_mode & 0777, 0640);
  char *text = rooms_read(real);
  assert_non_null(strstr(text, "0.3"));
  free(text);
}

static void what_somebody_else_wrote_is_taken_in_before_a_save(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  change_file("\"horizon\": 12", "\"horizon\": 18");
  assert_int_equal(on(leader, "save", -1), 200);
  assert_true(here.answer.model_changed);
  expect_now("/horizon", "18");
  char *text = rooms_read(here.model);
  assert_non_null(strstr(text, "\"horizon\": 18"));
  assert_non_null(strstr(text, "0.3"));
  free(text);
  json_t *state_now = state_of(leader);
  json_t *entry = json_array_get(json_object_get(state_now, "entries"), 1);
  assert_int_equal(json_integer_value(json_object_get(entry, "client")), 0);
  assert_string_equal(json_string_value(json_object_get(entry, "kind")), "edit");
  json_decref(state_now);
}

static void what_was_written_while_the_room_was_closed_is_taken_in_once(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  room_close(here.room);
  change_file("\"horizon\": 12", "\"horizon\": 18");
  rooms_open();
  expect_now("/horizon", "18");
  expect_now("/transitions/start-trial/share", "0.3");
  edit(leader, "{\"horizon\": 24}");
  rooms_reopen(); /* the file still says 18, which was heard already */
  expect_now("/horizon", "24");
  assert_int_equal(room_number(here.room), 3);
}

/* The file was replaced, but the journal had no room to say so. */
static void a_save_that_was_cut_short_is_not_taken_for_somebody_elses(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  journal_state opened;
  edit(leader, SHARE("0.3"));
  on(leader, "save", -1);
  edit(leader, SHARE("0.5"));
  int64_t number = room_number(here.room);
  room_close(here.room);
  journal *j = journal_open(here.journal, "koitto.json", rooms_model, strlen(rooms_model), &opened);
  assert_non_null(j);
  assert_true(journal_set(j, "file", rooms_model));
  journal_close(j);
  rooms_open();
  assert_int_equal(room_number(here.room), number);
  expect_now("/transitions/start-trial/share", "0.5");
}

static void a_change_that_does_not_fit_is_kept_as_a_proposal(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, "{\"stages\": {\"a\": {\"final\": true}}, \"transitions\": {\"start-a\":"
               " {\"from\": \"start\", \"to\": \"a\", \"share\": 0.5}}}");
  change_file("\"share\": 0.4", "\"share\": 0.7");
  assert_int_equal(on(leader, "save", -1), 200);
  json_t *state_now = state_of(leader);
  assert_int_equal(json_array_size(json_object_get(state_now, "proposals")), 1);
  json_decref(state_now);
  expect_now("/transitions/start-trial/share", "0.4");
}

/* Whoever changed the file did not mean an edit of ours, but neither may one edit bring back all of
 * what they took away. */
static void an_edit_to_what_a_changed_file_lacks_is_kept(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  change_file(
      ",\n    \"city\":    { \"name\": { \"fi\": \"Kaupunki\" },     \"sector\": \"public\" }", "");
  on(leader, "save", -1);
  expect_now("/actors/city", "nothing");
  edit_at(leader, 0, "{\"actors\": {\"city\": {\"name\": {\"fi\": \"Kunta\"}}}}");
  expect_sort("kept");
  expect_now("/actors/city", "nothing");
}

static void a_file_that_is_no_model_is_not_overwritten(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  rooms_write(here.model, "{ half a mod");
  assert_int_equal(on(leader, "save", -1), 409);
  expect_file("{ half a mod");
  remove(here.model);
  assert_int_equal(on(leader, "save", -1), 200); /* who took it away gets it back */
  char *text = rooms_read(here.model);
  assert_non_null(strstr(text, "0.3"));
  free(text);
}

static void a_file_that_is_protected_stays_as_it_is(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  assert_int_equal(chmod(here.model, 0444), 0);
  assert_int_equal(on(leader, "save", -1), 507);
  expect_file(rooms_model);
  assert_false(room_is_saved(here.room));
  assert_int_equal(chmod(here.model, 0644), 0);
  assert_int_equal(on(leader, "save", -1), 200);
  assert_true(room_is_saved(here.room));
}

static void a_save_that_fails_changes_nothing(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  edit(leader, SHARE("0.3"));
  char *saved = strdup(here.folder), moved[5000];
  snprintf(moved, sizeof moved, "%s-moved", here.folder);
  assert_int_equal(rename(here.folder, moved), 0); /* the folder is gone */
  assert_int_equal(on(leader, "save", -1), 507);
  assert_string_not_equal(last_text("message"), "");
  assert_int_equal(rename(moved, saved), 0);
  expect_file(rooms_model);
  assert_int_equal(on(leader, "save", -1), 200);
  free(saved);
}

static void count_file(void *context, const char *path) {
  *(int *)context += strstr(path, ".sqlite") == NULL;
}

static void a_save_on_a_full_disk_leaves_nothing_behind(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  int files = 0;
  edit(leader, SHARE("0.3"));
  disk.full = true;
  assert_int_equal(on(leader, "save", -1), 507);
  disk.full = false;
  expect_file(rooms_model);
  visit_files(here.folder, count_file, &files);
  assert_int_equal(files, 1);
}

/* A folder or a pipe where the file was: nobody waits, and nothing is replaced. */
static void what_is_no_plain_file_is_no_model(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  struct stat info;
  edit(leader, SHARE("0.3"));
  for (int pipe = 0; pipe < 2; pipe++) {
    assert_int_equal(remove(here.model), 0);
    assert_int_equal(pipe ? mkfifo(here.model, 0600) : mkdir(here.model, 0700), 0);
    assert_int_equal(on(leader, "save", -1), 409);
    expect_sort("conflict");
    assert_int_equal(stat(here.model, &info), 0);
    assert_true(pipe ? S_ISFIFO(info.st_mode) : S_ISDIR(info.st_mode));
  }
  assert_int_equal(remove(here.model), 0);
  assert_int_equal(on(leader, "save", -1), 200);
}

static void scenarios_and_other_files_are_refused(void **state) {
  (void)state;
  char scenario[5000];
  polku_report *report = polku_report_new();
  snprintf(scenario, sizeof scenario, "%s#more", here.model);
  assert_null(room_open(&(room_options){.model = scenario, .journal = here.journal}, report));
  polku_problem problem;
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-WORKSHOP-SCENARIO");
  polku_report_free(report);
  report = polku_report_new(); /* the room of the test holds the journal */
  assert_null(room_open(&(room_options){.model = here.model, .journal = here.journal}, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-JOURNAL-BUSY");
  polku_report_free(report);
  report = polku_report_new();
  assert_null(room_open(&(room_options){.model = here.model, .journal = here.model}, report));
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-JOURNAL-OTHER");
  polku_report_free(report);
  expect_file(rooms_model);
}

static void a_file_whose_name_has_a_number_sign_is_opened(void **state) {
  (void)state;
  char model[4200], kept[4200];
  polku_report *report = polku_report_new();
  snprintf(model, sizeof model, "%s/north#2.json", here.folder);
  snprintf(kept, sizeof kept, "%s/north#2.workshop.sqlite", here.folder);
  rooms_write(model, rooms_model);
  room *other = room_open(&(room_options){.model = model, .journal = kept}, report);
  assert_non_null(other);
  assert_string_equal(strrchr(room_path(other), '/'), "/north#2.json");
  room_close(other);
  polku_report_free(report);
}

static void secrets_and_people_survive_a_restart(void **state) {
  (void)state;
  char token[33], secret[33], code[16];
  int64_t one = room_enter(here.room, ROOM_PARTICIPANT, token), client;
  room_role role;
  strcpy(secret, room_secret(here.room, ROOM_FACILITATOR));
  strcpy(code, room_code(here.room));
  assert_string_not_equal(secret, room_secret(here.room, ROOM_PARTICIPANT));
  assert_int_equal(strlen(secret), 32);
  say(one, "nickname", "Kemijärvi");
  rooms_reopen();
  assert_string_equal(room_secret(here.room, ROOM_FACILITATOR), secret);
  assert_string_equal(room_code(here.room), code);
  assert_true(room_client(here.room, token, &client, &role));
  assert_int_equal(client, one);
  assert_int_equal(role, ROOM_PARTICIPANT);
  token[5] = token[5] == '0' ? '1' : '0';
  assert_false(room_client(here.room, token, &client, &role));
  assert_false(room_client(here.room, "", &client, &role));
  json_t *seen = state_of(one);
  assert_string_equal(json_string_value(json_object_get(json_object_get(seen, "me"), "nickname")),
                      "Kemijärvi");
  json_decref(seen);
}

int main(void) {
#define IN_A_ROOM(law) cmocka_unit_test_setup_teardown(law, rooms_enter, rooms_leave)
  const struct CMUnitTest tests[] = {
      IN_A_ROOM(a_saved_file_differs_only_where_somebody_edited),
      IN_A_ROOM(a_saved_file_is_on_the_disk_before_it_replaces_the_old_one),
      IN_A_ROOM(what_was_undone_leaves_no_trace_in_the_file),
      IN_A_ROOM(permissions_and_links_stay),
      IN_A_ROOM(what_somebody_else_wrote_is_taken_in_before_a_save),
      IN_A_ROOM(what_was_written_while_the_room_was_closed_is_taken_in_once),
      IN_A_ROOM(a_save_that_was_cut_short_is_not_taken_for_somebody_elses),
      IN_A_ROOM(a_change_that_does_not_fit_is_kept_as_a_proposal),
      IN_A_ROOM(an_edit_to_what_a_changed_file_lacks_is_kept),
      IN_A_ROOM(a_file_that_is_no_model_is_not_overwritten),
      IN_A_ROOM(a_file_that_is_protected_stays_as_it_is),
      IN_A_ROOM(a_save_that_fails_changes_nothing),
      IN_A_ROOM(a_save_on_a_full_disk_leaves_nothing_behind),
      IN_A_ROOM(what_is_no_plain_file_is_no_model),
      IN_A_ROOM(scenarios_and_other_files_are_refused),
      IN_A_ROOM(a_file_whose_name_has_a_number_sign_is_opened),
      IN_A_ROOM(secrets_and_people_survive_a_restart),
  };
  return RUN(tests);
}
