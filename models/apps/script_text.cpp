// Which bytes are UTF-8: table 3-7 of the Unicode standard, without overlong forms and surrogates.
// A text is cut between two characters.
// Read next: models/apps/script_text.hpp.
#include "models/apps/script_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace patchcord::models::apps {
namespace {

/// How many bytes the character at the front has; 0 when they are no UTF-8.
std::size_t character_size(std::span<const std::uint8_t> bytes) {
    const std::uint8_t first = bytes.front();
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || bytes.size() < size) return 0;
    const std::uint8_t lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < lowest || bytes[1] > highest) return 0;
    const auto continues = [](std::uint8_t byte) { return byte >= 0x80 && byte <= 0xBF; };
    return std::ranges::all_of(bytes.subspan(2, size - 2), continues) ? size : 0;
}

std::string escaped(std::uint8_t byte) {
    switch (byte) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        default:
            return fmt::format("\\x{:02x}", byte);
    }
}
bool is_plain(std::uint8_t byte) {
    return byte >= ' ' && byte < 0x7F && byte != '"' && byte != '\\';
}

}  // namespace

std::string outcome(wire::Error error) {
    std::string words{to_string(error)};
    std::ranges::replace(words, '_', ' ');
    return fmt::format("-1 {} ({})", errno_name(error), words);
}

std::string outcome(const host::Outcome& result) {
    return result ? "0" : outcome(result.error());
}

std::string quoted(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kLongest = 48;
    std::string text;
    while (!bytes.empty() && text.size() < kLongest) {
        const std::size_t size = character_size(bytes);
        if (size > 1) {
            text += host::as_text(bytes.first(size));
        } else {
            text += is_plain(bytes[0]) ? std::string(1, static_cast<char>(bytes[0])) : escaped(bytes[0]);
        }
        bytes = bytes.subspan(std::max<std::size_t>(size, 1));
    }
    return fmt::format("\"{}\"{}", text, bytes.empty() ? "" : "...");
}

}  // namespace patchcord::models::apps
