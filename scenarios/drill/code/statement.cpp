// Evaluating expressions over 64-bit integers and texts. Integers that do not fit are an error, not a wrap.
// Read next: scenarios/drill/code/interpreter.cpp.
#include "scenarios/drill/code/statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

namespace patchcord::scenarios::drill::code {
namespace {

constexpr int kDeepest = 100;

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

[[noreturn]] void wrong(std::string message) {
    throw Stop{Outcome::Kind::Error, std::move(message)};
}

std::int64_t integer(const Value& value, std::string_view operation) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number == nullptr) wrong(fmt::format("{} needs integers, not \"{}\"", operation, to_text(value)));
    return *number;
}

std::int64_t checked(bool overflowed, std::int64_t result) {
    if (overflowed) wrong("an integer does not fit into 64 bits");
    return result;
}

/// Python rounds toward minus infinity.
std::int64_t floor_divide(std::int64_t left, std::int64_t right) {
    if (right == 0) wrong("division by zero");
    if (right == -1)
        return checked(left == std::numeric_limits<std::int64_t>::min(),
                       left == std::numeric_limits<std::int64_t>::min() ? 0 : -left);
    const std::int64_t quotient = left / right;
    return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
}

std::int64_t calculate(std::string_view operation, std::int64_t left, std::int64_t right) {
    std::int64_t result = 0;
    bool overflows = false;
    if (operation == "|") return left | right;
    if (operation == "^") return left ^ right;
    if (operation == "&") return left & right;
    if (operation == "//") return floor_divide(left, right);
    if (operation == "%") return right == -1 ? 0 : left - floor_divide(left, right) * right;
    if (operation == "+") {
        overflows = __builtin_add_overflow(left, right, &result);
    } else if (operation == "-") {
        overflows = __builtin_sub_overflow(left, right, &result);
    } else if (operation == "*") {
        overflows = __builtin_mul_overflow(left, right, &result);
    } else {
        if (right < 0 || right > 62) wrong("a shift by less than 0 or more than 62 bits");
        if (operation == ">>") return left >> right;
        overflows = __builtin_mul_overflow(left, std::int64_t{1} << right, &result);
    }
    return checked(overflows, result);
}

bool compare(std::string_view operation, const Value& left, const Value& right) {
    if (operation == "==") return left == right;
    if (operation == "!=") return left != right;
    if (left.index() != right.index()) wrong(fmt::format("\"{}\" between an integer and a text", operation));
    if (operation == "<") return left < right;
    if (operation == "<=") return left <= right;
    if (operation == ">") return left > right;
    return left >= right;
}

/// One conversion of a format, as "%d", "%5s", "%#x".
std::string converted(std::string_view spec, const Value& value) {
    const char kind = spec.back();
    if (kind == 's' || kind == 'r') return to_text(value);
    const std::int64_t number = integer(value, fmt::format("\"{}\"", spec));
    if (kind == 'd' || kind == 'i' || kind == 'u') return std::to_string(number);
    if (kind == 'x')
        return fmt::format("{}{:x}", spec.find('#') == std::string_view::npos ? "" : "0x", number);
    throw Stop{Outcome::Kind::Unsupported, fmt::format("the format \"{}\" is not supported", spec)};
}

std::string formatted(std::string_view format, const std::vector<Value>& values) {
    std::string out;
    std::size_t next = 0;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            out += format[i];
        } else if (i + 1 < format.size() && format[i + 1] == '%') {
            out += format[++i];
        } else {
            const std::size_t end = format.find_first_not_of("#0123456789.-+ ", i + 1);
            if (end == std::string_view::npos || next == values.size())
                wrong("there are more conversions than values");
            out += converted(format.substr(i, end + 1 - i), values[next++]);
            i = end;
        }
    }
    if (next != values.size()) wrong("there are more values than conversions");
    return out;
}

// From loose to tight; within a row, what comes first in the text.
constexpr std::array<std::array<std::string_view, 3>, 6> kOperators{{
    {"|", "", ""},
    {"^", "", ""},
    {"&", "", ""},
    {"<<", ">>", ""},
    {"+", "-", ""},
    {"*", "//", "%"},
}};

}  // namespace

std::string to_text(const Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number != nullptr ? std::to_string(*number) : std::get<std::string>(value);
}

bool is_true(const Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number != nullptr ? *number != 0 : !std::get<std::string>(value).empty();
}

bool Statement::at_end() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0)
        ++at_;
    return at_ == text_.size();
}

bool Statement::accept(std::string_view token) {
    if (at_end() || text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
}

bool Statement::accept_word(std::string_view word) {
    if (at_end() || text_.substr(at_, word.size()) != word) return false;
    const std::size_t end = at_ + word.size();
    if (end < text_.size() && is_name_character(text_[end])) return false;
    at_ = end;
    return true;
}

void Statement::expect(std::string_view token) {
    if (accept(token)) return;
    const bool ended = at_end();
    throw Stop{Outcome::Kind::Unsupported,
               fmt::format("expected \"{}\", but found {}", token,
                           ended ? "the end of the line" : fmt::format("\"{}\"", text_.substr(at_, 20)))};
}

std::string Statement::word() {
    if (at_end()) return {};
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_]))
        ++at_;
    return std::string{text_.substr(begin, at_ - begin)};
}

Value Statement::expression() {
    if (++depth_ > kDeepest) throw Stop{Outcome::Kind::Unsupported, "parentheses are nested too deeply"};
    Value value = conjunction();
    while (accept_word("or")) {
        const Value right = conjunction();
        if (!is_true(value)) value = right;
    }
    --depth_;
    return value;
}

Value Statement::conjunction() {
    Value value = negation();
    while (accept_word("and")) {
        const Value right = negation();
        if (is_true(value)) value = right;
    }
    return value;
}

Value Statement::negation() {
    bool negates = false;
    bool any = false;
    while (accept_word("not")) {
        negates = !negates;
        any = true;
    }
    Value value = comparison();
    if (!any) return value;
    return std::int64_t{is_true(value) != negates ? 1 : 0};
}

Value Statement::comparison() {
    Value left = binary(0);
    std::optional<bool> holds;
    for (;;) {
        std::string_view found;
        for (const std::string_view operation : {"==", "!=", "<=", ">=", "<", ">"}) {
            if (text_.substr(at_, 2) == "<<" || text_.substr(at_, 2) == ">>") break;
            if (found.empty() && accept(operation)) found = operation;
        }
        if (found.empty()) break;
        Value right = binary(0);
        holds = holds.value_or(true) && compare(found, left, right);
        left = std::move(right);
    }
    if (holds) return std::int64_t{*holds ? 1 : 0};
    return left;
}

Value Statement::binary(std::size_t level) {
    if (level == kOperators.size()) return sign();
    Value left = binary(level + 1);
    for (;;) {
        std::string_view found;
        for (const std::string_view operation : kOperators[level]) {
            if (found.empty() && !operation.empty() && accept(operation)) found = operation;
        }
        if (found.empty()) return left;
        if (accept("="))
            throw Stop{Outcome::Kind::Unsupported,
                       fmt::format("\"{}=\" within an expression is not supported", found)};
        if (found == "%" && std::holds_alternative<std::string>(left)) {
            left = formatted(std::get<std::string>(left), values_behind_percent());
            continue;
        }
        const Value right = binary(level + 1);
        left = calculate(found, integer(left, found), integer(right, found));
    }
}

std::vector<Value> Statement::values_behind_percent() {
    std::vector<Value> values;
    if (!accept("(")) {
        values.push_back(sign());
        return values;
    }
    do
        values.push_back(expression());
    while (accept(",") && !(at_end() || text_[at_] == ')'));
    expect(")");
    return values;
}

Value Statement::sign() {
    bool negative = false;
    for (;;) {
        if (accept("-")) {
            negative = !negative;
        } else if (!accept("+")) {
            break;
        }
    }
    Value value = atom();
    if (!negative) return value;
    return calculate("-", 0, integer(value, "-"));
}

Value Statement::atom() {
    if (accept("(")) {
        Value value = expression();
        expect(")");
        return value;
    }
    if (accept("'")) return text_literal('\'');
    if (accept("\"")) return text_literal('"');
    if (!at_end() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
        const bool hex = text_.substr(at_, 2) == "0x" || text_.substr(at_, 2) == "0X";
        const char* const begin = text_.data() + at_ + (hex ? 2 : 0);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value, hex ? 16 : 10);
        const bool goes_on = end != text_.data() + text_.size() && (is_name_character(*end) || *end == '.');
        if (error != std::errc{} || goes_on)
            throw Stop{Outcome::Kind::Unsupported,
                       fmt::format("\"{}\" is not an integer", text_.substr(at_, 20))};
        at_ = static_cast<std::size_t>(end - text_.data());
        return value;
    }
    return name();
}

Value Statement::text_literal(char quote) {
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) throw Stop{Outcome::Kind::Unsupported, "expected the end of a text"};
    std::string text{text_.substr(at_, end - at_)};
    at_ = end + 1;
    return text;
}

Value Statement::name() {
    const std::string name = word();
    if (name.empty()) {
        throw Stop{Outcome::Kind::Unsupported,
                   at_end() ? std::string{"expected a value, but found the end of the line"}
                            : fmt::format("expected a value, but found \"{}\"", text_.substr(at_, 20))};
    }
    if (name == "True" || name == "False") return std::int64_t{name == "True" ? 1 : 0};
    if (!at_end() && (text_[at_] == '(' || text_[at_] == '.' || text_[at_] == '['))
        throw Stop{Outcome::Kind::Unsupported, fmt::format("\"{}{}\" is not supported", name, text_[at_])};
    const auto found = names_.find(name);
    if (found == names_.end()) wrong(fmt::format("\"{}\" has no value", name));
    if (std::ranges::find(used_, name) == used_.end()) used_.push_back(name);
    return found->second;
}

}  // namespace patchcord::scenarios::drill::code
