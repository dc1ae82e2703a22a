// Captures for Wireshark: one pcapng file (draft-ietf-opsawg-pcapng) for each network card, with what that
// card sent and what it received. Nanosecond times, real frame check sequences, directions, and comments that
// say what only the simulator knows: why a frame was lost, why a segment was sent again. A frame with a bad
// FCS is in its sender's file only, as a real card does not show it. Read next:
// results/export/pcapng_writer.hpp.
#pragma once

#include "results/export/words.hpp"
#include "results/record/run.hpp"

#include <filesystem>
#include <vector>

namespace patchcord::results {

/// Writes "NODE-PORT.pcapng" for every card with a cable into `folder`, which is made if it does not exist,
/// and returns the files. The time of a sent frame is the beginning of its transmission, that of a received
/// one the arrival of its last bit, in nanoseconds since the beginning of the run (which a capture shows as
/// 1970-01-01), rounded down. Throws std::system_error; the file that could not be written does not exist
/// then.
std::vector<std::filesystem::path> write_pcapng(const Run& run, const std::filesystem::path& folder,
                                                Language language = Language::English);

/// What one card saw, as `file`. Throws as above.
void write_pcapng(const Run& run, PortRef card, const std::filesystem::path& file,
                  Language language = Language::English);

}  // namespace patchcord::results
