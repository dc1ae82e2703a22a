// What the expressions in a call's brackets stand for: numbers, descriptors, addresses, memory. Names are
// looked up here. A wrong or unknown one is remembered, and the call is not made. Read next:
// scenarios/drill/calls/arguments.cpp.
#pragma once

#include "models/host/posix/messages.hpp"
#include "scenarios/drill/language/script.hpp"
#include "scenarios/drill/run/settings.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::scenarios::drill {

/// The host's descriptors by the script's.
using Descriptors = std::map<std::int64_t, int>;

class Arguments {
  public:
    Arguments(const language::Call& call, const Settings& settings, const Descriptors& descriptors)
        : call_{call}, settings_{settings}, descriptors_{descriptors} {}

    const language::Call& call() const { return call_; }
    std::size_t size() const { return call_.arguments.size(); }
    /// What is wrong with them, for people; empty when nothing is.
    const std::string& fault() const { return fault_; }
    bool good() const { return fault_.empty(); }
    void fail(std::string what);

    // The argument at a place, from 0. One that is not there is a fault.

    const language::Expression& at(std::size_t place);
    std::int64_t integer(std::size_t place) { return value_of(at(place)); }
    int number(std::size_t place) { return static_cast<int>(integer(place)); }
    int descriptor(std::size_t place) { return descriptor_of(at(place)); }
    bool is_ellipsis(std::size_t place) { return at(place).as<language::Ellipsis>() != nullptr; }
    bool is_null(std::size_t place);
    /// `usual` for `...`; null for NULL.
    const models::host::posix::Address* address(std::size_t place, models::wire::Endpoint usual);
    /// Zeros for `...`, null for NULL; `length` bytes, at most 2^26.
    models::host::IoVector memory(std::size_t place, std::int64_t length);
    /// `[{..., 10}, {..., 20}]`.
    std::vector<models::host::IoVector> pieces(std::size_t place);
    /// The same of any expression.
    std::vector<models::host::IoVector> pieces_of(const language::Expression& expression);
    /// The bytes of an option's value: `[1]`, "cubic", `{onoff=1, linger=0}`.
    std::vector<std::uint8_t> option_value(std::size_t place);

    // Any expression.

    std::int64_t value_of(const language::Expression& expression);
    int descriptor_of(const language::Expression& expression);
    /// A field of a structure, null when it is not there.
    const language::Expression* field(const language::Expression& structure, std::string_view name);

    models::wire::Endpoint remote() const { return {settings_.remote, settings_.connect_port}; }
    models::wire::Endpoint local() const { return {settings_.local, settings_.bind_port}; }

  private:
    models::wire::Endpoint endpoint_of(const language::Expression& structure, models::wire::Endpoint usual);
    std::int64_t function_value(const language::Function& function);

    const language::Call& call_;
    const Settings& settings_;
    const Descriptors& descriptors_;
    std::string fault_;
    std::deque<std::vector<std::uint8_t>> memory_;
    std::deque<models::host::posix::Address> addresses_;
};

/// "0x2", "1000".
std::string number_text(std::int64_t value);

}  // namespace patchcord::scenarios::drill
