// The variables of a connection (RFC 9293 3.3.1), in the words of the RFC and of BSD. SND.NXT of the RFC is
// `snd_max` here: the first number never sent. `snd_nxt` is where output() goes on; after a timeout it goes
// back to snd_una, as in BSD, and what it then passes up to snd_max is sent again. Read next:
// models/tcp/segment_arrives.cpp, models/tcp/output.cpp.
#pragma once

#include "models/tcp/buffer/receive_buffer.hpp"
#include "models/tcp/buffer/send_buffer.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/loss/rtt_estimator.hpp"
#include "models/tcp/seq.hpp"
#include "models/wire/enums.hpp"

#include <cstdint>
#include <optional>

namespace patchcord::models::tcp {

struct Tcb {
    explicit Tcb(const Config& config)
        : rtt{config.initial_rto, config.min_rto, config.max_rto},
          send{config.send_buffer},
          receive{config.receive_buffer} {}

    wire::TcpState state = wire::TcpState::Closed;

    // Send sequence variables.
    Seq iss;
    Seq snd_una;                ///< oldest number not acknowledged
    Seq snd_nxt;                ///< next number to send
    Seq snd_max;                ///< highest snd_nxt so far
    std::uint32_t snd_wnd = 0;  ///< the peer's window, bytes
    std::uint32_t max_snd_wnd = 0;
    Seq snd_wl1;  ///< SEG.SEQ of the last window update
    Seq snd_wl2;  ///< SEG.ACK of the last window update
    std::uint8_t snd_shift = 0;
    bool scaling = false;     ///< both ends scale their windows (RFC 7323 2)
    std::uint32_t mss = 536;  ///< largest text that we send, bytes (SendMSS)
    bool fin_queued = false;  ///< the user has closed: a FIN follows the text in `send`

    // Receive sequence variables.
    Seq irs;
    Seq rcv_nxt;
    Seq rcv_adv;  ///< right edge of the window as last advertised; never moves left
    std::uint8_t rcv_shift = 0;
    std::optional<Seq> peer_fin;  ///< the number of the peer's FIN, once it has come, in order or not

    // Acknowledgments that wait.
    std::uint32_t segments_unacknowledged = 0;

    // Loss detection and recovery (RFC 5681 3.2, RFC 6582).
    std::uint32_t duplicate_acks = 0;
    Seq duplicates_began;  ///< snd_max at the first of them: what follows is limited transmit (RFC 3042)
    bool in_recovery = false;
    bool partial_ack_seen = false;
    /// The highest number sent when recovery or a timeout began, until more than that is acknowledged.
    std::optional<Seq> recover;
    std::uint32_t backoffs = 0;  ///< timeouts and probes in a row that brought no answer
    std::uint32_t probes = 0;    ///< zero-window probes in a row
    RttEstimator rtt;

    SendBuffer send;
    ReceiveBuffer receive;

    /// The number behind the last byte in `send`: that of a FIN. (A FIN that was acknowledged is not in the
    /// buffer.)
    Seq text_begin() const { return is_synchronized() ? snd_una : iss + 1; }
    Seq text_end() const { return text_begin() + static_cast<std::uint32_t>(send.size()); }
    std::uint32_t flight() const { return snd_nxt - snd_una; }
    bool is_synchronized() const { return state >= wire::TcpState::Established; }
};

}  // namespace patchcord::models::tcp
