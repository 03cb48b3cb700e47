/* From evidence, ranges and distributions to draws. */
#include "study/prior.h"
#include "base/special.h"

#include <math.h>

#define Z95 1.6448536269514722 /* normal quantile of 0.95 */

/* Distance from the wanted points, in logits of probability, so that it is nearly linear. */
static void miss(double low, double high, double a, double b, double out[2]) {
  double p = fmin(fmax(pk_beta_i(a, b, low), 1e-300), 1 - 1e-16);
  double q = fmin(fmax(pk_beta_i(a, b, high), 1e-300), 1 - 1e-16);
  out[0] = log(p / (1 - p)) - log(0.05 / 0.95);
  out[1] = log(q / (1 - q)) - log(0.95 / 0.05);
}

/* One Newton step on (log a, log b) with differences for the derivatives, halved until it helps. */
static bool newton_step(double low, double high, double *u, double *v) {
  double f[2], fu[2], fv[2], h = 1e-5;
  miss(low, high, exp(*u), exp(*v), f);
  miss(low, high, exp(*u + h), exp(*v), fu);
  miss(low, high, exp(*u), exp(*v + h), fv);
  double a = (fu[0] - f[0]) / h, b = (fv[0] - f[0]) / h, c = (fu[1] - f[1]) / h,
         d = (fv[1] - f[1]) / h, det = a * d - b * c;
  if (!(fabs(det) > 1e-12))
    return false;
  double du = -(d * f[0] - b * f[1]) / det, dv = -(a * f[1] - c * f[0]) / det, step = 1;
  double before = fabs(f[0]) + fabs(f[1]);
  for (int i = 0; i < 30; i++, step /= 2) {
    miss(low, high, exp(*u + step * du), exp(*v + step * dv), fu);
    if (fabs(fu[0]) + fabs(fu[1]) < before)
      break;
  }
  *u += step * du;
  *v += step * dv;
  return true;
}

bool pk_beta_from_range(double low, double high, double *a, double *b) {
  double mean = (low + high) / 2, sd = (high - low) / (2 * Z95);
  double n = fmax(mean * (1 - mean) / (sd * sd) - 1, 0.5);
  double u = log(mean * n), v = log((1 - mean) * n), f[2];
  *a = mean * n;
  *b = (1 - mean) * n;
  for (int i = 0; i < 60; i++) {
    miss(low, high, exp(u), exp(v), f);
    if (fabs(f[0]) + fabs(f[1]) < 1e-10) {
      *a = exp(u);
      *b = exp(v);
      return true;
    }
    if (!newton_step(low, high, &u, &v))
      return false;
  }
  return false;
}

/* A range that touches the edge of its domain has no law with that very point: the edge is taken a
 * hundredth of the range inside. */
static void fit_range(pk_prior_shape *prior, double low, double high) {
  double inside = (high - low) / 100;
  if (!(high > low)) {
    *prior = (pk_prior_shape){.form = PK_DRAW_FIXED, .domain = prior->domain, .a = low};
  } else if (prior->domain == PK_DOMAIN_SHARE) {
    prior->form = PK_DRAW_BETA;
    pk_beta_from_range(fmax(low, inside), fmin(high, 1 - inside), &prior->a, &prior->b);
  } else if (prior->domain == PK_DOMAIN_REAL && low <= 0) {
    prior->form = PK_DRAW_NORMAL;
    prior->a = (low + high) / 2;
    prior->b = (high - low) / (2 * Z95);
  } else {
    prior->form = PK_DRAW_LOGNORMAL;
    double bottom = log(fmax(low, inside)), top = log(high);
    prior->a = (bottom + top) / 2;
    prior->b = (top - bottom) / (2 * Z95);
  }
}

void pk_prior_fit(pk_prior_shape *prior, const pk_number *n, pk_domain domain) {
  *prior = (pk_prior_shape){.form = PK_DRAW_FIXED, .domain = domain, .a = n->value};
  if (n->prior == PK_PRIOR_NONE)
    return;
  prior->a = n->a;
  prior->b = n->b;
  prior->c = n->c;
  switch (n->prior) {
  case PK_PRIOR_EVENTS:
    prior->form = PK_DRAW_BETA;
    prior->a = n->a + 0.5;
    prior->b = n->b - n->a + 0.5;
    break;
  case PK_PRIOR_EXPOSURE: /* scaled so that the evidence's own rate gives the written value */
    prior->form = PK_DRAW_GAMMA;
    prior->a = n->a + 0.5;
    prior->b = n->a > 0 ? n->value / n->a : n->b > 0 ? 1 / n->b : 0;
    break;
  case PK_PRIOR_RANGE:
    fit_range(prior, n->a, n->b);
    break;
  case PK_PRIOR_BETA:
    prior->form = PK_DRAW_BETA;
    break;
  case PK_PRIOR_GAMMA:
    prior->form = PK_DRAW_GAMMA;
    break;
  case PK_PRIOR_NORMAL:
    prior->form = PK_DRAW_NORMAL;
    break;
  case PK_PRIOR_LOGNORMAL:
    prior->form = PK_DRAW_LOGNORMAL;
    break;
  case PK_PRIOR_TRIANGULAR:
    prior->form = PK_DRAW_TRIANGULAR;
    break;
  case PK_PRIOR_UNIFORM:
    prior->form = PK_DRAW_UNIFORM;
    break;
  case PK_PRIOR_NONE:
    break;
  }
}

static double draw_triangular(const pk_prior_shape *p, double u) {
  double width = p->c - p->a, left = p->b - p->a;
  if (!(width > 0))
    return p->a;
  return u * width < left ? p->a + sqrt(u * width * left)
                          : p->c - sqrt((1 - u) * width * (p->c - p->b));
}

static double draw_once(const pk_prior_shape *p, pk_stream *stream) {
  double x, y;
  switch (p->form) {
  case PK_DRAW_BETA:
    x = pk_stream_gamma(stream, p->a);
    y = pk_stream_gamma(stream, p->b);
    return x + y > 0 ? x / (x + y) : p->a / (p->a + p->b);
  case PK_DRAW_GAMMA:
    return pk_stream_gamma(stream, p->a) * p->b;
  case PK_DRAW_NORMAL:
    return p->a + p->b * pk_stream_normal(stream);
  case PK_DRAW_LOGNORMAL:
    return exp(p->a + p->b * pk_stream_normal(stream));
  case PK_DRAW_TRIANGULAR:
    return draw_triangular(p, pk_stream_uniform(stream));
  case PK_DRAW_UNIFORM:
    return p->a + (p->b - p->a) * pk_stream_uniform(stream);
  case PK_DRAW_FIXED:
    break;
  }
  return p->a;
}

double pk_prior_draw(const pk_prior_shape *prior, pk_stream *stream) {
  double low = prior->domain == PK_DOMAIN_REAL     ? -INFINITY
               : prior->domain == PK_DOMAIN_LENGTH ? 1
                                                   : 0;
  double high = prior->domain == PK_DOMAIN_SHARE ? 1 : INFINITY, x = prior->a;
  for (int i = 0; i < 100; i++) {
    x = draw_once(prior, stream);
    if (x >= low && x <= high && (prior->domain != PK_DOMAIN_POSITIVE || x > 0))
      return x;
  }
  return fmin(fmax(x, low), high);
}

static double triangular_quantile(const pk_prior_shape *prior, double p) {
  double width = prior->c - prior->a, left = prior->b - prior->a, right = prior->c - prior->b;
  if (!(width > 0))
    return prior->a;
  return p * width < left ? prior->a + sqrt(p * width * left)
                          : prior->c - sqrt((1 - p) * width * right);
}

/* By halving: these laws have no closed form, and nobody asks often. */
static double searched_quantile(const pk_prior_shape *prior, double p) {
  bool beta = prior->form == PK_DRAW_BETA;
  double low = 0, high = 1;
  for (int i = 0; !beta && i < 1000 && pk_gamma_p(prior->a, high) < p; i++)
    high *= 2;
  for (int i = 0; i < 200 && low < high; i++) {
    double middle = (low + high) / 2;
    if ((beta ? pk_beta_i(prior->a, prior->b, middle) : pk_gamma_p(prior->a, middle)) < p)
      low = middle;
    else
      high = middle;
  }
  return beta ? high : high * prior->b;
}

static double quantile(const pk_prior_shape *prior, double p) {
  switch (prior->form) {
  case PK_DRAW_BETA:
  case PK_DRAW_GAMMA:
    return searched_quantile(prior, p);
  case PK_DRAW_NORMAL:
    return prior->a + prior->b * pk_normal_quantile(p);
  case PK_DRAW_LOGNORMAL:
    return exp(prior->a + prior->b * pk_normal_quantile(p));
  case PK_DRAW_TRIANGULAR:
    return triangular_quantile(prior, p);
  case PK_DRAW_UNIFORM:
    return prior->a + (prior->b - prior->a) * p;
  case PK_DRAW_FIXED:
    break;
  }
  return prior->a;
}

double pk_prior_quantile(const pk_prior_shape *prior, double p) {
  double least = prior->domain == PK_DOMAIN_REAL     ? -INFINITY
                 : prior->domain == PK_DOMAIN_LENGTH ? 1
                                                     : 0;
  double most = prior->domain == PK_DOMAIN_SHARE ? 1 : INFINITY;
  return fmin(fmax(quantile(prior, p), least), most);
}
