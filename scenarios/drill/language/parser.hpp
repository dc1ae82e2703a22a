// Reads packet scripts in both dialects of the language, google's and nplab's. The first mistake ends it,
// with its place; what belongs to the language but not to this tool (SCTP, encapsulations) is told apart from
// what is wrong. Read next: scenarios/drill/language/script.hpp, scenarios/drill/language/parser.cpp.
#pragma once

#include "scenarios/drill/language/script.hpp"

#include <tl/expected.hpp>

#include <map>
#include <string>
#include <string_view>

namespace patchcord::scenarios::drill::language {

struct SyntaxError {
    Place place;
    std::string message;
    bool unsupported = false;  ///< the language has it, this tool does not
};

/// Bare words of a script that stand for something else: a number, a word, a "string".
using Definitions = std::map<std::string, std::string, std::less<>>;

/// `given` are those of the command line, which win over the script's own. What is defined is what `#ifdef`
/// knows, so the name of the system belongs into `given` too: "Linux", "FreeBSD".
tl::expected<Script, SyntaxError> parse(std::string_view text, std::string name,
                                        const Definitions& given = {});

}  // namespace patchcord::scenarios::drill::language
