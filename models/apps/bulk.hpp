// Bulk transfer: the client writes as much as it may, as fast as the connection takes it, then closes; the
// server reads until the end and throws it away. Port 5001, as iperf. Byte n of the stream is n modulo 256,
// so that a capture shows which bytes a segment carries. Read next: models/apps/bulk.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps {

inline constexpr Parameter kBulkPort{"port", Kind::Port, false, "5001", "the server's port"};
inline constexpr std::array kBulkServerParameters{
    kBulkPort,
    Parameter{"read_rate", Kind::Rate, false, "",
              "how fast it reads, at most a second's worth at once; without it, as fast as data comes"},
    kBacklog, kAt};
inline constexpr std::array kBulkClientParameters{
    kTo, kBulkPort,
    Parameter{"size", Kind::Size, false, "",
              "bytes to send; without it, until \"stop\" or the end of the run"},
    Parameter{"stop", Kind::Duration, false, "", "when it writes no more, from the start of the run"}, kAt};

Task<> bulk_server(HostHandle host, Arguments arguments);
Task<> bulk_client(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps
