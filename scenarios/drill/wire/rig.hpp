// One simulated host whose card is held by a packet script instead of a cable. What the host sends is seen in
// the very moment in which its stack sends it, and what is injected arrives at once; ARP is answered for
// everybody by itself. Everything is recorded as if a node "remote" stood at the other end, so that ladders
// and captures can be made of it. Read next: scenarios/drill/wire/packet.hpp.
#pragma once

#include "models/ethernet/nic.hpp"
#include "models/host/host.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "models/wire/arp.hpp"
#include "results/record/recorder.hpp"
#include "results/record/run.hpp"
#include "sim/event/scheduler.hpp"
#include "sim/event/timer.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace patchcord::scenarios::drill {

/// Addresses of both ends. The remote one need not be on the subnet of the local one.
struct RigAddresses {
    models::wire::Ipv4Prefix local{models::wire::Ipv4Address{192, 168, 0, 1}, 16};
    models::wire::Ipv4Address remote{192, 0, 2, 1};
};

class Rig final : private models::ethernet::Tap {
  public:
    /// A datagram that the host has sent.
    struct Outbound {
        sim::Time at;
        std::vector<std::uint8_t> bytes;  ///< from the IP header on, without padding
    };

    Rig(const RigAddresses& addresses, const models::host::StackParameters& parameters);
    Rig(const Rig&) = delete;
    Rig& operator=(const Rig&) = delete;
    ~Rig();

    models::host::Host& host() { return *host_; }
    sim::Time now() const { return simulation_.now(); }

    /// Everything happens up to and including `end`; returns at once if that has passed.
    void run_until(sim::Time end);
    /// The same, but stops after the event that made `done` true. Whether it is true.
    bool run_until(sim::Time end, const std::function<bool()>& done);

    /// What the host has sent and nobody has taken yet, oldest first.
    std::deque<Outbound>& outbound() { return outbound_; }
    /// `datagram`, from its IP header on, arrives at the host now. At most 65,535 bytes.
    void inject(std::span<const std::uint8_t> datagram);

    /// What was recorded. Afterwards nothing is recorded any more.
    results::Run finish(const std::string& name);

  private:
    void output(models::ethernet::Nic& nic, sim::Frame frame) override;
    void answer();
    void deliver(sim::Buffer packet, models::wire::EtherType type, bool traced);

    RigAddresses addresses_;
    sim::Simulation simulation_{0};
    models::trace::Tracer tracer_;
    results::Recorder recorder_;
    sim::NodeContext& local_;
    sim::NodeContext& remote_;
    std::optional<models::host::Host> host_;
    std::deque<Outbound> outbound_;
    std::vector<models::wire::ArpPacket> asked_;  // requests to be answered in this instant
    sim::Timer answer_;
};

}  // namespace patchcord::scenarios::drill
