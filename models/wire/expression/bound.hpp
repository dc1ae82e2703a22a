// An expression whose names are known and whose types fit: what can be evaluated. What names mean is said by
// a scope (a frame on a cable, a packet of a run, a run), what they are worth by an environment; this file
// has what all of them share: operators, types, errors. A comparison with something absent is false, also
// "!=". Evaluation never fails and, for frames, never allocates. Read next:
// models/wire/expression/frame_filter.hpp, results/query/.
#pragma once

#include "models/wire/expression/syntax.hpp"
#include "models/wire/expression/value.hpp"
#include "sim/core/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::models::wire {

struct Bound {
    enum class Kind : std::uint8_t { Constant, Field, Call, Operation };

    Kind kind = Kind::Constant;
    ValueType type = ValueType::Truth;
    ExpressionValue value = {};                    ///< of a Constant
    std::uint16_t id = 0;                          ///< of a Field or a Call, as its scope numbers them
    Operator op = Operator::Or;                    ///< of an Operation
    ExpressionSpan span = {};                      ///< where it was written
    std::span<const std::string_view> words = {};  ///< all texts that a Field can have, if they are few
    std::vector<Bound> parts = {};
};

/// A name of a scope, as help shows it.
struct FieldRow {
    std::string_view name;
    ValueType type;
    std::string_view help;
    std::span<const std::string_view> words = {};
};

/// A node that expressions may name, with what packets call it.
struct NamedNode {
    std::string name;
    sim::NodeId id = sim::kNoNode;
    std::vector<Ipv4Address> addresses = {};
    std::vector<MacAddress> macs = {};
};

/// All nodes that expressions may name, by name and by number.
class NamedNodes {
  public:
    void add(NamedNode node);
    std::span<const NamedNode> all() const { return nodes_; }
    /// Null if there is none.
    const NamedNode* find(std::string_view name) const;
    const NamedNode* find(sim::NodeId id) const;

  private:
    std::vector<NamedNode> nodes_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
    std::map<sim::NodeId, std::size_t> by_id_;
};

/// What names and calls mean somewhere.
class ExpressionScope {
  public:
    /// `nodes` must outlive this.
    explicit ExpressionScope(const NamedNodes& nodes) : nodes_{nodes} {}
    virtual ~ExpressionScope() = default;

    const NamedNodes& nodes() const { return nodes_; }
    /// A name that is no node's; nothing if there is none.
    virtual std::optional<Bound> field(std::string_view name) const = 0;
    /// `object.name`; nothing if such an object has none. `object` is only moved from on success.
    virtual std::optional<Bound> member(Bound& object, std::string_view name) const;
    /// A call of something that is here, with what is bound of it; errors name what is wrong.
    virtual ExpressionResult<Bound> call(const Syntax& call) const = 0;
    /// Every name, and every call with "(": for errors.
    virtual std::vector<std::string> names() const = 0;

  private:
    const NamedNodes& nodes_;
};

/// `syntax` in `scope`, or the first thing that is wrong with it.
ExpressionResult<Bound> bind(const Syntax& syntax, const ExpressionScope& scope);
/// The same when it must have that type.
ExpressionResult<Bound> bind(const Syntax& syntax, const ExpressionScope& scope, ValueType type);

/// `name` is no call of `scope`.
tl::unexpected<ExpressionError> unknown_call(const Syntax& call, const ExpressionScope& scope);
/// A call with the wrong number of arguments: `expected` says which, "port(80)".
tl::unexpected<ExpressionError> wrong_arguments(const Syntax& call, std::string_view expected);

/// left `op` right, of types that are known to fit.
Bound operation(Operator op, ValueType type, Bound left, Bound right);

/// What fields and calls of a scope are worth, here and now.
class ExpressionEnvironment {
  public:
    virtual ~ExpressionEnvironment() = default;
    virtual ExpressionValue field(std::uint16_t id) const = 0;
    virtual ExpressionValue call(const Bound& call) const;
};

ExpressionValue evaluate(const Bound& expression, const ExpressionEnvironment& environment);

}  // namespace patchcord::models::wire
