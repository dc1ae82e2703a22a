// The explanations, most particular first. Each function looks at one family of mistakes and says nothing if
// it is another. The mistakes are those that people make when they write JSON by hand, paste it from a word
// processor, or know another language better. Read next: tests/scenarios/bad/, where each has a file.
#include "scenarios/load/syntax_errors.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace patchcord::scenarios {
namespace {

using After = SyntaxContext::After;
using Explanation = std::optional<SyntaxError>;

struct Question {
    std::string_view text;
    const SyntaxContext& context;
    Gap gap;

    bool at_end() const { return gap.end == text.size(); }
    char next() const { return at_end() ? '\0' : text[gap.end]; }
    bool closes() const { return next() == '}' || next() == ']'; }
    std::string_view rest() const { return text.substr(gap.end); }
    std::string_view container_name() const { return context.container == '{' ? "object" : "list"; }
    std::string_view closing() const { return context.container == '{' ? "\"}\"" : "\"]\""; }
    bool wants_key() const {
        return context.container == '{' && (context.after == After::Opening || context.after == After::Value);
    }
    std::string opened() const {
        return fmt::format("the {} that line {} opens", container_name(), context.container_line);
    }
};

Span span_at(std::size_t begin, std::size_t length) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + length)};
}

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/// What a person would take for one word, from `begin` on: up to a separator, a bracket, a quotation mark or
/// the end of the line. With `spaces`, "20 m" is one.
std::string_view word_at(std::string_view text, std::size_t begin, bool spaces) {
    const std::size_t end = text.find_first_of(spaces ? ",]}[{\"\r\n" : ",]}[{\"\r\n \t:", begin);
    std::string_view word = text.substr(begin, std::min(end, text.size()) - begin);
    word = word.substr(0, std::min(word.find("//"), word.size()));
    while (word.ends_with(' ') || word.ends_with('\t'))
        word.remove_suffix(1);
    return word.substr(0, 80);
}

Explanation end_of_text(const Question& question) {
    if (!question.at_end()) return {};
    const Span end = span_at(question.gap.end, 0);
    if (question.context.after == After::Nothing) {
        return SyntaxError{end, "there is no scenario in this file", "{ \"nodes\": { ... }, ... }", {}};
    }
    return SyntaxError{end,
                       fmt::format("the text ends within {}", question.opened()),
                       fmt::format("{} to close it", question.closing()),
                       {}};
}

/// Characters that look like those of JSON, from word processors and input methods.
struct LookAlike {
    std::string_view bytes;
    std::string_view name;
    std::string_view plain;
};
constexpr std::array kLookAlikes{LookAlike{"“", "a typographic quotation mark", "\""},
                                 LookAlike{"”", "a typographic quotation mark", "\""},
                                 LookAlike{"„", "a typographic quotation mark", "\""},
                                 LookAlike{"‘", "a typographic quotation mark", "\""},
                                 LookAlike{"’", "a typographic quotation mark", "\""},
                                 LookAlike{"«", "a typographic quotation mark", "\""},
                                 LookAlike{"＂", "a full-width quotation mark", "\""},
                                 LookAlike{"，", "a full-width comma", ","},
                                 LookAlike{"：", "a full-width colon", ":"},
                                 LookAlike{"｛", "a full-width bracket", "{"},
                                 LookAlike{"｝", "a full-width bracket", "}"},
                                 LookAlike{"［", "a full-width bracket", "["},
                                 LookAlike{"］", "a full-width bracket", "]"},
                                 LookAlike{"\u00A0", "a no-break space (U+00A0)", " "},
                                 LookAlike{"\u3000", "a full-width space (U+3000)", " "},
                                 LookAlike{"\u200B", "an invisible space (U+200B)", " "},
                                 LookAlike{"\uFEFF", "an invisible byte order mark (U+FEFF)", " "}};

Explanation look_alike(const Question& question) {
    for (const LookAlike& other : kLookAlikes) {
        if (!question.rest().starts_with(other.bytes)) continue;
        const std::string shown =
            other.plain == " " ? "a plain space" : fmt::format("the plain character {}", other.plain);
        return SyntaxError{span_at(question.gap.end, other.bytes.size()), std::string{other.name}, shown, {}};
    }
    return {};
}

Explanation comment(const Question& question) {
    const char next = question.next();
    if (question.rest().starts_with("/*")) {
        return SyntaxError{span_at(question.gap.end, 2), "this comment is never closed", "*/ at its end", {}};
    }
    if (next != '/' && next != '#') return {};
    return SyntaxError{span_at(question.gap.end, 1),
                       fmt::format("a comment does not begin with {}", next),
                       "// before a comment, or /* and */ around it",
                       {}};
}

/// "20 m", "10.0.0.1/24", "100Mbit/s" and "007" begin like a number, which is all that was understood of
/// them.
Explanation number_with_more(const Question& question) {
    const SyntaxContext& context = question.context;
    const std::string_view between =
        question.text.substr(context.previous.end, question.gap.end - context.previous.end);
    const bool same_word = between.find_first_not_of(' ') == std::string_view::npos;
    if (!context.previous_is_number || !same_word || question.closes() || question.next() == '"') return {};
    if (question.next() == ':' || question.next() == '{' || question.next() == '[') return {};
    const std::string_view word = word_at(question.text, context.previous.begin, true);
    const Span span = span_at(context.previous.begin, word.size());
    if (word.empty()) return {};
    if (std::all_of(word.begin(), word.end(), is_digit)) {
        return SyntaxError{span, fmt::format("the number {} begins with 0", printable(word)),
                           "a number without it",
                           std::string{word.substr(std::min(word.find_first_not_of('0'), word.size() - 1))}};
    }
    return SyntaxError{span, fmt::format("{} is not a number", printable(word)), "a string in double quotes",
                       fmt::format("\"{}\"", printable(word))};
}

Explanation missing_comma_or_bracket(const Question& question) {
    const SyntaxContext& context = question.context;
    const Span next = span_at(question.gap.end, 1);
    if (context.container == 0) {
        const std::string_view word = word_at(question.text, next.begin, false);
        const std::string_view shown = word.empty() ? question.rest().substr(0, 1) : word;
        return SyntaxError{
            next, fmt::format("{} after the end of the scenario", in_quotes(shown)), "nothing more", {}};
    }
    if (question.closes()) {
        return SyntaxError{next,
                           fmt::format("\"{}\" cannot close {}", question.next(), question.opened()),
                           std::string{question.closing()},
                           {}};
    }
    return SyntaxError{
        span_at(context.previous.end, 0),
        "no comma after this value",
        fmt::format("\",\" before what follows, or {} to close {}", question.closing(), question.opened()),
        {}};
}

Explanation separators_after_value(const Question& question) {
    const Gap& gap = question.gap;
    const Span separator = span_at(gap.separator, 1);
    if (gap.colons > 0)
        return SyntaxError{separator, "a colon after a value", "\",\" between two entries", {}};
    if (question.context.container == 0 && gap.commas > 0) {
        return SyntaxError{separator, "a comma after the end of the scenario", "nothing more", {}};
    }
    if (gap.commas > 1) return SyntaxError{separator, "two commas in a row", "one", {}};
    if (gap.commas == 1 && question.closes()) {
        return SyntaxError{separator,
                           fmt::format("a comma after the last entry of {}", question.opened()),
                           fmt::format("{} without a comma before it", question.closing()),
                           {}};
    }
    if (gap.commas == 0) {
        if (Explanation number = number_with_more(question)) return number;
        return missing_comma_or_bracket(question);
    }
    return {};
}

Explanation separators_after_key(const Question& question) {
    const Gap& gap = question.gap;
    const std::string key{question.text.substr(
        question.context.previous.begin, question.context.previous.end - question.context.previous.begin)};
    if (gap.commas > 0 || question.closes()) {
        return SyntaxError{question.context.previous,
                           fmt::format("the key {} has no value", printable(key)),
                           fmt::format("a value behind {}:", printable(key)),
                           {}};
    }
    if (gap.colons > 1) return SyntaxError{span_at(gap.separator, 1), "two colons in a row", "one", {}};
    if (gap.colons == 1) return {};
    if (question.next() == '=') {
        return SyntaxError{span_at(gap.end, 1), "\"=\" between a key and its value", "\":\"", {}};
    }
    return SyntaxError{span_at(question.context.previous.end, 0),
                       fmt::format("no colon after the key {}", printable(key)),
                       "\":\" and a value",
                       {}};
}

Explanation separators(const Question& question) {
    switch (question.context.after) {
        case After::Value:
            return separators_after_value(question);
        case After::Key:
            return separators_after_key(question);
        case After::Nothing:
        case After::Opening:
            break;
    }
    if (question.gap.commas + question.gap.colons == 0) return {};
    return SyntaxError{span_at(question.gap.separator, 1),
                       fmt::format("\"{}\" before the first entry", question.text[question.gap.separator]),
                       question.wants_key() ? "a key in double quotes" : "a value",
                       {}};
}

/// The length of the escape sequence at the start of `text`, or 0 when it is none.
std::size_t escape_length(std::string_view text) {
    if (text.size() < 2) return 0;
    if (std::string_view{"\"\\/bfnrt"}.find(text[1]) != std::string_view::npos) return 2;
    const std::string_view digits = text.substr(2, 4);
    const bool hexadecimal =
        digits.size() == 4 && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    return text[1] == 'u' && hexadecimal ? 6 : 0;
}

/// Looks for the first thing that a string cannot hold.
Explanation within_string(const Question& question) {
    if (question.next() != '"') return {};
    const std::string_view text = question.text;
    std::size_t at = question.gap.end + 1;
    while (at < text.size() && text[at] != '\n' && text[at] != '\r') {
        const Character character = first_character(text.substr(at));
        if (!character.valid) {
            return SyntaxError{
                span_at(at, 1),
                fmt::format("the byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(text[at])),
                "a file that is saved as UTF-8",
                {}};
        }
        if (character.code < 0x20) {
            const std::string escape = character.code == '\t' ? "\\t" : fmt::format("\\u{:04x}", text[at]);
            return SyntaxError{
                span_at(at, 1), "a control character in a string", escape + " in its place", {}};
        }
        if (character.code == '"') {
            return SyntaxError{span_at(question.gap.end, at + 1 - question.gap.end),
                               "half of a character (a surrogate) in this string",
                               "both halves, \\ud83d\\ude00, or the character itself",
                               {}};
        }
        if (character.code != '\\') {
            at += character.size;
            continue;
        }
        const std::size_t length = escape_length(text.substr(at));
        if (length == 0) {
            const std::size_t escaped = at + 1 == text.size() ? 0 : first_character(text.substr(at + 1)).size;
            const std::string_view escape = text.substr(at, 1 + escaped);
            return SyntaxError{span_at(at, escape.size()),
                               fmt::format("{} means nothing in a string", printable(escape)),
                               R"(\\ for a backslash, or one of \" \/ \b \f \n \r \t \u0000)",
                               {}};
        }
        at += length;
    }
    return SyntaxError{span_at(question.gap.end, std::min(at, text.size()) - question.gap.end),
                       "this string is not closed",
                       "a double quote before the end of the line",
                       {}};
}

Explanation single_quotes(const Question& question) {
    if (question.next() != '\'' && question.next() != '`') return {};
    const std::size_t begin = question.gap.end + 1;
    const std::size_t end = question.text.find_first_of("'`\n", begin);
    const bool closed = end != std::string_view::npos && question.text[end] != '\n';
    const std::string_view inner = closed ? question.text.substr(begin, end - begin) : std::string_view{};
    return SyntaxError{span_at(question.gap.end, closed ? inner.size() + 2 : 1), "a string in single quotes",
                       "double quotes", closed ? in_quotes(inner) : std::string{}};
}

SyntaxError word_as_number(Span span, std::string_view word) {
    const std::string shown = printable(word);
    if (word.size() > 1 && word.front() == '+')
        return {span, fmt::format("the number {} has a plus sign", shown), "no sign",
                std::string{word.substr(1)}};
    if (word.size() > 1 && word.front() == '.')
        return {span, fmt::format("the number {} begins with a point", shown), "a digit before the point",
                fmt::format("0{}", shown)};
    const bool ends_early = word.ends_with('.') || word.ends_with('e') || word.ends_with('E') ||
                            word.ends_with('-') || word.ends_with('+');
    if (ends_early)
        return {span, fmt::format("the number {} is not complete", shown), "a digit at its end", {}};
    const bool digits = word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    if (digits) return {span, fmt::format("the number {} is too large", shown), "a number below 1e308", {}};
    return {span, fmt::format("{} is not a number", shown), "a number, or a string in double quotes",
            fmt::format("\"{}\"", shown)};
}

SyntaxError word_as_value(Span span, std::string_view word) {
    const std::string folded = lower_case(word);
    const std::string_view unsigned_word =
        std::string_view{folded}.substr(folded.starts_with('-') || folded.starts_with('+') ? 1 : 0);
    if (unsigned_word == "nan" || unsigned_word == "infinity" || unsigned_word == "inf") {
        return {span,
                fmt::format("{} is not a number that JSON has", printable(word)),
                "a number with digits",
                {}};
    }
    if (is_digit(word.front()) || word.front() == '-' || word.front() == '+' || word.front() == '.')
        return word_as_number(span, word);
    constexpr std::array<std::array<std::string_view, 2>, 8> kWords{{{"true", "true"},
                                                                     {"false", "false"},
                                                                     {"yes", "true"},
                                                                     {"no", "false"},
                                                                     {"on", "true"},
                                                                     {"off", "false"},
                                                                     {"none", "null"},
                                                                     {"nil", "null"}}};
    for (const auto& [written, meant] : kWords) {
        if (folded == written)
            return {span, fmt::format("{} without quotes is not a value", printable(word)),
                    "true, false, or a string in double quotes", std::string{meant}};
    }
    return {span, fmt::format("{} is not in double quotes", printable(word)), "a string in double quotes",
            fmt::format("\"{}\"", printable(word))};
}

Explanation bare_word(const Question& question) {
    const Character first = first_character(question.rest());
    const bool signs = question.next() == '-' || question.next() == '+' || question.next() == '.';
    const bool begins_word =
        is_name_character(first.code) || question.next() == '_' || question.next() == '$' || signs;
    if (!begins_word) return {};
    const std::string_view word = word_at(question.text, question.gap.end, !question.wants_key());
    const Span span = span_at(question.gap.end, word.size());
    if (question.wants_key()) {
        return SyntaxError{span, fmt::format("the key {} is not in double quotes", printable(word)),
                           "a key in double quotes", fmt::format("\"{}\"", printable(word))};
    }
    if (question.context.after == After::Nothing) {
        return SyntaxError{span,
                           fmt::format("{} does not begin a scenario", in_quotes(word)),
                           "{ \"nodes\": { ... }, ... }",
                           {}};
    }
    return word_as_value(span, word);
}

SyntaxError anything_else(const Question& question) {
    const Character character = first_character(question.rest());
    const Span span = span_at(question.gap.end, character.size);
    const std::string expected =
        question.wants_key() ? fmt::format("a key in double quotes, or {}", question.closing()) : "a value";
    if (!character.valid) {
        return {span,
                fmt::format("the byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(question.next())),
                "a file that is saved as UTF-8",
                {}};
    }
    if (!is_printable(character.code))
        return {span,
                fmt::format("unexpected character U+{:04X}", static_cast<unsigned>(character.code)),
                expected,
                {}};
    return {span, fmt::format("unexpected \"{}\"", question.rest().substr(0, character.size)), expected, {}};
}

/// The end of the comment at `at`, or `at` when there is none that is closed.
std::size_t skip_comment(std::string_view text, std::size_t at) {
    constexpr std::string_view kEndsOfComments{"\n\r\0", 3};  // as nlohmann's lexer sees them
    if (text.substr(at).starts_with("//"))
        return std::min(text.find_first_of(kEndsOfComments, at), text.size());
    if (!text.substr(at).starts_with("/*")) return at;
    const std::size_t end = text.find("*/", at + 2);
    return end == std::string_view::npos ? at : end + 2;
}

}  // namespace

Gap skip_gap(std::string_view text, std::size_t from) {
    Gap gap{.end = from};
    for (; gap.end < text.size(); ++gap.end) {
        const char byte = text[gap.end];
        if (byte == ',' || byte == ':') {
            ++(byte == ',' ? gap.commas : gap.colons);
            gap.separator = gap.end;
        } else if (byte == '/') {
            const std::size_t end = skip_comment(text, gap.end);
            if (end == gap.end) break;
            gap.end = end - 1;
        } else if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') {
            break;
        }
    }
    return gap;
}

SyntaxError explain_syntax_error(std::string_view text, const SyntaxContext& context) {
    const Question question{text, context, skip_gap(text, context.previous.end)};
    for (const auto explain :
         {end_of_text, look_alike, comment, separators, single_quotes, within_string, bare_word}) {
        if (Explanation explanation = explain(question)) return *explanation;
    }
    return anything_else(question);
}

}  // namespace patchcord::scenarios
