// Compressed time: never backwards, longer is longer, and both ways fit together. Read next:
// gui/viewmodel/time_axis.hpp.
#include "gui/viewmodel/time_axis.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace patchcord;
using namespace std::chrono_literals;
using gui::TimeAxis;

namespace {

constexpr sim::Time at(sim::Duration duration) {
    return sim::kStart + duration;
}

}  // namespace

TEST_CASE("A longer gap is drawn longer") {
    double before = 0;
    for (const sim::Duration gap : {sim::Duration{1ns}, sim::Duration{1us}, sim::Duration{6us},
                                    sim::Duration{120us}, sim::Duration{1s}, sim::Duration{240s}}) {
        const TimeAxis axis{{at(0s), at(gap)}, 6us, 1};
        const double pixels = axis.y(at(gap)) - axis.y(at(0s));
        CHECK(pixels > before);
        before = pixels;
    }
    CHECK(before < 250);
}

TEST_CASE("Heights never decrease with time and can be turned back into times") {
    const TimeAxis axis{{at(5us), at(0s), at(5us), at(11us), at(1s), at(1s + 6us)}, 6us, 1.5};
    double before = 0;
    for (sim::Time time = at(0s); time < at(20us); time += 250ns) {
        CHECK(axis.y(time) >= before);
        before = axis.y(time);
    }
    for (const sim::Duration time : {sim::Duration{0s}, sim::Duration{3us}, sim::Duration{7us},
                                     sim::Duration{500ms}, sim::Duration{1s + 2us}}) {
        const double difference = sim::seconds(axis.time_at(axis.y(at(time))) - at(time));
        CHECK(std::abs(difference) < 1e-6 * sim::seconds(time) + 1e-11);
    }
    CHECK(axis.y(at(100s)) == axis.y(at(1s + 6us)));
}

TEST_CASE("Only gaps that are drawn much too short are marked, with their true length") {
    const TimeAxis axis{{at(0s), at(6us), at(12us), at(134us), at(1s)}, 6us, 1};
    REQUIRE(axis.breaks().size() == 1);
    CHECK(axis.breaks()[0].length == 1s - 134us);
    CHECK(axis.breaks()[0].top == axis.y(at(134us)));
    CHECK(axis.breaks()[0].bottom == axis.y(at(1s)));
}

TEST_CASE("An axis of nothing, and one of a single instant") {
    const TimeAxis nothing{{}, 6us, 1};
    CHECK(nothing.height() > 0);
    CHECK(nothing.y(at(1s)) >= 0);
    CHECK(nothing.time_at(100) == sim::kStart);
    const TimeAxis one{{at(1s), at(1s)}, 6us, 1};
    CHECK(one.breaks().empty());
    CHECK(one.time_at(one.y(at(1s))) == at(1s));
}
