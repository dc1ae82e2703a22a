// A descriptor: the small number that names an open socket, and which of those that had the number is meant.
// Not here: the table (descriptor_table.hpp). The number alone is what models/host/posix speaks of.
// Read next: models/host/descriptor_table.hpp.
#pragma once

#include <cstdint>

namespace patchcord::models::host {

/// The default names nothing.
struct Descriptor {
    int number = -1;
    std::uint64_t serial = 0;  ///< 0: nothing that was ever open

    friend auto operator<=>(const Descriptor&, const Descriptor&) = default;
};

}  // namespace patchcord::models::host
