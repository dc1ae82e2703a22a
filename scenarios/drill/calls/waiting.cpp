// Calls that wait for something else than data: a handshake, a connection, events, the end.
// Read next: scenarios/drill/calls/parts.hpp, models/host/readiness.hpp.
#include "scenarios/drill/calls/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

namespace posix = models::host::posix;
using posix::Calls;
using posix::Value;

namespace {

constexpr std::int64_t kMostEvents = 1024;

sim::Task<> connect(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const posix::Address* const remote = in.address(1, in.remote());
    if (!in.good()) co_return;
    if (remote != nullptr) run->conversations.connecting(fd, remote->endpoint);
    const Value result = co_await calls->connect(fd, remote);
    run->take(result);
}

sim::Task<> accept(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const int flags = in.size() > 3 ? in.number(3) : 0;
    posix::Address from;
    if (!in.good()) co_return;
    const Value result = co_await calls->accept(fd, &from, flags);
    run->take_descriptor(result);
    if (result) run->conversations.accepted(static_cast<int>(*result), from.endpoint);
}

sim::Task<> close(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const std::int64_t script = in.integer(0);
    if (!in.good()) co_return;
    const sim::Task<Value> closing = calls->close(fd);
    const Value result = co_await closing;
    run->take(result);
    if (!result) co_return;
    run->conversations.closed(fd);
    run->descriptors.erase(script);
}

std::uint64_t data_of(Arguments& in, const language::Expression& structure) {
    for (const std::string_view name : {"fd", "ptr", "u32", "u64"}) {
        if (const auto* data = in.field(structure, name))
            return static_cast<std::uint64_t>(in.value_of(*data));
    }
    return 0;
}

void compare_events(Execution& run, const std::vector<posix::EpollEvent>& events) {
    Arguments& in = run.arguments;
    const language::Expression& wanted = in.at(1);
    const auto* list = wanted.as<language::Array>();
    const std::size_t count = list == nullptr ? 1 : list->items.size();
    for (std::size_t i = 0; i < std::min(count, static_cast<std::size_t>(run.value)); ++i) {
        const language::Expression& one = list == nullptr ? wanted : list->items[i];
        if (const auto* bits = in.field(one, "events"))
            run.differ("events", in.value_of(*bits), events[i].events);
        run.differ("data", static_cast<std::int64_t>(data_of(in, one)),
                   static_cast<std::int64_t>(events[i].data));
    }
}

sim::Task<> epoll_wait(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int set = in.descriptor(0);
    const std::int64_t most = in.integer(2);
    const int timeout = in.number(3);
    if (!in.good()) co_return;
    std::vector<posix::EpollEvent> events(
        static_cast<std::size_t>(std::clamp<std::int64_t>(most, 0, kMostEvents)));
    const Value result = co_await calls->epoll_wait(set, events, timeout);
    run->take(result);
    if (!in.is_ellipsis(1)) compare_events(*run, events);
}

sim::Task<> poll(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    std::vector<posix::PollDescriptor> list;
    const auto* array = in.at(0).as<language::Array>();
    if (array == nullptr) in.fail("poll() needs [{fd=, events=, revents=}]");
    const auto number = [&in](const language::Expression& item, std::string_view name) {
        const auto* field = in.field(item, name);
        return field == nullptr ? std::int64_t{0} : in.value_of(*field);
    };
    for (std::size_t i = 0; array != nullptr && i < array->items.size(); ++i) {
        const language::Expression& item = array->items[i];
        const auto* fd = in.field(item, "fd");
        list.push_back(
            {fd == nullptr ? -1 : in.descriptor_of(*fd), static_cast<std::uint16_t>(number(item, "events"))});
    }
    const int timeout = in.number(2);
    if (!in.good()) co_return;
    const sim::Task<Value> polling = calls->poll(list, timeout);
    const Value result = co_await polling;
    run->take(result);
    for (std::size_t i = 0; i < list.size(); ++i)
        run->differ("revents", number(array->items[i], "revents"), list[i].revents);
}

struct Row {
    std::string_view name;
    Awaited call;
};
constexpr Row kRows[] = {
    {"connect", connect}, {"accept", accept}, {"accept4", accept},
    {"close", close},     {"poll", poll},     {"epoll_wait", epoll_wait},
};

}  // namespace

Awaited waiting_call(std::string_view name) {
    const auto* row = std::ranges::find(kRows, name, &Row::name);
    return row == std::end(kRows) ? nullptr : row->call;
}

}  // namespace patchcord::scenarios::drill
