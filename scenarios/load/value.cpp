// One small function for each way to write a value. Whatever is refused comes with what was probably meant,
// where that can be known: a unit, quotes, a prefix length. Read next: scenarios/load/value.hpp.
#include "scenarios/load/value.hpp"

#include "scenarios/description/suggest.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/expressions.hpp"
#include "sim/core/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace patchcord::scenarios {
namespace {

namespace wire = models::wire;
using Type = JsonValue::Type;

tl::unexpected<ValueProblem> problem(std::string message, std::string expected, std::string suggestion = {}) {
    return tl::unexpected{ValueProblem{std::move(message), std::move(expected), std::move(suggestion)}};
}

tl::unexpected<ValueProblem> wrong_kind(const Field& field, const JsonValue& value,
                                        std::string suggestion = {}) {
    return problem(fmt::format("{} is not {}", shown(value), noun(field.kind)), expectation(field),
                   std::move(suggestion));
}

bool is_number(const JsonValue& value) {
    return value.type == Type::Integer || value.type == Type::Real;
}

ValueResult read_flag(const Field& field, const JsonValue& value) {
    if (value.type == Type::Flag) return FieldValue{value.text == "true"};
    const std::string word = lower_case(value.text);
    const bool yes = word == "true" || word == "yes" || word == "on" || word == "1";
    const bool no = word == "false" || word == "no" || word == "off" || word == "0";
    return wrong_kind(field, value, yes ? "true" : no ? "false" : "");
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return number;
}

ValueResult read_count(const Field& field, const JsonValue& value) {
    const std::optional<std::int64_t> number = parse_integer(value.text);
    const Range range = range_of(field);
    const bool in_range = number && *number >= range.min && *number <= range.max;
    if (value.type == Type::Integer) {
        if (in_range) return FieldValue{*number};
        return problem(fmt::format("{} is out of range", value.text), expectation(field));
    }
    return wrong_kind(field, value, in_range ? value.text : "");
}

ValueResult read_number(const Field& field, const JsonValue& value) {
    if (!is_number(value)) return wrong_kind(field, value);
    double number = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
    const Range range = range_of(field);
    const double thousandths = 1000 * number;
    if (thousandths >= static_cast<double>(range.min) && thousandths <= static_cast<double>(range.max))
        return FieldValue{number};
    return problem(fmt::format("{} is out of range", value.text), expectation(field));
}

FieldValue in_dimension(FieldKind kind, std::int64_t count) {
    switch (kind) {
        case FieldKind::Duration:
        case FieldKind::DurationOrOff:
            return sim::Duration{count};
        case FieldKind::Rate:
            return sim::Rate::bits_per_second(static_cast<std::uint64_t>(count));
        case FieldKind::Length:
            return Length{count};
        default:
            return count;
    }
}

ValueResult read_quantity(const Field& field, const JsonValue& value) {
    if (field.kind == FieldKind::DurationOrOff) {
        if (value.type == Type::String && value.text == "off") return FieldValue{sim::Duration{0}};
        if (value.type == Type::Flag && value.text == "false") return wrong_kind(field, value, "\"off\"");
    }
    if (value.type != Type::String && !is_number(value)) return wrong_kind(field, value);
    const auto count = parse_quantity(*dimension_of(field.kind), value.text, range_of(field));
    if (count && value.type == Type::String) return in_dimension(field.kind, *count);
    std::string suggestion = count ? value.text : count.error().suggestion;
    if (!suggestion.empty()) suggestion = in_quotes(suggestion);
    if (is_number(value))
        return problem(value.text + " has no unit", expectation(field), std::move(suggestion));
    return problem(count.error().message, count.error().expected, std::move(suggestion));
}

ValueResult read_text(const Field& field, const JsonValue& value) {
    if (value.type == Type::String) return FieldValue{value.text};
    const bool scalar = value.children.empty() && !value.is_list() && !value.is_object();
    return wrong_kind(field, value, scalar ? in_quotes(value.text) : "");
}

ValueResult read_name(const Field& field, const JsonValue& value) {
    if (value.type != Type::String) return wrong_kind(field, value);
    if (is_name(value.text)) return FieldValue{value.text};
    return problem(fmt::format("{} is not a name", shown(value)), expectation(field));
}

ValueResult read_word(const Field& field, const JsonValue& value) {
    if (value.type != Type::String) return wrong_kind(field, value);
    const auto found = std::find(field.words.begin(), field.words.end(), value.text);
    if (found != field.words.end())
        return FieldValue{WordIndex{static_cast<std::size_t>(found - field.words.begin())}};
    const std::string_view meant = nearest(value.text, field.words);
    return problem(fmt::format("unknown {} {}", field.name, shown(value)), expectation(field),
                   meant.empty() ? "" : in_quotes(meant));
}

ValueResult read_filter(const Field& field, const JsonValue& value, const NodeNames& names) {
    if (value.type != Type::String) return wrong_kind(field, value);
    auto filter = wire::FrameFilter::compile(value.text, names.named);
    if (!filter) return tl::unexpected{problem_of(filter.error(), value.text)};
    return FieldValue{std::move(*filter)};
}

/// "/24" for the netmask "255.255.255.0".
std::optional<int> length_of_mask(std::string_view text) {
    const auto mask = wire::Ipv4Address::parse(text);
    for (int length = 32; mask && length > 0; --length) {
        if (wire::Ipv4Prefix{{}, static_cast<std::uint8_t>(length)}.mask() == *mask) return length;
    }
    return {};
}

ValueResult read_interface(const Field& field, const JsonValue& value) {
    if (value.type != Type::String) return wrong_kind(field, value);
    if (const auto prefix = wire::Ipv4Prefix::parse(value.text)) return FieldValue{*prefix};
    const std::size_t slash = value.text.find('/');
    if (!wire::Ipv4Address::parse(value.text.substr(0, slash))) return wrong_kind(field, value);
    const std::string address = value.text.substr(0, slash);
    if (slash == std::string::npos) {
        return problem(fmt::format("{} has no prefix length", shown(value)), expectation(field),
                       in_quotes(address + "/24"));
    }
    const std::optional<int> length = length_of_mask(value.text.substr(slash + 1));
    return problem(
        fmt::format("{} is not a prefix length from 0 to 32", in_quotes(value.text.substr(slash + 1))),
        expectation(field), length ? in_quotes(fmt::format("{}/{}", address, *length)) : "");
}

ValueResult read_address(const Field& field, const JsonValue& value) {
    if (value.type != Type::String) return wrong_kind(field, value);
    if (const auto address = wire::Ipv4Address::parse(value.text)) return FieldValue{*address};
    const auto prefix = wire::Ipv4Prefix::parse(value.text);
    return wrong_kind(field, value, prefix ? in_quotes(to_string(prefix->address())) : "");
}

/// The address of 12 hexadecimal digits, however they are grouped; or nothing.
std::string regrouped_mac(std::string_view text) {
    std::string out;
    std::size_t digits = 0;
    for (const char byte : lower_case(text)) {
        if (byte == '-' || byte == '.' || byte == ':' || byte == ' ') continue;
        if (digits != 0 && digits % 2 == 0) out += ':';
        out += byte;
        ++digits;
    }
    return digits == 12 && wire::MacAddress::parse(out) ? out : std::string{};
}

ValueResult read_mac(const Field& field, const JsonValue& value) {
    if (value.type != Type::String) return wrong_kind(field, value);
    const auto mac = wire::MacAddress::parse(value.text);
    if (!mac) {
        const std::string meant = regrouped_mac(value.text);
        return wrong_kind(field, value, meant.empty() ? "" : in_quotes(meant));
    }
    if (!mac->is_group() && *mac != wire::MacAddress{}) return FieldValue{*mac};
    const std::string_view why = mac->is_broadcast() ? "is the address of everyone"
                                 : mac->is_group()   ? "is the address of a group (its first octet is odd)"
                                                     : "is the address of nobody";
    return problem(fmt::format("{} {}", shown(value), why),
                   "the address of one card, such as \"02:00:00:00:00:01\"");
}

ValueResult read_node(const Field& field, const JsonValue& value, const NodeNames& names) {
    if (value.type != Type::String) return wrong_kind(field, value);
    const auto found = names.ids.find(value.text);
    if (found == names.ids.end()) return tl::unexpected{unknown_node(value.text, names)};
    return FieldValue{found->second};
}

ValueResult read_host(const Field& field, const JsonValue& value, const NodeNames& names) {
    if (value.type != Type::String) return wrong_kind(field, value);
    if (const auto address = wire::Ipv4Address::parse(value.text)) return FieldValue{*address};
    const auto found = names.ids.find(value.text);
    if (found == names.ids.end()) {
        const bool digits = value.text.find_first_not_of("0123456789./") == std::string::npos;
        return digits ? ValueResult{wrong_kind(field, value)}
                      : tl::unexpected{unknown_node(value.text, names)};
    }
    const NodeDescription& node = (*names.nodes)[sim::index(found->second)];
    if (node.kind != NodeKind::Host) {
        return problem(fmt::format("{} is a {}, which has no address", shown(value), to_string(node.kind)),
                       expectation(field));
    }
    if (!node.address) return tl::unexpected{ValueProblem{}};
    return FieldValue{node.address->address()};
}

}  // namespace

std::string shown(const JsonValue& value) {
    switch (value.type) {
        case Type::List:
            return "a list";
        case Type::Object:
            return "an object";
        case Type::String:
            return in_quotes(value.text);
        default:
            return printable(value.text).substr(0, 60);
    }
}

ValueProblem unknown_node(std::string_view name, const NodeNames& names) {
    const std::string_view meant = nearest(name, names.in_order);
    return {fmt::format("unknown node {}", in_quotes(name)), one_of(names.in_order),
            meant.empty() ? "" : in_quotes(meant)};
}

ValueResult read_value(const Field& field, const JsonValue& value, const NodeNames& names) {
    switch (field.kind) {
        case FieldKind::Flag:
            return read_flag(field, value);
        case FieldKind::Count:
        case FieldKind::Port:
            return read_count(field, value);
        case FieldKind::ErrorRatio:
        case FieldKind::Number:
            return read_number(field, value);
        case FieldKind::Size:
        case FieldKind::Duration:
        case FieldKind::DurationOrOff:
        case FieldKind::Rate:
        case FieldKind::Length:
            return read_quantity(field, value);
        case FieldKind::Text:
            return read_text(field, value);
        case FieldKind::Name:
            return read_name(field, value);
        case FieldKind::Word:
            return read_word(field, value);
        case FieldKind::Filter:
            return read_filter(field, value, names);
        case FieldKind::Interface:
            return read_interface(field, value);
        case FieldKind::Address:
            return read_address(field, value);
        case FieldKind::Mac:
            return read_mac(field, value);
        case FieldKind::Node:
            return read_node(field, value, names);
        case FieldKind::Host:
            return read_host(field, value, names);
        default:
            break;
    }
    sim::check(false, "a value with parts has a reader of its own");
    return {};
}

FieldValue fallback_value(const Field& field) {
    JsonValue value;
    value.type = Type::String;
    value.text = field.fallback;
    const bool number = field.kind == FieldKind::Count || field.kind == FieldKind::Port;
    if (field.kind == FieldKind::Flag) value.type = Type::Flag;
    if (number) value.type = Type::Integer;
    if (field.kind == FieldKind::ErrorRatio || field.kind == FieldKind::Number) value.type = Type::Real;
    ValueResult result = read_value(field, value, {});
    sim::check(result.has_value(), "a default of the tables of the language is valid");
    return std::move(*result);
}

}  // namespace patchcord::scenarios
