// What is wrong with a scenario, for the person who wrote it: the place, what is there, what was expected,
// and the nearest valid word. A reader never stops at the first problem; it collects them here. A diagnostic
// is text already: nothing that uses it needs to know the language of scenarios. Read next:
// scenarios/cli/diagnostics_printer.hpp.
#pragma once

#include "scenarios/description/source.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace patchcord::scenarios {

struct Diagnostic {
    Place place;           ///< the pointer names the element with the problem, or the object that lacks a key
    std::string message;   ///< what is wrong: `unknown key "lenght"`; no full stop, no place
    std::string expected;  ///< completes "expected ...", or empty
    std::string suggestion;  ///< completes "did you mean ...?", or empty
};

/// The problems of one scenario. Readers stop when it is full, because nobody reads more.
class Diagnostics {
  public:
    static constexpr std::size_t kLimit = 500;

    /// Ignored when full.
    void add(Diagnostic diagnostic);
    bool empty() const { return list_.empty(); }
    bool full() const { return list_.size() >= kLimit; }
    /// In the order of the file, those of command-line options last.
    std::vector<Diagnostic> take_sorted();

  private:
    std::vector<Diagnostic> list_;
};

}  // namespace patchcord::scenarios
