// A table, and an escape for everything that would move the cursor.
// The well-formed sequences of UTF-8 are those of Unicode's table 3-7.
// Read next: results/export/table.hpp.
#include "results/export/log.hpp"

#include "results/export/format.hpp"
#include "results/export/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace patchcord::results {
namespace {

constexpr int kDecimals = 6;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<std::uint8_t>(text[at]) : std::uint8_t{0};
}
bool is_between(std::uint8_t byte, std::uint8_t least, std::uint8_t most) {
    return byte >= least && byte <= most;
}

/// How many bytes the printable character at the start of `text` has; 0 when there is none.
std::size_t printable_length(std::string_view text) {
    const std::uint8_t first = byte_at(text, 0);
    const std::uint8_t second = byte_at(text, 1);
    const auto continues = [&](std::size_t at) { return is_between(byte_at(text, at), 0x80, 0xBF); };
    if (is_between(first, 0x20, 0x7E)) return 1;
    if (first == 0xC2 && second < 0xA0) return 0;  // C1 controls
    if (is_between(first, 0xC2, 0xDF)) return continues(1) ? 2 : 0;
    if (is_between(first, 0xE0, 0xEF)) {
        const std::uint8_t least = first == 0xE0 ? 0xA0 : 0x80;
        const std::uint8_t most = first == 0xED ? 0x9F : 0xBF;
        return is_between(second, least, most) && continues(2) ? 3 : 0;
    }
    if (is_between(first, 0xF0, 0xF4)) {
        const std::uint8_t least = first == 0xF0 ? 0x90 : 0x80;
        const std::uint8_t most = first == 0xF4 ? 0x8F : 0xBF;
        return is_between(second, least, most) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

std::string escaped(std::uint8_t byte) {
    switch (byte) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return fmt::format("\\x{:02x}", byte);
    }
}

}  // namespace

std::string in_one_line(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const std::size_t length = printable_length(text);
        line += length > 0 ? std::string{text.substr(0, length)} : escaped(byte_at(text, 0));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return line;
}

std::string format_log(const Run& run, const TextOptions& options) {
    const auto lines = run.records<models::trace::AppLog>();
    if (lines.empty()) return {};
    using enum Table::Align;
    Table table;
    table.add_column(word(Word::Time, options.language), Right);
    table.add_column(word(Word::Host, options.language), Left);
    table.add_column(word(Word::Process, options.language), Left);
    table.add_column(word(Word::Log, options.language), Left);
    const std::size_t shown = std::min(lines.size(), options.max_rows);
    for (std::size_t i = 0; i < shown; ++i) {
        const models::trace::AppLog& line = lines[i];
        const std::string_view mark = !line.failed ? "" : options.ascii ? "X " : "✕ ";
        table.add_row({format_seconds(line.at, kDecimals), run.node(line.node).name,
                       std::string{line.process}, fmt::format("{}{}", mark, in_one_line(line.text))});
    }
    std::string text = table.text();
    if (shown < lines.size()) text += left_out(lines.size() - shown, options);
    return text + '\n';
}

}  // namespace patchcord::results
