// What the flags of send and recv do, messages in pieces, urgent data as the reader sees it. Compared with
// Linux 6.18. Read next: models/host/stream_operations.cpp, models/tcp/transfer.cpp. Not here: what goes over
// the wire when (tests/models/tcp).
#include "tests/models/host/posix/two_ends.hpp"

using namespace patchcord;
using namespace patchcord::tests;
using namespace patchcord::models::host::poll_bits;

TEST_CASE("transfer flags: peeking takes nothing") {
    TwoEnds ends;
    ends.establish();
    CHECK(TwoEnds::write(ends.server, ends.a, "hello") == "5");
    ends.run();
    CHECK(TwoEnds::read(ends.client, ends.c, 3, kMsgPeek) == "hel");
    CHECK(TwoEnds::read(ends.client, ends.c, 100, kMsgPeek) == "hello");
    CHECK(now(ends.client.recv(ends.c, {nullptr, 3}, kMsgTrunc)) == "3");  // counted, not copied
    CHECK(TwoEnds::read(ends.client, ends.c) == "lo");
    CHECK(TwoEnds::read(ends.client, ends.c, 100, kMsgPeek) == "EAGAIN");
}

TEST_CASE("transfer flags: messages in pieces") {
    TwoEnds ends;
    ends.establish();
    std::string text_sent = "abcdefgh";
    auto* data = reinterpret_cast<std::uint8_t*>(text_sent.data());
    const std::array<IoVector, 4> out{{{nullptr, 0}, {data, 3}, {nullptr, 0}, {data + 3, 5}}};
    const std::size_t frames = ends.bench.seen.frames.size();
    CHECK(now(ends.server.writev(ends.a, out)) == "8");
    ends.run();
    CHECK(ends.bench.seen.frames.size() == frames);
    std::array<std::uint8_t, 4> first{};
    std::array<std::uint8_t, 10> second{};
    const std::array<IoVector, 2> in{{{first.data(), 4}, {second.data(), 10}}};
    Message message;
    message.pieces = in;
    CHECK(now(ends.client.recvmsg(ends.c, &message, 0)) == "8");
    CHECK(std::string(first.begin(), first.end()) == "abcd");
    CHECK(std::string(second.begin(), second.begin() + 4) == "efgh");
    CHECK(message.flags == 0);
    CHECK(message.control.empty());
}

TEST_CASE("transfer flags: TCP_INQ tells what is left, and one more at the end") {
    TwoEnds ends;
    ends.establish();
    CHECK(TwoEnds::set(ends.client, ends.c, kIpprotoTcp, kTcpInq, 1) == "0");
    CHECK(TwoEnds::write(ends.server, ends.a, "hello") == "5");
    ends.run();
    std::array<std::uint8_t, 4> bytes{};
    const std::array<IoVector, 1> in{{{bytes.data(), 4}}};
    Message message;
    message.pieces = in;
    CHECK(now(ends.client.recvmsg(ends.c, &message, 0)) == "4");
    REQUIRE(message.control.size() == 1);
    CHECK(message.control[0].level == kIpprotoTcp);
    CHECK(message.control[0].type == kTcpInq);
    CHECK(message.control[0].value() == 1);
    TwoEnds::finish(ends.server, ends.a);
    ends.run();
    CHECK(now(ends.client.recvmsg(ends.c, &message, 0)) == "1");
    CHECK(message.control[0].value() == 1);
}

TEST_CASE("transfer flags: Fast Open asks for a cookie first, error reports are read when there are some") {
    TwoEnds ends;
    ends.establish();
    std::uint8_t byte = 0;
    const int fd = TwoEnds::open(ends.client);
    CHECK(now(ends.client.sendto(fd, {&byte, 1}, kMsgFastopen, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    Message message;
    CHECK(now(ends.client.recvmsg(ends.c, &message, kMsgErrqueue)) == "EAGAIN");
}

TEST_CASE("urgent data: out of line, the reader stops at the mark and takes the octet by itself") {
    TwoEnds ends;
    ends.establish();
    CHECK(TwoEnds::read(ends.client, ends.c, 1, kMsgOob) == "EINVAL");
    CHECK(TwoEnds::write(ends.server, ends.a, "abc", kMsgOob) == "3");
    ends.run();
    CHECK((TwoEnds::poll(ends.bench.client, ends.c) & (kPri | kIn)) == (kPri | kIn));
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocAtMark) == "0");
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocInq) == "2");
    CHECK(TwoEnds::read(ends.client, ends.c, 10) == "ab");
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocAtMark) == "1");
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocInq) == "0");
    CHECK((TwoEnds::poll(ends.bench.client, ends.c) & (kPri | kIn)) == kPri);
    CHECK(TwoEnds::read(ends.client, ends.c, 5, kMsgOob | kMsgPeek) == "c");
    CHECK(TwoEnds::read(ends.client, ends.c, 5, kMsgOob) == "c");
    CHECK(TwoEnds::read(ends.client, ends.c, 5, kMsgOob) == "EINVAL");
    CHECK(TwoEnds::write(ends.server, ends.a, "de") == "2");
    ends.run();
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocInq) == "0");
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocAtMark) == "1");
    CHECK(TwoEnds::read(ends.client, ends.c, 10) == "de");
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocAtMark) == "0");
}

TEST_CASE("urgent data: in line, the reader stops in front of it only") {
    TwoEnds ends;
    ends.establish();
    CHECK(TwoEnds::set(ends.client, ends.c, kSolSocket, kSoOobInline, 1) == "0");
    CHECK(TwoEnds::write(ends.server, ends.a, "xyz", kMsgOob) == "3");
    CHECK(TwoEnds::write(ends.server, ends.a, "q") == "1");
    ends.run();
    CHECK(TwoEnds::read(ends.client, ends.c, 5, kMsgOob) == "EINVAL");
    CHECK(TwoEnds::read(ends.client, ends.c, 10) == "xy");
    CHECK(TwoEnds::ioctl(ends.client, ends.c, kSiocAtMark) == "1");
    CHECK(TwoEnds::read(ends.client, ends.c, 10) == "zq");
}

TEST_CASE("send buffers: SO_SNDBUF counts memory, and a third must be free before writing is announced") {
    TwoEnds ends;
    ends.establish();
    CHECK(TwoEnds::set(ends.client, ends.c, kSolSocket, kSoRcvBuf, 2000) == "0");
    CHECK(TwoEnds::set(ends.server, ends.a, kSolSocket, kSoSndBuf, 21000) == "0");
    const std::string much(400'000, 'x');
    const std::size_t taken = std::stoul(TwoEnds::write(ends.server, ends.a, much));
    CHECK(taken >= 42'000);
    CHECK(taken < 100'000);
    ends.run();
    const std::size_t queued = std::stoul(TwoEnds::ioctl(ends.server, ends.a, kSiocOutq));
    CHECK(queued <= taken);
}
