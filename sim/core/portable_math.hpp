// Functions that give the same bits with every C library: only + - * / on IEEE doubles, no contraction (the
// build passes -ffp-contract=off). Used where a value decides what happens in a run.
// Accurate to about 2 ulp, the complementary error function to 1e-12, which the tests check against the C
// library. Read next: models/ethernet/bit_errors.hpp, models/ethernet/phy.hpp.
#pragma once

namespace patchcord::sim {

/// Natural logarithm of a normal positive double.
double portable_log(double x);
/// log(1 + x) for -0.5 <= x <= 1, without cancellation near 0.
double portable_log1p(double x);
/// e^x; 0 below -708, infinity above 709.
double portable_exp(double x);
/// e^x - 1, without cancellation near 0.
double portable_expm1(double x);
/// 1 - erf(x), from 2 (minus infinity) to 0; relative accuracy is kept for large x. 0 above 26.5.
double portable_erfc(double x);

}  // namespace patchcord::sim
