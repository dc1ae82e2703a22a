// Explicit congestion notification of one connection (RFC 3168 6.1): what the two sides agreed on, what the
// receiver has to echo, what the sender has to confirm. Not here: the reaction of cwnd (loss/recovery.hpp).
// Read next: models/tcp/output.cpp.
#pragma once

#include "models/tcp/config.hpp"
#include "models/wire/ipv4.hpp"
#include "models/wire/tcp.hpp"

namespace patchcord::models::tcp {

class EcnState {
  public:
    bool on() const { return on_; }
    /// A mark or ECT has been seen (tcpi_options TCPI_OPT_ECN_SEEN).
    bool seen() const { return seen_; }
    void agree(bool yes) { on_ = yes; }

    /// 6.1.1: an ECN-setup SYN has ECE and CWR, an ECN-setup SYN-ACK only ECE.
    static bool asks(wire::TcpFlags syn) { return syn.ece() && syn.cwr(); }
    static bool agrees(wire::TcpFlags syn_ack) { return syn_ack.ece() && !syn_ack.cwr(); }

    /// 6.1.3: data came with these bits in its IP header. True if it must be acknowledged at once: the mark
    /// is new.
    bool received(wire::Ecn bits, wire::TcpFlags flags) {
        if (!on_) return false;
        if (flags.cwr()) echo_ = false;
        if (bits == wire::Ecn::NotEct) return false;
        seen_ = true;
        if (bits != wire::Ecn::Ce) return false;
        const bool fresh = !echo_;
        echo_ = true;
        return fresh;
    }
    /// ECE for an acknowledgment that is sent now.
    bool echoes() const { return on_ && echo_; }
    /// The rate was reduced: the next new data says so.
    void reduced() {
        if (on_) confirm_ = true;
    }
    void withdraw() { confirm_ = false; }
    /// CWR for new data that is sent now, once.
    bool take_confirmation() {
        const bool yes = confirm_;
        confirm_ = false;
        return yes;
    }

  private:
    bool on_ = false;
    bool seen_ = false;
    bool echo_ = false;     // a CE mark was received and not confirmed
    bool confirm_ = false;  // CWR is due
};

}  // namespace patchcord::models::tcp
