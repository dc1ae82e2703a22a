// HTTP messages from a stream: the head, and the body by one of its three framings (RFC 9112 6.3). Read next:
// models/apps/web/http_server.cpp, models/apps/web/browser.cpp.
// Not here: the text itself (http_text.hpp).
#pragma once

#include "models/apps/stream_reader.hpp"
#include "models/apps/web/http_text.hpp"

#include <optional>
#include <string>

namespace patchcord::models::apps::web {

enum class Reading {
    Done,
    Ended,      ///< the stream was at its end before the message began
    Broken,     ///< in the middle: the stream ended, timed out, or was reset
    Malformed,  ///< not HTTP
};

struct HeadRead {
    Reading status = Reading::Done;
    Head head = {};
};
/// Up to the empty line. An empty line before the start line is skipped (RFC 9112 2.2). More than 100 fields
/// are malformed.
Task<HeadRead> read_head(StreamReader* in);

struct BodyRead {
    Reading status = Reading::Done;
    std::string body = {};
};
/// The body that `head` announces: chunks, Content-Length, or else everything until the peer closes when
/// `until_end`, and nothing when not. Both framings at once are malformed (RFC 9112 6.1). Trailers are
/// skipped.
Task<BodyRead> read_body(StreamReader* in, const Head* head, bool until_end);

}  // namespace patchcord::models::apps::web
