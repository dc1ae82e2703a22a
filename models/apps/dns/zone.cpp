// Records from text, and answers from records. Read next: models/apps/dns/zone.hpp.
// A chain of aliases is followed as far as this zone knows it, and not without end.
// Not here: sockets.
#include "models/apps/dns/zone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>
#include <utility>

namespace patchcord::models::apps::dns {
namespace {

using wire::DnsClass;
using wire::DnsMessage;
using wire::DnsName;
using wire::DnsRcode;
using wire::DnsRecord;
using wire::DnsType;

constexpr int kMostAliases = 16;
constexpr std::uint32_t kRefresh = 3600;
constexpr std::string_view kExpectedName = "a domain name such as \"www.example\"";
constexpr std::string_view kExpectedRecord =
    R"(records such as "A 10.0.0.2", "CNAME www.example", "MX 10 mail.example", "NS", "PTR" or "TXT")";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The first word, which `text` loses.
std::string_view take_word(std::string_view& text) {
    const std::string_view word = text.substr(0, text.find(' '));
    text = trimmed(text.substr(word.size()));
    return word;
}

tl::unexpected<TextProblem> problem(std::string message, std::string_view expected) {
    return tl::unexpected{TextProblem{std::move(message), std::string{expected}}};
}

tl::expected<DnsName, TextProblem> parse_name(std::string_view text) {
    const auto name = DnsName::parse(text);
    if (!name) return problem(fmt::format("\"{}\" is not a domain name", text), kExpectedName);
    return *name;
}

DnsRecord record_of(DnsType type, wire::DnsData data) {
    return {{}, type, DnsClass::In, 0, std::move(data)};
}

tl::expected<DnsRecord, TextProblem> parse_mail_exchange(std::string_view rest) {
    const std::string_view number = take_word(rest);
    std::uint16_t preference = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), preference);
    if (error != std::errc{} || end != number.data() + number.size())
        return problem(fmt::format("\"{}\" is not a preference of a mail server", number),
                       "a number from 0 to 65535 and a name: \"MX 10 mail.example\"");
    return parse_name(rest).map([&](const DnsName& name) {
        return record_of(DnsType::Mx, wire::DnsMx{preference, name});
    });
}

tl::expected<DnsRecord, TextProblem> parse_record(std::string_view text) {
    std::string_view rest = trimmed(text);
    const std::string_view type = take_word(rest);
    const auto of_name = [&](DnsType known) {
        return parse_name(rest).map([known](const DnsName& name) { return record_of(known, name); });
    };
    if (type == "A") {
        const auto address = wire::Ipv4Address::parse(rest);
        if (!address)
            return problem(fmt::format("\"{}\" is not an IPv4 address", rest),
                           "an address such as \"A 10.0.0.2\"");
        return record_of(DnsType::A, *address);
    }
    if (type == "CNAME") return of_name(DnsType::Cname);
    if (type == "NS") return of_name(DnsType::Ns);
    if (type == "PTR") return of_name(DnsType::Ptr);
    if (type == "MX") return parse_mail_exchange(rest);
    if (type == "TXT") {
        wire::DnsTexts texts;
        for (; rest.size() > 255; rest.remove_prefix(255))
            texts.emplace_back(rest.substr(0, 255));
        texts.emplace_back(rest);
        return record_of(DnsType::Txt, std::move(texts));
    }
    return problem(fmt::format("unknown record type \"{}\"", type), kExpectedRecord);
}

void cut_to_datagram(DnsMessage& reply) {
    if (reply.emit().size() <= DnsMessage::kLargestDatagram) return;
    reply.header.truncated = true;
    reply.answers.clear();
    reply.authorities.clear();
}

}  // namespace

tl::expected<std::vector<DnsRecord>, TextProblem> parse_records(std::string_view name,
                                                                std::string_view text) {
    const auto owner = parse_name(name);
    if (!owner) return tl::unexpected{owner.error()};
    std::vector<DnsRecord> records;
    for (bool more = true; more;) {
        const std::size_t comma = text.find(',');
        auto record = parse_record(text.substr(0, comma));
        if (!record) return tl::unexpected{record.error()};
        record->name = *owner;
        records.push_back(std::move(*record));
        more = comma != std::string_view::npos;
        if (more) text.remove_prefix(comma + 1);
    }
    const bool has_alias =
        std::ranges::any_of(records, [](const auto& record) { return record.type == DnsType::Cname; });
    if (has_alias && records.size() > 1)
        return problem(fmt::format("\"{}\" has a CNAME and other records", name), "a CNAME alone");
    return records;
}

std::optional<TextProblem> check_records(std::string_view name, std::string_view text) {
    auto records = parse_records(name, text);
    if (records) return std::nullopt;
    return std::move(records.error());
}

Zone::Zone(const ZoneParameters& parameters, const Texts& records) : apex_{parameters.apex} {
    wire::DnsSoa soa{apex_, apex_, 1, kRefresh, kRefresh, kRefresh, parameters.negative_ttl};
    soa.primary.prepend("ns");
    soa.mailbox.prepend("hostmaster");
    soa_ = {apex_, DnsType::Soa, DnsClass::In, parameters.negative_ttl, soa};
    records_[apex_].push_back(soa_);
    for (const auto& [name, text] : records) {
        auto parsed = parse_records(name, text);
        if (!parsed) throw std::invalid_argument{parsed.error().message};
        for (DnsRecord& record : *parsed) {
            if (!record.name.is_within(apex_))
                throw std::invalid_argument{fmt::format("{} is not in the zone {}", name, to_string(apex_))};
            record.ttl = parameters.ttl;
            records_[record.name].push_back(std::move(record));
        }
    }
}

std::span<const DnsRecord> Zone::records_of(const DnsName& name) const {
    const auto found = records_.find(name);
    if (found == records_.end()) return {};
    return found->second;
}

bool Zone::exists(const DnsName& name) const {
    return std::ranges::any_of(records_, [&](const auto& entry) { return entry.first.is_within(name); });
}

void Zone::answer(const wire::DnsQuestion& question, DnsMessage& reply) const {
    const bool is_ours = question.name.is_within(apex_) &&
                         (question.dns_class == DnsClass::In || question.dns_class == DnsClass::Any);
    reply.header.authoritative = is_ours;
    if (!is_ours) {
        reply.header.rcode = DnsRcode::Refused;
        return;
    }
    DnsName name = question.name;
    for (int aliases = 0; aliases < kMostAliases && name.is_within(apex_); ++aliases) {
        const DnsName* alias = nullptr;
        bool found = false;
        for (const DnsRecord& record : records_of(name)) {
            const bool wanted = record.type == question.type || question.type == DnsType::Any;
            const bool is_alias = record.type == DnsType::Cname && !wanted;
            if (wanted || is_alias) reply.answers.push_back(record);
            found = found || wanted;
            if (is_alias) alias = &std::get<DnsName>(record.data);
        }
        if (found) return;
        if (alias == nullptr) {  // RFC 2308 2.1, 2.2; the code is about the last name of a chain (RFC 6604)
            if (!exists(name)) reply.header.rcode = DnsRcode::NXDomain;
            reply.authorities.push_back(soa_);
            return;
        }
        name = *alias;
    }
}

std::optional<DnsMessage> reply_to(const Zone& zone, std::span<const std::uint8_t> datagram) {
    const auto header = wire::DnsHeader::parse(datagram);
    if (!header || header->response) return std::nullopt;
    DnsMessage reply{{.id = header->id,
                      .response = true,
                      .opcode = header->opcode,
                      .recursion_desired = header->recursion_desired}};
    const auto query = DnsMessage::parse(datagram);
    if (query) reply.questions = query->questions;
    if (header->opcode != wire::DnsOpcode::Query) {
        reply.header.rcode = DnsRcode::NotImp;
    } else if (!query || query->questions.size() != 1) {
        reply.header.rcode = DnsRcode::FormErr;
    } else {
        zone.answer(query->questions[0], reply);
    }
    cut_to_datagram(reply);
    return reply;
}

}  // namespace patchcord::models::apps::dns
