/* What one side answered, and whether two answers are the same but for luck. */
#ifndef BENCH_ANSWER_H
#define BENCH_ANSWER_H

#include "bench.h"

typedef struct bench_answer {
  int months;                                   /* rows of `where`; 0: it told nobody's place */
  double where[BENCH_MONTHS + 1][BENCH_STAGES]; /* parts of the people */
  int groups;
  double money[BENCH_GROUPS],
      spread[BENCH_GROUPS]; /* per client: mean over draws, their deviation */
  double stays, seconds;    /* NaN: not told */
} bench_answer;

/* Reads the lines of the peers, or the JSON of polku. False when it is neither. */
bool bench_read(const bench_call *call, bench_answer *answer);

/* The largest distance between shares in units of their standard error: `people` clients against a
 * reference that was made of `of` clients (infinite: exact). Shares of fewer than ten clients are
 * left out. */
double bench_apart(const bench_answer *answer, double people, const bench_answer *reference,
                   double of);

/* The same for mean money per client: `draws` draws against a reference of `of` draws. */
double bench_money_apart(const bench_answer *answer, double draws, const bench_answer *reference,
                         double of);

/* sum += more / parts, for references that are means. */
void bench_add(bench_answer *sum, const bench_answer *more, double parts);

/* pathway-6 with exponential stays in continuous time: the exponential of its rates. */
void bench_continuous(bench_answer *answer);

#endif
