// The words of an expression: names, literals, operators. Total over arbitrary bytes.
// Not here: what may follow what (syntax.hpp).
// Read next: models/wire/expression/syntax.hpp.
#pragma once

#include "models/wire/expression/syntax.hpp"

namespace patchcord::models::wire {

struct Token {
    enum class Kind : std::uint8_t { End, Name, Literal, Operator, Open, Close, Comma, Dot };

    Kind kind = Kind::End;
    ExpressionSpan span = {};
    std::string_view text = {};  ///< as written
    ExpressionValue value = {};  ///< of a literal
    ValueType type = ValueType::Truth;
    Operator op = Operator::Or;  ///< "-" is Subtract; the parser knows when it negates
};

/// All words of `text`, the last of them End; or the first thing that is no word.
ExpressionResult<std::vector<Token>> tokenize(std::string_view text);

}  // namespace patchcord::models::wire
