/* Days by lot: several people do whatever they may, and some things that they may not. Whatever
 * they did, the journal says all of it: read again it gives the same room, to the byte, as
 * everybody sees it; and everything can be taken back. */
#include "rooms.h"

#include "base/random.h"
#include "support/patches.h"
#include "support/random_model.h"

enum { PEOPLE = 4, ACTS = 120 };

typedef struct day {
  pk_stream dice;
  int64_t people[PEOPLE]; /* the first leads */
} day;

static uint32_t lot(day *d, uint32_t n) {
  return pk_stream_below(&d->dice, n);
}

/* A change of one number, name, actor or stage of the model as it is. */
static char *patch_by_lot(day *d) {
  json_t *model = model_now(), *stages = json_object_get(model, "stages");
  const char *stage = json_object_iter_key(json_object_iter(stages)), *key;
  json_t *value;
  uint32_t skip = lot(d, (uint32_t)json_object_size(stages));
  json_object_foreach(stages, key, value) {
    if (skip-- == 0)
      stage = key;
  }
  char *patch = calloc(1, 400);
  switch (lot(d, 7)) {
  case 0:
    snprintf(patch, 400, "{\"horizon\": %u}", 12 + lot(d, 20));
    break;
  case 1:
    snprintf(patch, 400, "{\"stages\": {\"%s\": {\"name\": {\"fi\": \"nimi %u\"}}}}", stage,
             lot(d, 5));
    break;
  case 2:
    snprintf(patch, 400, "{\"actors\": {\"x%u\": {\"sector\": \"%s\"}}}", lot(d, 4),
             lot(d, 2) ? "third" : "public");
    break;
  case 3:
    snprintf(patch, 400, "{\"actors\": {\"x%u\": null}}", lot(d, 4));
    break;
  case 4:
    snprintf(
        patch, 400,
        "{\"stages\": {\"s%u\": {\"final\": true}}, \"order\": {\"stages\": [\"s%u\", \"%s\"]}}",
        lot(d, 3), lot(d, 3), stage);
    break;
  case 5:
    snprintf(patch, 400, "{\"stages\": {\"s%u\": null}}", lot(d, 3));
    break;
  default:
    snprintf(patch, 400, "{\"stages\": {\"%s\": {\"actors\": {\"x%u\": {\"supporter\": {}}}}}}",
             stage, lot(d, 4));
  }
  json_decref(model);
  return patch;
}

static const char *value_by_lot(day *d, const char *kind) {
  static const char *const phases[] = {"look", "place", "discuss", "numbers", "what_if", "agree"};
  static const char *const rights[] = {"look", "comment", "propose", "edit"};
  static const char *const rounds[] = {"silent", "open"}, *const switches[] = {"0", "1"};
  if (strcmp(kind, "phase") == 0)
    return phases[lot(d, 6)];
  if (strcmp(kind, "allow") == 0)
    return rights[lot(d, 4)];
  return strcmp(kind, "round") == 0 ? rounds[lot(d, 2)] : switches[lot(d, 2)];
}

static void act_by_lot(day *d) {
  static const char *const kinds[] = {
      "edit",  "edit",    "edit",    "edit",  "edit",   "edit",    "undo",     "undo",    "redo",
      "redo",  "propose", "propose", "vote",  "vote",   "vote",    "accept",   "dismiss", "comment",
      "phase", "allow",   "allow",   "round", "freeze", "version", "nickname", "restore"};
  const char *kind = kinds[lot(d, sizeof kinds / sizeof *kinds)];
  int64_t number = room_number(here.room), back = lot(d, 6);
  char *patch = patch_by_lot(d);
  room_act act = {.client = d->people[lot(d, PEOPLE)],
                  .kind = kind,
                  .base = number > back ? number - back : number,
                  .target = lot(d, 3) ? (int64_t)lot(d, (uint32_t)number + 2) : -1,
                  .patch = patch,
                  .text = strcmp(kind, "allow") == 0 ? "look" : "sana <b>\n\"toinen\"",
                  .value = value_by_lot(d, kind)};
  rooms_do(act);
  if (here.answer.status != 200)
    assert_int_equal(room_number(here.room), number);
  free(patch);
}

static day begin_day(uint64_t seed) {
  day d;
  pk_stream_start(&d.dice, seed, 7);
  char *text =
      random_model(seed, &(random_model_options){.stages = 4, .without = RANDOM_SCENARIOS});
  rooms_begin(text);
  free(text);
  for (int i = 0; i < PEOPLE; i++)
    d.people[i] = come(i ? ROOM_PARTICIPANT : ROOM_FACILITATOR);
  allow(d.people[0], "look", "edit");
  return d;
}

static void a_room_that_is_opened_again_is_the_same_to_the_byte(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 12; seed++) {
    day d = begin_day(seed);
    for (int i = 0; i < ACTS; i++)
      act_by_lot(&d);
    char *before[PEOPLE];
    for (int i = 0; i < PEOPLE; i++)
      before[i] = state_text(d.people[i]);
    rooms_reopen();
    for (int i = 0; i < PEOPLE; i++) {
      char *after = state_text(d.people[i]);
      assert_string_equal(after, before[i]);
      free(after);
      free(before[i]);
    }
    rooms_end();
  }
}

/* Every moment that was is still there, and the entries lead from each to the next. */
static void every_moment_follows_from_the_one_before(void **state) {
  (void)state;
  day d = begin_day(3);
  char *texts[ACTS + 2] = {room_text_at(here.room, 0, &(size_t){0})};
  int count = 1;
  while (count <= ACTS) {
    int64_t number = room_number(here.room);
    act_by_lot(&d);
    if (room_number(here.room) == number)
      continue;
    texts[count++] = room_text_at(here.room, room_number(here.room), &(size_t){0});
    json_out out = JSON_OUT_EMPTY;
    if (room_add_entry(here.room, room_number(here.room), d.people[0], &out)) {
      json_t *entry = json_loads(out.bytes, 0, NULL), *patch = json_object_get(entry, "patch");
      if (patch && strcmp(json_string_value(json_object_get(entry, "kind")), "propose") != 0) {
        polku_report *report = polku_report_new();
        char *text = json_dumps(patch, 0);
        char *next = patched(texts[count - 2], text, report);
        char *left = patch_between(next, texts[count - 1], report);
        assert_string_equal(left, "{}");
        polku_report_free(report);
        free(text);
        free(next);
        free(left);
      } else {
        assert_string_equal(texts[count - 1], texts[count - 2]);
      }
      json_decref(entry);
    }
    json_drop(&out);
  }
  for (int i = 0; i < count; i++) {
    int64_t number = i ? i + 1 : 0; /* the first entry let everybody edit */
    char *text = room_text_at(here.room, number, &(size_t){0});
    assert_string_equal(text, texts[i]);
    free(text);
    free(texts[i]);
  }
  rooms_end();
}

/* Takes back what entry n did: an edit, or one done again, by undo; an undo by redo. */
static void take_back(const day *d, uint64_t seed, int64_t n) {
  json_out out = JSON_OUT_EMPTY;
  assert_true(room_add_entry(here.room, n, d->people[0], &out));
  json_t *entry = json_loads(out.bytes, 0, NULL);
  const char *kind = json_string_value(json_object_get(entry, "kind"));
  bool undone = strcmp(kind, "undo") == 0;
  if (undone || strcmp(kind, "edit") == 0 || strcmp(kind, "redo") == 0)
    if (on(d->people[0], undone ? "redo" : "undo", n) != 200)
      fail_msg("seed %d: entry %d: %s", (int)seed, (int)n, last_text("message"));
  json_decref(entry);
  json_drop(&out);
}

/* Whatever several people edited, undid and did again: taken back, the latest first, it is the
 * model of the beginning. */
static void everything_can_be_taken_back(void **state) {
  (void)state;
  for (uint64_t seed = 20; seed < 30; seed++) {
    day d = begin_day(seed);
    char *text = rooms_read(here.model);
    for (int i = 0; i < 60; i++) {
      char *patch = patch_by_lot(&d);
      int64_t number = room_number(here.room), back = lot(&d, 4);
      edit_at(d.people[lot(&d, PEOPLE)], number > back ? number - back : number, patch);
      if (lot(&d, 5) == 0)
        on(d.people[lot(&d, PEOPLE)], "undo", -1);
      if (lot(&d, 8) == 0)
        on(d.people[lot(&d, PEOPLE)], "redo", -1);
      free(patch);
    }
    for (int64_t n = room_number(here.room); n > 0; n--)
      take_back(&d, seed, n);
    expect_model(text);
    free(text);
    rooms_end();
  }
}

/* The last of a field holds, whoever it was, also where the acts arrive in another order. */
static void edits_that_are_apart_come_to_the_same_in_any_order(void **state) {
  (void)state;
  static const char *const patches[] = {
      "{\"horizon\": 18}", "{\"stages\": {\"trial\": {\"name\": {\"sv\": \"Prövning\"}}}}",
      "{\"stages\": {\"trial\": {\"actors\": {\"city\": {\"payer\": {}}}}}}",
      "{\"actors\": {\"jokos\": {\"sector\": \"third\"}}}",
      "{\"transitions\": {\"start-trial\": {\"share\": 0.3}}}"};
  char *first = NULL;
  for (int turn = 0; turn < 5; turn++) {
    rooms_begin(rooms_model);
    int64_t one = come(ROOM_FACILITATOR);
    for (int i = 0; i < 5; i++) {
      assert_int_equal(edit_at(one, 0, patches[(i * 2 + turn) % 5]), 200);
      assert_null(json_object_get(here.last, "overlap"));
    }
    json_t *model = model_now();
    char *sorted = json_dumps(model, JSON_SORT_KEYS);
    if (first)
      assert_string_equal(sorted, first);
    else
      first = strdup(sorted);
    free(sorted);
    json_decref(model);
    rooms_end();
  }
  free(first);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_room_that_is_opened_again_is_the_same_to_the_byte),
      cmocka_unit_test(every_moment_follows_from_the_one_before),
      cmocka_unit_test(everything_can_be_taken_back),
      cmocka_unit_test(edits_that_are_apart_come_to_the_same_in_any_order),
  };
  return RUN(tests);
}
