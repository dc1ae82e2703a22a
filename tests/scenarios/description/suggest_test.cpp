// Suggestions: near words are found, far words are not invented. Read next:
// scenarios/description/suggest.hpp.
#include "scenarios/description/suggest.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using namespace patchcord::scenarios;

TEST_CASE("the edit distance counts one for a wrong, missing, extra or exchanged letter") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("length", "length") == 0);
    CHECK(edit_distance("lenght", "length") == 1);
    CHECK(edit_distance("lngth", "length") == 1);
    CHECK(edit_distance("lengthh", "length") == 1);
    CHECK(edit_distance("lemgth", "length") == 1);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);
}

TEST_CASE("the nearest word is suggested, and none if none is near") {
    constexpr std::array<std::string_view, 7> keys{"between", "name", "length", "rate",
                                                   "delay",   "ber",  "queue"};
    CHECK(nearest("lenght", keys) == "length");
    CHECK(nearest("LENGTH", keys) == "length");
    CHECK(nearest("betwen", keys) == "between");
    CHECK(nearest("que", keys) == "");
    CHECK(nearest("colour", keys) == "");
    CHECK(nearest("", keys) == "");
    CHECK(nearest("x", keys) == "");
    CHECK(nearest(std::string(1'000, 'l'), keys) == "");
}

TEST_CASE("the words of other tools lead to those of this language, where that has them") {
    constexpr std::array<std::string_view, 3> cable{"length", "rate", "delay"};
    CHECK(nearest("bandwidth", cable) == "rate");
    CHECK(nearest("latency", cable) == "delay");
    CHECK(nearest("ip", cable) == "");
    constexpr std::array<std::string_view, 2> host{"kind", "address"};
    CHECK(nearest("ip", host) == "address");
    CHECK(nearest("type", host) == "kind");
}

TEST_CASE("a list of words is cut when it is long") {
    const std::vector<std::string_view> many(100, "w");
    CHECK(one_of(many).ends_with("w, ..."));
    CHECK(one_of(many).size() < 100);
    constexpr std::array<std::string_view, 2> two{"host", "switch"};
    CHECK(one_of(two) == "one of: host, switch");
}
