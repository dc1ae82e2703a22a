// The pool behind Buffer and Frame. Under AddressSanitizer free blocks are poisoned, so that use after
// release is found although the memory stays ours, and filled, so that a run in which unwritten bytes reach
// the wire has another fingerprint there. Read next: sim/core/buffer.hpp.
#include "sim/core/buffer.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define PATCHCORD_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PATCHCORD_ASAN 1
#endif
#endif
#ifdef PATCHCORD_ASAN
#include <sanitizer/asan_interface.h>
#endif

namespace patchcord::sim {
namespace {

constexpr std::size_t kChunkBytes = 64 * 1024;

void poison([[maybe_unused]] BufferBlock* block) {
#ifdef PATCHCORD_ASAN
    std::memset(block->bytes(), 0xDB, block->capacity);
    ASAN_POISON_MEMORY_REGION(block->bytes(), block->capacity);
#endif
}

void unpoison([[maybe_unused]] BufferBlock* block) {
#ifdef PATCHCORD_ASAN
    ASAN_UNPOISON_MEMORY_REGION(block->bytes(), block->capacity);
#endif
}

}  // namespace

BufferPool::~BufferPool() {
    check(outstanding_ == 0, "a buffer outlives its pool");
}

BufferBlock* BufferPool::take(std::size_t capacity) {
    std::size_t size_class = 0;
    while (kClasses[size_class] < capacity) {
        ++size_class;
        check(size_class < kClasses.size(), "a buffer larger than 128 KiB");
    }
    if (free_[size_class] == nullptr) grow(size_class);
    BufferBlock* block = free_[size_class];
    free_[size_class] = block->next_free;
    unpoison(block);
    block->references = 1;
    block->packet = PacketId{};
    block->sound = false;
    ++outstanding_;
    return block;
}

void BufferPool::give_back(BufferBlock* block) {
    poison(block);
    block->next_free = free_[block->size_class];
    free_[block->size_class] = block;
    --outstanding_;
}

void BufferPool::grow(std::size_t size_class) {
    const std::size_t stride = sizeof(BufferBlock) + kClasses[size_class];
    const std::size_t count = std::max<std::size_t>(1, kChunkBytes / stride);
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(stride * count));
    for (std::size_t i = count; i-- > 0;) {
        auto* block = new (chunks_.back().get() + i * stride)
            BufferBlock{this,  free_[size_class],   PacketId{}, 0, static_cast<std::uint16_t>(size_class),
                        false, kClasses[size_class]};
        poison(block);
        free_[size_class] = block;
    }
}

Buffer Buffer::thaw(Frame frame) {
    check(frame.block_ != nullptr, "an empty frame is thawed");
    Buffer buffer;
    if (frame.block_->references == 1) {
        buffer.block_ = std::exchange(frame.block_, nullptr);
        buffer.block_->sound = false;
        buffer.offset_ = frame.offset_;
        buffer.size_ = std::exchange(frame.size_, 0);
        return buffer;
    }
    buffer = Buffer{*frame.block_->pool, frame.size_};
    std::ranges::copy(frame.bytes(), buffer.append(frame.size_).begin());
    buffer.set_packet(frame.packet());
    return buffer;
}

}  // namespace patchcord::sim
