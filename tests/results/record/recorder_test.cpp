#include "results/record/recorder.hpp"

#include "results/record/fan_out.hpp"
#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace patchcord::results {
namespace {

/// A frame of 60 bytes with `first` in front.
sim::Frame frame(sim::BufferPool& pool, sim::PacketId packet, std::uint8_t first) {
    sim::Buffer buffer{pool, 60};
    std::ranges::fill(buffer.append(60), first);
    buffer.set_packet(packet);
    return std::move(buffer).freeze();
}

constexpr sim::Time at(std::int64_t microseconds) {
    return sim::kStart + std::chrono::microseconds{microseconds};
}

TEST_CASE("a run is ordered by time, then node, then as things were recorded") {
    Recorder recorder;
    recorder.record(trace::MacLearned{at(2), kServer, kPort, TwoHosts::mac(kClient)});
    recorder.record(trace::MacLearned{at(1), kServer, kPort, TwoHosts::mac(kClient)});
    recorder.record(trace::AppLog{at(1), kServer, "app", "second", false});
    recorder.record(trace::AppLog{at(1), kClient, "app", "first", false});
    recorder.record(trace::AppLog{at(1), kServer, "app", "third", false});
    const Run run = recorder.finish(TwoHosts::header(), {at(3), StopReason::Idle, 5});

    std::vector<std::string_view> texts;
    for (const trace::AppLog& line : run.records<trace::AppLog>())
        texts.push_back(line.text);
    CHECK(texts == std::vector<std::string_view>{"first", "second", "third"});
    CHECK(run.records<trace::MacLearned>()[0].at == at(1));

    std::vector<RecordKind> kinds;
    for (const TimelineEntry& entry : run.timeline())
        kinds.push_back(entry.kind);
    using enum RecordKind;
    CHECK(kinds == std::vector<RecordKind>{Log, Mac, Log, Log, Mac});
    CHECK(run.timeline()[1].index == 0);
    CHECK(run.timeline()[4].index == 1);
}

TEST_CASE("with a snap length the beginning of each frame is kept, and its length") {
    Recorder recorder{3};
    sim::BufferPool pool;
    const sim::Frame sent = frame(pool, sim::PacketId{kClient, 1}, 0xAB);
    recorder.record(trace::FrameSent{at(0), kClient, kPort, 5us, sent});
    recorder.record(
        trace::FrameLost{at(1), kClient, kPort, models::wire::LossCause::Cut, sim::PacketId{kClient, 1}});
    const Run run = recorder.finish(TwoHosts::header(), {at(3), StopReason::Idle, 5});
    CHECK(std::ranges::equal(run.bytes(run.frames()[0]), sent.bytes().first(3)));
    CHECK(run.captured(run.frames()[0]).length == sent.bytes().size());
    CHECK(run.captured(run.frames()[1]).bytes.empty());
}

TEST_CASE("the run keeps bytes and strings when those who made them are gone") {
    Recorder recorder;
    {
        sim::BufferPool pool;
        const sim::Frame sent = frame(pool, sim::PacketId{kClient, 1}, 0xAB);
        const std::string process = "client-process";
        recorder.record(trace::FrameSent{at(0), kClient, kPort, 5us, sent});
        recorder.record(trace::FrameReceived{at(6), kServer, kPort, sent});
        recorder.record(trace::AppLog{at(6), kServer, process, "hello", false});
        recorder.record(trace::AppLog{at(7), kServer, process, "hello", false});
        const Run run = recorder.finish(TwoHosts::header(), {});
        CHECK(pool.outstanding() == 1);  // `sent`; the recorder let go
        CHECK(run.frames().size() == 2);
    }
    Run kept = [] {
        sim::BufferPool pool;
        Recorder other;
        const sim::Frame sent = frame(pool, sim::PacketId{kClient, 1}, 0xAB);
        other.record(trace::FrameSent{at(0), kClient, kPort, 5us, sent});
        other.record(trace::FrameReceived{at(6), kServer, kPort, sent});
        other.record(trace::AppLog{at(6), kServer, std::string{"a process"}, std::string{"a text"}, true});
        return other.finish(TwoHosts::header(), {});
    }();
    const Run run = std::move(kept);
    REQUIRE(run.frames().size() == 2);
    CHECK(run.bytes(run.frames()[0]).size() == 60);
    CHECK(run.bytes(run.frames()[1]).front() == 0xAB);
    CHECK(run.bytes(run.frames()[0]).data() == run.bytes(run.frames()[1]).data());  // once
    CHECK(run.records<trace::AppLog>()[0].process == "a process");
    CHECK(run.records<trace::AppLog>()[0].text == "a text");
}

TEST_CASE("a loss has no bytes, and a recorder can record again") {
    Recorder recorder;
    recorder.record(
        trace::FrameLost{at(1), kClient, kPort, wire::LossCause::Queue, sim::PacketId{kClient, 9}});
    const Run first = recorder.finish(TwoHosts::header(), {});
    CHECK(first.bytes(first.frames()[0]).empty());
    CHECK(first.frames()[0].cause == wire::LossCause::Queue);
    const Run second = recorder.finish(TwoHosts::header(), {});
    CHECK(second.frames().empty());
    CHECK(second.timeline().empty());
}

TEST_CASE("a run knows cables, peers and owners of addresses") {
    const Run run = Recorder{}.finish(TwoHosts::header(), {});
    CHECK(run.peer({kClient, kPort}) == PortRef{kServer, kPort});
    CHECK(run.link_at({kServer, kPort})->name == "client-server");
    CHECK(run.link_at({kServer, sim::PortId{1}}) == nullptr);
    CHECK(!run.peer({kServer, sim::PortId{1}}));
    CHECK(run.owner(TwoHosts::address(kServer)) == kServer);
    CHECK(!run.owner(wire::Ipv4Address{10, 0, 0, 9}));
    CHECK(run.node(kClient).name == "client");
}

TEST_CASE("both sinks of a fan-out hear everything") {
    Recorder first;
    Recorder second;
    FanOut both{first, second};
    both.record(trace::AppLog{at(1), kClient, "app", "line", false});
    both.record(trace::MacLearned{at(1), kClient, kPort, {}});
    CHECK(first.finish(TwoHosts::header(), {}).timeline().size() == 2);
    CHECK(second.finish(TwoHosts::header(), {}).timeline().size() == 2);
}

}  // namespace
}  // namespace patchcord::results
