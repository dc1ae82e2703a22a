// The portable logarithms against the C library's, and against themselves on other machines: the digest of
// many results is a constant, so a compiler that contracts or reorders is found.
#include "sim/core/portable_math.hpp"

#include "sim/core/random.hpp"
#include "sim/event/fingerprint.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

using namespace patchcord::sim;

namespace {

/// How many units in the last place of `right` they are apart.
double ulps(double left, double right) {
    const double size = std::abs(right);
    const double unit = std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
    return std::abs(left - right) / unit;
}

/// A normal positive double, all exponents alike.
double any_positive(RandomStream& random) {
    const std::uint64_t exponent = 1 + random.below(2046);
    return std::bit_cast<double>(exponent << 52 | random.bits() >> 12);
}

}  // namespace

TEST_CASE("portable_log is within 2 ulp of the C library") {
    RandomStream random{1, "log", 0, "test"};
    double worst = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const double uniform = random.unit();
        const double near_one = 0.5 + random.unit();
        const double any = any_positive(random);
        worst = std::max({worst, ulps(portable_log(uniform), std::log(uniform)),
                          ulps(portable_log(near_one), std::log(near_one)),
                          ulps(portable_log(any), std::log(any))});
    }
    CHECK(worst <= 2.0);
    CHECK(worst > 0.5);  // it is another algorithm, so this compares something
}

TEST_CASE("portable_log at its corners") {
    CHECK(portable_log(1.0) == 0.0);
    CHECK(std::signbit(portable_log(std::nextafter(1.0, 0.0))));
    CHECK(portable_log(std::nextafter(1.0, 0.0)) == std::log(std::nextafter(1.0, 0.0)));
    for (const double x : {std::nextafter(1.0, 2.0), 0x1p-53, 0x1p-1022, std::numeric_limits<double>::max(),
                           2.0, 0.5, 1.4142135623730951, 1.4142135623730954, 0.7071067811865476, 10.0})
        CHECK(ulps(portable_log(x), std::log(x)) <= 2.0);
}

TEST_CASE("portable_log1p is within 2 ulp of the C library from -0.5 to 1") {
    RandomStream random{1, "log1p", 0, "test"};
    double worst = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const double x = 1.5 * random.unit() - 0.5;
        if (x != 0.0) worst = std::max(worst, ulps(portable_log1p(x), std::log1p(x)));
    }
    CHECK(worst <= 2.0);
}

TEST_CASE("portable_log1p does not cancel for tiny arguments") {
    RandomStream random{1, "log1p tiny", 0, "test"};
    double worst = 0;
    for (int i = 0; i < 200'000; ++i) {
        const double x = std::ldexp(random.unit(), -static_cast<int>(random.below(1000)));
        if (x > 0.5) continue;
        worst = std::max(
            {worst, ulps(portable_log1p(x), std::log1p(x)), ulps(portable_log1p(-x), std::log1p(-x))});
    }
    CHECK(worst <= 2.0);
    CHECK(portable_log1p(0.0) == 0.0);
    CHECK(portable_log1p(-1e-12) == std::log1p(-1e-12));  // a bit error ratio
    CHECK(portable_log1p(1e-300) == 1e-300);
}

TEST_CASE("the logarithms have the same bits on every machine") {
    RandomStream random{1, "bits", 0, "test"};
    Digest digest;
    for (int i = 0; i < 100'000; ++i) {
        digest.add(std::bit_cast<std::uint64_t>(portable_log(any_positive(random))));
        digest.add(std::bit_cast<std::uint64_t>(portable_log1p(1.5 * random.unit() - 0.5)));
    }
    CHECK(digest.value() == 17018733643932225495U);
}

TEST_CASE("portable_exp and portable_expm1 are within 4 ulp of the C library") {
    RandomStream random{1, "exp", 0, "test"};
    double worst = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const double x = -700.0 + 1400.0 * random.unit();
        const double small = -1.0 + 2.0 * random.unit();
        worst =
            std::max({worst, ulps(portable_exp(x), std::exp(x)), ulps(portable_exp(small), std::exp(small)),
                      ulps(portable_expm1(0.3 * small), std::expm1(0.3 * small))});
    }
    CHECK(worst <= 4.0);
    CHECK(portable_exp(0.0) == 1.0);
    CHECK(portable_exp(-800.0) == 0.0);
    CHECK(portable_exp(800.0) == std::numeric_limits<double>::infinity());
    CHECK(portable_expm1(-800.0) == -1.0);
    CHECK(portable_expm1(1e-20) == 1e-20);
}

TEST_CASE("portable_erfc agrees with the C library to 1e-12 of itself") {
    RandomStream random{1, "erfc", 0, "test"};
    double worst = 0;
    for (int i = 0; i < 300'000; ++i) {
        const double x = -6.0 + 32.0 * random.unit();
        worst = std::max(worst, std::abs(portable_erfc(x) / std::erfc(x) - 1.0));
    }
    CHECK(worst < 1e-12);
    CHECK(portable_erfc(0.0) == 1.0);
    CHECK(portable_erfc(40.0) == 0.0);
    CHECK(portable_erfc(-40.0) == 2.0);
}
