/* When whole numbers cannot tell the truth, and a cohort is refused. */
#include "base/text.h"
#include "engine/cohort_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The largest count that a tally can hold, with as much room for luck. */
#define MOST_COUNT 0x1p62

/* So many runs want to be added up; more only where the plain bound lets them. */
#define MANY_RUNS 1000

/* Within half a client of the whole nobody can be missed. */
#define MOST_LOST 0.5

static double written_people(const pk_chain *chain) {
  double written = 0;
  for (size_t i = 0; i < chain->start_count; i++)
    written += chain->start_amount[i];
  return written;
}

bool pk_cohort_nobody_lost(const pk_walk_of *of, polku_report *report) {
  double written = written_people(of->chain);
  double lost = written > 0 ? of->chain->lost / written * of->origins->people : 0;
  if (!(lost > MOST_LOST))
    return true;
  char people[32], all[32];
  pk_number_text(people, lost < 100 ? round(10 * lost) / 10 : round(lost));
  snprintf(all, sizeof all, "%.0f", of->origins->people);
  pk_report_add(report, NULL, "E-COHORT-LOST", "lost", people, "people", all, NULL);
  return false;
}

/* ------------------------------------------------------------------ how large a count can become
 *
 * Counts of a run grow with people: at most once a step for what happens on entering somewhere,
 * times the parts in which expected numbers stand. Where that bound is too high, the exact engine
 * knows what to expect: at such sizes luck adds nothing to speak of. */

static double largest(const double *values, size_t count) {
  double most = 0;
  for (size_t i = 0; i < count; i++)
    most = fmax(most, fabs(values[i]));
  return most;
}

/* What rules can pay a client in all, in coins. */
static double growth_of_account(const pk_cohort *c, int account, double entries) {
  const pk_extra *extra = c->of.extra ? c->of.extra[account] : NULL;
  const pk_chain *chain = c->of.chain;
  size_t rows = (size_t)chain->horizon + 1;
  double step = 0, power = largest(c->power + (size_t)account * rows, rows);
  if (!extra)
    return 0;
  for (size_t x = 0; x < chain->entry_count; x++)
    for (size_t n = 1; extra->row[x] >= 0 && n < rows; n++) {
      const double *worth = extra->worth + (size_t)extra->row[x] * rows;
      step = fmax(step, fabs(worth[n] - worth[n - 1]));
    }
  size_t onces = chain->entry_count + chain->point_count - chain->passage_from;
  return PK_TALLY_COINS * power * (step * (double)rows + largest(extra->once, onces) * entries);
}

/* A client enters one stage that takes time, and all passages, in a step. */
static double most_entries(const pk_cohort *c) {
  int passages = 0;
  for (int s = 0; s < c->of.model->stage_count; s++)
    passages += c->of.model->stages[s].passage;
  return ((double)c->of.chain->horizon + 1) * (1 + passages);
}

static double growth_of_parts(const pk_cohort *c, double entries) {
  const pk_chain *chain = c->of.chain;
  double refused = largest(chain->refused_p, chain->refused_row[chain->point_count]);
  return PK_TALLY_PARTS * entries * fmax(refused, largest(chain->over_limit, chain->entry_count));
}

/* The same as the exact engine expects it; a negative number when memory ran out. */
static double expected_parts(const pk_cohort *c) {
  const pk_chain *chain = c->of.chain;
  size_t moves = (size_t)chain->transition_count, stages = (size_t)chain->stage_count;
  double *scratch = malloc((pk_exact_scratch(chain) + 1) * sizeof *scratch), growth = -1;
  double *refused = malloc((moves + stages + 1) * sizeof *refused);
  if (scratch && refused) {
    pk_flow flow = {.refused = refused, .over_limit = refused + moves};
    pk_exact_forward(chain, -1, -1, NULL, &flow, scratch);
    growth = PK_TALLY_PARTS * largest(refused, moves + stages) / written_people(chain);
  }
  free(scratch);
  free(refused);
  return growth;
}

static bool refuse_many(double people, double most, polku_report *report) {
  char all[32], limit[32];
  double digits = pow(10, floor(log10(most)));
  snprintf(all, sizeof all, "%.0f", people); /* never as a power of ten */
  snprintf(limit, sizeof limit, "%.0f", floor(most / digits) * digits);
  pk_report_add(report, NULL, "E-COHORT-MANY", "people", all, "limit", limit, NULL);
  return false;
}

bool pk_cohort_counts_fit(pk_cohort *c, polku_report *report) {
  double people = c->of.origins->people, entries = most_entries(c), growth = entries;
  for (int a = 0; a < c->of.model->account_count; a++)
    growth = fmax(growth, growth_of_account(c, a, entries));
  double parts = growth_of_parts(c, entries);
  if (parts > growth && people * parts > MOST_COUNT / MANY_RUNS) {
    parts = expected_parts(c);
    if (parts < 0) {
      pk_report_memory(report);
      return false;
    }
  }
  c->growth = fmax(growth, parts);
  double most = MOST_COUNT / c->growth;
  return people <= most || refuse_many(people, most, report);
}

double pk_cohort_most_runs(const pk_cohort *c) {
  double total = c->growth * c->of.origins->people;
  return fmax(floor(MOST_COUNT / fmax(total, 1) / 2), 1); /* draws are run twice each */
}

/* Measured: in a chain with a long memory a link is drawn once or twice in a run, and that takes
 * about as long as twenty steps of a client. */
double pk_cohort_work(const pk_cohort *c) {
  return 20 * (double)c->target_count;
}
