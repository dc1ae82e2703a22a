// Layouts of real runs and of ladders that no run would make: no two labels overlap, no arrow goes back in
// time, and what was drawn is found again. Read next: gui/viewmodel/ladder_picture.hpp.
#include "gui/viewmodel/ladder_picture.hpp"

#include "sim/core/random.hpp"
#include "tests/gui/viewmodel/lessons.hpp"

#include <algorithm>
#include <cmath>

using namespace patchcord;
using namespace std::chrono_literals;
using gui::LadderPicture;
using gui::PictureArrow;
using gui::PictureLabel;
using results::LadderDisplay;
using Role = PictureLabel::Role;

namespace {

LadderPicture lay_out(const LadderDisplay& ladder, double width = 620, double zoom = 1,
                      results::Language language = results::Language::English) {
    return {ladder, {.width = width, .zoom = zoom, .language = language, .text = tests::columns()}};
}

void check(const LadderPicture& picture) {
    const auto labels = picture.labels().all();
    std::size_t overlaps = 0;
    std::size_t outside = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const gui::Box& box = labels[i].box;
        outside += box.x < 0 || box.y < 0 || box.right() > picture.width();
        // By top, so what could overlap stands within the height of a line.
        for (std::size_t j = i + 1; j < labels.size() && labels[j].box.y < box.bottom(); ++j)
            overlaps += box.overlaps(labels[j].box);
    }
    CHECK(overlaps == 0);
    CHECK(outside == 0);
    const auto backwards = [](const PictureArrow& arrow) { return arrow.to.y < arrow.from.y; };
    CHECK(std::ranges::none_of(picture.arrows().all(), backwards));
    const auto is_finite = [](const PictureArrow& arrow) {
        return std::isfinite(arrow.from.x + arrow.from.y + arrow.to.x + arrow.to.y);
    };
    CHECK(std::ranges::all_of(picture.arrows().all(), is_finite));
}

/// `lanes` hosts that send `packets` at times of which many are equal; every fifth packet is lost.
LadderDisplay random_ladder(std::size_t lanes, std::size_t packets, std::uint64_t seed) {
    sim::RandomStream random{seed, "test", 0, "ladder"};
    LadderDisplay ladder;
    for (std::size_t i = 0; i < lanes; ++i)
        ladder.lanes.push_back({sim::NodeId{static_cast<std::uint32_t>(i)}, results::NodeKind::Host,
                                "host" + std::to_string(i), "10.0.0.1"});
    sim::Time now = sim::kStart;
    for (std::size_t i = 0; i < packets; ++i) {
        now += sim::Duration{static_cast<std::int64_t>(random.below(3) * random.below(10'000'000))};
        results::LadderArrow arrow;
        arrow.packet = sim::PacketId{sim::NodeId{0}, i + 1};
        arrow.from = random.below(lanes);
        arrow.sent = now;
        arrow.duration = 5us;
        arrow.text = {static_cast<results::PacketClass>(random.below(11)), "", "data 1:1461", "1:1461", "w"};
        results::LadderHead head{(arrow.from + 1) % lanes, true, now + 6us, {}, {}};
        if (i % 5 == 0) {
            head.arrived.reset();
            head.loss = results::LadderLoss{models::wire::LossCause::Cut, now, "", 0.6};
        }
        arrow.heads.push_back(head);
        results::LadderRow& row = ladder.rows.emplace_back();
        row.at = now;
        row.arrow = arrow;
    }
    return ladder;
}

std::size_t count(const LadderPicture& picture, Role role) {
    const auto labels = picture.labels().all();
    return static_cast<std::size_t>(std::ranges::count(labels, role, &PictureLabel::role));
}

const PictureLabel* find(const LadderPicture& picture, std::string_view text) {
    const auto labels = picture.labels().all();
    const auto found = std::ranges::find_if(
        labels, [&](const PictureLabel& label) { return label.text.find(text) != std::string::npos; });
    return found == labels.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("Every lesson is laid out without overlaps, in both languages and at every zoom") {
    for (const char* const name : {"arp", "lost-segment", "ping", "server-crash", "tcp-connect", "two-hosts",
                                   "unplugged-cable", "web-page"}) {
        CAPTURE(name);
        const auto run = tests::lesson(name);
        for (const bool switches : {false, true}) {
            const LadderDisplay ladder = run->analysis.ladder({.switches = switches});
            for (const double zoom : {0.2, 1.0, 7.0})
                check(lay_out(ladder, 620, zoom, results::Language::Korean));
            check(lay_out(ladder, 100));
            check(lay_out(ladder, 4000));
        }
    }
}

TEST_CASE("Every packet of a lesson has its label at the usual size") {
    for (const char* const name : {"lost-segment", "two-hosts", "web-page"}) {
        CAPTURE(name);
        const auto run = tests::lesson(name);
        const LadderPicture picture = lay_out(run->analysis.ladder());
        CHECK(count(picture, Role::Packet) == run->analysis.journeys.all().size());
    }
}

TEST_CASE("A loss shows its cross on the way, its cause, the timer and the packet that is sent again") {
    const auto run = tests::lesson("lost-segment");
    const LadderPicture picture = lay_out(run->analysis.ladder());
    const auto arrows = picture.arrows().all();
    const auto lost = std::ranges::find(arrows, PictureArrow::End::Lost, &PictureArrow::end);
    REQUIRE(lost != arrows.end());
    const double way = picture.lanes()[1].x - picture.lanes()[0].x;
    CHECK((lost->to.x - lost->from.x) / way == doctest::Approx(0.6));
    CHECK(std::ranges::count(arrows, PictureArrow::End::Lost, &PictureArrow::end) == 1);
    REQUIRE(find(picture, "cut") != nullptr);
    CHECK(find(picture, "cut")->packet == lost->packet);
    CHECK(find(picture, "retransmission timer 1 (1.0 s)") != nullptr);
    CHECK(find(picture, "R1 2921:4381") != nullptr);
    CHECK(find(picture, "⋯ 1.00 s") != nullptr);
    CHECK(find(picture, "TIME-WAIT") != nullptr);
    const auto timers = picture.timers().all();
    CHECK(std::ranges::count(timers, results::LadderBar::End::Fired, &gui::PictureTimer::end) == 3);
    const LadderPicture korean = lay_out(run->analysis.ladder(), 620, 1, results::Language::Korean);
    CHECK(find(korean, "끊김") != nullptr);
    CHECK(find(korean, "재전송 타이머 1 (1.0 s)") != nullptr);
}

TEST_CASE("A cable that is unplugged and a host that crashes are told where it happened") {
    const auto cable = tests::lesson("unplugged-cable");
    const LadderPicture picture = lay_out(cable->analysis.ladder());
    const PictureLabel* const unplugged = find(picture, "link down");
    REQUIRE(unplugged != nullptr);
    CHECK(unplugged->box.x > picture.lanes()[0].x);
    CHECK(unplugged->box.right() < picture.lanes()[1].x);
    CHECK(find(picture, "link up, 100 Mbit/s") != nullptr);
    CHECK(find(picture, "R2 1:1001 ack=1: link down") != nullptr);  // it never left, so it has no line
    const auto host = tests::lesson("server-crash");
    const LadderPicture korean = lay_out(host->analysis.ladder(), 620, 1, results::Language::Korean);
    const PictureLabel* const crashed = find(korean, "갑자기 꺼짐");
    REQUIRE(crashed != nullptr);
    CHECK(crashed->box.x > korean.lanes()[1].x);
    CHECK(find(korean, "부팅됨") != nullptr);
    const auto states = korean.states().all();  // the connection of the server ends with it
    CHECK(std::ranges::any_of(states, [&](const gui::PictureState& state) {
        return state.y1 == korean.axis().y(sim::kStart + 1s);
    }));
}

TEST_CASE("A packet is found where its arrow and its label are, and nowhere else") {
    const auto run = tests::lesson("web-page");
    const LadderPicture picture = lay_out(run->analysis.ladder());
    for (const PictureArrow& arrow : picture.arrows().all()) {
        const gui::Point near_start{arrow.from.x + 0.04 * (arrow.to.x - arrow.from.x),
                                    arrow.from.y + 0.04 * (arrow.to.y - arrow.from.y)};
        CHECK(picture.packet_at(near_start) == arrow.packet);
        CHECK(picture.y_of(arrow.packet) == arrow.from.y);
    }
    for (const PictureLabel& label : picture.labels().all()) {
        if (!label.packet) continue;
        CHECK(picture.packet_at({label.box.x + 1, label.box.y + 1}) == label.packet);
    }
    CHECK_FALSE(picture.packet_at({2, 2}));
    CHECK_FALSE(picture.y_of(sim::PacketId{sim::NodeId{9}, 9}));
}

TEST_CASE("Random ladders with many equal times: nothing, one packet, 64 lanes, ten thousand packets") {
    check(lay_out({}));
    check(lay_out(random_ladder(1, 0, 1)));
    check(lay_out(random_ladder(2, 1, 2)));
    check(lay_out(random_ladder(64, 500, 3)));
    check(lay_out(random_ladder(2, 10'000, 4)));
    for (std::uint64_t seed = 10; seed < 30; ++seed)
        check(lay_out(random_ladder(2 + seed % 5, 60, seed), 300, 0.3));
}

TEST_CASE("What is in view is all that touches it") {
    const LadderPicture picture = lay_out(random_ladder(3, 2'000, 5));
    for (double top = -100; top < picture.height(); top += 977) {
        const auto seen = picture.arrows().between(top, top + 400);
        const auto touches = [&](const PictureArrow& arrow) {
            return arrow.bottom() >= top && arrow.top() <= top + 400;
        };
        const auto all = picture.arrows().all();
        CHECK(std::ranges::count_if(seen, touches) == std::ranges::count_if(all, touches));
        CHECK(seen.size() < 400);
    }
}
