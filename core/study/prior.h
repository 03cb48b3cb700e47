/* What a number says about its own uncertainty, as a distribution to draw from. */
#ifndef PK_PRIOR_H
#define PK_PRIOR_H

#include "base/random.h"
#include "model/model.h"

/* Which values a number can have: a share 0 … 1, a length of at least one step, more than 0, any.
 */
typedef enum { PK_DOMAIN_SHARE, PK_DOMAIN_LENGTH, PK_DOMAIN_POSITIVE, PK_DOMAIN_REAL } pk_domain;

typedef struct pk_prior_shape {
  enum {
    PK_DRAW_FIXED,     /* a */
    PK_DRAW_BETA,      /* a, b */
    PK_DRAW_GAMMA,     /* shape a, scale b */
    PK_DRAW_NORMAL,    /* mean a, sd b */
    PK_DRAW_LOGNORMAL, /* of the logarithm: mean a, sd b */
    PK_DRAW_TRIANGULAR,
    PK_DRAW_UNIFORM
  } form;
  pk_domain domain;
  double a, b, c;
} pk_prior_shape;

/* Evidence n of N becomes Beta(n + ½, N − n + ½), n in exposure Gamma(n + ½) ÷ exposure; a range
 * a Beta (shares), lognormal (positive) or normal law with these 5 % and 95 % points. */
void pk_prior_fit(pk_prior_shape *prior, const pk_number *number, pk_domain domain);

/* A value of the domain: drawn again, then clamped, when it falls outside. */
double pk_prior_draw(const pk_prior_shape *prior, pk_stream *stream);

/* The value below which a part p of the law lies, within the domain. */
double pk_prior_quantile(const pk_prior_shape *prior, double p);

/* The Beta law with 5 % point `low` and 95 % point `high`, 0 < low < high < 1. False when none was
 * found (then a and b match mean and spread as a normal law would). */
bool pk_beta_from_range(double low, double high, double *a, double *b);

#endif
