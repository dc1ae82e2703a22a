// Frames over every PHY and category, at 90 to 150 m: as many are lost as the link model says. Each check has
// a false alarm in 10^5, with a fixed seed, so that it passes for ever or fails at once; there are about 100.
// The links are up whatever their cables are. Read next: models/ethernet/phy.hpp.
#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using tests::Bytes;
using tests::Station;

constexpr std::size_t kOctets = 1518;  // from the destination address to the FCS
constexpr std::uint64_t kBits = 8 + 8 * kOctets;

/// How many of `count` full-sized frames a link loses.
std::uint64_t lost(const LinkParameters& parameters, std::size_t count) {
    sim::Simulation simulation{11};
    trace::Tracer tracer;
    Station a{simulation.add_node("a"), tests::kMacA, tracer};
    Station b{simulation.add_node("b"), tests::kMacB, tracer};
    Link link{"cable", parameters, a.nic, b.nic, tracer};
    a.nic.set_queue_limit(count);
    Bytes bytes(kOctets - 4);
    wire::EthernetHeader{tests::kMacA, tests::kMacA, wire::EtherType::Ipv4}.emit(bytes);  // b filters it
    sim::Buffer buffer{simulation.buffers(), bytes.size()};
    std::ranges::copy(bytes, buffer.append(bytes.size()).begin());
    const sim::Frame frame = std::move(buffer).freeze();
    for (std::size_t i = 0; i < count; ++i)
        a.nic.transmit(frame.share());
    simulation.run_until(sim::kStart + std::chrono::hours{1});
    CHECK(a.nic.counters().tx_packets == count);
    const NicCounters& counters = b.nic.counters();
    return counters.rx_crc_errors + counters.rx_false_carrier + counters.rx_symbol_errors;
}

/// Whether `found` of `count` with chance `share` each is as likely as that: one false alarm in 10^5.
bool is_plausible(std::uint64_t found, std::size_t count, double share) {
    const double mean = static_cast<double>(count) * share;
    if (mean >= 12 && static_cast<double>(count) - mean >= 12)
        return std::abs(static_cast<double>(found) - mean) <= 4.417 * std::sqrt(mean * (1 - share));
    if (mean >= 12) return true;  // nearly all: the others are too few for a law
    double term = std::exp(-mean);
    double tail = 1.0 - term;
    std::uint64_t most = 0;
    while (tail > 1e-5) {
        ++most;
        term *= mean / static_cast<double>(most);
        tail -= term;
    }
    return found <= most;
}

TEST_CASE("Links lose as many frames as their cables say") {
    constexpr std::size_t kFrames = 4'000;
    int tested = 0;
    for (int phy = 0; phy < kPhys; ++phy) {
        for (int category = 0; category < kCategories; ++category) {
            for (const std::int64_t metres : {90, 100, 110, 120, 130, 150}) {
                const Cable cable{.category = Category(category), .millimetres = metres * 1000};
                CAPTURE(to_string(Phy(phy)));
                CAPTURE(to_string(cable.category));
                CAPTURE(metres);
                const double ratio = link_budget(Phy(phy), cable).bit_error_ratio;
                const LinkParameters parameters{
                    .rate = rate_of(Phy(phy)), .cable = cable, .start = LinkStart::Off};
                const std::size_t frames = ratio > 1e-3 ? 200 : kFrames;  // all are lost, bit by bit
                CHECK(is_plausible(lost(parameters, frames), frames, frame_loss(ratio, kBits)));
                ++tested;
            }
        }
    }
    CHECK(tested == 96);
}

TEST_CASE("The links that people ask about, with more frames") {
    struct Row {
        Phy phy;
        Category category;
        std::int64_t metres;
        std::size_t frames;
    };
    for (const Row& row : {Row{Phy::Base1000T, Category::Cat5e, 120, 100'000},
                           Row{Phy::Base100Tx, Category::Cat5e, 130, 50'000},
                           Row{Phy::Base10T, Category::Cat3, 120, 50'000}}) {
        CAPTURE(row.metres);
        const Cable cable{.category = row.category, .millimetres = row.metres * 1000};
        const double ratio = link_budget(row.phy, cable).bit_error_ratio;
        for (const double burst : {0.0, 30.0}) {
            const LinkParameters parameters{
                .rate = rate_of(row.phy), .burst = burst, .cable = cable, .start = LinkStart::Off};
            CHECK(is_plausible(lost(parameters, row.frames), row.frames, frame_loss(ratio, kBits, burst)));
        }
    }
}

TEST_CASE("Errors of the line codes take as many frames as single bits do") {
    struct Row {
        Phy phy;
        Category category;
        std::int64_t metres;
    };
    constexpr std::size_t kFrames = 20'000;
    for (const Row& row :
         {Row{Phy::Base10T, Category::Cat3, 130}, Row{Phy::Base100Tx, Category::Cat5e, 140},
          Row{Phy::Base1000T, Category::Cat5e, 130}, Row{Phy::Base10GT, Category::Cat6, 50}}) {
        CAPTURE(to_string(row.phy));
        const Cable cable{.category = row.category, .millimetres = row.metres * 1000};
        const double ratio = link_budget(row.phy, cable).bit_error_ratio;
        const std::uint64_t found =
            lost({.rate = rate_of(row.phy), .cable = cable, .start = LinkStart::Off, .error_events = true},
                 kFrames);
        CHECK(found > 12);
        CHECK(is_plausible(found, kFrames, frame_loss(ratio, kBits)));
    }
}

/// Whether two series of losses go together: chi-square of the table of two by two, one degree of freedom.
double chi_square(const std::vector<bool>& one, const std::vector<bool>& other) {
    std::array<std::array<double, 2>, 2> table{};
    for (std::size_t i = 0; i < one.size(); ++i)
        ++table[one[i] ? 1 : 0][other[i] ? 1 : 0];
    const double rows[] = {table[0][0] + table[0][1], table[1][0] + table[1][1]};
    const double columns[] = {table[0][0] + table[1][0], table[0][1] + table[1][1]};
    double sum = 0.0;
    for (std::size_t i = 0; i < 2; ++i) {
        for (std::size_t j = 0; j < 2; ++j) {
            const double expected = rows[i] * columns[j] / static_cast<double>(one.size());
            sum += (table[i][j] - expected) * (table[i][j] - expected) / expected;
        }
    }
    return sum;
}

// One false alarm in 10^5: 19.51.
TEST_CASE("Two links lose frames independently, and so do the two directions of one") {
    constexpr std::size_t kFrames = 20'000;
    tests::Bench bench;
    const LinkParameters cable{.bit_error_ratio = 3e-5};  // a third of all frames
    Station a{bench.simulation.add_node("a"), tests::kMacA, bench.tracer};
    Station b{bench.simulation.add_node("b"), tests::kMacB, bench.tracer};
    Station c{bench.simulation.add_node("c"), tests::kMacA, bench.tracer};
    Station d{bench.simulation.add_node("d"), tests::kMacB, bench.tracer};
    const Link one{"one", cable, a.nic, b.nic, bench.tracer};
    const Link two{"two", cable, c.nic, d.nic, bench.tracer};
    Bytes bytes(kOctets - 4);
    wire::EthernetHeader{tests::kMacB, tests::kMacA, wire::EtherType::Ipv4}.emit(bytes);
    for (Station* const station : {&a, &b, &c}) {
        station->nic.set_queue_limit(kFrames);
        for (std::size_t i = 0; i < kFrames; ++i)
            station->send(bytes);
    }
    bench.run_for(std::chrono::seconds{10});
    const sim::Duration slot = rate_of(Phy::Base100Tx).time_to_send(8 * (kOctets + 20));
    std::map<sim::NodeId, std::vector<bool>> lost;
    for (const Station* const station : {&a, &b, &d})
        lost[station->context().id()].resize(kFrames);
    for (const trace::FrameLost& record : bench.recorder.lost)
        lost.at(record.node)[static_cast<std::size_t>((record.at - sim::kStart) / slot)] = true;
    const auto& to_a = lost.at(a.context().id());
    const auto& to_b = lost.at(b.context().id());
    const auto& to_d = lost.at(d.context().id());
    CHECK(std::ranges::count(to_b, true) > 5'000);
    CHECK(chi_square(to_b, to_d) < 19.51);
    CHECK(chi_square(to_b, to_a) < 19.51);
    CHECK(chi_square(to_b, to_b) > 1'000);  // it would be seen
}

/// The shares of 3000 cables that came up at each speed.
TEST_CASE("As many links come up at each speed as the model says") {
    constexpr int kCables = 3'000;
    for (const std::int64_t metres : {120, 130, 140, 150, 160, 180, 200}) {
        CAPTURE(metres);
        sim::Simulation simulation{13};
        trace::Tracer tracer;
        const Cable cable{.millimetres = metres * 1000};
        int at_1000 = 0, at_least_100 = 0, up = 0;
        for (int i = 0; i < kCables; ++i) {
            Station a{simulation.add_node("a" + std::to_string(i)), tests::kMacA, tracer};
            Station b{simulation.add_node("b" + std::to_string(i)), tests::kMacB, tracer};
            const Link link{"cable", {.rate = rate_of(Phy::Base1000T), .cable = cable}, a.nic, b.nic, tracer};
            const LinkState& state = link.first_state();
            up += state.comes_up ? 1 : 0;
            at_1000 += state.comes_up && state.phy == Phy::Base1000T ? 1 : 0;
            at_least_100 += state.comes_up && state.phy != Phy::Base10T ? 1 : 0;
        }
        const auto chance = [&](Phy phy) { return link_budget(phy, cable).up_probability; };
        // one draw for all speeds: whatever comes up at a speed would also at the next lower one
        CHECK(is_plausible(static_cast<std::uint64_t>(at_1000), kCables, chance(Phy::Base1000T)));
        CHECK(is_plausible(static_cast<std::uint64_t>(at_least_100), kCables,
                           std::max(chance(Phy::Base1000T), chance(Phy::Base100Tx))));
        CHECK(is_plausible(static_cast<std::uint64_t>(up), kCables, chance(Phy::Base10T)));
    }
}

}  // namespace
}  // namespace patchcord::models::ethernet
