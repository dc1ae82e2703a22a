// Remembering with an end. What has run out stays until something newer takes its place.
// Read next: models/apps/dns/cache.hpp.
// Not here: what an answer means (resolver.cpp).
#include "models/apps/dns/cache.hpp"

#include <algorithm>

namespace patchcord::models::apps::dns {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kLongest = 168h;
constexpr std::chrono::seconds kLongestError = 3h;

}  // namespace

void Cache::remember(const wire::DnsName& name, const Knowledge& what, std::uint32_t ttl, sim::Time now) {
    if (ttl == 0 || ttl > 0x7FFF'FFFF) return;
    const auto longest = std::holds_alternative<LookupError>(what) ? kLongestError : kLongest;
    entries_.insert_or_assign(name, Entry{what, now + std::min(longest, std::chrono::seconds{ttl})});
}

const Knowledge* Cache::find(const wire::DnsName& name, sim::Time now) const {
    const auto found = entries_.find(name);
    return found == entries_.end() || found->second.until <= now ? nullptr : &found->second.what;
}

}  // namespace patchcord::models::apps::dns
