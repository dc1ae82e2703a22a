// One line of a terminal as cells: text is put at columns, in any order, and comes out as UTF-8 with or
// without colours. Wide characters take two cells. It knows nothing of ladders. Read next:
// results/export/ladder/ladder_text.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

/// A colour of the 256 of terminals, or the terminal's own; and weight.
struct Style {
    static constexpr int kOwnColour = -1;

    int colour = kOwnColour;
    bool bold = false;

    friend bool operator==(const Style&, const Style&) = default;
};

class CanvasLine {
  public:
    /// Puts `text` at `column` (from 0), over what is there. A wide character that loses a half becomes a
    /// space; a control character becomes a question mark.
    void put(std::size_t column, std::string_view text, Style style = {});
    /// The same glyph, one column wide, in all of [from, to).
    void fill(std::size_t from, std::size_t to, std::string_view glyph, Style style = {});
    bool is_free(std::size_t from, std::size_t to) const;

    /// Without spaces at the end and without a line break.
    std::string text(bool colours) const;

  private:
    struct Cell {
        std::string glyph = " ";  // empty: the right half of the wide character before it
        Style style;
    };
    void clear(std::size_t column);

    std::vector<Cell> cells_;
};

}  // namespace patchcord::results
