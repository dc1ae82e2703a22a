// What hosts and switches have learnt about addresses, in text: the ARP table of a host as `arp -n` shows it,
// and the MAC address table of a switch. Read next: models/ip/arp_table.hpp, models/ethernet/switch.hpp.
// Not here: sockets (sockets_table.hpp).
#pragma once

#include "models/ethernet/switch.hpp"
#include "models/ip/arp_table.hpp"
#include "sim/core/time.hpp"

#include <span>
#include <string>
#include <vector>

namespace patchcord::results {

/// One line of a switch's table.
struct MacRow {
    std::uint16_t vlan = 1;
    models::wire::MacAddress mac;
    sim::PortId port{};
    sim::Duration age{};  ///< since it was last seen
    bool stale = false;   ///< too old to be believed: frames for it are flooded
};
/// The table of `from` at `now`, by VLAN and address.
std::vector<MacRow> mac_rows(const models::ethernet::Switch& from, sim::Time now);

/// A heading and one line an entry: address, MAC address, state, age, interface.
std::string format_arp(std::span<const models::ip::ArpEntry> entries);
/// {"schema": "patchcord.arp/1", "host", "at_ps", "entries": [...]}
std::string arp_json(std::span<const models::ip::ArpEntry> entries, sim::Time now, const std::string& host);

/// A heading and one line an address: VLAN where there are several, MAC address, port (from 1, as in
/// scenarios), age.
std::string format_mac(std::span<const MacRow> rows);
/// {"schema": "patchcord.mac/1", "switch", "at_ps", "entries": [...]}, with ports from 1.
std::string mac_json(std::span<const MacRow> rows, sim::Time now, const std::string& name);

}  // namespace patchcord::results
