// Sending on time and waiting for answers: after each request until the next is due, after the last one until
// every request has its answer or its error. Times are taken where answers arrive, not where they are read.
// Read next: models/host/echo_socket.hpp, models/apps/ping_text.cpp.
#include "models/apps/ping.hpp"

#include "models/apps/ping_text.hpp"

#include <cstdint>
#include <numeric>
#include <vector>

namespace patchcord::models::apps {
namespace {

/// What was asked and what was answered. Request n, from 1, has the low 16 bits of n as its sequence number.
class Conversation {
  public:
    explicit Conversation(HostHandle host) : host_{host} {}

    std::uint16_t next_sequence() const { return static_cast<std::uint16_t>(requests_.size() + 1); }
    void sent() {
        requests_.push_back({host_.now(), false});
        ++statistics_.transmitted;
    }
    void received(const ip::EchoAnswer& answer);
    bool all_answered() const { return statistics_.received + statistics_.errors >= requests_.size(); }
    PingStatistics statistics() const;

  private:
    struct Request {
        sim::Time at;
        bool answered;
    };
    /// The last request with this sequence number.
    Request& request(std::uint16_t sequence) {
        const auto back = static_cast<std::uint16_t>(requests_.size() - sequence);
        return requests_.at(requests_.size() - back - 1u);
    }

    HostHandle host_;
    std::vector<Request> requests_;
    PingStatistics statistics_;
    sim::Time last_answer_ = sim::kStart;
};

void Conversation::received(const ip::EchoAnswer& answer) {
    last_answer_ = answer.at;
    if (!answer.is_reply()) {
        ++statistics_.errors;
        host_.log(ping_error(answer));
        return;
    }
    Request& asked = request(answer.sequence);
    const sim::Duration round_trip = answer.at - asked.at;
    host_.log(ping_reply(answer, round_trip, asked.answered));
    statistics_.round_trips.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(round_trip).count());
    ++(asked.answered ? statistics_.duplicates : statistics_.received);
    asked.answered = true;
}

PingStatistics Conversation::statistics() const {
    PingStatistics result = statistics_;
    if (!requests_.empty()) result.total = std::max(last_answer_, requests_.back().at) - requests_.front().at;
    return result;
}

}  // namespace

Task<> ping(HostHandle host, Arguments arguments) {
    const auto to = arguments.get<wire::Ipv4Address>("to");
    const std::size_t count = count_of(arguments, "count");
    const auto interval = arguments.get<sim::Duration>("interval");
    const auto wait = arguments.get<sim::Duration>("wait");
    std::vector<std::uint8_t> data(count_of(arguments, "size"));
    std::iota(data.begin(), data.end(), std::uint8_t{0});

    host::EchoSocket socket = host.socket(SocketType::Echo);
    host.log(ping_begins(to, data.size()));
    Conversation conversation{host};
    for (std::size_t request = 1; count == 0 || request <= count; ++request) {
        socket.send_to(to, conversation.next_sequence(), data).value();
        conversation.sent();
        const bool is_last = request == count;
        const sim::Time until = host.now() + (is_last ? wait : interval);
        while (!is_last || !conversation.all_answered()) {
            const auto answer = co_await within(until - host.now(), socket.receive());
            if (!answer) break;
            conversation.received(*answer);
        }
    }
    for (const std::string& line : ping_ends(to, conversation.statistics()))
        host.log(line);
}

}  // namespace patchcord::models::apps
