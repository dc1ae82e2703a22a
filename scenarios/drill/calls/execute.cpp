// Calls by name.
// Read next: scenarios/drill/calls/execute.hpp.
#include "scenarios/drill/calls/execute.hpp"

namespace patchcord::scenarios::drill {

using namespace models;

namespace {

std::int64_t integer(const language::Call& call, std::size_t at) {
    if (at >= call.arguments.size()) return -1;
    const auto* value = call.arguments[at].as<std::int64_t>();
    return value == nullptr ? -1 : *value;
}

template <class Result>
void done(Execution& execution, const Result& result, std::int64_t value) {
    execution.value = result ? value : -1;
    if (!result) execution.error = wire::errno_name(result.error());
}

}  // namespace

sim::Task<> execute(host::HostHandle host, Execution* execution) {
    const language::Call& call = *execution->call;
    auto& table = *execution->descriptors;
    const std::int64_t fd = integer(call, 0);
    const wire::Endpoint remote{execution->settings->remote, execution->settings->connect_port};
    if (call.name == "socket") {
        host::Socket socket = host.socket(host::SocketType::Stream);
        execution->value = call.result.value_or(0);
        execution->conversations->opened(static_cast<int>(execution->value), wire::IpProtocol::Tcp);
        table.insert_or_assign(execution->value, std::move(socket));
    } else if (call.name == "bind") {
        const wire::Endpoint local{execution->settings->local, execution->settings->bind_port};
        done(*execution, table.at(fd).bind(local), 0);
        execution->conversations->bound(static_cast<int>(fd), local);
    } else if (call.name == "listen") {
        done(*execution, table.at(fd).listen(static_cast<std::size_t>(integer(call, 1))), 0);
        execution->conversations->listening(static_cast<int>(fd));
    } else if (call.name == "accept") {
        auto result = co_await table.at(fd).accept();
        const std::int64_t wanted = call.result.value_or(0);
        done(*execution, result, wanted);
        if (result) {
            execution->conversations->accepted(static_cast<int>(wanted), result->peer());
            table.insert_or_assign(wanted, std::move(*result));
        }
    } else if (call.name == "connect") {
        execution->conversations->connecting(static_cast<int>(fd), remote);
        const auto result = co_await table.at(fd).connect(remote);
        done(*execution, result, 0);
    } else if (call.name == "write" || call.name == "send") {
        execution->buffer.resize(static_cast<std::size_t>(integer(call, 2)));
        if (Conversation* c = execution->conversations->of_descriptor(static_cast<int>(fd)))
            c->wrote(execution->buffer.size());
        const auto result = co_await table.at(fd).write_all(execution->buffer);
        done(*execution, result, result ? static_cast<std::int64_t>(*result) : -1);
    } else if (call.name == "read" || call.name == "recv") {
        execution->buffer.resize(static_cast<std::size_t>(integer(call, 2)));
        const auto result = co_await table.at(fd).read(execution->buffer);
        done(*execution, result, result ? static_cast<std::int64_t>(*result) : -1);
    } else if (call.name == "close") {
        done(*execution, table.at(fd).close(), 0);
        execution->conversations->closed(static_cast<int>(fd));
    } else if (call.name == "setsockopt") {
        execution->value = 0;
    } else {
        execution->unsupported = "call " + call.name;
    }
    execution->returned = host.now();
}

}  // namespace patchcord::scenarios::drill
