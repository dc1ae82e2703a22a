// RFC 7413 4.1.3, with Linux's rules for servers that do not answer the option: the next time the
// experimental one is tried, once. Read next: models/tcp/handshake/fast_open_cache.hpp.
#include "models/tcp/handshake/fast_open_cache.hpp"

#include <algorithm>

namespace patchcord::models::tcp::handshake {
namespace {

constexpr std::uint32_t kMostDoublings = 6;

/// We asked for a cookie, and there was none in the answer.
void try_the_other_form(FastOpenCache::Entry& entry, bool asked_experimentally) {
    using Form = FastOpenCache::Entry::Form;
    if (entry.cookie) return;
    entry.ask_in = asked_experimentally             ? Form::StandardForGood
                   : entry.ask_in == Form::Standard ? Form::Experimental
                                                    : entry.ask_in;
}

}  // namespace

const FastOpenCache::Entry* FastOpenCache::find(wire::Ipv4Address remote) const {
    const auto found = entries_.find(remote);
    return found == entries_.end() ? nullptr : &found->second;
}

FastOpenOption FastOpenCache::option_for(wire::Ipv4Address remote) const {
    const Entry* entry = find(remote);
    if (entry == nullptr) return {};
    if (entry->cookie) return *entry->cookie;
    return {.cookie = {}, .experimental = entry->ask_in == Entry::Form::Experimental};
}

bool FastOpenCache::is_refused(wire::Ipv4Address remote) const {
    const Entry* entry = find(remote);
    return entry != nullptr && entry->refused;
}

std::optional<std::uint16_t> FastOpenCache::mss(wire::Ipv4Address remote) const {
    const Entry* entry = find(remote);
    return entry != nullptr && entry->mss != 0 ? std::optional{entry->mss} : std::nullopt;
}

bool FastOpenCache::may_send_data(wire::Ipv4Address remote, sim::Time now, sim::Duration pause) const {
    const Entry* entry = find(remote);
    if (entry == nullptr || entry->losses == 0) return true;
    return now - entry->last_loss >= pause * (1 << std::min(entry->losses - 1, kMostDoublings));
}

void FastOpenCache::learn(wire::Ipv4Address remote, sim::Time now, const FastOpenOutcome& outcome) {
    Entry& entry = entries_[remote];
    if (outcome.mss != 0) entry.mss = outcome.mss;
    // A cookie that was not asked for is not kept.
    const bool answered = outcome.asked && outcome.answer;
    const bool in_vain = outcome.sent_data ? !outcome.data_acknowledged : outcome.asked.has_value();
    if (answered && !outcome.answer->cookie.empty()) {
        entry.cookie = outcome.answer;
    } else if (outcome.gives_up_soon) {
        entry.refused = in_vain;
        if (in_vain) entry.cookie.reset();
    } else if (outcome.asked && !answered && !outcome.sent_data && !outcome.syn_resent) {
        try_the_other_form(entry, outcome.asked->experimental);
    }
    const bool lost = outcome.syn_resent && outcome.sent_data && !outcome.data_acknowledged && !answered;
    entry.losses = lost ? entry.losses + 1 : 0;
    if (lost) entry.last_loss = now;
}

}  // namespace patchcord::models::tcp::handshake
