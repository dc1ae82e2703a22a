// Text becomes roff in one function, `roff`; everything else only says which paragraph it is. Read next:
// scenarios/cli/manual/man_page.hpp.
#include "scenarios/cli/manual/man_page.hpp"

#include "scenarios/cli/exit_status.hpp"
#include "scenarios/cli/program.hpp"
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

std::string language(std::span<const ReferenceSection> sections) {
    std::string text;
    for (const ReferenceSection& section : sections) {
        text += subsection(section.title) + roff(section.text) + "\n";
        bool is_inner = false;
        for (const ReferenceItem& entry : section.items) {
            if (entry.is_inner != is_inner) text += entry.is_inner ? ".RS\n" : ".RE\n";
            is_inner = entry.is_inner;
            text += item(entry.term, "",
                         entry.expected.empty() ? entry.text : entry.text + "; " + entry.expected);
        }
        if (is_inner) text += ".RE\n";
    }
    return text;
}

}  // namespace

std::string man_page(const CommandRow& program, std::span<const CommandRow> commands,
                     std::span<const ReferenceSection> reference) {
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
    text += language(reference);
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
