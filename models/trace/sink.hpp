// Who is told what happened: the store, the fingerprint, a test. A sink overrides the records that it wants.
// It must not change the run: what it is given is for looking at.
// Read next: models/trace/tracer.hpp, results/record/.
#pragma once

#include "models/trace/records.hpp"

namespace patchcord::models::trace {

class Sink {
  public:
    virtual ~Sink() = default;
    virtual void record(const FrameSent&) {}
    virtual void record(const FrameReceived&) {}
    virtual void record(const FrameLost&) {}
    virtual void record(const PacketDropped&) {}
    virtual void record(const SegmentSent&) {}
    virtual void record(const TcpStateChange&) {}
    virtual void record(const TcpSample&) {}
    virtual void record(const TimerChange&) {}
    virtual void record(const SocketCall&) {}
    virtual void record(const ArpChange&) {}
    virtual void record(const MacLearned&) {}
    virtual void record(const LinkChange&) {}
    virtual void record(const HostChange&) {}
    virtual void record(const AppLog&) {}
};

}  // namespace patchcord::models::trace
