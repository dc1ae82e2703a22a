// TCP options (RFC 9293 3.2): maximum segment size, window scale and timestamps (RFC 7323), SACK (RFC 2018),
// Fast Open (RFC 7413). Parsing is total: a length of 0 or 1 or past the end is an error, unknown kinds are
// skipped (MUST-6, MUST-7). The order of writing tells hosts apart, so it is a parameter: the layout.
// Read next: models/wire/tcp.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::wire {

inline constexpr std::size_t kMaximumTcpOptions = 40;
/// What says in option 254 that it is Fast Open (RFC 6994).
inline constexpr std::uint16_t kFastOpenExperiment = 0xF989;

/// Other values keep their number.
enum class TcpOptionKind : std::uint8_t {
    End = 0,
    Nop = 1,
    Mss = 2,
    WindowScale = 3,
    SackPermitted = 4,
    Sack = 5,
    Timestamps = 8,
    FastOpen = 34,
    Experimental = 254,
};

struct TcpTimestamps {
    std::uint32_t value = 0;  ///< TSval
    std::uint32_t echo = 0;   ///< TSecr

    friend bool operator==(const TcpTimestamps&, const TcpTimestamps&) = default;
};

/// Received bytes from `left` up to, not including, `right` (sequence numbers).
struct SackBlock {
    std::uint32_t left = 0;
    std::uint32_t right = 0;

    friend bool operator==(const SackBlock&, const SackBlock&) = default;
};

/// Up to four SACK blocks, in the order of the segment.
class SackBlocks {
  public:
    static constexpr std::size_t kMaximum = 4;

    constexpr std::size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr const SackBlock* begin() const { return blocks_.data(); }
    constexpr const SackBlock* end() const { return blocks_.data() + size_; }
    constexpr const SackBlock& operator[](std::size_t at) const { return blocks_[at]; }

    /// A fifth block is left out.
    constexpr void push_back(SackBlock block) {
        if (size_ < kMaximum) blocks_[size_++] = block;
    }

    friend bool operator==(const SackBlocks&, const SackBlocks&) = default;

  private:
    std::array<SackBlock, kMaximum> blocks_{};
    std::size_t size_ = 0;
};

struct TcpOptions {
    // On a SYN:
    std::optional<std::uint16_t> mss{};          ///< bytes
    std::optional<std::uint8_t> window_scale{};  ///< the shift as on the wire, so possibly above 14
    bool sack_permitted = false;
    /// The Fast Open cookie, in somebody's bytes; an empty one asks for a cookie.
    std::optional<std::span<const std::uint8_t>> fast_open{};
    bool fast_open_experimental = false;  ///< it came, or goes, in option 254 with F989 (before RFC 7413)
    // On every segment:
    std::optional<TcpTimestamps> timestamps{};
    SackBlocks sack{};
};

/// Adds what `bytes` hold to `options`, which should be empty. False if an option's length is 0, 1 or past
/// the end. One of a known kind but with another length is skipped, as Linux does. Nothing after End counts.
[[nodiscard]] bool parse_options(std::span<const std::uint8_t> bytes, TcpOptions& options);

/// How a host orders and pads its options.
enum class TcpOptionLayout : std::uint8_t {
    Linux,    ///< mss,sackOK,TS,nop,wscale; or mss,nop,nop,sackOK,nop,wscale; padded by nops, in front
    FreeBsd,  ///< mss,nop,wscale,sackOK,TS; padded by end of list, behind
};

/// Writes the options that are set, padded to a multiple of four, and returns the bytes written, at most 40.
/// SACK blocks that do not fit are left out, the last first (RFC 2018 3). `out` must have 40 bytes, or as
/// many as `options_size` says.
std::size_t emit_options(const TcpOptions& options, TcpOptionLayout layout, std::span<std::uint8_t> out);
/// The number of bytes that `emit_options` will write.
std::size_t options_size(const TcpOptions& options, TcpOptionLayout layout);

/// Walks options one by one, as they lie in the header; for everything that must keep their order.
class TcpOptionReader {
  public:
    struct Option {
        TcpOptionKind kind;
        std::span<const std::uint8_t> data;  ///< without kind and length
    };

    explicit TcpOptionReader(std::span<const std::uint8_t> bytes) : rest_{bytes} {}

    /// The next option, Nop and End included; nothing after the last one, after End, or at a malformed one.
    std::optional<Option> next();
    /// True if `next` stopped at an impossible length.
    bool malformed() const { return malformed_; }

  private:
    std::span<const std::uint8_t> rest_;
    bool malformed_ = false;
};

}  // namespace patchcord::models::wire
