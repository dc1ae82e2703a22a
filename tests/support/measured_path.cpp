// The bottleneck is a's own cable: its card's queue is the drop-tail queue.
// Read next: tests/support/measured_path.hpp.
#include "tests/support/measured_path.hpp"

#include "models/wire/ethernet.hpp"

#include <array>
#include <chrono>

namespace patchcord::tests {

using namespace std::chrono_literals;
using models::ethernet::Nic;
using models::wire::Ipv4Address;
using models::wire::MacAddress;

Gate::Gate(sim::NodeContext& context, models::trace::Tracer& tracer)
    : Node{context},
      left{*this, sim::PortId{0}, MacAddress::from_u64(0x0200'0000'0101), tracer},
      right{*this, sim::PortId{1}, MacAddress::from_u64(0x0200'0000'0102), tracer} {
    for (Nic* nic : {&left, &right}) {
        nic->bind(*this);
        nic->set_promiscuous(true);
    }
}

void Gate::receive(sim::PortId port, sim::Signal signal) {
    (port == left.port() ? left : right).receive(std::move(signal));
}

void Gate::input(Nic& nic, sim::Frame frame) {
    constexpr std::size_t kLongestWithoutText = 120;
    if (&nic == &left && frame.size() > kLongestWithoutText) {
        ++passed;
        if (loses && loses(passed)) return;
    }
    (&nic == &left ? right : left).transmit(std::move(frame));
}

Pump::Pump(sim::NodeContext& context) : turn_{context, *this, sim::calls<&Pump::turn>} {
    turn_.arm_after(1us);
}

void Pump::turn() {
    static thread_local std::array<std::uint8_t, 262'144> bytes{};
    if (!connection && listener != nullptr) {
        if (auto accepted = listener->accept()) connection = *accepted;
    }
    if (connection && writes) (void)connection->send(bytes);
    if (connection && !writes) {
        for (auto count = connection->receive(bytes); count && *count > 0; count = connection->receive(bytes))
            received += *count;
    }
    turn_.arm_after(10ms);
}

MeasuredPath::MeasuredPath(const models::tcp::Config& config, const PathFigures& figures, std::size_t flows,
                           sim::Duration stagger)
    : simulation_{figures.seed},
      a_{simulation_.add_node("a"), tracer_, config, Ipv4Address{10, 0, 0, 1}},
      b_{simulation_.add_node("b"), tracer_, config, Ipv4Address{10, 0, 0, 2}},
      gate_{simulation_.add_node("gate"), tracer_},
      bottleneck_{
          "bottleneck", {.rate = figures.rate, .delay = figures.one_way}, a_.nic, gate_.left, tracer_},
      rest_{"rest",
            {.rate = sim::Rate::megabits_per_second(10'000), .delay = 1ns},
            gate_.right,
            b_.nic,
            tracer_} {
    a_.nic.set_queue_limit(figures.queue);
    auto port = b_.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
    listener_ = b_.tcp.listen(std::move(*port), flows, config).value();
    for (std::size_t flow = 0; flow < flows; ++flow) {
        simulation_.run_until(sim::kStart + stagger * static_cast<std::int64_t>(flow));
        start(flow);
    }
}

void MeasuredPath::start(std::size_t) {
    readers_.push_back(std::make_unique<Pump>(b_.context()));
    readers_.back()->listener = listener_.get();
    writers_.push_back(std::make_unique<Pump>(a_.context()));
    writers_.back()->writes = true;
    auto local = a_.tcp.ports().reserve({}, false);
    writers_.back()->connection =
        a_.tcp.connect(std::move(*local), {{10, 0, 0, 2}, 80}, a_.tcp.config()).value();
}

// Readers take connections in the order in which they come.
std::uint64_t MeasuredPath::received(std::size_t flow) const {
    for (const auto& reader : readers_) {
        if (reader->connection && reader->connection->tuple().remote.port == sender(flow).tuple().local.port)
            return reader->received;
    }
    return 0;
}

}  // namespace patchcord::tests
