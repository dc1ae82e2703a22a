// The remote port of a peer that connects is one of our choice.
// A line with ports in brackets means the conversation that has them, else the socket under test.
// Read next: scenarios/drill/run/conversations.hpp.
#include "scenarios/drill/run/conversations.hpp"

#include <ranges>

namespace patchcord::scenarios::drill {

using language::Direction;
using language::PacketLine;
using language::TcpLine;
using models::wire::IpProtocol;

Conversation& Conversations::add() {
    all_.push_back(std::make_unique<Conversation>());
    return *all_.back();
}

void Conversations::opened(int descriptor, IpProtocol protocol) {
    Conversation& conversation = add();
    conversation.protocol = protocol;
    conversation.descriptor = descriptor;
    conversation.local.address = settings_.local;
    conversation.remote.address = settings_.remote;
    under_test_ = &conversation;
}

Conversation* Conversations::of_descriptor(int descriptor) {
    for (const auto& conversation : std::views::reverse(all_)) {
        if (descriptor >= 0 && conversation->descriptor == descriptor) return conversation.get();
    }
    return nullptr;
}

void Conversations::bound(int descriptor, models::wire::Endpoint local) {
    if (Conversation* conversation = of_descriptor(descriptor)) conversation->local.port = local.port;
}

void Conversations::listening(int descriptor) {
    if (Conversation* conversation = of_descriptor(descriptor)) conversation->stage = Stage::Listening;
}

bool Conversations::sending_connects(int descriptor) {
    const Conversation* conversation = of_descriptor(descriptor);
    return settings_.profile == models::tcp::Profile::FreeBsd && conversation != nullptr &&
           conversation->protocol == IpProtocol::Tcp && conversation->stage == Stage::Fresh;
}

void Conversations::connecting(int descriptor, models::wire::Endpoint remote) {
    Conversation* conversation = of_descriptor(descriptor);
    if (conversation == nullptr || conversation->stage != Stage::Fresh) return;
    conversation->stage = Stage::Connecting;
    conversation->remote = remote;
    under_test_ = conversation;
}

void Conversations::accepted(int descriptor, models::wire::Endpoint remote) {
    for (const auto& conversation : all_) {
        if (conversation->descriptor >= 0 || conversation->remote != remote) continue;
        conversation->descriptor = descriptor;
        return;
    }
}

void Conversations::closed(int descriptor) {
    if (Conversation* conversation = of_descriptor(descriptor)) conversation->descriptor = -1;
}

Conversation& Conversations::child_of_listener(const PacketLine& line) {
    const std::uint16_t bound = under_test_ != nullptr ? under_test_->local.port : std::uint16_t{0};
    Conversation& child = add();
    child.stage = Stage::Child;
    child.remote_isn = std::get<TcpLine>(line.body).seq;
    child.local = {settings_.local, bound != 0 ? bound : settings_.bind_port};
    child.remote = {settings_.remote, next_remote_port_++};
    if (line.ports) {
        child.remote.port = line.ports->source;
        child.local.port = line.ports->destination;
    }
    under_test_ = &child;
    return child;
}

Conversation* Conversations::of_line(const PacketLine& line) {
    const bool inbound = line.direction == Direction::Inbound;
    if (line.ports) {
        const auto [source, destination] = *line.ports;
        for (const auto& conversation : std::views::reverse(all_)) {
            const std::uint16_t local = inbound ? destination : source;
            const std::uint16_t remote = inbound ? source : destination;
            if (conversation->local.port == local && conversation->remote.port == remote)
                return conversation.get();
        }
    }
    const auto* tcp = std::get_if<TcpLine>(&line.body);
    const bool is_new = under_test_ == nullptr || under_test_->stage == Stage::Listening;
    if (inbound && tcp != nullptr && is_new) return &child_of_listener(line);
    if (!inbound && tcp != nullptr && under_test_ != nullptr && under_test_->stage == Stage::Connecting) {
        const bool syn = (tcp->flags & tcp_bits::kSyn) != 0 && (tcp->flags & tcp_bits::kAck) == 0;
        if (syn) {
            under_test_->stage = Stage::SynSent;
            under_test_->script_local_isn = tcp->seq;
        }
    }
    return under_test_;
}

bool Conversations::owns(Conversation& conversation, const Packet& live) const {
    if (live.icmp() != nullptr) return live.destination.address == conversation.remote.address;
    if (live.destination != conversation.remote) return false;
    if (live.source.port == conversation.local.port) return true;
    // The ports of the first packet are the connection's.
    const bool learns = live.tcp() == nullptr
                            ? conversation.protocol == IpProtocol::Udp
                            : conversation.stage == Stage::SynSent && live.tcp()->has(tcp_bits::kSyn) &&
                                  !live.tcp()->has(tcp_bits::kAck);
    if (!learns || conversation.local.port != 0) return false;
    conversation.local = live.source;
    return true;
}

}  // namespace patchcord::scenarios::drill
