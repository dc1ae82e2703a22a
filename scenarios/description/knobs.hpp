// What a scenario can set about the stack of one host. Every knob is optional here: the assembler lays those
// that were given over the table of the host's profile (models/tcp/config.hpp), so this file knows no
// defaults. Names, ranges and help are in scenarios/description/stack_tables.cpp. Read next: that file.
#pragma once

#include "models/tcp/config.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>

namespace patchcord::scenarios {

/// The members of models::tcp::Config under the same names.
struct TcpKnobs {
    std::optional<std::int64_t> mss;
    std::optional<bool> window_scale;
    std::optional<bool> timestamps;
    std::optional<bool> sack;
    std::optional<models::tcp::Ecn> ecn;
    std::optional<std::int64_t> receive_buffer;
    std::optional<std::int64_t> receive_maximum;  ///< if absent, receive_buffer where that is given
    std::optional<std::int64_t> send_buffer;
    std::optional<std::int64_t> initial_window;
    std::optional<models::tcp::cc::Algorithm> congestion;
    std::optional<bool> hystart;
    std::optional<models::tcp::IdleRestart> idle_restart;
    std::optional<bool> fast_retransmit;
    std::optional<models::tcp::LossDetection> detection;
    std::optional<std::int64_t> duplicate_threshold;
    std::optional<bool> limited_transmit;
    std::optional<bool> tail_loss_probe;
    std::optional<bool> prr;
    std::optional<bool> frto;
    std::optional<bool> undo;
    std::optional<bool> dsack;
    std::optional<bool> nagle;
    std::optional<sim::Duration> delayed_ack;
    std::optional<std::int64_t> ack_every;
    std::optional<sim::Duration> initial_rto;
    std::optional<sim::Duration> min_rto;
    std::optional<sim::Duration> max_rto;
    std::optional<std::int64_t> syn_retries;
    std::optional<std::int64_t> synack_retries;
    std::optional<std::int64_t> retries;
    std::optional<sim::Duration> msl;
    std::optional<std::int64_t> isn;
    std::optional<bool> keepalive;
    std::optional<sim::Duration> keepalive_idle;
    std::optional<sim::Duration> keepalive_interval;
    std::optional<std::int64_t> keepalive_count;
    std::optional<sim::Duration> user_timeout;
    std::optional<bool> syn_cookies;
};

/// The network card and its driver. What is absent is not modelled: a driver that is fast enough.
struct CardKnobs {
    std::optional<sim::Rate> rate;         ///< of the fastest PHY that it has
    std::optional<std::int64_t> tx_ring;   ///< frames that wait behind the queue, in the card's reach
    std::optional<std::int64_t> rx_ring;   ///< frames that the card may have received before the driver
    std::optional<sim::Duration> rx_time;  ///< that the processor needs for a received frame
};

struct ArpKnobs {
    std::optional<sim::Duration> timeout;  ///< age at which an entry is forgotten
    std::optional<std::int64_t> retries;   ///< requests after the first, one each second
};

}  // namespace patchcord::scenarios
