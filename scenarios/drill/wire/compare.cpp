// One check a field; the first difference is told. A PSH that our stack does not set within a write is no
// fault: Linux sets one at the end of each burst of its segmentation offload.
// Read next: scenarios/drill/wire/compare.hpp.
#include "scenarios/drill/wire/compare.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/tcp_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace patchcord::scenarios::drill {

using namespace models;
using Fault = std::optional<std::string>;

namespace {

template <class Number>
Fault differ(std::string_view field, Number expected, Number actual) {
    if (expected == actual) return std::nullopt;
    return fmt::format("{}: expected {}, actual {}", field, expected, actual);
}

Fault tos_fault(const Expected& expected, const Packet& actual) {
    switch (expected.tos) {
        case Expected::Tos::Any:
            return std::nullopt;
        case Expected::Tos::Ecn:
            return differ("ECN bits", expected.packet.tos & 3, actual.tos & 3);
        case Expected::Tos::Ect01:
            if ((actual.tos & 3) == 1 || (actual.tos & 3) == 2) return std::nullopt;
            return fmt::format("ECN bits: expected 1 or 2, actual {}", actual.tos & 3);
        case Expected::Tos::Whole:
            return differ("type of service", expected.packet.tos, actual.tos);
    }
    return std::nullopt;
}

/// PSH that the script wants and the segment lacks, but which need not be there.
bool push_is_optional(const Expected& expected, const Packet& actual, const Conversation& conversation) {
    const TcpSegment& wanted = *expected.packet.tcp();
    if (!expected.push_at_boundaries_only || actual.length() == 0) return false;
    if (!wanted.has(tcp_bits::kPsh) || actual.tcp()->has(tcp_bits::kPsh)) return false;
    const std::uint32_t data = actual.tcp()->seq + (actual.tcp()->has(tcp_bits::kSyn) ? 1 : 0);
    return !conversation.boundaries.contains(data + actual.length());
}

Fault flags_fault(const Expected& expected, const Packet& actual, const Conversation& conversation) {
    const std::uint16_t wanted = expected.packet.tcp()->flags;
    std::uint16_t came = actual.tcp()->flags;
    if (push_is_optional(expected, actual, conversation)) came |= tcp_bits::kPsh;
    if (wanted == came) return std::nullopt;
    return fmt::format("flags: expected {}, actual {}", flags_text(wanted), flags_text(came));
}

struct Option {
    wire::TcpOptionKind kind;
    std::span<const std::uint8_t> data;
};

std::vector<Option> all_options(std::span<const std::uint8_t> bytes) {
    std::vector<Option> options;
    wire::TcpOptionReader reader{bytes};
    while (const auto option = reader.next())
        options.push_back({option->kind, option->data});
    return options;
}

/// Both have 8 bytes. TSval may be off by the tolerance; TSecr counts when it is one that the script sent.
Fault timestamp_fault(const Option& wanted, const Option& came, const Conversation& conversation,
                      const TimestampRule& rule) {
    const std::uint32_t wanted_value = wire::load_be32(wanted.data.data());
    const std::uint32_t value = wire::load_be32(came.data.data());
    const auto off = std::abs(std::int64_t{static_cast<std::int32_t>(value - wanted_value)});
    if (rule.tick_usecs > 0 && off * rule.tick_usecs > rule.tolerance_usecs)
        return differ("TS val", wanted_value, value);
    const std::uint32_t wanted_echo = wire::load_be32(wanted.data.data() + 4);
    if (!conversation.timestamps.was_sent(wanted_echo)) return std::nullopt;
    return differ("TS ecr", wanted_echo, wire::load_be32(came.data.data() + 4));
}

Fault options_fault(const Expected& expected, const Packet& actual, const Conversation& conversation,
                    const TimestampRule& rule) {
    if (!expected.options) return std::nullopt;
    const auto& wanted_bytes = expected.packet.tcp()->options;
    const auto& came_bytes = actual.tcp()->options;
    const auto fault = [&] {
        return fmt::format("options: expected <{}>, actual <{}>", options_text(wanted_bytes),
                           options_text(came_bytes));
    };
    const std::vector<Option> wanted = all_options(wanted_bytes);
    const std::vector<Option> came = all_options(came_bytes);
    if (wanted.size() != came.size() || wanted_bytes.size() != came_bytes.size()) return fault();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].kind != came[i].kind || wanted[i].data.size() != came[i].data.size()) return fault();
        if (wanted[i].kind == wire::TcpOptionKind::Timestamps && wanted[i].data.size() == 8) {
            if (const Fault off = timestamp_fault(wanted[i], came[i], conversation, rule)) return off;
        } else if (!std::ranges::equal(wanted[i].data, came[i].data)) {
            return fault();
        }
    }
    return std::nullopt;
}

Fault tcp_fault(const Expected& expected, const Packet& actual, const Conversation& conversation,
                const TimestampRule& rule) {
    const TcpSegment& wanted = *expected.packet.tcp();
    const TcpSegment& came = *actual.tcp();
    if (auto fault = flags_fault(expected, actual, conversation)) return fault;
    if (expected.seq) {
        if (auto fault = differ("sequence number", wanted.seq, came.seq)) return fault;
    }
    if (auto fault = differ("bytes of data", expected.packet.length(), actual.length())) return fault;
    if (expected.ack) {
        if (auto fault = differ("acknowledgment", wanted.ack, came.ack)) return fault;
    }
    if (expected.window) {
        if (auto fault = differ("window", wanted.window, came.window)) return fault;
    }
    if (auto fault = differ("urgent pointer", wanted.urgent_pointer, came.urgent_pointer)) return fault;
    return options_fault(expected, actual, conversation, rule);
}

Fault icmp_fault(const Expected& expected, const Packet& actual) {
    const wire::IcmpHeader& wanted = expected.packet.icmp()->header;
    const wire::IcmpHeader& came = actual.icmp()->header;
    if (auto fault = differ("ICMP type", static_cast<int>(wanted.type), static_cast<int>(came.type)))
        return fault;
    if (auto fault = differ("ICMP code", int{wanted.code}, int{came.code})) return fault;
    if (expected.id) return differ("ICMP id", wanted.id(), came.id());
    return std::nullopt;
}

}  // namespace

Fault difference(const Expected& expected, const Packet& actual, const Conversation& conversation,
                 const TimestampRule& timestamps) {
    if (expected.packet.body.index() != actual.body.index())
        return fmt::format("protocol: expected {}, actual {}", to_text(expected), to_text(actual));
    if (auto fault = tos_fault(expected, actual)) return fault;
    if (expected.ttl) {
        if (auto fault = differ("time to live", int{expected.packet.ttl}, int{actual.ttl})) return fault;
    }
    if (actual.icmp() != nullptr) return icmp_fault(expected, actual);
    if (actual.tcp() != nullptr) {
        if (auto fault = tcp_fault(expected, actual, conversation, timestamps)) return fault;
    } else if (auto fault = differ("bytes of data", expected.packet.length(), actual.length())) {
        return fault;
    }
    const bool zero = std::ranges::all_of(actual.payload, [](std::uint8_t byte) { return byte == 0; });
    return zero ? std::nullopt : Fault{"the data is not the zeros that were written"};
}

Fault joint_fault(const Packet& before, const Packet& next, std::uint32_t missing) {
    if (before.body.index() != next.body.index() || next.tcp() == nullptr)
        return "two packets that cannot be joined";
    const TcpSegment& first = *before.tcp();
    const TcpSegment& second = *next.tcp();
    if (next.length() != before.length() && next.length() < missing)
        return fmt::format("segments of {} and {} bytes", before.length(), next.length());
    const auto kept = [](std::uint16_t flags) {
        return flags & ~(tcp_bits::kFin | tcp_bits::kPsh | tcp_bits::kCwr);
    };
    if (kept(first.flags) != kept(second.flags))
        return fmt::format("flags {} and {} of segments that belong together", flags_text(first.flags),
                           flags_text(second.flags));
    if (auto fault = differ("the next sequence number", first.seq + before.length(), second.seq))
        return fault;
    if (auto fault = differ("the next acknowledgment", first.ack, second.ack)) return fault;
    if (auto fault = differ("the next window", first.window, second.window)) return fault;
    return differ("the next size of options", first.options.size(), second.options.size());
}

Packet joined(const std::vector<Packet>& fragments) {
    Packet whole = fragments.back();
    const TcpSegment* first = fragments.front().tcp();
    whole.payload.clear();
    for (const Packet& fragment : fragments)
        whole.payload.insert(whole.payload.end(), fragment.payload.begin(), fragment.payload.end());
    if (TcpSegment* tcp = whole.tcp(); tcp != nullptr && first != nullptr) {
        tcp->seq = first->seq;
        tcp->flags =
            static_cast<std::uint16_t>((tcp->flags & ~tcp_bits::kCwr) | (first->flags & tcp_bits::kCwr));
    }
    return whole;
}

std::string to_text(const Expected& expected) {
    std::string text = to_text(expected.packet);
    const TcpSegment* tcp = expected.packet.tcp();
    if (tcp == nullptr) return text;
    if (!expected.window) {
        const std::string window = fmt::format(" win {}", tcp->window);
        if (const std::size_t at = text.find(window); at != std::string::npos) text.erase(at, window.size());
    }
    if (!expected.options) text += " <...>";
    return text;
}

}  // namespace patchcord::scenarios::drill
