// Bytes and results in the manner of strace. Read next: models/apps/script_text.hpp.
// Not here: the calls themselves (script_test.cpp).
// Random bytes come at the end.
#include "models/apps/script_text.hpp"

#include "sim/core/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace patchcord;
using namespace patchcord::models;
using models::apps::outcome;

namespace {

std::string quoted(std::string_view text) {
    return apps::quoted(host::as_bytes(text));
}

}  // namespace

TEST_CASE("results are numbers or errors by name") {
    CHECK(outcome(wire::Result<std::size_t>{5}) == "5");
    CHECK(outcome(host::Outcome{}) == "0");
    CHECK(outcome(wire::Error::ConnectionRefused) == "-1 ECONNREFUSED (connection refused)");
}

TEST_CASE("bytes in quotes") {
    CHECK(quoted("") == "\"\"");
    CHECK(quoted("GET /\r\n") == "\"GET /\\r\\n\"");
    CHECK(quoted("say \"\\\"") == "\"say \\\"\\\\\\\"\"");
    CHECK(quoted("안녕") == "\"안녕\"");
    CHECK(quoted("\xff\x01") == "\"\\xff\\x01\"");
    CHECK(quoted("\xec\x95") == "\"\\xec\\x95\"");           // cut in the middle
    CHECK(quoted("\xc0\x80") == "\"\\xc0\\x80\"");           // overlong
    CHECK(quoted("\xed\xa0\x80") == "\"\\xed\\xa0\\x80\"");  // a surrogate
    CHECK(quoted(std::string(48, 'a')) == "\"" + std::string(48, 'a') + "\"");
    CHECK(quoted(std::string(49, 'a')) == "\"" + std::string(48, 'a') + "\"...");
}

TEST_CASE("random bytes in quotes are short and have no controls") {
    sim::RandomStream random{1, "quoted", 0, "test"};
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::uint8_t> bytes(random.below(20));
        for (std::uint8_t& byte : bytes)
            byte =
                static_cast<std::uint8_t>(random.bits() % 3 == 0 ? random.bits() : 0x80 + random.below(0x80));
        const std::string text = apps::quoted(bytes);
        CHECK(text.size() <= 60);
        CHECK(std::ranges::none_of(text, [](char letter) { return letter >= 0 && letter < ' '; }));
    }
}
