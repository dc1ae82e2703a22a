// Where the parser stands in a script, and the smallest things that it takes: spaces and comments, letters,
// words, numbers. A mistake is thrown and caught in parse(). Read next: scenarios/drill/language/parser.cpp.
// Not here: what the letters mean (parser.cpp, packet_parser.cpp, expression_parser.cpp).
#pragma once

#include "scenarios/drill/language/parser.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::scenarios::drill::language {

class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_{text} {}

    Definitions definitions{};

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
    /// Letters up to the next space.
    std::string until_space();
    /// Letters, digits and '_'; empty when there are none. A defined one is replaced.
    std::string word();
    /// The same without taking or replacing it.
    std::string_view peek_word();
    bool take_word(std::string_view wanted);

    /// A number from 0 to `most`, decimal or 0x; also one that a word stands for.
    std::uint64_t number(std::uint64_t most, std::string_view what);
    /// Seconds as microseconds, the rest cut off.
    std::int64_t seconds();

    [[noreturn]] void fail(std::string message);
    [[noreturn]] void unsupported(std::string what);

  private:
    void skip();

    std::string_view text_;
    std::size_t at_ = 0;
    Place here_{};  // of at_
    void advance(std::size_t count);
};

bool is_word_letter(char letter);

}  // namespace patchcord::scenarios::drill::language
