// A block is built in memory, so that its length, which comes first, is known. Read next:
// results/export/pcapng.cpp.
#include "results/export/pcapng_writer.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/crc32.hpp"

#include <algorithm>
#include <array>

namespace patchcord::results {
namespace {

enum : std::uint32_t { kSectionHeader = 0x0A0D0D0A, kInterfaceDescription = 1, kEnhancedPacket = 6 };
enum : std::uint16_t {
    kEndOfOptions = 0,
    kComment = 1,
    kShbUserApplication = 4,
    kIfName = 2,
    kIfIpv4Address = 4,
    kIfMacAddress = 6,
    kIfSpeed = 8,
    kIfTimestampResolution = 9,
    kIfFcsLength = 13,
    kPacketFlags = 2,
};
constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;
constexpr std::uint16_t kLinkTypeEthernet = 1;
constexpr std::uint8_t kNanoseconds = 9;
constexpr std::uint32_t kFcsLengthShift = 5;

}  // namespace

PcapngWriter::PcapngWriter(OutputFile& file, std::string_view comment, const PcapngInterface& interface)
    : file_{file} {
    begin(kSectionHeader);
    put32(kByteOrderMagic);
    put16(1);  // version 1.0
    put16(0);
    put64(~std::uint64_t{0});  // length of the section: not said
    option(kComment, comment);
    option(kShbUserApplication, "Patchcord");
    end();

    begin(kInterfaceDescription);
    put16(kLinkTypeEthernet);
    put16(0);
    put32(0);  // no limit to the length of packets
    option(kIfName, interface.name);
    if (interface.address) {
        std::array<std::uint8_t, 8> address_and_mask{};
        models::wire::store_be32(address_and_mask.data(), interface.address->address().value());
        models::wire::store_be32(address_and_mask.data() + 4, interface.address->mask().value());
        option(kIfIpv4Address, address_and_mask);
    }
    option(kIfMacAddress, interface.mac.bytes());
    if (interface.bits_per_second != 0) {
        put16(kIfSpeed);
        put16(8);
        put64(interface.bits_per_second);
    }
    option(kIfTimestampResolution, std::array{kNanoseconds});
    option(kIfFcsLength, std::array{static_cast<std::uint8_t>(models::wire::kFcsSize)});
    end();
}

void PcapngWriter::packet(std::uint64_t nanoseconds, const models::wire::CapturedFrame& frame,
                          Direction direction, std::string_view comment) {
    const bool is_whole = frame.bytes.size() == frame.length;
    const std::size_t captured = frame.bytes.size() + (is_whole ? models::wire::kFcsSize : 0);
    begin(kEnhancedPacket);
    put32(0);  // the only interface
    put32(static_cast<std::uint32_t>(nanoseconds >> 32));
    put32(static_cast<std::uint32_t>(nanoseconds));
    put32(static_cast<std::uint32_t>(captured));
    put32(static_cast<std::uint32_t>(frame.length + models::wire::kFcsSize));
    block_.insert(block_.end(), frame.bytes.begin(), frame.bytes.end());
    if (is_whole) put32(models::wire::crc32(frame.bytes));
    pad();
    option(kComment, comment);
    put16(kPacketFlags);
    put16(4);
    put32(static_cast<std::uint32_t>(direction) | models::wire::kFcsSize << kFcsLengthShift);
    end();
}

void PcapngWriter::begin(std::uint32_t block_type) {
    block_.clear();
    put32(block_type);
    put32(0);  // the length, when it is known
}

void PcapngWriter::end() {
    put16(kEndOfOptions);
    put16(0);
    const auto length = static_cast<std::uint32_t>(block_.size() + 4);
    for (std::size_t byte = 0; byte < 4; ++byte)
        block_[4 + byte] = static_cast<std::uint8_t>(length >> (8 * byte));
    put32(length);
    file_.write(block_);
}

void PcapngWriter::put16(std::uint16_t value) {
    block_.push_back(static_cast<std::uint8_t>(value));
    block_.push_back(static_cast<std::uint8_t>(value >> 8));
}
void PcapngWriter::put32(std::uint32_t value) {
    put16(static_cast<std::uint16_t>(value));
    put16(static_cast<std::uint16_t>(value >> 16));
}
void PcapngWriter::put64(std::uint64_t value) {
    put32(static_cast<std::uint32_t>(value));
    put32(static_cast<std::uint32_t>(value >> 32));
}
void PcapngWriter::pad() {
    while (block_.size() % 4 != 0)
        block_.push_back(0);
}

void PcapngWriter::option(std::uint16_t code, std::span<const std::uint8_t> value) {
    put16(code);
    put16(static_cast<std::uint16_t>(value.size()));
    block_.insert(block_.end(), value.begin(), value.end());
    pad();
}

void PcapngWriter::option(std::uint16_t code, std::string_view text) {
    if (text.empty()) return;
    put16(code);
    put16(static_cast<std::uint16_t>(text.size()));
    block_.insert(block_.end(), text.begin(), text.end());
    pad();
}

}  // namespace patchcord::results
