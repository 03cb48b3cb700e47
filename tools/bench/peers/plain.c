/* pathway-6 in plain C, as one would write it in a good afternoon for this one pathway: lengths of
 * stays by guide tables, who is where by differences, waiting clients in buckets by month. It knows
 * no rules, no hosts, no second model; that is what polku is measured against.
 *
 *     bench-plain dt|exp|weibull|mixed|queue PEOPLE SEED      bench-plain psa DRAWS SEED
 *
 * Prints who is where as shares by month (psa: mean and spread of the money of each group), the
 * number of stays, and the processor's seconds. A stay of a real length in (d − 1, d] takes d
 * months. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STAGES = 6, LEFT = 5, MONTHS = 60, GUIDE = 1024, GROUPS = 3 };
enum { SEEKING, REHAB, TRIAL, SUBSIDY, WORK, OUT };

static const double monthly[LEFT][STAGES] = {{.80, .06, .03, .02, .07, .02},
                                             {.12, .78, .05, .01, .02, .02},
                                             {.20, .02, .55, .10, .12, .01},
                                             {.08, .01, .01, .80, .09, .01},
                                             {.03, 0, 0, 0, .955, .015}};
static const double jumps[LEFT][STAGES] = {{0, .30, .15, .10, .35, .10},
                                           {.55, 0, .23, .04, .09, .09},
                                           {.44, .05, 0, .22, .27, .02},
                                           {.40, .05, .05, 0, .45, .05},
                                           {.66, 0, 0, 0, 0, .34}};
static const double mean[LEFT] = {5, 4.5, 2.2, 5, 22};
static const double shape[LEFT] = {.8, 2, 1.5, 2.5, .7};

/* --- luck: xoshiro256++ of Blackman and Vigna, seeded by SplitMix64 */

static uint64_t luck[4];

static void seed_luck(uint64_t seed) {
  for (int i = 0; i < 4; i++) {
    uint64_t z = seed += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    luck[i] = z ^ (z >> 31);
  }
}

static inline uint64_t turn(uint64_t x, int by) {
  return x << by | x >> (64 - by);
}

static inline uint64_t draw(void) {
  uint64_t out = turn(luck[0] + luck[3], 23) + luck[0], t = luck[1] << 17;
  luck[2] ^= luck[0];
  luck[3] ^= luck[1];
  luck[1] ^= luck[2];
  luck[0] ^= luck[3];
  luck[2] ^= t;
  luck[3] = turn(luck[3], 45);
  return out;
}

static double uniform(void) {
  return (double)(draw() >> 11 | 1) * 0x1p-53;
}

/* --- lengths of stays */

/* Chance of at most d months, as a part of 2^32; one more entry for "longer than we look". */
typedef struct lengths {
  uint64_t upto[MONTHS + 2];
  uint8_t guide[GUIDE];
} lengths;

typedef struct pathway {
  lengths stay[LEFT];
  uint64_t exit_upto[LEFT][STAGES];
} pathway;

/* The lower incomplete gamma function of shape 4, and the normal distribution function. */
static double gamma_4(double x) {
  return 1 - exp(-x) * (1 + x + x * x / 2 + x * x * x / 6);
}
static double normal(double x) {
  return erfc(-x / sqrt(2)) / 2;
}
static double weibull(double x, double k, double average) {
  return 1 - exp(-pow(x * tgamma(1 + 1 / k) / average, k));
}

static double at_most(const char *workload, int stage, double d) {
  if (strcmp(workload, "dt") == 0)
    return 1 - pow(monthly[stage][stage], d);
  if (strcmp(workload, "weibull") == 0)
    return weibull(d, shape[stage], mean[stage]);
  if (strcmp(workload, "mixed") == 0 && stage == REHAB)
    return gamma_4(d * 4 / mean[stage]);
  if (strcmp(workload, "mixed") == 0 && stage == TRIAL)
    return normal((log(d / mean[stage]) + 0.125) / 0.5);
  if (strcmp(workload, "mixed") == 0)
    return weibull(d, shape[stage], mean[stage]);
  return 1 - exp(-d / mean[stage]);
}

static void prepare(pathway *p, const char *workload) {
  const double(*chance)[STAGES] = strcmp(workload, "dt") == 0 ? monthly : jumps;
  for (int s = 0; s < LEFT; s++) {
    lengths *stay = &p->stay[s];
    for (int d = 0; d <= MONTHS; d++)
      stay->upto[d] = d ? (uint64_t)(at_most(workload, s, d) * 0x1p32) : 0;
    stay->upto[MONTHS + 1] = UINT64_MAX;
    for (int g = 0, d = 1; g < GUIDE; g++) {
      while (stay->upto[d] <= (uint64_t)g << 22)
        d++;
      stay->guide[g] = (uint8_t)d;
    }
    double sum = 0, all = 0;
    for (int e = 0; e < STAGES; e++)
      all += e == s ? 0 : chance[s][e];
    for (int e = 0; e < STAGES; e++) {
      sum += e == s ? 0 : chance[s][e] / all;
      p->exit_upto[s][e] = e == OUT ? UINT64_MAX : (uint64_t)(sum * 0x1p32);
    }
  }
}

static inline int length(const lengths *stay, uint32_t word) {
  int d = stay->guide[word >> 22];
  while (word >= stay->upto[d])
    d++;
  return d;
}

static inline int leave(const pathway *p, int stage, uint32_t word) {
  int to = 0;
  while (word >= p->exit_upto[stage][to])
    to++;
  return to;
}

/* --- clients one by one */

/* Changes of who is where; after the last client their sums are the occupancy. */
typedef struct counts {
  int64_t change[MONTHS + 2][STAGES], stays;
} counts;

static void one_by_one(const pathway *p, int64_t people, counts *c) {
  for (int64_t i = 0; i < people; i++) {
    int stage = SEEKING, t = 0;
    c->change[0][stage]++;
    for (;;) {
      c->stays++;
      if (stage == OUT)
        break;
      uint64_t words = draw();
      t += length(&p->stay[stage], (uint32_t)(words >> 32));
      if (t > MONTHS)
        break;
      c->change[t][stage]--;
      stage = leave(p, stage, (uint32_t)words);
      c->change[t][stage]++;
    }
  }
}

/* --- clients side by side, where places run out */

/* A client is in one list at a time: of those who end their stay in a month, or at a door. */
typedef struct list {
  int32_t first, last;
} list;

typedef struct crowd {
  const pathway *p;
  counts *c;
  int32_t *next;
  uint8_t *stage;
  list ends[MONTHS + 1], door[STAGES];
  int64_t places[STAGES]; /* free; −1: not limited */
} crowd;

static void append(crowd *w, list *to, int32_t client) {
  w->next[client] = -1;
  if (to->first < 0)
    to->first = client;
  else
    w->next[to->last] = client;
  to->last = client;
}

static void enter(crowd *w, int t, int32_t client, int stage) {
  w->stage[client] = (uint8_t)stage;
  w->c->change[t][stage]++;
  w->c->stays++;
  if (stage == OUT)
    return;
  int end = t + length(&w->p->stay[stage], (uint32_t)(draw() >> 32));
  if (end <= MONTHS)
    append(w, &w->ends[end], client);
}

static void move_all(crowd *w, int t) {
  for (int32_t client = w->ends[t].first, after; client >= 0; client = after) {
    int from = w->stage[client], to = leave(w->p, from, (uint32_t)(draw() >> 32));
    after = w->next[client];
    w->c->change[t][from]--;
    w->places[from] += w->places[from] >= 0;
    if (w->places[to] >= 0)
      append(w, &w->door[to], client);
    else
      enter(w, t, client, to);
  }
  for (int s = 0; s < STAGES; s++)
    while (w->places[s] > 0 && w->door[s].first >= 0) {
      int32_t client = w->door[s].first;
      w->door[s].first = w->next[client];
      w->places[s]--;
      enter(w, t, client, s);
    }
}

static int side_by_side(const pathway *p, int64_t people, counts *c) {
  crowd w = {.p = p, .c = c, .places = {-1, people / 20, people / 50, -1, -1, -1}};
  w.next = malloc((size_t)people * sizeof *w.next);
  w.stage = malloc((size_t)people);
  if (!w.next || !w.stage)
    return 3;
  memset(w.ends, -1, sizeof w.ends);
  memset(w.door, -1, sizeof w.door);
  for (int32_t i = 0; i < (int32_t)people; i++)
    enter(&w, 0, i, SEEKING);
  for (int t = 1; t <= MONTHS; t++)
    move_all(&w, t);
  free(w.next);
  free(w.stage);
  return 0;
}

/* --- draws of uncertain numbers */

static double gauss(void) {
  return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

/* Marsaglia and Tsang 2000, for shapes of at least 1. */
static double gamma_draw(double a) {
  double d = a - 1. / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = gauss(), v = 1 + c * x;
    if (v <= 0)
      continue;
    v = v * v * v;
    if (log(uniform()) < x * x / 2 + d - d * v + d * log(v))
      return d * v;
  }
}

static void draw_rows(double rows[LEFT][STAGES]) {
  for (int s = 0; s < LEFT; s++) {
    double sum = 0;
    for (int e = 0; e < STAGES; e++)
      sum += rows[s][e] = monthly[s][e] > 0 ? gamma_draw(200 * monthly[s][e]) : 0;
    for (int e = 0; e < STAGES; e++)
      rows[s][e] /= sum;
  }
}

/* The hazard of seeking → work times `ratio`; the other hazards stay. */
static void weigh(double row[STAGES], double ratio) {
  double left = 1 - row[SEEKING], hazard = -log1p(-left);
  double all = 1 - row[WORK] / left * (1 - ratio), leaves = -expm1(-hazard * all);
  for (int e = REHAB; e < STAGES; e++)
    row[e] *= (e == WORK ? ratio : 1) * leaves / (left * all);
  row[SEEKING] = 1 - leaves;
}

static double money(double rows[LEFT][STAGES]) {
  static const double cost[STAGES] = {900, 1150, 1000, 1400, 0, 0};
  double who[STAGES] = {1}, total = 0, worth = 1, month = pow(1.03, -1. / 12);
  for (int t = 0; t < MONTHS; t++, worth *= month) {
    double then[STAGES] = {0};
    then[OUT] = who[OUT];
    for (int s = 0; s < LEFT; s++) {
      total += worth * cost[s] * who[s];
      for (int e = 0; e < STAGES; e++)
        then[e] += who[s] * rows[s][e];
    }
    memcpy(who, then, sizeof who);
  }
  return total;
}

static void draws(int64_t count) {
  static const double ratio[GROUPS] = {1, 0.6, 1.4};
  double sum[GROUPS] = {0}, squares[GROUPS] = {0};
  for (int64_t i = 0; i < count; i++) {
    double rows[LEFT][STAGES], seeking[STAGES];
    draw_rows(rows);
    memcpy(seeking, rows[SEEKING], sizeof seeking);
    for (int g = 0; g < GROUPS; g++) {
      memcpy(rows[SEEKING], seeking, sizeof seeking);
      if (g)
        weigh(rows[SEEKING], ratio[g]);
      double total = money(rows);
      sum[g] += total;
      squares[g] += total * total;
    }
  }
  for (int g = 0; g < GROUPS; g++) {
    double average = sum[g] / (double)count;
    printf("money %.9g %.9g\n", average, sqrt(squares[g] / (double)count - average * average));
  }
}

/* --- the program */

static void print_counts(const counts *c, int64_t people) {
  int64_t now[STAGES] = {0};
  for (int t = 0; t <= MONTHS; t++) {
    printf("month");
    for (int s = 0; s < STAGES; s++)
      printf(" %.9g", (double)(now[s] += c->change[t][s]) / (double)people);
    printf("\n");
  }
  printf("stays %" PRId64 "\n", c->stays);
}

int main(int argc, char **argv) {
  static counts c;
  static pathway p;
  int status = 0;
  if (argc != 4)
    return 2;
  int64_t people = strtoll(argv[2], NULL, 10);
  seed_luck(strtoull(argv[3], NULL, 10));
  clock_t start = clock();
  if (strcmp(argv[1], "psa") == 0) {
    draws(people);
  } else {
    prepare(&p, argv[1]);
    if (strcmp(argv[1], "queue") == 0)
      status = side_by_side(&p, people, &c);
    else
      one_by_one(&p, people, &c);
    print_counts(&c, people);
  }
  printf("seconds %.9g\n", (double)(clock() - start) / CLOCKS_PER_SEC);
  return status;
}
