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
                              call(2s, "close", {{"socket", std::string{"4"}}})});
    bench.run(500ms);
    CHECK(bench.seen.logs == Words{"socket(STREAM) = 3", "set_option(3, reuse_address, 1) = 0",
                                   "bind(3, 0.0.0.0:80) = 0", "listen(3, 16) = 0"});
    bench.seen.logs.clear();
    run_script(bench.client, {call(1s, "socket"), call(1s, "connect", {{"to", kTarget}, {"port", kWeb}}),
                              call(1s, "send", {{"text", std::string{"안녕\n"}}}), call(1s, "recv"),
                              call(3s, "read"), call(3s, "shutdown"), call(3s, "close"), call(4s, "close")});
    bench.run();
    const auto has = [&](std::string_view text) { return std::ranges::count(bench.seen.logs, text) == 1; };
    CHECK(has("socket(STREAM) = 3"));
    CHECK(has("connect(3, 10.0.0.2:80) = 0"));
    CHECK(has("accept(3, 10.0.0.1:49152) = 4"));
    CHECK(has("send(3, \"안녕\\n\", 7) = 7"));
    CHECK(has("read(4, \"안녕\\n\", 65536) = 7"));
    CHECK(has("write(4, \"\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\"..., 3000) = 3000"));
    CHECK(has("close(4) = 0"));
    CHECK(has("shutdown(3, SHUT_WR) = 0"));
    CHECK(has("close(3) = 0"));
    CHECK(bench.seen.logs.back() == "close(3) = -1 EBADF (bad file descriptor)");
    CHECK(bench.client.processes() == 1);  // it keeps what is open
}

TEST_CASE("errors are lines of the log and the script goes on") {
    TwoHosts bench;
    run_script(bench.client,
               {call(0s, "socket"), call(0s, "connect", {{"to", kTarget}, {"port", kWeb}}), call(0s, "read"),
                call(0s, "write", {{"text", std::string{"x"}}}), call(0s, "accept"),
                call(0s, "bind", {{"address", kTarget}, {"port", kWeb}}), call(0s, "getpeername"),
                call(0s, "listen", {{"backlog", std::int64_t{0}}}), call(5s, "listen"),
                call(5s, "accept", {{"within", sim::Duration{2s}}}), call(0s, "exit"), call(100s, "close")});
    bench.run();
    CHECK(bench.seen.logs ==
          Words{"socket(STREAM) = 3", "connect(3, 10.0.0.2:80) = -1 ECONNREFUSED (connection refused)",
                "read(3, \"\", 65536) = -1 ENOTCONN (not connected)",
                "write(3, \"x\", 1) = -1 EPIPE (broken pipe)", "accept(3) = -1 EINVAL (invalid argument)",
                "bind(3, 10.0.0.2:80) = -1 EADDRNOTAVAIL (address not available)",
                "getpeername(3) = -1 ENOTCONN (not connected)", "listen(3, 0) = -1 EINVAL (invalid argument)",
                "listen(3, 16) = 0", "accept(3) = -1 ETIMEDOUT (timed out)", "exit()"});
    CHECK(bench.client.processes() == 0);
    CHECK(bench.client.descriptors().open_count() == 0);
    CHECK(bench.seen.raw_calls.back().at == sim::kStart + 7s);
}

TEST_CASE("datagrams in a script") {
    TwoHosts bench;
    run_script(bench.server, {call(0s, "socket", {{"datagram", true}}), call(0s, "bind", {{"port", kWeb}}),
                              call(0s, "receive_from"), call(0s, "read"),
                              call(0s, "receive_from", {{"within", sim::Duration{1s}}})});
    run_script(
        bench.client,
        {call(1s, "socket", {{"datagram", true}}), call(1s, "send", {{"text", std::string{"to whom"}}}),
         call(1s, "send_to", {{"to", kTarget}, {"port", kWeb}, {"text", std::string{"hello"}}}),
         call(1s, "connect", {{"to", kTarget}, {"port", kWeb}}),
         call(1s, "send", {{"text", std::string{"again"}}}), call(1s, "close")});
    bench.run();
    CHECK(bench.seen.logs == Words{"socket(DGRAM) = 3", "bind(3, 0.0.0.0:80) = 0", "socket(DGRAM) = 3",
                                   "send(3, \"to whom\", 7) = -1 EDESTADDRREQ (destination address required)",
                                   "send_to(3, \"hello\", 5, 10.0.0.2:80) = 5", "connect(3, 10.0.0.2:80) = 0",
                                   "send(3, \"again\", 5) = 5", "close(3) = 0",
                                   "receive_from(3, \"hello\", 65536) = 5 from 10.0.0.1:49152",
                                   "read(3, \"again\", 65536) = 5 from 10.0.0.1:49152",
                                   "receive_from(3, \"\", 65536) = -1 ETIMEDOUT (timed out)"});
}

TEST_CASE("options, names and sleep in a script") {
    TwoHosts bench;
    const auto option = [](std::string_view name) {
        return call(0s, "get_option", {{"option", std::string{name}}});
    };
    run_script(
        bench.client,
        {call(1s, "socket"),
         call(0s, "set_option", {{"no_delay", true}, {"receive_buffer", std::int64_t{5000}}}),
         option("no_delay"), option("receive_buffer"), option("reuse_address"), call(0s, "getsockname"),
         call(0s, "sleep", {{"for", sim::Duration{1500ms}}}), call(0s, "bind", {{"port", kWeb}}),
         call(0s, "getsockname"), call(0s, "close"), option("no_delay"), call(0s, "getsockname"),
         call(0s, "socket", {{"datagram", true}}), option("no_delay"), call(0s, "exit")});
    bench.run();
    CHECK(bench.seen.logs == Words{"socket(STREAM) = 3",
                                   "set_option(3, no_delay, 1) = 0, set_option(3, receive_buffer, 5000) = 0",
                                   "get_option(3, no_delay) = 1", "get_option(3, receive_buffer) = 5000",
                                   "get_option(3, reuse_address) = 0", "getsockname(3, 0.0.0.0:0) = 0",
                                   "sleep(1.5 s) = 0", "bind(3, 0.0.0.0:80) = 0",
                                   "getsockname(3, 0.0.0.0:80) = 0", "close(3) = 0",
                                   "get_option(3, no_delay) = -1 EBADF (bad file descriptor)",
                                   "getsockname(3) = -1 EBADF (bad file descriptor)", "socket(DGRAM) = 3",
                                   "get_option(3, no_delay) = -1 EINVAL (invalid argument)", "exit()"});
    CHECK(bench.seen.raw_calls.back().at == sim::kStart + 2500ms);
}

TEST_CASE("a script that names no socket of its own fails") {
    const std::pair<std::vector<Call>, std::string> scripts[] = {
        {{call(0s, "listen")}, "failed: no socket is called s"},
        {{call(0s, "close", {{"socket", std::string{"x"}}})}, "failed: no socket is called x"},
        {{call(0s, "socket", {{"datagram", true}}), call(0s, "listen")}, "failed: s is of the other kind"},
        {{call(0s, "socket"), call(0s, "socket")}, "failed: a socket is already called s"},
        {{call(0s, "socket"), call(0s, "get_option", {{"option", std::string{"x"}}})},
         "failed: no option is called x"},
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
