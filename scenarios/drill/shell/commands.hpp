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
#include <string>
#include <string_view>
#include <utility>

namespace patchcord::scenarios::drill {

class ShellCommands {
  public:
    /// Commands change `stack`; scripts are looked for from `folder`, that of the packet script.
    ShellCommands(models::host::StackParameters& stack, std::filesystem::path folder)
        : stack_{stack}, folder_{std::move(folder)} {}

    /// Interprets a whole text of commands. Returns what is not supported (and stops there), or nothing.
    std::optional<std::string> interpret(std::string_view text) { return interpret(text, 0); }

    /// How to ask the host for its counters by nstat's names; nothing for those that it does not have.
    using Counter = std::function<std::optional<std::uint64_t>(std::string_view name)>;
    void set_counter(Counter counter) { counter_ = std::move(counter); }

  private:
    std::optional<std::string> nstat_shows(const std::string& name) const;
    std::optional<std::string> interpret(std::string_view text, int depth);
    std::optional<std::string> one(const ShellCommand& command, int depth);

    models::host::StackParameters& stack_;
    std::filesystem::path folder_;
    Counter counter_{};
    std::uint64_t shown_ = 0;  // what nstat's only counter was when it was last shown
};

}  // namespace patchcord::scenarios::drill
