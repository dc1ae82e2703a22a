// The names and calls of questions over a run: what they are and which types they take and give.
// Not here: what they are worth (results/query/question.cpp).
// Read next: results/query/question.hpp.
#pragma once

#include "results/query/packet_scope.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

/// The ids of calls. Members of things are calls with the thing as their only part.
enum class RunCall : std::uint16_t {
    Count,
    First,
    Last,
    Nth,
    Min,
    Max,
    Sum,
    Abs,
    Log,
    Sockets,   ///< node, moment
    Socket,    ///< node, moment, and perhaps port
    Flow,      ///< number, node
    Isn,       ///< node
    OfPacket,  ///< packet, and an expression over it
    OfSocket,  ///< socket, and the number of the member
    OfFlow,    ///< flow, and the number of the member
};

class RunScope final : public models::wire::ExpressionScope {
  public:
    using ExpressionScope::ExpressionScope;
    std::optional<models::wire::Bound> field(std::string_view name) const override;
    std::optional<models::wire::Bound> member(models::wire::Bound& object,
                                              std::string_view name) const override;
    models::wire::ExpressionResult<models::wire::Bound> call(const models::wire::Syntax& call) const override;
    std::vector<std::string> names() const override;
};

/// The one field of a run: "end", when it ended.
std::span<const models::wire::FieldRow> run_fields();
/// The calls, as they are written, with what they give.
std::span<const models::wire::FieldRow> run_calls();
/// Members of sockets and flows, in the order of their numbers.
std::span<const models::wire::FieldRow> socket_members();
std::span<const models::wire::FieldRow> flow_members();

}  // namespace patchcord::results
