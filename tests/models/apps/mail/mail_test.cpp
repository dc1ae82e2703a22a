// Mail program and mail server, with each other and with peers of bare text that say what they like.
// Read next: models/apps/mail/smtp_client.cpp, models/apps/mail/smtp_server.cpp.
// Not here: the server's replies one by one (smtp_session_test.cpp).
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;
using Given = std::initializer_list<std::pair<std::string_view, Value>>;

constexpr Endpoint kMailServer{{10, 0, 0, 2}, 25};

Arguments mail(Given given) {
    Arguments result = arguments({{"to", wire::Ipv4Address{10, 0, 0, 2}},
                                  {"port", std::int64_t{25}},
                                  {"domain", std::string{"example"}},
                                  {"largest", std::int64_t{10'000'000}},
                                  {"from", std::string{"alice@client"}},
                                  {"rcpt", std::string{"bob@example"}},
                                  {"subject", std::string{"Hello"}},
                                  {"text", std::string{"Hello.\n"}},
                                  {"wait", sim::Duration{5min}}});
    for (const auto& [name, value] : given)
        result.set(name, value);
    return result;
}

/// Says `text` to the first who connects, reads nothing, and stays.
Task<> say_and_stay(HostHandle host, std::string text) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 25}).value();
    listener.listen().value();
    auto accepted = co_await listener.accept();
    Socket connection = std::move(accepted.value());
    const auto written = co_await connection.write_all(text);
    written.value();
    co_await forever();
}

/// Sends `text` to the mail server, closes its direction and logs all that comes back.
Task<> ask_mail_server(HostHandle host, std::string text) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(kMailServer);
    connected.value();
    const auto written = co_await socket.write_all(text);
    written.value();
    socket.shutdown(How::Send).value();
    std::string answer;
    std::array<std::uint8_t, 1000> buffer;
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (count.value() == 0) break;
        answer += host::as_text({buffer.data(), *count});
    }
    host.log("answer: " + answer);
}

/// Connects and says nothing.
Task<> connect_and_stay(HostHandle host) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(kMailServer);
    connected.value();
    co_await forever();
}

/// What the mail program says at the end of its dialogue with somebody who says `text` and nothing more.
std::string what_the_client_says(const std::string& text) {
    TwoHosts bench;
    bench.server.spawn("say", say_and_stay(bench.server.handle(), text));
    start(bench.client, "smtp-client", mail({}));
    bench.run();
    CHECK(bench.client.processes() == 0);
    CHECK(bench.client.descriptors().open_count() == 0);
    return bench.seen.logs.back();
}

/// In the line that begins so; -1 when there is none.
std::int64_t number_behind(const TwoHosts& bench, std::string_view start) {
    for (const std::string& line : bench.seen.logs) {
        if (line.starts_with(start)) return std::stoll(line.substr(start.size()));
    }
    return -1;
}

bool has(const TwoHosts& bench, std::string_view line) {
    return std::ranges::count(bench.seen.logs, line) == 1;
}

}  // namespace

TEST_CASE("a mail arrives in a mailbox") {
    TwoHosts bench;
    start(bench.server, "smtp-server", mail({{"mailboxes", std::string{"bob carol"}}}));
    start(bench.client, "smtp-client",
          mail({{"rcpt", std::string{"bob@example dave@example carol@example"}},
                {"text", std::string{".\n..\nlast"}}}));
    bench.run();
    CHECK(has(bench, "connection = 220 example ESMTP"));
    CHECK(has(bench, "EHLO client = 250 example, SIZE 10000000, 8BITMIME, SMTPUTF8"));
    CHECK(has(bench, "MAIL FROM:<alice@client> = 250 OK"));
    CHECK(has(bench, "RCPT TO:<dave@example> = 550 No such user here"));
    CHECK(has(bench, "DATA = 354 End the mail with a line that is a dot"));
    const std::int64_t sent = number_behind(bench, "the mail, ");
    const std::int64_t stored = number_behind(bench, "mailbox bob: mail 1 from alice@client, ");
    CHECK(sent == stored + 2 + 3);  // two dots, and the line of the end
    CHECK(number_behind(bench, "mailbox carol: mail 1 from alice@client, ") == stored);
    CHECK(has(bench, "QUIT = 221 example closing the connection"));
    CHECK(bench.client.processes() == 0);
    CHECK(bench.server.descriptors().open_count() == 1);  // the listener
}

TEST_CASE("mail that is not ASCII") {
    TwoHosts bench;
    start(bench.server, "smtp-server", mail({}));
    start(bench.client, "smtp-client",
          mail({{"subject", std::string{"안녕"}}, {"text", std::string{"반갑습니다\n"}}}));
    bench.run();
    CHECK(has(bench, "MAIL FROM:<alice@client> BODY=8BITMIME SMTPUTF8 = 250 OK"));
    CHECK(bench.seen.logs.at(bench.seen.logs.size() - 3).ends_with("\"안녕\""));
}

TEST_CASE("a mail that is refused ends with QUIT") {
    TwoHosts bench;
    start(bench.server, "smtp-server", mail({{"largest", std::int64_t{100}}}));
    SUBCASE("nobody of that name") {
        start(bench.client, "smtp-client", mail({{"rcpt", std::string{"bob@elsewhere"}}}));
        bench.run();
        CHECK(has(bench, "RCPT TO:<bob@elsewhere> = 550 No such user here"));
    }
    SUBCASE("too large") {
        start(bench.client, "smtp-client", mail({}));
        bench.run();
        CHECK(number_behind(bench, "the mail, ") > 100);
        CHECK(number_behind(bench, "mailbox bob") == -1);
    }
    CHECK(has(bench, "the mail was not taken"));
    CHECK(bench.seen.logs.back() == "QUIT = 221 example closing the connection");
}

TEST_CASE("a mail program is not confused by its server") {
    CHECK(what_the_client_says("") == "connection = no reply: timed_out");
    CHECK(what_the_client_says("HTTP/1.1 400 Bad Request\r\n") == "connection = no reply: that is not SMTP");
    CHECK(what_the_client_says("220-a\r\n250 b\r\n") == "connection = no reply: that is not SMTP");
    CHECK(what_the_client_says("220 hello\r\n") == "EHLO client = no reply: timed_out");
    CHECK(what_the_client_says("554 no\r\n221 bye\r\n") == "QUIT = 221 bye");
    CHECK(what_the_client_says("220 a\r\n500 EHLO?\r\n250 a\r\n250 a\r\n") == "the mail was not taken");
    CHECK(what_the_client_says("220 a\r\n250 a\r\n250 a\r\n250 a\r\n421 bye\r\n221 bye\r\n") ==
          "QUIT = 221 bye");
    std::string endless;
    for (int i = 0; i < 101; ++i)
        endless += "220-more\r\n";
    CHECK(what_the_client_says(endless) == "connection = no reply: that is not SMTP");
    CHECK(what_the_client_says(std::string(9000, '2')) == "connection = no reply: message_too_long");
}

TEST_CASE("a server that takes only ASCII gets nothing else") {
    TwoHosts bench;
    bench.server.spawn("say", say_and_stay(bench.server.handle(), "220 a\r\n250 a\r\n221 bye\r\n"));
    start(bench.client, "smtp-client", mail({{"text", std::string{"안녕"}}}));
    bench.run();
    CHECK(has(bench, "the server takes nothing but ASCII"));
    CHECK(bench.seen.logs.back() == "QUIT = 221 bye");
}

TEST_CASE("a mail server is not confused by its client") {
    const auto answer_to = [](const std::string& text) {
        TwoHosts bench;
        start(bench.server, "smtp-server", mail({}));
        bench.client.spawn("ask", ask_mail_server(bench.client.handle(), text));
        bench.run();
        CHECK(bench.server.descriptors().open_count() == 1);
        return bench.seen.logs.back();
    };
    const std::string hello = "answer: 220 example ESMTP\r\n";
    CHECK(answer_to("") == hello);
    CHECK(answer_to("QUIT\r\nNOOP\r\n") == hello + "221 example closing the connection\r\n");
    CHECK(answer_to("NOOP\nNOOP\r\n") == hello + "500 Command not recognized\r\n");
    CHECK(answer_to("NOOP\r\nNO") == hello + "250 OK\r\n");
    CHECK(answer_to(std::string(600, 'x') + "\r\n") == hello + "500 Line too long\r\n");
    CHECK(answer_to(std::string(9000, 'x')) == hello);
}

TEST_CASE("a mail server does not wait for ever") {
    TwoHosts bench;
    start(bench.server, "smtp-server", mail({{"wait", sim::Duration{10s}}}));
    bench.client.spawn("open", connect_and_stay(bench.client.handle()));
    bench.run(9s);
    CHECK(bench.server.descriptors().open_count() == 2);
    bench.run(2s);
    CHECK(bench.server.descriptors().open_count() == 1);
    CHECK(has(bench, "10.0.0.1: timed_out"));
}

TEST_CASE("addresses that are none end the mail program") {
    TwoHosts bench;
    start(bench.server, "smtp-server", mail({}));
    SUBCASE("no address") {
        start(bench.client, "smtp-client", mail({{"rcpt", std::string{"bob"}}}));
        bench.run();
        CHECK(has(bench, "failed: bob is no mail address"));
    }
    SUBCASE("nobody") {
        start(bench.client, "smtp-client", mail({{"rcpt", std::string{" "}}}));
        bench.run();
        CHECK(has(bench, "failed: nobody to send it to"));
    }
    CHECK(bench.client.processes() == 0);
}
