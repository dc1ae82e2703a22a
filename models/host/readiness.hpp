// What poll and epoll say of an open socket now, in Linux's bits, and where whoever wants to hear of changes
// waits. When a stream is readable and writable follows Linux's tcp_poll. Not here: watching many sockets
// (models/host/posix/poll_set.hpp). Read next: models/host/readiness.cpp.
#pragma once

#include "models/host/descriptor_table.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstdint>

namespace patchcord::models::host {

/// The bits of poll's events and epoll's (include/uapi/asm-generic/poll.h, linux/eventpoll.h).
namespace poll_bits {
inline constexpr std::uint32_t kIn = 0x001;
inline constexpr std::uint32_t kPri = 0x002;  ///< an urgent octet waits
inline constexpr std::uint32_t kOut = 0x004;
inline constexpr std::uint32_t kErr = 0x008;   ///< an error waits; told without being asked for
inline constexpr std::uint32_t kHup = 0x010;   ///< both directions are over; told without being asked for
inline constexpr std::uint32_t kNval = 0x020;  ///< no such descriptor; poll only
inline constexpr std::uint32_t kReadNormal = 0x040;
inline constexpr std::uint32_t kReadBand = 0x080;
inline constexpr std::uint32_t kWriteNormal = 0x100;
inline constexpr std::uint32_t kWriteBand = 0x200;
inline constexpr std::uint32_t kReadHup = 0x2000;  ///< the peer will send nothing more
inline constexpr std::uint32_t kOneShot = 1u << 30;
inline constexpr std::uint32_t kEdge = 1u << 31;
}  // namespace poll_bits

struct Readiness {
    std::uint32_t events = 0;
    sim::WaitQueue* readable = nullptr;  ///< notified when there may be more to read, and of ends and errors
    sim::WaitQueue* writable = nullptr;  ///< null: writing never waits
    sim::WaitQueue* changed = nullptr;   ///< notified when the socket begins another life
};

Readiness readiness_of(DescriptorTable::Entry& entry);

}  // namespace patchcord::models::host
