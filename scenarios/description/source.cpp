// The index of a source text: where its lines begin, and how many characters lie before each block of it.
// Lines end with LF; a CR before it belongs to the end. Read next: scenarios/description/source.hpp.
#include "scenarios/description/source.hpp"

#include "scenarios/description/text.hpp"

#include <algorithm>

namespace patchcord::scenarios {
namespace {

constexpr std::size_t kBlock = 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

SourceText::SourceText(std::string name, std::string text, Origin origin)
    : name_{std::move(name)}, text_{std::move(text)}, origin_{origin}, line_starts_{0} {
    std::uint32_t characters = 0;
    for (std::size_t at = 0; at < text_.size(); ++at) {
        if (at % kBlock == 0) characters_before_block_.push_back(characters);
        if (!continues_character(text_[at])) ++characters;
        if (text_[at] == '\n') line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
    }
    if (text_.size() % kBlock == 0) characters_before_block_.push_back(characters);
}

std::size_t SourceText::start() const {
    return text().starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

std::size_t SourceText::characters_before(std::size_t offset) const {
    std::size_t count = characters_before_block_[offset / kBlock];
    for (std::size_t at = offset / kBlock * kBlock; at < offset; ++at) {
        if (!continues_character(text_[at])) ++count;
    }
    return count;
}

SourceText::Position SourceText::position(std::size_t offset) const {
    offset = std::clamp(offset, start(), text_.size());
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const std::size_t line_start =
        std::max<std::size_t>(*(next - 1), next == line_starts_.begin() + 1 ? start() : 0);
    return {static_cast<std::size_t>(next - line_starts_.begin()),
            characters_before(offset) - characters_before(line_start) + 1};
}

std::string_view SourceText::line(std::size_t number) const {
    const std::size_t begin = number == 1 ? start() : line_starts_[number - 1];
    const std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
    std::string_view line = text().substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace patchcord::scenarios
