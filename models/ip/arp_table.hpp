// Address resolution of one interface (RFC 826, RFC 1122 2.3.2): who has which MAC address, whom we are
// asking, and the packets that wait meanwhile. An entry ages on its own clock and is asked for again at its
// next use; nothing happens when its time is over, so a silent network has no events. Not here: probing for
// conflicts (RFC 5227), proxy ARP, entries set by hand. Read next: models/ip/arp_table.cpp,
// models/wire/arp.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "models/wire/arp.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/time.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace patchcord::models::ip {

class Interface;
class Ipv4Layer;

struct ArpParameters {
    /// Age, since it was last heard from, at which an entry is not believed any more. RFC 1122 2.3.2.1 wants
    /// such a limit; 20 minutes is BSD's net.link.ether.inet.max_age.
    sim::Duration timeout = std::chrono::minutes{20};
    /// Between two requests for the same address, at least; RFC 1122 2.3.2.1 recommends 1 s.
    sim::Duration retry = std::chrono::seconds{1};
    /// Requests after the first before the address counts as unreachable; three in all, as Linux's
    /// mcast_solicit.
    std::uint32_t retries = 2;
    /// Packets that wait for one address, at least 1; a further one pushes out the oldest. RFC 1122 2.3.2.2
    /// wants at least the newest; 64 full-sized ones is the order of Linux's unres_qlen_bytes, 208 KiB.
    std::size_t queue = 64;
};

/// A line of the table that `arp` prints.
struct ArpEntry {
    wire::Ipv4Address address;
    wire::MacAddress mac;  ///< 00:00:00:00:00:00 when it was never known
    trace::ArpState state;
    sim::PortId port;
    sim::Duration age;  ///< since the state began; for Reachable and Expired, since it was last heard from
};

class ArpTable {
  public:
    ArpTable(Interface& interface, Ipv4Layer& ipv4, trace::Tracer& tracer, const ArpParameters& parameters);
    ArpTable(const ArpTable&) = delete;
    ArpTable& operator=(const ArpTable&) = delete;

    /// The MAC address of a neighbour whose entry is fresh, else null. Valid until the next other call.
    const wire::MacAddress* lookup(wire::Ipv4Address address) const {
        const auto entry = find(address);
        const bool fresh = entry != entries_.end() && entry->address == address &&
                           entry->state == trace::ArpState::Reachable && context_.now() < entry->until;
        return fresh ? &entry->mac : nullptr;
    }
    /// Keeps `datagram`, from its IP header on, until `address` has answered, and asks for it if nobody is
    /// asking. If there is no answer the datagram is reported to Ipv4Layer::undeliverable.
    void park(sim::Buffer datagram, wire::Ipv4Address address);
    /// A frame with EtherType ARP; `bytes` follow its Ethernet header.
    void input(std::span<const std::uint8_t> bytes, sim::PacketId packet);

    /// By address.
    std::vector<ArpEntry> entries() const;
    const ArpParameters& parameters() const { return parameters_; }

  private:
    struct Entry {
        wire::Ipv4Address address;
        trace::ArpState state = trace::ArpState::Expired;  // of a new entry: nothing is known
        wire::MacAddress mac;
        sim::Time until = sim::kNever;   // Incomplete: the next request, or the end; Reachable: too old then
        sim::Time since = sim::kStart;   // beginning of the state; Reachable: last heard from
        std::optional<sim::Time> asked;  // the last request
        std::uint32_t requests = 0;      // since it became Incomplete
        std::vector<sim::Buffer> parked;
    };
    using Entries = std::vector<Entry>;

    Entries::const_iterator find(wire::Ipv4Address address) const {
        return std::ranges::lower_bound(entries_, address, {}, &Entry::address);
    }
    Entry& find_or_add(wire::Ipv4Address address);
    void set_state(Entry& entry, trace::ArpState state);
    void begin_to_ask(Entry& entry);
    void ask(Entry& entry);
    void ask_again();
    void arm();
    void give_up(const std::vector<sim::Buffer>& unanswered);
    bool may_be_neighbour(const wire::ArpPacket& arp) const;
    void learn(Entry& entry, wire::MacAddress mac);
    void send(wire::ArpOperation operation, wire::MacAddress target_mac, wire::Ipv4Address target_ip,
              wire::MacAddress destination);
    void drop(wire::DropReason reason, sim::PacketId packet);

    sim::NodeContext& context_;
    Interface& interface_;
    Ipv4Layer& ipv4_;
    trace::Tracer& tracer_;
    ArpParameters parameters_;
    Entries entries_;  // sorted by address
    sim::Timer next_request_;
};

}  // namespace patchcord::models::ip
