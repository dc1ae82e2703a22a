// What the calls of a question are worth. Nothing is kept between questions. Read next:
// results/query/run_scope.hpp, results/query/question.hpp.
#include "results/query/question.hpp"

#include "results/query/run_scope.hpp"

#include <fmt/format.h>

#include <cmath>
#include <deque>
#include <utility>

namespace patchcord::results {
namespace {

using models::host::SocketRow;
using models::wire::Bound;
using models::wire::ExpressionResult;
using models::wire::Operator;
using models::wire::Thing;
using models::wire::ValueType;
using Value = models::wire::ExpressionValue;

template <class T>
Value or_absent(const std::optional<T>& value) {
    return value ? Value{*value} : Value{};
}

class RunEnvironment final : public models::wire::ExpressionEnvironment {
  public:
    RunEnvironment(const Analysis& analysis, const PacketFacts& facts, const SocketTables& tables)
        : analysis_{analysis}, facts_{facts}, tables_{tables} {}

    Value field(std::uint16_t) const override { return analysis_.run.end().at - sim::kStart; }
    Value call(const Bound& call) const override;

  private:
    Value part(const Bound& call, std::size_t index) const {
        return models::wire::evaluate(call.parts[index], *this);
    }
    Value count(const Bound& filter) const;
    Value choose(const Bound& call) const;
    Value reduce(const Bound& call) const;
    Value absolute(const Value& value) const;
    Value log(sim::NodeId node) const;
    Value isn(sim::NodeId node) const;
    Value flow(const Bound& call) const;
    Value of_flow(const Bound& call) const;
    Value sockets(const Bound& call) const;
    Value socket(const Bound& call) const;
    Value of_socket(const Bound& call) const;
    const SocketTables::Rows* rows(const Bound& call) const;
    bool is_of(const models::wire::Endpoint& end, sim::NodeId node) const {
        return analysis_.run.owner(end.address) == node;
    }

    const Analysis& analysis_;
    const PacketFacts& facts_;
    const SocketTables& tables_;
    mutable std::deque<std::string> texts_;         // what texts of values look into
    mutable std::deque<const SocketRow*> sockets_;  // by the index of their things
};

Value RunEnvironment::call(const Bound& call) const {
    switch (static_cast<RunCall>(call.id)) {
        case RunCall::Count:
            return count(call.parts[0]);
        case RunCall::First:
        case RunCall::Last:
        case RunCall::Nth:
            return choose(call);
        case RunCall::Min:
        case RunCall::Max:
        case RunCall::Sum:
            return reduce(call);
        case RunCall::Abs:
            return absolute(part(call, 0));
        case RunCall::Log:
            return log(*part(call, 0).get<sim::NodeId>());
        case RunCall::Sockets:
            return sockets(call);
        case RunCall::Socket:
            return socket(call);
        case RunCall::Flow:
            return flow(call);
        case RunCall::Isn:
            return isn(*part(call, 0).get<sim::NodeId>());
        case RunCall::OfPacket: {
            const Value packet = part(call, 0);
            if (packet.is_absent()) return {};
            return facts_.evaluate(call.parts[1], packet.get<Thing>()->index);
        }
        case RunCall::OfSocket:
            return of_socket(call);
        case RunCall::OfFlow:
            return of_flow(call);
    }
    return {};
}

Value RunEnvironment::count(const Bound& filter) const {
    std::uint64_t count = 0;
    for (std::size_t packet = 0; packet < facts_.size(); ++packet)
        count += facts_.matches(filter, packet) ? 1 : 0;
    return count;
}

Value RunEnvironment::choose(const Bound& call) const {
    const auto id = static_cast<RunCall>(call.id);
    const Bound& filter = call.parts.back();
    if (id == RunCall::Last) {
        for (std::size_t packet = facts_.size(); packet-- > 0;) {
            if (facts_.matches(filter, packet)) return Thing{packet};
        }
        return {};
    }
    double left = 1;
    if (id == RunCall::Nth) {
        const Value which = part(call, 0);
        if (which.is_absent() || *which.get<double>() < 1) return {};
        left = std::floor(*which.get<double>());
    }
    for (std::size_t packet = 0; packet < facts_.size(); ++packet) {
        if (facts_.matches(filter, packet) && --left < 1) return Thing{packet};
    }
    return {};
}

/// min, max or sum over the packets that match and have the field.
Value RunEnvironment::reduce(const Bound& call) const {
    const auto id = static_cast<RunCall>(call.id);
    std::optional<double> result;
    for (std::size_t packet = 0; packet < facts_.size(); ++packet) {
        if (!facts_.matches(call.parts[1], packet)) continue;
        const Value value = facts_.evaluate(call.parts[0], packet);
        if (value.is_absent()) continue;
        const auto* time = value.get<sim::Duration>();
        const double amount = time != nullptr ? static_cast<double>(time->count()) : *value.get<double>();
        if (!result) {
            result = amount;
        } else if (id == RunCall::Sum) {
            *result += amount;
        } else {
            *result = id == RunCall::Min ? std::min(*result, amount) : std::max(*result, amount);
        }
    }
    if (!result && id == RunCall::Sum) result = 0;
    if (!result || std::abs(*result) > 9e18) return {};
    return call.type == ValueType::Time ? Value{sim::Duration{std::llround(*result)}} : Value{*result};
}

Value RunEnvironment::absolute(const Value& value) const {
    if (value.is_absent()) return {};
    if (const auto* time = value.get<sim::Duration>()) return time->count() < 0 ? Value{-*time} : value;
    return std::abs(*value.get<double>());
}

/// All lines of the node's processes, each with its end.
Value RunEnvironment::log(sim::NodeId node) const {
    std::string text;
    for (const models::trace::AppLog& line : analysis_.run.records<models::trace::AppLog>()) {
        if (line.node != node) continue;
        text += line.text;
        text += '\n';
    }
    return std::string_view{texts_.emplace_back(std::move(text))};
}

Value RunEnvironment::isn(sim::NodeId node) const {
    for (const TcpFlow& flow : analysis_.tcp.all()) {
        for (const TcpDirection& direction : flow.directions) {
            if (direction.isn && is_of(direction.from, node)) return *direction.isn;
        }
    }
    return {};
}

/// The thing has flow and direction: twice the position, and 1 for what the second end sends.
Value RunEnvironment::flow(const Bound& call) const {
    const Value number = part(call, 0);
    const sim::NodeId node = *part(call, 1).get<sim::NodeId>();
    const auto flows = analysis_.tcp.all();
    if (number.is_absent()) return {};
    const double which = *number.get<double>();
    if (which < 1 || which > static_cast<double>(flows.size())) return {};
    const auto position = static_cast<std::size_t>(which) - 1;
    for (std::size_t way = 0; way < 2; ++way) {
        if (is_of(flows[position].directions[way].from, node)) return Thing{2 * position + way};
    }
    return {};
}

Value RunEnvironment::of_flow(const Bound& call) const {
    const Value flow = part(call, 0);
    if (flow.is_absent()) return {};
    const std::size_t index = flow.get<Thing>()->index;
    const TcpDirection& direction = analysis_.tcp.all()[index / 2].directions[index % 2];
    const std::string_view name = flow_members()[static_cast<std::size_t>(*part(call, 1).get<double>())].name;
    if (name == "segments") return direction.segments;
    if (name == "bytes") return direction.bytes;
    if (name == "resent") return direction.resent;
    if (name == "fast_retransmits") return direction.fast_retransmits;
    if (name == "timeouts") return direction.timeouts;
    if (name == "srtt") return or_absent(direction.srtt);
    if (name == "goodput") return or_absent(direction.goodput());
    return or_absent(direction.isn);
}

const SocketTables::Rows* RunEnvironment::rows(const Bound& call) const {
    const sim::NodeId node = *part(call, 0).get<sim::NodeId>();
    return tables_.find(sim::kStart + *part(call, 1).get<sim::Duration>(), node);
}

bool has_port(const SocketRow& row, double port) {
    return row.local.port == port || row.remote.port == port;
}

Value RunEnvironment::sockets(const Bound& call) const {
    const SocketTables::Rows* const found = rows(call);
    if (found == nullptr) return {};
    std::uint64_t count = 0;
    for (const SocketRow& row : *found)
        count += call.parts.size() < 3 || has_port(row, *part(call, 2).get<double>()) ? 1 : 0;
    return count;
}

Value RunEnvironment::socket(const Bound& call) const {
    const SocketTables::Rows* const found = rows(call);
    if (found == nullptr) return {};
    const SocketRow* chosen = nullptr;
    for (const SocketRow& row : *found) {
        if (call.parts.size() == 3 && !has_port(row, *part(call, 2).get<double>())) continue;
        const bool is_listener = row.state == models::wire::TcpState::Listen;
        if (chosen == nullptr || (chosen->state == models::wire::TcpState::Listen && !is_listener))
            chosen = &row;
    }
    if (chosen == nullptr) return {};
    sockets_.push_back(chosen);
    return Thing{sockets_.size() - 1};
}

Value RunEnvironment::of_socket(const Bound& call) const {
    const Value socket = part(call, 0);
    if (socket.is_absent()) return {};
    const SocketRow& row = *sockets_[socket.get<Thing>()->index];
    const std::string_view name =
        socket_members()[static_cast<std::size_t>(*part(call, 1).get<double>())].name;
    if (name == "state") return row.state ? Value{to_string(*row.state)} : Value{};
    if (name == "local.port") return row.local.port;
    if (name == "remote.port") return row.remote.port;
    if (name == "recv_q") return std::uint64_t{row.receive_queue};
    if (name == "send_q") return std::uint64_t{row.send_queue};
    return row.descriptor ? Value{static_cast<double>(*row.descriptor)} : Value{};
}

/// The first part of `expression` that made it false, and what was there instead.
std::string explain(const Bound& expression, std::string_view text, const RunEnvironment& environment) {
    const auto written = [&](const Bound& bound) {
        return text.substr(bound.span.begin, bound.span.end - bound.span.begin);
    };
    const bool is_operation = expression.kind == Bound::Kind::Operation;
    if (is_operation && expression.op == Operator::And) {
        const bool first_holds = models::wire::evaluate(expression.parts[0], environment).is_true();
        return explain(expression.parts[first_holds ? 1 : 0], text, environment);
    }
    if (!is_operation || !models::wire::is_comparison(expression.op))
        return fmt::format("expected {}, actual false", written(expression));
    std::string actual;
    for (const Bound& side : expression.parts) {
        if (side.kind == Bound::Kind::Constant) continue;
        const Value found = models::wire::evaluate(side, environment);
        const std::string value =
            found.is_absent() ? "nothing, as no such packet or socket is there" : to_string(found);
        actual += actual.empty() ? value : fmt::format(" and {}", value);
    }
    return fmt::format("expected {}, actual {}", written(expression), actual);
}

void collect_times(const Bound& expression, std::set<sim::Time>& times) {
    if (expression.type == ValueType::Moment && expression.kind == Bound::Kind::Constant) {
        const sim::Time at = sim::kStart + *expression.value.get<sim::Duration>();
        if (at != sim::kNever) times.insert(at);
    }
    for (const Bound& part : expression.parts)
        collect_times(part, times);
}

}  // namespace

const SocketTables::Rows* SocketTables::find(sim::Time at, sim::NodeId node) const {
    const auto found = rows_.find({at, node});
    return found == rows_.end() ? nullptr : &found->second;
}

ExpressionResult<Question> Question::compile(std::string_view text, const models::wire::NamedNodes& nodes) {
    return compile(text, nodes, ValueType::Truth);
}

ExpressionResult<Question> Question::compile_measure(std::string_view text,
                                                     const models::wire::NamedNodes& nodes) {
    auto number = compile(text, nodes, ValueType::Number);
    if (number) return number;
    auto time = compile(text, nodes, ValueType::Time);
    return time ? std::move(time) : std::move(number);
}

ExpressionResult<Question> Question::compile(std::string_view text, const models::wire::NamedNodes& nodes,
                                             ValueType type) {
    auto program = std::make_shared<Program>();
    program->text = text;
    const auto syntax = models::wire::parse_expression(program->text);
    if (!syntax) return tl::unexpected{syntax.error()};
    auto bound = models::wire::bind(*syntax, RunScope{nodes}, type);
    if (!bound) return tl::unexpected{std::move(bound.error())};
    program->expression = std::move(*bound);
    collect_times(program->expression, program->times);
    Question question;
    question.program_ = std::move(program);
    return question;
}

Answer Question::ask(const Analysis& analysis, const PacketFacts& facts, const SocketTables& tables) const {
    const RunEnvironment environment{analysis, facts, tables};
    if (models::wire::evaluate(program_->expression, environment).is_true()) return {.held = true};
    return {.held = false, .found = explain(program_->expression, program_->text, environment)};
}

std::optional<double> Question::measure(const Analysis& analysis, const PacketFacts& facts,
                                        const SocketTables& tables) const {
    const RunEnvironment environment{analysis, facts, tables};
    const Value value = models::wire::evaluate(program_->expression, environment);
    if (const auto* time = value.get<sim::Duration>()) return std::chrono::duration<double>(*time).count();
    if (const auto* number = value.get<double>()) return *number;
    return std::nullopt;
}

}  // namespace patchcord::results
