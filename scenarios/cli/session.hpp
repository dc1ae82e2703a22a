// One call of the program: where it writes, what it knows, and what it was asked to do.
// Commands get it by reference and keep nothing else; it owns nothing but the choice of the user.
// Read next: scenarios/cli/commands.hpp.
#pragma once

#include "models/apps/parameters.hpp"
#include "models/wire/expression/syntax.hpp"
#include "scenarios/cli/console.hpp"
#include "scenarios/cli/exit_status.hpp"
#include "scenarios/cli/wording.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/loader.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

struct Engine;

struct Session {
    Console& console;
    const Catalogue& catalogue;
    std::span<const models::apps::AppDescription> applications;
    const Engine& engine;

    OutputOptions output = {};
    std::string command = {};                 ///< the name of the chosen command
    std::function<ExitStatus()> action = {};  ///< what it does

    Style out_style() const { return style_of(console, output, console.out_is_terminal); }
    Style err_style() const { return style_of(console, output, console.err_is_terminal); }

    Language language() const {
        return output.language.empty() ? console.language : language_of_locale(output.language);
    }

    /// Says on `err` what is wrong with the command line, and where help is.
    ExitStatus usage_error(std::string_view message, std::string_view suggestion = {}) const;

    /// Shows what is wrong with the expression that stands in an option, and where.
    ExitStatus expression_error(std::string_view option, std::string_view text,
                                const models::wire::ExpressionError& error) const;

    /// The scenario that `operand` means, or the status to end with after the problems have been printed.
    /// Throws std::system_error if a file cannot be read.
    tl::expected<Scenario, ExitStatus> load(const std::string& operand,
                                            std::vector<Override> overrides) const;
};

}  // namespace patchcord::scenarios
