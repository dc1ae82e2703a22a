// Lines and counted bytes from a stream, for protocols of text: HTTP and SMTP. What a read brings along of
// the next message stays here until somebody asks for it. Not here: what the lines mean. Read next:
// models/apps/web/http_server.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace patchcord::models::apps {

/// Lives in the coroutine that reads, with the socket, which must outlive it.
struct StreamReader {
    Socket& socket;
    sim::Duration patience = sim::Duration::max();  ///< of each read
    std::string waiting = {};                       ///< received, and asked for by nobody yet
    bool only_crlf = false;                         ///< a bare LF does not end a line
    /// Why there was no more: an error of read(), MessageTooLong for a line over kLongestLine, or nothing
    /// when the peer's stream was at its end.
    std::optional<wire::Error> error = {};
};

inline constexpr std::size_t kLongestLine = 8'000;  ///< bytes, as RFC 9112 section 3 recommends to accept

/// The next line without its CR LF (a bare LF ends one as well, unless only_crlf); nothing when the stream
/// ended before its end.
Task<std::optional<std::string>> read_line(StreamReader* in);
/// The next `size` bytes; nothing when there are fewer.
Task<std::optional<std::string>> read_exactly(StreamReader* in, std::size_t size);
/// All that comes until the peer closes; nothing after an error.
Task<std::optional<std::string>> read_to_end(StreamReader* in);

}  // namespace patchcord::models::apps
