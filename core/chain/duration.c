/* Lengths of stays, cut into whole steps.
 *
 * A real length in (d − 1, d] takes d steps. What is wanted is P(d) with all its digits, also far
 * out in a tail where F is 1 to the last bit, or early where F is nearly 0. So no P(d) is a
 * difference of two numbers near 1: closed forms take the difference inside (expm1, log1p), the
 * others subtract on whichever side of the median is small. */
#include "chain/duration.h"
#include "base/special.h"
#include <math.h>
#include <string.h>

/* Whether a family has a density, so that --refine makes its steps finer. */
static bool continuous(pk_family family) {
  return family >= PK_EXPONENTIAL && family <= PK_LOGNORMAL;
}

/* Distribution function and survival function of the continuous families at x (in units of the
 * parameters), each with its own relative precision. */
static double family_cdf(pk_family family, double a, double b, double x) {
  if (x <= 0)
    return 0;
  switch (family) {
  case PK_EXPONENTIAL:
    return -expm1(-x / a);
  case PK_WEIBULL:
    return -expm1(-pow(x / b, a));
  case PK_GAMMA:
    return pk_gamma_p(a, x / b);
  case PK_LOGLOGISTIC:
    return 1 / (1 + pow(x / b, -a));
  case PK_LOGNORMAL:
    return pk_normal_cdf((log(x) - a) / b);
  default:
    return NAN;
  }
}

static double family_tail(pk_family family, double a, double b, double x) {
  if (x <= 0)
    return 1;
  switch (family) {
  case PK_EXPONENTIAL:
    return exp(-x / a);
  case PK_WEIBULL:
    return exp(-pow(x / b, a));
  case PK_GAMMA:
    return pk_gamma_q(a, x / b);
  case PK_LOGLOGISTIC:
    return 1 / (1 + pow(x / b, a));
  case PK_LOGNORMAL:
    return pk_normal_cdf((a - log(x)) / b);
  default:
    return NAN;
  }
}

/* (x / scale)^shape − ((x − 1) / scale)^shape without cancellation. */
static double power_step(double shape, double scale, double x) {
  double power = pow(x / scale, shape);
  return x <= 1 ? power : power * -expm1(shape * log1p(-1 / x));
}

/* F(x) − F(x − 1) for x ≥ 1. */
static double continuous_step(pk_family family, double a, double b, double x) {
  if (family == PK_EXPONENTIAL)
    return exp(-(x - 1) / a) * -expm1(-1 / a);
  if (family == PK_WEIBULL)
    return family_tail(family, a, b, x - 1) * -expm1(-power_step(a, b, x));
  if (family == PK_LOGLOGISTIC) {
    double tail = family_tail(family, a, b, x);
    return tail == 0 ? 0 : power_step(a, b, x) * tail * family_tail(family, a, b, x - 1);
  }
  double cdf = family_cdf(family, a, b, x);
  if (cdf < 0.5)
    return cdf - family_cdf(family, a, b, x - 1);
  return family_tail(family, a, b, x - 1) - family_tail(family, a, b, x);
}

/* A distribution with its numbers looked up and turned into the steps of a table. */
typedef struct cut {
  const pk_distribution *from;
  pk_family family;
  double a, b;
  double steps; /* (sub-)steps of the table in one of the distribution's unit, refined */
  int refine;
} cut;

static double look_up(const pk_number *number, double (*value)(void *, const pk_number *),
                      void *context) {
  return value ? value(context, number) : number->value;
}

static cut cut_of(const pk_distribution *d, pk_step step, int refine,
                  double (*value)(void *, const pk_number *), void *context) {
  cut c = {d, d->family, 0, 0, pk_unit_steps(d->unit, step), refine < 1 ? 1 : refine};
  if (d->family != PK_TABLE && d->family != PK_SURVIVAL)
    c.a = look_up(&d->a, value, context);
  if (d->family == PK_UNIFORM || (d->family >= PK_WEIBULL && d->family <= PK_LOGNORMAL))
    c.b = look_up(&d->b, value, context);
  if (!continuous(d->family))
    return c;
  c.steps *= c.refine;
  if (d->family == PK_EXPONENTIAL)
    c.a *= c.steps;
  else if (d->family == PK_LOGNORMAL)
    c.a += log(c.steps);
  else
    c.b *= c.steps;
  return c;
}

/* A stated time as whole steps; capped so that it stays an int. */
static int whole(double steps) {
  double nearest = round(steps);
  return nearest < 1 ? 1 : nearest > 1e9 ? 1000000000 : (int)nearest;
}

/* Chances of whole steps 1 … n of the families that fall at stated times; the rest is returned. */
static double stated_table(const cut *c, int n, double *p) {
  double beyond = 0;
  if (c->family == PK_FIXED) {
    int at = whole(c->a * c->steps);
    if (at > n)
      return 1;
    p[at - 1] = 1;
  } else if (c->family == PK_UNIFORM) {
    int low = whole(c->a * c->steps), high = whole(c->b * c->steps);
    high = high < low ? low : high;
    for (int d = low; d <= high && d <= n; d++)
      p[d - 1] = 1.0 / (high - low + 1);
    beyond = high > n ? (high - fmax(n, low - 1)) / (high - low + 1) : 0;
  } else if (c->family == PK_TABLE) {
    for (int i = 0; i < c->from->n; i++)
      if (i < n)
        p[i] = c->from->y[i];
      else
        beyond += c->from->y[i];
  } else {
    double left = 1;
    for (int i = 0; i < c->from->n; i++) {
      int at = whole(c->from->x[i] * c->steps);
      double fall = left - c->from->y[i];
      left = c->from->y[i];
      if (at <= n)
        p[at - 1] += fall;
      else
        beyond += fall;
    }
    beyond += left;
  }
  return beyond;
}

static double geometric_table(const cut *c, int n, double *p) {
  double mean = fmax(1, c->a * c->steps), leave = 1 / mean, stay = log1p(-leave);
  if (leave >= 1) {
    p[0] = 1;
    return 0;
  }
  for (int d = 1; d <= n; d++)
    p[d - 1] = leave * exp(stay * (d - 1));
  return exp(stay * n);
}

/* Whole steps moved to where they end among sub-steps: step d is sub-step d × refine. */
static void spread(int refine, int whole_steps, double *p) {
  for (int d = whole_steps; d >= 1; d--) {
    double chance = p[d - 1];
    p[d - 1] = 0;
    p[(ptrdiff_t)d * refine - 1] = chance;
  }
}

double pk_duration_table(const pk_distribution *distribution, pk_step step, int refine, int n,
                         double (*value)(void *, const pk_number *), void *context, double *p) {
  cut c = cut_of(distribution, step, refine, value, context);
  if (n <= 0)
    return 1;
  memset(p, 0, (size_t)n * sizeof *p);
  if (continuous(c.family)) {
    for (int d = 1; d <= n; d++)
      p[d - 1] = fmax(0, continuous_step(c.family, c.a, c.b, d));
    return family_tail(c.family, c.a, c.b, n);
  }
  int whole_steps = n / c.refine;
  if (whole_steps == 0)
    return 1;
  double beyond = c.family == PK_GEOMETRIC ? geometric_table(&c, whole_steps, p)
                                           : stated_table(&c, whole_steps, p);
  if (c.refine > 1)
    spread(c.refine, whole_steps, p);
  return beyond;
}

/* ----------------------------------------------------------------------- when parameters change */

static double normal_density(double z) {
  return 0.39894228040143267794 * exp(-z * z / 2);
}

/* dS(x) / da and dS(x) / db of a continuous family, x > 0, for a and b as they are in the cut. */
static void tail_slopes(const cut *c, double x, double tail, double *by_a, double *by_b) {
  double a = c->a, b = c->b, power, z;
  *by_b = 0;
  switch (c->family) {
  case PK_EXPONENTIAL:
    *by_a = tail * x / (a * a);
    return;
  case PK_WEIBULL:
    power = pow(x / b, a);
    *by_a = tail > 0 ? -tail * power * log(x / b) : 0;
    *by_b = tail > 0 ? tail * power * a / b : 0;
    return;
  case PK_GAMMA: /* dQ/dy = −y^(a − 1) e^−y / Γ(a), y = x / b */
    *by_a = pk_gamma_q_slope(a, x / b);
    *by_b = exp(a * log(x / b) - x / b - lgamma(a)) / b;
    return;
  case PK_LOGLOGISTIC:
    power = tail * family_cdf(c->family, a, b, x);
    *by_a = -power * log(x / b);
    *by_b = power * a / b;
    return;
  default:
    z = (log(x) - a) / b;
    *by_a = normal_density(z) / b;
    *by_b = normal_density(z) * z / b;
  }
}

/* What one of a written parameter is in the cut's. */
static void written_units(const cut *c, double *of_a, double *of_b) {
  *of_a = c->family == PK_EXPONENTIAL ? c->steps : 1;
  *of_b = c->family == PK_LOGNORMAL ? 1 : c->steps;
}

/* S(d) = (1 − 1 / mean)^d at whole steps, and between them as at the last one. */
static void geometric_slope(const cut *c, int n, const pk_duration_slopes *to) {
  double mean = fmax(1, c->a * c->steps), stay = log1p(-1 / mean);
  for (int e = 1; e <= n; e++) {
    int d = e / c->refine;
    to->left[e] = d == 0 ? 1 : mean > 1 ? exp(stay * d) : 0;
    to->by_a[e] = d == 0 || mean <= 1 ? 0 : d * exp(stay * (d - 1)) / (mean * mean) * c->steps;
  }
}

void pk_duration_slope(const pk_distribution *distribution, pk_step step, int refine, int n,
                       double (*value)(void *, const pk_number *), void *context,
                       const pk_duration_slopes *to) {
  cut c = cut_of(distribution, step, refine, value, context);
  double of_a, of_b;
  written_units(&c, &of_a, &of_b);
  memset(to->left, 0, ((size_t)n + 1) * sizeof *to->left);
  memset(to->by_a, 0, ((size_t)n + 1) * sizeof *to->by_a);
  memset(to->by_b, 0, ((size_t)n + 1) * sizeof *to->by_b);
  to->left[0] = 1;
  if (c.family == PK_GEOMETRIC)
    geometric_slope(&c, n, to);
  for (int d = 1; continuous(c.family) && d <= n; d++) {
    to->left[d] = family_tail(c.family, c.a, c.b, d);
    tail_slopes(&c, d, to->left[d], &to->by_a[d], &to->by_b[d]);
    to->by_a[d] *= of_a;
    to->by_b[d] *= of_b;
  }
}

static double continuous_mean(const cut *c) {
  static const double pi = 3.14159265358979323846;
  switch (c->family) {
  case PK_EXPONENTIAL:
    return c->a;
  case PK_WEIBULL:
    return c->b * tgamma(1 + 1 / c->a);
  case PK_GAMMA:
    return c->a * c->b;
  case PK_LOGLOGISTIC:
    return c->a > 1 ? c->b * pi / c->a / sin(pi / c->a) : INFINITY;
  default:
    return exp(c->a + c->b * c->b / 2);
  }
}

double pk_duration_mean(const pk_distribution *distribution, pk_step step) {
  cut c = cut_of(distribution, step, 1, NULL, NULL);
  const pk_distribution *d = distribution;
  double mean = 0, left = 1;
  if (continuous(c.family))
    return continuous_mean(&c);
  if (c.family == PK_UNIFORM)
    return (c.a + c.b) / 2 * c.steps;
  if (c.family == PK_TABLE) {
    for (int i = 0; i < d->n; i++)
      mean += (i + 1) * d->y[i];
    return mean;
  }
  if (c.family == PK_SURVIVAL) {
    for (int i = 0; i < d->n; i++) {
      mean += (left - d->y[i]) * d->x[i] * c.steps;
      left = d->y[i];
    }
    return left > 0 ? INFINITY : mean;
  }
  return c.a * c.steps;
}

/* The mean of whole steps is Σ S(d), d = 0, 1, …, the mean itself ∫ S. Their difference, step by
 * step, dies out fast; what is left of it after N steps is about S(N) / 2 (Euler and Maclaurin). */
static double rounding_gain(const cut *c) {
  enum { steps = 200, parts = 16 };
  double gain = 0;
  for (int d = 0; d < steps; d++) {
    double area = 0;
    for (int i = 0; i <= parts; i++) {
      double weight = i == 0 || i == parts ? 1 : i % 2 ? 4 : 2;
      area += weight * family_tail(c->family, c->a, c->b, d + (double)i / parts);
    }
    gain += family_tail(c->family, c->a, c->b, d) - area / (3 * parts);
  }
  return gain + family_tail(c->family, c->a, c->b, steps) / 2;
}

double pk_duration_rounded_mean(const pk_distribution *distribution, pk_step step) {
  cut c = cut_of(distribution, step, 1, NULL, NULL);
  const pk_distribution *d = distribution;
  double mean = pk_duration_mean(distribution, step);
  if (continuous(c.family))
    return isinf(mean) ? mean : mean + rounding_gain(&c);
  if (c.family == PK_FIXED)
    return whole(c.a * c.steps);
  if (c.family == PK_UNIFORM)
    return (whole(c.a * c.steps) + (double)whole(c.b * c.steps)) / 2;
  if (c.family != PK_SURVIVAL || isinf(mean))
    return mean;
  double left = 1;
  mean = 0;
  for (int i = 0; i < d->n; i++) {
    mean += (left - d->y[i]) * whole(d->x[i] * c.steps);
    left = d->y[i];
  }
  return mean;
}
