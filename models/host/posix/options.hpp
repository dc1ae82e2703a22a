// setsockopt and getsockopt by Linux's levels and names, with the bytes that Linux copies. One table row says
// what an option is; the rows are in socket_level.cpp, tcp_level.cpp and ip_level.cpp. Both faces of the
// calls come here. Not here: what options do (models/tcp, models/host). Read next:
// models/host/posix/option_row.hpp.
#pragma once

#include "models/host/descriptor_table.hpp"
#include "models/wire/error.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace patchcord::models::host {
class Host;
}

namespace patchcord::models::host::posix {

/// An option, as the calls name it.
struct OptionName {
    int level;
    int name;
};

/// Sets the option to the `length` bytes at `value`. NoProtocolOption (no such option, or not to be set),
/// InvalidArgument (too few bytes, or a value that is refused), BadAddress (null); others by option.
wire::Result<void> set_option(Host& host, DescriptorTable::Entry& entry, OptionName option, const void* value,
                              std::int64_t length);
/// Writes at most *length bytes of the option's value, and says in *length how many. Errors as above.
wire::Result<void> get_option(Host& host, DescriptorTable::Entry& entry, OptionName option, void* value,
                              std::int32_t* length);

/// The same with int values, for callers who need no bytes.
wire::Result<void> set_option(Host& host, DescriptorTable::Entry& entry, OptionName option,
                              std::int32_t value);
wire::Result<std::int32_t> get_option(Host& host, DescriptorTable::Entry& entry, OptionName option);

/// By the name that scripts write: "SO_REUSEADDR".
std::optional<OptionName> option_from_name(std::string_view name);

}  // namespace patchcord::models::host::posix
