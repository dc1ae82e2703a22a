// SEND and RECEIVE (RFC 9293 3.10.2 and 3.10.3), and urgent data on its way to the reader (3.8.5, RFC 6093).
// In which order a call looks at errors, the end of the stream and data is Linux's choice
// (tcp_sendmsg_locked, tcp_recvmsg_locked). Not here: what is sent when (output.cpp). Read next:
// models/tcp/connection.hpp.
#include "models/tcp/transfer.hpp"

#include "models/tcp/connection.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace patchcord::models::tcp {

using wire::Error;
using wire::failure;
using wire::TcpState;

namespace {

constexpr std::uint32_t kNoLimit = std::numeric_limits<std::uint32_t>::max();

/// What Linux charges for data that waits: the bytes, and 1280 more for every ten segments of them, about
/// what an sk_buff costs.
std::size_t memory_of(std::size_t bytes, std::size_t mss) {
    constexpr std::size_t kPerBuffer = 1280;
    return bytes + (bytes + 10 * mss - 1) / (10 * mss) * kPerBuffer;
}

}  // namespace

std::uint32_t Connection::not_sent() const {
    return tcb_.text_end().after(tcb_.snd_nxt) ? tcb_.text_end() - tcb_.snd_nxt : 0;
}

// sk_stream_is_writeable: a third of the buffer is free, and not too much has not been sent.
bool Connection::has_send_space() const {
    if (2 * std::uint64_t{not_sent()} >= config_.notsent_lowat) return false;
    if (send_memory_ == 0) return 3 * tcb_.send.space() >= config_.send_buffer;
    const std::size_t used = memory_of(tcb_.send.size(), tcb_.mss);
    return used <= send_memory_ && send_memory_ - used >= used / 2;
}

// 3.10.2
wire::Result<std::size_t> Connection::send(std::span<const std::uint8_t> bytes, const SendOptions& options) {
    if (error_) return failure(*std::exchange(error_, std::nullopt));
    if (tcb_.fin_queued || tcb_.state == TcpState::Closed) return failure(Error::BrokenPipe);
    if (bytes.empty()) return 0;
    if (tcb_.is_open()) note_restart_after_idle();
    const bool counts_memory = send_memory_ > 0 || config_.notsent_lowat != kNoLimit;
    const std::size_t taken = counts_memory ? append_by_segments(bytes) : tcb_.send.append(bytes);
    writer_waits_ = taken < bytes.size();
    if (taken == 0) return failure(Error::ResourceUnavailableTryAgain);
    if (options.end_of_record && taken == bytes.size()) tcb_.send.end_record();
    if (options.urgent) tcb_.snd_up = tcb_.text_end();
    if (!options.more) tcb_.snd_push = tcb_.text_end();
    push(options.more ? Push::Hold : Push::Normal);
    return taken;
}

void Connection::push(Push how) {
    if (!tcb_.is_open()) return;
    push_ = how;
    output();
    push_ = Push::Normal;
    note_what_limits();
}

// tcp_write_xmit, tcp_cwnd_validate
void Connection::note_what_limits() {
    const std::uint32_t waiting = not_sent();
    const bool may_send = tcb_.recovery.quota() > 0;
    Sending state = Sending::Busy;
    if (waiting == 0 && tcb_.board().empty()) {
        state = Sending::Idle;
    } else if (waiting > 0 && may_send && usable_window() < std::min(waiting, present_mss())) {
        state = Sending::WindowLimited;
    } else if (waiting == 0 && may_send && writer_waits_) {
        state = Sending::BufferLimited;
    }
    send_clock_.enter(state, context_.now());
}

// tcp_sendmsg_locked: memory, and TCP_NOTSENT_LOWAT, are asked for whenever a segment begins that may become
// as long as half of the peer's largest window; what has begun is filled.
std::size_t Connection::append_by_segments(std::span<const std::uint8_t> bytes) {
    const std::uint32_t half = std::clamp(tcb_.max_snd_wnd / 2, tcb_.mss, 0xFFFFu);
    const std::uint32_t goal = half - half % tcb_.mss;
    std::size_t taken = 0;
    std::uint32_t begun = std::min(begun_, not_sent());
    while (taken < bytes.size()) {
        if (begun == 0 || begun == goal) {
            const bool memory = send_memory_ == 0 ? tcb_.send.space() > 0
                                                  : memory_of(tcb_.send.size(), tcb_.mss) < send_memory_;
            if (!memory || not_sent() >= config_.notsent_lowat) break;
            begun = 0;
        }
        const std::size_t count = std::min<std::size_t>(goal - begun, bytes.size() - taken);
        tcb_.send.append_anyway(bytes.subspan(taken, count));
        taken += count;
        begun += static_cast<std::uint32_t>(count);
        if (begun == goal && tcb_.is_open()) {
            output();
            begun = std::min(begun, not_sent());
        }
    }
    begun_ = begun;
    return taken;
}

// The end of the peer's stream has been reached, and acknowledged.
bool Connection::is_at_end() const {
    return tcb_.peer_fin && tcb_.rcv_nxt.after(*tcb_.peer_fin);
}

// The first number that the application has not read.
Seq Connection::read_next() const {
    return tcb_.rcv_nxt - static_cast<std::uint32_t>(tcb_.receive.readable()) - (is_at_end() ? 1 : 0);
}

// 3.10.3. Also after SHUT_RD what is there is read, but nothing is waited for.
wire::Result<std::size_t> Connection::receive(std::span<std::uint8_t> bytes, const ReceiveOptions& options) {
    if (const std::size_t count = take(bytes, options); count > 0) {
        if (!options.peek) announce_window();
        return count;
    }
    if (bytes.empty()) return 0;
    if (is_at_end()) return 0;
    if (error_) return failure(*std::exchange(error_, std::nullopt));
    if (receive_shut_ || tcb_.state == TcpState::Closed) return 0;
    return failure(Error::ResourceUnavailableTryAgain);
}

// Reading stops in front of the urgent octet, and goes on behind it unless it is wanted in line.
std::size_t Connection::take(std::span<std::uint8_t> bytes, const ReceiveOptions& options) {
    std::size_t available = tcb_.receive.readable();
    const bool half_open =
        tcb_.state == TcpState::SynReceived && !tcb_.is_open();  // what a SYN brought waits
    if (half_open || available <= options.offset || bytes.empty()) return 0;
    available -= options.offset;
    std::size_t skipped = 0;
    if (urgent_.exists()) {
        const Seq here = read_next() + static_cast<std::uint32_t>(options.offset);
        if (urgent_.at() == here && !urgent_inline_) skipped = 1;
        if (urgent_.at().after(here)) available = std::min<std::size_t>(available, urgent_.at() - here);
    }
    const std::size_t count = std::min(bytes.size(), available - skipped);
    if (!options.discard) tcb_.receive.peek(options.offset + skipped, bytes.first(count));
    if (options.peek) return count;
    tcb_.receive.drop(skipped + count);
    urgent_.passed(read_next());
    const auto gone = static_cast<std::uint32_t>(skipped + count);
    tcb_.receive.set_limit(tcb_.window.was_read(gone, context_.now(), tcb_.rtt.srtt()));
    return count;
}

// tcp_recv_urg
wire::Result<std::uint8_t> Connection::receive_urgent(bool peek) {
    if (urgent_inline_ || !urgent_.exists() || urgent_.is_taken()) return failure(Error::InvalidArgument);
    if (tcb_.state == TcpState::Closed && !is_at_end()) return failure(Error::NotConnected);
    const std::optional<std::uint8_t> octet = urgent_.octet();
    if (!octet) return failure(Error::ResourceUnavailableTryAgain);
    if (!peek) urgent_.take();
    return *octet;
}

// 3.10.7.4: the pointer counts from the segment's first octet and names the one behind the urgent octet, as
// everybody but RFC 1122 has it (RFC 6093 2.1).
bool Connection::sixth_check_urg(const Segment& segment) {
    if (segment.flags.urg() && segment.urgent > 0 &&
        urgent_.announce(segment.seq + segment.urgent - 1, read_next(), tcb_.rcv_nxt))
        readable_.notify_all();
    if (urgent_.search(segment.seq, segment.payload)) readable_.notify_all();
    return true;
}

bool Connection::is_at_mark() const {
    return urgent_.exists() && urgent_.at() == read_next();
}

// tcp_inq
std::size_t Connection::inq() const {
    const std::size_t readable = tcb_.receive.readable();
    const Seq here = read_next();
    const bool bounds = urgent_.exists() && !urgent_inline_ &&
                        urgent_.at().in_window(here, static_cast<std::uint32_t>(readable));
    return bounds ? urgent_.at() - here : readable;
}

void Connection::set_receive_errors(bool on) {
    receives_errors_ = on;
    if (!on) reports_.clear();
}

// tcp_v4_err, ip_icmp_error
void Connection::keep_report(const ip::TransportError& error, Error told) {
    constexpr std::size_t kMost = 64;  // nobody reads them
    if (reports_.size() < kMost)
        reports_.push_back({told, error.type, error.code, error.next_hop_mtu, error.reporter});
    error_ = told;
    wake_all();
}

std::optional<ErrorReport> Connection::take_report() {
    if (reports_.empty()) return std::nullopt;
    const ErrorReport oldest = reports_.front();
    reports_.erase(reports_.begin());
    return oldest;
}

}  // namespace patchcord::models::tcp
