// Text becomes roff in one function, `roff`; everything else only says which paragraph it is. Read next:
// scenarios/cli/manual/man_page.hpp.
#include "scenarios/cli/manual/man_page.hpp"

#include "scenarios/cli/exit_status.hpp"
#include "scenarios/cli/program.hpp"
#include "scenarios/description/tables.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace patchcord::scenarios {
namespace {

/// `text` as roff shows it unchanged.
std::string roff(std::string_view text) {
    std::string out;
    if (text.starts_with('.') || text.starts_with('\'')) out = "\\&";
    while (!text.empty()) {
        const Character character = first_character(text);
        if (character.code >= 0x80) {
            out += fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(character.code));
        } else if (text.front() == '\\') {
            out += "\\e";
        } else if (text.front() == '-') {
            out += "\\-";
        } else if (text.front() == '\'') {
            out += "\\(aq";
        } else {
            out += text.front();
        }
        text.remove_prefix(character.size);
    }
    return out;
}

std::string section(std::string_view title) {
    return fmt::format(".SH {}\n", title);
}

std::string subsection(std::string_view title) {
    return fmt::format(".SS {}\n", roff(title));
}

/// A term in bold, what follows it in italics, and below it the text.
std::string item(std::string_view term, std::string_view type, std::string_view text) {
    const std::string behind = type.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(type));
    return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(term), behind, roff(text));
}

std::string examples(std::string_view lines) {
    std::string text = ".PP\nExamples:\n.PP\n.RS\n.nf\n";
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        text += roff(lines.substr(0, end)) + "\n";
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return text + ".fi\n.RE\n";
}

/// Without the options that all commands have, which are those of `common`.
std::string options(const CommandRow& row, const CommandRow& common) {
    const auto is_common = [&](const OptionRow& option) {
        const auto same = [&](const OptionRow& other) { return other.names == option.names; };
        return &row != &common && std::ranges::any_of(common.options, same);
    };
    std::string text;
    for (const OptionRow& operand : row.operands)
        text += item(operand.type, "", operand.help);
    for (const OptionRow& option : row.options) {
        if (is_common(option)) continue;
        text += item(fmt::format("{}", fmt::join(option.names, ", ")), option.type, option.help);
    }
    return text;
}

std::string key(const Field& field) {
    std::string text{field.help};
    if (const std::string expected = expectation(field); !expected.empty() && expected != field.help)
        text += "; " + expected;
    if (field.required) text += " (required)";
    if (!field.fallback.empty()) text += fmt::format(" (default {})", field.fallback);
    return item(field.name, "", text);
}

std::string keys(const Table& table) {
    std::string text = subsection(table.name) + roff(table.help) + "\n";
    for (const Field& field : table.fields)
        text += key(field);
    return text;
}

std::string application(const models::apps::AppDescription& app) {
    std::string text = subsection(fmt::format("app \"{}\"", app.name)) + roff(app.help) + "\n";
    for (const models::apps::Parameter& parameter : app.parameters)
        text += key(field_of(parameter));
    for (const models::apps::CallDescription& call : app.calls) {
        std::string takes;
        for (const models::apps::Parameter& parameter : call.parameters)
            takes += fmt::format("{}{}", takes.empty() ? "; takes " : ", ", parameter.name);
        text += item(fmt::format("call \"{}\"", call.name), "", std::string{call.help} + takes);
    }
    return text;
}

}  // namespace

std::string man_page(const CommandRow& program, std::span<const CommandRow> commands,
                     std::span<const models::apps::AppDescription> applications) {
    std::string text = fmt::format(".TH PATCHCORD 1 \"\" \"patchcord {}\"\n", kVersion);
    text += section("NAME") + "patchcord \\- simulates networks of Ethernet and TCP/IP\n";
    text += section("SYNOPSIS") + "\\fBpatchcord\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...]\n";
    text += section("DESCRIPTION") + roff(program.help) + ".\n" + examples(program.examples);
    text += section("OPTIONS") + "Every command takes these.\n" + options(program, program);
    text += section("COMMANDS");
    for (const CommandRow& command : commands) {
        text += subsection("patchcord " + command.name) + roff(command.help) + ".\n";
        text += options(command, program) + examples(command.examples);
    }
    text +=
        section("SCENARIO FILES") +
        "A scenario is a JSON file in which // comments are allowed. Quantities are strings with a unit.\n";
    for (const Table* table : {&kScenarioTable, &kDefaultsTable, &kHostTable, &kTcpTable, &kArpTable,
                               &kSwitchTable, &kCableTable, &kFaultTable, &kAppTable})
        text += keys(*table);
    for (const models::apps::AppDescription& app : applications)
        text += application(app);
    text += section("EXIT STATUS");
    for (const ExitStatusRow& row : kExitStatuses)
        text += item(std::to_string(static_cast<int>(row.status)), "", row.help);
    text += section("ENVIRONMENT");
    text += item("COLUMNS", "", "width of the ladder, when the terminal does not say it better");
    text += item("LC_ALL, LC_MESSAGES, LANG", "", "the language: Korean for ko, else English");
    text += item("NO_COLOR", "", "when it is set and not empty, no color is used unless --color asks for it");
    return text;
}

}  // namespace patchcord::scenarios
