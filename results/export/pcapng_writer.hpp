// The blocks of a pcapng file (draft-ietf-opsawg-pcapng-03, sections 4.1 to 4.3), little-endian, one
// interface. Not here: which frames are written, and what is said about them (pcapng.cpp). Read next:
// results/export/pcapng_writer.cpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/dissect.hpp"
#include "results/export/output_file.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

struct PcapngInterface {
    std::string name;
    models::wire::MacAddress mac;
    std::optional<models::wire::Ipv4Prefix> address;
    std::uint64_t bits_per_second = 0;
};

class PcapngWriter {
  public:
    enum class Direction : std::uint32_t { Inbound = 1, Outbound = 2 };

    /// Writes the section header, with a comment if it is not empty, and the description of the interface.
    PcapngWriter(OutputFile& file, std::string_view comment, const PcapngInterface& interface);

    /// One packet. `frame` is without FCS, which is computed here if the frame is whole. `nanoseconds` since
    /// 1970.
    void packet(std::uint64_t nanoseconds, const models::wire::CapturedFrame& frame, Direction direction,
                std::string_view comment);

  private:
    void begin(std::uint32_t block_type);
    void end();
    void put16(std::uint16_t value);
    void put32(std::uint32_t value);
    void put64(std::uint64_t value);
    void pad();
    void option(std::uint16_t code, std::span<const std::uint8_t> value);
    void option(std::uint16_t code, std::string_view text);

    OutputFile& file_;
    std::vector<std::uint8_t> block_;
};

}  // namespace patchcord::results
