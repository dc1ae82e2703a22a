// Characters, columns and names. Read next: scenarios/description/text.hpp.
#include "scenarios/description/text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord::scenarios;

TEST_CASE("UTF-8 is decoded, and what is not UTF-8 is one broken character for each byte") {
    CHECK(first_character("a").code == U'a');
    CHECK(first_character("é").code == U'é');
    CHECK(first_character("한글").code == U'한');
    CHECK(first_character("한글").size == 3);
    CHECK(first_character("😀").code == U'😀');
    for (const char* const broken : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80",
                                     "\xF4\x90\x80\x80", "\xF8\x88", "\xFF", "\xE2\x82", "\xC3"}) {
        const Character character = first_character(broken);
        CHECK_FALSE(character.valid);
        CHECK(character.size == 1);
    }
}

TEST_CASE("Hangul takes two columns, its decomposed vowels none") {
    CHECK(display_width("client") == 6);
    CHECK(display_width("클라이언트") == 10);
    CHECK(count_characters("클라이언트") == 5);
    CHECK(display_width("\u1112\u1161\u11AB") == 2);  // 한, decomposed
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("，") == 2);
}

TEST_CASE("quotations cannot harm a terminal") {
    CHECK(in_quotes("client") == "\"client\"");
    CHECK(in_quotes("a\033[2Jb\n") == "\"a\uFFFD[2Jb\uFFFD\"");
    CHECK(in_quotes("\u202Eevil") == "\"\uFFFDevil\"");
    CHECK(in_quotes("\xFF") == "\"\uFFFD\"");
    CHECK(in_quotes(std::string(100, 'x')) == "\"" + std::string(60, 'x') + "...\"");
}

TEST_CASE("names of nodes and cables") {
    for (const char* const good : {"a", "client", "web-server", "h1", "R2_left", "서버", "Größe", "서버-1"})
        CHECK_MESSAGE(is_name(good), good);
    for (const char* const bad : {"", "1", "-a", "_a", "a.b", "a b", "a/b", "a\n", "a\xFF", "a\u00A0",
                                  "a\u3000", "\u202Ea", "a\"", "a~"}) {
        CHECK_MESSAGE(!is_name(bad), bad);
    }
    CHECK(is_name(std::string(63, 'a')));
    CHECK_FALSE(is_name(std::string(64, 'a')));
}

TEST_CASE("things are counted in words") {
    CHECK(counted(1, "host") == "1 host");
    CHECK(counted(0, "cable") == "0 cables");
    CHECK(counted(2, "switch") == "2 switches");
}
