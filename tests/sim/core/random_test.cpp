// The random streams: the block function against one written from the paper and its published vectors, what a
// stream depends on and what it does not, and the distributions by chi-square. Each chi-square test has a
// false-alarm rate of 1e-6 and a fixed seed: it passes for ever or fails at once.
#include "sim/core/random.hpp"

#include "sim/core/portable_math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace patchcord::sim;

namespace {

using Block = std::array<std::uint64_t, 4>;

/// Philox4x64-10 as in Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 5.4.
Block philox(Block counter, std::array<std::uint64_t, 2> key) {
    __extension__ using Wide = unsigned __int128;
    for (int round = 0; round < 10; ++round) {
        const Wide left = Wide{0xD2E7'470E'E14C'6C93} * counter[0];
        const Wide right = Wide{0xCA5A'8263'9512'1157} * counter[2];
        counter = {
            static_cast<std::uint64_t>(right >> 64) ^ counter[1] ^ key[0], static_cast<std::uint64_t>(right),
            static_cast<std::uint64_t>(left >> 64) ^ counter[3] ^ key[1], static_cast<std::uint64_t>(left)};
        key[0] += 0x9E37'79B9'7F4A'7C15;
        key[1] += 0xBB67'AE85'84CA'A73B;
    }
    return counter;
}

/// The value that chi-square with so many degrees of freedom exceeds with probability 1e-6, by Wilson and
/// Hilferty's cube root (within 1 % from 9 degrees on).
double chi_square_limit(double freedom) {
    constexpr double kNormal = 4.753424;  // the normal distribution's quantile of 1 - 1e-6
    const double part = 2.0 / (9.0 * freedom);
    return freedom * std::pow(1.0 - part + kNormal * std::sqrt(part), 3.0);
}

/// Chi-square of counts that should all be the same.
double chi_square(const std::vector<std::uint64_t>& counts) {
    double total = 0;
    for (const std::uint64_t count : counts)
        total += static_cast<double>(count);
    const double expected = total / static_cast<double>(counts.size());
    double sum = 0;
    for (const std::uint64_t count : counts)
        sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected) / expected;
    return sum;
}

bool is_even(const std::vector<std::uint64_t>& counts) {
    return chi_square(counts) < chi_square_limit(static_cast<double>(counts.size() - 1));
}

}  // namespace

TEST_CASE("the block function has Random123's published values") {
    CHECK(philox({0, 0, 0, 0}, {0, 0}) ==
          Block{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});
    constexpr std::uint64_t kOnes = ~std::uint64_t{0};
    CHECK(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}) ==
          Block{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0});
}

TEST_CASE("a stream is Philox keyed by seed and name, counting port and purpose") {
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{7}, ~std::uint64_t{0}}) {
        for (const std::uint64_t port : {0U, 1U, 65535U}) {
            RandomStream stream{seed, "server", port, "isn"};
            for (std::uint64_t n = 0; n < 20; ++n) {
                const Block block = philox({n, port, name_hash("isn"), 0}, {seed, name_hash("server")});
                for (const std::uint64_t word : block)
                    REQUIRE(stream.bits() == word);
            }
        }
    }
}

TEST_CASE("names are hashed by 64-bit FNV-1a") {
    static_assert(name_hash("") == 0xcbf29ce484222325);
    CHECK(name_hash("a") == 0xaf63dc4c8601ec8c);
    CHECK(name_hash("foobar") == 0x85944171f73967e8);
    // Octets count as unsigned.
    CHECK(name_hash("\xff") == ((0xcbf29ce484222325 ^ 0xff) * 0x100000001b3));
    CHECK(name_hash("서버") != name_hash("서비"));
}

TEST_CASE("every part of a stream's name matters") {
    std::set<std::uint64_t> words;
    std::size_t drawn = 0;
    for (const std::uint64_t seed : {1U, 2U}) {
        for (const char* name : {"a", "b", "ab", "a>b", "b>a"}) {
            for (std::uint64_t port = 0; port < 10; ++port) {
                for (const char* purpose : {"isn", "bit errors", "backoff", ""}) {
                    RandomStream stream{seed, name, port, purpose};
                    for (int i = 0; i < 25; ++i, ++drawn)
                        words.insert(stream.bits());
                }
            }
        }
    }
    CHECK(words.size() == drawn);
}

TEST_CASE("a copy of a stream goes on alike and on its own") {
    RandomStream stream{3, "a", 0, "x"};
    (void)stream.bits();
    RandomStream copy = stream;
    std::vector<std::uint64_t> first;
    for (int i = 0; i < 10; ++i)
        first.push_back(stream.bits());
    for (const std::uint64_t word : first)
        CHECK(copy.bits() == word);
}

TEST_CASE("neighbouring streams are independent of each other") {
    struct Pair {
        RandomStream left;
        RandomStream right;
    };
    std::array pairs{Pair{{1, "a", 0, "x"}, {1, "a", 1, "x"}}, Pair{{1, "a", 0, "x"}, {2, "a", 0, "x"}},
                     Pair{{1, "a", 0, "x"}, {1, "b", 0, "x"}}, Pair{{1, "a", 0, "x"}, {1, "a", 0, "y"}}};
    for (Pair& pair : pairs) {
        std::vector<std::uint64_t> high(256);
        std::vector<std::uint64_t> low(256);
        for (int i = 0; i < 100'000; ++i) {
            const std::uint64_t left = pair.left.bits();
            const std::uint64_t right = pair.right.bits();
            ++high[(left >> 60) << 4 | right >> 60];
            ++low[(left & 15) << 4 | (right & 15)];
        }
        CHECK(is_even(high));
        CHECK(is_even(low));
    }
}

TEST_CASE("consecutive words of a stream are independent") {
    RandomStream stream{5, "serial", 0, "test"};
    std::vector<std::uint64_t> pairs(256);
    std::uint64_t before = stream.bits();
    for (int i = 0; i < 400'000; ++i) {
        const std::uint64_t word = stream.bits();
        ++pairs[(before >> 60) << 4 | word >> 60];
        before = word;
    }
    CHECK(is_even(pairs));
}

TEST_CASE("each of the 64 bits is a fair coin") {
    RandomStream stream{5, "coins", 0, "test"};
    constexpr int kWords = 200'000;
    std::array<int, 64> ones{};
    for (int i = 0; i < kWords; ++i) {
        const std::uint64_t word = stream.bits();
        for (std::size_t bit = 0; bit < 64; ++bit)
            ones[bit] += static_cast<int>(word >> bit & 1);
    }
    // 64 coins, each outside 5.6 standard deviations with probability 2e-8: 1.4e-6 together.
    for (const int count : ones)
        CHECK(std::abs(count - kWords / 2) < 5.6 * std::sqrt(kWords / 4.0));
}

TEST_CASE("below is uniform for any bound") {
    RandomStream stream{11, "below", 0, "test"};
    for (const std::uint64_t bound : {2U, 3U, 7U, 10U, 100U, 1000U}) {
        std::vector<std::uint64_t> counts(bound);
        for (int i = 0; i < 300'000; ++i)
            ++counts.at(stream.below(bound));
        CHECK(is_even(counts));
    }
    CHECK(stream.below(1) == 0);
}

TEST_CASE("below has no bias where a remainder would have") {
    // Of 3 * 2^62 values a remainder of 64 bits would hit the first third twice as often.
    constexpr std::uint64_t kBound = std::uint64_t{3} << 62;
    RandomStream stream{11, "bias", 0, "test"};
    std::vector<std::uint64_t> thirds(3);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t value = stream.below(kBound);
        REQUIRE(value < kBound);
        ++thirds[value >> 62];
    }
    CHECK(is_even(thirds));
}

TEST_CASE("unit is uniform above 0 and up to 1") {
    RandomStream stream{12, "unit", 0, "test"};
    std::vector<std::uint64_t> counts(1000);
    double least = 1.0;
    for (int i = 0; i < 1'000'000; ++i) {
        const double value = stream.unit();
        least = std::min(least, value);
        REQUIRE(value > 0.0);
        REQUIRE(value <= 1.0);
        ++counts[static_cast<std::size_t>(std::ceil(value * 1000.0)) - 1];
    }
    CHECK(is_even(counts));
    CHECK(least < 1e-4);
    CHECK(portable_log(0x1p-53) < 0);  // the least that unit() can give has a logarithm
}

TEST_CASE("minus the logarithm of unit is exponential") {
    RandomStream stream{13, "exponential", 0, "test"};
    constexpr std::size_t kBins = 50;
    std::vector<std::uint64_t> counts(kBins);
    for (int i = 0; i < 500'000; ++i) {
        const double value = -portable_log(stream.unit());
        const double share = -std::expm1(-value);  // uniform, if it is exponential
        ++counts[std::min(kBins - 1, static_cast<std::size_t>(share * kBins))];
    }
    CHECK(is_even(counts));
}

TEST_CASE("the chi-square test can fail") {
    RandomStream stream{14, "unfair", 0, "test"};
    std::vector<std::uint64_t> counts(10);
    for (int i = 0; i < 300'000; ++i)
        ++counts[stream.below(64) % 10];
    CHECK_FALSE(is_even(counts));
}
