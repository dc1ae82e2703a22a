// Buffers, frames and their pool: who owns the bytes, when they are copied, where a header goes, and that
// nothing leaks, is used after its release, or is allocated in the steady state.
#include "sim/core/buffer.hpp"

#include "sim/core/random.hpp"
#include "tests/sim/death.hpp"
#include "tests/support/allocation_counter.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <numeric>
#include <utility>
#include <vector>

using namespace patchcord::sim;
using patchcord::tests::AllocationCounter;
using patchcord::tests::dies_saying;

namespace {

/// `count` octets 0, 1, 2, ... after which others can come.
Buffer counting(BufferPool& pool, std::size_t count) {
    Buffer buffer{pool, count};
    const auto bytes = buffer.append(count);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    return buffer;
}

std::vector<std::uint8_t> copy_of(std::span<const std::uint8_t> bytes) {
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a buffer grows to the front into its headroom and at its end") {
    BufferPool pool;
    Buffer buffer = counting(pool, 3);
    const auto header = buffer.prepend(2);
    header[0] = 0xAA;
    header[1] = 0xBB;
    buffer.append(1)[0] = 0xCC;
    CHECK(copy_of(buffer.bytes()) == std::vector<std::uint8_t>{0xAA, 0xBB, 0, 1, 2, 0xCC});
    CHECK(buffer.size() == 6);
}

TEST_CASE("the promised room is there and not an octet more in front") {
    BufferPool pool;
    for (const std::size_t capacity : {std::size_t{0}, std::size_t{1460}, std::size_t{65535}}) {
        Buffer buffer{pool, capacity};
        buffer.append(capacity + Buffer::kTailroom);
        buffer.prepend(Buffer::kHeadroom);
        CHECK(buffer.size() == Buffer::kHeadroom + capacity + Buffer::kTailroom);
        CHECK(dies_saying("no headroom left", [&] { buffer.prepend(1); }));
        CHECK(dies_saying("no tailroom left", [&] { buffer.append(131072); }));
    }
}

TEST_CASE("room in front is enough for all headers of a TCP segment with options and a VLAN tag") {
    static_assert(Buffer::kHeadroom >= 60 + 60 + 14 + 4);
}

TEST_CASE("a moved buffer and a moved frame are empty") {
    BufferPool pool;
    Buffer buffer = counting(pool, 5);
    Buffer second = std::move(buffer);
    CHECK_FALSE(static_cast<bool>(buffer));
    CHECK(buffer.size() == 0);
    Frame frame = std::move(second).freeze();
    CHECK_FALSE(static_cast<bool>(second));
    CHECK(second.size() == 0);
    Frame other = std::move(frame);
    CHECK_FALSE(static_cast<bool>(frame));
    CHECK(frame.size() == 0);
    CHECK(frame.packet() == PacketId{});
    frame = std::move(other);
    CHECK(other.size() == 0);
    CHECK(frame.size() == 5);
    CHECK(pool.outstanding() == 1);
}

TEST_CASE("assigning releases what was there") {
    BufferPool pool;
    Buffer buffer = counting(pool, 5);
    buffer = counting(pool, 6);
    CHECK(pool.outstanding() == 1);
    Frame frame = std::move(buffer).freeze();
    Frame shared = frame.share();
    frame = counting(pool, 7).freeze();
    CHECK(pool.outstanding() == 2);
    CHECK(shared.size() == 6);
    shared = Frame{};
    CHECK(pool.outstanding() == 1);
    Frame& itself = frame;
    frame = std::move(itself);
    CHECK(frame.size() == 7);
}

TEST_CASE("sharing costs no copy and the last owner releases") {
    BufferPool pool;
    Frame frame = counting(pool, 100).freeze();
    std::vector<Frame> flooded;
    for (int i = 0; i < 10; ++i)
        flooded.push_back(frame.share());
    CHECK(pool.outstanding() == 1);
    for (const Frame& one : flooded)
        CHECK(one.bytes().data() == frame.bytes().data());
    frame = Frame{};
    CHECK(pool.outstanding() == 1);
    CHECK(flooded[9].bytes()[99] == 99);
    flooded.clear();
    CHECK(pool.outstanding() == 0);
    CHECK_FALSE(static_cast<bool>(Frame{}.share()));
}

TEST_CASE("thawing the only owner's frame copies nothing") {
    BufferPool pool;
    Buffer buffer = counting(pool, 50);
    buffer.set_packet(PacketId{NodeId{3}, 9});
    const std::uint8_t* memory = buffer.bytes().data();
    Frame frame = std::move(buffer).freeze();
    Frame gone = frame.share();
    gone = Frame{};
    Buffer again = Buffer::thaw(std::move(frame));
    CHECK(again.bytes().data() == memory);
    CHECK(again.size() == 50);
    CHECK(again.packet() == PacketId{NodeId{3}, 9});
    CHECK(pool.outstanding() == 1);
    again.prepend(Buffer::kHeadroom);
    again.append(Buffer::kTailroom);
}

TEST_CASE("who vouches for bytes does so until they are written on again") {
    BufferPool pool;
    Buffer buffer{pool, 10};
    buffer.append(10);
    CHECK_FALSE(std::move(buffer).freeze().is_sound());
    Buffer vouched{pool, 10};
    vouched.append(10);
    vouched.vouch();
    vouched.prepend(4);
    Frame frame = std::move(vouched).freeze();
    const Frame shared = frame.share();
    CHECK(shared.is_sound());
    CHECK_FALSE(Buffer::thaw(frame.share()).freeze().is_sound());
    CHECK(shared.is_sound());
}

TEST_CASE("bytes that their only owner writes on again are not vouched for any more") {
    BufferPool pool;
    Buffer buffer{pool, 10};
    buffer.append(10);
    buffer.vouch();
    CHECK_FALSE(Buffer::thaw(std::move(buffer).freeze()).freeze().is_sound());
    Buffer next{pool, 10};
    CHECK_FALSE(std::move(next).freeze().is_sound());
}

TEST_CASE("thawing a shared frame gives a copy with room and the same packet") {
    BufferPool pool;
    Buffer buffer = counting(pool, 50);
    buffer.prepend(14)[0] = 0x77;
    buffer.set_packet(PacketId{NodeId{3}, 9});
    Frame frame = std::move(buffer).freeze();
    Buffer copy = Buffer::thaw(frame.share());
    CHECK(pool.outstanding() == 2);
    CHECK(copy.packet() == PacketId{NodeId{3}, 9});
    CHECK(copy_of(copy.bytes()) == copy_of(frame.bytes()));
    copy.bytes()[0] = 0;
    copy.append(4)[3] = 1;
    copy.prepend(Buffer::kHeadroom);
    copy.set_packet(PacketId{NodeId{4}, 1});
    CHECK(frame.bytes()[0] == 0x77);
    CHECK(frame.size() == 64);
    CHECK(frame.packet() == PacketId{NodeId{3}, 9});
}

TEST_CASE("trimming is this owner's alone") {
    BufferPool pool;
    Frame frame = counting(pool, 60).freeze();
    Frame trimmed = frame.share();
    trimmed.trim_back(14);
    CHECK(trimmed.size() == 46);
    CHECK(frame.size() == 60);
    CHECK(Buffer::thaw(trimmed.share()).size() == 46);
    frame = Frame{};
    Buffer buffer = Buffer::thaw(std::move(trimmed));
    buffer.append(1)[0] = 0xEE;  // over what was trimmed
    CHECK(buffer.size() == 47);
    CHECK(buffer.bytes()[46] == 0xEE);
    CHECK(dies_saying("more bytes trimmed", [&] { std::move(buffer).freeze().trim_back(48); }));
}

TEST_CASE("a new buffer of a used block names no packet") {
    BufferPool pool;
    Buffer buffer = counting(pool, 50);
    buffer.set_packet(PacketId{NodeId{3}, 9});
    buffer = Buffer{};
    CHECK_FALSE(static_cast<bool>(counting(pool, 50).packet()));
}

TEST_CASE("misuse aborts") {
    BufferPool pool;
    CHECK(dies_saying("larger than 128 KiB", [&] { Buffer{pool, 131072}; }));
    CHECK(dies_saying("an empty frame is thawed", [] { (void)Buffer::thaw(Frame{}); }));
    CHECK(dies_saying("a buffer outlives its pool", [] {
        Buffer buffer;
        BufferPool short_lived;
        buffer = Buffer{short_lived, 1};
    }));
}

TEST_CASE("blocks do not overlap and are used again") {
    BufferPool pool;
    RandomStream random{1, "buffers", 0, "test"};
    struct Held {
        Buffer buffer;
        std::uint8_t mark;
    };
    std::vector<Held> held;
    for (int i = 0; i < 20'000; ++i) {
        if (held.size() < 200 && random.below(2) == 0) {
            Buffer buffer{pool, random.below(random.below(10) == 0 ? 130'000 : 1500)};
            const auto mark = static_cast<std::uint8_t>(random.bits());
            std::ranges::fill(buffer.append(random.below(64)), mark);
            held.push_back({std::move(buffer), mark});
        } else if (!held.empty()) {
            Held& one = held[random.below(held.size())];
            for (const std::uint8_t byte : one.buffer.bytes())
                REQUIRE(byte == one.mark);
            std::swap(one, held.back());
            held.pop_back();
        }
        REQUIRE(pool.outstanding() == held.size());
    }
}

TEST_CASE("taking and giving back allocates nothing once the pool has grown") {
    BufferPool pool;
    const auto exchange = [&] {
        Frame frame = counting(pool, 1460).freeze();
        Frame other = frame.share();
        Buffer copy = Buffer::thaw(std::move(other));
        Buffer small{pool, 0};
    };
    exchange();
    const AllocationCounter counter;
    for (int i = 0; i < 10'000; ++i)
        exchange();
    CHECK(counter.allocations() == 0);
}

TEST_CASE("the allocation counter sees every form of new") {
    const AllocationCounter counter;
    // Called by name, because a compiler may leave out a new-expression whose object nobody needs.
    void* one = ::operator new(8);
    void* many = ::operator new[](100);
    void* careful = ::operator new(8, std::nothrow);
    void* wide = ::operator new (1, std::align_val_t{128});
    CHECK(reinterpret_cast<std::uintptr_t>(wide) % 128 == 0);
    CHECK(counter.allocations() == 4);
    const AllocationCounter inner;
    ::operator delete(one);
    ::operator delete[](many);
    ::operator delete(careful, std::nothrow);
    ::operator delete (wide, std::align_val_t{128});
    CHECK(inner.allocations() == 0);
    CHECK(inner.releases() == 4);
}
