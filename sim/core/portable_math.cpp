// log(x) = exponent * ln 2 + log(m), m in [sqrt(1/2), sqrt 2), with log(m) = 2 atanh(s), s = (m - 1)/(m + 1),
// by its odd series: |s| <= 0.1716, so 11 terms leave less than 2^-53 (Abramowitz and Stegun 4.1.27). exp(x)
// = 2^k e^r with |r| <= ln 2 / 2 by its power series. erfc by the power series of erf below 2 (7.1.6) and by
// its continued fraction above (7.1.14). Read next: sim/core/portable_math.hpp.
#include "sim/core/portable_math.hpp"

#include <bit>
#include <cstdint>
#include <limits>

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

/// e^r - 1 for |r| <= ln 2 / 2; 0.3466^15 / 15! is below 2^-63.
double small_expm1(double r) {
    double sum = 0.0;
    for (int term = 15; term >= 2; --term)
        sum = r / term * (1.0 + sum);
    return r * (1.0 + sum);
}

double power_of_two(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

double erf_series(double x) {
    constexpr double kTwoBySqrtPi = 1.1283791670955126;
    double term = x;
    double sum = x;
    for (int n = 1; n <= 60; ++n) {
        term *= 2.0 * x * x / (2 * n + 1);
        sum += term;
    }
    return kTwoBySqrtPi * portable_exp(-x * x) * sum;
}

// x^2 is split so that its exponential keeps its last digits.
double erfc_fraction(double x) {
    constexpr double kSqrtPi = 1.7724538509055161;
    double fraction = 0.0;
    for (int n = 120; n >= 1; --n)
        fraction = 0.5 * n / (x + fraction);
    const double high = std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & 0xFFFF'FFFF'F800'0000);
    const double rest = (x - high) * (x + high);
    return portable_exp(-high * high) * portable_exp(-rest) / ((x + fraction) * kSqrtPi);
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

double portable_exp(double x) {
    constexpr double kBase2OfE = 1.4426950408889634;
    if (x < -708.0) return 0.0;
    if (x > 709.0) return std::numeric_limits<double>::infinity();
    const int exponent = static_cast<int>(x * kBase2OfE + (x < 0.0 ? -0.5 : 0.5));
    const double r = x - exponent * kLn2High - exponent * kLn2Low;
    return (1.0 + small_expm1(r)) * power_of_two(exponent);
}

double portable_expm1(double x) {
    constexpr double kSmall = 0.34;
    return x > -kSmall && x < kSmall ? small_expm1(x) : portable_exp(x) - 1.0;
}

double portable_erfc(double x) {
    if (x < 0.0) return 2.0 - portable_erfc(-x);
    return x < 2.0 ? 1.0 - erf_series(x) : erfc_fraction(x);
}

}  // namespace patchcord::sim
