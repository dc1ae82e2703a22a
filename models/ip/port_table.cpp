// Reserving, sharing and giving back local ports. Read next: models/tcp/tcp_layer.cpp,
// models/udp/udp_endpoint.cpp.
#include "models/ip/port_table.hpp"

#include "sim/core/check.hpp"

#include <utility>

namespace patchcord::models::ip {
namespace {

bool overlap(wire::Ipv4Address left, wire::Ipv4Address right) {
    return left == right || left.is_unspecified() || right.is_unspecified();
}

}  // namespace

PortTable::PortTable(std::uint16_t first_ephemeral, std::uint16_t last)
    : first_ephemeral_{first_ephemeral}, last_{last}, next_{first_ephemeral} {
    sim::check(first_ephemeral > 0 && first_ephemeral <= last, "no ephemeral ports");
}

PortTable::~PortTable() {
    sim::check(uses_.empty(), "a port is still leased when its table goes");
}

wire::Result<PortLease> PortTable::reserve(wire::Endpoint wanted, bool reuse_address) {
    if (wanted.port == 0) {
        const auto port = next_ephemeral(wanted.address);
        if (!port) return wire::failure(port.error());
        wanted.port = *port;
    } else if (!is_free(wanted, reuse_address)) {
        return wire::failure(wire::Error::AddressInUse);
    }
    const auto use = uses_.emplace(wanted.port, Use{wanted, reuse_address, false, 0});
    return PortLease{*this, use};
}

bool PortTable::mark_listening(PortLease& lease) {
    const auto [first, end] = uses_.equal_range(lease.endpoint().port);
    for (auto use = first; use != end; ++use) {
        if (use->second.listens && overlap(use->second.endpoint.address, lease.endpoint().address))
            return false;
    }
    lease.use_->second.listens = true;
    lease.listens_ = true;
    return true;
}

bool PortTable::is_free(wire::Endpoint wanted, bool reuse_address) const {
    const auto [first, end] = uses_.equal_range(wanted.port);
    for (auto use = first; use != end; ++use) {
        const Use& other = use->second;
        const bool both_reuse = reuse_address && other.reuse_address && !other.listens;
        if (!both_reuse && overlap(other.endpoint.address, wanted.address)) return false;
    }
    return true;
}

wire::Result<std::uint16_t> PortTable::next_ephemeral(wire::Ipv4Address address) {
    for (int left = last_ - first_ephemeral_ + 1; left > 0; --left) {
        const std::uint16_t port = next_;
        next_ = port == last_ ? first_ephemeral_ : static_cast<std::uint16_t>(port + 1);
        if (is_free({address, port}, false)) return port;
    }
    return wire::failure(wire::Error::AddressNotAvailable);
}

PortLease::PortLease(PortTable& table, PortTable::Uses::iterator use) : table_{&table}, use_{use} {
    ++use_->second.leases;
}

PortLease& PortLease::operator=(PortLease&& other) noexcept {
    if (this == &other) return *this;
    release();
    take(other);
    return *this;
}

void PortLease::take(PortLease& other) {
    table_ = std::exchange(other.table_, nullptr);
    use_ = other.use_;
    listens_ = other.listens_;
}

PortLease PortLease::share() const {
    return PortLease{*table_, use_};
}

void PortLease::set_address(wire::Ipv4Address address) {
    PortTable::Use& use = use_->second;
    sim::check(use.leases == 1 && use.endpoint.address.is_unspecified(), "this lease cannot be narrowed");
    use.endpoint.address = address;
}

void PortLease::release() {
    if (table_ == nullptr) return;
    PortTable::Use& use = use_->second;
    if (listens_) use.listens = false;
    if (--use.leases == 0) table_->uses_.erase(use_);
    table_ = nullptr;
}

}  // namespace patchcord::models::ip
