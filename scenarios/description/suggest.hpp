// The word that was probably meant: the nearest of those that are valid, by the Damerau-Levenshtein distance
// (a letter wrong, missing, too many, or two exchanged), regardless of case; or a well-known other name, such
// as "bandwidth" for "rate". Nothing is ever corrected silently. Read next:
// scenarios/description/diagnostic.hpp.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

/// ASCII letters only.
std::string lower_case(std::string_view text);

/// Optimal string alignment distance, in bytes.
std::size_t edit_distance(std::string_view left, std::string_view right);

/// The best of `candidates` for `word`, or "" when none is near: at most a third of its letters, and one at
/// least, may differ. Looks at the first 1,000 candidates.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// "one of: a, b, c", cut after 24 words; a single word alone.
std::string one_of(std::span<const std::string_view> words);

}  // namespace patchcord::scenarios
