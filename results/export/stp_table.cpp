// Roles are those of 802.1D-2004 17.7, whose names everybody uses: root, designated, and blocked for the
// rest. Read next: results/export/stp_table.hpp.
#include "results/export/stp_table.hpp"

#include "results/export/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace patchcord::results {
namespace {

using models::ethernet::SpanningTree;
using models::ethernet::StpState;
using models::ethernet::Switch;
using Json = nlohmann::ordered_json;

std::string bridge_text(const models::wire::BridgeId& bridge) {
    return fmt::format("{:04x}.{}", bridge.priority, to_string(bridge.address));
}

std::string_view role(const SpanningTree& tree, std::size_t port) {
    if (tree.state(port) == StpState::Disabled) return "-";
    if (tree.is_root_port(port)) return "root";
    return tree.is_designated(port) ? "designated" : "blocked";
}

}  // namespace

std::string format_stp(const Switch& bridge) {
    const SpanningTree* const tree = bridge.spanning_tree();
    if (tree == nullptr) return "no spanning tree\n";
    using enum Table::Align;
    Table table;
    table.add_column("Port", Right);
    table.add_column("Role", Left);
    table.add_column("State", Left);
    for (std::size_t port = 0; port < bridge.ports(); ++port)
        table.add_row({std::to_string(port + 1), std::string{role(*tree, port)},
                       std::string{to_string(tree->state(port))}});
    return fmt::format("bridge {}\nroot   {}, {}\n", bridge_text(tree->id()), bridge_text(tree->root()),
                       tree->is_root() ? std::string{"this bridge"}
                                       : fmt::format("path cost {}", tree->root_path_cost())) +
           table.text(0);
}

std::string stp_json(const Switch& bridge, sim::Time now, const std::string& name) {
    const SpanningTree* const tree = bridge.spanning_tree();
    Json report = {{"schema", "patchcord.stp/1"},
                   {"switch", name},
                   {"at_ps", sim::ticks(now)},
                   {"bridge", tree == nullptr ? Json() : Json(bridge_text(tree->id()))}};
    if (tree != nullptr) {
        report["root"] = bridge_text(tree->root());
        report["root_path_cost"] = tree->root_path_cost();
        report["ports"] = Json::array();
        for (std::size_t port = 0; port < bridge.ports(); ++port)
            report["ports"].push_back(
                {{"port", port + 1}, {"role", role(*tree, port)}, {"state", to_string(tree->state(port))}});
    }
    return report.dump(2) + '\n';
}

}  // namespace patchcord::results
