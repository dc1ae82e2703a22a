#include "results/analysis/stream_coverage.hpp"

#include <doctest/doctest.h>

namespace patchcord::results {
namespace {

TEST_CASE("bytes count once, and only without a gap") {
    StreamCoverage stream;
    CHECK(stream.add(0, 100));
    CHECK(!stream.add(0, 100));
    CHECK(!stream.add(200, 100));
    CHECK(stream.in_order() == 100);
    CHECK(!stream.add(50, 50));
    CHECK(stream.add(90, 110));
    CHECK(stream.in_order() == 300);
}

TEST_CASE("what lies before the first byte does not count") {
    StreamCoverage stream;
    CHECK(!stream.add(-1, 1));
    CHECK(stream.add(-1, 3));
    CHECK(stream.in_order() == 2);
}

TEST_CASE("positions go on beyond 2^32") {
    StreamCoverage stream;
    std::uint64_t sent = 0;
    while (sent < 5'000'000'000) {
        stream.add(stream.position(static_cast<std::uint32_t>(sent)), 1'000'000'000);
        sent += 1'000'000'000;
    }
    CHECK(stream.in_order() == 5'000'000'000);
    CHECK(stream.position(static_cast<std::uint32_t>(sent - 1)) == 4'999'999'999);
    CHECK(StreamCoverage{}.position(0xFFFF'FFFF) == -1);
}

}  // namespace
}  // namespace patchcord::results
