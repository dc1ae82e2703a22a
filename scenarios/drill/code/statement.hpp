// One statement of a snippet on its way through the recursive descent: its characters, the names that it may
// read, and what went wrong. Precedence is Python's: or, and, not, comparisons, |, ^, &, << >>, + -, * // %,
// signs. Both sides of and/or are evaluated; that shows only where one of them is an error. Read next:
// scenarios/drill/code/statement.cpp.
#pragma once

#include "scenarios/drill/code/interpreter.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios::drill::code {

using Names = std::map<std::string, Value, std::less<>>;

/// Thrown within a snippet, and caught by Interpreter::run.
struct Stop {
    Outcome::Kind kind;
    std::string message;
};

std::string to_text(const Value& value);
bool is_true(const Value& value);

class Statement {
  public:
    Statement(std::string_view text, const Names& names) : text_{text}, names_{names} {}

    Value expression();
    bool at_end();
    /// The operator or word comes next, and is taken.
    bool accept(std::string_view token);
    bool accept_word(std::string_view word);
    void expect(std::string_view token);
    std::string word();
    std::size_t position() const { return at_; }
    /// The names that were read, in order, once each.
    const std::vector<std::string>& used() const { return used_; }

  private:
    Value conjunction();
    Value negation();
    Value comparison();
    Value binary(std::size_t level);
    Value sign();
    Value atom();
    Value text_literal(char quote);
    Value name();
    std::vector<Value> values_behind_percent();

    std::string_view text_;
    const Names& names_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::vector<std::string> used_;
};

}  // namespace patchcord::scenarios::drill::code
