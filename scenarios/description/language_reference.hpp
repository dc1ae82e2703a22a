// The keys of the scenario language as a text, from the tables that the loader reads by.
// This is what `patchcord check --keys` prints.
// Read next: scenarios/description/tables.hpp.
#pragma once

#include "models/apps/parameters.hpp"

#include <ostream>
#include <span>

namespace patchcord::scenarios {

void print_language_reference(std::ostream& stream,
                              std::span<const models::apps::AppDescription> applications);

}  // namespace patchcord::scenarios
