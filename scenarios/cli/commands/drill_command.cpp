// patchcord drill: packet scripts, in packetdrill's language, against a simulated host.
// Folders are searched for *.pkt, in the order of their names.
// Read next: scenarios/drill/report/report.hpp.
#include "results/export/output_file.hpp"
#include "results/export/pcapng.hpp"
#include "scenarios/cli/commands.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/drill/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <memory>
#include <system_error>

namespace patchcord::scenarios {
namespace {

namespace fs = std::filesystem;

/// An option of packetdrill's, as it was given.
struct GivenText {
    drill::SettingName setting;
    std::string text{};
    bool on = false;
};

struct DrillOptions {
    std::vector<std::string> files;
    std::string profile;
    std::vector<std::string> definitions;
    bool strict = false;
    bool tap = false;
    bool ladder = false;
    std::string junit;
    std::string pcapng;
    std::deque<GivenText> settings;  // does not move: the command line writes into it
};

std::vector<fs::path> scripts_in(const fs::path& operand) {
    if (!fs::is_directory(operand)) return {operand};
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator{operand}) {
        if (entry.is_regular_file() && entry.path().extension() == ".pkt") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

void write_text(const std::string& file, const std::string& text) {
    results::OutputFile output{file};
    output.write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    output.commit();
}

/// What was given on the command line, or the status of the error that was told.
tl::expected<drill::Given, ExitStatus> given_of(const DrillOptions& options, const Session& session) {
    drill::Given given;
    if (!options.profile.empty()) given.options.emplace_back("profile", options.profile);
    if (options.strict) given.options.emplace_back("strict", "");
    for (const GivenText& one : options.settings) {
        if (!one.on && one.text.empty()) continue;
        given.options.emplace_back(one.setting.name, one.text);
        drill::Settings scratch;
        const auto problem = drill::set(scratch, one.setting.name, one.text);
        if (problem && !problem->unsupported)
            return tl::unexpected<ExitStatus>{session.usage_error(problem->message)};
    }
    for (const std::string& definition : options.definitions) {
        const std::size_t equals = definition.find('=');
        if (equals == std::string::npos || equals == 0) {
            return tl::unexpected<ExitStatus>{
                session.usage_error(fmt::format("-D {} is not NAME=VALUE", definition))};
        }
        given.definitions[definition.substr(0, equals)] = definition.substr(equals + 1);
    }
    return given;
}

ExitStatus status_of(const drill::Tally& tally) {
    if (tally.failed > 0) return ExitStatus::ExpectationFailed;
    return tally.unsupported > 0 ? ExitStatus::Unsupported : ExitStatus::Done;
}

ExitStatus drill_scripts(const DrillOptions& options, const Session& session) {
    if (options.files.empty()) return session.usage_error("which FILE?");
    std::vector<fs::path> files;
    for (const std::string& operand : options.files) {
        if (!fs::exists(operand)) return session.usage_error(in_quotes(operand) + " does not exist");
        std::ranges::copy(scripts_in(operand), std::back_inserter(files));
    }
    if (files.empty()) return session.usage_error("there is no *.pkt in " + in_quotes(options.files.front()));
    if (!options.pcapng.empty() && files.size() > 1)
        return session.usage_error("--pcapng takes one script at a time");
    const auto given = given_of(options, session);
    if (!given) return given.error();

    const Style style = session.out_style();
    const results::PaintOptions paint{.width = session.console.columns,
                                      .color = style.color,
                                      .ascii = style.ascii,
                                      .language = session.language()};
    std::vector<drill::ScriptResult> results;
    for (const fs::path& file : files) {
        results.push_back(drill::run_file(file, *given));
        drill::ScriptResult& result = results.back();
        const bool tells = !session.output.quiet || result.verdict != drill::Verdict::Passed;
        if (!options.tap && tells)
            session.console.out << drill::story(result, options.ladder, paint) << std::flush;
        if (!options.pcapng.empty() && result.run)
            results::write_pcapng(*result.run, results::PortRef{sim::NodeId{0}, sim::PortId{0}},
                                  options.pcapng);
        if (files.size() > 1) result.run.reset();  // thousands of scripts need not stay in memory
    }
    if (!options.junit.empty()) write_text(options.junit, drill::junit(results));
    session.console.out << (options.tap ? drill::tap(results) : drill::summary(drill::count(results)) + '\n');
    return status_of(drill::count(results));
}

}  // namespace

void add_drill_command(CLI::App& program, Session& session) {
    auto options = std::make_shared<DrillOptions>();
    CLI::App& command =
        add_command(program, "drill", "Run packet scripts in packetdrill's language against a simulated host",
                    "patchcord drill handshake.pkt\n"
                    "patchcord drill tests/scripts --profile linux\n"
                    "patchcord drill close.pkt --ladder --pcapng close.pcapng\n"
                    "patchcord drill fastopen -D TFO_COOKIE=3021b9d889017eeb --tap");
    add_operands(command, "FILE", options->files, "scripts, or folders that are searched for *.pkt");
    add_word_option(command, "--profile", options->profile, {"linux", "freebsd", "rfc", "book"},
                    "how the host's TCP behaves; linux if neither this nor the script says it");
    add_flag(command, "--strict", options->strict, "packets that no line expects fail the script");
    add_repeated_option(command, "-D,--define", "NAME=VALUE", options->definitions,
                        "what a word of the scripts stands for");
    add_flag(command, "--ladder", options->ladder, "draw all packets, also when nothing failed");
    add_flag(command, "--tap", options->tap, "results as TAP, the Test Anything Protocol");
    add_text_option(command, "--junit", "FILE", options->junit, "write the results as JUnit's XML");
    add_text_option(command, "--pcapng", "FILE", options->pcapng,
                    "write what the host's card saw, of one script");
    for (const drill::SettingName& setting : drill::setting_names()) {
        GivenText& one = options->settings.emplace_back(GivenText{setting});
        const std::string name = "--" + std::string{setting.name};
        const std::string help{setting.help};
        if (setting.type.empty()) {
            add_flag(command, name, one.on, help);
        } else {
            add_text_option(command, name, std::string{setting.type}, one.text, help);
        }
    }
    add_action(command, session, options, drill_scripts);
}

}  // namespace patchcord::scenarios
