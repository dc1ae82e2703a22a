// The small parsers of HTTP: what they take, what they refuse, and that any bytes do no harm.
// Read next: models/apps/web/http_text.hpp.
// Not here: conversations (web_test.cpp).
#include "models/apps/web/http_text.hpp"

#include "sim/core/random.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::models::apps::web;

TEST_CASE("request lines") {
    const auto line = parse_request_line("GET /a?b=c HTTP/1.1");
    REQUIRE(line);
    CHECK(line->method == "GET");
    CHECK(line->target == "/a?b=c");
    CHECK(line->minor == 1);
    CHECK(parse_request_line("HEAD / HTTP/1.0")->minor == 0);
    for (const char* bad :
         {"", "GET", "GET /", "GET  HTTP/1.1 ", "GET / HTTP/2.0", "G T / HTTP/1.1", "GET /\x01 HTTP/1.1"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_request_line(bad));
    }
}

TEST_CASE("status lines") {
    const auto line = parse_status_line("HTTP/1.1 404 Not Found");
    REQUIRE(line);
    CHECK(line->code == 404);
    CHECK(line->reason == "Not Found");
    CHECK(parse_status_line("HTTP/1.0 200 ")->reason.empty());
    for (const char* bad :
         {"", "HTTP/1.1 200", "HTTP/1.1 99 No", "HTTP/1.1 600 No", "HTTP/1.1 20x OK", "SMTP/1.1 200 OK"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_status_line(bad));
    }
}

TEST_CASE("fields, and lists in them") {
    const auto field = parse_field("Content-Type: \t text/html ");
    REQUIRE(field);
    CHECK(field->name == "Content-Type");
    CHECK(field->value == "text/html");
    CHECK(parse_field("Empty:")->value.empty());
    CHECK_FALSE(parse_field("Host : x"));
    CHECK_FALSE(parse_field(": x"));
    CHECK_FALSE(parse_field("no colon"));
    const Head head{"", {{"Connection", "Upgrade, CLOSE"}, {"X", ""}}};
    CHECK(head.has_token("connection", "close"));
    CHECK_FALSE(head.has_token("Connection", "clos"));
    CHECK_FALSE(head.has_token("Y", "close"));
    CHECK(*head.find("x") == "");
}

TEST_CASE("sizes have a limit") {
    CHECK(parse_chunk_size("1a;name=value") == 26);
    CHECK(parse_chunk_size("40000000") == kLargestBody);
    CHECK_FALSE(parse_chunk_size("40000001"));
    CHECK_FALSE(parse_chunk_size("fffffffffffffffff"));
    CHECK_FALSE(parse_chunk_size(""));
    CHECK_FALSE(parse_chunk_size("-1"));
    CHECK(parse_content_length("0") == 0);
    CHECK_FALSE(parse_content_length("1,1"));
    CHECK_FALSE(parse_content_length("+1"));
}

TEST_CASE("chunks") {
    CHECK(format_chunks("", 4) == "0\r\n\r\n");
    CHECK(format_chunks("abcdef", 4) == "4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n");
}

TEST_CASE("URLs") {
    const auto url = parse_url("HTTP://Server:8080/a/b.html?q=1#part");
    REQUIRE(url);
    CHECK(url->host == "server");
    CHECK(url->port == 8080);
    CHECK(url->target == "/a/b.html?q=1");
    CHECK(to_string(*url) == "http://server:8080/a/b.html?q=1");
    CHECK(to_string(*parse_url("http://a")) == "http://a/");
    CHECK(to_string(*parse_url("http://a?x")) == "http://a/?x");
    for (const char* bad : {"", "http://", "https://a/", "ftp://a", "http://a:0/", "http://a:70000/",
                            "http://a:/", "http://a b/", "http://u@a/", "http://a/ b"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_url(bad));
    }
    CHECK(to_string(*url->resolve("c.png")) == "http://server:8080/a/c.png");
    CHECK(to_string(*url->resolve("/c.png")) == "http://server:8080/c.png");
    CHECK(to_string(*url->resolve("http://other/")) == "http://other/");
    CHECK_FALSE(url->resolve("https://other/"));
}

TEST_CASE("what a page embeds") {
    using References = std::vector<std::string>;
    CHECK(
        embedded_references(R"(<link rel="stylesheet" href="a.css"><img alt="" src="b.png"><a href="c">)") ==
        References{"a.css", "b.png"});
    CHECK(embedded_references("<img src=unquoted><img src=\"open").empty());
    CHECK(embedded_references("<").empty());
}

TEST_CASE("random text does no harm to the parsers of HTTP") {
    constexpr std::string_view kLetters = "GET /HTP1.0 25:;-aF\r\n\t\xff<img src=\"\">?#";
    sim::RandomStream random{1, "http", 0, "test"};
    for (int round = 0; round < 20'000; ++round) {
        std::string text(random.below(40), ' ');
        for (char& letter : text)
            letter = kLetters[random.below(kLetters.size())];
        (void)parse_request_line(text);
        (void)parse_status_line(text);
        (void)parse_field(text);
        (void)embedded_references(text);
        if (const auto size = parse_chunk_size(text)) CHECK(*size <= kLargestBody);
        if (const auto url = parse_url("http://" + text)) CHECK(parse_url(to_string(*url)));
    }
}
