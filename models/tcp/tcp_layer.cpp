// Step 11: parse, verify the checksum, find the connection by its four-tuple. And SEGMENT ARRIVES in CLOSED
// (RFC 9293 3.10.7.1); that in LISTEN is handshake/listen.cpp. The table is hashed;
// whatever is shown or done to all connections goes in the order of their ids. Read next:
// models/tcp/connection.hpp.
#include "models/tcp/tcp_layer.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/tcp.hpp"
#include "sim/core/check.hpp"
#include "sim/core/random.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using wire::DropReason;
using wire::Error;
using wire::failure;

namespace {

/// A key that nobody on the network knows, and that is the same in every run of a seed.
handshake::SipKey secret(const sim::NodeContext& context, std::string_view purpose) {
    sim::RandomStream random{context.seed(), context.name(), 0, purpose};
    const std::uint64_t k0 = random.bits();
    return {k0, random.bits()};
}

}  // namespace

TcpLayer::TcpLayer(sim::NodeContext& context, trace::Tracer& tracer, ip::Ipv4Layer& ipv4,
                   const Config& config)
    : context_{context},
      tracer_{tracer},
      ipv4_{ipv4},
      config_{config},
      fast_open_{.keys = handshake::FastOpenKeys{secret(context, "fast open")}},
      syn_cookies_{secret(context, "syn cookie 1"), secret(context, "syn cookie 2")} {}

TcpLayer::~TcpLayer() = default;

wire::Result<std::shared_ptr<Connection>> TcpLayer::connect(ip::PortLease local, wire::Endpoint remote,
                                                            const Config& config) {
    auto connection = make_connection(std::move(local), remote, config);
    if (connection) (*connection)->open_active();
    return connection;
}

wire::Result<TcpLayer::FastOpened> TcpLayer::connect_fast(ip::PortLease local, wire::Endpoint remote,
                                                          const Config& config,
                                                          std::span<const std::uint8_t> text,
                                                          bool writer_waits) {
    if (!fast_open_.rules.client) return failure(Error::OperationNotSupported);
    auto connection = make_connection(std::move(local), remote, config);
    if (!connection) return failure(connection.error());
    const std::size_t taken = (*connection)->open_fast(text, writer_waits);
    return FastOpened{std::move(*connection), taken};
}

wire::Result<std::shared_ptr<Connection>> TcpLayer::make_connection(ip::PortLease local,
                                                                    wire::Endpoint remote,
                                                                    const Config& config) {
    const wire::Result<wire::Ipv4Address> source = ipv4_.source_for(remote.address);
    if (!source) return failure(source.error());
    if (local.endpoint().address.is_unspecified()) local.set_address(*source);
    const wire::FourTuple tuple{local.endpoint(), remote};
    if (table_.contains(tuple)) return failure(Error::AddressNotAvailable);
    auto connection = std::make_shared<Connection>(*this, next_id(), tuple, config, std::move(local));
    table_.emplace(tuple, connection);
    return connection;
}

wire::Result<std::unique_ptr<Listener>> TcpLayer::listen(ip::PortLease local, std::size_t backlog,
                                                         const Config& config) {
    if (!ports_.mark_listening(local)) return failure(Error::AddressInUse);
    auto listener = std::make_unique<Listener>(*this, next_id(), std::move(local), backlog, config);
    if (fast_open_.rules.server && fast_open_.rules.all_listeners)
        listener->fast_open_queue()->set_limit(backlog);
    listeners_.push_back(listener.get());
    tracer_.emit([&] {
        return trace::TcpStateChange{context_.now(),
                                     context_.id(),
                                     listener->id(),
                                     {listener->local(), {}},
                                     wire::TcpState::Closed,
                                     wire::TcpState::Listen,
                                     {}};
    });
    return listener;
}

std::vector<std::shared_ptr<Connection>> TcpLayer::connections() const {
    std::vector<std::shared_ptr<Connection>> all;
    all.reserve(table_.size());
    for (const auto& [tuple, connection] : table_)
        all.push_back(connection);
    std::ranges::sort(all, {}, [](const auto& connection) { return connection->id(); });
    return all;
}

std::vector<const Listener*> TcpLayer::listeners() const {
    return {listeners_.begin(), listeners_.end()};
}

void TcpLayer::vanish() {
    for (const auto& connection : connections())
        connection->vanish();
    for (Listener* listener : listeners_)
        listener->vanish();
    ended_.clear();
}

void TcpLayer::input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
                     const ip::Carrier& carrier) {
    ended_.clear();
    const auto view = wire::TcpView::parse(payload, header.source, header.destination, carrier.checksums);
    sim::prove(
        [&] { return !view || wire::tcp_checksum_is_correct(payload, header.source, header.destination); },
        "a segment was trusted whose checksum is wrong");
    if (!view) return drop(wire::drop_reason(view.error()), carrier.packet);
    if (!ipv4_.is_mine(header.destination))  // 3.9.2.3 MUST-57
        return drop(DropReason::NotForMe, carrier.packet);
    const wire::FourTuple tuple{{header.destination, view->header.destination_port},
                                {header.source, view->header.source_port}};
    const Segment segment = Segment::from(*view, carrier.packet, header.ecn());
    if (Connection* connection = find(tuple)) {
        Listener* listener = connection->yields_to(segment) ? find_listener(tuple.local) : nullptr;
        if (listener == nullptr) return connection->segment_arrives(segment);
        const Seq used = connection->tcb().snd_nxt;
        connection->vanish();
        return arrives_in_listen(*listener, segment, tuple, used);
    }
    if (Listener* listener = find_listener(tuple.local)) {
        arrives_in_listen(*listener, segment, tuple);
    } else {
        drop(DropReason::NoPort, segment.packet);
        reset(segment, tuple);
    }
}

// 3.10.7.1
void TcpLayer::reset(const Segment& segment, const wire::FourTuple& tuple) {
    if (segment.flags.rst()) return;
    wire::TcpHeader header;
    header.source_port = tuple.local.port;
    header.destination_port = tuple.remote.port;
    if (segment.flags.ack()) {
        header.seq = segment.ack.value();
        header.flags = wire::kRst;
    } else {
        header.ack = segment.end().value();
        header.flags = wire::kRst | wire::kAck;
    }
    sim::Buffer answer{context_.buffers(), 0};
    answer.set_packet(context_.next_packet());
    const std::span<std::uint8_t> bytes = answer.prepend(wire::TcpHeader::kMinimumSize);
    header.emit({}, config_.layout, bytes);
    wire::fill_tcp_checksum(bytes, tuple.local.address, tuple.remote.address);
    send(std::move(answer), tuple);
}

void TcpLayer::error(const ip::TransportError& error) {
    if (error.quoted.size() < 8) return;
    const std::uint8_t* quoted = error.quoted.data();
    const wire::FourTuple tuple{{error.source, wire::load_be16(quoted)},
                                {error.destination, wire::load_be16(quoted + 2)}};
    if (Connection* connection = find(tuple))
        connection->unreachable(error, Seq{wire::load_be32(quoted + 4)});
}

Connection* TcpLayer::find(const wire::FourTuple& tuple) {
    if (recent_ != nullptr && recent_->tuple() == tuple) return recent_;
    const auto found = table_.find(tuple);
    if (found == table_.end()) return nullptr;
    return recent_ = found->second.get();
}

Listener* TcpLayer::find_listener(wire::Endpoint local) const {
    Listener* wildcard = nullptr;
    for (Listener* listener : listeners_) {
        if (listener->local() == local) return listener;
        if (listener->local() == wire::Endpoint{wire::Ipv4Address::kAny, local.port}) wildcard = listener;
    }
    return wildcard;
}

void TcpLayer::remove(const Connection& connection) {
    const auto found = table_.find(connection.tuple());
    if (found == table_.end() || found->second.get() != &connection) return;
    ended_.push_back(std::move(found->second));
    recent_ = nullptr;
    table_.erase(found);
}

void TcpLayer::forget(Listener& listener) {
    std::erase(listeners_, &listener);
    for (const auto& connection : connections()) {
        if (connection->listener() == &listener) connection->abort();
    }
    tracer_.emit([&] {
        return trace::TcpStateChange{context_.now(),
                                     context_.id(),
                                     listener.id(),
                                     {listener.local(), {}},
                                     wire::TcpState::Listen,
                                     wire::TcpState::Closed,
                                     {}};
    });
}

// DF is set on all of TCP (RFC 1191 6). A segment that finds no route is lost like any other: the timers see
// to it.
void TcpLayer::send(sim::Buffer segment, const wire::FourTuple& tuple, std::uint8_t tos, std::uint8_t ttl) {
    const sim::PacketId packet = segment.packet();
    const auto sent = ipv4_.output(std::move(segment), wire::IpProtocol::Tcp, tuple.local.address,
                                   tuple.remote.address, {.ttl = ttl, .tos = tos, .dont_fragment = true});
    if (!sent) drop(DropReason::NoRoute, packet);
}

void TcpLayer::drop(DropReason reason, sim::PacketId packet) {
    tracer_.emit([&] { return trace::PacketDropped{context_.now(), context_.id(), reason, packet}; });
}

}  // namespace patchcord::models::tcp
