// What a process holds of something open: the host and the descriptor. Move-only; it closes in its
// destructor, so what a process has not given away is closed when the process ends, by return or by
// exception. On a host that has crashed, and when a run is over, there is nothing left to close. Not here:
// the calls of each kind (socket.hpp, udp_socket.hpp, echo_socket.hpp). Read next: models/host/socket.hpp.
#pragma once

#include "models/host/descriptor_table.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace patchcord::models::host {

class Host;

/// What a call that succeeds or fails returns. value() throws tl::bad_expected_access<wire::Error>, as that
/// of the calls which return something.
class Outcome : public wire::Result<void> {
  public:
    Outcome() = default;
    Outcome(const wire::Result<void>& result) : wire::Result<void>{result} {}
    void value() const {
        if (!*this) throw tl::bad_expected_access<wire::Error>{error()};
    }
};

class SocketHandle {
  public:
    SocketHandle() = default;
    SocketHandle(Host& host, Descriptor descriptor) : host_{&host}, descriptor_{descriptor} {}
    SocketHandle(SocketHandle&& other) noexcept
        : host_{other.host_}, descriptor_{std::exchange(other.descriptor_, {})} {}
    SocketHandle& operator=(SocketHandle&& other) noexcept;
    ~SocketHandle();

    /// The number; -1 after a move or close.
    int descriptor() const { return descriptor_.number; }
    bool is_open() const { return descriptor_.number >= 0; }

    /// Gives the descriptor back. A connection says good-bye in the background: FIN after the data that
    /// waits, or RST when received data was not read (RFC 2525 2.17). BadFileDescriptor when it was closed
    /// before.
    Outcome close();

    /// This end; 0.0.0.0:0 before it has an address, and when it is closed.
    wire::Endpoint local() const { return tuple().local; }
    /// The other end; 0.0.0.0:0 when there is none.
    wire::Endpoint peer() const { return tuple().remote; }

  protected:
    // For the kinds. A handle that was never opened has no host, and only close() may be called.
    Host& host() const;
    Descriptor full_descriptor() const { return descriptor_; }
    DescriptorTable::Entry* entry() const;

  private:
    wire::FourTuple tuple() const;

    Host* host_ = nullptr;
    Descriptor descriptor_;
};

/// Text as the bytes that a call takes, and the other way round; nothing is copied.
inline std::span<const std::uint8_t> as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace patchcord::models::host
