/* Running programs side by side: each in a process of its own, so that memory is its own too. */
#define _DEFAULT_SOURCE
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double clock_of(clockid_t which) {
  struct timespec t;
  clock_gettime(which, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double bench_cpu(void) {
  return clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall(void) {
  return clock_of(CLOCK_MONOTONIC);
}

/* Everything that comes through a pipe, with a NUL behind it. */
static char *read_all(int from, size_t *length) {
  size_t room = 1 << 16;
  char *text = malloc(room);
  *length = 0;
  while (text) {
    ssize_t got = read(from, text + *length, room - *length - 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    *length += (size_t)got;
    if (room - *length < 2) {
      char *larger = realloc(text, room *= 2);
      if (!larger)
        free(text);
      text = larger;
    }
  }
  if (text)
    text[*length] = '\0';
  return text;
}

static void become(const char *const *words, int limit, int out) {
  if (limit > 0)
    setrlimit(RLIMIT_CPU, &(struct rlimit){(rlim_t)limit, (rlim_t)limit});
  if (!getenv("BENCH_VERBOSE")) {
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0)
      dup2(nowhere, STDERR_FILENO);
  }
  dup2(out, STDOUT_FILENO);
  char *copy[BENCH_MOST_WORDS + 1] = {NULL};
  for (int i = 0; i < BENCH_MOST_WORDS && words[i]; i++)
    copy[i] = strdup(words[i]);
  execvp(copy[0], copy);
  _exit(127);
}

bool bench_run(const char *const *words, int limit, bench_call *call) {
  int ends[2];
  struct rusage usage;
  int status = 0;
  *call = (bench_call){.status = -1};
  fflush(NULL);
  if (pipe(ends) != 0)
    return false;
  double start = bench_wall();
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    become(words, limit, ends[1]);
  }
  close(ends[1]);
  if (child > 0)
    call->out = read_all(ends[0], &call->length);
  close(ends[0]);
  while (child > 0 && wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR)
      return false;
  if (child < 0 || !call->out)
    return false;
  call->wall = bench_wall() - start;
  call->cpu = (double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec +
              (double)usage.ru_stime.tv_sec + 1e-6 * (double)usage.ru_stime.tv_usec;
  call->peak = (double)usage.ru_maxrss / 1024;
  call->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return true;
}

char *bench_whole(char buffer[32], double number) {
  char digits[32];
  int length = snprintf(digits, sizeof digits, "%.0f", number), at = 0;
  for (int i = 0; i < length && at < 30; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      buffer[at++] = ',';
    buffer[at++] = digits[i];
  }
  buffer[at] = '\0';
  return buffer;
}

char *bench_short(char buffer[32], double number) {
  const char *unit = number >= 1e9 ? " G" : number >= 1e6 ? " M" : number >= 1e3 ? " k" : "";
  double part = number / (number >= 1e9 ? 1e9 : number >= 1e6 ? 1e6 : number >= 1e3 ? 1e3 : 1);
  snprintf(buffer, 32, part >= 100 ? "%.0f%s" : part >= 10 ? "%.1f%s" : "%.2f%s", part, unit);
  return buffer;
}

bool bench_has(int argc, char **argv, const char *option) {
  for (int i = 1; i < argc; i++)
    if (strcmp(argv[i], option) == 0)
      return true;
  return false;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

double bench_median(double *values, int count) {
  if (count < 1)
    return NAN;
  qsort(values, (size_t)count, sizeof *values, by_size);
  return (values[(count - 1) / 2] + values[count / 2]) / 2;
}
