// Looking up and recording. A call of a closed descriptor is recorded without addresses; a call from outside
// any process (a test, a packet script) without a process.
// Read next: models/host/socket.cpp.
#include "models/host/system_call.hpp"

#include "models/host/host.hpp"
#include "models/trace/records.hpp"

namespace patchcord::models::host {

SystemCall::SystemCall(Host& host, Descriptor descriptor, std::string_view name)
    : host_{&host}, descriptor_{descriptor}, name_{name}, called_at_{host.context().now()} {}

DescriptorTable::Entry* SystemCall::entry() const {
    DescriptorTable::Entry* found = host_->find(descriptor_);
    const sim::Process* process = host_->running_process();
    if (found != nullptr && process != nullptr) found->process = process->number();
    return found;
}

void SystemCall::record(std::int64_t value, wire::Error error, Descriptor subject) const {
    host_->tracer().emit([&] {
        const sim::NodeContext& context = host_->context();
        const sim::Process* process = host_->running_process();
        const DescriptorTable::Entry* found = host_->find(subject);
        return trace::SocketCall{.at = context.now(),
                                 .node = context.id(),
                                 .process = process == nullptr ? std::string_view{} : process->name(),
                                 .call = name_,
                                 .descriptor = descriptor_.number,
                                 .value = value,
                                 .error = error,
                                 .tuple = found == nullptr ? wire::FourTuple{} : tuple_of(found->socket),
                                 .called_at = called_at_};
    });
}

}  // namespace patchcord::models::host
