// SPDX-License-Identifier: GPL-3.0-or-later
// From the name of a scenario to a run that the window can show: found, read, run and analysed, with the same
// words about mistakes as the command line. Read next: scenarios/load/loader.hpp,
// scenarios/execute/execute.hpp.
#pragma once

#include "results/analysis/analysis.hpp"
#include "results/export/words.hpp"
#include "scenarios/cli/exit_status.hpp"
#include "scenarios/description/scenario.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/load/catalogue.hpp"
#include "scenarios/load/loader.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::gui {

/// A scenario and what became of it. Stays where it is, because the analysis refers to the run.
struct OpenRun {
    OpenRun(scenarios::Scenario of, scenarios::Recorded what)
        : scenario{std::move(of)}, recorded{std::move(what)}, analysis{recorded.run} {}
    OpenRun(const OpenRun&) = delete;
    OpenRun& operator=(const OpenRun&) = delete;

    /// The title in this language, or in the other if there is none.
    std::string_view title(results::Language language) const;

    scenarios::Scenario scenario;
    scenarios::Recorded recorded;
    results::Analysis analysis;
};

struct OpenError {
    scenarios::ExitStatus status;  ///< for a program that has to end because of it
    std::string text;              ///< lines that end with a line break
};

/// `operand` is a name of the catalogue or a file. What ends a run that does not end by itself is the
/// scenario's `until`.
tl::expected<std::shared_ptr<const OpenRun>, OpenError> open_run(
    const std::string& operand, const std::vector<scenarios::Override>& overrides,
    const scenarios::Catalogue& catalogue);

struct CatalogueTitle {
    std::string name;
    std::string title;  ///< empty if the scenario is not valid
};

/// All scenarios that come along, with their titles.
std::vector<CatalogueTitle> catalogue_titles(const scenarios::Catalogue& catalogue,
                                             results::Language language);

}  // namespace patchcord::gui
