// Socket calls as text, as strace(1) prints them: connect(3, 10.0.0.2:80) = -1 ECONNREFUSED (connection
// refused). Total over arbitrary bytes. Not here: the calls (script.cpp). Read next:
// models/apps/script_text.cpp.
#pragma once

#include "models/host/socket_handle.hpp"
#include "models/wire/error.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace patchcord::models::apps {

/// "-1 ECONNREFUSED (connection refused)".
std::string outcome(wire::Error error);
/// "0", or the error.
std::string outcome(const host::Outcome& result);
/// The number, or the error.
template <class Number>
std::string outcome(const wire::Result<Number>& result) {
    return result ? std::to_string(*result) : outcome(result.error());
}

/// In quotes: UTF-8 as it is, everything else in the escapes of C. What is long is cut, and has "..." behind
/// the quotes.
std::string quoted(std::span<const std::uint8_t> bytes);

}  // namespace patchcord::models::apps
