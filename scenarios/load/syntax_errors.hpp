// What is wrong with a text that is not JSON, said in words: a comma too many, a unit without quotes, a
// typographic quotation mark. A JSON library says "unexpected literal"; this looks at what was read last and
// at what stands there instead. It never decides whether a text is JSON, only why not. Read next:
// scenarios/load/syntax_errors.cpp.
#pragma once

#include "scenarios/description/diagnostic.hpp"
#include "scenarios/load/json_value.hpp"

#include <cstddef>
#include <string_view>

namespace patchcord::scenarios {

/// What a reader had understood when it met the error.
struct SyntaxContext {
    enum class After { Nothing, Opening, Key, Value };
    After after = After::Nothing;
    char container = 0;              ///< '{', '[', or 0 outside of both
    std::size_t container_line = 0;  ///< where that was opened
    Span previous;                   ///< the last token that was understood; {start, start} before the first
    bool previous_is_number = false;
};

/// What lies between two tokens: white space, comments, and separators.
struct Gap {
    std::size_t end = 0;        ///< where the next token begins
    std::size_t separator = 0;  ///< where the last comma or colon stands
    int commas = 0;
    int colons = 0;
};
Gap skip_gap(std::string_view text, std::size_t from);

struct SyntaxError {
    Span span;
    std::string message;
    std::string expected;
    std::string suggestion;
};

SyntaxError explain_syntax_error(std::string_view text, const SyntaxContext& context);

}  // namespace patchcord::scenarios
