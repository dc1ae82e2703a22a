// Regular expressions for what a scenario writes as strings, for validators that know nothing else of units
// and addresses. They stay within what ECMA-262 and Python have in common. A pattern never refuses what the
// loader takes; where an expression cannot be exact without becoming unreadable (a fraction near the end of a
// range) it lets through what the loader then refuses. Read next: scenarios/load/schema/json_schema.hpp.
#pragma once

#include "scenarios/description/quantity.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::scenarios {

/// Whole numbers without leading zeros from 0 to `most`, as alternatives: "[0-9]|[1-9][0-9]|1[0-2][0-9]".
std::string whole_number_pattern(std::int64_t most);

/// A number and a unit of `dimension`, within `range`.
std::string quantity_pattern(const Dimension& dimension, const Range& range);

// Parts, to be put between "^" and "$":
std::string name_part();     ///< of a node or a cable
std::string address_part();  ///< "10.0.0.1"
std::string end_part();      ///< of a cable: "client", "switch.3"

std::string interface_pattern();  ///< "10.0.0.1/24", of one host
std::string mac_pattern();        ///< "02:00:00:00:00:01", of one card
/// `part` alone.
std::string whole(std::string_view part);

}  // namespace patchcord::scenarios
