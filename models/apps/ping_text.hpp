// The lines of Linux's ping (iputils) as text, and the statistics that they need: minimum, mean, maximum and
// standard deviation of the round-trip times, in whole microseconds as there. Read next:
// models/apps/ping.cpp. Not here: sending and receiving.
#pragma once

#include "models/ip/echo_endpoint.hpp"
#include "models/wire/address.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace patchcord::models::apps {

struct PingStatistics {
    std::uint64_t transmitted = 0;
    std::uint64_t received = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t errors = 0;
    std::vector<std::int64_t> round_trips = {};  ///< us, cut off, of replies, duplicates included
    sim::Duration total{};                       ///< from the first request to the last answer or request
};

/// "PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data."
std::string ping_begins(wire::Ipv4Address to, std::size_t size);
/// "64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.208 ms"; " (DUP!)" behind a second one.
std::string ping_reply(const ip::EchoAnswer& answer, sim::Duration round_trip, bool duplicate);
/// "From 10.0.0.1 icmp_seq=1 Destination Host Unreachable"
std::string ping_error(const ip::EchoAnswer& answer);
/// "--- 10.0.0.2 ping statistics ---" and the lines behind it. The last, about round trips, only if there
/// were any.
std::vector<std::string> ping_ends(wire::Ipv4Address to, const PingStatistics& statistics);

}  // namespace patchcord::models::apps
