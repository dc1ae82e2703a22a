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

/// Bare words of a script that stand for something else: a number, a word, a "string", a `command`. Those
/// without a value are only known to `#ifdef`.
using Definitions = std::map<std::string, std::string, std::less<>>;

/// `given` are those of the command line, which win over the script's own. Unless they have the name of a
/// system as nplab writes it (FreeBSD, NetBSD, OpenBSD, Apple, Solaris), "Linux" is defined.
tl::expected<Script, SyntaxError> parse(std::string_view text, std::string name,
                                        const Definitions& given = {});

}  // namespace patchcord::scenarios::drill::language
