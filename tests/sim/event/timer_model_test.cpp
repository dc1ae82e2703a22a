// Being lazy about the queue cannot be told from being eager: the same random arming and disarming, once with
// the kernel's timers and once with a model whose queue is always exact, gives the same firings in the same
// order, the same number of events and the same end, however the run is cut into pieces.
#include "sim/core/random.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

using namespace patchcord::sim;

namespace {

constexpr std::size_t kNodes = 3;
constexpr std::size_t kTimers = 24;  // timer i belongs to node i % kNodes

struct Fired {
    std::int64_t at;
    std::size_t timer;
    friend bool operator==(const Fired&, const Fired&) = default;
};

/// What a timer does when it fires: it writes that down, then arms and disarms timers of its node, often for
/// an instant at which something else happens, often for the present one. After `quiet` it arms no more.
class Behaviour {
  public:
    Behaviour(std::uint64_t seed, std::int64_t quiet)
        : random_{seed, "behaviour", 0, "test"}, quiet_{quiet} {}
    virtual ~Behaviour() = default;
    void begin() {
        for (std::size_t timer = 0; timer < kTimers; ++timer)
            arm(timer, in_a_while());
    }
    std::vector<Fired> log;

  protected:
    virtual std::int64_t now() const = 0;
    virtual void arm(std::size_t timer, std::int64_t at) = 0;
    virtual void disarm(std::size_t timer) = 0;

    void fired(std::size_t timer) {
        log.push_back({now(), timer});
        if (now() >= quiet_) return;
        arm(timer, now() + 1 + in_a_while());
        for (std::uint64_t left = random_.below(4); left > 0; --left) {
            const std::size_t other = random_.below(kTimers / kNodes) * kNodes + timer % kNodes;
            if (random_.below(4) == 0) {
                disarm(other);
            } else if (random_.below(2) == 0) {
                arm(other, now() + 1 + in_a_while());
            } else {
                arm(other, now() + in_a_while());
            }
        }
    }

  private:
    std::int64_t in_a_while() {
        return static_cast<std::int64_t>(random_.below(random_.below(8) == 0 ? 400 : 12));
    }

    RandomStream random_;
    std::int64_t quiet_;
};

class Lazy final : public Behaviour {
  public:
    Lazy(std::uint64_t seed, std::int64_t quiet) : Behaviour{seed, quiet} {
        std::array<NodeContext*, kNodes> nodes{};
        for (NodeContext*& node : nodes)
            node = &simulation.add_node("node");
        for (std::size_t i = 0; i < kTimers; ++i)
            timers_.emplace_back(*nodes[i % kNodes], *this, i);
    }
    Simulation simulation{1};

  private:
    struct One {
        One(NodeContext& node, Lazy& its_owner, std::size_t its_number)
            : owner{its_owner}, number{its_number}, timer{node, *this, calls<&One::ring>} {}
        void ring() { owner.fired(number); }
        Lazy& owner;
        std::size_t number;
        Timer timer;
    };
    std::int64_t now() const override { return ticks(simulation.now()); }
    void arm(std::size_t timer, std::int64_t at) override { timers_[timer].timer.arm(Time{Duration{at}}); }
    void disarm(std::size_t timer) override { timers_[timer].timer.disarm(); }

    std::deque<One> timers_;
};

class Eager final : public Behaviour {
  public:
    using Behaviour::Behaviour;
    void run() {
        while (!queue_.empty()) {
            const auto [key, timer] = *queue_.begin();
            disarm(timer);
            now_ = ticks(key.at);
            fired(timer);
        }
    }

  private:
    std::int64_t now() const override { return now_; }
    void arm(std::size_t timer, std::int64_t at) override {
        disarm(timer);
        const NodeId node{static_cast<std::uint32_t>(timer % kNodes)};
        keys_[timer] =
            EventKey{Time{Duration{at}}, node, EventClass::Timer, node, ++counters_[timer % kNodes]};
        queue_.emplace(keys_[timer], timer);
    }
    void disarm(std::size_t timer) override { queue_.erase(keys_[timer]); }

    std::map<EventKey, std::size_t> queue_;
    std::array<EventKey, kTimers> keys_{};
    std::array<std::uint64_t, kNodes> counters_{};
    std::int64_t now_ = 0;
};

constexpr std::int64_t kQuiet = 20'000;
constexpr Time kLong = kStart + Duration{1'000'000};

}  // namespace

TEST_CASE("lazy timers fire as eager ones do") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        Eager eager{seed, kQuiet};
        eager.begin();
        eager.run();
        REQUIRE(eager.log.size() > 10'000);

        Lazy whole{seed, kQuiet};
        whole.begin();
        CHECK(whole.simulation.run_until(kLong) == StopReason::Finished);
        CHECK(whole.log == eager.log);
        CHECK(whole.simulation.events() == eager.log.size());
    }
}

TEST_CASE("lazy timers fire as eager ones do in a run that is cut into pieces") {
    RandomStream pieces{1, "pieces", 0, "test"};
    for (std::uint64_t seed = 11; seed <= 16; ++seed) {
        Eager eager{seed, kQuiet};
        eager.begin();
        eager.run();

        Lazy cut{seed, kQuiet};
        cut.begin();
        Time end = kStart;
        while (cut.log.size() < eager.log.size()) {
            end = std::max(end, cut.simulation.now());
            if (pieces.below(2) == 0) {
                end += Duration{static_cast<std::int64_t>(pieces.below(30))};
                const StopReason reason = cut.simulation.run_until(end);
                CHECK(cut.simulation.now() == end);
                CHECK((reason == StopReason::Finished) == (cut.log.size() == eager.log.size()));
            } else {
                const std::uint64_t limit = pieces.below(20);
                const std::uint64_t before = cut.simulation.events();
                const StopReason reason = cut.simulation.run_until(kLong, limit);
                const std::uint64_t happened = cut.simulation.events() - before;
                CHECK(happened == std::min(limit, eager.log.size() - before));
                CHECK((reason == StopReason::Finished) == (cut.log.size() == eager.log.size()));
                if (reason == StopReason::EventLimit && happened > 0)
                    CHECK(ticks(cut.simulation.now()) == cut.log.back().at);
            }
        }
        CHECK(cut.log == eager.log);
    }
}
