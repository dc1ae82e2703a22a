// "cables": which ports they join, which ports are left, and what they are called.
// Ports that a file names are taken first; the other ends get the lowest port that is free, in the order of
// the file. Read next: scenarios/load/parts.hpp.
#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace patchcord::scenarios {
namespace {

constexpr std::uint32_t kMaxPorts = 65'535;

std::string rate_text(const CableDescription& cable) {
    return to_text(kRate, static_cast<std::int64_t>(cable.rate.bits_per_second()));
}

class CableReader {
  public:
    CableReader(Reader& reader, Scenario& scenario) : reader_{reader}, scenario_{scenario} {}

    void read(const JsonValue& value, const std::string& pointer, const Defaults& defaults);
    void assign_ports();
    void assign_names();
    void check_duplex();

  private:
    struct End {
        sim::NodeId node;
        std::uint32_t port = 0;  ///< from 1; 0 if the file names none
        const JsonValue* value;
        std::string pointer;
    };
    struct Plug {
        std::size_t cable;
        std::size_t end;
    };

    void read_ends(const JsonValue& cable, const std::string& pointer);
    std::optional<End> read_end(const JsonValue& value, const std::string& pointer);
    std::optional<std::uint32_t> read_port(std::string_view digits, const JsonValue& value,
                                           const std::string& pointer);
    void plug(std::size_t cable, std::size_t end, const End& where);
    bool take_port(const End& where, std::size_t cable);
    bool is_hub(const CableEnd& end) const { return scenario_.node(end.node).kind == NodeKind::Hub; }
    void check_duplex(const CableDescription& cable);
    void check_queue(const CableDescription& cable, const JsonValue& value, const std::string& pointer);
    void check_rate_of_hub(const CableDescription& cable, const CableEnd& end);
    static std::uint64_t key(sim::NodeId node, std::uint32_t port) {
        return std::uint64_t{sim::index(node)} << 32 | port;
    }

    Reader& reader_;
    Scenario& scenario_;
    std::unordered_map<std::uint64_t, std::size_t> taken_;  ///< (node, port) and the cable that is plugged in
    std::unordered_map<std::uint32_t, std::uint32_t> lowest_;
    std::vector<Plug> unnumbered_;
    std::unordered_map<std::string, std::size_t> names_;
    std::unordered_map<std::uint32_t, const CableDescription*> first_of_hub_;
};

void CableReader::read(const JsonValue& value, const std::string& pointer, const Defaults& defaults) {
    CableDescription cable = defaults.cable;
    cable.place = reader_.document().place(value, pointer);
    reader_.read_into(&cable, value, pointer, kCableTable);
    if (value.find("length") != nullptr && value.find("delay") == nullptr) cable.delay.reset();
    if (!cable.name.empty()) {
        const auto [other, is_new] = names_.try_emplace(cable.name, scenario_.cables.size());
        if (!is_new) {
            reader_.complain(*value.find("name"), child_pointer(pointer, "name"),
                             {fmt::format("{} is the name of another cable (line {})", in_quotes(cable.name),
                                          scenario_.cables[other->second].place.line()),
                              "a name that no other cable has",
                              {}});
        }
    }
    check_queue(cable, value, pointer);
    scenario_.cables.push_back(std::move(cable));
    read_ends(value, pointer);
}

void CableReader::check_queue(const CableDescription& cable, const JsonValue& value,
                              const std::string& pointer) {
    if (cable.red_minimum < cable.red_maximum) return;
    for (const char* const key : {"red-min", "red-max"}) {
        const JsonValue* given = value.find(key);
        if (given == nullptr) continue;
        reader_.complain(
            *given, child_pointer(pointer, key),
            {fmt::format("\"red-min\" is {}, and \"red-max\" {}", cable.red_minimum, cable.red_maximum),
             "\"red-min\" below \"red-max\"",
             {}});
        return;
    }
    reader_.complain(value, pointer, {"\"red-min\" of the defaults is not below \"red-max\"", "less", {}});
}

void CableReader::read_ends(const JsonValue& cable, const std::string& cable_pointer) {
    const JsonValue* between = cable.find("between");
    if (between == nullptr) return;
    const Field& field = *find_field(kCableTable.fields, "between");
    const std::string pointer = child_pointer(cable_pointer, "between");
    if (!reader_.expect_list(field, *between, pointer)) return;
    const std::size_t count = between->children.size();
    if (count != 2) {
        reader_.complain(*between, pointer,
                         {fmt::format("a cable has two ends, not {}", count), expectation(field), {}});
        return;
    }
    const std::optional<End> first = read_end(between->children[0], child_pointer(pointer, std::size_t{0}));
    const std::optional<End> second = read_end(between->children[1], child_pointer(pointer, std::size_t{1}));
    if (!first || !second) return;
    if (first->node == second->node) {
        reader_.complain(
            *second->value, second->pointer,
            {fmt::format("this cable leads from {} to itself", in_quotes(scenario_.node(first->node).name)),
             "another node",
             {}});
        return;
    }
    plug(scenario_.cables.size() - 1, 0, *first);
    plug(scenario_.cables.size() - 1, 1, *second);
}

std::optional<CableReader::End> CableReader::read_end(const JsonValue& value, const std::string& pointer) {
    const std::size_t dot = value.text.find('.');
    const std::string name = value.text.substr(0, dot);
    const auto node = reader_.names().ids.find(name);
    if (value.type != JsonValue::Type::String) {
        reader_.complain(
            value, pointer,
            {fmt::format("{} is not the name of a node", shown(value)), "a name in double quotes", {}});
        return {};
    }
    if (node == reader_.names().ids.end()) {
        reader_.complain(value, pointer, unknown_node(name, reader_.names()));
        return {};
    }
    End end{node->second, 0, &value, pointer};
    if (dot == std::string::npos) return end;
    const std::optional<std::uint32_t> port =
        read_port(std::string_view{value.text}.substr(dot + 1), value, pointer);
    if (!port) return {};
    end.port = *port;
    return end;
}

std::optional<std::uint32_t> CableReader::read_port(std::string_view digits, const JsonValue& value,
                                                    const std::string& pointer) {
    std::uint32_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size();
    if (whole && port >= 1 && port <= kMaxPorts) return port;
    reader_.complain(value, pointer,
                     {fmt::format("{} is not the number of a port", in_quotes(digits)),
                      fmt::format("a number from 1 to {} behind the point, as in \"switch.3\"", kMaxPorts),
                      {}});
    return {};
}

/// Takes the port if the file names it; else notes that a port is wanted. A host has only port 1.
void CableReader::plug(std::size_t cable, std::size_t end, const End& where) {
    const NodeDescription& node = scenario_.node(where.node);
    const bool host = node.kind == NodeKind::Host;
    if (host && where.port > 1) {
        reader_.complain(*where.value, where.pointer,
                         {fmt::format("{} is a host, which has one port", in_quotes(node.name)),
                          in_quotes(node.name),
                          {}});
        return;
    }
    scenario_.cables[cable].ends[end].node = where.node;
    End numbered = where;
    if (host) numbered.port = 1;
    if (numbered.port == 0) {
        unnumbered_.push_back({cable, end});
    } else if (take_port(numbered, cable)) {
        scenario_.cables[cable].ends[end].port = sim::PortId{static_cast<std::uint16_t>(numbered.port - 1)};
    }
}

bool CableReader::take_port(const End& where, std::size_t cable) {
    const auto [other, is_new] = taken_.try_emplace(key(where.node, where.port), cable);
    if (is_new) return true;
    const NodeDescription& node = scenario_.node(where.node);
    const std::size_t line = scenario_.cables[other->second].place.line();
    if (node.kind == NodeKind::Host) {
        reader_.complain(*where.value, where.pointer,
                         {fmt::format("host {} has a cable already (line {})", in_quotes(node.name), line),
                          "one cable for a host; a switch joins several",
                          {}});
    } else {
        reader_.complain(
            *where.value, where.pointer,
            {fmt::format("port {} of {} is taken (line {})", where.port, in_quotes(node.name), line),
             "a port that is free, or the name alone for the next that is", in_quotes(node.name)});
    }
    return false;
}

void CableReader::assign_ports() {
    for (const Plug& plug : unnumbered_) {
        CableEnd& end = scenario_.cables[plug.cable].ends[plug.end];
        std::uint32_t& port = lowest_.try_emplace(sim::index(end.node), 1).first->second;
        while (port <= kMaxPorts && !taken_.try_emplace(key(end.node, port), plug.cable).second)
            ++port;
        if (port > kMaxPorts) {
            reader_.complain(scenario_.cables[plug.cable].place,
                             fmt::format("{} has more than {} cables",
                                         in_quotes(scenario_.node(end.node).name), kMaxPorts));
            return;
        }
        end.port = sim::PortId{static_cast<std::uint16_t>(port - 1)};
    }
}

void CableReader::assign_names() {
    std::unordered_map<std::string, std::size_t> used;
    for (std::size_t at = 0; at < scenario_.cables.size(); ++at) {
        CableDescription& cable = scenario_.cables[at];
        if (!cable.name.empty() || cable.ends[0].node == sim::kNoNode || cable.ends[1].node == sim::kNoNode)
            continue;
        const std::string base = fmt::format("{}-{}", scenario_.node(cable.ends[0].node).name,
                                             scenario_.node(cable.ends[1].node).name);
        std::size_t& number = used[base];
        do {
            cable.name = ++number == 1 ? base : fmt::format("{}-{}", base, number);
        } while (!names_.try_emplace(cable.name, at).second);
    }
}

void CableReader::check_duplex() {
    for (const CableDescription& cable : scenario_.cables) {
        if (cable.ends[0].node == sim::kNoNode || cable.ends[1].node == sim::kNoNode) continue;
        check_duplex(cable);
        for (const CableEnd& end : cable.ends)
            if (is_hub(end)) check_rate_of_hub(cable, end);
    }
}

/// Half-duplex gigabit is in the standard, but nobody has built it.
void CableReader::check_duplex(const CableDescription& cable) {
    constexpr auto kFastest = sim::Rate::megabits_per_second(100);
    const bool hub = is_hub(cable.ends[0]) || is_hub(cable.ends[1]);
    const bool half = cable.duplex == models::ethernet::Duplex::Half || cable.forced_full || hub;
    if (half && cable.rate > kFastest) {
        reader_.complain(
            cable.place,
            fmt::format("cable {} is half duplex at {}", in_quotes(cable.name), rate_text(cable)),
            "at the most 100 Mbit/s for half duplex, and so at a hub");
    }
    const auto is_end = [&](const CableEnd& end) { return end.node == *cable.forced_full; };
    if (cable.forced_full && std::ranges::none_of(cable.ends, is_end)) {
        reader_.complain(
            cable.place,
            fmt::format("\"forced-full\" of cable {} is {}, which is not one of its ends",
                        in_quotes(cable.name), in_quotes(scenario_.node(*cable.forced_full).name)),
            fmt::format("{} or {}", in_quotes(scenario_.node(cable.ends[0].node).name),
                        in_quotes(scenario_.node(cable.ends[1].node).name)));
    }
}

void CableReader::check_rate_of_hub(const CableDescription& cable, const CableEnd& end) {
    const CableDescription& first = *first_of_hub_.try_emplace(sim::index(end.node), &cable).first->second;
    if (first.rate == cable.rate) return;
    reader_.complain(
        cable.place,
        fmt::format("{} is a hub, whose cables all have one rate: {} has {}, {} has {} (line {})",
                    in_quotes(scenario_.node(end.node).name), in_quotes(cable.name), rate_text(cable),
                    in_quotes(first.name), rate_text(first), first.place.line()),
        rate_text(first));
}

}  // namespace

void read_cables(Reader& reader, const JsonValue& cables, const Defaults& defaults, Scenario& scenario) {
    CableReader cable_reader{reader, scenario};
    const Field& field = *find_field(kScenarioTable.fields, "cables");
    reader.for_each_object(field, cables, "/cables", [&](const JsonValue& entry, const std::string& pointer) {
        cable_reader.read(entry, pointer, defaults);
    });
    cable_reader.assign_ports();
    cable_reader.assign_names();
    cable_reader.check_duplex();
}

bool cables_are_sound(const Scenario& scenario) {
    return std::none_of(scenario.cables.begin(), scenario.cables.end(), [](const CableDescription& cable) {
        return cable.ends[0].node == sim::kNoNode || cable.ends[1].node == sim::kNoNode;
    });
}

std::vector<std::size_t> connected_parts(const Scenario& scenario) {
    std::vector<std::size_t> part(scenario.nodes.size());
    std::iota(part.begin(), part.end(), std::size_t{0});
    const auto root = [&](std::size_t node) {
        while (part[node] != node)
            node = part[node] = part[part[node]];
        return node;
    };
    for (const CableDescription& cable : scenario.cables) {
        if (cable.ends[0].node == sim::kNoNode || cable.ends[1].node == sim::kNoNode) continue;
        part[root(sim::index(cable.ends[0].node))] = root(sim::index(cable.ends[1].node));
    }
    for (std::size_t node = 0; node < part.size(); ++node)
        part[node] = root(node);
    return part;
}

}  // namespace patchcord::scenarios
