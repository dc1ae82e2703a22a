// One way for all tables: choose the nodes, run, print each. With --json the tables are one object:
// {"schema": "patchcord.tables/1", "at_ps", "tables": [...]}, each table as in results/export/.
// Read next: results/export/sockets_table.hpp, results/export/address_tables.hpp.
#include "scenarios/cli/tables.hpp"

#include "models/ip/interface.hpp"
#include "models/ip/ipv4_layer.hpp"
#include "results/export/address_tables.hpp"
#include "results/export/counter_table.hpp"
#include "results/export/sockets_table.hpp"
#include "results/export/stp_table.hpp"
#include "scenarios/assemble/assemble.hpp"
#include "scenarios/cli/running.hpp"
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace patchcord::scenarios {
namespace {

using models::network::Network;

/// The text, or the JSON object, of the table that one node has at `now`.
using TableText = std::string (*)(Network& network, const std::string& node, sim::Time now, bool json);

std::string sockets(Network& network, const std::string& node, sim::Time now, bool json) {
    const auto rows = models::host::netstat(*network.find_host(node));
    return json ? results::sockets_json(rows, now, node) : results::format_sockets(rows, now);
}

std::string arp(Network& network, const std::string& node, sim::Time now, bool json) {
    std::vector<models::ip::ArpEntry> entries;
    models::host::Host& host = *network.find_host(node);
    const std::size_t interfaces = host.has_crashed() ? 0 : host.stack().ipv4().interfaces();
    for (std::size_t i = 0; i < interfaces; ++i)
        std::ranges::copy(host.stack().ipv4().interface(i).arp().entries(), std::back_inserter(entries));
    return json ? results::arp_json(entries, now, node) : results::format_arp(entries);
}

std::string stp(Network& network, const std::string& node, sim::Time now, bool json) {
    const auto& bridge = *network.find_switch(node);
    return json ? results::stp_json(bridge, now, node) : results::format_stp(bridge);
}

std::string mac(Network& network, const std::string& node, sim::Time now, bool json) {
    const auto rows = results::mac_rows(*network.find_switch(node), now);
    return json ? results::mac_json(rows, now, node) : results::format_mac(rows);
}

std::string counters(Network& network, const std::string& node, sim::Time, bool json) {
    std::vector<results::PortCounters> ports;
    if (models::host::Host* host = network.find_host(node)) {
        for (std::size_t i = 0; i < host->nics(); ++i)
            ports.push_back(results::counters_of("eth" + std::to_string(i), host->nic(i).counters()));
    } else if (models::ethernet::Switch* bridge = network.find_switch(node)) {
        for (std::size_t i = 0; i < bridge->ports(); ++i)
            ports.push_back(results::counters_of("port" + std::to_string(i + 1), bridge->port(i).counters()));
    } else {
        ports.push_back(results::counters_of("hub", network.find_hub(node)->counters()));
    }
    return json ? results::counters_json(ports, node) : results::format_counters(ports);
}

std::string without_end(std::string text) {
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

/// Of the nodes of one kind, or of all.
ExitStatus show(const Scenario& scenario, const TableOptions& options, const Session& session,
                std::optional<NodeKind> kind, TableText table) {
    std::vector<std::string_view> names;
    for (const NodeDescription& node : scenario.nodes) {
        if (!kind || node.kind == *kind) names.push_back(node.name);
    }
    if (names.empty() && !session.output.quiet)
        session.console.err << say(session.language(), "patchcord: there is no switch in it\n",
                                   "patchcord: 스위치가 없음\n");
    if (!options.node.empty()) {
        if (std::ranges::find(names, options.node) == names.end()) {
            return session.usage_error(
                fmt::format("no {} is called {}", kind ? to_string(*kind) : "node", in_quotes(options.node)),
                nearest(options.node, names));
        }
        names = {options.node};
    }
    announce(scenario, session);
    const Assembled assembled = assemble(scenario);
    start_apps(*assembled.network, scenario);
    RunLimits limits = within(run_limits(options.limits, session), scenario);
    if (options.at) limits.until = sim::kStart + *options.at;
    const results::RunEnd end = execute(*assembled.network, sim::kStart + scenario.until, limits);
    if (options.at && end.at < limits.until && end.reason == results::StopReason::Until &&
        !session.output.quiet) {
        session.console.err << fmt::format(
            fmt::runtime(say(session.language(), "patchcord: the run ends at {:.6f} s, before --at\n",
                             "patchcord: 실행이 --at보다 이른 {:.6f}초에 끝남\n")),
            sim::seconds(end.at - sim::kStart));
    }
    std::vector<std::string> texts;
    for (const std::string_view name : names) {
        const std::string text = table(*assembled.network, std::string{name}, end.at, options.json);
        texts.push_back(options.json
                            ? without_end(text)
                            : fmt::format(fmt::runtime(say(session.language(), "{} at {:.6f} s\n{}\n",
                                                           "{}, {:.6f}초\n{}\n")),
                                          name, sim::seconds(end.at - sim::kStart), text));
    }
    if (options.json) {
        session.console.out << fmt::format(R"({{"schema": "patchcord.tables/1", "at_ps": {}, "tables": [)",
                                           sim::ticks(end.at))
                            << fmt::format("{}]}}\n", fmt::join(texts, ",\n"));
    } else {
        session.console.out << fmt::format("{}", fmt::join(texts, ""));
    }
    return status_of(end, session);
}

}  // namespace

ExitStatus show_sockets(const Scenario& scenario, const TableOptions& options, const Session& session) {
    return show(scenario, options, session, NodeKind::Host, sockets);
}
ExitStatus show_arp(const Scenario& scenario, const TableOptions& options, const Session& session) {
    return show(scenario, options, session, NodeKind::Host, arp);
}
ExitStatus show_mac(const Scenario& scenario, const TableOptions& options, const Session& session) {
    return show(scenario, options, session, NodeKind::Switch, mac);
}

ExitStatus show_stp(const Scenario& scenario, const TableOptions& options, const Session& session) {
    return show(scenario, options, session, NodeKind::Switch, stp);
}

ExitStatus show_counters(const Scenario& scenario, const TableOptions& options, const Session& session) {
    return show(scenario, options, session, std::nullopt, counters);
}

}  // namespace patchcord::scenarios
