// The routes of a host (RFC 1122 3.3.1, RFC 1812 5.2.4.3): the longest prefix that contains the destination
// wins. A host has a handful, so they lie in a vector, longest first. Not here: how routes are found
// (models/network). Read next: models/ip/ipv4_layer.cpp.
#pragma once

#include "models/wire/address.hpp"

#include <optional>
#include <vector>

namespace patchcord::models::ip {

class Interface;

struct Route {
    wire::Ipv4Prefix prefix;
    std::optional<wire::Ipv4Address> gateway;  ///< nothing: the destinations are on the link itself
    Interface* interface = nullptr;
};

/// Where a datagram goes next: out of this interface, to this address on its link.
struct NextHop {
    Interface* interface = nullptr;
    wire::Ipv4Address address;
};

class RouteTable {
  public:
    /// `prefix` 0.0.0.0/0 is the default route. Of equal prefixes the one that was added first counts. The
    /// interface must outlive the table.
    void add(const wire::Ipv4Prefix& prefix, std::optional<wire::Ipv4Address> gateway, Interface& interface);

    std::optional<NextHop> lookup(wire::Ipv4Address destination) const;
    /// Longest prefix first.
    const std::vector<Route>& routes() const { return routes_; }

  private:
    std::vector<Route> routes_;
};

}  // namespace patchcord::models::ip
