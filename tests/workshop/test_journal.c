/* A journal gives back what was written into it, whole and in its order, and nobody changes it
 * afterwards. */
#include "cli/database.h"
#include "workshop/journals.h"

/* --- entries */

static void entries_read_back_whole_and_in_order(void **state) {
  (void)state;
  journal *j = open_it();
  assert_int_equal(journal_last(j), 0);
  for (int64_t n = 1; n <= 60; n++)
    append(j, n);
  expect_entries(j, 1, 60);
  expect_entries(j, 17, 23);
  journal_close(j);
  j = open_it();
  assert_int_equal(journal_last(j), 60);
  expect_entries(j, 1, 60);
  append(j, 61);
  expect_entries(j, 61, 61);
  journal_close(j);
}

static void reading_is_cut_to_what_there_is(void **state) {
  (void)state;
  journal *j = open_it();
  int64_t next = 1;
  assert_true(journal_read(j, 1, 10, as_foretold, &next));
  assert_int_equal(next, 1);
  append(j, 1);
  append(j, 2);
  assert_true(journal_read(j, -5, 1000, as_foretold, &next));
  assert_int_equal(next, 3);
  journal_close(j);
}

static bool enough(void *context, const journal_entry *entry) {
  *(int64_t *)context = entry->number;
  return entry->number < 3;
}

static void whoever_reads_may_stop(void **state) {
  (void)state;
  journal *j = open_it();
  int64_t seen = 0;
  for (int64_t n = 1; n <= 5; n++)
    append(j, n);
  assert_false(journal_read(j, 1, 5, enough, &seen));
  assert_int_equal(seen, 3);
  journal_close(j);
}

static bool look_up(void *context, const journal_entry *entry) {
  if (entry->id)
    assert_int_equal(journal_find(context, entry->client, entry->id), entry->number);
  int64_t next = 1;
  return journal_read(context, 1, 2, as_foretold, &next);
}

static void whoever_reads_may_read_more(void **state) {
  (void)state;
  journal *j = open_it();
  for (int64_t n = 1; n <= 9; n++)
    append(j, n);
  assert_true(journal_read(j, 1, 9, look_up, j));
  journal_close(j);
}

static void an_act_is_found_by_its_client_and_id(void **state) {
  (void)state;
  journal *j = open_it();
  for (int64_t n = 1; n <= 20; n++)
    append(j, n);
  assert_int_equal(journal_find(j, 8 % 7, "act-8"), 8);
  assert_int_equal(journal_find(j, 2, "act-8"), 0);
  assert_int_equal(journal_find(j, 1, "act-80"), 0);
  assert_int_equal(journal_find(j, 0, "act-7"), 0); /* the room's own acts need none */
  journal_close(j);
}

static void an_act_is_written_once(void **state) {
  (void)state;
  journal *j = open_it();
  char room[6][64];
  append(j, 1);
  journal_entry again = entry_of(1, room);
  assert_false(journal_append(j, &again));
  assert_int_equal(journal_error(j), EEXIST);
  assert_int_equal(journal_last(j), 1);
  append(j, 2); /* and the numbers have no gap */
  journal_close(j);
}

static void an_entry_of_no_kind_is_refused(void **state) {
  (void)state;
  journal *j = open_it();
  assert_false(journal_append(j, &(journal_entry){.client = 1, .id = "a"}));
  assert_int_equal(journal_error(j), EINVAL);
  append(j, 1);
  journal_close(j);
}

static bool is_long(void *context, const journal_entry *entry) {
  assert_int_equal(strlen(entry->patch), *(size_t *)context);
  assert_int_equal(strspn(entry->patch, "x"), *(size_t *)context);
  return true;
}

static void a_patch_may_be_as_long_as_the_door_lets_in(void **state) {
  (void)state;
  journal *j = open_it();
  size_t length = 256 * 1024;
  char *patch = malloc(length + 1);
  memset(patch, 'x', length);
  patch[length] = '\0';
  assert_true(journal_append(j, &(journal_entry){.kind = "edit", .patch = patch}));
  free(patch);
  assert_true(journal_read(j, 1, 1, is_long, &length));
  journal_close(j);
}

static void nobody_changes_an_entry_afterwards(void **state) {
  (void)state;
  journal *j = open_it();
  for (int64_t n = 1; n <= 3; n++)
    append(j, n);
  journal_close(j);
  sqlite3 *db = open_database(path);
  assert_int_equal(sqlite3_exec(db, "UPDATE entries SET text = 'x'", NULL, NULL, NULL),
                   SQLITE_CONSTRAINT);
  assert_int_equal(sqlite3_exec(db, "DELETE FROM entries", NULL, NULL, NULL), SQLITE_CONSTRAINT);
  sqlite3_close(db);
  j = open_it();
  expect_entries(j, 1, 3);
  journal_close(j);
}

/* --- what stands beside the entries */

static void expect_kept(journal *j, int64_t number, int64_t expected_at, const char *expected) {
  int64_t at = -1;
  size_t length = 0;
  char *text = journal_text_before(j, number, &at, &length);
  assert_non_null(text);
  assert_int_equal(at, expected_at);
  assert_int_equal(length, strlen(expected));
  assert_string_equal(text, expected);
  free(text);
}

static void the_latest_kept_text_is_told(void **state) {
  (void)state;
  journal *j = open_it();
  expect_kept(j, 0, 0, beginning);
  expect_kept(j, 1000, 0, beginning);
  assert_true(journal_keep_text(j, 50, "{\"a\":1} and more", 7));
  assert_true(journal_keep_text(j, 100, "{\"b\":2}", 7));
  journal_close(j);
  j = open_it();
  expect_kept(j, 49, 0, beginning);
  expect_kept(j, 50, 50, "{\"a\":1}");
  expect_kept(j, 99, 50, "{\"a\":1}");
  expect_kept(j, 1000, 100, "{\"b\":2}");
  assert_true(journal_keep_text(j, 100, "{\"c\":3}", 7));
  expect_kept(j, 100, 100, "{\"c\":3}");
  int64_t at;
  size_t length;
  assert_null(journal_text_before(j, -1, &at, &length));
  assert_int_equal(journal_error(j), 0);
  journal_close(j);
}

static void the_beginning_is_the_first_openings(void **state) {
  (void)state;
  journal_state opened;
  journal_close(open_it());
  journal *j = journal_open(path, model, "{}", 2, &opened);
  assert_non_null(j);
  expect_kept(j, 0, 0, beginning);
  journal_close(j);
}

static void an_entry_is_told_in_words_once(void **state) {
  (void)state;
  const char *const words[3] = {"[\"Lisäsi paikan\"]", "[\"La till\"]", "[\"Added\"]"};
  const char *const other[3] = {"[]", "[]", "[]"};
  char *told[3];
  journal *j = open_it();
  append(j, 1);
  assert_true(journal_told(j, 1, told));
  for (int i = 0; i < 3; i++)
    assert_null(told[i]);
  assert_true(journal_tell(j, 1, words));
  assert_true(journal_tell(j, 1, other));
  journal_close(j);
  j = open_it();
  assert_true(journal_told(j, 1, told));
  for (int i = 0; i < 3; i++) {
    assert_string_equal(told[i], words[i]);
    free(told[i]);
  }
  journal_close(j);
}

static bool next_client(void *context, const journal_client *client) {
  static const journal_client expected[] = {
      {1, "facilitator", "t1", ""}, {2, "participant", "t2", "Kemijärvi"}, {3, "screen", "t3", ""}};
  int *seen = context;
  assert_int_equal(client->client, expected[*seen].client);
  assert_string_equal(client->role, expected[*seen].role);
  assert_string_equal(client->token, expected[*seen].token);
  assert_string_equal(client->nickname, expected[*seen].nickname);
  return ++*seen < 4;
}

static void clients_keep_their_numbers_and_names(void **state) {
  (void)state;
  journal *j = open_it();
  journal_client a = {.role = "facilitator", .token = "t1"},
                 b = {.role = "participant", .token = "t2", .nickname = "?"},
                 same = {.role = "screen", .token = "t2"}, c = {.role = "screen", .token = "t3"};
  assert_true(journal_add_client(j, &a));
  assert_true(journal_add_client(j, &b));
  assert_false(journal_add_client(j, &same));
  assert_int_equal(journal_error(j), EEXIST);
  assert_true(journal_add_client(j, &c));
  assert_true(journal_name_client(j, 2, "Kemijärvi"));
  assert_false(journal_name_client(j, 9, "nobody"));
  assert_true(journal_drop_client(j, 9));
  int seen = 0;
  assert_true(journal_clients(j, next_client, &seen));
  assert_int_equal(seen, 3);
  journal_close(j);
  j = open_it();
  seen = 0;
  assert_true(journal_clients(j, next_client, &seen));
  assert_int_equal(seen, 3);
  journal_close(j);
}

static void small_things_have_their_latest_value(void **state) {
  (void)state;
  journal *j = open_it();
  assert_null(journal_get(j, "code"));
  assert_int_equal(journal_error(j), 0);
  assert_true(journal_set(j, "code", "KELO-47"));
  assert_true(journal_set(j, "code", "HONKA-12"));
  journal_close(j);
  j = open_it();
  char *code = journal_get(j, "code");
  assert_string_equal(code, "HONKA-12");
  free(code);
  journal_close(j);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(entries_read_back_whole_and_in_order),
      TEST(reading_is_cut_to_what_there_is),
      TEST(whoever_reads_may_stop),
      TEST(whoever_reads_may_read_more),
      TEST(an_act_is_found_by_its_client_and_id),
      TEST(an_act_is_written_once),
      TEST(an_entry_of_no_kind_is_refused),
      TEST(a_patch_may_be_as_long_as_the_door_lets_in),
      TEST(nobody_changes_an_entry_afterwards),
      TEST(the_latest_kept_text_is_told),
      TEST(the_beginning_is_the_first_openings),
      TEST(an_entry_is_told_in_words_once),
      TEST(clients_keep_their_numbers_and_names),
      TEST(small_things_have_their_latest_value),
  };
  return RUN(tests);
}
