// Reading and writing TCP options (RFC 9293 3.2).
// Most segments carry none, or timestamps alone in the form that RFC 7323 appendix A recommends, so those two
// are recognised at a glance. Read next: models/wire/tcp_options.hpp.
#include "models/wire/tcp_options.hpp"

#include "models/wire/bytes.hpp"

#include <algorithm>

namespace patchcord::models::wire {
namespace {

constexpr std::uint32_t kAlignedTimestamps = 0x0101'080A;  // nop, nop, kind 8, length 10
constexpr std::size_t kAlignedTimestampsSize = 12;
constexpr std::size_t kSackBlockSize = 8;

TcpTimestamps load_timestamps(const std::uint8_t* at) {
    return {load_be32(at), load_be32(at + 4)};
}

/// Writes options into at most 40 bytes.
class Writer {
  public:
    explicit Writer(std::uint8_t* out) : out_{out} {}

    std::size_t size() const { return size_; }

    void nops(std::size_t count) {
        for (; count != 0; --count)
            put8(static_cast<std::uint8_t>(TcpOptionKind::Nop));
    }
    /// Nops until the next option begins `remainder` bytes after a multiple of `unit`.
    void align(std::size_t unit, std::size_t remainder) { nops((unit + remainder - size_ % unit) % unit); }
    /// End of list, to the next multiple of four.
    void end() {
        while (size_ % 4 != 0)
            put8(static_cast<std::uint8_t>(TcpOptionKind::End));
    }

    void mss(std::uint16_t value) {
        start(TcpOptionKind::Mss, 4);
        put16(value);
    }
    void window_scale(std::uint8_t shift) {
        start(TcpOptionKind::WindowScale, 3);
        put8(shift);
    }
    void sack_permitted() { start(TcpOptionKind::SackPermitted, 2); }
    void timestamps(const TcpTimestamps& timestamps) {
        start(TcpOptionKind::Timestamps, 10);
        put32(timestamps.value);
        put32(timestamps.echo);
    }
    /// As many blocks as fit behind the nops that align them: at least one, or nothing is written.
    void sack(const SackBlocks& blocks) {
        const std::size_t first_block = (size_ + 1) / 4 * 4 + 4;
        const std::size_t count =
            std::min(blocks.size(), (kMaximumTcpOptions - first_block) / kSackBlockSize);
        if (count == 0) return;
        align(4, 2);
        start(TcpOptionKind::Sack, 2 + count * kSackBlockSize);
        for (std::size_t at = 0; at < count; ++at) {
            put32(blocks[at].left);
            put32(blocks[at].right);
        }
    }
    /// Left out if it does not fit.
    void fast_open(std::span<const std::uint8_t> cookie) {
        if (size_ + 2 + cookie.size() > kMaximumTcpOptions) return;
        start(TcpOptionKind::FastOpen, 2 + cookie.size());
        put(cookie);
    }
    void experimental_fast_open(std::span<const std::uint8_t> cookie) {
        if (size_ + 4 + cookie.size() > kMaximumTcpOptions) return;
        start(TcpOptionKind::Experimental, 4 + cookie.size());
        put16(kFastOpenExperiment);
        put(cookie);
    }

  private:
    void put8(std::uint8_t value) { out_[size_++] = value; }
    void put16(std::uint16_t value) {
        store_be16(out_ + size_, value);
        size_ += 2;
    }
    void put32(std::uint32_t value) {
        store_be32(out_ + size_, value);
        size_ += 4;
    }
    void put(std::span<const std::uint8_t> bytes) {
        std::copy(bytes.begin(), bytes.end(), out_ + size_);
        size_ += bytes.size();
    }
    void start(TcpOptionKind kind, std::size_t length) {
        put8(static_cast<std::uint8_t>(kind));
        put8(static_cast<std::uint8_t>(length));
    }

    std::uint8_t* out_;
    std::size_t size_ = 0;
};

void write_fast_open(const TcpOptions& options, Writer& out) {
    if (!options.fast_open) return;
    if (options.fast_open_experimental) {
        out.experimental_fast_open(*options.fast_open);
    } else {
        out.fast_open(*options.fast_open);
    }
}

void write_like_linux(const TcpOptions& options, Writer& out) {
    if (options.mss) out.mss(*options.mss);
    if (options.sack_permitted && !options.timestamps) out.nops(2);
    if (options.sack_permitted) out.sack_permitted();
    if (options.timestamps) {
        out.align(4, 2);
        out.timestamps(*options.timestamps);
    }
    if (options.window_scale) {
        out.nops(1);
        out.window_scale(*options.window_scale);
    }
    out.sack(options.sack);
    write_fast_open(options, out);
    out.align(4, 0);
}

void write_like_free_bsd(const TcpOptions& options, Writer& out) {
    if (options.mss) out.mss(*options.mss);
    if (options.window_scale) {
        out.align(2, 1);
        out.window_scale(*options.window_scale);
    }
    if (options.sack_permitted) {
        out.align(2, 0);
        out.sack_permitted();
    }
    if (options.timestamps) {
        out.align(4, 2);
        out.timestamps(*options.timestamps);
    }
    out.sack(options.sack);
    write_fast_open(options, out);
    out.end();
}

/// What one option adds; an unknown kind or a length that the kind does not have adds nothing.
void take(TcpOptions& options, const TcpOptionReader::Option& option) {
    const std::uint8_t* const at = option.data.data();
    const std::size_t size = option.data.size();
    switch (option.kind) {
        case TcpOptionKind::Mss:
            if (size == 2) options.mss = load_be16(at);
            break;
        case TcpOptionKind::WindowScale:
            if (size == 1) options.window_scale = at[0];
            break;
        case TcpOptionKind::SackPermitted:
            if (size == 0) options.sack_permitted = true;
            break;
        case TcpOptionKind::Sack:
            if (size % kSackBlockSize != 0) break;
            options.sack = {};
            for (std::size_t block = 0; block < size; block += kSackBlockSize)
                options.sack.push_back({load_be32(at + block), load_be32(at + block + 4)});
            break;
        case TcpOptionKind::Timestamps:
            if (size == 8) options.timestamps = load_timestamps(at);
            break;
        case TcpOptionKind::FastOpen:
            options.fast_open = option.data;
            options.fast_open_experimental = false;
            break;
        case TcpOptionKind::Experimental:
            if (size < 2 || load_be16(at) != kFastOpenExperiment) break;
            options.fast_open = option.data.subspan(2);
            options.fast_open_experimental = true;
            break;
        case TcpOptionKind::End:
        case TcpOptionKind::Nop:
            break;
    }
}

/// Nothing but, perhaps, timestamps.
bool is_plain(const TcpOptions& options) {
    return options.sack.empty() && !options.mss && !options.window_scale && !options.sack_permitted &&
           !options.fast_open;
}

}  // namespace

std::optional<TcpOptionReader::Option> TcpOptionReader::next() {
    if (rest_.empty() || malformed_) return std::nullopt;
    const auto kind = TcpOptionKind{rest_[0]};
    if (kind == TcpOptionKind::End || kind == TcpOptionKind::Nop) {
        rest_ = kind == TcpOptionKind::End ? std::span<const std::uint8_t>{} : rest_.subspan(1);
        return Option{kind, {}};
    }
    const std::size_t length = rest_.size() > 1 ? rest_[1] : 0;
    malformed_ = length < 2 || length > rest_.size();
    if (malformed_) return std::nullopt;
    const Option option{kind, rest_.subspan(2, length - 2)};
    rest_ = rest_.subspan(length);
    return option;
}

bool parse_options(std::span<const std::uint8_t> bytes, TcpOptions& options) {
    if (bytes.size() == kAlignedTimestampsSize && load_be32(bytes.data()) == kAlignedTimestamps) {
        options.timestamps = load_timestamps(bytes.data() + 4);
        return true;
    }
    TcpOptionReader reader{bytes};
    while (const auto option = reader.next())
        take(options, *option);
    return !reader.malformed();
}

std::size_t emit_options(const TcpOptions& options, TcpOptionLayout layout, std::span<std::uint8_t> out) {
    if (is_plain(options)) {  // almost every segment; the same in both layouts
        if (!options.timestamps) return 0;
        store_be32(out.data(), kAlignedTimestamps);
        store_be32(out.data() + 4, options.timestamps->value);
        store_be32(out.data() + 8, options.timestamps->echo);
        return kAlignedTimestampsSize;
    }
    Writer writer{out.data()};
    switch (layout) {
        case TcpOptionLayout::Linux:
            write_like_linux(options, writer);
            break;
        case TcpOptionLayout::FreeBsd:
            write_like_free_bsd(options, writer);
            break;
    }
    return writer.size();
}

std::size_t options_size(const TcpOptions& options, TcpOptionLayout layout) {
    if (is_plain(options)) return options.timestamps ? kAlignedTimestampsSize : 0;
    std::array<std::uint8_t, kMaximumTcpOptions> scratch;
    return emit_options(options, layout, scratch);
}

}  // namespace patchcord::models::wire
