// Closing: what was open is taken out of the table first, then the processes that wait in it are woken (they
// find it closed), then it ends. A connection lives on in TCP's table until its good-bye is over.
// Read next: models/host/socket.cpp.
#include "models/host/socket_handle.hpp"

#include "models/host/host.hpp"
#include "models/host/system_call.hpp"
#include "sim/core/check.hpp"

#include <memory>

namespace patchcord::models::host {
namespace {

struct Ending {
    bool linger_zero;

    void operator()(const std::unique_ptr<FreshStream>&) const {}
    void operator()(const ConnectedStream& stream) const {
        stream.connection->readable().notify_all();
        stream.connection->writable().notify_all();
        if (linger_zero) {
            stream.connection->abort();
        } else {
            stream.connection->close();
        }
    }
    void operator()(const std::unique_ptr<tcp::Listener>& listener) const {
        listener->acceptable().notify_all();
    }
    void operator()(const std::unique_ptr<udp::UdpEndpoint>& endpoint) const {
        endpoint->readable().notify_all();
    }
    void operator()(const std::unique_ptr<ip::EchoEndpoint>& endpoint) const {
        endpoint->readable().notify_all();
    }
};

/// close() records the addresses that the socket had.
class CloseCall : public SystemCall {
  public:
    CloseCall(Host& host, Descriptor descriptor) : SystemCall{host, descriptor, "close"} {}

    wire::Result<void> run() const {
        if (entry() == nullptr) return returned<void>(wire::failure(wire::Error::BadFileDescriptor));
        record(0, {}, descriptor());
        const DescriptorTable::Entry closed = host().descriptors().take(descriptor());
        std::visit(Ending{closed.linger_zero}, closed.socket);
        return {};
    }
};

}  // namespace

SocketHandle& SocketHandle::operator=(SocketHandle&& other) noexcept {
    if (this == &other) return *this;
    if (is_open()) close();
    host_ = other.host_;
    descriptor_ = std::exchange(other.descriptor_, {});
    return *this;
}

SocketHandle::~SocketHandle() {
    if (entry() != nullptr) close();
}

Outcome SocketHandle::close() {
    if (host_ == nullptr) return wire::Result<void>{wire::failure(wire::Error::BadFileDescriptor)};
    return CloseCall{*host_, std::exchange(descriptor_, {})}.run();
}

Host& SocketHandle::host() const {
    sim::check(host_ != nullptr, "a call of a socket that was never opened");
    return *host_;
}

DescriptorTable::Entry* SocketHandle::entry() const {
    return host_ == nullptr ? nullptr : host_->find(descriptor_);
}

wire::FourTuple SocketHandle::tuple() const {
    const DescriptorTable::Entry* found = entry();
    return found == nullptr ? wire::FourTuple{} : tuple_of(found->socket);
}

}  // namespace patchcord::models::host
