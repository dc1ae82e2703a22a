// Random and mutated segments, ICMP errors, user calls and time, thrown at a connection of any profile in
// each state. After every step its variables must make sense, its timers must be what RFC 6298 and RFC
// 9293 3.8.6.1 allow, and every change of state must be an edge of RFC 9293 3.3.2. Seeds are fixed, so a
// failure replays. Read next: tests/support/tcp_situations.hpp, tests/support/tcp_invariants.hpp.
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "tests/support/tcp_bench.hpp"
#include "tests/support/tcp_invariants.hpp"
#include "tests/support/tcp_situations.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

using namespace patchcord;
using models::tcp::Connection;
using models::tcp::Seq;
using models::wire::TcpState;
using tests::TcpBench;

namespace {

class Attack {
  public:
    Attack(std::string_view state, std::uint64_t seed)
        : random_{seed, state, 0, "fuzz"}, bench_{config(random_)} {
        bench_.tracer().set_sink(&watcher_);
        bench_.peer_isn = random_.below(2) == 0 ? 0xFFFF'FF00 : 1'000'000;
        connection_ = tests::put_into(bench_, state);
        if (connection_) invariants_.check(*connection_);
    }

    /// False when the connection is over.
    bool step() {
        if (!connection_ && bench_.tcp().connections().empty()) {
            throw_segment();
            return true;
        }
        if (!connection_) connection_ = bench_.tcp().connections()[0];
        switch (random_.below(12)) {
            case 0:
                use();
                break;
            case 1:
                bench_.run(0.001 * static_cast<double>(random_.below(random_.below(4) == 0 ? 3000 : 10)));
                break;
            case 2:
                throw_bytes();
                break;
            case 3:
                throw_icmp();
                break;
            default:
                throw_segment();
        }
        bench_.take();
        invariants_.check(*connection_);
        return connection_->state() != TcpState::Closed;
    }

  private:
    static models::tcp::Config config(sim::RandomStream& random) {
        models::tcp::Config config = profile_config(static_cast<models::tcp::Profile>(random.below(4)));
        if (random.below(2) == 0) config.receive_buffer = static_cast<std::uint32_t>(1 + random.below(5000));
        if (random.below(2) == 0) config.receive_maximum = config.receive_buffer;
        config.send_buffer = static_cast<std::uint32_t>(10 + random.below(20'000));
        config.nagle = random.below(2) == 0;
        config.keepalive = random.below(4) == 0;
        config.keepalive_idle = std::chrono::seconds{1};
        config.ecn = static_cast<models::tcp::Ecn>(random.below(3));
        config.isn = random.below(2) == 0 ? 0xFFFF'FFF0u : 77u;
        return config;
    }

    void use() {
        std::array<std::uint8_t, 3000> bytes{};
        const std::size_t size = 1 + random_.below(bytes.size());
        switch (random_.below(16)) {
            case 0:
                (void)connection_->shutdown_send();
                break;
            case 1:
                if (random_.below(4) == 0) connection_->close();
                break;
            case 2:
                if (random_.below(4) == 0) connection_->shutdown_receive();
                break;
            case 3:
                connection_->set_nagle(random_.below(2) == 0);
                break;
            case 4:
            case 5:
            case 6:
            case 7:
                (void)connection_->receive({bytes.data(), size});
                break;
            default:
                (void)connection_->send({bytes.data(), size});
        }
    }

    /// Near a number that matters, mostly.
    std::uint32_t near(std::initializer_list<Seq> numbers) {
        if (random_.below(30) == 0) return static_cast<std::uint32_t>(random_.bits());
        const Seq base = *(numbers.begin() + random_.below(numbers.size()));
        constexpr std::array<std::uint32_t, 8> kOffsets{0, 0, 0, 0, 1, 0xFFFF'FFFF, 3, 1460};
        const std::uint32_t more =
            random_.below(4) == 0 ? static_cast<std::uint32_t>(random_.below(3000)) : 0;
        return base.value() + kOffsets[random_.below(kOffsets.size())] + more;
    }

    models::wire::TcpHeader header() {
        models::wire::TcpHeader header;
        static const models::tcp::Config kBook = tests::book();
        static const models::tcp::Tcb kNone{kBook};
        const models::tcp::Tcb& tcb = connection_ ? connection_->tcb() : kNone;
        header.seq = near({tcb.rcv_nxt, tcb.rcv_nxt, tcb.rcv_nxt, tcb.window.edge(), tcb.irs});
        header.ack = near({tcb.snd_una, tcb.snd_nxt, tcb.snd_nxt, tcb.snd_nxt, tcb.iss});
        constexpr std::array kUsual{models::wire::kAck,
                                    models::wire::kAck | models::wire::kPsh,
                                    models::wire::kAck | models::wire::kFin,
                                    models::wire::kSyn,
                                    models::wire::kSyn | models::wire::kAck,
                                    models::wire::kRst};
        constexpr std::array<std::uint64_t, 6> kWeight{60, 85, 93, 95, 98, 100};
        const std::uint64_t draw = random_.below(100);
        std::size_t usual = 0;
        while (draw >= kWeight[usual])
            ++usual;
        header.flags = kUsual[usual];
        if (random_.below(20) == 0)
            header.flags = models::wire::TcpFlags{static_cast<std::uint8_t>(random_.bits())};
        constexpr std::array<std::uint16_t, 6> kWindows{0, 1, 100, 1460, 8000, 65535};
        header.window = kWindows[random_.below(kWindows.size())];
        header.urgent_pointer =
            static_cast<std::uint16_t>(random_.below(8) == 0 ? random_.bits() : random_.below(3));
        return header;
    }

    models::wire::TcpOptions random_options(const models::tcp::Tcb& tcb) {
        models::wire::TcpOptions options;
        if (random_.below(4) == 0) options.mss = static_cast<std::uint16_t>(random_.below(2000));
        if (random_.below(4) == 0) options.window_scale = static_cast<std::uint8_t>(random_.below(20));
        options.sack_permitted = random_.below(2) == 0;
        if (random_.below(2) == 0) {
            constexpr std::array<std::uint32_t, 5> kAges{0, 1, 500, 0x7FFF'FFFF, 0x8000'0000};
            stamp_ += static_cast<std::uint32_t>(random_.below(3));
            const std::uint32_t echo =
                random_.below(3) == 0 ? static_cast<std::uint32_t>(random_.bits()) : bench_stamp();
            options.timestamps = models::wire::TcpTimestamps{
                stamp_ - kAges[random_.below(8) == 0 ? random_.below(5) : 0], echo};
        }
        for (std::uint64_t blocks = random_.below(3) == 0 ? random_.below(5) : 0; blocks > 0; --blocks) {
            const std::uint32_t left = near({tcb.snd_una, tcb.snd_una + 1460, tcb.snd_nxt});
            options.sack.push_back({left, random_.below(4) == 0
                                              ? near({tcb.snd_nxt})
                                              : left + 1 + static_cast<std::uint32_t>(random_.below(1460))});
        }
        if (random_.below(10) == 0) {  // a long one leaves no room for the others
            options.timestamps.reset();
            options.sack = {};
            options.fast_open = std::span{cookie_}.first(random_.below(cookie_.size() + 1));
            options.fast_open_experimental = random_.below(2) == 0;
        }
        return options;
    }
    std::uint32_t bench_stamp() const { return static_cast<std::uint32_t>(bench_.now() * 1000); }

    void throw_segment() {
        const models::wire::TcpHeader drawn = header();
        static const models::tcp::Config kBook = tests::book();
        static const models::tcp::Tcb kNone{kBook};
        const models::wire::TcpOptions options = random_options(connection_ ? connection_->tcb() : kNone);
        const auto layout = models::wire::TcpOptionLayout::Linux;
        const std::size_t size = random_.below(3) == 0 ? random_.below(1400) : random_.below(3);
        sim::Buffer segment{bench_.simulation().buffers(), size};
        std::ranges::fill(segment.append(size), std::uint8_t{'z'});
        send(drawn, options, layout, std::move(segment));
    }

    /// What a router says of a segment of ours, or of what it takes for one.
    void throw_icmp() {
        static const models::tcp::Config kBook = tests::book();
        static const models::tcp::Tcb kNone{kBook};
        const models::tcp::Tcb& tcb = connection_ ? connection_->tcb() : kNone;
        const auto [stack, peer] = ports();
        std::array<std::uint8_t, 28> quoted{};
        models::wire::Ipv4Header ip;
        ip.total_length = 1500;
        ip.ttl = 1;
        ip.protocol = models::wire::IpProtocol::Tcp;
        ip.source = TcpBench::kStack;
        ip.destination = TcpBench::kPeer;
        ip.emit(quoted);
        models::wire::store_be16(quoted.data() + 20, stack);
        models::wire::store_be16(quoted.data() + 22, peer);
        models::wire::store_be32(quoted.data() + 24, near({tcb.snd_una, tcb.snd_una, tcb.snd_nxt, tcb.iss}));
        constexpr std::array kTypes{models::wire::IcmpType::Unreachable, models::wire::IcmpType::Unreachable,
                                    models::wire::IcmpType::TimeExceeded,
                                    models::wire::IcmpType::ParameterProblem};
        constexpr std::array<std::uint32_t, 6> kMtus{0, 60, 576, 1000, 1499, 65535};
        const models::wire::IcmpHeader error{
            kTypes[random_.below(kTypes.size())],
            static_cast<std::uint8_t>(random_.below(3) == 0 ? 4 : random_.below(17)),
            kMtus[random_.below(kMtus.size())]};
        sim::Buffer message{bench_.simulation().buffers(), quoted.size() + models::wire::IcmpHeader::kSize};
        const auto bytes = message.append(quoted.size() + models::wire::IcmpHeader::kSize);
        std::ranges::copy(quoted, bytes.subspan(models::wire::IcmpHeader::kSize).begin());
        error.emit(bytes);
        bench_.send_datagram(std::move(message), models::wire::IpProtocol::Icmp);
        bench_.run(100e-6);
    }

    void send(models::wire::TcpHeader header, const models::wire::TcpOptions& options,
              models::wire::TcpOptionLayout layout, sim::Buffer segment) {
        const auto [stack, peer] = ports();
        header.source_port = peer;
        header.destination_port = stack;
        header.emit(options, layout,
                    segment.prepend(models::wire::TcpHeader::kMinimumSize +
                                    models::wire::options_size(options, layout)));
        finish(std::move(segment));
    }

    /// A header of random bytes that is well formed enough to come through.
    void throw_bytes() {
        const std::size_t words = 5 + random_.below(11);
        sim::Buffer segment{bench_.simulation().buffers(), 60 + 20};
        for (std::uint8_t& byte : segment.append(words * 4 + random_.below(20)))
            byte = static_cast<std::uint8_t>(random_.bits());
        const auto [stack, peer] = ports();
        const std::span<std::uint8_t> bytes = segment.bytes();
        bytes[0] = static_cast<std::uint8_t>(peer >> 8);
        bytes[1] = static_cast<std::uint8_t>(peer);
        bytes[2] = static_cast<std::uint8_t>(stack >> 8);
        bytes[3] = static_cast<std::uint8_t>(stack);
        bytes[12] = static_cast<std::uint8_t>(words << 4);
        bytes[16] = bytes[17] = 0;
        finish(std::move(segment));
    }

    std::pair<std::uint16_t, std::uint16_t> ports() const {
        if (connection_) return {connection_->tuple().local.port, connection_->tuple().remote.port};
        return {std::uint16_t{80}, std::uint16_t{5000}};
    }

    void finish(sim::Buffer segment) {
        models::wire::fill_tcp_checksum(segment.bytes(), TcpBench::kPeer, TcpBench::kStack);
        bench_.send_datagram(std::move(segment), models::wire::IpProtocol::Tcp);
        bench_.run(100e-6);
    }

    sim::RandomStream random_;
    std::uint32_t stamp_ = 1000;
    std::array<std::uint8_t, 20> cookie_{1, 2, 3, 4, 5, 6, 7, 8};
    tests::TcpWatcher watcher_;
    TcpBench bench_;
    std::shared_ptr<Connection> connection_;
    tests::TcpInvariants invariants_;
};

}  // namespace

namespace {

// More of them by hand: PATCHCORD_SEGMENTS=1000000 a state.
void attack(std::string_view situation) {
    CAPTURE(situation);
    const char* wanted = std::getenv("PATCHCORD_SEGMENTS");
    const std::uint64_t count = wanted == nullptr ? 3000 : std::strtoull(wanted, nullptr, 10);
    std::uint64_t steps = 0;
    for (std::uint64_t seed = 1; steps < count; ++seed) {
        CAPTURE(seed);
        Attack attack{situation, seed};
        for (int i = 0; i < 100; ++i) {
            ++steps;
            if (!attack.step()) break;
        }
    }
}

}  // namespace

TEST_CASE("no segment, call or timer brings a connection out of order, in any state") {
    for (const tests::Situation& situation : tests::kSituations)
        attack(situation.name);
}

TEST_CASE("no segment, call or timer brings a Fast Open out of order") {
    for (const char* situation : {"SYN-SENT with text", "SYN-RECEIVED with text"})
        attack(situation);
}
