// Random and mutated segments, user calls and time, thrown at a connection in each state. After every step
// its variables must make sense, its timers must be what RFC 6298 and RFC 9293 3.8.6.1 allow, and every
// change of state must be an edge of RFC 9293 3.3.2. Seeds are fixed, so a failure replays. Read next:
// tests/support/tcp_situations.hpp, models/tcp/tcb.hpp.
#include "tests/support/tcp_bench.hpp"
#include "tests/support/tcp_situations.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <utility>

using namespace patchcord;
using models::tcp::Connection;
using models::tcp::Seq;
using models::trace::TimerAction;
using models::trace::TimerKind;
using models::wire::TcpState;
using tests::TcpBench;

namespace {

/// Figure 5 of RFC 9293, and from everywhere to CLOSED.
bool is_edge(TcpState from, TcpState to) {
    using enum TcpState;
    static const std::set<std::pair<TcpState, TcpState>> edges{
        {Closed, Listen},         {Closed, SynSent},      {Closed, SynReceived},      {Listen, SynReceived},
        {SynSent, SynReceived},   {SynSent, Established}, {SynReceived, Established}, {Established, FinWait1},
        {Established, CloseWait}, {FinWait1, FinWait2},   {FinWait1, Closing},        {FinWait2, TimeWait},
        {Closing, TimeWait},      {CloseWait, LastAck},
    };
    return to == Closed || edges.contains({from, to});
}

/// Listens to one connection at a time.
class Watcher final : public models::trace::Sink {
  public:
    using Sink::record;
    void record(const models::trace::TcpStateChange& change) override {
        CAPTURE(to_string(change.from));
        CAPTURE(to_string(change.to));
        REQUIRE(is_edge(change.from, change.to));
    }
    void record(const models::trace::TimerChange& change) override {
        if (change.kind == TimerKind::DelayedAck || change.kind == TimerKind::TimeWait) return;
        auto& set = armed_[change.kind == TimerKind::Persist ? 1 : 0];
        if (change.action == TimerAction::Armed) {
            set.insert(change.connection);
            REQUIRE_FALSE((armed_[0].contains(change.connection) && armed_[1].contains(change.connection)));
        } else {
            REQUIRE(set.erase(change.connection) == 1);
        }
    }

  private:
    std::array<std::set<models::trace::ConnectionId>, 2> armed_;
};

/// What must hold between two looks at the same connection.
class Invariants {
  public:
    void check(const Connection& connection) {
        const models::tcp::Tcb& tcb = connection.tcb();
        if (tcb.state == TcpState::Closed) return;
        REQUIRE(tcb.snd_una.at_or_before(tcb.snd_nxt));
        check_scoreboard(tcb);
        REQUIRE(connection.receive_queue() <= connection.config().receive_buffer);
        REQUIRE(connection.send_queue() <= connection.config().send_buffer);
        check_window(tcb);
        check_timer(connection);
    }

  private:
    static void check_scoreboard(const models::tcp::Tcb& tcb) {
        if (!tcb.is_synchronized()) return;
        const models::tcp::Scoreboard& board = tcb.board();
        std::uint32_t sacked = 0;
        std::uint32_t lost = 0;
        std::uint32_t resent = 0;
        Seq next = tcb.snd_una;
        for (std::uint32_t i = 0; i < board.size(); ++i) {
            REQUIRE(board[i].begin == next);
            REQUIRE(board[i].length > 0);
            REQUIRE_FALSE((board[i].sacked && (board[i].lost || board[i].resent)));
            next = board[i].end();
            sacked += board[i].sacked ? 1 : 0;
            lost += board[i].lost ? 1 : 0;
            resent += board[i].resent ? 1 : 0;
        }
        REQUIRE(next == tcb.snd_nxt);
        REQUIRE(board.lost() == lost);
        REQUIRE(board.resent() == resent);
        if (tcb.sack) REQUIRE(board.sacked() == sacked);
        REQUIRE(board.left() <= board.size());
    }
    void check_window(const models::tcp::Tcb& tcb) {
        const bool learned = tcb.state != TcpState::SynSent;
        if (learned) {
            REQUIRE(tcb.rcv_nxt.at_or_before(tcb.window.edge()));
            REQUIRE(tcb.window.edge() - tcb.rcv_nxt <= tcb.receive.space() + 1);  // + 1: a FIN has come
            if (rcv_nxt_) REQUIRE(rcv_nxt_->at_or_before(tcb.rcv_nxt));
            if (rcv_adv_) REQUIRE(rcv_adv_->at_or_before(tcb.window.edge()));
            rcv_nxt_ = tcb.rcv_nxt;
            rcv_adv_ = tcb.window.edge();
        }
        const std::uint32_t in_syn = tcb.state == TcpState::SynSent ? tcb.board().size() : 0;
        const Seq edge = later(tcb.snd_una + tcb.snd_wnd, in_syn > 0 ? tcb.snd_nxt : tcb.iss + 1);
        allowed_ = allowed_ ? later(*allowed_, edge) : edge;
        REQUIRE(tcb.snd_nxt.at_or_before(*allowed_ + 1));  // + 1: a probe
    }
    static void check_timer(const Connection& connection) {
        const models::tcp::Tcb& tcb = connection.tcb();
        const auto timer = connection.timer();
        const bool is_sending = timer && timer->kind != TimerKind::TimeWait;
        const bool outstanding = tcb.snd_una != tcb.snd_nxt;
        if (outstanding || connection.send_queue() > 0) REQUIRE((is_sending || !tcb.is_synchronized()));
        if (outstanding) REQUIRE(is_sending);
        if (!outstanding && tcb.is_synchronized() && connection.send_queue() == 0) {
            const bool fin_waits = tcb.state == TcpState::FinWait1 || tcb.state == TcpState::Closing ||
                                   tcb.state == TcpState::LastAck;
            REQUIRE(is_sending == fin_waits);
        }
    }

    std::optional<Seq> rcv_nxt_;
    std::optional<Seq> rcv_adv_;
    std::optional<Seq> allowed_;
};

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
            default:
                throw_segment();
        }
        bench_.take();
        invariants_.check(*connection_);
        return connection_->state() != TcpState::Closed;
    }

  private:
    static models::tcp::Config config(sim::RandomStream& random) {
        models::tcp::Config config = random.below(2) == 0 ? tests::book() : tests::rfc();
        if (random.below(2) == 0) config.receive_buffer = static_cast<std::uint32_t>(1 + random.below(5000));
        config.send_buffer = static_cast<std::uint32_t>(10 + random.below(20'000));
        config.nagle = random.below(2) == 0;
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
        header.urgent_pointer = static_cast<std::uint16_t>(random_.below(3));
        return header;
    }

    void throw_segment() {
        const models::wire::TcpHeader drawn = header();
        models::wire::TcpOptions options;
        if (random_.below(4) == 0) options.mss = static_cast<std::uint16_t>(random_.below(2000));
        if (random_.below(4) == 0) options.window_scale = static_cast<std::uint8_t>(random_.below(20));
        const std::size_t size = random_.below(3) == 0 ? random_.below(1400) : random_.below(3);
        const auto layout = models::wire::TcpOptionLayout::Linux;
        sim::Buffer segment{bench_.simulation().buffers(), size};
        std::ranges::fill(segment.append(size), std::uint8_t{'z'});
        send(drawn, options, layout, std::move(segment));
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
    Watcher watcher_;
    TcpBench bench_;
    std::shared_ptr<Connection> connection_;
    Invariants invariants_;
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
