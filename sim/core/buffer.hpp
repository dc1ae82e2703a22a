// Bytes of packets: `Buffer`, one owner and writable, with headroom so that each layer puts its header in
// front without a copy; `Frame`, what a Buffer becomes when it is frozen: immutable and shared by an explicit
// share(), so that flooding costs no copy; and the pool that both come from, so that nothing is allocated in
// the steady state. Counts are not atomic: a pool belongs to one simulation, a simulation to one thread. Read
// next: sim/event/signal.hpp.
#pragma once

#include "sim/core/check.hpp"
#include "sim/core/ids.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace patchcord::sim {

class BufferPool;

/// The memory behind a Buffer or a Frame: this header, then `capacity` bytes.
struct BufferBlock {
    BufferPool* pool;
    BufferBlock* next_free;
    PacketId packet;
    std::uint32_t references;
    std::uint16_t size_class;
    bool sound;  // see Buffer::vouch()
    std::uint32_t capacity;
    std::uint8_t* bytes() { return reinterpret_cast<std::uint8_t*>(this + 1); }
};

/// Free lists of blocks by size class: 256 bytes, 2 KiB, and powers of two up to 128 KiB. It must outlive its
/// blocks.
class BufferPool {
  public:
    BufferPool() = default;
    BufferPool(const BufferPool&) = delete;
    BufferPool& operator=(const BufferPool&) = delete;
    ~BufferPool();

    /// A block of at least `capacity` bytes (at most 128 KiB), its contents undefined.
    BufferBlock* take(std::size_t capacity);
    void give_back(BufferBlock* block);
    /// Blocks that are out now: 0 when nothing leaks.
    std::size_t outstanding() const { return outstanding_; }

  private:
    static constexpr std::array<std::uint32_t, 8> kClasses{256,   2048,  4096,  8192,
                                                           16384, 32768, 65536, 131072};
    void grow(std::size_t size_class);

    std::array<BufferBlock*, kClasses.size()> free_{};
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::size_t outstanding_ = 0;
};

/// Immutable bytes with a count. Copying is by name: share(). Empty after a move.
class Frame {
  public:
    Frame() = default;
    Frame(Frame&& other) noexcept
        : block_{std::exchange(other.block_, nullptr)},
          offset_{other.offset_},
          size_{std::exchange(other.size_, 0)} {}
    Frame& operator=(Frame&& other) noexcept {
        if (this == &other) return *this;
        release();
        block_ = std::exchange(other.block_, nullptr);
        offset_ = other.offset_;
        size_ = std::exchange(other.size_, 0);
        return *this;
    }
    ~Frame() { release(); }

    Frame share() const {
        if (block_ != nullptr) ++block_->references;
        return Frame{block_, offset_, size_};
    }
    /// Not of an empty one.
    std::span<const std::uint8_t> bytes() const { return {block_->bytes() + offset_, size_}; }
    std::size_t size() const { return size_; }
    PacketId packet() const { return block_ == nullptr ? PacketId{} : block_->packet; }
    /// The bytes are as they were when Buffer::vouch() was called. Not of an empty one.
    bool is_sound() const { return block_->sound; }
    /// Leaves out the last `count` bytes for this owner.
    void trim_back(std::size_t count) {
        check(count <= size_, "more bytes trimmed than there are");
        size_ -= static_cast<std::uint32_t>(count);
    }
    explicit operator bool() const { return block_ != nullptr; }

  private:
    friend class Buffer;
    Frame(BufferBlock* block, std::uint32_t offset, std::uint32_t size)
        : block_{block}, offset_{offset}, size_{size} {}
    void release() {
        if (block_ != nullptr && --block_->references == 0) block_->pool->give_back(block_);
        block_ = nullptr;
    }

    BufferBlock* block_ = nullptr;
    std::uint32_t offset_ = 0;
    std::uint32_t size_ = 0;
};

/// Writable bytes with one owner. Empty after a move, freeze included.
class Buffer {
  public:
    /// Room in front for TCP with 40 bytes of options, IP with 40, and Ethernet with a VLAN tag.
    static constexpr std::size_t kHeadroom = 144;
    /// Room behind for padding to the shortest frame and the FCS.
    static constexpr std::size_t kTailroom = 64;

    Buffer() = default;
    /// An empty buffer that can take kHeadroom bytes in front and `capacity` + kTailroom behind.
    Buffer(BufferPool& pool, std::size_t capacity)
        : block_{pool.take(kHeadroom + capacity + kTailroom)}, offset_{kHeadroom} {}
    Buffer(Buffer&& other) noexcept
        : block_{std::exchange(other.block_, nullptr)},
          offset_{other.offset_},
          size_{std::exchange(other.size_, 0)} {}
    Buffer& operator=(Buffer&& other) noexcept {
        if (this == &other) return *this;
        release();
        block_ = std::exchange(other.block_, nullptr);
        offset_ = other.offset_;
        size_ = std::exchange(other.size_, 0);
        return *this;
    }
    ~Buffer() { release(); }

    /// Not of one that was moved from.
    std::span<std::uint8_t> bytes() { return {block_->bytes() + offset_, size_}; }
    std::span<const std::uint8_t> bytes() const { return {block_->bytes() + offset_, size_}; }
    std::size_t size() const { return size_; }
    explicit operator bool() const { return block_ != nullptr; }

    /// Grows to the front by `count` bytes of the headroom and returns them.
    std::span<std::uint8_t> prepend(std::size_t count) {
        check(count <= offset_, "no headroom left in a buffer");
        offset_ -= static_cast<std::uint32_t>(count);
        size_ += static_cast<std::uint32_t>(count);
        return {block_->bytes() + offset_, count};
    }
    /// Grows at the end by `count` bytes and returns them, their contents undefined.
    std::span<std::uint8_t> append(std::size_t count) {
        check(offset_ + size_ + count <= block_->capacity, "no tailroom left in a buffer");
        std::uint8_t* end = block_->bytes() + offset_ + size_;
        size_ += static_cast<std::uint32_t>(count);
        return {end, count};
    }
    PacketId packet() const { return block_->packet; }
    void set_packet(PacketId packet) { block_->packet = packet; }
    /// The checksums in these bytes are right, and so will be those of headers in front: whoever reads the
    /// frame need not compute them, unless somebody thaws it, which ends this.
    void vouch() { block_->sound = true; }

    Frame freeze() && { return Frame{std::exchange(block_, nullptr), offset_, std::exchange(size_, 0)}; }
    /// The bytes of `frame` to write on: the same memory when nobody shares it, a copy otherwise. The packet
    /// stays.
    static Buffer thaw(Frame frame);

  private:
    void release() {
        if (block_ != nullptr && --block_->references == 0) block_->pool->give_back(block_);
        block_ = nullptr;
    }

    BufferBlock* block_ = nullptr;
    std::uint32_t offset_ = 0;
    std::uint32_t size_ = 0;
};

}  // namespace patchcord::sim
