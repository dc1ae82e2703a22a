// Performing the calls. Each has a coroutine that gives the text for the log: "connect(3, 10.0.0.2:80) = 0",
// "read(3, "hello", 65536) = 5". The names of the sockets live in the frame of the script, which waits for
// the call, so a pointer to them is valid as long as a call lasts.
// Read next: models/apps/script_calls.cpp, models/apps/script_text.hpp, models/host/socket.hpp.
#include "models/apps/script.hpp"

#include "models/apps/script_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

namespace patchcord::models::apps {
namespace {

using host::How;
using host::Option;
using wire::Error;
using wire::Result;

/// A socket that the script has named, and the descriptor that it has, or had before it was closed.
struct Held {
    std::variant<Socket, UdpSocket> socket;
    int descriptor;

    host::SocketHandle& handle() {
        return std::visit([](host::SocketHandle& held) -> host::SocketHandle& { return held; }, socket);
    }
    bool is_datagram() const { return std::holds_alternative<UdpSocket>(socket); }
};

struct Names {
    HostHandle host;
    std::map<std::string, Held, std::less<>> sockets = {};

    /// By its name, else by the descriptor of one that is open; null when the script has none.
    Held* search(const std::string& name) {
        if (const auto named = sockets.find(name); named != sockets.end()) return &named->second;
        const auto numbered = std::ranges::find_if(sockets, [&](auto& entry) {
            return entry.second.handle().is_open() && std::to_string(entry.second.descriptor) == name;
        });
        return numbered == sockets.end() ? nullptr : &numbered->second;
    }
    /// The socket that the call is about; an exception when there is none.
    Held& find(const Arguments& arguments) {
        const auto& name = arguments.get<std::string>("socket");
        Held* held = search(name);
        if (held == nullptr) throw std::invalid_argument{fmt::format("no socket is called {}", name)};
        return *held;
    }
    /// The same, when it must be a stream or must be a datagram socket.
    template <class Kind>
    Kind& find_as(const Arguments& arguments) {
        auto* socket = std::get_if<Kind>(&find(arguments).socket);
        if (socket == nullptr)
            throw std::invalid_argument{
                fmt::format("{} is of the other kind", arguments.get<std::string>("socket"))};
        return *socket;
    }
    template <class Kind>
    int keep(const std::string& name, Kind socket) {
        const int descriptor = socket.descriptor();
        if (const auto found = sockets.find(name); found != sockets.end() && found->second.handle().is_open())
            throw std::invalid_argument{fmt::format("a socket is already called {}", name)};
        sockets.insert_or_assign(name, Held{std::move(socket), descriptor});
        return descriptor;
    }
};

using Perform = Task<std::string> (*)(Names* names, const Call* call);

sim::Duration limit_of(const Arguments& arguments) {
    return arguments.has("within") ? arguments.get<sim::Duration>("within") : sim::Duration::max();
}

std::vector<std::uint8_t> payload_of(const Arguments& arguments) {
    if (arguments.has("text")) {
        const auto bytes = as_bytes(arguments.get<std::string>("text"));
        return {bytes.begin(), bytes.end()};
    }
    if (!arguments.has("size")) throw std::invalid_argument{"nothing to send: neither text nor size"};
    std::vector<std::uint8_t> pattern(count_of(arguments, "size"));
    for (std::size_t i = 0; i < pattern.size(); ++i)
        pattern[i] = static_cast<std::uint8_t>(i);
    return pattern;
}

Task<std::string> do_socket(Names* names, const Call* call) {
    const auto& name = call->arguments.get<std::string>("socket");
    if (call->arguments.get<bool>("datagram"))
        co_return fmt::format("socket(DGRAM) = {}",
                              names->keep(name, names->host.socket(SocketType::Datagram)));
    co_return fmt::format("socket(STREAM) = {}", names->keep(name, names->host.socket(SocketType::Stream)));
}

Task<std::string> do_bind(Names* names, const Call* call) {
    Endpoint local;
    if (call->arguments.has("address")) local.address = call->arguments.get<wire::Ipv4Address>("address");
    if (call->arguments.has("port")) local.port = port_of(call->arguments);
    Held& held = names->find(call->arguments);
    const auto bound = std::visit([&](auto& socket) { return socket.bind(local); }, held.socket);
    co_return fmt::format("bind({}, {}) = {}", held.descriptor, to_string(local), outcome(bound));
}

Task<std::string> do_listen(Names* names, const Call* call) {
    const std::size_t backlog = count_of(call->arguments, "backlog");
    const auto listening = names->find_as<Socket>(call->arguments).listen(backlog);
    co_return fmt::format("listen({}, {}) = {}", names->find(call->arguments).descriptor, backlog,
                          outcome(listening));
}

Task<std::string> do_accept(Names* names, const Call* call) {
    const int descriptor = names->find(call->arguments).descriptor;
    Socket& listener = names->find_as<Socket>(call->arguments);
    auto accepted = co_await within(limit_of(call->arguments), listener.accept());
    if (!accepted) co_return fmt::format("accept({}) = {}", descriptor, outcome(accepted.error()));
    const std::string peer = to_string(accepted->peer());
    const int kept = names->keep(call->arguments.get<std::string>("as"), std::move(*accepted));
    co_return fmt::format("accept({}, {}) = {}", descriptor, peer, kept);
}

Task<std::string> do_connect(Names* names, const Call* call) {
    const Endpoint remote = destination_of(call->arguments);
    Held& held = names->find(call->arguments);
    host::Outcome connected;
    if (held.is_datagram()) {
        connected = std::get<UdpSocket>(held.socket).connect(remote);
    } else {
        Socket& socket = std::get<Socket>(held.socket);
        connected = co_await within(limit_of(call->arguments), socket.connect(remote));
    }
    co_return fmt::format("connect({}, {}) = {}", held.descriptor, to_string(remote), outcome(connected));
}

Task<std::string> do_write(Names* names, const Call* call) {
    const std::vector<std::uint8_t> bytes = payload_of(call->arguments);
    Held& held = names->find(call->arguments);
    Result<std::size_t> written = 0;
    if (held.is_datagram()) {
        written = std::get<UdpSocket>(held.socket).send(bytes);
    } else {
        Socket& socket = std::get<Socket>(held.socket);
        written = co_await within(limit_of(call->arguments), socket.write_all(bytes));
    }
    co_return fmt::format("{}({}, {}, {}) = {}", call->name, held.descriptor, quoted(bytes), bytes.size(),
                          outcome(written));
}

/// What a call that fills a buffer shows: what came, how large the buffer was, how it ended.
std::string filled(const Call& call, int descriptor, const std::vector<std::uint8_t>& buffer,
                   const Result<std::size_t>& count) {
    const std::string data = quoted(std::span{buffer}.first(count.value_or(0)));
    return fmt::format("{}({}, {}, {}) = {}", call.name, descriptor, data, buffer.size(), outcome(count));
}

Task<std::string> do_receive_from(Names* names, const Call* call) {
    std::vector<std::uint8_t> buffer(count_of(call->arguments, "size"));
    const int descriptor = names->find(call->arguments).descriptor;
    UdpSocket& socket = names->find_as<UdpSocket>(call->arguments);
    const auto received = co_await within(limit_of(call->arguments), socket.receive_from(buffer));
    if (!received) co_return filled(*call, descriptor, buffer, wire::failure(received.error()));
    co_return fmt::format("{} from {}", filled(*call, descriptor, buffer, received->size),
                          to_string(received->from));
}

Task<std::string> do_read(Names* names, const Call* call) {
    Held& held = names->find(call->arguments);
    if (held.is_datagram()) {
        const Task<std::string> receiving = do_receive_from(names, call);
        std::string text = co_await receiving;
        co_return text;
    }
    std::vector<std::uint8_t> buffer(count_of(call->arguments, "size"));
    Socket& socket = std::get<Socket>(held.socket);
    const auto count = co_await within(limit_of(call->arguments), socket.read(buffer));
    co_return filled(*call, held.descriptor, buffer, count);
}

Task<std::string> do_send_to(Names* names, const Call* call) {
    const std::vector<std::uint8_t> bytes = payload_of(call->arguments);
    const Endpoint remote = destination_of(call->arguments);
    const auto sent = names->find_as<UdpSocket>(call->arguments).send_to(bytes, remote);
    co_return fmt::format("send_to({}, {}, {}, {}) = {}", names->find(call->arguments).descriptor,
                          quoted(bytes), bytes.size(), to_string(remote), outcome(sent));
}

Task<std::string> do_shutdown(Names* names, const Call* call) {
    const bool send = call->arguments.get<bool>("send");
    const bool receive = call->arguments.get<bool>("receive");
    if (!send && !receive) throw std::invalid_argument{"shutdown of neither direction"};
    const How how = send && receive ? How::Both : send ? How::Send : How::Receive;
    const std::string_view what = how == How::Both ? "SHUT_RDWR" : send ? "SHUT_WR" : "SHUT_RD";
    const auto done = names->find_as<Socket>(call->arguments).shutdown(how);
    co_return fmt::format("shutdown({}, {}) = {}", names->find(call->arguments).descriptor, what,
                          outcome(done));
}

Task<std::string> do_close(Names* names, const Call* call) {
    Held& held = names->find(call->arguments);
    co_return fmt::format("close({}) = {}", held.descriptor, outcome(held.handle().close()));
}

struct OptionRow {
    std::string_view name;
    Option option;
    bool is_flag;
};
constexpr OptionRow kOptions[] = {{"no_delay", Option::NoDelay, true},
                                  {"reuse_address", Option::ReuseAddress, true},
                                  {"send_buffer", Option::SendBuffer, false},
                                  {"receive_buffer", Option::ReceiveBuffer, false}};

std::string set(Held& held, std::string_view name, Option option, std::int64_t value) {
    const auto done = std::visit([&](auto& socket) { return socket.set_option(option, value); }, held.socket);
    return fmt::format("set_option({}, {}, {}) = {}", held.descriptor, name, value, outcome(done));
}

Task<std::string> do_set_option(Names* names, const Call* call) {
    Held& held = names->find(call->arguments);
    std::vector<std::string> done;
    for (const OptionRow& row : kOptions) {
        if (!call->arguments.has(row.name)) continue;
        const std::int64_t value =
            row.is_flag ? call->arguments.get<bool>(row.name) : call->arguments.get<std::int64_t>(row.name);
        done.push_back(set(held, row.name, row.option, value));
    }
    if (call->arguments.has("reset_on_close") && call->arguments.get<bool>("reset_on_close"))
        done.push_back(set(held, "linger", Option::Linger, 0));
    co_return fmt::format("{}", fmt::join(done, ", "));
}

Task<std::string> do_get_option(Names* names, const Call* call) {
    const auto& name = call->arguments.get<std::string>("option");
    const auto row = std::ranges::find(kOptions, std::string_view{name}, &OptionRow::name);
    if (row == std::end(kOptions)) throw std::invalid_argument{fmt::format("no option is called {}", name)};
    Held& held = names->find(call->arguments);
    const auto value = std::visit([&](auto& socket) { return socket.get_option(row->option); }, held.socket);
    co_return fmt::format("get_option({}, {}) = {}", held.descriptor, name, outcome(value));
}

/// One end of a socket, as getsockname and getpeername give it.
std::string address(const Call& call, Held& held, const Endpoint& end, bool is_known) {
    if (!held.handle().is_open())
        return fmt::format("{}({}) = {}", call.name, held.descriptor, outcome(Error::BadFileDescriptor));
    if (!is_known)
        return fmt::format("{}({}) = {}", call.name, held.descriptor, outcome(Error::NotConnected));
    return fmt::format("{}({}, {}) = 0", call.name, held.descriptor, to_string(end));
}

Task<std::string> do_getsockname(Names* names, const Call* call) {
    Held& held = names->find(call->arguments);
    co_return address(*call, held, held.handle().local(), true);
}

Task<std::string> do_getpeername(Names* names, const Call* call) {
    Held& held = names->find(call->arguments);
    const Endpoint peer = held.handle().peer();
    co_return address(*call, held, peer, peer != Endpoint{});
}

Task<std::string> do_sleep(Names*, const Call* call) {
    const sim::Duration duration = call->arguments.get<sim::Duration>("for");
    co_await sleep_for(duration);
    co_return fmt::format("sleep({:g} s) = 0", sim::seconds(duration));
}

struct Row {
    std::string_view call;
    Perform perform;
};
constexpr Row kRows[] = {{"socket", do_socket},
                         {"bind", do_bind},
                         {"listen", do_listen},
                         {"accept", do_accept},
                         {"connect", do_connect},
                         {"write", do_write},
                         {"send", do_write},
                         {"read", do_read},
                         {"recv", do_read},
                         {"send_to", do_send_to},
                         {"receive_from", do_receive_from},
                         {"shutdown", do_shutdown},
                         {"close", do_close},
                         {"set_option", do_set_option},
                         {"get_option", do_get_option},
                         {"getsockname", do_getsockname},
                         {"getpeername", do_getpeername},
                         {"sleep", do_sleep}};

}  // namespace

Task<> script(HostHandle host, Arguments arguments) {
    Names names{host};
    for (const Call& call : arguments.get<std::vector<Call>>("calls")) {
        co_await sleep_until(sim::kStart + call.arguments.get<sim::Duration>("at"));
        if (call.name == "exit") {
            host.log("exit()");
            co_return;
        }
        const auto row = std::ranges::find(kRows, std::string_view{call.name}, &Row::call);
        const std::string text = co_await row->perform(&names, &call);
        host.log(text);
    }
    co_await forever();
}

}  // namespace patchcord::models::apps
