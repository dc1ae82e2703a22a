// Learning, looking up, forwarding or flooding. A flooded frame is shared, not copied.
// Addresses 01-80-C2-00-00-00 to -0F are for the switch itself and never forwarded (IEEE 802.1D 7.12.6).
// Read next: models/ethernet/switch.hpp.
#include "models/ethernet/switch.hpp"

#include "models/wire/ethernet.hpp"

#include <utility>

namespace patchcord::models::ethernet {
namespace {

constexpr std::uint64_t kReserved = 0x0180'C200'0000;

bool is_reserved(wire::MacAddress address) {
    return (address.value() & ~std::uint64_t{0xF}) == kReserved;
}

}  // namespace

Nic& Switch::add_port(wire::MacAddress address) {
    const sim::PortId number{static_cast<std::uint16_t>(ports_.size())};
    ports_.push_back(std::make_unique<Nic>(*this, number, address, tracer_));
    ports_.back()->bind(*this);
    ports_.back()->set_promiscuous(true);
    return *ports_.back();
}

std::optional<sim::PortId> Switch::lookup(wire::MacAddress address) const {
    const auto entry = mac_table_.find(address);
    if (entry == mac_table_.end() || context().now() - entry->second.seen >= kAgeing) return std::nullopt;
    return entry->second.port;
}

void Switch::learn(wire::MacAddress source, sim::PortId port) {
    if (source.is_group()) return;
    const bool news = lookup(source) != port;
    mac_table_[source] = {port, context().now()};
    if (news) tracer_.emit([&] { return trace::MacLearned{context().now(), context().id(), port, source}; });
}

void Switch::link_changed(Nic& nic, bool) {
    std::erase_if(mac_table_, [&](const auto& entry) { return entry.second.port == nic.port(); });
}

void Switch::input(Nic& nic, sim::Frame frame) {
    const auto header = wire::EthernetHeader::parse(frame.bytes());
    learn(header->source, nic.port());
    if (is_reserved(header->destination)) return;
    const auto known = header->destination.is_group() ? std::nullopt : lookup(header->destination);
    if (known) {
        if (*known != nic.port()) ports_[index(*known)]->transmit(std::move(frame));
        return;
    }
    for (const auto& out : ports_) {
        if (out.get() != &nic && out->is_plugged_in()) out->transmit(frame.share());
    }
}

}  // namespace patchcord::models::ethernet
