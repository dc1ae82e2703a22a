// What network cards and hubs have counted, in text as `ethtool -S` shows it: a line for each counter, a
// column for each port. Not here: who counts (models/ethernet/nic.hpp).
// Read next: results/export/table.hpp.
#pragma once

#include "models/ethernet/hub.hpp"
#include "models/ethernet/nic.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchcord::results {

struct PortCounters {
    std::string port;
    std::vector<std::pair<std::string_view, std::uint64_t>> counters;
};

PortCounters counters_of(std::string port, const models::ethernet::NicCounters& counters);
PortCounters counters_of(std::string port, const models::ethernet::HubCounters& counters);

/// All ports have the same counters.
std::string format_counters(std::span<const PortCounters> ports);
/// {"schema": "patchcord.counters/1", "node", "ports": {"eth0": {"rx_packets": 1, ...}}}
std::string counters_json(std::span<const PortCounters> ports, const std::string& node);

}  // namespace patchcord::results
