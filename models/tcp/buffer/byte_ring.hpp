// Bytes of a stream in a ring that doubles when it must: the memory behind the send and the receive buffer.
// Positions count from the oldest byte kept. An idle connection holds no memory here.
// Read next: models/tcp/buffer/send_buffer.hpp, receive_buffer.hpp.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

namespace patchcord::models::tcp {

class ByteRing {
  public:
    /// Two spans that follow each other: a stretch of the ring, which may wrap around.
    struct Stretch {
        std::span<std::uint8_t> first;
        std::span<std::uint8_t> second;
    };

    std::size_t capacity() const { return capacity_; }

    /// `size` bytes from `position` on; position + size must not exceed the capacity.
    Stretch stretch(std::size_t position, std::size_t size) {
        const std::size_t begin = (origin_ + position) & (capacity_ - 1);
        const std::size_t until_wrap = std::min(size, capacity_ - begin);
        return {{bytes_.get() + begin, until_wrap}, {bytes_.get(), size - until_wrap}};
    }
    void write(std::size_t position, std::span<const std::uint8_t> bytes) {
        const Stretch to = stretch(position, bytes.size());
        if (!to.first.empty()) std::memcpy(to.first.data(), bytes.data(), to.first.size());
        if (!to.second.empty())
            std::memcpy(to.second.data(), bytes.data() + to.first.size(), to.second.size());
    }
    void read(std::size_t position, std::span<std::uint8_t> bytes) {
        const Stretch from = stretch(position, bytes.size());
        if (!from.first.empty()) std::memcpy(bytes.data(), from.first.data(), from.first.size());
        if (!from.second.empty())
            std::memcpy(bytes.data() + from.first.size(), from.second.data(), from.second.size());
    }
    /// Forgets the oldest `count` bytes.
    void advance(std::size_t count) { origin_ = (origin_ + count) & (capacity_ - 1); }

    /// Makes room for `needed` bytes, keeping the oldest `used`.
    void reserve(std::size_t needed, std::size_t used) {
        if (needed <= capacity_) return;
        ByteRing larger;
        larger.capacity_ = std::max<std::size_t>(2048, std::bit_ceil(needed));
        larger.bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(larger.capacity_);
        if (used > 0) read(0, {larger.bytes_.get(), used});
        *this = std::move(larger);
    }

  private:
    std::unique_ptr<std::uint8_t[]> bytes_;
    std::size_t capacity_ = 0;  // 0 or a power of two
    std::size_t origin_ = 0;
};

}  // namespace patchcord::models::tcp
