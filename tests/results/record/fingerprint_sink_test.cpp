#include "results/record/fingerprint_sink.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <vector>

namespace patchcord::results {
namespace {

using Event = std::function<void(trace::Sink&)>;

class Events {
  public:
    explicit Events(sim::Duration shift = {}, std::uint8_t byte = 7) {
        for (const sim::NodeId node : {kClient, kServer}) {
            sim::Buffer buffer{pool_, 60};
            std::ranges::fill(buffer.append(60), byte);
            frames_.push_back(std::move(buffer).freeze());
            const auto number = frames_.size() - 1;
            list.push_back([this, node, number, shift](trace::Sink& sink) {
                sink.record(trace::FrameSent{sim::kStart + 1us + shift, node, kPort, 5us, frames_[number]});
            });
            list.push_back([node](trace::Sink& sink) {
                sink.record(trace::TcpStateChange{sim::kStart,
                                                  node,
                                                  kConnection,
                                                  TwoHosts::tuple(node),
                                                  wire::TcpState::Closed,
                                                  wire::TcpState::Listen,
                                                  {}});
            });
        }
    }
    sim::Fingerprint in_order(std::initializer_list<std::size_t> order) const {
        FingerprintSink sink;
        for (const std::size_t number : order)
            list[number](sink);
        return sink.fingerprint();
    }

    std::vector<Event> list;  // client's frame, client's state, server's frame, server's state

  private:
    sim::BufferPool pool_;
    std::vector<sim::Frame> frames_;
};

TEST_CASE("a fingerprint does not depend on how nodes interleave") {
    const Events events;
    CHECK(events.in_order({0, 1, 2, 3}) == events.in_order({2, 3, 0, 1}));
    CHECK(events.in_order({0, 1, 2, 3}) == events.in_order({2, 0, 3, 1}));
    CHECK(!(events.in_order({0, 1, 2, 3}) == events.in_order({0, 1, 2})));
}

TEST_CASE("a time is in the wire fingerprint only, a byte in wire and order, a state in state") {
    const auto base = Events{}.in_order({0, 1, 2, 3});
    const auto later = Events{1ns}.in_order({0, 1, 2, 3});
    const auto other = Events{0ns, 8}.in_order({0, 1, 2, 3});
    const auto fewer = Events{}.in_order({0, 1, 2});
    CHECK(later.wire.value() != base.wire.value());
    CHECK(later.order.value() == base.order.value());
    CHECK(later.state.value() == base.state.value());
    CHECK(other.wire.value() != base.wire.value());
    CHECK(other.order.value() != base.order.value());
    CHECK(other.state.value() == base.state.value());
    CHECK(fewer.wire.value() == base.wire.value());
    CHECK(fewer.state.value() != base.state.value());
}

TEST_CASE("a fingerprint is printed as sixteen digits") {
    CHECK(to_string(sim::Digest{}).size() == 16);
    CHECK(to_string(sim::Digest{}).find_first_not_of("0123456789abcdef") == std::string::npos);
}

}  // namespace
}  // namespace patchcord::results
