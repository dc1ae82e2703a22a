// HTTP/1.1 as text (RFC 9112): start lines, fields, sizes of chunks, and URLs (RFC 3986). Total over
// arbitrary input: what is not HTTP gives nothing. Not here: sockets (http_stream.hpp), what a server answers
// (http_server.cpp). Read next: models/apps/web/http_stream.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::models::apps::web {

struct Field {
    std::string name;
    std::string value;
};

/// The start line and the fields of a message, in the order of the wire.
struct Head {
    std::string start;
    std::vector<Field> fields = {};

    /// The value of the first field of that name, upper or lower case; null when there is none.
    const std::string* find(std::string_view name) const;
    /// Whether the list that the field holds names `token`, as in "Connection: close".
    bool has_token(std::string_view name, std::string_view token) const;
};

struct RequestLine {
    std::string method;
    std::string target;
    int minor = 1;  ///< of HTTP/1.x
};
struct StatusLine {
    int minor = 1;
    int code = 0;  ///< 100 to 599
    std::string reason;
};

/// "GET /index.html HTTP/1.1".
std::optional<RequestLine> parse_request_line(std::string_view line);
/// "HTTP/1.1 200 OK".
std::optional<StatusLine> parse_status_line(std::string_view line);
/// "Host: www.example.com"; no space before the colon (RFC 9112 5.1).
std::optional<Field> parse_field(std::string_view line);
/// Hexadecimal; extensions after ";" are ignored (RFC 9112 7.1). At most kLargestBody.
std::optional<std::size_t> parse_chunk_size(std::string_view line);
/// The value of Content-Length. At most kLargestBody.
std::optional<std::size_t> parse_content_length(std::string_view value);

inline constexpr std::size_t kLargestBody = std::size_t{1} << 30;

/// With CR LF after each line, and the empty line.
std::string format_head(std::string_view start, std::span<const Field> fields);
/// The whole body in chunks of `size` bytes, the last one smaller, and the chunk of size 0 (RFC 9112 7.1).
std::string format_chunks(std::string_view body, std::size_t size);

/// What "200" is called (RFC 9110 15).
std::string_view reason_phrase(int code);

struct Url {
    std::string host;
    std::uint16_t port = 80;
    std::string target = "/";  ///< path and query

    /// What Host says: the port only when it is not 80.
    std::string authority() const;
    /// What `reference` means on a page of this URL: another URL, "/path", or "path".
    std::optional<Url> resolve(std::string_view reference) const;
};

/// "http://host:port/path?query#fragment"; other schemes, user names and IPv6 give nothing.
std::optional<Url> parse_url(std::string_view text);
std::string to_string(const Url& url);

/// What a browser fetches with a page, in its order: the src of img and script, the href of link.
std::vector<std::string> embedded_references(std::string_view html);

}  // namespace patchcord::models::apps::web
