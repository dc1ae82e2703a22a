// Learning, looking up, forwarding or flooding. A flooded frame is shared, not copied, where its tag stays.
// Inside, a frame has no tag, and its VLAN goes beside it.
// Addresses 01-80-C2-00-00-00 to -0F are for the switch itself and never forwarded (IEEE 802.1D 7.12.6).
// Read next: models/ethernet/switch.hpp.
#include "models/ethernet/switch.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/control/bpdu.hpp"
#include "models/wire/control/mac_control.hpp"
#include "models/wire/ethernet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace patchcord::models::ethernet {
namespace {

constexpr std::uint64_t kReserved = 0x0180'C200'0000;
constexpr std::size_t kAddresses = 12;  // octets before a tag

bool is_reserved(wire::MacAddress address) {
    return (address.value() & ~std::uint64_t{0xF}) == kReserved;
}

sim::Frame with_tag(sim::Frame frame, std::uint16_t vlan) {
    sim::Buffer bytes = sim::Buffer::thaw(std::move(frame));
    const auto before = bytes.prepend(wire::kVlanTag);
    std::copy_n(before.begin() + wire::kVlanTag, kAddresses, before.begin());
    wire::store_be16(before.data() + kAddresses, static_cast<std::uint16_t>(wire::EtherType::Vlan));
    wire::store_be16(before.data() + kAddresses + 2, vlan);
    return std::move(bytes).freeze();
}

/// Short frames become as long as frames have to be.
sim::Frame without_tag(sim::Frame frame) {
    sim::Buffer bytes = sim::Buffer::thaw(std::move(frame));
    const auto octets = bytes.bytes();
    std::copy(octets.begin() + kAddresses + wire::kVlanTag, octets.end(), octets.begin() + kAddresses);
    std::ranges::fill(octets.last(wire::kVlanTag), std::uint8_t{0});
    const std::size_t longer = bytes.size() - std::max(bytes.size() - wire::kVlanTag, wire::kMinimumFrame);
    sim::Frame untagged = std::move(bytes).freeze();
    untagged.trim_back(longer);
    return untagged;
}

}  // namespace

Switch::Switch(sim::NodeContext& context, trace::Tracer& tracer, const SwitchParameters& parameters)
    : Node{context},
      tracer_{tracer},
      parameters_{parameters},
      start_{context, *this, sim::calls<&Switch::start_tree>} {
    if (parameters_.stp) start_.arm(context.now());
}

Nic& Switch::add_port(wire::MacAddress address) {
    const sim::PortId number{static_cast<std::uint16_t>(ports_.size())};
    ports_.push_back(std::make_unique<Plug>());
    ports_.back()->nic = std::make_unique<Nic>(*this, number, address, tracer_);
    Nic& nic = *ports_.back()->nic;
    nic.bind(*this);
    nic.set_promiscuous(true);
    return nic;
}

void Switch::set_vlan(std::size_t port, const VlanPort& vlan) {
    ports_.at(port)->vlan = vlan;
}

sim::Duration Switch::ageing() const {
    return tree_ && tree_->topology_is_changing() ? tree_->forward_delay() : parameters_.ageing;
}

std::optional<sim::PortId> Switch::lookup(wire::MacAddress address, std::uint16_t vlan) const {
    const auto entry = mac_table_.find(MacKey{vlan, address});
    if (entry == mac_table_.end() || context().now() - entry->second.seen >= ageing()) return std::nullopt;
    return entry->second.port;
}

void Switch::learn(wire::MacAddress source, std::uint16_t vlan, sim::PortId port) {
    if (source.is_group()) return;
    const bool news = lookup(source, vlan) != port;
    mac_table_[MacKey{vlan, source}] = {port, context().now()};
    if (news)
        tracer_.emit([&] { return trace::MacLearned{context().now(), context().id(), port, source, vlan}; });
}

void Switch::link_changed(Nic& nic, bool up) {
    std::erase_if(mac_table_, [&](const auto& entry) { return entry.second.port == nic.port(); });
    if (!tree_) return;
    if (up) {
        tree_->enable(index(nic.port()), nic.link()->rate(nic));
    } else {
        tree_->disable(index(nic.port()));
    }
}

void Switch::start_tree() {
    if (ports_.empty()) return;
    tree_.emplace(context(), *parameters_.stp, ports_.front()->nic->address(),
                  static_cast<SpanningTree::Bridge&>(*this));
    for (std::size_t number = 0; number < ports_.size(); ++number) {
        const Nic& nic = *ports_[number]->nic;
        if (nic.link() != nullptr && nic.link_is_up()) tree_->enable(number, nic.link()->rate(nic));
    }
}

void Switch::send(std::size_t port, const wire::Bpdu& bpdu) {
    Nic& nic = *ports_[port]->nic;
    sim::Buffer bytes{context().buffers(), bpdu.size()};
    bytes.set_packet(context().next_packet());
    bpdu.emit(nic.address(), bytes.append(bpdu.size()));
    nic.transmit(std::move(bytes));
}

void Switch::state_changed(std::size_t port, StpState state) {
    const sim::PortId number{static_cast<std::uint16_t>(port)};
    if (tracer_.is_on()) {
        const std::string text = fmt::format("port{} entered {} state", port + 1, to_string(state));
        tracer_.emit([&] { return trace::AppLog{context().now(), context().id(), "stp", text, false}; });
    }
    if (state == StpState::Blocking || state == StpState::Disabled)
        std::erase_if(mac_table_, [&](const auto& entry) { return entry.second.port == number; });
}

/// What became too old while the tree changed stays so.
void Switch::topology_settled() {
    std::erase_if(mac_table_,
                  [&](const auto& entry) { return context().now() - entry.second.seen >= ageing(); });
}

/// The VLAN of a frame that came in, whose tag is taken off; nothing if the port does not have it.
std::optional<std::uint16_t> Switch::admit(const VlanPort& port, sim::Frame& frame) const {
    const auto tag = wire::VlanTag::parse(frame.bytes());
    if (!tag) return port.vlan;
    const std::uint16_t vlan = tag->vlan == 0 ? port.vlan : tag->vlan;
    if (vlan > wire::kLastVlan || (!port.trunk && vlan != port.vlan)) return std::nullopt;
    frame = without_tag(std::move(frame));
    return vlan;
}

void Switch::input(Nic& nic, sim::Frame frame) {
    Plug& in = *ports_[index(nic.port())];
    const auto header = wire::EthernetHeader::parse(frame.bytes());
    if (is_reserved(header->destination)) {
        const auto bpdu = wire::Bpdu::parse(frame.bytes());
        if (bpdu && tree_) tree_->receive(index(nic.port()), *bpdu);
        return;
    }
    if (tree_ && !tree_->learns(index(nic.port()))) return drop(frame, wire::DropReason::PortBlocked);
    std::uint16_t vlan = in.vlan.vlan;
    if (header->type == wire::EtherType::Vlan) {
        const auto found = admit(in.vlan, frame);
        if (!found) return drop(frame, wire::DropReason::WrongVlan);
        vlan = *found;
    }
    learn(header->source, vlan, nic.port());
    if (tree_ && !tree_->forwards(index(nic.port()))) return drop(frame, wire::DropReason::PortBlocked);
    const auto known = header->destination.is_group() ? std::nullopt : lookup(header->destination, vlan);
    const auto pass_on = [&](Plug& out) {
        if (out.nic.get() == &nic || !may_send(out, vlan)) return;
        output(out, vlan, frame.share());
        if (in.nic->pauses() && out.nic->is_congested()) [[unlikely]]
            ask_for_pause(in, out);
    };
    if (known) {
        pass_on(*ports_[index(*known)]);
    } else {
        for (const auto& out : ports_)
            pass_on(*out);
    }
}

bool Switch::may_send(const Plug& out, std::uint16_t vlan) const {
    if (!out.nic->is_plugged_in() || (!out.vlan.trunk && out.vlan.vlan != vlan)) return false;
    return !tree_ || tree_->forwards(index(out.nic->port()));
}

void Switch::output(Plug& out, std::uint16_t vlan, sim::Frame frame) {
    const bool tagged = out.vlan.trunk && out.vlan.vlan != vlan;
    out.nic->transmit(tagged ? with_tag(std::move(frame), vlan) : std::move(frame));
}

/// A queue is nearly full: who fills it is to wait, which has to be said again before the time is over.
void Switch::ask_for_pause(Plug& in, Plug& out) {
    constexpr std::uint16_t kLongest = 0xFFFF;
    out.nic->tell_when_drained();
    const sim::Duration pause =
        in.nic->link()->rate(*in.nic).time_to_send(kLongest * wire::PauseFrame::kQuantum);
    if (in.pauses_for != nullptr && context().now() - in.asked_at < pause / 2) return;
    in.pauses_for = out.nic.get();
    in.asked_at = context().now();
    in.nic->send_pause(kLongest);
}

void Switch::queue_drained(Nic& nic) {
    for (const auto& plug : ports_) {
        if (plug->pauses_for != &nic) continue;
        plug->pauses_for = nullptr;
        plug->nic->send_pause(0);
    }
}

void Switch::drop(const sim::Frame& frame, wire::DropReason reason) {
    tracer_.emit([&] {
        return trace::PacketDropped{context().now(), context().id(), reason, frame.packet()};
    });
}

}  // namespace patchcord::models::ethernet
