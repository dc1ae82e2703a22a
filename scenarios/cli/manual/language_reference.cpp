// Only the operators and literals of expressions are written here; all else is rows of tables. Read next:
// scenarios/cli/manual/language_reference.hpp.
#include "scenarios/cli/manual/language_reference.hpp"

#include "results/query/packet_scope.hpp"
#include "results/query/run_scope.hpp"
#include "scenarios/description/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;
namespace wire = models::wire;

ReferenceItem item(const Field& field, bool is_inner = false) {
    std::string text{field.help};
    if (field.required) text += " (required)";
    if (!field.fallback.empty()) text += fmt::format(" (default {})", field.fallback);
    std::string expected = expectation(field);
    if (expected == field.help) expected.clear();
    return {std::string{field.name}, std::move(text), std::move(expected), is_inner};
}

ReferenceSection section(const Table& table) {
    ReferenceSection out{std::string{table.name}, std::string{table.help}, {}};
    for (const Field& field : table.fields)
        out.items.push_back(item(field));
    return out;
}

ReferenceSection section(const apps::AppDescription& app) {
    ReferenceSection out{fmt::format("app \"{}\"", app.name), std::string{app.help}, {}};
    for (const apps::Parameter& parameter : app.parameters)
        out.items.push_back(item(field_of(parameter)));
    for (const apps::CallDescription& call : app.calls) {
        out.items.push_back({fmt::format("call \"{}\"", call.name), std::string{call.help}, {}});
        for (const apps::Parameter& parameter : call.parameters)
            out.items.push_back(item(field_of(parameter), true));
    }
    return out;
}

ReferenceSection expressions() {
    return {
        "an expression",
        "what \"drop\" and other faults, \"expect\" and packets --filter share",
        {{"a || b, a && b, !a", "or, and, not", {}},
         {"== != < <= > >=", "comparisons; with something that a packet does not have they are false", {}},
         {"+ - * /", "of numbers and times; a minus sign needs spaces around it", {}},
         {"ip.src in 10.0.0.0/24", "an address of a subnet", {}},
         {"tcp.payload contains \"GET\"", "a text in a text", {}},
         {"7 s, 64 KiB, 10 Mbit/s",
          "times, bytes and bits per second have a unit; other numbers have none",
          {}},
         {"'text', \"text\"", "a text; single quotes save the \\\" of JSON", {}},
         {"client", "a node, by its name", {}}}};
}

void add(ReferenceSection& section, std::span<const wire::FieldRow> rows) {
    for (const wire::FieldRow& row : rows) {
        std::string text{row.help};
        std::string words;
        if (!row.words.empty())
            words = fmt::format("one of: {}", fmt::join(row.words, ", "));
        else if (row.type != wire::ValueType::Truth)
            text += fmt::format(" ({})", to_string(row.type));
        section.items.push_back({std::string{row.name}, std::move(text), std::move(words)});
    }
}

/// The sections of what expressions can name.
void add_names(std::vector<ReferenceSection>& sections) {
    ReferenceSection frames{
        "a frame", "what faults and filters can say of it; true or false where nothing else is said", {}};
    add(frames, wire::frame_fields());
    add(frames, wire::frame_calls());
    ReferenceSection packets{"a packet of a run", "what filters and \"expect\" can say beside that", {}};
    add(packets, results::packet_fields());
    ReferenceSection questions{"a run", "what \"expect\" can ask; FILTER is of packets", {}};
    add(questions, results::run_fields());
    add(questions, results::run_calls());
    ReferenceSection sockets{"a socket of a run", "socket(server, 80).state", {}};
    add(sockets, results::socket_members());
    ReferenceSection flows{"a flow of a run", "one direction of a TCP connection: flow(1, client).bytes", {}};
    add(flows, results::flow_members());
    for (ReferenceSection* const names : {&frames, &packets, &questions, &sockets, &flows})
        sections.push_back(std::move(*names));
}

}  // namespace

std::vector<ReferenceSection> language_reference(std::span<const apps::AppDescription> applications) {
    std::vector<ReferenceSection> sections;
    for (const Table* table :
         {&kScenarioTable, &kDefaultsTable, &kHostTable, &kTcpTable, &kArpTable, &kCardTable, &kSwitchTable,
          &kHubTable, &kCableTable, &kFaultTable, &kSweepTable, &kRecordTable, &kAppTable})
        sections.push_back(section(*table));
    for (const apps::AppDescription& app : applications)
        sections.push_back(section(app));
    sections.push_back(expressions());
    add_names(sections);
    return sections;
}

void print_language_reference(std::ostream& stream, std::span<const ReferenceSection> sections) {
    for (const ReferenceSection& section : sections) {
        stream << fmt::format("{}: {}\n", section.title, section.text);
        for (const ReferenceItem& item : section.items) {
            const std::string_view indent = item.is_inner ? "    " : "  ";
            stream << fmt::format("{}{:<20} {}\n", indent, item.term, item.text);
            if (!item.expected.empty()) stream << fmt::format("{}{:<20}   {}\n", indent, "", item.expected);
        }
        stream << '\n';
    }
}

}  // namespace patchcord::scenarios
