// What the rows of the tables say in words. Read next: scenarios/description/field.hpp.
#include "scenarios/description/field.hpp"

#include "scenarios/description/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace patchcord::scenarios {
namespace {

constexpr Range kCounts{0, 1'000'000'000};
constexpr Range kPorts{1, 65'535};
constexpr Range kErrorRatios{0, 500};  // thousandths

/// What to say about kinds that have neither a dimension nor a range.
struct KindWords {
    FieldKind kind;
    std::string_view noun;
    std::string_view expectation;
};
constexpr std::array kKindWords{
    KindWords{FieldKind::Flag, "true or false", "true or false"},
    KindWords{FieldKind::Count, "a whole number", ""},
    KindWords{FieldKind::Port, "a port number", ""},
    KindWords{FieldKind::ErrorRatio, "a number", "a number from 0 to 0.5, such as 1e-6"},
    KindWords{FieldKind::Number, "a number", ""},
    KindWords{FieldKind::Text, "a string", "a string in double quotes"},
    KindWords{FieldKind::Name, "a name", R"(a letter, then letters, digits, "-" and "_", 63 at the most)"},
    KindWords{FieldKind::Word, "a string", ""},
    KindWords{FieldKind::Filter, "a filter",
              R"(a filter such as "tcp.data" or "tcp.syn && ip.src == 10.0.0.1")"},
    KindWords{FieldKind::Interface, "an IPv4 address with the length of its prefix",
              R"(an IPv4 address with the length of its prefix, such as "10.0.0.1/24")"},
    KindWords{FieldKind::Address, "an IPv4 address", R"(an IPv4 address such as "10.0.0.254")"},
    KindWords{FieldKind::Mac, "a MAC address", R"(a MAC address such as "02:00:00:00:00:01")"},
    KindWords{FieldKind::Node, "the name of a node", "the name of a node"},
    KindWords{FieldKind::Host, "a host or an address", "the name of a host, or an IPv4 address"},
    KindWords{FieldKind::Title, "a title", R"(a string, or { "en": "...", "ko": "..." })"},
    KindWords{FieldKind::Ends, "a pair of nodes", R"(the two nodes that it joins: [ "client", "server" ])"},
    KindWords{FieldKind::Cable, "a cable", R"(the name of a cable, or its position in "cables", from 0)"},
    KindWords{FieldKind::App, "the name of an application", "the name of an application"},
    KindWords{FieldKind::Call, "the name of a socket call", "the name of a socket call"},
    KindWords{FieldKind::Calls, "a list",
              R"(a list of socket calls: [ { "at": "0 s", "call": "socket" }, ... ])"},
    KindWords{FieldKind::Questions, "a list",
              R"(a list of questions such as "count(tcp.retransmission) == 1")"},
    KindWords{FieldKind::Choices, "an object",
              R"(an object of lists: { "cables.0.length": ["20 m", "100 m"] })"},
    KindWords{FieldKind::Measures, "an object", R"-(an object of expressions: { "lost": "count(lost)" })-"},
    KindWords{FieldKind::Texts, "an object", R"(an object of texts: { "/": "<p>Hello</p>" })"},
    KindWords{FieldKind::Object, "an object", "an object { ... }"},
    KindWords{FieldKind::Map, "an object", R"(an object that names each: { "client": { ... }, ... })"},
    KindWords{FieldKind::List, "a list", "a list [ { ... }, ... ]"}};

const KindWords& words_of(FieldKind kind) {
    return *std::find_if(kKindWords.begin(), kKindWords.end(),
                         [&](const KindWords& words) { return words.kind == kind; });
}

}  // namespace

const Field* find_field(std::span<const Field> fields, std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string_view> names_of(std::span<const Field> fields) {
    std::vector<std::string_view> names;
    for (const Field& field : fields)
        names.push_back(field.name);
    return names;
}

const Dimension* dimension_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::Size:
            return &kSize;
        case FieldKind::Duration:
        case FieldKind::DurationOrOff:
            return &kDuration;
        case FieldKind::Rate:
            return &kRate;
        case FieldKind::Length:
            return &kLength;
        default:
            return nullptr;
    }
}

Range range_of(const Field& field) {
    if (field.range != Range{}) return field.range;
    if (const Dimension* dimension = dimension_of(field.kind)) return dimension->range;
    if (field.kind == FieldKind::ErrorRatio) return kErrorRatios;
    return field.kind == FieldKind::Port ? kPorts : kCounts;
}

std::string_view noun(FieldKind kind) {
    if (const Dimension* dimension = dimension_of(kind)) return dimension->name;
    return words_of(kind).noun;
}

std::string expectation(const Field& field) {
    const Range range = range_of(field);
    if (const Dimension* dimension = dimension_of(field.kind)) {
        return (field.kind == FieldKind::DurationOrOff ? "\"off\", or " : "") +
               expectation(*dimension, range);
    }
    if (field.kind == FieldKind::Word) return one_of(field.words);
    if (field.kind == FieldKind::Count && range.min == range.max) {
        return fmt::format("{}, which is all that this program knows", range.min);
    }
    if (field.kind == FieldKind::Number) {
        return fmt::format("{} from {} to {}", noun(field.kind), static_cast<double>(range.min) / 1000,
                           static_cast<double>(range.max) / 1000);
    }
    if (field.kind == FieldKind::Count || field.kind == FieldKind::Port) {
        return fmt::format("{} from {} to {}", noun(field.kind), range.min, range.max);
    }
    return std::string{words_of(field.kind).expectation};
}

Field field_of(const models::apps::Parameter& parameter) {
    using models::apps::Kind;
    FieldKind kind = FieldKind::Text;
    switch (parameter.kind) {
        case Kind::Flag:
            kind = FieldKind::Flag;
            break;
        case Kind::Count:
            kind = FieldKind::Count;
            break;
        case Kind::Port:
            kind = FieldKind::Port;
            break;
        case Kind::Size:
            kind = FieldKind::Size;
            break;
        case Kind::Text:
            kind = FieldKind::Text;
            break;
        case Kind::Duration:
            kind = FieldKind::Duration;
            break;
        case Kind::Rate:
            kind = FieldKind::Rate;
            break;
        case Kind::Host:
            kind = FieldKind::Host;
            break;
        case Kind::Texts:
            kind = FieldKind::Texts;
            break;
        case Kind::Calls:
            kind = FieldKind::Calls;
            break;
    }
    return {.name = parameter.name,
            .kind = kind,
            .help = parameter.help,
            .required = parameter.required,
            .fallback = parameter.fallback,
            .check = parameter.check};
}

}  // namespace patchcord::scenarios
