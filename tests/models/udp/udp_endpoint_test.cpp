// The calls of one endpoint: binding, errors, sizes, and the receive buffer.
#include "models/udp/udp_endpoint.hpp"

#include "models/udp/udp_layer.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace patchcord::models::udp {
namespace {

using namespace std::chrono_literals;
using tests::Bytes;
using tests::bytes_in;
using tests::HostPair;
using tests::kIpA;
using tests::kIpB;
using wire::DropReason;
using wire::Endpoint;
using wire::Error;
using wire::Ipv4Address;

constexpr Ipv4Address kAny;

TEST_CASE("binding: what is refused") {
    HostPair pair;
    auto endpoint = pair.a.udp.open();
    CHECK_FALSE(endpoint->is_bound());
    CHECK(endpoint->bind({kIpB, 7}).error() == Error::AddressNotAvailable);
    CHECK(endpoint->bind({kIpA, 7}));
    CHECK(endpoint->local() == Endpoint{kIpA, 7});
    CHECK(endpoint->bind({kIpA, 8}).error() == Error::InvalidArgument);
    auto second = pair.a.udp.open();
    CHECK(second->bind({kAny, 7}).error() == Error::AddressInUse);
    CHECK_FALSE(second->is_bound());
    CHECK(second->bind({kAny, 0}));
    CHECK(second->local().port == 49152);
    endpoint.reset();
    CHECK(pair.a.udp.open()->bind({kAny, 7}));
}

TEST_CASE("sending: what is refused") {
    HostPair pair;
    auto endpoint = pair.a.udp.open();
    const Bytes some(10);
    CHECK(endpoint->send(some).error() == Error::DestinationAddressRequired);
    CHECK(endpoint->send(some, Endpoint{kIpB, 0}).error() == Error::InvalidArgument);
    CHECK(endpoint->send(some, Endpoint{kAny, 7}).error() == Error::InvalidArgument);
    CHECK(endpoint->send(some, Endpoint{{192, 0, 2, 1}, 7}).error() == Error::NetworkUnreachable);
    CHECK(endpoint->connect({{192, 0, 2, 1}, 7}).error() == Error::NetworkUnreachable);
    CHECK(endpoint->connect({kIpB, 0}).error() == Error::InvalidArgument);
    CHECK_FALSE(endpoint->is_bound());
    CHECK(endpoint->send(Bytes(1473), Endpoint{kIpB, 7}).error() == Error::MessageTooLong);
    CHECK(endpoint->send(Bytes(1'000'000), Endpoint{kIpB, 7}).error() == Error::MessageTooLong);
    CHECK(endpoint->send(Bytes(1472), Endpoint{kIpB, 7}) == 1472u);
    CHECK(endpoint->is_bound());
    auto local = pair.a.udp.open();
    REQUIRE(local->bind({{127, 0, 0, 1}, 0}));
    CHECK(local->send(some, Endpoint{kIpB, 7}).error() == Error::InvalidArgument);
}

TEST_CASE("a connected endpoint may send elsewhere, and may be connected anew") {
    HostPair pair;
    auto seven = pair.b.udp.open();
    auto eight = pair.b.udp.open();
    REQUIRE(seven->bind({kAny, 7}));
    REQUIRE(eight->bind({kAny, 8}));
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    REQUIRE(client->send(Bytes(1)));
    REQUIRE(client->send(Bytes(2), Endpoint{kIpB, 8}));
    REQUIRE(client->connect({kIpB, 8}));
    REQUIRE(client->send(Bytes(3)));
    CHECK(client->remote() == Endpoint{kIpB, 8});
    pair.run_for(1s);
    CHECK(seven->receive_queue() == 1);
    CHECK(eight->receive_queue() == 5);
}

TEST_CASE("what does not fit into the reader's buffer is gone") {
    HostPair pair;
    auto server = pair.b.udp.open();
    REQUIRE(server->bind({kAny, 7}));
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    REQUIRE(client->send(bytes_in("long text")));
    REQUIRE(client->send(bytes_in("next")));
    pair.run_for(1s);
    Bytes buffer(4);
    CHECK(server->receive(buffer) == 4u);
    CHECK(buffer == Bytes{'l', 'o', 'n', 'g'});
    CHECK(server->receive(buffer) == 4u);
    CHECK(buffer == Bytes{'n', 'e', 'x', 't'});
}

TEST_CASE("a full receive buffer drops what comes, not what is there") {
    HostPair pair;
    auto server = pair.b.udp.open();
    REQUIRE(server->bind({kAny, 7}));
    server->set_receive_buffer(3 * (1000 + 256));
    auto client = pair.a.udp.open();
    for (std::uint8_t i = 0; i < 5; ++i) {
        REQUIRE(client->send(Bytes(1000, i), Endpoint{kIpB, 7}));
        pair.run_for(1ms);
    }
    CHECK(server->datagrams() == 3);
    CHECK(pair.recorder.drops(pair.b, DropReason::ReceiveBufferFull) == 2);
    Bytes buffer(1000);
    REQUIRE(server->receive(buffer));
    CHECK(buffer[0] == 0);
    REQUIRE(client->send(Bytes(1000, 9), Endpoint{kIpB, 7}));
    pair.run_for(1ms);
    CHECK(server->datagrams() == 3);
}

TEST_CASE(
    "the default receive buffer holds 169 datagrams of 1000 bytes, and empty ones do not go on for ever") {
    HostPair pair{{.queue = 2000}};
    auto server = pair.b.udp.open();
    REQUIRE(server->bind({kAny, 7}));
    auto client = pair.a.udp.open();
    REQUIRE(client->connect({kIpB, 7}));
    const auto flood = [&](std::size_t size) {
        for (int i = 0; i < 1000; ++i)
            REQUIRE(client->send(Bytes(size)));
        pair.run_for(1s);
        std::size_t count = 0;
        Bytes buffer(1);
        while (server->receive(buffer))
            ++count;
        return count;
    };
    CHECK(flood(1000) == 169);  // 212,992 / (1000 + 256)
    CHECK(flood(0) == 832);
}

}  // namespace
}  // namespace patchcord::models::udp
