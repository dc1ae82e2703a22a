// The grammar of the expression language, which faults, `expect` and packet filters share, and its parser.
//
//     tcp.syn && ip.src == client          first(tcp.syn-ack).seg.ack == client.isn + 1
//     seg.len > 1 KiB || !tcp              at(7 s).socket(client).state == "SYN-SENT"
//
// From weak to strong: || or; && and; ! not; == != < <= > >= in contains; + -; * /; .name and calls. A name
// has letters, digits, "_", "." and, between letters or digits, "-": a minus sign needs spaces around it.
// Numbers may have a unit (7 s, 64 KiB, 10 Mbit/s), texts stand in single or double quotes. The parser knows
// nothing of what names mean: that is bound.hpp. Read next: models/wire/expression/bound.hpp.
#pragma once

#include "models/wire/expression/value.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::models::wire {

/// A part of the text of an expression, in bytes.
struct ExpressionSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// What is wrong with an expression, and where.
struct ExpressionError {
    ExpressionSpan span;
    std::string message;                       ///< `unknown name "tcp.sin"`
    std::string expected;                      ///< completes "expected ...", or empty
    std::vector<std::string> candidates = {};  ///< what the text at `span` may have meant to be
};

template <class T>
using ExpressionResult = tl::expected<T, ExpressionError>;

enum class Operator : std::uint8_t {
    Or,
    And,
    Not,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Contains,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
};

std::string_view to_string(Operator op);
constexpr bool is_comparison(Operator op) {
    return op >= Operator::Equal && op <= Operator::Contains;
}

/// A node of the tree of an expression. Texts are views of the expression.
struct Syntax {
    enum class Kind : std::uint8_t {
        Literal,  ///< `value`, of type `type`
        Name,     ///< `name`, dots included
        Member,   ///< parts[0], then "." and `name`
        Call,     ///< `name`(parts...); of parts[0] if it is a method
        Unary,    ///< `op`, parts[0]
        Binary,   ///< parts[0], `op`, parts[1]
    };

    Kind kind = Kind::Literal;
    ExpressionSpan span = {};
    ExpressionSpan name_span = {};  ///< of the name or the operator
    ExpressionValue value = {};
    ValueType type = ValueType::Truth;
    std::string_view name = {};
    Operator op = Operator::Or;
    bool is_method = false;  ///< a Call with something before the dot
    std::vector<Syntax> parts = {};
};

/// At most 10,000 bytes and 1,000 words, nested at most 100 deep. `text` must outlive the result.
ExpressionResult<Syntax> parse_expression(std::string_view text);

}  // namespace patchcord::models::wire
