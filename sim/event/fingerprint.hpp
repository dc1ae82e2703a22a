// Fingerprints of a run: of the wire (times and bytes of frames), of the order (bytes without times) and of
// the state (transitions). Each node has its own, and they are combined in the order of the nodes, so that
// the result does not depend on how the nodes were spread over queues. Not cryptographic. Read next:
// models/trace/tracer.hpp.
#pragma once

#include <cstdint>
#include <span>

namespace patchcord::sim {

/// A running 64-bit hash: multiply, rotate and xor of 8 bytes at a time. The same on every machine.
class Digest {
  public:
    void add(std::uint64_t word) {
        value_ ^= word * 0x9E3779B97F4A7C15;
        value_ = (value_ << 27 | value_ >> 37) * 0xC2B2AE3D27D4EB4F + 0x165667B19E3779F9;
    }
    void add(std::span<const std::uint8_t> bytes) {
        add(bytes.size());
        std::size_t position = 0;
        for (; position + 8 <= bytes.size(); position += 8)
            add(word_at(bytes, position, 8));
        if (position < bytes.size()) add(word_at(bytes, position, bytes.size() - position));
    }
    std::uint64_t value() const { return value_ ^ value_ >> 31; }

  private:
    static std::uint64_t word_at(std::span<const std::uint8_t> bytes, std::size_t position,
                                 std::size_t count) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < count; ++i)
            word |= std::uint64_t{bytes[position + i]} << (8 * i);
        return word;
    }

    std::uint64_t value_ = 0x2545F4914F6CDD1D;
};

struct Fingerprint {
    Digest wire;
    Digest order;
    Digest state;

    void combine(const Fingerprint& node) {
        wire.add(node.wire.value());
        order.add(node.order.value());
        state.add(node.state.value());
    }
    friend bool operator==(const Fingerprint& left, const Fingerprint& right) {
        return left.wire.value() == right.wire.value() && left.order.value() == right.order.value() &&
               left.state.value() == right.state.value();
    }
};

}  // namespace patchcord::sim
