// The words of tcpdump 4.99 without -v: the question of a query; of an answer the counts of the three
// sections and the records of the first. Read next: models/wire/dns_text.hpp.
// Not here: the checking of messages, which come parsed.
#include "models/wire/dns_text.hpp"

#include "models/wire/bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace patchcord::models::wire {
namespace {

constexpr std::array<std::pair<DnsType, std::string_view>, 9> kTypes{{{DnsType::A, "A"},
                                                                      {DnsType::Ns, "NS"},
                                                                      {DnsType::Cname, "CNAME"},
                                                                      {DnsType::Soa, "SOA"},
                                                                      {DnsType::Ptr, "PTR"},
                                                                      {DnsType::Mx, "MX"},
                                                                      {DnsType::Txt, "TXT"},
                                                                      {DnsType::Aaaa, "AAAA"},
                                                                      {DnsType::Any, "ANY"}}};

constexpr std::array<std::string_view, 16> kOpcodes{"",      " inv_q", " stat", " op3", " notify", " update",
                                                    " op6",  " op7",   " op8",  " op9", " op10",   " op11",
                                                    " op12", " op13",  " op14", " op15"};
constexpr std::array<std::string_view, 6> kRcodes{"",          " FormErr", " ServFail",
                                                  " NXDomain", " NotImp",  " Refused"};

std::string rcode_word(DnsRcode rcode) {
    const auto number = static_cast<std::size_t>(rcode);
    return number < kRcodes.size() ? std::string{kRcodes[number]} : fmt::format(" Resp{}", number);
}

/// Eight groups without leading zeros, the longest run of zeros as "::" (RFC 5952 4).
std::string ipv6_text(const Ipv6Bytes& address) {
    std::size_t longest = 0;
    std::size_t from = 8;
    for (std::size_t first = 0; first < 8; ++first) {
        std::size_t end = first;
        while (end < 8 && load_be16(&address[2 * end]) == 0)
            ++end;
        if (end - first <= std::max<std::size_t>(longest, 1)) continue;
        longest = end - first;
        from = first;
    }
    std::string text;
    for (std::size_t group = 0; group < 8; ++group) {
        if (group == from) {
            text += "::";
            group += longest - 1;
            continue;
        }
        if (!text.empty() && !text.ends_with(':')) text += ':';
        text += fmt::format("{:x}", load_be16(&address[2 * group]));
    }
    return text;
}

std::string printable(std::string_view text) {
    std::string out;
    for (const char letter : text)
        out += letter >= ' ' && letter < 0x7F ? letter : '.';
    return out;
}

/// " 10.0.0.2"; nothing for what is not shown. Names end with `dot`.
struct DataText {
    std::string_view dot;

    std::string name(const DnsName& name) const {
        return " " + to_string(name) + std::string{name.is_root() ? "" : dot};
    }
    std::string operator()(const DnsRaw&) const { return ""; }
    std::string operator()(Ipv4Address address) const { return " " + to_string(address); }
    std::string operator()(const DnsName& target) const { return name(target); }
    std::string operator()(const DnsSoa&) const { return ""; }
    std::string operator()(const DnsMx& mx) const {
        return fmt::format("{} {}", name(mx.exchange), mx.preference);
    }
    std::string operator()(const DnsTexts& texts) const {
        std::string out;
        for (const std::string& text : texts)
            out += fmt::format(" \"{}\"", printable(text));
        return out;
    }
    std::string operator()(const Ipv6Bytes& address) const { return " " + ipv6_text(address); }
};

std::string type_and_data(const DnsRecord& record, std::string_view dot) {
    return to_string(record.type) + std::visit(DataText{dot}, record.data);
}

std::string query_line(const DnsMessage& message) {
    const DnsHeader& header = message.header;
    std::string line =
        fmt::format("{}{}{}", header.id, kOpcodes[static_cast<std::size_t>(header.opcode) & 15],
                    header.recursion_desired ? "+" : "");
    const auto count = [&](std::size_t number, std::size_t usual, std::string_view unit) {
        if (number != usual) line += fmt::format(" [{}{}]", number, unit);
    };
    count(message.answers.size(), 0, "a");
    count(message.questions.size(), 1, "q");
    count(message.authorities.size(), 0, "n");
    count(message.additionals.size(), 0, "au");
    for (const DnsQuestion& question : message.questions)
        line += fmt::format(" {}?{}", to_string(question.type), DataText{"."}.name(question.name));
    return line;
}

std::string answer_line(const DnsMessage& message) {
    const DnsHeader& header = message.header;
    std::string line =
        fmt::format("{}{}{}{}{}{}", header.id, kOpcodes[static_cast<std::size_t>(header.opcode) & 15],
                    rcode_word(header.rcode), header.authoritative ? "*" : "",
                    header.recursion_available ? "" : "-", header.truncated ? "|" : "");
    if (message.questions.size() != 1) line += fmt::format(" [{}q]", message.questions.size());
    line += fmt::format(" {}/{}/{}", message.answers.size(), message.authorities.size(),
                        message.additionals.size());
    std::string_view before = " ";
    for (const DnsRecord& record : message.answers) {
        line += std::string{before} + type_and_data(record, ".");
        before = ", ";
    }
    return line;
}

}  // namespace

std::string to_string(DnsType type) {
    const auto* found = std::ranges::find(kTypes, type, [](const auto& row) { return row.first; });
    return found != kTypes.end() ? std::string{found->second}
                                 : fmt::format("TYPE{}", static_cast<unsigned>(type));
}

std::string to_string(DnsRcode rcode) {
    constexpr std::array<std::string_view, 6> kNames{"NOERROR",  "FORMERR", "SERVFAIL",
                                                     "NXDOMAIN", "NOTIMP",  "REFUSED"};
    const auto number = static_cast<std::size_t>(rcode);
    return number < kNames.size() ? std::string{kNames[number]} : fmt::format("RCODE{}", number);
}

std::string dns_line(const DnsMessage& message, std::size_t size) {
    const std::string line = message.header.response ? answer_line(message) : query_line(message);
    return fmt::format("{} ({})", line, size);
}

std::string dns_words(const DnsMessage& message) {
    if (message.header.response && message.header.rcode != DnsRcode::NoError)
        return to_string(message.header.rcode);
    std::string words;
    if (!message.header.response) {
        for (const DnsQuestion& question : message.questions)
            words += fmt::format("{}{}? {}", words.empty() ? "" : ", ", to_string(question.type),
                                 to_string(question.name));
        return words.empty() ? "no question" : words;
    }
    const DnsName* owner = nullptr;
    for (const DnsRecord& record : message.answers) {
        if (!words.empty()) words += ", ";
        const bool is_named = owner != nullptr && *owner == record.name;
        if (!is_named) words += to_string(record.name) + " ";
        words += type_and_data(record, "");
        const auto* alias = record.type == DnsType::Cname ? std::get_if<DnsName>(&record.data) : nullptr;
        owner = alias != nullptr ? alias : &record.name;
    }
    return words.empty() ? "no data" : words;
}

}  // namespace patchcord::models::wire
