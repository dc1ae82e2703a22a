// One table, in groups; a name occurs once.
// The values are those of Linux on x86-64 (include/uapi and asm-generic of its source).
// Read next: scenarios/drill/run/symbols.hpp.
#include "scenarios/drill/run/symbols.hpp"

#include "models/wire/error.hpp"

#include <algorithm>
#include <array>

namespace patchcord::scenarios::drill {
namespace {

struct Symbol {
    std::string_view name;
    std::int64_t value;
};

constexpr Symbol kSymbols[] = {
    // Families, types, protocols.
    {"AF_UNSPEC", 0},
    {"AF_INET", 2},
    {"AF_INET6", 10},
    {"PF_INET", 2},
    {"PF_INET6", 10},
    {"SOCK_STREAM", 1},
    {"SOCK_DGRAM", 2},
    {"SOCK_NONBLOCK", 0x800},
    {"SOCK_CLOEXEC", 0x80000},
    {"IPPROTO_IP", 0},
    {"IPPROTO_ICMP", 1},
    {"IPPROTO_TCP", 6},
    {"IPPROTO_UDP", 17},
    {"IPPROTO_IPV6", 41},
    {"SOL_SOCKET", 1},
    {"SOL_IP", 0},
    {"SOL_TCP", 6},
    {"SOL_UDP", 17},
    {"SOL_IPV6", 41},
    // SOL_SOCKET.
    {"SO_REUSEADDR", 2},
    {"SO_TYPE", 3},
    {"SO_ERROR", 4},
    {"SO_DONTROUTE", 5},
    {"SO_BROADCAST", 6},
    {"SO_SNDBUF", 7},
    {"SO_RCVBUF", 8},
    {"SO_KEEPALIVE", 9},
    {"SO_OOBINLINE", 10},
    {"SO_PRIORITY", 12},
    {"SO_LINGER", 13},
    {"SO_REUSEPORT", 15},
    {"SO_RCVLOWAT", 18},
    {"SO_SNDLOWAT", 19},
    {"SO_RCVTIMEO", 20},
    {"SO_SNDTIMEO", 21},
    {"SO_TIMESTAMP", 29},
    {"SO_ACCEPTCONN", 30},
    {"SO_SNDBUFFORCE", 32},
    {"SO_RCVBUFFORCE", 33},
    {"SO_MARK", 36},
    {"SO_TIMESTAMPING", 37},
    {"SO_PROTOCOL", 38},
    {"SO_DOMAIN", 39},
    {"SO_PEEK_OFF", 42},
    {"SO_BUSY_POLL", 46},
    {"SO_MAX_PACING_RATE", 47},
    {"SO_ZEROCOPY", 60},
    // SOL_TCP.
    {"TCP_NODELAY", 1},
    {"TCP_MAXSEG", 2},
    {"TCP_CORK", 3},
    {"TCP_KEEPIDLE", 4},
    {"TCP_KEEPINTVL", 5},
    {"TCP_KEEPCNT", 6},
    {"TCP_SYNCNT", 7},
    {"TCP_LINGER2", 8},
    {"TCP_DEFER_ACCEPT", 9},
    {"TCP_WINDOW_CLAMP", 10},
    {"TCP_INFO", 11},
    {"TCP_QUICKACK", 12},
    {"TCP_CONGESTION", 13},
    {"TCP_MD5SIG", 14},
    {"TCP_THIN_LINEAR_TIMEOUTS", 16},
    {"TCP_THIN_DUPACK", 17},
    {"TCP_USER_TIMEOUT", 18},
    {"TCP_FASTOPEN", 23},
    {"TCP_TIMESTAMP", 24},
    {"TCP_NOTSENT_LOWAT", 25},
    {"TCP_SAVE_SYN", 27},
    {"TCP_SAVED_SYN", 28},
    {"TCP_FASTOPEN_CONNECT", 30},
    {"TCP_FASTOPEN_KEY", 33},
    {"TCP_FASTOPEN_NO_COOKIE", 34},
    {"TCP_INQ", 36},
    {"TCP_NOOPT", 0x1008},
    {"TCP_KEEPINIT", 0x1080},
    {"TCP_CM_INQ", 36},
    {"TCP_TX_DELAY", 37},
    // SOL_IP.
    {"IP_TOS", 1},
    {"IP_TTL", 2},
    {"IPTOS_DSCP_CS1", 0x20},
    {"IPTOS_DSCP_CS2", 0x40},
    {"IPTOS_DSCP_CS3", 0x60},
    {"IPTOS_DSCP_CS4", 0x80},
    {"IPTOS_DSCP_CS5", 0xa0},
    {"IPTOS_DSCP_CS6", 0xc0},
    {"IPTOS_DSCP_CS7", 0xe0},
    {"IP_OPTIONS", 4},
    {"IP_RECVOPTS", 6},
    {"IP_PKTINFO", 8},
    {"IP_MTU_DISCOVER", 10},
    {"IP_RECVERR", 11},
    {"IP_RECVTTL", 12},
    {"IP_RECVTOS", 13},
    {"IP_MTU", 14},
    {"IP_FREEBIND", 15},
    {"IP_TRANSPARENT", 19},
    {"IP_BIND_ADDRESS_NO_PORT", 24},
    {"IP_PMTUDISC_DONT", 0},
    {"IP_PMTUDISC_WANT", 1},
    {"IP_PMTUDISC_DO", 2},
    {"IP_PMTUDISC_PROBE", 3},
    {"IPV6_V6ONLY", 26},
    {"IPV6_RECVERR", 25},
    {"IPV6_TCLASS", 67},
    {"IPV6_HOPLIMIT", 52},
    // Flags of calls.
    {"MSG_OOB", 1},
    {"MSG_PEEK", 2},
    {"MSG_DONTROUTE", 4},
    {"MSG_CTRUNC", 8},
    {"MSG_TRUNC", 32},
    {"MSG_DONTWAIT", 64},
    {"MSG_EOR", 128},
    {"MSG_WAITALL", 256},
    {"MSG_ERRQUEUE", 0x2000},
    {"MSG_NOSIGNAL", 0x4000},
    {"MSG_MORE", 0x8000},
    {"MSG_ZEROCOPY", 0x4000000},
    {"MSG_FASTOPEN", 0x20000000},
    {"MSG_CMSG_CLOEXEC", 0x40000000},
    {"O_RDONLY", 0},
    {"O_WRONLY", 1},
    {"O_RDWR", 2},
    {"O_CREAT", 64},
    {"O_NONBLOCK", 0x800},
    {"F_GETFD", 1},
    {"F_SETFD", 2},
    {"F_GETFL", 3},
    {"F_SETFL", 4},
    {"FD_CLOEXEC", 1},
    {"SHUT_RD", 0},
    {"SHUT_WR", 1},
    {"SHUT_RDWR", 2},
    {"SIOCINQ", 0x541b},
    {"FIONREAD", 0x541b},
    {"SIOCOUTQ", 0x5411},
    {"TIOCOUTQ", 0x5411},
    {"SIOCOUTQNSD", 0x894b},
    {"SIOCATMARK", 0x8905},
    {"POLLIN", 1},
    {"POLLPRI", 2},
    {"POLLOUT", 4},
    {"POLLERR", 8},
    {"POLLHUP", 16},
    {"POLLNVAL", 32},
    {"POLLRDNORM", 64},
    {"POLLRDBAND", 128},
    {"POLLWRNORM", 256},
    {"POLLWRBAND", 512},
    {"POLLRDHUP", 0x2000},
    {"EPOLLIN", 1},
    {"EPOLLPRI", 2},
    {"EPOLLOUT", 4},
    {"EPOLLERR", 8},
    {"EPOLLHUP", 16},
    {"EPOLLRDNORM", 64},
    {"EPOLLRDBAND", 128},
    {"EPOLLWRNORM", 256},
    {"EPOLLWRBAND", 512},
    {"EPOLLMSG", 0x400},
    {"EPOLLRDHUP", 0x2000},
    {"EPOLLEXCLUSIVE", 0x10000000},
    {"EPOLLWAKEUP", 0x20000000},
    {"EPOLLONESHOT", 0x40000000},
    {"EPOLLET", 0x80000000},
    {"EPOLL_CTL_ADD", 1},
    {"EPOLL_CTL_DEL", 2},
    {"EPOLL_CTL_MOD", 3},
    {"EPOLL_CLOEXEC", 0x80000},
};

}  // namespace

std::optional<std::int64_t> symbol_value(std::string_view name) {
    const auto* found = std::ranges::find(kSymbols, name, &Symbol::name);
    if (found != std::end(kSymbols)) return found->value;
    const auto* error =
        std::ranges::find(models::wire::kErrorNames, name, &models::wire::ErrorName::errno_name);
    if (error != std::end(models::wire::kErrorNames)) return error->number;
    return std::nullopt;
}

std::string_view symbol_name(std::string_view prefix, std::int64_t value) {
    const auto* found = std::ranges::find_if(kSymbols, [&](const Symbol& symbol) {
        return symbol.value == value && symbol.name.starts_with(prefix);
    });
    return found == std::end(kSymbols) ? std::string_view{} : found->name;
}

}  // namespace patchcord::scenarios::drill
