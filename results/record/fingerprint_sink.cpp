// What goes into which digest. Read next: results/record/fingerprint_sink.hpp.
#include "results/record/fingerprint_sink.hpp"

#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace patchcord::results {
namespace {

std::uint64_t word(const models::wire::Endpoint& endpoint) {
    return std::uint64_t{endpoint.address.value()} << 16 | endpoint.port;
}

}  // namespace

sim::Fingerprint& FingerprintSink::of(sim::NodeId node) {
    if (index(node) >= nodes_.size()) nodes_.resize(index(node) + 1);
    return nodes_[index(node)];
}

void FingerprintSink::record(const models::trace::FrameSent& sent) {
    sim::Fingerprint& node = of(sent.node);
    node.wire.add(static_cast<std::uint64_t>(ticks(sent.at)));
    for (sim::Digest* const digest : {&node.wire, &node.order}) {
        digest->add(std::uint64_t{index(sent.port)});
        digest->add(sent.frame.bytes());
    }
}

void FingerprintSink::record(const models::trace::TcpStateChange& change) {
    sim::Digest& state = of(change.node).state;
    state.add(word(change.tuple.local));
    state.add(word(change.tuple.remote));
    state.add(static_cast<std::uint64_t>(change.from) << 8 | static_cast<std::uint64_t>(change.to));
}

sim::Fingerprint FingerprintSink::fingerprint() const {
    sim::Fingerprint whole;
    for (const sim::Fingerprint& node : nodes_)
        whole.combine(node);
    return whole;
}

std::string to_string(const sim::Digest& digest) {
    return fmt::format("{:016x}", digest.value());
}

}  // namespace patchcord::results
