// "faults": which packets, and on which cable, which need not be named where only one is possible; or which
// cable or host, and when.
// Read next: models/ethernet/impairment.hpp, which counts the packets.
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/parts.hpp"
#include "sim/core/random.hpp"

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

    const FaultForm* form_of(const JsonValue& value, const std::string& pointer) const;
    void check_keys(const JsonValue& value, const std::string& pointer, const FaultForm& form) const;
    void read_outage(const JsonValue& value, const std::string& pointer, FaultDescription& fault) const;
    void check_overlap(const JsonValue& value, const std::string& pointer,
                       const FaultDescription& fault) const;
    void read_one_of(const JsonValue& value, const std::string& pointer);
    bool check_from(const JsonValue& at, const std::string& pointer, const FaultDescription& fault) const;
    bool read_parts(const JsonValue& value, const std::string& pointer, FaultDescription& fault) const;
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
    std::uint64_t choices_ = 0;
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

/// The one thing that goes wrong.
const FaultForm* FaultReader::form_of(const JsonValue& value, const std::string& pointer) const {
    std::vector<std::string_view> keys;
    const FaultForm* form = nullptr;
    for (const FaultForm& candidate : kFaultForms) {
        keys.push_back(candidate.key);
        const JsonValue* given = value.find(candidate.key);
        if (given == nullptr) continue;
        if (form != nullptr) {
            reader_.complain_at_key(
                *given, child_pointer(pointer, candidate.key),
                {fmt::format("{} beside {}", in_quotes(candidate.key), in_quotes(form->key)),
                 "one of them",
                 {}});
            return nullptr;
        }
        form = &candidate;
    }
    keys.push_back("one-of");
    if (form == nullptr) reader_.complain(value, pointer, {"a fault that does nothing", one_of(keys), {}});
    return form;
}

/// That every key means something for this kind of fault, and what it needs is there.
void FaultReader::check_keys(const JsonValue& value, const std::string& pointer,
                             const FaultForm& form) const {
    for (const JsonValue& key : value.children) {
        const bool is_known = find_field(kFaultTable.fields, key.key) != nullptr;
        if (!is_known || key.key == form.key || std::ranges::count(form.beside, key.key) > 0) continue;
        reader_.complain_at_key(
            key, child_pointer(pointer, key.key),
            {fmt::format("{} means nothing for {}", in_quotes(key.key), in_quotes(form.key)),
             one_of(form.beside),
             {}});
    }
    for (const std::string_view needed : {form.required, form.needed}) {
        if (needed.empty() || value.find(needed) != nullptr) continue;
        reader_.complain(value, pointer,
                         {fmt::format("{} without {}", in_quotes(form.key), in_quotes(needed)),
                          expectation(*find_field(kFaultTable.fields, needed)),
                          {}});
    }
}

/// What an outage or a change strikes: the cable, or a node, which must be a host.
void FaultReader::read_outage(const JsonValue& value, const std::string& pointer,
                              FaultDescription& fault) const {
    if (fault.kind != FaultKind::Crash) {
        const char* const key = fault.kind == FaultKind::Unplug      ? "unplug"
                                : fault.kind == FaultKind::FillQueue ? "fill-queue"
                                                                     : "change-length";
        if (cables_are_sound_) fault.cable = named_cable(*value.find(key), child_pointer(pointer, key));
        if (const JsonValue* from = value.find("from"); from != nullptr && fault.from && fault.cable)
            check_from(*from, child_pointer(pointer, "from"), fault);
    } else if (fault.crash && scenario_.node(*fault.crash).kind != NodeKind::Host) {
        const std::string name = in_quotes(scenario_.node(*fault.crash).name);
        reader_.complain(*value.find("crash"), child_pointer(pointer, "crash"),
                         {name + " is a switch, and only hosts crash", "the name of a host", {}});
        return;
    }
    if (fault.at && (fault.cable || fault.crash)) check_overlap(value, pointer, fault);
}

/// That no other outage strikes the same at the same time.
void FaultReader::check_overlap(const JsonValue& value, const std::string& pointer,
                                const FaultDescription& fault) const {
    for (const FaultDescription& other : scenario_.faults) {
        const bool is_same =
            other.kind == fault.kind && other.cable == fault.cable && other.crash == fault.crash;
        if (!is_same || !other.at || other.end() < *fault.at || fault.end() < *other.at) continue;
        const std::string_view name =
            fault.cable ? scenario_.cables[*fault.cable].name : scenario_.node(*fault.crash).name;
        const auto text = [](sim::Duration time) { return to_text(kDuration, time.count()); };
        reader_.complain(*value.find("at"), child_pointer(pointer, "at"),
                         {fmt::format("two outages of {} overlap", in_quotes(name)),
                          other.lasts ? fmt::format("none from {} to {}", text(*other.at), text(other.end()))
                                      : fmt::format("none after {}", text(*other.at)),
                          {}});
        return;
    }
}

/// Reads what has no cable in it. False when there is no fault to speak of.
bool FaultReader::read_parts(const JsonValue& value, const std::string& pointer,
                             FaultDescription& fault) const {
    const FaultForm* form = form_of(value, pointer);
    if (form != nullptr) {
        check_keys(value, pointer, *form);
        fault.kind = form->kind;
        for (const std::string_view key : form->beside)
            store_fallback(&fault, *find_field(kFaultTable.fields, key));
    }
    reader_.read_into(&fault, value, pointer, kFaultTable);
    if (fault.filter.nth()) {
        if (const JsonValue* nth = value.find("nth"))
            reader_.complain_at_key(*nth, child_pointer(pointer, "nth"),
                                    {"\"nth\" beside nth() in the filter", "one of them", {}});
        fault.nth = fault.filter.nth();
    }
    return form != nullptr;
}

/// All are read, so that each mistake is told, and one is kept.
void FaultReader::read_one_of(const JsonValue& value, const std::string& pointer) {
    for (const JsonValue& key : value.children) {
        if (key.key == "one-of") continue;
        reader_.complain_at_key(key, child_pointer(pointer, key.key),
                                {fmt::format("{} beside \"one-of\"", in_quotes(key.key)),
                                 "\"one-of\" alone, and the rest in its faults",
                                 {}});
    }
    std::vector<FaultDescription> alternatives;
    const Field& field = *find_field(kFaultTable.fields, "one-of");
    const std::size_t before = scenario_.faults.size();
    reader_.for_each_object(field, *value.find("one-of"), child_pointer(pointer, "one-of"),
                            [&](const JsonValue& entry, const std::string& entry_pointer) {
                                read(entry, entry_pointer);
                                for (; scenario_.faults.size() > before; scenario_.faults.pop_back())
                                    alternatives.push_back(std::move(scenario_.faults.back()));
                            });
    if (const JsonValue& list = *value.find("one-of"); list.children.empty() && list.is_list()) {
        reader_.complain(list, child_pointer(pointer, "one-of"),
                         {"nothing to choose from", "a list of faults", {}});
    }
    if (alternatives.empty()) return;
    sim::RandomStream stream{scenario_.seed, "faults", ++choices_, "one-of"};
    FaultDescription& chosen = alternatives[stream.below(alternatives.size())];
    chosen.alternatives = alternatives.size();
    scenario_.faults.push_back(std::move(chosen));
}

/// That "from" is an end of the cable.
bool FaultReader::check_from(const JsonValue& at, const std::string& pointer,
                             const FaultDescription& fault) const {
    const auto& ends = scenario_.cables[*fault.cable].ends;
    if (ends[0].node == *fault.from || ends[1].node == *fault.from) return true;
    reader_.complain(
        at, pointer,
        {fmt::format("cable {} is not plugged into {}", in_quotes(scenario_.cables[*fault.cable].name),
                     in_quotes(scenario_.node(*fault.from).name)),
         fault.counts_frames() ? one_of(names_of_cables(fault.from))
                               : fmt::format("{} or {}", in_quotes(scenario_.node(ends[0].node).name),
                                             in_quotes(scenario_.node(ends[1].node).name)),
         {}});
    return false;
}

void FaultReader::read(const JsonValue& value, const std::string& pointer) {
    if (value.find("one-of") != nullptr) return read_one_of(value, pointer);
    FaultDescription fault;
    fault.place = reader_.document().place(value, pointer);
    if (!read_parts(value, pointer, fault)) return;
    if (!fault.counts_frames()) {
        read_outage(value, pointer, fault);
        scenario_.faults.push_back(std::move(fault));
        return;
    }
    const JsonValue* from = value.find("from");
    if ((from != nullptr && !fault.from) || !cables_are_sound_) return;  // reported already
    const JsonValue* cable = value.find("cable");
    const std::string cable_pointer = child_pointer(pointer, "cable");
    const auto found =
        cable != nullptr ? named_cable(*cable, cable_pointer) : only_cable(value, pointer, fault.from);
    if (!found) return;
    fault.cable = *found;
    if (fault.from && cable != nullptr) check_from(*cable, cable_pointer, fault);
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
