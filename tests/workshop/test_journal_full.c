/* A disk that is full stops the journal and harms nothing: what could not be written is said not to
 * be, what was written before is there, and when there is room again it goes on. The disk is a
 * limit on the size of files, and where the test may mount one a small disk of its own. Memory that
 * runs out is the same story. */
#define _GNU_SOURCE
#include "support/small_disk.h"
#include "workshop/journals.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static bool add(journal *j) {
  char room[6][64];
  journal_entry entry = entry_of(journal_last(j) + 1, room);
  return journal_append(j, &entry);
}

/* Adds until it fails; the last number that was acknowledged. */
static int64_t fill(journal *j, int error) {
  while (add(j))
    MUST(journal_last(j) < 1000000);
  MUST(journal_error(j) == error);
  int64_t last = journal_last(j);
  for (int again = 0; again < 5; again++) {
    MUST(!add(j));
    MUST(journal_error(j) == error);
    MUST(journal_last(j) == last);
  }
  return last;
}

static bool count(void *context, const journal_entry *entry) {
  int64_t *seen = context;
  return as_foretold(seen, entry);
}

static bool holds(journal *j, int64_t last) {
  int64_t next = 1;
  return journal_last(j) == last && journal_read(j, 1, last, count, &next) && next == last + 1;
}

/* --- files that may not grow */

static void limit(rlim_t bytes) {
  struct rlimit now;
  MUST(getrlimit(RLIMIT_FSIZE, &now) == 0);
  now.rlim_cur = bytes;
  MUST(setrlimit(RLIMIT_FSIZE, &now) == 0);
}

static int with_limit(void) {
  struct rlimit before;
  journal_state state;
  signal(SIGXFSZ, SIG_IGN);
  MUST(getrlimit(RLIMIT_FSIZE, &before) == 0);
  journal *j = try_open(model, &state);
  MUST(j);
  limit(200 * 1024);
  int64_t last = fill(j, EFBIG);
  MUST(last > 10);
  MUST(holds(j, last));
  limit(before.rlim_cur);
  MUST(add(j));
  MUST(add(j));
  MUST(holds(j, last + 2));
  journal_close(j);
  j = try_open(model, &state);
  MUST(j);
  MUST(holds(j, last + 2));
  journal_close(j);
  return 0;
}

static void a_log_that_may_not_grow_stops_the_journal_unharmed(void **state) {
  (void)state;
  run_apart(with_limit);
}

/* --- a small disk */

static int with_disk(void) {
  journal_state state;
  if (!mount_small_disk(folder, 2048))
    return SMALL_DISK_NONE;
  journal *j = try_open(model, &state);
  MUST(j);
  fill_small_disk(folder, 20);
  int64_t last = fill(j, ENOSPC);
  MUST(last > 0);
  MUST(holds(j, last));
  static char text[200 * 1024] = "{}";
  MUST(!journal_keep_text(j, last, text, sizeof text) && journal_error(j) == ENOSPC);
  MUST(holds(j, last));
  free_small_disk(folder);
  MUST(add(j));
  MUST(holds(j, last + 1));
  journal_close(j);
  return 0;
}

static void a_full_disk_stops_the_journal_until_there_is_room(void **state) {
  (void)state;
  run_apart(with_disk);
}

/* A program that dies on a full disk leaves a journal that can be read there, and goes on. */
static int died_on_disk(void) {
  journal_state state;
  int ends[2], status;
  int64_t last = 0;
  if (!mount_small_disk(folder, 2048))
    return SMALL_DISK_NONE;
  MUST(pipe(ends) == 0);
  pid_t child = fork();
  if (child == 0) {
    journal *j = try_open(model, &state);
    MUST(j);
    fill_small_disk(folder, 30);
    last = fill(j, ENOSPC);
    MUST(write(ends[1], &last, sizeof last) == sizeof last);
    kill(getpid(), SIGKILL);
  }
  MUST(waitpid(child, &status, 0) == child);
  MUST(read(ends[0], &last, sizeof last) == sizeof last);
  journal *j = try_open(model, &state);
  MUST(j);
  MUST(holds(j, last));
  MUST(!add(j) && journal_error(j) == ENOSPC);
  free_small_disk(folder);
  MUST(add(j));
  MUST(holds(j, last + 1));
  journal_close(j);
  return 0;
}

static void whoever_dies_on_a_full_disk_leaves_every_entry(void **state) {
  (void)state;
  run_apart(died_on_disk);
}

static int begun_on_full_disk(void) {
  journal_state state;
  if (!mount_small_disk(folder, 1024))
    return SMALL_DISK_NONE;
  fill_small_disk(folder, 3);
  MUST(!try_open(model, &state));
  MUST(state == JOURNAL_MACHINE && errno == ENOSPC);
  free_small_disk(folder);
  journal *j = try_open(model, &state);
  MUST(j);
  MUST(add(j));
  journal_close(j);
  return 0;
}

static void on_a_full_disk_none_is_begun(void **state) {
  (void)state;
  run_apart(begun_on_full_disk);
}

/* --- memory */

/* SQLite takes its memory through these. */
static sqlite3_mem_methods plain;
static long until_lost; /* allocations; 0: none is lost */

static bool lost(void) {
  return until_lost > 0 && --until_lost == 0;
}

static void *take_memory(int bytes) {
  return lost() ? NULL : plain.xMalloc(bytes);
}

static void *take_more(void *memory, int bytes) {
  return lost() ? NULL : plain.xRealloc(memory, bytes);
}

/* All that a room asks; how many entries are acknowledged. False when something failed. */
static bool use(int64_t *last) {
  journal_state state;
  const char *const told[3] = {"[1]", "[2]", "[3]"};
  char *found[3] = {NULL, NULL, NULL};
  int64_t at, next = 1;
  size_t length;
  journal *j = try_open(model, &state);
  if (!j) {
    MUST(state == JOURNAL_MACHINE && errno == ENOMEM);
    return false;
  }
  bool good = add(j);
  MUST(good || journal_error(j) == ENOMEM);
  *last = journal_last(j);
  journal_client client = {.role = "screen", .token = "t"};
  good = journal_tell(j, 1, told) && good;
  good = journal_set(j, "code", "KELO-47") && good;
  good = journal_keep_text(j, 1, "{}", 2) && good;
  good = (journal_add_client(j, &client) || journal_error(j) == EEXIST) && good;
  good = journal_name_client(j, 1, "Kemijärvi") && good;
  good = journal_find(j, 1, "act-1") > 0 && good;
  good = journal_read(j, 1, *last, count, &next) && good;
  good = journal_told(j, 1, found) && good;
  for (int i = 0; i < 3; i++)
    free(found[i]);
  char *text = journal_text_before(j, 1, &at, &length), *code = journal_get(j, "code");
  good = text && code && good;
  free(text);
  free(code);
  journal_close(j);
  return good;
}

static int with_little_memory(void) {
  sqlite3_mem_methods ours;
  MUST(sqlite3_shutdown() == SQLITE_OK);
  MUST(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) == SQLITE_OK);
  ours = plain;
  ours.xMalloc = take_memory;
  ours.xRealloc = take_more;
  MUST(sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK);
  int64_t last = 0;
  bool good = false;
  for (long n = 1; !good; n++) {
    int64_t before = last, now = last;
    MUST(n < 100000);
    until_lost = n;
    good = use(&now) && until_lost > 0;
    until_lost = 0;
    journal_state state;
    journal *j = try_open(model, &state);
    MUST(j);
    last = now > before ? now : before;
    MUST(holds(j, last));
    journal_close(j);
  }
  MUST(last > 100);
  return 0;
}

static void memory_that_runs_out_loses_no_entry(void **state) {
  (void)state;
  run_apart(with_little_memory);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_log_that_may_not_grow_stops_the_journal_unharmed),
      TEST(a_full_disk_stops_the_journal_until_there_is_room),
      TEST(whoever_dies_on_a_full_disk_leaves_every_entry),
      TEST(on_a_full_disk_none_is_begun),
      TEST(memory_that_runs_out_loses_no_entry),
  };
  return RUN(tests);
}
