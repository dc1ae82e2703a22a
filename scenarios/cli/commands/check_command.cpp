// patchcord check: whether files are scenarios, every problem at once, and which keys there are.
// Nothing is run or written. Read next: scenarios/load/loader.hpp.
#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/diagnostics_printer.hpp"
#include "scenarios/cli/manual/language_reference.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/reports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <system_error>
#include <utility>

namespace patchcord::scenarios {
namespace {

struct CheckOptions {
    std::vector<std::string> files;
    std::vector<Override> overrides;
    bool json = false;
    bool keys = false;
};

/// "2 hosts, 1 switch, 2 cables, 2 apps, 1 fault", without what there is none of.
std::string summary(const Scenario& scenario, Language language) {
    const auto of_kind = [&](NodeKind kind) {
        return static_cast<std::size_t>(std::ranges::count(scenario.nodes, kind, &NodeDescription::kind));
    };
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, std::string_view noun, std::string_view korean) {
        if (count == 0) return;
        parts.push_back(language == Language::Korean ? fmt::format("{} {}", korean, count)
                                                     : counted(count, noun));
    };
    add(of_kind(NodeKind::Host), "host", "호스트");
    add(of_kind(NodeKind::Switch), "switch", "스위치");
    add(of_kind(NodeKind::Hub), "hub", "허브");
    add(scenario.cables.size(), "cable", "케이블");
    add(scenario.apps.size(), "app", "응용");
    add(scenario.faults.size(), "fault", "고장");
    return fmt::format("{}", fmt::join(parts, ", "));
}

/// All sections, or those that have one of the words in their titles.
ExitStatus show_keys(const CheckOptions& options, const Session& session) {
    std::vector<ReferenceSection> sections = language_reference(session.applications);
    for (const std::string& word : options.files) {
        const auto has_word = [&](const ReferenceSection& section) {
            return section.title.find(word) != std::string::npos;
        };
        if (std::ranges::none_of(sections, has_word))
            return session.usage_error(fmt::format("no section is called {}", in_quotes(word)));
    }
    std::erase_if(sections, [&](const ReferenceSection& section) {
        return !options.files.empty() && std::ranges::none_of(options.files, [&](const std::string& word) {
            return section.title.find(word) != std::string::npos;
        });
    });
    print_language_reference(session.console.out, sections);
    return ExitStatus::Done;
}

ExitStatus check(const CheckOptions& options, const Session& session) {
    if (options.keys) return show_keys(options, session);
    if (options.files.empty()) return session.usage_error("which FILE?");
    std::vector<LoadedFile> files;
    ExitStatus status = ExitStatus::Done;
    for (const std::string& name : options.files) {
        const auto file = session.catalogue.find(name);
        if (!file) {
            status = session.usage_error(fmt::format("no scenario and no file is called {}", in_quotes(name)),
                                         file.error().nearest);
            continue;
        }
        try {
            auto result = load_scenario_file(*file, {session.applications, options.overrides});
            files.push_back({name, file->string(), std::move(result)});
        } catch (const std::system_error& error) {
            session.console.err << fmt::format("patchcord: {}\n", error.what());
            status = ExitStatus::InputOutput;
        }
    }
    const bool valid =
        std::all_of(files.begin(), files.end(), [](const LoadedFile& file) { return file.result.scenario; });
    if (options.json) session.console.out << check_report(files);
    for (const LoadedFile& file : files) {
        if (options.json) break;
        print_diagnostics(session.console.err, file.result.problems, session.err_style());
        if (file.result.scenario && !session.output.quiet) {
            session.console.out << fmt::format("{}: {} ({})\n", file.name,
                                               say(session.language(), "ok", "이상 없음"),
                                               summary(*file.result.scenario, session.language()));
        }
    }
    return valid ? status : ExitStatus::ScenarioInvalid;
}

}  // namespace

void add_check_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<CheckOptions>();
    CLI::App& command = add_command(program, "check", "Find everything that is wrong with scenario files",
                                    "patchcord check my-network.json\n"
                                    "patchcord check *.json --json\n"
                                    "patchcord check --keys\n"
                                    "patchcord check --keys browser \"a run\"");
    add_operands(command, "FILE", options->files, "files, or names that \"patchcord list\" shows");
    add_flag(command, "--keys", options->keys,
             "list every key, every application and all that expressions can say; with words, only of these");
    add_overrides(command, options->overrides);
    add_json_option(command, options->json);
    add_action(command, session, options, check);
}

}  // namespace patchcord::scenarios
