// The names stand here once, next to the members that they name.
// Their order is that of e1000: what went through, then what went wrong.
// Read next: results/export/counter_table.hpp.
#include "results/export/counter_table.hpp"

#include "results/export/table.hpp"

#include <nlohmann/json.hpp>

namespace patchcord::results {

PortCounters counters_of(std::string port, const models::ethernet::NicCounters& counters) {
    return {std::move(port),
            {{"rx_packets", counters.rx_packets},
             {"tx_packets", counters.tx_packets},
             {"rx_bytes", counters.rx_bytes},
             {"tx_bytes", counters.tx_bytes},
             {"tx_dropped", counters.tx_dropped},
             {"rx_dropped", counters.rx_dropped},
             {"rx_filtered", counters.rx_filtered},
             {"tx_restart_queue", counters.tx_restart_queue},
             {"rx_missed_errors", counters.rx_missed_errors},
             {"rx_crc_errors", counters.rx_crc_errors},
             {"rx_align_errors", counters.rx_align_errors},
             {"rx_short_length_errors", counters.rx_short_length_errors},
             {"rx_long_length_errors", counters.rx_long_length_errors},
             {"rx_symbol_errors", counters.rx_symbol_errors},
             {"rx_false_carrier", counters.rx_false_carrier},
             {"rx_flow_control_xon", counters.rx_flow_control_xon},
             {"rx_flow_control_xoff", counters.rx_flow_control_xoff},
             {"tx_flow_control_xon", counters.tx_flow_control_xon},
             {"tx_flow_control_xoff", counters.tx_flow_control_xoff},
             {"collisions", counters.collisions},
             {"tx_deferred_ok", counters.tx_deferred_ok},
             {"tx_single_coll_ok", counters.tx_single_coll_ok},
             {"tx_multi_coll_ok", counters.tx_multi_coll_ok},
             {"tx_aborted_errors", counters.tx_aborted_errors},
             {"tx_window_errors", counters.tx_window_errors}}};
}

PortCounters counters_of(std::string port, const models::ethernet::HubCounters& counters) {
    return {std::move(port),
            {{"frames", counters.frames},
             {"collisions", counters.collisions},
             {"fragments", counters.fragments},
             {"partitions", counters.partitions}}};
}

std::string format_counters(std::span<const PortCounters> ports) {
    using enum Table::Align;
    Table table;
    table.add_column("", Left);
    for (const PortCounters& port : ports)
        table.add_column(port.port, Right);
    for (std::size_t i = 0; !ports.empty() && i < ports.front().counters.size(); ++i) {
        std::vector<std::string> row{std::string{ports.front().counters[i].first}};
        for (const PortCounters& port : ports)
            row.push_back(std::to_string(port.counters[i].second));
        table.add_row(std::move(row));
    }
    return table.text(0);
}

std::string counters_json(std::span<const PortCounters> ports, const std::string& node) {
    nlohmann::ordered_json all = nlohmann::ordered_json::object();
    for (const PortCounters& port : ports) {
        for (const auto& [name, value] : port.counters)
            all[port.port][name] = value;
    }
    const nlohmann::ordered_json report = {
        {"schema", "patchcord.counters/1"}, {"node", node}, {"ports", all}};
    return report.dump(2) + '\n';
}

}  // namespace patchcord::results
