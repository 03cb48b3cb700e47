/* Special functions that libm lacks. Sources: DLMF chapter 8 (https://dlmf.nist.gov/8). */
#ifndef PK_SPECIAL_H
#define PK_SPECIAL_H

/* Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 − P, a > 0, x ≥ 0 (DLMF 8.2.4),
 * each computed so that it keeps its own relative precision. */
double pk_gamma_p(double a, double x);
double pk_gamma_q(double a, double x);

/* The derivative of Q(a, x) with respect to a, with the relative precision of Q where Q is small,
 * and the digamma function ψ(a), a > 0 (DLMF 5.2.2). */
double pk_gamma_q_slope(double a, double x);
double pk_digamma(double a);

/* Regularised incomplete beta function I_x(a, b) (DLMF 8.17.2). */
double pk_beta_i(double a, double b, double x);

/* The normal law's quantile and distribution function, the latter with its own relative precision
 * far into the lower tail. */
double pk_normal_quantile(double p);
double pk_normal_cdf(double x);

#endif
