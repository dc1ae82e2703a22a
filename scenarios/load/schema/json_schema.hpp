// The scenario language as a JSON Schema (draft 2020-12), for editors and for validators of others: made from
// the tables from which the loader reads, so that it cannot disagree with them. What it cannot say, the
// loader still does: names that refer to something, addresses that are used twice, comments (`//`), which are
// no JSON. Read next: scenarios/load/schema/patterns.hpp, scenarios/description/tables.hpp.
#pragma once

#include "models/apps/parameters.hpp"

#include <span>
#include <string>

namespace patchcord::scenarios {

/// The schema as a file, with the parameters of `applications`.
std::string json_schema(std::span<const models::apps::AppDescription> applications);

}  // namespace patchcord::scenarios
