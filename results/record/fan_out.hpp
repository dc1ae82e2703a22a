// Tells two sinks about everything: the store and the fingerprint of one run.
// For three, nest them.
// Read next: results/record/fingerprint_sink.hpp.
#pragma once

#include "models/trace/sink.hpp"

namespace patchcord::results {

/// Both sinks must outlive it.
class FanOut final : public models::trace::Sink {
  public:
    FanOut(Sink& first, Sink& second) : first_{first}, second_{second} {}

    void record(const models::trace::FrameSent& record) override { pass_on(record); }
    void record(const models::trace::FrameReceived& record) override { pass_on(record); }
    void record(const models::trace::FrameLost& record) override { pass_on(record); }
    void record(const models::trace::PacketDropped& record) override { pass_on(record); }
    void record(const models::trace::SegmentSent& record) override { pass_on(record); }
    void record(const models::trace::TcpStateChange& record) override { pass_on(record); }
    void record(const models::trace::TcpSample& record) override { pass_on(record); }
    void record(const models::trace::TimerChange& record) override { pass_on(record); }
    void record(const models::trace::SocketCall& record) override { pass_on(record); }
    void record(const models::trace::ArpChange& record) override { pass_on(record); }
    void record(const models::trace::MacLearned& record) override { pass_on(record); }
    void record(const models::trace::LinkChange& record) override { pass_on(record); }
    void record(const models::trace::HostChange& record) override { pass_on(record); }
    void record(const models::trace::AppLog& record) override { pass_on(record); }

  private:
    template <class Record>
    void pass_on(const Record& record) {
        first_.record(record);
        second_.record(record);
    }

    Sink& first_;
    Sink& second_;
};

}  // namespace patchcord::results
