// Names: every enumerator has its own, and TCP states have the RFC's.
// A new enumerator must be given a name, or there is a gap.
// Subject: models/wire/enums.hpp.
#include "models/wire/enums.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace patchcord::models::wire;

namespace {

/// The number of names; each must be new, and there must be none behind the last.
template <class Enum>
std::size_t count_names() {
    std::set<std::string_view> seen;
    for (int value = 0; value <= 255; ++value) {
        const std::string_view name = to_string(Enum(value));
        if (name == "?") continue;
        CHECK(static_cast<std::size_t>(value) == seen.size());
        CHECK(seen.insert(name).second);
    }
    return seen.size();
}

}  // namespace

TEST_CASE("Every state, cause, error and reason has a name of its own") {
    CHECK(count_names<TcpState>() == 11);
    CHECK(count_names<LossCause>() >= 7);
    CHECK(count_names<ParseError>() >= 6);
    CHECK(count_names<DropReason>() >= 23);
}

TEST_CASE("States are named as in RFC 9293") {
    CHECK(to_string(TcpState::SynSent) == "SYN-SENT");
    CHECK(to_string(TcpState::FinWait1) == "FIN-WAIT-1");
    CHECK(to_string(TcpState::TimeWait) == "TIME-WAIT");
}

TEST_CASE("A header that cannot be read is a checksum error or malformed") {
    CHECK(drop_reason(ParseError::BadChecksum) == DropReason::Checksum);
    CHECK(drop_reason(ParseError::Truncated) == DropReason::Malformed);
    CHECK(drop_reason(ParseError::BadOption) == DropReason::Malformed);
}
