/* How places and waiting are told, to people and to programs: of a result made by hand, in which
 * every number that is told can be seen. */
#include "support/check.h"
#include "support/failing.h"

#include "study/result.h"
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEK, SUBSIDY, COURSE, STAGES, HORIZON = 12, VILLAGE = 0, TOWN, ACTORS };

static pk_name three(const char *fi, const char *sv, const char *en) {
  pk_name name = {{NULL}};
  name.in[POLKU_FI] = fi;
  name.in[POLKU_SV] = sv;
  name.in[POLKU_EN] = en;
  return name;
}

static void fill_answer(pk_arena *arena, pk_answer *a) {
  size_t rows = HORIZON + 1;
  *a = (pk_answer){.people = 40, .median = NAN};
  a->occupancy = PK_NEW_ARRAY(arena, double, rows *STAGES);
  a->entries = PK_NEW_ARRAY(arena, double, rows *STAGES);
  a->waiting = PK_NEW_ARRAY(arena, double, rows *STAGES);
  a->moves = PK_NEW_ARRAY(arena, double, 1);
  a->refused = PK_NEW_ARRAY(arena, double, 1);
  a->over_limit = PK_NEW_ARRAY(arena, double, STAGES);
  a->employed = PK_NEW_ARRAY(arena, double, rows);
  a->open = PK_NEW_ARRAY(arena, double, rows);
  a->at_work = PK_NEW_ARRAY(arena, double, rows);
  a->person_months = PK_NEW_ARRAY(arena, double, STAGES);
  a->host_months = PK_NEW_ARRAY(arena, double, ACTORS);
  a->doors = PK_NEW_ARRAY(arena, pk_door, 2);
  a->third_share = a->reach = a->reach_of_employed = NAN;
  for (int t = 0; t <= HORIZON; t++) {
    a->occupancy[t * STAGES + SUBSIDY] = t < 2 ? t : 2.5;
    a->waiting[t * STAGES + SUBSIDY] = t < 7 ? t * 0.5 : 1.5;
    a->employed[t] = a->at_work[t] = t * 0.02;
  }
  for (int o = 0; o < PK_OUTCOMES; o++)
    a->outcomes[o] = (pk_estimate){{0.25, 0.1, 0.4, 0.8}, 0.26, 0.01};
  a->doors[0] = (pk_door){.stage = SUBSIDY,
                          .came = 14.2,
                          .let_in = 10.1,
                          .gave_up = 2.3,
                          .turned_away = 0.3,
                          .waited = 2.4,
                          .longest_queue = 3,
                          .longest_at = 6,
                          .places = 3,
                          .used = 0.78};
  a->doors[1] = (pk_door){.stage = COURSE,
                          .came = 6,
                          .let_in = 6,
                          .waited = NAN,
                          .places = 10,
                          .used = 0.13,
                          .over_capacity = 1.5};
}

/* 40 people, two limited stages: three places of two organisations, ten of one. */
static polku_result *made(void) {
  pk_arena *arena = pk_arena_new();
  polku_result *r = PK_NEW(arena, polku_result);
  r->arena = arena;
  r->file = "model.json";
  r->title = three("Polku", "Stig", "Pathway");
  r->horizon = HORIZON;
  r->stage_count = STAGES;
  r->transition_count = 1;
  r->actor_count = ACTORS;
  r->stages = PK_NEW_ARRAY(arena, pk_label, STAGES);
  r->stages[SEEK] = (pk_label){"seek", three("Työnhaku", "Jobbsökning", "Seeking work")};
  r->stages[SUBSIDY] =
      (pk_label){"subsidy", three("Palkkatukityöllistämisjakso kolmannen sektorin yhdistyksessä",
                                  "Lönesubventionerat arbete i förening", "Wage subsidy")};
  r->stages[COURSE] = (pk_label){"course", three("Kurssi", "Kurs", "Course")};
  r->transitions = PK_NEW_ARRAY(arena, pk_label, 1);
  r->transitions[0] = (pk_label){"seek-subsidy", three(NULL, NULL, NULL)};
  r->actors = PK_NEW_ARRAY(arena, pk_label, ACTORS);
  r->actors[VILLAGE] = (pk_label){"village", three("Kyläyhdistys", "Byaföreningen", "Village")};
  r->actors[TOWN] = (pk_label){"town", three("Kaupunki", "Staden", "Town")};
  r->stage_passage = PK_NEW_ARRAY(arena, bool, STAGES);
  r->engine = "individual";
  r->why = "result.why-places";
  r->runs = r->runs_asked = 200;
  r->door_count = 2;
  r->stand_count = 3;
  r->stands = PK_NEW_ARRAY(arena, pk_stand, 3);
  r->stands[0] = (pk_stand){SUBSIDY, VILLAGE, 2, 18.5, 0.76};
  r->stands[1] = (pk_stand){SUBSIDY, TOWN, 1, 9.5, 0.81};
  r->stands[2] = (pk_stand){COURSE, TOWN, 10, 15, 0.13};
  r->assumptions = (pk_assumptions){.total = 40, .of = {13, 0, 0, 0, 27}};
  r->draws = r->draws_asked = 200;
  r->uncertain = 15;
  fill_answer(arena, &r->all);
  return r;
}

/* The page with the spaces of columns and line ends taken together. */
static char *page_of(const polku_result *r, polku_lang lang, int width) {
  char *page = polku_result_text(r, lang, width, false);
  assert_non_null(page);
  return page;
}

static char *squeezed(const polku_result *r, polku_lang lang) {
  char *page = page_of(r, lang, 80), *out = page;
  for (char *c = page; *c; c++)
    if (*c != '\n' && *c != ' ')
      *out++ = *c;
    else if (out > page && out[-1] != ' ')
      *out++ = ' ';
  *out = '\0';
  return page;
}

static void expect(const char *page, const char *part) {
  if (!strstr(page, part))
    fail_msg("\"%s\" is not in:\n%s", part, page);
}

static void expect_not(const char *page, const char *part) {
  if (strstr(page, part))
    fail_msg("\"%s\" is in:\n%s", part, page);
}

static void places_and_waiting_are_told_in_plain_words(void **state) {
  (void)state;
  static const char *const parts[3][8] = {
      [POLKU_FI] = {"Paikat voivat loppua, joten jokainen asiakas on simuloitu erikseen: 200 "
                    "ajokertaa.",
                    "paikkoja käytössä odotus pisin jono", "3 78\u00a0% 2,4 kk 3,0",
                    "Kyläyhdistys 2 76\u00a0% Kaupunki 1 81\u00a0% Kurssi 10 13\u00a0% – –",
                    "tulokertoja 14,2; paikan saa 10,1; jonosta luopuu 2,3; jonoon ei mahdu 0,3; "
                    "lopussa odottaa yhä 1,5. Jono on pisin kuukauden 6 kohdalla.",
                    "Kurssi: asiakkaita on enemmän kuin paikkoja yhteensä 1,5 henkilökuukauden",
                    "Odottavia: Palkkatukityöllistämisjakso kolmannen sektorin yhdistyksessä",
                    "Mallin 40 luvusta 27 on oletuksia"},
      [POLKU_SV] =
          {"Platserna kan ta slut, så varje klient har simulerats för sig: 200 körningar.",
           "platser i bruk väntan längsta kö", "3 78\u00a0% 2,4 mån 3,0",
           "Byaföreningen 2 76\u00a0% Staden 1 81\u00a0% Kurs 10 13\u00a0% – –",
           "ankomster 14,2; får plats 10,1; ger upp väntan 2,3; ryms inte i kön 0,3; väntar "
           "ännu i slutet 1,5. Kön är längst månad 6.",
           "Kurs: klienterna är fler än platserna, sammanlagt 1,5 personmånader",
           "Väntande: Lönesubventionerat arbete i förening", "27"},
      [POLKU_EN] = {"Places can run out, so each client is simulated: 200 runs.",
                    "places in use wait peak queue", "Wage subsidy 3 78% 2.4 mths 3.0",
                    "Village 2 76% Town 1 81% Course 10 13% – –",
                    "14.2 arrivals; 10.1 get a place; 2.3 give up waiting; 0.3 find no room in the "
                    "queue; 1.5 still wait at the end. The queue is longest at month 6.",
                    "Course: clients exceed places by 1.5 person-months", "Waiting: Wage subsidy",
                    "27 of the model's 40 numbers"}};
  polku_result *r = made();
  for (int lang = 0; lang < 3; lang++) {
    char *page = squeezed(r, (polku_lang)lang);
    for (int i = 0; i < 8; i++)
      expect(page, parts[lang][i]);
    free(page);
  }
  polku_result_free(r);
}

/* The error of the number who find work: 1.645 × 0.01 × 40 people = 0.66. */
static void the_error_of_chance_is_said_with_the_runs_that_halve_it(void **state) {
  (void)state;
  polku_result *r = made();
  char *page = squeezed(r, POLKU_EN);
  expect(page, "mean of 200 runs, so the number who find work may be off by about ±0.7 people. "
               "800 runs would halve that error (--runs 800).");
  free(page);
  r->runs = r->runs_asked = 1;
  page = squeezed(r, POLKU_EN);
  expect(page, "The result comes from a single run");
  expect_not(page, "halve");
  free(page);
  polku_result_free(r);
}

static void who_stopped_it_is_told_what_the_result_is_made_of(void **state) {
  (void)state;
  polku_result *r = made();
  r->stopped = true;
  r->runs = 37;
  char *page = squeezed(r, POLKU_EN);
  expect(page, "The computation was stopped when 37 of 200 runs were complete.");
  free(page);
  page = squeezed(r, POLKU_FI);
  expect(page, "Laskenta keskeytettiin, kun 200 ajokerrasta 37 oli valmiina.");
  free(page);
  polku_result_free(r);
}

/* Of two associations: what the loss of each and of both means, and what is not known. */
static void a_loss_that_changes_nothing_or_was_not_computed_is_no_number(void **state) {
  (void)state;
  static int third[] = {VILLAGE, TOWN};
  static bool unsure[] = {false, false};
  double falls[2 * PK_FALLING] = {0}, shares[2 * PK_FALLING] = {0}, errors[2 * PK_FALLING] = {0};
  polku_result *r = made();
  r->third_count = 2;
  r->third = third;
  r->third_unsure = unsure;
  r->all.reliance = falls;
  r->all.shares = shares;
  r->all.share_errors = errors;
  r->shares_all = true;
  shares[PK_EMPLOYMENT_RATIO] = 0.0625;
  shares[PK_FALLING + PK_EMPLOYMENT_RATIO] = -0.0125;
  errors[PK_EMPLOYMENT_RATIO] = 0.005; /* × 40 people × 1.645 */
  falls[PK_EMPLOYMENT_RATIO] = r->all.reliance_together[PK_EMPLOYMENT_RATIO] = 0.05; /* of 40 */
  char *page = squeezed(r, POLKU_EN);
  expect(page, "nobody stepped in, 2.0 fewer people would find work. Fewer people at work "
               "part of time without it fair share Village – 2.0 2.5 Town – 0.0 −0.5 "
               "All together – 2.0 2.0");
  expect(page, "A minus sign: without the organisation more people would find work");
  expect(page, "an error of chance of about ±0.3 people at most");
  free(page);
  falls[PK_EMPLOYMENT_RATIO] = r->all.reliance_together[PK_EMPLOYMENT_RATIO] = 0;
  page = squeezed(r, POLKU_EN);
  expect(page, "If all these organisations were gone, as many people would find work");
  expect_not(page, "fewer people");
  free(page);
  falls[PK_FALLING + PK_EMPLOYMENT_RATIO] = r->all.reliance_together[PK_EMPLOYMENT_RATIO] = NAN;
  r->stopped = true;
  page = squeezed(r, POLKU_EN);
  expect(page, "stopped before the effect of losing each organisation was computed. "
               "Fewer people at work part of time without it fair share Village – 0.0 2.5 "
               "Town – – −0.5 All together – – –");
  expect_not(page, "200 of 200 runs"); /* all runs are there: nothing of them is missing */
  free(page);
  polku_result_free(r);
}

static void nobody_waiting_is_one_sentence_and_no_chart(void **state) {
  (void)state;
  polku_result *r = made();
  r->all.doors[0].longest_queue = r->all.doors[0].turned_away = 0.01;
  char *page = squeezed(r, POLKU_EN);
  expect(page, "Wage subsidy 3 78% – –");
  expect(page, "Hardly anybody has to wait");
  expect_not(page, "Waiting:");
  expect_not(page, "14.2 come");
  free(page);
  polku_result_free(r);
}

static void an_engine_that_was_asked_for_gives_no_reason(void **state) {
  (void)state;
  polku_result *r = made();
  r->why = NULL;
  char *page = squeezed(r, POLKU_EN);
  expect(page, "Each client is simulated: 200 runs.");
  expect_not(page, "run out");
  free(page);
  r->engine = "cohort";
  page = squeezed(r, POLKU_EN);
  expect(page, "Clients are simulated as crowds: 200 runs.");
  free(page);
  polku_result_free(r);
}

static void an_exact_result_says_what_it_left_out(void **state) {
  (void)state;
  polku_result *r = made();
  pk_capacity capacity = {SUBSIDY, 9, 3, 7.4};
  const char *budget = "town";
  r->engine = "exact";
  r->why = NULL;
  r->door_count = r->stand_count = 0;
  r->all.doors = NULL;
  r->all.waiting = NULL;
  r->capacity_count = r->budget_count = 1;
  r->capacities = &capacity;
  r->budgets = &budget;
  char *page = squeezed(r, POLKU_EN);
  expect(page, "The result is computed exactly, without chance.");
  expect(page,
         "The number of places is not taken into account here; --engine individual does that.");
  expect(page, "Wage subsidy: about 7.4 people, places: 3 (at month 9)");
  expect(page, "Budgets that may run out are not taken into account here");
  expect_not(page, "Places and waiting");
  expect_not(page, "runs");
  free(page);
  polku_result_free(r);
}

static int columns_of(const char *line) {
  int columns = 0;
  for (const char *c = line; *c; c++)
    columns += ((unsigned char)*c & 0xC0) != 0x80;
  return columns;
}

static void no_name_is_cut_and_no_line_too_long(void **state) {
  (void)state;
  static const int widths[] = {60, 80, 120};
  polku_result *r = made();
  for (int lang = 0; lang < 3; lang++)
    for (int w = 0; w < 3; w++) {
      char *page = page_of(r, (polku_lang)lang, widths[w]);
      expect_not(page, "…");
      for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n"))
        if (columns_of(line) > widths[w])
          fail_msg("%d columns: %s", columns_of(line), line);
      free(page);
    }
  polku_result_free(r);
}

static void a_billion_people_fit_in_their_columns(void **state) {
  (void)state;
  polku_result *r = made();
  r->all.occupancy[HORIZON * STAGES + SEEK] = 195236901.4;
  r->all.person_months[SEEK] = 7627463800.0;
  r->all.doors[0].longest_queue = 1.25e9;
  r->all.waiting[6 * STAGES + SUBSIDY] = 1.25e9;
  char *page = squeezed(r, POLKU_FI);
  expect(page, "Työnhaku 195 milj. 7,6 mrd 195\u00a0236\u00a0901");
  expect(page, "2,4 kk 1,2 mrd");
  expect(page, "2,0 mrd ┤");
  expect_not(page, "…");
  free(page);
  page = squeezed(r, POLKU_EN);
  expect(page, "Seeking work 195M 7.6bn 195,236,901");
  free(page);
  polku_result_free(r);
}

static void colours_are_only_where_they_are_asked_for(void **state) {
  (void)state;
  polku_result *r = made();
  char *plain = polku_result_text(r, POLKU_FI, 80, false);
  char *bright = polku_result_text(r, POLKU_FI, 80, true);
  expect_not(plain, "\033");
  expect(bright, "\033[1mPaikat ja jonot\033[0m");
  free(plain);
  free(bright);
  polku_result_free(r);
}

/* --- for programs */

static json_t *json_of(const polku_result *r) {
  char *text = polku_result_json(r);
  json_t *json = text ? json_loads(text, 0, NULL) : NULL;
  assert_non_null(json);
  free(text);
  return json;
}

static double number(const json_t *object, const char *key) {
  const json_t *value = json_object_get(object, key);
  if (!json_is_number(value))
    fail_msg("%s is no number", key);
  return json_number_value(value);
}

static const char *text(const json_t *object, const char *key) {
  const char *value = json_string_value(json_object_get(object, key));
  if (!value)
    fail_msg("%s is no text", key);
  return value;
}

static void programs_read_queues_hosts_and_errors(void **state) {
  (void)state;
  polku_result *r = made();
  json_t *json = json_of(r);
  assert_string_equal(text(json, "engine"), "individual");
  assert_string_equal(text(json, "why"), "places");
  assert_true(number(json, "runs") == 200 && number(json, "runs_wanted") == 200);
  assert_true(json_is_false(json_object_get(json, "stopped")));
  const json_t *waiting = json_array_get(json_object_get(json, "waiting"), 6);
  assert_true(json_number_value(json_array_get(waiting, SUBSIDY)) == 3);
  const json_t *door = json_object_get(json_object_get(json, "queues"), "subsidy");
  static const struct {
    const char *key;
    double value;
  } told[] = {{"came", 14.2},       {"let_in", 10.1},    {"waited", 2.4}, {"gave_up", 2.3},
              {"turned_away", 0.3}, {"longest", 3},      {"at", 6},       {"places", 3},
              {"used", 0.78},       {"over_capacity", 0}};
  for (size_t i = 0; i < sizeof told / sizeof *told; i++)
    assert_true(number(door, told[i].key) == told[i].value);
  door = json_object_get(json_object_get(json, "queues"), "course");
  assert_true(json_is_null(json_object_get(door, "waited"))); /* nobody had to */
  const json_t *hosts = json_object_get(json, "hosts"), *one = json_array_get(hosts, 1);
  assert_int_equal(json_array_size(hosts), 3);
  assert_string_equal(text(one, "stage"), "subsidy");
  assert_string_equal(text(one, "actor"), "town");
  assert_true(number(one, "places") == 1 && number(one, "person_months") == 9.5 &&
              number(one, "used") == 0.81);
  const json_t *chance = json_object_get(json, "monte_carlo");
  assert_true(number(chance, "runs") == 200 && number(chance, "runs_to_halve") == 800);
  assert_true(number(json_object_get(chance, "error"), "employment_ratio") == 0.01);
  assert_true(number(json_object_get(chance, "error"), "months_employed") == 0.01);
  json_decref(json);
  polku_result_free(r);
}

static void an_exact_result_has_no_error_of_chance(void **state) {
  (void)state;
  polku_result *r = made();
  r->engine = "exact";
  r->why = NULL;
  r->runs = r->runs_asked = 1;
  json_t *json = json_of(r);
  assert_null(json_object_get(json, "monte_carlo"));
  assert_true(json_is_null(json_object_get(json, "why")));
  json_decref(json);
  polku_result_free(r);
}

static void memory_may_run_out_while_it_is_told(void **state) {
  (void)state;
  polku_result *r = made();
  for (int what = 0; what < 2; what++) {
    bool failed = true;
    int n = 1;
    for (; failed; n++) {
      fail_allocation(n);
      char *told = what ? polku_result_json(r) : polku_result_text(r, POLKU_FI, 80, true);
      failed = allocation_failed();
      assert_true(failed == (told == NULL));
      free(told);
    }
    assert_true(n > 5);
  }
  polku_result_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(places_and_waiting_are_told_in_plain_words),
      cmocka_unit_test(the_error_of_chance_is_said_with_the_runs_that_halve_it),
      cmocka_unit_test(who_stopped_it_is_told_what_the_result_is_made_of),
      cmocka_unit_test(a_loss_that_changes_nothing_or_was_not_computed_is_no_number),
      cmocka_unit_test(nobody_waiting_is_one_sentence_and_no_chart),
      cmocka_unit_test(an_engine_that_was_asked_for_gives_no_reason),
      cmocka_unit_test(an_exact_result_says_what_it_left_out),
      cmocka_unit_test(no_name_is_cut_and_no_line_too_long),
      cmocka_unit_test(a_billion_people_fit_in_their_columns),
      cmocka_unit_test(colours_are_only_where_they_are_asked_for),
      cmocka_unit_test(programs_read_queues_hosts_and_errors),
      cmocka_unit_test(an_exact_result_has_no_error_of_chance),
      cmocka_unit_test(memory_may_run_out_while_it_is_told),
  };
  return RUN(tests);
}
