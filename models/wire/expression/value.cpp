// Values as text, for messages. Times are written with the largest unit that makes them at least one.
// Read next: models/wire/expression/value.hpp.
#include "models/wire/expression/value.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace patchcord::models::wire {
namespace {

std::string duration_text(sim::Duration duration) {
    using Unit = std::pair<std::string_view, std::int64_t>;
    constexpr std::array<Unit, 5> kUnits{
        Unit{"s", 1'000'000'000'000}, {"ms", 1'000'000'000}, {"us", 1'000'000}, {"ns", 1'000}, {"ps", 1}};
    const std::int64_t ticks = duration.count();
    if (ticks == 0) return "0 s";
    for (const auto& [name, size] : kUnits) {
        if (std::abs(ticks) < size) continue;
        std::string text = fmt::format("{}{}", ticks < 0 ? "-" : "", std::abs(ticks / size));
        std::string rest = fmt::format("{:0{}}", std::abs(ticks % size), fmt::formatted_size("{}", size) - 1);
        while (!rest.empty() && rest.back() == '0')
            rest.pop_back();
        if (!rest.empty()) text += "." + rest;
        return fmt::format("{} {}", text, name);
    }
    return "0 s";
}

struct Writer {
    std::string operator()(std::monostate) const { return "nothing"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(double value) const {
        return std::abs(value) < 9e15 && value == std::floor(value) ? fmt::format("{:.0f}", value)
                                                                    : fmt::format("{:g}", value);
    }
    std::string operator()(sim::Duration value) const { return duration_text(value); }
    std::string operator()(std::string_view value) const { return fmt::format("\"{}\"", value); }
    std::string operator()(sim::NodeId value) const { return fmt::format("node {}", sim::index(value)); }
    std::string operator()(Thing) const { return "there is one"; }
    template <class T>
    std::string operator()(const T& value) const {
        return wire::to_string(value);
    }
};

}  // namespace

std::string_view to_string(ValueType type) {
    switch (type) {
        case ValueType::Truth:
            return "true or false";
        case ValueType::Number:
            return "a number";
        case ValueType::Time:
            return "a time";
        case ValueType::Text:
            return "a text";
        case ValueType::Address:
            return "an address";
        case ValueType::Network:
            return "a network";
        case ValueType::Mac:
            return "a MAC address";
        case ValueType::Node:
            return "a node";
        case ValueType::Packet:
            return "a packet";
        case ValueType::Socket:
            return "a socket";
        case ValueType::Flow:
            return "a flow";
        case ValueType::Moment:
            return "a moment";
    }
    return "?";
}

std::string to_string(const ExpressionValue& value) {
    return value.visit(Writer{});
}

}  // namespace patchcord::models::wire
