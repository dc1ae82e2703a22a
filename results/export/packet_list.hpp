// Packets one a line, in tcpdump's words: when, whose card, what. Of the whole network each packet once,
// where it was first sent; or what one host's card sent and received, as tcpdump on that host would print it.
// Read next: models/wire/describe.hpp. Not here: arrows and states (results/export/ladder/).
#pragma once

#include "results/analysis/analysis.hpp"
#include "results/export/words.hpp"
#include "results/query/packet_scope.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::results {

struct PacketListOptions {
    sim::Time from = sim::kStart;             ///< the first moment that is wanted
    sim::Time until = sim::kNever;            ///< the first that is not
    std::optional<sim::NodeId> node = {};     ///< only what its cards sent and received
    std::optional<PacketFilter> filter = {};  ///< only packets that it matches
    std::size_t max_rows = SIZE_MAX;          ///< a last line says how many more there are
    bool data = false;                        ///< also what TCP and UDP carry, as text
    bool ascii = false;
    Language language = Language::English;
};

struct PacketRow {
    sim::Time at;
    sim::NodeId node;
    bool received = false;  ///< by `node`, which else sent it
    sim::PacketId packet;
    std::size_t length = 0;      ///< octets of the frame without FCS; 0 for one that was lost before it left
    std::string text;            ///< "IP 10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 0, ..., length 0"
    std::size_t collisions = 0;  ///< after which its cards sent it again
    std::optional<models::wire::LossCause> lost = {};  ///< on the first cable on which it was
    std::string data =
        {};  ///< if it was asked for: lines of text, other bytes as ".", as tcpdump -A prints them
};

/// By time. Sequence numbers count from the SYN, where one was seen.
std::vector<PacketRow> packet_rows(const Analysis& analysis, const PacketListOptions& options = {});

/// " 0.010012  client  IP 10.0.0.1.49152 > ...  ✕ cut", a heading and one line a packet.
std::string format_packets(const Analysis& analysis, const PacketListOptions& options = {});
/// {"schema": "patchcord.packets/1", "name", "packets": [...]}
std::string packets_json(const Analysis& analysis, const PacketListOptions& options = {});

}  // namespace patchcord::results
