// What counts when a packet that came is compared with the expected one, and what does not.
#include "scenarios/drill/wire/compare.hpp"

#include <doctest/doctest.h>

namespace patchcord::tests {

using namespace scenarios::drill;

namespace {

Packet compared_segment(std::uint16_t flags, std::uint32_t seq, std::size_t length,
                        std::vector<std::uint8_t> options = {}) {
    Packet packet;
    packet.payload.resize(length);
    TcpSegment tcp;
    tcp.seq = seq;
    tcp.ack = 1;
    tcp.flags = flags;
    tcp.window = 1000;
    tcp.options = std::move(options);
    packet.body = std::move(tcp);
    return packet;
}

struct CompareFixture {
    Expected expected{compared_segment(tcp_bits::kAck, 1, 0)};
    Packet actual = compared_segment(tcp_bits::kAck, 1, 0);
    Conversation conversation{};
    TimestampRule timestamps{};

    std::string fault() const { return difference(expected, actual, conversation, timestamps).value_or(""); }
};

const std::vector<std::uint8_t> kStamps{1, 1, 8, 10, 0, 0, 0, 100, 0, 0, 0, 7};

}  // namespace

TEST_CASE_FIXTURE(CompareFixture, "equal packets are equal") {
    CHECK(fault() == "");
}

TEST_CASE_FIXTURE(CompareFixture, "each field of TCP counts") {
    SUBCASE("flags") {
        actual.tcp()->flags |= tcp_bits::kEce;
        CHECK(fault() == "flags: expected ., actual .E");
    }
    SUBCASE("sequence number") {
        actual.tcp()->seq = 2;
        CHECK(fault() == "sequence number: expected 1, actual 2");
    }
    SUBCASE("acknowledgment") {
        actual.tcp()->ack = 2;
        CHECK(fault() == "acknowledgment: expected 1, actual 2");
    }
    SUBCASE("urgent pointer") {
        actual.tcp()->urgent_pointer = 2;
        CHECK(fault() == "urgent pointer: expected 0, actual 2");
    }
    SUBCASE("options that are not expected") {
        actual.tcp()->options = {2, 4, 5, 180};
        CHECK(fault() == "options: expected <>, actual <mss 1460>");
    }
}

TEST_CASE_FIXTURE(CompareFixture, "the window counts only when it is written") {
    actual.tcp()->window = 5;
    CHECK(fault() == "");
    expected.window = true;
    CHECK(fault() == "window: expected 1000, actual 5");
}

TEST_CASE_FIXTURE(CompareFixture, "the ECN bits, the whole byte, or neither") {
    actual.tos = 0x11;
    CHECK(fault() == "");
    expected.tos = Expected::Tos::Ect01;
    CHECK(fault() == "");
    expected.tos = Expected::Tos::Ecn;
    expected.packet.tos = 2;
    CHECK(fault() == "ECN bits: expected 2, actual 1");
    expected.tos = Expected::Tos::Whole;
    CHECK(fault() == "type of service: expected 2, actual 17");
}

TEST_CASE_FIXTURE(CompareFixture, "PSH must be there at the end of a write, and need not within it") {
    expected = {compared_segment(tcp_bits::kAck | tcp_bits::kPsh, 1, 100)};
    actual = compared_segment(tcp_bits::kAck, 1, 100);
    CHECK(fault() == "");
    conversation.wrote(100);
    CHECK(fault() == "flags: expected P., actual .");
    expected = {compared_segment(tcp_bits::kAck, 1, 100)};
    actual = compared_segment(tcp_bits::kAck | tcp_bits::kPsh, 1, 100);
    CHECK(fault() == "flags: expected ., actual P.");
}

TEST_CASE_FIXTURE(CompareFixture, "TS val counts when a tick has a length, TS ecr when the script sent it") {
    expected.packet.tcp()->options = kStamps;
    actual.tcp()->options = kStamps;
    actual.tcp()->options[7] = 120;
    actual.tcp()->options[11] = 8;
    CHECK(fault() == "");
    timestamps = {1000, 19'000};
    CHECK(fault() == "TS val: expected 100, actual 120");
    timestamps.tolerance_usecs = 20'000;
    CHECK(fault() == "");
    conversation.timestamps.remote_sent(7);
    CHECK(fault() == "TS ecr: expected 7, actual 8");
}

TEST_CASE_FIXTURE(CompareFixture, "data must be zeros") {
    expected = {compared_segment(tcp_bits::kAck, 1, 3)};
    actual = compared_segment(tcp_bits::kAck, 1, 3);
    actual.payload[2] = 1;
    CHECK(fault() == "the data is not the zeros that were written");
}

TEST_CASE("segments of a burst are joined") {
    const Packet first = compared_segment(tcp_bits::kAck | tcp_bits::kCwr, 1, 1000);
    const Packet second = compared_segment(tcp_bits::kAck | tcp_bits::kPsh, 1001, 500);
    CHECK_FALSE(joint_fault(first, second, 500));
    const Packet whole = joined({first, second});
    CHECK(to_text(whole) == "P.W 1:1501(1500) ack 1 win 1000");
}

TEST_CASE("segments that do not belong together are not joined") {
    const Packet first = compared_segment(tcp_bits::kAck, 1, 1000);
    CHECK(joint_fault(first, compared_segment(tcp_bits::kAck, 1001, 500), 1000) ==
          "segments of 1000 and 500 bytes");
    CHECK(joint_fault(first, compared_segment(tcp_bits::kAck, 3001, 1000), 1000) ==
          "the next sequence number: expected 1001, actual 3001");
    CHECK(joint_fault(first, compared_segment(tcp_bits::kAck | tcp_bits::kSyn, 1001, 1000), 1000) ==
          "flags . and S. of segments that belong together");
}

TEST_CASE("timestamps of the script stand for those of the wire") {
    TimestampMap map;
    CHECK_FALSE(map.to_script(5));
    map.learn(100, 0xFFFF'FFF0);
    map.learn(200, 100);
    CHECK(map.to_script(0) == 116);
    CHECK(map.to_live(200) == 100);
    CHECK_FALSE(map.to_live(150));
    CHECK(map.interpolated(150) == 34);
}

}  // namespace patchcord::tests
