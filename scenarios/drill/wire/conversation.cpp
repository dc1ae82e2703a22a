// Arithmetic of timestamps is modulo 2^32, as that of sequence numbers.
// Read next: scenarios/drill/wire/conversation.hpp.
#include "scenarios/drill/wire/conversation.hpp"

namespace patchcord::scenarios::drill {

void TimestampMap::learn(std::uint32_t script, std::uint32_t live) {
    if (!base_) base_ = Pair{script, live};
    live_of_[script] = live;
}

std::optional<std::uint32_t> TimestampMap::to_script(std::uint32_t live) const {
    if (!base_) return std::nullopt;
    return live - base_->live + base_->script;
}

std::optional<std::uint32_t> TimestampMap::to_live(std::uint32_t script) const {
    const auto found = live_of_.find(script);
    if (found == live_of_.end()) return std::nullopt;
    return found->second;
}

std::optional<std::uint32_t> TimestampMap::interpolated(std::uint32_t script) const {
    if (!base_) return std::nullopt;
    return script - base_->script + base_->live;
}

}  // namespace patchcord::scenarios::drill
