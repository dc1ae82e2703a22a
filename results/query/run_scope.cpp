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

constexpr std::array kRunFields{
    FieldRow{"end", Time, "how far the clock ran: \"until\", or where the run was stopped"}};

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
    FieldRow row;  // named as it is written
};
constexpr std::array kCallRows{
    CallRow{"count", RunCall::Count, {"count(FILTER)", Number, "how many packets match"}},
    CallRow{
        "first", RunCall::First, {"first(FILTER)", Packet, "the first that matches: first(tcp.syn).time"}},
    CallRow{"last", RunCall::Last, {"last(FILTER)", Packet, "the last that matches"}},
    CallRow{"nth", RunCall::Nth, {"nth(3, FILTER)", Packet, "the third that matches"}},
    CallRow{"min", RunCall::Min, {"min(FIELD, FILTER)", Number, "the least of a field: min(seg.wnd, tcp)"}},
    CallRow{"max", RunCall::Max, {"max(FIELD, FILTER)", Number, "the greatest of a field"}},
    CallRow{"sum",
            RunCall::Sum,
            {"sum(FIELD, FILTER)", Number, "the sum of a field: sum(seg.len, from == client)"}},
    CallRow{"abs",
            RunCall::Abs,
            {"abs(VALUE)", Number, "without its sign: abs(first(tcp.fin).time - 1 s) < 1 ms"}},
    CallRow{"log", RunCall::Log, {"log(client)", Text, "what applications on the node said, a line each"}},
    CallRow{"sockets",
            RunCall::Sockets,
            {"sockets(server, 80)", Number, "how many sockets a node has at the end; the port is optional"}},
    CallRow{"socket",
            RunCall::Socket,
            {"socket(server, 80)", Socket,
             "a socket of that port, at either end; connections come before listeners"}},
    CallRow{"flow", RunCall::Flow, {"flow(1, client)", Flow, "what client sent in the first connection"}},
    CallRow{
        "at", RunCall::Sockets, {"at(7 s)", Moment, "then, instead of at the end: at(7 s).sockets(server)"}}};

constexpr auto kCalls = [] {
    std::array<FieldRow, kCallRows.size() + 1> rows{};
    for (std::size_t i = 0; i < kCallRows.size(); ++i)
        rows[i] = kCallRows[i].row;
    rows.back() = {"client.isn", Number, "the initial sequence number of the node's first connection"};
    return rows;
}();

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
        return models::wire::wrong_arguments(syntax_, row_.row.name);
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
    if (row_.row.type == Moment) return moment();
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
    Bound call = make(row_.id, row_.row.type);
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
    Bound call = make(row_.id, row_.row.type);
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
    Bound call = make(row_.id, row_.row.type);
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
std::span<const FieldRow> run_calls() {
    return kCalls;
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
    const auto row = std::ranges::find(kCallRows, call.name, &CallRow::name);
    if (row == kCallRows.end()) return models::wire::unknown_call(call, *this);
    return CallBinder{call, *row, *this}.bind();
}

std::vector<std::string> RunScope::names() const {
    std::vector<std::string> names{"end"};
    for (const CallRow& row : kCallRows)
        names.push_back(fmt::format("{}(", row.name));
    return names;
}

}  // namespace patchcord::results
