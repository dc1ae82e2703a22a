// The nearest name is looked for here, as everywhere in this folder.
// Read next: scenarios/load/expressions.hpp.
#include "scenarios/load/expressions.hpp"

#include "models/network/network.hpp"
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace patchcord::scenarios {

namespace wire = models::wire;

ValueProblem problem_of(const wire::ExpressionError& error, std::string_view text) {
    const auto [begin, end] = error.span;
    std::string_view written = text.substr(begin, end - begin);
    if (written.size() >= 2 && (written.front() == '"' || written.front() == '\''))
        written = written.substr(1, written.size() - 2);
    const std::vector<std::string_view> names{error.candidates.begin(), error.candidates.end()};
    const std::string_view meant = nearest(written, names);
    return {error.message, error.expected, meant.empty() ? "" : in_quotes(meant),
            Span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}};
}

wire::NamedNodes named_nodes(const Scenario& scenario) {
    wire::NamedNodes named;
    for (std::size_t i = 0; i < scenario.nodes.size(); ++i) {
        const NodeDescription& node = scenario.nodes[i];
        wire::NamedNode row{.name = node.name, .id = sim::NodeId{static_cast<std::uint32_t>(i)}};
        if (node.kind == NodeKind::Host) {
            const auto automatic = models::network::Network::automatic_mac(row.id, sim::PortId{0});
            row.macs.push_back(node.mac.value_or(automatic));
        }
        if (node.address) row.addresses.push_back(node.address->address());
        named.add(std::move(row));
    }
    return named;
}

}  // namespace patchcord::scenarios
