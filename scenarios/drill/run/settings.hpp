// The options of a packet script, its own and those of the command line, which come later and win. What
// belongs to the tool's tunnel device or to remote hosts has no meaning here and is taken without effect;
// what would change the run and is not there (IPv6) is unsupported. Read next:
// scenarios/drill/run/settings.cpp.
#pragma once

#include "models/tcp/config.hpp"
#include "models/wire/address.hpp"
#include "scenarios/drill/language/script.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios::drill {

struct Settings {
    models::tcp::Profile profile = models::tcp::Profile::Linux;
    bool strict = false;  ///< packets that nobody expected fail the script

    models::wire::Ipv4Address local{192, 168, 0, 1};
    std::uint8_t prefix = 16;
    models::wire::Ipv4Address remote{192, 0, 2, 1};
    std::uint16_t bind_port = 8080;
    std::uint16_t connect_port = 8080;

    std::int64_t tolerance_usecs = 4000;
    double tolerance_percent = 12.5;
    std::int64_t ts_tick_usecs = 0;  ///< 0: values of timestamps are not compared
    bool ts_ecr_scaled = false;
    bool strict_segments = false;  ///< segments are not joined
    bool non_fatal_packet = false;
    bool non_fatal_syscall = false;
    bool dry_run = false;
    std::vector<std::string> init_scripts{};
};

struct SettingProblem {
    std::string message;
    bool unsupported = false;
};

/// An option, for command lines and their help.
struct SettingName {
    std::string_view name;
    std::string_view type;  ///< "BYTES"; empty for one that is turned on
    std::string_view help;
};
/// Those that can also be given on the command line.
std::span<const SettingName> setting_names();
/// Changes one setting. What is wrong with it, or nothing.
std::optional<SettingProblem> set(Settings& settings, std::string_view name, std::string_view value);

}  // namespace patchcord::scenarios::drill
