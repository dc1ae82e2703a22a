// RFC 7413 4.2.1 and 5.1, as Linux's tcp_try_fastopen decides them.
// Read next: models/tcp/handshake/fast_open_server.hpp.
#include "models/tcp/handshake/fast_open_server.hpp"

namespace patchcord::models::tcp::handshake {

FastOpenRules FastOpenRules::from_bits(std::uint32_t bits) {
    return {.client = (bits & 0x1) != 0,
            .server = (bits & 0x2) != 0,
            .client_needs_cookie = (bits & 0x4) == 0,
            .server_needs_cookie = (bits & 0x200) == 0,
            .all_listeners = (bits & 0x400) != 0};
}

FastOpenAnswer answer_fast_open(const FastOpenRules& rules, const FastOpenKeys& keys,
                                const wire::FourTuple& tuple, const std::optional<FastOpenOption>& asked,
                                bool has_data) {
    if (!has_data && !asked) return {};
    if (!rules.server_needs_cookie) return {.take = true, .option = {}};
    if (!asked) return {};
    const wire::Ipv4Address client = tuple.remote.address;
    const wire::Ipv4Address server = tuple.local.address;
    const FastOpenOption fresh{keys.cookie(client, server), asked->experimental};
    switch (keys.match(asked->cookie, client, server)) {
        case FastOpenKeys::Match::Primary:
            return {.take = true, .option = {}};
        case FastOpenKeys::Match::Backup:  // believed once more; the next one is of the present key
            return {.take = true, .option = fresh};
        case FastOpenKeys::Match::None:
            break;
    }
    return {.take = false, .option = fresh};
}

bool FastOpenQueue::has_room(sim::Time now) {
    if (pending_ >= limit_ && !resets_.empty() && resets_.front() <= now) {
        resets_.pop_front();
        --pending_;
    }
    return pending_ < limit_;
}

void FastOpenQueue::reset(sim::Time now) {
    resets_.push_back(now + std::chrono::seconds{60});
}

}  // namespace patchcord::models::tcp::handshake
