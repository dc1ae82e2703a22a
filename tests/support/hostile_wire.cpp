// What happens to a frame is drawn when it comes; then it waits for its time.
// Frames with the same time leave in the order in which they came.
// Read next: tests/support/hostile_wire.hpp.
#include "tests/support/hostile_wire.hpp"

#include "models/wire/ethernet.hpp"

#include <chrono>

namespace patchcord::tests {

using namespace std::chrono_literals;
using models::ethernet::Nic;
using models::wire::MacAddress;

HostileWire::HostileWire(sim::NodeContext& context, models::trace::Tracer& tracer, const Hostility& hostility)
    : Node{context},
      left{*this, sim::PortId{0}, MacAddress::from_u64(0x0200'0000'0101), tracer},
      right{*this, sim::PortId{1}, MacAddress::from_u64(0x0200'0000'0102), tracer},
      hostility_{hostility},
      random_{context.random(0, "hostile")},
      release_{context, *this, sim::calls<&HostileWire::release>} {
    for (Nic* nic : {&left, &right}) {
        nic->bind(*this);
        nic->set_promiscuous(true);
    }
}

void HostileWire::receive(sim::PortId port, sim::Signal signal) {
    (port == left.port() ? left : right).receive(std::move(signal));
}

void HostileWire::input(Nic& nic, sim::Frame frame) {
    if (cut_) return;
    Nic& out = &nic == &left ? right : left;
    const bool is_ip =
        models::wire::EthernetHeader::parse(frame.bytes())->type == models::wire::EtherType::Ipv4;
    if (is_ip && happens(hostility_.drop)) return;
    if (is_ip && happens(hostility_.duplicate)) pass(out, frame.share());
    if (is_ip && happens(hostility_.corrupt)) {
        sim::Buffer damaged = sim::Buffer::thaw(std::move(frame));
        const std::uint64_t bit = random_.below(damaged.size() * 8);
        damaged.bytes()[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
        frame = std::move(damaged).freeze();
    }
    pass(out, std::move(frame));
}

void HostileWire::pass(Nic& out, sim::Frame frame) {
    std::uint64_t delay = random_.below(hostility_.jitter);
    if (happens(hostility_.late)) delay += random_.below(hostility_.lateness);
    const sim::Time at = context().now() + 1us * static_cast<std::int64_t>(delay);
    waiting_.emplace(std::pair{at, ++passed_}, Waiting{&out, std::move(frame)});
    release_.arm(waiting_.begin()->first.first);
}

void HostileWire::release() {
    while (!waiting_.empty() && waiting_.begin()->first.first <= context().now()) {
        Waiting next = std::move(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        next.out->transmit(std::move(next.frame));
    }
    if (!waiting_.empty()) release_.arm(waiting_.begin()->first.first);
}

}  // namespace patchcord::tests
