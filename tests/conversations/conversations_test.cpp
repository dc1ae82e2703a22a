// Two real stacks of any profiles with any knobs, two applications with manners of their own, and between
// them a network that drops, delays, reorders, duplicates and corrupts, or fails for good: every byte arrives
// once and in order, or the connection ends at both ends, and after every single event the variables of both
// make sense. A seed replays. Read next: tests/support/party.hpp, tests/support/tcp_invariants.hpp,
// tests/support/hostile_wire.hpp.
#include "tests/support/hostile_wire.hpp"
#include "tests/support/party.hpp"
#include "tests/support/tcp_bench.hpp"
#include "tests/support/tcp_invariants.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>

using namespace patchcord;
using namespace std::chrono_literals;
using models::tcp::Config;
using models::tcp::Profile;
using models::wire::Ipv4Address;
using tests::Character;
using tests::Ending;
using tests::Party;

namespace {

constexpr std::array kProfiles{Profile::Rfc, Profile::Book, Profile::Linux, Profile::FreeBsd};

bool one_in(sim::RandomStream& random, std::uint64_t of) {
    return random.below(of) == 0;
}
void perhaps_turn(sim::RandomStream& random, bool& knob) {
    if (one_in(random, 4)) knob = !knob;
}

/// The table of a profile, some of its knobs turned. `persists`: it does not give up early.
Config random_config(sim::RandomStream& random, Profile profile, bool persists) {
    Config config = profile_config(profile);
    for (bool Config::*knob :
         {&Config::window_scale, &Config::timestamps, &Config::sack, &Config::hystart,
          &Config::fast_retransmit, &Config::limited_transmit, &Config::tail_loss_probe, &Config::prr,
          &Config::frto, &Config::undo, &Config::dsack, &Config::nagle, &Config::trims_to_window})
        perhaps_turn(random, config.*knob);
    if (one_in(random, 3)) config.mss = static_cast<std::uint16_t>(50 + random.below(1411));
    if (one_in(random, 2))
        config.receive_buffer =
            static_cast<std::uint32_t>(1 + random.below(one_in(random, 3) ? 3000 : 100'000));
    if (one_in(random, 2))
        config.receive_maximum = config.receive_buffer + static_cast<std::uint32_t>(random.below(1'000'000));
    if (one_in(random, 2))
        config.send_buffer = static_cast<std::uint32_t>(1 + random.below(one_in(random, 3) ? 3000 : 100'000));
    if (one_in(random, 3)) config.initial_window = static_cast<std::uint32_t>(1 + random.below(20));
    if (one_in(random, 2)) config.congestion = static_cast<models::tcp::cc::Algorithm>(random.below(5));
    if (one_in(random, 3)) config.detection = static_cast<models::tcp::LossDetection>(random.below(2));
    if (one_in(random, 3)) config.idle_restart = static_cast<models::tcp::IdleRestart>(random.below(3));
    if (one_in(random, 3)) config.ecn = static_cast<models::tcp::Ecn>(random.below(3));
    if (one_in(random, 3)) config.duplicate_threshold = static_cast<std::uint32_t>(1 + random.below(5));
    if (one_in(random, 3)) config.delayed_ack = 1ms * static_cast<std::int64_t>(random.below(500));
    if (one_in(random, 3)) config.min_rto = 1ms * static_cast<std::int64_t>(20 + random.below(1500));
    if (one_in(random, 4)) config.isn = one_in(random, 2) ? 0xFFFF'F000u : 0x7FFF'F000u;
    if (persists) {
        config.retries = config.syn_retries = config.synack_retries = 30;
        config.handshake_limit = sim::Duration{0};
    }
    config.msl = 1s;
    return config;
}

tests::Hostility random_hostility(sim::RandomStream& random) {
    const bool kind = one_in(random, 4);
    const bool harsh = !kind && one_in(random, 3);
    if (kind) return {.jitter = 1 + random.below(20'000)};
    return {.drop = random.below(harsh ? 200 : 30),
            .duplicate = random.below(harsh ? 300 : 30),
            .corrupt = random.below(harsh ? 50 : 10),
            .late = random.below(harsh ? 400 : 50),
            .jitter = 1 + random.below(harsh ? 5000 : 100),
            .lateness = 1 + random.below(harsh ? 500'000 : 5000)};
}

Character random_character(sim::RandomStream& random) {
    Character character;
    character.total = random.below(4) == 0 ? random.below(200'000) : random.below(20'000);
    character.write_most = 1 + random.below(one_in(random, 3) ? 50 : 20'000);
    if (character.write_most < 50) character.total %= 3000;
    character.read_most = 1 + random.below(one_in(random, 4) ? 100 : 20'000);
    character.pause = 1us * static_cast<std::int64_t>(1 + random.below(20'000));
    character.stalls_in_1000 = one_in(random, 3) ? random.below(20) : 0;
    character.corks_in_1000 = one_in(random, 4) ? random.below(500) : 0;
    character.changes_nagle = one_in(random, 5);
    if (one_in(random, 2)) character.ending = Ending::HalfClose;
    return character;
}

enum class Opening : std::uint8_t { Usual, FastOpen, Simultaneous };

class Conversation {
  public:
    explicit Conversation(std::uint64_t seed)
        : random_{seed, "conversation", 0, "test"},
          breaks_off_{one_in(random_, 4)},
          simulation_{seed},
          a_{simulation_.add_node("a"), tracer_, config(), Ipv4Address{10, 0, 0, 1}},
          b_{simulation_.add_node("b"), tracer_, config(), Ipv4Address{10, 0, 0, 2}},
          wire_{simulation_.add_node("wire"), tracer_, random_hostility(random_)},
          left_{"left", kCable, a_.nic, wire_.left, tracer_},
          right_{"right", kCable, wire_.right, b_.nic, tracer_} {
        tracer_.set_sink(&watcher_);
        characters();
        client_.emplace(a_.context(), client_character_);
        server_.emplace(b_.context(), server_character_);
        open();
    }

    /// To its end, looking at both ends after each event.
    void run() {
        constexpr std::uint64_t kMostEvents = 3'000'000;
        const sim::Time most = sim::kStart + 48h;
        std::uint64_t events = 0;
        while (simulation_.run_until(most, 1) == sim::StopReason::EventLimit) {
            ++events;
            REQUIRE(events < kMostEvents);
            look_at(a_);
            look_at(b_);
            if (cut_at_ && simulation_.now() - sim::kStart >= *cut_at_) wire_.cut();
        }
        const double seconds = sim::seconds(simulation_.now() - sim::kStart);
        CAPTURE(seconds);
        const std::string what = description();
        CAPTURE(what);
        CHECK(client_->is_done());
        CHECK((server_->is_done() || !server_->connection));
        CHECK(a_.tcp.connections().empty());
        CHECK(b_.tcp.connections().empty());
        CHECK(server_->received <= client_character_.total);
        CHECK(client_->received <= server_character_.total);
        if (!breaks_off_) arrived();
    }

  private:
    static constexpr models::ethernet::LinkParameters kCable{.rate = sim::Rate::megabits_per_second(100)};

    Config config() {
        Config config = random_config(random_, kProfiles[random_.below(4)], !breaks_off_);
        if (breaks_off_) {  // or an end that has nothing to say would not learn of it
            config.keepalive = true;
            config.keepalive_idle = 20s;
            config.keepalive_interval = 2s;
            config.keepalive_count = 5;
            if (one_in(random_, 4))
                config.user_timeout = 1s * static_cast<std::int64_t>(1 + random_.below(60));
        }
        return config;
    }

    void characters() {
        client_character_ = random_character(random_);
        server_character_ = random_character(random_);
        client_character_.salt = server_character_.peer_salt = 1;
        client_character_.peer_salt = server_character_.salt = 2;
        if (!breaks_off_) return;
        const sim::Duration when = 1ms * static_cast<std::int64_t>(random_.below(4000));
        Character& who = one_in(random_, 2) ? client_character_ : server_character_;
        switch (random_.below(3)) {
            case 0:
                cut_at_ = when;
                break;
            case 1:
                who.ending = Ending::Leave;
                who.leaves_at = when;
                break;
            default:
                who.ending = Ending::Abort;
                who.leaves_at = when;
        }
    }

    void open() {
        const auto opening = static_cast<Opening>(random_.below(8) < 6 ? 0 : 1 + random_.below(2));
        if (opening == Opening::Simultaneous) {
            client_->connection = connect(a_, 5000, {Ipv4Address{10, 0, 0, 2}, 80});
            server_->connection = connect(b_, 80, {Ipv4Address{10, 0, 0, 1}, 5000});
            return;
        }
        auto port = b_.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
        listener_ = b_.tcp.listen(std::move(*port), 1 + random_.below(3), b_.tcp.config()).value();
        server_->listener = listener_.get();
        if (opening == Opening::Usual) {
            client_->connection = connect(a_, 5000, {Ipv4Address{10, 0, 0, 2}, 80});
            return;
        }
        for (tests::BareHost* host : {&a_, &b_})
            host->tcp.fast_open().rules = {
                .server = true, .client_needs_cookie = false, .server_needs_cookie = false};
        listener_->fast_open_queue()->set_limit(5);
        auto local = a_.tcp.ports().reserve({Ipv4Address::kAny, 5000}, false);
        auto opened = a_.tcp.connect_fast(std::move(*local), {{10, 0, 0, 2}, 80}, a_.tcp.config(),
                                          client_->opening(random_.below(2000)), false);
        client_->connection = opened.value().connection;
        client_->took(opened.value().taken);
    }

    /// For the message of a failure.
    std::string description() const {
        std::string text = breaks_off_ ? cut_at_ ? "the network fails" : "somebody leaves" : "all arrives";
        for (const tests::BareHost* host : {&a_, &b_}) {
            for (const auto& connection : host->tcp.connections()) {
                text += ", " + std::string{to_string(connection->state())};
                text += " sends " + std::to_string(connection->send_queue()) + " of window " +
                        std::to_string(connection->tcb().snd_wnd);
                text += ", holds " + std::to_string(connection->receive_queue()) + " of " +
                        std::to_string(connection->config().receive_buffer) + ", announced " +
                        std::to_string(connection->tcb().window.open(connection->tcb().rcv_nxt));
                text += connection->timer() ? ", a timer runs" : ", no timer runs";
            }
        }
        for (const Party* party : {&*client_, &*server_})
            text += "; received " + std::to_string(party->received) + (party->at_end ? " and the end" : "");
        return text;
    }

    static std::shared_ptr<models::tcp::Connection> connect(tests::BareHost& host, std::uint16_t from,
                                                            models::wire::Endpoint to) {
        auto local = host.tcp.ports().reserve({Ipv4Address::kAny, from}, false);
        return host.tcp.connect(std::move(*local), to, host.tcp.config()).value();
    }

    void look_at(const tests::BareHost& host) {
        for (const auto& connection : host.tcp.connections())
            invariants_[{&host, connection->id()}].check(*connection);
    }

    void arrived() const {
        CHECK_FALSE(client_->failure);
        CHECK_FALSE(server_->failure);
        CHECK(server_->received == client_character_.total);
        CHECK(client_->received == server_character_.total);
        CHECK(client_->at_end);
        CHECK(server_->at_end);
    }

    sim::RandomStream random_;
    bool breaks_off_;  // somebody leaves, or the network fails
    std::optional<sim::Duration> cut_at_;
    sim::Simulation simulation_;
    tests::TcpWatcher watcher_;
    models::trace::Tracer tracer_;
    tests::BareHost a_;
    tests::BareHost b_;
    tests::HostileWire wire_;
    models::ethernet::Link left_;
    models::ethernet::Link right_;
    Character client_character_;
    Character server_character_;
    std::unique_ptr<models::tcp::Listener> listener_;
    std::optional<Party> client_;
    std::optional<Party> server_;
    std::map<std::pair<const tests::BareHost*, models::trace::ConnectionId>, tests::TcpInvariants>
        invariants_;
};

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

// PATCHCORD_CONVERSATIONS=10000 for more of them, PATCHCORD_SEED=7 for one alone.
TEST_CASE("random conversations deliver every byte once and in order, or end at both ends") {
    const std::uint64_t one = number_from("PATCHCORD_SEED", 0);
    const std::uint64_t count = number_from("PATCHCORD_CONVERSATIONS", 200);
    for (std::uint64_t seed = one > 0 ? one : 1; seed <= (one > 0 ? one : count); ++seed) {
        CAPTURE(seed);
        Conversation{seed}.run();
    }
}
