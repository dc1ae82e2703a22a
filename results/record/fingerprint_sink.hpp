// The fingerprint of a run, taken while it runs: three digests per node, combined in the order of the nodes,
// so that it does not matter how nodes were spread over queues or processes. Wire: time, port and bytes of
// every frame that was sent. Order: the same without times. State: every TCP state change. Read next:
// sim/event/fingerprint.hpp.
#pragma once

#include "models/trace/sink.hpp"
#include "sim/event/fingerprint.hpp"

#include <string>
#include <vector>

namespace patchcord::results {

class FingerprintSink final : public models::trace::Sink {
  public:
    using Sink::record;
    void record(const models::trace::FrameSent& record) override;
    void record(const models::trace::TcpStateChange& record) override;

    /// Of all nodes up to the last one that did something.
    sim::Fingerprint fingerprint() const;

  private:
    sim::Fingerprint& of(sim::NodeId node);

    std::vector<sim::Fingerprint> nodes_;
};

/// Sixteen hexadecimal digits.
std::string to_string(const sim::Digest& digest);

}  // namespace patchcord::results
