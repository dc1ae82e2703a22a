// Bit errors: the distances between them, and what they do to frames. The checks are statistical, with a
// fixed seed: a right program fails one of them with the stated probability when the seed or the generator
// changes, and never otherwise.
#include "models/ethernet/bit_errors.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/ethernet.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using tests::Bytes;
using tests::Station;
using wire::LossCause;

/// Whether `count` of `trials` with probability `p` is within 5 standard deviations of what is expected (and
/// the expectation large enough for a normal law). A right program is outside with probability 5.7e-7.
bool plausible(double count, double trials, double p) {
    return std::abs(count - trials * p) < 5 * std::sqrt(trials * p * (1 - p));
}

/// The positions of the bad bits among the first `bits` (a multiple of 8) of a stream.
std::vector<std::uint64_t> bad_bits(double ratio, std::uint64_t bits, std::uint64_t seed, std::size_t piece,
                                    double burst = 0.0) {
    BitErrors errors{sim::RandomStream{seed, "a", 0, "bit errors"}};
    errors.set_ratio(ratio, burst);
    std::vector<std::uint64_t> positions;
    Bytes zeros(piece);
    for (std::uint64_t start = 0; start < bits; start += 8 * piece) {
        if (!errors.hits(8 * piece)) continue;
        errors.flip(0, zeros);
        for (std::size_t i = 0; i < 8 * piece; ++i) {
            if ((zeros[i / 8] >> i % 8 & 1) != 0) positions.push_back(start + i);
        }
        std::ranges::fill(zeros, std::uint8_t{0});
    }
    return positions;
}

TEST_CASE("good bits between bad ones are geometrically distributed") {
    for (const double ratio : {0.5, 0.1, 1e-3, 1e-4}) {
        CAPTURE(ratio);
        constexpr double kWanted = 20'000;
        const auto bits = static_cast<std::uint64_t>(kWanted / ratio) / 800 * 800;
        const auto positions = bad_bits(ratio, bits, 7, 100);
        CHECK(plausible(static_cast<double>(positions.size()), static_cast<double>(bits), ratio));

        // P(gap >= g) = (1 - p)^g, looked at where that is about 3/4, 1/2, 1/4 and 1/20.
        std::vector<std::uint64_t> gaps;
        for (std::size_t i = 1; i < positions.size(); ++i)
            gaps.push_back(positions[i] - positions[i - 1] - 1);
        for (const double tail : {0.75, 0.5, 0.25, 0.05}) {
            const double at = std::ceil(std::log(tail) / std::log1p(-ratio));
            const double probability = std::exp(at * std::log1p(-ratio));
            const auto longer = std::ranges::count_if(
                gaps, [&](std::uint64_t gap) { return static_cast<double>(gap) >= at; });
            CHECK(plausible(static_cast<double>(longer), static_cast<double>(gaps.size()), probability));
        }

        // Neighbouring gaps know nothing of each other: both above the median as often as chance wants.
        const double median = std::ceil(std::log(0.5) / std::log1p(-ratio));
        const double above = std::exp(median * std::log1p(-ratio));
        int both = 0;
        for (std::size_t i = 1; i < gaps.size(); i += 2)
            both += static_cast<double>(gaps[i - 1]) >= median && static_cast<double>(gaps[i]) >= median;
        CHECK(plausible(both, static_cast<double>(gaps.size() / 2), above * above));
    }
}

TEST_CASE("where the errors are does not depend on how the bits are cut into frames") {
    const auto whole = bad_bits(1e-3, 800'000, 3, 100'000);
    CHECK(whole.size() > 500);
    CHECK(bad_bits(1e-3, 800'000, 3, 100) == whole);
    CHECK(bad_bits(1e-3, 800'000, 3, 1) == whole);
    CHECK(bad_bits(1e-3, 800'000, 4, 100) != whole);
}

TEST_CASE("without errors no bit is bad") {
    CHECK(bad_bits(0.0, 80'000'000, 7, 10'000).empty());
}

struct Outcome {
    std::size_t received = 0;
    std::size_t fcs = 0;
    std::size_t sfd = 0;
    std::vector<sim::PacketId> lost;
};

/// Sends `count` frames of `size` bytes over a cable with bit errors.
Outcome send_frames(double ratio, int count, std::size_t size, std::uint64_t seed = 7, double burst = 0.0) {
    sim::Simulation simulation{seed};
    tests::Recorder recorder;
    trace::Tracer tracer;
    Station a{simulation.add_node("a"), tests::kMacA, tracer};
    Station b{simulation.add_node("b"), tests::kMacB, tracer};
    Link link{"cable", {.bit_error_ratio = ratio, .burst = burst}, a.nic, b.nic, tracer};
    tracer.set_sink(&recorder);
    Bytes frame(size);
    wire::EthernetHeader{tests::kMacB, tests::kMacA, wire::EtherType::Ipv4}.emit(frame);
    for (int i = 0; i < count; ++i) {
        a.send(frame);
        simulation.run_until(simulation.now() + 200us);
    }
    for (const auto& received : b.frames)
        CHECK(received.frame == frame);  // what passes the check is what was sent
    Outcome outcome;
    outcome.received = b.frames.size();
    outcome.fcs = b.nic.counters().rx_crc_errors;
    outcome.sfd = b.nic.counters().rx_false_carrier;
    CHECK(recorder.losses(LossCause::Fcs) == outcome.fcs);
    CHECK(recorder.losses(LossCause::Sfd) == outcome.sfd);
    for (const auto& lost : recorder.lost) {
        CHECK(lost.node == b.context().id());
        outcome.lost.push_back(lost.packet);
    }
    return outcome;
}

// The chance of an error at a distance of d bits from another one: in the same burst with (1 - 1/L)^d, and
// half of its bits are wrong. 5 standard deviations.
TEST_CASE("bits of a burst are wrong together") {
    for (const double burst : {5.0, 50.0, 1000.0}) {
        CAPTURE(burst);
        constexpr std::uint64_t kBits = 80'000'000;
        const auto positions = bad_bits(1e-3, kBits, 7, 100, burst);
        // the number of errors varies with that of bursts: variance about 80 000 * burst / 2 * 1.5
        CHECK(std::abs(static_cast<double>(positions.size()) - 80'000) < 5 * std::sqrt(80'000 * (burst + 2)));
        for (const std::uint64_t distance : {std::uint64_t{1}, static_cast<std::uint64_t>(burst)}) {
            double together = 0;
            std::size_t next = 0;
            for (const std::uint64_t position : positions) {
                while (next < positions.size() && positions[next] < position + distance)
                    ++next;
                together += next < positions.size() && positions[next] == position + distance ? 1 : 0;
            }
            const double same_burst = std::pow(1.0 - 1.0 / burst, static_cast<double>(distance));
            const double expected = 0.5 * (same_burst + (1.0 - same_burst) * 2e-3);
            CHECK(together / static_cast<double>(positions.size()) ==
                  doctest::Approx(expected).epsilon(0.05));
        }
    }
}

// Figures of another program, by the same chain of two states
TEST_CASE("bursts lose fewer frames than independent errors of the same ratio") {
    CHECK(frame_loss(1e-6, 12'144) == doctest::Approx(1.207e-2).epsilon(1e-3));
    CHECK(frame_loss(1e-6, 12'144, 10) == doctest::Approx(2.2071e-3).epsilon(1e-4));
    CHECK(frame_loss(1e-6, 12'144, 100) == doctest::Approx(2.4239e-4).epsilon(1e-4));
    CHECK(frame_loss(1e-6, 12'144, 1000) == doctest::Approx(2.6257e-5).epsilon(1e-4));
    CHECK(frame_loss(1e-5, 12'144, 100) == doctest::Approx(2.4213e-3).epsilon(1e-4));
    CHECK(frame_loss(1e-20, 12'144, 100) == doctest::Approx(2.424e-18).epsilon(1e-2));
    CHECK(frame_loss(0.0, 12'144, 100) == 0.0);
}

TEST_CASE("as many frames are lost to bursts as the chain of two states says") {
    struct Row {
        double ratio;
        double burst;
        int frames;
    };
    for (const Row& row : {Row{1e-4, 10, 20'000}, Row{1e-4, 100, 20'000}, Row{1e-3, 1000, 20'000}}) {
        CAPTURE(row.burst);
        const Outcome outcome = send_frames(row.ratio, row.frames, 1514, 7, row.burst);
        const double lost = frame_loss(row.ratio, 8 + 8 * 1518, row.burst);
        CHECK(plausible(static_cast<double>(outcome.fcs + outcome.sfd), row.frames, lost));
    }
}

TEST_CASE("as many frames are lost as the bit error ratio says") {
    struct Row {
        double ratio;
        int frames;
        std::size_t size;
    };
    const Row rows[] = {{1e-5, 5'000, 1514}, {1e-4, 5'000, 60}, {1e-3, 5'000, 60}, {1e-4, 2'000, 1514}};
    for (const Row& row : rows) {
        CAPTURE(row.ratio);
        CAPTURE(row.size);
        const Outcome outcome = send_frames(row.ratio, row.frames, row.size);
        const auto trials = static_cast<double>(row.frames);
        CHECK(outcome.received + outcome.fcs + outcome.sfd == static_cast<std::size_t>(row.frames));
        // A frame is whole when the 8 bits of its start delimiter, its own and those of its FCS are.
        const double bits = 8 + 8 * (static_cast<double>(row.size) + 4);
        const double whole = std::exp(bits * std::log1p(-row.ratio));
        CHECK(plausible(static_cast<double>(outcome.received), trials, whole));
    }
}

TEST_CASE("a start delimiter is hit as often as its eight bits say") {
    const Outcome outcome = send_frames(2e-3, 10'000, 60);
    CHECK(plausible(static_cast<double>(outcome.sfd), 10'000, 1 - std::exp(8 * std::log1p(-2e-3))));
}

TEST_CASE("the same seed loses the same frames, another seed others") {
    const Outcome first = send_frames(1e-4, 500, 500, 1);
    CHECK(first.lost.size() > 50);
    CHECK(send_frames(1e-4, 500, 500, 1).lost == first.lost);
    CHECK(send_frames(1e-4, 500, 500, 2).lost != first.lost);
}

}  // namespace
}  // namespace patchcord::models::ethernet
