// Diagnostics as people read them, in the form that editors and compilers have made familiar:
//
//     scenarios/x.json:7:40: error: unknown key "lenght" in /cables/0
//         7 |     { "between": ["client", "server"], "lenght": "20 m" }
//           |                                        ^~~~~~~~
//       expected one of: between, name, length; did you mean "length"?
//
// Read next: scenarios/description/diagnostic.hpp.
#pragma once

#include "scenarios/cli/console.hpp"
#include "scenarios/description/diagnostic.hpp"

#include <ostream>
#include <span>

namespace patchcord::scenarios {

void print_diagnostics(std::ostream& stream, std::span<const Diagnostic> problems, const Style& style);

}  // namespace patchcord::scenarios
