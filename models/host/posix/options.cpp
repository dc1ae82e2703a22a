// Looking options up and copying their bytes. How many bytes must be there is asked in Linux's order: of the
// levels SOL_SOCKET and IPPROTO_TCP before the name is looked at, while IPPROTO_IP also takes one byte
// (sk_setsockopt, do_tcp_setsockopt, do_ip_setsockopt). Read next: models/host/posix/tcp_level.cpp.
#include "models/host/posix/options.hpp"

#include "models/host/host.hpp"
#include "models/host/posix/abi.hpp"
#include "models/host/posix/option_row.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
#include <cstring>

namespace patchcord::models::host::posix {

using wire::Error;
using wire::failure;

namespace {

constexpr int kLevels[] = {kSolSocket, kIpprotoTcp, kIpprotoIp};

std::span<const OptionRow> rows_of(int level) {
    switch (level) {
        case kSolSocket:
            return socket_level();
        case kIpprotoTcp:
            return tcp_level();
        case kIpprotoIp:
            return ip_level();
        default:
            return {};
    }
}

/// Null when a socket of this kind has no such option.
const OptionRow* find(const Subject& subject, OptionName option) {
    if (option.level != kSolSocket && !subject.is_stream()) return nullptr;
    const auto rows = rows_of(option.level);
    const auto found = std::ranges::find(rows, option.name, &OptionRow::name);
    return found == rows.end() ? nullptr : &*found;
}

std::int32_t load_int(std::span<const std::uint8_t> bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 4); ++i)
        value |= std::uint32_t{bytes[i]} << (8 * i);
    return static_cast<std::int32_t>(value);
}

Done set_bytes(Subject& subject, OptionName option, std::span<const std::uint8_t> bytes) {
    const OptionRow* row = find(subject, option);
    const bool is_raw = row != nullptr && row->raw_set != nullptr;
    if (bytes.size() < 4 && option.level != kIpprotoIp && !is_raw) return failure(Error::InvalidArgument);
    if (is_raw) return row->raw_set(subject, bytes);
    if (row == nullptr || row->set == nullptr) return failure(Error::NoProtocolOption);
    return row->set(
        subject, load_int(bytes.size() >= 4 ? bytes : bytes.first(std::min<std::size_t>(1, bytes.size()))));
}

/// A small value of IPPROTO_IP fits into one byte, if the caller has no room for more.
Bytes get_bytes(Subject& subject, OptionName option, std::size_t room) {
    const OptionRow* row = find(subject, option);
    if (row != nullptr && row->raw_get != nullptr) return row->raw_get(subject);
    if (row == nullptr || row->get == nullptr) return failure(Error::NoProtocolOption);
    const Int value = row->get(subject);
    if (!value) return failure(value.error());
    const auto bits = static_cast<std::uint32_t>(*value);
    std::vector<std::uint8_t> bytes(4);
    for (std::size_t i = 0; i < 4; ++i)
        bytes[i] = static_cast<std::uint8_t>(bits >> (8 * i));
    if (option.level == kIpprotoIp && room < 4 && bits <= 255) bytes.resize(1);
    return bytes;
}

}  // namespace

FreshStream* Subject::fresh() const {
    auto* held = std::get_if<std::unique_ptr<FreshStream>>(&entry_.socket);
    return held == nullptr ? nullptr : held->get();
}

tcp::Connection* Subject::connection() const {
    auto* held = std::get_if<ConnectedStream>(&entry_.socket);
    return held == nullptr ? nullptr : held->connection.get();
}

tcp::Listener* Subject::listener() const {
    auto* held = std::get_if<std::unique_ptr<tcp::Listener>>(&entry_.socket);
    return held == nullptr ? nullptr : held->get();
}

udp::UdpEndpoint* Subject::datagrams() const {
    auto* held = std::get_if<std::unique_ptr<udp::UdpEndpoint>>(&entry_.socket);
    return held == nullptr ? nullptr : held->get();
}

bool Subject::is_closed_or_listening() const {
    return connection() == nullptr || connection()->state() == wire::TcpState::Closed;
}

const tcp::Config& Subject::config() const {
    if (fresh() != nullptr) return fresh()->config;
    if (listener() != nullptr) return listener()->config();
    sim::check(connection() != nullptr, "TCP's knobs of what is no stream");
    return connection()->config();
}

void Subject::reconfigure(const tcp::Config& config) const {
    if (fresh() != nullptr) fresh()->config = config;
    if (listener() != nullptr) listener()->reconfigure(config);
    if (connection() != nullptr) connection()->reconfigure(config);
}

const tcp::Config& Subject::defaults() const {
    return host_.stack().tcp().config();
}

Done set_option(Host& host, DescriptorTable::Entry& entry, OptionName option, const void* value,
                std::int64_t length) {
    if (length < 0) return failure(Error::InvalidArgument);
    Subject subject{host, entry};
    const auto size = static_cast<std::size_t>(length);
    const std::vector<std::uint8_t> nothing(value == nullptr ? size : 0);
    if (value == nullptr) {  // copying fails, if it comes to that
        const Done short_of =
            size < 4 && option.level != kIpprotoIp ? set_bytes(subject, option, nothing) : Done{};
        return short_of && size > 0 ? Done{failure(Error::BadAddress)} : short_of;
    }
    return set_bytes(subject, option, {static_cast<const std::uint8_t*>(value), size});
}

Done get_option(Host& host, DescriptorTable::Entry& entry, OptionName option, void* value,
                std::int32_t* length) {
    if (length == nullptr) return failure(Error::BadAddress);
    if (*length < 0) return failure(Error::InvalidArgument);
    Subject subject{host, entry};
    const auto room = static_cast<std::size_t>(*length);
    const Bytes bytes = get_bytes(subject, option, room);
    if (!bytes) return failure(bytes.error());
    const std::size_t count = std::min(room, bytes->size());
    if (value == nullptr && count > 0) return failure(Error::BadAddress);
    if (count > 0) std::memcpy(value, bytes->data(), count);
    *length = static_cast<std::int32_t>(count);
    return {};
}

Done set_option(Host& host, DescriptorTable::Entry& entry, OptionName option, std::int32_t value) {
    Subject subject{host, entry};
    const OptionRow* row = find(subject, option);
    if (row == nullptr || row->set == nullptr) return failure(Error::NoProtocolOption);
    return row->set(subject, value);
}

Int get_option(Host& host, DescriptorTable::Entry& entry, OptionName option) {
    Subject subject{host, entry};
    const OptionRow* row = find(subject, option);
    if (row == nullptr || row->get == nullptr) return failure(Error::NoProtocolOption);
    return row->get(subject);
}

std::optional<OptionName> option_from_name(std::string_view name) {
    for (const int level : kLevels) {
        for (const OptionRow& row : rows_of(level)) {
            if (row.text == name) return OptionName{level, row.name};
        }
    }
    return std::nullopt;
}

}  // namespace patchcord::models::host::posix
