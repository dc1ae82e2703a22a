// Decoding of UTF-8 (RFC 3629) and the widths of characters: East Asian Wide and Fullwidth of Unicode's UAX
// 11 are two columns, combining marks and the vowels and finals of decomposed Hangul none. The ranges are
// blocks, not the exact table: enough for Korean, Chinese and Japanese text. Read next:
// scenarios/description/text.hpp.
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace patchcord::scenarios {
namespace {

struct Block {
    char32_t first, last;
};

constexpr std::array kWide{Block{0x1100, 0x115F},   Block{0x2E80, 0x303E},   Block{0x3041, 0xA4CF},
                           Block{0xA960, 0xA97F},   Block{0xAC00, 0xD7A3},   Block{0xF900, 0xFAFF},
                           Block{0xFE30, 0xFE6F},   Block{0xFF00, 0xFF60},   Block{0xFFE0, 0xFFE6},
                           Block{0x1F300, 0x1F64F}, Block{0x1F900, 0x1F9FF}, Block{0x20000, 0x3FFFD}};
constexpr std::array kNoWidth{Block{0x0300, 0x036F}, Block{0x1160, 0x11FF}, Block{0x200B, 0x200F},
                              Block{0xFE00, 0xFE0F}};
constexpr std::array kUnprintable{Block{0x00, 0x1F}, Block{0x7F, 0x9F}, Block{0x2028, 0x202E},
                                  Block{0x2066, 0x2069}};

template <std::size_t count>
bool lies_in(const std::array<Block, count>& blocks, char32_t code) {
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](const Block& block) { return code >= block.first && code <= block.last; });
}

void append(std::string& out, char32_t code, std::string_view bytes) {
    if (is_printable(code) && code != kReplacement) {
        out += bytes;
    } else {
        out += "\xEF\xBF\xBD";  // U+FFFD
    }
}

}  // namespace

Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) return {lead, 1, true};
    const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
    char32_t code = lead & (0x7Fu >> size);
    for (std::size_t at = 1; at < size; ++at) {
        if ((byte(at) & 0xC0) != 0x80) return {};
        code = code << 6 | (byte(at) & 0x3Fu);
    }
    const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (overlong || surrogate || code > 0x10FFFF) return {};
    return {code, size, true};
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count)
        text.remove_prefix(first_character(text).size);
    return count;
}

std::size_t display_width(char32_t code) {
    if (lies_in(kNoWidth, code)) return 0;
    return code >= kWide.front().first && lies_in(kWide, code) ? 2 : 1;
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Character character = first_character(text);
        width += display_width(character.code);
        text.remove_prefix(character.size);
    }
    return width;
}

bool is_printable(char32_t code) {
    return !lies_in(kUnprintable, code);
}

std::string printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const Character character = first_character(text);
        append(out, character.code, text.substr(0, character.size));
        text.remove_prefix(character.size);
    }
    return out;
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t kLimit = 60;
    std::string out = "\"";
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == kLimit) return out + "...\"";
        const Character character = first_character(text);
        append(out, character.code, text.substr(0, character.size));
        text.remove_prefix(character.size);
    }
    return out + "\"";
}

std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent) {
    std::string out;
    std::size_t used = 0;  // columns of the line so far
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
        const std::string_view word = text.substr(0, end);
        const std::size_t width = display_width(word);
        if (used > 0 && used + 1 + width > columns) {
            out += '\n';
            used = 0;
        }
        out += used == 0 ? indent : " ";
        out += word;
        used += (used == 0 ? display_width(indent) : 1) + width;
        if (end < text.size() && text[end] == '\n') {
            out += '\n';
            used = 0;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out.empty() || out.ends_with('\n') ? out : out + '\n';
}

bool is_name_character(char32_t code) {
    if (code >= 0x80) return code > 0xA0 && is_printable(code) && code != kReplacement && code != 0x3000;
    return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
}

bool is_name(std::string_view text) {
    if (text.empty() || count_characters(text) > 63) return false;
    if (text.front() >= '0' && text.front() <= '9') return false;
    for (bool first = true; !text.empty(); first = false) {
        const Character character = first_character(text);
        const bool joiner = !first && (character.code == '-' || character.code == '_');
        if (!character.valid || (!joiner && !is_name_character(character.code))) return false;
        text.remove_prefix(character.size);
    }
    return true;
}

std::string counted(std::size_t count, std::string_view noun) {
    if (count == 1) return fmt::format("1 {}", noun);
    return fmt::format("{} {}{}", count, noun, noun.ends_with("ch") ? "es" : "s");
}

}  // namespace patchcord::scenarios
