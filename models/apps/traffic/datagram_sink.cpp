// One socket and a table of senders. The time limit of the read is the clock of the reports.
// A sender takes half a kilobyte of the table, so a limit on senders keeps a flood of addresses out.
// Read next: models/apps/traffic/reception.cpp.
#include "models/apps/traffic/datagram_sink.hpp"

#include "models/apps/traffic/reception.hpp"

#include <fmt/format.h>

#include <map>
#include <vector>

namespace patchcord::models::apps::traffic {
namespace {

constexpr std::size_t kMostSenders = 10'000;

struct Sink {
    struct Sender {
        Reception reception = {};
        bool has_news = false;
    };
    std::map<Endpoint, Sender> senders = {};
    std::uint64_t foreign = 0;

    void take(std::span<const std::uint8_t> bytes, const Endpoint& from, sim::Time now) {
        const auto probe = Probe::parse(bytes, now);
        const bool has_room = senders.size() < kMostSenders || senders.contains(from);
        if (!probe || !has_room) {
            ++foreign;
            return;
        }
        Sender& sender = senders[from];
        sender.reception.add(*probe, bytes.size(), now);
        sender.has_news = true;
    }
    void report(HostHandle host) {
        for (auto& [from, sender] : senders) {
            if (!sender.has_news) continue;
            sender.has_news = false;
            host.log(fmt::format("from {}: {}", to_string(from), describe_count(sender.reception)));
            host.log(fmt::format("from {}: {}", to_string(from), describe_delay(sender.reception)));
        }
        if (foreign > 0) host.log(fmt::format("{} datagrams without a number", foreign));
        foreign = 0;
    }
};

}  // namespace

Task<> datagram_sink(HostHandle host, Arguments arguments) {
    constexpr std::size_t kLargestDatagram = 65'507;
    const sim::Duration idle = arguments.get<sim::Duration>("idle");
    UdpSocket socket = host.socket(SocketType::Datagram);
    socket.bind({{}, port_of(arguments)}).value();
    std::vector<std::uint8_t> buffer(kLargestDatagram);
    Sink sink;
    bool is_quiet = true;  // and everything is said: waits without a limit
    for (;;) {
        const sim::Duration patience = is_quiet ? sim::Duration::max() : idle;
        const auto received = co_await within(patience, socket.receive_from(buffer));
        is_quiet = !received && received.error() == wire::Error::TimedOut;
        if (is_quiet) {
            sink.report(host);
        } else {
            sink.take({buffer.data(), received.value().size}, received->from, host.now());
        }
    }
}

}  // namespace patchcord::models::apps::traffic
