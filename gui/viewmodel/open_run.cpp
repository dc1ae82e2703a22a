// SPDX-License-Identifier: GPL-3.0-or-later
// Everything runs in the caller's thread: lessons take milliseconds. Read next: gui/viewmodel/open_run.hpp.
#include "gui/viewmodel/open_run.hpp"

#include "models/apps/registry.hpp"
#include "scenarios/cli/diagnostics_printer.hpp"
#include "scenarios/cli/wording.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <sstream>
#include <system_error>
#include <utility>

namespace patchcord::gui {

using results::Language;
using scenarios::ExitStatus;

namespace {

OpenError unknown(const scenarios::UnknownScenario& scenario) {
    std::string text =
        fmt::format("no scenario and no file is called {}", scenarios::in_quotes(scenario.name));
    if (!scenario.nearest.empty())
        text += fmt::format("; did you mean {}?", scenarios::in_quotes(scenario.nearest));
    return {ExitStatus::Usage, text + '\n'};
}

OpenError invalid(const std::vector<scenarios::Diagnostic>& problems) {
    std::ostringstream text;
    scenarios::print_diagnostics(text, problems, {});
    return {ExitStatus::ScenarioInvalid, text.str()};
}

}  // namespace

std::string_view OpenRun::title(Language language) const {
    return scenarios::in_language(scenario.title, language);
}

tl::expected<std::shared_ptr<const OpenRun>, OpenError> open_run(
    const std::string& operand, const std::vector<scenarios::Override>& overrides,
    const scenarios::Catalogue& catalogue) {
    const auto file = catalogue.find(operand);
    if (!file) return tl::unexpected{unknown(file.error())};
    try {
        auto loaded = scenarios::load_scenario_file(*file, {models::apps::catalogue(), overrides});
        if (!loaded.scenario) return tl::unexpected{invalid(loaded.problems)};
        auto recorded = scenarios::run_recorded(*loaded.scenario, scenarios::RunLimits{});
        return std::make_shared<const OpenRun>(std::move(*loaded.scenario), std::move(recorded));
    } catch (const std::system_error& error) {
        return tl::unexpected{OpenError{ExitStatus::InputOutput, fmt::format("{}\n", error.what())}};
    }
}

std::vector<CatalogueTitle> catalogue_titles(const scenarios::Catalogue& catalogue, Language language) {
    std::vector<CatalogueTitle> titles;
    for (const scenarios::CatalogueEntry& entry : catalogue.entries()) {
        const auto loaded = scenarios::load_scenario_file(entry.file, {models::apps::catalogue(), {}});
        const auto& scenario = loaded.scenario;
        titles.push_back(
            {entry.name, std::string{scenario ? scenarios::in_language(scenario->title, language) : ""}});
    }
    return titles;
}

}  // namespace patchcord::gui
