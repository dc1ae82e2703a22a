// One row an option. Where packetdrill takes underscores, dashes are taken as well.
// Read next: scenarios/drill/run/settings.hpp.
#include "scenarios/drill/run/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <sstream>

namespace patchcord::scenarios::drill {

using models::wire::Ipv4Address;
using models::wire::Ipv4Prefix;

namespace {

using Problem = std::optional<SettingProblem>;

Problem wrong(std::string_view value, std::string_view wanted) {
    return SettingProblem{fmt::format("\"{}\" where {} is wanted", value, wanted)};
}

template <auto Member>
Problem number(Settings& settings, std::string_view value) {
    using Number = std::remove_cvref_t<decltype(settings.*Member)>;
    std::int64_t parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    const std::int64_t most = sizeof(Number) == 8 ? std::int64_t{1} << 40 : 0xFFFF;
    if (error != std::errc{} || end != value.data() + value.size() || parsed < 0 || parsed > most)
        return wrong(value, fmt::format("a number from 0 to {}", most));
    settings.*Member = static_cast<Number>(parsed);
    return std::nullopt;
}

template <bool Settings::*Member>
Problem turn_on(Settings& settings, std::string_view value) {
    settings.*Member = value != "0";
    return std::nullopt;
}

Problem percent(Settings& settings, std::string_view value) {
    std::istringstream stream{std::string{value}};
    double parsed = 0;
    if (!(stream >> parsed) || !stream.eof() || parsed < 0 || parsed > 1000)
        return wrong(value, "a number of per cent");
    settings.tolerance_percent = parsed;
    return std::nullopt;
}

Problem local(Settings& settings, std::string_view value) {
    const auto address = Ipv4Address::parse(value);
    if (!address) return wrong(value, "an IPv4 address");
    settings.local = *address;
    return std::nullopt;
}

Problem remote(Settings& settings, std::string_view value) {
    const auto address = Ipv4Address::parse(value.substr(0, value.find('/')));
    if (!address) return wrong(value, "an IPv4 address");
    settings.remote = *address;
    return std::nullopt;
}

Problem netmask(Settings& settings, std::string_view value) {
    const auto mask = Ipv4Address::parse(value);
    const int length = mask ? std::countl_one(mask->value()) : 0;
    if (!mask || length < 1 || length > 30 || (mask->value() << length) != 0)
        return wrong(value, "a netmask");
    settings.prefix = static_cast<std::uint8_t>(length);
    return std::nullopt;
}

Problem profile(Settings& settings, std::string_view value) {
    const auto found = models::tcp::profile_from_name(value);
    if (!found) return wrong(value, "linux, freebsd, rfc or book");
    settings.profile = *found;
    return std::nullopt;
}

Problem ip_version(Settings&, std::string_view value) {
    if (value == "ipv4") return std::nullopt;
    if (value == "ipv6" || value == "ipv4-mapped-ipv6")
        return SettingProblem{fmt::format("option ip_version={}", value), true};
    return wrong(value, "ipv4");
}

/// The simulated card has Ethernet's.
Problem mtu(Settings&, std::string_view value) {
    if (value == "1500") return std::nullopt;
    return SettingProblem{fmt::format("{}; only 1500 bytes", value), true};
}

Problem non_fatal(Settings& settings, std::string_view value) {
    settings.non_fatal_packet = value.find("packet") != std::string_view::npos;
    settings.non_fatal_syscall = value.find("syscall") != std::string_view::npos;
    return std::nullopt;
}

Problem init_scripts(Settings& settings, std::string_view value) {
    std::istringstream stream{std::string{value}};
    for (std::string file; std::getline(stream, file, ',');)
        settings.init_scripts.push_back(file);
    return std::nullopt;
}

Problem nothing(Settings&, std::string_view) {
    return std::nullopt;
}
Problem unsupported(Settings&, std::string_view) {
    return SettingProblem{"this option", true};
}

struct Row {
    std::string_view name;
    Problem (*take)(Settings&, std::string_view);
};

constexpr Row kRows[] = {
    {"profile", profile},
    {"strict", turn_on<&Settings::strict>},
    {"ip_version", ip_version},
    {"local_ip", local},
    {"remote_ip", remote},
    {"netmask_ip", netmask},
    {"bind_port", number<&Settings::bind_port>},
    {"connect_port", number<&Settings::connect_port>},
    {"mtu", mtu},
    {"tolerance_usecs", number<&Settings::tolerance_usecs>},
    {"tolerance_percent", percent},
    {"tcp_ts_tick_usecs", number<&Settings::ts_tick_usecs>},
    {"tcp_ts_ecr_scaled", turn_on<&Settings::ts_ecr_scaled>},
    {"strict_segments", turn_on<&Settings::strict_segments>},
    {"non_fatal", non_fatal},
    {"dry_run", turn_on<&Settings::dry_run>},
    {"init_scripts", init_scripts},
    // Taken while the script was read.
    {"define", nothing},
    {"D", nothing},
    // The gateway's address is never seen; there is no device, no other machine and no kernel to clean up.
    {"gateway_ip", nothing},
    {"mss", nothing},  // of segments that a tunnel device joins
    {"speed", nothing},
    {"send_omit_free", nothing},
    {"is_anyip", nothing},
    {"tun_dev", nothing},
    {"persistent_tun_dev", nothing},
    {"verbose", nothing},
    {"debug", nothing},
    {"udp_encapsulation", unsupported},
    {"tcp_md5_secret", unsupported},
    {"wire_client", unsupported},
    {"wire_server", unsupported},
    {"so_filename", unsupported},
};

const Row* find(std::string_view name) {
    std::string wanted{name};
    std::ranges::replace(wanted, '-', '_');
    const auto* row = std::ranges::find(kRows, wanted, &Row::name);
    return row == std::end(kRows) ? nullptr : row;
}

constexpr std::string_view kWithoutEffect = "taken for packetdrill's sake, without effect";

constexpr SettingName kNames[] = {
    {"ip_version", "VERSION", "ipv4; others are unsupported"},
    {"local_ip", "ADDRESS", "of the host (192.168.0.1)"},
    {"remote_ip", "ADDRESS", "of the remote end (192.0.2.1)"},
    {"netmask_ip", "MASK", "of the host's subnet (255.255.0.0)"},
    {"gateway_ip", "ADDRESS", kWithoutEffect},
    {"bind_port", "PORT", "what bind() takes for ... (8080)"},
    {"connect_port", "PORT", "what connect() takes for ... (8080)"},
    {"mtu", "BYTES", "of the host's card: 1500; others are unsupported"},
    {"tolerance_usecs", "US", "by how much a time may differ (4000)"},
    {"tolerance_percent", "PERCENT", "the same, of the time since the event before (12.5)"},
    {"tcp_ts_tick_usecs", "US", "what a tick of TS val lasts; 0, the default: TS val is not compared"},
    {"tcp_ts_ecr_scaled", "", "TS ecr may be a value that the host has not sent"},
    {"strict_segments", "", "segments are not joined before they are compared"},
    {"non_fatal", "KINDS", "packet, syscall or both: a difference is a warning"},
    {"init_scripts", "FILES", "commands to interpret first, separated by commas"},
    {"dry_run", "", "only look whether the scripts are valid"},
    {"verbose", "", kWithoutEffect},
    {"debug", "", kWithoutEffect},
    {"mss", "BYTES", kWithoutEffect},
    {"speed", "MBITS", kWithoutEffect},
    {"send_omit_free", "", kWithoutEffect},
    {"is_anyip", "", kWithoutEffect},
    {"tun_dev", "NAME", kWithoutEffect},
    {"persistent_tun_dev", "", kWithoutEffect},
};

}  // namespace

std::span<const SettingName> setting_names() {
    return kNames;
}

Problem set(Settings& settings, std::string_view name, std::string_view value) {
    const Row* row = find(name);
    if (row == nullptr) return SettingProblem{fmt::format("there is no option {}", name)};
    Problem problem = row->take(settings, value);
    if (problem) problem->message = fmt::format("option {}: {}", name, problem->message);
    return problem;
}

}  // namespace patchcord::scenarios::drill
