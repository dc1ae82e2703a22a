// What an application (or a call of a socket script) can be told, as a table, and the values that it was
// told. The loader, the schema, `--help` and the reference are made from these rows, so they cannot disagree.
// A row costs one line. Read next: models/apps/registry.hpp, scenarios/description/.
#pragma once

#include "models/wire/address.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace patchcord::sim {
template <class T>
class Task;
}
namespace patchcord::models::host {
class HostHandle;
}

namespace patchcord::models::apps {

/// How a value is written in a scenario file, and which alternative of `Value` it becomes.
enum class Kind {
    Flag,      ///< true or false                                  -> bool
    Count,     ///< a whole number from 0 to 10^9                  -> std::int64_t
    Port,      ///< a port number from 1 to 65535                  -> std::int64_t
    Size,      ///< bytes with a unit: "64 KiB", "1 MB", "100 B"   -> std::int64_t (bytes)
    Text,      ///< a string                                       -> std::string
    Duration,  ///< "10 ms"                                        -> sim::Duration
    Rate,      ///< "10 Mbit/s"                                    -> sim::Rate
    Host,      ///< a node's name or a dotted IPv4 address         -> wire::Ipv4Address
    Texts,     ///< an object of texts by name                     -> Texts
    Calls,     ///< a list of socket calls, each a row of a table  -> std::vector<Call>
};

/// What is wrong with a text, in the words of a diagnostic.
struct TextProblem {
    std::string message;   ///< "\"10.0.0\" is not an IPv4 address"
    std::string expected;  ///< what may stand there
};
/// Judges one entry of a parameter of kind Texts.
using TextCheck = std::optional<TextProblem> (*)(std::string_view name, std::string_view text);

struct Parameter {
    std::string_view name;
    Kind kind;
    bool required;
    std::string_view fallback;  ///< the default, written as in a scenario file; "" leaves the argument absent
    std::string_view help;      ///< one line, with the unit
    std::string_view excludes = {};  ///< another one that may not stand beside it
    TextCheck check = nullptr;       ///< of Kind::Texts; null when every text will do
};

struct Call;
using Texts = std::map<std::string, std::string, std::less<>>;
using Value = std::variant<bool, std::int64_t, std::string, sim::Duration, sim::Rate, wire::Ipv4Address,
                           Texts, std::vector<Call>>;

/// The arguments of one application: every required parameter, every one with a fallback, and what the file
/// gave.
class Arguments {
  public:
    void set(std::string_view name, Value value) {
        values_.insert_or_assign(std::string{name}, std::move(value));
    }
    bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
    /// The value of `name`. The parameter table guarantees its presence and type; anything else is our own
    /// bug.
    template <class T>
    const T& get(std::string_view name) const {
        return std::get<T>(values_.find(name)->second);
    }

  private:
    std::map<std::string, Value, std::less<>> values_;
};

/// One line of a socket script: the call's name and its arguments.
struct Call {
    std::string name;
    Arguments arguments;
};

/// A kind of call, with what it takes: the socket script is described like an application.
struct CallDescription {
    std::string_view name;
    std::span<const Parameter> parameters;
    std::string_view help;
};

/// The coroutine of an application (models/apps/app.hpp).
using AppMain = sim::Task<void> (*)(host::HostHandle host, Arguments arguments);

/// An application that a scenario can name.
struct AppDescription {
    std::string_view name;
    std::span<const Parameter> parameters;
    std::span<const CallDescription>
        calls;  ///< the calls that a parameter of kind Calls may list; empty otherwise
    std::string_view help;
    AppMain main = nullptr;  ///< null only in tables of tests that start nothing
};

}  // namespace patchcord::models::apps
