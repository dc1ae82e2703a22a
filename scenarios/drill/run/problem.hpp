// What can be wrong with a script or with what the host did, and where. Read next:
// scenarios/drill/run/runner.hpp.
// The first problem ends a script; only what --non_fatal forgives does not.
#pragma once

#include "scenarios/drill/language/script.hpp"

#include <optional>
#include <string>
#include <vector>

namespace patchcord::scenarios::drill {

struct Problem {
    enum class Kind : std::uint8_t {
        Failed,       ///< the host did something else
        Unsupported,  ///< the script wants what this tool or its stack does not have
        Invalid,      ///< the script makes no sense
    };

    Kind kind = Kind::Failed;
    language::Place place{};
    std::string message;
    std::vector<std::string> details{};  ///< lines below it: what was expected, what came
};

using MaybeProblem = std::optional<Problem>;

inline Problem unsupported(language::Place place, std::string what) {
    return {Problem::Kind::Unsupported, place, std::move(what)};
}
inline Problem invalid(language::Place place, std::string what) {
    return {Problem::Kind::Invalid, place, std::move(what)};
}

}  // namespace patchcord::scenarios::drill
