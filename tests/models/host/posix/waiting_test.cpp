// Calls that wait, in processes: how long, and for what.
// Read next: models/host/posix/waiting_calls.cpp, sim/coro/operation.hpp.
// Not here: calls that must not wait (states_test.cpp).
#include "sim/coro/sleep.hpp"
#include "tests/models/host/posix/two_ends.hpp"

using namespace patchcord;
using namespace patchcord::tests;

namespace {

/// What was called, what it gave, and when it returned, in whole milliseconds.
struct Diary {
    host::Host* host;
    std::vector<std::string> lines;
    void note(std::string_view call, const Returned& value) {
        const auto ms = std::chrono::floor<std::chrono::milliseconds>(host->context().now() - sim::kStart);
        lines.push_back(std::to_string(ms.count()) + ": " + std::string{call} + " = " + text(value));
    }
};

int blocking_socket(const Calls& calls) {
    return static_cast<int>(calls.socket(kAfInet, kSockStream, 0).value());
}

Task<> serve(Calls calls, Diary* diary) {
    const int l = blocking_socket(calls);
    calls.bind(l, &TwoEnds::kListen).value();
    calls.listen(l, 5).value();
    const Returned accepted = co_await calls.accept(l);
    diary->note("accept", accepted);
    const int a = static_cast<int>(*accepted);
    std::array<std::uint8_t, 3000> bytes{};
    const IoVector memory{bytes.data(), 1000};
    const Returned some = co_await calls.read(a, memory);
    diary->note("read", some);
    const Returned all = co_await calls.recv(a, memory, kMsgWaitall);
    diary->note("recv all", all);
    const Returned none = co_await calls.recv(a, memory, kMsgDontwait);
    diary->note("recv", none);
    const std::array<std::int64_t, 2> limit{0, 50'000};
    calls.setsockopt(a, kSolSocket, kSoRcvTimeo, limit.data(), 16).value();
    const Returned late = co_await calls.read(a, memory);
    diary->note("read", late);
    PollDescriptor watched{a, 1, 0};
    const sim::Task<Returned> polling = calls.poll({&watched, 1}, 20);
    const Returned nothing = co_await polling;
    diary->note("poll", nothing);
    const sim::Task<Returned> again = calls.poll({&watched, 1}, -1);
    const Returned ready = co_await again;
    diary->note("poll", ready);
    CHECK(watched.revents == 1);
    const Returned end = co_await calls.recv(a, memory, kMsgWaitall);
    diary->note("recv all", end);
    const sim::Task<Returned> closing = calls.close(a);
    const Returned closed = co_await closing;
    diary->note("close", closed);
}

Task<> talk(Calls calls, Diary* diary) {
    const int c = blocking_socket(calls);
    const Returned connected = co_await calls.connect(c, &TwoEnds::kServerAddress);
    diary->note("connect", connected);
    std::array<std::uint8_t, 3000> bytes{};
    for (const std::size_t size : {100u, 400u, 600u}) {
        co_await sim::sleep_for(10ms);
        const IoVector memory{bytes.data(), size};
        const Returned written = co_await calls.write(c, memory);
        diary->note("write", written);
    }
    co_await sim::sleep_for(100ms);
    const IoVector last{bytes.data(), 10};
    const Returned written = co_await calls.write(c, last);
    diary->note("write", written);
    calls.shutdown(c, kShutWr).value();
}

}  // namespace

TEST_CASE("waiting: calls return when there is enough, or when their time is over") {
    TwoEnds ends;
    Diary server{&ends.bench.server, {}};
    Diary client{&ends.bench.client, {}};
    ends.bench.server.spawn("server", serve(ends.server, &server));
    ends.run(100ms);
    ends.bench.client.spawn("client", talk(ends.client, &client));
    ends.run(1s);
    CHECK(server.lines == std::vector<std::string>{"100: accept = 4", "110: read = 100",
                                                   "130: recv all = 1000", "130: recv = EAGAIN",
                                                   "180: read = EAGAIN", "200: poll = 0", "230: poll = 1",
                                                   "230: recv all = 10", "230: close = 0"});
    CHECK(client.lines == std::vector<std::string>{"100: connect = 0", "110: write = 100", "120: write = 400",
                                                   "130: write = 600", "230: write = 10"});
}

namespace {

Task<> linger(Calls calls, Diary* diary, int fd) {
    const std::array<std::int32_t, 2> on{1, 1};
    calls.setsockopt(fd, kSolSocket, kSoLinger, on.data(), 8).value();
    const sim::Task<Returned> closing = calls.close(fd);
    const Returned closed = co_await closing;
    diary->note("close", closed);
}

Task<> wait_for_events(Calls calls, Diary* diary, int epfd, int timeout) {
    std::array<EpollEvent, 4> events{};
    const Returned count = co_await calls.epoll_wait(epfd, events, timeout);
    diary->note("epoll_wait", count);
}

}  // namespace

TEST_CASE("waiting: a close that lingers waits for the good-bye, also of a socket that does not block") {
    TwoEnds ends;
    ends.establish();
    Diary diary{&ends.bench.client, {}};
    SUBCASE("until all is acknowledged") {
        CHECK(TwoEnds::write(ends.client, ends.c, "bye") == "3");
        ends.bench.client.spawn("linger", linger(ends.client, &diary, ends.c));
        ends.run(3s);
        CHECK(diary.lines == std::vector<std::string>{"10: close = 0"});
    }
    SUBCASE("until the time is over") {
        ends.bench.link.plan_outage(ends.bench.client.context().now(), sim::kNever);
        ends.run(0ms);
        CHECK(TwoEnds::write(ends.client, ends.c, "bye") == "3");
        ends.bench.client.spawn("linger", linger(ends.client, &diary, ends.c));
        ends.run(3s);
        CHECK(diary.lines == std::vector<std::string>{"1010: close = 0"});
    }
}

TEST_CASE("waiting: epoll_wait returns with the news, at its time, or when the set is closed") {
    TwoEnds ends;
    ends.establish();
    Diary diary{&ends.bench.client, {}};
    const int epfd = static_cast<int>(ends.client.epoll_create(1).value());
    const EpollEvent event{models::host::poll_bits::kIn, 1};
    CHECK(text(ends.client.epoll_ctl(epfd, kEpollCtlAdd, ends.c, &event)) == "0");
    SUBCASE("time") {
        ends.bench.client.spawn("wait", wait_for_events(ends.client, &diary, epfd, 30));
        ends.run(1s);
        CHECK(diary.lines == std::vector<std::string>{"40: epoll_wait = 0"});
    }
    SUBCASE("news") {
        ends.bench.client.spawn("wait", wait_for_events(ends.client, &diary, epfd, -1));
        ends.run(50ms);
        CHECK(diary.lines.empty());
        CHECK(TwoEnds::write(ends.server, ends.a, "x") == "1");
        ends.run(1s);
        CHECK(diary.lines == std::vector<std::string>{"60: epoll_wait = 1"});
    }
    SUBCASE("closed") {
        ends.bench.client.spawn("wait", wait_for_events(ends.client, &diary, epfd, -1));
        ends.run(50ms);
        ends.close(ends.client, epfd);
        ends.run(1s);
        CHECK(diary.lines == std::vector<std::string>{"60: epoll_wait = EBADF"});
    }
    SUBCASE("the host crashes") {
        ends.bench.client.spawn("wait", wait_for_events(ends.client, &diary, epfd, -1));
        ends.run(50ms);
        ends.bench.client.crash();
        ends.run(1s);
        CHECK(diary.lines.empty());
        CHECK(text(ends.client.listen(ends.c, 1)) == "EBADF");
    }
}
