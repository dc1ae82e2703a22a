// Binding: names through the scope, types by the rules of each operator. Read next:
// models/wire/expression/evaluate.cpp.
#include "models/wire/expression/bound.hpp"

#include "sim/core/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace patchcord::models::wire {
namespace {

tl::unexpected<ExpressionError> error(ExpressionSpan span, std::string message, std::string expected) {
    return tl::unexpected{ExpressionError{span, std::move(message), std::move(expected)}};
}

Bound constant(ExpressionValue value, ValueType type, ExpressionSpan span) {
    return {.kind = Bound::Kind::Constant, .type = type, .value = value, .span = span};
}

/// The names of nodes that an error may offer: not more than anybody compares.
void add_nodes(std::vector<std::string>& candidates, const NamedNodes& nodes) {
    constexpr std::size_t kMost = 1'000;
    for (const NamedNode& node : nodes.all().first(std::min(nodes.all().size(), kMost)))
        candidates.push_back(node.name);
}

/// ", or a node: client, server".
std::string nodes_in_words(const NamedNodes& nodes) {
    constexpr std::size_t kMost = 8;
    const auto all = nodes.all();
    if (all.empty()) return {};
    std::string text = ", or a node: ";
    for (const NamedNode& node : all.first(std::min(all.size(), kMost)))
        text += (node.name == all.front().name ? "" : ", ") + node.name;
    return all.size() > kMost ? text + ", ..." : text;
}

/// Whether a node can stand on the other side of a comparison.
bool takes_nodes(ValueType type) {
    return type == ValueType::Node || type == ValueType::Address || type == ValueType::Mac;
}

/// Which type an arithmetic operation has; nothing if it is none of these types.
std::optional<ValueType> arithmetic_type(Operator op, ValueType left, ValueType right) {
    using enum ValueType;
    if (left == Number && right == Number) return Number;
    const bool both_times = left == Time && right == Time;
    switch (op) {
        case Operator::Add:
        case Operator::Subtract:
            return both_times ? std::optional{Time} : std::nullopt;
        case Operator::Multiply:
            return left != right && (left == Time || left == Number) && (right == Time || right == Number)
                       ? std::optional{Time}
                       : std::nullopt;
        case Operator::Divide:
            if (both_times) return Number;
            return left == Time && right == Number ? std::optional{Time} : std::nullopt;
        default:
            return std::nullopt;
    }
}

/// `field == node`: its addresses, one by one.
Bound compare_with_node(Operator op, Bound field, const NamedNode& node) {
    const bool equal = op != Operator::Unequal;
    const auto one_of = [&](const auto& values) {
        std::optional<Bound> all;
        for (const auto& value : values) {
            Bound one = operation(equal ? Operator::Equal : Operator::Unequal, ValueType::Truth, field,
                                  constant(value, field.type, field.span));
            all = all ? operation(equal ? Operator::Or : Operator::And, ValueType::Truth, std::move(*all),
                                  std::move(one))
                      : std::move(one);
        }
        return all.value_or(constant(!equal, ValueType::Truth, field.span));
    };
    return field.type == ValueType::Mac ? one_of(node.macs) : one_of(node.addresses);
}

class Binder {
  public:
    explicit Binder(const ExpressionScope& scope) : scope_{scope} {}

    ExpressionResult<Bound> bind(const Syntax& syntax) const;
    void prefer_node(const Syntax& syntax, Bound& bound) const;

  private:
    ExpressionResult<Bound> name(const Syntax& syntax) const;
    ExpressionResult<Bound> member(const Syntax& syntax) const;
    ExpressionResult<Bound> unary(const Syntax& syntax) const;
    ExpressionResult<Bound> binary(const Syntax& syntax) const;
    ExpressionResult<Bound> comparison(const Syntax& syntax, Bound left, Bound right) const;
    /// A text that stands for a node: `from == "client"`.
    ExpressionResult<Bound> as_node(Bound text) const;
    ExpressionResult<Bound> truth(Bound bound) const;

    const ExpressionScope& scope_;
};

ExpressionResult<Bound> Binder::bind(const Syntax& syntax) const {
    switch (syntax.kind) {
        case Syntax::Kind::Literal:
            return constant(syntax.value, syntax.type, syntax.span);
        case Syntax::Kind::Name:
            return name(syntax);
        case Syntax::Kind::Member:
            return member(syntax);
        case Syntax::Kind::Call: {
            auto bound = scope_.call(syntax);
            if (bound) bound->span = syntax.span;
            return bound;
        }
        case Syntax::Kind::Unary:
            return unary(syntax);
        case Syntax::Kind::Binary:
            return binary(syntax);
    }
    sim::check(false, "an unknown kind of syntax");
    return {};
}

/// A field; a node; or what a node has, "client.isn".
ExpressionResult<Bound> Binder::name(const Syntax& syntax) const {
    if (auto field = scope_.field(syntax.name)) {
        field->span = syntax.span;
        return std::move(*field);
    }
    if (const NamedNode* node = scope_.nodes().find(syntax.name))
        return constant(node->id, ValueType::Node, syntax.span);
    const std::size_t dot = syntax.name.rfind('.');
    const NamedNode* const owner =
        dot == std::string_view::npos ? nullptr : scope_.nodes().find(syntax.name.substr(0, dot));
    if (owner != nullptr) {
        Bound node = constant(owner->id, ValueType::Node, syntax.span);
        if (auto found = scope_.member(node, syntax.name.substr(dot + 1))) {
            found->span = syntax.span;
            return std::move(*found);
        }
    }
    ExpressionError problem{syntax.span, fmt::format("unknown name \"{}\"", syntax.name),
                            "a field such as tcp.syn or seg.len (patchcord check --keys lists them)" +
                                nodes_in_words(scope_.nodes()),
                            scope_.names()};
    add_nodes(problem.candidates, scope_.nodes());
    return tl::unexpected{std::move(problem)};
}

ExpressionResult<Bound> Binder::member(const Syntax& syntax) const {
    auto object = bind(syntax.parts[0]);
    if (!object) return object;
    if (auto found = scope_.member(*object, syntax.name)) {
        found->span = syntax.span;
        return std::move(*found);
    }
    return error(syntax.name_span, fmt::format("{} has no \"{}\"", to_string(object->type), syntax.name), {});
}

ExpressionResult<Bound> Binder::truth(Bound bound) const {
    if (bound.type == ValueType::Truth) return bound;
    return error(bound.span, fmt::format("this is {}", to_string(bound.type)),
                 "something that is true or false, such as a comparison");
}

ExpressionResult<Bound> Binder::unary(const Syntax& syntax) const {
    auto operand = bind(syntax.parts[0]);
    if (!operand) return operand;
    if (syntax.op == Operator::Not) {
        operand = truth(std::move(*operand));
        if (!operand) return operand;
    } else if (operand->type != ValueType::Number && operand->type != ValueType::Time) {
        return error(operand->span, fmt::format("this is {}", to_string(operand->type)),
                     "a number or a time behind \"-\"");
    }
    Bound bound{.kind = Bound::Kind::Operation, .type = operand->type, .op = syntax.op, .span = syntax.span};
    bound.parts.push_back(std::move(*operand));
    return bound;
}

ExpressionResult<Bound> Binder::binary(const Syntax& syntax) const {
    auto left = bind(syntax.parts[0]);
    if (!left) return left;
    auto right = bind(syntax.parts[1]);
    if (!right) return right;
    if (left->type != right->type && takes_nodes(left->type)) prefer_node(syntax.parts[1], *right);
    if (left->type != right->type && takes_nodes(right->type)) prefer_node(syntax.parts[0], *left);
    if (is_comparison(syntax.op)) return comparison(syntax, std::move(*left), std::move(*right));
    if (syntax.op == Operator::Or || syntax.op == Operator::And) {
        left = truth(std::move(*left));
        if (!left) return left;
        right = truth(std::move(*right));
        if (!right) return right;
    }
    const auto type = syntax.op == Operator::Or || syntax.op == Operator::And
                          ? std::optional{ValueType::Truth}
                          : arithmetic_type(syntax.op, left->type, right->type);
    if (!type) {
        return error(
            syntax.name_span,
            fmt::format("{} {} {}", to_string(left->type), to_string(syntax.op), to_string(right->type)),
            "two numbers, or times");
    }
    Bound bound = operation(syntax.op, *type, std::move(*left), std::move(*right));
    bound.span = syntax.span;
    return bound;
}

/// A node may have the name of a field: "to == dns" means the node.
void Binder::prefer_node(const Syntax& syntax, Bound& bound) const {
    const NamedNode* const node =
        syntax.kind == Syntax::Kind::Name ? scope_.nodes().find(syntax.name) : nullptr;
    if (node != nullptr) bound = constant(node->id, ValueType::Node, syntax.span);
}

ExpressionResult<Bound> Binder::as_node(Bound text) const {
    const NamedNode* const node = scope_.nodes().find(*text.value.get<std::string_view>());
    if (node != nullptr) return constant(node->id, ValueType::Node, text.span);
    ExpressionError problem{
        text.span, fmt::format("unknown node \"{}\"", *text.value.get<std::string_view>()), "a node"};
    add_nodes(problem.candidates, scope_.nodes());
    return tl::unexpected{std::move(problem)};
}

bool is_named(const Bound& bound, ValueType type) {
    return bound.kind == Bound::Kind::Constant && bound.type == type;
}

/// Whether values of these types can be compared so.
bool fits(Operator op, ValueType left, ValueType right) {
    using enum ValueType;
    switch (op) {
        case Operator::In:
            return left == Address && right == Network;
        case Operator::Contains:
            return left == Text && right == Text;
        case Operator::Equal:
        case Operator::Unequal:
            return left == Address && right == Network ? true : left == right && left <= Node;
        default:
            return left == right && (left == Number || left == Time);
    }
}

ExpressionResult<Bound> Binder::comparison(const Syntax& syntax, Bound left, Bound right) const {
    const Operator op = syntax.op;
    const bool equality = op == Operator::Equal || op == Operator::Unequal;
    if (equality && right.type == ValueType::Address && left.type != ValueType::Address)
        std::swap(left, right);
    if (equality && is_named(right, ValueType::Text) && left.type == ValueType::Node) {
        auto node = as_node(std::move(right));
        if (!node) return node;
        right = std::move(*node);
    }
    const bool has_address = left.type == ValueType::Address || left.type == ValueType::Mac;
    if (equality && has_address && is_named(right, ValueType::Node)) {
        const NamedNode* const node = scope_.nodes().find(*right.value.get<sim::NodeId>());
        Bound bound = compare_with_node(op, std::move(left), *node);
        bound.span = syntax.span;
        return bound;
    }
    if (!fits(op, left.type, right.type)) {
        const bool needs_unit = left.type == ValueType::Time && is_named(right, ValueType::Number);
        return error(needs_unit ? right.span : syntax.name_span,
                     fmt::format("{} {} {}", to_string(left.type), to_string(op), to_string(right.type)),
                     needs_unit ? "a time with its unit, such as \"5 s\"" : "two things of a kind");
    }
    if (!left.words.empty() && is_named(right, ValueType::Text) &&
        std::ranges::find(left.words, *right.value.get<std::string_view>()) == left.words.end()) {
        ExpressionError problem{right.span,
                                fmt::format("it is never \"{}\"", *right.value.get<std::string_view>()),
                                fmt::format("one of {}", fmt::join(left.words, ", "))};
        problem.candidates.assign(left.words.begin(), left.words.end());
        return tl::unexpected{std::move(problem)};
    }
    Bound bound = operation(op, ValueType::Truth, std::move(left), std::move(right));
    bound.span = syntax.span;
    return bound;
}

}  // namespace

void NamedNodes::add(NamedNode node) {
    by_name_.emplace(node.name, nodes_.size());
    by_id_.emplace(node.id, nodes_.size());
    nodes_.push_back(std::move(node));
}

const NamedNode* NamedNodes::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &nodes_[found->second];
}

const NamedNode* NamedNodes::find(sim::NodeId id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &nodes_[found->second];
}

std::optional<Bound> ExpressionScope::member(Bound&, std::string_view) const {
    return std::nullopt;
}

Bound operation(Operator op, ValueType type, Bound left, Bound right) {
    Bound bound{
        .kind = Bound::Kind::Operation, .type = type, .op = op, .span = {left.span.begin, right.span.end}};
    bound.parts.reserve(2);
    bound.parts.push_back(std::move(left));
    bound.parts.push_back(std::move(right));
    return bound;
}

ExpressionResult<Bound> bind(const Syntax& syntax, const ExpressionScope& scope) {
    return Binder{scope}.bind(syntax);
}

ExpressionResult<Bound> bind(const Syntax& syntax, const ExpressionScope& scope, ValueType type) {
    auto bound = bind(syntax, scope);
    if (bound && type == ValueType::Node && bound->type != type) Binder{scope}.prefer_node(syntax, *bound);
    if (!bound || bound->type == type) return bound;
    return error(syntax.span, fmt::format("this is {}", to_string(bound->type)),
                 type == ValueType::Truth ? "something that is true or false, such as a comparison"
                                          : std::string{to_string(type)});
}

tl::unexpected<ExpressionError> unknown_call(const Syntax& call, const ExpressionScope& scope) {
    ExpressionError problem{call.name_span, fmt::format("unknown function \"{}\"", call.name), {}};
    for (const std::string& name : scope.names()) {
        if (name.ends_with('(')) problem.candidates.push_back(name.substr(0, name.size() - 1));
    }
    problem.expected = problem.candidates.empty()
                           ? "no function"
                           : fmt::format("one of {}", fmt::join(problem.candidates, ", "));
    return tl::unexpected{std::move(problem)};
}

tl::unexpected<ExpressionError> wrong_arguments(const Syntax& call, std::string_view expected) {
    return error(call.span, fmt::format("{}() with other arguments than it takes", call.name),
                 std::string{expected});
}

}  // namespace patchcord::models::wire
