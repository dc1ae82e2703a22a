// setsockopt and getsockopt by number. Every line was compared with Linux 6.18.
// Read next: models/host/posix/socket_level.cpp, tcp_level.cpp, ip_level.cpp.
// Not here: what the options do.
#include "models/host/posix/options.hpp"

#include "models/tcp/info.hpp"
#include "tests/models/host/posix/two_ends.hpp"

using namespace patchcord;
using namespace patchcord::tests;

namespace {

/// What getsockopt says after each of setsockopt(-1), (0), (1), (300) and (40000), on sockets that are new.
std::string series(int level, int name) {
    TwoEnds ends{models::tcp::profile_config(models::tcp::Profile::Linux)};
    std::string all;
    for (const int value : {-1, 0, 1, 300, 40000}) {
        const int fd = TwoEnds::open(ends.client);
        const std::string done = TwoEnds::set(ends.client, fd, level, name, value);
        all += (all.empty() ? "" : " ") + (done == "0" ? TwoEnds::get(ends.client, fd, level, name) : done);
    }
    return all;
}

}  // namespace

TEST_CASE("options by number: which values are taken, and what they become") {
    CHECK(series(kSolSocket, kSoReuseAddr) == "1 0 1 1 1");
    CHECK(series(kSolSocket, kSoType) == "ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT");
    CHECK(series(kSolSocket, kSoSndBuf) == "8388608 4608 4608 4608 80000");
    CHECK(series(kSolSocket, kSoRcvBuf) == "8388608 2304 2304 2304 80000");
    CHECK(series(kSolSocket, kSoKeepAlive) == "1 0 1 1 1");
    CHECK(series(kSolSocket, kSoOobInline) == "1 0 1 1 1");
    CHECK(series(kSolSocket, kSoPriority) == "-1 0 1 300 40000");
    CHECK(series(kSolSocket, kSoLinger) == "EINVAL EINVAL EINVAL EINVAL EINVAL");
    CHECK(series(kIpprotoTcp, kTcpNodelay) == "1 0 1 1 1");
    CHECK(series(kIpprotoTcp, kTcpMaxSeg) == "EINVAL 536 EINVAL 300 EINVAL");
    CHECK(series(kIpprotoTcp, kTcpCork) == "1 0 1 1 1");
    CHECK(series(kIpprotoTcp, kTcpKeepIdle) == "EINVAL EINVAL 1 300 EINVAL");
    CHECK(series(kIpprotoTcp, kTcpKeepIntvl) == "EINVAL EINVAL 1 300 EINVAL");
    CHECK(series(kIpprotoTcp, kTcpKeepCnt) == "EINVAL EINVAL 1 EINVAL EINVAL");
    CHECK(series(kIpprotoTcp, kTcpSyncnt) == "EINVAL EINVAL 1 EINVAL EINVAL");
    CHECK(series(kIpprotoTcp, kTcpLinger2) == "-1 60 1 120 120");
    CHECK(series(kIpprotoTcp, kTcpDeferAccept) == "0 0 1 367 29887");
    CHECK(series(kIpprotoTcp, kTcpWindowClamp) == "1152 0 1152 1152 40000");
    CHECK(series(kIpprotoTcp, kTcpUserTimeout) == "EINVAL 0 1 300 40000");
    CHECK(series(kIpprotoTcp, kTcpFastopen) == "EINVAL 0 1 300 4096");
    CHECK(series(kIpprotoTcp, kTcpNotsentLowat) == "-1 0 1 300 40000");
    CHECK(series(kIpprotoTcp, kTcpInq) == "EINVAL 0 1 EINVAL EINVAL");
    CHECK(series(kIpprotoTcp, kTcpFastopenConnect) == "EINVAL 0 1 EINVAL EINVAL");
    CHECK(series(kIpprotoTcp, kTcpTimestamp) == "EPERM EPERM EPERM EPERM EPERM");
    CHECK(series(kIpprotoIp, kIpTos) == "252 0 0 44 64");
    CHECK(series(kIpprotoIp, kIpTtl) == "64 EINVAL 1 EINVAL EINVAL");
    CHECK(series(kIpprotoIp, kIpMtuDiscover) == "EINVAL 0 1 EINVAL EINVAL");
    CHECK(series(kIpprotoIp, kIpRecvErr) == "1 0 1 1 1");
    CHECK(series(kIpprotoIp, kIpMtu) == "ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT");
    CHECK(series(kIpprotoTcp, 99) == "ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT");
    CHECK(series(41, 1) == "ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT ENOPROTOOPT");
}

TEST_CASE("options by number: what a new socket says") {
    TwoEnds ends{models::tcp::profile_config(models::tcp::Profile::Linux)};
    const int fd = TwoEnds::open(ends.client);
    const auto get = [&](int level, int name) { return TwoEnds::get(ends.client, fd, level, name); };
    CHECK(get(kSolSocket, kSoType) == "1");
    CHECK(get(kSolSocket, kSoProtocol) == "6");
    CHECK(get(kSolSocket, kSoDomain) == "2");
    CHECK(get(kSolSocket, kSoError) == "0");
    CHECK(get(kSolSocket, kSoRcvBuf) == "131072");
    CHECK(get(kSolSocket, kSoRcvLowat) == "1");
    CHECK(get(kSolSocket, kSoAcceptConn) == "0");
    CHECK(get(kIpprotoTcp, kTcpKeepIdle) == "7200");
    CHECK(get(kIpprotoTcp, kTcpKeepIntvl) == "75");
    CHECK(get(kIpprotoTcp, kTcpKeepCnt) == "9");
    CHECK(get(kIpprotoTcp, kTcpSyncnt) == "6");
    CHECK(get(kIpprotoTcp, kTcpQuickack) == "1");
    CHECK(get(kIpprotoTcp, kTcpNotsentLowat) == "0");
    CHECK(get(kIpprotoIp, kIpMtu) == "ENOTCONN");
    CHECK(text(ends.client.listen(fd, 1)) == "0");
    CHECK(get(kSolSocket, kSoAcceptConn) == "1");
}

TEST_CASE("options by number: how many bytes go each way") {
    TwoEnds ends;
    const Calls& calls = ends.client;
    const int fd = TwoEnds::open(calls);
    CHECK(TwoEnds::set(calls, fd, kSolSocket, kSoReuseAddr, 1, 1) == "EINVAL");
    CHECK(TwoEnds::set(calls, fd, kSolSocket, kSoType, 1, 1) == "EINVAL");
    CHECK(TwoEnds::set(calls, fd, kIpprotoTcp, kTcpNodelay, 1, -1) == "EINVAL");
    CHECK(text(calls.setsockopt(fd, kIpprotoTcp, kTcpNodelay, nullptr, 4)) == "EFAULT");
    CHECK(TwoEnds::set(calls, fd, kIpprotoIp, kIpTos, 0x20, 1) == "0");  // one byte is enough here
    CHECK(TwoEnds::get(calls, fd, kIpprotoIp, kIpTos) == "32");
    std::array<std::uint8_t, 8> bytes{};
    bytes.fill(0xEE);
    std::int32_t length = 2;
    CHECK(text(calls.getsockopt(fd, kSolSocket, kSoType, bytes.data(), &length)) == "0");
    CHECK(length == 2);
    CHECK(bytes == std::array<std::uint8_t, 8>{1, 0, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE});
    length = 3;
    CHECK(text(calls.getsockopt(fd, kIpprotoIp, kIpTos, bytes.data(), &length)) == "0");
    CHECK(length == 1);
    length = -1;
    CHECK(text(calls.getsockopt(fd, kSolSocket, kSoType, bytes.data(), &length)) == "EINVAL");
    CHECK(text(calls.getsockopt(fd, kSolSocket, kSoType, bytes.data(), nullptr)) == "EFAULT");
    length = 4;
    CHECK(text(calls.getsockopt(fd, kSolSocket, kSoType, nullptr, &length)) == "EFAULT");
}

TEST_CASE("options by number: structures and strings") {
    TwoEnds ends;
    const Calls& calls = ends.client;
    const int fd = TwoEnds::open(calls);
    std::array<std::int64_t, 2> time{1, 500'000};
    CHECK(text(calls.setsockopt(fd, kSolSocket, kSoRcvTimeo, time.data(), 16)) == "0");
    time = {};
    std::int32_t length = 16;
    CHECK(text(calls.getsockopt(fd, kSolSocket, kSoRcvTimeo, time.data(), &length)) == "0");
    CHECK(time == std::array<std::int64_t, 2>{1, 500'000});
    time[1] = 1'000'000;
    CHECK(text(calls.setsockopt(fd, kSolSocket, kSoRcvTimeo, time.data(), 16)) == "EDOM");
    CHECK(text(calls.setsockopt(fd, kSolSocket, kSoRcvTimeo, time.data(), 8)) == "EINVAL");
    CHECK(text(calls.setsockopt(fd, kIpprotoTcp, kTcpCongestion, "newreno", 7)) == "0");
    CHECK(text(calls.setsockopt(fd, kIpprotoTcp, kTcpCongestion, "nonsense", 8)) == "ENOENT");
    CHECK(text(calls.setsockopt(fd, kIpprotoTcp, kTcpCongestion, "", 0)) == "EINVAL");
    std::array<char, 16> name{};
    length = 16;
    CHECK(text(calls.getsockopt(fd, kIpprotoTcp, kTcpCongestion, name.data(), &length)) == "0");
    CHECK(std::string{name.data()} == "newreno");
    CHECK(text(calls.setsockopt(fd, kIpprotoTcp, kTcpFastopenKey, "abc", 3)) == "EINVAL");
    CHECK(text(calls.setsockopt(fd, kIpprotoTcp, kTcpFastopenKey, "0123456789abcdef", 16)) == "0");
}

TEST_CASE("options by number: names as scripts write them") {
    const auto cork = option_from_name("TCP_CORK");
    REQUIRE(cork);
    CHECK(cork->level == kIpprotoTcp);
    CHECK(cork->name == kTcpCork);
    CHECK_FALSE(option_from_name("TCP_NONSENSE"));
}

TEST_CASE("options by number: accepted sockets begin with their listener's") {
    TwoEnds ends;
    ends.l = TwoEnds::open(ends.server);
    CHECK(TwoEnds::set(ends.server, ends.l, kIpprotoTcp, kTcpNodelay, 1) == "0");
    CHECK(TwoEnds::set(ends.server, ends.l, kSolSocket, kSoOobInline, 1) == "0");
    CHECK(TwoEnds::set(ends.server, ends.l, kSolSocket, kSoSndBuf, 10000) == "0");
    CHECK(text(ends.server.bind(ends.l, &TwoEnds::kListen)) == "0");
    CHECK(text(ends.server.listen(ends.l, 5)) == "0");
    ends.c = TwoEnds::open(ends.client);
    CHECK(now(ends.client.connect(ends.c, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    ends.run();
    ends.a = std::stoi(now(ends.server.accept(ends.l)));
    CHECK(TwoEnds::get(ends.server, ends.a, kIpprotoTcp, kTcpNodelay) == "1");
    CHECK(TwoEnds::get(ends.server, ends.a, kSolSocket, kSoOobInline) == "1");
    CHECK(TwoEnds::get(ends.server, ends.a, kSolSocket, kSoSndBuf) == "20000");
    CHECK(text(ends.server.fcntl(ends.a, kFGetFl)) == "2");  // but not O_NONBLOCK
}

TEST_CASE("options by number: TCP_INFO has Linux's bytes and names") {
    TwoEnds ends;
    ends.establish();
    std::array<std::uint8_t, 256> bytes{};
    std::int32_t length = 256;
    CHECK(text(ends.client.getsockopt(ends.c, kIpprotoTcp, kTcpInfo, bytes.data(), &length)) == "0");
    CHECK(length == 248);
    CHECK(bytes[0] == 1);                         // tcpi_state: ESTABLISHED
    CHECK((bytes[16] | bytes[17] << 8) == 1460);  // tcpi_snd_mss
    const auto* mss = models::tcp::find_info_field("tcpi_snd_mss");
    REQUIRE(mss != nullptr);
    CHECK(mss->offset == 16);
    CHECK(models::tcp::find_info_field("tcpi_rehash")->offset == 236);
    CHECK(models::tcp::find_info_field("nonsense") == nullptr);
    length = 1;
    CHECK(text(ends.server.getsockopt(ends.l, kIpprotoTcp, kTcpInfo, bytes.data(), &length)) == "0");
    CHECK(bytes[0] == 10);  // LISTEN
    CHECK(length == 1);
}
