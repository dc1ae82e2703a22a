// Two tables, read in both directions.
// A type without codes of its own takes numbers only. Read next: scenarios/drill/wire/icmp_names.hpp.
#include "scenarios/drill/wire/icmp_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>

namespace patchcord::scenarios::drill {
namespace {

struct Type {
    std::uint8_t number;
    std::string_view word;
};
constexpr Type kTypes[] = {
    {0, "echo_reply"},          {3, "unreachable"},
    {4, "source_quench"},       {5, "redirect"},
    {8, "echo_request"},        {11, "time_exceeded"},
    {12, "parameter_problem"},  {13, "timestamp_request"},
    {14, "timestamp_reply"},    {15, "information_request"},
    {16, "information_reply"},  {17, "address_mask_request"},
    {18, "address_mask_reply"},
};

struct Code {
    std::uint8_t type;
    std::uint8_t number;
    std::string_view word;
};
constexpr Code kCodes[] = {
    {3, 0, "net_unreachable"},
    {3, 1, "host_unreachable"},
    {3, 2, "protocol_unreachable"},
    {3, 3, "port_unreachable"},
    {3, 4, "frag_needed"},
    {3, 5, "source_route_failed"},
    {3, 6, "net_unknown"},
    {3, 7, "host_unknown"},
    {3, 8, "source_host_isolated"},
    {3, 9, "net_prohibited"},
    {3, 10, "host_prohibited"},
    {3, 11, "net_unreachable_for_tos"},
    {3, 12, "host_unreachable_for_tos"},
    {3, 13, "packet_filtered"},
    {3, 14, "precedence_violation"},
    {3, 15, "precedence_cutoff"},
    {5, 0, "net"},
    {5, 1, "host"},
    {5, 2, "net_for_tos"},
    {5, 3, "host_for_tos"},
    {11, 0, "ttl_exceeded_in_transit"},
    {11, 1, "frag_reass_exceeded"},
};

std::optional<std::uint8_t> numbered(std::string_view prefix, std::string_view word) {
    if (!word.starts_with(prefix)) return std::nullopt;
    word.remove_prefix(prefix.size());
    std::uint8_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return number;
}

}  // namespace

std::optional<std::uint8_t> icmp_type(std::string_view word) {
    const auto* found = std::ranges::find(kTypes, word, &Type::word);
    return found != std::end(kTypes) ? found->number : numbered("type_", word);
}

std::optional<std::uint8_t> icmp_code(std::uint8_t type, std::string_view word) {
    const auto* found = std::ranges::find_if(
        kCodes, [&](const Code& code) { return code.type == type && code.word == word; });
    return found != std::end(kCodes) ? found->number : numbered("code_", word);
}

std::string icmp_text(const models::wire::IcmpHeader& header) {
    const auto type = static_cast<std::uint8_t>(header.type);
    const auto* known = std::ranges::find(kTypes, type, &Type::number);
    std::string text = known != std::end(kTypes) ? std::string{known->word} : fmt::format("type_{}", type);
    const auto* code = std::ranges::find_if(
        kCodes, [&](const Code& row) { return row.type == type && row.number == header.code; });
    if (code != std::end(kCodes)) {
        text += fmt::format(" {}", code->word);
    } else if (header.code != 0) {
        text += fmt::format(" code_{}", header.code);
    }
    if (type == 3 && header.code == 4) text += fmt::format(" mtu {}", header.mtu());
    if (type == 0 || type == 8) text += fmt::format(" id {}", header.id());
    return text;
}

}  // namespace patchcord::scenarios::drill
