// What the calls by number take and give besides numbers: addresses, pieces of memory, control messages,
// poll's list. Memory is the caller's and lives until the call returns. Not here: epoll's event
// (poll_set.hpp). Read next: models/host/posix/calls.hpp.
#pragma once

#include "models/host/posix/abi.hpp"
#include "models/host/stream_operations.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace patchcord::models::host::posix {

/// What a call returns: a number, or an error by name (-1 and errno).
using Value = wire::Result<std::int64_t>;

/// struct sockaddr_in. A call that takes a pointer to one gives BadAddress for null where Linux does.
struct Address {
    int family = kAfInet;
    wire::Endpoint endpoint = {};
};

/// struct cmsghdr and its data.
struct ControlMessage {
    int level = 0;
    int type = 0;
    std::vector<std::uint8_t> data = {};

    /// The data of the messages that hold an int.
    std::int32_t value() const;
};

/// struct msghdr. recvmsg writes `name`, `flags` and `control`; sendmsg reads `name` and `control`.
struct Message {
    Address* name = nullptr;
    std::span<const IoVector> pieces = {};
    std::vector<ControlMessage> control = {};
    int flags = 0;
};

/// struct pollfd; the bits are in models/host/readiness.hpp.
struct PollDescriptor {
    int fd = -1;
    std::uint16_t events = 0;
    std::uint16_t revents = 0;
};

}  // namespace patchcord::models::host::posix
