// Measuring, then writing. Read next: results/export/table.hpp.
#include "results/export/table.hpp"

#include "results/export/format.hpp"

#include <algorithm>

namespace patchcord::results {

std::string Table::text(std::size_t indent) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = display_width(columns_[i].header);
        for (const auto& row : rows_)
            width = std::max(width, display_width(row[i]));
        widths.push_back(width);
    }
    std::string out;
    const auto add_line = [&](const auto& cell_at) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) line += "  ";
            line += columns_[i].align == Align::Left ? pad_right(cell_at(i), widths[i])
                                                     : pad_left(cell_at(i), widths[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    add_line([this](std::size_t i) -> const std::string& { return columns_[i].header; });
    for (const auto& row : rows_)
        add_line([&row](std::size_t i) -> const std::string& { return row[i]; });
    return out;
}

}  // namespace patchcord::results
