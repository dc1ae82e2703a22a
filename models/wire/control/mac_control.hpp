// PAUSE, the one operation of MAC control that cards know (IEEE 802.3 clause 31 and annex 31B): "send nothing
// for so many quanta". For full duplex only; a switch never forwards it.
// Read next: models/ethernet/nic.hpp.
#pragma once

#include "models/wire/ethernet.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::wire {

struct PauseFrame {
    static constexpr MacAddress kDestination = MacAddress::from_u64(0x0180'C200'0001);
    static constexpr std::uint16_t kOperation = 0x0001;
    static constexpr std::uint64_t kQuantum = 512;  ///< bit times
    static constexpr std::size_t kSize = kMinimumFrame;

    MacAddress source{};
    std::uint16_t quanta = 0;  ///< 0: go on

    /// Nothing if the frame is something else.
    static std::optional<PauseFrame> parse(std::span<const std::uint8_t> frame) {
        const auto header = EthernetHeader::parse(frame);
        constexpr std::size_t kEnd = EthernetHeader::kSize + 4;
        if (!header || header->type != EtherType::MacControl || frame.size() < kEnd) return std::nullopt;
        const std::uint8_t* const body = frame.data() + EthernetHeader::kSize;
        if (header->destination != kDestination || load_be16(body) != kOperation) return std::nullopt;
        return PauseFrame{header->source, load_be16(body + 2)};
    }

    /// Writes all of `frame`, which has kSize octets.
    void emit(std::span<std::uint8_t> frame) const {
        std::ranges::fill(frame, std::uint8_t{0});
        EthernetHeader{kDestination, source, EtherType::MacControl}.emit(frame);
        store_be16(frame.data() + EthernetHeader::kSize, kOperation);
        store_be16(frame.data() + EthernetHeader::kSize + 2, quanta);
    }
};

}  // namespace patchcord::models::wire
