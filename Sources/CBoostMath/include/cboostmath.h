// Distribution functions of Boost.Math as plain C. Each returns NaN outside its domain; none throws.
#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H

#ifdef __cplusplus
extern "C" {
#endif

// _cdf is P(X <= x), _sf is P(X > x), _quantile is the x with P(X <= x) = p.
double cboost_normal_cdf(double x);
double cboost_normal_sf(double x);
double cboost_normal_quantile(double p);
// The x with P(X > x) = q, exact for tiny q.
double cboost_normal_upper_quantile(double q);

double cboost_student_t_cdf(double t, double df);
double cboost_student_t_sf(double t, double df);
double cboost_student_t_quantile(double p, double df);

double cboost_chi_squared_cdf(double x, double df);
double cboost_chi_squared_sf(double x, double df);
double cboost_chi_squared_quantile(double p, double df);

double cboost_f_cdf(double x, double df1, double df2);
double cboost_f_sf(double x, double df1, double df2);
double cboost_f_quantile(double p, double df1, double df2);

// The cdf is the regularised incomplete beta function I_x(a, b).
double cboost_beta_cdf(double x, double a, double b);
double cboost_beta_sf(double x, double a, double b);
double cboost_beta_quantile(double p, double a, double b);

double cboost_binomial_cdf(double k, double n, double p);
double cboost_binomial_pmf(double k, double n, double p);

double cboost_lgamma(double x);

#ifdef __cplusplus
}
#endif
#endif
