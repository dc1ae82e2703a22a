// Which socket the packets of a script are about. There is one socket under test: the one that socket() made
// last, or the child that the first packet to a listener made; ports in brackets name another. Read next:
// scenarios/drill/run/conversations.cpp, scenarios/drill/wire/conversation.hpp.
#pragma once

#include "scenarios/drill/language/script.hpp"
#include "scenarios/drill/run/settings.hpp"
#include "scenarios/drill/wire/conversation.hpp"
#include "scenarios/drill/wire/packet.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace patchcord::scenarios::drill {

class Conversations {
  public:
    explicit Conversations(const Settings& settings) : settings_{settings} {}

    // Calls.

    void opened(int descriptor, models::wire::IpProtocol protocol);
    void bound(int descriptor, models::wire::Endpoint local);
    void listening(int descriptor);
    /// sendto() with an address connects (FreeBSD's implied connect).
    bool sending_connects(int descriptor);
    void connecting(int descriptor, models::wire::Endpoint remote);
    /// `remote` is the peer of the new descriptor.
    void accepted(int descriptor, models::wire::Endpoint remote);
    void closed(int descriptor);

    /// Null when there is none.
    Conversation* of_descriptor(int descriptor);
    Conversation* under_test() { return under_test_; }

    // Packets.

    /// The conversation of a line of the script, made when it is the first packet to a listener. Null when no
    /// socket could be meant.
    Conversation* of_line(const language::PacketLine& line);
    /// Whether a packet that came belongs to this conversation; the first one of a connection tells the rest
    /// of its addresses.
    bool owns(Conversation& conversation, const Packet& live) const;

  private:
    Conversation& add();
    Conversation& child_of_listener(const language::PacketLine& line);

    const Settings& settings_;
    std::vector<std::unique_ptr<Conversation>> all_;
    Conversation* under_test_ = nullptr;
    std::uint16_t next_remote_port_ = 50'000;
};

}  // namespace patchcord::scenarios::drill
