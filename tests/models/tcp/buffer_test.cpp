// The send and the receive buffer against plain strings, over random operations with a fixed seed; and
// sequence numbers. Nothing here sends. Read next: models/tcp/buffer/.
#include "models/tcp/buffer/receive_buffer.hpp"
#include "models/tcp/buffer/send_buffer.hpp"
#include "models/tcp/seq.hpp"
#include "sim/core/random.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace patchcord;
using models::tcp::Seq;

TEST_CASE("sequence numbers compare on a circle") {
    CHECK(Seq{0xFFFF'FFF0}.before(Seq{5}));
    CHECK(Seq{5}.after(Seq{0xFFFF'FFF0}));
    CHECK(Seq{5} - Seq{0xFFFF'FFF0} == 21);
    CHECK(Seq{2}.in_window(Seq{0xFFFF'FFFF}, 4));
    CHECK_FALSE(Seq{3}.in_window(Seq{0xFFFF'FFFF}, 4));
    CHECK(later(Seq{0xFFFF'FFFF}, Seq{0}) == Seq{0});
}

TEST_CASE("the send buffer gives back what went in, and sums it") {
    sim::RandomStream random{1, "buffer", 0, "send"};
    models::tcp::SendBuffer buffer{5000};
    std::string model;
    for (int step = 0; step < 20'000; ++step) {
        if (random.below(2) == 0) {
            std::vector<std::uint8_t> bytes(random.below(800));
            for (auto& byte : bytes)
                byte = static_cast<std::uint8_t>(random.bits());
            const std::size_t taken = buffer.append(bytes);
            REQUIRE(taken == std::min(bytes.size(), 5000 - model.size()));
            model.append(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
        } else if (!model.empty()) {
            const std::size_t offset = random.below(model.size());
            std::vector<std::uint8_t> out(random.below(model.size() - offset + 1));
            const std::uint16_t sum = buffer.copy(offset, out);
            REQUIRE(std::string(out.begin(), out.end()) == model.substr(offset, out.size()));
            REQUIRE(sum == models::wire::internet_sum(out));
            const std::size_t gone = random.below(model.size() / 2 + 1);
            buffer.acknowledge(gone);
            model.erase(0, gone);
        }
        REQUIRE(buffer.size() == model.size());
    }
}

TEST_CASE("the receive buffer puts segments in order, whatever order they come in") {
    sim::RandomStream random{1, "buffer", 0, "receive"};
    models::tcp::ReceiveBuffer buffer{4096};
    auto letter = [](std::size_t position) {
        return static_cast<std::uint8_t>(position * 7 + position / 251);
    };
    std::size_t next = 0;  // position of RCV.NXT in the stream
    std::size_t read = 0;
    std::vector<bool> arrived(400'000);
    for (int step = 0; step < 20'000; ++step) {
        const std::size_t space = buffer.space();
        if (space > 0) {
            const std::size_t offset = random.below(3) == 0 ? 0 : random.below(space);
            std::vector<std::uint8_t> bytes(1 + random.below(space - offset));
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                bytes[i] = letter(next + offset + i);
                arrived[next + offset + i] = true;
            }
            std::size_t expected = next;
            while (arrived[expected])
                ++expected;
            REQUIRE(buffer.insert(offset, bytes) == expected - next);
            next = expected;
        }
        std::vector<std::uint8_t> out(random.below(900));
        const std::size_t count = buffer.read(out);
        for (std::size_t i = 0; i < count; ++i)
            REQUIRE(out[i] == letter(read + i));
        read += count;
        REQUIRE(buffer.readable() == next - read);
        if (next > 390'000) break;
    }
    CHECK(read > 100'000);
}
