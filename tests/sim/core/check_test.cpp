// The message of a failed check: what failed, where, in which node, at what time and event. Each failing
// check runs in a child process.
#include "sim/core/check.hpp"

#include "sim/core/time.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"
#include "tests/sim/death.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <string>

using namespace patchcord::sim;
using patchcord::tests::death_of;

namespace {

/// Does something at a time in a node.
class Doer {
  public:
    Doer(NodeContext& context, Time at, std::function<void()> what)
        : what_{std::move(what)}, timer_{context, *this, calls<&Doer::act>} {
        timer_.arm(at);
    }

  private:
    void act() { what_(); }
    std::function<void()> what_;
    Timer timer_;
};

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a check that holds does nothing") {
    check(true, "never said");
    static_assert((check(true, "also at compile time"), true));
}

TEST_CASE("the message names the place in the source") {
    const std::string said = death_of([] { check(false, "the sky has fallen"); });
    CHECK(has(said, "internal error: the sky has fallen\n"));
    CHECK(has(said, "check_test.cpp:"));
    CHECK(has(said, "node none, time 0 ps, event 0"));
}

TEST_CASE("the message names node, time and event") {
    const std::string said = death_of([] {
        Simulation simulation{1, 2};
        simulation.set_lookahead(Duration{1});
        NodeContext& alpha = simulation.add_node("alpha", 0);
        NodeContext& beta = simulation.add_node("beta", 1);
        Doer first{alpha, Time{Duration{5}}, [] {}};
        Doer second{beta, Time{Duration{7}}, [] {}};
        Doer third{beta, Time{Duration{1'234'567}}, [] { check(false, "beta is wrong"); }};
        simulation.run_until(Time{Duration{2'000'000}});
    });
    CHECK(has(said, "beta is wrong"));
    CHECK(has(said, "node beta, time 1234567 ps, event 2"));
}

TEST_CASE("outside of a run nothing is running") {
    const std::string said = death_of([] {
        Simulation simulation{1};
        NodeContext& node = simulation.add_node("alpha");
        Doer doer{node, Time{Duration{5}}, [] {}};
        simulation.run_until(Time{Duration{10}});
        check(false, "afterwards");
    });
    CHECK(has(said, "node none, time 0 ps, event 0"));
}

TEST_CASE("a simulation that is gone is not asked") {
    const std::string said = death_of([] {
        Buffer leaked;
        Simulation simulation{1};
        NodeContext& node = simulation.add_node("a name that is too long to be stored in a string itself");
        Doer doer{node, Time{Duration{5}}, [&] { leaked = Buffer{node.buffers(), 10}; }};
        simulation.run_until(Time{Duration{10}});
    });
    CHECK(has(said, "a buffer outlives its pool"));
    CHECK(has(said, "node none"));
}

TEST_CASE("after a run inside a run the outer one is running again") {
    const std::string said = death_of([] {
        Simulation outer{1};
        NodeContext& node = outer.add_node("outside");
        Doer doer{node, Time{Duration{5}}, [] {
                      Simulation inner{1};
                      NodeContext& inside = inner.add_node("inside");
                      Doer nothing{inside, Time{Duration{100}}, [] {}};
                      inner.run_until(Time{Duration{200}});
                      check(false, "outside again");
                  }};
        outer.run_until(Time{Duration{10}});
    });
    CHECK(has(said, "node outside, time 5 ps, event 1"));
}

TEST_CASE("an exception that leaves a run takes the witness with it") {
    const std::string said = death_of([] {
        {
            Simulation simulation{1};
            NodeContext& node = simulation.add_node("alpha");
            Doer doer{node, Time{Duration{5}}, [] { throw 1; }};
            try {
                simulation.run_until(Time{Duration{10}});
            } catch (int) {
            }
        }
        check(false, "later");
    });
    CHECK(has(said, "node none"));
}
