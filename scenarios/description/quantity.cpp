// Exact decimal arithmetic: a number has at most 18 digits before and 18 after its point, a unit less than
// 10^17 base units, so that their products fit 128 bits. Read next: scenarios/description/quantity.hpp.
#include "scenarios/description/quantity.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace patchcord::scenarios {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kKilo = 1'000, kMega = 1'000'000, kGiga = 1'000'000'000, kTera = 1'000'000'000'000;

constexpr std::array kDurationUnits{Unit{"ps", 1, true},
                                    Unit{"ns", kKilo, true},
                                    Unit{"us", kMega, true},
                                    Unit{"µs", kMega, false},
                                    Unit{"μs", kMega, false},
                                    Unit{"ms", kGiga, true},
                                    Unit{"s", kTera, true},
                                    Unit{"min", 60 * kTera, true},
                                    Unit{"h", 3'600 * kTera, true},
                                    Unit{"d", 86'400 * kTera, true}};
constexpr std::array kRateUnits{Unit{"bit/s", 1, true}, Unit{"kbit/s", kKilo, true},
                                Unit{"Mbit/s", kMega, true}, Unit{"Gbit/s", kGiga, true},
                                Unit{"Tbit/s", kTera, true}};
constexpr std::array kSizeUnits{
    Unit{"B", 1, true},         Unit{"kB", kKilo, true},    Unit{"KiB", 1 << 10, true},
    Unit{"MB", kMega, true},    Unit{"MiB", 1 << 20, true}, Unit{"GB", kGiga, true},
    Unit{"GiB", 1 << 30, true}, Unit{"TB", kTera, true},    Unit{"TiB", std::int64_t{1} << 40, true}};
constexpr std::array kLengthUnits{Unit{"mm", 1, true}, Unit{"cm", 10, true}, Unit{"m", kKilo, true},
                                  Unit{"km", kMega, true}};

constexpr std::array kDurationMisspellings{
    Misspelling{"sec", "s"},       Misspelling{"secs", "s"},   Misspelling{"second", "s"},
    Misspelling{"seconds", "s"},   Misspelling{"초", "s"},     Misspelling{"msec", "ms"},
    Misspelling{"millis", "ms"},   Misspelling{"usec", "us"},  Misspelling{"nsec", "ns"},
    Misspelling{"m", "min"},       Misspelling{"mins", "min"}, Misspelling{"minute", "min"},
    Misspelling{"minutes", "min"}, Misspelling{"분", "min"},   Misspelling{"hour", "h"},
    Misspelling{"hours", "h"},     Misspelling{"시간", "h"},   Misspelling{"day", "d"},
    Misspelling{"days", "d"},      Misspelling{"일", "d"}};
constexpr std::array kRateMisspellings{
    Misspelling{"bps", "bit/s"},      Misspelling{"b/s", "bit/s"},   Misspelling{"bits/s", "bit/s"},
    Misspelling{"kbps", "kbit/s"},    Misspelling{"kb/s", "kbit/s"}, Misspelling{"k", "kbit/s"},
    Misspelling{"mbps", "Mbit/s"},    Misspelling{"mb/s", "Mbit/s"}, Misspelling{"mbit", "Mbit/s"},
    Misspelling{"mbits/s", "Mbit/s"}, Misspelling{"m", "Mbit/s"},    Misspelling{"gbps", "Gbit/s"},
    Misspelling{"gb/s", "Gbit/s"},    Misspelling{"gbit", "Gbit/s"}, Misspelling{"g", "Gbit/s"},
    Misspelling{"tbps", "Tbit/s"}};
constexpr std::array kSizeMisspellings{
    Misspelling{"byte", "B"},   Misspelling{"bytes", "B"}, Misspelling{"octets", "B"},
    Misspelling{"바이트", "B"}, Misspelling{"kb", "kB"},   Misspelling{"k", "KiB"},
    Misspelling{"mb", "MB"},    Misspelling{"m", "MiB"},   Misspelling{"gb", "GB"},
    Misspelling{"g", "GiB"},    Misspelling{"kib", "KiB"}, Misspelling{"mib", "MiB"}};
constexpr std::array kLengthMisspellings{Misspelling{"meter", "m"},       Misspelling{"meters", "m"},
                                         Misspelling{"metre", "m"},       Misspelling{"metres", "m"},
                                         Misspelling{"미터", "m"},        Misspelling{"millimeter", "mm"},
                                         Misspelling{"centimeter", "cm"}, Misspelling{"kilometer", "km"}};

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

/// A decimal number: `whole` + `fraction` / `scale`.
struct Decimal {
    Wide whole = 0;
    Wide fraction = 0;
    Wide scale = 1;
};

bool append_digits(std::string_view digits, Wide& number) {
    for (const char digit : digits) {
        if (!is_digit(digit)) return false;
        number = number * 10 + (digit - '0');
    }
    return true;
}

std::optional<Decimal> parse_decimal(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string_view whole = text.substr(0, point);
    std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    if (whole.empty() || (point < text.size() && fraction.empty())) return {};
    while (whole.starts_with('0'))
        whole.remove_prefix(1);
    while (fraction.ends_with('0'))
        fraction.remove_suffix(1);
    if (whole.size() > 18 || fraction.size() > 18) return {};
    Decimal decimal;
    if (!append_digits(whole, decimal.whole) || !append_digits(fraction, decimal.fraction)) return {};
    for (std::size_t place = 0; place < fraction.size(); ++place)
        decimal.scale *= 10;
    return decimal;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// The number and the unit of `text`, both without spaces around them.
std::pair<std::string_view, std::string_view> split(std::string_view text) {
    text = trimmed(text);
    const auto end =
        std::find_if_not(text.begin(), text.end(), [](char byte) { return is_digit(byte) || byte == '.'; });
    const auto length = static_cast<std::size_t>(end - text.begin());
    return {text.substr(0, length), trimmed(text.substr(length))};
}

const Unit* find_unit(const Dimension& dimension, std::string_view name) {
    const auto found = std::find_if(dimension.units.begin(), dimension.units.end(),
                                    [&](const Unit& unit) { return unit.name == name; });
    return found == dimension.units.end() ? nullptr : &*found;
}

std::string_view meant_unit(const Dimension& dimension, std::string_view written) {
    const std::string folded = lower_case(written);
    for (const Misspelling& misspelling : dimension.misspellings) {
        if (misspelling.written == folded) return misspelling.meant;
    }
    for (const Unit& unit : dimension.units) {
        if (lower_case(unit.name) == folded) return unit.name;
    }
    return {};
}

QuantityError unknown_unit(const Dimension& dimension, std::string_view number, std::string_view unit) {
    std::vector<std::string_view> names;
    for (const Unit& known : dimension.units) {
        if (known.preferred) names.push_back(known.name);
    }
    const std::string_view meant = meant_unit(dimension, unit);
    return {fmt::format("unknown unit {}", in_quotes(unit)),
            fmt::format("one of the units {}", fmt::join(names, ", ")),
            meant.empty() ? std::string{} : fmt::format("{} {}", number, meant)};
}

/// What is wrong with a text that does not begin with a number.
std::string not_a_number(const Dimension& dimension, std::string_view text) {
    if (text.starts_with('-') && text.size() > 1 && is_digit(text[1]))
        return fmt::format("{} is negative", in_quotes(text));
    return fmt::format("{} is not {}", in_quotes(text), dimension.name);
}

/// "1,5 m" with a point, if that makes it right.
std::string with_point(const Dimension& dimension, std::string_view text, const Range& range) {
    std::string changed{text};
    changed[changed.find(',')] = '.';
    return parse_quantity(dimension, changed, range) ? changed : std::string{};
}

}  // namespace

constexpr Dimension kDuration{
    "a duration", "10 ms", "s", kDurationUnits, kDurationMisspellings, {0, 30 * 86'400 * kTera}};
constexpr Dimension kRate{"a rate", "100 Mbit/s", "Mbit/s", kRateUnits, kRateMisspellings, {1, kTera}};
constexpr Dimension kSize{"a size", "64 KiB", "B", kSizeUnits, kSizeMisspellings, {0, kKilo* kTera}};
constexpr Dimension kLength{"a length", "20 m", "m", kLengthUnits, kLengthMisspellings, {1, kKilo* kMega}};

tl::expected<std::int64_t, QuantityError> parse_quantity(const Dimension& dimension, std::string_view text,
                                                         const Range& range) {
    const std::string expected = expectation(dimension, range);
    const auto fail = [&](std::string message, std::string suggestion = {}) {
        return tl::unexpected{QuantityError{std::move(message), expected, std::move(suggestion)}};
    };
    const auto [number, unit_name] = split(text);
    if (number.empty()) return fail(not_a_number(dimension, text));
    if (unit_name.starts_with(','))
        return fail(fmt::format("the comma in {} is no decimal point", in_quotes(text)),
                    with_point(dimension, text, range));
    const std::optional<Decimal> decimal = parse_decimal(number);
    if (!decimal) return fail(fmt::format("{} is not a number of at most 18 digits", in_quotes(number)));
    if (unit_name.empty()) {
        return fail(fmt::format("{} has no unit", in_quotes(text)),
                    fmt::format("{} {}", number, dimension.default_unit));
    }
    const Unit* unit = find_unit(dimension, unit_name);
    if (unit == nullptr) return tl::unexpected{unknown_unit(dimension, number, unit_name)};

    const Wide fraction = decimal->fraction * unit->factor;
    const Wide value = decimal->whole * unit->factor + fraction / decimal->scale;
    if (value < range.min || value > range.max)
        return fail(fmt::format("{} is out of range", in_quotes(text)));
    if (fraction % decimal->scale != 0) {
        const std::string finest = to_text(dimension, 1);
        return tl::unexpected{QuantityError{fmt::format("{} is finer than {}", in_quotes(text), finest),
                                            fmt::format("a multiple of {}", finest),
                                            {}}};
    }
    return static_cast<std::int64_t>(value);
}

std::string to_text(const Dimension& dimension, std::int64_t value) {
    const Unit* best = &dimension.units.front();
    for (const Unit& unit : dimension.units) {
        if (unit.preferred && value % unit.factor == 0 && value != 0)
            best = unit.factor > best->factor ? &unit : best;
    }
    if (value == 0) best = find_unit(dimension, dimension.default_unit);
    return fmt::format("{} {}", value / best->factor, best->name);
}

std::string expectation(const Dimension& dimension, const Range& range) {
    return fmt::format("{} such as \"{}\", from {} to {}", dimension.name, dimension.example,
                       to_text(dimension, range.min), to_text(dimension, range.max));
}

tl::expected<sim::Duration, QuantityError> parse_duration(std::string_view text) {
    return parse_quantity(kDuration, text, kDuration.range).map([](std::int64_t count) {
        return sim::Duration{count};
    });
}

}  // namespace patchcord::scenarios
