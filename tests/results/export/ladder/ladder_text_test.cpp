#include "results/export/ladder/ladder_text.hpp"

#include "results/analysis/analysis.hpp"
#include "results/export/format.hpp"
#include "tests/results/golden.hpp"
#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace patchcord::results {
namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        out.push_back(line);
    return out;
}

std::string painted(wire::LossCause cause, const PaintOptions& options) {
    const Run run = lost_segment(cause);
    return paint_ladder(Analysis{run}.ladder(), options);
}

TEST_CASE("the ladder of a lost segment") {
    using enum wire::LossCause;
    CHECK(is_golden("lost-segment", painted(Cut, {})));
    CHECK(is_golden("lost-segment-fcs-100", painted(Fcs, {.width = 100})));
    CHECK(is_golden("lost-segment-queue-korean", painted(Queue, {.language = Language::Korean})));
    CHECK(is_golden("lost-segment-ascii", painted(Cut, {.ascii = true})));
    CHECK(is_golden("lost-segment-50", painted(Cut, {.width = 50})));
    CHECK(is_golden("lost-segment-color", painted(Cut, {.color = true})));
}

TEST_CASE("no line is wider than the terminal, whatever the width, language and precision") {
    const Run run = lost_segment();
    const LadderDisplay ladder = Analysis{run}.ladder();
    for (std::size_t width = 40; width <= 140; ++width) {
        for (const Language language : {Language::English, Language::Korean}) {
            for (const int decimals : {6, 12}) {
                const auto text =
                    paint_ladder(ladder, {.width = width, .decimals = decimals, .language = language});
                for (const std::string& line : lines(text))
                    CHECK_MESSAGE(display_width(line) <= width, line);
            }
        }
    }
}

TEST_CASE("--ascii is ASCII, and nothing is coloured unless asked") {
    const std::string text = painted(wire::LossCause::Fcs, {.ascii = true});
    CHECK(text.find_first_of("\x1b") == std::string::npos);
    for (const char c : text)
        CHECK(static_cast<unsigned char>(c) < 0x80);
    CHECK(painted(wire::LossCause::Cut, {}).find('\x1b') == std::string::npos);
}

TEST_CASE("rows beyond the limit are counted") {
    const Run run = lost_segment();
    const LadderDisplay ladder = Analysis{run}.ladder();
    const auto text = lines(paint_ladder(ladder, {.max_rows = 5}));
    CHECK(text.back() ==
          " … " + std::to_string(ladder.rows.size() - 5) + " more rows: patchcord ladder by-hand");
    CHECK(lines(paint_ladder(ladder, {.max_rows = PaintOptions::kAllRows})).back().find("more rows") ==
          std::string::npos);
}

TEST_CASE("a ladder without rows says so") {
    CHECK(paint_ladder({}, {}) == " (no packets)\n");
    CHECK(paint_ladder({}, {.language = Language::Korean}) == " (패킷 없음)\n");
}

/// `lanes` hosts of which the first sends to all, then to the last, which is lost half way.
LadderDisplay many_lanes(std::size_t lanes) {
    LadderDisplay ladder{.run = "many", .lanes = {}, .rows = {}, .bars = {}, .flows = 0};
    for (std::size_t lane = 0; lane < lanes; ++lane)
        ladder.lanes.push_back({sim::NodeId{static_cast<std::uint32_t>(lane)}, NodeKind::Host,
                                "host-" + std::to_string(lane), "10.0.0." + std::to_string(lane)});
    LadderArrow all{sim::PacketId{},
                    0,
                    sim::kStart,
                    1us,
                    {},
                    {PacketClass::Arp, "", "ARP who-has 10.0.0.2?", "ARP", ""},
                    {}};
    for (std::size_t lane = 1; lane < lanes; ++lane)
        all.heads.push_back({lane, true, sim::kStart + 2us, {}, {}});
    ladder.rows.push_back({sim::kStart, {}, all, {}, {}});
    LadderArrow one{sim::PacketId{},
                    lanes - 1,
                    sim::kStart + 3us,
                    1us,
                    {},
                    {PacketClass::Data, "", "data 1:11 ack=1", "1:11", ""},
                    {}};
    one.heads.push_back({0, true, {}, LadderLoss{wire::LossCause::Cut, sim::kStart + 3us, "a-b", 0.5}, {}});
    ladder.rows.push_back({sim::kStart + 3us,
                           {},
                           one,
                           {},
                           {{0, sim::kStart, wire::TcpState::Closed, wire::TcpState::Listen, {}}}});
    one.from = 0;
    one.heads = {{1, false, sim::kStart + 5us, {}, {}},
                 {lanes - 1, true, sim::kStart + 5us, {}, wire::DropReason::NoPort}};
    ladder.rows.push_back({sim::kStart + 2s, 2s, one, {}, {}});
    return ladder;
}

TEST_CASE("several lanes") {
    CHECK(is_golden("four-lanes", paint_ladder(many_lanes(4), {})));
    CHECK(is_golden("four-lanes-ascii", paint_ladder(many_lanes(4), {.ascii = true})));
    CHECK(is_golden("sixty-four-hosts", paint_ladder(many_lanes(64), {})));
    for (std::size_t lanes = 3; lanes < 12; ++lanes) {
        for (std::size_t width = 40; width < 130; width += 7) {
            for (const std::string& line : lines(paint_ladder(many_lanes(lanes), {.width = width})))
                CHECK_MESSAGE(display_width(line) <= width, line);
        }
    }
}

TEST_CASE("notes stand beside their host, or between the lanes, in every layout") {
    using What = LadderNote::What;
    for (const std::size_t lanes : {2u, 4u, 64u}) {
        LadderDisplay ladder = many_lanes(lanes);
        ladder.rows.clear();
        for (const LadderNote& note :
             {LadderNote{What::Crashed, 1, "host-1"}, LadderNote{What::Booted, {}, "far-away"},
              LadderNote{What::LinkDown, {}, "a-b"}, LadderNote{What::LinkUp, {}, ""}}) {
            ladder.rows.push_back({sim::kStart, {}, {}, {}, {}, note});
        }
        const std::string text = paint_ladder(ladder, {.width = 80});
        for (const char* const words : {"crashed", "far-away booted", "link a-b down", "link up"})
            CHECK_MESSAGE(text.find(words) != std::string::npos, text);
        const std::string korean = paint_ladder(ladder, {.width = 80, .language = Language::Korean});
        CHECK(korean.find("링크 a-b 끊어짐") != std::string::npos);
    }
}

TEST_CASE("a long cause of a loss in the middle stands behind its cross and covers nothing") {
    LadderDisplay ladder = many_lanes(2);
    ladder.rows.erase(ladder.rows.begin() + 2);
    ladder.rows.erase(ladder.rows.begin());
    ladder.rows[0].arrow->from = 0;
    ladder.rows[0].arrow->heads[0].lane = 1;
    ladder.rows[0].arrow->heads[0].loss->place = "a-cable-with-a-long-name";
    for (std::size_t width = 72; width < 130; ++width) {
        const std::string text = paint_ladder(ladder, {.width = width});
        CHECK_MESSAGE(text.find("1:11") != std::string::npos, text);
        CHECK_MESSAGE(text.find("✕ cut: a-cable-with-a-long-name") != std::string::npos, text);
    }
}

}  // namespace
}  // namespace patchcord::results
