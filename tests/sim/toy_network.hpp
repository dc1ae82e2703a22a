// A random network of toy nodes that do everything the kernel offers, as often as possible at the same
// instant: timers armed, pushed back and disarmed, resumptions, frames sent, shared, changed and overtaking
// each other, cables changed under way. What happens in a node is drawn from that node's stream and goes into
// that node's digest, so two runs are the same when their digests are. Read next:
// tests/sim/parallel/partitions_test.cpp.
#pragma once

#include "sim/core/random.hpp"
#include "sim/event/arrival_queue.hpp"
#include "sim/event/fingerprint.hpp"
#include "sim/event/node.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::tests {

class ToyNode;

/// One end of a toy cable. Both ends change at the same times, each by its own timer, from one delay to the
/// next.
struct ToyPort {
    static constexpr std::array<std::int64_t, 4> kDelays{40'000, 2'000, 9'000,
                                                         3'000};  // the lookahead is 2,000
    static constexpr sim::Duration kChange{1'000'000};

    ToyPort(ToyNode& its_node, sim::PortId number);
    void change();
    sim::Duration delay() const { return sim::Duration{kDelays[cable % kDelays.size()]}; }

    sim::NodeContext& context;
    sim::ArrivalQueue arrivals;
    sim::Timer changing;
    ToyPort* peer = nullptr;
    std::uint8_t cable = 0;
};

class ToyNode final : public sim::Node {
  public:
    explicit ToyNode(sim::NodeContext& context)
        : Node{context}, random_{context.random(0, "toy")}, wake_{*this} {
        for (std::size_t i = 0; i < 4; ++i)
            clocks_.emplace_back(*this, i).timer.arm(context.now() + in_a_while());
    }

    void receive(sim::PortId port, sim::Signal signal) override {
        ToyPort& in = ports_[index(port)];
        note(1, index(port));
        digest_.add(signal.frame.bytes());
        digest_.add(signal.frame.packet().value());
        if (signal.cable != in.cable) {
            note(2, ++lost_);
            return;
        }
        if (signal.frame.packet().counter() <= last_packet_) ++out_of_order_;
        last_packet_ = signal.frame.packet().counter();
        act();
        if (random_.below(4) == 0) return;
        ToyPort& out = ports_[random_.below(ports_.size())];
        if (random_.below(4) == 0) {
            sim::Buffer changed = sim::Buffer::thaw(signal.frame.share());
            changed.bytes()[0] ^= 1;
            send(out, std::move(changed).freeze());
        }
        if (random_.below(6) == 0) send(out, std::move(signal.frame));
    }

    /// Plugs a cable between this node and `other`.
    void connect(ToyNode& other) {
        ToyPort& here = new_port();
        ToyPort& there = other.new_port();
        here.peer = &there;
        there.peer = &here;
    }
    std::uint64_t digest() const { return digest_.value(); }
    std::uint64_t lost() const { return lost_; }
    std::uint64_t out_of_order() const { return out_of_order_; }

  private:
    struct Clock {
        Clock(ToyNode& its_owner, std::size_t its_number)
            : owner{its_owner}, number{its_number}, timer{owner.context(), *this, sim::calls<&Clock::ring>} {}
        void ring() { owner.ring(*this); }
        ToyNode& owner;
        std::size_t number;
        sim::Timer timer;
    };
    /// The resumption of a process that does nothing but act.
    class Wake final : public sim::Event {
      public:
        explicit Wake(ToyNode& owner) : owner_{owner} {}
        ~Wake() override {
            if (is_queued()) owner_.context().queue().remove(*this);
        }
        void post() {
            sim::NodeContext& context = owner_.context();
            if (!is_queued())
                context.queue().insert(*this, context.own_key(context.now(), sim::EventClass::Resume));
        }

      private:
        bool confirm(const sim::EventKey&) override { return true; }
        void fire() override {
            owner_.context().queue().remove(*this);
            owner_.note(3, 0);
            owner_.act();
        }
        ToyNode& owner_;
    };

    ToyPort& new_port() {
        return ports_.emplace_back(*this, sim::PortId{static_cast<std::uint16_t>(ports_.size())});
    }
    void note(std::uint64_t what, std::uint64_t which) {
        digest_.add(what);
        digest_.add(which);
        digest_.add(static_cast<std::uint64_t>(ticks(context().now())));
    }
    /// A multiple of 1,000 ps, so that much happens at the same instant; seldom none, seldom long.
    sim::Duration in_a_while() {
        return sim::Duration{
            static_cast<std::int64_t>(1'000 * random_.below(random_.below(8) == 0 ? 400 : 30))};
    }
    void ring(Clock& clock) {
        note(4, clock.number);
        clock.timer.arm_after(sim::Duration{1'000} + in_a_while());
        act();
        if (random_.below(2) == 0) send_new();
    }
    void act() {
        Clock& clock = clocks_[random_.below(clocks_.size())];
        switch (random_.below(6)) {
            case 0:
                wake_.post();
                break;
            case 1:
                if (clock.number != 0) clock.timer.disarm();
                break;
            case 2:
                clock.timer.arm_after(in_a_while());
                break;
            case 3:
                clock.timer.arm_after(sim::Duration{500'000});
                break;
            default:
                break;
        }
    }
    void send_new() {
        sim::Buffer buffer{context().buffers(), 60};
        for (std::uint8_t& octet : buffer.append(1 + random_.below(60)))
            octet = static_cast<std::uint8_t>(random_.bits());
        buffer.set_packet(context().next_packet());
        send(ports_[random_.below(ports_.size())], std::move(buffer).freeze());
    }
    void send(ToyPort& out, sim::Frame frame) {
        const sim::Duration duration{static_cast<std::int64_t>(500 * random_.below(6))};
        const sim::Time arrival = context().now() + duration + out.delay();
        sim::Signal signal;
        signal.frame = std::move(frame);
        signal.cable = out.cable;
        note(5, static_cast<std::uint64_t>(duration.count()));
        sim::ArrivalQueue& arrivals = out.peer->arrivals;
        arrivals.push_arrival(context().arrival_key(arrival, arrivals.receiver().context().id()),
                              std::move(signal));
    }

    sim::RandomStream random_;
    std::deque<Clock> clocks_;
    std::deque<ToyPort> ports_;
    Wake wake_;
    sim::Digest digest_;
    std::uint64_t lost_ = 0;
    std::uint64_t out_of_order_ = 0;
    std::uint64_t last_packet_ = 0;
};

inline ToyPort::ToyPort(ToyNode& its_node, sim::PortId number)
    : context{its_node.context()},
      arrivals{its_node, number},
      changing{context, *this, sim::calls<&ToyPort::change>} {
    changing.arm(context.now() + kChange);
}
inline void ToyPort::change() {
    ++cable;
    changing.arm_after(kChange);
}

/// A ring of nodes with as many random cables across it, its nodes spread at random over the partitions.
class ToyNetwork {
  public:
    static constexpr sim::Duration kLookahead{2'000};

    ToyNetwork(std::uint64_t seed, std::size_t nodes, unsigned partitions) : simulation{seed, partitions} {
        simulation.set_lookahead(kLookahead);
        sim::RandomStream spread{seed, "spread", partitions, "test"};
        for (std::size_t i = 0; i < nodes; ++i) {
            const auto partition = static_cast<unsigned>(spread.below(partitions));
            nodes_.push_back(std::make_unique<ToyNode>(simulation.add_node(std::to_string(i), partition)));
        }
        sim::RandomStream cables{seed, "cables", 0, "test"};
        for (std::size_t i = 0; i < nodes; ++i) {
            nodes_[i]->connect(*nodes_[(i + 1) % nodes]);
            nodes_[i]->connect(*nodes_[cables.below(nodes)]);
        }
    }

    /// One for each node.
    std::vector<std::uint64_t> digests() const {
        std::vector<std::uint64_t> all;
        for (const auto& node : nodes_)
            all.push_back(node->digest());
        return all;
    }
    std::uint64_t lost() const { return sum(&ToyNode::lost); }
    std::uint64_t out_of_order() const { return sum(&ToyNode::out_of_order); }

    sim::Simulation simulation;

  private:
    std::uint64_t sum(std::uint64_t (ToyNode::*of)() const) const {
        std::uint64_t all = 0;
        for (const auto& node : nodes_)
            all += (*node.*of)();
        return all;
    }
    std::vector<std::unique_ptr<ToyNode>> nodes_;
};

}  // namespace patchcord::tests
