// Quantities: exact values, exact limits, and errors that say what was meant.
// Read next: scenarios/description/quantity.hpp.
#include "scenarios/description/quantity.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord::scenarios;

namespace {

std::int64_t value(const Dimension& dimension, std::string_view text) {
    const auto parsed = parse_quantity(dimension, text, dimension.range);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return *parsed;
}

QuantityError error(const Dimension& dimension, std::string_view text) {
    const auto parsed = parse_quantity(dimension, text, dimension.range);
    REQUIRE_MESSAGE(!parsed.has_value(), text);
    return parsed.error();
}

}  // namespace

TEST_CASE("quantities are exact") {
    CHECK(value(kDuration, "1 ps") == 1);
    CHECK(value(kDuration, "0.001 ns") == 1);
    CHECK(value(kDuration, "1.5 s") == 1'500'000'000'000);
    CHECK(value(kDuration, "5.437 ns") == 5'437);
    CHECK(value(kDuration, "10us") == 10'000'000);
    CHECK(value(kDuration, "10 µs") == 10'000'000);
    CHECK(value(kDuration, "30 d") == 2'592'000'000'000'000'000);
    CHECK(value(kDuration, "2591999.999999999999 s") == 2'591'999'999'999'999'999);
    CHECK(value(kDuration, "0 s") == 0);
    CHECK(value(kDuration, "00.100 s") == 100'000'000'000);
    CHECK(value(kRate, "100 Mbit/s") == 100'000'000);
    CHECK(value(kRate, "2.5 Gbit/s") == 2'500'000'000);
    CHECK(value(kRate, "0.001 kbit/s") == 1);
    CHECK(value(kSize, "64 KiB") == 65'536);
    CHECK(value(kSize, "1.5 MiB") == 1'572'864);
    CHECK(value(kSize, "1 MB") == 1'000'000);
    CHECK(value(kLength, "20 m") == 20'000);
    CHECK(value(kLength, " 2.5  cm ") == 25);
}

TEST_CASE("what is finer than the base unit is refused, not rounded") {
    CHECK(error(kDuration, "0.5 ps").message == "\"0.5 ps\" is finer than 1 ps");
    CHECK(error(kDuration, "1.0000000000001 s").expected == "a multiple of 1 ps");
    CHECK(error(kSize, "0.3 KiB").message == "\"0.3 KiB\" is finer than 1 B");
    CHECK(error(kRate, "1.5 bit/s").message == "\"1.5 bit/s\" is finer than 1 bit/s");
}

TEST_CASE("the range of a quantity is exact at both ends") {
    CHECK(parse_quantity(kLength, "1 mm", {1, 1'000}));
    CHECK(parse_quantity(kLength, "1 m", {1, 1'000}));
    CHECK_FALSE(parse_quantity(kLength, "0 m", {1, 1'000}));
    CHECK_FALSE(parse_quantity(kLength, "1001 mm", {1, 1'000}));
    CHECK(error(kDuration, "30.000000000000000001 d").message.find("finer") != std::string::npos);
    CHECK(error(kDuration, "999999999999999999 d").message.find("out of range") != std::string::npos);
    CHECK(error(kDuration, "9999999999999999999 d").message ==
          "\"9999999999999999999\" is not a number of at most 18 digits");
    CHECK(error(kRate, "2 Tbit/s").expected == "a rate such as \"100 Mbit/s\", from 1 bit/s to 1 Tbit/s");
}

TEST_CASE("a number without a unit is refused with the unit that was probably meant") {
    CHECK(error(kLength, "20").message == "\"20\" has no unit");
    CHECK(error(kLength, "20").suggestion == "20 m");
    CHECK(error(kRate, "100").suggestion == "100 Mbit/s");
    CHECK(error(kDuration, "1.5").suggestion == "1.5 s");
}

TEST_CASE("units of other tools and languages are recognised and corrected") {
    CHECK(error(kRate, "100 Mbps").suggestion == "100 Mbit/s");
    CHECK(error(kRate, "100 MBIT/S").suggestion == "100 Mbit/s");
    CHECK(error(kDuration, "10 seconds").suggestion == "10 s");
    CHECK(error(kDuration, "10 초").suggestion == "10 s");
    CHECK(error(kDuration, "1 m").suggestion == "1 min");
    CHECK(error(kSize, "64 KB").suggestion == "64 kB");
    CHECK(error(kSize, "64 bytes").suggestion == "64 B");
    CHECK(error(kLength, "20 meters").suggestion == "20 m");
    CHECK(error(kLength, "20 miles").suggestion.empty());
    CHECK(error(kLength, "20 miles").expected == "one of the units mm, cm, m, km");
    CHECK(error(kLength, "1,5 m").suggestion == "1.5 m");
}

TEST_CASE("what is not a quantity at all") {
    for (const char* const text : {"", " ", "m", "fast", "-1 s", "+1 s", ".5 s", "5. s", "1.2.3 s", "0x10 s",
                                   "1e3 s", "1 s s", "s 1", "½ s", "1\n s"}) {
        CHECK_MESSAGE(!parse_quantity(kDuration, text, kDuration.range), text);
    }
    CHECK(error(kDuration, "-1 s").message == "\"-1 s\" is negative");
    CHECK(error(kDuration, "fast").message == "\"fast\" is not a duration");
}

TEST_CASE("a quantity is written in the largest unit that is exact, and reads back as the same") {
    CHECK(to_text(kDuration, 1'500'000'000'000) == "1500 ms");
    CHECK(to_text(kDuration, 60'000'000'000'000) == "1 min");
    CHECK(to_text(kDuration, 0) == "0 s");
    CHECK(to_text(kSize, 65'536) == "64 KiB");
    CHECK(to_text(kSize, 1'000'000) == "1 MB");
    CHECK(to_text(kSize, 1'460) == "1460 B");
    CHECK(to_text(kRate, 2'500'000'000) == "2500 Mbit/s");
    for (const Dimension* dimension : {&kDuration, &kRate, &kSize, &kLength}) {
        for (std::int64_t count = 1; count < dimension->range.max / 7; count = count * 7 + 3) {
            CHECK(value(*dimension, to_text(*dimension, count)) == count);
        }
    }
}
