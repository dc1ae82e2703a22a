// One function a program. Without segmentation offload, pacing and a queue that limits, most of what tc and
// ethtool set in packet scripts is how the simulated card is anyway.
// Read next: scenarios/drill/shell/commands.hpp.
#include "scenarios/drill/shell/commands.hpp"

#include "scenarios/drill/shell/reader.hpp"
#include "scenarios/drill/shell/sysctls.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <span>
#include <sstream>
#include <utility>
#include <vector>

namespace patchcord::scenarios::drill {
namespace {

using models::host::StackParameters;
using Words = std::vector<std::string>;
using Unsupported = std::optional<std::string>;

std::string whole(const Words& words) {
    return fmt::format("command {}", fmt::join(words, " "));
}
bool has(const Words& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

Unsupported assign(StackParameters& stack, const std::string& assignment, std::string_view prefix) {
    const std::size_t equals = assignment.find('=');
    if (equals == std::string::npos) return fmt::format("command sysctl {}", assignment);
    std::string name = assignment.substr(0, equals);
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
    return set_sysctl(stack, name, std::string_view{assignment}.substr(equals + 1));
}

Unsupported sysctl(StackParameters& stack, const Words& words, const std::string&) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i].starts_with("-")) continue;
        if (auto problem = assign(stack, words[i], "")) return problem;
    }
    return std::nullopt;
}

Unsupported set_sysctls(StackParameters& stack, const Words& words, const std::string&) {
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (auto problem = assign(stack, words[i], "/proc/sys/")) return problem;
    }
    return std::nullopt;
}

/// The number behind a word, "mtu lock 1500" and "initcwnd 11".
std::optional<std::uint32_t> number_behind(const Words& words, std::string_view name) {
    auto at = std::ranges::find(words, name);
    if (at == words.end()) return std::nullopt;
    if (++at != words.end() && *at == "lock") ++at;
    if (at == words.end()) return std::nullopt;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(at->data(), at->data() + at->size(), number);
    if (error != std::errc{} || *end != '\0') return std::nullopt;
    return number;
}

Unsupported ip(StackParameters& stack, const Words& words, const std::string&) {
    if (words.size() >= 3 && words[1] == "tcp_metrics" && words[2] == "flush") {
        ++stack.fast_open.flushes;
        return std::nullopt;
    }
    if (words.size() < 3 || words[1] != "route" || words[2] != "change") return whole(words);
    const auto mtu = number_behind(words, "mtu");
    const auto mss = number_behind(words, "advmss");
    const auto window = number_behind(words, "initcwnd");
    if (mtu && *mtu != 1500 && (!mss || *mss + 40 != *mtu)) return whole(words);
    if (mss && (*mss < 1 || *mss > 1460)) return whole(words);
    if (mss) stack.tcp.mss = static_cast<std::uint16_t>(*mss);
    if (window) stack.tcp.initial_window = *window;
    return std::nullopt;
}

Unsupported tc(StackParameters&, const Words& words, const std::string&) {
    if (has(words, "limit") || has(words, "netem") || has(words, "tbf")) return whole(words);
    if (has(words, "qdisc")) return std::nullopt;  // pfifo, fq: without pacing both send at once
    return whole(words);
}

Unsupported ethtool(StackParameters&, const Words& words, const std::string&) {
    // -K: offloads; only turning them off is what the card does.
    const bool turns_on = has(words, "on");
    return has(words, "-K") && !turns_on ? Unsupported{} : whole(words);
}

/// Into a file of the kernel's.
Unsupported echo(StackParameters& stack, const Words& words, const std::string& output) {
    constexpr std::string_view kVariables = "/proc/sys/";
    if (output.empty() || output == "/dev/null") return std::nullopt;
    const std::string value = words.size() == 2 ? words[1] : "";
    if (output.starts_with(kVariables)) return set_sysctl(stack, output.substr(kVariables.size()), value);
    const bool hystart = output == "/sys/module/tcp_cubic/parameters/hystart_detect";
    if (!hystart || (value != "0" && value != "3")) return whole(words) + " > " + output;
    stack.tcp.hystart = value == "3";  // by the trains of ACKs and by delay, the only way that is there
    return std::nullopt;
}

Unsupported nothing(StackParameters&, const Words&, const std::string&) {
    return std::nullopt;
}

struct Program {
    std::string_view name;
    Unsupported (*run)(StackParameters&, const Words&, const std::string& output);
};
constexpr std::string_view kNstatCounter = "TcpExtOutOfWindowIcmps";

constexpr Program kPrograms[] = {
    {"sysctl", sysctl},   {"set_sysctls.py", set_sysctls},
    {"ip", ip},           {"tc", tc},
    {"ethtool", ethtool}, {"echo", echo},
    {"true", nothing},    {":", nothing},
};

std::optional<std::string> contents(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

}  // namespace

Unsupported ShellCommands::one(const ShellCommand& command, int depth) {
    const std::string name = std::filesystem::path{command.words.front()}.filename().string();
    // The file that set_sysctls.py writes: every run begins with a new host, so nothing is put back.
    if (name.starts_with("sysctl_restore_")) return std::nullopt;
    const auto* program = std::ranges::find(kPrograms, name, &Program::name);
    if (program != std::end(kPrograms)) return program->run(stack_, command.words, command.output);
    if (!name.ends_with(".sh") || command.words.size() > 1 || depth > 8) return whole(command.words);
    const auto inner = contents(folder_ / command.words.front());
    if (!inner) return fmt::format("command {}, which cannot be read", command.words.front());
    return interpret(*inner, depth + 1);
}

// nstat shows what has changed since it was last called; grep finds nothing where nothing has.
Unsupported ShellCommands::nstat_shows(const std::string& name) const {
    const auto count = counter_ ? counter_(name) : std::nullopt;
    if (!count) return fmt::format("command nstat | grep {}", name);
    if (*count > shown_) return std::nullopt;
    return fmt::format("nstat | grep {}, which finds nothing and should not: the counter has not risen",
                       name);
}

Unsupported ShellCommands::interpret(std::string_view text, int depth) {
    bool in_pipe = false;
    bool of_nstat = false;  // the pipe begins with nstat
    bool skips = false;     // what stands behind || when the command before was good
    for (const ShellCommand& command : read_shell(text)) {
        const bool asks_nstat = command.words.front() == "nstat";
        if (asks_nstat && command.piped) {
            in_pipe = of_nstat = true;
            continue;
        }
        if (std::exchange(of_nstat, false) && command.words.front() == "grep" && command.words.size() == 2) {
            in_pipe = command.piped;
            if (auto problem = nstat_shows(command.words[1])) return problem;
            continue;
        }
        if (asks_nstat && counter_) {
            shown_ = counter_(kNstatCounter).value_or(0);
            continue;
        }
        const bool plain = !command.piped && !in_pipe;
        in_pipe = command.piped;
        if (!skips) {
            const Unsupported problem = plain ? one(command, depth) : Unsupported{whole(command.words)};
            if (problem && !command.has_substitute) return problem;
            skips = command.has_substitute && !problem;
        } else {
            skips = command.has_substitute;
        }
    }
    return std::nullopt;
}

}  // namespace patchcord::scenarios::drill
