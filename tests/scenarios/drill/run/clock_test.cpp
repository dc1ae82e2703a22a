// When events are due, and how far off they may be.
#include "scenarios/drill/run/clock.hpp"

#include <doctest/doctest.h>

namespace patchcord::tests {

using namespace scenarios::drill;
using namespace std::chrono_literals;
namespace language = scenarios::drill::language;
using language::When;

namespace {

language::Event drill_event(When when, std::int64_t usecs, language::Direction direction) {
    language::PacketLine line;
    line.direction = direction;
    return {{}, {when, usecs, usecs, {}}, line};
}
constexpr auto kIn = language::Direction::Inbound;
constexpr auto kOut = language::Direction::Outbound;

}  // namespace

TEST_CASE(
    "relative times count from when the event before was over, between two inbound packets from its time") {
    Clock clock{Settings{}};
    CHECK(clock.next(drill_event(When::Absolute, 0, kIn), 0us).at == 0us);
    CHECK(clock.next(drill_event(When::Relative, 100, kIn), 7us).at == 100us);
    CHECK(clock.next(drill_event(When::Relative, 100, kOut), 110us).at == 210us);
    CHECK(clock.next(drill_event(When::Relative, 100, kIn), 300us).at == 400us);
    CHECK(clock.next(drill_event(When::Absolute, 1000, kIn), 400us).at == 1000us);
}

TEST_CASE("tolerance is a share of the time since the event before, and at least a fixed one") {
    Clock clock{Settings{}};
    clock.next(drill_event(When::Absolute, 0, kIn), 0us);
    const Due due = clock.next(drill_event(When::Relative, 1'000'000, kOut), 0us);
    CHECK_FALSE(clock.fault("it was", due, 875ms));
    CHECK(clock.fault("it was", due, 874ms));
    CHECK_FALSE(clock.fault("it was", due, 1125ms));
    CHECK(clock.fault("it was", due, 1126ms));
    const Due soon = clock.next(drill_event(When::Relative, 0, kOut), 1s);
    CHECK_FALSE(clock.fault("it was", soon, 1004ms));
    CHECK(clock.fault("it was", soon, 1005ms));
}

TEST_CASE("any time is good for *") {
    Clock clock{Settings{}};
    const Due due = clock.next(drill_event(When::Any, 0, kOut), 5s);
    CHECK(due.at == 5s);
    CHECK_FALSE(clock.fault("it was", due, 100s));
}

}  // namespace patchcord::tests
