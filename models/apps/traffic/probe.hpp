// What a datagram of the traffic applications carries in front of its padding: a number, so that the receiver
// sees gaps, and the time of sending, so that it sees delays. In network byte order: octets 0 to 3 the
// sequence number from 0, octets 4 to 11 the time in picoseconds since the start of the run. All hosts of a
// run have the same clock, which real ones do not. Read next: models/apps/traffic/reception.hpp.
#pragma once

#include "models/wire/bytes.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::apps::traffic {

struct Probe {
    static constexpr std::size_t kSize = 12;

    std::uint32_t sequence = 0;
    sim::Time sent{};

    /// `bytes` must have room for kSize.
    void emit(std::span<std::uint8_t> bytes) const {
        wire::store_be32(bytes.data(), sequence);
        wire::store_be64(bytes.data() + 4, static_cast<std::uint64_t>(sim::ticks(sent)));
    }
    /// Of a datagram that came at `now`; nothing when it is too short or was sent after that.
    static std::optional<Probe> parse(std::span<const std::uint8_t> bytes, sim::Time now) {
        if (bytes.size() < kSize) return {};
        const std::uint64_t sent = wire::load_be64(bytes.data() + 4);
        if (sent > static_cast<std::uint64_t>(sim::ticks(now))) return {};
        return Probe{wire::load_be32(bytes.data()),
                     sim::Time{sim::Duration{static_cast<std::int64_t>(sent)}}};
    }
};

}  // namespace patchcord::models::apps::traffic
