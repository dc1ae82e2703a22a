// The options of IPPROTO_IP that a stream has, one row each: do_ip_setsockopt and do_ip_getsockopt of Linux's
// net/ipv4/ip_sockglue.c. Read next: models/host/posix/options.cpp.
// What they do to packets is TCP's: tos and ttl of tcp::Config.
#include "models/host/host.hpp"
#include "models/host/posix/abi.hpp"
#include "models/host/posix/option_row.hpp"

#include <array>

namespace patchcord::models::host::posix {
namespace {

using wire::Error;
using wire::failure;

// __ip_sock_set_tos: the two bits of ECN are TCP's.
Done set_tos(Subject& subject, std::int32_t value) {
    tcp::Config config = subject.config();
    config.tos = static_cast<std::uint8_t>((value & 0xFC) | (config.tos & 3));
    subject.reconfigure(config);
    return {};
}

Done set_ttl(Subject& subject, std::int32_t value) {
    if (value != -1 && (value < 1 || value > 255)) return failure(Error::InvalidArgument);
    tcp::Config config = subject.config();
    config.ttl = value == -1 ? subject.defaults().ttl : static_cast<std::uint8_t>(value);
    subject.reconfigure(config);
    return {};
}

Done set_mtu_discover(Subject& subject, std::int32_t value) {
    if (value < 0 || value > 5) return failure(Error::InvalidArgument);  // IP_PMTUDISC_DONT to OMIT
    subject.options().mtu_discover = static_cast<std::uint8_t>(value);
    return {};
}

Int mtu(Subject& subject) {
    if (subject.connection() == nullptr) return failure(Error::NotConnected);
    return static_cast<std::int32_t>(subject.connection()->info().tcpi_pmtu);
}

Done set_receive_errors(Subject& subject, std::int32_t value) {
    if (subject.connection() != nullptr) subject.connection()->set_receive_errors(value != 0);
    return set_flag<&SocketOptions::receive_errors>(subject, value);
}

using C = tcp::Config;
using O = SocketOptions;

constexpr std::array kRows{
    OptionRow{kIpTos, "IP_TOS", knob<&C::tos>, set_tos},
    OptionRow{kIpTtl, "IP_TTL", knob<&C::ttl>, set_ttl},
    OptionRow{kIpMtuDiscover, "IP_MTU_DISCOVER", option<&O::mtu_discover>, set_mtu_discover},
    OptionRow{kIpRecvErr, "IP_RECVERR", option<&O::receive_errors>, set_receive_errors},
    OptionRow{kIpRecvTtl, "IP_RECVTTL", option<&O::receive_ttl>, set_flag<&O::receive_ttl>},
    OptionRow{kIpRecvTos, "IP_RECVTOS", option<&O::receive_tos>, set_flag<&O::receive_tos>},
    OptionRow{kIpMtu, "IP_MTU", mtu},
    OptionRow{kIpFreebind, "IP_FREEBIND", option<&O::free_bind>, set_flag<&O::free_bind>},
};

}  // namespace

std::span<const OptionRow> ip_level() {
    return kRows;
}

}  // namespace patchcord::models::host::posix
