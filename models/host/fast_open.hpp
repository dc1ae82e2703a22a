// Fast Open of stream sockets (RFC 7413) as Linux offers it: MSG_FASTOPEN opens and writes in one call,
// TCP_FASTOPEN_CONNECT lets connect() return at once and open with the first write; listeners have a queue
// (TCP_FASTOPEN) and perhaps keys of their own. Not here: what goes over the wire (models/tcp/handshake).
// Read next: models/host/fast_open.cpp, models/host/stream_operations.cpp.
#pragma once

#include "models/host/descriptor_table.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::host {

class Host;

/// What must hold before a fresh stream may open toward `remote`; it has a port afterwards.
wire::Result<void> prepare_to_connect(Host& host, FreshStream& fresh, wire::Endpoint remote);
/// The SYN of a plain connection is sent. `entry` is a fresh stream that was prepared, and becomes a
/// connection.
wire::Result<void> open_stream(Host& host, DescriptorTable::Entry& entry, wire::Endpoint remote);
/// The same with Fast Open: how much of `text` the SYN carries. `writer_waits`: the caller will write the
/// rest as soon as the handshake is over.
wire::Result<std::size_t> open_stream_with(Host& host, DescriptorTable::Entry& entry, wire::Endpoint remote,
                                           std::span<const std::uint8_t> text, bool writer_waits);
/// Whether connect() may leave the opening to the first write: the option is set, and the SYN could carry
/// data.
bool defers_connect(Host& host, const DescriptorTable::Entry& entry, wire::Endpoint remote);
/// The options of Fast Open, for the listener that the entry holds, if it does.
void configure_listener(DescriptorTable::Entry& entry);

}  // namespace patchcord::models::host
