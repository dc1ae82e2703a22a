// Two real stacks over a bad cable, with random buffers, profiles and applications: every byte arrives once
// and in order, in both directions, or the connection ends with an error at both ends. Seeds are fixed, so a
// failure replays. Read next: tests/support/tcp_bench.hpp.
#include "sim/event/timer.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

using namespace patchcord;
using namespace std::chrono_literals;
using models::tcp::Connection;
using models::wire::Error;
using models::wire::Ipv4Address;

namespace {

std::uint8_t letter(std::uint64_t position, std::uint64_t salt) {
    return static_cast<std::uint8_t>((position * 31 + position / 257 + salt) & 0xFF);
}

/// An application that writes `total` bytes in random pieces, reads in random pieces, and closes when it has
/// written all and read the end.
class Talker {
  public:
    Talker(sim::NodeContext& context, std::uint64_t total, std::uint64_t salt, std::uint64_t peer_salt)
        : total_{total},
          salt_{salt},
          peer_salt_{peer_salt},
          random_{context.random(0, "talker")},
          turn_{context, *this, sim::calls<&Talker::turn>} {
        turn_.arm_after(1ms);
    }

    std::shared_ptr<Connection> connection;
    models::tcp::Listener* listener = nullptr;
    std::uint64_t received = 0;
    bool at_end = false;
    bool failed = false;

  private:
    void turn() {
        if (!connection && listener != nullptr) {
            if (auto accepted = listener->accept()) connection = *accepted;
        }
        if (connection && !failed) {
            write();
            read();
            if (at_end && written_ == total_ && !closed_) {
                closed_ = true;
                connection->close();
            }
        }
        if (!closed_ && !failed) turn_.arm_after(1us * static_cast<std::int64_t>(1 + random_.below(3000)));
    }
    void write() {
        if (written_ == total_) return;
        std::array<std::uint8_t, 5000> bytes{};
        const std::size_t count = std::min<std::uint64_t>(1 + random_.below(bytes.size()), total_ - written_);
        for (std::size_t i = 0; i < count; ++i)
            bytes[i] = letter(written_ + i, salt_);
        const auto taken = connection->send({bytes.data(), count});
        if (taken) written_ += *taken;
        if (!taken && taken.error() != Error::ResourceUnavailableTryAgain) failed = true;
        if (written_ == total_) CHECK(connection->shutdown_send());
    }
    void read() {
        std::array<std::uint8_t, 5000> bytes{};
        const auto count = connection->receive({bytes.data(), 1 + random_.below(bytes.size())});
        if (!count) {
            failed |= count.error() != Error::ResourceUnavailableTryAgain;
            return;
        }
        for (std::size_t i = 0; i < *count; ++i)
            REQUIRE(bytes[i] == letter(received + i, peer_salt_));
        received += *count;
        at_end |= *count == 0;
    }

    std::uint64_t total_;
    std::uint64_t salt_;
    std::uint64_t peer_salt_;
    sim::RandomStream random_;
    std::uint64_t written_ = 0;
    bool closed_ = false;
    sim::Timer turn_;
};

models::tcp::Config random_config(sim::RandomStream& random) {
    models::tcp::Config config = random.below(2) == 0 ? tests::book() : tests::rfc();
    config.receive_buffer =
        static_cast<std::uint32_t>(1 + random.below(random.below(3) == 0 ? 3000 : 100'000));
    config.send_buffer = static_cast<std::uint32_t>(1 + random.below(100'000));
    config.mss = static_cast<std::uint16_t>(100 + random.below(1361));
    config.nagle = random.below(2) == 0;
    config.fast_retransmit = random.below(4) != 0;
    config.initial_window = static_cast<std::uint32_t>(1 + random.below(10));
    config.min_rto = random.below(2) == 0 ? sim::Duration{200ms} : sim::Duration{1s};
    return config;
}

void converse(std::uint64_t seed) {
    CAPTURE(seed);
    sim::RandomStream random{seed, "conversation", 0, "test"};
    sim::Simulation simulation{seed};
    models::trace::Tracer tracer;
    tests::BareHost a{simulation.add_node("a"), tracer, random_config(random), Ipv4Address{10, 0, 0, 1}};
    tests::BareHost b{simulation.add_node("b"), tracer, random_config(random), Ipv4Address{10, 0, 0, 2}};
    constexpr std::array kRatios{0.0, 1e-6, 1e-5, 3e-5};
    const models::ethernet::LinkParameters parameters{
        .rate = sim::Rate::megabits_per_second(10),
        .delay = 1us * static_cast<std::int64_t>(1 + random.below(20'000)),
        .bit_error_ratio = kRatios[random.below(kRatios.size())]};
    models::ethernet::Link link{"cable", parameters, a.nic, b.nic, tracer};

    auto port = b.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
    auto listener = b.tcp.listen(std::move(*port), 1, b.tcp.config()).value();
    const std::uint64_t up = random.below(60'000);
    const std::uint64_t down = random.below(60'000);
    Talker client{a.context(), up, 1, 2};
    Talker server{b.context(), down, 2, 1};
    server.listener = listener.get();
    auto local = a.tcp.ports().reserve({}, false);
    client.connection =
        a.tcp.connect(std::move(*local), {Ipv4Address{10, 0, 0, 2}, 80}, a.tcp.config()).value();

    simulation.run_until(sim::kStart + 2h);
    CHECK_FALSE(client.failed);
    CHECK_FALSE(server.failed);
    CHECK(server.received == up);
    CHECK(client.received == down);
    CHECK(client.at_end);
    CHECK(server.at_end);
    CHECK(a.tcp.connections().empty());
    CHECK(b.tcp.connections().empty());
}

}  // namespace

TEST_CASE("random conversations over a bad cable deliver every byte once and in order") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
        converse(seed);
}
