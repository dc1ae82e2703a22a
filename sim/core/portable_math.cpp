// log(x) = exponent * ln 2 + log(m), m in [sqrt(1/2), sqrt 2), with log(m) = 2 atanh(s), s = (m - 1)/(m + 1),
// by its odd series: |s| <= 0.1716, so 11 terms leave less than 2^-53 (Abramowitz and Stegun 4.1.27). Read
// next: sim/core/portable_math.hpp.
#include "sim/core/portable_math.hpp"

#include <bit>
#include <cstdint>

namespace patchcord::sim {
namespace {

constexpr double kLn2High =
    6.93147180369123816490e-01;  // the first 32 bits of ln 2: exact times any exponent
constexpr double kLn2Low = 1.90821492927058770002e-10;

double twice_atanh(double s) {
    const double square = s * s;
    double sum = 0.0;
    for (int term = 23; term >= 3; term -= 2)
        sum = square * (sum + 1.0 / term);
    return 2.0 * (s + s * sum);
}

}  // namespace

double portable_log(double x) {
    const auto pattern = std::bit_cast<std::uint64_t>(x);
    int exponent = static_cast<int>(pattern >> 52) - 1023;
    double mantissa = std::bit_cast<double>((pattern & 0x000F'FFFF'FFFF'FFFF) | 0x3FF0'0000'0000'0000);
    if (mantissa > 1.4142135623730951) {
        mantissa *= 0.5;
        ++exponent;
    }
    return exponent * kLn2High + (exponent * kLn2Low + twice_atanh((mantissa - 1.0) / (mantissa + 1.0)));
}

double portable_log1p(double x) {
    if (x > -0.25 && x < 0.25) return twice_atanh(x / (2.0 + x));
    const double sum = 1.0 + x;
    return portable_log(sum) + (x - (sum - 1.0)) / sum;  // the second term is what the sum lost by rounding
}

}  // namespace patchcord::sim
