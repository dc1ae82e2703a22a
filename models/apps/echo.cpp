// The two sides of echo, as a textbook has them: socket, connect, write, read, close.
// An error ends the process and is in the log by its name: that is what .value() does.
// Read next: models/host/socket.hpp.
#include "models/apps/echo.hpp"

#include "models/apps/server.hpp"

#include <string>

namespace patchcord::models::apps {
namespace {

constexpr std::size_t kBufferSize = 4096;

Task<> serve_echo(HostHandle, Socket socket) {
    std::array<std::uint8_t, kBufferSize> buffer;
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (count.value() == 0) break;
        const std::span<const std::uint8_t> received{buffer.data(), *count};
        const auto written = co_await socket.write_all(received);
        written.value();
    }
    socket.close();
}

}  // namespace

Task<> echo_server(HostHandle host, Arguments arguments) {
    return serve_forever(host, port_of(arguments), count_of(arguments, "backlog"), "echo-server child",
                         serve_echo);
}

Task<> echo_client(HostHandle host, Arguments arguments) {
    const std::string text = arguments.get<std::string>("send");
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(destination_of(arguments));
    connected.value();
    if (!text.empty()) {
        const auto written = co_await socket.write_all(text);
        written.value();
    }
    std::string echo;
    std::array<std::uint8_t, kBufferSize> buffer;
    while (echo.size() < text.size()) {
        const auto count = co_await socket.read(buffer);
        if (count.value() == 0) break;
        echo += as_text({buffer.data(), *count});
    }
    host.log(echo == text ? "echo: " + echo : "the echo differs: " + echo);
    if (!arguments.get<bool>("close")) co_await forever();
    socket.close();
}

}  // namespace patchcord::models::apps
