// Reading and writing ICMP messages (RFC 792).
// The checksum covers header and body, with no pseudo-header.
// Read next: models/wire/icmp.hpp.
#include "models/wire/icmp.hpp"

#include "models/wire/bytes.hpp"

namespace patchcord::models::wire {

void IcmpHeader::emit(std::span<std::uint8_t> message) const {
    std::uint8_t* const at = message.data();
    at[0] = static_cast<std::uint8_t>(type);
    at[1] = code;
    store_be16(at + 2, 0);
    store_be32(at + 4, rest);
    store_be16(at + 2, ChecksumSum{}.add(message).checksum());
}

tl::expected<IcmpView, ParseError> IcmpView::parse(std::span<const std::uint8_t> message,
                                                   ChecksumCheck check) {
    if (message.size() < IcmpHeader::kSize) return tl::unexpected{ParseError::Truncated};
    if (check == ChecksumCheck::Verify && !ChecksumSum{}.add(message).is_correct())
        return tl::unexpected{ParseError::BadChecksum};
    const IcmpHeader header{IcmpType{message[0]}, message[1], load_be32(message.data() + 4)};
    return IcmpView{header, message.subspan(IcmpHeader::kSize)};
}

}  // namespace patchcord::models::wire
