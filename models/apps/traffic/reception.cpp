// The window is that of an anti-replay check (RFC 4303 3.4.3): a bit for each of the last numbers.
// The jitter is computed in sixteenths, as in RFC 3550 A.8, so that no floating point is needed.
// Read next: models/apps/traffic/datagram_sink.cpp.
#include "models/apps/traffic/reception.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace patchcord::models::apps::traffic {
namespace {

std::string milliseconds(sim::Duration time) {
    return fmt::format("{:.3f}", sim::seconds(time) * 1e3);
}

}  // namespace

bool Reception::is_new(std::uint32_t sequence) {
    if (received_ == 0 || sequence > highest_) {
        const std::uint32_t first = received_ == 0 ? 0 : highest_ + 1;
        const std::uint32_t cleared = std::min(sequence - first, kWindow);
        for (std::uint32_t back = 0; back < cleared; ++back)
            seen_.reset((sequence - 1 - back) % kWindow);
        highest_ = sequence;
    } else {
        if (highest_ - sequence >= kWindow || seen_.test(sequence % kWindow)) return false;
        ++reordered_;
    }
    seen_.set(sequence % kWindow);
    return true;
}

void Reception::add(const Probe& probe, std::size_t size, sim::Time now) {
    if (!is_new(probe.sequence)) ++duplicates_;
    const sim::Duration transit = now - probe.sent;
    if (received_ > 0) {
        const std::int64_t change = std::chrono::abs(transit - last_transit_) / std::chrono::nanoseconds{1};
        jitter_times_16_ += change - (jitter_times_16_ + 8) / 16;
    }
    last_transit_ = transit;
    shortest_ = std::min(shortest_, transit);
    longest_ = std::max(longest_, transit);
    sum_in_nanoseconds_ += static_cast<std::uint64_t>(transit / std::chrono::nanoseconds{1});
    ++received_;
    bytes_ += size;
}

sim::Duration Reception::average() const {
    return std::chrono::nanoseconds{received_ == 0 ? 0 : sum_in_nanoseconds_ / received_};
}

std::string describe_count(const Reception& reception) {
    return fmt::format("{} of {} datagrams ({} bytes): {} lost, {} reordered, {} duplicates",
                       reception.received() - reception.duplicates(), reception.expected(), reception.bytes(),
                       reception.lost(), reception.reordered(), reception.duplicates());
}

std::string describe_delay(const Reception& reception) {
    return fmt::format("one-way delay min/avg/max {}/{}/{} ms, jitter {} ms",
                       milliseconds(reception.shortest()), milliseconds(reception.average()),
                       milliseconds(reception.longest()), milliseconds(reception.jitter()));
}

}  // namespace patchcord::models::apps::traffic
