// The textbook's face of the calls: each makes one of the common ones. Options are those of
// posix/options.hpp, apart from the sizes of buffers. Read next: models/host/stream_calls.cpp,
// models/host/stream_operations.cpp. Not here: what the calls do.
#include "models/host/socket.hpp"

#include "models/host/host.hpp"
#include "models/host/posix/abi.hpp"
#include "models/host/posix/option_row.hpp"
#include "models/host/posix/options.hpp"

#include <memory>
#include <utility>

namespace patchcord::models::host {

using wire::Error;
using wire::failure;

namespace {

using Fresh = std::unique_ptr<FreshStream>;
using Listening = std::unique_ptr<tcp::Listener>;

constexpr posix::OptionName kNoDelay{posix::kIpprotoTcp, posix::kTcpNodelay};
constexpr posix::OptionName kReuseAddress{posix::kSolSocket, posix::kSoReuseAddr};

/// Sizes are bytes of data here, not memory as with SO_SNDBUF and SO_RCVBUF.
wire::Result<void> set_size(const posix::Subject& subject, Option option, std::int64_t value) {
    if (value < 1 || value > kLargestSocketBuffer) return failure(Error::InvalidArgument);
    const auto bytes = static_cast<std::uint32_t>(value);
    tcp::Config config = subject.config();
    if (option == Option::SendBuffer) {
        config.send_buffer = bytes;
    } else {
        config.receive_buffer = config.receive_maximum = bytes;
    }
    subject.reconfigure(config);
    return {};
}

wire::Result<void> set(Host& host, DescriptorTable::Entry& entry, Option option, std::int64_t value) {
    switch (option) {
        case Option::NoDelay:
            return posix::set_option(host, entry, kNoDelay, value != 0 ? 1 : 0);
        case Option::ReuseAddress:
            return posix::set_option(host, entry, kReuseAddress, value != 0 ? 1 : 0);
        case Option::Linger:
            if (value != 0) return failure(Error::InvalidArgument);
            entry.options.linger = 0;
            return {};
        default:
            return set_size({host, entry}, option, value);
    }
}

wire::Result<std::int64_t> get(Host& host, DescriptorTable::Entry& entry, Option option) {
    const tcp::Config& config = posix::Subject{host, entry}.config();
    switch (option) {
        case Option::NoDelay:
            return config.nagle ? 0 : 1;
        case Option::ReuseAddress:
            return entry.options.reuse_address ? 1 : 0;
        case Option::SendBuffer:
            return config.send_buffer;
        case Option::ReceiveBuffer:
            return config.receive_buffer;
        default:
            if (entry.options.linger != 0u) return failure(Error::InvalidArgument);
            return 0;
    }
}

}  // namespace

Outcome Socket::bind(wire::Endpoint local) {
    const SystemCall call{host(), full_descriptor(), "bind"};
    return call.perform([&](auto& entry) { return bind_stream(host(), entry, local); });
}

Outcome Socket::listen(std::size_t backlog) {
    const SystemCall call{host(), full_descriptor(), "listen"};
    return call.perform([&](auto& entry) { return listen_stream(host(), entry, backlog); });
}

Outcome Socket::shutdown(How how) {
    const SystemCall call{host(), full_descriptor(), "shutdown"};
    return call.perform([&](auto& entry) { return shut_stream(entry, how); });
}

Outcome Socket::set_option(Option option, std::int64_t value) {
    const SystemCall call{host(), full_descriptor(), "set_option"};
    return call.perform([&](auto& entry) { return set(host(), entry, option, value); });
}

wire::Result<std::int64_t> Socket::get_option(Option option) {
    const SystemCall call{host(), full_descriptor(), "get_option"};
    return call.perform([&](auto& entry) { return get(host(), entry, option); });
}

sim::Await<AcceptOperation> Socket::accept() {
    return sim::Await{AcceptOperation{host(), full_descriptor()}};
}

sim::Await<ConnectOperation> Socket::connect(wire::Endpoint remote) {
    return sim::Await{ConnectOperation{host(), full_descriptor(), remote}};
}

sim::Await<WriteOperation> Socket::write(std::span<const std::uint8_t> bytes) {
    return sim::Await{WriteOperation{host(), full_descriptor(), "write", Memory::to_write(bytes),
                                     WriteOperation::Amount::Some}};
}

sim::Await<WriteOperation> Socket::write_all(std::span<const std::uint8_t> bytes) {
    return sim::Await{WriteOperation{host(), full_descriptor(), "write", Memory::to_write(bytes),
                                     WriteOperation::Amount::All}};
}

sim::Await<ReadOperation> Socket::read(std::span<std::uint8_t> buffer) {
    return sim::Await{ReadOperation{host(), full_descriptor(), "read", Memory{buffer}}};
}

wire::TcpState Socket::state() const {
    const auto* found = entry();
    if (found == nullptr) return wire::TcpState::Closed;
    if (std::holds_alternative<Listening>(found->socket)) return wire::TcpState::Listen;
    const auto* stream = std::get_if<ConnectedStream>(&found->socket);
    return stream == nullptr ? wire::TcpState::Closed : stream->connection->state();
}

}  // namespace patchcord::models::host
