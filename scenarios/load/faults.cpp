// "faults": which packets, and on which cable. The cable need not be named where only one is possible.
// Read next: models/ethernet/impairment.hpp, which counts the packets.
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_map>

namespace patchcord::scenarios {
namespace {

class FaultReader {
  public:
    FaultReader(Reader& reader, Scenario& scenario);

    void read(const JsonValue& value, const std::string& pointer);

  private:
    using Positions = std::vector<std::size_t>;

    std::optional<std::size_t> named_cable(const JsonValue& value, const std::string& pointer) const;
    std::optional<std::size_t> only_cable(const JsonValue& value, const std::string& pointer,
                                          std::optional<sim::NodeId> from) const;
    const Positions& cables_of(std::optional<sim::NodeId> node) const {
        return node ? at_node_[sim::index(*node)] : all_;
    }
    std::vector<std::string_view> names_of_cables(std::optional<sim::NodeId> node) const;

    Reader& reader_;
    Scenario& scenario_;
    bool cables_are_sound_;
    Positions all_;
    std::vector<Positions> at_node_;
    std::unordered_map<std::string_view, std::size_t> by_name_;
};

FaultReader::FaultReader(Reader& reader, Scenario& scenario)
    : reader_{reader},
      scenario_{scenario},
      cables_are_sound_{cables_are_sound(scenario)},
      at_node_(scenario.nodes.size()) {
    for (std::size_t at = 0; at < scenario.cables.size(); ++at) {
        const CableDescription& cable = scenario.cables[at];
        all_.push_back(at);
        by_name_.emplace(cable.name, at);
        for (const CableEnd& end : cable.ends) {
            if (end.node != sim::kNoNode) at_node_[sim::index(end.node)].push_back(at);
        }
    }
}

std::vector<std::string_view> FaultReader::names_of_cables(std::optional<sim::NodeId> node) const {
    std::vector<std::string_view> names;
    for (const std::size_t at : cables_of(node))
        names.push_back(scenario_.cables[at].name);
    return names;
}

void FaultReader::read(const JsonValue& value, const std::string& pointer) {
    FaultDescription fault;
    fault.place = reader_.document().place(value, pointer);
    store_fallbacks(&fault, kFaultTable);
    reader_.read_into(&fault, value, pointer, kFaultTable);
    const JsonValue* from = value.find("from");
    if ((from != nullptr && !fault.from) || !cables_are_sound_) return;  // reported already
    const JsonValue* cable = value.find("cable");
    const std::string cable_pointer = child_pointer(pointer, "cable");
    const auto found =
        cable != nullptr ? named_cable(*cable, cable_pointer) : only_cable(value, pointer, fault.from);
    if (!found) return;
    fault.cable = *found;
    const auto& ends = scenario_.cables[*found].ends;
    if (fault.from && ends[0].node != *fault.from && ends[1].node != *fault.from) {
        reader_.complain(
            *cable, cable_pointer,
            {fmt::format("cable {} is not plugged into {}", in_quotes(scenario_.cables[*found].name),
                         in_quotes(scenario_.node(*fault.from).name)),
             one_of(names_of_cables(fault.from)),
             {}});
    }
    scenario_.faults.push_back(std::move(fault));
}

std::optional<std::size_t> FaultReader::named_cable(const JsonValue& value,
                                                    const std::string& pointer) const {
    if (value.type == JsonValue::Type::Integer) {
        std::size_t position = all_.size();
        std::from_chars(value.text.data(), value.text.data() + value.text.size(), position);
        if (position < all_.size()) return position;
        reader_.complain(value, pointer,
                         {fmt::format("there is no cable {}", value.text),
                          fmt::format("a position below {}, or a name", all_.size()),
                          {}});
        return {};
    }
    const auto found = by_name_.find(value.text);
    if (value.type == JsonValue::Type::String && found != by_name_.end()) return found->second;
    const std::vector<std::string_view> names = names_of_cables({});
    const std::string_view meant = nearest(value.text, names);
    reader_.complain(value, pointer,
                     {fmt::format("unknown cable {}", shown(value)), one_of(names),
                      meant.empty() ? "" : in_quotes(meant)});
    return {};
}

std::optional<std::size_t> FaultReader::only_cable(const JsonValue& value, const std::string& pointer,
                                                   std::optional<sim::NodeId> from) const {
    const Positions& possible = cables_of(from);
    if (possible.size() == 1) return possible.front();
    const std::string who = from ? in_quotes(scenario_.node(*from).name) : "the scenario";
    const std::string message =
        fmt::format("no \"cable\" ({} has {})", who, counted(possible.size(), "cable"));
    reader_.complain(value, pointer, {message, "\"cable\": " + one_of(names_of_cables(from)), {}});
    return {};
}

}  // namespace

void read_faults(Reader& reader, const JsonValue& faults, Scenario& scenario) {
    FaultReader fault_reader{reader, scenario};
    const Field& field = *find_field(kScenarioTable.fields, "faults");
    reader.for_each_object(field, faults, "/faults", [&](const JsonValue& entry, const std::string& pointer) {
        fault_reader.read(entry, pointer);
    });
}

}  // namespace patchcord::scenarios
