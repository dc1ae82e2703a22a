// The receiver of numbered datagrams: for each sender it counts what came and what did not, and says so in
// the log whenever it has been quiet for a while. The counts go on after that. What is no numbered datagram
// is counted as foreign. Read next: models/apps/traffic/reception.hpp.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps::traffic {

inline constexpr Parameter kTrafficPort{"port", Kind::Port, false, "5002", "the sink's port"};

inline constexpr std::array kDatagramSinkParameters{
    kTrafficPort,
    Parameter{"idle", Kind::Duration, false, "1 s", "after so long without a datagram it says what came"},
    kAt};

Task<> datagram_sink(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::traffic
