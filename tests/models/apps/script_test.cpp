// Scripts of socket calls: what each line leaves in the log, and when it happens.
// Read next: models/apps/script.cpp, models/apps/script_calls.cpp.
// The defaults of the calls are filled in from their own tables, as the loader does.
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;
using Given = std::initializer_list<std::pair<std::string_view, Value>>;

/// A default of the tables, of the kinds that calls have.
Value value_of(const Parameter& parameter) {
    switch (parameter.kind) {
        case Kind::Flag:
            return parameter.fallback == "true";
        case Kind::Count:
            return std::int64_t{std::stoll(std::string{parameter.fallback})};
        case Kind::Size:
            REQUIRE(parameter.fallback == "64 KiB");
            return std::int64_t{65536};
        default:
            return std::string{parameter.fallback};
    }
}

Call call(sim::Duration at, std::string name, Given given = {}) {
    Call result{name, {}};
    const auto calls = find_app("script")->calls;
    const auto description = std::ranges::find(calls, std::string_view{name}, &CallDescription::name);
    REQUIRE(description != calls.end());
    for (const Parameter& parameter : description->parameters) {
        if (!parameter.fallback.empty()) result.arguments.set(parameter.name, value_of(parameter));
    }
    result.arguments.set("at", at);
    for (const auto& [key, value] : given)
        result.arguments.set(key, value);
    return result;
}

void run_script(host::Host& host, std::vector<Call> calls) {
    Arguments arguments;
    arguments.set("calls", std::move(calls));
    start(host, "script", arguments);
}

const Value kTarget{wire::Ipv4Address{10, 0, 0, 2}};
const Value kWeb{std::int64_t{80}};

}  // namespace

TEST_CASE("a conversation in two scripts") {
    TwoHosts bench;
    run_script(bench.server, {call(0s, "socket", {{"socket", std::string{"l"}}}),
                              call(0s, "set_option", {{"socket", std::string{"l"}}, {"reuse_address", true}}),
                              call(0s, "bind", {{"socket", std::string{"l"}}, {"port", kWeb}}),
                              call(0s, "listen", {{"socket", std::string{"l"}}}),
                              call(0s, "accept", {{"socket", std::string{"l"}}}),
                              call(0s, "read", {{"socket", std::string{"c"}}}),
                              call(2s, "write", {{"socket", std::string{"c"}}, {"size", std::int64_t{3000}}}),
                              call(2s, "close", {{"socket", std::string{"c"}}})});
    bench.run(500ms);
    CHECK(bench.seen.logs == Words{"l: socket(stream) = 3", "l: set_option(reuse_address, 1) = 0",
                                   "l: bind(0.0.0.0:80) = 0", "l: listen(16) = 0"});
    bench.seen.logs.clear();
    run_script(bench.client, {call(1s, "socket"), call(1s, "connect", {{"to", kTarget}, {"port", kWeb}}),
                              call(1s, "write", {{"text", std::string{"GET /"}}}), call(1s, "read"),
                              call(3s, "read"), call(3s, "shutdown"), call(3s, "close"), call(4s, "close")});
    bench.run();
    const auto has = [&](std::string_view text) { return std::ranges::count(bench.seen.logs, text) == 1; };
    CHECK(has("s: socket(stream) = 3"));
    CHECK(has("s: connect(10.0.0.2:80) = 0"));
    CHECK(has("l: accept() = 4 (c, from 10.0.0.1:49152)"));
    CHECK(has("s: write(5 bytes) = 5"));
    CHECK(has("c: read() = 5 \"GET /\""));
    CHECK(has("c: write(3000 bytes) = 3000"));
    CHECK(has("c: close() = 0"));
    CHECK(has("s: shutdown(send) = 0"));
    CHECK(has("s: close() = 0"));
    CHECK(bench.seen.logs.back() == "s: close() = -1 EBADF");
    CHECK(bench.client.processes() == 1);  // it keeps what is open
}

TEST_CASE("errors are lines of the log and the script goes on") {
    TwoHosts bench;
    run_script(bench.client,
               {call(0s, "socket"), call(0s, "connect", {{"to", kTarget}, {"port", kWeb}}), call(0s, "read"),
                call(0s, "write", {{"text", std::string{"x"}}}), call(0s, "accept"),
                call(0s, "bind", {{"address", kTarget}, {"port", kWeb}}),
                call(0s, "listen", {{"backlog", std::int64_t{0}}}), call(5s, "listen"),
                call(5s, "accept", {{"within", sim::Duration{2s}}}), call(0s, "exit"), call(100s, "close")});
    bench.run();
    CHECK(bench.seen.logs == Words{"s: socket(stream) = 3", "s: connect(10.0.0.2:80) = -1 ECONNREFUSED",
                                   "s: read() = -1 ENOTCONN", "s: write(1 bytes) = -1 EPIPE",
                                   "s: accept() = -1 EINVAL", "s: bind(10.0.0.2:80) = -1 EADDRNOTAVAIL",
                                   "s: listen(0) = -1 EINVAL", "s: listen(16) = 0",
                                   "s: accept() = -1 ETIMEDOUT"});
    CHECK(bench.client.processes() == 0);
    CHECK(bench.client.descriptors().open_count() == 0);
    CHECK(bench.seen.raw_calls.back().at == sim::kStart + 7s);
}

TEST_CASE("datagrams in a script") {
    TwoHosts bench;
    run_script(bench.server,
               {call(0s, "socket", {{"datagram", true}}), call(0s, "bind", {{"port", kWeb}}),
                call(0s, "receive_from"), call(0s, "receive_from", {{"within", sim::Duration{1s}}})});
    run_script(bench.client,
               {call(1s, "socket", {{"datagram", true}}),
                call(1s, "send_to", {{"to", kTarget}, {"port", kWeb}, {"text", std::string{"hello"}}}),
                call(1s, "connect", {{"to", kTarget}, {"port", std::int64_t{81}}}), call(1s, "close")});
    bench.run();
    CHECK(bench.seen.logs ==
          Words{"s: socket(datagram) = 3", "s: bind(0.0.0.0:80) = 0", "s: socket(datagram) = 3",
                "s: send_to(5 bytes, 10.0.0.2:80) = 5", "s: connect(10.0.0.2:81) = 0", "s: close() = 0",
                "s: receive_from() = 5 \"hello\" from 10.0.0.1:49152", "s: receive_from() = -1 ETIMEDOUT"});
}

TEST_CASE("a script that names no socket of its own fails") {
    const std::pair<std::vector<Call>, std::string> scripts[] = {
        {{call(0s, "listen")}, "failed: no socket is called s"},
        {{call(0s, "close", {{"socket", std::string{"x"}}})}, "failed: no socket is called x"},
        {{call(0s, "socket", {{"datagram", true}}), call(0s, "listen")}, "failed: s is of the other kind"},
        {{call(0s, "socket"), call(0s, "socket")}, "failed: a socket is already called s"},
        {{call(0s, "socket"), call(0s, "write")}, "failed: nothing to send: neither text nor size"}};
    for (const auto& [calls, expected] : scripts) {
        TwoHosts bench;
        run_script(bench.client, calls);
        bench.run();
        CHECK(bench.seen.logs.back() == expected);
        CHECK(bench.client.processes() == 0);
    }
}

TEST_CASE("the catalogue is in order and can be searched") {
    CHECK(std::ranges::is_sorted(catalogue(), {}, &AppDescription::name));
    for (const AppDescription& app : catalogue()) {
        CHECK(find_app(app.name) == &app);
        CHECK((app.main != nullptr));
        for (const Parameter& parameter : app.parameters)
            CHECK_FALSE((parameter.required && !parameter.fallback.empty()));
    }
    CHECK(find_app("telnet") == nullptr);
}
