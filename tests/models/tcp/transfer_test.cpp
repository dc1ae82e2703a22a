// How much a send buffer takes when its memory is counted as Linux counts it, and what TCP_INFO says of the
// time in which sending was held back. The figures are those that Linux 6.18 shows for the same segments.
// Read next: models/tcp/transfer.cpp, models/tcp/info.cpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

using namespace patchcord;
using tests::mss;
using tests::TcpBench;

namespace {

const models::tcp::Config kLinux = models::tcp::profile_config(models::tcp::Profile::Linux);

std::size_t offer(models::tcp::Connection& connection, std::size_t size) {
    const std::string much(size, 'x');
    return connection.send(tests::bytes_of(much)).value_or(0);
}

double milliseconds(std::uint64_t microseconds) {
    return std::round(static_cast<double>(microseconds) / 1000);
}

}  // namespace

TEST_CASE("memory of a send buffer: what has begun is filled, and a third must be free again") {
    TcpBench bench{kLinux};
    const auto connection = bench.connect({"S.", 0, 1, 50000, {}, mss(1000)});
    connection->set_send_memory(42000);
    CHECK(offer(*connection, 61000) == 60000);
    CHECK(offer(*connection, 1000) == 0);
    for (const std::uint32_t ack : {10001u, 30001u, 35001u}) {
        bench.inject({".", 1, ack, 50000});
        bench.run(0.001);
        CHECK_FALSE(connection->has_send_space());
    }
    bench.inject({".", 1, 36001, 50000});
    bench.run(0.001);
    CHECK(connection->has_send_space());
}

TEST_CASE("a limit of what is not sent: the segment that has begun is filled") {
    models::tcp::Config config = kLinux;
    config.notsent_lowat = 4000;
    TcpBench bench{config};
    const auto connection = bench.connect({"S.", 0, 1, 32896, {}, mss(1000)});
    CHECK(offer(*connection, 59000) == 26000);
    CHECK(connection->not_sent() == 16000);
    CHECK_FALSE(connection->has_send_space());
}

TEST_CASE("TCP_INFO: how long the peer's window held sending back") {
    TcpBench bench{kLinux};
    const auto connection = bench.connect({"S.", 0, 1, 0, {}, mss(1000)});
    CHECK(connection->info().tcpi_rwnd_limited == 0);
    CHECK(offer(*connection, 1000) == 1000);
    bench.run(0.1);
    CHECK(milliseconds(connection->info().tcpi_rwnd_limited) == 100);
    bench.inject({".", 1, 1, 2000});
    bench.run(0.03);
    bench.inject({".", 1, 1001, 2000});
    bench.run(0.05);
    CHECK(milliseconds(connection->info().tcpi_rwnd_limited) == 100);
    CHECK(milliseconds(connection->info().tcpi_busy_time) == 130);
    CHECK(connection->info().tcpi_unacked == 0);
    CHECK(connection->info().tcpi_bytes_acked == 1001);  // the SYN counts
}

TEST_CASE("TCP_INFO: how long the send buffer held sending back") {
    TcpBench bench{kLinux};
    const auto connection = bench.connect({"S.", 0, 1, 10000, {}, mss(1000)});
    connection->set_send_memory(20000);
    CHECK(offer(*connection, 150000) == 20000);
    for (const std::uint32_t ack : {10001u, 20001u}) {
        bench.run(0.01);
        bench.inject({".", 1, ack, 60000});
    }
    bench.run(0.01);
    CHECK(connection->info().tcpi_sndbuf_limited > 0);
    CHECK(connection->info().tcpi_rwnd_limited <= connection->info().tcpi_busy_time);
    CHECK(connection->info().tcpi_rwnd_limited == 0);
}
