// Both sides move their bytes through one buffer, so a large request costs no memory.
// A request that is shorter than its own header is no request: the server says so and closes.
// Read next: models/apps/server.cpp.
#include "models/apps/traffic/request.hpp"

#include "models/apps/server.hpp"
#include "models/wire/bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace patchcord::models::apps::traffic {
namespace {

constexpr std::size_t kHeader = 8;
constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kLargest = std::size_t{1} << 30;

/// The connection and the buffer that its bytes go through.
struct Exchange {
    Socket& socket;
    sim::Duration patience = sim::Duration::max();
    std::vector<std::uint8_t> buffer = std::vector<std::uint8_t>(kChunk);
};

/// Reads `size` bytes; the first ones, as many as fit, are then in the buffer. False at the end or an error.
Task<bool> read_all(Exchange* exchange, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
        const std::size_t begin = std::min(done, kHeader);
        const std::size_t room = std::min(kChunk - begin, size - done);
        const std::span<std::uint8_t> target{exchange->buffer.data() + begin, room};
        const auto count = co_await within(exchange->patience, exchange->socket.read(target));
        if (!count || *count == 0) co_return false;
        done += *count;
    }
    co_return true;
}

/// Sends `size` bytes: what the buffer holds, again and again.
Task<bool> write_all(Exchange* exchange, std::size_t size) {
    for (std::size_t done = 0; done < size;) {
        const std::size_t begin = done % kChunk;
        const std::span<const std::uint8_t> next{exchange->buffer.data() + begin,
                                                 std::min(kChunk - begin, size - done)};
        const auto count = co_await within(exchange->patience, exchange->socket.write(next));
        if (!count) co_return false;
        done += *count;
    }
    co_return true;
}

Task<> answer_requests(HostHandle host, Socket socket) {
    Exchange exchange{socket};
    for (;;) {
        const Task<bool> reading_header = read_all(&exchange, kHeader);
        const bool has_header = co_await reading_header;
        if (!has_header) break;
        const std::size_t request = wire::load_be32(exchange.buffer.data());
        const std::size_t response = wire::load_be32(exchange.buffer.data() + 4);
        if (request < kHeader || request > kLargest || response > kLargest) {
            host.log(fmt::format("no request from {}", to_string(socket.peer())));
            break;
        }
        const Task<bool> reading = read_all(&exchange, request - kHeader);
        const bool is_read = co_await reading;
        if (!is_read) break;
        const Task<bool> writing = write_all(&exchange, response);
        const bool is_written = co_await writing;
        if (!is_written) break;
    }
    socket.close();
}

struct RoundTrips {
    std::uint64_t count = 0;
    sim::Duration shortest = sim::Duration::max();
    sim::Duration longest{0};
    sim::Duration sum{0};

    void add(sim::Duration time) {
        ++count;
        shortest = std::min(shortest, time);
        longest = std::max(longest, time);
        sum += time;
    }
    std::string describe() const {
        if (count == 0) return "no round trip";
        const auto milliseconds = [](sim::Duration time) { return sim::seconds(time) * 1e3; };
        return fmt::format("{} round trips, min/avg/max {:.3f}/{:.3f}/{:.3f} ms", count,
                           milliseconds(shortest), milliseconds(sum / static_cast<std::int64_t>(count)),
                           milliseconds(longest));
    }
};

Task<bool> ask(Exchange* exchange, std::size_t request, std::size_t response) {
    wire::store_be32(exchange->buffer.data(), static_cast<std::uint32_t>(request));
    wire::store_be32(exchange->buffer.data() + 4, static_cast<std::uint32_t>(response));
    const Task<bool> writing = write_all(exchange, request);
    const bool is_written = co_await writing;
    if (!is_written) co_return false;
    const Task<bool> reading = read_all(exchange, response);
    const bool is_read = co_await reading;
    co_return is_read;
}

}  // namespace

Task<> request_server(HostHandle host, Arguments arguments) {
    return serve_forever(host, port_of(arguments), count_of(arguments, "backlog"), "request-server child",
                         answer_requests);
}

Task<> request_client(HostHandle host, Arguments arguments) {
    const std::size_t request = count_of(arguments, "request");
    const std::size_t response = count_of(arguments, "response");
    if (request < kHeader || std::max(request, response) > kLargest)
        throw std::invalid_argument{"a request has 8 bytes to 1 GiB, a response at most 1 GiB"};
    const std::size_t count = count_of(arguments, "count");
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(destination_of(arguments));
    connected.value();
    Exchange exchange{socket, arguments.get<sim::Duration>("wait")};
    RoundTrips trips;
    while (trips.count < count) {
        if (trips.count > 0) co_await sleep_for(arguments.get<sim::Duration>("interval"));
        const sim::Time start = host.now();
        const Task<bool> asking = ask(&exchange, request, response);
        const bool is_answered = co_await asking;
        if (!is_answered) break;
        trips.add(host.now() - start);
    }
    host.log(trips.describe());
    if (trips.count < count) host.log(fmt::format("{} requests without a response", count - trips.count));
    socket.close();
}

}  // namespace patchcord::models::apps::traffic
