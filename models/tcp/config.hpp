// The knobs of TCP, and the profiles that set them: `rfc` says what the RFCs say, `book` is the plainest TCP,
// for lessons. A knob means nothing to the wire until the connection negotiates or uses it. Read next:
// models/tcp/config.cpp (the tables, each row with its source).
#pragma once

#include "models/tcp/cc/congestion_control.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace patchcord::models::tcp {

struct Config {
    std::uint16_t mss;             ///< largest segment that is accepted, bytes; also limited by the MTU
    bool window_scale;             ///< offer and accept RFC 7323 window scaling
    std::uint32_t receive_buffer;  ///< bytes, 1 to 2^30
    std::uint32_t send_buffer;     ///< bytes, 1 to 2^30
    std::uint32_t initial_window;  ///< segments
    cc::Algorithm congestion;
    bool fast_retransmit;
    std::uint32_t duplicate_threshold;  ///< duplicate ACKs before a fast retransmit
    bool limited_transmit;              ///< RFC 3042: new data on the first two duplicate ACKs
    bool nagle;
    sim::Duration delayed_ack;  ///< how long an ACK may wait; 0 acknowledges everything at once
    std::uint32_t ack_every;    ///< full-sized segments after which an ACK does not wait
    sim::Duration initial_rto;
    sim::Duration min_rto;
    sim::Duration max_rto;
    std::uint32_t syn_retries;         ///< retransmissions of a SYN or SYN-ACK before connect gives up
    std::uint32_t retries;             ///< retransmissions of the same data before the connection is given up
    sim::Duration msl;                 ///< TIME-WAIT lasts twice this
    sim::Duration fin_wait_2;          ///< how long FIN-WAIT-2 lasts when the application has closed
    std::optional<std::uint32_t> isn;  ///< a fixed initial sequence number, instead of RFC 6528 from the seed
};

enum class Profile : std::uint8_t { Rfc, Book };

const Config& profile_config(Profile profile);
std::optional<Profile> profile_from_name(std::string_view name);
constexpr std::string_view to_string(Profile profile) {
    return profile == Profile::Book ? "book" : "rfc";
}

}  // namespace patchcord::models::tcp
