// Opening sockets. socket() is a call like the others and leaves a trace::SocketCall; its result is the
// descriptor. Read next: models/host/descriptor_table.cpp.
// Not here: what happens to a socket afterwards.
#include "models/host/host_handle.hpp"

#include "models/host/host.hpp"
#include "models/host/lifetime_calls.hpp"

#include <utility>

namespace patchcord::models::host {

Socket HostHandle::socket(SocketType::StreamKind) const {
    const auto make = [](Stack& stack) { return std::make_unique<FreshStream>(stack.tcp().config()); };
    return {*host_, OpenCall{*host_}.run(make).value()};
}

UdpSocket HostHandle::socket(SocketType::DatagramKind) const {
    const auto make = [](Stack& stack) { return stack.udp().open(); };
    return {*host_, OpenCall{*host_}.run(make).value()};
}

EchoSocket HostHandle::socket(SocketType::EchoKind) const {
    const auto make = [](Stack& stack) { return std::make_unique<ip::EchoEndpoint>(stack.ipv4().icmp()); };
    return {*host_, OpenCall{*host_}.run(make).value()};
}

void HostHandle::spawn(std::string name, sim::Task<> body) const {
    host_->spawn(std::move(name), std::move(body));
}

void HostHandle::log(std::string_view text) const {
    host_->log(text);
}

sim::Time HostHandle::now() const {
    return host_->context().now();
}

sim::RandomStream HostHandle::random(std::string_view purpose) const {
    return host_->context().random(0, purpose);
}

std::string_view HostHandle::name() const {
    return host_->context().name();
}

}  // namespace patchcord::models::host
