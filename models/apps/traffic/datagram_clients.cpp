// Both send by the clock: datagram n of a burst leaves n intervals after its start, so nothing adds up.
// An error of a call (nobody has the port, the datagram is too large) ends the process.
// Read next: models/apps/traffic/probe.hpp.
#include "models/apps/traffic/datagram_clients.hpp"

#include "models/apps/traffic/probe.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/core/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

namespace patchcord::models::apps::traffic {
namespace {

struct Sender {
    HostHandle host;
    UdpSocket socket;
    sim::Duration interval;
    sim::Time stop;
    std::uint64_t limit;
    std::vector<std::uint8_t> payload;
    std::uint32_t sent = 0;

    bool is_done() const { return sent >= limit || host.now() >= stop; }
};

sim::Duration interval_of(const Arguments& arguments) {
    const sim::Duration interval =
        arguments.has("interval")
            ? arguments.get<sim::Duration>("interval")
            : arguments.get<sim::Rate>("rate").time_to_send(8 * count_of(arguments, "size"));
    if (interval == sim::Duration{0}) throw std::invalid_argument{"an interval of 0"};
    return interval;
}

Sender sender_of(HostHandle host, const Arguments& arguments) {
    const std::size_t size = count_of(arguments, "size");
    if (size < Probe::kSize)
        throw std::invalid_argument{fmt::format("a datagram of {} bytes has no room for its number", size)};
    if (size > 65'507) throw std::invalid_argument{fmt::format("UDP has no datagrams of {} bytes", size)};
    UdpSocket socket = host.socket(SocketType::Datagram);
    socket.connect(destination_of(arguments)).value();  // so that it hears when nobody has the port
    return {host,
            std::move(socket),
            interval_of(arguments),
            arguments.has("stop") ? sim::kStart + arguments.get<sim::Duration>("stop") : sim::kNever,
            arguments.has("count") ? count_of(arguments, "count") : std::numeric_limits<std::uint32_t>::max(),
            std::vector<std::uint8_t>(size)};
}

/// One datagram now and one after each interval, all before `end`.
Task<> send_until(Sender* sender, sim::Time end) {
    sim::Time next = sender->host.now();
    for (; next < end && sender->sent < sender->limit; next += sender->interval) {
        co_await sleep_until(next);
        Probe{sender->sent, sender->host.now()}.emit(sender->payload);
        sender->socket.send(sender->payload).value();
        ++sender->sent;
    }
}

void log_sum(const Sender& sender) {
    sender.host.log(fmt::format("sent {} datagrams ({} bytes) to {}", sender.sent,
                                sender.sent * sender.payload.size(), to_string(sender.socket.peer())));
}

/// Exponentially distributed lengths, at most a day, of a host's stream for one sender.
class Lengths {
  public:
    Lengths(HostHandle host, const Endpoint& remote) : stream_{host.random("on-off " + to_string(remote))} {}
    sim::Duration draw(sim::Duration mean) {
        constexpr sim::Duration kLongest = 24h;
        const double length = -static_cast<double>(mean.count()) * sim::portable_log(stream_.unit());
        return sim::Duration{
            static_cast<std::int64_t>(std::min(length, static_cast<double>(kLongest.count())))};
    }

  private:
    sim::RandomStream stream_;
};

}  // namespace

Task<> constant_rate_client(HostHandle host, Arguments arguments) {
    Sender sender = sender_of(host, arguments);
    const Task<> sending = send_until(&sender, sender.stop);
    co_await sending;
    log_sum(sender);
}

Task<> on_off_client(HostHandle host, Arguments arguments) {
    const sim::Duration on = arguments.get<sim::Duration>("on");
    const sim::Duration off = arguments.get<sim::Duration>("off");
    if (on == sim::Duration{0}) throw std::invalid_argument{"never on"};
    const bool random = arguments.get<bool>("random");
    Sender sender = sender_of(host, arguments);
    Lengths lengths{host, sender.socket.peer()};
    while (!sender.is_done()) {
        const sim::Time end = host.now() + (random ? lengths.draw(on) : on);
        const Task<> sending = send_until(&sender, std::min(end, sender.stop));
        co_await sending;
        if (sender.is_done()) break;
        const sim::Time again = end + (random ? lengths.draw(off) : off);
        co_await sleep_until(std::min(again, sender.stop));
    }
    log_sum(sender);
}

}  // namespace patchcord::models::apps::traffic
