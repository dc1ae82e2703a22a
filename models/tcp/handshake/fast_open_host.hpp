// Fast Open's part of a host: what is allowed, the keys of its listeners, and what it knows of servers. Owned
// by the TCP layer. Not here: one connection's part (fast_open_state.hpp).
// Read next: models/tcp/handshake/fast_open_cache.hpp, fast_open_server.hpp.
#pragma once

#include "models/tcp/handshake/fast_open_cache.hpp"
#include "models/tcp/handshake/fast_open_server.hpp"

namespace patchcord::models::tcp::handshake {

/// What a host begins with, or is told while it runs.
struct FastOpenParameters {
    FastOpenRules rules{};
    std::optional<FastOpenKeys> keys{};  ///< nothing: keys of its own
    /// How long a server gets no data in a SYN after one was lost; Linux forgives at once by default
    /// (tcp_fastopen_blackhole_timeout_sec).
    sim::Duration pause{0};
    std::uint32_t flushes = 0;  ///< one more than before: what is known of servers is forgotten

    friend bool operator==(const FastOpenParameters&, const FastOpenParameters&) = default;
};

struct FastOpenHost {
    FastOpenKeys keys;
    FastOpenRules rules{};
    FastOpenCache cache{};
    sim::Duration pause{0};     ///< as in FastOpenParameters
    std::uint32_t flushes = 0;  ///< as there

    void set(const FastOpenParameters& parameters) {
        rules = parameters.rules;
        if (parameters.keys) keys = *parameters.keys;
        pause = parameters.pause;
        if (parameters.flushes != flushes) cache.clear();
        flushes = parameters.flushes;
    }
    /// Whether a SYN to `remote` may carry data now.
    bool can_send_data(wire::Ipv4Address remote, bool needs_cookie, sim::Time now) const {
        if (!rules.client || !cache.may_send_data(remote, now, pause)) return false;
        return !needs_cookie || !rules.client_needs_cookie || !cache.option_for(remote).cookie.empty();
    }
};

}  // namespace patchcord::models::tcp::handshake
