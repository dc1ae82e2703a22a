// The sink that keeps everything, in memory, one append-only log per kind of record. While the run lasts it
// shares the frames that the cards show it; `finish` copies each frame's bytes once and lets go of it, so
// that the Run does not need the simulation's buffers. With a snap length it copies the beginnings at once.
// Recording the same run twice, or a run whose nodes were spread over several queues, gives the same Run.
// Read next: results/record/run.hpp.
#pragma once

#include "models/trace/sink.hpp"
#include "results/record/run.hpp"
#include "results/record/run_header.hpp"
#include "sim/core/buffer.hpp"

#include <cstddef>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

namespace patchcord::results {

class Recorder final : public models::trace::Sink {
  public:
    static constexpr std::size_t kWhole = std::numeric_limits<std::size_t>::max();

    /// Keeps at most `snap` bytes of each frame, as `tcpdump -s` does: 128 hold all headers.
    explicit Recorder(std::size_t snap = kWhole) : snap_{snap} {}
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    void record(const models::trace::FrameSent& record) override;
    void record(const models::trace::FrameReceived& record) override;
    void record(const models::trace::FrameLost& record) override;
    void record(const models::trace::PacketDropped& record) override;
    void record(const models::trace::SegmentSent& record) override;
    void record(const models::trace::TcpStateChange& record) override;
    void record(const models::trace::TcpSample& record) override;
    void record(const models::trace::TimerChange& record) override;
    void record(const models::trace::SocketCall& record) override;
    void record(const models::trace::ArpChange& record) override;
    void record(const models::trace::MacLearned& record) override;
    void record(const models::trace::LinkChange& record) override;
    void record(const models::trace::HostChange& record) override;
    void record(const models::trace::AppLog& record) override;

    /// What was recorded. The recorder is empty afterwards and can record another run.
    Run finish(RunHeader header, const RunEnd& end);

  private:
    template <class Record>
    void append(RecordKind kind, const Record& record);
    void append_frame(const FrameObservation& observation, const sim::Frame* frame);
    std::string_view keep(std::string_view text);

    Logs logs_;
    std::vector<TimelineEntry> timeline_;
    std::size_t snap_;
    std::vector<sim::Frame> frames_;  // of the log of frames, one each, when they are kept whole
    ByteStore bytes_;                 // the beginnings, when they are not
    std::unique_ptr<StringPool> strings_ = std::make_unique<StringPool>();
};

}  // namespace patchcord::results
