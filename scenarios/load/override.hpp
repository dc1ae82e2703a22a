// --set PATH=VALUE: a value from the command line is put into the document before it is read, so that it is
// checked like everything else. A path must lead through what is there; only its last name, and objects that
// the tables know, may be new. Read next: scenarios/load/override.cpp.
#pragma once

#include "scenarios/description/diagnostic.hpp"
#include "scenarios/load/json_value.hpp"
#include "scenarios/load/loader.hpp"

namespace patchcord::scenarios {

/// Changes `document`, or reports which part of the path is wrong.
void apply_override(const Override& change, Document& document, Diagnostics& problems);

}  // namespace patchcord::scenarios
