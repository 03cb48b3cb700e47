/* Draws from the normal and gamma distributions. */
#include "base/random.h"
#include "base/special.h"

#include <math.h>

double pk_stream_normal(pk_stream *stream) {
  return pk_normal_quantile(pk_stream_uniform(stream));
}

/* G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000),
 * without their squeeze, which saves a logarithm and changes nothing. For shape ≥ 1. */
static double gamma_from_one(pk_stream *stream, double shape) {
  double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = pk_stream_normal(stream), v = 1 + c * x;
    if (v <= 0)
      continue;
    v = v * v * v;
    if (log(pk_stream_uniform(stream)) < 0.5 * x * x + d - d * v + d * log(v))
      return d * v;
  }
}

/* Below 1: a draw with shape + 1 times U^(1/shape) (the same paper, section 6). */
double pk_stream_gamma(pk_stream *stream, double shape) {
  if (shape >= 1)
    return gamma_from_one(stream, shape);
  double boosted = gamma_from_one(stream, shape + 1);
  return boosted * pow(pk_stream_uniform(stream), 1 / shape);
}
