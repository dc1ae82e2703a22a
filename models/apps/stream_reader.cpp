// One read at a time into a buffer, and what was asked for out of it.
// The buffer of a read is small: a busy server has one for each connection.
// Read next: models/apps/stream_reader.hpp.
#include "models/apps/stream_reader.hpp"

#include <array>
#include <utility>

namespace patchcord::models::apps {
namespace {

constexpr std::size_t kReadSize = 4096;

/// Whether something more has come.
Task<bool> read_more(StreamReader* in) {
    std::array<std::uint8_t, kReadSize> buffer;
    const auto count = co_await within(in->patience, in->socket.read(buffer));
    if (!count) in->error = count.error();
    if (!count || *count == 0) co_return false;
    in->waiting += as_text({buffer.data(), *count});
    co_return true;
}

std::string take(StreamReader& in, std::size_t size) {
    std::string taken = in.waiting.substr(0, size);
    in.waiting.erase(0, size);
    return taken;
}

}  // namespace

Task<std::optional<std::string>> read_line(StreamReader* in) {
    const std::string_view mark = in->only_crlf ? "\r\n" : "\n";
    std::size_t searched = 0;
    for (;;) {
        const std::size_t end = in->waiting.find(mark, searched);
        if (end > kLongestLine && (end != std::string::npos || in->waiting.size() > kLongestLine)) {
            in->error = wire::Error::MessageTooLong;
            co_return std::nullopt;
        }
        if (end != std::string::npos) {
            std::string line = take(*in, end + mark.size());
            line.resize(end);
            if (!in->only_crlf && line.ends_with('\r')) line.pop_back();
            co_return line;
        }
        searched = in->waiting.size() - (in->waiting.ends_with('\r') ? 1 : 0);
        const Task<bool> reading = read_more(in);
        const bool more = co_await reading;
        if (!more) co_return std::nullopt;
    }
}

Task<std::optional<std::string>> read_exactly(StreamReader* in, std::size_t size) {
    while (in->waiting.size() < size) {
        const Task<bool> reading = read_more(in);
        const bool more = co_await reading;
        if (!more) co_return std::nullopt;
    }
    co_return take(*in, size);
}

Task<std::optional<std::string>> read_to_end(StreamReader* in) {
    for (;;) {
        const Task<bool> reading = read_more(in);
        const bool more = co_await reading;
        if (!more) break;
    }
    if (in->error) co_return std::nullopt;
    co_return std::exchange(in->waiting, {});
}

}  // namespace patchcord::models::apps
