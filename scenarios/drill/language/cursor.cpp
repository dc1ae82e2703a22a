// Lines and columns are counted as letters are taken. A column is a byte.
// Read next: scenarios/drill/language/cursor.hpp.
#include "scenarios/drill/language/cursor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace patchcord::scenarios::drill::language {
namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

}  // namespace

bool is_word_letter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

void Cursor::advance(std::size_t count) {
    for (; count > 0 && at_ < text_.size(); --count, ++at_) {
        const bool new_line = text_[at_] == '\n';
        here_ = new_line ? Place{here_.line + 1, 1} : Place{here_.line, here_.column + 1};
    }
}

char Cursor::raw(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

void Cursor::skip() {
    while (at_ < text_.size()) {
        const std::string_view rest = text_.substr(at_);
        if (std::isspace(static_cast<unsigned char>(rest.front())) != 0) {
            advance(1);
        } else if (rest.starts_with("//")) {
            advance(std::min(rest.find('\n'), rest.size()));
        } else if (rest.starts_with("/*")) {
            const std::size_t end = rest.find("*/", 2);
            if (end == std::string_view::npos) fail("a comment without an end");
            advance(end + 2);
        } else {
            return;
        }
    }
}

Place Cursor::place() {
    skip();
    return here_;
}

bool Cursor::at_end() {
    skip();
    return at_ >= text_.size();
}

char Cursor::peek() {
    skip();
    return raw();
}

bool Cursor::take(std::string_view letters) {
    skip();
    if (!text_.substr(at_).starts_with(letters)) return false;
    advance(letters.size());
    return true;
}

void Cursor::expect(std::string_view letters) {
    if (take(letters)) return;
    const std::string found = at_end() ? "the end" : fmt::format("\"{}\"", raw());
    fail(fmt::format("\"{}\" is expected here, not {}", letters, found));
}

std::string Cursor::until(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) fail(fmt::format("the closing \"{}\" is missing", end));
    std::string inside{text_.substr(at_, found - at_)};
    advance(inside.size() + end.size());
    return inside;
}

std::string Cursor::until_space() {
    skip();
    std::size_t length = 0;
    while (raw(length) != '\0' && std::isspace(static_cast<unsigned char>(raw(length))) == 0)
        ++length;
    std::string letters{text_.substr(at_, length)};
    advance(length);
    return letters;
}

std::string_view Cursor::peek_word() {
    skip();
    std::size_t length = 0;
    while (is_word_letter(raw(length)))
        ++length;
    return text_.substr(at_, length);
}

std::string Cursor::word() {
    std::string taken{peek_word()};
    advance(taken.size());
    const auto defined = definitions.find(taken);
    return defined == definitions.end() ? taken : defined->second;
}

bool Cursor::take_word(std::string_view wanted) {
    if (peek_word() != wanted) return false;
    advance(wanted.size());
    return true;
}

std::uint64_t Cursor::number(std::uint64_t most, std::string_view what) {
    const Place start = place();
    const std::string letters = word();
    std::string_view digits = letters;
    const int base = digits.starts_with("0x") ? 16 : 10;
    if (base == 16) digits.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error == std::errc{} && end == digits.data() + digits.size() && value <= most) return value;
    here_ = start;
    fail(fmt::format("{} must be a number from 0 to {}{}", what, most,
                     letters.empty() ? "" : fmt::format(", not \"{}\"", letters)));
}

std::int64_t Cursor::seconds() {
    skip();
    std::int64_t usecs = 0;
    std::size_t digits = 0;
    for (; is_digit(raw()); advance(1), ++digits) {
        if (digits > 6) fail("a time of more than 115 days");
        usecs = usecs * 10 + (raw() - '0');
    }
    usecs *= 1'000'000;
    if (raw() == '.' && raw(1) != '.') {
        advance(1);
        for (std::int64_t unit = 100'000; is_digit(raw()); advance(1), unit /= 10, ++digits)
            usecs += unit * (raw() - '0');
    }
    if (digits == 0) fail("a time is expected here: 1.5, +.01 or *");
    return usecs;
}

void Cursor::fail(std::string message) {
    throw SyntaxError{here_, std::move(message)};
}

void Cursor::unsupported(std::string what) {
    throw SyntaxError{here_, std::move(what), true};
}

}  // namespace patchcord::scenarios::drill::language
