// A number below a bound is a list of alternatives: fewer digits, or the same first digits and then a smaller
// one. Read next: scenarios/load/schema/patterns.hpp.
#include "scenarios/load/schema/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace patchcord::scenarios {
namespace {

constexpr std::int64_t kMostDigits = 999'999'999'999'999'999;  // of a quantity, as the loader counts

std::string digits(std::size_t count) {
    if (count <= 1) return count == 0 ? "" : "[0-9]";
    return fmt::format("[0-9]{{{}}}", count);
}

std::string digit_between(char first, char last) {
    return first == last ? std::string{first} : fmt::format("[{}-{}]", first, last);
}

/// Numbers below `bound`, which is at least 1. Those that are shorter than the bound may begin with zeros.
std::string below(std::int64_t bound) {
    const std::string text = std::to_string(bound);
    std::vector<std::string> ways;
    if (text.size() == 2) ways.push_back(digits(1));
    if (text.size() > 2) ways.push_back(fmt::format("[0-9]{{1,{}}}", text.size() - 1));
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char lowest = at == 0 && text.size() > 1 ? '1' : '0';
        if (text[at] <= lowest) continue;
        ways.push_back(text.substr(0, at) + digit_between(lowest, static_cast<char>(text[at] - 1)) +
                       digits(text.size() - 1 - at));
    }
    return fmt::format("(?:{})", fmt::join(ways, "|"));
}

/// How many decimals of a unit can be whole base units: `factor` has so many factors 2 or 5.
int decimals(std::int64_t factor) {
    const auto count = [factor](std::int64_t prime) {
        int power = 0;
        for (std::int64_t rest = factor; rest % prime == 0; rest /= prime)
            ++power;
        return power;
    };
    return std::min(std::max(count(2), count(5)), 18);
}

std::string fraction(const Unit& unit) {
    const int most = decimals(unit.factor);
    return most == 0 ? "(?:\\.0+)?" : fmt::format("(?:\\.[0-9]{{1,{}}}0*)?", most);
}

/// What has to come for the value not to be below `range`.
std::string not_too_small(const Unit& unit, const Range& range) {
    if (range.min <= 0) return "";
    if (unit.factor > range.min) return "(?=[0.]*[1-9])";
    const std::string least = std::to_string(range.min / unit.factor);
    return fmt::format("(?=0*[1-9]{})", digits(least.size() - 1));
}

std::string in_unit(const Unit& unit, const Range& range) {
    const std::int64_t most = std::min(range.max / unit.factor, kMostDigits);
    const bool exact = range.max % unit.factor == 0 && most < kMostDigits;
    const std::string low = not_too_small(unit, range);
    if (!exact) return fmt::format("{}0*{}{} *{}", low, below(most + 1), fraction(unit), unit.name);
    return fmt::format("{}0*(?:{}{}|{}(?:\\.0+)?) *{}", low, below(most), fraction(unit), most, unit.name);
}

constexpr std::string_view kNotAscii = "[^\\u0000-\\u00a0\\u3000\\ufffd]";

}  // namespace

std::string whole_number_pattern(std::int64_t most) {
    std::vector<std::string> ways{"0"};
    const std::string text = std::to_string(most);
    for (std::size_t length = 1; length < text.size(); ++length)
        ways.push_back("[1-9]" + digits(length - 1));
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char lowest = at == 0 ? '1' : '0';
        if (text[at] > lowest)
            ways.push_back(text.substr(0, at) + digit_between(lowest, static_cast<char>(text[at] - 1)) +
                           digits(text.size() - 1 - at));
    }
    ways.push_back(text);
    return fmt::format("(?:{})", fmt::join(ways, "|"));
}

std::string quantity_pattern(const Dimension& dimension, const Range& range) {
    std::vector<std::string> ways;
    for (const Unit& unit : dimension.units) {
        if (unit.factor <= range.max) ways.push_back(in_unit(unit, range));
    }
    return fmt::format("^ *(?:{}) *$", fmt::join(ways, "|"));
}

std::string name_part() {
    return fmt::format("(?:[A-Za-z]|{0})(?:[A-Za-z0-9_-]|{0}){{0,62}}", kNotAscii);
}

std::string address_part() {
    const std::string octet = whole_number_pattern(255);
    return fmt::format("{0}(?:\\.{0}){{3}}", octet);
}

std::string end_part() {
    return fmt::format("{}(?:\\.0*(?=[1-9]){})?", name_part(), whole_number_pattern(65'535));
}

std::string interface_pattern() {
    return fmt::format("^(?!0\\.|127\\.|22[4-9]\\.|2[3-5][0-9]\\.){}/(?!0$){}$", address_part(),
                       whole_number_pattern(32));
}

std::string mac_pattern() {
    return "^(?!00:00:00:00:00:00)[0-9A-Fa-f][02468ACEace](?::[0-9A-Fa-f]{2}){5}$";
}

std::string whole(std::string_view part) {
    return fmt::format("^(?:{})$", part);
}

}  // namespace patchcord::scenarios
