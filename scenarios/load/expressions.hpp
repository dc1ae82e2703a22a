// Expressions in a scenario or on the command line: what is wrong with one, as a problem with a place inside
// its text, and the nodes that expressions may name. The language itself is
// models/wire/expression/syntax.hpp. Read next: scenarios/load/value.hpp.
#pragma once

#include "models/wire/expression/bound.hpp"
#include "scenarios/description/scenario.hpp"
#include "scenarios/load/value.hpp"

#include <string_view>

namespace patchcord::scenarios {

/// `text` is the expression with the error.
ValueProblem problem_of(const models::wire::ExpressionError& error, std::string_view text);

/// Every node with the addresses that it will have.
models::wire::NamedNodes named_nodes(const Scenario& scenario);

}  // namespace patchcord::scenarios
