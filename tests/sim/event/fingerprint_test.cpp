// Digests: what they tell apart, and that their values are the same everywhere and for ever, because golden
// files hold them.
#include "sim/event/fingerprint.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
#include <vector>

using namespace patchcord::sim;

namespace {

std::uint64_t digest_of(const std::vector<std::uint8_t>& bytes) {
    Digest digest;
    digest.add(bytes);
    return digest.value();
}

}  // namespace

TEST_CASE("a digest tells every octet, the length and the order apart") {
    std::set<std::uint64_t> values;
    std::size_t count = 0;
    for (std::size_t length = 0; length < 20; ++length) {
        for (std::size_t position = 0; position < length; ++position) {
            for (const int octet : {0x01, 0x80, 0xFF}) {
                std::vector<std::uint8_t> bytes(length);
                bytes[position] = static_cast<std::uint8_t>(octet);
                values.insert(digest_of(bytes));
                ++count;
            }
        }
        values.insert(digest_of(std::vector<std::uint8_t>(length)));
        ++count;
    }
    CHECK(values.size() == count);

    Digest forward;
    forward.add(1);
    forward.add(2);
    Digest backward;
    backward.add(2);
    backward.add(1);
    CHECK(forward.value() != backward.value());
}

TEST_CASE("a digest's value is fixed") {
    Digest digest;
    CHECK(digest.value() == 2685821656502842431U);
    digest.add(0x0123'4567'89AB'CDEF);
    CHECK(digest.value() == 2866384954972563948U);
    digest.add(std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(digest.value() == 8971878912986394559U);
}

TEST_CASE("fingerprints are combined in order and compared whole") {
    Fingerprint a;
    a.wire.add(1);
    Fingerprint b;
    b.state.add(1);
    CHECK_FALSE(a == b);
    CHECK(a == a);
    Fingerprint ab;
    ab.combine(a);
    ab.combine(b);
    Fingerprint ba;
    ba.combine(b);
    ba.combine(a);
    CHECK_FALSE(ab == ba);
    CHECK(ab.order.value() == ba.order.value());
}
