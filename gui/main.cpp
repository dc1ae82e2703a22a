// SPDX-License-Identifier: GPL-3.0-or-later
// The program `patchcord-gui`: its command line, and what a process needs before there is a window. The
// scenario is run before anything is shown, so that what is wrong with it is said in the shell. Read next:
// gui/widgets/main_window.hpp.
#include "gui/viewmodel/open_run.hpp"
#include "gui/widgets/main_window.hpp"
#include "scenarios/cli/exit_status.hpp"
#include "scenarios/cli/options.hpp"
#include "scenarios/cli/wording.hpp"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QFontDatabase>
#include <QStyleFactory>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace patchcord;
using results::Language;
using scenarios::ExitStatus;

struct Options {
    scenarios::ScenarioChoice choice;
    std::string language;
    std::string screenshot;
    std::string size;
};

int status(ExitStatus exit_status) {
    return static_cast<int>(exit_status);
}

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

/// The locale for messages, by the rules of POSIX.
std::string locale() {
    for (const char* const name : {"LC_ALL", "LC_MESSAGES"}) {
        if (std::string value = environment(name); !value.empty()) return value;
    }
    return environment("LANG");
}

/// "1280x720"
std::optional<QSize> parse_size(const std::string& text) {
    QSize size;
    const char* const end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.rwidth());
    if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') return std::nullopt;
    const auto height = std::from_chars(width.ptr + 1, end, size.rheight());
    if (height.ec != std::errc{} || height.ptr != end) return std::nullopt;
    const auto fits = [](int pixels) { return pixels >= 320 && pixels <= 8192; };
    return fits(size.width()) && fits(size.height()) ? std::optional{size} : std::nullopt;
}

void describe(CLI::App& program, Options& options) {
    program.description("Shows a scenario's run in a window: ladder, packets, sequence numbers over time");
    program.footer(
        "patchcord-gui web-page\n"
        "patchcord-gui lost-segment --lang ko\n"
        "patchcord-gui my.json --set cables.0.length=150m\n"
        "patchcord-gui web-page --screenshot page.png --size 1280x720");
    program.add_option("SCENARIO", options.choice.scenario,
                       "a file, or a name that \"patchcord list\" shows; without it, the list");
    scenarios::add_overrides(program, options.choice.overrides);
    program.add_option("--lang", options.language, "en or ko; else what LANG says")
        ->check(CLI::IsMember({"en", "ko"}));
    program
        .add_option("--screenshot", options.screenshot,
                    "write the window to this PNG file and end; needs no display")
        ->type_name("FILE");
    program.add_option("--size", options.size, "of the window, from 320x320 to 8192x8192")
        ->type_name("WIDTHxHEIGHT")
        ->check(CLI::Validator{[](const std::string& text) {
                                   return parse_size(text) ? "" : "expected something like 1280x720";
                               },
                               ""});
}

/// Qt ends the program when it finds no display, with a text about plugins.
bool has_display() {
    return !environment("DISPLAY").empty() || !environment("WAYLAND_DISPLAY").empty() ||
           !environment("QT_QPA_PLATFORM").empty();
}

int save_screenshot(gui::MainWindow& window, const std::string& file) {
    if (QApplication::platformName() != "offscreen") window.show();
    QApplication::processEvents();
    if (window.grab().save(QString::fromStdString(file), "PNG")) return status(ExitStatus::Done);
    std::cerr << "patchcord-gui: " << file << " cannot be written\n";
    return status(ExitStatus::InputOutput);
}

int run(int argc, char** argv, const Options& options) {
    std::error_code error;
    const scenarios::Catalogue catalogue{
        scenarios::find_catalogue_folder(std::filesystem::read_symlink("/proc/self/exe", error))};
    std::shared_ptr<const gui::OpenRun> opened;
    if (!options.choice.scenario.empty()) {
        auto result = gui::open_run(options.choice.scenario, options.choice.overrides, catalogue);
        if (!result) {
            const bool has_place = result.error().status == ExitStatus::ScenarioInvalid;
            std::cerr << (has_place ? "" : "patchcord-gui: ") << result.error().text;
            return status(result.error().status);
        }
        opened = *std::move(result);
    }
    if (!has_display()) {
        if (options.screenshot.empty()) {
            std::cerr
                << "patchcord-gui: there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); "
                   "--screenshot FILE.png writes what the window would show\n";
            return status(ExitStatus::InputOutput);
        }
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const Language language =
        scenarios::language_of_locale(options.language.empty() ? locale() : options.language);
    QApplication application{argc, argv};
    QApplication::setApplicationName("patchcord-gui");
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    if (language == Language::Korean && QFontDatabase::families(QFontDatabase::Korean).isEmpty())
        std::cerr << "patchcord-gui: no font here has Korean letters; the package fonts-nanum has\n";
    gui::MainWindow window{catalogue, language};
    if (const auto size = parse_size(options.size)) window.resize(*size);
    if (opened) window.show_run(opened);
    if (!options.screenshot.empty()) return save_screenshot(window, options.screenshot);
    window.show();
    return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App program;
    describe(program, options);
    try {
        program.parse(argc, argv);
        return run(argc, argv, options);
    } catch (const CLI::ParseError& error) {
        const int result = program.exit(error);
        return result == 0 ? 0 : status(ExitStatus::Usage);
    } catch (const std::exception& error) {
        std::cerr << "patchcord-gui: " << error.what() << '\n';
        return status(ExitStatus::InternalError);
    }
}
