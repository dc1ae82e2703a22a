// Two lines for each row: what the key is for, and what may stand there. Read next:
// scenarios/description/language_reference.hpp.
#include "scenarios/description/language_reference.hpp"

#include "scenarios/description/tables.hpp"

#include <fmt/format.h>

#include <string_view>

namespace patchcord::scenarios {
namespace {

namespace apps = models::apps;

void print_field(std::ostream& stream, const Field& field, std::string_view indent) {
    const std::string fallback = field.fallback.empty() ? "" : fmt::format(" (default {})", field.fallback);
    stream << fmt::format("{}{:<20} {}{}\n", indent, field.name, field.help,
                          field.required ? " (required)" : fallback);
    stream << fmt::format("{}{:<20}   {}\n", indent, "", expectation(field));
}

void print_parameters(std::ostream& stream, std::span<const apps::Parameter> parameters,
                      std::string_view indent) {
    for (const apps::Parameter& parameter : parameters)
        print_field(stream, field_of(parameter), indent);
}

void print_table(std::ostream& stream, const Table& table) {
    stream << fmt::format("{}: {}\n", table.name, table.help);
    for (const Field& field : table.fields)
        print_field(stream, field, "  ");
    stream << '\n';
}

}  // namespace

void print_language_reference(std::ostream& stream, std::span<const apps::AppDescription> applications) {
    for (const Table* table : {&kScenarioTable, &kDefaultsTable, &kHostTable, &kTcpTable, &kArpTable,
                               &kSwitchTable, &kCableTable, &kFaultTable, &kAppTable}) {
        print_table(stream, *table);
    }
    for (const apps::AppDescription& app : applications) {
        stream << fmt::format("app \"{}\": {}\n", app.name, app.help);
        print_parameters(stream, app.parameters, "  ");
        for (const apps::CallDescription& call : app.calls) {
            stream << fmt::format("  call \"{}\": {}\n", call.name, call.help);
            print_parameters(stream, call.parameters, "    ");
        }
        stream << '\n';
    }
}

}  // namespace patchcord::scenarios
