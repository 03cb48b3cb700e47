/* Who may do what, and who hears what: rights by phase and role, proposals, comments, votes, silent
 * rounds. */
#include "rooms.h"

#define SHARE(x) "{\"transitions\": {\"start-trial\": {\"share\": " x "}}}"

static json_t *proposal_seen(int64_t client, size_t i) {
  json_t *state = state_of(client);
  json_t *seen = json_incref(json_array_get(json_object_get(state, "proposals"), i));
  json_decref(state);
  return seen;
}

static void expect_proposal(int64_t client, size_t i, int64_t votes, bool mine, const char *how) {
  json_t *seen = proposal_seen(client, i);
  assert_non_null(seen);
  assert_int_equal(json_integer_value(json_object_get(seen, "votes")), votes);
  assert_int_equal(json_is_true(json_object_get(seen, "mine")), mine);
  assert_string_equal(json_string_value(json_object_get(seen, "state")), how);
  json_decref(seen);
}

/* The kinds of acts that a role is allowed or refused, by what they answer. */
static int try_kind(int64_t client, const char *kind, int64_t proposal) {
  room_act act = {.client = client,
                  .kind = kind,
                  .base = room_number(here.room),
                  .target = proposal,
                  .patch = SHARE("0.35"),
                  .text = "place",
                  .value = "1"};
  if (strcmp(kind, "phase") == 0)
    act.value = "look";
  if (strcmp(kind, "allow") == 0)
    act.value = "comment";
  if (strcmp(kind, "round") == 0)
    act.value = "open";
  return rooms_do(act);
}

static void rights_are_those_of_the_phase_for_participants(void **state) {
  (void)state;
  static const char *const rights[] = {"look", "comment", "propose", "edit"};
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  propose(leader, SHARE("0.1"));
  int64_t proposal = made();
  for (int right = 0; right < 4; right++) {
    allow(leader, "look", rights[right]);
    for (int frozen = 0; frozen < 2; frozen++) {
      set(leader, "freeze", frozen ? "1" : "0");
      int may = frozen ? 0 : right;
      assert_int_equal(try_kind(one, "comment", proposal), may >= 1 ? 200 : 403);
      assert_int_equal(try_kind(one, "vote", proposal), may >= 1 ? 200 : 403);
      assert_int_equal(try_kind(one, "propose", proposal), 200);
      expect_sort(may >= 2 ? "done" : "kept");
      assert_int_equal(edit(one, SHARE("0.31")), 200);
      expect_sort(may >= 3 ? "done" : "kept");
      assert_int_equal(on(one, "undo", -1), may >= 3 ? 200 : 403);
    }
  }
  expect_now("/transitions/start-trial/share", "0.4");
}

static void only_facilitators_lead(void **state) {
  (void)state;
  static const char *const kinds[] = {"restore", "accept", "phase",   "allow",
                                      "freeze",  "round",  "version", "save"};
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  propose(leader, SHARE("0.1"));
  allow(leader, "look", "edit");
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    assert_int_equal(try_kind(one, kinds[i], 1), 403);
  assert_int_equal(try_kind(one, "dismiss", 1), 403);
  assert_int_equal(room_number(here.room), 2);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    assert_int_equal(try_kind(leader, kinds[i], 1), 200);
    set(leader, "freeze", "0");
  }
}

static void a_screen_only_looks(void **state) {
  (void)state;
  static const char *const kinds[] = {
      "edit", "undo",  "redo",  "restore", "propose", "accept",  "dismiss",  "comment",
      "vote", "phase", "allow", "freeze",  "round",   "version", "nickname", "save"};
  int64_t leader = come(ROOM_FACILITATOR), screen = come(ROOM_SCREEN);
  propose(leader, SHARE("0.1"));
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    assert_int_equal(try_kind(screen, kinds[i], 1), 403);
  assert_int_equal(try_kind(99, "comment", 1), 403); /* nor does who never came in */
  assert_int_equal(room_number(here.room), 1);
}

static void phases_begin_with_the_rights_that_are_written(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  json_t *seen = state_of(leader);
  json_t *rights = json_object_get(seen, "rights");
  static const char *const expected[][2] = {{"look", "comment"},    {"place", "propose"},
                                            {"discuss", "comment"}, {"numbers", "propose"},
                                            {"what_if", "propose"}, {"agree", "comment"}};
  for (size_t i = 0; i < 6; i++)
    assert_string_equal(json_string_value(json_object_get(rights, expected[i][0])), expected[i][1]);
  assert_string_equal(json_string_value(json_object_get(seen, "phase")), "look");
  json_decref(seen);
}

/* The minutes have a line of this sort, with so many votes. */
static void expect_deed(int sort, int votes) {
  char *day = room_happened(here.room, 0, POLKU_FI);
  bool found = false;
  for (const char *line = day; line && *line; line = strchr(line, '\n') + 1) {
    int of, many;
    found = found || (sscanf(line, "%d\t%*d\t%d", &of, &many) == 2 && of == sort && many == votes);
  }
  free(day);
  assert_true(found);
}

static void an_accepted_proposal_is_an_edit_and_says_whose(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  set(leader, "phase", "place");
  propose(one, SHARE("0.3"));
  int64_t proposal = made();
  expect_now("/transitions/start-trial/share", "0.4");
  edit(leader, SHARE("0.2"));
  assert_int_equal(on(leader, "accept", proposal), 200);
  expect_now("/transitions/start-trial/share", "0.3");
  expect_overlap((const char *[]){"/transitions/start-trial/share"}, 1);
  expect_proposal(one, 0, 0, false, "accepted");
  assert_int_equal(on(leader, "accept", proposal), 409);
  assert_int_equal(on(leader, "dismiss", proposal), 409);
  vote(leader, proposal, "1");
  expect_deed(POLKU_DEED_ACCEPT, 1);
  on(leader, "undo", -1); /* then it can be accepted again */
  expect_now("/transitions/start-trial/share", "0.2");
  expect_proposal(one, 0, 1, false, "open");
  on(leader, "redo", -1);
  expect_now("/transitions/start-trial/share", "0.3");
  expect_proposal(one, 0, 1, false, "accepted");
}

static void a_proposal_that_no_longer_fits_says_so_and_stays(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  propose(leader, "{\"stages\": {\"a\": {\"final\": true}}, \"transitions\": {\"start-a\":"
                  " {\"from\": \"start\", \"to\": \"a\", \"share\": 0.5}}}");
  edit(leader, SHARE("0.7"));
  assert_int_equal(on(leader, "accept", 1), 422);
  assert_true(json_array_size(json_object_get(here.last, "problems")) > 0);
  expect_proposal(leader, 0, 0, false, "open");
}

static void a_proposal_is_set_aside_by_its_author_or_a_facilitator(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  int64_t other = come(ROOM_PARTICIPANT);
  set(leader, "phase", "place");
  propose(one, SHARE("0.3"));
  int64_t proposal = made();
  assert_int_equal(on(other, "dismiss", proposal), 403);
  set(leader, "freeze", "1");
  assert_int_equal(on(one, "dismiss", proposal), 403);
  set(leader, "freeze", "0");
  assert_int_equal(on(one, "dismiss", proposal), 200);
  expect_proposal(leader, 0, 0, false, "dismissed");
  assert_int_equal(on(leader, "accept", proposal), 200); /* minds change */
  expect_proposal(leader, 0, 0, false, "accepted");
}

static void of_votes_of_one_person_the_last_counts(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  int64_t other = come(ROOM_PARTICIPANT);
  propose(leader, SHARE("0.3"));
  int64_t proposal = made();
  vote(one, proposal, "1");
  vote(one, proposal, "1");
  vote(other, proposal, "1");
  json_t *entry = json_object_get(here.last, "entry");
  assert_int_equal(json_integer_value(json_object_get(entry, "votes")), 2);
  expect_proposal(one, 0, 2, true, "open");
  vote(one, proposal, "0");
  expect_proposal(one, 0, 1, false, "open");
  expect_proposal(other, 0, 1, true, "open");
  assert_int_equal(vote(one, proposal, "2"), 400);
  assert_int_equal(vote(one, proposal + 1, "1"), 404); /* a vote is nothing to vote on */
}

static size_t seen_by(int64_t client, const char *what) {
  json_t *state = state_of(client);
  size_t n = json_array_size(json_object_get(state, what));
  json_decref(state);
  return n;
}

static int64_t hidden_for(int64_t client) {
  json_t *state = state_of(client);
  int64_t n = json_integer_value(json_object_get(state, "hidden"));
  json_decref(state);
  return n;
}

static void in_a_silent_round_everybody_hears_only_themselves(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  int64_t other = come(ROOM_PARTICIPANT);
  set(leader, "phase", "place");
  propose(one, SHARE("0.3"));
  int64_t before = made();
  vote(one, before, "1");
  set(leader, "round", "silent");
  propose(one, SHARE("0.2"));
  int64_t secret = made();
  say(one, "comment", "olen eri mieltä");
  set(leader, "round", "silent"); /* as it is already */
  vote(one, before, "0");
  vote(other, before, "1");
  vote(come(ROOM_PARTICIPANT), before, "1");
  assert_int_equal(seen_by(one, "proposals"), 2);
  assert_int_equal(seen_by(one, "comments"), 1);
  for (int again = 0; again < 2; again++) {
    int64_t outside[] = {leader, other};
    for (size_t i = 0; i < 2; i++) {
      assert_int_equal(seen_by(outside[i], "proposals"), 1);
      assert_int_equal(seen_by(outside[i], "comments"), 0);
      json_out out = JSON_OUT_EMPTY;
      assert_false(room_add_entry(here.room, secret, outside[i], &out));
      json_drop(&out);
    }
    expect_proposal(leader, 0, 1, false, "open"); /* as it was before the round */
    expect_proposal(one, 0, 0, false, "open");
    expect_proposal(other, 0, 2, true, "open");
    assert_int_equal(hidden_for(leader), 5);
    assert_int_equal(hidden_for(other), 0);
    assert_int_equal(vote(other, secret, "1"), 404);
    assert_int_equal(on(leader, "accept", secret), 404);
    rooms_reopen();
  }
  char *day = room_happened(here.room, 0, POLKU_FI);
  assert_null(strstr(day, "olen eri mieltä")); /* nor do the minutes tell it */
  free(day);
  on(one, "dismiss", secret); /* told to nobody either */
  assert_int_equal(hidden_for(leader), 6);
  set(leader, "round", "open");
  assert_int_equal(seen_by(leader, "proposals"), 2);
  assert_int_equal(seen_by(other, "comments"), 1);
  expect_proposal(leader, 0, 2, false, "open");
  expect_proposal(leader, 1, 0, false, "dismissed");
  assert_int_equal(hidden_for(leader), 0);
}

static int comment_on(int64_t client, int64_t target, const char *pointer, const char *text) {
  return rooms_do((room_act){.client = client,
                             .kind = "comment",
                             .base = -1,
                             .target = target,
                             .pointer = pointer,
                             .text = text});
}

static void a_comment_is_about_a_place_an_entry_or_the_whole(void **state) {
  (void)state;
  int64_t one = come(ROOM_PARTICIPANT);
  assert_int_equal(comment_on(one, -1, NULL, "hyvä näin"), 200);
  assert_int_equal(comment_on(one, 1, NULL, "samaa mieltä"), 200);
  assert_int_equal(comment_on(one, -1, "/stages/trial", "kuka ottaa?"), 200);
  json_t *entry = json_object_get(here.last, "entry");
  assert_string_equal(json_string_value(json_object_get(entry, "pointer")), "/stages/trial");
  assert_int_equal(comment_on(one, 77, NULL, "mihin?"), 404);
  assert_int_equal(comment_on(one, -1, "stages", "mihin?"), 400);
}

static void who_says_more_than_anybody_reads_is_asked_to_stop(void **state) {
  (void)state;
  enum { PROPOSALS = 200, COMMENTS = 500 };
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  int64_t other = come(ROOM_PARTICIPANT);
  set(leader, "phase", "place");
  for (int i = 0; i < PROPOSALS; i++)
    assert_int_equal(propose(one, SHARE("0.3")), 200);
  int64_t last = made();
  assert_int_equal(propose(one, SHARE("0.2")), 403);
  assert_string_not_equal(last_text("message"), "");
  assert_int_equal(edit(one, SHARE("0.2")), 403); /* which would be kept as one */
  assert_int_equal(propose(other, SHARE("0.2")), 200);
  on(one, "dismiss", last);
  assert_int_equal(propose(one, SHARE("0.2")), 200);
  for (int i = 0; i < COMMENTS; i++)
    assert_int_equal(say(one, "comment", "vielä yksi"), 200);
  rooms_reopen();
  assert_int_equal(say(one, "comment", "vielä yksi"), 403);
  for (int i = 0; i <= COMMENTS; i++)
    assert_int_equal(say(leader, "comment", "kirjaan tämän"), 200);
}

/* Few proposals may be as much as many: everybody's page carries all their patches. */
static void who_proposes_more_bytes_than_a_page_should_carry_is_asked_to_stop(void **state) {
  (void)state;
  enum { LARGE = 50 << 10 };
  int64_t leader = come(ROOM_FACILITATOR), one = come(ROOM_PARTICIPANT);
  char *patch = malloc(LARGE + 100);
  int kept = 0;
  size_t n = (size_t)sprintf(patch, "{\"actors\": {\"city\": {\"name\": {\"fi\": \"");
  memset(patch + n, 'a', LARGE);
  strcpy(patch + n + LARGE, "\"}}}}");
  allow(leader, "look", "propose");
  while (kept < 20 && propose(one, patch) == 200)
    kept++;
  assert_in_range(kept, 3, 8);
  expect_sort("refused");
  assert_int_equal(propose(come(ROOM_PARTICIPANT), patch), 200);
  assert_int_equal(propose(leader, patch), 200);
  free(patch);
}

static void a_state_has_the_last_two_hundred_entries_and_says_where_they_begin(void **state) {
  (void)state;
  enum { SHOWN = 200, MORE = 7 };
  int64_t leader = come(ROOM_FACILITATOR);
  for (int i = 0; i < SHOWN + MORE; i++)
    say(leader, "comment", "kirjaan tämän");
  json_t *seen = state_of(leader), *entries = json_object_get(seen, "entries");
  assert_int_equal(json_array_size(entries), SHOWN);
  assert_int_equal(json_integer_value(json_object_get(seen, "first_entry")), MORE + 1);
  assert_int_equal(json_integer_value(json_object_get(json_array_get(entries, 0), "number")),
                   MORE + 1);
  json_decref(seen);
  json_out out = JSON_OUT_EMPTY;
  room_add_entries(here.room, MORE + 1, leader, &out);
  char *text = json_take(&out);
  json_t *earlier = json_loads(text, 0, NULL);
  assert_int_equal(json_array_size(earlier), MORE);
  json_decref(earlier);
  free(text);
}

static void a_day_is_what_is_no_older_than_eighteen_hours(void **state) {
  (void)state;
  const int64_t hour = 3600 * 1000;
  int64_t leader = come(ROOM_FACILITATOR);
  assert_int_equal(room_start(here.room, here.at), 0);
  say(leader, "comment", "eilen");
  say(leader, "comment", "myös eilen");
  here.at += 19 * hour;
  say(leader, "comment", "tänään");
  here.at += 17 * hour;
  say(leader, "comment", "illalla");
  assert_int_equal(room_start(here.room, here.at), 2);
  assert_int_equal(room_start(here.room, here.at + 19 * hour), 4);
}

/* As a later polku, or somebody's own program, may write it. */
static void what_a_room_does_not_know_it_leaves_out(void **state) {
  (void)state;
  journal_state opened;
  journal_entry entry = {
      .at = here.at, .id = "from-later", .kind = "sing", .text = "la", .patch = "{}"};
  room_close(here.room);
  here.room = NULL;
  journal *j = journal_open(here.journal, "koitto.json", "", 0, &opened);
  assert_non_null(j);
  assert_true(journal_append(j, &entry));
  journal_close(j);
  rooms_open();
  assert_int_equal(room_number(here.room), 1);
  assert_int_equal(say(come(ROOM_FACILITATOR), "comment", "hei"), 200);
  char *day = room_happened(here.room, 0, POLKU_FI);
  assert_non_null(day);
  assert_null(strstr(day, "la\t"));
  assert_non_null(strstr(day, "hei"));
  free(day);
}

static void unknown_targets_are_unknown(void **state) {
  (void)state;
  int64_t leader = come(ROOM_FACILITATOR);
  say(leader, "comment", "en ole ehdotus");
  static const char *const kinds[] = {"accept", "dismiss", "undo", "redo"};
  static const int64_t targets[] = {0, 1, 2, 1LL << 40};
  for (size_t i = 0; i < 4; i++)
    for (size_t j = 0; j < 4; j++)
      assert_int_equal(on(leader, kinds[i], targets[j]), 404);
  assert_int_equal(on(leader, "restore", 1LL << 40), 404);
  assert_int_equal(on(leader, "restore", -1), 400);
}

int main(void) {
#define IN_A_ROOM(law) cmocka_unit_test_setup_teardown(law, rooms_enter, rooms_leave)
  const struct CMUnitTest tests[] = {
      IN_A_ROOM(rights_are_those_of_the_phase_for_participants),
      IN_A_ROOM(only_facilitators_lead),
      IN_A_ROOM(a_screen_only_looks),
      IN_A_ROOM(phases_begin_with_the_rights_that_are_written),
      IN_A_ROOM(an_accepted_proposal_is_an_edit_and_says_whose),
      IN_A_ROOM(a_proposal_that_no_longer_fits_says_so_and_stays),
      IN_A_ROOM(a_proposal_is_set_aside_by_its_author_or_a_facilitator),
      IN_A_ROOM(of_votes_of_one_person_the_last_counts),
      IN_A_ROOM(in_a_silent_round_everybody_hears_only_themselves),
      IN_A_ROOM(a_comment_is_about_a_place_an_entry_or_the_whole),
      IN_A_ROOM(who_says_more_than_anybody_reads_is_asked_to_stop),
      IN_A_ROOM(who_proposes_more_bytes_than_a_page_should_carry_is_asked_to_stop),
      IN_A_ROOM(a_state_has_the_last_two_hundred_entries_and_says_where_they_begin),
      IN_A_ROOM(a_day_is_what_is_no_older_than_eighteen_hours),
      IN_A_ROOM(what_a_room_does_not_know_it_leaves_out),
      IN_A_ROOM(unknown_targets_are_unknown),
  };
  return RUN(tests);
}
