// Numbers and text for people: exact times with a chosen number of decimals, durations and rates with a
// fitting unit, and the width of UTF-8 text in columns of a terminal. Programs get raw integers (json.hpp).
// Read next: results/export/table.hpp.
#pragma once

#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::results {

/// Seconds with `decimals` from 0 to 12, rounded half up: 1000433000 ps with 6 gives "0.001000". Exact
/// with 12.
std::string format_seconds(sim::Duration duration, int decimals);
inline std::string format_seconds(sim::Time time, int decimals) {
    return format_seconds(time.time_since_epoch(), decimals);
}
/// Without the zeros at the end, but with one decimal: "1.0 s", "0.2 s", "0.3075 s". Rounded to microseconds.
std::string format_timer(sim::Duration duration);
/// Three significant digits and a unit: "0.20 ms", "12.3 us", "1.50 s".
std::string format_duration(sim::Duration duration);
/// Three significant digits and a unit: "15.4 kbit/s".
std::string format_rate(std::uint64_t bits_per_second);

/// Columns that UTF-8 text takes on a terminal: Hangul and other wide characters 2, combining ones 0, the
/// rest 1. Bytes that are no UTF-8 count 1.
std::size_t display_width(std::string_view text);
/// `text` cut so that it takes at most `columns`; what was cut ends with `ellipsis`.
std::string cut_to_width(std::string_view text, std::size_t columns, std::string_view ellipsis = "…");
std::string pad_left(std::string_view text, std::size_t columns);
std::string pad_right(std::string_view text, std::size_t columns);

}  // namespace patchcord::results
