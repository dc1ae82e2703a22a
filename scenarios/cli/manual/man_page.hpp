// The man page, in the macros of man(7): commands and options from the option table, keys, applications
// and expressions from the reference of the language.
// Read next: scenarios/cli/manual/option_tree.hpp.
#pragma once

#include "scenarios/cli/manual/language_reference.hpp"
#include "scenarios/cli/manual/option_tree.hpp"

#include <span>
#include <string>

namespace patchcord::scenarios {

std::string man_page(const CommandRow& program, std::span<const CommandRow> commands,
                     std::span<const ReferenceSection> reference);

}  // namespace patchcord::scenarios
