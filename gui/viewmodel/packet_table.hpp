// SPDX-License-Identifier: GPL-3.0-or-later
// The packet list as rows of text: the lines of `patchcord packets` with the two ends in columns of their
// own, and what became of each packet. Read next: results/export/packet_list.hpp.
#pragma once

#include "results/analysis/analysis.hpp"
#include "results/export/words.hpp"
#include "sim/core/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::gui {

struct TablePacket {
    sim::PacketId packet;
    std::string time;      ///< seconds, as in the ladder
    std::string from;      ///< "client:49152"; a node's name alone where there is no port
    std::string to;        ///< "*" for all
    std::string protocol;  ///< "TCP", "UDP", "ICMP", "ARP", "IP"
    std::string info;      ///< "Flags [S], seq 0, win 65535, options [mss 1460], length 0"
    std::string fate;      ///< "✓" for delivered, "✕ cut"
    results::PacketClass kind = results::PacketClass::Other;
    bool lost = false;
};

class PacketTable {
  public:
    PacketTable() = default;
    /// `analysis` must outlive this.
    PacketTable(const results::Analysis& analysis, results::Language language);

    /// By time.
    const std::vector<TablePacket>& rows() const { return rows_; }
    std::optional<std::size_t> row_of(sim::PacketId packet) const;
    /// All that is to be said about the packet, for a tooltip: several lines. Empty for an unknown packet.
    std::string details(sim::PacketId packet) const;

    enum class Way : std::uint8_t { Forward, Backward };
    /// The nearest loss before or behind `from` (absent: from the end where the search begins).
    std::optional<sim::PacketId> next_loss(std::optional<sim::PacketId> from, Way way) const;
    /// The packet `steps` rows further (backward if negative), or the last there is.
    std::optional<sim::PacketId> step(std::optional<sim::PacketId> from, std::ptrdiff_t steps) const;

  private:
    const results::Analysis* analysis_ = nullptr;
    results::Language language_ = results::Language::English;
    std::vector<TablePacket> rows_;
    std::map<sim::PacketId, std::size_t> row_of_;
};

}  // namespace patchcord::gui
