// Calls and their arguments. `|` is the only operator.
// Strings that follow each other are one; `\xNN` is a byte. Read next: scenarios/drill/language/script.hpp.
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <limits>

namespace patchcord::scenarios::drill::language {
namespace {

constexpr int kDeepest = 32;

Expression expression(Cursor& cursor, int depth);

Expressions list(Cursor& cursor, std::string_view end, int depth) {
    if (depth > kDeepest) cursor.fail("too many brackets within each other");
    Expressions items;
    while (!cursor.take(end)) {
        if (!items.empty()) cursor.expect(",");
        items.push_back(expression(cursor, depth + 1));
    }
    return items;
}

int hex_digit(char letter) {
    int value = -1;
    std::from_chars(&letter, &letter + 1, value, 16);
    return value;
}

/// Behind a backslash.
char escaped(Place place, std::string_view letters, std::size_t& at) {
    constexpr std::string_view kNames = "fnrtv0";
    constexpr std::string_view kBytes{"\f\n\r\t\v\0", 6};
    const char kind = letters[at++];
    if (const std::size_t known = kNames.find(kind); known != std::string_view::npos) return kBytes[known];
    if (kind == '\\' || kind == '"' || kind == '\'') return kind;
    if (kind != 'x')
        fail_at(place, fmt::format("\\{} is none of \\xNN \\f \\n \\r \\t \\v \\0 \\\\ \\\"", kind));
    const int high = at + 1 < letters.size() ? hex_digit(letters[at]) : -1;
    const int low = at + 1 < letters.size() ? hex_digit(letters[at + 1]) : -1;
    if (high < 0 || low < 0) fail_at(place, "\\x needs two hexadecimal digits");
    at += 2;
    return static_cast<char>(high * 16 + low);
}

/// Strings that follow each other are one; "..." behind them says that more may follow.
std::string string_of(Cursor& cursor) {
    std::string bytes;
    Place place = cursor.place();
    for (auto letters = cursor.quoted('"'); letters; place = cursor.place(), letters = cursor.quoted('"')) {
        for (std::size_t i = 0; i < letters->size();) {
            const char letter = (*letters)[i++];
            const bool escapes = letter == '\\' && i < letters->size();
            bytes += escapes ? escaped(place, *letters, i) : letter;
        }
    }
    return bytes;
}

/// 64 bits: decimal ones are signed.
std::int64_t integer(Cursor& cursor) {
    const bool negative = cursor.take("-");
    const bool hex = cursor.peek_word().starts_with("0x");
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const std::uint64_t most = hex ? std::numeric_limits<std::uint64_t>::max() : kMost;
    const std::uint64_t value = cursor.number(most, "this");
    return static_cast<std::int64_t>(negative ? 0 - value : value);
}

bool is_integer(std::string_view letters) {
    return !letters.empty() && std::isdigit(static_cast<unsigned char>(letters.front())) != 0;
}

/// Behind a word that may be a name of a field or a function.
Expression named(Cursor& cursor, Place place, std::string name, int depth) {
    std::shared_ptr<Expression> argument;
    if (cursor.peek() == '(') {
        cursor.expect("(");
        Expressions arguments = list(cursor, ")", depth + 1);
        if (cursor.peek() != '=') return {place, Function{std::move(name), std::move(arguments)}};
        if (arguments.size() != 1) cursor.fail("the field takes one argument");
        argument = std::make_shared<Expression>(std::move(arguments.front()));
    }
    if (cursor.peek() == '=' && cursor.raw(1) != '=') {
        cursor.expect("=");
        auto value = std::make_shared<Expression>(expression(cursor, depth + 1));
        return {place, Field{std::move(name), std::move(argument), std::move(value)}};
    }
    return {place, Word{std::move(name)}};
}

Expression primary(Cursor& cursor, int depth) {
    const Place place = cursor.place();
    if (cursor.take("...")) return {place, Ellipsis{}};
    if (cursor.take("[")) return {place, Array{list(cursor, "]", depth + 1)}};
    if (cursor.take("{")) return {place, Structure{list(cursor, "}", depth + 1)}};
    if (cursor.peek() == '"') {
        std::string bytes = string_of(cursor);
        cursor.take("...");  // more may follow
        return {place, std::move(bytes)};
    }
    if (cursor.peek() == '-' || is_integer(cursor.peek_word())) return {place, integer(cursor)};
    std::string name = cursor.word();
    if (name.empty()) cursor.fail(fmt::format("a value is expected here, not {}", cursor.found()));
    if (name.front() == '"') return {place, name.substr(1, name.size() - 2)};
    if (is_integer(name)) {
        std::int64_t value = 0;
        const bool hex = name.starts_with("0x");
        const char* const first = name.data() + (hex ? 2 : 0);
        const auto [end, error] = std::from_chars(first, name.data() + name.size(), value, hex ? 16 : 10);
        if (error == std::errc{} && end == name.data() + name.size()) return {place, value};
    }
    return named(cursor, place, std::move(name), depth);
}

Expression expression(Cursor& cursor, int depth) {
    if (depth > kDeepest) cursor.fail("too many brackets within each other");
    const Place place = cursor.place();
    Expression first = primary(cursor, depth);
    if (cursor.peek() != '|') return first;
    Or parts;
    parts.parts.push_back(std::move(first));
    while (cursor.take("|"))
        parts.parts.push_back(primary(cursor, depth));
    return {place, std::move(parts)};
}

/// "(flags O_RDWR)", "(Operation now in progress)".
void take_comment(Cursor& cursor) {
    if (cursor.take("(")) cursor.until(")");
}

}  // namespace

Call call(Cursor& cursor) {
    Call call;
    call.name = cursor.word();
    if (call.name.empty())
        cursor.fail(
            fmt::format("a packet (< or >), a call, a `command` or %{{ code }}% is expected here, not {}",
                        cursor.found()));
    cursor.expect("(");
    call.arguments = list(cursor, ")", 0);
    cursor.expect("=");
    if (!cursor.take("...")) {
        call.result = integer(cursor);
        // Results of calls are 32 bits; 0xFFFFFFFF is written for -1 as well.
        if (cursor.peek_word().starts_with('E')) call.error = cursor.word();
    }
    take_comment(cursor);
    return call;
}

}  // namespace patchcord::scenarios::drill::language
