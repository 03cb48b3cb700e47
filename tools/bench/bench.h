/* What the parts of the benchmark share: running a program and taking its measure, and printing. */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BENCH_STAGES = 6, BENCH_MONTHS = 60, BENCH_GROUPS = 3, BENCH_MOST_WORDS = 24 };

/* A program that is missing something leaves with this status. */
enum { BENCH_MISSING = 77 };

/* One call of a program. */
typedef struct bench_call {
  int status; /* how it left; −1: by a signal */
  double cpu,
      wall;    /* seconds of processor (all threads) and of the clock, start and end included */
  double peak; /* MB of memory at its peak */
  char *out;   /* what it printed; the caller frees */
  size_t length;
} bench_call;

/* Runs words[0] … up to a NULL, found in PATH where it has no slash. A program that takes more than
 * `limit` seconds of processor time is ended (0: none is). False when it could not be started or
 * there is no memory. What it says on stderr is dropped unless BENCH_VERBOSE is set. */
bool bench_run(const char *const *words, int limit, bench_call *call);

/* "1,234,567"; "12.3 M", "45 k" for speeds; in `buffer`, which is returned. */
char *bench_whole(char buffer[32], double number);
char *bench_short(char buffer[32], double number);

/* The options among a program's words: true when `option` is one of them. */
bool bench_has(int argc, char **argv, const char *option);

double bench_median(double *values, int count); /* sorts them */

/* Seconds of this process's processor time, and of the clock. */
double bench_cpu(void);
double bench_wall(void);

#endif
