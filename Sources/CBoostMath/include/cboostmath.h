// Quantiles and tails from Boost.Math as plain C functions.
#ifndef CBOOSTMATH_H
#define CBOOSTMATH_H
#endif
