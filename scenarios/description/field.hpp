// One row for each key of the language: its name, how its value is written, default, range, help, and the
// member that keeps it. From these rows come the loader, the errors, `--help` and the schema, so they cannot
// disagree. A row does not read anything: scenarios/load/ does. Read next: scenarios/description/tables.hpp.
#pragma once

#include "models/apps/parameters.hpp"
#include "models/wire/address.hpp"
#include "models/wire/expression/frame_filter.hpp"
#include "scenarios/description/quantity.hpp"
#include "scenarios/description/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace patchcord::scenarios {

/// How a value is written, and which alternative of `FieldValue` it becomes.
enum class FieldKind : std::uint8_t {
    Flag,           ///< true or false                      -> bool
    Count,          ///< a whole number in `range`          -> std::int64_t
    Port,           ///< a port number                      -> std::int64_t
    ErrorRatio,     ///< a number from 0 to 0.5             -> double
    Number,         ///< a number in `range`                -> double
    Size,           ///< "64 KiB", in `range`               -> std::int64_t (bytes)
    Duration,       ///< "10 ms", in `range`                -> sim::Duration
    DurationOrOff,  ///< a duration or "off"                -> sim::Duration (zero)
    Rate,           ///< "100 Mbit/s", in `range`           -> sim::Rate
    Length,         ///< "20 m", in `range`                 -> Length
    Text,           ///< a string                           -> std::string
    Name,           ///< a new name                         -> std::string
    Word,           ///< one of `words`                     -> WordIndex
    Filter,         ///< an expression over a frame         -> models::wire::FrameFilter
    Interface,      ///< "10.0.0.1/24"                      -> models::wire::Ipv4Prefix
    Address,        ///< "10.0.0.254"                       -> models::wire::Ipv4Address
    Mac,            ///< "02:00:00:00:00:01"                -> models::wire::MacAddress
    Node,           ///< the name of a node                 -> sim::NodeId
    Host,           ///< the name of a host, or an address  -> models::wire::Ipv4Address
    // What follows has parts or depends on others, and is read by a function of its own:
    Title,      ///< a string, or one in each of "en" and "ko"
    Ends,       ///< ["client", "switch.3"]
    Cable,      ///< the name of a cable or its position
    App,        ///< the name of an application, which brings more keys
    Call,       ///< the name of a socket call, which brings more keys
    Calls,      ///< a list of socket calls
    Texts,      ///< texts by name
    Questions,  ///< a list of questions over the run; `range` of them
    Choices,    ///< lists of values, strings or numbers, by name
    Measures,   ///< questions over the run by name
    Object,     ///< an object described by `inner`
    Map,        ///< names, each with an object described by `inner`; `range` of them
    List,       ///< objects described by `inner`; `range` of them
};

/// Position of a word in `Field::words`; the value of the enumerator that it stands for.
struct WordIndex {
    std::size_t value = 0;
};

constexpr bool has_parts(FieldKind kind) {
    return kind >= FieldKind::Title;
}

using FieldValue = std::variant<bool, std::int64_t, double, std::string, sim::Duration, sim::Rate, Length,
                                WordIndex, models::wire::FrameFilter, models::wire::Ipv4Prefix,
                                models::wire::Ipv4Address, models::wire::MacAddress, sim::NodeId>;

/// What a row can store into.
using Target = std::variant<Scenario*, NodeDescription*, CableDescription*, AppUse*, FaultDescription*,
                            TcpKnobs*, ArpKnobs*, CardKnobs*, Recording*, SweepDescription*>;

/// Puts a value into the member that a row names, and reads it from there.
class Store {
  public:
    using Put = void (*)(Target, FieldValue&&);
    using Get = std::optional<FieldValue> (*)(Target);

    constexpr Store(std::nullptr_t = nullptr) {}
    /// What nobody gets to read needs no `get`.
    constexpr Store(Put put, Get get = nullptr) : put_{put}, get_{get} {}

    void operator()(Target target, FieldValue&& value) const { put_(target, std::move(value)); }
    /// Nothing when the member is optional and absent.
    std::optional<FieldValue> read(Target target) const {
        return get_ == nullptr ? std::nullopt : get_(target);
    }
    constexpr bool operator==(std::nullptr_t) const { return put_ == nullptr; }

  private:
    Put put_ = nullptr;
    Get get_ = nullptr;
};

struct Table;

struct Field {
    std::string_view name;
    FieldKind kind;
    std::string_view help;  ///< one line
    bool required = false;
    std::string_view fallback =
        {};                 ///< the default, written as in a file but without quotes; "" when there is none
    Range range = {};       ///< in base units, thousandths of a Number; {0, 0} for that of the kind
    Store store = nullptr;  ///< nullptr: read by a function of its own
    std::span<const std::string_view> words = {};
    const Table* inner = nullptr;
    models::apps::TextCheck check = nullptr;  ///< of Texts
};

/// The keys of one kind of object.
struct Table {
    std::string_view name;  ///< "a cable"
    std::string_view help;
    std::span<const Field> fields;
};

const Field* find_field(std::span<const Field> fields, std::string_view name);
std::vector<std::string_view> names_of(std::span<const Field> fields);

/// The range of the row, or that of its kind.
Range range_of(const Field& field);
/// The dimension of a kind that is written with a unit, else nullptr.
const Dimension* dimension_of(FieldKind kind);
/// "a whole number", "true or false": to complete "... is not ...".
std::string_view noun(FieldKind kind);
/// What may stand there, to complete "expected ...": `a length such as "20 m", from 1 mm to 1000 km`.
std::string expectation(const Field& field);

/// The row of an application's parameter, so that applications are read, checked and explained like
/// everything else.
Field field_of(const models::apps::Parameter& parameter);

namespace detail {

template <class Object, class Member>
struct MemberOf {
    using ObjectType = Object;
    using Type = Member;
};
template <class Object, class Member>
MemberOf<Object, Member> member_of(Member Object::*);

template <class T>
struct ValueType {
    using Type = T;
};
template <class T>
struct ValueType<std::optional<T>> {
    using Type = T;
};

template <class T, class... Alternatives>
constexpr bool holds(const std::variant<Alternatives...>*) {
    return (std::is_same_v<T, Alternatives> || ...);
}

template <auto member>
void put(Target target, FieldValue&& value) {
    using Member = decltype(member_of(member));
    using Type = typename ValueType<typename Member::Type>::Type;
    auto& place = std::get<typename Member::ObjectType*>(target)->*member;
    if constexpr (holds<Type>(static_cast<FieldValue*>(nullptr))) {
        place = std::get<Type>(std::move(value));
    } else if constexpr (std::is_enum_v<Type>) {
        place = static_cast<Type>(std::get<WordIndex>(value).value);
    } else {
        place = static_cast<Type>(std::get<std::int64_t>(value));
    }
}

template <class Type>
FieldValue to_field_value(const Type& value) {
    if constexpr (holds<Type>(static_cast<FieldValue*>(nullptr))) {
        return value;
    } else if constexpr (std::is_enum_v<Type>) {
        return WordIndex{static_cast<std::size_t>(value)};
    } else {
        return static_cast<std::int64_t>(value);
    }
}
template <class Type>
std::optional<FieldValue> to_field_value(const std::optional<Type>& value) {
    return value ? std::optional{to_field_value(*value)} : std::nullopt;
}

template <auto member>
std::optional<FieldValue> get(Target target) {
    using Object = typename decltype(member_of(member))::ObjectType;
    return to_field_value(std::get<Object*>(target)->*member);
}

}  // namespace detail

/// The `Store` of a data member, plain or optional: `store<&CableDescription::length>`.
template <auto member>
inline constexpr Store store{detail::put<member>, detail::get<member>};

}  // namespace patchcord::scenarios
