// The variables of a connection (RFC 9293 3.3.1), in the words of the RFC and of BSD. What was sent and is
// not acknowledged lies in `recovery.board()`; what is received and not read in `receive`. Read next:
// models/tcp/segment_arrives.cpp, models/tcp/output.cpp.
#pragma once

#include "models/tcp/ack_policy.hpp"
#include "models/tcp/buffer/receive_buffer.hpp"
#include "models/tcp/buffer/send_buffer.hpp"
#include "models/tcp/cc/registry.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/handshake/fast_open_state.hpp"
#include "models/tcp/loss/recovery.hpp"
#include "models/tcp/loss/rtt_estimator.hpp"
#include "models/tcp/options/ecn.hpp"
#include "models/tcp/options/sack_report.hpp"
#include "models/tcp/options/timestamps.hpp"
#include "models/tcp/receive_window.hpp"
#include "models/tcp/seq.hpp"
#include "models/wire/enums.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace patchcord::models::tcp {

struct Tcb {
    explicit Tcb(const Config& config)
        : rtt{config},
          congestion{cc::make(config.congestion, {.abc_limit = config.abc_limit,
                                                  .hystart = config.hystart,
                                                  .halve_flight = config.halve_flight})},
          recovery{config, *congestion, rtt},
          send{config.send_buffer},
          window{config},
          acks{config},
          receive{config.receive_buffer} {}

    wire::TcpState state = wire::TcpState::Closed;

    // Send sequence variables.
    Seq iss;
    Seq snd_una;                ///< oldest number not acknowledged
    Seq snd_nxt;                ///< the first number never sent
    std::uint32_t snd_wnd = 0;  ///< the peer's window, bytes
    std::uint32_t max_snd_wnd = 0;
    Seq snd_wl1;  ///< SEG.SEQ of the last window update
    Seq snd_wl2;  ///< SEG.ACK of the last window update
    std::uint8_t snd_shift = 0;
    std::uint32_t mss = 536;       ///< largest text without options, bytes (SendMSS)
    std::uint32_t peer_mss = 536;  ///< as the peer's SYN said
    bool fin_queued = false;       ///< the user has closed: a FIN follows the text in `send`
    std::optional<Seq> snd_up;     ///< behind the last octet of urgent data
    Seq snd_small;                 ///< behind the last small segment that was sent (Minshall)

    // Receive sequence variables.
    Seq irs;
    Seq rcv_nxt;
    Seq last_ack_sent;
    std::optional<Seq> peer_fin;  ///< the number of the peer's FIN, once it has come, in order or not

    // Agreed on in the handshake.
    bool scaling = false;  ///< both ends scale their windows (RFC 7323 2)
    bool sack = false;     ///< both ends speak SACK
    Timestamps timestamps;
    EcnState ecn;
    handshake::FastOpenState fast_open;
    std::uint32_t path_mtu = 0xFFFF;  ///< as ICMP told, bytes

    // Timeouts.
    std::uint32_t backoffs = 0;  ///< timeouts and probes in a row that brought no answer
    std::uint32_t probes = 0;    ///< zero-window or keepalive probes in a row
    std::uint32_t total_resent = 0;
    std::uint32_t delivered = 0;  ///< segments that have arrived, our SYN among them (tcpi_delivered)
    RttEstimator rtt;

    std::unique_ptr<cc::CongestionControl> congestion;
    Recovery recovery;
    SendBuffer send;

    ReceiveWindow window;
    AckPolicy acks;
    SackReport sacks;
    ReceiveBuffer receive;

    Scoreboard& board() { return recovery.board(); }
    const Scoreboard& board() const { return recovery.board(); }
    /// The number behind the last byte in `send`: that of a FIN. (A FIN that was acknowledged is not in the
    /// buffer.)
    Seq text_begin() const { return is_synchronized() ? snd_una : iss + 1; }
    Seq text_end() const { return text_begin() + static_cast<std::uint32_t>(send.size()); }
    bool is_synchronized() const { return state >= wire::TcpState::Established; }
    /// Data may be sent and received: also while a Fast Open handshake is not over.
    bool is_open() const {
        return is_synchronized() || (fast_open.begins_early && state == wire::TcpState::SynReceived);
    }
};

}  // namespace patchcord::models::tcp
