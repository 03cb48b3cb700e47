/* Incomplete gamma and beta functions, and the normal distribution.
 *
 * Every function here is a product of a peak and a slowly varying rest. The peak, x^a e^−x / Γ(a +
 * 1) and its sister for beta, is where precision is lost when it is put together from logarithms of
 * large numbers; it is computed from deviances instead (C. Loader, "Fast and accurate computation
 * of binomial probabilities", 2000). The rest is a series on one side of the peak and a continued
 * fraction, by Lentz's method, on the other; both end after some multiple of √a terms. */
#include "base/special.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

static const double half_log_2pi = 0.91893853320467274178;
static const double pi = 3.14159265358979323846;
static const double euler_gamma = 0.57721566490153286061;

/* u − ln(1 + u) without cancellation near 0, by 2 artanh(u / (2 + u)). `one_u` is 1 + u, which the
 * caller knows better than u tells where u is near −1. */
static double deviance(double u, double one_u) {
  if (fabs(u) > 0.5)
    return u - log(one_u);
  double r = u / (2 + u), power = 1, sum = 0;
  for (int k = 3; k < 80; k += 2) {
    double term = power / k;
    sum += term;
    if (term <= sum * DBL_EPSILON / 4)
      break;
    power *= r * r;
  }
  return u * r - 2 * r * r * r * sum;
}

/* ln Γ(a + 1) − (a + ½) ln a + a − ½ ln 2π: what Stirling's formula leaves (DLMF 5.11.1). */
static double stirling_rest(double a) {
  if (a < 16)
    return log(tgamma(a + 1)) - (a + 0.5) * log(a) + a - half_log_2pi;
  static const double c[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                             1.0 / 1188, -691.0 / 360360, 1.0 / 156};
  double inverse = 1 / (a * a), sum = 0;
  for (int k = 6; k >= 0; k--)
    sum = sum * inverse + c[k];
  return sum / a;
}

/* x^a e^−x / Γ(a + 1). */
static double gamma_peak(double a, double x) {
  if (a < 1)
    return pow(x, a) * exp(-x) / tgamma(a + 1);
  return exp(-a * deviance((x - a) / a, x / a) - stirling_rest(a)) / sqrt(2 * pi * a);
}

/* P(a, x) by its series (DLMF 8.7.1): all terms are positive. For x below about a + 1. */
static double gamma_series(double a, double x) {
  double term = 1, sum = 1;
  for (double n = 1; term > sum * DBL_EPSILON / 8; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return gamma_peak(a, x) * sum;
}

static double away_from_zero(double x) {
  return fabs(x) < DBL_MIN * 1e10 ? DBL_MIN * 1e10 : x;
}

/* Q(a, x) by its continued fraction (DLMF 8.9.2). Converges for all x > 0, slowly for small x. */
static double gamma_fraction(double a, double x) {
  double b = x + 1 - a, c = 1 / (DBL_MIN * 1e10), d = 1 / away_from_zero(b), h = d;
  for (double n = 1; n < 1e7; n++) {
    double step = -n * (n - a);
    b += 2;
    d = 1 / away_from_zero(step * d + b);
    c = away_from_zero(b + step / c);
    h *= d * c;
    if (fabs(d * c - 1) < DBL_EPSILON)
      break;
  }
  return gamma_peak(a, x) * a * h;
}

/* ln Γ(1 + a), also for tiny a, where 1 + a forgets it (DLMF 5.7.3). */
static double log_gamma_near_one(double a) {
  if (a > 0.01)
    return lgamma(1 + a);
  static const double zeta[] = {1.6449340668482264, 1.2020569031595943, 1.0823232337111382,
                                1.0369277551433699, 1.0173430619844491, 1.0083492773819228};
  double sum = 0;
  for (int k = 7; k >= 2; k--)
    sum = -a * (zeta[k - 2] / k + sum);
  return -a * (euler_gamma + sum);
}

/* Q(a, x) for small a and x, where it is small although P's series is all that converges: 1 − P
 * with the difference taken term by term (DLMF 8.7.1, second form). */
static double gamma_q_small(double a, double x) {
  double power = expm1(a * log(x) - log_gamma_near_one(a)); /* x^a / Γ(1 + a) − 1 */
  double term = 1, sum = 0;
  for (int n = 1; n < 60; n++) {
    term *= -x / n;
    sum += term / (a + n);
    if (fabs(term) < DBL_EPSILON * 1e-3)
      break;
  }
  return -power - (power + 1) * a * sum;
}

double pk_gamma_p(double a, double x) {
  if (!(a > 0) || isnan(x))
    return NAN;
  if (x <= 0)
    return 0;
  if (isinf(x))
    return 1;
  return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double pk_gamma_q(double a, double x) {
  if (!(a > 0) || isnan(x))
    return NAN;
  if (x <= 0)
    return 1;
  if (isinf(x))
    return 0;
  if (a < 0.5 && x < a + 1)
    return x < 0.05 ? gamma_q_small(a, x) : gamma_fraction(a, x);
  return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

/* ψ(a) = ψ(a + 1) − 1 / a until the asymptotic series is exact (DLMF 5.5.2, 5.11.2). */
double pk_digamma(double a) {
  static const double c[] = {1.0 / 12,  -1.0 / 120,     1.0 / 252, -1.0 / 240,
                             1.0 / 132, -691.0 / 32760, 1.0 / 12};
  double before = 0, sum = 0;
  if (!(a > 0))
    return NAN;
  for (; a < 16; a++)
    before += 1 / a;
  for (int k = 6; k >= 0; k--)
    sum = (sum + c[k]) / (a * a);
  return log(a) - 0.5 / a - sum - before;
}

/* dP / da by its series, term by term: x^a e^−x / Γ(a + n + 1) changes by ln x − ψ(a + n + 1). */
static double gamma_series_slope(double a, double x) {
  double term = 1, psi = pk_digamma(a + 1), sum = log(x) - psi, most = 1;
  for (double n = 1; term > most * DBL_EPSILON / 64; n++) {
    term *= x / (a + n);
    psi += 1 / (a + n);
    sum += term * (log(x) - psi);
    most = fmax(most, term);
  }
  return gamma_peak(a, x) * sum;
}

/* d ln Q / da by the continued fraction of Q, each of whose steps is differentiated with it. */
static double gamma_fraction_slope(double a, double x) {
  double b = x + 1 - a, c = 1 / (DBL_MIN * 1e10), d = 1 / away_from_zero(b);
  double slope_c = 0, slope_d = d * d, slope = d; /* of c, of d, of ln h: b falls as a rises */
  for (double n = 1; n < 1e7; n++) {
    double step = -n * (n - a), before = d;
    b += 2;
    d = 1 / away_from_zero(step * d + b);
    slope_d = -d * d * (n * before + step * slope_d - 1);
    slope_c = -1 + n / c - step * slope_c / (c * c);
    c = away_from_zero(b + step / c);
    double more = slope_d / d + slope_c / c;
    slope += more;
    if (fabs(d * c - 1) < DBL_EPSILON && fabs(more) <= DBL_EPSILON * fabs(slope))
      break;
  }
  return log(x) - pk_digamma(a) + slope;
}

double pk_gamma_q_slope(double a, double x) {
  if (!(a > 0) || isnan(x))
    return NAN;
  if (x <= 0 || isinf(x))
    return 0;
  return x < a + 1 ? -gamma_series_slope(a, x) : gamma_fraction(a, x) * gamma_fraction_slope(a, x);
}

/* x^a (1 − x)^b / B(a, b). */
static double beta_peak(double a, double b, double x) {
  double n = a + b;
  double exponent =
      a * deviance((n * x - a) / a, n * x / a) + b * deviance((a - n * x) / b, n * (1 - x) / b);
  double rest = stirling_rest(n) - stirling_rest(a) - stirling_rest(b);
  return sqrt(a * (b / n) / (2 * pi)) * exp(rest - exponent);
}

/* I_x(a, b) by its continued fraction (DLMF 8.17.22), for x below its mean. */
static double beta_fraction(double a, double b, double x) {
  double c = 1, d = 1 / away_from_zero(1 - (a + b) * x / (a + 1)), h = d;
  for (double m = 1; m < 1e7; m++) {
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    h *= d * c;
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    h *= d * c;
    if (fabs(d * c - 1) < DBL_EPSILON)
      break;
  }
  return beta_peak(a, b, x) / a * h;
}

double pk_beta_i(double a, double b, double x) {
  if (!(a > 0) || !(b > 0) || isnan(x))
    return NAN;
  if (x <= 0)
    return 0;
  if (x >= 1)
    return 1;
  if (x * (a + b + 2) < a + 1)
    return beta_fraction(a, b, x);
  return 1 - beta_fraction(b, a, 1 - x);
}

double pk_normal_cdf(double x) {
  return erfc(-x * 0.70710678118654752440) / 2;
}

/* A rational guess (Abramowitz and Stegun 26.2.23, error below 4.5e-4) that Halley's method makes
 * exact: each step triples the digits. Only the lower half, where Φ keeps its relative precision.
 */
double pk_normal_quantile(double p) {
  if (!(p >= 0) || !(p <= 1))
    return NAN;
  if (p == 0 || p == 1)
    return p == 0 ? -INFINITY : INFINITY;
  if (p > 0.5)
    return -pk_normal_quantile(1 - p);
  double t = sqrt(-2 * log(p));
  double x = (2.515517 + t * (0.802853 + t * 0.010328)) /
                 (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) -
             t;
  for (int i = 0; i < 3; i++) {
    double cdf = pk_normal_cdf(x);
    double ratio = (cdf - p) / cdf / exp(-x * x / 2 - half_log_2pi - log(cdf));
    x -= ratio / (1 + x * ratio / 2);
  }
  return x;
}
