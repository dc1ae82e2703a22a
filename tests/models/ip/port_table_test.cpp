// The rule of who may have the same port, as a table; listening; sharing; ephemeral ports.
#include "models/ip/port_table.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

namespace patchcord::models::ip {
namespace {

using wire::Error;
using wire::Ipv4Address;

constexpr Ipv4Address kAny = Ipv4Address::kAny;
constexpr Ipv4Address kOne{10, 0, 0, 1};
constexpr Ipv4Address kOther{10, 0, 1, 1};

TEST_CASE("two wishes for a port: when the second is refused") {
    struct Row {
        Ipv4Address first;
        bool first_reuses;
        bool first_listens;
        Ipv4Address second;
        bool second_reuses;
        bool granted;
    };
    const Row rows[] = {
        {kAny, false, false, kAny, false, false},  // the same
        {kOne, false, false, kOne, false, false},  {kAny, false, false, kOne, false, false},
        {kOne, false, false, kAny, false, false},  // 0.0.0.0 overlaps with all
        {kOne, false, false, kOther, false, true}, {kOne, false, true, kOther, false, true},
        {kAny, true, false, kAny, true, true},  // both want to reuse
        {kAny, true, false, kOne, true, true},     {kAny, true, false, kAny, false, false},
        {kAny, false, false, kAny, true, false},  // only one of them does
        {kAny, true, true, kAny, true, false},     {kOne, true, true, kAny, true, false},
    };
    for (const Row& row : rows) {
        CAPTURE(wire::to_string(row.first));
        CAPTURE(wire::to_string(row.second));
        PortTable table;
        auto first = table.reserve({row.first, 80}, row.first_reuses);
        REQUIRE(first);
        if (row.first_listens) REQUIRE(table.mark_listening(*first));
        const auto second = table.reserve({row.second, 80}, row.second_reuses);
        CHECK(second.has_value() == row.granted);
        if (!second) CHECK(second.error() == Error::AddressInUse);
        CHECK(table.reserve({row.second, 81}, row.second_reuses).has_value());
    }
}

TEST_CASE("of two that share a port only one may listen, until it lets go") {
    PortTable table;
    auto first = table.reserve({kAny, 80}, true);
    auto second = table.reserve({kOne, 80}, true);
    REQUIRE(second);
    CHECK(table.mark_listening(*first));
    CHECK_FALSE(table.mark_listening(*second));
    first->release();
    CHECK(table.mark_listening(*second));
}

TEST_CASE("two addresses of a host may have a listener each on the same port") {
    PortTable table;
    auto one = table.reserve({kOne, 80}, false);
    auto other = table.reserve({kOther, 80}, false);
    CHECK(table.mark_listening(*one));
    CHECK(table.mark_listening(*other));
}

TEST_CASE("a port is taken until the last share of it is gone") {
    PortTable table;
    auto listener = table.reserve({kAny, 80}, false);
    REQUIRE(table.mark_listening(*listener));
    PortLease connection = listener->share();
    listener->release();
    CHECK_FALSE(*listener);
    CHECK(connection.endpoint() == wire::Endpoint{kAny, 80});
    CHECK_FALSE(table.reserve({kAny, 80}, true));  // the old one did not allow it
    PortLease moved = std::move(connection);
    CHECK_FALSE(connection);  // NOLINT(bugprone-use-after-move): empty after a move, says the class
    CHECK(table.size() == 1);
    moved = PortLease{};
    CHECK(table.size() == 0);
    CHECK(table.reserve({kAny, 80}, false));
}

TEST_CASE("a server may start again while its old connections still hold the port") {
    PortTable table;
    auto listener = table.reserve({kAny, 80}, true);
    REQUIRE(table.mark_listening(*listener));
    const PortLease in_time_wait = listener->share();
    CHECK_FALSE(table.reserve({kAny, 80}, true));  // it still listens
    listener->release();
    auto again = table.reserve({kAny, 80}, true);
    REQUIRE(again);
    CHECK(table.mark_listening(*again));
    CHECK_FALSE(table.reserve({kAny, 80}, false));
}

TEST_CASE("connect narrows a lease of all addresses to one") {
    PortTable table;
    auto lease = table.reserve({kAny, 80}, false);
    lease->set_address(kOne);
    CHECK(lease->endpoint() == wire::Endpoint{kOne, 80});
    CHECK(table.reserve({kOther, 80}, false));
    CHECK_FALSE(table.reserve({kOne, 80}, false));
}

TEST_CASE("ephemeral ports come in turn, pass over those in use and start again at the end") {
    PortTable table{49152, 49155};
    std::vector<PortLease> leases;
    const auto take = [&] {
        auto lease = table.reserve({kAny, 0}, false);
        REQUIRE(lease);
        leases.push_back(std::move(*lease));
        return leases.back().endpoint().port;
    };
    const auto fixed = table.reserve({kOne, 49153}, true);
    CHECK(take() == 49152);
    CHECK(take() == 49154);
    leases.erase(leases.begin());
    CHECK(take() == 49155);
    CHECK(take() == 49152);
    CHECK(table.reserve({kAny, 0}, true).error() == Error::AddressNotAvailable);
    leases.clear();
    CHECK(take() == 49154);
}

TEST_CASE("all 16,384 ports of the dynamic range can be leased, and a hundred thousand shares of one") {
    PortTable table;
    std::vector<PortLease> leases;
    for (int i = 0; i < 16'384; ++i) {
        auto lease = table.reserve({kAny, 0}, false);
        REQUIRE(lease);
        leases.push_back(std::move(*lease));
    }
    CHECK(leases.front().endpoint().port == 49152);
    CHECK(leases.back().endpoint().port == 65535);
    CHECK(table.reserve({kAny, 0}, false).error() == Error::AddressNotAvailable);
    for (int i = 0; i < 100'000; ++i)
        leases.push_back(leases.front().share());
    CHECK(table.size() == 16'384);
    leases.clear();
    CHECK(table.size() == 0);
}

}  // namespace
}  // namespace patchcord::models::ip
