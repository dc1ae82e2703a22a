// Giving out and taking back descriptors.
// The free numbers below the highest used one lie in a heap, so the lowest is found at once.
// Read next: models/host/socket.cpp.
#include "models/host/descriptor_table.hpp"

#include "sim/core/check.hpp"

#include <utility>

namespace patchcord::models::host {
namespace {

struct TupleOf {
    wire::FourTuple operator()(const std::unique_ptr<FreshStream>& fresh) const {
        return {fresh->port ? fresh->port.endpoint() : wire::Endpoint{}, {}};
    }
    wire::FourTuple operator()(const ConnectedStream& stream) const { return stream.connection->tuple(); }
    wire::FourTuple operator()(const std::unique_ptr<tcp::Listener>& listener) const {
        return {listener->local(), {}};
    }
    wire::FourTuple operator()(const std::unique_ptr<udp::UdpEndpoint>& endpoint) const {
        return {endpoint->local(), endpoint->remote().value_or(wire::Endpoint{})};
    }
    wire::FourTuple operator()(const std::unique_ptr<ip::EchoEndpoint>& endpoint) const {
        return {{wire::Ipv4Address::kAny, endpoint->id()}, {}};
    }
    wire::FourTuple operator()(const std::unique_ptr<posix::PollSet>&) const { return {}; }
};

}  // namespace

wire::FourTuple tuple_of(const OpenSocket& socket) {
    return std::visit(TupleOf{}, socket);
}

wire::Result<Descriptor> DescriptorTable::open(OpenSocket socket, std::uint32_t process) {
    if (is_full()) return wire::failure(wire::Error::TooManyFilesOpen);
    const int number = lowest_free();
    if (free_.empty()) {
        entries_.emplace_back();
    } else {
        free_.pop();
    }
    entries_[static_cast<std::size_t>(number - kFirst)] = {std::move(socket), ++last_serial_, process, {}};
    return Descriptor{number, last_serial_};
}

Descriptor DescriptorTable::at(int number) const {
    const auto position = static_cast<std::size_t>(number - kFirst);
    if (number < kFirst || position >= entries_.size()) return {number, 0};
    return {number, entries_[position].serial};
}

DescriptorTable::Entry* DescriptorTable::find(Descriptor descriptor) {
    const auto position = static_cast<std::size_t>(descriptor.number - kFirst);
    if (descriptor.number < kFirst || position >= entries_.size() || descriptor.serial == 0) return nullptr;
    Entry& entry = entries_[position];
    return entry.serial == descriptor.serial ? &entry : nullptr;
}

DescriptorTable::Entry DescriptorTable::take(Descriptor descriptor) {
    Entry* entry = find(descriptor);
    sim::check(entry != nullptr, "a descriptor that is not open is given back");
    free_.push(descriptor.number);
    return std::exchange(*entry, Entry{});
}

void DescriptorTable::clear() {
    entries_.clear();
    free_ = {};
}

}  // namespace patchcord::models::host
