// Two hosts whose sockets are called by number, without processes: every descriptor is non-blocking, and time
// passes when the test says so. Results are texts: a number, or errno as Linux spells it.
// Read next: tests/models/host/posix/states_test.cpp.
#pragma once

#include "models/host/posix/calls.hpp"
#include "models/host/readiness.hpp"
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::tests {

using namespace models::host::posix;
using Returned = models::host::posix::Value;
using models::host::IoVector;
namespace bits = models::host::poll_bits;

inline std::string text(const Returned& value) {
    return value ? std::to_string(*value) : std::string{wire::errno_name(value.error())};
}

/// A call that must not wait.
template <class Await>
std::string now(Await call) {
    if (!call.await_ready()) return "it waits";
    return text(call.await_resume());
}

class TwoEnds {
  public:
    explicit TwoEnds(const models::tcp::Config& config = book()) : bench{config} {}

    /// The client's `c` and the server's `a` are connected; `l` listens.
    void establish() {
        l = open(server);
        CHECK(text(server.bind(l, &kListen)) == "0");
        CHECK(text(server.listen(l, 5)) == "0");
        c = open(client);
        CHECK(now(client.connect(c, &kServerAddress)) == "EINPROGRESS");
        run();
        a = std::stoi(now(server.accept(l)));
        CHECK(text(server.fcntl(a, kFSetFl, kONonblock)) == "0");
    }
    static int open(const Calls& calls) {
        return static_cast<int>(calls.socket(kAfInet, kSockStream | kSockNonblock, 0).value());
    }
    void run(sim::Duration duration = 10ms) { bench.run(duration); }

    /// What was read, or why nothing was.
    static std::string read(const Calls& calls, int fd, std::size_t size = 100, int flags = 0) {
        std::vector<std::uint8_t> bytes(size);
        auto call = calls.recv(fd, {bytes.data(), size}, flags);
        if (!call.await_ready()) return "it waits";
        const Returned count = call.await_resume();
        if (!count) return text(count);
        bytes.resize(static_cast<std::size_t>(*count));
        return {bytes.begin(), bytes.end()};
    }
    static std::string write(const Calls& calls, int fd, std::string_view bytes, int flags = 0) {
        std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
        return now(calls.send(fd, {copy.data(), copy.size()}, flags));
    }
    /// With the value, for calls that succeed.
    static std::string ioctl(const Calls& calls, int fd, int request) {
        std::int32_t value = -1;
        const Returned done = calls.ioctl(fd, request, &value);
        return done ? std::to_string(value) : text(done);
    }
    static std::string get(const Calls& calls, int fd, int level, int name) {
        std::int32_t value = -1;
        std::int32_t length = sizeof value;
        const Returned done = calls.getsockopt(fd, level, name, &value, &length);
        return done ? std::to_string(value) : text(done);
    }
    static std::string set(const Calls& calls, int fd, int level, int name, std::int32_t value,
                           std::int64_t length = 4) {
        return text(calls.setsockopt(fd, level, name, &value, length));
    }
    /// What poll would say now, of everything.
    static std::uint32_t poll(models::host::Host& host, int fd) {
        return models::host::readiness_of(*host.find(host.descriptors().at(fd))).events;
    }
    void reset(const Calls& calls, int fd) {
        const std::array<std::int32_t, 2> linger{1, 0};
        CHECK(text(calls.setsockopt(fd, kSolSocket, kSoLinger, linger.data(), 8)) == "0");
        host(calls).spawn("close", close_it(calls, fd));
    }
    void close(const Calls& calls, int fd) { host(calls).spawn("close", close_it(calls, fd)); }
    static void finish(const Calls& calls, int fd) { CHECK(text(calls.shutdown(fd, kShutWr)) == "0"); }

    static constexpr Address kListen{kAfInet, {{}, 80}};
    static constexpr Address kServerAddress{kAfInet, TwoHosts::kServer};

    TwoHosts bench;
    Calls client{bench.client};
    Calls server{bench.server};
    int l = -1;
    int c = -1;
    int a = -1;

  private:
    static Task<> close_it(Calls calls, int fd) {
        const sim::Task<Returned> call = calls.close(fd);
        const Returned done = co_await call;
        done.value();
    }
    models::host::Host& host(const Calls& calls) { return &calls == &client ? bench.client : bench.server; }
};

}  // namespace patchcord::tests
