// The words of the language for types and codes of ICMP (RFC 792, RFC 1812 5.2.7.1), both ways. Numbers
// without a word are written type_N and code_N. Read next: models/wire/icmp.hpp.
// Not here: packets (packet.hpp).
#pragma once

#include "models/wire/icmp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace patchcord::scenarios::drill {

std::optional<std::uint8_t> icmp_type(std::string_view word);
/// A code of messages of this type.
std::optional<std::uint8_t> icmp_code(std::uint8_t type, std::string_view word);
/// "unreachable frag_needed mtu 1200".
std::string icmp_text(const models::wire::IcmpHeader& header);

}  // namespace patchcord::scenarios::drill
