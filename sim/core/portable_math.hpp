// Logarithms that give the same bits with every C library: only + - * / on IEEE doubles, no contraction
// (the build passes -ffp-contract=off). Used where a value decides what happens in a run.
// Accurate to about 2 ulp, which the tests check against the C library. Read next:
// models/ethernet/bit_errors.hpp.
#pragma once

namespace patchcord::sim {

/// Natural logarithm of a normal positive double.
double portable_log(double x);
/// log(1 + x) for -0.5 <= x <= 1, without cancellation near 0.
double portable_log1p(double x);

}  // namespace patchcord::sim
