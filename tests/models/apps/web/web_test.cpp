// Browser and server, with each other and with peers of bare text that say what they like.
// Read next: models/apps/web/browser.cpp, models/apps/web/http_server.cpp.
// Not here: single lines (http_text_test.cpp).
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using models::apps::Texts;
using Words = std::vector<std::string>;

const Texts kSite{{"/", "<img src=\"/a.svg\"><img src=\"missing.png\">"}, {"/a.svg", std::string(3000, 'x')}};

Arguments web_arguments(std::initializer_list<std::pair<std::string_view, Value>> given) {
    Arguments result = arguments({{"port", std::int64_t{80}},
                                  {"chunked", false},
                                  {"embedded", true},
                                  {"keep_alive", true},
                                  {"wait", sim::Duration{30s}}});
    for (const auto& [name, value] : given)
        result.set(name, value);
    return result;
}
Arguments site(bool chunked = false, sim::Duration patience = 5s) {
    return web_arguments({{"pages", kSite}, {"chunked", chunked}, {"keep_alive", patience}});
}
Arguments open(std::string url, bool keep_alive = true) {
    return web_arguments({{"url", std::move(url)}, {"keep_alive", keep_alive}});
}

/// The lines of the browser, without the times, which stand at their ends.
Words fetched(const TwoHosts& bench) {
    Words lines;
    for (const std::string& line : bench.seen.logs) {
        if (line.starts_with("GET ")) lines.push_back(line.substr(0, line.rfind(", ")));
    }
    return lines;
}
auto connections(const TwoHosts& bench) {
    return std::ranges::count_if(bench.seen.raw_calls,
                                 [](const auto& call) { return call.call == "connect"; });
}

/// Says `text` to the first who connects, at once, and closes.
Task<> say(HostHandle host, std::string text) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    Socket connection = std::move(accepted.value());
    const auto written = co_await connection.write_all(text);
    written.value();
    connection.shutdown(How::Send).value();
    std::array<std::uint8_t, 1000> buffer;
    const auto count = co_await connection.read(buffer);
    count.value();
}

/// Sends `text` and logs all that comes back.
Task<> ask(HostHandle host, std::string text) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    const auto written = co_await socket.write_all(text);
    written.value();
    std::string answer;
    std::array<std::uint8_t, 1000> buffer;
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (count.value() == 0) break;
        answer += host::as_text({buffer.data(), *count});
    }
    host.log("answer: " + answer);
}

std::string answer_to(const std::string& request, bool chunked = false) {
    TwoHosts bench;
    start(bench.server, "http-server", site(chunked));
    bench.client.spawn("ask", ask(bench.client.handle(), request));
    bench.run();
    const auto found = std::ranges::find_if(
        bench.seen.logs, [](const std::string& line) { return line.starts_with("answer: "); });
    return found == bench.seen.logs.end() ? "nothing" : found->substr(8);
}

std::string what_the_browser_says(const std::string& answer) {
    TwoHosts bench;
    bench.server.spawn("say", say(bench.server.handle(), answer));
    start(bench.client, "browser", open("http://10.0.0.2/"));
    bench.run();
    CHECK(bench.client.processes() == 0);
    CHECK(bench.client.descriptors().open_count() == 0);
    return fetched(bench).at(0);
}

}  // namespace

TEST_CASE("a page and what it embeds, over one connection") {
    const Words expected{"GET http://10.0.0.2/ = 200 OK, 41 bytes",
                         "GET http://10.0.0.2/a.svg = 200 OK, 3000 bytes",
                         "GET http://10.0.0.2/missing.png = 404 Not Found, 66 bytes"};
    TwoHosts bench;
    SUBCASE("by length") {
        start(bench.server, "http-server", site());
    }
    SUBCASE("in chunks") {
        start(bench.server, "http-server", site(true));
    }
    start(bench.client, "browser", open("http://10.0.0.2/"));
    bench.run();
    CHECK(fetched(bench) == expected);
    CHECK(connections(bench) == 1);
    CHECK(bench.client.descriptors().open_count() == 0);
    CHECK(bench.server.descriptors().open_count() == 1);  // the listener
}

TEST_CASE("a browser that keeps nothing has a connection for each request") {
    TwoHosts bench;
    start(bench.server, "http-server", site());
    start(bench.client, "browser", open("http://10.0.0.2/", false));
    bench.run();
    CHECK(fetched(bench).size() == 3);
    CHECK(connections(bench) == 3);
}

TEST_CASE("a server closes a connection on which nobody asks") {
    TwoHosts bench;
    start(bench.server, "http-server", site(false, 2s));
    bench.client.spawn("ask", ask(bench.client.handle(), "GET /a.svg HTTP/1.1\r\nHost: a\r\n\r\n"));
    bench.run(1900ms);
    CHECK(bench.seen.logs.size() == 1);
    bench.run(200ms);
    CHECK(bench.seen.logs.size() == 2);
}

TEST_CASE("what a web server answers") {
    const auto status = [](const std::string& request) {
        const std::string answer = answer_to(request);
        return answer.substr(0, answer.find('\r'));
    };
    CHECK(status("GET /a.svg?query HTTP/1.1\r\nHost: a\r\n\r\n") == "HTTP/1.1 200 OK");
    CHECK(status("\r\nGET / HTTP/1.0\r\n\r\n") == "HTTP/1.1 200 OK");
    CHECK(status("GET /b HTTP/1.1\r\nHost: a\r\n\r\n") == "HTTP/1.1 404 Not Found");
    CHECK(status("GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(status("nonsense\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(status("GET / HTTP/1.1\r\nno field\r\n\r\n") == "HTTP/1.1 400 Bad Request");
    CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi") ==
          "HTTP/1.1 405 Method Not Allowed");
    CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n") ==
          "HTTP/1.1 400 Bad Request");
    CHECK(status("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n") == "HTTP/1.1 414 URI Too Long");
    CHECK(answer_to("HEAD /a.svg HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") ==
          "HTTP/1.1 200 OK\r\nServer: patchcord\r\nContent-Type: image/svg+xml\r\nContent-Length: 3000\r\n"
          "Connection: close\r\n\r\n");
    CHECK(answer_to("GET /a.svg HTTP/1.0\r\n\r\n", true).find("Content-Length: 3000") != std::string::npos);
}

TEST_CASE("what a browser makes of answers") {
    CHECK(what_the_browser_says("HTTP/1.1 200 OK\r\n\r\nuntil the end") ==
          "GET http://10.0.0.2/ = 200 OK, 13 bytes");
    CHECK(what_the_browser_says("HTTP/1.1 204 No Content\r\n\r\n") ==
          "GET http://10.0.0.2/ = 204 No Content, 0 bytes");
    CHECK(what_the_browser_says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort") ==
          "GET http://10.0.0.2/ = the answer broke off");
    CHECK(
        what_the_browser_says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n") ==
        "GET http://10.0.0.2/ = the answer is not HTTP");
    CHECK(what_the_browser_says(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n") ==
          "GET http://10.0.0.2/ = 200 OK, 3 bytes");
    CHECK(what_the_browser_says("220 mail.example.com\r\n\r\n") ==
          "GET http://10.0.0.2/ = the answer is not HTTP");
    CHECK(what_the_browser_says("") == "GET http://10.0.0.2/ = the server closed without an answer");
}

TEST_CASE("a URL that cannot be opened ends the browser") {
    TwoHosts bench;
    SUBCASE("no URL") {
        start(bench.client, "browser", open("10.0.0.2"));
    }
    SUBCASE("nobody listens") {
        start(bench.client, "browser", open("http://10.0.0.2/"));
    }
    bench.run();
    REQUIRE(bench.seen.logs.size() == 1);
    CHECK(bench.seen.logs[0].starts_with("failed: "));
}
