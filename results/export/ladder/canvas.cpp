// Cells, and the SGR sequences of ECMA-48 for colours (38;5;n) and bold (1).
// Read next: results/export/ladder/canvas.hpp.
#include "results/export/ladder/canvas.hpp"

#include "results/export/format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::results {
namespace {

/// The bytes of the first character of `text`, which is not empty, with the combining ones behind it.
std::size_t character_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        ++size;
    return size;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string sgr(Style style) {
    if (style == Style{}) return "\x1b[0m";
    std::string codes = "0";
    if (style.bold) codes += ";1";
    if (style.colour != Style::kOwnColour) codes += fmt::format(";38;5;{}", style.colour);
    return fmt::format("\x1b[{}m", codes);
}

}  // namespace

void CanvasLine::clear(std::size_t column) {
    if (cells_[column].glyph.empty()) cells_[column - 1].glyph = " ";
    if (column + 1 < cells_.size() && cells_[column + 1].glyph.empty()) cells_[column + 1].glyph = " ";
    cells_[column] = {};
}

void CanvasLine::put(std::size_t column, std::string_view text, Style style) {
    while (!text.empty()) {
        std::string_view character = text.substr(0, character_size(text));
        text.remove_prefix(character.size());
        if (is_control(character[0])) character = "?";
        const std::size_t width = display_width(character);
        if (width == 0) {
            if (column > 0 && column <= cells_.size()) cells_[column - 1].glyph += character;
            continue;
        }
        cells_.resize(std::max(cells_.size(), column + width));
        for (std::size_t i = column; i < column + width; ++i)
            clear(i);
        cells_[column] = {std::string{character}, style};
        if (width == 2) cells_[column + 1] = {"", style};
        column += width;
    }
}

void CanvasLine::fill(std::size_t from, std::size_t to, std::string_view glyph, Style style) {
    for (std::size_t column = from; column < to; ++column)
        put(column, glyph, style);
}

bool CanvasLine::is_free(std::size_t from, std::size_t to) const {
    for (std::size_t column = from; column < std::min(to, cells_.size()); ++column) {
        if (cells_[column].glyph != " ") return false;
    }
    return true;
}

std::string CanvasLine::text(bool colours) const {
    std::size_t end = cells_.size();
    while (end > 0 && cells_[end - 1].glyph == " ")
        --end;
    std::string line;
    Style now;
    for (std::size_t i = 0; i < end; ++i) {
        const bool is_visible = cells_[i].glyph != " ";
        if (colours && is_visible && cells_[i].style != now) {
            now = cells_[i].style;
            line += sgr(now);
        }
        line += cells_[i].glyph;
    }
    if (now != Style{}) line += sgr({});
    return line;
}

}  // namespace patchcord::results
