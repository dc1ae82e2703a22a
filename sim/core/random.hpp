// Random streams by counter (Philox4x64-10 of the Random123 library; Salmon et al., SC 2011) and our own
// distributions, because those of the standard library differ between implementations. A stream is keyed by
// (seed, name of the node or cable, port, purpose), never by an index or an order of creation, so that adding
// a node does not change another one's luck. Read next: sim/core/portable_math.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace patchcord::sim {

/// 64-bit FNV-1a of a name (Fowler, Noll, Vo): stable for ever, part of what a seed means.
constexpr std::uint64_t name_hash(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : name)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    return hash;
}

class RandomStream {
  public:
    RandomStream(std::uint64_t seed, std::string_view name, std::uint64_t port, std::string_view purpose)
        : key_{seed, name_hash(name)}, port_{port}, purpose_{name_hash(purpose)} {}

    /// 64 uniform bits.
    std::uint64_t bits() {
        if (used_ == block_.size()) refill();
        return block_[used_++];
    }
    /// Uniform in 0 .. bound - 1, without bias (Lemire 2019). `bound` must not be 0.
    std::uint64_t below(std::uint64_t bound);
    /// Uniform in (0, 1], a multiple of 2^-53.
    double unit() { return static_cast<double>((bits() >> 11) + 1) * 0x1p-53; }
    /// Normal with mean 0 and variance 1 (Marsaglia's polar method, of whose two values one is used).
    double normal();

  private:
    void refill();

    std::array<std::uint64_t, 2> key_;
    std::uint64_t port_;
    std::uint64_t purpose_;
    std::uint64_t counter_ = 0;
    std::array<std::uint64_t, 4> block_{};
    std::size_t used_ = 4;
};

}  // namespace patchcord::sim
