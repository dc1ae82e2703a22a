// The line of the source and the mark below it. Hangul and other wide characters take two columns, a tab is
// shown as four spaces, a long line is cut on both sides of the problem. Read next:
// scenarios/cli/diagnostics_printer.hpp.
#include "scenarios/cli/diagnostics_printer.hpp"

#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace patchcord::scenarios {
namespace {

constexpr std::size_t kColumnsBefore = 80;  // of the line, left of the problem
constexpr std::size_t kColumns = 112;       // of the line in all, but at least as many behind as
constexpr std::size_t kColumnsBehind = 16;

struct Colors {
    std::string_view error, mark, plain;
};
constexpr Colors kColors{"\033[1;31m", "\033[1;32m", "\033[0m"};
constexpr Colors kNoColors{};

/// `text` as it can stand in a terminal, with tabs as spaces.
std::string shown_text(std::string_view text) {
    std::string out;
    for (std::size_t tab = text.find('\t'); tab != std::string_view::npos; tab = text.find('\t')) {
        out += printable(text.substr(0, tab)) + "    ";
        text.remove_prefix(tab + 1);
    }
    return out + printable(text);
}

/// The last characters of `text` that fit into `columns`.
std::string_view last_columns(std::string_view text, std::size_t columns) {
    std::size_t begin = text.size();
    std::size_t width = 0;
    while (begin > 0) {
        std::size_t previous = begin - 1;
        while (previous > 0 && (static_cast<unsigned char>(text[previous]) & 0xC0) == 0x80)
            --previous;
        width += display_width(text.substr(previous, begin - previous));
        if (width > columns) break;
        begin = previous;
    }
    return text.substr(begin);
}

std::string_view first_columns(std::string_view text, std::size_t columns) {
    std::size_t end = 0;
    std::size_t width = 0;
    while (end < text.size()) {
        const Character character = first_character(text.substr(end));
        width += display_width(character.code);
        if (width > columns) break;
        end += character.size;
    }
    return text.substr(0, end);
}

/// A long text with "..." where it was cut.
std::string cut_before(std::string_view text) {
    const std::string_view kept = last_columns(text, kColumnsBefore);
    return kept.size() == text.size() ? shown_text(text) : "..." + shown_text(kept);
}
std::string cut_behind(std::string_view text, std::size_t columns) {
    const std::string_view kept = first_columns(text, columns);
    return kept.size() == text.size() ? shown_text(text) : shown_text(kept) + "...";
}

void print_excerpt(std::ostream& stream, const Place& place, const Colors& colors) {
    const SourceText& source = *place.source;
    const std::size_t number = place.line();
    const std::string_view line = source.line(number);
    const auto line_begin = static_cast<std::size_t>(line.data() - source.text().data());
    const std::size_t begin =
        std::clamp<std::size_t>(place.begin, line_begin, line_begin + line.size()) - line_begin;
    const std::size_t end =
        std::clamp<std::size_t>(place.end, line_begin + begin, line_begin + line.size()) - line_begin;
    const std::string before = cut_before(line.substr(0, begin));
    const std::string marked = cut_behind(line.substr(begin, end - begin), kColumnsBefore);
    const std::size_t used = display_width(before) + display_width(marked) + kColumnsBehind;
    const std::string behind = cut_behind(line.substr(end), std::max(kColumns, used) - used + kColumnsBehind);
    stream << fmt::format("{:>5} | {}{}{}\n", number, before, marked, behind);
    const std::size_t tail = std::max<std::size_t>(display_width(marked), 1) - 1;
    stream << fmt::format("      | {:{}}{}^{:~<{}}{}\n", "", display_width(before), colors.mark, "", tail,
                          colors.plain);
}

void print_diagnostic(std::ostream& stream, const Diagnostic& problem, const Colors& colors) {
    const Place& place = problem.place;
    const bool in_file = place.source && place.source->origin() == SourceText::Origin::File;
    const SourceText::Position position = place.position();
    const std::string where = in_file ? fmt::format("{}:{}:{}", place.file(), position.line, position.column)
                                      : printable(place.file());
    const std::string element = place.pointer.empty() ? "" : " in " + printable(place.pointer);
    stream << fmt::format("{}: {}error:{} {}{}\n", where, colors.error, colors.plain, problem.message,
                          element);
    if (in_file) print_excerpt(stream, place, colors);
    if (problem.expected.empty() && problem.suggestion.empty()) return;
    const std::string expected = problem.expected.empty() ? "" : "expected " + problem.expected;
    const std::string question =
        problem.suggestion.empty() ? "" : fmt::format("did you mean {}?", problem.suggestion);
    stream << fmt::format("  {}{}{}\n", expected, expected.empty() || question.empty() ? "" : "; ", question);
}

}  // namespace

void print_diagnostics(std::ostream& stream, std::span<const Diagnostic> problems, const Style& style) {
    for (const Diagnostic& problem : problems)
        print_diagnostic(stream, problem, style.color ? kColors : kNoColors);
    if (problems.size() >= Diagnostics::kLimit)
        stream << fmt::format("only the first {} problems are shown\n", problems.size());
}

}  // namespace patchcord::scenarios
