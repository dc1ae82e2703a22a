// Closing: what was open is taken out of the table first, then the processes that wait in it are woken (they
// find it closed), then it ends. Read next: models/host/stream_calls.cpp.
// Not here: what waiting processes do then.
#include "models/host/lifetime_calls.hpp"

#include "models/host/host.hpp"

#include <chrono>

namespace patchcord::models::host {
namespace {

struct Ending {
    bool reset;

    void operator()(const std::unique_ptr<FreshStream>&) const {}
    void operator()(const ConnectedStream& stream) const {
        stream.connection->readable().notify_all();
        stream.connection->writable().notify_all();
        if (reset) {
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
    void operator()(const std::unique_ptr<posix::PollSet>& set) const { set->changed().notify_all(); }
};

}  // namespace

wire::Result<void> OpenCall::may_open() const {
    if (host().has_crashed()) return wire::failure(wire::Error::BadFileDescriptor);
    if (host().descriptors().is_full()) return wire::failure(wire::Error::TooManyFilesOpen);
    return {};
}

wire::Result<Descriptor> OpenCall::run(const std::function<OpenSocket(Stack&)>& make) const {
    const auto may = may_open();
    const sim::Process* process = host().running_process();
    const std::uint32_t number = process == nullptr ? 0 : process->number();
    const wire::Result<Descriptor> opened = may ? host().descriptors().open(make(host().stack()), number)
                                                : wire::Result<Descriptor>{wire::failure(may.error())};
    record(opened ? opened->number : -1, opened ? wire::Error{} : opened.error(),
           opened ? *opened : Descriptor{});
    return opened;
}

wire::Result<void> CloseCall::run() const {
    if (entry() == nullptr) return returned<void>(wire::failure(wire::Error::BadFileDescriptor));
    record(0, {}, descriptor());
    const DescriptorTable::Entry closed = host().descriptors().take(descriptor());
    std::visit(Ending{closed.options.linger == 0u}, closed.socket);
    return {};
}

Lingering lingering_of(const DescriptorTable::Entry& entry) {
    const auto* stream = std::get_if<ConnectedStream>(&entry.socket);
    const std::uint32_t seconds = entry.options.linger.value_or(0);
    if (stream == nullptr || seconds == 0) return {};
    return {stream->connection, std::chrono::seconds{seconds}};
}

}  // namespace patchcord::models::host
