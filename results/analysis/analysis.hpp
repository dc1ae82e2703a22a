// Everything that is worked out from a run before it is shown, once: journeys, flows, counts.
// Not here: how any of it looks (results/export/).
// Read next: results/export/summary.hpp.
#pragma once

#include "results/analysis/datagram_flows.hpp"
#include "results/analysis/journeys.hpp"
#include "results/analysis/ladder.hpp"
#include "results/analysis/tcp_flows.hpp"
#include "results/record/run.hpp"

#include <vector>

namespace patchcord::results {

/// Of a run that must outlive it.
struct Analysis {
    explicit Analysis(const Run& of)
        : run{of},
          journeys{of},
          tcp{of, journeys},
          datagrams{datagram_flows(of, journeys)},
          frames{count_frames(journeys)} {}

    LadderDisplay ladder(const LadderOptions& options = {}) const {
        return results::ladder(run, journeys, tcp, options);
    }

    const Run& run;
    Journeys journeys;
    TcpFlows tcp;
    std::vector<DatagramFlow> datagrams;
    FrameCounts frames;
};

}  // namespace patchcord::results
