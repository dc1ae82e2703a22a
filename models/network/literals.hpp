// Addresses as literals, for programs and tests: "10.0.0.1"_ip and "10.0.0.1/24"_net. A bad one does not
// compile. Not here: reading addresses that come from outside (models/wire/address.hpp, which is strict in
// the same way). Read next: models/network/network.hpp.
#pragma once

#include "models/wire/address.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace patchcord::models::network {

/// A decimal number up to `largest` without leading zeros, taken from the front of `text`.
consteval std::uint32_t take_number(std::string_view& text, std::uint32_t largest) {
    std::uint32_t value = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && value <= largest; ++digits)
        value = value * 10 + static_cast<std::uint32_t>(text[digits] - '0');
    if (digits == 0 || value > largest || (digits > 1 && text[0] == '0'))
        throw std::invalid_argument{"not a number of an address"};
    text.remove_prefix(digits);
    return value;
}

consteval wire::Ipv4Address take_address(std::string_view& text) {
    std::uint32_t value = take_number(text, 255);
    for (int octet = 1; octet < 4; ++octet) {
        if (!text.starts_with('.')) throw std::invalid_argument{"an address has four numbers"};
        text.remove_prefix(1);
        value = value << 8 | take_number(text, 255);
    }
    return wire::Ipv4Address{value};
}

namespace literals {

consteval wire::Ipv4Address operator""_ip(const char* text, std::size_t size) {
    std::string_view rest{text, size};
    const wire::Ipv4Address address = take_address(rest);
    if (!rest.empty()) throw std::invalid_argument{"something follows the address"};
    return address;
}

consteval wire::Ipv4Prefix operator""_net(const char* text, std::size_t size) {
    std::string_view rest{text, size};
    const wire::Ipv4Address address = take_address(rest);
    if (!rest.starts_with('/')) throw std::invalid_argument{"a prefix has a length"};
    rest.remove_prefix(1);
    const auto length = static_cast<std::uint8_t>(take_number(rest, 32));
    if (!rest.empty()) throw std::invalid_argument{"something follows the length"};
    return {address, length};
}

}  // namespace literals
}  // namespace patchcord::models::network
