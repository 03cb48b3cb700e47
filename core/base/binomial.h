/* Whole random numbers of known laws, exact at every size. */
#ifndef PK_BINOMIAL_H
#define PK_BINOMIAL_H

#include "base/random.h"

/* Binomial(n, p), 0 ≤ n < 2^62, 0 ≤ p ≤ 1. */
int64_t pk_stream_binomial(pk_stream *stream, int64_t n, double p);

/* Poisson(mean), 0 ≤ mean < 2^53. */
int64_t pk_stream_poisson(pk_stream *stream, double mean);

#endif
