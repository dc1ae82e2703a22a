// DNS messages (RFC 1035 4): there and back, names and their compression, hostile bytes, and the two texts.
// The lines of dns_line were compared with tcpdump 4.99.3. Subject: models/wire/dns.hpp, dns_text.hpp.
// Not what a server answers: tests/models/apps/dns.
#include "models/wire/dns.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/describe.hpp"
#include "models/wire/dns_text.hpp"
#include "tests/models/wire/frames.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string_view>

using namespace patchcord::models::wire;
using namespace patchcord::tests;

namespace {

DnsName name(std::string_view text) {
    return DnsName::parse(text).value();
}
DnsRecord record(std::string_view owner, DnsType type, DnsData data) {
    return {name(owner), type, DnsClass::In, 3600, std::move(data)};
}
DnsMessage query(std::string_view text) {
    DnsMessage message{{.id = 1, .recursion_desired = true}};
    message.questions.push_back({name(text), DnsType::A});
    return message;
}
DnsMessage answer(std::initializer_list<DnsRecord> records, DnsRcode rcode = DnsRcode::NoError) {
    DnsMessage message = query("www.example");
    message.header.response = message.header.authoritative = true;
    message.header.rcode = rcode;
    message.answers = records;
    return message;
}
ParseError error_of(const Bytes& bytes) {
    return DnsMessage::parse(bytes).error();
}
/// One question whose name is `name_bytes`.
Bytes with_name(std::initializer_list<int> name_bytes) {
    Bytes bytes{0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    for (const int byte : name_bytes)
        bytes.push_back(static_cast<std::uint8_t>(byte));
    bytes.insert(bytes.end(), {0, 1, 0, 1});
    return bytes;
}

}  // namespace

TEST_CASE("A DNS query as it lies in the datagram") {
    const Bytes expected{0,   1, 1,   0,   0,   1,   0,   0,   0,   0, 0, 0, 3, 'w', 'w',
                         'w', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1};
    CHECK(query("www.example").emit() == expected);
}

TEST_CASE("Every kind of DNS record survives the wire") {
    DnsMessage message =
        answer({record("www.example", DnsType::Cname, name("web.example")),
                record("web.example", DnsType::A, Ipv4Address{10, 0, 0, 2}),
                record("example", DnsType::Ns, name("ns.example")),
                record("2.0.0.10.in-addr.arpa", DnsType::Ptr, name("web.example")),
                record("example", DnsType::Mx, DnsMx{10, name("mail.example")}),
                record("example", DnsType::Txt, DnsTexts{"one", "", std::string(255, 'x')}),
                record("web.example", DnsType::Aaaa, Ipv6Bytes{0x20, 1, 0xD, 0xB8}),
                record("example", DnsType{65}, DnsRaw{1, 2, 3}), record(".", DnsType{99}, DnsRaw{})});
    message.authorities = {
        record("example", DnsType::Soa, DnsSoa{name("ns.example"), name("root.example"), 1, 2, 3, 4, 5})};
    message.additionals = {{name("x"), DnsType::A, DnsClass{3}, 0, DnsRaw{1}}};  // of another class
    message.header.truncated = message.header.recursion_available = true;
    message.header.opcode = DnsOpcode::Update;
    const auto bytes = message.emit();
    CHECK(DnsMessage::parse(bytes).value() == message);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        REQUIRE(DnsMessage::parse(std::span{bytes}.first(size)).error() == ParseError::Truncated);
}

TEST_CASE("DNS names are compressed, and keep their case") {
    const auto bytes = answer({record("www.example", DnsType::A, Ipv4Address{10, 0, 0, 2})}).emit();
    CHECK(bytes.size() == 29 + 16);
    CHECK(load_be16(&bytes[29]) == 0xC00C);
    DnsMessage other = query("www.example");
    other.questions.push_back({name("mail.EXAMPLE"), DnsType::A});
    CHECK(to_string(DnsMessage::parse(other.emit())->questions[1].name) == "mail.EXAMPLE");
}

TEST_CASE("DNS names") {
    CHECK(name("WWW.Example") == name("www.eXAMPLE."));
    CHECK(name("a.b") < name("a.c"));
    CHECK(to_string(name(".")) == ".");
    CHECK(to_string(name("www.example.")) == "www.example");
    CHECK(name("www.example").parent() == name("example"));
    CHECK(name("example").parent().is_root());
    CHECK(name("a.b.Example").is_within(name("b.example")));
    CHECK(name("b.example").is_within(name("b.example")));
    CHECK(name("b.example").is_within(DnsName{}));
    CHECK_FALSE(name("ab.example").is_within(name("b.example")));
    CHECK_FALSE(name("example").is_within(name("b.example")));
    for (const char* const bad : {"", "..", ".a", "a..b", "a b", "a/b"})
        CHECK_FALSE(DnsName::parse(bad));
    CHECK(DnsName::parse(std::string(63, 'a')));
    CHECK_FALSE(DnsName::parse(std::string(64, 'a')));
    std::string longest =
        std::string(63, 'a') + '.' + std::string(63, 'b') + '.' + std::string(63, 'c') + '.';
    CHECK(DnsName::parse(longest + std::string(61, 'd')));
    CHECK_FALSE(DnsName::parse(longest + std::string(62, 'd')));
    DnsName odd;
    REQUIRE(odd.append("a.\\\x01"));
    CHECK(to_string(odd) == "a\\046\\092\\001");
}

TEST_CASE("DNS names that lie are refused") {
    CHECK(DnsMessage::parse(with_name({1, 'a', 0})));
    CHECK(error_of(with_name({0xC0, 12})) == ParseError::BadName);          // to itself
    CHECK(error_of(with_name({1, 'a', 0xC0, 12})) == ParseError::BadName);  // a ring
    CHECK(error_of(with_name({0xC0, 200})) == ParseError::BadName);         // forwards
    CHECK(error_of(with_name({0x40, 1})) == ParseError::BadName);           // no kind of label
    CHECK(error_of(with_name({0x80, 1})) == ParseError::BadName);
    CHECK(error_of(with_name({63, 'a'})) == ParseError::Truncated);
    Bytes long_name{0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    for (int label = 0; label < 128; ++label)
        long_name.insert(long_name.end(), {1, 'a'});
    long_name.insert(long_name.end(), {0, 0, 1, 0, 1});
    CHECK(error_of(long_name) == ParseError::BadName);
}

TEST_CASE("DNS data of another length than its type wants is refused") {
    for (const DnsType type : {DnsType::A, DnsType::Ns, DnsType::Aaaa, DnsType::Mx, DnsType::Soa}) {
        auto message = answer({record("www.example", DnsType{65}, DnsRaw(40))});
        auto bytes = message.emit();
        store_be16(&bytes[31], static_cast<std::uint16_t>(type));
        CHECK(error_of(bytes) == ParseError::BadLength);
    }
    auto text = answer({record("www.example", DnsType::Txt, DnsTexts{"abc"})}).emit();
    text.push_back(0);
    text[41] = 4;
    CHECK(error_of(text) == ParseError::BadLength);
}

TEST_CASE("What is a DNS message by chance can be written and read again") {
    RandomBytes random{53};
    int parsed = 0;
    for (int round = 0; round < 200'000; ++round) {
        auto bytes = random.bytes(12 + random.below(60));
        for (const std::size_t count : {4, 6, 8, 10})
            store_be16(&bytes[count], static_cast<std::uint16_t>(random.below(3)));
        for (std::size_t at = 12; at < bytes.size(); ++at)
            bytes[at] = random.coin() ? static_cast<std::uint8_t>(random.below(4)) : bytes[at];
        const auto message = DnsMessage::parse(bytes);
        if (!message) continue;
        ++parsed;
        REQUIRE(DnsMessage::parse(message->emit()).value() == *message);
        REQUIRE_FALSE(dns_line(*message, bytes.size()).empty());
    }
    CHECK(parsed > 1000);
}

TEST_CASE("Counts that promise more than there is cost nothing") {
    Bytes bytes(12, 0xFF);
    CHECK(error_of(bytes) == ParseError::Truncated);
    CHECK(error_of(Bytes(11)) == ParseError::Truncated);
}

TEST_CASE("DNS in tcpdump's words") {
    const auto line = [](const DnsMessage& message) { return dns_line(message, message.emit().size()); };
    CHECK(line(query("www.example")) == "1+ A? www.example. (29)");
    CHECK(line(answer({record("www.example", DnsType::A, Ipv4Address{10, 0, 0, 2})})) ==
          "1*- 1/0/0 A 10.0.0.2 (45)");
    CHECK(line(answer({}, DnsRcode::NXDomain)) == "1 NXDomain*- 0/0/0 (29)");
    CHECK(line(answer({record("www.example", DnsType::Cname, name("w.example")),
                       record("w.example", DnsType::Mx, DnsMx{10, name("m.example")}),
                       record("w.example", DnsType::Txt, DnsTexts{"a b"}),
                       record("w.example", DnsType::Aaaa, Ipv6Bytes{0x20, 1, 0xD, 0xB8, 0, 1})})) ==
          "1*- 4/0/0 CNAME w.example., MX m.example. 10, TXT \"a b\", AAAA 2001:db8:1:: (107)");
    DnsMessage strange = query("www.example");
    strange.questions.clear();
    strange.header.opcode = DnsOpcode::Status;
    CHECK(line(strange) == "1 stat+ [0q] (12)");
}

TEST_CASE("DNS in few words") {
    CHECK(dns_words(query("www.example")) == "A? www.example");
    CHECK(dns_words(answer({record("www.example", DnsType::A, Ipv4Address{10, 0, 0, 2}),
                            record("www.example", DnsType::A, Ipv4Address{10, 0, 0, 3})})) ==
          "www.example A 10.0.0.2, A 10.0.0.3");
    CHECK(dns_words(answer({record("a.example", DnsType::Cname, name("b.example")),
                            record("b.example", DnsType::A, Ipv4Address{10, 0, 0, 2})})) ==
          "a.example CNAME b.example, A 10.0.0.2");
    CHECK(dns_words(answer({}, DnsRcode::NXDomain)) == "NXDOMAIN");
    CHECK(dns_words(answer({})) == "no data");
}
