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

ShellCommands::Answer ShellCommands::one(const ShellCommand& command, int depth) {
    const auto answer = [](Unsupported problem) {
        return problem ? Answer{Problem{std::move(*problem)}} : Answer{};
    };
    const std::string name = std::filesystem::path{command.words.front()}.filename().string();
    // The file that set_sysctls.py writes: every run begins with a new host, so nothing is put back.
    if (name.starts_with("sysctl_restore_")) return std::nullopt;
    const auto* program = std::ranges::find(kPrograms, name, &Program::name);
    if (program != std::end(kPrograms)) return answer(program->run(stack_, command.words, command.output));
    if (name == "tcpdrop") return tcpdrop(command);
    if (!name.ends_with(".sh") || command.words.size() > 1 || depth > 8) return answer(whole(command.words));
    const auto inner = contents(folder_ / command.words.front());
    if (!inner) return answer(fmt::format("command {}, which cannot be read", command.words.front()));
    return interpret(*inner, depth + 1);
}

// nstat shows what has changed since it was last called; grep finds nothing where nothing has.
ShellCommands::Answer ShellCommands::nstat(Pipe pipe) {
    if (!counter_) return Problem{whole(pipe.front().words)};
    if (pipe.size() == 1) {
        shown_ = counter_(kNstatCounter).value_or(0);
        return std::nullopt;
    }
    const Words& grep = pipe[1].words;
    const std::string name = grep.front() == "grep" && grep.size() == 2 ? grep[1] : "";
    const auto count = counter_(name);
    if (!count) return Problem{fmt::format("command nstat | {}", fmt::join(grep, " "))};
    if (*count > shown_) return std::nullopt;
    return Problem{fmt::format("nstat | grep {} finds nothing: the counter has not risen", name), true};
}

// sockstat ... | grep NAME | grep -c STATE | grep COUNT
ShellCommands::Answer ShellCommands::sockstat(Pipe pipe) const {
    std::string state;
    std::string expected;
    for (const ShellCommand& command : pipe.subspan(1)) {
        const Words& words = command.words;
        if (words.front() != "grep" || words.size() < 2) return Problem{whole(words)};
        if (words.size() == 3 && words[1] == "-c") {
            state = words[2];
        } else if (!state.empty()) {
            expected = words.back();
        }
    }
    if (!sockets_.count || state.empty() || expected.empty()) return Problem{whole(pipe.front().words)};
    const std::string count = fmt::to_string(sockets_.count(state));
    if (count.find(expected) != std::string::npos) return std::nullopt;
    return Problem{fmt::format("sockstat counts {} in {}, expected {}", count, state, expected), true};
}

ShellCommands::Answer ShellCommands::tcpdrop(const ShellCommand& command) const {
    const Words& words = command.words;
    if (words.size() != 3 || words[1] != "-s" || !sockets_.drop) return Problem{whole(words)};
    sockets_.drop(words[2]);
    return std::nullopt;
}

ShellCommands::Answer ShellCommands::run(Pipe pipe, int depth) {
    const std::string& program = pipe.front().words.front();
    if (program == "nstat") return nstat(pipe);
    if (program == "sockstat" && pipe.size() > 1) return sockstat(pipe);
    if (pipe.size() == 1) return one(pipe.front(), depth);
    return Problem{whole(pipe.front().words)};
}

ShellCommands::Answer ShellCommands::interpret(std::string_view text, int depth) {
    const std::vector<ShellCommand> commands = read_shell(text);
    bool skips = false;  // what stands behind || when the command before was good
    for (std::size_t begin = 0; begin < commands.size();) {
        std::size_t end = begin + 1;
        while (end < commands.size() && commands[end - 1].piped)
            ++end;
        const Pipe pipe{commands.begin() + static_cast<std::ptrdiff_t>(begin), end - begin};
        begin = end;
        const bool has_substitute = pipe.back().has_substitute;
        Answer problem = skips ? Answer{} : run(pipe, depth);
        if (problem && !has_substitute) return problem;
        skips = has_substitute && !problem;
    }
    return std::nullopt;
}

}  // namespace patchcord::scenarios::drill
