// What ping holds: sends ICMP echo requests (RFC 792) under an identifier of its own and collects the
// answers, or the errors that came instead. Like a socket: an application waits in readable() and calls
// receive(). Not here: answering requests (icmp_layer.hpp). Read next: models/ip/icmp_layer.cpp.
#pragma once

#include "models/ip/transport.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "models/wire/icmp.hpp"
#include "sim/core/time.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>

namespace patchcord::models::ip {

class IcmpLayer;

/// The answer to an echo request, or the report that it did not get there.
struct EchoAnswer {
    wire::IcmpType type{};  ///< EchoReply, or Unreachable, TimeExceeded, ParameterProblem
    std::uint8_t code = 0;  ///< of an error
    std::uint16_t sequence = 0;
    std::size_t bytes = 0;   ///< of a reply: ICMP header and data
    std::uint8_t ttl = 0;    ///< of a reply, as it arrived
    wire::Ipv4Address from;  ///< who replied, or who reported (this host itself when ARP failed)
    sim::Time at;            ///< arrival

    bool is_reply() const { return type == wire::IcmpType::EchoReply; }
};

/// Registers with the layer, which must outlive it, and unregisters in its destructor.
class EchoEndpoint {
  public:
    /// Answers that wait; further ones are dropped (PacketDropped ReceiveBufferFull).
    static constexpr std::size_t kQueueLimit = 256;

    /// With an identifier that no other endpoint of this host has now; at most 65,535 endpoints.
    explicit EchoEndpoint(IcmpLayer& icmp);
    EchoEndpoint(const EchoEndpoint&) = delete;
    EchoEndpoint& operator=(const EchoEndpoint&) = delete;
    ~EchoEndpoint();

    std::uint16_t id() const { return id_; }

    /// Sends one request with `data` behind the ICMP header. NetworkUnreachable without a route,
    /// MessageTooLong above the MTU.
    wire::Result<void> send(wire::Ipv4Address destination, std::uint16_t sequence,
                            std::span<const std::uint8_t> data, const SendOptions& options = {});
    /// The answer that has waited longest, if there is one.
    std::optional<EchoAnswer> receive();
    /// Notified when receive() has something to give.
    sim::WaitQueue& readable() { return readable_; }
    bool has_answer() const { return !answers_.empty(); }

  private:
    friend class IcmpLayer;
    /// False when the queue is full.
    bool push(const EchoAnswer& answer);

    IcmpLayer& icmp_;
    std::uint16_t id_;
    std::deque<EchoAnswer> answers_;
    sim::WaitQueue readable_;
};

}  // namespace patchcord::models::ip
