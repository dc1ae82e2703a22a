// What can be said besides the bytes when an application sends or receives (the flags of Linux's send and
// recv that concern the protocol), and the urgent octet of RFC 9293 3.8.5. Not here: waiting, and the flags'
// numbers (models/host). Read next: models/tcp/transfer.cpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "models/wire/icmp.hpp"

#include <cstddef>
#include <cstdint>

namespace patchcord::models::tcp {

struct SendOptions {
    bool more = false;           ///< MSG_MORE: a segment that is not full waits for what comes next
    bool urgent = false;         ///< MSG_OOB: the last octet is urgent
    bool end_of_record = false;  ///< MSG_EOR: no segment holds these bytes and later ones
};

struct ReceiveOptions {
    bool peek = false;       ///< MSG_PEEK: the bytes stay
    bool discard = false;    ///< MSG_TRUNC: the bytes are counted and not copied
    std::size_t offset = 0;  ///< with peek: how many bytes to leave out
};

/// What the call that runs wants of segments which are not full, whatever Nagle's rule and TCP_CORK say.
enum class Push : std::uint8_t {
    Normal,
    Hold,  ///< MSG_MORE: they wait
    Now,   ///< TCP_NODELAY has just been set: they go, even corked ones
};

/// What is known of an error that ICMP told (IP_RECVERR, struct sock_extended_err).
struct ErrorReport {
    wire::Error error;
    wire::IcmpType type;
    std::uint8_t code;
    std::uint32_t mtu;           ///< of "fragmentation needed", else 0
    wire::Ipv4Address reporter;  ///< who says so
};

}  // namespace patchcord::models::tcp
