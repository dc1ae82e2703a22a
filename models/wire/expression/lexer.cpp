// One function for each kind of word. A number takes the unit that follows it with it, so that "7 s" is one
// literal; what looks like an address or a MAC address is tried before a number.
// Read next: models/wire/expression/lexer.hpp.
#include "models/wire/expression/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace patchcord::models::wire {
namespace {

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}
/// Letters, and every byte of a character beyond ASCII.
bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte == '$' ||
           static_cast<unsigned char>(byte) >= 0x80;
}
bool is_of_name(char byte) {
    return is_letter(byte) || is_digit(byte);
}

struct ExpressionUnit {
    std::string_view name;
    ValueType type;
    double factor;  ///< bytes or bit/s; for times picoseconds
};

constexpr std::array kUnits{ExpressionUnit{"ps", ValueType::Time, 1},
                            ExpressionUnit{"ns", ValueType::Time, 1e3},
                            ExpressionUnit{"us", ValueType::Time, 1e6},
                            ExpressionUnit{"µs", ValueType::Time, 1e6},
                            ExpressionUnit{"ms", ValueType::Time, 1e9},
                            ExpressionUnit{"s", ValueType::Time, 1e12},
                            ExpressionUnit{"min", ValueType::Time, 60e12},
                            ExpressionUnit{"h", ValueType::Time, 3600e12},
                            ExpressionUnit{"B", ValueType::Number, 1},
                            ExpressionUnit{"kB", ValueType::Number, 1e3},
                            ExpressionUnit{"KiB", ValueType::Number, 1024},
                            ExpressionUnit{"MB", ValueType::Number, 1e6},
                            ExpressionUnit{"MiB", ValueType::Number, 1024 * 1024},
                            ExpressionUnit{"GB", ValueType::Number, 1e9},
                            ExpressionUnit{"GiB", ValueType::Number, 1024.0 * 1024 * 1024},
                            ExpressionUnit{"bit/s", ValueType::Number, 1},
                            ExpressionUnit{"kbit/s", ValueType::Number, 1e3},
                            ExpressionUnit{"Mbit/s", ValueType::Number, 1e6},
                            ExpressionUnit{"Gbit/s", ValueType::Number, 1e9}};

/// The largest time that a literal may say, 100 days, and the largest number that is exact.
constexpr double kMaxTicks = 100.0 * 86'400 * 1e12;
constexpr double kMaxNumber = 9'007'199'254'740'992.0;

struct Word {
    std::string_view text;
    Operator op;
};
constexpr std::array kWordOperators{Word{"and", Operator::And}, Word{"or", Operator::Or},
                                    Word{"not", Operator::Not}, Word{"in", Operator::In},
                                    Word{"contains", Operator::Contains}};
/// Longer ones first.
constexpr std::array kOperators{
    Word{"||", Operator::Or},      Word{"&&", Operator::And},       Word{"==", Operator::Equal},
    Word{"!=", Operator::Unequal}, Word{"<=", Operator::LessEqual}, Word{">=", Operator::GreaterEqual},
    Word{"<", Operator::Less},     Word{">", Operator::Greater},    Word{"!", Operator::Not},
    Word{"+", Operator::Add},      Word{"-", Operator::Subtract},   Word{"*", Operator::Multiply},
    Word{"/", Operator::Divide}};

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_{text} {}

    ExpressionResult<std::vector<Token>> all() {
        std::vector<Token> tokens;
        for (;;) {
            auto token = next();
            if (!token) return tl::unexpected{std::move(token.error())};
            tokens.push_back(*token);
            if (token->kind == Token::Kind::End) return tokens;
        }
    }

  private:
    ExpressionResult<Token> next();
    ExpressionResult<Token> quoted();
    ExpressionResult<Token> number();
    ExpressionResult<Token> with_unit(std::size_t begin, double value);
    std::optional<Token> mac();
    std::optional<ExpressionResult<Token>> address();
    std::optional<Token> symbol();
    Token name();

    char at(std::size_t position) const { return position < text_.size() ? text_[position] : '\0'; }
    std::size_t skip(std::size_t from, bool (*belongs)(char)) const {
        while (from < text_.size() && belongs(text_[from]))
            ++from;
        return from;
    }
    Token take(Token::Kind kind, std::size_t end) {
        const Token token{.kind = kind, .span = {here_, end}, .text = text_.substr(here_, end - here_)};
        here_ = end;
        return token;
    }
    Token literal(std::size_t end, ExpressionValue value, ValueType type) {
        Token token = take(Token::Kind::Literal, end);
        token.value = value;
        token.type = type;
        return token;
    }
    tl::unexpected<ExpressionError> error(std::size_t begin, std::size_t end, std::string message,
                                          std::string expected) const {
        return tl::unexpected{ExpressionError{{begin, end}, std::move(message), std::move(expected)}};
    }

    std::string_view text_;
    std::size_t here_ = 0;
};

ExpressionResult<Token> Lexer::next() {
    here_ =
        skip(here_, [](char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; });
    if (here_ == text_.size()) return take(Token::Kind::End, here_);
    const char first = text_[here_];
    if (first == '"' || first == '\'') return quoted();
    if (const auto found = mac()) return *found;
    if (is_digit(first)) {
        if (auto found = address()) return std::move(*found);
        return number();
    }
    if (is_letter(first)) return name();
    if (const auto found = symbol()) return *found;
    if (first == '=') return error(here_, here_ + 1, "\"=\" is no operator", "\"==\" to compare");
    if (first == '&' || first == '|')
        return error(here_, here_ + 1, fmt::format("\"{}\" is no operator", first),
                     fmt::format("\"{}{}\"", first, first));
    return error(here_, here_ + 1,
                 first >= ' ' && first <= '~' ? fmt::format("\"{}\" has no meaning here", first)
                                              : "a character that has no meaning here",
                 "a name, a number, a text in quotes or an operator");
}

ExpressionResult<Token> Lexer::quoted() {
    const std::size_t end = text_.find(text_[here_], here_ + 1);
    if (end == std::string_view::npos)
        return error(here_, text_.size(), "a text without its closing quote", "the quote at its end");
    const std::string_view inside = text_.substr(here_ + 1, end - here_ - 1);
    return literal(end + 1, inside, ValueType::Text);
}

std::optional<Token> Lexer::mac() {
    constexpr std::size_t kLength = 17;
    if (at(here_ + 2) != ':' || is_of_name(at(here_ + kLength))) return std::nullopt;
    const auto found = MacAddress::parse(text_.substr(here_, kLength));
    if (!found) return std::nullopt;
    return literal(here_ + kLength, *found, ValueType::Mac);
}

/// What has more dots than a number.
std::optional<ExpressionResult<Token>> Lexer::address() {
    std::size_t end = skip(here_, [](char byte) { return is_digit(byte) || byte == '.'; });
    const std::string_view digits = text_.substr(here_, end - here_);
    if (std::ranges::count(digits, '.') < 2) return std::nullopt;
    if (at(end) == '/' && is_digit(at(end + 1))) {
        const std::size_t prefix_end = skip(end + 1, is_digit);
        const std::string_view prefix = text_.substr(here_, prefix_end - here_);
        if (const auto network = Ipv4Prefix::parse(prefix))
            return literal(prefix_end, *network, ValueType::Network);
        return error(here_, prefix_end, fmt::format("{} is no IPv4 network", prefix),
                     "a network such as 10.0.0.0/24");
    }
    if (const auto found = Ipv4Address::parse(digits)) return literal(end, *found, ValueType::Address);
    return error(here_, end, fmt::format("{} is no IPv4 address", digits), "an address such as 10.0.0.1");
}

ExpressionResult<Token> Lexer::number() {
    const std::size_t begin = here_;
    double value = 0;
    if (at(begin) == '0' && (at(begin + 1) == 'x' || at(begin + 1) == 'X')) {
        std::uint64_t hexadecimal = 0;
        const auto [end, problem] =
            std::from_chars(text_.data() + begin + 2, text_.data() + text_.size(), hexadecimal, 16);
        const auto stop = static_cast<std::size_t>(end - text_.data());
        if (problem != std::errc{} || is_of_name(at(stop)))
            return error(begin, skip(begin, is_of_name), "this is no hexadecimal number", "such as 0x0800");
        value = static_cast<double>(hexadecimal);
        return literal(stop, value, ValueType::Number);
    }
    const auto [end, problem] =
        std::from_chars(text_.data() + begin, text_.data() + text_.size(), value, std::chars_format::fixed);
    const auto stop = static_cast<std::size_t>(end - text_.data());
    if (problem != std::errc{} || !std::isfinite(value) || value > kMaxNumber)
        return error(begin, stop, "this number is too large", "a number below 2^53");
    return with_unit(stop, value);
}

ExpressionResult<Token> Lexer::with_unit(std::size_t begin, double value) {
    const std::size_t unit_begin = skip(begin, [](char byte) { return byte == ' '; });
    std::size_t end = skip(unit_begin, is_letter);
    if (at(end) == '/' && at(end + 1) == 's' && !is_of_name(at(end + 2))) end += 2;
    const std::string_view word = text_.substr(unit_begin, end - unit_begin);
    const auto is_operator = [&](const Word& row) { return row.text == word; };
    if (word.empty() || std::ranges::any_of(kWordOperators, is_operator))
        return literal(begin, value, ValueType::Number);
    const auto unit = std::ranges::find(kUnits, word, &ExpressionUnit::name);
    if (unit == kUnits.end()) {
        ExpressionError problem{{unit_begin, end},
                                fmt::format("unknown unit \"{}\"", word),
                                "a unit such as ms, s, KiB or Mbit/s"};
        for (const ExpressionUnit& row : kUnits)
            problem.candidates.emplace_back(row.name);
        return tl::unexpected{std::move(problem)};
    }
    const double base = value * unit->factor;
    if (unit->type == ValueType::Number) {
        if (base > kMaxNumber) return error(here_, end, "this number is too large", "a number below 2^53");
        return literal(end, base, ValueType::Number);
    }
    if (base > kMaxTicks) return error(here_, end, "this time is too long", "a time below 100 days");
    const sim::Duration time{static_cast<std::int64_t>(std::llround(base))};
    return literal(end, time, ValueType::Time);
}

/// A dot, and a minus sign, belong to a name only between its letters and digits.
Token Lexer::name() {
    std::size_t end = here_;
    for (;;) {
        end = skip(end, is_of_name);
        if ((at(end) != '.' && at(end) != '-') || !is_of_name(at(end + 1))) break;
        ++end;
    }
    const std::string_view word = text_.substr(here_, end - here_);
    if (word == "true" || word == "false") return literal(end, word == "true", ValueType::Truth);
    const auto op = std::ranges::find(kWordOperators, word, &Word::text);
    if (op == kWordOperators.end()) return take(Token::Kind::Name, end);
    Token token = take(Token::Kind::Operator, end);
    token.op = op->op;
    return token;
}

std::optional<Token> Lexer::symbol() {
    switch (text_[here_]) {
        case '(':
            return take(Token::Kind::Open, here_ + 1);
        case ')':
            return take(Token::Kind::Close, here_ + 1);
        case ',':
            return take(Token::Kind::Comma, here_ + 1);
        case '.':
            return take(Token::Kind::Dot, here_ + 1);
        default:
            break;
    }
    for (const Word& row : kOperators) {
        if (!text_.substr(here_).starts_with(row.text)) continue;
        Token token = take(Token::Kind::Operator, here_ + row.text.size());
        token.op = row.op;
        return token;
    }
    return std::nullopt;
}

}  // namespace

ExpressionResult<std::vector<Token>> tokenize(std::string_view text) {
    return Lexer{text}.all();
}

}  // namespace patchcord::models::wire
