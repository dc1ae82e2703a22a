// Packet lines of a script as packets: those to send, in the numbers of the live connection, and those to
// expect, in the script's. Read next: scenarios/drill/run/lines.cpp.
// Not here: when they are sent and waited for (packets.hpp).
#pragma once

#include "scenarios/drill/language/script.hpp"
#include "scenarios/drill/run/settings.hpp"
#include "scenarios/drill/wire/compare.hpp"
#include "scenarios/drill/wire/conversation.hpp"
#include "scenarios/drill/wire/packet.hpp"

#include <tl/expected.hpp>

#include <string>

namespace patchcord::scenarios::drill {

/// What goes in. An error says what the script cannot mean.
tl::expected<Packet, std::string> packet_to_send(const language::PacketLine& line, Conversation& conversation,
                                                 const Settings& settings);
tl::expected<Expected, std::string> packet_to_expect(const language::PacketLine& line);

}  // namespace patchcord::scenarios::drill
