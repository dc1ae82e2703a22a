// Linux's names, and FreeBSD's for the states.
// Read next: scenarios/drill/run/snapshot.hpp.
#include "scenarios/drill/run/snapshot.hpp"

#include "models/tcp/info.hpp"

#include <string_view>
#include <variant>

namespace patchcord::scenarios::drill {
namespace {

struct Constant {
    std::string_view name;
    std::int64_t value;
};

constexpr Constant kConstants[] = {
    {"TCP_ESTABLISHED", 1},
    {"TCP_SYN_SENT", 2},
    {"TCP_SYN_RECV", 3},
    {"TCP_FIN_WAIT1", 4},
    {"TCP_FIN_WAIT2", 5},
    {"TCP_TIME_WAIT", 6},
    {"TCP_CLOSE", 7},
    {"TCP_CLOSE_WAIT", 8},
    {"TCP_LAST_ACK", 9},
    {"TCP_LISTEN", 10},
    {"TCP_CLOSING", 11},
    {"TCP_CA_Open", 0},
    {"TCP_CA_Disorder", 1},
    {"TCP_CA_CWR", 2},
    {"TCP_CA_Recovery", 3},
    {"TCP_CA_Loss", 4},
    // FreeBSD's words for what tcpi_state is here.
    {"TCPI_ESTABLISHED", 1},
    {"TCPI_SYN_SENT", 2},
    {"TCPI_SYN_RECEIVED", 3},
    {"TCPI_FIN_WAIT_1", 4},
    {"TCPI_FIN_WAIT_2", 5},
    {"TCPI_TIME_WAIT", 6},
    {"TCPI_CLOSED", 7},
    {"TCPI_CLOSE_WAIT", 8},
    {"TCPI_LAST_ACK", 9},
    {"TCPI_LISTEN", 10},
    {"TCPI_CLOSING", 11},
    {"TCPI_OPT_TIMESTAMPS", 1},
    {"TCPI_OPT_SACK", 2},
    {"TCPI_OPT_WSCALE", 4},
    {"TCPI_OPT_ECN", 8},
    {"TCPI_OPT_ECN_SEEN", 16},
    {"TCPI_OPT_SYN_DATA", 32},
};

}  // namespace

void name_constants(code::Interpreter& interpreter) {
    for (const Constant& constant : kConstants)
        interpreter.set(constant.name, constant.value);
}

bool name_fields(code::Interpreter& interpreter, models::host::Host& host, int descriptor) {
    auto* const entry = host.find(host.descriptors().at(descriptor));
    if (entry == nullptr) return false;
    const auto* const stream = std::get_if<models::host::ConnectedStream>(&entry->socket);
    if (stream == nullptr) return false;
    const models::tcp::Info info = stream->connection->info();
    for (const models::tcp::InfoField& field : models::tcp::info_fields())
        interpreter.set(field.name, static_cast<std::int64_t>(info.*field.member));
    return true;
}

}  // namespace patchcord::scenarios::drill
