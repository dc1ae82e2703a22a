// Precedence climbing over the words of the lexer. Comparisons do not chain: "1 < x < 3" is an error that
// says so. Read next: models/wire/expression/syntax.hpp.
#include "models/wire/expression/syntax.hpp"

#include "models/wire/expression/lexer.hpp"

#include <fmt/format.h>

#include <utility>

namespace patchcord::models::wire {
namespace {

constexpr std::size_t kMaxSize = 10'000;
constexpr std::size_t kMaxWords = 1'000;  // also bounds the depth of a long chain of operators
constexpr int kMaxDepth = 100;

/// How strongly a binary operator binds; 0 for what is none.
int strength(const Token& token) {
    if (token.kind != Token::Kind::Operator) return 0;
    switch (token.op) {
        case Operator::Or:
            return 1;
        case Operator::And:
            return 2;
        case Operator::Add:
        case Operator::Subtract:
            return 4;
        case Operator::Multiply:
        case Operator::Divide:
            return 5;
        default:
            return is_comparison(token.op) ? 3 : 0;
    }
}
constexpr int kComparison = 3;

class Parser {
  public:
    Parser(std::string_view text, const std::vector<Token>& tokens) : text_{text}, tokens_{tokens} {}

    ExpressionResult<Syntax> all() {
        auto tree = binary(1);
        if (tree && here().kind != Token::Kind::End)
            return unexpected_here("an operator, or the end of the expression");
        return tree;
    }

  private:
    const Token& here() const { return tokens_[position_]; }
    Token take() { return tokens_[position_++]; }
    bool is(Token::Kind kind) const { return here().kind == kind; }

    ExpressionResult<Syntax> binary(int weakest);
    ExpressionResult<Syntax> unary();
    ExpressionResult<Syntax> postfix();
    ExpressionResult<Syntax> primary();
    ExpressionResult<Syntax> named(Syntax* receiver);
    ExpressionResult<std::size_t> arguments(Syntax& call);
    tl::unexpected<ExpressionError> unexpected_here(std::string expected) const;
    tl::unexpected<ExpressionError> too_deep() const {
        return tl::unexpected{ExpressionError{here().span, "this is nested too deeply",
                                              fmt::format("at most {} levels", kMaxDepth)}};
    }

    /// Counts how deep the recursion is.
    struct Level {
        explicit Level(int& counter) : depth{++counter} {}
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --depth; }
        int& depth;
    };

    std::string_view text_;
    const std::vector<Token>& tokens_;
    std::size_t position_ = 0;
    int depth_ = 0;
};

tl::unexpected<ExpressionError> Parser::unexpected_here(std::string expected) const {
    if (is(Token::Kind::End)) {
        const bool empty = tokens_.size() == 1;
        return tl::unexpected{ExpressionError{here().span,
                                              empty ? "an empty expression" : "the expression ends too early",
                                              std::move(expected)}};
    }
    return tl::unexpected{
        ExpressionError{here().span, fmt::format("unexpected \"{}\"", here().text), std::move(expected)}};
}

ExpressionResult<Syntax> Parser::binary(int weakest) {
    const Level level{depth_};
    if (depth_ > kMaxDepth) return too_deep();
    auto left = unary();
    while (left && strength(here()) >= weakest) {
        const int strong = strength(here());
        const Token op = take();
        auto right = binary(strong + 1);
        if (!right) return right;
        if (strong == kComparison && strength(here()) == kComparison)
            return tl::unexpected{
                ExpressionError{here().span, "comparisons do not chain", "\"&&\" between two comparisons"}};
        Syntax node{.kind = Syntax::Kind::Binary,
                    .span = {left->span.begin, right->span.end},
                    .name_span = op.span,
                    .op = op.op};
        node.parts.push_back(std::move(*left));
        node.parts.push_back(std::move(*right));
        left = std::move(node);
    }
    return left;
}

/// "!" takes a whole comparison, as "not" does in English; "-" only what follows it.
ExpressionResult<Syntax> Parser::unary() {
    const bool is_not = is(Token::Kind::Operator) && here().op == Operator::Not;
    const bool is_minus = is(Token::Kind::Operator) && here().op == Operator::Subtract;
    if (!is_not && !is_minus) return postfix();
    const Level level{depth_};
    if (depth_ > kMaxDepth) return too_deep();
    const Token op = take();
    auto operand = is_not ? binary(kComparison) : unary();
    if (!operand) return operand;
    Syntax node{.kind = Syntax::Kind::Unary,
                .span = {op.span.begin, operand->span.end},
                .name_span = op.span,
                .op = is_not ? Operator::Not : Operator::Negate};
    node.parts.push_back(std::move(*operand));
    return node;
}

ExpressionResult<Syntax> Parser::postfix() {
    auto tree = primary();
    while (tree && is(Token::Kind::Dot)) {
        take();
        if (!is(Token::Kind::Name)) return unexpected_here("a name after the dot");
        tree = named(&*tree);
    }
    return tree;
}

ExpressionResult<Syntax> Parser::primary() {
    if (is(Token::Kind::Literal)) {
        const Token token = take();
        return Syntax{.kind = Syntax::Kind::Literal,
                      .span = token.span,
                      .name_span = token.span,
                      .value = token.value,
                      .type = token.type};
    }
    if (is(Token::Kind::Name)) return named(nullptr);
    if (!is(Token::Kind::Open)) return unexpected_here("a name, a number, a text in quotes or \"(\"");
    const std::size_t begin = take().span.begin;
    auto inner = binary(1);
    if (!inner) return inner;
    if (!is(Token::Kind::Close)) return unexpected_here("\")\" or an operator");
    inner->span = {begin, take().span.end};
    return inner;
}

/// A name or a call; of `receiver`, if there is one, which is moved from.
ExpressionResult<Syntax> Parser::named(Syntax* receiver) {
    const Token name = take();
    Syntax node{.kind = receiver == nullptr ? Syntax::Kind::Name : Syntax::Kind::Member,
                .span = {receiver == nullptr ? name.span.begin : receiver->span.begin, name.span.end},
                .name_span = name.span,
                .name = name.text,
                .is_method = receiver != nullptr};
    if (receiver != nullptr) node.parts.push_back(std::move(*receiver));
    if (!is(Token::Kind::Open)) return node;
    node.kind = Syntax::Kind::Call;
    const auto end = arguments(node);
    if (!end) return tl::unexpected{end.error()};
    node.span.end = *end;
    return node;
}

ExpressionResult<std::size_t> Parser::arguments(Syntax& call) {
    take();
    if (is(Token::Kind::Close)) return take().span.end;
    for (;;) {
        auto argument = binary(1);
        if (!argument) return tl::unexpected{std::move(argument.error())};
        call.parts.push_back(std::move(*argument));
        if (is(Token::Kind::Close)) return take().span.end;
        if (!is(Token::Kind::Comma)) return unexpected_here("\",\" or \")\"");
        take();
    }
}

}  // namespace

std::string_view to_string(Operator op) {
    switch (op) {
        case Operator::Or:
            return "||";
        case Operator::And:
            return "&&";
        case Operator::Not:
            return "!";
        case Operator::Equal:
            return "==";
        case Operator::Unequal:
            return "!=";
        case Operator::Less:
            return "<";
        case Operator::LessEqual:
            return "<=";
        case Operator::Greater:
            return ">";
        case Operator::GreaterEqual:
            return ">=";
        case Operator::In:
            return "in";
        case Operator::Contains:
            return "contains";
        case Operator::Add:
            return "+";
        case Operator::Subtract:
        case Operator::Negate:
            return "-";
        case Operator::Multiply:
            return "*";
        case Operator::Divide:
            return "/";
    }
    return "?";
}

ExpressionResult<Syntax> parse_expression(std::string_view text) {
    if (text.size() > kMaxSize)
        return tl::unexpected{ExpressionError{{kMaxSize, text.size()},
                                              "this expression is too long",
                                              fmt::format("at most {} bytes", kMaxSize)}};
    const auto tokens = tokenize(text);
    if (!tokens) return tl::unexpected{tokens.error()};
    if (tokens->size() > kMaxWords) {
        return tl::unexpected{ExpressionError{(*tokens)[kMaxWords].span, "this expression is too long",
                                              fmt::format("at most {} words", kMaxWords)}};
    }
    return Parser{text, *tokens}.all();
}

}  // namespace patchcord::models::wire
