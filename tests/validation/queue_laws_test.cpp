// A queue of frames of one size that come as a Poisson process is M/D/1: its mean waiting time is
// rho / (2 (1 - rho)) service times (Kleinrock, Queueing Systems I, 5.6). A simulation long enough to see
// that within 2 % would take minutes, so it is shown in two steps: the card makes each frame wait exactly as
// long as Lindley's recursion says for the same arrivals, and the recursion, over many more, has the mean.
#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "sim/core/portable_math.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using sim::Duration;

constexpr std::size_t kFrame = 500;  // octets without FCS

Duration service_time() {
    return rate_of(Phy::Base100Tx)
        .time_to_send(8 * (wire::kPreambleAndSfd + kFrame + wire::kFcsSize + wire::kInterframeGap));
}

/// Of a Poisson process that loads the link to `load`.
class Arrivals {
  public:
    explicit Arrivals(double load)
        : mean_{static_cast<double>(service_time().count()) / load}, stream_{7, "arrivals", 0, "poisson"} {}
    Duration next() {
        return Duration{
            std::max<std::int64_t>(1, static_cast<std::int64_t>(-mean_ * sim::portable_log(stream_.unit())))};
    }

  private:
    double mean_;
    sim::RandomStream stream_;
};

TEST_CASE("each frame waits in a card as long as Lindley's recursion says") {
    for (const double load : {0.5, 0.8, 0.9}) {
        tests::Bench bench;
        tests::Station a{bench.simulation.add_node("a"), tests::kMacA, bench.tracer};
        tests::Station b{bench.simulation.add_node("b"), tests::kMacB, bench.tracer};
        const Link link{"cable", {}, a.nic, b.nic, bench.tracer};
        tests::Bytes frame(kFrame);
        wire::EthernetHeader{tests::kMacB, tests::kMacA, wire::EtherType::Ipv4}.emit(frame);
        Arrivals arrivals{load};
        std::vector<sim::Time> due;
        Duration wait{};
        for (int i = 0; i < 20'000; ++i) {
            const Duration gap = arrivals.next();
            bench.run_for(gap);
            wait = i == 0 ? Duration{} : std::max(Duration{}, wait + service_time() - gap);
            due.push_back(bench.simulation.now() + wait);
            a.send(frame);
        }
        bench.run_for(std::chrono::seconds{1});
        REQUIRE(bench.recorder.sent.size() == due.size());
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < due.size(); ++i)
            wrong += bench.recorder.sent[i].at == due[i] ? 0u : 1u;
        CHECK(wrong == 0);
    }
}

TEST_CASE("the recursion has the mean waiting time of M/D/1 within 2 %") {
    for (const double load : {0.5, 0.8, 0.9}) {
        constexpr int kFrames = 4'000'000;
        Arrivals arrivals{load};
        Duration wait{};
        double sum = 0.0;
        for (int i = 0; i < kFrames; ++i) {
            wait = std::max(Duration{}, wait + service_time() - arrivals.next());
            sum += static_cast<double>(wait.count());
        }
        const double mean = sum / kFrames / static_cast<double>(service_time().count());
        CHECK(mean == doctest::Approx(load / (2 * (1 - load))).epsilon(0.02));
    }
}

}  // namespace
}  // namespace patchcord::models::ethernet
