// Calls that are over at once. Each reads its arguments, and is made only if all were understood.
// Read next: scenarios/drill/calls/parts.hpp, models/host/posix/calls.hpp.
#include "scenarios/drill/calls/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

namespace posix = models::host::posix;
using models::wire::IpProtocol;
using posix::Calls;

namespace {

void socket(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int family = in.is_ellipsis(0) ? posix::kAfInet : in.number(0);
    const int type = in.number(1);
    const int protocol = in.number(2);
    if (!in.good()) return;
    const posix::Value result = calls.socket(family, type, protocol);
    run.take_descriptor(result);
    const bool datagram = (type & 0xF) == posix::kSockDgram;
    if (result)
        run.conversations.opened(static_cast<int>(*result), datagram ? IpProtocol::Udp : IpProtocol::Tcp);
}

void bind(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const posix::Address* local = in.address(1, in.local());
    if (!in.good()) return;
    run.take(calls.bind(fd, local));
    if (run.value == 0 && local != nullptr) run.conversations.bound(fd, local->endpoint);
}

void listen(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const int backlog = in.number(1);
    if (!in.good()) return;
    run.take(calls.listen(fd, backlog));
    if (run.value == 0) run.conversations.listening(fd);
}

void shutdown(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const int how = in.number(1);
    if (in.good()) run.take(calls.shutdown(fd, how));
}

void fcntl(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const int command = in.number(1);
    const int argument = in.size() > 2 ? in.number(2) : 0;
    if (in.good()) run.take(calls.fcntl(fd, command, argument));
}

void ioctl(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const int request = in.number(1);
    const bool checked = in.size() > 2 && !in.is_ellipsis(2);
    const std::int64_t wanted = checked ? in.integer(2) : 0;
    if (!in.good()) return;
    std::int32_t actual = 0;
    run.take(calls.ioctl(fd, request, &actual));
    if (checked && run.value == 0) run.differ("value", wanted, actual);
}

void setsockopt(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const int level = in.number(1);
    const int name = in.number(2);
    std::vector<std::uint8_t> value = in.option_value(3);
    const std::int64_t length = in.integer(4);
    const bool null = in.is_null(3) && in.at(3).as<language::Word>() != nullptr;
    if (!in.good()) return;
    value.resize(std::max<std::size_t>(value.size(),
                                       static_cast<std::size_t>(std::clamp<std::int64_t>(length, 1, 4096))));
    run.take(calls.setsockopt(fd, level, name, null ? nullptr : value.data(), length));
}

std::int32_t int_at(const std::vector<std::uint8_t>& bytes, std::size_t place) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4 && place + i < bytes.size(); ++i)
        value |= std::uint32_t{bytes[place + i]} << (8 * i);
    return static_cast<std::int32_t>(value);
}

void compare_option(Execution& run, const std::vector<std::uint8_t>& wanted,
                    std::vector<std::uint8_t> actual) {
    const language::Expression& expression = run.arguments.at(3);
    if (expression.as<language::Ellipsis>() != nullptr) return;
    if (const auto* text = expression.as<std::string>()) {
        const std::string came{actual.begin(), std::ranges::find(actual, std::uint8_t{0})};
        const bool same = came == text->substr(0, text->find('\0')) || std::ranges::equal(wanted, actual);
        if (!same) run.mismatch = fmt::format("value: expected \"{}\", actual \"{}\"", *text, came);
        return;
    }
    for (std::size_t at = 0; at < wanted.size(); at += 4) {
        const std::int64_t expected = int_at(wanted, at);
        // One byte was asked for: IP_TOS is written and read with a length of 1.
        run.differ("value", actual.size() < 4 ? expected & 0xFF : expected, int_at(actual, at));
    }
}

void getsockopt(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int fd = in.descriptor(0);
    const int level = in.number(1);
    const int name = in.number(2);
    const std::vector<std::uint8_t> wanted = in.option_value(3);
    const std::int64_t wanted_length = in.integer(4);
    if (!in.good()) return;
    auto length = static_cast<std::int32_t>(std::clamp<std::int64_t>(wanted_length, 0, 4096));
    std::vector<std::uint8_t> actual(static_cast<std::size_t>(std::max(length, 1)));
    run.take(calls.getsockopt(fd, level, name, actual.data(), &length));
    if (run.value != 0) return;
    actual.resize(static_cast<std::size_t>(length));
    compare_option(run, wanted, std::move(actual));
    if (in.at(3).as<std::string>() == nullptr) run.differ("length", wanted_length, length);
}

void epoll_create(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int size = in.number(0);
    if (in.good()) run.take_descriptor(calls.epoll_create(size));
}

void epoll_ctl(const Calls& calls, Execution& run) {
    Arguments& in = run.arguments;
    const int set = in.descriptor(0);
    const int operation = in.number(1);
    const int fd = in.descriptor(2);
    posix::EpollEvent event;
    const bool has_event = in.size() > 3 && !in.is_null(3);
    if (has_event) {
        const language::Expression& structure = in.at(3);
        if (const auto* events = in.field(structure, "events"))
            event.events = static_cast<std::uint32_t>(in.value_of(*events));
        for (const std::string_view name : {"fd", "ptr", "u32", "u64"}) {
            if (const auto* data = in.field(structure, name))
                event.data = static_cast<std::uint64_t>(in.value_of(*data));
        }
    }
    if (in.good()) run.take(calls.epoll_ctl(set, operation, fd, has_event ? &event : nullptr));
}

struct Row {
    std::string_view name;
    AtOnce call;
};
constexpr Row kRows[] = {
    {"socket", socket},
    {"bind", bind},
    {"listen", listen},
    {"shutdown", shutdown},
    {"fcntl", fcntl},
    {"ioctl", ioctl},
    {"setsockopt", setsockopt},
    {"getsockopt", getsockopt},
    {"epoll_create", epoll_create},
    {"epoll_ctl", epoll_ctl},
};

}  // namespace

AtOnce call_at_once(std::string_view name) {
    const auto* row = std::ranges::find(kRows, name, &Row::name);
    return row == std::end(kRows) ? nullptr : row->call;
}

}  // namespace patchcord::scenarios::drill
