// What an expression can say of one frame: the kinds of packets ("tcp.syn-ack"), the fields of its headers
// ("ip.ttl", "seg.len" in the words of RFC 9293 3.10), and the two nodes between which it travels. One row
// each; help, errors and documentation come from the rows. Read next:
// models/wire/expression/frame_filter.hpp.
#pragma once

#include "models/wire/dissect.hpp"
#include "models/wire/expression/bound.hpp"
#include "sim/core/ids.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace patchcord::models::wire {

/// A frame on its way. `from` sent it into the cable (or, of a whole run, into the network); `to` is at the
/// other end (or has the address that it is for), kNoNode if nobody.
struct FrameInView {
    const Dissection& frame;
    sim::NodeId from;
    sim::NodeId to;
};

/// All rows; the position is the id of the field. The kinds, which are true or false, come first.
std::span<const FieldRow> frame_fields();
/// The calls of FrameScope, as they are written, with what they give.
std::span<const FieldRow> frame_calls();
ExpressionValue frame_field(std::uint16_t id, const FrameInView& view);

/// The scope of expressions over one frame. Calls: port(80), host(client): source or destination.
class FrameScope : public ExpressionScope {
  public:
    using ExpressionScope::ExpressionScope;
    std::optional<Bound> field(std::string_view name) const override;
    ExpressionResult<Bound> call(const Syntax& call) const override;
    std::vector<std::string> names() const override;
};

/// A Field of a table, by its name: for scopes.
std::optional<Bound> find_field(std::span<const FieldRow> rows, std::string_view name,
                                std::size_t first_id = 0);

}  // namespace patchcord::models::wire
