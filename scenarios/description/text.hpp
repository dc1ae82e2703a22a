// Text as people see it: characters, columns on a terminal (Hangul takes two), and quotations that are safe
// to print. All text is UTF-8; a byte that is not part of a character counts as one character and is shown as
// U+FFFD. This is not Unicode normalisation or grapheme clustering: a combining mark is simply zero columns
// wide. Read next: scenarios/description/source.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace patchcord::scenarios {

inline constexpr char32_t kReplacement = 0xFFFD;

struct Character {
    char32_t code = kReplacement;
    std::size_t size = 1;  ///< in bytes
    bool valid = false;    ///< false: the first byte does not begin a character of UTF-8
};

/// The first character of `text`, which must not be empty. Overlong forms and surrogates are not valid.
Character first_character(std::string_view text);

std::size_t count_characters(std::string_view text);

/// Columns on a terminal: 0, 1 or 2.
std::size_t display_width(char32_t code);
std::size_t display_width(std::string_view text);

/// Neither a control character nor one that turns the direction of writing.
bool is_printable(char32_t code);

/// `text` in lines of at most `columns`, each behind `indent` and with its end; broken at spaces and
/// newlines. A word that is longer has a line of its own.
std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent = "");

/// `text` with every unprintable or broken character shown as U+FFFD.
std::string printable(std::string_view text);

/// `text` in double quotes, printable, and cut to 60 characters.
std::string in_quotes(std::string_view text);

/// A letter or digit: ASCII, or any other printable character, so that nodes can have Korean names.
bool is_name_character(char32_t code);
/// What a node or a cable can be called: a letter, then letters, digits, "-" and "_"; 63 characters at the
/// most.
bool is_name(std::string_view text);

/// "1 host", "2 hosts", "2 switches".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace patchcord::scenarios
