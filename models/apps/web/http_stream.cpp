// Line by line, then by size. A message that ends early is told from one that is not HTTP.
// Sizes are checked before anything is read for them.
// Read next: models/apps/web/http_text.hpp.
#include "models/apps/web/http_stream.hpp"

#include <utility>

namespace patchcord::models::apps::web {
namespace {

constexpr std::size_t kMostFields = 100;

/// Why a line is missing.
Reading missing(const StreamReader& in) {
    return in.error == wire::Error::MessageTooLong ? Reading::Malformed : Reading::Broken;
}

Task<BodyRead> read_chunks(StreamReader* in) {
    BodyRead result;
    for (;;) {
        const Task<std::optional<std::string>> reading_line = read_line(in);
        const auto line = co_await reading_line;
        if (!line) co_return BodyRead{missing(*in)};
        const auto size = parse_chunk_size(*line);
        if (!size || result.body.size() + *size > kLargestBody) co_return BodyRead{Reading::Malformed};
        if (*size == 0) break;
        const Task<std::optional<std::string>> reading_chunk = read_exactly(in, *size + 2);
        const auto chunk = co_await reading_chunk;
        if (!chunk) co_return BodyRead{Reading::Broken};
        if (!chunk->ends_with("\r\n")) co_return BodyRead{Reading::Malformed};
        result.body += chunk->substr(0, *size);
    }
    for (std::size_t trailers = 0; trailers <= kMostFields; ++trailers) {
        const Task<std::optional<std::string>> reading_line = read_line(in);
        const auto line = co_await reading_line;
        if (!line) co_return BodyRead{missing(*in)};
        if (line->empty()) co_return result;
    }
    co_return BodyRead{Reading::Malformed};
}

}  // namespace

Task<HeadRead> read_head(StreamReader* in) {
    const Task<std::optional<std::string>> reading_start = read_line(in);
    auto start = co_await reading_start;
    if (start && start->empty()) {
        const Task<std::optional<std::string>> reading_again = read_line(in);
        start = co_await reading_again;
    }
    if (!start) co_return HeadRead{!in->error && in->waiting.empty() ? Reading::Ended : missing(*in)};
    HeadRead result;
    result.head.start = std::move(*start);
    for (;;) {
        const Task<std::optional<std::string>> reading_line = read_line(in);
        const auto line = co_await reading_line;
        if (!line) co_return HeadRead{missing(*in)};
        if (line->empty()) co_return result;
        auto field = parse_field(*line);
        if (!field || result.head.fields.size() == kMostFields) co_return HeadRead{Reading::Malformed};
        result.head.fields.push_back(std::move(*field));
    }
}

Task<BodyRead> read_body(StreamReader* in, const Head* head, bool until_end) {
    const std::string* length = head->find("Content-Length");
    if (const std::string* coding = head->find("Transfer-Encoding"); coding != nullptr) {
        if (length != nullptr || !head->has_token("Transfer-Encoding", "chunked"))
            co_return BodyRead{Reading::Malformed};
        const Task<BodyRead> reading = read_chunks(in);
        auto chunks = co_await reading;
        co_return chunks;
    }
    std::optional<std::string> body{std::in_place};
    if (length != nullptr) {
        const auto size = parse_content_length(*length);
        if (!size) co_return BodyRead{Reading::Malformed};
        const Task<std::optional<std::string>> reading = read_exactly(in, *size);
        body = co_await reading;
    } else if (until_end) {
        const Task<std::optional<std::string>> reading = read_to_end(in);
        body = co_await reading;
    }
    if (!body) co_return BodyRead{Reading::Broken};
    co_return BodyRead{Reading::Done, std::move(*body)};
}

}  // namespace patchcord::models::apps::web
