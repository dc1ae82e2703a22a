#include "results/export/format.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

using namespace std::chrono_literals;

TEST_CASE("seconds are exact or rounded half up") {
    CHECK(format_seconds(sim::Duration{1'000'433'000'000}, 6) == "1.000433");
    CHECK(format_seconds(sim::Duration{1'499'999}, 6) == "0.000001");
    CHECK(format_seconds(sim::Duration{1'500'000}, 6) == "0.000002");
    CHECK(format_seconds(sim::Duration{999'999'999'999}, 6) == "1.000000");
    CHECK(format_seconds(sim::Duration{999'999'999'999}, 12) == "0.999999999999");
    CHECK(format_seconds(sim::Duration{2'600'000s}, 0) == "2600000");
    CHECK(format_seconds(-sim::Duration{1ms}, 3) == "-0.001");
}

TEST_CASE("timers have no zeros at the end") {
    CHECK(format_timer(1s) == "1.0 s");
    CHECK(format_timer(200ms) == "0.2 s");
    CHECK(format_timer(307500us) == "0.3075 s");
    CHECK(format_timer(64s) == "64.0 s");
}

TEST_CASE("durations and rates have three digits and a unit") {
    CHECK(format_duration(203us) == "203 us");
    CHECK(format_duration(sim::Duration{11'737'480}) == "11.7 us");
    CHECK(format_duration(999600us) == "1.00 s");
    CHECK(format_duration(1500ms) == "1.50 s");
    CHECK(format_rate(999) == "999 bit/s");
    CHECK(format_rate(15'400) == "15.4 kbit/s");
    CHECK(format_rate(94'900'000) == "94.9 Mbit/s");
    CHECK(format_rate(9'996'000) == "10.0 Mbit/s");
    CHECK(format_rate(1'000'000'000) == "1.00 Gbit/s");
}

TEST_CASE("Hangul counts two columns, combining marks none, bytes that are no UTF-8 one") {
    CHECK(display_width("시각 (초)") == 9);
    CHECK(display_width("──▶") == 3);
    CHECK(display_width("e\xCC\x81") == 1);
    CHECK(display_width("\xFF\x80") == 2);
    CHECK(display_width("\xED") == 1);
    CHECK(pad_left("초", 4) == "  초");
    CHECK(pad_right("초", 4) == "초  ");
    CHECK(pad_left("long", 2) == "long");
}

TEST_CASE("text is cut between characters") {
    CHECK(cut_to_width("시각 (초)", 9) == "시각 (초)");
    CHECK(cut_to_width("시각 (초)", 4) == "시…");
    CHECK(cut_to_width("시각", 3, "") == "시");
    CHECK(cut_to_width("abcdef", 3, "") == "abc");
    CHECK(cut_to_width("abc", 0) == "");
}

}  // namespace
}  // namespace patchcord::results
