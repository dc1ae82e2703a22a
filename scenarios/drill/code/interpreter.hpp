// The code between %{ and }% of a packet script: the small part of Python that such scripts use. Assignments
// to names, `assert` with an optional message, `print`, integer arithmetic and bit operators, comparisons in
// chains, and/or/not, 'text' % values. All snippets of a script share one Interpreter, so names live on.
// Before each, the runner sets the names that it knows (the fields of TCP_INFO). Not here: what those are.
// Read next: scenarios/drill/code/interpreter.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace patchcord::scenarios::drill::code {

using Value = std::variant<std::int64_t, std::string>;

/// What a snippet did.
struct Outcome {
    enum class Kind : std::uint8_t {
        Passed,
        Failed,       ///< an assertion does not hold
        Error,        ///< a name that nobody set, a value of the wrong kind, division by zero
        Unsupported,  ///< Python that is not understood here
    };
    Kind kind = Kind::Passed;
    std::uint32_t line = 1;  ///< of the snippet, from 1, where it ended; not for Passed
    /// "assert tcpi_snd_cwnd == 10 does not hold: tcpi_snd_cwnd is 7"
    std::string message = {};
    std::string printed = {};  ///< lines of print()
};

class Interpreter {
  public:
    void set(std::string_view name, std::int64_t value) { names_.insert_or_assign(std::string{name}, value); }
    /// Any text is taken without fault; nesting is limited.
    Outcome run(std::string_view snippet);

  private:
    std::map<std::string, Value, std::less<>> names_;
};

}  // namespace patchcord::scenarios::drill::code
