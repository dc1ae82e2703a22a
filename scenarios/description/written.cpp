// Read next: scenarios/description/written.hpp.
// Quantities come in the shortest exact way to write them; a host that is named by its address, by the name
// that the scenario has for it.
#include "scenarios/description/written.hpp"

#include "scenarios/description/tables.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;
namespace wire = models::wire;

std::string written_host(wire::Ipv4Address address, const Scenario& scenario) {
    const auto found = std::ranges::find_if(scenario.nodes, [&](const NodeDescription& node) {
        return node.address && node.address->address() == address;
    });
    return found == scenario.nodes.end() ? to_string(address) : found->name;
}

template <class T>
std::optional<apps::Value> held(const apps::Arguments& arguments, std::string_view name) {
    return arguments.get<T>(name);
}

std::string written_count(const Field& field, std::int64_t count) {
    const Dimension* dimension = dimension_of(field.kind);
    return dimension == nullptr ? std::to_string(count) : to_text(*dimension, count);
}

std::string written_duration(FieldKind kind, sim::Duration duration) {
    if (kind == FieldKind::DurationOrOff && duration == sim::Duration::zero()) return "off";
    return to_text(kDuration, duration.count());
}

std::string written_rate(sim::Rate rate) {
    return to_text(kRate, static_cast<std::int64_t>(rate.bits_per_second()));
}

}  // namespace

std::vector<Setting> settings(const Table& table, Target target) {
    std::vector<Setting> found;
    for (const Field& field : table.fields) {
        if (auto value = field.store.read(target)) found.push_back({&field, std::move(*value)});
    }
    return found;
}

std::string written(const Field& field, const FieldValue& value, const Scenario& scenario) {
    const auto text = [&](const auto& held_value) -> std::string {
        using T = std::decay_t<decltype(held_value)>;
        if constexpr (std::is_same_v<T, bool>) {
            return held_value ? "true" : "false";
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            return written_count(field, held_value);
        } else if constexpr (std::is_same_v<T, double>) {
            return fmt::format("{}", held_value);
        } else if constexpr (std::is_same_v<T, std::string>) {
            return held_value;
        } else if constexpr (std::is_same_v<T, sim::Duration>) {
            return written_duration(field.kind, held_value);
        } else if constexpr (std::is_same_v<T, sim::Rate>) {
            return written_rate(held_value);
        } else if constexpr (std::is_same_v<T, Length>) {
            return to_text(kLength, held_value.millimetres);
        } else if constexpr (std::is_same_v<T, WordIndex>) {
            return std::string{field.words[held_value.value]};
        } else if constexpr (std::is_same_v<T, wire::FrameFilter>) {
            return std::string{held_value.text()};
        } else if constexpr (std::is_same_v<T, sim::NodeId>) {
            return scenario.node(held_value).name;
        } else {
            return std::string{to_string(held_value)};
        }
    };
    return std::visit(text, value);
}

std::string fault_text(FaultDescription fault, const Scenario& scenario) {
    std::vector<std::string> parts;
    if (fault.kind == FaultKind::FillQueue)
        parts.push_back("fill-queue " + scenario.cables[*fault.cable].name);
    if (fault.kind == FaultKind::ChangeLength)
        parts.push_back("change-length " + scenario.cables[*fault.cable].name);
    if (fault.kind == FaultKind::Unplug) parts.push_back("unplug " + scenario.cables[*fault.cable].name);
    for (const Setting& setting : settings(kFaultTable, &fault)) {
        const std::string text = written(*setting.field, setting.value, scenario);
        if (text != setting.field->fallback) parts.push_back(fmt::format("{} {}", setting.field->name, text));
    }
    if (fault.alternatives > 1) parts.push_back(fmt::format("one of {} by the seed", fault.alternatives));
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::optional<apps::Value> argument(const apps::Parameter& parameter, const apps::Arguments& arguments) {
    const std::string_view name = parameter.name;
    if (!arguments.has(name)) return {};
    switch (parameter.kind) {
        case apps::Kind::Flag:
            return held<bool>(arguments, name);
        case apps::Kind::Count:
        case apps::Kind::Port:
        case apps::Kind::Size:
            return held<std::int64_t>(arguments, name);
        case apps::Kind::Text:
            return held<std::string>(arguments, name);
        case apps::Kind::Duration:
            return held<sim::Duration>(arguments, name);
        case apps::Kind::Rate:
            return held<sim::Rate>(arguments, name);
        case apps::Kind::Host:
            return held<wire::Ipv4Address>(arguments, name);
        case apps::Kind::Texts:
            return held<apps::Texts>(arguments, name);
        case apps::Kind::Calls:
            return held<std::vector<apps::Call>>(arguments, name);
    }
    return {};
}

std::string written(const apps::Parameter& parameter, const apps::Value& value, const Scenario& scenario) {
    const auto text = [&](const auto& held_value) -> std::string {
        using T = std::decay_t<decltype(held_value)>;
        if constexpr (std::is_same_v<T, bool>) {
            return held_value ? "true" : "false";
        } else if constexpr (std::is_same_v<T, std::int64_t>) {
            return written_count(field_of(parameter), held_value);
        } else if constexpr (std::is_same_v<T, std::string>) {
            return held_value;
        } else if constexpr (std::is_same_v<T, sim::Duration>) {
            return written_duration(FieldKind::Duration, held_value);
        } else if constexpr (std::is_same_v<T, sim::Rate>) {
            return written_rate(held_value);
        } else if constexpr (std::is_same_v<T, wire::Ipv4Address>) {
            return written_host(held_value, scenario);
        } else if constexpr (std::is_same_v<T, apps::Texts>) {
            return counted(held_value.size(), "text");
        } else {
            return counted(held_value.size(), "call");
        }
    };
    return std::visit(text, value);
}

}  // namespace patchcord::scenarios
