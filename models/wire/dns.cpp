// Reading and writing DNS messages (RFC 1035 4). A pointer must lead backwards, to before the part of the
// name that holds it, and a name follows at most 127 of them: nothing loops, and no message costs more time
// than its size allows. Read next: models/wire/dns.hpp.
#include "models/wire/dns.hpp"

#include "models/wire/bytes.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace patchcord::models::wire {
namespace {

constexpr std::size_t kMostPointers = 127;  // a name has at most that many labels
constexpr std::size_t kPointerReach = 0x4000;
constexpr std::uint8_t kPointerBits = 0xC0;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_name_letter(char letter) {
    const char small = lower(letter);
    return (small >= 'a' && small <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' ||
           letter == '_';
}

/// Takes a message apart from front to back. After the first error nothing more is read.
class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> message) : message_{message} {}

    const std::optional<ParseError>& error() const { return error_; }
    std::size_t left() const { return message_.size() - at_; }
    void fail(ParseError error) {
        if (!error_) error_ = error;
    }

    std::span<const std::uint8_t> bytes(std::size_t count) {
        if (error_ || left() < count) {
            fail(ParseError::Truncated);
            return {};
        }
        at_ += count;
        return message_.subspan(at_ - count, count);
    }
    std::uint16_t u16() {
        const auto two = bytes(2);
        return two.empty() ? std::uint16_t{0} : load_be16(two.data());
    }
    std::uint32_t u32() {
        const auto four = bytes(4);
        return four.empty() ? 0 : load_be32(four.data());
    }
    std::string text(std::size_t count) {
        const auto part = bytes(count);
        return {part.begin(), part.end()};
    }
    DnsName name();
    DnsQuestion question();
    DnsRecord record();

  private:
    DnsData data(const DnsRecord& record, std::size_t size);
    DnsTexts texts(std::size_t size);
    DnsSoa soa();

    std::span<const std::uint8_t> message_;
    std::size_t at_ = 0;
    std::optional<ParseError> error_;
};

DnsName Reader::name() {
    DnsName name;
    std::size_t behind = 0;  // where reading goes on after the first pointer
    std::size_t part = at_;
    for (std::size_t pointers = 0; !error_;) {
        const auto length = bytes(1);
        if (length.empty()) break;
        if (length[0] == 0) {
            if (behind != 0) at_ = behind;
            break;
        }
        if (length[0] <= DnsName::kLongestLabel) {
            const std::string label = text(length[0]);
            if (!error_ && !name.append(label)) fail(ParseError::BadName);
            continue;
        }
        const auto low = bytes(1);
        if (low.empty()) break;
        const std::size_t target = std::size_t{length[0] & 0x3FU} << 8 | low[0];
        const bool is_pointer = (length[0] & kPointerBits) == kPointerBits;
        if (!is_pointer || target >= part || ++pointers > kMostPointers) {
            fail(ParseError::BadName);
            break;
        }
        if (behind == 0) behind = at_;
        at_ = part = target;
    }
    return name;
}

DnsQuestion Reader::question() {
    DnsQuestion question;
    question.name = name();
    question.type = DnsType{u16()};
    question.dns_class = DnsClass{u16()};
    return question;
}

DnsRecord Reader::record() {
    DnsRecord record;
    record.name = name();
    record.type = DnsType{u16()};
    record.dns_class = DnsClass{u16()};
    record.ttl = u32();
    const std::size_t size = u16();
    if (left() < size) fail(ParseError::Truncated);
    const std::size_t end = at_ + size;
    if (error_) return record;
    record.data = data(record, size);
    if (!error_ && at_ != end) fail(ParseError::BadLength);
    return record;
}

DnsData Reader::data(const DnsRecord& record, std::size_t size) {
    const DnsType type = record.dns_class == DnsClass::In ? record.type : DnsType{};
    switch (type) {
        case DnsType::A:
            return Ipv4Address{u32()};
        case DnsType::Ns:
        case DnsType::Cname:
        case DnsType::Ptr:
            return name();
        case DnsType::Soa:
            return soa();
        case DnsType::Mx: {
            const std::uint16_t preference = u16();
            return DnsMx{preference, name()};
        }
        case DnsType::Txt:
            return texts(size);
        case DnsType::Aaaa: {
            Ipv6Bytes address{};
            std::ranges::copy(bytes(address.size()), address.begin());
            return address;
        }
        default:
            break;
    }
    const auto raw = bytes(size);
    return DnsRaw{raw.begin(), raw.end()};
}

DnsTexts Reader::texts(std::size_t size) {
    DnsTexts texts;
    const std::size_t end = at_ + size;
    while (!error_ && at_ < end) {
        const std::size_t length = bytes(1)[0];
        texts.push_back(text(length));
    }
    return texts;
}

DnsSoa Reader::soa() {
    DnsSoa soa;
    soa.primary = name();
    soa.mailbox = name();
    for (std::uint32_t* number : {&soa.serial, &soa.refresh, &soa.retry, &soa.expire, &soa.minimum})
        *number = u32();
    return soa;
}

/// Writes front to back and remembers where each name began, for pointers to it.
class Writer {
  public:
    std::vector<std::uint8_t> take() { return std::move(out_); }

    void u8(std::size_t value) { out_.push_back(static_cast<std::uint8_t>(value)); }
    void u16(std::size_t value) {
        u8(value >> 8);
        u8(value);
    }
    void u32(std::uint32_t value) {
        u16(value >> 16);
        u16(value);
    }
    template <class Bytes>
    void bytes(const Bytes& bytes) {
        out_.insert(out_.end(), bytes.begin(), bytes.end());
    }
    void name(DnsName name);
    void question(const DnsQuestion& question);
    void record(const DnsRecord& record);

    // The data of a record, by its alternative.
    void operator()(const DnsRaw& raw) { bytes(raw); }
    void operator()(Ipv4Address address) { u32(address.value()); }
    void operator()(const DnsName& target) { name(target); }
    void operator()(const DnsSoa& soa) {
        name(soa.primary);
        name(soa.mailbox);
        for (const std::uint32_t number : {soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum})
            u32(number);
    }
    void operator()(const DnsMx& mx) {
        u16(mx.preference);
        name(mx.exchange);
    }
    void operator()(const DnsTexts& texts) {
        for (const std::string& text : texts) {
            u8(text.size());
            bytes(text);
        }
    }
    void operator()(const Ipv6Bytes& address) { bytes(address); }

  private:
    std::vector<std::uint8_t> out_;
    std::map<std::string, std::size_t> places_;  // in the case that was written, which is kept
};

void Writer::name(DnsName name) {
    for (; !name.is_root(); name = name.parent()) {
        const auto [place, is_new] = places_.emplace(name.bytes(), out_.size());
        if (!is_new) return u16(place->second | std::size_t{kPointerBits} << 8);
        if (out_.size() >= kPointerReach) places_.erase(place);
        const std::string_view bytes_of_name = name.bytes();
        bytes(bytes_of_name.substr(0, 1 + static_cast<std::uint8_t>(bytes_of_name[0])));
    }
    u8(0);
}

void Writer::question(const DnsQuestion& question) {
    name(question.name);
    u16(static_cast<std::uint16_t>(question.type));
    u16(static_cast<std::uint16_t>(question.dns_class));
}

void Writer::record(const DnsRecord& record) {
    name(record.name);
    u16(static_cast<std::uint16_t>(record.type));
    u16(static_cast<std::uint16_t>(record.dns_class));
    u32(record.ttl);
    const std::size_t place_of_size = out_.size();
    u16(0);
    std::visit(*this, record.data);
    store_be16(&out_[place_of_size], static_cast<std::uint16_t>(out_.size() - place_of_size - 2));
}

std::uint16_t flags_of(const DnsHeader& header) {
    return static_cast<std::uint16_t>(header.response << 15 | static_cast<int>(header.opcode) << 11 |
                                      header.authoritative << 10 | header.truncated << 9 |
                                      header.recursion_desired << 8 | header.recursion_available << 7 |
                                      static_cast<int>(header.rcode));
}

}  // namespace

std::optional<DnsName> DnsName::parse(std::string_view text) {
    DnsName name;
    if (text == ".") return name;
    if (text.ends_with('.')) text.remove_suffix(1);
    for (;;) {
        const std::string_view label = text.substr(0, text.find('.'));
        if (!std::ranges::all_of(label, is_name_letter) || !name.append(label)) return std::nullopt;
        if (label.size() == text.size()) return name;
        text.remove_prefix(label.size() + 1);
    }
}

bool DnsName::append(std::string_view label) {
    const std::size_t size = bytes_.size() + 1 + label.size() + 1;
    if (label.empty() || label.size() > kLongestLabel || size > kLongest) return false;
    bytes_ += static_cast<char>(label.size());
    bytes_ += label;
    return true;
}

bool DnsName::prepend(std::string_view label) {
    DnsName whole;
    if (!whole.append(label) || whole.bytes_.size() + bytes_.size() + 1 > kLongest) return false;
    bytes_.insert(0, whole.bytes_);
    return true;
}

DnsName DnsName::parent() const {
    DnsName rest;
    if (!is_root()) rest.bytes_ = bytes_.substr(1 + static_cast<std::uint8_t>(bytes_[0]));
    return rest;
}

bool DnsName::is_within(const DnsName& ancestor) const {
    DnsName name = *this;
    while (name.bytes_.size() > ancestor.bytes_.size())
        name = name.parent();
    return name == ancestor;
}

// Lengths are below any letter, so whole names can be folded.
std::strong_ordering operator<=>(const DnsName& left, const DnsName& right) {
    return std::lexicographical_compare_three_way(
        left.bytes_.begin(), left.bytes_.end(), right.bytes_.begin(), right.bytes_.end(),
        [](char one, char other) { return lower(one) <=> lower(other); });
}

std::string to_string(const DnsName& name) {
    if (name.is_root()) return ".";
    std::string text;
    const std::string& bytes = name.bytes();
    for (std::size_t at = 0; at < bytes.size();) {
        if (at != 0) text += '.';
        const std::size_t end = at + 1 + static_cast<std::uint8_t>(bytes[at]);
        for (++at; at < end; ++at) {
            const auto byte = static_cast<std::uint8_t>(bytes[at]);
            if (byte > ' ' && byte < 0x7F && byte != '.' && byte != '\\') {
                text += bytes[at];
            } else {
                const int digits[]{byte / 100, byte / 10 % 10, byte % 10};
                text += '\\';
                for (const int digit : digits)
                    text += static_cast<char>('0' + digit);
            }
        }
    }
    return text;
}

tl::expected<DnsHeader, ParseError> DnsHeader::parse(std::span<const std::uint8_t> message) {
    if (message.size() < kSize) return tl::unexpected{ParseError::Truncated};
    const std::uint16_t flags = load_be16(message.data() + 2);
    const auto bit = [flags](int number) { return (flags >> number & 1) != 0; };
    return DnsHeader{.id = load_be16(message.data()),
                     .response = bit(15),
                     .opcode = DnsOpcode(flags >> 11 & 15),
                     .authoritative = bit(10),
                     .truncated = bit(9),
                     .recursion_desired = bit(8),
                     .recursion_available = bit(7),
                     .rcode = DnsRcode(flags & 15)};
}

std::vector<std::uint8_t> DnsMessage::emit() const {
    Writer out;
    out.u16(header.id);
    out.u16(flags_of(header));
    out.u16(questions.size());
    out.u16(answers.size());
    out.u16(authorities.size());
    out.u16(additionals.size());
    for (const DnsQuestion& question : questions)
        out.question(question);
    for (const auto* section : {&answers, &authorities, &additionals}) {
        for (const DnsRecord& record : *section)
            out.record(record);
    }
    return out.take();
}

// A count costs nothing before its records are there: each takes bytes, and the first that lacks them ends
// it.
tl::expected<DnsMessage, ParseError> DnsMessage::parse(std::span<const std::uint8_t> bytes) {
    const auto header = DnsHeader::parse(bytes);
    if (!header) return tl::unexpected{header.error()};
    DnsMessage message{*header};
    Reader in{bytes};
    in.bytes(4);
    const std::size_t questions = in.u16();
    const std::array<std::size_t, 3> counts{in.u16(), in.u16(), in.u16()};
    for (std::size_t i = 0; i < questions && !in.error(); ++i)
        message.questions.push_back(in.question());
    const std::array sections{&message.answers, &message.authorities, &message.additionals};
    for (std::size_t section = 0; section < sections.size(); ++section) {
        for (std::size_t i = 0; i < counts[section] && !in.error(); ++i)
            sections[section]->push_back(in.record());
    }
    if (in.error()) return tl::unexpected{*in.error()};
    return message;
}

}  // namespace patchcord::models::wire
