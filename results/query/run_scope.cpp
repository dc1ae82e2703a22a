// Binding of calls. A moment is the constant time that at() names, or the end of the run.
// Read next: results/query/run_scope.hpp.
#include "results/query/run_scope.hpp"

#include "models/wire/enums.hpp"
#include "models/wire/expression/frame_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace patchcord::results {
namespace {

using models::wire::Bound;
using models::wire::ExpressionResult;
using models::wire::FieldRow;
using models::wire::Syntax;
using models::wire::TcpState;
using models::wire::ValueType;
using enum models::wire::ValueType;

constexpr auto kStateWords = [] {
    std::array<std::string_view, static_cast<std::size_t>(TcpState::TimeWait) + 1> words{};
    for (std::size_t i = 0; i < words.size(); ++i)
        words[i] = to_string(static_cast<TcpState>(i));
    return words;
}();

constexpr std::array kRunFields{FieldRow{"end", Time, "when the run ended"}};

constexpr std::array kSocketMembers{FieldRow{"state", Text, "of TCP: \"SYN-SENT\"", kStateWords},
                                    FieldRow{"local.port", Number, "its own port"},
                                    FieldRow{"remote.port", Number, "the port of the other end"},
                                    FieldRow{"recv_q", Number, "bytes received and not read"},
                                    FieldRow{"send_q", Number, "bytes sent or to be sent, not acknowledged"},
                                    FieldRow{"descriptor", Number, "of the process that holds it"}};

constexpr std::array kFlowMembers{FieldRow{"segments", Number, "all that was sent, also again"},
                                  FieldRow{"bytes", Number, "data that the receiver has without a gap"},
                                  FieldRow{"resent", Number, "segments sent again"},
                                  FieldRow{"fast_retransmits", Number, "of these after duplicate ACKs"},
                                  FieldRow{"timeouts", Number, "how often the retransmission timer fired"},
                                  FieldRow{"srtt", Time, "smoothed round-trip time at the end"},
                                  FieldRow{"goodput", Number, "bit/s"},
                                  FieldRow{"isn", Number, "initial sequence number"}};

struct CallRow {
    std::string_view name;
    RunCall id;
    ValueType type;
    std::string_view usage;
};
constexpr std::array kCalls{
    CallRow{"count", RunCall::Count, Number, "count(tcp.syn)"},
    CallRow{"first", RunCall::First, Packet, "first(tcp.syn)"},
    CallRow{"last", RunCall::Last, Packet, "last(tcp.ack)"},
    CallRow{"nth", RunCall::Nth, Packet, "nth(3, tcp.data)"},
    CallRow{"min", RunCall::Min, Number, "min(seg.wnd, tcp)"},
    CallRow{"max", RunCall::Max, Number, "max(seg.len, tcp.data)"},
    CallRow{"sum", RunCall::Sum, Number, "sum(seg.len, from == client)"},
    CallRow{"abs", RunCall::Abs, Number, "abs(first(tcp.fin).time - 1 s)"},
    CallRow{"log", RunCall::Log, Text, "log(client)"},
    CallRow{"sockets", RunCall::Sockets, Number, "sockets(server)"},
    CallRow{"socket", RunCall::Socket, Socket, "socket(client) or socket(client, 80)"},
    CallRow{"flow", RunCall::Flow, Flow, "flow(1, client)"},
    CallRow{"at", RunCall::Sockets, Moment, "at(7 s)"}};

Bound make(RunCall id, ValueType type) {
    return {.kind = Bound::Kind::Call, .type = type, .id = static_cast<std::uint16_t>(id)};
}
Bound number(std::size_t value) {
    return {.kind = Bound::Kind::Constant, .type = Number, .value = std::uint64_t{value}};
}

/// The call that reads member `name` of a thing, or nothing.
std::optional<Bound> read_member(RunCall id, std::span<const FieldRow> members, Bound& object,
                                 std::string_view name) {
    const auto found = std::ranges::find(members, name, &FieldRow::name);
    if (found == members.end()) return std::nullopt;
    Bound call = make(id, found->type);
    call.words = found->words;
    call.parts.push_back(std::move(object));
    call.parts.push_back(number(static_cast<std::size_t>(found - members.begin())));
    return call;
}

/// Binds the arguments of one call.
class CallBinder {
  public:
    CallBinder(const Syntax& syntax, const CallRow& row, const RunScope& scope)
        : syntax_{syntax}, row_{row}, scope_{scope} {}

    ExpressionResult<Bound> bind();

  private:
    std::size_t arguments() const { return syntax_.parts.size() - first_; }
    const Syntax& argument(std::size_t index) const { return syntax_.parts[first_ + index]; }
    tl::unexpected<models::wire::ExpressionError> wrong() const {
        return models::wire::wrong_arguments(syntax_, row_.usage);
    }
    ExpressionResult<Bound> over_packets();
    ExpressionResult<Bound> of_node();
    ExpressionResult<Bound> moment();
    ExpressionResult<Bound> flow();
    ExpressionResult<Bound> absolute();

    const Syntax& syntax_;
    const CallRow& row_;
    const RunScope& scope_;
    std::size_t first_ = 0;             // position of the first argument in the syntax
    std::optional<Bound> moment_ = {};  // what stands before the dot
};

ExpressionResult<Bound> CallBinder::bind() {
    if (syntax_.is_method) {
        if (row_.id != RunCall::Sockets && row_.id != RunCall::Socket) return wrong();
        auto receiver = models::wire::bind(syntax_.parts[0], scope_, Moment);
        if (!receiver) return receiver;
        moment_ = std::move(*receiver);
        first_ = 1;
    }
    if (row_.type == Moment) return moment();
    switch (row_.id) {
        case RunCall::Log:
        case RunCall::Sockets:
        case RunCall::Socket:
            return of_node();
        case RunCall::Flow:
            return flow();
        case RunCall::Abs:
            return absolute();
        default:
            return over_packets();
    }
}

ExpressionResult<Bound> CallBinder::over_packets() {
    const bool is_nth = row_.id == RunCall::Nth;
    const bool has_field = row_.id == RunCall::Min || row_.id == RunCall::Max || row_.id == RunCall::Sum;
    if (arguments() != (is_nth || has_field ? 2u : 1u)) return wrong();
    Bound call = make(row_.id, row_.type);
    if (is_nth) {
        auto which = models::wire::bind(argument(0), scope_, Number);
        if (!which) return which;
        call.parts.push_back(std::move(*which));
    }
    const PacketScope packets{scope_.nodes()};
    if (has_field) {
        auto field = models::wire::bind(argument(0), packets);
        if (!field) return field;
        if (field->type != Number && field->type != Time) return wrong();
        call.type = field->type;
        call.parts.push_back(std::move(*field));
    }
    auto filter = models::wire::bind(argument(arguments() - 1), packets, Truth);
    if (!filter) return filter;
    call.parts.push_back(std::move(*filter));
    return call;
}

ExpressionResult<Bound> CallBinder::of_node() {
    const bool may_have_port = row_.id != RunCall::Log;
    if (arguments() == 0 || arguments() > (may_have_port ? 2u : 1u)) return wrong();
    auto node = models::wire::bind(argument(0), scope_, Node);
    if (!node) return node;
    Bound call = make(row_.id, row_.type);
    call.parts.push_back(std::move(*node));
    if (row_.id == RunCall::Log) return call;
    call.parts.push_back(moment_.value_or(
        Bound{.kind = Bound::Kind::Constant, .type = Moment, .value = sim::kNever - sim::kStart}));
    if (arguments() == 2) {
        auto port = models::wire::bind(argument(1), scope_, Number);
        if (!port) return port;
        call.parts.push_back(std::move(*port));
    }
    return call;
}

/// The tables are kept while the run goes on, so the time must be known before.
ExpressionResult<Bound> CallBinder::moment() {
    if (arguments() != 1) return wrong();
    auto time = models::wire::bind(argument(0), scope_, Time);
    if (!time) return time;
    if (time->kind != Bound::Kind::Constant)
        return models::wire::wrong_arguments(syntax_, "a time as it is written: at(7 s)");
    time->type = Moment;
    return time;
}

ExpressionResult<Bound> CallBinder::flow() {
    if (arguments() != 2) return wrong();
    auto which = models::wire::bind(argument(0), scope_, Number);
    if (!which) return which;
    auto node = models::wire::bind(argument(1), scope_, Node);
    if (!node) return node;
    Bound call = make(row_.id, row_.type);
    call.parts.push_back(std::move(*which));
    call.parts.push_back(std::move(*node));
    return call;
}

ExpressionResult<Bound> CallBinder::absolute() {
    if (arguments() != 1) return wrong();
    auto value = models::wire::bind(argument(0), scope_);
    if (!value) return value;
    if (value->type != Number && value->type != Time) return wrong();
    Bound call = make(row_.id, value->type);
    call.parts.push_back(std::move(*value));
    return call;
}

}  // namespace

std::span<const FieldRow> run_fields() {
    return kRunFields;
}
std::span<const FieldRow> socket_members() {
    return kSocketMembers;
}
std::span<const FieldRow> flow_members() {
    return kFlowMembers;
}

std::optional<Bound> RunScope::field(std::string_view name) const {
    return models::wire::find_field(kRunFields, name);
}

std::optional<Bound> RunScope::member(Bound& object, std::string_view name) const {
    if (object.type == Socket) return read_member(RunCall::OfSocket, kSocketMembers, object, name);
    if (object.type == Flow) return read_member(RunCall::OfFlow, kFlowMembers, object, name);
    if (object.type == Node && name == "isn") {
        Bound call = make(RunCall::Isn, Number);
        call.parts.push_back(std::move(object));
        return call;
    }
    if (object.type != Packet) return std::nullopt;
    auto field = PacketScope{nodes()}.field(name);
    if (!field) return std::nullopt;
    Bound call = make(RunCall::OfPacket, field->type);
    call.words = field->words;
    call.parts.push_back(std::move(object));
    call.parts.push_back(std::move(*field));
    return call;
}

ExpressionResult<Bound> RunScope::call(const Syntax& call) const {
    const auto row = std::ranges::find(kCalls, call.name, &CallRow::name);
    if (row == kCalls.end()) return models::wire::unknown_call(call, *this);
    return CallBinder{call, *row, *this}.bind();
}

std::vector<std::string> RunScope::names() const {
    std::vector<std::string> names{"end"};
    for (const CallRow& row : kCalls)
        names.push_back(fmt::format("{}(", row.name));
    return names;
}

}  // namespace patchcord::results
