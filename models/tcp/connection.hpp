// One TCP connection: the calls of its user (RFC 9293 3.10.1 to 3.10.6), the segments that arrive (3.10.7)
// and its timers (3.10.8). It is cut by role into user_calls.cpp, segment_arrives.cpp, acknowledge.cpp,
// output.cpp and timers.cpp; its variables are in tcb.hpp. A connection has two owners: the four-tuple table
// while it is in it, and the socket handle while the application holds it. Timers are members. Read next:
// models/tcp/tcb.hpp, then the five files in this order.
#pragma once

#include "models/ip/port_table.hpp"
#include "models/ip/transport.hpp"
#include "models/tcp/buffer/send_clock.hpp"
#include "models/tcp/buffer/urgent_mark.hpp"
#include "models/tcp/cc/congestion_control.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/info.hpp"
#include "models/tcp/segment.hpp"
#include "models/tcp/tcb.hpp"
#include "models/tcp/transfer.hpp"
#include "models/trace/records.hpp"
#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/error.hpp"
#include "sim/core/ids.hpp"
#include "sim/coro/wait_queue.hpp"
#include "sim/event/timer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace patchcord::models::tcp {

class TcpLayer;
class Listener;

class Connection {
  public:
    Connection(TcpLayer& layer, trace::ConnectionId id, const wire::FourTuple& tuple, const Config& config,
               ip::PortLease port);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    // User calls. Those that would block return ResourceUnavailableTryAgain; wait in readable() or writable()
    // and call again.

    /// 3.10.1 OPEN, active: sends the SYN. Call it once, then is_connected().
    void open_active();
    /// The same with Fast Open (RFC 7413): the SYN carries as much of `text` as the server's cookie allows,
    /// or asks for one. Returns how much was taken. `writer_waits`: send() will be called with the rest as
    /// soon as the handshake is over.
    std::size_t open_fast(std::span<const std::uint8_t> text, bool writer_waits);
    /// OPEN's outcome: true once the handshake is over, the error if it failed, EAGAIN before. Signalled in
    /// writable().
    wire::Result<bool> connected();
    /// 3.10.2 SEND: appends what fits into the send buffer and returns how much that was (at least 1).
    /// BrokenPipe after shutdown or when the peer is gone; the connection's error once.
    wire::Result<std::size_t> send(std::span<const std::uint8_t> bytes, const SendOptions& options = {});
    /// 3.10.3 RECEIVE: copies out what is there, in order; 0 at the end of the peer's stream. Stops in front
    /// of the urgent octet.
    wire::Result<std::size_t> receive(std::span<std::uint8_t> bytes, const ReceiveOptions& options = {});
    /// The urgent octet. InvalidArgument when there is none, or when it is wanted in line.
    wire::Result<std::uint8_t> receive_urgent(bool peek);
    /// 3.10.4 CLOSE of the sending direction: FIN after the data that is queued, in SYN-SENT and SYN-RECEIVED
    /// after the handshake. NotConnected in CLOSED.
    wire::Result<void> shutdown_send();
    /// SHUT_RD: RECEIVE waits for nothing any more; what comes is still acknowledged and can be read.
    void shutdown_receive();
    /// The application lets go of the connection: FIN, or RST when unread data is thrown away (RFC
    /// 2525 2.17).
    void close();
    /// 3.10.5 ABORT: RST to the peer, if there is one.
    void abort();
    /// The host has crashed: everything stops, nothing is sent.
    void vanish();

    /// Notified when receive() has something new to say.
    sim::WaitQueue& readable() { return readable_; }
    /// Notified when send() or connected() has something new to say.
    sim::WaitQueue& writable() { return writable_; }

    // What a table or a view shows.

    trace::ConnectionId id() const { return id_; }
    const wire::FourTuple& tuple() const { return tuple_; }
    wire::TcpState state() const { return tcb_.state; }
    const Tcb& tcb() const { return tcb_; }
    const Config& config() const { return config_; }
    void set_nagle(bool on);
    /// From now on these knobs; sends what the old ones held back. Those of the handshake mean nothing any
    /// more.
    void reconfigure(const Config& config);
    /// SO_SNDBUF as Linux counts it: bytes of memory, of which data takes most. 0: Config::send_buffer alone.
    void set_send_memory(std::uint32_t bytes);
    void set_urgent_inline(bool on) { urgent_inline_ = on; }
    /// IP_RECVERR: what ICMP tells is an error at once, not only when the connection gives up, and is kept.
    void set_receive_errors(bool on);
    /// The oldest report that is kept.
    std::optional<ErrorReport> take_report();
    bool has_report() const { return !reports_.empty(); }
    /// TCP_QUICKACK: an ACK that waits goes at once, and further ones do not wait until it is turned off.
    void acknowledge_quickly(bool on);
    bool acknowledges_quickly() const { return !tcb_.acks.is_interactive(); }
    /// Sends what may be sent; `how` says more about segments that are not full.
    void push(Push how);
    /// The timer that `netstat -o` would show: kind, when it fires, how often it has fired in a row.
    struct TimerView {
        trace::TimerKind kind;
        sim::Time expires;
        std::uint32_t count;
    };
    std::optional<TimerView> timer() const;
    /// The error that the next call will report (SO_ERROR), if any.
    std::optional<wire::Error> pending_error() const { return error_; }
    /// The same, and it is forgotten.
    std::optional<wire::Error> take_error();
    // What poll and ioctl ask.
    bool has_send_space() const;  ///< SEND would take a good deal
    bool is_at_end() const;       ///< the peer's FIN has come, and all before it
    bool is_receive_shut() const { return receive_shut_; }
    bool is_send_shut() const { return tcb_.fin_queued; }
    const UrgentMark& urgent() const { return urgent_; }
    bool is_at_mark() const;         ///< the next octet is the urgent one (SIOCATMARK)
    std::size_t inq() const;         ///< octets until the mark, or all that are readable (SIOCINQ)
    std::uint32_t not_sent() const;  ///< octets that were never sent (SIOCOUTQNSD)
    /// Everything that TCP_INFO tells.
    Info info() const;
    /// Received and not read; sent or queued and not acknowledged. Bytes.
    std::size_t receive_queue() const { return tcb_.receive.readable(); }
    std::size_t send_queue() const { return tcb_.send.size(); }

    // For the layer.

    /// 3.10.7.2 third: a SYN came for `listener`; answers with SYN,ACK. The initial number lies above
    /// `above`, the last that an incarnation before this one used.
    void open_passive(const Segment& syn, Listener& listener, std::optional<Seq> above = {},
                      const handshake::FastOpenAnswer& fast_open = {});
    /// Answers a SYN with a cookie, and forgets it: this connection is not kept.
    void answer_with_cookie(const Segment& syn, Seq cookie);
    /// The handshake as it was when the cookie was sent; the ACK that proves it is to arrive next.
    void open_by_cookie(const Segment& ack, const wire::TcpOptions& offered, Listener& listener);
    /// The application has it.
    void was_accepted() { accepted_ = true; }
    /// 3.10.7.3 and 3.10.7.4.
    void segment_arrives(Segment segment);
    /// ICMP says that a segment with this sequence number did not arrive.
    void unreachable(const ip::TransportError& error, Seq quoted);
    /// In TIME-WAIT: whether this SYN may open a new incarnation (RFC 9293 3.6.1).
    bool yields_to(const Segment& syn) const;
    /// The listener under which the handshake runs; null afterwards and for active opens.
    Listener* listener() const { return listener_; }

  private:
    // segment_arrives.cpp: 3.10.7.3, then 3.10.7.4, one function per numbered check; false: the segment is
    // finished with.
    void arrives_in_syn_sent(const Segment& segment);
    bool first_check_sequence(Segment& segment);
    bool second_check_rst(const Segment& segment);
    bool fourth_check_syn(const Segment& segment);
    bool fifth_check_ack(const Segment& segment);
    bool seventh_process_text(Segment& segment);
    void eighth_check_fin();
    bool is_acceptable(const Segment& segment) const;
    bool answer_unacceptable(Segment& segment);
    void trim_to_window(Segment& segment);
    void note_fin(Segment& segment);
    void enter_time_wait();
    void learn_from_syn(const Segment& segment);
    void enter_established();
    void our_fin_acknowledged();

    bool is_stale(const Segment& segment);
    void note_duplicate(const Segment& segment);
    void note_timestamp(const Segment& segment);
    void report_to_sender(Seq begin, std::uint32_t text, ReceiveBuffer::Range here);
    bool is_behind_what_came(Seq seq) const;
    bool sixth_check_urg(const Segment& segment);  // transfer.cpp
    bool is_newer(const std::optional<wire::TcpTimestamps>& stamps) const;

    // handshake/fast_open.cpp
    void acknowledge_text_of_syn();
    void learn_fast_open(const Segment& syn_ack);
    void take_text_of_syn(Segment syn);
    void begin_early(const Segment& syn, Listener& listener);
    void finish_early(const Segment& segment);
    void leave_fast_open_queue(bool reset);
    bool echoes_nothing_of_ours(const Segment& segment) const;
    void begin_transfer();

    // acknowledge.cpp
    bool acknowledges_nothing(const Segment& segment) const;
    void acknowledge(const Segment& segment);
    void acknowledge_handshake(const Segment& segment);
    void take_acknowledged(Seq ack);
    void measure(const Ack& ack, const Segment& segment);
    void after_acknowledgment(Ack& ack, Resend resend);
    bool update_send_window(const Segment& segment);
    void window_opened();
    void path_takes(std::uint32_t mtu);

    // manners/bsd.cpp
    void unreachable_to_bsd(const ip::TransportError& error);
    void arrives_in_time_wait_of_bsd(const Segment& segment);
    bool repeats_fin() const;
    bool was_here_of_bsd(const Segment& segment) const;

    // output.cpp
    void output();
    bool resend_lost();
    void resend(std::uint32_t at, trace::SegmentKind kind);
    void join_with_next(std::uint32_t at);
    trace::SegmentKind resend_kind() const;
    bool send_new_data();
    bool send_next();
    void send_at_nxt(std::uint32_t length, bool fin, trace::SegmentKind kind);
    bool may_send(std::uint32_t length, std::uint32_t available, bool fin) const;
    bool fin_wanted() const;
    std::uint32_t usable_window() const {
        const std::uint32_t out = tcb_.snd_nxt - tcb_.snd_una;
        return tcb_.snd_wnd > out ? tcb_.snd_wnd - out : 0;
    }
    // The text that a segment holds now: options take their part of the MSS (RFC 6691).
    std::uint32_t present_mss() const {
        const std::uint32_t stamps = tcb_.timestamps.on() ? 12 : 0;
        const bool plain = tcb_.sacks.empty() && config_.nagle_rule == NagleRule::Rfc9293 && tcb_.mss > 20;
        return plain ? tcb_.mss - stamps : mss_beside_options(stamps);
    }
    std::uint32_t mss_beside_options(std::uint32_t options) const;
    void note_restart_after_idle();
    void announce_window();

    // transmit.cpp
    void transmit(Seq seq, std::uint32_t length, wire::TcpFlags flags, trace::SegmentKind kind,
                  bool again = false);
    wire::TcpOptions options_for(wire::TcpFlags flags);
    std::uint16_t window_field(wire::TcpFlags flags);
    void send_syn();
    Seq acceptable_seq() const;
    void send_ack();
    void send_challenge_ack();
    void send_rst(Seq seq, wire::TcpFlags flags);
    /// What is taken from RCV.NXT on: what was announced; in FreeBSD, when it has more than a half-open
    /// connection of a listener, also what the buffer has room for.
    std::uint32_t receive_window() const {
        const std::uint32_t open = tcb_.window.open(tcb_.rcv_nxt);
        const bool by_space = config_.manners == Manners::Bsd && listener_ == nullptr;
        return by_space ? std::max(open, receive_space()) : open;
    }
    std::uint16_t announced_mss() const;
    std::uint32_t receive_space() const;

    // timers.cpp
    void retransmission_timer();
    void retransmission_timeout();
    void handshake_timeout();
    void tail_probe_timeout();
    void reordering_timeout();
    void persist_timeout();
    void keepalive_timeout();
    void delayed_ack_timeout();
    void two_msl_timeout();
    void arm(sim::Timer& timer, trace::TimerKind kind, sim::Duration delay, std::uint32_t count = 0);
    void disarm(sim::Timer& timer, trace::TimerKind kind);
    void trace_timer(trace::TimerKind kind, trace::TimerAction action, sim::Time expires,
                     std::uint32_t count);
    bool gives_up();
    sim::Time trouble_since() const;
    void resend_probe();
    void set_retransmission_timer(trace::TimerKind kind, sim::Duration delay);
    void stop_retransmission_timer() { disarm(retransmission_, pending_); }
    void restart_retransmission_timer();
    void rearm_retransmission_timer();
    bool schedule_tail_probe(bool from_now);
    void start_persisting();
    void stop_persisting();
    void start_keepalive();
    void ack_later();

    // transfer.cpp
    std::size_t append_by_segments(std::span<const std::uint8_t> bytes);
    std::size_t take(std::span<std::uint8_t> bytes, const ReceiveOptions& options);
    Seq read_next() const;
    void note_what_limits();
    void keep_report(const ip::TransportError& error, wire::Error told);

    // user_calls.cpp
    void choose_iss(std::optional<Seq> above);
    void queue_fin();
    void set_state(wire::TcpState state);
    void end(std::optional<wire::Error> error);
    void reset_peer();
    void wake_all();
    void sample();
    void trace_sample();

    TcpLayer& layer_;
    sim::NodeContext& context_;
    trace::ConnectionId id_;
    wire::FourTuple tuple_;
    Config config_;
    ip::PortLease port_;
    Tcb tcb_;
    Listener* listener_ = nullptr;
    std::optional<wire::Error> error_;
    std::optional<wire::Error> soft_error_;  // from ICMP: reported if the connection then times out
    bool accepted_ = false;                  // of a passive open: the application has it
    bool user_closed_ = false;               // the application holds no handle any more
    bool receive_shut_ = false;
    sim::PacketId cause_;  // the segment that is being processed
    sim::Time last_data_sent_ = sim::kStart;
    sim::Time last_arrival_ = sim::kStart;
    sim::Time syn_sent_ = sim::kStart;
    sim::Time trouble_since_ = sim::kStart;  // when probing of a closed window began
    std::uint32_t keepalive_probes_ = 0;     // in a row, not answered
    Push push_ = Push::Normal;               // of the SEND that runs
    std::uint32_t send_memory_ = 0;          // 0: not counted
    std::uint32_t begun_ = 0;  // octets in the last segment that is not sent, where that is counted
    UrgentMark urgent_;
    bool urgent_inline_ = false;
    bool writer_waits_ = false;  // the last SEND did not take all
    SendClock send_clock_;
    bool receives_errors_ = false;
    std::vector<ErrorReport> reports_;
    std::uint32_t challenges_ = 0;  // sent before challenges_end_
    sim::Time challenges_end_ = sim::kStart;
    sim::WaitQueue readable_;
    sim::WaitQueue writable_;
    /// What the retransmission timer stands for: Retransmission, TailProbe or Reordering.
    trace::TimerKind pending_ = trace::TimerKind::Retransmission;
    sim::Timer retransmission_;
    sim::Timer persist_;
    sim::Timer keepalive_;
    sim::Timer delayed_ack_;
    sim::Timer two_msl_;
};

}  // namespace patchcord::models::tcp
