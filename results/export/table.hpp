// A table in text: columns as wide as what is in them, numbers at the right. Hangul counts two columns.
// Not here: what a column means.
// Read next: results/export/summary.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace patchcord::results {

class Table {
  public:
    enum class Align : std::uint8_t { Left, Right };

    void add_column(std::string_view header, Align align) {
        columns_.push_back({std::string{header}, align});
    }
    /// As many cells as there are columns.
    void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    bool is_empty() const { return rows_.empty(); }

    /// Lines that begin with `indent` spaces and end with a line break; two spaces between columns, none at
    /// the end.
    std::string text(std::size_t indent = 1) const;

  private:
    struct Column {
        std::string header;
        Align align;
    };

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace patchcord::results
