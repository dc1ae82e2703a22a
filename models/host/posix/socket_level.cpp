// The options of SOL_SOCKET, one row each: sk_setsockopt and sk_getsockopt of Linux's net/core/sock.c. Buffer
// sizes are doubled, because Linux counts its own memory in them; half of that is data.
// Read next: models/host/posix/tcp_level.cpp.
#include "models/host/host.hpp"
#include "models/host/posix/abi.hpp"
#include "models/host/posix/option_row.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

namespace patchcord::models::host::posix {
namespace {

using wire::Error;
using wire::failure;

constexpr std::int32_t kBufferMax = 4'194'304;         // net.core.wmem_max and rmem_max of Linux 6.18
constexpr std::int32_t kSmallestSendBuffer = 4608;     // SOCK_MIN_SNDBUF
constexpr std::int32_t kSmallestReceiveBuffer = 2304;  // SOCK_MIN_RCVBUF

/// A negative size is a large one, as it is compared without its sign.
std::int32_t doubled(std::int32_t value, std::int32_t least) {
    const std::uint32_t capped = std::min(static_cast<std::uint32_t>(value), std::uint32_t{kBufferMax});
    return std::max(static_cast<std::int32_t>(2 * capped), least);
}

/// Linux tells twice what is data, FreeBSD just that.
std::int32_t told(const Subject& subject, std::uint32_t buffer) {
    return static_cast<std::int32_t>(subject.config().manners == tcp::Manners::Bsd ? buffer : 2 * buffer);
}

Int type(Subject& subject) {
    return subject.is_stream() ? kSockStream : kSockDgram;
}
Int protocol(Subject& subject) {
    return subject.is_stream() ? kIpprotoTcp : subject.datagrams() ? kIpprotoUdp : 1;
}
Int domain(Subject&) {
    return kAfInet;
}
Int accepts(Subject& subject) {
    return subject.listener() != nullptr ? 1 : 0;
}
Int one(Subject&) {
    return 1;
}

Int error(Subject& subject) {
    std::optional<Error> error;
    if (subject.connection() != nullptr) error = subject.connection()->take_error();
    if (subject.datagrams() != nullptr) error = subject.datagrams()->take_error();
    return error ? wire::errno_number(*error) : 0;
}

Int send_buffer(Subject& subject) {
    if (!subject.is_stream() || subject.options().send_memory != 0)
        return static_cast<std::int32_t>(subject.options().send_memory);
    return told(subject, subject.config().send_buffer);
}
Done set_send_buffer(Subject& subject, std::int32_t value) {
    const auto memory = static_cast<std::uint32_t>(doubled(value, kSmallestSendBuffer));
    subject.options().send_memory = memory;
    if (!subject.is_stream()) return {};
    tcp::Config config = subject.config();
    config.send_buffer = memory / 2;
    subject.reconfigure(config);
    if (subject.connection() != nullptr) subject.connection()->set_send_memory(memory);
    return {};
}

Int receive_buffer(Subject& subject) {
    if (subject.datagrams() != nullptr)
        return static_cast<std::int32_t>(subject.datagrams()->receive_buffer());
    if (!subject.is_stream() || subject.options().receive_memory != 0)
        return static_cast<std::int32_t>(subject.options().receive_memory);
    return told(subject, subject.config().receive_buffer);
}
Done set_receive_buffer(Subject& subject, std::int32_t value) {
    const auto memory = static_cast<std::uint32_t>(doubled(value, kSmallestReceiveBuffer));
    subject.options().receive_memory = memory;
    if (subject.datagrams() != nullptr) subject.datagrams()->set_receive_buffer(memory);
    if (!subject.is_stream()) return {};
    tcp::Config config = subject.config();
    config.receive_buffer = config.receive_maximum = memory / 2;  // fixed from now on
    subject.reconfigure(config);
    return {};
}

Int keepalive(Subject& subject) {
    return subject.is_stream() && subject.config().keepalive ? 1 : 0;
}
Done set_keepalive(Subject& subject, std::int32_t value) {
    return subject.is_stream() ? set_knob<&tcp::Config::keepalive>(subject, value) : Done{};
}

Done set_oob_inline(Subject& subject, std::int32_t value) {
    if (subject.connection() != nullptr) subject.connection()->set_urgent_inline(value != 0);
    return set_flag<&SocketOptions::oob_inline>(subject, value);
}

// tcp_set_rcvlowat
Done set_receive_lowat(Subject& subject, std::int32_t value) {
    const std::int32_t wanted = value < 0 ? std::numeric_limits<std::int32_t>::max() : value;
    std::int32_t most = wanted;
    if (subject.is_stream()) {
        const tcp::Config& config = subject.config();
        const std::uint32_t space = subject.options().receive_memory != 0
                                        ? config.receive_buffer
                                        : std::max(config.receive_buffer, config.receive_maximum);
        most = static_cast<std::int32_t>(std::min(space, 0x7FFF'FFFFu));
    }
    subject.options().receive_lowat = static_cast<std::uint32_t>(std::max(1, std::min(wanted, most)));
    if (subject.connection() != nullptr) subject.connection()->readable().notify_all();
    return {};
}

template <std::size_t Size>
std::uint64_t load(std::span<const std::uint8_t> bytes, std::size_t at) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < Size; ++i)
        value |= std::uint64_t{bytes[at + i]} << (8 * i);
    return value;
}
void append(std::vector<std::uint8_t>& bytes, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// struct linger: on or off, seconds
Bytes linger(Subject& subject) {
    const std::optional<std::uint32_t>& seconds = subject.options().linger;
    std::vector<std::uint8_t> bytes;
    append(bytes, seconds ? 1 : 0, 4);
    append(bytes, seconds.value_or(0), 4);
    return bytes;
}
Done set_linger(Subject& subject, std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 8) return failure(Error::InvalidArgument);
    subject.options().linger.reset();
    if (load<4>(bytes, 0) != 0) subject.options().linger = static_cast<std::uint32_t>(load<4>(bytes, 4));
    return {};
}

// struct timeval of a 64-bit system: seconds, microseconds
template <auto Member>
Bytes timeout(Subject& subject) {
    const auto limit = std::chrono::floor<std::chrono::microseconds>(subject.options().*Member);
    const auto us = static_cast<std::uint64_t>(limit.count());
    std::vector<std::uint8_t> bytes;
    append(bytes, us / 1'000'000, 8);
    append(bytes, us % 1'000'000, 8);
    return bytes;
}
template <auto Member>
Done set_timeout(Subject& subject, std::span<const std::uint8_t> bytes) {
    if (bytes.size() < 16) return failure(Error::InvalidArgument);
    const auto seconds = static_cast<std::int64_t>(load<8>(bytes, 0));
    const auto us = static_cast<std::int64_t>(load<8>(bytes, 8));
    if (us < 0 || us >= 1'000'000) return failure(Error::ArgumentOutOfDomain);
    constexpr std::int64_t kLongest = 5'000'000;  // seconds; more is for ever
    const bool is_for_ever = seconds > kLongest || (seconds == 0 && us == 0);
    const auto limit = seconds < 0 ? std::chrono::microseconds{1}
                                   : std::chrono::seconds{seconds} + std::chrono::microseconds{us};
    subject.options().*Member = is_for_ever ? sim::Duration{0} : sim::Duration{limit};
    return {};
}

using O = SocketOptions;

constexpr std::array kRows{
    OptionRow{kSoReuseAddr, "SO_REUSEADDR", option<&O::reuse_address>, set_flag<&O::reuse_address>},
    OptionRow{kSoType, "SO_TYPE", type},
    OptionRow{kSoError, "SO_ERROR", error},
    OptionRow{kSoDontRoute, "SO_DONTROUTE", option<&O::dont_route>, set_flag<&O::dont_route>},
    OptionRow{kSoBroadcast, "SO_BROADCAST", option<&O::broadcast>, set_flag<&O::broadcast>},
    OptionRow{kSoSndBuf, "SO_SNDBUF", send_buffer, set_send_buffer},
    OptionRow{kSoRcvBuf, "SO_RCVBUF", receive_buffer, set_receive_buffer},
    OptionRow{kSoKeepAlive, "SO_KEEPALIVE", keepalive, set_keepalive},
    OptionRow{kSoOobInline, "SO_OOBINLINE", option<&O::oob_inline>, set_oob_inline},
    OptionRow{kSoPriority, "SO_PRIORITY", option<&O::priority>, set_any<&O::priority>},
    OptionRow{kSoLinger, "SO_LINGER", nullptr, nullptr, linger, set_linger},
    OptionRow{kSoReusePort, "SO_REUSEPORT", option<&O::reuse_port>, set_flag<&O::reuse_port>},
    OptionRow{kSoRcvLowat, "SO_RCVLOWAT", option<&O::receive_lowat>, set_receive_lowat},
    OptionRow{kSoSndLowat, "SO_SNDLOWAT", one},
    OptionRow{kSoRcvTimeo, "SO_RCVTIMEO", nullptr, nullptr, timeout<&O::receive_timeout>,
              set_timeout<&O::receive_timeout>},
    OptionRow{kSoSndTimeo, "SO_SNDTIMEO", nullptr, nullptr, timeout<&O::send_timeout>,
              set_timeout<&O::send_timeout>},
    OptionRow{kSoAcceptConn, "SO_ACCEPTCONN", accepts},
    OptionRow{kSoMark, "SO_MARK", option<&O::mark>, set_any<&O::mark>},
    OptionRow{kSoProtocol, "SO_PROTOCOL", protocol},
    OptionRow{kSoDomain, "SO_DOMAIN", domain},
};

}  // namespace

std::span<const OptionRow> socket_level() {
    return kRows;
}

}  // namespace patchcord::models::host::posix
