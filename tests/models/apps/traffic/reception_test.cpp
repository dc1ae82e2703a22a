// What a receiver counts, number by number. Read next: models/apps/traffic/reception.hpp.
// Not here: sockets (traffic_test.cpp).
// A model with a set of numbers judges the window.
#include "models/apps/traffic/reception.hpp"

#include "sim/core/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <set>

using namespace patchcord;
using namespace patchcord::models::apps::traffic;
using namespace std::chrono_literals;

namespace {

Reception after(std::initializer_list<std::uint32_t> numbers) {
    Reception reception;
    for (const std::uint32_t number : numbers)
        reception.add({number, sim::kStart}, 100, sim::kStart + 1ms);
    return reception;
}

}  // namespace

TEST_CASE("a probe as bytes") {
    std::array<std::uint8_t, 20> bytes{};
    Probe{7, sim::kStart + 5ms}.emit(bytes);
    const auto probe = Probe::parse(bytes, sim::kStart + 5ms);
    REQUIRE(probe);
    CHECK(probe->sequence == 7);
    CHECK(probe->sent == sim::kStart + 5ms);
    CHECK_FALSE(Probe::parse(bytes, sim::kStart + 4ms));  // from the future
    CHECK_FALSE(Probe::parse(std::span{bytes}.first(11), sim::kStart + 5ms));
    bytes.fill(0xFF);
    CHECK_FALSE(Probe::parse(bytes, sim::kStart + 5ms));
}

TEST_CASE("gaps, order and duplicates") {
    CHECK(describe_count(after({})) == "0 of 0 datagrams (0 bytes): 0 lost, 0 reordered, 0 duplicates");
    CHECK(describe_count(after({0, 1, 2})) ==
          "3 of 3 datagrams (300 bytes): 0 lost, 0 reordered, 0 duplicates");
    CHECK(describe_count(after({2})) == "1 of 3 datagrams (100 bytes): 2 lost, 0 reordered, 0 duplicates");
    CHECK(describe_count(after({0, 3, 1, 1})) ==
          "3 of 4 datagrams (400 bytes): 1 lost, 1 reordered, 1 duplicates");
    CHECK(after({5, 0xFFFF'FFFF, 5}).lost() == 0xFFFF'FFFE);
}

TEST_CASE("delays and jitter") {
    Reception reception;
    reception.add({0, sim::kStart}, 100, sim::kStart + 1ms);
    CHECK(reception.jitter() == 0s);
    reception.add({1, sim::kStart + 20ms}, 100, sim::kStart + 23ms);
    CHECK(reception.shortest() == 1ms);
    CHECK(reception.longest() == 3ms);
    CHECK(reception.average() == 2ms);
    CHECK(reception.jitter() == 125us);  // 2 ms / 16
    CHECK(describe_delay(reception) == "one-way delay min/avg/max 1.000/2.000/3.000 ms, jitter 0.125 ms");
    for (std::uint32_t number = 2; number < 200; ++number)
        reception.add({number, sim::kStart + 1s}, 100, sim::kStart + 1s + (number % 2 == 0 ? 1ms : 3ms));
    CHECK(reception.jitter() > 1900us);
    CHECK(reception.jitter() <= 2ms);
}

TEST_CASE("random numbers are counted as a set counts them") {
    sim::RandomStream random{1, "reception", 0, "test"};
    Reception reception;
    std::set<std::uint32_t> seen;
    std::uint32_t base = 0;
    std::uint64_t doubled = 0;
    for (int round = 0; round < 30'000; ++round) {
        base += static_cast<std::uint32_t>(random.below(3));
        if (random.below(1000) == 0) base += Reception::kWindow + 10;
        const auto number = base + static_cast<std::uint32_t>(random.below(Reception::kWindow / 2));
        if (!seen.insert(number).second) ++doubled;
        reception.add({number, sim::kStart}, 12, sim::kStart);
        CHECK(reception.duplicates() == doubled);
        CHECK(reception.lost() == *seen.rbegin() + 1 - seen.size());
    }
}
