// Where something was written: a text with a name (a file, or an option of the command line), and a span of
// it. Every description of a scenario keeps its Place, so that a problem found later can still show the line.
// Lines and columns count from 1, columns in characters. Read next: scenarios/description/diagnostic.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

/// A text and the index of its lines. Immutable. At most 4 GiB; a byte order mark at its start is not a
/// character.
class SourceText {
  public:
    enum class Origin { File, Option };

    SourceText(std::string name, std::string text, Origin origin = Origin::File);

    const std::string& name() const { return name_; }
    std::string_view text() const { return text_; }
    Origin origin() const { return origin_; }
    /// Offset of the first character: 3 behind a byte order mark, else 0.
    std::size_t start() const;

    struct Position {
        std::size_t line = 1;
        std::size_t column = 1;
    };
    /// Of the character that begins at `offset`, or of the end when `offset` is the size.
    Position position(std::size_t offset) const;
    /// Line `number` (from 1) without its end.
    std::string_view line(std::size_t number) const;

  private:
    std::size_t characters_before(std::size_t offset) const;

    std::string name_;
    std::string text_;
    Origin origin_;
    std::vector<std::uint32_t> line_starts_;
    std::vector<std::uint32_t>
        characters_before_block_;  // so that columns in a line of megabytes cost nothing
};

/// A span of a source text, and the JSON pointer (RFC 6901) of what stands there. Empty without a source.
struct Place {
    std::shared_ptr<const SourceText> source;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string pointer;

    std::string_view file() const { return source ? std::string_view{source->name()} : std::string_view{}; }
    SourceText::Position position() const {
        return source ? source->position(begin) : SourceText::Position{};
    }
    std::size_t line() const { return position().line; }
    std::size_t column() const { return position().column; }
};

}  // namespace patchcord::scenarios
