/* Reading and comparing answers: a benchmark of programs that compute different things is
 * worthless, so every side is held against a reference before its speed is told. */
#include "answer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- reading */

static bool read_months(const char *text, bench_answer *answer) {
  for (int t = 0; t <= BENCH_MONTHS; t++)
    for (int s = 0; s < BENCH_STAGES; s++) {
      char *end;
      text += strspn(text, "[], \n");
      answer->where[t][s] = strtod(text, &end);
      if (end == text)
        return false;
      text = end;
    }
  answer->months = BENCH_MONTHS + 1;
  return true;
}

/* The number behind a key, the first one after `from`; moves `from` there. */
static bool find_number(const char **from, const char *key, double *number) {
  const char *at = strstr(*from, key);
  if (!at)
    return false;
  *from = at + strlen(key);
  *number = strtod(*from + strspn(*from, ": "), NULL);
  return true;
}

static void read_money(const char *text, bench_answer *answer) {
  for (text = strstr(text, "\"groups\""); text && answer->groups < BENCH_GROUPS;) {
    double people, low, high, mean;
    if (!find_number(&text, "\"people\"", &people) || !(text = strstr(text, "\"amounts\"")) ||
        !find_number(&text, "\"low\"", &low) || !find_number(&text, "\"high\"", &high) ||
        !find_number(&text, "\"mean\"", &mean))
      return;
    answer->money[answer->groups] = mean / people;
    answer->spread[answer->groups++] = (high - low) / (2 * 1.6449 * people);
  }
}

static bool read_json(const char *text, bench_answer *answer) {
  const char *at = strstr(text, "\"occupancy\""), *from = text;
  double people;
  if (!at || !find_number(&from, "\"people\"", &people) ||
      !read_months(at + strlen("\"occupancy\": "), answer))
    return false;
  for (int t = 0; t <= BENCH_MONTHS; t++)
    for (int s = 0; s < BENCH_STAGES; s++)
      answer->where[t][s] /= people;
  read_money(text, answer);
  return true;
}

static void read_line(const char *line, bench_answer *answer) {
  char *end = NULL;
  if (strncmp(line, "month", 5) == 0 && answer->months <= BENCH_MONTHS) {
    for (int s = 0; s < BENCH_STAGES; s++, line = end)
      answer->where[answer->months][s] = strtod(s ? line : line + 5, &end);
    answer->months++;
  } else if (strncmp(line, "money", 5) == 0 && answer->groups < BENCH_GROUPS) {
    answer->money[answer->groups] = strtod(line + 5, &end);
    answer->spread[answer->groups++] = strtod(end, NULL);
  } else if (strncmp(line, "stays", 5) == 0) {
    answer->stays = strtod(line + 5, NULL);
  } else if (strncmp(line, "seconds", 7) == 0) {
    answer->seconds = strtod(line + 7, NULL);
  }
}

bool bench_read(const bench_call *call, bench_answer *answer) {
  *answer = (bench_answer){.stays = NAN, .seconds = NAN};
  if (call->status != 0)
    return false;
  if (call->out[0] == '{')
    return read_json(call->out, answer);
  for (const char *line = call->out; line && *line;) {
    read_line(line, answer);
    line = strchr(line, '\n');
    line += line != NULL;
  }
  return answer->seconds >= 0 && (answer->months == BENCH_MONTHS + 1 || answer->groups > 0);
}

/* --- comparing */

double bench_apart(const bench_answer *answer, double people, const bench_answer *reference,
                   double of) {
  double most = 0;
  for (int t = 1; t <= BENCH_MONTHS; t++)
    for (int s = 0; s < BENCH_STAGES; s++) {
      double p = reference->where[t][s], variance = p * (1 - p) * (1 / people + 1 / of);
      if (p * people >= 10)
        most = fmax(most, fabs(answer->where[t][s] - p) / sqrt(variance));
    }
  return most;
}

double bench_money_apart(const bench_answer *answer, double draws, const bench_answer *reference,
                         double of) {
  double most = 0;
  for (int g = 0; g < BENCH_GROUPS; g++) {
    double error = reference->spread[g] * sqrt(1 / draws + 1 / of);
    most = fmax(most, fabs(answer->money[g] - reference->money[g]) / error);
  }
  return most;
}

void bench_add(bench_answer *sum, const bench_answer *more, double parts) {
  sum->months = more->months;
  for (int t = 0; t < more->months; t++)
    for (int s = 0; s < BENCH_STAGES; s++)
      sum->where[t][s] += more->where[t][s] / parts;
}

/* --- continuous time */

typedef double matrix[BENCH_STAGES][BENCH_STAGES];

/* C before C23 knows no arrays of const rows for those that are not: the factors stay as they are.
 */
static void multiply(matrix into, matrix a, matrix b) {
  matrix product;
  for (int i = 0; i < BENCH_STAGES; i++)
    for (int j = 0; j < BENCH_STAGES; j++) {
      product[i][j] = 0;
      for (int k = 0; k < BENCH_STAGES; k++)
        product[i][j] += a[i][k] * b[k][j];
    }
  memcpy(into, product, sizeof product);
}

/* exp(Q) as the 4096th power of 1 + x + x²/2, x = Q / 4096: the rest is below 1e-8. */
void bench_continuous(bench_answer *answer) {
  static const double jumps[5][BENCH_STAGES] = {{0, .30, .15, .10, .35, .10},
                                                {.55, 0, .23, .04, .09, .09},
                                                {.44, .05, 0, .22, .27, .02},
                                                {.40, .05, .05, 0, .45, .05},
                                                {.66, 0, 0, 0, 0, .34}};
  static const double mean[5] = {5, 4.5, 2.2, 5, 22};
  matrix x = {{0}}, month = {{0}}, who = {{1}};
  for (int i = 0; i < 5; i++)
    for (int j = 0; j < BENCH_STAGES; j++)
      x[i][j] = (jumps[i][j] - (i == j)) / mean[i] / 4096;
  multiply(month, x, x);
  for (int i = 0; i < BENCH_STAGES; i++)
    for (int j = 0; j < BENCH_STAGES; j++)
      month[i][j] = month[i][j] / 2 + x[i][j] + (i == j);
  for (int i = 0; i < 12; i++)
    multiply(month, month, month);
  *answer = (bench_answer){.months = BENCH_MONTHS + 1};
  for (int t = 0; t <= BENCH_MONTHS; t++) {
    memcpy(answer->where[t], who[0], sizeof who[0]);
    multiply(who, who, month);
  }
}
