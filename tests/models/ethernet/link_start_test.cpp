// What two ends agree on, how long it takes, and links that come and go, and change, during the run.
#include "models/ethernet/link_start.hpp"

#include "models/ethernet/link.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using sim::Duration;
using tests::Bytes;
using tests::Station;
using wire::LossCause;

Cable metres(std::int64_t length, Category category = Category::Cat5e) {
    return {.category = category, .millimetres = length * 1000};
}

constexpr LinkEnd kGigabit{Phy::Base1000T, Duplex::Negotiated};

LinkStartResult start(std::int64_t length, const LinkEnd& a, const LinkEnd& b, double luck = 0.0) {
    return start_link(metres(length), 0.0, {a, b}, luck);
}

TEST_CASE("negotiation chooses the best that both ends have") {
    for (int a = 0; a < kPhys; ++a) {
        for (int b = 0; b < kPhys; ++b) {
            const auto best = highest_common(abilities_up_to(Phy(a)), abilities_up_to(Phy(b)));
            REQUIRE(best);
            CHECK(phy_of(*best) == std::min(Phy(a), Phy(b)));
            CHECK(is_full_duplex(*best));
        }
    }
    CHECK_FALSE(highest_common(0b000011, 0b001100));
    CHECK(highest_common(0b000111, 0b000101) == Technology::Base100TxHalf);
    CHECK(highest_common(0b000111, 0b000010) == Technology::Base10TFull);
}

TEST_CASE("an end that was set to full duplex leaves half duplex to the other") {
    const auto result = start(20, {Phy::Base100Tx, Duplex::Full}, {Phy::Base1000T, Duplex::Negotiated});
    CHECK(result.up);
    CHECK(result.phy == Phy::Base100Tx);
    CHECK_FALSE(result.half[0]);
    CHECK(result.half[1]);
    const auto both = start(20, {Phy::Base100Tx, Duplex::Full}, {Phy::Base100Tx, Duplex::Full});
    CHECK_FALSE(both.half[0]);
    CHECK_FALSE(both.half[1]);
    CHECK(both.duration == 100ms);
}

TEST_CASE("a speed that does not train costs four tries before the next one, unless it was set by hand") {
    const auto good = start(100, kGigabit, kGigabit);
    CHECK(good.phy == Phy::Base1000T);
    CHECK(good.duration == 2s);
    CHECK(good.failed_tries == 0);
    const auto slow = start(150, kGigabit, kGigabit, 0.0);  // 141.2 m for 1000BASE-T, 159.3 m for 100BASE-TX
    CHECK(slow.phy == Phy::Base100Tx);
    CHECK(slow.duration == 12s + 1500ms);
    CHECK(slow.failed_tries == 4);
    const auto slowest = start(180, kGigabit, kGigabit);
    CHECK(slowest.phy == Phy::Base10T);
    CHECK(slowest.failed_tries == 8);
    CHECK_FALSE(start(300, kGigabit, kGigabit).up);
    CHECK_FALSE(start(180, {Phy::Base100Tx, Duplex::Full}, {Phy::Base100Tx, Duplex::Full}).up);
}

struct Pair : tests::Bench {
    explicit Pair(const LinkParameters& parameters) : link{"cable", parameters, a.nic, b.nic, tracer} {}
    void send(std::size_t size = 60) {
        Bytes frame(size);
        wire::EthernetHeader{tests::kMacB, tests::kMacA, wire::EtherType::Ipv4}.emit(frame);
        a.send(frame);
    }
    /// "1.500 up 100; 2.000 down" of one end.
    std::string changes() const {
        std::string text;
        for (const auto& change : recorder.links) {
            if (change.node != a.context().id()) continue;
            const auto ms = sim::ticks(change.at) / 1'000'000'000;
            text += (text.empty() ? "" : "; ") + std::to_string(ms) + (change.up ? " up" : " down");
            if (change.up) text += " " + std::to_string(change.rate.bits_per_second() / 1'000'000);
        }
        return text;
    }

    Station a{simulation.add_node("a"), tests::kMacA, tracer};
    Station b{simulation.add_node("b"), tests::kMacB, tracer};
    Link link;
};

TEST_CASE("a link whose start is simulated comes up when it has trained, each time that it is plugged in") {
    Pair pair{{.rate = rate_of(Phy::Base1000T), .start = LinkStart::Simulated}};
    pair.link.plan_outage(sim::kStart + 5s, sim::kStart + 6s);
    pair.link.plan_outage(sim::kStart + 7s, sim::kStart + 9s);  // in the middle of training
    pair.run_for(1s);
    pair.send();
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 1);
    pair.run_for(2s);
    pair.send();
    pair.run_for(20s);
    CHECK(pair.b.frames.size() == 1);
    CHECK(pair.changes() == "2000 up 1000; 5000 down; 11000 up 1000");
    CHECK(pair.recorder.links.size() == 6);  // both ends tell the same
}

TEST_CASE("a card that is slower than the cable decides the speed") {
    Pair pair{{.rate = rate_of(Phy::Base1000T),
               .start = LinkStart::Simulated,
               .fastest = {Phy::Base100Tx, std::nullopt}}};
    pair.run_for(20s);
    CHECK(pair.changes() == "1500 up 100");
    CHECK(pair.link.rate(pair.a.nic) == rate_of(Phy::Base100Tx));
    CHECK(pair.link.rate(pair.b.nic) == rate_of(Phy::Base100Tx));
}

TEST_CASE("a cable that becomes longer delays more, and loses what was in the old one") {
    Pair pair{{}};
    const Duration sending = rate_of(Phy::Base100Tx).time_to_send(8 * 72);
    pair.link.plan_change(sim::kStart + 1s, metres(90));
    pair.send();
    pair.run_for(1s - 50ns);
    CHECK(pair.b.frames.at(0).at == sim::kStart + sending + propagation_delay(Phy::Base100Tx, metres(20)));
    pair.send();  // its bits are on the way when the cable changes
    pair.run_for(1s + 50ns);
    CHECK(pair.b.frames.size() == 1);
    CHECK(pair.recorder.losses(LossCause::LinkDown) == 1);
    pair.send();
    pair.run_for(1s);
    CHECK(pair.b.frames.at(1).at ==
          sim::kStart + 2s + sending + propagation_delay(Phy::Base100Tx, metres(90)));
    CHECK(pair.changes().empty());
    CHECK(pair.link.least_delay() <= propagation_delay(Phy::Base100Tx, metres(20)));
}

TEST_CASE(
    "a cable that becomes too long lets the link fall to a lower speed, one that is much too long down") {
    for (const LinkStart way : {LinkStart::Settled, LinkStart::Simulated}) {
        Pair pair{{.rate = rate_of(Phy::Base1000T), .start = way}};
        pair.link.plan_change(sim::kStart + 10s, metres(190));
        pair.link.plan_change(sim::kStart + 40s, metres(2000));
        pair.link.plan_change(sim::kStart + 60s, metres(20));
        pair.run_for(100s);
        const std::string text = pair.changes();
        if (way == LinkStart::Settled) CHECK(text == "10000 down; 10000 up 10; 40000 down; 60000 up 1000");
        if (way == LinkStart::Simulated)
            CHECK(text == "2000 up 1000; 10000 down; 35500 up 10; 40000 down; 62000 up 1000");
        pair.send();
        pair.run_for(1s);
        CHECK(pair.b.frames.size() == 1);
    }
}

TEST_CASE("a cable that is a little too long for a start does not end a link that is up") {
    const auto starts_at = [](std::int64_t length) {
        const Pair pair{{.rate = rate_of(Phy::Base1000T), .cable = metres(length)}};
        return *pair.link.first_state().phy == Phy::Base1000T;
    };
    std::int64_t longest = 100;
    while (starts_at(longest + 1))
        ++longest;
    CHECK(longest > 110);
    CHECK(longest < 180);
    Pair pair{{.rate = rate_of(Phy::Base1000T), .cable = metres(longest)}};
    pair.link.plan_change(sim::kStart + 1s, metres(longest + 4));  // half a dB is 4.4 m
    pair.link.plan_change(sim::kStart + 3s, metres(longest + 6));
    pair.run_for(2s);
    CHECK(pair.changes().empty());
    pair.run_for(2s);
    CHECK(pair.changes().starts_with("3000 down; 3000 up 1"));
}

TEST_CASE("a cable that changes while it is unplugged is the new one when it is plugged in") {
    Pair pair{{.rate = rate_of(Phy::Base1000T)}};
    pair.link.plan_outage(sim::kStart + 1s, sim::kStart + 3s);
    pair.link.plan_change(sim::kStart + 2s, metres(190));
    pair.run_for(5s);
    CHECK(pair.changes() == "1000 down; 3000 up 10");
}

}  // namespace
}  // namespace patchcord::models::ethernet
