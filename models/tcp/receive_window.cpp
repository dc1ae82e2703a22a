// Which window is announced. Scaling rounds: upward as long as the buffer has space, else down; octets that
// are then not announced are still taken (RFC 7323 2.4). Read next: models/tcp/receive_window.hpp.
#include "models/tcp/receive_window.hpp"

#include <algorithm>
#include <cstddef>

namespace patchcord::models::tcp {
namespace {

constexpr std::uint32_t kLargestField = 0xFFFF;
constexpr std::uint8_t kLargestShift = 14;  // RFC 7323 2.3

}  // namespace

ReceiveWindow::ReceiveWindow(const Config& config)
    : config_{config},
      buffer_{config.receive_buffer},
      threshold_{config.receive_buffer},
      segment_{config.mss} {
    const std::uint32_t most = std::max(config.receive_buffer, config.receive_maximum);
    const auto is_sayable = [&](int shift) { return config.receive_buffer >> shift > 0; };  // not only 0
    while (config.window_scale && shift_ < kLargestShift && most >> shift_ > kLargestField &&
           is_sayable(shift_ + 1))
        ++shift_;
    read_before_ = std::min(config.receive_buffer, config.initial_window * config.mss);
}

void ReceiveWindow::begin(Seq next, bool scaled) {
    edge_ = next;
    if (!scaled) shift_ = 0;
}

std::uint16_t ReceiveWindow::announce_in_syn(Seq next, std::uint32_t space, std::uint32_t mss) {
    std::uint32_t window = std::min(space, kLargestField);
    if (opens_slowly()) {
        if (space > mss) window = std::min(space / mss * mss, kLargestField);
        threshold_ = window;
    }
    edge_ = later(edge_, next + window);
    return static_cast<std::uint16_t>(window);
}

// What the window must grow by to be worth mentioning.
std::uint32_t ReceiveWindow::step() const {
    return std::max(1u, std::min(buffer_ / 2, std::uint32_t{config_.mss}));
}

std::uint32_t ReceiveWindow::would_open(Seq next, std::uint32_t space) const {
    const std::uint32_t present = open(next);
    const std::uint32_t fraction = (1u << shift_) - 1;
    const auto rounded = [&](std::uint32_t window) { return (window + fraction) & ~fraction; };
    if (opens_slowly()) {
        const std::uint32_t segment = std::min(segment_, buffer_);
        const std::uint32_t free = std::min(space, std::max(threshold_, segment));
        if (space < buffer_ / 2 && (space < buffer_ / 16 || space < segment_)) return rounded(present);
        if (shift_ > 0) return std::max(rounded(free), rounded(present));
        const bool keeps = present + segment > free && present <= free;
        return keeps ? present : std::max(free / segment * segment, present);
    }
    if (config_.manners == Manners::Bsd) {  // tcp_output: a sliver is kept back
        const bool sliver = space < buffer_ / 4 && space < segment_;
        return rounded(std::max(sliver ? 0 : space, present));
    }
    const bool is_worthwhile = space >= present + step() || space == buffer_;
    return is_worthwhile ? space : std::min(rounded(present), space);
}

std::uint16_t ReceiveWindow::announce(Seq next, std::uint32_t space) {
    const std::uint32_t field = std::min(would_open(next, space) >> shift_, kLargestField);
    edge_ = later(edge_, next + (field << shift_));
    return static_cast<std::uint16_t>(field);
}

bool ReceiveWindow::is_worth_telling(Seq next, std::uint32_t space) const {
    const std::uint32_t window = open(next);
    const std::size_t most = std::size_t{kLargestField} << shift_;  // that the field can say
    if (opens_slowly()) {
        if (std::size_t{window} * 2 > std::min<std::size_t>(buffer_, most)) return false;
        const std::uint32_t fresh = would_open(next, space);
        return fresh > 0 && fresh >= 2 * window && fresh > window;
    }
    const bool is_small = window < std::max<std::size_t>(1, std::min<std::size_t>(buffer_, most) / 2);
    return is_small && std::min<std::size_t>(space, most) >= window + step();
}

void ReceiveWindow::data_came(std::uint32_t length, std::uint32_t space, std::uint32_t segment) {
    segment_ = std::max(segment, 1u);
    if (!opens_slowly() || length < 128) return;
    const std::uint32_t most = std::min(buffer_, space);
    if (threshold_ < most) threshold_ += std::min(most - threshold_, 2u * config_.mss);
}

// Once a round trip: if more was read than ever in one, the window shall be twice that, and some more for
// slow start (Linux tcp_rcv_space_adjust).
std::uint32_t ReceiveWindow::was_read(std::uint32_t bytes, sim::Time now, sim::Duration rtt) {
    if (!opens_slowly() || is_fixed_) return buffer_;
    read_ += bytes;
    if (rtt == sim::Duration{0} || now - since_ < rtt) return buffer_;
    if (read_ > read_before_) {
        const std::uint64_t wanted = 2 * std::uint64_t{read_} + 16 * std::uint64_t{config_.mss};
        const std::uint64_t growth = wanted * (read_ - read_before_) / std::max(read_before_, 1u);
        const std::uint64_t most = std::max(config_.receive_buffer, config_.receive_maximum);
        buffer_ = std::max(buffer_, static_cast<std::uint32_t>(std::min(wanted + 2 * growth, most)));
        read_before_ = read_;
    }
    read_ = 0;
    since_ = now;
    return buffer_;
}

void ReceiveWindow::set_buffer(std::uint32_t bytes) {
    buffer_ = bytes;
    is_fixed_ = true;
}

}  // namespace patchcord::models::tcp
