// Server, resolver and cache with each other, and a resolver with a peer that answers as it likes.
// Read next: models/apps/dns/resolver.cpp.
// Not here: the zone by itself (zone_test.cpp).
#include "models/apps/dns/dns_lookup.hpp"
#include "models/apps/dns/dns_server.hpp"
#include "models/apps/dns/resolver.hpp"
#include "tests/models/apps/bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using models::wire::DnsMessage;
using Words = std::vector<std::string>;

const Texts kRecords{{"www.example", "A 10.0.0.2"},
                     {"web.example", "CNAME www.example"},
                     {"ring.example", "CNAME ring.example"},
                     {"mail.example", "MX 10 www.example"}};

Arguments dns_server_arguments(sim::Duration ttl = 1h) {
    return arguments({{"port", std::int64_t{53}},
                      {"records", kRecords},
                      {"zone", std::string{"example"}},
                      {"ttl", ttl},
                      {"negative_ttl", sim::Duration{5s}}});
}
Arguments look_up(std::string names, sim::Duration interval = 0s) {
    return arguments({{"names", std::move(names)},
                      {"server", "10.0.0.2"_ip},
                      {"timeout", sim::Duration{5s}},
                      {"attempts", std::int64_t{2}},
                      {"interval", interval}});
}

/// What dns-lookup said, without the times in parentheses.
Words said(const TwoHosts& bench) {
    Words lines;
    for (const std::string& line : bench.seen.logs) {
        if (line.starts_with("10.0.0.1 ")) continue;  // the server's
        const bool timed = line.ends_with(" ms)");
        lines.push_back(timed ? line.substr(0, line.rfind(" (")) : line);
    }
    return lines;
}
auto queries(const TwoHosts& bench) {
    return std::ranges::count_if(bench.seen.raw_calls, [](const auto& call) { return call.call == "send"; });
}
/// Runs dns-lookup against dns-server.
Words lookup(std::string names, sim::Duration interval = 0s, sim::Duration ttl = 1h) {
    TwoHosts bench;
    start(bench.server, "dns-server", dns_server_arguments(ttl));
    start(bench.client, "dns-lookup", look_up(std::move(names), interval));
    bench.run();
    CHECK(bench.client.descriptors().open_count() == 0);
    Words lines = said(bench);
    lines.push_back(std::to_string(queries(bench)) + " queries");
    return lines;
}

/// How a name server can go wrong.
enum class Mood { WrongId, WrongQuestion, Garbage, Fails, Refuses, SaysNothingUseful, OtherPort };

/// Answers the first query as its mood is, then, after a second, properly.
Task<> odd_server(HostHandle host, Mood mood) {
    UdpSocket socket = host.socket(SocketType::Datagram);
    socket.bind({{}, 53}).value();
    std::array<std::uint8_t, 512> buffer;
    const auto received = co_await socket.receive_from(buffer);
    const std::span<const std::uint8_t> datagram{buffer.data(), received.value().size};
    DnsMessage proper = DnsMessage::parse(datagram).value();
    proper.header.response = true;
    proper.answers.push_back(
        {proper.questions[0].name, wire::DnsType::A, wire::DnsClass::In, 60, "10.0.0.9"_ip});
    DnsMessage odd = proper;
    odd.answers[0].data = "6.6.6.6"_ip;
    if (mood == Mood::WrongId) ++odd.header.id;
    if (mood == Mood::WrongQuestion) odd.questions[0].name = wire::DnsName::parse("evil.example").value();
    if (mood == Mood::Fails) odd.header.rcode = wire::DnsRcode::ServFail;
    if (mood == Mood::Refuses) odd.header.rcode = wire::DnsRcode::Refused;
    if (mood == Mood::SaysNothingUseful) odd.answers.clear();
    std::vector<std::uint8_t> bytes = odd.emit();
    if (mood == Mood::Garbage) bytes.resize(20);
    if (mood == Mood::OtherPort) {
        UdpSocket other = host.socket(SocketType::Datagram);
        other.send_to(bytes, received->from).value();
    } else {
        socket.send_to(bytes, received->from).value();
    }
    co_await sleep_for(1s);
    socket.send_to(proper.emit(), received->from).value();
    co_await forever();
}

Words against(Mood mood) {
    TwoHosts bench;
    bench.server.spawn("odd", odd_server(bench.server.handle(), mood));
    Arguments once = look_up("www.example");
    once.set("attempts", std::int64_t{1});
    start(bench.client, "dns-lookup", once);
    bench.run(100s);
    return said(bench);
}

}  // namespace

TEST_CASE("dns: a name has an address, an alias has another name's") {
    CHECK(lookup("www.example") == Words{"www.example has address 10.0.0.2", "1 queries"});
    CHECK(lookup("WEB.example") ==
          Words{"WEB.example is an alias for www.example", "www.example has address 10.0.0.2", "1 queries"});
    CHECK(lookup("10.0.0.7") == Words{"10.0.0.7 has address 10.0.0.7", "0 queries"});
}

TEST_CASE("dns: what has no address") {
    CHECK(lookup("nowhere.example") == Words{"no such name: nowhere.example", "1 queries"});
    CHECK(lookup("mail.example") == Words{"mail.example has no address", "1 queries"});
    CHECK(lookup("www.other") == Words{";; 10.0.0.2 refused to answer for www.other", "2 queries"});
    CHECK(lookup("a..b") == Words{"not a domain name: a..b", "0 queries"});
    CHECK(lookup("ring.example") == Words{";; the answer for ring.example is malformed", "1 queries"});
}

TEST_CASE("dns: what is known is not asked again, also under its other name") {
    CHECK(lookup("web.example www.example web.example") ==
          Words{"web.example is an alias for www.example", "www.example has address 10.0.0.2",
                "www.example has address 10.0.0.2 (from cache)", "web.example is an alias for www.example",
                "www.example has address 10.0.0.2 (from cache)", "1 queries"});
}

TEST_CASE("dns: after its time to live a name is asked again") {
    CHECK(lookup("www.example www.example www.example www.example", 1s, 2s).back() == "2 queries");
    CHECK(lookup("www.example www.example", 1s, 0s).back() == "2 queries");
    CHECK(lookup("no.example no.example no.example", 4s) == Words{"no such name: no.example",
                                                                  "no such name: no.example (from cache)",
                                                                  "no such name: no.example", "2 queries"});
}

TEST_CASE("dns: a lost query is repeated after 5 s, with another id from another port") {
    TwoHosts bench;
    bench.link.impairment(bench.client.nic(0)).add({wire::FrameFilter::of("udp"), 1, 1});
    start(bench.server, "dns-server", dns_server_arguments());
    start(bench.client, "dns-lookup", look_up("www.example"));
    bench.run();
    CHECK(said(bench) == Words{"www.example has address 10.0.0.2"});
    std::vector<trace::SocketCall> sends;
    std::ranges::copy_if(bench.seen.raw_calls, std::back_inserter(sends),
                         [](const auto& call) { return call.call == "send"; });
    REQUIRE(sends.size() == 2);
    CHECK(sends[1].at - sends[0].at == 5s);
    CHECK(sends[0].tuple.local.port != sends[1].tuple.local.port);
}

TEST_CASE("dns: nobody answers") {
    TwoHosts bench;
    SUBCASE("silence, for 10 s") {
        bench.link.impairment(bench.client.nic(0)).add({wire::FrameFilter::of("udp"), 1, 1000});
        start(bench.client, "dns-lookup", look_up("www.example"));
        bench.run(9999ms);
        CHECK(said(bench).empty());
        bench.run(1ms);
        CHECK(said(bench) == Words{";; no answer from 10.0.0.2 in 10 s (2 attempts)"});
    }
    SUBCASE("a closed port says so at once") {
        start(bench.client, "dns-lookup", look_up("www.example"));
        bench.run(1s);
        CHECK(said(bench) == Words{";; there is no name server at 10.0.0.2"});
    }
}

TEST_CASE("dns: answers to something else are passed over") {
    for (const Mood mood : {Mood::WrongId, Mood::WrongQuestion, Mood::OtherPort})
        CHECK(against(mood) == Words{"www.example has address 10.0.0.9"});
    CHECK(against(Mood::Garbage) == Words{";; the answer for www.example is malformed"});
    CHECK(against(Mood::Fails) == Words{";; 10.0.0.2 failed to answer for www.example"});
    CHECK(against(Mood::Refuses) == Words{";; 10.0.0.2 refused to answer for www.example"});
    CHECK(against(Mood::SaysNothingUseful) == Words{"www.example has no address"});
}

TEST_CASE("dns: a browser asks for the address of a host") {
    TwoHosts bench;
    Arguments browser = arguments({{"url", std::string{"http://www.example/"}},
                                   {"embedded", true},
                                   {"keep_alive", true},
                                   {"wait", sim::Duration{30s}}});
    start(bench.server, "dns-server", dns_server_arguments());
    SUBCASE("of its name server") {
        browser.set("dns", "10.0.0.2"_ip);
        start(bench.server, "http-server",
              arguments({{"port", std::int64_t{80}}, {"chunked", false}, {"keep_alive", sim::Duration{5s}}}));
        start(bench.client, "browser", browser);
        bench.run();
        CHECK(said(bench).at(0) == "www.example has address 10.0.0.2");
        CHECK(said(bench).at(1).starts_with("GET http://www.example/ = 200 OK"));
    }
    SUBCASE("which does not know it") {
        browser.set("dns", "10.0.0.2"_ip);
        browser.set("url", std::string{"http://nowhere.example/"});
        start(bench.client, "browser", browser);
        bench.run();
        CHECK(said(bench) == Words{"failed: no such name: nowhere.example"});
    }
    SUBCASE("and says what is missing when it has none") {
        start(bench.client, "browser", browser);
        bench.run();
        CHECK(said(bench) == Words{"failed: www.example is not an IPv4 address, and no name server is given "
                                   "with \"dns\""});
    }
}
