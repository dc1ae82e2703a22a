// Checks of addresses that need more than one value: each is the address of one host, nobody else has it, the
// gateway is within reach. Offers the lowest address of the subnet that is free. Read next:
// scenarios/load/parts.hpp.
#include "models/wire/address.hpp"
#include "scenarios/description/text.hpp"
#include "scenarios/load/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace patchcord::scenarios {
namespace {

namespace wire = models::wire;

class AddressCheck {
  public:
    AddressCheck(Reader& reader, const JsonValue& nodes, const Scenario& scenario);

    void check_kind(std::size_t node);
    void check_unique(std::size_t node);
    void check_mac(std::size_t node);
    void check_gateway(std::size_t node);

  private:
    const NodeDescription& node(std::size_t at) const { return scenario_.nodes[at]; }
    /// Where `key` of a node stands; the node itself when the value comes from the defaults.
    void complain(std::size_t at, std::string_view key, ValueProblem problem);
    std::string free_address(const wire::Ipv4Prefix& subnet) const;

    Reader& reader_;
    const JsonValue& nodes_;
    const Scenario& scenario_;
    std::unordered_set<std::uint32_t> used_;
    std::unordered_map<std::uint32_t, std::size_t> owners_;
    std::unordered_map<std::uint64_t, std::size_t> cards_;
};

/// First and last address that a host of `subnet` can have.
std::pair<wire::Ipv4Address, wire::Ipv4Address> host_range(const wire::Ipv4Prefix& subnet) {
    const std::uint32_t first = subnet.network().value(), last = subnet.broadcast().value();
    if (subnet.length() >= 31) return {wire::Ipv4Address{first}, wire::Ipv4Address{last}};
    return {wire::Ipv4Address{first + 1}, wire::Ipv4Address{last - 1}};
}

bool is_host_address(const wire::Ipv4Prefix& subnet, wire::Ipv4Address address) {
    const auto [first, last] = host_range(subnet);
    return address >= first && address <= last;
}

std::string subnet_text(const wire::Ipv4Prefix& address) {
    return to_string(wire::Ipv4Prefix{address.network(), address.length()});
}

std::string range_text(const wire::Ipv4Prefix& subnet) {
    const auto [first, last] = host_range(subnet);
    return fmt::format("from {} to {}", to_string(first), to_string(last));
}

AddressCheck::AddressCheck(Reader& reader, const JsonValue& nodes, const Scenario& scenario)
    : reader_{reader}, nodes_{nodes}, scenario_{scenario} {
    for (const NodeDescription& host : scenario.nodes) {
        if (host.address) used_.insert(host.address->address().value());
    }
}

void AddressCheck::complain(std::size_t at, std::string_view key, ValueProblem problem) {
    const JsonValue& object = nodes_.children[at];
    const JsonValue* value = object.find(key);
    const std::string& pointer = node(at).place.pointer;
    if (value != nullptr) {
        reader_.complain(*value, child_pointer(pointer, key), std::move(problem));
    } else {
        reader_.complain_at_key(object, pointer, std::move(problem));
    }
}

std::string AddressCheck::free_address(const wire::Ipv4Prefix& subnet) const {
    const auto [first, last] = host_range(subnet);
    for (std::uint64_t at = first.value(); at <= last.value() && at < first.value() + std::uint64_t{1'000};
         ++at) {
        const wire::Ipv4Address address{static_cast<std::uint32_t>(at)};
        if (!used_.contains(address.value()))
            return in_quotes(to_string(wire::Ipv4Prefix{address, subnet.length()}));
    }
    return {};
}

void AddressCheck::check_kind(std::size_t at) {
    const wire::Ipv4Prefix& prefix = *node(at).address;
    const wire::Ipv4Address address = prefix.address();
    const std::string text = to_string(address);
    const std::uint32_t first_octet = address.value() >> 24;
    std::string problem;
    if (prefix.length() == 0) {
        problem = "a prefix of length 0 is the whole internet";
    } else if (address.is_loopback()) {
        problem = text + " is a loopback address (it never leaves a host)";
    } else if (first_octet == 0) {
        problem = text + " is no address of a host";
    } else if (address.is_multicast()) {
        problem = text + " is a multicast address";
    } else if (first_octet >= 240) {
        problem = text + " is a reserved address";
    }
    if (!problem.empty()) {
        complain(at, "address", {std::move(problem), "an address of one host, such as \"10.0.0.1/24\"", {}});
        return;
    }
    if (is_host_address(prefix, address)) return;
    const std::string_view what = address == prefix.network() ? "the network" : "the broadcast address of";
    complain(at, "address",
             {fmt::format("{} is {} {}", text, what, subnet_text(prefix)),
              "an address of a host, " + range_text(prefix), free_address(prefix)});
}

void AddressCheck::check_unique(std::size_t at) {
    const wire::Ipv4Prefix& prefix = *node(at).address;
    const auto [owner, is_new] = owners_.try_emplace(prefix.address().value(), at);
    if (is_new) return;
    const NodeDescription& other = node(owner->second);
    complain(at, "address",
             {fmt::format("{} is the address of {} already (line {})", to_string(prefix.address()),
                          in_quotes(other.name), other.place.line()),
              "an address that no other host has", free_address(prefix)});
}

void AddressCheck::check_mac(std::size_t at) {
    const auto [owner, is_new] = cards_.try_emplace(node(at).mac->value(), at);
    if (is_new) return;
    const NodeDescription& other = node(owner->second);
    complain(at, "mac",
             {fmt::format("{} is the MAC address of {} already (line {})", to_string(*node(at).mac),
                          in_quotes(other.name), other.place.line()),
              "a MAC address that no other card has",
              {}});
}

void AddressCheck::check_gateway(std::size_t at) {
    const wire::Ipv4Prefix& prefix = *node(at).address;
    const wire::Ipv4Address gateway = *node(at).gateway;
    const std::string expected =
        fmt::format("a neighbour of {}, {}", in_quotes(node(at).name), range_text(prefix));
    if (gateway == prefix.address()) {
        complain(at, "gateway",
                 {fmt::format("the gateway of {} is {} itself", in_quotes(node(at).name),
                              in_quotes(node(at).name)),
                  expected,
                  {}});
    } else if (!prefix.contains(gateway)) {
        complain(at, "gateway",
                 {fmt::format("the gateway {} is outside the subnet of {}, {}", to_string(gateway),
                              in_quotes(node(at).name), subnet_text(prefix)),
                  expected,
                  {}});
    } else if (!is_host_address(prefix, gateway)) {
        complain(
            at, "gateway",
            {fmt::format("the gateway {} cannot be a host of {}", to_string(gateway), subnet_text(prefix)),
             expected,
             {}});
    }
}

}  // namespace

void check_addresses(Reader& reader, const JsonValue& nodes, const Scenario& scenario) {
    AddressCheck check{reader, nodes, scenario};
    for (std::size_t at = 0; at < scenario.nodes.size(); ++at) {
        const NodeDescription& host = scenario.nodes[at];
        if (host.kind != NodeKind::Host) continue;
        if (host.mac) check.check_mac(at);
        if (!host.address) continue;
        check.check_kind(at);
        check.check_unique(at);
        if (host.gateway) check.check_gateway(at);
    }
}

}  // namespace patchcord::scenarios
