// The local ports of one transport: who has which, and who may have the same. A PortLease is the right to use
// a port; sockets and connections hold one each and give it back in their destructors. The rule of conflict
// is Linux's: the same port with overlapping addresses is in use, unless both wanted to reuse it and none
// listens. Not here: to whom a packet goes (models/udp, models/tcp). Read next: models/ip/port_table.cpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/error.hpp"

#include <cstdint>
#include <map>

namespace patchcord::models::ip {

class PortLease;

/// Belongs to a transport layer, which destroys it after everything that holds a lease (checked).
class PortTable {
  public:
    /// Ephemeral ports are taken from [first_ephemeral, last] in turn. The default is the dynamic range of
    /// RFC 6335 6.
    explicit PortTable(std::uint16_t first_ephemeral = 49152, std::uint16_t last = 65535);
    PortTable(const PortTable&) = delete;
    PortTable& operator=(const PortTable&) = delete;
    ~PortTable();

    /// The right to use `wanted`, whose address may be 0.0.0.0 for all; with port 0 the next ephemeral one
    /// that is free. AddressInUse when somebody has it and one of both does not set `reuse_address` or
    /// listens; AddressNotAvailable when all ephemeral ports are taken.
    wire::Result<PortLease> reserve(wire::Endpoint wanted, bool reuse_address);
    /// From now on `lease` listens, until it is released. False when an overlapping lease already does.
    bool mark_listening(PortLease& lease);

    /// Reservations; shares of one count once.
    std::size_t size() const { return uses_.size(); }

  private:
    friend class PortLease;
    struct Use {
        wire::Endpoint endpoint;
        bool reuse_address;
        bool listens;
        std::uint32_t leases;
    };
    using Uses = std::multimap<std::uint16_t, Use>;

    bool is_free(wire::Endpoint wanted, bool reuse_address) const;
    wire::Result<std::uint16_t> next_ephemeral(wire::Ipv4Address address);

    Uses uses_;
    std::uint16_t first_ephemeral_;
    std::uint16_t last_;
    std::uint16_t next_;
};

/// Movable, empty by default and after a move. The port is free when the last share of it is gone.
class PortLease {
  public:
    PortLease() = default;
    PortLease(PortLease&& other) noexcept { take(other); }
    PortLease& operator=(PortLease&& other) noexcept;
    ~PortLease() { release(); }

    explicit operator bool() const { return table_ != nullptr; }

    // The others are for a lease that is not empty.

    const wire::Endpoint& endpoint() const { return use_->second.endpoint; }
    /// Another lease of the same reservation: an accepted connection keeps its listener's port. It does not
    /// listen.
    PortLease share() const;
    /// Narrows a lease of 0.0.0.0, which nobody shares, to one address (connect does).
    void set_address(wire::Ipv4Address address);
    void release();

  private:
    friend class PortTable;
    PortLease(PortTable& table, PortTable::Uses::iterator use);
    void take(PortLease& other);

    PortTable* table_ = nullptr;
    PortTable::Uses::iterator use_;
    bool listens_ = false;
};

}  // namespace patchcord::models::ip
