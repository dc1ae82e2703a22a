// Senders of numbered datagrams over UDP: one at a constant rate, and one that talks and pauses in turn, as a
// voice does (fixed lengths, or exponential ones from the host's random stream). Neither hears anything back.
// Rates count payload, without headers. Read next: models/apps/traffic/datagram_clients.cpp.
#pragma once

#include "models/apps/traffic/datagram_sink.hpp"

#include <array>

namespace patchcord::models::apps::traffic {

inline constexpr Parameter kRate{"rate", Kind::Rate, false, "64 kbit/s", "payload while it sends"};
inline constexpr Parameter kInterval{
    "interval", Kind::Duration, false, "", "from one datagram to the next, instead of a rate", "rate"};
inline constexpr Parameter kDatagramSize{"size", Kind::Size, false, "160 B",
                                         "payload of each datagram, at least 12 B"};
inline constexpr Parameter kDatagramCount{"count", Kind::Count, false, "",
                                          "datagrams to send; without it, no end"};
inline constexpr Parameter kStop{"stop", Kind::Duration, false, "",
                                 "when it sends no more, from the start of the run"};

inline constexpr std::array kConstantRateParameters{kTo,           kTrafficPort,   kRate, kInterval,
                                                    kDatagramSize, kDatagramCount, kStop, kAt};
inline constexpr std::array kOnOffParameters{
    kTo,
    kTrafficPort,
    kRate,
    kInterval,
    kDatagramSize,
    Parameter{"on", Kind::Duration, false, "1 s", "how long it sends at once"},
    Parameter{"off", Kind::Duration, false, "1 s", "how long it is silent after that"},
    Parameter{"random", Kind::Flag, false, "false",
              "\"on\" and \"off\" are means, and the lengths exponentially distributed"},
    kDatagramCount,
    kStop,
    kAt};

Task<> constant_rate_client(HostHandle host, Arguments arguments);
Task<> on_off_client(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::traffic
