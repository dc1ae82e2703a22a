// Lines and columns of offsets. Read next: scenarios/description/source.hpp.
#include "scenarios/description/source.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord::scenarios;

namespace {

void check_position(const SourceText& source, std::size_t offset, std::size_t line, std::size_t column) {
    const auto position = source.position(offset);
    CHECK(position.line == line);
    CHECK(position.column == column);
}

}  // namespace

TEST_CASE("lines and columns count from 1, columns in characters") {
    const SourceText source{"x.json", "{\n  \"이름\": 1\r\n}"};
    check_position(source, 0, 1, 1);
    check_position(source, 1, 1, 2);
    check_position(source, 2, 2, 1);
    check_position(source, 5, 2, 4);
    check_position(source, 8, 2, 5);
    check_position(source, source.text().find('1'), 2, 9);
    check_position(source, source.text().find('}'), 3, 1);
    check_position(source, source.text().size(), 3, 2);
    check_position(source, 1'000, 3, 2);
    CHECK(source.line(2) == "  \"이름\": 1");
    CHECK(source.line(3) == "}");
}

TEST_CASE("a byte order mark is not a character") {
    const SourceText source{"x.json", "\xEF\xBB\xBF{}"};
    check_position(source, 3, 1, 1);
    check_position(source, 4, 1, 2);
    CHECK(source.line(1) == "{}");
}

TEST_CASE("columns in a line of megabytes are right, also beside the blocks of the index") {
    std::string text;
    for (int i = 0; i < 300'000; ++i)
        text += "가a";
    const SourceText source{"x.json", text};
    for (const std::size_t pair : {0, 255, 256, 257, 1'023, 1'024, 299'999}) {
        check_position(source, pair * 4, 1, pair * 2 + 1);
        check_position(source, pair * 4 + 3, 1, pair * 2 + 2);
    }
}

TEST_CASE("an empty text has a first line") {
    const SourceText source{"x.json", ""};
    check_position(source, 0, 1, 1);
    CHECK(source.line(1).empty());
}
