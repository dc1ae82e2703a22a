// Times are formatted with integers, so that no digit is invented. Which characters are wide: Unicode's East
// Asian Width W and F (UAX 11), by blocks. Read next: results/export/format.hpp.
#include "results/export/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace patchcord::results {
namespace {

struct Range {
    char32_t first, last;
};

constexpr std::array kWide{Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
                           Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
                           Range{0xA960, 0xA97F},   Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},
                           Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
                           Range{0x1F300, 0x1F64F}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};
constexpr std::array kZero{Range{0x0300, 0x036F}, Range{0x1160, 0x11FF}, Range{0x200B, 0x200F},
                           Range{0xFE00, 0xFE0F}};

template <std::size_t Size>
bool is_in(const std::array<Range, Size>& ranges, char32_t c) {
    return std::ranges::any_of(ranges,
                               [c](const Range& range) { return range.first <= c && c <= range.last; });
}

struct Character {
    std::size_t bytes;
    std::size_t columns;
};

/// The first character of `text`, which is not empty.
Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes < 2 || bytes > text.size()) return {1, 1};
    char32_t code = lead & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80) return {1, 1};
        code = code << 6 | (next & 0x3Fu);
    }
    return {bytes, is_in(kZero, code)   ? std::size_t{0}
                   : is_in(kWide, code) ? std::size_t{2}
                                        : std::size_t{1}};
}

/// Three significant digits, in the smallest of `units` in which they stay below 1000. Each unit is a
/// thousand of the one before.
template <std::size_t Size>
std::string with_unit(double value, const std::array<std::string_view, Size>& units) {
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < Size) {
        value /= 1000;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, units[unit]);
}

}  // namespace

std::string format_seconds(sim::Duration duration, int decimals) {
    std::int64_t unit = 1;
    for (int i = decimals; i < 12; ++i)
        unit *= 10;
    std::int64_t fraction_size = 1;
    for (int i = 0; i < decimals; ++i)
        fraction_size *= 10;
    const bool negative = duration.count() < 0;
    const std::int64_t rounded = (std::abs(duration.count()) + unit / 2) / unit;
    std::string text = fmt::format("{}{}", negative ? "-" : "", rounded / fraction_size);
    if (decimals > 0) text += fmt::format(".{:0{}}", rounded % fraction_size, decimals);
    return text;
}

std::string format_timer(sim::Duration duration) {
    std::string text = format_seconds(duration, 6);
    while (text.ends_with('0') && !text.ends_with(".0"))
        text.pop_back();
    return text + " s";
}

std::string format_duration(sim::Duration duration) {
    constexpr std::array<std::string_view, 4> kUnits{"ns", "us", "ms", "s"};
    return with_unit(static_cast<double>(duration.count()) / 1e3, kUnits);
}

std::string format_rate(std::uint64_t bits_per_second) {
    constexpr std::array<std::string_view, 3> kUnits{"kbit/s", "Mbit/s", "Gbit/s"};
    if (bits_per_second < 1000) return fmt::format("{} bit/s", bits_per_second);
    return with_unit(static_cast<double>(bits_per_second) / 1e3, kUnits);
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Character character = first_character(text);
        width += character.columns;
        text.remove_prefix(character.bytes);
    }
    return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns, std::string_view ellipsis) {
    if (display_width(text) <= columns) return std::string{text};
    const std::size_t room = columns - std::min(columns, display_width(ellipsis));
    std::string kept;
    std::size_t width = 0;
    while (!text.empty()) {
        const Character character = first_character(text);
        if (width + character.columns > room) break;
        width += character.columns;
        kept += text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
    }
    if (columns > room) kept += ellipsis;
    return kept;
}

std::string pad_left(std::string_view text, std::size_t columns) {
    const std::size_t width = display_width(text);
    return std::string(columns > width ? columns - width : 0, ' ') + std::string{text};
}

std::string pad_right(std::string_view text, std::size_t columns) {
    const std::size_t width = display_width(text);
    return std::string{text} + std::string(columns > width ? columns - width : 0, ' ');
}

}  // namespace patchcord::results
