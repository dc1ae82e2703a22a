// A path whose figures are known exactly, for comparing TCP with closed formulas: two hosts, a bottleneck
// with a drop-tail queue, and a gate that loses the data frames that a test names. Endless writers, greedy
// readers. Read next: tests/validation/.
#pragma once

#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "models/tcp/config.hpp"
#include "models/trace/tracer.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"
#include "tests/support/tcp_bench.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace patchcord::tests {

/// Passes frames between two cards; those with text, from left to right, it counts, and asks whether to lose
/// them.
class Gate final : public sim::Node, public models::ethernet::FrameReceiver {
  public:
    Gate(sim::NodeContext& context, models::trace::Tracer& tracer);
    void receive(sim::PortId port, sim::Signal signal) override;
    void input(models::ethernet::Nic& nic, sim::Frame frame) override;

    models::ethernet::Nic left;
    models::ethernet::Nic right;
    std::function<bool(std::uint64_t)> loses;  ///< the n-th, from 1
    std::uint64_t passed = 0;                  ///< with text, lost ones included
};

/// One end of a flow.
class Pump {
  public:
    explicit Pump(sim::NodeContext& context);
    std::shared_ptr<models::tcp::Connection> connection;
    models::tcp::Listener* listener = nullptr;
    bool writes = false;
    std::uint64_t received = 0;  ///< bytes

  private:
    void turn();
    sim::Timer turn_;
};

struct PathFigures {
    sim::Rate rate = sim::Rate::megabits_per_second(10'000);
    sim::Duration one_way{};        ///< of the bottleneck cable; the two others take none
    std::size_t queue = 1'000'000;  ///< frames in front of the bottleneck
    std::uint64_t seed = 1;
};

/// `flows` connections from a to b, all with `config`; flow n starts at n times `stagger`.
class MeasuredPath {
  public:
    MeasuredPath(const models::tcp::Config& config, const PathFigures& figures, std::size_t flows = 1,
                 sim::Duration stagger = {});

    void run_until(sim::Duration time) { simulation_.run_until(sim::kStart + time); }
    sim::Duration now() const { return simulation_.now() - sim::kStart; }
    Gate& gate() { return gate_; }
    const models::tcp::Connection& sender(std::size_t flow = 0) const { return *writers_[flow]->connection; }
    std::uint32_t cwnd(std::size_t flow = 0) const { return sender(flow).tcb().congestion->cwnd(); }
    std::uint64_t received(std::size_t flow = 0) const;
    models::trace::Tracer& tracer() { return tracer_; }

  private:
    void start(std::size_t flow);

    sim::Simulation simulation_;
    models::trace::Tracer tracer_;
    BareHost a_;
    BareHost b_;
    Gate gate_;
    models::ethernet::Link bottleneck_;
    models::ethernet::Link rest_;
    std::unique_ptr<models::tcp::Listener> listener_;
    std::vector<std::unique_ptr<Pump>> writers_;
    std::vector<std::unique_ptr<Pump>> readers_;
};

}  // namespace patchcord::tests
