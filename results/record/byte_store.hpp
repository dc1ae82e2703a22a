// Bytes of frames, appended in chunks of 1 MiB, each frame whole in one of them.
// What was appended stays where it is.
// Read next: results/record/run.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace patchcord::results {

class ByteStore {
  public:
    /// Where bytes lie. The default is no bytes.
    struct Place {
        std::uint32_t chunk = 0;
        std::uint32_t offset = 0;
        std::uint32_t size = 0;
    };

    /// At most 1 MiB.
    Place append(std::span<const std::uint8_t> bytes) {
        if (chunks_.empty() || used_ + bytes.size() > kChunk) {
            chunks_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(kChunk));
            used_ = 0;
        }
        const Place place{static_cast<std::uint32_t>(chunks_.size() - 1), static_cast<std::uint32_t>(used_),
                          static_cast<std::uint32_t>(bytes.size())};
        std::ranges::copy(bytes, chunks_.back().get() + used_);
        used_ += bytes.size();
        return place;
    }

    std::span<const std::uint8_t> at(Place place) const {
        if (place.size == 0) return {};
        return {chunks_[place.chunk].get() + place.offset, place.size};
    }

  private:
    static constexpr std::size_t kChunk = std::size_t{1} << 20;

    std::vector<std::unique_ptr<std::uint8_t[]>> chunks_;
    std::size_t used_ = 0;  // of the last chunk
};

}  // namespace patchcord::results
