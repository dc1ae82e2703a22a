// The options of IPPROTO_TCP, one row each: do_tcp_setsockopt and do_tcp_getsockopt of Linux's
// net/ipv4/tcp.c. Read next: models/tcp/config.hpp, models/tcp/info.hpp. Not here: what the knobs do.
#include "models/host/host.hpp"
#include "models/host/posix/abi.hpp"
#include "models/host/posix/option_row.hpp"
#include "models/tcp/cc/registry.hpp"
#include "models/tcp/info.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace patchcord::models::host::posix {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::Error;
using wire::failure;

using C = tcp::Config;
using O = SocketOptions;

// When Nagle's rule is taken away, what waits goes at once, even what is corked.
Int no_delay(Subject& subject) {
    return subject.config().nagle ? 0 : 1;
}
Done set_no_delay(Subject& subject, std::int32_t value) {
    C config = subject.config();
    config.nagle = value == 0;
    subject.reconfigure(config);
    if (value != 0 && subject.connection() != nullptr) subject.connection()->push(tcp::Push::Now);
    return {};
}

Int max_segment(Subject& subject) {
    const std::uint32_t asked = subject.options().max_segment;
    if (asked != 0 && subject.is_closed_or_listening()) return static_cast<std::int32_t>(asked);
    if (subject.connection() == nullptr) return 536;  // RFC 9293 3.7.1, until the peer's is known
    return static_cast<std::int32_t>(subject.connection()->info().tcpi_snd_mss);
}
Done set_max_segment(Subject& subject, std::int32_t value) {
    if (value != 0 && (value < 88 || value > 32767)) return failure(Error::InvalidArgument);  // TCP_MIN_MSS
    subject.options().max_segment = static_cast<std::uint32_t>(value);
    C config = subject.config();
    const std::uint16_t most = subject.defaults().mss;
    config.mss = value == 0 ? most : static_cast<std::uint16_t>(std::min<std::int32_t>(value, most));
    subject.reconfigure(config);
    return {};
}

template <auto Member>
Int in_seconds(Subject& subject) {
    return static_cast<std::int32_t>(std::chrono::floor<seconds>(subject.config().*Member).count());
}
template <auto Member, std::int32_t Most>
Done set_seconds(Subject& subject, std::int32_t value) {
    if (value < 1 || value > Most) return failure(Error::InvalidArgument);
    C config = subject.config();
    config.*Member = seconds{value};
    subject.reconfigure(config);
    return {};
}
template <auto Member>
Done set_count(Subject& subject, std::int32_t value) {
    if (value < 1 || value > 127) return failure(Error::InvalidArgument);  // MAX_TCP_SYNCNT, MAX_TCP_KEEPCNT
    C config = subject.config();
    config.*Member = static_cast<std::uint32_t>(value);
    subject.reconfigure(config);
    return {};
}

Int linger2(Subject& subject) {
    if (subject.options().linger2 < 0) return -1;
    return in_seconds<&C::fin_wait_2>(subject);
}
Done set_linger2(Subject& subject, std::int32_t value) {
    const std::int32_t most = 120;  // TCP_FIN_TIMEOUT_MAX
    subject.options().linger2 = std::clamp(value, -1, most);
    C config = subject.config();
    config.fin_wait_2 =
        value == 0 ? subject.defaults().fin_wait_2 : sim::Duration{seconds{std::clamp(value, 0, most)}};
    subject.reconfigure(config);
    return {};
}

// secs_to_retrans, retrans_to_secs: with 1 s at first, doubling up to 120 s.
std::int32_t seconds_of(std::uint8_t retransmissions) {
    std::int32_t period = 0;
    for (std::int32_t i = 0, timeout = 1; i < retransmissions; ++i, timeout = std::min(2 * timeout, 120))
        period += timeout;
    return period;
}
Int defer_accept(Subject& subject) {
    return seconds_of(subject.options().defer_accept);
}
Done set_defer_accept(Subject& subject, std::int32_t value) {
    std::uint8_t count = value > 0 ? 1 : 0;
    while (value > seconds_of(count) && count < 255)
        ++count;
    subject.options().defer_accept = count;
    return {};
}

Done set_window_clamp(Subject& subject, std::int32_t value) {
    const bool is_closed = subject.fresh() != nullptr;
    if (value == 0 && !is_closed) return failure(Error::InvalidArgument);
    const std::uint32_t least = 2304 / 2;  // SOCK_MIN_RCVBUF
    const std::uint32_t clamp = value == 0  ? 0
                                : value < 0 ? least
                                            : std::max(least, static_cast<std::uint32_t>(value));
    subject.options().window_clamp = clamp;
    const C& before = subject.defaults();
    C config = subject.config();
    config.receive_buffer = clamp == 0 ? before.receive_buffer : std::min(config.receive_buffer, clamp);
    config.receive_maximum = clamp == 0 ? before.receive_maximum : std::min(config.receive_maximum, clamp);
    subject.reconfigure(config);
    return {};
}

Int quick_ack(Subject& subject) {
    return subject.connection() == nullptr || subject.connection()->acknowledges_quickly() ? 1 : 0;
}
Done set_quick_ack(Subject& subject, std::int32_t value) {
    if (subject.connection() != nullptr) subject.connection()->acknowledge_quickly(value != 0);
    return {};
}

Int user_timeout(Subject& subject) {
    return static_cast<std::int32_t>(std::chrono::floor<milliseconds>(subject.config().user_timeout).count());
}
Done set_user_timeout(Subject& subject, std::int32_t value) {
    if (value < 0) return failure(Error::InvalidArgument);
    C config = subject.config();
    config.user_timeout = milliseconds{value};
    subject.reconfigure(config);
    return {};
}

Done set_not_sent_lowat(Subject& subject, std::int32_t value) {
    const auto bytes = static_cast<std::uint32_t>(value);
    subject.options().not_sent_lowat = bytes;
    C config = subject.config();
    config.notsent_lowat = bytes == 0 ? subject.defaults().notsent_lowat : bytes;
    subject.reconfigure(config);
    return {};
}

// fastopen_queue_tune: at most net.core.somaxconn.
Done set_fast_open(Subject& subject, std::int32_t value) {
    if (value < 0 || !subject.is_closed_or_listening()) return failure(Error::InvalidArgument);
    subject.options().fast_open_queue = static_cast<std::uint32_t>(std::min(value, 4096));
    if (subject.listener() != nullptr)
        subject.listener()->fast_open_queue()->set_limit(subject.options().fast_open_queue);
    return {};
}
Done set_fast_open_connect(Subject& subject, std::int32_t value) {
    if (value != 0 && value != 1) return failure(Error::InvalidArgument);
    if (!subject.host().stack().tcp().fast_open().rules.client) return failure(Error::OperationNotSupported);
    if (subject.fresh() == nullptr) return failure(Error::InvalidArgument);
    return set_flag<&O::fast_open_connect>(subject, value);
}
Done set_fast_open_no_cookie(Subject& subject, std::int32_t value) {
    if (!subject.is_closed_or_listening()) return failure(Error::InvalidArgument);
    const Done done = set_bit<&O::fast_open_no_cookie>(subject, value);
    subject.configure_listener();
    return done;
}

Bytes fast_open_key(Subject& subject) {
    return subject.options().fast_open_key;
}
Done set_fast_open_key(Subject& subject, std::span<const std::uint8_t> bytes) {
    if (bytes.size() != 16 && bytes.size() != 32) return failure(Error::InvalidArgument);  // one key or two
    subject.options().fast_open_key.assign(bytes.begin(), bytes.end());
    subject.configure_listener();
    return {};
}

// Only a socket under repair may set it.
Int timestamp(Subject& subject) {
    return static_cast<std::int32_t>(
        static_cast<std::uint32_t>(sim::ticks(subject.host().context().now()) / 1'000'000'000));
}
Done set_timestamp(Subject&, std::int32_t) {
    return failure(Error::OperationNotPermitted);
}

// Always TCP_CA_NAME_MAX bytes.
Bytes congestion(Subject& subject) {
    const std::string_view name = to_string(subject.config().congestion);
    std::vector<std::uint8_t> bytes(16);
    std::ranges::copy(name.substr(0, 15), bytes.begin());
    return bytes;
}
Done set_congestion(Subject& subject, std::span<const std::uint8_t> bytes) {
    if (bytes.empty()) return failure(Error::InvalidArgument);
    const std::string_view text{reinterpret_cast<const char*>(bytes.data()),
                                std::min<std::size_t>(bytes.size(), 15)};
    const auto algorithm = tcp::cc::algorithm_from_name(text.substr(0, text.find('\0')));
    if (!algorithm) return failure(Error::NoSuchFileOrDirectory);
    const bool is_running = subject.connection() != nullptr && subject.config().congestion != *algorithm;
    if (is_running) return failure(Error::OperationNotSupported);  // Linux changes it at any time
    C config = subject.config();
    config.congestion = *algorithm;
    subject.reconfigure(config);
    return {};
}

// tcp_get_info. Of a listener the queue and its limit.
Bytes info(Subject& subject) {
    tcp::Info info;
    if (subject.connection() != nullptr) {
        info = subject.connection()->info();
    } else if (subject.listener() != nullptr) {
        info.tcpi_state = 10;
        info.tcpi_unacked = subject.listener()->queued();
        info.tcpi_sacked = subject.listener()->backlog();
    } else {
        info.tcpi_state = 7;
    }
    std::vector<std::uint8_t> bytes(tcp::kInfoSize);
    tcp::write_info(info, bytes);
    return bytes;
}

constexpr std::array kRows{
    OptionRow{kTcpNodelay, "TCP_NODELAY", no_delay, set_no_delay},
    OptionRow{kTcpMaxSeg, "TCP_MAXSEG", max_segment, set_max_segment},
    OptionRow{kTcpCork, "TCP_CORK", knob<&C::cork>, set_knob<&C::cork>},
    OptionRow{kTcpKeepIdle, "TCP_KEEPIDLE", in_seconds<&C::keepalive_idle>,
              set_seconds<&C::keepalive_idle, 32767>},
    OptionRow{kTcpKeepIntvl, "TCP_KEEPINTVL", in_seconds<&C::keepalive_interval>,
              set_seconds<&C::keepalive_interval, 32767>},
    OptionRow{kTcpKeepCnt, "TCP_KEEPCNT", knob<&C::keepalive_count>, set_count<&C::keepalive_count>},
    OptionRow{kTcpSyncnt, "TCP_SYNCNT", knob<&C::syn_retries>, set_count<&C::syn_retries>},
    OptionRow{kTcpLinger2, "TCP_LINGER2", linger2, set_linger2},
    OptionRow{kTcpDeferAccept, "TCP_DEFER_ACCEPT", defer_accept, set_defer_accept},
    OptionRow{kTcpWindowClamp, "TCP_WINDOW_CLAMP", option<&O::window_clamp>, set_window_clamp},
    OptionRow{kTcpInfo, "TCP_INFO", nullptr, nullptr, info},
    OptionRow{kTcpQuickack, "TCP_QUICKACK", quick_ack, set_quick_ack},
    OptionRow{kTcpCongestion, "TCP_CONGESTION", nullptr, nullptr, congestion, set_congestion},
    OptionRow{kTcpThinLinearTimeouts, "TCP_THIN_LINEAR_TIMEOUTS", option<&O::thin_linear_timeouts>,
              set_bit<&O::thin_linear_timeouts>},
    OptionRow{kTcpUserTimeout, "TCP_USER_TIMEOUT", user_timeout, set_user_timeout},
    OptionRow{kTcpFastopen, "TCP_FASTOPEN", option<&O::fast_open_queue>, set_fast_open},
    OptionRow{kTcpTimestamp, "TCP_TIMESTAMP", timestamp, set_timestamp},
    OptionRow{kTcpNotsentLowat, "TCP_NOTSENT_LOWAT", option<&O::not_sent_lowat>, set_not_sent_lowat},
    OptionRow{kTcpFastopenConnect, "TCP_FASTOPEN_CONNECT", option<&O::fast_open_connect>,
              set_fast_open_connect},
    OptionRow{kTcpFastopenKey, "TCP_FASTOPEN_KEY", nullptr, nullptr, fast_open_key, set_fast_open_key},
    OptionRow{kTcpFastopenNoCookie, "TCP_FASTOPEN_NO_COOKIE", option<&O::fast_open_no_cookie>,
              set_fast_open_no_cookie},
    OptionRow{kTcpInq, "TCP_INQ", option<&O::inq>, set_bit<&O::inq>},
    OptionRow{kTcpNoopt, "TCP_NOOPT", knob<&C::no_options>, set_knob<&C::no_options>},
    OptionRow{kTcpKeepinit, "TCP_KEEPINIT", in_seconds<&C::handshake_limit>,
              set_seconds<&C::handshake_limit, 32767>},
};

}  // namespace

std::span<const OptionRow> tcp_level() {
    return kRows;
}

}  // namespace patchcord::models::host::posix
