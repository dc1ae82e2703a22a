// patchcord list: the scenarios that came with the program. Read next: scenarios/load/catalogue.hpp.
#include "scenarios/cli/commands.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace patchcord::scenarios {
namespace {

struct ListOptions {
    bool json = false;
};

ExitStatus list(const ListOptions& options, const Session& session) {
    std::vector<LoadedFile> files;
    for (const CatalogueEntry& entry : session.catalogue.entries()) {
        files.push_back(
            {entry.name, entry.file.string(), load_scenario_file(entry.file, {session.applications, {}})});
    }
    if (files.empty()) {
        session.console.err
            << "patchcord list: the folder with the scenarios is not where this program looks for it\n";
        return ExitStatus::InputOutput;
    }
    if (options.json) {
        session.console.out << list_report(files);
        return ExitStatus::Done;
    }
    std::size_t width = 0;
    for (const LoadedFile& file : files)
        width = std::max(width, display_width(file.name));
    for (const LoadedFile& file : files) {
        const auto& scenario = file.result.scenario;
        const std::string title =
            scenario ? std::string{in_language(scenario->title, session.language())}
                     : fmt::format(fmt::runtime(say(session.language(), "(not valid: see patchcord check {})",
                                                    "(잘못됨: patchcord check {} 참고)")),
                                   file.name);
        session.console.out << fmt::format("{}{:{}}  {}\n", file.name, "", width - display_width(file.name),
                                           printable(title));
    }
    return ExitStatus::Done;
}

}  // namespace

void add_list_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<ListOptions>();
    CLI::App& command = add_command(program, "list", "Show the scenarios that come with the program",
                                    "patchcord list\npatchcord list --json");
    add_json_option(command, options->json);
    add_action(command, session, options, list);
}

}  // namespace patchcord::scenarios
