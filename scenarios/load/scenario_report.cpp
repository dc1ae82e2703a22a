// Keys and units come from the tables of the language, so a new key needs nothing here. Read next:
// scenarios/load/scenario_report.hpp.
#include "scenarios/load/scenario_report.hpp"

#include "scenarios/description/tables.hpp"
#include "scenarios/description/written.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <type_traits>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;
namespace ethernet = models::ethernet;
using Json = nlohmann::ordered_json;

/// "min_rto_ps", "mss_bytes", "nagle".
std::string key_of(const Field& field) {
    std::string key{field.name};
    const Dimension* dimension = dimension_of(field.kind);
    if (dimension == &kDuration) key += "_ps";
    if (dimension == &kRate) key += "_bit_s";
    if (dimension == &kSize) key += "_bytes";
    if (dimension == &kLength) key += "_mm";
    return key;
}

Json raw(const Field& field, const FieldValue& value, const Scenario& scenario) {
    return std::visit(
        [&](const auto& held) -> Json {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_arithmetic_v<T>) {
                return held;
            } else if constexpr (std::is_same_v<T, sim::Duration>) {
                return held.count();
            } else if constexpr (std::is_same_v<T, sim::Rate>) {
                return held.bits_per_second();
            } else if constexpr (std::is_same_v<T, Length>) {
                return held.millimetres;
            } else {
                return written(field, value, scenario);
            }
        },
        value);
}

Json raw_settings(const Table& table, Target target, const Scenario& scenario) {
    Json object = Json::object();
    for (const Setting& setting : settings(table, target))
        object[key_of(*setting.field)] = raw(*setting.field, setting.value, scenario);
    return object;
}

Json raw(std::span<const apps::Parameter> parameters, const apps::Arguments& arguments,
         const apps::AppDescription& app, const Scenario& scenario);

Json raw(const apps::Parameter& parameter, const apps::Value& value, const apps::AppDescription& app,
         const Scenario& scenario) {
    return std::visit(
        [&](const auto& held) -> Json {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, apps::Texts>) {
                return held;
            } else if constexpr (std::is_same_v<T, sim::Duration>) {
                return held.count();
            } else if constexpr (std::is_same_v<T, sim::Rate>) {
                return held.bits_per_second();
            } else if constexpr (std::is_same_v<T, models::wire::Ipv4Address>) {
                return to_string(held);
            } else if constexpr (std::is_same_v<T, std::vector<apps::Call>>) {
                Json list = Json::array();
                for (const apps::Call& call : held) {
                    const auto known = std::ranges::find(app.calls, call.name, &apps::CallDescription::name);
                    Json entry = {{"call", call.name}};
                    entry.update(raw(known->parameters, call.arguments, app, scenario));
                    list.push_back(std::move(entry));
                }
                return list;
            } else {
                return written(parameter, value, scenario);
            }
        },
        value);
}

Json raw(std::span<const apps::Parameter> parameters, const apps::Arguments& arguments,
         const apps::AppDescription& app, const Scenario& scenario) {
    Json object = Json::object();
    for (const apps::Parameter& parameter : parameters) {
        if (const auto value = argument(parameter, arguments))
            object[key_of(field_of(parameter))] = raw(parameter, *value, app, scenario);
    }
    return object;
}

Json node_report(NodeDescription node, const results::NodeInfo& info, const Scenario& scenario) {
    Json report = {{"name", node.name}, {"kind", to_string(info.kind)}};
    if (node.kind == NodeKind::Host) {
        report["address"] = to_string(*node.address);
        report["gateway"] = node.gateway ? Json(to_string(*node.gateway)) : Json();
        report["profile"] = to_string(*node.profile);
        report["tcp"] = raw_settings(kTcpTable, &node.tcp, scenario);
        report["arp"] = raw_settings(kArpTable, &node.arp, scenario);
        report["card"] = raw_settings(kCardTable, &node.card, scenario);
    } else if (node.kind == NodeKind::Switch) {
        report["ageing_ps"] = node.ageing.count();
        report["stp"] = node.stp ? Json{{"priority", node.stp_priority}} : Json();
    }
    report["ports"] = Json::array();
    for (const results::PortInfo& port : info.ports)
        report["ports"].push_back(
            {{"name", port.name}, {"mac", node.kind == NodeKind::Hub ? Json() : Json(to_string(port.mac))}});
    return report;
}

Json budget_report(const ethernet::LinkBudget& budget, ethernet::Phy phy, double burst) {
    constexpr std::uint64_t kLargest = 8 * 1518;
    return {{"phy", to_string(phy)},
            {"insertion_loss_db", budget.insertion_loss},
            {"snr_db", budget.snr()},
            {"snr_required_db", budget.snr_required},
            {"snr_deficit_db", budget.snr_deficit},
            {"ber", budget.bit_error_ratio},
            {"frame_loss", ethernet::frame_loss(budget.bit_error_ratio, kLargest, burst)},
            {"link_up", budget.up_probability}};
}

/// The budget of the PHY that was asked for, and what the link has in the end, which may be slower. What a
/// cable decides is absent when its link was given by hand.
Json budgets_report(const CableDescription& cable, const results::LinkInfo& link) {
    Json report = {{"start_ps", link.start.count()},
                   {"failed_tries", link.failed_tries},
                   {"up", link.up},
                   {"speed", link.up ? Json(link.rate.bits_per_second()) : Json()}};
    if (!link.phy) {
        report["ber"] = cable.bit_error_ratio.value_or(0.0);
        return report;
    }
    const auto budget = [&](ethernet::Phy phy) {
        return budget_report(ethernet::link_budget(phy, cable.pair(), cable.margin), phy,
                             static_cast<double>(cable.burst));
    };
    report.update(budget(*link.fastest));
    report["negotiated"] = link.up ? budget(*link.phy) : Json();
    return report;
}

Json cable_report(const CableDescription& cable, const results::LinkInfo& link, const Scenario& scenario) {
    Json ends = Json::array();
    for (const CableEnd& end : cable.ends)
        ends.push_back({{"node", scenario.node(end.node).name}, {"port", index(end.port) + 1}});
    Json report = {{"name", cable.name},
                   {"between", std::move(ends)},
                   {"length_mm", cable.length.millimetres},
                   {"category", to_string(cable.category)},
                   {"propagation_delay_ps", link.delay.count()},
                   {"rate_bit_s", cable.rate.bits_per_second()},
                   {"queue", cable.queue},
                   {"vlan", cable.vlan},
                   {"trunk", cable.trunk},
                   {"pause", cable.pause},
                   {"red", cable.red}};
    report.update(budgets_report(cable, link));
    return report;
}

}  // namespace

std::string scenario_report(const Scenario& scenario, const results::RunHeader& header,
                            std::span<const apps::AppDescription> applications) {
    Json nodes = Json::array(), cables = Json::array(), uses = Json::array(), faults = Json::array();
    for (std::size_t i = 0; i < scenario.nodes.size(); ++i)
        nodes.push_back(node_report(scenario.nodes[i], header.nodes[i], scenario));
    for (std::size_t i = 0; i < scenario.cables.size(); ++i)
        cables.push_back(cable_report(scenario.cables[i], header.links[i], scenario));
    for (const AppUse& use : scenario.apps) {
        const auto app = std::ranges::find(applications, use.app, &apps::AppDescription::name);
        uses.push_back({{"on", scenario.node(use.on).name},
                        {"app", use.app},
                        {"arguments", raw(app->parameters, use.arguments, *app, scenario)}});
    }
    for (FaultDescription fault : scenario.faults) {
        Json report = raw_settings(kFaultTable, &fault, scenario);
        const char* const key = fault.kind == FaultKind::Unplug         ? "unplug"
                                : fault.kind == FaultKind::FillQueue    ? "fill-queue"
                                : fault.kind == FaultKind::ChangeLength ? "change-length"
                                                                        : "cable";
        if (fault.cable) report[key] = scenario.cables[*fault.cable].name;
        faults.push_back(std::move(report));
    }
    Json expect = Json::array();
    for (const results::Question& question : scenario.expect)
        expect.push_back(question.text());
    const Json report = {{"schema", "patchcord.describe/1"},
                         {"name", scenario.name},
                         {"title", {{"en", scenario.title.en}, {"ko", scenario.title.ko}}},
                         {"text", {{"en", scenario.text.en}, {"ko", scenario.text.ko}}},
                         {"profile", to_string(scenario.profile)},
                         {"seed", scenario.seed},
                         {"until_ps", scenario.until.count()},
                         {"nodes", std::move(nodes)},
                         {"cables", std::move(cables)},
                         {"apps", std::move(uses)},
                         {"faults", std::move(faults)},
                         {"expect", std::move(expect)}};
    return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace patchcord::scenarios
