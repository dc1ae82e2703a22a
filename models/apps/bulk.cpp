// The two sides of a bulk transfer. Both say in the log how many bytes it was.
// The pattern is a whole number of periods long, so that writing can go on anywhere in it.
// Read next: models/apps/server.cpp.
#include "models/apps/bulk.hpp"

#include "models/apps/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace patchcord::models::apps {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();

constexpr auto kPattern = [] {
    std::array<std::uint8_t, kChunk> pattern{};
    for (std::size_t i = 0; i < pattern.size(); ++i)
        pattern[i] = static_cast<std::uint8_t>(i);
    return pattern;
}();

/// The next bytes of the stream, at most `left`.
std::span<const std::uint8_t> pattern_from(std::uint64_t position, std::uint64_t left) {
    const std::size_t first = position % kChunk;
    return std::span{kPattern}.subspan(first, std::min<std::uint64_t>(left, kChunk - first));
}

/// How much a reader of `rate` takes at once: what it takes in a second, from a byte to a chunk.
std::size_t read_size(const std::optional<sim::Rate>& rate) {
    if (!rate) return kChunk;
    return std::clamp<std::size_t>(rate->bits_per_second() / 8, 1, kChunk);
}

Task<> discard(HostHandle host, Socket socket, std::optional<sim::Rate> rate) {
    std::vector<std::uint8_t> buffer(read_size(rate));
    std::uint64_t total = 0;
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (count.value() == 0) break;
        total += *count;
        if (rate) co_await sleep_for(rate->time_to_send(8 * *count));
    }
    host.log(fmt::format("received {} bytes from {}", total, to_string(socket.peer())));
    socket.close();
}

}  // namespace

Task<> bulk_server(HostHandle host, Arguments arguments) {
    std::optional<sim::Rate> rate;
    if (arguments.has("read_rate")) rate = arguments.get<sim::Rate>("read_rate");
    return serve_forever(
        host, port_of(arguments), count_of(arguments, "backlog"), "bulk-server child",
        [rate](HostHandle handle, Socket socket) { return discard(handle, std::move(socket), rate); });
}

Task<> bulk_client(HostHandle host, Arguments arguments) {
    const std::uint64_t size = arguments.has("size") ? count_of(arguments, "size") : kEndless;
    const sim::Time stop =
        arguments.has("stop") ? sim::kStart + arguments.get<sim::Duration>("stop") : sim::kNever;
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(destination_of(arguments));
    connected.value();
    std::uint64_t sent = 0;
    while (sent < size && host.now() < stop) {
        const std::span<const std::uint8_t> next = pattern_from(sent, size - sent);
        const auto written = co_await socket.write(next);
        sent += written.value();
    }
    host.log(fmt::format("sent {} bytes to {}", sent, to_string(socket.peer())));
    socket.close();
}

}  // namespace patchcord::models::apps
