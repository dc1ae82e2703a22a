// A burst, then the rate, exactly.
#include "models/ip/token_bucket.hpp"

#include <doctest/doctest.h>

namespace patchcord::models::ip {
namespace {

using namespace std::chrono_literals;

TEST_CASE("a bucket gives its burst at once and then one each interval") {
    TokenBucket bucket{3, 1ms};
    for (int i = 0; i < 3; ++i)
        CHECK(bucket.take(sim::kStart));
    CHECK_FALSE(bucket.take(sim::kStart));
    CHECK_FALSE(bucket.take(sim::kStart + 1ms - sim::Duration{1}));
    CHECK(bucket.take(sim::kStart + 1ms));
    CHECK_FALSE(bucket.take(sim::kStart + 1ms));
    CHECK(bucket.take(sim::kStart + 2ms));
}

TEST_CASE("a bucket does not save up more than its burst") {
    TokenBucket bucket{2, 1ms};
    const sim::Time later = sim::kStart + std::chrono::hours{1};
    CHECK(bucket.take(later));
    CHECK(bucket.take(later));
    CHECK_FALSE(bucket.take(later));
}

}  // namespace
}  // namespace patchcord::models::ip
