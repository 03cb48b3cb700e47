/* What the journal said was safe is there again when the power goes: a disk that forgets whatever
 * it was not told to keep. Killing a program shows nothing of that, because the kernel keeps what a
 * dead program wrote.
 *
 * SQLite writes through a file system of our own, which makes a copy of a file each time that it is
 * synchronised. A child writes and ends without closing; the copies take the place of the files. */
#include "support/files.h"
#include "workshop/journals.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- the disk */

enum { FILES = 8, SORTS = 4 };

static struct {
  sqlite3_vfs vfs, *plain;
  struct {
    sqlite3_file *file;
    char path[4200];
    int sort;
  } files[FILES];
  struct {
    const sqlite3_io_methods *plain;
    sqlite3_io_methods ours;
  } sorts[SORTS];
} disk;

static const char kept_suffix[] = ".kept";

static void kept_name(const char *file, char name[4300]) {
  snprintf(name, 4300, "%s%s", file, kept_suffix);
}

static void keep_copy(const char *file) {
  char name[4300];
  size_t length = 0;
  char *bytes = read_whole_file(file, &length);
  kept_name(file, name);
  FILE *copy = fopen(name, "wb");
  if (!bytes || !copy || fwrite(bytes, 1, length, copy) != length || fclose(copy) != 0)
    _exit(9);
  free(bytes);
}

static int place_of(const sqlite3_file *file) {
  for (int i = 0; i < FILES; i++)
    if (disk.files[i].file == file)
      return i;
  _exit(8);
}

static int synchronise(sqlite3_file *file, int flags) {
  int i = place_of(file), code = disk.sorts[disk.files[i].sort].plain->xSync(file, flags);
  if (code == SQLITE_OK)
    keep_copy(disk.files[i].path);
  return code;
}

static int close_file(sqlite3_file *file) {
  int i = place_of(file);
  disk.files[i].file = NULL;
  return disk.sorts[disk.files[i].sort].plain->xClose(file);
}

/* Files of one sort have one table of methods; ours differs from it in two. */
static int sort_of(const sqlite3_io_methods *methods) {
  int i = 0;
  while (i < SORTS && disk.sorts[i].plain && disk.sorts[i].plain != methods)
    i++;
  if (i == SORTS)
    _exit(7);
  disk.sorts[i].plain = methods;
  disk.sorts[i].ours = *methods;
  disk.sorts[i].ours.xSync = synchronise;
  disk.sorts[i].ours.xClose = close_file;
  return i;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  if (name && access(name, F_OK) == 0)
    keep_copy(name); /* it has been there since before */
  int code = disk.plain->xOpen(disk.plain, name, file, flags, out);
  if (code != SQLITE_OK || !name)
    return code;
  int i = place_of(NULL);
  disk.files[i].file = file;
  disk.files[i].sort = sort_of(file->pMethods);
  snprintf(disk.files[i].path, sizeof disk.files[i].path, "%s", name);
  file->pMethods = &disk.sorts[disk.files[i].sort].ours;
  return SQLITE_OK;
}

static void use_disk(void) {
  disk.plain = sqlite3_vfs_find(NULL);
  disk.vfs = *disk.plain;
  disk.vfs.zName = "forgetful";
  disk.vfs.xOpen = open_file;
  if (sqlite3_vfs_register(&disk.vfs, 1) != SQLITE_OK)
    _exit(6);
}

/* Of each file what it was when it was synchronised last is there; of one that never was, nothing.
 */
static void lose_power(void) {
  static const char *const names[] = {"", "-wal", "-journal"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char file[4200], kept[4300];
    snprintf(file, sizeof file, "%s%s", path, names[i]);
    kept_name(file, kept);
    if (access(file, F_OK) == 0 && access(kept, F_OK) == 0)
      assert_int_equal(rename(kept, file), 0);
    else if (access(file, F_OK) == 0)
      assert_int_equal(truncate(file, 0), 0);
    remove(kept);
  }
}

/* --- who writes */

typedef enum { AN_ENTRY, A_CLIENT, A_SETTING, DEEDS } deed;

/* What need not be forced to the disk stands between: words, and texts so large that the log is
 * folded into the file again and again. */
static bool write_beside(journal *j, int64_t number) {
  static char text[300 * 1024];
  const char *const told[3] = {"[]", "[]", "[]"};
  memset(text, 'x', sizeof text);
  return journal_tell(j, number, told) &&
         (number % 10 != 0 || journal_keep_text(j, number, text, sizeof text));
}

static bool do_last(journal *j, deed last) {
  char room[6][64];
  journal_entry entry = entry_of(journal_last(j) + 1, room);
  journal_client client = {.role = "participant", .token = "token", .nickname = "Posio"};
  return last == AN_ENTRY   ? journal_append(j, &entry)
         : last == A_CLIENT ? journal_add_client(j, &client)
                            : journal_set(j, "secret", "kept");
}

/* A child that writes so many entries and one thing more, and is gone. */
static void write_and_vanish(int entries, deed last) {
  pid_t child = fork();
  int status;
  if (child == 0) {
    journal_state state;
    char room[6][64];
    use_disk();
    journal *j = try_open(model, &state);
    for (int i = 0; i < entries && j; i++) {
      journal_entry entry = entry_of(journal_last(j) + 1, room);
      if (!journal_append(j, &entry) || !write_beside(j, entry.number))
        _exit(2);
    }
    _exit(j && do_last(j, last) ? 0 : 3);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
}

static bool is_there(void *context, const journal_client *client) {
  *(bool *)context = strcmp(client->token, "token") == 0;
  return true;
}

/* --- laws */

static void nothing_acknowledged_is_lost_when_the_power_goes(void **state) {
  (void)state;
  int64_t written = 0;
  for (int i = 0; i < 12; i++) {
    write_and_vanish(7 * i % 30, AN_ENTRY);
    written += 7 * i % 30 + 1;
    lose_power();
    journal *j = open_it();
    assert_int_equal(journal_last(j), written);
    expect_entries(j, 1, written);
    journal_close(j);
  }
}

static void who_was_let_in_stays_in_when_the_power_goes(void **state) {
  (void)state;
  bool found = false;
  write_and_vanish(3, A_CLIENT);
  lose_power();
  journal *j = open_it();
  assert_true(journal_clients(j, is_there, &found));
  assert_true(found);
  journal_close(j);
}

static void a_secret_that_was_told_stays_one_when_the_power_goes(void **state) {
  (void)state;
  write_and_vanish(3, A_SETTING);
  lose_power();
  journal *j = open_it();
  char *kept = journal_get(j, "secret");
  assert_non_null(kept);
  assert_string_equal(kept, "kept");
  free(kept);
  journal_close(j);
}

/* The disk of these tests forgets: words, which nobody waits for, may be gone. */
static void what_nobody_waited_for_may_be_lost_and_harms_nothing(void **state) {
  (void)state;
  pid_t child = fork();
  int status;
  if (child == 0) {
    journal_state opened;
    const char *const told[3] = {"[1]", "[2]", "[3]"};
    use_disk();
    journal *j = try_open(model, &opened);
    bool good = j && do_last(j, AN_ENTRY) && journal_tell(j, 1, told);
    _exit(good ? 0 : 3);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(status, 0);
  lose_power();
  char *found[3] = {NULL, NULL, NULL};
  journal *j = open_it();
  assert_int_equal(journal_last(j), 1);
  assert_true(journal_told(j, 1, found));
  assert_null(found[0]);
  append(j, 2);
  journal_close(j);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(nothing_acknowledged_is_lost_when_the_power_goes),
      TEST(who_was_let_in_stays_in_when_the_power_goes),
      TEST(a_secret_that_was_told_stays_one_when_the_power_goes),
      TEST(what_nobody_waited_for_may_be_lost_and_harms_nothing),
  };
  return RUN(tests);
}
