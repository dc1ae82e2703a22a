// Appending, and the end: frames that are the same memory (sent here and received there, or flooded) become
// one copy. Read next: results/record/run.cpp.
#include "results/record/recorder.hpp"

#include <algorithm>
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

void Recorder::append_frame(const FrameObservation& observation, const sim::Frame* frame) {
    FrameObservation seen = observation;
    if (frame != nullptr) seen.length = static_cast<std::uint32_t>(frame->bytes().size());
    if (snap_ == kWhole) {
        frames_.push_back(frame == nullptr ? sim::Frame{} : frame->share());
    } else if (frame != nullptr) {
        seen.bytes = bytes_.append(frame->bytes().first(std::min(snap_, frame->bytes().size())));
    }
    append(RecordKind::Frame, seen);
}

std::string_view Recorder::keep(std::string_view text) {
    const auto known = strings_->find(text);
    return known != strings_->end() ? *known : *strings_->emplace(text).first;
}

void Recorder::record(const trace::FrameSent& sent) {
    append_frame({.at = sent.at,
                  .node = sent.node,
                  .port = sent.port,
                  .what = FrameObservation::What::Sent,
                  .packet = sent.frame.packet(),
                  .duration = sent.duration},
                 &sent.frame);
}

void Recorder::record(const trace::FrameReceived& received) {
    append_frame({.at = received.at,
                  .node = received.node,
                  .port = received.port,
                  .what = FrameObservation::What::Received,
                  .packet = received.frame.packet()},
                 &received.frame);
}

void Recorder::record(const trace::FrameLost& lost) {
    append_frame({.at = lost.at,
                  .node = lost.node,
                  .port = lost.port,
                  .what = FrameObservation::What::Lost,
                  .cause = lost.cause,
                  .packet = lost.packet},
                 lost.unsent);
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
    std::unordered_map<const std::uint8_t*, ByteStore::Place> copies;
    auto& log = std::get<std::vector<FrameObservation>>(logs_);
    for (std::size_t i = 0; i < frames_.size(); ++i) {
        if (!frames_[i]) continue;
        const auto frame = frames_[i].bytes();
        const auto [copy, is_new] = copies.try_emplace(frame.data());
        if (is_new || copy->second.size != frame.size()) copy->second = bytes_.append(frame);
        log[i].bytes = copy->second;
    }
    frames_.clear();
    return Run{std::move(header),         end,
               std::exchange(logs_, {}),  std::exchange(timeline_, {}),
               std::exchange(bytes_, {}), std::exchange(strings_, std::make_unique<StringPool>())};
}

}  // namespace patchcord::results
