// "defaults" and "nodes". Read next: scenarios/load/addresses.cpp.
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/expressions.hpp"
#include "scenarios/load/parts.hpp"

#include <fmt/format.h>

#include <utility>

namespace patchcord::scenarios {
namespace {

/// "tcp", "arp" and "card", in a host or in the defaults.
void read_knobs(Reader& reader, const JsonValue& host, const std::string& pointer, const Table& table,
                NodeDescription& node) {
    const auto read = [&](std::string_view key, Target target) {
        const Field& field = *find_field(table.fields, key);
        const JsonValue* knobs = host.find(key);
        const std::string knobs_pointer = child_pointer(pointer, key);
        if (knobs == nullptr || !reader.expect_object(field, *knobs, knobs_pointer)) return;
        reader.read_into(target, *knobs, knobs_pointer, *field.inner);
    };
    read("tcp", &node.tcp);
    read("arp", &node.arp);
    read("card", &node.card);
}

/// The kind that the node says, so that the table for the rest is known. Host if it says nothing that can be
/// read.
NodeKind kind_of(const JsonValue& node) {
    const Field& field = *find_field(kSwitchTable.fields, "kind");
    const JsonValue* kind = node.find(field.name);
    if (kind == nullptr) return NodeKind::Host;
    const ValueResult word = read_value(field, *kind, {});
    return word ? static_cast<NodeKind>(std::get<WordIndex>(*word).value) : NodeKind::Host;
}

/// Keys that belong to hosts are not merely unknown in a switch.
void read_switch(Reader& reader, const JsonValue& value, const std::string& pointer, const Table& table,
                 NodeDescription& node) {
    JsonValue rest = value;
    std::erase_if(rest.children, [&](const JsonValue& member) {
        const bool of_hosts = find_field(table.fields, member.key) == nullptr &&
                              find_field(kHostTable.fields, member.key) != nullptr;
        if (of_hosts) {
            reader.complain_at_key(member, pointer,
                                   {fmt::format("{} is for hosts, and {} is a {}", in_quotes(member.key),
                                                in_quotes(node.name), to_string(node.kind)),
                                    one_of(names_of(table.fields)),
                                    {}});
        }
        return of_hosts;
    });
    reader.read_into(&node, rest, pointer, table);
}

/// A port has a PHY of the standard or none.
void check_port_rate(Reader& reader, const JsonValue& value, const std::string& pointer,
                     const NodeDescription& node) {
    const JsonValue* holder = node.kind == NodeKind::Host ? value.find("card") : &value;
    const char* const key = node.kind == NodeKind::Host ? "rate" : "port-rate";
    const std::optional<sim::Rate>& rate = node.kind == NodeKind::Host ? node.card.rate : node.port_rate;
    const JsonValue* given = holder == nullptr ? nullptr : holder->find(key);
    if (!rate || given == nullptr || models::ethernet::phy_of(*rate)) return;
    const std::string parent = node.kind == NodeKind::Host ? child_pointer(pointer, "card") : pointer;
    reader.complain(*given, child_pointer(parent, key),
                    {fmt::format("no PHY has the rate {}", in_quotes(given->text)),
                     "\"10 Mbit/s\", \"100 Mbit/s\", \"1 Gbit/s\" or \"10 Gbit/s\"",
                     {}});
}

/// Whether the bounds of the timeout that hold for this host, its own or those of its profile, leave room.
void check_rto(Reader& reader, const JsonValue& host, const std::string& pointer,
               const NodeDescription& node) {
    if (!node.profile || (!node.tcp.min_rto && !node.tcp.max_rto)) return;
    const models::tcp::Config config = models::tcp::profile_config(*node.profile);
    const sim::Duration low = node.tcp.min_rto.value_or(config.min_rto);
    const sim::Duration high = node.tcp.max_rto.value_or(config.max_rto);
    if (low <= high) return;
    ValueProblem problem{fmt::format("\"min_rto\" is {}, above \"max_rto\", {}",
                                     to_text(kDuration, low.count()), to_text(kDuration, high.count())),
                         "bounds with something between them",
                         {}};
    const JsonValue* knobs = host.find("tcp");
    for (const char* const key : {"min_rto", "max_rto"}) {
        const JsonValue* value = knobs == nullptr ? nullptr : knobs->find(key);
        if (value == nullptr) continue;
        reader.complain(*value, child_pointer(child_pointer(pointer, "tcp"), key), std::move(problem));
        return;
    }
    reader.complain_at_key(host, pointer, std::move(problem));
}

NodeDescription read_node(Reader& reader, const JsonValue& value, const std::string& pointer,
                          const Defaults& defaults) {
    NodeDescription node;
    const NodeKind kind = kind_of(value);
    if (kind == NodeKind::Host) node = defaults.host;
    node.name = value.key;
    node.kind = kind;
    node.place = reader.document().key_place(value, pointer);
    if (!value.is_object()) {
        reader.complain(
            value, pointer,
            {fmt::format("{} is not an object", shown(value)), "a node { \"kind\": \"host\", ... }", {}});
    } else if (kind != NodeKind::Host) {
        const Table& table = kind == NodeKind::Hub ? kHubTable : kSwitchTable;
        store_fallbacks(&node, table);
        node.kind = kind;
        read_switch(reader, value, pointer, table, node);
    } else {
        reader.read_into(&node, value, pointer, kHostTable);
        read_knobs(reader, value, pointer, kHostTable, node);
        check_rto(reader, value, pointer, node);
    }
    if (value.is_object()) check_port_rate(reader, value, pointer, node);
    return node;
}

}  // namespace

Defaults read_defaults(Reader& reader, const JsonValue* value, models::tcp::Profile profile) {
    Defaults defaults;
    store_fallbacks(&defaults.host, kHostTable);
    store_fallbacks(&defaults.cable, kCableTable);
    defaults.host.profile = profile;
    const std::string pointer = "/defaults";
    if (value == nullptr ||
        !reader.expect_object(*find_field(kScenarioTable.fields, "defaults"), *value, pointer)) {
        return defaults;
    }
    reader.read_fields(*value, pointer, kDefaultsTable.fields, [](const Field&, FieldValue&&) {});
    const auto read = [&](std::string_view key, Target target) {
        const Field& field = *find_field(kDefaultsTable.fields, key);
        const JsonValue* part = value->find(key);
        const std::string part_pointer = child_pointer(pointer, key);
        if (part == nullptr || !reader.expect_object(field, *part, part_pointer)) return;
        reader.read_into(target, *part, part_pointer, *field.inner);
        if (key == "host") read_knobs(reader, *part, part_pointer, kHostDefaultsTable, defaults.host);
    };
    read("cable", &defaults.cable);
    read("host", &defaults.host);
    return defaults;
}

void read_nodes(Reader& reader, const JsonValue& nodes, const Defaults& defaults, Scenario& scenario) {
    const Field& field = *find_field(kScenarioTable.fields, "nodes");
    const std::string pointer = "/nodes";
    if (!reader.expect_object(field, nodes, pointer)) return;
    const std::size_t count = nodes.children.size();
    if (count == 0 || count > static_cast<std::size_t>(field.range.max)) {
        reader.complain(nodes, pointer,
                        {count == 0 ? "no nodes" : counted(count, "node"),
                         fmt::format("{} to {} nodes", field.range.min, field.range.max),
                         {}});
        return;
    }
    const Field name_field{.name = "name", .kind = FieldKind::Name, .help = ""};
    for (const JsonValue& value : nodes.children) {
        if (reader.gave_up()) break;
        const std::string node_pointer = child_pointer(pointer, value.key);
        if (!is_name(value.key)) {
            reader.complain_at_key(
                value, node_pointer,
                {fmt::format("{} cannot be a name", in_quotes(value.key)), expectation(name_field), {}});
        }
        reader.names().ids.emplace(value.key, sim::NodeId{static_cast<std::uint32_t>(scenario.nodes.size())});
        reader.names().in_order.push_back(value.key);
        scenario.nodes.push_back(read_node(reader, value, node_pointer, defaults));
    }
    reader.names().nodes = &scenario.nodes;
    reader.names().named = named_nodes(scenario);
    check_addresses(reader, nodes, scenario);
}

}  // namespace patchcord::scenarios
