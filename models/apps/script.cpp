// Performing the calls. Each has a coroutine that gives the text for the log: "connect(10.0.0.2:80) = 0",
// "read() = 5 "hello"", "connect(10.0.0.2:80) = -1 ECONNREFUSED". The names of the sockets live in the frame
// of the script, which waits for the call, so a pointer to them is valid as long as a call lasts.
// Read next: models/apps/script_calls.cpp, models/host/socket.hpp.
#include "models/apps/script.hpp"

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
using wire::Result;

struct Names {
    HostHandle host;
    std::map<std::string, std::variant<Socket, UdpSocket>, std::less<>> sockets = {};

    /// The socket that the call is about; an exception when the script has none of that name and kind.
    template <class Kind>
    Kind& find(const Arguments& arguments) {
        const auto& name = arguments.get<std::string>("socket");
        const auto found = sockets.find(name);
        if (found == sockets.end()) throw std::invalid_argument{fmt::format("no socket is called {}", name)};
        auto* socket = std::get_if<Kind>(&found->second);
        if (socket == nullptr) throw std::invalid_argument{fmt::format("{} is of the other kind", name)};
        return *socket;
    }
    host::SocketHandle& find_any(const Arguments& arguments) {
        const auto found = sockets.find(arguments.get<std::string>("socket"));
        if (found != sockets.end() && std::holds_alternative<UdpSocket>(found->second))
            return std::get<UdpSocket>(found->second);
        return find<Socket>(arguments);
    }
    bool is_datagram(const Arguments& arguments) const {
        const auto found = sockets.find(arguments.get<std::string>("socket"));
        return found != sockets.end() && std::holds_alternative<UdpSocket>(found->second);
    }
    template <class Kind>
    int keep(const std::string& name, Kind socket) {
        const int descriptor = socket.descriptor();
        sockets.insert_or_assign(name, std::move(socket));
        return descriptor;
    }
};

using Perform = Task<std::string> (*)(Names* names, const Arguments* arguments);

std::string outcome(const Result<std::size_t>& result) {
    return result ? fmt::format("{}", *result) : fmt::format("-1 {}", errno_name(result.error()));
}
std::string outcome(const host::Outcome& result) {
    return result ? "0" : fmt::format("-1 {}", errno_name(result.error()));
}

/// The bytes in quotes, if they are a short text.
std::string quoted(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kLongest = 60;
    const auto is_plain = [](std::uint8_t byte) { return byte >= ' ' && byte < 0x7F; };
    if (bytes.empty() || bytes.size() > kLongest || !std::ranges::all_of(bytes, is_plain)) return {};
    return fmt::format(" \"{}\"", as_text(bytes));
}

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

Task<std::string> do_socket(Names* names, const Arguments* arguments) {
    const auto& name = arguments->get<std::string>("socket");
    if (const auto found = names->sockets.find(name); found != names->sockets.end()) {
        if (names->find_any(*arguments).is_open())
            throw std::invalid_argument{fmt::format("a socket is already called {}", name)};
    }
    if (arguments->get<bool>("datagram"))
        co_return fmt::format("socket(datagram) = {}",
                              names->keep(name, names->host.socket(SocketType::Datagram)));
    co_return fmt::format("socket(stream) = {}", names->keep(name, names->host.socket(SocketType::Stream)));
}

Task<std::string> do_bind(Names* names, const Arguments* arguments) {
    Endpoint local;
    if (arguments->has("address")) local.address = arguments->get<wire::Ipv4Address>("address");
    if (arguments->has("port")) local.port = port_of(*arguments);
    const auto bound = names->is_datagram(*arguments) ? names->find<UdpSocket>(*arguments).bind(local)
                                                      : names->find<Socket>(*arguments).bind(local);
    co_return fmt::format("bind({}) = {}", to_string(local), outcome(bound));
}

Task<std::string> do_listen(Names* names, const Arguments* arguments) {
    const std::size_t backlog = count_of(*arguments, "backlog");
    const auto listening = names->find<Socket>(*arguments).listen(backlog);
    co_return fmt::format("listen({}) = {}", backlog, outcome(listening));
}

Task<std::string> do_accept(Names* names, const Arguments* arguments) {
    auto accepted = co_await within(limit_of(*arguments), names->find<Socket>(*arguments).accept());
    if (!accepted) co_return fmt::format("accept() = -1 {}", errno_name(accepted.error()));
    const std::string peer = to_string(accepted->peer());
    const auto& name = arguments->get<std::string>("as");
    const int descriptor = names->keep(name, std::move(*accepted));
    co_return fmt::format("accept() = {} ({}, from {})", descriptor, name, peer);
}

Task<std::string> do_connect(Names* names, const Arguments* arguments) {
    const Endpoint remote = destination_of(*arguments);
    host::Outcome connected;
    if (names->is_datagram(*arguments)) {
        connected = names->find<UdpSocket>(*arguments).connect(remote);
    } else {
        connected = co_await within(limit_of(*arguments), names->find<Socket>(*arguments).connect(remote));
    }
    co_return fmt::format("connect({}) = {}", to_string(remote), outcome(connected));
}

Task<std::string> do_write(Names* names, const Arguments* arguments) {
    const std::vector<std::uint8_t> bytes = payload_of(*arguments);
    Socket& socket = names->find<Socket>(*arguments);
    const auto written = co_await within(limit_of(*arguments), socket.write_all(bytes));
    co_return fmt::format("write({} bytes) = {}", bytes.size(), outcome(written));
}

Task<std::string> do_read(Names* names, const Arguments* arguments) {
    std::vector<std::uint8_t> buffer(count_of(*arguments, "size"));
    Socket& socket = names->find<Socket>(*arguments);
    const auto count = co_await within(limit_of(*arguments), socket.read(buffer));
    buffer.resize(count.value_or(0));
    co_return fmt::format("read() = {}{}", outcome(count), quoted(buffer));
}

Task<std::string> do_send_to(Names* names, const Arguments* arguments) {
    const std::vector<std::uint8_t> bytes = payload_of(*arguments);
    const Endpoint remote = destination_of(*arguments);
    const auto sent = names->find<UdpSocket>(*arguments).send_to(bytes, remote);
    co_return fmt::format("send_to({} bytes, {}) = {}", bytes.size(), to_string(remote), outcome(sent));
}

Task<std::string> do_receive_from(Names* names, const Arguments* arguments) {
    std::vector<std::uint8_t> buffer(count_of(*arguments, "size"));
    UdpSocket& socket = names->find<UdpSocket>(*arguments);
    const auto received = co_await within(limit_of(*arguments), socket.receive_from(buffer));
    if (!received) co_return fmt::format("receive_from() = -1 {}", errno_name(received.error()));
    buffer.resize(received->size);
    co_return fmt::format("receive_from() = {}{} from {}", received->size, quoted(buffer),
                          to_string(received->from));
}

Task<std::string> do_shutdown(Names* names, const Arguments* arguments) {
    const bool send = arguments->get<bool>("send");
    const bool receive = arguments->get<bool>("receive");
    if (!send && !receive) throw std::invalid_argument{"shutdown of neither direction"};
    const How how = send && receive ? How::Both : send ? How::Send : How::Receive;
    const std::string_view what = how == How::Both ? "both" : send ? "send" : "receive";
    co_return fmt::format("shutdown({}) = {}", what, outcome(names->find<Socket>(*arguments).shutdown(how)));
}

Task<std::string> do_close(Names* names, const Arguments* arguments) {
    co_return fmt::format("close() = {}", outcome(names->find_any(*arguments).close()));
}

struct OptionRow {
    std::string_view name;
    Option option;
};
constexpr OptionRow kOptions[] = {{"no_delay", Option::NoDelay},
                                  {"reuse_address", Option::ReuseAddress},
                                  {"send_buffer", Option::SendBuffer},
                                  {"receive_buffer", Option::ReceiveBuffer}};

host::Outcome set(Names& names, const Arguments& arguments, Option option, std::int64_t value) {
    return names.is_datagram(arguments) ? names.find<UdpSocket>(arguments).set_option(option, value)
                                        : names.find<Socket>(arguments).set_option(option, value);
}

Task<std::string> do_set_option(Names* names, const Arguments* arguments) {
    std::string text;
    for (const OptionRow& row : kOptions) {
        if (!arguments->has(row.name)) continue;
        const std::int64_t value = row.option == Option::NoDelay || row.option == Option::ReuseAddress
                                       ? arguments->get<bool>(row.name)
                                       : arguments->get<std::int64_t>(row.name);
        text += fmt::format("{}set_option({}, {}) = {}", text.empty() ? "" : ", ", row.name, value,
                            outcome(set(*names, *arguments, row.option, value)));
    }
    if (arguments->has("reset_on_close") && arguments->get<bool>("reset_on_close"))
        text += fmt::format("{}set_option(linger, 0) = {}", text.empty() ? "" : ", ",
                            outcome(set(*names, *arguments, Option::Linger, 0)));
    co_return text;
}

struct Row {
    std::string_view call;
    Perform perform;
};
constexpr Row kRows[] = {
    {"socket", do_socket},     {"bind", do_bind},       {"listen", do_listen},
    {"accept", do_accept},     {"connect", do_connect}, {"write", do_write},
    {"read", do_read},         {"send_to", do_send_to}, {"receive_from", do_receive_from},
    {"shutdown", do_shutdown}, {"close", do_close},     {"set_option", do_set_option}};

}  // namespace

Task<> script(HostHandle host, Arguments arguments) {
    Names names{host};
    for (const Call& call : arguments.get<std::vector<Call>>("calls")) {
        co_await sleep_until(sim::kStart + call.arguments.get<sim::Duration>("at"));
        if (call.name == "exit") co_return;
        const auto row = std::ranges::find(kRows, std::string_view{call.name}, &Row::call);
        const std::string text = co_await row->perform(&names, &call.arguments);
        host.log(fmt::format("{}: {}", call.arguments.get<std::string>("socket"), text));
    }
    co_await forever();
}

}  // namespace patchcord::models::apps
