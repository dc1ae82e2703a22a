// Appending, and the end: frames that are the same memory (sent here and received there, or flooded) become
// one copy. Read next: results/record/run.cpp.
#include "results/record/recorder.hpp"

#include <cstdint>
#include <unordered_map>
#include <utility>

namespace patchcord::results {

namespace trace = models::trace;

template <class Record>
void Recorder::append(RecordKind kind, const Record& record) {
    auto& log = std::get<std::vector<Record>>(logs_);
    timeline_.push_back({record.at, record.node, kind, log.size()});
    log.push_back(record);
}

void Recorder::append_frame(const FrameObservation& observation, sim::Frame frame) {
    append(RecordKind::Frame, observation);
    frames_.push_back(std::move(frame));
}

std::string_view Recorder::keep(std::string_view text) {
    const auto known = strings_->find(text);
    return known != strings_->end() ? *known : *strings_->emplace(text).first;
}

void Recorder::record(const trace::FrameSent& sent) {
    append_frame({sent.at,
                  sent.node,
                  sent.port,
                  FrameObservation::What::Sent,
                  {},
                  sent.frame.packet(),
                  sent.duration,
                  {}},
                 sent.frame.share());
}

void Recorder::record(const trace::FrameReceived& received) {
    append_frame({received.at,
                  received.node,
                  received.port,
                  FrameObservation::What::Received,
                  {},
                  received.frame.packet(),
                  {},
                  {}},
                 received.frame.share());
}

void Recorder::record(const trace::FrameLost& lost) {
    append_frame(
        {lost.at, lost.node, lost.port, FrameObservation::What::Lost, lost.cause, lost.packet, {}, {}},
        lost.unsent == nullptr ? sim::Frame{} : lost.unsent->share());
}

void Recorder::record(const trace::PacketDropped& record) {
    append(RecordKind::Drop, record);
}
void Recorder::record(const trace::SegmentSent& record) {
    append(RecordKind::Segment, record);
}
void Recorder::record(const trace::TcpStateChange& record) {
    append(RecordKind::State, record);
}
void Recorder::record(const trace::TcpSample& record) {
    append(RecordKind::Sample, record);
}
void Recorder::record(const trace::TimerChange& record) {
    append(RecordKind::Timer, record);
}
void Recorder::record(const trace::ArpChange& record) {
    append(RecordKind::Arp, record);
}
void Recorder::record(const trace::MacLearned& record) {
    append(RecordKind::Mac, record);
}
void Recorder::record(const trace::LinkChange& record) {
    append(RecordKind::Link, record);
}
void Recorder::record(const trace::HostChange& record) {
    append(RecordKind::Host, record);
}

void Recorder::record(const trace::SocketCall& record) {
    trace::SocketCall kept = record;
    kept.process = keep(record.process);
    kept.call = keep(record.call);
    append(RecordKind::Call, kept);
}

void Recorder::record(const trace::AppLog& record) {
    trace::AppLog kept = record;
    kept.process = keep(record.process);
    kept.text = keep(record.text);
    append(RecordKind::Log, kept);
}

Run Recorder::finish(RunHeader header, const RunEnd& end) {
    ByteStore bytes;
    std::unordered_map<const std::uint8_t*, ByteStore::Place> copies;
    auto& log = std::get<std::vector<FrameObservation>>(logs_);
    for (std::size_t i = 0; i < log.size(); ++i) {
        if (!frames_[i]) continue;
        const auto frame = frames_[i].bytes();
        const auto [copy, is_new] = copies.try_emplace(frame.data());
        if (is_new || copy->second.size != frame.size()) copy->second = bytes.append(frame);
        log[i].bytes = copy->second;
    }
    frames_.clear();
    return Run{std::move(header),        end,
               std::exchange(logs_, {}), std::exchange(timeline_, {}),
               std::move(bytes),         std::exchange(strings_, std::make_unique<StringPool>())};
}

}  // namespace patchcord::results
