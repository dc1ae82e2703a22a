// Where the parser stands in a script, and the smallest things that it takes: spaces, comments and what
// `#ifdef` leaves out; letters, words, numbers. A mistake is thrown and caught in parse().
// Not here: what the letters mean (parser.cpp, packet_parser.cpp, expression_parser.cpp).
// Read next: scenarios/drill/language/parser.cpp.
#pragma once

#include "scenarios/drill/language/parser.hpp"

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace patchcord::scenarios::drill::language {

class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_{text} {}

    Definitions definitions{};  ///< the names that `#ifdef` knows, and what words stand for

    /// Where the next thing is that is neither space nor comment.
    Place place();
    bool at_end();
    /// The next letter that is neither space nor comment; 0 at the end.
    char peek();
    /// The letter `ahead` behind the present one, spaces and comments included; 0 behind the end.
    char raw(std::size_t ahead = 0) const;
    /// Takes `letters` if they come next.
    bool take(std::string_view letters);
    void expect(std::string_view letters);
    /// Up to and without `end`, which is taken as well.
    std::string until(std::string_view end);
    /// What stands between two `mark`s, if one comes next. Behind a backslash it is a letter as others are;
    /// backslashes stay.
    std::optional<std::string> quoted(char mark);
    /// Letters up to the next space; "strings" and `commands` within them may have spaces. Marks stay.
    std::string until_space();
    /// Letters, digits and '_'; empty when there are none. A defined one is replaced, marks and all.
    std::string word();
    /// The same without taking or replacing it.
    std::string_view peek_word();
    bool take_word(std::string_view wanted);

    /// A number from 0 to `most`, decimal or 0x; also one that a word stands for.
    std::uint64_t number(std::uint64_t most, std::string_view what);
    /// As many as fit.
    template <std::unsigned_integral Integer>
    Integer number(std::string_view what) {
        return static_cast<Integer>(number(std::numeric_limits<Integer>::max(), what));
    }
    /// Seconds as microseconds, the rest cut off.
    std::int64_t seconds();

    /// What comes next, for messages: a word or a letter in quotes, or "the end of the script".
    std::string found();
    [[noreturn]] void fail(std::string message);
    [[noreturn]] void unsupported(std::string what);

  private:
    void skip();
    void skip_comment();
    void skip_directive();
    void advance(std::size_t count);

    std::string_view text_;
    std::size_t at_ = 0;
    Place here_{};                  // of at_
    std::optional<Place> ifdef_{};  // the one that is open
};

bool is_word_letter(char letter);

/// "; did you mean \"sackOK\"?", or nothing when none of `known` is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

[[noreturn]] void fail_at(Place place, std::string message);
[[noreturn]] void unsupported_at(Place place, std::string what);

}  // namespace patchcord::scenarios::drill::language
