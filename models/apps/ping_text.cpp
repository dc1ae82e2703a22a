// Numbers as ping prints them: times in milliseconds, with three decimals below 1 ms and one fewer for each
// power of ten above, so that three or four digits stand there. mdev is the standard deviation.
// Read next: models/apps/ping.cpp.
#include "models/apps/ping_text.hpp"

#include "models/wire/icmp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace patchcord::models::apps {
namespace {

/// "0.208", "1.20", "25.3", "151": rounded to three digits that count, but never below a microsecond.
std::string in_milliseconds(sim::Duration time) {
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
    const int decimals = microseconds < 1'000 ? 3 : microseconds < 9'995 ? 2 : microseconds < 99'950 ? 1 : 0;
    return fmt::format("{:.{}f}", static_cast<double>(microseconds) / 1e3, decimals);
}

/// With three decimals, as in the last line.
std::string fixed_milliseconds(std::int64_t microseconds) {
    return fmt::format("{}.{:03}", microseconds / 1000, microseconds % 1000);
}

std::string unreachable(std::uint8_t code) {
    switch (wire::UnreachableCode{code}) {
        case wire::UnreachableCode::Net:
            return "Destination Net Unreachable";
        case wire::UnreachableCode::Host:
            return "Destination Host Unreachable";
        case wire::UnreachableCode::Protocol:
            return "Destination Protocol Unreachable";
        case wire::UnreachableCode::Port:
            return "Destination Port Unreachable";
        case wire::UnreachableCode::FragmentationNeeded:
            return "Frag needed and DF set";
        case wire::UnreachableCode::SourceRouteFailed:
            return "Source Route Failed";
        case wire::UnreachableCode::NetUnknown:
            return "Destination Net Unknown";
        case wire::UnreachableCode::HostUnknown:
            return "Destination Host Unknown";
        case wire::UnreachableCode::NetProhibited:
            return "Destination Net Prohibited";
        case wire::UnreachableCode::HostProhibited:
            return "Destination Host Prohibited";
        case wire::UnreachableCode::Prohibited:
            return "Packet filtered";
        default:
            return fmt::format("Dest Unreachable, Bad Code: {}", code);
    }
}

std::string error_text(const ip::EchoAnswer& answer) {
    if (answer.type == wire::IcmpType::Unreachable) return unreachable(answer.code);
    if (answer.type == wire::IcmpType::ParameterProblem) return "Parameter problem";
    return wire::TimeExceededCode{answer.code} == wire::TimeExceededCode::InTransit
               ? "Time to live exceeded"
               : "Frag reassembly time exceeded";
}

std::string round_trip_line(const std::vector<std::int64_t>& times) {
    const auto count = static_cast<std::int64_t>(times.size());
    std::int64_t sum = 0;
    double squares = 0;
    for (const std::int64_t time : times) {
        sum += time;
        squares += static_cast<double>(time) * static_cast<double>(time);
    }
    const double exact_mean = static_cast<double>(sum) / static_cast<double>(count);
    const double variance = std::max(0.0, squares / static_cast<double>(count) - exact_mean * exact_mean);
    const auto [least, most] = std::ranges::minmax(times);
    return fmt::format("rtt min/avg/max/mdev = {}/{}/{}/{} ms", fixed_milliseconds(least),
                       fixed_milliseconds(sum / count), fixed_milliseconds(most),
                       fixed_milliseconds(static_cast<std::int64_t>(std::sqrt(variance))));
}

}  // namespace

std::string ping_begins(wire::Ipv4Address to, std::size_t size) {
    constexpr std::size_t kHeaders = 28;
    return fmt::format("PING {0} ({0}) {1}({2}) bytes of data.", to_string(to), size, size + kHeaders);
}

std::string ping_reply(const ip::EchoAnswer& answer, sim::Duration round_trip, bool duplicate) {
    return fmt::format("{} bytes from {}: icmp_seq={} ttl={} time={} ms{}", answer.bytes,
                       to_string(answer.from), answer.sequence, answer.ttl, in_milliseconds(round_trip),
                       duplicate ? " (DUP!)" : "");
}

std::string ping_error(const ip::EchoAnswer& answer) {
    return fmt::format("From {} icmp_seq={} {}", to_string(answer.from), answer.sequence, error_text(answer));
}

std::vector<std::string> ping_ends(wire::Ipv4Address to, const PingStatistics& statistics) {
    const std::uint64_t sent = std::max<std::uint64_t>(1, statistics.transmitted);
    std::string counts =
        fmt::format("{} packets transmitted, {} received", statistics.transmitted, statistics.received);
    if (statistics.duplicates > 0) counts += fmt::format(", +{} duplicates", statistics.duplicates);
    if (statistics.errors > 0) counts += fmt::format(", +{} errors", statistics.errors);
    counts += fmt::format(
        ", {:g}% packet loss, time {}ms",
        100.0 * static_cast<double>(statistics.transmitted - statistics.received) / static_cast<double>(sent),
        std::chrono::duration_cast<std::chrono::milliseconds>(statistics.total).count());
    std::vector<std::string> lines{fmt::format("--- {} ping statistics ---", to_string(to)),
                                   std::move(counts)};
    if (!statistics.round_trips.empty()) lines.push_back(round_trip_line(statistics.round_trips));
    return lines;
}

}  // namespace patchcord::models::apps
