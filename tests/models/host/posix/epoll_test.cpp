// epoll and poll: what is told, how often, and who is woken. The sequences were compared with Linux 6.18.
// Read next: models/host/posix/poll_set.cpp, models/host/readiness.cpp.
// Not here: when a stream is readable (states_test.cpp).
#include "tests/models/host/posix/two_ends.hpp"

using namespace patchcord;
using namespace patchcord::tests;
using namespace patchcord::models::host::poll_bits;

namespace {

/// "4:1" for descriptor 4 readable, "-" for nothing.
std::string wait(const Calls& calls, int epfd, std::size_t most = 8) {
    std::vector<EpollEvent> events(most);
    auto call = calls.epoll_wait(epfd, events, 0);
    if (!call.await_ready()) return "it waits";
    const Returned count = call.await_resume();
    if (!count) return text(count);
    std::string all;
    for (std::int64_t i = 0; i < *count; ++i) {
        const EpollEvent& event = events[static_cast<std::size_t>(i)];
        all += (all.empty() ? "" : " ") + std::to_string(event.data) + ":" + std::to_string(event.events);
    }
    return all.empty() ? "-" : all;
}

std::string control(const Calls& calls, int epfd, int operation, int fd, std::uint32_t events) {
    const EpollEvent event{events, static_cast<std::uint64_t>(fd)};
    return text(calls.epoll_ctl(epfd, operation, fd, &event));
}

}  // namespace

TEST_CASE("epoll: errors") {
    TwoEnds ends;
    ends.establish();
    const Calls& calls = ends.client;
    CHECK(text(calls.epoll_create(0)) == "EINVAL");
    const int epfd = static_cast<int>(calls.epoll_create(1).value());
    CHECK(control(calls, epfd, kEpollCtlAdd, 99, kIn) == "EBADF");
    CHECK(control(calls, 99, kEpollCtlAdd, ends.c, kIn) == "EBADF");
    CHECK(control(calls, epfd, kEpollCtlAdd, epfd, kIn) == "EINVAL");
    CHECK(control(calls, ends.c, kEpollCtlAdd, epfd, kIn) == "EINVAL");
    CHECK(control(calls, epfd, kEpollCtlMod, ends.c, kIn) == "ENOENT");
    CHECK(control(calls, epfd, kEpollCtlDel, ends.c, 0) == "ENOENT");
    CHECK(control(calls, epfd, kEpollCtlAdd, ends.c, kIn) == "0");
    CHECK(control(calls, epfd, kEpollCtlAdd, ends.c, kIn) == "EEXIST");
    CHECK(control(calls, epfd, 9, ends.c, kIn) == "EINVAL");
    CHECK(text(calls.epoll_ctl(epfd, kEpollCtlMod, ends.c, nullptr)) == "EFAULT");
    CHECK(wait(calls, ends.c) == "EINVAL");
    CHECK(wait(calls, epfd, 0) == "EINVAL");
    CHECK(TwoEnds::read(calls, epfd) == "ENOTSOCK");
    CHECK(text(calls.listen(epfd, 1)) == "ENOTSOCK");
}

TEST_CASE("epoll: by level what holds is told again, by edge only news are") {
    TwoEnds ends;
    ends.establish();
    const int level = static_cast<int>(ends.client.epoll_create(1).value());
    const int edge = static_cast<int>(ends.client.epoll_create(1).value());
    CHECK(control(ends.client, level, kEpollCtlAdd, ends.c, kIn | kOut) == "0");
    CHECK(control(ends.client, edge, kEpollCtlAdd, ends.c, kIn | kOut | kEdge) == "0");
    const std::string name = std::to_string(ends.c);
    CHECK(wait(ends.client, level) == name + ":4");
    CHECK(wait(ends.client, level) == name + ":4");
    CHECK(wait(ends.client, edge) == name + ":4");
    CHECK(wait(ends.client, edge) == "-");
    for (int i = 0; i < 2; ++i) {
        CHECK(TwoEnds::write(ends.server, ends.a, "hello") == "5");
        ends.run();
        CHECK(wait(ends.client, level) == name + ":5");
        CHECK(wait(ends.client, edge) == name + ":5");
        CHECK(wait(ends.client, edge) == "-");
    }
    CHECK(TwoEnds::read(ends.client, ends.c, 3) == "hel");
    CHECK(wait(ends.client, edge) == "-");
    CHECK(wait(ends.client, level) == name + ":5");
    CHECK(TwoEnds::read(ends.client, ends.c) == "lohello");
    CHECK(wait(ends.client, level) == name + ":4");
}

TEST_CASE("epoll: news of what is not wanted are none") {
    TwoEnds ends;
    ends.establish();
    const int epfd = static_cast<int>(ends.client.epoll_create(1).value());
    CHECK(control(ends.client, epfd, kEpollCtlAdd, ends.c, kOut | kEdge) == "0");
    CHECK(wait(ends.client, epfd) == std::to_string(ends.c) + ":4");
    CHECK(TwoEnds::write(ends.server, ends.a, "hello") == "5");
    ends.run();
    CHECK(wait(ends.client, epfd) == "-");
    ends.reset(ends.server, ends.a);
    ends.run();
    CHECK(wait(ends.client, epfd) == std::to_string(ends.c) + ":28");  // out, err, hup
    CHECK(wait(ends.client, epfd) == "-");
}

TEST_CASE("epoll: once only, until it is asked for again") {
    TwoEnds ends;
    ends.establish();
    const int epfd = static_cast<int>(ends.client.epoll_create(1).value());
    CHECK(control(ends.client, epfd, kEpollCtlAdd, ends.c, kOut | kOneShot) == "0");
    CHECK(wait(ends.client, epfd) == std::to_string(ends.c) + ":4");
    CHECK(wait(ends.client, epfd) == "-");
    CHECK(control(ends.client, epfd, kEpollCtlMod, ends.c, kOut | kOneShot) == "0");
    CHECK(wait(ends.client, epfd) == std::to_string(ends.c) + ":4");
    CHECK(control(ends.client, epfd, kEpollCtlDel, ends.c, 0) == "0");
    CHECK(wait(ends.client, epfd) == "-");
}

TEST_CASE("epoll: a socket that is watched through its lives, and after its end") {
    TwoEnds ends;
    ends.establish();
    const int fd = TwoEnds::open(ends.client);
    const int epfd = static_cast<int>(ends.client.epoll_create(1).value());
    const std::string name = std::to_string(fd);
    CHECK(control(ends.client, epfd, kEpollCtlAdd, fd, kIn | kOut | kEdge) == "0");
    CHECK(wait(ends.client, epfd) == name + ":20");  // out, hup
    CHECK(now(ends.client.connect(fd, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    CHECK(wait(ends.client, epfd) == "-");
    ends.run();
    CHECK(wait(ends.client, epfd) == name + ":4");
    ends.close(ends.client, fd);
    ends.run();
    CHECK(wait(ends.client, epfd) == "-");
    CHECK(control(ends.client, epfd, kEpollCtlDel, fd, 0) == "EBADF");
}

TEST_CASE("epoll: a listener, and several at a time in the order of their news") {
    TwoEnds ends;
    ends.establish();
    const int epfd = static_cast<int>(ends.server.epoll_create(1).value());
    CHECK(control(ends.server, epfd, kEpollCtlAdd, ends.a, kIn) == "0");
    CHECK(control(ends.server, epfd, kEpollCtlAdd, ends.l, kIn) == "0");
    CHECK(wait(ends.server, epfd) == "-");
    const int second = TwoEnds::open(ends.client);
    CHECK(now(ends.client.connect(second, &TwoEnds::kServerAddress)) == "EINPROGRESS");
    ends.run();
    CHECK(TwoEnds::write(ends.client, ends.c, "x") == "1");
    ends.run();
    const std::string listener = std::to_string(ends.l) + ":1";
    const std::string accepted = std::to_string(ends.a) + ":1";
    CHECK(wait(ends.server, epfd) == listener + " " + accepted);
    CHECK(wait(ends.server, epfd, 1) == listener);
    CHECK(wait(ends.server, epfd, 1) == accepted);
}
