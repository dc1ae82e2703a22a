// Packetdrill's notation, so that what is printed can be put into a script.
// Names of ICMP codes are the language's. Read next: scenarios/drill/wire/packet.hpp.
#include "models/wire/bytes.hpp"
#include "models/wire/tcp_options.hpp"
#include "scenarios/drill/wire/icmp_names.hpp"
#include "scenarios/drill/wire/packet.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

using namespace models;

namespace {

struct Letter {
    std::uint16_t flag;
    char letter;
};

constexpr std::uint16_t kFastOpenExperiment = 0xF989;  // RFC 7413 appendix A, RFC 6994
constexpr int kMd5 = 19;                               // RFC 2385

constexpr Letter kLetters[] = {{tcp_bits::kFin, 'F'}, {tcp_bits::kSyn, 'S'}, {tcp_bits::kRst, 'R'},
                               {tcp_bits::kPsh, 'P'}, {tcp_bits::kAck, '.'}, {tcp_bits::kUrg, 'U'},
                               {tcp_bits::kEce, 'E'}, {tcp_bits::kCwr, 'W'}, {tcp_bits::kAe, 'A'}};

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    for (const std::uint8_t byte : bytes)
        text += fmt::format("{:02x}", byte);
    return text;
}

std::string with_hex(std::string_view name, std::span<const std::uint8_t> bytes) {
    return bytes.empty() ? std::string{name} : fmt::format("{} {}", name, hex(bytes));
}

std::string sack_text(std::span<const std::uint8_t> data) {
    std::string text = "sack";
    for (std::size_t at = 0; at + 8 <= data.size(); at += 8)
        text +=
            fmt::format(" {}:{}", wire::load_be32(data.data() + at), wire::load_be32(data.data() + at + 4));
    return text;
}

std::string option_text(const wire::TcpOptionReader::Option& option) {
    const std::span<const std::uint8_t> data = option.data;
    const std::uint8_t* const at = data.data();
    const auto kind = static_cast<int>(option.kind);
    switch (option.kind) {
        case wire::TcpOptionKind::End:
            return "eol";
        case wire::TcpOptionKind::Nop:
            return "nop";
        case wire::TcpOptionKind::Mss:
            if (data.size() == 2) return fmt::format("mss {}", wire::load_be16(at));
            break;
        case wire::TcpOptionKind::WindowScale:
            if (data.size() == 1) return fmt::format("wscale {}", data[0]);
            break;
        case wire::TcpOptionKind::SackPermitted:
            if (data.empty()) return "sackOK";
            break;
        case wire::TcpOptionKind::Sack:
            return sack_text(data);
        case wire::TcpOptionKind::Timestamps:
            if (data.size() == 8)
                return fmt::format("TS val {} ecr {}", wire::load_be32(at), wire::load_be32(at + 4));
            break;
        case wire::TcpOptionKind::FastOpen:
            return with_hex("FO", data);
        case wire::TcpOptionKind::Experimental:
            if (data.size() >= 2 && wire::load_be16(at) == kFastOpenExperiment)
                return with_hex("FOEXP", data.subspan(2));
            break;
    }
    if (kind == kMd5) return with_hex("md5", data);
    return with_hex(fmt::format("option-{}", kind), data);
}

std::string tcp_text(const TcpSegment& tcp, std::size_t length) {
    std::string text = fmt::format("{} {}:{}({})", flags_text(tcp.flags), tcp.seq,
                                   tcp.seq + static_cast<std::uint32_t>(length), length);
    if (tcp.has(tcp_bits::kAck)) text += fmt::format(" ack {}", tcp.ack);
    text += fmt::format(" win {}", tcp.window);
    if (tcp.has(tcp_bits::kUrg)) text += fmt::format(" urg {}", tcp.urgent_pointer);
    if (!tcp.options.empty()) text += fmt::format(" <{}>", options_text(tcp.options));
    return text;
}

}  // namespace

std::string flags_text(std::uint16_t flags) {
    std::string text;
    for (const Letter& row : kLetters) {
        if ((flags & row.flag) != 0) text += row.letter;
    }
    return text.empty() ? "-" : text;
}

std::string options_text(std::span<const std::uint8_t> options) {
    std::string text;
    wire::TcpOptionReader reader{options};
    while (const auto option = reader.next())
        text += (text.empty() ? "" : ",") + option_text(*option);
    if (reader.malformed()) text += text.empty() ? "malformed" : ",malformed";
    return text;
}

std::string to_text(const Packet& packet) {
    if (const TcpSegment* tcp = packet.tcp()) return tcp_text(*tcp, packet.payload.size());
    if (const IcmpMessage* icmp = packet.icmp()) {
        return fmt::format("icmp {}", icmp_text(icmp->header));
    }
    return fmt::format("udp ({})", packet.payload.size());
}

}  // namespace patchcord::scenarios::drill
