// What the sender believes about the network: nothing wrong, some reordering or loss, recovering from a loss
// or from a timeout (the states have Linux's names); and what follows for cwnd: proportional rate reduction
// (RFC 6937), NewReno (RFC 6582) and RFC 6675, F-RTO (RFC 5682), Eifel and D-SACK undo (RFC 3522, 3708),
// tail-loss probes (RFC 8985 7). It marks segments on the scoreboard; it sends nothing. Owned by the TCB.
// Read next: models/tcp/loss/recovery.cpp, undo.cpp, models/tcp/acknowledge.cpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/loss/rack.hpp"
#include "models/tcp/loss/rtt_estimator.hpp"
#include "models/tcp/loss/scoreboard.hpp"
#include "models/tcp/seq.hpp"
#include "models/wire/tcp_options.hpp"
#include "sim/core/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::tcp {

/// Linux's tcpi_ca_state.
enum class CaState : std::uint8_t { Open, Disorder, Cwr, Recovery, Loss };

/// One acknowledgment: what came, and what it turned out to do.
struct Ack {
    // What came.
    sim::Time now;
    Seq ack;
    Seq prior_una;        ///< SND.UNA before it
    Seq snd_nxt;          ///< the first number never sent
    Seq prior_highest;    ///< behind the highest number that was sacked before it
    bool sack_permitted;  ///< the peer speaks SACK
    bool carries_data = false;
    bool window_update = false;
    bool ece = false;
    /// The timestamp that it echoes was taken before the first retransmission of this recovery (Eifel).
    bool echoes_original = false;
    std::uint32_t mss = 536;

    // What it did.
    bool advanced = false;            ///< SND.UNA moved
    bool acked_data = false;          ///< at least a whole segment was acknowledged cumulatively
    bool sacked_new = false;          ///< SACK told of something new
    bool duplicate_report = false;    ///< a D-SACK
    bool probe_duplicate = false;     ///< a D-SACK of the tail-loss probe
    bool original_delivered = false;  ///< something arrived that was sent once only
    bool resent_acked = false;        ///< something was acknowledged that had been sent again
    bool resent_lost = false;         ///< a retransmission was found to be lost
    bool restarts_timer = false;      ///< the retransmission timer begins anew
    std::uint32_t delivered = 0;      ///< segments that are known to have arrived by it
    std::uint32_t newly_lost = 0;
    std::optional<sim::Duration> rtt = {};       ///< measured on segments sent once
    std::optional<sim::Duration> last_rtt = {};  ///< of the one sent last
    std::optional<Seq> reordered = {};           ///< lowest number that arrived after higher ones had
    /// When the first and the last of the segments were sent that SACK newly told of, and that were sent
    /// once.
    std::optional<sim::Time> first_sacked = {};
    std::optional<sim::Time> last_sacked = {};
};

/// No timer of loss recovery runs shorter (Linux TCP_TIMEOUT_MIN).
inline constexpr sim::Duration kLeastTimeout = std::chrono::milliseconds{2};

/// What may be sent after an acknowledgment.
enum class Resend : std::uint8_t { Nothing, Lost, NewDataFirst };

class Recovery {
  public:
    Recovery(const Config& config, cc::CongestionControl& congestion, RttEstimator& rtt)
        : config_{config}, congestion_{congestion}, rtt_{rtt}, reordering_{config.duplicate_threshold} {}

    Scoreboard& board() { return board_; }
    const Scoreboard& board() const { return board_; }
    CaState state() const { return state_; }
    bool reduces_cwnd() const { return state_ == CaState::Cwr || state_ == CaState::Recovery; }
    /// Segments of reordering that the path is known to do (tcpi_reordering).
    std::uint32_t reordering() const { return reordering_; }

    /// Behind the highest number that is selectively acknowledged; SND.UNA when none is.
    Seq highest_sacked(Seq snd_una) const;
    /// Both ends speak SACK.
    void agree_sack(bool yes) { sack_permitted_ = yes; }

    // Acknowledgments, in this order.

    /// The SACK blocks of `ack` (RFC 2018 4, 2883 4).
    void take_sacks(Ack& ack, std::span<const wire::SackBlock> blocks);
    /// What lies before ack.ack is delivered.
    void take_cumulative(Ack& ack);
    /// What this says about losses, and what cwnd becomes. `duplicate`: RFC 5681 2's definition holds.
    Resend react(Ack& ack, bool duplicate, bool new_data_waits);

    // Sending.

    /// New data was sent.
    void sent(const SentSegment& segment);
    /// A lost segment was sent again.
    void sent_again(std::uint32_t at, sim::Time now);
    /// Which lost segment goes next, if cwnd allows one; board().size() when none.
    std::uint32_t next_to_resend() const;
    /// Segments that cwnd allows now, limited transmit (RFC 3042) included. A recovery may begin with one
    /// more (RFC 5681 3.2 step 3, RFC 6675 5 step 4.3).
    std::uint32_t quota() const {
        const bool counts_duplicates = config_.limited_transmit || state_ >= CaState::Cwr;
        const std::uint32_t out = counts_duplicates ? board_.in_flight() : board_.size();
        if (congestion_.cwnd() > out) return congestion_.cwnd() - out;
        return state_ == CaState::Recovery && prr_out_ == 0 && board_.lost() > board_.resent() ? 1 : 0;
    }
    /// cwnd held the sender back, or did not (RFC 7661); `snd_nxt` after sending.
    void note_usage(bool limited, Seq snd_una, Seq snd_nxt);

    // Timers.

    /// The retransmission timer ran out for the `times`-th time in a row.
    void timed_out(sim::Time now, Seq snd_una, Seq snd_nxt, std::uint32_t times);
    /// The reordering timer ran out. True if something is lost now.
    bool reordering_timed_out(sim::Time now, Seq snd_una, Seq snd_nxt);
    /// How long the reordering timer is to run; 0: it is not needed.
    sim::Duration reordering_timeout() const { return reordering_timeout_; }
    bool may_probe_tail() const;
    void tail_probed(Seq snd_nxt, bool resent);
    bool tail_probe_out() const { return tail_probe_.has_value(); }

    // Signals from elsewhere.

    /// ECN, or a local drop: the rate falls without a loss.
    void reduce_without_loss(sim::Time now, Seq snd_una, Seq snd_nxt);
    /// The path takes only smaller segments: these are lost, but not to congestion (RFC 1191 6.5).
    void too_large(std::uint32_t mss, Seq snd_nxt);
    /// The first retransmission of this recovery; nothing when there is none to compare with.
    std::optional<sim::Time> first_resent() const { return first_resent_; }
    cc::Snapshot snapshot(sim::Time now, Seq snd_una, Seq snd_nxt) const;
    bool cwnd_limited() const;

  private:
    // sacks.cpp
    bool is_valid_block(const Ack& ack, Seq begin, Seq end, bool duplicate) const;
    void mark_block(Ack& ack, Seq begin, Seq end, bool duplicate, Seq highest);
    void mark_sacked(Ack& ack, std::uint32_t at, Seq highest);
    void note_duplicate(Ack& ack, Seq begin, Seq end);
    void measure(Ack& ack, std::optional<sim::Time> first, std::optional<sim::Time> last);
    void note_reordering(const Ack& ack);
    void remove_arrived(Ack& ack, std::uint32_t acked);
    // recovery.cpp
    Resend alert(Ack& ack, bool duplicate, bool new_data_waits);
    bool leave_what_is_over(const Ack& ack);
    bool go_on_in_recovery(Ack& ack, bool duplicate);
    bool go_on_in_loss(Ack& ack, bool duplicate, bool new_data_waits, Resend& resend);
    void find_losses(Ack& ack);
    void find_losses_by_count(const Ack& ack);
    void add_arrived(Ack& ack);
    void enter_recovery(const Ack& ack);
    void begin_reduction(sim::Time now, Seq snd_una, Seq snd_nxt);
    void reduce(const Ack& ack);
    void end_reduction();
    void keep_open(Seq snd_nxt);
    void try_to_open(const Ack& ack);
    void set_state(CaState state) { state_ = state; }
    void take_tail_probe(Ack& ack);
    bool peer_reneges(Ack& ack);
    bool may_raise_cwnd(const Ack& ack) const;
    std::uint32_t flight_before_limited_transmit() const;
    Rack::Situation situation(sim::Time now) const;
    // undo.cpp
    void remember_for_undo(Seq snd_una);
    bool may_undo(const Ack& ack) const;
    bool is_from_original(const Ack& ack) const;
    void undo(bool nothing_lost);
    bool undo_recovery(const Ack& ack);
    bool undo_partial(const Ack& ack);
    bool undo_loss(const Ack& ack, bool by_frto);
    bool undo_by_duplicates();
    bool must_hold_state(const Ack& ack);
    bool any_resent() const { return board_.resent() > 0 || (!board_.empty() && board_.front().ever_resent); }
    std::uint32_t current_ssthresh() const;

    const Config& config_;
    cc::CongestionControl& congestion_;
    RttEstimator& rtt_;
    Scoreboard board_;
    Rack rack_;
    CaState state_ = CaState::Open;
    Seq high_seq_;              // what was sent when the state began
    std::uint32_t reordering_;  // the threshold of duplicates
    bool reordering_seen_ = false;
    sim::Duration reordering_timeout_{0};
    bool sack_permitted_ = false;
    // Without SACK (RFC 6582).
    bool partial_ack_seen_ = false;  // in this recovery
    std::uint32_t duplicates_ = 0;   // acknowledgments in a row
    std::optional<Seq> recover_;     // duplicates of no more than this do not begin a recovery

    // Rate reduction (RFC 6937).
    std::uint32_t prior_cwnd_ = 0;
    std::uint32_t prr_delivered_ = 0;
    std::uint32_t prr_out_ = 0;

    // To take a reduction back.
    std::optional<Seq> undo_from_;           // SND.UNA when the reduction began
    std::int32_t undo_resent_ = 0;           // retransmissions not reported as duplicates; -1: none was sent
    std::uint32_t undo_ssthresh_ = 0;        // 0: not to be restored
    std::optional<sim::Time> first_resent_;  // of this recovery

    bool frto_ = false;  // RFC 5682 is under way
    struct TailProbe {
        Seq end;
        bool resent;
    };
    std::optional<TailProbe> tail_probe_;

    // Whether cwnd limits (RFC 7661 4.1, Linux tcp_cwnd_validate).
    bool limited_ = false;
    std::uint32_t most_out_ = 0;
    Seq usage_until_;
};

}  // namespace patchcord::models::tcp
