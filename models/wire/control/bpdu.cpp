// Offsets of 9.3.1 and 9.3.2, counted from the protocol identifier.
// Read next: models/wire/control/bpdu.hpp.
#include "models/wire/control/bpdu.hpp"

#include "models/wire/bytes.hpp"

#include <algorithm>
#include <array>

namespace patchcord::models::wire {
namespace {

constexpr std::array<std::uint8_t, 3> kLlc{0x42, 0x42, 0x03};
constexpr std::size_t kBody = EthernetHeader::kSize + kLlc.size();
constexpr std::size_t kNotification = 4;
constexpr std::size_t kConfiguration = 35;
constexpr std::uint8_t kTopologyChange = 0x01;
constexpr std::uint8_t kAcknowledgment = 0x80;

constexpr std::int64_t kUnit = sim::Duration{std::chrono::seconds{1}}.count() / 256;

sim::Duration load_time(const std::uint8_t* at) {
    return sim::Duration{load_be16(at) * kUnit};
}
void store_time(std::uint8_t* at, sim::Duration time) {
    store_be16(at, static_cast<std::uint16_t>(time.count() / kUnit));
}
BridgeId load_bridge(const std::uint8_t* at) {
    return {load_be16(at), MacAddress::from_u64(load_be48(at + 2))};
}
void store_bridge(std::uint8_t* at, const BridgeId& bridge) {
    store_be16(at, bridge.priority);
    store_be48(at + 2, bridge.address.value());
}

}  // namespace

std::optional<Bpdu> Bpdu::parse(std::span<const std::uint8_t> frame) {
    const auto header = EthernetHeader::parse(frame);
    if (!header || header->destination != kDestination || frame.size() < kBody + kNotification) return {};
    if (!std::ranges::equal(frame.subspan(EthernetHeader::kSize, kLlc.size()), kLlc)) return {};
    const auto length = static_cast<std::size_t>(header->type);
    const std::uint8_t* const at = frame.data() + kBody;
    Bpdu bpdu;
    bpdu.kind = Kind{at[3]};
    if (load_be16(at) != 0 || length < kLlc.size() + kNotification) return {};
    if (bpdu.kind == Kind::TopologyChange) return bpdu;
    if (bpdu.kind != Kind::Configuration || frame.size() < kBody + kConfiguration) return {};
    if (length < kLlc.size() + kConfiguration) return {};
    bpdu.topology_change = (at[4] & kTopologyChange) != 0;
    bpdu.acknowledgment = (at[4] & kAcknowledgment) != 0;
    bpdu.root = load_bridge(at + 5);
    bpdu.root_path_cost = load_be32(at + 13);
    bpdu.bridge = load_bridge(at + 17);
    bpdu.port = load_be16(at + 25);
    bpdu.message_age = load_time(at + 27);
    bpdu.max_age = load_time(at + 29);
    bpdu.hello_time = load_time(at + 31);
    bpdu.forward_delay = load_time(at + 33);
    return bpdu;
}

std::size_t Bpdu::size() const {
    return kBody + (kind == Kind::Configuration ? kConfiguration : kNotification);
}

void Bpdu::emit(MacAddress source, std::span<std::uint8_t> frame) const {
    std::ranges::fill(frame, std::uint8_t{0});
    const auto length = static_cast<std::uint16_t>(size() - EthernetHeader::kSize);
    EthernetHeader{kDestination, source, EtherType{length}}.emit(frame);
    std::ranges::copy(kLlc, frame.begin() + EthernetHeader::kSize);
    std::uint8_t* const at = frame.data() + kBody;
    at[3] = static_cast<std::uint8_t>(kind);
    if (kind == Kind::TopologyChange) return;
    at[4] = static_cast<std::uint8_t>((topology_change ? kTopologyChange : 0) |
                                      (acknowledgment ? kAcknowledgment : 0));
    store_bridge(at + 5, root);
    store_be32(at + 13, root_path_cost);
    store_bridge(at + 17, bridge);
    store_be16(at + 25, port);
    store_time(at + 27, message_age);
    store_time(at + 29, max_age);
    store_time(at + 31, hello_time);
    store_time(at + 33, forward_delay);
}

}  // namespace patchcord::models::wire
