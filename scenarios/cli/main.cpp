// The program `patchcord`: the surroundings of a process (streams, environment, where the executable lies,
// exceptions of the operating system). Everything else is in the library. Read next:
// scenarios/cli/program.hpp.
#include "models/apps/registry.hpp"
#include "scenarios/cli/engine.hpp"
#include "scenarios/cli/program.hpp"

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <string>
#include <string_view>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace {

using namespace patchcord::scenarios;

/// Columns of the terminal: what COLUMNS says, else what the system knows, else 100.
std::size_t columns() {
    if (const char* set = std::getenv("COLUMNS")) {
        const long wide = std::strtol(set, nullptr, 10);
        if (wide >= 40 && wide <= 1000) return static_cast<std::size_t>(wide);
    }
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    return 100;
}

/// The locale for messages, by the rules of POSIX.
std::string_view locale() {
    for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* set = std::getenv(name);
        if (set != nullptr && *set != '\0') return set;
    }
    return {};
}

std::filesystem::path executable() {
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error);
}

/// A run keeps every frame in memory, and what fails there may be anywhere, also in a destructor.
[[noreturn]] void out_of_memory() {
    constexpr std::string_view kMessage =
        "patchcord: out of memory; end the run earlier, with --until or --max-events\n";
    const auto ignored = write(STDERR_FILENO, kMessage.data(), kMessage.size());
    static_cast<void>(ignored);
    _exit(static_cast<int>(ExitStatus::LimitReached));
}

int status(ExitStatus exit_status) {
    return static_cast<int>(exit_status);
}

}  // namespace

int main(int argc, char** argv) {
    std::set_new_handler(out_of_memory);
    const char* no_color = std::getenv("NO_COLOR");
    Console console{.out = std::cout,
                    .err = std::cerr,
                    .out_is_terminal = isatty(STDOUT_FILENO) != 0,
                    .err_is_terminal = isatty(STDERR_FILENO) != 0,
                    .columns = columns(),
                    .no_color = no_color != nullptr && *no_color != '\0',
                    .language = language_of_locale(locale())};
    try {
        const Catalogue catalogue{find_catalogue_folder(executable())};
        const Engine engine = real_engine();
        Session session{console, catalogue, patchcord::models::apps::catalogue(), engine};
        const ExitStatus result = run_program({argv + 1, argv + argc}, session);
        errno = 0;
        std::cout.flush();
        if (!std::cout)
            throw std::system_error{errno == 0 ? EIO : errno, std::generic_category(), "writing the output"};
        return status(result);
    } catch (const std::system_error& error) {
        std::cerr << "patchcord: " << error.what() << '\n';
        return status(ExitStatus::InputOutput);
    } catch (const std::exception& error) {
        std::cerr << "patchcord: internal error: " << error.what() << '\n';
        return status(ExitStatus::InternalError);
    }
}
