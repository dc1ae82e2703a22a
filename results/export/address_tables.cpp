// Two small tables. Ages are whole milliseconds for people and picoseconds for programs.
// Nothing is printed in place of a MAC address that was never known: arp(8) says (incomplete) there.
// Read next: results/export/table.hpp.
#include "results/export/address_tables.hpp"

#include "results/export/format.hpp"
#include "results/export/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace patchcord::results {
namespace {

using models::ip::ArpEntry;
using models::trace::ArpState;
using models::wire::MacAddress;
using Json = nlohmann::ordered_json;

constexpr int kDecimals = 3;

bool is_known(const ArpEntry& entry) {
    return entry.mac != MacAddress{};
}

std::string text(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::vector<MacRow> mac_rows(const models::ethernet::Switch& from, sim::Time now) {
    std::vector<MacRow> rows;
    for (const auto& [key, entry] : from.mac_table())
        rows.push_back(
            {key.vlan, key.address, entry.port, now - entry.seen, !from.lookup(key.address, key.vlan)});
    return rows;
}

std::string format_arp(std::span<const ArpEntry> entries) {
    using enum Table::Align;
    Table table;
    for (const std::string_view header : {"Address", "HWaddress", "State"})
        table.add_column(header, Left);
    table.add_column("Age (s)", Right);
    table.add_column("Iface", Left);
    for (const ArpEntry& entry : entries) {
        table.add_row({to_string(entry.address), is_known(entry) ? to_string(entry.mac) : "(incomplete)",
                       std::string{to_string(entry.state)}, format_seconds(entry.age, kDecimals),
                       fmt::format("eth{}", index(entry.port))});
    }
    return table.text(0);
}

std::string arp_json(std::span<const ArpEntry> entries, sim::Time now, const std::string& host) {
    Json list = Json::array();
    for (const ArpEntry& entry : entries) {
        list.push_back({{"address", to_string(entry.address)},
                        {"mac", is_known(entry) ? Json(to_string(entry.mac)) : Json()},
                        {"state", to_string(entry.state)},
                        {"age_ps", entry.age.count()},
                        {"interface", fmt::format("eth{}", index(entry.port))}});
    }
    return text({{"schema", "patchcord.arp/1"}, {"host", host}, {"at_ps", ticks(now)}, {"entries", list}});
}

std::string format_mac(std::span<const MacRow> rows) {
    using enum Table::Align;
    Table table;
    const bool vlans =
        std::ranges::any_of(rows, [](const MacRow& row) { return row.vlan != models::wire::kFirstVlan; });
    if (vlans) table.add_column("VLAN", Right);
    table.add_column("MAC address", Left);
    table.add_column("Port", Right);
    table.add_column("Age (s)", Right);
    table.add_column("", Left);
    for (const MacRow& row : rows) {
        std::vector<std::string> cells{to_string(row.mac), fmt::format("{}", index(row.port) + 1),
                                       format_seconds(row.age, kDecimals), row.stale ? "aged out" : ""};
        if (vlans) cells.insert(cells.begin(), std::to_string(row.vlan));
        table.add_row(std::move(cells));
    }
    return table.text(0);
}

std::string mac_json(std::span<const MacRow> rows, sim::Time now, const std::string& name) {
    Json list = Json::array();
    for (const MacRow& row : rows) {
        list.push_back({{"vlan", row.vlan},
                        {"mac", to_string(row.mac)},
                        {"port", index(row.port) + 1},
                        {"age_ps", row.age.count()},
                        {"aged_out", row.stale}});
    }
    return text({{"schema", "patchcord.mac/1"}, {"switch", name}, {"at_ps", ticks(now)}, {"entries", list}});
}

}  // namespace patchcord::results
