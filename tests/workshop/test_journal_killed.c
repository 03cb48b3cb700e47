/* What the journal said was safe is there again, whatever became of the program that wrote it: it
 * is killed at moments by lot, and the end of its log is cut or overwritten as a torn write would.
 *
 * A child writes and says through a pipe which number was acknowledged; the parent kills it, opens
 * the journal and looks for every one. Twenty kills and a thousand entries; with POLKU_LONG ten
 * times as many. */
#define _DEFAULT_SOURCE
#include "support/files.h"
#include "workshop/journals.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLS = 20, ENTRIES_EACH = 50 };

static int rounds(void) {
  return long_or(10 * KILLS, KILLS);
}

/* The same moments in each run, as far as that lies with us. */
static uint32_t lot(uint32_t *seed, uint32_t below) {
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 8) % below;
}

/* --- a program that writes until it is killed */

/* Texts are large, so that the log is folded into the file again and again. */
static void write_on(int acknowledge) {
  journal_state state;
  char room[6][64];
  static char text[100 * 1024];
  journal *j = try_open(model, &state);
  memset(text, 'x', sizeof text);
  while (j) {
    journal_entry entry = entry_of(journal_last(j) + 1, room);
    const char *const told[3] = {"[]", "[]", "[]"};
    if (!journal_append(j, &entry) ||
        write(acknowledge, &entry.number, sizeof entry.number) != sizeof entry.number ||
        !journal_tell(j, entry.number, told) ||
        (entry.number % 10 == 0 && !journal_keep_text(j, entry.number, text, sizeof text)))
      break;
  }
  _exit(1);
}

typedef struct writer {
  pid_t child;
  int numbers;
} writer;

static writer start(void) {
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  writer w = {fork(), ends[0]};
  assert_true(w.child >= 0);
  if (w.child == 0) {
    close(ends[0]);
    write_on(ends[1]);
  }
  close(ends[1]);
  return w;
}

/* The last number that came through the pipe before it ended; 0: none. */
static int64_t kill_it(writer w, int64_t last) {
  int status = 0;
  int64_t number;
  kill(w.child, SIGKILL);
  assert_int_equal(waitpid(w.child, &status, 0), w.child);
  assert_true(WIFSIGNALED(status)); /* it had not ended by itself */
  while (read(w.numbers, &number, sizeof number) == sizeof number)
    last = number;
  close(w.numbers);
  return last;
}

static int64_t wait_for(writer w, int count) {
  int64_t number = 0;
  for (int i = 0; i < count; i++)
    assert_int_equal(read(w.numbers, &number, sizeof number), sizeof number);
  return number;
}

/* Every acknowledged entry, and of each program at most the one more that was written when its
 * answer was cut off. */
static int64_t expect_all(int64_t acknowledged, int kills) {
  journal *j = open_it();
  int64_t last = journal_last(j);
  assert_in_range(last, acknowledged, acknowledged + kills);
  expect_entries(j, 1, last);
  journal_close(j);
  return last;
}

static void nothing_acknowledged_is_lost_by_kills(void **state) {
  (void)state;
  uint32_t seed = 7;
  int64_t last = 0;
  for (int round = 0; round < rounds(); round++) {
    writer w = start();
    int64_t acknowledged = wait_for(w, ENTRIES_EACH);
    assert_int_equal(acknowledged, last + ENTRIES_EACH);
    usleep(lot(&seed, 3000));
    last = expect_all(kill_it(w, acknowledged), 1);
  }
  assert_true(last >= (int64_t)rounds() * ENTRIES_EACH);
}

/* Also in the first moments, when tables are made, and when a log that was left is read. */
static void nothing_is_lost_by_kills_while_it_is_opened(void **state) {
  (void)state;
  uint32_t seed = 11;
  int64_t last = 0;
  for (int round = 0; round < rounds(); round++) {
    writer w = start();
    usleep(lot(&seed, 12000));
    last = kill_it(w, last);
    if (round % 3 == 0) /* else one killed program follows another */
      last = expect_all(last, 3);
  }
  expect_all(last, 3);
}

/* --- torn writes */

/* A journal of ten entries whose program died, and how long its log was after each of them. */
static void leave_log(off_t length[11]) {
  int ends[2], status;
  assert_int_equal(pipe(ends), 0);
  pid_t child = fork();
  if (child == 0) {
    char log[4200];
    struct stat about;
    journal *j = open_it();
    snprintf(log, sizeof log, "%s-wal", path);
    for (int64_t n = 0; n <= 10; n++) {
      if (n > 0)
        append(j, n);
      about.st_size = 0;
      stat(log, &about);
      if (write(ends[1], &about.st_size, sizeof about.st_size) < 0)
        _exit(1);
    }
    _exit(0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  for (int n = 0; n <= 10; n++)
    assert_int_equal(read(ends[0], &length[n], sizeof length[n]), sizeof length[n]);
  close(ends[0]);
  close(ends[1]);
}

static void put(const char *name, const char *bytes, size_t length) {
  FILE *file = fopen(name, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, length, file), length);
  assert_int_equal(fclose(file), 0);
}

typedef struct torn {
  char *file, *log;
  size_t file_length, log_length;
  off_t length[11];
} torn;

static void take(torn *t) {
  char log[4200];
  leave_log(t->length);
  snprintf(log, sizeof log, "%s-wal", path);
  t->file = read_whole_file(path, &t->file_length);
  t->log = read_whole_file(log, &t->log_length);
  assert_non_null(t->file);
  assert_non_null(t->log);
  assert_int_equal(t->log_length, t->length[10]);
}

/* The journal with a log of so many good bytes and then so many by lot holds this many entries, and
 * takes the next. */
static void expect_torn(const torn *t, size_t good, size_t garbage, int64_t entries) {
  char log[4200], *bytes = malloc(good + garbage + 1);
  uint32_t seed = (uint32_t)good;
  snprintf(log, sizeof log, "%s-wal", path);
  memcpy(bytes, t->log, good);
  for (size_t i = 0; i < garbage; i++)
    bytes[good + i] = (char)lot(&seed, 256);
  put(path, t->file, t->file_length);
  put(log, bytes, good + garbage);
  free(bytes);
  journal *j = open_it();
  assert_int_equal(journal_last(j), entries);
  expect_entries(j, 1, entries);
  append(j, entries + 1);
  journal_close(j);
  j = open_it();
  expect_entries(j, 1, entries + 1);
  journal_close(j);
}

static void take_free(torn *t) {
  free(t->file);
  free(t->log);
}

static void a_log_that_was_cut_loses_only_what_was_cut(void **state) {
  (void)state;
  torn t;
  take(&t);
  for (int n = 0; n < 10; n++) {
    size_t from = (size_t)t.length[n], to = (size_t)t.length[n + 1];
    assert_true(from < to);
    expect_torn(&t, from, 0, n);
    expect_torn(&t, from + 1, 0, n);
    expect_torn(&t, (from + to) / 2, 0, n);
    expect_torn(&t, to - 1, 0, n);
  }
  expect_torn(&t, (size_t)t.length[10], 0, 10);
  take_free(&t);
}

static void what_stands_behind_the_last_entry_in_the_log_is_nothing(void **state) {
  (void)state;
  torn t;
  take(&t);
  for (int n = 0; n <= 10; n++) {
    size_t from = (size_t)t.length[n];
    expect_torn(&t, from, 1, n);
    expect_torn(&t, from, 4096 + 24, n); /* as long as a page of the log */
    expect_torn(&t, from, 40000, n);
  }
  take_free(&t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(nothing_acknowledged_is_lost_by_kills),
      TEST(nothing_is_lost_by_kills_while_it_is_opened),
      TEST(a_log_that_was_cut_loses_only_what_was_cut),
      TEST(what_stands_behind_the_last_entry_in_the_log_is_nothing),
  };
  return RUN(tests);
}
