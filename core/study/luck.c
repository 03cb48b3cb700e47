/* Laws of counts and sums, and their mixtures over what is not known. */
#include "study/luck.h"
#include "base/special.h"

#include <math.h>

#define EXACT_SD 64.0  /* standard deviations up to this are convolved */
#define LEFT_OUT 1e-17 /* of a law that stands alone */

/* Probabilities of first, first + 1, …; memory is the arena's. To both sides it may leave out as
 * much as the law allows. */
typedef struct window {
  double first;
  size_t count;
  double *p;
} window;

static bool window_new(window *w, double first, double last, pk_arena *arena) {
  w->first = first;
  w->count = (size_t)(last - first) + 1;
  w->p = PK_NEW_ARRAY(arena, double, w->count);
  return w->p != NULL;
}

/* Fills a window from its mode outwards by the ratio of neighbours, ratio(k) = P(k + 1) ÷ P(k): no
 * factorials, no overflow; then makes it sum to one. */
typedef struct shape {
  double n, odds, mean; /* n < 0: Poisson with this mean */
} shape;

static double ratio(const shape *s, double k) {
  return s->n < 0 ? s->mean / (k + 1) : (s->n - k) / (k + 1) * s->odds;
}

static void fill(window *w, const shape *s, double mode) {
  size_t middle = (size_t)(mode - w->first);
  w->p[middle] = 1;
  for (size_t i = middle; i + 1 < w->count; i++)
    w->p[i + 1] = w->p[i] * ratio(s, w->first + (double)i);
  for (size_t i = middle; i > 0; i--)
    w->p[i - 1] = w->p[i] / ratio(s, w->first + (double)i - 1);
  double sum = 0;
  for (size_t i = 0; i < w->count; i++)
    sum += w->p[i];
  for (size_t i = 0; i < w->count; i++)
    w->p[i] /= sum;
}

/* How far from the mean a sum of independent parts, none above 1, may fall but for `left_out`:
 * Bernstein's bound exp(−r² / (2 v + 2 r / 3)), solved for r. */
static double reach_of(double variance, double left_out) {
  double l = -log(left_out);
  return l / 3 + sqrt(l * l / 9 + 2 * l * variance);
}

static bool spread(window *w, const shape *s, double variance, double left_out, pk_arena *arena) {
  double reach = reach_of(variance, left_out), last = ceil(s->mean + reach);
  double first = floor(s->mean - reach);
  if (first < 0)
    first = 0;
  if (s->n >= 0 && last > s->n)
    last = s->n;
  double mode = floor(s->n < 0 ? s->mean : (s->n + 1) * s->odds / (1 + s->odds));
  if (!window_new(w, first, last, arena))
    return false;
  fill(w, s, mode < first ? first : mode > last ? last : mode);
  return true;
}

/* Drops what is left out at both ends. */
static void trim(window *w, double left_out) {
  for (double sum = w->p[w->count - 1]; w->count > 1 && sum < left_out; sum += w->p[w->count - 1])
    w->count--;
  for (double sum = w->p[0]; w->count > 1 && sum < left_out; sum += w->p[0]) {
    w->count--;
    w->first++;
    w->p++;
  }
}

/* to[j] += by · from[j]. Four at a time, for compilers that have instructions for it. */
static void add_scaled(double *restrict to, const double *restrict from, size_t count, double by) {
  size_t j = 0;
  for (; j + 4 <= count; j += 4) {
    to[j] += by * from[j];
    to[j + 1] += by * from[j + 1];
    to[j + 2] += by * from[j + 2];
    to[j + 3] += by * from[j + 3];
  }
  for (; j < count; j++)
    to[j] += by * from[j];
}

static bool convolve(window *sum, const window *more, double left_out, pk_arena *arena) {
  window out;
  double last = sum->first + more->first + (double)(sum->count + more->count) - 2;
  if (!window_new(&out, sum->first + more->first, last, arena))
    return false;
  for (size_t i = 0; i < sum->count; i++)
    add_scaled(out.p + i, more->p, more->count, sum->p[i]);
  trim(&out, left_out);
  *sum = out;
  return true;
}

static bool add_binomial(window *sum, double n, double p, double left_out, pk_arena *arena) {
  if (n < 1 || p <= 0)
    return true;
  window w;
  if (p >= 1) {
    sum->first += n;
    return true;
  }
  shape s = {n, p / (1 - p), n * p};
  return spread(&w, &s, n * p * (1 - p), left_out, arena) && convolve(sum, &w, left_out, arena);
}

static bool add_poisson(window *sum, double mean, double left_out, pk_arena *arena) {
  window w;
  shape s = {-1, 0, mean};
  return mean <= 0 || (spread(&w, &s, mean, left_out, arena) && convolve(sum, &w, left_out, arena));
}

/* A broken rest of a client is a client who is there with that chance. */
static bool add_cell(window *sum, const pk_cell *cell, double left_out, pk_arena *arena) {
  double whole = floor(cell->people), rest = cell->people - whole;
  return add_binomial(sum, whole, cell->chance, left_out, arena) &&
         add_binomial(sum, rest > 0 ? 1 : 0, rest * cell->chance, left_out, arena);
}

static double third_moment(double n, double p) {
  return n * p * (1 - p) * (1 - 2 * p);
}

static void count_moments(pk_luck *law, const pk_cell *cells, size_t count) {
  double third = 0;
  for (size_t i = 0; i < count; i++) {
    double n = cells[i].people, p = cells[i].chance, whole = floor(n), rest = (n - whole) * p;
    law->mean += n * p;
    law->variance += cells[i].poisson ? n * p : whole * p * (1 - p) + rest * (1 - rest);
    third += cells[i].poisson ? n * p : third_moment(whole, p) + third_moment(1, rest);
  }
  law->skew = law->variance > 0 ? third / (law->variance * sqrt(law->variance)) : 0;
}

bool pk_luck_count(pk_luck *law, const pk_count *c, pk_arena *arena) {
  double arriving = 0, left_out = c->left_out > 0 ? c->left_out : LEFT_OUT;
  *law = (pk_luck){.form = PK_LUCK_NORMAL_COUNT, .scale = c->scale};
  count_moments(law, c->cells, c->cell_count);
  if (sqrt(law->variance) > EXACT_SD)
    return true;
  window sum;
  if (!window_new(&sum, 0, 0, arena))
    return false;
  sum.p[0] = 1;
  for (size_t i = 0; i < c->cell_count; i++) {
    if (c->cells[i].poisson)
      arriving += c->cells[i].people * c->cells[i].chance;
    else if (!add_cell(&sum, &c->cells[i], left_out, arena))
      return false;
  }
  if (!add_poisson(&sum, arriving, left_out, arena))
    return false;
  for (size_t i = 1; i < sum.count; i++)
    sum.p[i] += sum.p[i - 1];
  law->form = PK_LUCK_COUNT;
  law->first = sum.first;
  law->count = sum.count;
  law->cdf = sum.p;
  return true;
}

/* Where the spread is so small beside the mean that the shapes cannot be told apart (to 1e-4 in the
 * distribution function), the normal law does, at a fixed cost. */
#define NEARLY_NORMAL 1e6

static pk_luck_form form_of_sum(const pk_luck *law) {
  double m = law->mean, v = law->variance, top = law->top;
  if (!(v > 0))
    return PK_LUCK_POINT;
  if (m * m > NEARLY_NORMAL * v || top < 0 || m <= 0)
    return PK_LUCK_NORMAL;
  if (top == 0)
    return PK_LUCK_GAMMA;
  if (m < top && v >= m * (top - m)) /* parts of people may vary more than any whole one can */
    return PK_LUCK_GAMMA;
  return m < top && m * (top - m) < NEARLY_NORMAL * v ? PK_LUCK_BETA : PK_LUCK_NORMAL;
}

void pk_luck_sum(pk_luck *law, double mean, double variance, double top, double scale) {
  *law =
      (pk_luck){.scale = scale, .mean = mean, .variance = variance > 0 ? variance : 0, .top = top};
  law->form = form_of_sum(law);
}

static double beta_cdf(const pk_luck *law, double x) {
  double m = law->mean / law->top, v = law->variance / (law->top * law->top);
  double n = m * (1 - m) / v - 1;
  return x <= 0 ? 0 : x >= law->top ? 1 : pk_beta_i(m * n, (1 - m) * n, x / law->top);
}

/* Edgeworth's first correction to the normal law of a count, with half a person added because
 * counts are whole (Deheuvels, Puri and Ralescu, Journal of Multivariate Analysis 28, 1989). */
static double normal_count_cdf(const pk_luck *law, double x) {
  double z = (floor(x) + 0.5 - law->mean) / sqrt(law->variance);
  double density = 0.3989422804014327 * exp(-0.5 * z * z);
  double f = pk_normal_cdf(z) + law->skew * (1 - z * z) * density / 6;
  return f < 0 ? 0 : f > 1 ? 1 : f;
}

static double count_cdf(const pk_luck *law, double x) {
  if (x < law->first)
    return 0;
  double i = floor(x) - law->first;
  return i >= (double)law->count ? 1 : law->cdf[(size_t)i];
}

double pk_luck_cdf(const pk_luck *law, double x) {
  x *= law->scale;
  if (law->form == PK_LUCK_COUNT || law->form == PK_LUCK_NORMAL_COUNT)
    x += 1e-9 * (1 + fabs(x)); /* k ÷ scale × scale may fall just short of k */
  switch (law->form) {
  case PK_LUCK_COUNT:
    return count_cdf(law, x);
  case PK_LUCK_NORMAL_COUNT:
    return normal_count_cdf(law, x);
  case PK_LUCK_BETA:
    return beta_cdf(law, x);
  case PK_LUCK_GAMMA:
    return x <= 0
               ? 0
               : pk_gamma_p(law->mean * law->mean / law->variance, x * law->mean / law->variance);
  case PK_LUCK_NORMAL:
    return pk_normal_cdf((x - law->mean) / sqrt(law->variance));
  case PK_LUCK_POINT:
    break;
  }
  return x >= law->mean;
}

double pk_mixture_cdf(const pk_luck *laws, size_t count, double x) {
  double sum = 0;
  for (size_t i = 0; i < count; i++)
    sum += pk_luck_cdf(&laws[i], x);
  return sum / (double)count;
}

/* Where every law counts people on one scale, the step of the answer; else 0. */
static double lattice(const pk_luck *laws, size_t count) {
  for (size_t i = 0; i < count; i++)
    if ((laws[i].form != PK_LUCK_COUNT && laws[i].form != PK_LUCK_NORMAL_COUNT) ||
        laws[i].scale != laws[0].scale)
      return 0;
  return 1 / laws[0].scale;
}

/* An interval that holds the quantile: all laws' means and twelve standard deviations around. */
static void bracket(const pk_luck *laws, size_t count, double *low, double *high) {
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t i = 0; i < count; i++) {
    double sd = sqrt(laws[i].variance), room = 40 * sd + (laws[i].cdf ? 21 : 1e-9);
    *low = fmin(*low, (laws[i].mean - room) / laws[i].scale);
    *high = fmax(*high, (laws[i].mean + room) / laws[i].scale);
  }
}

static double whole_quantile(const pk_luck *laws, size_t count, double p, double low, double high) {
  double scale = laws[0].scale, from = floor(low * scale) - 1, to = ceil(high * scale);
  while (to - from > 1) {
    double k = floor((from + to) / 2);
    if (pk_mixture_cdf(laws, count, k / scale) >= p)
      to = k;
    else
      from = k;
  }
  return to / scale;
}

/* Where the mixture's distribution function crosses p: an interval that holds the crossing, and how
 * far below and above p the function is at its ends. */
typedef struct crossing {
  const pk_luck *laws;
  size_t count;
  double p, low, high, below, above;
} crossing;

static double apart(const crossing *c, double x) {
  return pk_mixture_cdf(c->laws, c->count, x) - c->p;
}

/* Narrows the interval to the side of x where the crossing is. */
static void narrow(crossing *c, double x) {
  double f = apart(c, x);
  if (f >= 0) {
    c->high = x;
    c->above = f;
  } else {
    c->low = x;
    c->below = f;
  }
}

/* Begins where a normal law of the same mean and variance has its quantile, and walks from there
 * until the crossing is passed: evaluations are dear, and this saves most of them. */
static void close_in(crossing *c) {
  double mean = pk_mixture_mean(c->laws, c->count), variance = 0;
  for (size_t i = 0; i < c->count; i++) {
    double scale = c->laws[i].scale, off = c->laws[i].mean / scale - mean;
    variance += (c->laws[i].variance / (scale * scale) + off * off) / (double)c->count;
  }
  double sd = sqrt(variance), x = mean + pk_normal_quantile(c->p) * sd, step = sd / 16;
  bool walked_up = false, walked_down = false;
  while (step > 0 && !(walked_up && walked_down) && x > c->low && x < c->high) {
    narrow(c, x);
    walked_up = walked_up || c->low == x;
    walked_down = walked_down || c->high == x;
    x += c->low == x ? step : -step;
    step *= 2;
  }
}

/* Where between low (0) and high (1) to look next: inverse quadratic interpolation through both
 * ends and the one that was left last, beyond the newest; the middle where these three bend too
 * much for it. */
static double interpolated(const crossing *c, double third, double at_third) {
  double a = c->low, b = c->high, fa = c->below, fb = c->above;
  bool newest_low = third < a;
  double x = newest_low ? a : b, fx = newest_low ? fa : fb; /* the newest */
  double y = newest_low ? b : a, fy = newest_low ? fb : fa; /* the other end */
  double xi = (x - y) / (third - y), phi = (fx - fy) / (at_third - fy);
  if (at_third == fx || !(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi))
    return 0.5;
  double t = fx / (fy - fx) * at_third / (fy - at_third) +
             (third - x) / (y - x) * fx / (at_third - fx) * fy / (at_third - fy);
  return newest_low ? t : 1 - t;
}

/* Chandrupatla's choice between inverse quadratic interpolation and halving (Advances in
 * Engineering Software 28, 1997): few steps where the function is smooth, never many more than
 * halving takes where it jumps. */
static double cross(crossing *c) {
  double t = 0.5;
  for (int i = 0; i < 200; i++) {
    double width = c->high - c->low, size = fmax(fabs(c->low), fabs(c->high));
    if (!(width > 2e-15 * size) || width < 1e-300)
      break;
    double least = fmin(0.5, 1e-15 * size / width);
    double low = c->low, high = c->high, below = c->below, above = c->above;
    narrow(c, low + fmin(fmax(t, least), 1 - least) * width);
    double third = c->low > low ? low : high; /* the end that was left */
    double at_third = c->low > low ? below : above;
    t = interpolated(c, third, at_third);
  }
  return c->high;
}

double pk_mixture_quantile(const pk_luck *laws, size_t count, double p) {
  crossing c = {.laws = laws, .count = count, .p = p, .below = -p, .above = 1 - p};
  if (count == 1 && laws[0].form == PK_LUCK_POINT)
    return laws[0].mean / laws[0].scale;
  bracket(laws, count, &c.low, &c.high);
  if (lattice(laws, count) > 0)
    return whole_quantile(laws, count, p, c.low, c.high);
  close_in(&c);
  return cross(&c);
}

double pk_mixture_mean(const pk_luck *laws, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++)
    sum += laws[i].mean / laws[i].scale;
  return sum / (double)count;
}

double pk_mixture_luck(const pk_luck *laws, size_t count) {
  double mean = pk_mixture_mean(laws, count), within = 0, between = 0;
  for (size_t i = 0; i < count; i++) {
    double scale = laws[i].scale, apart = laws[i].mean / scale - mean;
    within += laws[i].variance / (scale * scale);
    between += apart * apart;
  }
  return within + between > 0 ? within / (within + between) : NAN;
}
