#include "results/export/ladder/canvas.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

TEST_CASE("text lies where it was put, and spaces at the end are left out") {
    CanvasLine line;
    line.put(5, "world");
    line.put(0, "hello");
    line.put(12, "   ");
    CHECK(line.text(false) == "helloworld");
    line.fill(2, 5, "─");
    CHECK(line.text(false) == "he───world");
}

TEST_CASE("a wide character takes two columns and dies whole") {
    CanvasLine line;
    line.put(0, "시각");
    line.put(4, "x");
    CHECK(line.text(false) == "시각x");
    line.put(1, "y");
    CHECK(line.text(false) == " y각x");
    line.put(2, "z");
    CHECK(line.text(false) == " yz x");
}

TEST_CASE("colours are changed once and ended") {
    CanvasLine line;
    line.put(0, "ab", {32, true});
    line.put(3, "c", {32, true});
    line.put(4, "d");
    CHECK(line.text(true) == "\x1b[0;1;38;5;32mab c\x1b[0md");
    CHECK(line.text(false) == "ab cd");
}

TEST_CASE("a control character does nothing to the terminal") {
    CanvasLine line;
    line.put(0, "a\x1b[2Jb\n");
    CHECK(line.text(false) == "a?[2Jb?");
}

}  // namespace
}  // namespace patchcord::results
