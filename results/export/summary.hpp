// What stands below the ladder of a run: what applications said, flows, frames by what became of them, faults
// that did nothing, what the scenario expected, and the fingerprint. For people, so numbers are rounded. Read
// next: results/export/json.hpp, which says the same to programs.
#pragma once

#include "results/analysis/analysis.hpp"
#include "results/export/words.hpp"
#include "sim/event/fingerprint.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace patchcord::results {

struct TextOptions {
    bool ascii = false;
    Language language = Language::English;
    std::size_t max_rows = 20;  ///< of each table
};

/// One line of a scenario's `expect`, and what came of it.
struct Expectation {
    std::string text;
    bool held = false;
    std::string found;  ///< what was there instead; for one that did not hold
};

/// A fault of the scenario that did nothing: it matched no packet, or its time had not come.
struct IdleFault {
    std::size_t number = 0;  ///< from 1
    std::string text;        ///< "drop tcp.fin"
};

/// What is known of a run beside its records.
struct Outcome {
    sim::Fingerprint fingerprint;
    std::vector<Expectation> expectations;
    std::vector<IdleFault> idle_faults = {};
};

/// Two lines a connection, one for each direction, that of the initiator first. Then UDP and pings. Empty if
/// there is nothing.
std::string format_flows(const Analysis& analysis, const TextOptions& options = {});
/// "… 212 more rows", below a table that is cut off.
std::string left_out(std::size_t rows, const TextOptions& options);
/// "frames: sent 13, delivered 12, lost 1 (cut 1, FCS 0, queue 0, collision 0)". Causes that are rarer only
/// if they occurred.
std::string format_frames(const FrameCounts& frames, const TextOptions& options = {});
/// "fingerprint: wire 3f9a..., order ..., state ..."
std::string format_fingerprint(const sim::Fingerprint& fingerprint);
/// "expect: 3 held, 0 failed", and a line for each that failed. Empty if nothing was expected.
std::string format_expectations(const std::vector<Expectation>& expectations,
                                const TextOptions& options = {});
/// " fault 2 (drop tcp.fin) never fired", a line for each.
std::string format_idle_faults(const std::vector<IdleFault>& faults, const TextOptions& options = {});
/// All of it.
std::string format_summary(const Analysis& analysis, const Outcome& outcome, const TextOptions& options = {});

}  // namespace patchcord::results
