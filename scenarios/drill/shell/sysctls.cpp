// One row a variable. `takes` says whether the value was possible.
// Sources: Documentation/networking/ip-sysctl.rst of Linux, tcp(4) of FreeBSD.
// Read next: models/tcp/config.hpp, scenarios/drill/shell/sysctls.hpp.
#include "scenarios/drill/shell/sysctls.hpp"

#include "models/tcp/cc/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <vector>

namespace patchcord::scenarios::drill {
namespace {

using namespace models;
using std::chrono::seconds;

struct Value {
    std::string_view text;
    std::vector<std::int64_t> numbers;  ///< all of the text, when it is whole numbers

    std::int64_t number() const { return numbers.empty() ? -1 : numbers.front(); }
    bool is(std::int64_t wanted) const { return numbers.size() == 1 && numbers.front() == wanted; }
    bool is_switch() const { return is(0) || is(1); }
    bool in(std::int64_t least, std::int64_t most) const {
        return numbers.size() == 1 && numbers.front() >= least && numbers.front() <= most;
    }
};

using Takes = bool (*)(host::StackParameters&, const Value&);

bool has_no_effect(host::StackParameters&, const Value&) {
    return true;
}
template <int Only>
bool only(host::StackParameters&, const Value& value) {
    return value.is(Only);
}
template <bool tcp::Config::*Knob>
bool turns(host::StackParameters& stack, const Value& value) {
    if (value.numbers.size() != 1) return false;
    stack.tcp.*Knob = value.number() != 0;
    return true;
}
template <std::uint32_t tcp::Config::*Knob>
bool counts(host::StackParameters& stack, const Value& value) {
    if (!value.in(0, 0xFFFF'FFFF)) return false;
    stack.tcp.*Knob = static_cast<std::uint32_t>(value.number());
    return true;
}
template <sim::Duration tcp::Config::*Knob>
bool lasts(host::StackParameters& stack, const Value& value) {
    if (!value.in(1, 1'000'000)) return false;
    stack.tcp.*Knob = seconds{value.number()};
    return true;
}
template <sim::Duration tcp::Config::*Knob>
bool lasts_milliseconds(host::StackParameters& stack, const Value& value) {
    if (!value.in(1, 1'000'000'000)) return false;
    stack.tcp.*Knob = std::chrono::milliseconds{value.number()};
    return true;
}

bool algorithm(host::StackParameters& stack, const Value& value) {
    // "reno" of a kernel recovers as RFC 6582 says.
    const std::string_view name = value.text == "reno" ? "newreno" : value.text;
    const auto found = tcp::cc::algorithm_from_name(name);
    if (found) stack.tcp.congestion = *found;
    return found.has_value();
}
bool ecn(host::StackParameters& stack, const Value& value) {
    if (!value.in(0, 2)) return false;
    constexpr tcp::Ecn kMeanings[] = {tcp::Ecn::Off, tcp::Ecn::Active, tcp::Ecn::Passive};
    stack.tcp.ecn = kMeanings[value.number()];
    return true;
}
bool linux_receive_memory(host::StackParameters& stack, const Value& value) {
    if (value.numbers.size() != 3) return false;
    // Half of it is window, the other half is what the kernel's own structures are taken to need.
    stack.tcp.receive_buffer = static_cast<std::uint32_t>(value.numbers[1] / 2);
    stack.tcp.receive_maximum = static_cast<std::uint32_t>(value.numbers[2]);
    return true;
}
bool linux_send_memory(host::StackParameters& stack, const Value& value) {
    if (value.numbers.size() != 3) return false;
    stack.tcp.send_buffer = static_cast<std::uint32_t>(value.numbers[2] / 2);
    return true;
}
bool idle_restart(host::StackParameters& stack, const Value& value) {
    stack.tcp.idle_restart = value.is(0) ? tcp::IdleRestart::Never : tcp::IdleRestart::Halving;
    return value.is_switch();
}
bool challenges(host::StackParameters& stack, const Value& value) {
    if (!value.in(0, 0x7FFF'FFFF)) return false;
    stack.tcp.challenges = static_cast<std::uint32_t>(value.number());
    stack.tcp.challenge_interval = seconds{1};
    return true;
}
bool fast_open(host::StackParameters& stack, const Value& value) {
    if (!value.in(0, 0xFFFF'FFFF)) return false;
    stack.fast_open.rules =
        tcp::handshake::FastOpenRules::from_bits(static_cast<std::uint32_t>(value.number()));
    return true;
}
bool fast_open_key(host::StackParameters& stack, const Value& value) {
    stack.fast_open.keys = tcp::handshake::FastOpenKeys::parse(value.text);
    return stack.fast_open.keys.has_value();
}
bool fast_open_pause(host::StackParameters& stack, const Value& value) {
    stack.fast_open.pause = seconds{value.number()};
    return value.in(0, 1'000'000);
}
bool syn_cookies(host::StackParameters& stack, const Value& value) {
    stack.tcp.syn_cookies = value.is(1);
    return value.is_switch();
}
bool early_retransmit(host::StackParameters& stack, const Value& value) {
    stack.tcp.tail_loss_probe = value.in(3, 4);
    return value.is(0) || value.in(3, 4);
}
bool recovery(host::StackParameters& stack, const Value& value) {
    stack.tcp.detection = value.is(0) ? tcp::LossDetection::DuplicateAcks : tcp::LossDetection::Rack;
    return value.is_switch();
}
bool frto(host::StackParameters& stack, const Value& value) {
    stack.tcp.frto = value.number() > 0;
    return value.in(0, 2);
}
bool rfc1323(host::StackParameters& stack, const Value& value) {
    stack.tcp.window_scale = value.is(1) || value.is(2);
    stack.tcp.timestamps = value.is(1) || value.is(3);
    return value.in(0, 3);
}
// With the reserve that the kernel keeps for its own structures; the window scale covers what is left.
bool largest_buffer(host::StackParameters& stack, const Value& value) {
    constexpr std::int64_t kMost = std::int64_t{1} << 30;  // RFC 7323 2.3
    stack.tcp.receive_maximum = static_cast<std::uint32_t>(std::min(value.number(), kMost));
    return value.in(1, 0xFFFF'FFFF);
}
bool handshake_limit(host::StackParameters& stack, const Value& value) {
    stack.tcp.handshake_limit = std::chrono::milliseconds{value.number()};
    return value.in(1, 1'000'000'000);
}
bool ecn_retries(host::StackParameters& stack, const Value& value) {
    stack.tcp.ecn_syns = static_cast<std::uint32_t>(value.number() + 1);
    return value.in(0, 1'000);
}
// Turned off and on, it forgets its cookies.
bool fast_open_client(host::StackParameters& stack, const Value& value) {
    stack.fast_open.rules.client = value.is(1);
    ++stack.fast_open.flushes;
    return value.is_switch();
}
bool delayed_ack(host::StackParameters& stack, const Value& value) {
    if (value.is(0)) stack.tcp.delayed_ack = sim::Duration{0};
    return value.is_switch();
}

struct Row {
    std::string_view name;
    Takes takes;
};

constexpr Row kRows[] = {
    // Linux.
    {"net.ipv4.tcp_rmem", linux_receive_memory},
    {"net.ipv4.tcp_wmem", linux_send_memory},
    {"net.ipv4.tcp_timestamps", turns<&tcp::Config::timestamps>},
    {"net.ipv4.tcp_window_scaling", turns<&tcp::Config::window_scale>},
    {"net.ipv4.tcp_sack", turns<&tcp::Config::sack>},
    {"net.ipv4.tcp_dsack", turns<&tcp::Config::dsack>},
    {"net.ipv4.tcp_fack", only<0>},
    {"net.ipv4.tcp_ecn", ecn},
    {"net.ipv4.tcp_ecn_option", has_no_effect},  // of accurate ECN, which is not there
    {"net.ipv4.tcp_congestion_control", algorithm},
    {"net.ipv4.tcp_slow_start_after_idle", idle_restart},
    {"net.ipv4.tcp_reordering", counts<&tcp::Config::duplicate_threshold>},
    {"net.ipv4.tcp_early_retrans", early_retransmit},
    {"net.ipv4.tcp_recovery", recovery},
    {"net.ipv4.tcp_frto", frto},
    {"net.ipv4.tcp_limited_transmit", turns<&tcp::Config::limited_transmit>},
    {"net.ipv4.tcp_challenge_ack_limit", challenges},
    {"net.ipv4.tcp_syn_retries", counts<&tcp::Config::syn_retries>},
    {"net.ipv4.tcp_synack_retries", counts<&tcp::Config::synack_retries>},
    {"net.ipv4.tcp_syn_linear_timeouts", counts<&tcp::Config::syn_linear>},
    {"net.ipv4.tcp_retries2", counts<&tcp::Config::retries>},
    {"net.ipv4.tcp_fin_timeout", lasts<&tcp::Config::fin_wait_2>},
    {"net.ipv4.tcp_keepalive_time", lasts<&tcp::Config::keepalive_idle>},
    {"net.ipv4.tcp_keepalive_intvl", lasts<&tcp::Config::keepalive_interval>},
    {"net.ipv4.tcp_keepalive_probes", counts<&tcp::Config::keepalive_count>},
    {"net.ipv4.tcp_notsent_lowat", counts<&tcp::Config::notsent_lowat>},
    {"net.ipv4.tcp_rto_min_us",
     [](host::StackParameters& stack, const Value& value) {
         stack.tcp.min_rto = std::chrono::microseconds{value.number()};
         return value.in(1, 1'000'000);
     }},
    {"net.ipv4.tcp_fastopen", fast_open},
    {"net.ipv4.tcp_fastopen_key", fast_open_key},
    {"net.ipv4.tcp_fastopen_blackhole_timeout_sec", fast_open_pause},
    {"net.ipv4.tcp_syncookies", syn_cookies},
    // Sending is neither paced nor offloaded, so these change nothing.
    {"net.ipv4.tcp_tso_win_divisor", has_no_effect},
    {"net.ipv4.tcp_min_tso_segs", has_no_effect},
    {"net.ipv4.tcp_tso_rtt_log", has_no_effect},
    {"net.ipv4.tcp_pacing_ss_ratio", has_no_effect},
    {"net.ipv4.tcp_pacing_ca_ratio", has_no_effect},
    {"net.ipv4.tcp_limit_output_bytes", has_no_effect},
    // Every run begins with a new host, which remembers nothing of earlier connections.
    {"net.ipv4.tcp_no_metrics_save", has_no_effect},
    {"net.ipv4.tcp_mtu_probing", only<0>},
    {"net.ipv4.tcp_autocorking", has_no_effect},
    // FreeBSD.
    {"net.inet.tcp.rfc1323", rfc1323},
    {"net.inet.tcp.sack.enable", turns<&tcp::Config::sack>},
    {"net.inet.tcp.ecn.enable", ecn},
    {"net.inet.tcp.rfc3042", turns<&tcp::Config::limited_transmit>},
    {"net.inet.tcp.do_prr", turns<&tcp::Config::prr>},
    {"net.inet.tcp.delayed_ack", delayed_ack},
    {"net.inet.tcp.delacktime", lasts_milliseconds<&tcp::Config::delayed_ack>},
    {"net.inet.tcp.initcwnd_segments", counts<&tcp::Config::initial_window>},
    {"net.inet.tcp.abc_l_var", counts<&tcp::Config::abc_limit>},
    {"net.inet.tcp.cc.algorithm", algorithm},
    {"net.inet.tcp.rexmit_initial", lasts_milliseconds<&tcp::Config::initial_rto>},
    {"net.inet.tcp.keepidle", lasts_milliseconds<&tcp::Config::keepalive_idle>},
    {"net.inet.tcp.keepintvl", lasts_milliseconds<&tcp::Config::keepalive_interval>},
    {"net.inet.tcp.keepcnt", counts<&tcp::Config::keepalive_count>},
    {"net.inet.tcp.msl", lasts_milliseconds<&tcp::Config::msl>},
    {"net.inet.tcp.finwait2_timeout", lasts_milliseconds<&tcp::Config::fin_wait_2>},
    {"net.inet.tcp.hostcache.purge", has_no_effect},
    {"net.inet.tcp.hostcache.purgenow", has_no_effect},
    {"net.inet.tcp.hostcache.enable", has_no_effect},
    {"net.inet.tcp.blackhole", only<0>},
    {"kern.ipc.maxsockbuf", largest_buffer},
    {"net.inet.tcp.recvspace", counts<&tcp::Config::receive_buffer>},
    {"net.inet.tcp.sendspace", has_no_effect},  // it grows by itself
    {"net.inet.tcp.insecure_rst", turns<&tcp::Config::blind_reset>},
    {"net.inet.tcp.insecure_syn", turns<&tcp::Config::blind_syn>},
    {"net.inet.tcp.drop_synfin", turns<&tcp::Config::drops_syn_fin>},
    {"net.inet.tcp.rexmit_slop", lasts_milliseconds<&tcp::Config::rto_slop>},
    {"net.inet.tcp.rexmit_min", lasts_milliseconds<&tcp::Config::min_rto>},
    {"net.inet.tcp.rexmit_drop_options", turns<&tcp::Config::plain_late_syns>},
    {"net.inet.tcp.keepinit", handshake_limit},
    {"net.inet.tcp.icmp_may_rst", turns<&tcp::Config::icmp_may_reset>},
    {"net.inet.tcp.ecn.maxretries", ecn_retries},
    {"net.inet.tcp.syncookies", turns<&tcp::Config::syn_cookies>},
    {"net.inet.tcp.syncookies_only", only<0>},
    {"net.inet.tcp.fastopen.client_enable", fast_open_client},
    {"net.inet.tcp.pmtud_blackhole_detection", only<0>},
    {"net.inet.tcp.path_mtu_discovery", only<1>},
    {"net.inet.tcp.per_cpu_timers", has_no_effect},
    {"kern.timecounter.alloweddeviation", has_no_effect},  // simulated time has none
};

std::vector<std::int64_t> numbers_in(std::string_view text) {
    std::vector<std::int64_t> numbers;
    while (true) {
        const std::size_t first = text.find_first_not_of(" \t,");
        if (first == std::string_view::npos) return numbers;
        text.remove_prefix(first);
        const int base = text.starts_with("0x") ? 16 : 10;
        if (base == 16) text.remove_prefix(2);
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
        if (error != std::errc{}) return {};
        numbers.push_back(number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
}

}  // namespace

std::optional<std::string> set_sysctl(host::StackParameters& stack, std::string name,
                                      std::string_view value) {
    std::ranges::replace(name, '/', '.');
    const auto* row = std::ranges::find(kRows, name, &Row::name);
    if (row == std::end(kRows)) return fmt::format("sysctl {}", name);
    host::StackParameters changed = stack;
    if (!row->takes(changed, {value, numbers_in(value)})) return fmt::format("sysctl {}={}", name, value);
    stack = changed;
    return std::nullopt;
}

}  // namespace patchcord::scenarios::drill
