// Where a command writes and how: results to `out`, everything else to `err`, both given from outside so that
// tests can read them. Nothing else in the program asks what kind of terminal it has. Read next:
// scenarios/cli/program.hpp.
#pragma once

#include "results/export/words.hpp"

#include <cstddef>
#include <ostream>
#include <string>

namespace patchcord::scenarios {

struct Console {
    std::ostream& out;
    std::ostream& err;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    std::size_t columns = 100;                                ///< of the terminal, or what suits a file
    bool no_color = false;                                    ///< the environment has NO_COLOR (no-color.org)
    results::Language language = results::Language::English;  ///< of the locale
};

/// --color, --ascii, --lang, --quiet: what every command understands.
struct OutputOptions {
    std::string color = "auto";  ///< auto, always or never
    bool ascii = false;
    std::string language;  ///< en or ko; empty: that of the locale
    bool quiet = false;
};

/// How to draw on one of the two streams.
struct Style {
    bool color = false;
    bool ascii = false;
};

inline Style style_of(const Console& console, const OutputOptions& options, bool is_terminal) {
    const bool automatic = options.color == "auto" && is_terminal && !console.no_color;
    return {options.color == "always" || automatic, options.ascii};
}

}  // namespace patchcord::scenarios
