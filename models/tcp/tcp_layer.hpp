// TCP of a host: the table that finds a connection by its four-tuple, the listeners, and the answer to
// segments that belong to none. Step 11 of the way of a packet. Read next: models/tcp/connection.hpp,
// models/tcp/listener.hpp. Not here: anything about one connection's state.
#pragma once

#include "models/ip/ipv4_layer.hpp"
#include "models/ip/port_table.hpp"
#include "models/ip/transport.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/connection.hpp"
#include "models/tcp/handshake/fast_open_host.hpp"
#include "models/tcp/handshake/syn_cookie.hpp"
#include "models/tcp/listener.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/event/node_context.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace patchcord::models::tcp {

using handshake::FastOpenParameters;

class TcpLayer final : public ip::TransportReceiver {
  public:
    TcpLayer(sim::NodeContext& context, trace::Tracer& tracer, ip::Ipv4Layer& ipv4, const Config& config);
    TcpLayer(const TcpLayer&) = delete;
    TcpLayer& operator=(const TcpLayer&) = delete;
    ~TcpLayer();

    /// The knobs with which sockets of this host begin.
    const Config& config() const { return config_; }
    /// Other knobs, for sockets that are opened from now on.
    void reconfigure(const Config& config, const FastOpenParameters& fast_open) {
        config_ = config;
        fast_open_.set(fast_open);
    }
    ip::PortTable& ports() { return ports_; }

    /// Active OPEN on a reserved local port (an ephemeral one when the application did not bind). The SYN is
    /// sent now. AddressNotAvailable when this four-tuple is in use, NetworkUnreachable without a route.
    wire::Result<std::shared_ptr<Connection>> connect(ip::PortLease local, wire::Endpoint remote,
                                                      const Config& config);
    struct FastOpened {
        std::shared_ptr<Connection> connection;
        std::size_t taken;  ///< bytes of the text that the SYN carries
    };
    /// Active OPEN with Fast Open: see Connection::open_fast. OperationNotSupported when the host's rules do
    /// not allow it.
    wire::Result<FastOpened> connect_fast(ip::PortLease local, wire::Endpoint remote, const Config& config,
                                          std::span<const std::uint8_t> text, bool writer_waits);
    /// Passive OPEN. AddressInUse when another listener has the port. `backlog` at least 1.
    wire::Result<std::unique_ptr<Listener>> listen(ip::PortLease local, std::size_t backlog,
                                                   const Config& config);

    /// Every connection in the table, by id; and every listener, by id. For tables.
    std::vector<std::shared_ptr<Connection>> connections() const;
    std::vector<const Listener*> listeners() const;

    /// Fast Open's rules, keys and cache.
    handshake::FastOpenHost& fast_open() { return fast_open_; }

    /// The host has crashed: all connections vanish, nothing is sent.
    void vanish();

    void input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
               const ip::Carrier& carrier) override;
    void error(const ip::TransportError& error) override;

    // For connections and listeners.

    sim::NodeContext& context() const { return context_; }
    trace::Tracer& tracer() const { return tracer_; }
    ip::Ipv4Layer& ipv4() const { return ipv4_; }
    /// The table's own reference to a connection that is in it.
    std::shared_ptr<Connection> shared(const Connection& connection) const {
        return table_.at(connection.tuple());
    }
    /// Takes a connection that has ended out of the table. It is freed later, not in this call.
    void remove(const Connection& connection);
    /// The listener goes away: handshakes under it are reset.
    void forget(Listener& listener);
    void send(sim::Buffer segment, const wire::FourTuple& tuple, std::uint8_t tos = 0, std::uint8_t ttl = 64);
    void drop(wire::DropReason reason, sim::PacketId packet);
    /// ICMP spoke of a segment that is not in flight (RFC 5927 4): it was ignored. Linux's OutOfWindowIcmps.
    void count_out_of_window_icmp() { ++out_of_window_icmps_; }
    std::uint64_t out_of_window_icmps() const { return out_of_window_icmps_; }

    /// How many connections and listeners it has numbered; those to come get numbers above this.
    std::uint32_t last_id() const { return ids_; }
    void number_after(std::uint32_t last_id) { ids_ = last_id; }

  private:
    struct TupleHash {
        std::size_t operator()(const wire::FourTuple& tuple) const { return tuple.hash(); }
    };

    Connection* find(const wire::FourTuple& tuple);
    Listener* find_listener(wire::Endpoint local) const;
    void arrives_in_listen(Listener& listener, const Segment& segment, const wire::FourTuple& tuple,
                           std::optional<Seq> above = {});
    bool takes_cookie(Listener& listener, const Segment& ack, const wire::FourTuple& tuple);
    void send_cookie(Listener& listener, const Segment& syn, const wire::FourTuple& tuple);
    handshake::FastOpenAnswer fast_open_answer(Listener& listener, const Segment& syn,
                                               const wire::FourTuple& tuple) const;
    wire::Result<std::shared_ptr<Connection>> make_connection(ip::PortLease local, wire::Endpoint remote,
                                                              const Config& config);
    /// The answer to a segment that belongs to no connection: a reset that its sender will believe.
    void reset(const Segment& segment, const wire::FourTuple& tuple);
    trace::ConnectionId next_id() { return trace::ConnectionId{++ids_}; }

    sim::NodeContext& context_;
    trace::Tracer& tracer_;
    ip::Ipv4Layer& ipv4_;
    Config config_;
    handshake::FastOpenHost fast_open_;
    handshake::SynCookies syn_cookies_;
    std::optional<sim::Time> last_cookie_sent_;
    ip::PortTable ports_;
    std::uint32_t ids_ = 0;
    std::uint64_t out_of_window_icmps_ = 0;
    std::unordered_map<wire::FourTuple, std::shared_ptr<Connection>, TupleHash> table_;
    Connection* recent_ = nullptr;  // found last; in the table, or null
    std::vector<Listener*> listeners_;
    std::vector<std::shared_ptr<Connection>> ended_;  // freed when the next segment arrives
};

}  // namespace patchcord::models::tcp
