// Longest-prefix match over a short vector. Read next: models/ip/ipv4_layer.cpp.
#include "models/ip/route_table.hpp"

#include <algorithm>
#include <functional>

namespace patchcord::models::ip {

void RouteTable::add(const wire::Ipv4Prefix& prefix, std::optional<wire::Ipv4Address> gateway,
                     Interface& interface) {
    const auto length = [](const Route& route) { return route.prefix.length(); };
    const auto behind_its_equals =
        std::ranges::upper_bound(routes_, prefix.length(), std::ranges::greater{}, length);
    routes_.insert(behind_its_equals,
                   Route{wire::Ipv4Prefix{prefix.network(), prefix.length()}, gateway, &interface});
}

std::optional<NextHop> RouteTable::lookup(wire::Ipv4Address destination) const {
    for (const Route& route : routes_) {
        if (route.prefix.contains(destination))
            return NextHop{route.interface, route.gateway.value_or(destination)};
    }
    return std::nullopt;
}

}  // namespace patchcord::models::ip
