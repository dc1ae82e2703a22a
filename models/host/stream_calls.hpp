// The calls of a stream socket that never wait, on what a descriptor names: both faces of the calls,
// socket.hpp and posix/calls.hpp, come here. Errors are Linux's. Not here: options (posix/options.hpp), calls
// that can wait (operations.hpp). Read next: models/host/stream_calls.cpp.
#pragma once

#include "models/host/descriptor_table.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"

#include <cstddef>
#include <cstdint>

namespace patchcord::models::host {

class Host;

/// How much of a connection shutdown() ends: SHUT_RD, SHUT_WR, SHUT_RDWR.
enum class How : std::uint8_t { Receive, Send, Both };

/// AddressInUse, AddressNotAvailable (not this host's), InvalidArgument (it has one).
wire::Result<void> bind_stream(Host& host, DescriptorTable::Entry& entry, wire::Endpoint local);
/// AddressInUse, InvalidArgument (connected). Of a listener it changes the backlog.
wire::Result<void> listen_stream(Host& host, DescriptorTable::Entry& entry, std::size_t backlog);
/// NotConnected.
wire::Result<void> shut_stream(DescriptorTable::Entry& entry, How how);
/// The socket forgets its peer, which is reset, or its port, and is as new (connect with AF_UNSPEC).
void disconnect_stream(DescriptorTable::Entry& entry);
/// Whether the descriptor has a peer, as getpeername and shutdown see it.
bool has_peer(const DescriptorTable::Entry& entry);

}  // namespace patchcord::models::host
