// Everything that can stand in a scenario file and in an expression, section by section, from the tables that
// the loader and the expression scopes read by. `patchcord check --keys` prints it as a text and the man page
// in its own macros; neither has a list of its own.
// Read next: scenarios/description/tables.hpp, models/wire/expression/frame_fields.hpp.
#pragma once

#include "models/apps/parameters.hpp"

#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace patchcord::scenarios {

/// A key, a call of a script, an operator or a name of expressions.
struct ReferenceItem {
    std::string term;
    std::string text;       ///< what it is for, with "(required)" or its default
    std::string expected;   ///< what may stand there; empty where `text` says it
    bool is_inner = false;  ///< of the item above that is not
};

struct ReferenceSection {
    std::string title;  ///< "a cable"
    std::string text;
    std::vector<ReferenceItem> items;
};

std::vector<ReferenceSection> language_reference(std::span<const models::apps::AppDescription> applications);

void print_language_reference(std::ostream& stream, std::span<const ReferenceSection> sections);

}  // namespace patchcord::scenarios
