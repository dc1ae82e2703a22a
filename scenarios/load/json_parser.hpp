// From a text to a tree of JSON values with places. nlohmann::json reads the text (RFC 8259, with // and /*
// */ comments besides); its SAX interface over an iterator that counts gives what its tree does not keep:
// places and repeated keys. The first error of syntax ends the reading and is explained by syntax_errors.hpp.
// Read next: that file.
#pragma once

#include "scenarios/description/diagnostic.hpp"
#include "scenarios/description/source.hpp"
#include "scenarios/load/json_value.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace patchcord::scenarios {

inline constexpr std::size_t kMaxDepth = 200;         ///< of brackets
inline constexpr std::size_t kMaxValues = 2'000'000;  ///< in one text

/// The value that `source` holds; nothing, with a problem reported, if it is not JSON or exceeds a limit.
/// Repeated keys are reported too, but do not stop it. `source_index` is noted in every value.
std::optional<JsonValue> parse_json(std::shared_ptr<const SourceText> source, std::uint16_t source_index,
                                    Diagnostics& problems);

}  // namespace patchcord::scenarios
