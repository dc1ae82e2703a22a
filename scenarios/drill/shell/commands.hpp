// What the shell commands of a packet script mean for the simulated host. Nothing is run on the user's
// machine: well-known commands are translated (sysctl, ip, tc, ethtool, set_sysctls.py), scripts such as
// defaults.sh are read and interpreted line by line, and everything else is unsupported and said by name.
// Read next: scenarios/drill/shell/sysctls.hpp, scenarios/drill/shell/reader.hpp.
#pragma once

#include "models/host/stack.hpp"
#include "scenarios/drill/shell/reader.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace patchcord::scenarios::drill {

class ShellCommands {
  public:
    /// Commands change `stack`; scripts are looked for from `folder`, that of the packet script.
    ShellCommands(models::host::StackParameters& stack, std::filesystem::path folder)
        : stack_{stack}, folder_{std::move(folder)} {}

    struct Problem {
        std::string message;
        bool failed = false;  ///< the command looked and found something else; or it is not supported
    };
    /// Interprets a whole text of commands; stops at the first problem.
    std::optional<Problem> interpret(std::string_view text) { return interpret(text, 0); }

    /// How to ask the host for its counters by nstat's names; nothing for those that it does not have.
    using Counter = std::function<std::optional<std::uint64_t>(std::string_view name)>;
    void set_counter(Counter counter) { counter_ = std::move(counter); }
    /// The host's connections in a state of TCP, by sockstat's name for it ("SYN_RCVD"): to count them, and
    /// to drop them.
    struct Sockets {
        std::function<std::size_t(std::string_view state)> count;
        std::function<void(std::string_view state)> drop;
    };
    void set_sockets(Sockets sockets) { sockets_ = std::move(sockets); }

  private:
    using Answer = std::optional<Problem>;
    using Pipe = std::span<const ShellCommand>;
    Answer interpret(std::string_view text, int depth);
    Answer run(Pipe pipe, int depth);
    Answer one(const ShellCommand& command, int depth);
    Answer nstat(Pipe pipe);
    Answer sockstat(Pipe pipe) const;
    Answer tcpdrop(const ShellCommand& command) const;

    models::host::StackParameters& stack_;
    std::filesystem::path folder_;
    Counter counter_{};
    Sockets sockets_{};
    std::uint64_t shown_ = 0;  // what nstat's only counter was when it was last shown
};

}  // namespace patchcord::scenarios::drill
