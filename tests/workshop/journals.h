/* Journals for tests: in a folder of the test's own, with entries whose every part can be foretold.
 */
#ifndef TEST_JOURNALS_H
#define TEST_JOURNALS_H

#include "support/check.h"
#include "support/run.h"

#include "store/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char model[] = "koitto.json", beginning[] = "{\n  \"format\": \"polku/1\"\n}\n";

static char *folder, path[4096];

static inline int enter(void **state) {
  (void)state;
  folder = new_folder();
  snprintf(path, sizeof path, "%s/koitto.workshop.sqlite", folder);
  return 0;
}

static inline int leave(void **state) {
  (void)state;
  remove_folder(folder);
  free(folder);
  return 0;
}

static inline journal *try_open(const char *of, journal_state *state) {
  return journal_open(path, of, beginning, sizeof beginning - 1, state);
}

static inline journal *open_it(void) {
  journal_state state;
  journal *j = try_open(model, &state);
  if (!j)
    fail_msg("not opened: state %d, errno %d", (int)state, errno);
  assert_int_equal(state, JOURNAL_GOOD);
  return j;
}

static inline void expect_state(journal_state expected) {
  journal_state state = JOURNAL_GOOD;
  assert_null(try_open(model, &state));
  assert_int_equal(state, expected);
}

/* Entries whose every part can be foretold from the number. */
static inline journal_entry entry_of(int64_t n, char room[6][64]) {
  snprintf(room[0], 64, "act-%lld", (long long)n);
  snprintf(room[1], 64, "{\"stages\":{\"s%lld\":{\"name\":\"työkokeilu\"}}}", (long long)n);
  snprintf(room[2], 64, "{\"stages\":{\"s%lld\":null}}", (long long)n);
  snprintf(room[3], 64, "/stages/s%lld", (long long)n);
  snprintf(room[4], 64, "\"<b>'; DROP TABLE entries; --%lld", (long long)n);
  snprintf(room[5], 64, "%lld", (long long)n % 2);
  return (journal_entry){.at = 1795000000000 + n,
                         .client = n % 7,
                         .id = n % 7 ? room[0] : NULL,
                         .kind = n % 3 ? "edit" : "comment",
                         .base = n - 1,
                         .target = n % 5 ? -1 : n / 2,
                         .patch = n % 3 ? room[1] : NULL,
                         .inverse = n % 3 ? room[2] : NULL,
                         .pointer = room[3],
                         .text = n % 2 ? room[4] : "",
                         .value = n % 4 ? NULL : room[5]};
}

static inline void append(journal *j, int64_t n) {
  char room[6][64];
  journal_entry entry = entry_of(n, room);
  if (!journal_append(j, &entry))
    fail_msg("entry %lld: errno %d", (long long)n, journal_error(j));
  assert_int_equal(entry.number, n);
}

static inline void same_text(const char *a, const char *b) {
  assert_int_equal(a == NULL, b == NULL);
  if (a)
    assert_string_equal(a, b);
}

static inline bool as_foretold(void *context, const journal_entry *entry) {
  int64_t *expected = context;
  char room[6][64];
  journal_entry e = entry_of(*expected, room);
  assert_int_equal(entry->number, (*expected)++);
  assert_int_equal(entry->at, e.at);
  assert_int_equal(entry->client, e.client);
  assert_int_equal(entry->base, e.base);
  assert_int_equal(entry->target, e.target);
  same_text(entry->id, e.id);
  same_text(entry->kind, e.kind);
  same_text(entry->patch, e.patch);
  same_text(entry->inverse, e.inverse);
  same_text(entry->pointer, e.pointer);
  same_text(entry->text, e.text);
  same_text(entry->value, e.value);
  return true;
}

static inline void expect_entries(journal *j, int64_t from, int64_t to) {
  int64_t next = from;
  assert_true(journal_read(j, from, to, as_foretold, &next));
  assert_int_equal(next, to + 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter, leave)

#endif
