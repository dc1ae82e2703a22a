// Listening and accepting. An error of bind, listen or accept ends the server and is in the log by its name.
// The connection moves into the parameters of the task that serves it, and so into the new process.
// Read next: models/host/socket.hpp.
#include "models/apps/server.hpp"

#include <utility>

namespace patchcord::models::apps {

Task<> serve_forever(HostHandle host, std::uint16_t port, std::size_t backlog, std::string name,
                     Serve serve) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, port}).value();
    listener.listen(backlog).value();
    for (;;) {
        auto accepted = co_await listener.accept();
        Socket connection = std::move(accepted.value());
        host.spawn(name, serve(host, std::move(connection)));
    }
}

}  // namespace patchcord::models::apps
