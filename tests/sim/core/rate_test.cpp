// Rounding of transmission times: up to the next picosecond, exact where it can be, against arithmetic in 128
// bits done another way.
#include "sim/core/rate.hpp"

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "tests/sim/death.hpp"

#include <doctest/doctest.h>

#include <cstdint>

using namespace patchcord::sim;
using namespace std::chrono_literals;
using patchcord::tests::dies_saying;

namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kTera = 1'000'000'000'000;

/// Whether `time` is the least number of picoseconds in which `bits` fit at `rate`.
bool is_least(std::uint64_t rate, std::uint64_t bits, Duration time) {
    const Wide ticks = static_cast<Wide>(time.count());
    const Wide needed = Wide{bits} * kTera;
    return ticks * rate >= needed && (ticks == 0 || (ticks - 1) * rate < needed);
}

}  // namespace

TEST_CASE("literals of std::chrono are exact times") {
    CHECK(Duration{5ms}.count() == 5'000'000'000);
    CHECK(Duration{10us}.count() == 10'000'000);
    CHECK(Duration{1ns}.count() == 1000);
    CHECK(Duration{std::chrono::hours{24 * 106}}.count() > 0);
    CHECK(ticks(kStart + Duration{1s}) == 1'000'000'000'000);
    CHECK(seconds(Duration{1500ms}) == 1.5);
}

TEST_CASE("a frame takes its bits times the time of a bit at Ethernet's speeds") {
    struct Speed {
        std::uint64_t bits_per_second;
        std::int64_t picoseconds_per_octet;
    };
    for (const Speed speed :
         {Speed{10'000'000, 800'000}, Speed{100'000'000, 80'000}, Speed{1'000'000'000, 8'000},
          Speed{2'500'000'000, 3'200}, Speed{5'000'000'000, 1'600}, Speed{10'000'000'000, 800},
          Speed{25'000'000'000, 320}, Speed{40'000'000'000, 200}, Speed{100'000'000'000, 80},
          Speed{200'000'000'000, 40}, Speed{400'000'000'000, 20}, Speed{800'000'000'000, 10},
          Speed{kTera, 8}}) {
        const Rate rate = Rate::bits_per_second(speed.bits_per_second);
        CHECK(rate.time_to_send(0).count() == 0);
        CHECK(rate.time_to_send(8).count() == speed.picoseconds_per_octet);
        CHECK(rate.time_to_send(12'304).count() == 1538 * speed.picoseconds_per_octet);
    }
    static_assert(Rate::megabits_per_second(100).time_to_send(1) == Duration{10'000});
}

TEST_CASE("a time that is no whole number of picoseconds is rounded up") {
    CHECK(Rate::bits_per_second(3).time_to_send(1).count() == 333'333'333'334);
    CHECK(Rate::bits_per_second(3).time_to_send(3).count() == kTera);
    CHECK(Rate::bits_per_second(kTera - 1).time_to_send(1).count() == 2);
    CHECK(Rate::bits_per_second(400'000'000'000).time_to_send(1).count() == 3);

    RandomStream random{1, "rate", 0, "test"};
    for (int i = 0; i < 200'000; ++i) {
        const std::uint64_t rate = 1 + (random.below(kTera) >> random.below(40));
        const std::uint64_t bits = random.below(1'048'576);
        REQUIRE(is_least(rate, bits, Rate::bits_per_second(rate).time_to_send(bits)));
    }
}

TEST_CASE("the time of a long burst is exact up to the range of time") {
    // 9,223,372 bits at 1 bit/s are 106.75 days, the last whole second of the range.
    CHECK(Rate::bits_per_second(1).time_to_send(9'223'372).count() == 9'223'372'000'000'000'000);
    CHECK(Rate::bits_per_second(kTera).time_to_send(9'223'372'036'854'775'807).count() ==
          9'223'372'036'854'775'807);
    CHECK(is_least(7, 64'000'000, Rate::bits_per_second(7).time_to_send(64'000'000)));
    CHECK(dies_saying("more than 106 days", [] { (void)Rate::bits_per_second(1).time_to_send(9'223'373); }));
    CHECK(dies_saying("more than 106 days", [] { (void)Rate::bits_per_second(7).time_to_send(65'000'000); }));
    CHECK(dies_saying("more than 106 days",
                      [] { (void)Rate::bits_per_second(1'000).time_to_send(18'446'744'073'709'551'615U); }));
}

TEST_CASE("no rate is not a rate") {
    CHECK(dies_saying("a rate of zero", [] { (void)Rate{}.time_to_send(1); }));
}

TEST_CASE("rates are compared by bits per second") {
    CHECK(Rate::megabits_per_second(10) < Rate::megabits_per_second(100));
    CHECK(Rate::megabits_per_second(1) == Rate::bits_per_second(1'000'000));
    CHECK(Rate::bits_per_second(7) > Rate::bits_per_second(6));
    CHECK(Rate{}.bits_per_second() == 0);
}
