// A small deterministic generator for tests of the wire formats (SplitMix64, Steele et al. 2014): the same
// values everywhere and always.
// Not the simulator's streams: those are sim/core/random.hpp.
#pragma once

#include "models/wire/address.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace patchcord::tests {

class RandomBytes {
  public:
    explicit RandomBytes(std::uint64_t seed) : state_{seed} {}

    std::uint64_t word() {
        state_ += 0x9E37'79B9'7F4A'7C15;
        std::uint64_t mixed = (state_ ^ state_ >> 30) * 0xBF58'476D'1CE4'E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D0'49BB'1331'11EB;
        return mixed ^ mixed >> 31;
    }
    template <class Integer>
    Integer any() {
        return static_cast<Integer>(word());
    }
    bool coin() { return (word() & 1) != 0; }
    /// From 0 to `limit` - 1.
    std::size_t below(std::size_t limit) { return word() % limit; }
    std::vector<std::uint8_t> bytes(std::size_t count) {
        std::vector<std::uint8_t> out(count);
        for (auto& byte : out)
            byte = any<std::uint8_t>();
        return out;
    }
    models::wire::Ipv4Address ip() { return models::wire::Ipv4Address{any<std::uint32_t>()}; }
    models::wire::MacAddress mac() { return models::wire::MacAddress::from_u64(word()); }

  private:
    std::uint64_t state_;
};

}  // namespace patchcord::tests
