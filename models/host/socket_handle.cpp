// A handle closes what it holds: when it is told to, when it gets something else to hold, at its end.
// Read next: models/host/lifetime_calls.cpp.
// Not here: the calls of each kind.
#include "models/host/socket_handle.hpp"

#include "models/host/host.hpp"
#include "models/host/lifetime_calls.hpp"
#include "sim/core/check.hpp"

namespace patchcord::models::host {
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
