// From one JSON value to the value that a row of a table asks for, or the reason why it cannot be: the
// smallest unit of reading. It reports nothing itself, so it also reads the defaults that stand in the
// tables. Values with parts (lists, objects) are not read here. Read next: scenarios/load/reader.hpp.
#pragma once

#include "scenarios/description/field.hpp"
#include "scenarios/description/scenario.hpp"
#include "scenarios/load/json_value.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace patchcord::scenarios {

/// The nodes of the scenario by name, for values that name one.
struct NodeNames {
    std::unordered_map<std::string, sim::NodeId> ids;
    std::vector<std::string_view> in_order;
    const std::vector<NodeDescription>* nodes = nullptr;
    models::wire::NamedNodes named;  ///< for expressions
};

struct ValueProblem {
    std::string message;  ///< empty: something that was reported already
    std::string expected;
    std::string suggestion;
    std::optional<Span> within = {};  ///< only this part of a string is wrong, in bytes of its characters
};

using ValueResult = tl::expected<FieldValue, ValueProblem>;

/// `value` as the row wants it, in range.
ValueResult read_value(const Field& field, const JsonValue& value, const NodeNames& names);

/// The default of a row that has one. A default that cannot be read is our own bug.
FieldValue fallback_value(const Field& field);

/// The value in a message: a scalar as it was written, "a list", "an object".
std::string shown(const JsonValue& value);

/// "unknown node "sever"", with the nodes that there are.
ValueProblem unknown_node(std::string_view name, const NodeNames& names);

}  // namespace patchcord::scenarios
