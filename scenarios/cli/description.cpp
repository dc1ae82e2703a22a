// A table for each part of the file; what has its default is not repeated for applications. Read next:
// scenarios/cli/description.hpp.
#include "scenarios/cli/description.hpp"

#include "models/ethernet/switch.hpp"
#include "results/export/format.hpp"
#include "results/export/table.hpp"
#include "scenarios/cli/budget_text.hpp"
#include "scenarios/description/tables.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/description/written.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;
using results::Table;
using enum results::Table::Align;

/// Parts of a cell: "port 7, send "hello"".
std::string listed(const std::vector<std::string>& parts) {
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// What a switch does beside learning.
std::vector<std::string> extras_of(const NodeDescription& bridge) {
    std::vector<std::string> parts;
    if (bridge.stp) parts.push_back(fmt::format("stp, priority {}", bridge.stp_priority));
    if (bridge.ageing != models::ethernet::SwitchParameters{}.ageing)
        parts.push_back("ageing " + to_text(kDuration, bridge.ageing.count()));
    return parts;
}

/// What a cable has beside the wire.
std::vector<std::string> extras_of(const CableDescription& cable) {
    std::vector<std::string> parts;
    if (cable.vlan != models::wire::kFirstVlan) parts.push_back(fmt::format("vlan {}", cable.vlan));
    if (cable.trunk) parts.emplace_back("trunk");
    if (cable.pause) parts.emplace_back("pause");
    if (cable.red)
        parts.push_back(
            fmt::format("red {} to {}, {}", cable.red_minimum, cable.red_maximum, cable.red_probability));
    if (cable.error_events) parts.emplace_back("error-events");
    if (cable.link_start == models::ethernet::LinkStart::Simulated)
        parts.emplace_back("link-start simulated");
    return parts;
}

class Description {
  public:
    Description(const Scenario& scenario, const results::RunHeader& header, const Session& session)
        : scenario_{scenario}, header_{header}, session_{session}, language_{session.language()} {}

    std::string text() const;

  private:
    std::string say(std::string_view english, std::string_view korean) const {
        return std::string{scenarios::say(language_, english, korean)};
    }
    std::size_t columns() const { return std::min<std::size_t>(session_.console.columns, 100); }
    std::string heading() const;
    std::string nodes() const;
    std::string cables() const;
    std::string applications() const;
    std::string faults() const;
    std::string knobs(NodeDescription node) const;
    std::string end(const CableEnd& end) const;
    std::string arguments(std::span<const apps::Parameter> parameters,
                          const apps::Arguments& arguments) const;
    void add_calls(Table& table, const apps::AppDescription& app, const AppUse& use) const;

    const Scenario& scenario_;
    const results::RunHeader& header_;
    const Session& session_;
    Language language_;
};

std::string start_of(const apps::Arguments& arguments) {
    const bool told = arguments.has("at");
    return to_text(kDuration, told ? arguments.get<sim::Duration>("at").count() : 0);
}

std::string Description::text() const {
    std::string text = heading();
    for (const std::string& part : {nodes(), cables(), budgets_text(scenario_, header_, language_, columns()),
                                    applications(), faults()}) {
        if (!part.empty()) text += "\n" + part;
    }
    return text;
}

std::string Description::heading() const {
    return fmt::format("{}: {}\n{} {}, {} {}, {} {}\n", scenario_.name,
                       printable(in_language(scenario_.title, language_)), say("profile", "프로필"),
                       to_string(scenario_.profile), say("seed", "시드"), scenario_.seed,
                       say("ends at the latest after", "끝나는 시각(늦어도)"),
                       to_text(kDuration, scenario_.until.count())) +
           wrapped(printable(in_language(scenario_.text, language_)), columns());
}

/// What a host sets beside its profile.
std::string Description::knobs(NodeDescription node) const {
    std::vector<std::string> parts;
    for (const auto& [table, target] :
         {std::pair{&kTcpTable, Target{&node.tcp}}, std::pair{&kArpTable, Target{&node.arp}},
          std::pair{&kCardTable, Target{&node.card}}}) {
        const std::string_view prefix = table == &kTcpTable ? "tcp" : table == &kArpTable ? "arp" : "card";
        for (const Setting& setting : settings(*table, target))
            parts.push_back(fmt::format("{}.{} {}", prefix, setting.field->name,
                                        written(*setting.field, setting.value, scenario_)));
    }
    return parts.empty() ? "-" : listed(parts);
}

std::string Description::nodes() const {
    Table table;
    for (const std::string& header :
         {say("node", "노드"), say("kind", "종류"), say("address", "주소"), std::string{"MAC"},
          say("gateway", "게이트웨이"), say("profile", "프로필"), say("set", "설정")}) {
        table.add_column(header, Left);
    }
    for (std::size_t i = 0; i < scenario_.nodes.size(); ++i) {
        const NodeDescription& node = scenario_.nodes[i];
        const results::NodeInfo& info = header_.nodes[i];
        if (node.kind == NodeKind::Host) {
            table.add_row({node.name, say("host", "호스트"), to_string(*node.address),
                           info.ports.empty() ? "-" : to_string(info.ports.front().mac),
                           node.gateway ? to_string(*node.gateway) : "-",
                           std::string{to_string(*node.profile)}, knobs(node)});
        } else {
            const bool hub = node.kind == NodeKind::Hub;
            table.add_row({node.name, hub ? say("hub", "허브") : say("switch", "스위치"), "", "", "", "",
                           hub ? "" : listed(extras_of(node))});
        }
    }
    return table.text();
}

std::string Description::end(const CableEnd& end) const {
    const NodeDescription& node = scenario_.node(end.node);
    return node.kind == NodeKind::Host ? node.name : fmt::format("{}.{}", node.name, index(end.port) + 1);
}

std::string Description::cables() const {
    if (scenario_.cables.empty()) return {};
    Table table;
    table.add_column(say("cable", "케이블"), Left);
    table.add_column(say("between", "연결"), Left);
    for (const std::string& header : {say("length", "길이"), say("delay", "전파 지연"), say("rate", "전송률"),
                                      say("bit error ratio", "비트 오류율"), say("queue", "큐")}) {
        table.add_column(header, Right);
    }
    const bool extras = std::ranges::any_of(
        scenario_.cables, [](const CableDescription& cable) { return !extras_of(cable).empty(); });
    if (extras) table.add_column(say("set", "설정"), Left);
    for (std::size_t i = 0; i < scenario_.cables.size(); ++i) {
        const CableDescription& cable = scenario_.cables[i];
        std::vector<std::string> row{cable.name,
                                     fmt::format("{} - {}", end(cable.ends[0]), end(cable.ends[1])),
                                     to_text(kLength, cable.length.millimetres),
                                     results::format_duration(header_.links[i].delay),
                                     to_text(kRate, static_cast<std::int64_t>(cable.rate.bits_per_second())),
                                     cable.bit_error_ratio ? fmt::format("{}", *cable.bit_error_ratio) : "-",
                                     std::to_string(cable.queue)};
        if (extras) row.push_back(listed(extras_of(cable)));
        table.add_row(std::move(row));
    }
    return table.text();
}

std::string Description::arguments(std::span<const apps::Parameter> parameters,
                                   const apps::Arguments& arguments) const {
    std::vector<std::string> parts;
    for (const apps::Parameter& parameter : parameters) {
        const auto value = argument(parameter, arguments);
        if (!value || parameter.name == "at" || parameter.kind == apps::Kind::Calls) continue;
        const std::string text = written(parameter, *value, scenario_);
        if (!parameter.fallback.empty() && text == parameter.fallback) continue;
        parts.push_back(fmt::format("{} {}", parameter.name,
                                    parameter.kind == apps::Kind::Text ? in_quotes(text) : text));
    }
    return listed(parts);
}

/// A row for each call of a script. One that waits for nothing but the call before has no time.
void Description::add_calls(Table& table, const apps::AppDescription& app, const AppUse& use) const {
    for (const apps::Parameter& parameter : app.parameters) {
        if (parameter.kind != apps::Kind::Calls || !use.arguments.has(parameter.name)) continue;
        for (const apps::Call& call : use.arguments.get<std::vector<apps::Call>>(parameter.name)) {
            const auto known = std::ranges::find(app.calls, call.name, &apps::CallDescription::name);
            const std::string start = start_of(call.arguments);
            table.add_row({start == "0 s" ? "" : start, "", "  " + call.name,
                           arguments(known->parameters, call.arguments)});
        }
    }
}

std::string Description::applications() const {
    if (scenario_.apps.empty()) return {};
    Table table;
    table.add_column(say("from", "시작"), Right);
    for (const std::string& header : {say("host", "호스트"), say("application", "응용"), say("told", "인자")})
        table.add_column(header, Left);
    for (const AppUse& use : scenario_.apps) {
        const auto app = std::ranges::find(session_.applications, use.app, &apps::AppDescription::name);
        table.add_row({start_of(use.arguments), scenario_.node(use.on).name, use.app,
                       arguments(app->parameters, use.arguments)});
        add_calls(table, *app, use);
    }
    return table.text();
}

std::string Description::faults() const {
    if (scenario_.faults.empty()) return {};
    Table table;
    table.add_column(say("fault", "고장"), Left);
    table.add_column(say("cable", "케이블"), Left);
    for (const FaultDescription& fault : scenario_.faults)
        table.add_row({fault_text(fault, scenario_), fault.cable ? scenario_.cables[*fault.cable].name : ""});
    return table.text();
}

}  // namespace

std::string describe_scenario(const Scenario& scenario, const results::RunHeader& header,
                              const Session& session) {
    return Description{scenario, header, session}.text();
}

}  // namespace patchcord::scenarios
