// What reaches a port of a node from its cable. With full duplex that is a whole frame, when its last bit has
// come, or a change of the link; half duplex adds the start and the end of a carrier, so that a collision is
// something local: receiving while transmitting. The kernel does not look into it. Read next:
// sim/event/node.hpp, models/ethernet/link.hpp.
#pragma once

#include "sim/core/buffer.hpp"

#include <cstdint>

namespace patchcord::sim {

struct Signal {
    enum class Kind : std::uint8_t { Frame, CarrierStart, CarrierEnd, LinkDown, LinkUp };
    /// Why a carrier ended (CarrierEnd).
    enum class End : std::uint8_t { Complete, Aborted, Collision };

    /// What the cable did to a frame. With Bits, `frame` ends with the sender's 4-byte check sequence as it
    /// arrived; an undamaged frame comes without one, because its check cannot fail. With Symbol the
    /// receiver's PHY saw what is no data in it, and with Start the receiver does not see a frame; they have
    /// an FCS too.
    enum class Damage : std::uint8_t { None, Bits, Symbol, Start };

    Kind kind = Kind::Frame;
    Damage damage = Damage::None;
    End end = End::Complete;
    /// How often the sender's end of the cable had been unplugged or changed, modulo 256. Both ends count,
    /// each by a timer of its own at the same time. A receiver whose count is another was not given this: it
    /// was in flight in the cable that is gone. (What is in flight cannot be taken away at once: in a run of
    /// several partitions the receiver may not have it yet.)
    std::uint8_t cable = 0;
    std::uint32_t bits = 0;  ///< bits that arrived (CarrierEnd)
    Frame frame;
};

}  // namespace patchcord::sim
