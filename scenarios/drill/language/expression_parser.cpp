// Calls and their arguments. `|` is the only operator.
// Strings that follow each other are one; `\xNN` is a byte. Read next: scenarios/drill/language/script.hpp.
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <cctype>
#include <charconv>

namespace patchcord::scenarios::drill::language {
namespace {

constexpr int kDeepest = 32;

Expression expression(Cursor& cursor, int depth);

Expressions list(Cursor& cursor, std::string_view end, int depth) {
    if (depth > kDeepest) cursor.fail("too many brackets within each other");
    Expressions items;
    while (!cursor.take(end)) {
        if (!items.empty()) {
            cursor.expect(",");
            if (cursor.take(end)) break;
        }
        items.push_back(expression(cursor, depth + 1));
    }
    return items;
}

int hex_digit(char letter) {
    int value = -1;
    std::from_chars(&letter, &letter + 1, value, 16);
    return value;
}

std::string unescaped(Cursor& cursor, std::string_view letters) {
    std::string bytes;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (letters[i] != '\\' || i + 1 == letters.size()) {
            bytes += letters[i];
            continue;
        }
        const char kind = letters[++i];
        if (kind == 'x') {
            const int high = i + 2 < letters.size() ? hex_digit(letters[i + 1]) : -1;
            const int low = i + 2 < letters.size() ? hex_digit(letters[i + 2]) : -1;
            if (high < 0 || low < 0) cursor.fail("\\x needs two hexadecimal digits");
            bytes += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            bytes += kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == '0' ? '\0' : kind;
        }
    }
    return bytes;
}

std::string string_of(Cursor& cursor) {
    std::string bytes;
    while (cursor.take("\"")) {
        std::string letters = cursor.until("\"");
        while (letters.ends_with('\\') && !letters.ends_with("\\\\"))
            letters += "\"" + cursor.until("\"");
        bytes += unescaped(cursor, letters);
    }
    return bytes;
}

std::int64_t integer(Cursor& cursor) {
    const bool negative = cursor.take("-");
    const auto value = static_cast<std::int64_t>(cursor.number(0xFFFF'FFFF'FFFF, "this"));
    return negative ? -value : value;
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
    if (cursor.peek() == '"') return {place, string_of(cursor)};
    if (cursor.peek() == '-' || is_integer(cursor.peek_word())) return {place, integer(cursor)};
    std::string name = cursor.word();
    if (name.empty()) cursor.fail("a value is expected here");
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
    if (call.name.empty()) cursor.fail("an event is a packet (< or >), a call, a `command` or %{ code }%");
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
