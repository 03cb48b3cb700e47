/* Places that run out, against what queueing theory and hand give. */
#include "engine/side_scene.h"

#include <math.h>
#include <stdio.h>

/* ------------------------------------------------------------------------- Erlang's formulas */

/* Part of those who come that finds all c places taken when nobody waits: A. K. Erlang (1917). */
static double erlang_b(int c, double load) {
  double b = 1;
  for (int k = 1; k <= c; k++)
    b = load * b / (k + load * b);
  return b;
}

/* Part that has to wait when everybody does. */
static double erlang_c(int c, double load) {
  double b = erlang_b(c, load);
  return b / (1 - load / c * (1 - b));
}

/* Part that gives up when patience is exponential too (C. Palm, 1957): by the birth-death chain. */
static double erlang_a(int c, double arrivals, double service, double giving_up) {
  double p = 1, sum = 1, lost = 0;
  for (int n = 1; n < 2000; n++) {
    double leave = n <= c ? n * service : c * service + (n - c) * giving_up;
    p *= arrivals / leave;
    sum += p;
    if (n > c)
      lost += (n - c) * giving_up * p;
  }
  return lost / sum / arrivals;
}

/* --------------------------------------------------------------------------- one door, by days */

#define DOOR                                                                                       \
  "{\"format\":\"polku/1\",\"step\":\"day\",\"horizon\":%d,"                                       \
  "\"actors\":{\"host\":{\"sector\":\"third\"}},\"stages\":{"                                      \
  "\"in\":{\"passage\":true},"                                                                     \
  "\"place\":{\"duration\":{\"exponential\":{\"mean\":%g}},"                                       \
  "\"actors\":{\"host\":{\"employer\":{\"places\":%d}}}%s},"                                       \
  "\"out\":{\"final\":true},\"gone\":{\"final\":true}},"                                           \
  "\"transitions\":{\"a\":{\"from\":\"in\",\"to\":\"place\",\"share\":1},"                         \
  "\"b\":{\"from\":\"place\",\"to\":\"out\",\"share\":1}},"                                        \
  "\"groups\":{\"g\":{\"size\":0,\"start\":\"in\",\"arrivals\":{\"per_step\":%g}}}}"

typedef struct door {
  int horizon, places;
  double mean, arrivals;
  const char *queue;
} door;

static void open_door(side_scene *s, const door *d) {
  char text[2000];
  snprintf(text, sizeof text, DOOR, d->horizon, d->mean, d->places, d->queue, d->arrivals);
  side_open(s, text, NULL, true);
}

/* Whole days make a stay half a day longer on average (exactly 1/(1 − e^(−1/mean))), and those who
 * come within a day come together: with stays of 100 days and 0.04 arrivals a day both biases are
 * far below a hundredth of the wait. Service is geometric, near exponential. */
static void waiting_agrees_with_erlang_c(void **state) {
  (void)state;
  door d = {.horizon = 40000, .places = 5, .mean = 100, .arrivals = 0.04, .queue = ""};
  side_scene s;
  open_door(&s, &d);
  double waited = 0, squares = 0, let_in = 0;
  int runs = 400;
  for (int r = 0; r < runs; r++) {
    side_run(&s, (uint64_t)r, NULL);
    side_assert_nobody_lost(&s);
    double w = (double)side_stage(&s, s.shape.waited, "place");
    let_in += (double)side_stage(&s, s.shape.let_in, "place");
    waited += w;
    squares += w * w;
  }
  double service = 1 / (1 - exp(-1 / d.mean)), load = d.arrivals * service;
  double wait = erlang_c(5, load) * service / (5 - load);
  double mean = waited / let_in;
  double error = sqrt((squares / runs - waited / runs * (waited / runs)) / runs) / (let_in / runs);
  print_message("Erlang C %.3f, simulated %.3f ± %.3f\n", wait, mean, error);
  assert_true(fabs(mean - wait) < 4 * error + 0.01 * wait + 0.5);
  side_close(&s);
}

static void turning_away_agrees_with_erlang_b(void **state) {
  (void)state;
  door d = {.horizon = 40000,
            .places = 5,
            .mean = 100,
            .arrivals = 0.04,
            .queue = ",\"queue\":{\"max\":0,\"gives_up\":{\"gone\":1}}"};
  side_scene s;
  open_door(&s, &d);
  double came = 0, away = 0;
  for (int r = 0; r < 100; r++) {
    side_run(&s, (uint64_t)r, NULL);
    side_assert_nobody_lost(&s);
    came += (double)side_stage(&s, s.shape.came, "place");
    away += (double)side_stage(&s, s.shape.turned_away, "place");
  }
  double b = erlang_b(5, d.arrivals / (1 - exp(-1 / d.mean)));
  print_message("Erlang B %.4f, simulated %.4f\n", b, away / came);
  assert_true(fabs(away / came - b) < 4 * sqrt(4 * b / came) + 0.01 * b);
  side_close(&s);
}

static void giving_up_agrees_with_erlang_a(void **state) {
  (void)state;
  door d = {.horizon = 40000,
            .places = 5,
            .mean = 100,
            .arrivals = 0.06,
            .queue = ",\"queue\":{\"patience\":{\"exponential\":{\"mean\":150}},"
                     "\"gives_up\":{\"gone\":1}}"};
  side_scene s;
  open_door(&s, &d);
  double came = 0, gave_up = 0;
  for (int r = 0; r < 100; r++) {
    side_run(&s, (uint64_t)r, NULL);
    side_assert_nobody_lost(&s);
    came += (double)side_stage(&s, s.shape.came, "place");
    gave_up += (double)side_stage(&s, s.shape.gave_up, "place");
  }
  double a = erlang_a(5, d.arrivals, 1 - exp(-1 / d.mean), 1 - exp(-1.0 / 150));
  print_message("Erlang A %.4f, simulated %.4f\n", a, gave_up / came);
  assert_true(fabs(gave_up / came - a) < 4 * sqrt(4 * a / came) + 0.01 * a);
  side_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(waiting_agrees_with_erlang_c),
      cmocka_unit_test(turning_away_agrees_with_erlang_b),
      cmocka_unit_test(giving_up_agrees_with_erlang_a),
  };
  return RUN(tests);
}
