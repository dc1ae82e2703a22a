// Each turn writes a piece, reads a piece, and looks whether it is time to end.
// Read next: tests/support/party.hpp.
#include "tests/support/party.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace patchcord::tests {

using namespace std::chrono_literals;
using models::wire::Error;

namespace {

std::uint8_t letter(std::uint64_t position, std::uint64_t salt) {
    return static_cast<std::uint8_t>((position * 31 + position / 257 + salt) & 0xFF);
}

}  // namespace

Party::Party(sim::NodeContext& context, const Character& character)
    : character_{character},
      context_{context},
      random_{context.random(0, "party")},
      turn_{context, *this, sim::calls<&Party::turn>} {
    turn_.arm_after(1us * static_cast<std::int64_t>(1 + random_.below(2000)));
}

std::vector<std::uint8_t> Party::opening(std::size_t most) const {
    std::vector<std::uint8_t> bytes(std::min<std::uint64_t>(most, character_.total));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = letter(i, character_.salt);
    return bytes;
}

void Party::turn() {
    if (!connection && listener != nullptr) {
        if (auto accepted = listener->accept()) connection = *accepted;
    }
    const std::uint64_t done_before = written_ + received;
    if (connection) {
        write();
        if (!failure) read();
        if (!failure) end_if_time();
    }
    if (is_done()) return;
    // Who waits looks less and less often.
    waits_ = written_ + received > done_before ? sim::Duration{0}
                                               : std::min<sim::Duration>(2 * waits_ + 10us, 200ms);
    sim::Duration pause = character_.pause * static_cast<std::int64_t>(random_.below(1000)) / 1000 + 1us;
    if (random_.below(1000) < character_.stalls_in_1000)
        pause += 1us * static_cast<std::int64_t>(random_.below(3'000'000));
    turn_.arm_after(pause + waits_);
}

void Party::write() {
    if (written_ < character_.total) {
        std::vector<std::uint8_t> bytes(
            std::min(1 + random_.below(character_.write_most), character_.total - written_));
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = letter(written_ + i, character_.salt);
        if (character_.changes_nagle && random_.below(10) == 0) connection->set_nagle(random_.below(2) == 0);
        const bool more = random_.below(1000) < character_.corks_in_1000;
        const auto taken =
            connection->send(bytes, {.more = more && written_ + bytes.size() < character_.total});
        if (taken) written_ += *taken;
        if (!taken && taken.error() != Error::ResourceUnavailableTryAgain) failure = taken.error();
    }
    if (!failure && !shut_ && written_ == character_.total && character_.ending == Ending::HalfClose) {
        shut_ = true;
        if (const auto done = connection->shutdown_send(); !done) failure = done.error();
    }
}

void Party::read() {
    if (at_end) return;
    std::vector<std::uint8_t> bytes(1 + random_.below(character_.read_most));
    const auto count = connection->receive(bytes);
    if (!count) {
        if (count.error() != Error::ResourceUnavailableTryAgain) failure = count.error();
        return;
    }
    for (std::size_t i = 0; i < *count; ++i)
        REQUIRE(bytes[i] == letter(received + i, character_.peer_salt));
    received += *count;
    at_end |= *count == 0;
}

void Party::end_if_time() {
    const bool leaves = character_.ending == Ending::Leave || character_.ending == Ending::Abort;
    const bool is_over = at_end && written_ == character_.total;
    if (!is_over && !(leaves && context_.now() - sim::kStart >= character_.leaves_at)) {
        // Somebody must begin to say good-bye.
        const bool says_it = written_ == character_.total && !shut_ && character_.ending == Ending::Polite;
        if (says_it && random_.below(4) == 0) {
            shut_ = true;
            if (const auto done = connection->shutdown_send(); !done) failure = done.error();
        }
        return;
    }
    closed_ = true;
    if (!is_over && character_.ending == Ending::Abort) {
        connection->abort();
    } else {
        connection->close();
    }
}

}  // namespace patchcord::tests
