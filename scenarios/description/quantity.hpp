// Quantities as people write them: a decimal number and a unit, "1.5 s", "100 Mbit/s", "64 KiB", "20 m". They
// become integers exactly: nothing is rounded, and what is finer than the base unit (1 ps, 1 bit/s, 1 B, 1
// mm) is an error. Errors say what was wrong and offer the spelling that was probably meant ("Mbps" for
// Mbit/s, a unit for a bare number). Read next: scenarios/description/field.hpp, which gives a quantity its
// range.
#pragma once

#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <tl/expected.hpp>

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace patchcord::scenarios {

/// A length of cable. Millimetres are what a scenario can tell apart.
struct Length {
    std::int64_t millimetres = 0;
    friend constexpr auto operator<=>(const Length&, const Length&) = default;
};

struct Unit {
    std::string_view name;
    std::int64_t factor;  ///< base units in one of these
    bool preferred;       ///< `to_text` may choose it
};

/// Another way to write a unit, which is understood well enough to be corrected but not accepted.
struct Misspelling {
    std::string_view written;
    std::string_view meant;
};

/// Bounds of a value in the base unit of its dimension, both included.
struct Range {
    std::int64_t min = 0;
    std::int64_t max = 0;
    friend constexpr bool operator==(const Range&, const Range&) = default;
};

struct Dimension {
    std::string_view name;          ///< "a duration"
    std::string_view example;       ///< "10 ms"
    std::string_view default_unit;  ///< what a number without a unit probably meant; only ever suggested
    std::span<const Unit> units;    ///< ascending
    std::span<const Misspelling> misspellings;
    Range range;
};

extern const Dimension kDuration;  ///< base unit 1 ps, up to 30 days
extern const Dimension kRate;      ///< base unit 1 bit/s, from 1 bit/s to 1 Tbit/s
extern const Dimension kSize;      ///< base unit 1 byte, up to 1 PB
extern const Dimension kLength;    ///< base unit 1 mm, up to 1000 km

struct QuantityError {
    std::string message;     ///< "unknown unit "meter""
    std::string expected;    ///< "a length such as "20 m", from 1 mm to 1000 km"
    std::string suggestion;  ///< "20 m", or empty
};

/// `text` in base units of `dimension`, within `range`.
tl::expected<std::int64_t, QuantityError> parse_quantity(const Dimension& dimension, std::string_view text,
                                                         const Range& range);

/// The shortest exact way to write `value` base units: "1.5 s" is 1500 ms, 65536 B is "64 KiB".
std::string to_text(const Dimension& dimension, std::int64_t value);

/// "a length such as "20 m", from 1 mm to 1000 km".
std::string expectation(const Dimension& dimension, const Range& range);

tl::expected<sim::Duration, QuantityError> parse_duration(std::string_view text);

}  // namespace patchcord::scenarios
