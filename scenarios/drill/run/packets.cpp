// The remote end of the connection. A live packet that is not of the conversation is passed over.
// The first packet with SYN tells our initial sequence number.
// Read next: scenarios/drill/run/packets.hpp, scenarios/drill/run/lines.hpp.
#include "scenarios/drill/run/packets.hpp"

#include "models/wire/bytes.hpp"
#include "scenarios/drill/run/lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

using namespace models;
using language::Event;
using language::PacketLine;

namespace {

constexpr sim::Duration kPatience = std::chrono::seconds{2};
constexpr sim::Duration kPatienceForAnyTime = std::chrono::hours{24};

sim::Duration since_start(sim::Time time) {
    return time - sim::kStart;
}

std::string line_of(std::string_view who, sim::Duration at, const std::string& packet) {
    const auto usecs = std::chrono::duration_cast<std::chrono::microseconds>(at).count();
    return fmt::format("{:>9} {}.{:06} {}", who, usecs / 1'000'000, usecs % 1'000'000, packet);
}

/// The stages of a conversation that packets from the remote end bring about.
void note_inbound(Conversation& conversation, const TcpSegment& tcp) {
    const bool syn = tcp.has(tcp_bits::kSyn);
    const bool ack = tcp.has(tcp_bits::kAck);
    if (conversation.stage == Stage::Answered && ack) conversation.stage = Stage::Open;
    if (conversation.stage == Stage::SynSent && syn) {
        conversation.remote_isn = tcp.seq;
        if (ack) conversation.stage = Stage::Open;
    }
}

/// Our SYN, or SYN,ACK, tells our initial number.
void note_outbound(Conversation& conversation, const Expected& expected, const Packet& live) {
    const TcpSegment* wanted = expected.packet.tcp();
    const TcpSegment* came = live.tcp();
    if (came == nullptr || wanted == nullptr || !came->has(tcp_bits::kSyn)) return;
    conversation.live_local_isn = came->seq;
    const bool answers = wanted->has(tcp_bits::kSyn) && wanted->has(tcp_bits::kAck);
    if (conversation.stage == Stage::Child && answers) {
        conversation.stage = Stage::Answered;
        conversation.script_local_isn = wanted->seq;
    }
}

}  // namespace

MaybeProblem Packets::inject(Rig& rig, const Event& event, const PacketLine& line) {
    Conversation* conversation = conversations_.of_line(line);
    if (conversation == nullptr)
        return invalid(event.place, "there is no socket that this packet could be for");
    if (conversation->local.port == 0) conversation->local.port = settings_.bind_port;
    if (conversation->remote.port == 0) conversation->remote.port = settings_.connect_port;
    if (const auto* tcp = std::get_if<language::TcpLine>(&line.body))
        note_inbound(*conversation, [&] {
            TcpSegment segment;
            segment.seq = tcp->seq;
            segment.flags = tcp->flags;
            return segment;
        }());
    const auto packet = packet_to_send(line, *conversation, settings_);
    if (!packet) return invalid(event.place, packet.error());
    rig.inject(emit(*packet));
    return std::nullopt;
}

std::optional<Packets::Live> Packets::next(Rig& rig, Conversation& conversation, const Due& due, bool icmp,
                                           std::string& fault) {
    auto& outbound = rig.outbound();
    const sim::Duration patience = due.when == language::When::Any ? kPatienceForAnyTime : kPatience;
    const sim::Time limit = sim::kStart + std::max(due.latest(), since_start(rig.now())) + patience;
    while (rig.run_until(limit, [&] { return !outbound.empty(); })) {
        const Rig::Outbound sent = std::move(outbound.front());
        outbound.pop_front();
        auto packet = parse(sent.bytes);
        if (!packet) {
            fault = "the host sent a packet with " + packet.error();
            return std::nullopt;
        }
        const bool wanted_kind = (packet->icmp() != nullptr) == icmp;
        if (wanted_kind && conversations_.owns(conversation, *packet))
            return Live{since_start(sent.at), std::move(*packet)};
    }
    return std::nullopt;
}

Packet Packets::in_script_numbers(const Conversation& conversation, Packet packet) const {
    TcpSegment* tcp = packet.tcp();
    if (tcp == nullptr) return packet;
    const bool syn = tcp->has(tcp_bits::kSyn);
    tcp->seq -= conversation.local_offset(syn);
    const std::uint32_t remote = conversation.remote_offset(syn);
    if (tcp->has(tcp_bits::kAck)) tcp->ack -= remote;
    move_sack_blocks(tcp->options, 0 - remote);
    if (const auto at = timestamps_at(tcp->options)) {
        std::uint8_t* const value = tcp->options.data() + *at;
        const std::uint32_t live = wire::load_be32(value);
        wire::store_be32(value, conversation.timestamps.to_script(live).value_or(live));
    }
    return packet;
}

Packets::Taken Packets::take(Rig& rig, Conversation& conversation, const Event& event,
                             const Expected& expected, const Due& due) {
    Taken taken;
    std::uint32_t sum = 0;
    const std::uint32_t wanted = expected.packet.length();
    do {
        std::string fault;
        auto live = next(rig, conversation, due, expected.packet.icmp() != nullptr, fault);
        if (!live) {
            taken.problem = Problem{Problem::Kind::Failed, event.place, std::move(fault)};
            if (taken.problem->message.empty()) {
                taken.problem->message = sum == 0 ? "no packet came, the host is silent"
                                                  : fmt::format("only {} of {} bytes came", sum, wanted);
            }
            return taken;
        }
        note_outbound(conversation, expected, live->packet);
        if (!taken.fragments.empty()) {
            const auto joint = joint_fault(in_script_numbers(conversation, taken.fragments.back().packet),
                                           in_script_numbers(conversation, live->packet), wanted - sum);
            if (joint) taken.problem = Problem{Problem::Kind::Failed, event.place, *joint};
        }
        sum += live->packet.length();
        taken.fragments.push_back(std::move(*live));
    } while (!taken.problem && sum < wanted && !settings_.strict_segments);
    return taken;
}

MaybeProblem Packets::compare(Conversation& conversation, const Event& event, const Expected& expected,
                              const Due& due, const std::vector<Live>& fragments) {
    std::vector<Packet> live;
    for (const Live& fragment : fragments)
        live.push_back(fragment.packet);
    Packet whole = joined(live);
    const TcpSegment* wanted = expected.packet.tcp();
    if (wanted != nullptr && whole.tcp() != nullptr) {
        const auto script_at = timestamps_at(wanted->options);
        const auto live_at = timestamps_at(whole.tcp()->options);
        if (script_at && live_at) {
            conversation.timestamps.learn(wire::load_be32(wanted->options.data() + *script_at),
                                          wire::load_be32(whole.tcp()->options.data() + *live_at));
        }
    }
    whole = in_script_numbers(conversation, std::move(whole));
    const sim::Duration at = fragments.back().at;
    const TimestampRule rule{
        settings_.ts_tick_usecs,
        std::chrono::duration_cast<std::chrono::microseconds>(clock_.tolerance(due.at)).count()};
    auto fault = difference(expected, whole, conversation, rule);
    if (!fault) fault = clock_.fault("this packet was", due, at);
    if (!fault) return std::nullopt;
    return Problem{Problem::Kind::Failed,
                   event.place,
                   *fault,
                   {line_of("expected", due.at, to_text(expected)), line_of("actual", at, to_text(whole))}};
}

MaybeProblem Packets::expect(Rig& rig, const Event& event, const PacketLine& line, const Due& due) {
    Conversation* conversation = conversations_.of_line(line);
    if (conversation == nullptr)
        return invalid(event.place, "there is no socket that this packet could be of");
    const auto expected = packet_to_expect(line);
    if (!expected) return invalid(event.place, expected.error());
    Taken taken = take(rig, *conversation, event, *expected, due);
    if (!taken.problem) return compare(*conversation, event, *expected, due, taken.fragments);
    taken.problem->details.push_back(line_of("expected", due.at, to_text(*expected)));
    for (const Live& fragment : taken.fragments) {
        taken.problem->details.push_back(
            line_of("actual", fragment.at, to_text(in_script_numbers(*conversation, fragment.packet))));
    }
    return std::move(taken.problem);
}

std::vector<std::string> Packets::leftovers(Rig& rig) {
    std::vector<std::string> lines;
    for (const Rig::Outbound& sent : rig.outbound()) {
        const auto packet = parse(sent.bytes);
        Conversation* conversation = conversations_.under_test();
        const bool known = packet && conversation != nullptr && conversations_.owns(*conversation, *packet);
        const std::string text =
            !packet ? packet.error() : to_text(known ? in_script_numbers(*conversation, *packet) : *packet);
        lines.push_back(line_of("unexpected", since_start(sent.at), text));
    }
    return lines;
}

}  // namespace patchcord::scenarios::drill
