// Evaluation: the tree from its leaves. Types fit, because binding checked them; what is left to look at is
// what is absent. Read next: models/wire/expression/bound.hpp.
#include "models/wire/expression/bound.hpp"

#include <cmath>

namespace patchcord::models::wire {
namespace {

using Value = ExpressionValue;

/// A time from a calculation; absent beyond what a time can be.
Value time_from(double ticks) {
    constexpr double kLimit = 9.2e18;
    if (!(std::abs(ticks) < kLimit)) return {};
    return sim::Duration{std::llround(ticks)};
}

Value number_from(double number) {
    return std::isfinite(number) ? Value{number} : Value{};
}

double as_double(const Value& value) {
    if (const double* number = value.get<double>()) return *number;
    const auto* time = value.get<sim::Duration>();
    return time == nullptr ? std::nan("") : static_cast<double>(time->count());
}

Value sum(const Value& left, const Value& right, bool add) {
    const auto* a = left.get<sim::Duration>();
    const auto* b = right.get<sim::Duration>();
    if (a != nullptr && b != nullptr) {
        std::int64_t ticks = 0;
        const bool overflow = add ? __builtin_add_overflow(a->count(), b->count(), &ticks)
                                  : __builtin_sub_overflow(a->count(), b->count(), &ticks);
        return overflow ? Value{} : Value{sim::Duration{ticks}};
    }
    return number_from(as_double(left) + (add ? as_double(right) : -as_double(right)));
}

Value arithmetic(const Bound& operation, const Value& left, const Value& right) {
    switch (operation.op) {
        case Operator::Add:
        case Operator::Subtract:
            return sum(left, right, operation.op == Operator::Add);
        case Operator::Multiply:
        case Operator::Divide: {
            const double result = operation.op == Operator::Multiply ? as_double(left) * as_double(right)
                                                                     : as_double(left) / as_double(right);
            return operation.type == ValueType::Time ? time_from(result) : number_from(result);
        }
        default:
            return {};
    }
}

bool equal(const Value& left, const Value& right) {
    const auto* address = left.get<Ipv4Address>();
    const auto* network = right.get<Ipv4Prefix>();
    if (address != nullptr && network != nullptr) return network->contains(*address);
    return left.equals(right);
}

bool less(const Value& left, const Value& right) {
    const auto* a = left.get<sim::Duration>();
    const auto* b = right.get<sim::Duration>();
    return a != nullptr && b != nullptr ? *a < *b : as_double(left) < as_double(right);
}

bool compare(Operator op, const Value& left, const Value& right) {
    switch (op) {
        case Operator::Equal:
        case Operator::In:
            return equal(left, right);
        case Operator::Unequal:
            return !equal(left, right);
        case Operator::Less:
            return less(left, right);
        case Operator::LessEqual:
            return !less(right, left);
        case Operator::Greater:
            return less(right, left);
        case Operator::GreaterEqual:
            return !less(left, right);
        case Operator::Contains:
            return left.get<std::string_view>()->find(*right.get<std::string_view>()) !=
                   std::string_view::npos;
        default:
            return false;
    }
}

Value operate(const Bound& operation, const ExpressionEnvironment& environment) {
    const Value left = evaluate(operation.parts[0], environment);
    switch (operation.op) {
        case Operator::Not:
            return !left.is_true();
        case Operator::Or:
            return left.is_true() || evaluate(operation.parts[1], environment).is_true();
        case Operator::And:
            return left.is_true() && evaluate(operation.parts[1], environment).is_true();
        case Operator::Negate:
            if (left.is_absent()) return {};
            if (const auto* time = left.get<sim::Duration>()) return sum(sim::Duration{0}, *time, false);
            return -as_double(left);
        default:
            break;
    }
    const bool comparison = is_comparison(operation.op);
    if (left.is_absent()) return comparison ? Value{false} : Value{};
    const Value right = evaluate(operation.parts[1], environment);
    if (right.is_absent()) return comparison ? Value{false} : Value{};
    if (comparison) return compare(operation.op, left, right);
    return arithmetic(operation, left, right);
}

}  // namespace

ExpressionValue ExpressionEnvironment::call(const Bound&) const {
    return {};
}

ExpressionValue evaluate(const Bound& expression, const ExpressionEnvironment& environment) {
    switch (expression.kind) {
        case Bound::Kind::Constant:
            return expression.value;
        case Bound::Kind::Field:
            return environment.field(expression.id);
        case Bound::Kind::Call:
            return environment.call(expression);
        case Bound::Kind::Operation:
            return operate(expression, environment);
    }
    return {};
}

}  // namespace patchcord::models::wire
