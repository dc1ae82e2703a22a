#include "results/record/byte_store.hpp"

#include <doctest/doctest.h>

#include <vector>

namespace patchcord::results {
namespace {

TEST_CASE("bytes come back from any chunk, also after a move") {
    ByteStore store;
    std::vector<ByteStore::Place> places;
    for (std::uint32_t i = 0; i < 3000; ++i)
        places.push_back(store.append(std::vector<std::uint8_t>(1000, static_cast<std::uint8_t>(i))));
    const ByteStore moved = std::move(store);
    for (std::uint32_t i = 0; i < 3000; ++i) {
        const auto bytes = moved.at(places[i]);
        REQUIRE(bytes.size() == 1000);
        CHECK(bytes.front() == static_cast<std::uint8_t>(i));
        CHECK(bytes.back() == static_cast<std::uint8_t>(i));
    }
    CHECK(moved.at({}).empty());
}

}  // namespace
}  // namespace patchcord::results
