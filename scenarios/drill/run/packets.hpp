// Plays the packets of a script: sends those of the remote end in, waits for those that the host has to send,
// and compares. Numbers are translated between the script and the live connection. Read next:
// scenarios/drill/run/packets.cpp, scenarios/drill/wire/compare.hpp.
#pragma once

#include "scenarios/drill/run/clock.hpp"
#include "scenarios/drill/run/conversations.hpp"
#include "scenarios/drill/run/problem.hpp"
#include "scenarios/drill/wire/compare.hpp"
#include "scenarios/drill/wire/rig.hpp"

#include <vector>

namespace patchcord::scenarios::drill {

class Packets {
  public:
    Packets(const Settings& settings, const Clock& clock, Conversations& conversations)
        : settings_{settings}, clock_{clock}, conversations_{conversations} {}

    /// Sends it in now.
    MaybeProblem inject(Rig& rig, const language::Event& event, const language::PacketLine& line);
    /// Waits for it, at most two seconds longer than it is due.
    MaybeProblem expect(Rig& rig, const language::Event& event, const language::PacketLine& line,
                        const Due& due);
    /// What the host has sent and no line has read, in the script's notation.
    std::vector<std::string> leftovers(Rig& rig);

  private:
    struct Live {
        sim::Duration at;
        Packet packet;  ///< in live numbers
    };
    struct Taken {
        std::vector<Live> fragments;
        MaybeProblem problem;
    };

    std::optional<Live> next(Rig& rig, Conversation& conversation, const Due& due, bool icmp,
                             std::string& fault);
    Taken take(Rig& rig, Conversation& conversation, const language::Event& event, const Expected& expected,
               const Due& due);
    MaybeProblem compare(Conversation& conversation, const language::Event& event, const Expected& expected,
                         const Due& due, const std::vector<Live>& fragments);
    Packet in_script_numbers(const Conversation& conversation, Packet live) const;

    const Settings& settings_;
    const Clock& clock_;
    Conversations& conversations_;
};

}  // namespace patchcord::scenarios::drill
