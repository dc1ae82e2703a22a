// The profiles: one table each, each row with its source. Adding a profile adds a table, an enumerator and a
// name. Sizes in bytes. Read next: models/tcp/config.hpp. What `book` leaves out, it leaves out so that a
// lesson has less on the screen.
#include "models/tcp/config.hpp"

namespace patchcord::models::tcp {
namespace {

using namespace std::chrono_literals;

constexpr Config kRfc{
    .mss = 1460,                           // RFC 9293 3.7.1: MTU 1500 less the fixed headers (RFC 6691)
    .window_scale = true,                  // RFC 7323 2
    .receive_buffer = 262'144,             // our choice: needs scaling, so that it can be seen
    .send_buffer = 262'144,                // our choice: the same
    .initial_window = 10,                  // RFC 6928 2
    .congestion = cc::Algorithm::NewReno,  // RFC 5681, RFC 6582
    .fast_retransmit = true,               // RFC 5681 3.2
    .duplicate_threshold = 3,              // RFC 5681 3.2
    .limited_transmit = true,              // RFC 3042
    .nagle = true,                         // RFC 9293 3.7.4
    .delayed_ack = 200ms,                  // RFC 9293 3.8.6.3: less than 500 ms; BSD's 200 ms
    .ack_every = 2,                        // RFC 5681 4.2
    .initial_rto = 1s,                     // RFC 6298 2.1
    .min_rto = 1s,                         // RFC 6298 2.4
    .max_rto = 60s,                        // RFC 6298 2.5
    .syn_retries = 7,                      // RFC 1122 4.2.3.5: at least 3 minutes (1+2+4+8+16+32+60+60 s)
    .retries = 15,                         // RFC 1122 4.2.3.5: at least 100 s; Linux tcp_retries2
    .msl = 120s,                           // RFC 9293 3.4.2
    .fin_wait_2 = 60s,                     // RFC 1122 4.2.2.20 allows one; Linux tcp_fin_timeout
    .isn = std::nullopt,                   // RFC 6528
};

constexpr Config kBook{
    .mss = 1460,                        // RFC 9293 3.7.1
    .window_scale = false,              // no options but MSS
    .receive_buffer = 65'535,           // the largest window without scaling
    .send_buffer = 65'535,              // our choice: the same
    .initial_window = 10,               // unused without congestion control
    .congestion = cc::Algorithm::None,  // the peer's window alone limits
    .fast_retransmit = true,            // RFC 5681 3.2
    .duplicate_threshold = 3,           // RFC 5681 3.2
    .limited_transmit = false,          // not in the textbooks
    .nagle = true,                      // RFC 9293 3.7.4
    .delayed_ack = 200ms,               // BSD, Stevens
    .ack_every = 2,                     // RFC 5681 4.2
    .initial_rto = 1s,                  // RFC 6298 2.1
    .min_rto = 1s,                      // RFC 6298 2.4
    .max_rto = 60s,                     // RFC 6298 2.5
    .syn_retries = 7,                   // RFC 1122 4.2.3.5
    .retries = 15,                      // RFC 1122 4.2.3.5
    .msl = 120s,                        // RFC 9293 3.4.2
    .fin_wait_2 = 60s,                  // Linux tcp_fin_timeout
    .isn = std::nullopt,                // RFC 6528
};

}  // namespace

const Config& profile_config(Profile profile) {
    return profile == Profile::Book ? kBook : kRfc;
}

std::optional<Profile> profile_from_name(std::string_view name) {
    for (const Profile profile : {Profile::Rfc, Profile::Book}) {
        if (name == to_string(profile)) return profile;
    }
    return std::nullopt;
}

}  // namespace patchcord::models::tcp
