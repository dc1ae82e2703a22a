// The values of the expression language: what a field of a packet has, what a literal says, what operators
// take and give. Small and copied freely; texts are views of the expression, the packet or the run, and live
// as long as that. A value can be absent: a packet without a TCP header has no `seg.seq`. Read next:
// models/wire/expression/syntax.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace patchcord::models::wire {

enum class ValueType : std::uint8_t {
    Truth,    ///< true or false
    Number,   ///< counts, ports, sequence numbers, bytes, bits per second -> double, exact to 2^53
    Time,     ///< a time since the start of the run, or a time span -> sim::Duration
    Text,     ///< in quotes
    Address,  ///< 10.0.0.1
    Network,  ///< 10.0.0.0/24
    Mac,      ///< 02:00:00:00:00:01
    Node,     ///< a node, by its name
    Packet,   ///< of a run: what first() gives
    Socket,   ///< of a run: what socket() gives
    Flow,     ///< of a run: what flow() gives
    Moment,   ///< of a run: what at() gives
};

/// "a number": completes "... is not ...".
std::string_view to_string(ValueType type);

/// One of the things that a run has: the position of a packet, of a socket, ... The kind is in the type.
struct Thing {
    std::size_t index = 0;
    friend constexpr bool operator==(const Thing&, const Thing&) = default;
};

class ExpressionValue {
  public:
    ExpressionValue() = default;  ///< absent
    template <class T>
    ExpressionValue(T value) : value_{value} {}
    ExpressionValue(std::int64_t value) : value_{static_cast<double>(value)} {}
    ExpressionValue(std::uint64_t value) : value_{static_cast<double>(value)} {}
    ExpressionValue(std::uint32_t value) : value_{static_cast<double>(value)} {}
    ExpressionValue(std::uint16_t value) : value_{static_cast<double>(value)} {}
    ExpressionValue(std::uint8_t value) : value_{static_cast<double>(value)} {}

    bool is_absent() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_true() const {
        const bool* const truth = std::get_if<bool>(&value_);
        return truth != nullptr && *truth;
    }
    /// The type is known from binding: anything but absent and T is our own bug.
    template <class T>
    const T* get() const {
        return std::get_if<T>(&value_);
    }
    template <class Visitor>
    auto visit(Visitor visitor) const {
        return std::visit(visitor, value_);
    }
    /// Of the same type; absent equals nothing.
    bool equals(const ExpressionValue& other) const { return !is_absent() && value_ == other.value_; }

  private:
    std::variant<std::monostate, bool, double, sim::Duration, std::string_view, Ipv4Address, Ipv4Prefix,
                 MacAddress, sim::NodeId, Thing>
        value_;
};

/// As it would be written in an expression: `1460`, `1.5 s`, `"SYN-SENT"`, `10.0.0.1`; "nothing" for absent.
/// Nodes and things of a run have no text here.
std::string to_string(const ExpressionValue& value);

}  // namespace patchcord::models::wire
