// A zone by itself: records from text, answers from records, replies to datagrams of all kinds.
// Read next: models/apps/dns/zone.cpp.
// Not here: sockets (dns_test.cpp).
#include "models/apps/dns/zone.hpp"

#include "models/wire/dns_text.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace patchcord::models;
using namespace patchcord::models::apps::dns;
using patchcord::tests::RandomBytes;
using wire::DnsMessage;
using wire::DnsName;
using wire::DnsRcode;
using wire::DnsType;

namespace {

const apps::Texts kRecords{
    {"www.example", "A 10.0.0.2, A 10.0.0.3"}, {"web.example", "CNAME www.example"},
    {"away.example", "CNAME www.other"},       {"dangling.example", "CNAME gone.example"},
    {"a.deep.example", "TXT some words"},      {"example", "NS ns.example, MX 10 mail.example"}};

DnsName name(std::string_view text) {
    return DnsName::parse(text).value();
}
const Zone& zone() {
    static const Zone kZone{{name("example"), 3600, 300}, kRecords};
    return kZone;
}
DnsMessage query(std::string_view text, DnsType type = DnsType::A) {
    DnsMessage message{{.id = 7, .recursion_desired = true}};
    message.questions.push_back({name(text), type});
    return message;
}
std::string reply(const DnsMessage& message) {
    const auto answer = reply_to(zone(), message.emit());
    return answer ? dns_line(*answer, 0) : "nothing";
}
std::string wrong(std::string_view owner, std::string_view text) {
    const auto problem = check_records(owner, text);
    return problem ? problem->message : "fine";
}

}  // namespace

TEST_CASE("zone: answers") {
    CHECK(reply(query("WWW.example")) == "7*- 2/0/0 A 10.0.0.2, A 10.0.0.3 (0)");
    CHECK(reply(query("web.example")) == "7*- 3/0/0 CNAME www.example., A 10.0.0.2, A 10.0.0.3 (0)");
    CHECK(reply(query("web.example", DnsType::Cname)) == "7*- 1/0/0 CNAME www.example. (0)");
    CHECK(reply(query("away.example")) == "7*- 1/0/0 CNAME www.other. (0)");
    CHECK(reply(query("a.deep.example", DnsType::Txt)) == "7*- 1/0/0 TXT \"some words\" (0)");
    CHECK(reply(query("example", DnsType::Any)) == "7*- 3/0/0 SOA, NS ns.example., MX mail.example. 10 (0)");
}

TEST_CASE("zone: there is nothing, and the SOA says for how long") {
    CHECK(reply(query("nowhere.example")) == "7 NXDomain*- 0/1/0 (0)");
    CHECK(reply(query("dangling.example")) == "7 NXDomain*- 1/1/0 CNAME gone.example. (0)");
    CHECK(reply(query("www.example", DnsType::Mx)) == "7*- 0/1/0 (0)");
    CHECK(reply(query("deep.example")) == "7*- 0/1/0 (0)");  // it exists, because a name below it does
    const auto answer = reply_to(zone(), query("nowhere.example").emit());
    const auto& soa = std::get<wire::DnsSoa>(answer->authorities.at(0).data);
    CHECK(soa.minimum == 300);
    CHECK(answer->authorities[0].ttl == 300);
    CHECK(to_string(soa.primary) == "ns.example");
}

TEST_CASE("zone: what it does not answer") {
    CHECK(reply(query("www.other")) == "7 Refused- 0/0/0 (0)");
    DnsMessage message = query("www.example");
    message.header.opcode = wire::DnsOpcode::Status;
    CHECK(reply(message) == "7 stat NotImp- 0/0/0 (0)");
    message = query("www.example");
    message.questions.push_back(message.questions[0]);
    CHECK(reply(message) == "7 FormErr- [2q] 0/0/0 (0)");
    message = query("www.example");
    message.header.response = true;
    CHECK(reply(message) == "nothing");
    auto cut = query("www.example").emit();
    cut.resize(20);
    CHECK(dns_line(*reply_to(zone(), cut), 0) == "7 FormErr- [0q] 0/0/0 (0)");
    cut.resize(11);
    CHECK_FALSE(reply_to(zone(), cut));
}

TEST_CASE("zone: an answer that does not fit is cut and says so") {
    std::string many = "A 10.0.0.1";
    for (int i = 2; i < 40; ++i)
        many += ", A 10.0.0." + std::to_string(i);
    const Zone large{{name("."), 3600, 300}, {{"www", many}}};
    const auto answer = reply_to(large, query("www").emit());
    CHECK(answer->header.truncated);
    CHECK(answer->answers.empty());
}

TEST_CASE("zone: any datagram gets a reply that is DNS, or none") {
    RandomBytes random{5};
    for (int round = 0; round < 20'000; ++round) {
        auto bytes = random.bytes(random.below(80));
        for (std::size_t at = 0; at < bytes.size(); ++at)
            bytes[at] = random.coin() ? static_cast<std::uint8_t>(random.below(3)) : bytes[at];
        const auto answer = reply_to(zone(), bytes);
        if (answer) REQUIRE(DnsMessage::parse(answer->emit()).value() == *answer);
    }
}

TEST_CASE("zone: ill-formed records are named") {
    CHECK(wrong("www.example", "A 10.0.0.2") == "fine");
    CHECK(wrong("www.example", "A 10.0.0") == "\"10.0.0\" is not an IPv4 address");
    CHECK(wrong("www..example", "A 10.0.0.2") == "\"www..example\" is not a domain name");
    CHECK(wrong("www.example", "B 10.0.0.2") == "unknown record type \"B\"");
    CHECK(wrong("www.example", "") == "unknown record type \"\"");
    CHECK(wrong("www.example", "A 10.0.0.2,") == "unknown record type \"\"");
    CHECK(wrong("www.example", "CNAME a b") == "\"a b\" is not a domain name");
    CHECK(wrong("www.example", "MX ten mail") == "\"ten\" is not a preference of a mail server");
    CHECK(wrong("www.example", "CNAME a, A 10.0.0.2") == "\"www.example\" has a CNAME and other records");
    CHECK_THROWS_AS((Zone{{name("example"), 1, 1}, {{"www.other", "A 10.0.0.2"}}}), std::invalid_argument);
    CHECK_THROWS_AS((Zone{{name("example"), 1, 1}, {{"www.example", "A"}}}), std::invalid_argument);
}
