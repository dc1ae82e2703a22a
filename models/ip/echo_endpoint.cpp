// Sending echo requests and queueing the answers. Read next: models/ip/icmp_layer.cpp, models/apps (ping).
#include "models/ip/echo_endpoint.hpp"

#include "models/ip/icmp_layer.hpp"
#include "models/ip/ipv4_layer.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::ip {

EchoEndpoint::EchoEndpoint(IcmpLayer& icmp) : icmp_{icmp}, id_{icmp.last_id_} {
    sim::check(icmp_.endpoints_.size() < 0xFFFF, "too many echo endpoints");
    do
        ++id_;
    while (icmp_.endpoint(id_) != nullptr);
    icmp_.last_id_ = id_;
    icmp_.endpoints_.push_back(this);
}

EchoEndpoint::~EchoEndpoint() {
    std::erase(icmp_.endpoints_, this);
}

wire::Result<void> EchoEndpoint::send(wire::Ipv4Address destination, std::uint16_t sequence,
                                      std::span<const std::uint8_t> data, const SendOptions& options) {
    Ipv4Layer& ipv4 = icmp_.ipv4_;
    const auto source = ipv4.source_for(destination);
    if (!source) return wire::failure(source.error());
    const std::size_t size = wire::IcmpHeader::kSize + data.size();
    if (wire::Ipv4Header::kMinimumSize + size > ipv4.mtu_toward(destination))
        return wire::failure(wire::Error::MessageTooLong);
    sim::Buffer request{icmp_.context_.buffers(), size};
    request.set_packet(icmp_.context_.next_packet());
    const auto bytes = request.append(size);
    std::ranges::copy(data, bytes.subspan(wire::IcmpHeader::kSize).begin());
    wire::IcmpHeader::echo(wire::IcmpType::EchoRequest, id_, sequence).emit(bytes);
    return ipv4.output(std::move(request), wire::IpProtocol::Icmp, *source, destination, options);
}

std::optional<EchoAnswer> EchoEndpoint::receive() {
    if (answers_.empty()) return std::nullopt;
    const EchoAnswer answer = answers_.front();
    answers_.pop_front();
    return answer;
}

bool EchoEndpoint::push(const EchoAnswer& answer) {
    if (answers_.size() >= kQueueLimit) return false;
    answers_.push_back(answer);
    readable_.notify_all();
    return true;
}

}  // namespace patchcord::models::ip
