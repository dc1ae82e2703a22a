// The names that scripts use for numbers: Linux's, from its headers. Calls translate the numbers into what
// the simulated host understands. Error names are not here, they are compared as names
// (models/wire/error.hpp). Read next: scenarios/drill/run/symbols.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patchcord::scenarios::drill {

/// Nothing when no such name is known.
std::optional<std::int64_t> symbol_value(std::string_view name);
/// "0x2 (flags O_RDWR)" has a name for 2: the first of the names with `prefix` that has this value; empty
/// when there is none.
std::string_view symbol_name(std::string_view prefix, std::int64_t value);

}  // namespace patchcord::scenarios::drill
