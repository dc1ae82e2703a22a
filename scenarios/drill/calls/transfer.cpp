// Calls that read and write. What is written is remembered, because segments that end where a write ends must
// have PSH. Data is zeros in both directions.
// Read next: scenarios/drill/calls/parts.hpp, models/host/posix/messages.hpp.
#include "scenarios/drill/calls/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace patchcord::scenarios::drill {

namespace posix = models::host::posix;
using models::host::IoVector;
using posix::Calls;
using posix::Value;

namespace {

/// A write under way, in the numbers of its conversation.
struct Written {
    Written(Execution& run, int fd, std::size_t bytes) : conversation{run.conversations.of_descriptor(fd)} {
        if (conversation == nullptr) return;
        first = conversation->written;
        conversation->wrote(bytes);
    }
    /// What was taken, which may be less.
    void ended(std::int64_t taken) const {
        if (conversation == nullptr) return;
        const std::uint32_t end = first + static_cast<std::uint32_t>(std::max<std::int64_t>(taken, 0));
        if (end == conversation->written) return;
        conversation->boundaries.erase(conversation->written);
        conversation->written = end;
        conversation->boundaries.insert(end);
    }

    Conversation* conversation;
    std::uint32_t first = 0;
};

std::size_t total(const std::vector<IoVector>& pieces) {
    return std::accumulate(pieces.begin(), pieces.end(), std::size_t{0},
                           [](std::size_t sum, const IoVector& piece) { return sum + piece.size; });
}

/// sendto and sendmsg with MSG_FASTOPEN also connect; FreeBSD needs no flag.
void note_connect(Execution& run, int fd, int flags, const posix::Address* to) {
    if (to == nullptr) return;
    if ((flags & posix::kMsgFastopen) != 0 || run.conversations.sending_connects(fd))
        run.conversations.connecting(fd, to->endpoint);
}

sim::Task<> write(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const IoVector memory = in.memory(1, in.integer(2));
    if (!in.good()) co_return;
    const Written written{*run, fd, memory.size};
    const Value result = co_await calls->write(fd, memory);
    run->take(result);
    written.ended(run->value);
}

sim::Task<> writev(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const std::vector<IoVector> pieces = in.pieces(1);
    if (!in.good()) co_return;
    const Written written{*run, fd, total(pieces)};
    const Value result = co_await calls->writev(fd, pieces);
    run->take(result);
    written.ended(run->value);
}

sim::Task<> send(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const IoVector memory = in.memory(1, in.integer(2));
    const int flags = in.number(3);
    if (!in.good()) co_return;
    const Written written{*run, fd, memory.size};
    const Value result = co_await calls->send(fd, memory, flags);
    run->take(result);
    written.ended(run->value);
}

sim::Task<> sendto(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const IoVector memory = in.memory(1, in.integer(2));
    const int flags = in.number(3);
    const posix::Address* const to = in.address(4, in.remote());
    if (!in.good()) co_return;
    note_connect(*run, fd, flags, to);
    const Written written{*run, fd, memory.size};
    const Value result = co_await calls->sendto(fd, memory, flags, to);
    run->take(result);
    written.ended(run->value);
}

/// A msghdr of the script. What belongs to it lives as long as this.
struct ScriptMessage {
    std::vector<IoVector> pieces{};
    posix::Address name{};
    posix::Message message{};
    std::int64_t wanted_flags = 0;
};

std::int32_t int_of(Arguments& in, const language::Expression* expression) {
    return expression == nullptr ? 0 : static_cast<std::int32_t>(in.value_of(*expression));
}

/// What `msg_control` of the script says.
std::vector<posix::ControlMessage> control_of(Arguments& in, const language::Expression& structure) {
    std::vector<posix::ControlMessage> control;
    const language::Expression* list = in.field(structure, "msg_control");
    const auto* array = list == nullptr ? nullptr : list->as<language::Array>();
    if (array == nullptr) return control;
    for (const language::Expression& item : array->items) {
        posix::ControlMessage one;
        one.level = int_of(in, in.field(item, "cmsg_level"));
        one.type = int_of(in, in.field(item, "cmsg_type"));
        const language::Expression* data = in.field(item, "cmsg_data");
        if (data != nullptr && data->as<language::Structure>() == nullptr) {
            const std::int32_t value = int_of(in, data);
            for (int i = 0; i < 4; ++i)
                one.data.push_back(static_cast<std::uint8_t>(static_cast<std::uint32_t>(value) >> (8 * i)));
        } else if (data != nullptr) {
            in.fail("a control message with a structure");
        }
        control.push_back(std::move(one));
    }
    return control;
}

void read_message(Arguments& in, ScriptMessage& out, bool receives) {
    const language::Expression& structure = in.at(1);
    if (structure.as<language::Structure>() == nullptr)
        return in.fail(in.call().name + "() needs a message {msg_name(...)=...}");
    if (const auto* pieces = in.field(structure, "msg_iov")) out.pieces = in.pieces_of(*pieces);
    out.message.pieces = out.pieces;
    out.name.endpoint = in.remote();
    const language::Expression* name = in.field(structure, "msg_name");
    const auto* null = name == nullptr ? nullptr : name->as<language::Word>();
    if (name != nullptr && (null == nullptr || null->name != "NULL")) out.message.name = &out.name;
    if (const auto* flags = in.field(structure, "msg_flags")) out.wanted_flags = in.value_of(*flags);
    if (!receives) out.message.control = control_of(in, structure);
}

sim::Task<> sendmsg(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    ScriptMessage message;
    read_message(in, message, false);
    const int flags = in.number(2);
    if (!in.good()) co_return;
    note_connect(*run, fd, flags, message.message.name);
    const Written written{*run, fd, total(message.pieces)};
    const Value result = co_await calls->sendmsg(fd, &message.message, flags);
    run->take(result);
    written.ended(run->value);
}

sim::Task<> read(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const IoVector memory = in.memory(1, in.integer(2));
    if (!in.good()) co_return;
    const Value result = co_await calls->read(fd, memory);
    run->take(result);
}

sim::Task<> readv(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const std::vector<IoVector> pieces = in.pieces(1);
    if (!in.good()) co_return;
    const Value result = co_await calls->readv(fd, pieces);
    run->take(result);
}

sim::Task<> recv(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const IoVector memory = in.memory(1, in.integer(2));
    const int flags = in.number(3);
    if (!in.good()) co_return;
    const Value result = co_await calls->recv(fd, memory, flags);
    run->take(result);
}

sim::Task<> recvfrom(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    const IoVector memory = in.memory(1, in.integer(2));
    const int flags = in.number(3);
    posix::Address from;
    if (!in.good()) co_return;
    const Value result = co_await calls->recvfrom(fd, memory, flags, &from);
    run->take(result);
}

void compare_message(Execution& run, const ScriptMessage& message) {
    Arguments& in = run.arguments;
    run.differ("msg_flags", message.wanted_flags, message.message.flags);
    const language::Expression& structure = in.at(1);
    if (in.field(structure, "msg_control") == nullptr) return;
    const std::vector<posix::ControlMessage> wanted = control_of(in, structure);
    const auto& came = message.message.control;
    run.differ("number of control messages", static_cast<std::int64_t>(wanted.size()),
               static_cast<std::int64_t>(came.size()));
    for (std::size_t i = 0; i < std::min(wanted.size(), came.size()); ++i) {
        run.differ("cmsg_level", wanted[i].level, came[i].level);
        run.differ("cmsg_type", wanted[i].type, came[i].type);
        if (!wanted[i].data.empty()) run.differ("cmsg_data", wanted[i].value(), came[i].value());
    }
}

sim::Task<> recvmsg(const Calls* calls, Execution* run) {
    Arguments& in = run->arguments;
    const int fd = in.descriptor(0);
    ScriptMessage message;
    read_message(in, message, true);
    const int flags = in.number(2);
    if (!in.good()) co_return;
    const Value result = co_await calls->recvmsg(fd, &message.message, flags);
    run->take(result);
    if (run->value >= 0) compare_message(*run, message);
}

struct Row {
    std::string_view name;
    Awaited call;
};
constexpr Row kRows[] = {
    {"write", write}, {"writev", writev}, {"send", send}, {"sendto", sendto},     {"sendmsg", sendmsg},
    {"read", read},   {"readv", readv},   {"recv", recv}, {"recvfrom", recvfrom}, {"recvmsg", recvmsg},
};

}  // namespace

Awaited transfer_call(std::string_view name) {
    const auto* row = std::ranges::find(kRows, name, &Row::name);
    return row == std::end(kRows) ? nullptr : row->call;
}

}  // namespace patchcord::scenarios::drill
