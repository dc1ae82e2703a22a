// Reading and writing IPv4 headers (RFC 791 3.1), and the two changes that routers make to them in place.
// The checksum is computed from the fields, not from the bytes, which would first have to arrive in memory.
// Read next: models/wire/ipv4.hpp.
#include "models/wire/ipv4.hpp"

#include "models/wire/bytes.hpp"

#include <algorithm>
#include <optional>

namespace patchcord::models::wire {
namespace {

constexpr std::uint16_t kDontFragment = 0x4000;
constexpr std::uint16_t kMoreFragments = 0x2000;
constexpr std::uint16_t kOffsetMask = 0x1FFF;
constexpr std::size_t kChecksumAt = 10;

/// Length of the header at the front of `bytes`, options included.
std::size_t header_size(std::span<const std::uint8_t> bytes) {
    return (bytes[0] & 0xFU) * 4;
}

/// What keeps the front of `bytes` from being a header at all.
std::optional<ParseError> header_error(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < Ipv4Header::kMinimumSize) return ParseError::Truncated;
    if (bytes[0] >> 4 != 4) return ParseError::BadType;
    const std::size_t size = header_size(bytes);
    if (size < Ipv4Header::kMinimumSize || size > bytes.size()) return ParseError::BadHeaderLength;
    return std::nullopt;
}

/// Fills the result where it will stay: copying what was just written field by field would wait for memory.
tl::expected<Ipv4View, ParseError> read_datagram(std::span<const std::uint8_t> header,
                                                 std::span<const std::uint8_t> payload) {
    const std::uint8_t* const at = header.data();
    const std::uint16_t fragment = load_be16(at + 6);
    tl::expected<Ipv4View, ParseError> view;
    view->header.tos = at[1];
    view->header.total_length = load_be16(at + 2);
    view->header.id = load_be16(at + 4);
    view->header.dont_fragment = (fragment & kDontFragment) != 0;
    view->header.more_fragments = (fragment & kMoreFragments) != 0;
    view->header.fragment_offset = static_cast<std::uint16_t>((fragment & kOffsetMask) * 8);
    view->header.ttl = at[8];
    view->header.protocol = IpProtocol{at[9]};
    view->header.source = Ipv4Address{load_be32(at + 12)};
    view->header.destination = Ipv4Address{load_be32(at + 16)};
    view->header.options = header.subspan(Ipv4Header::kMinimumSize);
    view->payload = payload;
    return view;
}

/// Replaces the aligned word at `offset`, and the checksum to match.
void replace_word(std::span<std::uint8_t> header, std::size_t offset, std::uint16_t word) {
    std::uint8_t* const at = header.data();
    store_be16(at + kChecksumAt, updated_checksum(load_be16(at + kChecksumAt), load_be16(at + offset), word));
    store_be16(at + offset, word);
}

}  // namespace

std::size_t Ipv4Header::emit(std::span<std::uint8_t> out) const {
    const std::size_t header_length = size();
    const auto version_and_tos = static_cast<std::uint16_t>(4U << 12 | header_length / 4 << 8 | tos);
    const auto fragment = static_cast<std::uint16_t>(
        (dont_fragment ? kDontFragment : 0) | (more_fragments ? kMoreFragments : 0) | fragment_offset / 8);
    const auto ttl_and_protocol = static_cast<std::uint16_t>(ttl << 8 | static_cast<int>(protocol));
    const std::uint16_t checksum = ChecksumSum{}
                                       .add_word(version_and_tos)
                                       .add_word(total_length)
                                       .add_word(id)
                                       .add_word(fragment)
                                       .add_word(ttl_and_protocol)
                                       .add_address(source)
                                       .add_address(destination)
                                       .add(options)
                                       .checksum();
    std::uint8_t* const at = out.data();
    store_be16(at, version_and_tos);
    store_be16(at + 2, total_length);
    store_be16(at + 4, id);
    store_be16(at + 6, fragment);
    store_be16(at + 8, ttl_and_protocol);
    store_be16(at + kChecksumAt, checksum);
    store_be32(at + 12, source.value());
    store_be32(at + 16, destination.value());
    const auto end_of_options = std::copy(options.begin(), options.end(), at + kMinimumSize);
    std::fill(end_of_options, at + header_length, std::uint8_t{0});
    return header_length;
}

tl::expected<Ipv4View, ParseError> Ipv4View::parse(std::span<const std::uint8_t> bytes, ChecksumCheck check) {
    if (const auto error = header_error(bytes)) return tl::unexpected{*error};
    const auto header = bytes.first(header_size(bytes));
    if (check == ChecksumCheck::Verify && !ChecksumSum{}.add(header).is_correct())
        return tl::unexpected{ParseError::BadChecksum};
    const std::size_t total_length = load_be16(bytes.data() + 2);
    if (total_length < header.size() || total_length > bytes.size())
        return tl::unexpected{ParseError::BadLength};
    return read_datagram(header, bytes.first(total_length).subspan(header.size()));
}

tl::expected<Ipv4View, ParseError> Ipv4View::parse_quoted(std::span<const std::uint8_t> bytes) {
    if (const auto error = header_error(bytes)) return tl::unexpected{*error};
    const auto header = bytes.first(header_size(bytes));
    const std::size_t total_length = load_be16(bytes.data() + 2);
    if (total_length < header.size()) return tl::unexpected{ParseError::BadLength};
    return read_datagram(header, bytes.first(std::min(total_length, bytes.size())).subspan(header.size()));
}

void decrement_ttl(std::span<std::uint8_t> header) {
    constexpr std::size_t kTtlAt = 8;
    replace_word(header, kTtlAt, static_cast<std::uint16_t>(load_be16(header.data() + kTtlAt) - 0x0100));
}

void set_ecn(std::span<std::uint8_t> header, Ecn ecn) {
    const int others = load_be16(header.data()) & ~3;
    replace_word(header, 0, static_cast<std::uint16_t>(others | static_cast<int>(ecn)));
}

}  // namespace patchcord::models::wire
