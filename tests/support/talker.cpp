// Random pieces of a stream whose every byte is known from its position.
// A mismatch ends the test at once: what follows would only repeat it.
// Read next: tests/support/talker.hpp.
#include "tests/support/talker.hpp"

#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace patchcord::tests {

using namespace std::chrono_literals;
using models::wire::Error;

namespace {

std::uint8_t letter(std::uint64_t position, std::uint64_t salt) {
    return static_cast<std::uint8_t>((position * 31 + position / 257 + salt) & 0xFF);
}

}  // namespace

Talker::Talker(sim::NodeContext& context, std::uint64_t total, std::uint64_t salt, std::uint64_t peer_salt)
    : total_{total},
      salt_{salt},
      peer_salt_{peer_salt},
      random_{context.random(0, "talker")},
      turn_{context, *this, sim::calls<&Talker::turn>} {
    turn_.arm_after(1ms);
}

void Talker::turn() {
    if (!connection && listener != nullptr) {
        if (auto accepted = listener->accept()) connection = *accepted;
    }
    if (connection && !failed) {
        write();
        read();
        if (at_end && written_ == total_ && !closed_) {
            closed_ = true;
            connection->close();
        }
    }
    if (!closed_ && !failed) turn_.arm_after(1us * static_cast<std::int64_t>(1 + random_.below(3000)));
}

void Talker::write() {
    if (written_ == total_) return;
    std::array<std::uint8_t, 5000> bytes{};
    const std::size_t count = std::min<std::uint64_t>(1 + random_.below(bytes.size()), total_ - written_);
    for (std::size_t i = 0; i < count; ++i)
        bytes[i] = letter(written_ + i, salt_);
    const auto taken = connection->send({bytes.data(), count});
    if (taken) written_ += *taken;
    if (!taken && taken.error() != Error::ResourceUnavailableTryAgain) failed = true;
    if (written_ == total_) CHECK(connection->shutdown_send());
}

void Talker::read() {
    std::array<std::uint8_t, 5000> bytes{};
    const auto count = connection->receive({bytes.data(), 1 + random_.below(bytes.size())});
    if (!count) {
        failed |= count.error() != Error::ResourceUnavailableTryAgain;
        return;
    }
    for (std::size_t i = 0; i < *count; ++i)
        REQUIRE(bytes[i] == letter(received + i, peer_salt_));
    received += *count;
    at_end |= *count == 0;
}

models::tcp::Config random_config(sim::RandomStream& random) {
    models::tcp::Config config = random.below(2) == 0 ? book() : rfc();
    config.receive_buffer =
        static_cast<std::uint32_t>(1 + random.below(random.below(3) == 0 ? 3000 : 100'000));
    config.send_buffer = static_cast<std::uint32_t>(1 + random.below(100'000));
    config.mss = static_cast<std::uint16_t>(100 + random.below(1361));
    config.nagle = random.below(2) == 0;
    config.fast_retransmit = random.below(4) != 0;
    config.initial_window = static_cast<std::uint32_t>(1 + random.below(10));
    config.min_rto = random.below(2) == 0 ? sim::Duration{200ms} : sim::Duration{1s};
    return config;
}

}  // namespace patchcord::tests
