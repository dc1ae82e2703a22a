// Lines and columns are counted as letters are taken. A column is a byte.
// Read next: scenarios/drill/language/cursor.hpp.
#include "scenarios/drill/language/cursor.hpp"

#include "scenarios/description/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

namespace patchcord::scenarios::drill::language {
namespace {

constexpr std::size_t kLongestShown = 40;  // of a word in a message

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
        } else if (rest.starts_with("//") || rest.starts_with("/*")) {
            skip_comment();
        } else if (rest.starts_with("#ifdef") || rest.starts_with("#endif")) {
            skip_directive();
        } else {
            return;
        }
    }
    if (ifdef_) fail_at(*ifdef_, "#endif is missing");
}

void Cursor::skip_comment() {
    const bool to_end_of_line = raw(1) == '/';
    const std::size_t end = to_end_of_line ? text_.find('\n', at_) : text_.find("*/", at_ + 2);
    if (end == std::string_view::npos && !to_end_of_line) fail("a comment without an end");
    advance(std::min(end, text_.size()) - at_ + (to_end_of_line ? 0 : 2));
}

/// `#ifdef NAME` and `#endif`, not within each other.
void Cursor::skip_directive() {
    constexpr std::size_t kLength = 6;  // of both
    const bool ends = raw(1) == 'e';
    if (ends == !ifdef_) fail(ends ? "#endif without #ifdef" : "#ifdef within #ifdef");
    if (ends) {
        ifdef_.reset();
        return advance(kLength);
    }
    ifdef_ = here_;
    advance(kLength);
    while (raw() == ' ' || raw() == '\t')
        advance(1);
    std::size_t length = 0;
    while (is_word_letter(raw(length)))
        ++length;
    if (length == 0) fail("#ifdef needs a name");
    const bool known = definitions.contains(text_.substr(at_, length));
    const std::size_t end = known ? at_ + length : text_.find("#endif", at_);
    advance(std::min(end, text_.size()) - at_);
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

std::string Cursor::found() {
    if (at_end()) return "the end of the script";
    if (const std::string_view word = peek_word(); !word.empty())
        return fmt::format("\"{}\"", word.substr(0, kLongestShown));
    const auto letter = static_cast<unsigned char>(raw());
    return letter > ' ' && letter < 0x7F ? fmt::format("\"{}\"", raw()) : fmt::format("byte {:#04x}", letter);
}

void Cursor::expect(std::string_view letters) {
    if (!take(letters)) fail(fmt::format("\"{}\" is expected here, not {}", letters, found()));
}

std::string Cursor::until(std::string_view end) {
    const std::size_t stop = text_.find(end, at_);
    if (stop == std::string_view::npos) fail(fmt::format("the closing \"{}\" is missing", end));
    std::string inside{text_.substr(at_, stop - at_)};
    advance(inside.size() + end.size());
    return inside;
}

std::optional<std::string> Cursor::quoted(char mark) {
    if (peek() != mark) return std::nullopt;
    std::size_t length = 1;
    while (at_ + length < text_.size() && raw(length) != mark)
        length += raw(length) == '\\' ? 2 : 1;
    if (at_ + length >= text_.size()) fail(fmt::format("the closing {} is missing", mark));
    std::string inside{text_.substr(at_ + 1, length - 1)};
    advance(length + 1);
    return inside;
}

std::string Cursor::until_space() {
    skip();
    std::string letters;
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(raw())) == 0) {
        const char mark = raw();
        if (const bool opens = mark == '"' || mark == '`'; opens) {
            letters += mark + *quoted(mark) + mark;
        } else {
            letters += mark;
            advance(1);
        }
    }
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
    const bool replaced = defined != definitions.end() && !defined->second.empty();
    return replaced ? defined->second : taken;
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
    const std::string instead =
        letters.empty() ? found() : fmt::format("\"{}\"", letters.substr(0, kLongestShown));
    const bool is_word = !letters.empty() && !is_digit(letters.front());
    fail_at(start, fmt::format("{} must be a number from 0 to {}, not {}{}", what, most, instead,
                               is_word ? ", which is not defined (-D NAME=VALUE)" : ""));
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
    if (digits == 0) fail(fmt::format("a time is expected here: 1.5, +.01 or *, not {}", found()));
    return usecs;
}

void Cursor::fail(std::string message) {
    fail_at(here_, std::move(message));
}

void Cursor::unsupported(std::string what) {
    unsupported_at(here_, std::move(what));
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    const std::string_view meant = nearest(word, known);
    return meant.empty() ? "" : fmt::format("; did you mean \"{}\"?", meant);
}

void fail_at(Place place, std::string message) {
    throw SyntaxError{place, std::move(message)};
}

void unsupported_at(Place place, std::string what) {
    throw SyntaxError{place, std::move(what), true};
}

}  // namespace patchcord::scenarios::drill::language
