/* What follows from an edit: outcome, picture, problems, words; and what somebody asks for. */
#include "support/check.h"
#include "support/files.h"
#include "workshop/rooms.h"

#include "workshop/work.h"

#include <math.h>
#include <time.h>

/* Half of those who begin find work after two months, until somebody says otherwise. */
static const char pathway[] =
    "{\n"
    "  \"format\": \"polku/1\", \"step\": \"month\", \"horizon\": 12,\n"
    "  \"title\": { \"fi\": \"Polku\" }, \"start_date\": \"2026-01-01\",\n"
    "  \"actors\": { \"village\": { \"name\": { \"fi\": \"Kyläyhdistys\" }, \"sector\": \"third\" "
    "} },\n"
    "  \"stages\": {\n"
    "    \"start\": { \"name\": { \"fi\": \"Alku\" }, \"duration\": { \"fixed\": 2 } },\n"
    "    \"work\":  { \"name\": { \"fi\": \"Työ\" }, \"final\": true, \"employed\": true },\n"
    "    \"out\":   { \"name\": { \"fi\": \"Muu tilanne\" }, \"final\": true }\n"
    "  },\n"
    "  \"transitions\": {\n"
    "    \"start-work\": { \"from\": \"start\", \"to\": \"work\", \"share\": 0.5 },\n"
    "    \"start-out\":  { \"from\": \"start\", \"to\": \"out\", \"share\": \"rest\" }\n"
    "  },\n"
    "  \"gaps\": { \"who\": { \"row\": \"coaching\", \"stages\": { \"start\": {} }, "
    "\"question\": { \"fi\": \"Kuka valmentaa?\" } } },\n"
    "  \"groups\": { \"all\": { \"size\": 40, \"start\": \"start\" } },\n"
    "  \"scenarios\": { \"fewer\": { \"patch\": { \"groups\": { \"all\": { \"size\": 10 } } } } }\n"
    "}\n";

/* ---------------------------------------------------------------------------------- the setting */

enum { HEARD_MOST = 4000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t heard_more = PTHREAD_COND_INITIALIZER;
static struct {
  const char *event;
  json_t *data;
} heard[HEARD_MOST];
static int heard_count;
static desks *at_desks;
static work *at_work;
static int64_t leader;

static void hear(void *context, const char *event, const char *json) {
  (void)context;
  assert_true(heard_count < HEARD_MOST);
  heard[heard_count].event = strdup(event);
  heard[heard_count].data = json_loads(json, 0, NULL);
  assert_non_null(heard[heard_count].data);
  heard_count++;
  pthread_cond_broadcast(&heard_more);
}

static void forget_what_was_heard(void) {
  while (heard_count > 0) {
    json_decref(heard[--heard_count].data);
    free((char *)(uintptr_t)heard[heard_count].event);
  }
}

static void start(const char *plugins) {
  polku_report *report = polku_report_new();
  at_desks =
      desks_new(POLKU_BUILD_DIR "/polku-desk", POLKU_BUILD_DIR "/polku-render", plugins, 4, report);
  assert_non_null(at_desks);
  at_work = work_new(here.room, at_desks, &lock, hear, NULL);
  assert_non_null(at_work);
  polku_report_free(report);
}

static void begin(const char *text, const char *plugins) {
  rooms_begin(text);
  leader = come(ROOM_FACILITATOR);
  start(plugins);
  pthread_mutex_lock(&lock);
  work_changed(at_work);
  pthread_mutex_unlock(&lock);
}

static int set_up(void **state) {
  (void)state;
  begin(pathway, "");
  return 0;
}

static void stop(void) {
  work_stop(at_work);
  desks_free(at_desks);
  work_free(at_work);
  forget_what_was_heard();
}

static int tear_down(void **state) {
  (void)state;
  stop();
  rooms_end();
  return 0;
}

/* Waits, with the lock, for more to be heard; not for ever. */
static void wait_for_more(const char *what) {
  enum { PATIENCE = 120 }; /* seconds */
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += PATIENCE;
  if (pthread_cond_timedwait(&heard_more, &lock, &until) == 0)
    return;
  pthread_mutex_unlock(&lock);
  fail_msg("%s did not come", what);
}

/* The last event of a name at this number or a later one, waited for; borrowed. */
static json_t *await(const char *event, int64_t number) {
  json_t *found = NULL;
  pthread_mutex_lock(&lock);
  while (!found) {
    for (int i = heard_count - 1; i >= 0 && !found; i--)
      if (strcmp(heard[i].event, event) == 0 &&
          json_integer_value(json_object_get(heard[i].data, "number")) >= number)
        found = heard[i].data;
    if (!found)
      wait_for_more(event);
  }
  pthread_mutex_unlock(&lock);
  return found;
}

static int heard_of(const char *event) {
  int count = 0;
  pthread_mutex_lock(&lock);
  for (int i = 0; i < heard_count; i++)
    count += strcmp(heard[i].event, event) == 0;
  pthread_mutex_unlock(&lock);
  return count;
}

/* Figures of a number or a later one, with all runs. */
static json_t *await_full(int64_t number) {
  json_t *figures = NULL;
  while (!figures) {
    json_t *any = json_object_get(await("figures", number), "figures");
    if (strcmp(json_string_value(json_object_get(any, "effort")), "full") == 0)
      figures = any;
    else
      nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  return figures;
}

static void follow(void) {
  if (here.answer.number > 0)
    work_entry(at_work, here.answer.number);
  if (here.answer.model_changed)
    work_changed(at_work);
}

/* An edit as the door lets it in; its number. */
static int64_t change(const char *patch) {
  pthread_mutex_lock(&lock);
  assert_int_equal(edit(leader, patch), 200);
  follow();
  int64_t number = made();
  pthread_mutex_unlock(&lock);
  return number;
}

static int64_t share_becomes(double share) {
  char patch[160];
  snprintf(patch, sizeof patch, "{\"transitions\": {\"start-work\": {\"share\": %.4f}}}", share);
  return change(patch);
}

static double at(const json_t *object, const char *a, const char *b) {
  const json_t *value = json_object_get(json_object_get(object, a), b);
  assert_true(json_is_number(value));
  return json_number_value(value);
}

/* ---------------------------------------------------------------------------- asking for things */

typedef struct got {
  desk_state state;
  char *bytes;
  bool done;
} got;

static void take(void *context, desk_state state, const char *bytes, size_t length) {
  got *g = context;
  g->state = state;
  g->bytes = bytes ? strndup(bytes, length) : strdup("");
  g->done = true;
  pthread_cond_broadcast(&heard_more);
}

static bool want(const work_thing *thing, got *answer) {
  *answer = (got){.done = false};
  pthread_mutex_lock(&lock);
  bool there = work_want(at_work, thing, take, answer);
  assert_int_equal(there, answer->done);
  pthread_mutex_unlock(&lock);
  return there;
}

static void wait_for(got *answer) {
  pthread_mutex_lock(&lock);
  while (!answer->done)
    wait_for_more("an answer");
  pthread_mutex_unlock(&lock);
}

static void expect_state(got *answer, desk_state state) {
  wait_for(answer);
  if (answer->state != state)
    print_error("%.300s\n", answer->bytes);
  assert_int_equal(answer->state, state);
  free(answer->bytes);
}

static work_thing thing_of(desk_kind kind) {
  return (work_thing){.job = {.kind = kind}, .number = -1, .other = -1};
}

static work_thing map_in(polku_lang lang) {
  work_thing thing = thing_of(DESK_PICTURE);
  thing.job.lang = lang;
  thing.job.touch = true;
  return thing;
}

/* --------------------------------------------------------------------------------- what follows */

static void after_an_edit_comes_the_outcome_of_the_model_that_it_made(void **state) {
  (void)state;
  int64_t number = share_becomes(0.25);
  json_t *figures = json_object_get(await("figures", number), "figures");
  assert_true(json_integer_value(json_object_get(figures, "number")) == number);
  assert_true(at(figures, "work", "people") == 10);
  figures = await_full(number);
  assert_true(at(figures, "work", "people") == 10);
  json_t *problems = json_object_get(await("problems", number), "problems");
  assert_true(json_is_array(json_object_get(problems, "sv")));
}

static void figures_of_the_beginning_stay_while_the_model_changes(void **state) {
  (void)state;
  share_becomes(0.1);
  json_t *start = json_object_get(await("start_figures", 0), "start_figures");
  assert_int_equal(json_integer_value(json_object_get(start, "number")), 0);
  assert_true(at(start, "work", "people") == 20);
}

static void what_an_edit_did_is_told_in_three_languages(void **state) {
  (void)state;
  int64_t number = share_becomes(0.75);
  json_t *told = json_object_get(await("told", number), "told");
  static const char *const langs[] = {"fi", "sv", "en"};
  for (int i = 0; i < 3; i++)
    assert_true(json_array_size(json_object_get(told, langs[i])) > 0);
  pthread_mutex_lock(&lock);
  assert_true(room_is_told(here.room, number));
  pthread_mutex_unlock(&lock);
}

static void a_proposal_is_told_as_what_it_would_do(void **state) {
  (void)state;
  pthread_mutex_lock(&lock);
  assert_int_equal(propose(leader, "{\"groups\": {\"all\": {\"size\": 64}}}"), 200);
  follow();
  int64_t number = made();
  pthread_mutex_unlock(&lock);
  json_t *told = json_object_get(await("told", number), "told");
  const char *said = json_string_value(json_array_get(json_object_get(told, "fi"), 0));
  assert_non_null(strstr(said, "64"));
}

static void what_was_left_untold_is_told_when_the_room_opens_again(void **state) {
  (void)state;
  int64_t number = share_becomes(0.75);
  await("told", number);
  stop();
  assert_int_equal(edit(leader, "{\"groups\": {\"all\": {\"size\": 64}}}"), 200);
  number = made();
  assert_int_equal(say(leader, "comment", "ja sitten valot sammuivat"), 200);
  rooms_reopen();
  start("");
  json_t *told = json_object_get(await("told", number), "told");
  const char *said = json_string_value(json_array_get(json_object_get(told, "fi"), 0));
  assert_non_null(strstr(said, "64"));
  assert_int_equal(heard_of("told"), 1);
}

/* Who stops in the moment after an edit, when its outcome with all runs is still to be asked for.
 */
static void who_has_stopped_asks_the_desks_for_nothing(void **state) {
  (void)state;
  share_becomes(0.25);
  work_stop(at_work);
  desks_free(at_desks);
  nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
  at_desks = NULL;
}

static void while_edits_come_faster_than_answers_the_last_is_answered(void **state) {
  (void)state;
  int64_t number = 0;
  for (int i = 1; i <= 200; i++)
    number = share_becomes(i * 0.001);
  assert_true(fabs(at(await_full(number), "work", "people") - 8) < 1e-9);
  pthread_mutex_lock(&lock);
  int64_t before = -1;
  for (int i = 0; i < heard_count; i++)
    if (strcmp(heard[i].event, "figures") == 0) {
      int64_t of = json_integer_value(json_object_get(heard[i].data, "number"));
      assert_true(of >= before);
      before = of;
    }
  pthread_mutex_unlock(&lock);
}

static void a_state_holds_what_was_heard(void **state) {
  (void)state;
  int64_t number = share_becomes(0.3);
  await_full(number);
  await("problems", number);
  await("start_figures", 0);
  json_out out = JSON_OUT_EMPTY;
  pthread_mutex_lock(&lock);
  json_raw(&out, "{");
  work_add_state(at_work, &out);
  json_raw(&out, "}");
  pthread_mutex_unlock(&lock);
  char *text = json_take(&out);
  json_t *all = json_loads(text, 0, NULL);
  assert_int_equal(json_integer_value(json_object_get(all, "problems_number")), number);
  assert_true(at(json_object_get(all, "figures"), "work", "people") == 12);
  assert_true(at(json_object_get(all, "start_figures"), "work", "people") == 20);
  json_decref(all);
  free(text);
}

/* ------------------------------------------------------------------------------------- pictures */

static void one_picture_serves_all_who_ask(void **state) {
  (void)state;
  enum { PHONES = 60 };
  got answers[PHONES], late;
  work_thing map = map_in(POLKU_FI);
  for (int i = 0; i < PHONES; i++)
    want(&map, &answers[i]);
  for (int i = 0; i < PHONES; i++) {
    wait_for(&answers[i]);
    assert_int_equal(answers[i].state, DESK_DONE);
    assert_string_equal(answers[i].bytes, answers[0].bytes);
  }
  assert_non_null(strstr(answers[0].bytes, "<svg"));
  for (int i = 0; i < PHONES; i++)
    free(answers[i].bytes);
  assert_true(want(&map, &late));
  expect_state(&late, DESK_DONE);
}

/* A picture to keep carries its font, one to edit in has names for what is pressed. */
static void a_picture_to_keep_is_not_the_one_to_edit_in(void **state) {
  (void)state;
  got pressed, kept;
  work_thing map = map_in(POLKU_FI);
  want(&map, &pressed);
  wait_for(&pressed);
  map.job.touch = false;
  assert_false(want(&map, &kept));
  wait_for(&kept);
  assert_non_null(strstr(pressed.bytes, "id=\"cell--"));
  assert_null(strstr(kept.bytes, "id=\"cell--"));
  assert_non_null(strstr(kept.bytes, "@font-face"));
  free(pressed.bytes);
  free(kept.bytes);
}

static void what_pages_show_is_drawn_ahead(void **state) {
  (void)state;
  got first, after, swedish;
  work_thing map = map_in(POLKU_FI), other = map_in(POLKU_SV);
  want(&map, &first);
  expect_state(&first, DESK_DONE);
  int64_t number = share_becomes(0.9);
  await("picture", number);
  assert_true(want(&map, &after));
  expect_state(&after, DESK_DONE);
  assert_false(want(&other, &swedish)); /* nobody had asked for it */
  expect_state(&swedish, DESK_DONE);
}

static void who_goes_back_finds_the_picture_drawn(void **state) {
  (void)state;
  got before, again;
  work_thing map = map_in(POLKU_FI);
  want(&map, &before);
  expect_state(&before, DESK_DONE);
  share_becomes(0.9);
  map.number = 0;
  assert_true(want(&map, &again));
  expect_state(&again, DESK_DONE);
}

/* Slow things are made one after the other: what is asked for third is there after the second would
 * have been. */
static void what_nobody_waits_for_any_more_is_not_made(void **state) {
  (void)state;
  got report, given_up, third, again;
  work_thing first = thing_of(DESK_REPORT), second = thing_of(DESK_LEVERAGE);
  work_thing last = thing_of(DESK_RESULT);
  want(&first, &report);
  want(&second, &given_up);
  want(&last, &third);
  pthread_mutex_lock(&lock);
  work_forget(at_work, take, &given_up);
  pthread_mutex_unlock(&lock);
  expect_state(&third, DESK_DONE);
  expect_state(&report, DESK_DONE);
  assert_false(given_up.done);
  assert_false(want(&second, &again));
  expect_state(&again, DESK_DONE);
  assert_false(given_up.done);
}

static void what_one_gave_up_another_still_gets(void **state) {
  (void)state;
  got one, other;
  work_thing map = map_in(POLKU_FI);
  want(&map, &one);
  want(&map, &other);
  pthread_mutex_lock(&lock);
  if (!one.done)
    work_forget(at_work, take, &one);
  pthread_mutex_unlock(&lock);
  expect_state(&other, DESK_DONE);
  free(one.bytes);
}

/* ---------------------------------------------------------------------------- what nobody keeps */

static bool what_if_at(int64_t base, const char *patch, got *answer) {
  *answer = (got){.done = false};
  pthread_mutex_lock(&lock);
  bool there = work_what_if(at_work, leader, base, patch, take, answer);
  pthread_mutex_unlock(&lock);
  return there;
}

static bool what_if(const char *patch, got *answer) {
  return what_if_at(room_number(here.room), patch, answer);
}

/* How many people find work, says the answer; it is then of no more use. */
static void expect_at_work(got *answer, double people) {
  wait_for(answer);
  assert_int_equal(answer->state, DESK_DONE);
  json_t *figures = json_loads(answer->bytes, 0, NULL);
  assert_true(at(figures, "work", "people") == people);
  json_decref(figures);
  free(answer->bytes);
}

static void what_if_is_answered_and_nothing_is_kept(void **state) {
  (void)state;
  got answer;
  what_if("{\"transitions\": {\"start-work\": {\"share\": 0.75}}}", &answer);
  expect_at_work(&answer, 30);
  expect_now("/transitions/start-work/share", "0.5");
}

/* Whoever moves a slider compares with what they see, whatever others have done meanwhile. */
static void what_if_is_asked_of_the_model_that_somebody_saw(void **state) {
  (void)state;
  got answer;
  int64_t seen = share_becomes(0.25);
  share_becomes(0.9);
  share_becomes(0.8);
  what_if_at(seen, "{\"groups\": {\"all\": {\"size\": 80}}}", &answer);
  expect_at_work(&answer, 20);
}

static void of_what_one_asks_while_a_slider_moves_the_last_is_answered(void **state) {
  (void)state;
  enum { STEPS = 40 };
  got answers[STEPS];
  for (int i = 0; i < STEPS; i++) {
    char patch[120];
    snprintf(patch, sizeof patch, "{\"transitions\": {\"start-work\": {\"share\": %.3f}}}",
             0.5 + 0.01 * i);
    what_if(patch, &answers[i]);
  }
  for (int i = 0; i < STEPS - 1; i++) {
    wait_for(&answers[i]);
    assert_true(answers[i].state == DESK_DONE || answers[i].state == DESK_REPLACED);
    free(answers[i].bytes);
  }
  expect_state(&answers[STEPS - 1], DESK_DONE);
}

/* Under one lock, so that nothing is answered between the questions. */
static void what_two_ask_alike_is_taken_from_neither_by_the_others_next_question(void **state) {
  (void)state;
  enum { ONE = 1, OTHER = 2 };
  static const char alike[] = "{\"transitions\": {\"start-work\": {\"share\": 0.75}}}";
  static const char next[] = "{\"transitions\": {\"start-work\": {\"share\": 0.25}}}";
  got first = {.done = false}, others = first, second = first;
  pthread_mutex_lock(&lock);
  int64_t now = room_number(here.room);
  work_what_if(at_work, ONE, now, alike, take, &first);
  work_what_if(at_work, OTHER, now, alike, take, &others);
  work_what_if(at_work, ONE, now, next, take, &second);
  pthread_mutex_unlock(&lock);
  expect_state(&first, DESK_REPLACED);
  wait_for(&others);
  assert_int_equal(others.state, DESK_DONE);
  json_t *figures = json_loads(others.bytes, 0, NULL);
  assert_true(at(figures, "work", "people") == 30);
  json_decref(figures);
  free(others.bytes);
  expect_state(&second, DESK_DONE);
}

/* One's own question, asked once more: the newer one is answered. */
static void who_asks_the_same_again_is_answered(void **state) {
  (void)state;
  static const char patch[] = "{\"transitions\": {\"start-work\": {\"share\": 0.75}}}";
  got first = {.done = false}, again = first;
  pthread_mutex_lock(&lock);
  work_what_if(at_work, leader, room_number(here.room), patch, take, &first);
  work_what_if(at_work, leader, room_number(here.room), patch, take, &again);
  pthread_mutex_unlock(&lock);
  expect_state(&first, DESK_REPLACED);
  expect_state(&again, DESK_DONE);
}

static void a_patch_that_makes_no_model_is_answered_with_reasons(void **state) {
  (void)state;
  static const char *const patches[] = {
      "{\"transitions\": {\"start-work\": {\"to\": \"nowhere\"}}}", "{", "[]", "",
      "{\"stages\": null}"};
  for (size_t i = 0; i < sizeof patches / sizeof *patches; i++) {
    got answer;
    assert_true(what_if(patches[i], &answer));
    json_t *said = json_loads(answer.bytes, 0, NULL);
    assert_true(json_array_size(json_object_get(said, "en")) > 0);
    json_decref(said);
    expect_state(&answer, DESK_WRONG);
  }
}

/* --------------------------------------------------------------------------------------- others */

static void write_beside(const char *name, const char *text) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", here.folder, name);
  rooms_write(path, text);
}

static json_t *others(void) {
  got answer;
  work_thing thing = thing_of(DESK_OTHERS);
  want(&thing, &answer);
  wait_for(&answer);
  assert_int_equal(answer.state, DESK_DONE);
  json_t *json = json_loads(answer.bytes, 0, NULL);
  free(answer.bytes);
  return json;
}

static void models_beside_the_file_and_scenarios_can_be_compared_with(void **state) {
  (void)state;
  write_beside("neighbour.json", pathway);
  write_beside("notes.json", "{\"format\": \"something else\"}");
  write_beside("broken.json", "{");
  write_beside(".hidden.json", pathway);
  json_t *all = others();
  char *text = json_dumps(json_object_get(all, "files"), JSON_COMPACT);
  assert_string_equal(text, "[\"koitto.json#fewer\",\"neighbour.json\",\"neighbour.json#fewer\"]");
  free(text);
  json_decref(all);
  got answer;
  work_thing beside = thing_of(DESK_COMPARE);
  beside.with = "neighbour.json#fewer";
  want(&beside, &answer);
  wait_for(&answer);
  assert_int_equal(answer.state, DESK_DONE);
  assert_non_null(strstr(answer.bytes, "<html"));
  free(answer.bytes);
}

/* The room hears what is done meanwhile, and the list is the same every time. */
static void of_a_huge_folder_some_models_are_listed(void **state) {
  (void)state;
  enum { FILES = 300, LISTED = 200 };
  char name[32];
  for (int i = 0; i < FILES; i++) {
    snprintf(name, sizeof name, "m%03d.json", FILES - 1 - i);
    write_beside(name, pathway);
  }
  json_t *all = others(), *files = json_object_get(all, "files");
  assert_int_equal(json_array_size(files), 1 + 2 * (LISTED - 1));
  assert_string_equal(json_string_value(json_array_get(files, 1)), "m000.json");
  json_decref(all);
}

static void a_file_whose_name_has_a_number_sign_is_a_file(void **state) {
  (void)state;
  got answer;
  write_beside("north#south.json", pathway);
  work_thing beside = thing_of(DESK_COMPARE);
  beside.with = "north#south.json#fewer";
  want(&beside, &answer);
  expect_state(&answer, DESK_DONE);
  beside.with = "north#south.json";
  want(&beside, &answer);
  expect_state(&answer, DESK_DONE);
  beside.with = "north#south";
  want(&beside, &answer);
  expect_state(&answer, DESK_WRONG);
}

static void nothing_else_can_be_read(void **state) {
  (void)state;
  static const char *const names[] = {
      "../koitto.json", "/etc/passwd",    "nowhere.json",          ".hidden.json", "",
      "#fewer",         "koitto.json#no", "koitto.workshop.sqlite"};
  write_beside(".hidden.json", pathway);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    got answer;
    work_thing beside = thing_of(DESK_COMPARE);
    beside.with = names[i];
    want(&beside, &answer);
    expect_state(&answer, DESK_WRONG);
  }
}

/* -------------------------------------------------------------------------------------- minutes */

static void minutes_say_who_unless_they_leave_it_out(void **state) {
  (void)state;
  pthread_mutex_lock(&lock);
  say(leader, "nickname", "Kemijärvi");
  edit(leader, "{\"groups\": {\"all\": {\"size\": 64}}}");
  follow();
  int64_t number = made();
  say(leader, "comment", "Entä <b>kuljetus</b>?");
  pthread_mutex_unlock(&lock);
  await("told", number);
  for (int names = 0; names < 2; names++) {
    got answer;
    work_thing minutes = thing_of(DESK_MINUTES);
    minutes.job.names_people = names;
    want(&minutes, &answer);
    wait_for(&answer);
    assert_int_equal(answer.state, DESK_DONE);
    assert_int_equal(strstr(answer.bytes, "Kemijärvi") != NULL, names);
    assert_non_null(strstr(answer.bytes, "Entä &lt;b&gt;kuljetus&lt;/b&gt;?"));
    assert_non_null(strstr(answer.bytes, "Kuka valmentaa?"));
    assert_non_null(strstr(answer.bytes, "<svg"));
    assert_null(strstr(answer.bytes, "<script"));
    free(answer.bytes);
  }
}

/* ---------------------------------------------------------------------------------------- rules */

static void look_at_rules(void) {
  pthread_mutex_lock(&lock);
  work_look_at_rules(at_work);
  pthread_mutex_unlock(&lock);
}

static bool rules_are_wrong(void) {
  json_t *problems = NULL;
  pthread_mutex_lock(&lock);
  for (int i = 0; i < heard_count; i++)
    if (strcmp(heard[i].event, "problems") == 0)
      problems = json_object_get(json_object_get(heard[i].data, "problems"), "en");
  size_t i;
  json_t *problem;
  bool wrong = false;
  json_array_foreach(problems, i, problem) wrong =
      wrong || strcmp(json_string_value(json_object_get(problem, "severity")), "error") == 0;
  pthread_mutex_unlock(&lock);
  return wrong;
}

static void rules_that_change_while_the_room_works_are_read_anew(void **state) {
  (void)state;
  char command[4600], plugins[4200];
  char *folder = new_folder(), *text;
  snprintf(plugins, sizeof plugins, "%s/plugins", folder);
  snprintf(command, sizeof command, "cp -r " POLKU_SOURCE_DIR "/plugins %s", plugins);
  run_result copied = run(command);
  assert_int_equal(copied.status, 0);
  run_free(&copied);
  text = read_whole_file(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", NULL);
  begin(text, plugins);
  free(text);
  look_at_rules();
  await("problems", 0);
  assert_false(rules_are_wrong());
  got picture;
  work_thing map = map_in(POLKU_FI);
  want(&map, &picture);
  expect_state(&picture, DESK_DONE);
  snprintf(command, sizeof command, "echo 'allow(' >> %s/rovaniemi/rules.lua", plugins);
  copied = run(command);
  run_free(&copied);
  while (!rules_are_wrong()) {
    look_at_rules();
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
  }
  want(&map, &picture); /* nor is what was drawn by the old ones shown */
  expect_state(&picture, DESK_WRONG);
  tear_down(NULL);
  remove_folder(folder);
  free(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define IN_A_ROOM(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
      IN_A_ROOM(after_an_edit_comes_the_outcome_of_the_model_that_it_made),
      IN_A_ROOM(figures_of_the_beginning_stay_while_the_model_changes),
      IN_A_ROOM(what_an_edit_did_is_told_in_three_languages),
      IN_A_ROOM(a_proposal_is_told_as_what_it_would_do),
      IN_A_ROOM(what_was_left_untold_is_told_when_the_room_opens_again),
      IN_A_ROOM(who_has_stopped_asks_the_desks_for_nothing),
      IN_A_ROOM(while_edits_come_faster_than_answers_the_last_is_answered),
      IN_A_ROOM(a_state_holds_what_was_heard),
      IN_A_ROOM(one_picture_serves_all_who_ask),
      IN_A_ROOM(a_picture_to_keep_is_not_the_one_to_edit_in),
      IN_A_ROOM(what_pages_show_is_drawn_ahead),
      IN_A_ROOM(who_goes_back_finds_the_picture_drawn),
      IN_A_ROOM(what_nobody_waits_for_any_more_is_not_made),
      IN_A_ROOM(what_one_gave_up_another_still_gets),
      IN_A_ROOM(what_if_is_answered_and_nothing_is_kept),
      IN_A_ROOM(what_if_is_asked_of_the_model_that_somebody_saw),
      IN_A_ROOM(of_what_one_asks_while_a_slider_moves_the_last_is_answered),
      IN_A_ROOM(what_two_ask_alike_is_taken_from_neither_by_the_others_next_question),
      IN_A_ROOM(who_asks_the_same_again_is_answered),
      IN_A_ROOM(a_patch_that_makes_no_model_is_answered_with_reasons),
      IN_A_ROOM(models_beside_the_file_and_scenarios_can_be_compared_with),
      IN_A_ROOM(of_a_huge_folder_some_models_are_listed),
      IN_A_ROOM(a_file_whose_name_has_a_number_sign_is_a_file),
      IN_A_ROOM(nothing_else_can_be_read),
      IN_A_ROOM(minutes_say_who_unless_they_leave_it_out),
      cmocka_unit_test(rules_that_change_while_the_room_works_are_read_anew),
  };
  return RUN(tests);
}
