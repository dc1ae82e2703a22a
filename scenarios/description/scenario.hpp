// A scenario as plain values: what the file says, with every default filled in, every name resolved and
// everything checked. The assembler (scenarios/assemble/) turns it into a running network; nothing here runs,
// and nothing here is JSON. Each part remembers where it was written. Read next: scenarios/load/loader.hpp,
// which makes these.
#pragma once

#include "models/apps/parameters.hpp"
#include "models/ethernet/link.hpp"
#include "models/wire/address.hpp"
#include "models/wire/expression/frame_filter.hpp"
#include "results/query/question.hpp"
#include "scenarios/description/knobs.hpp"
#include "scenarios/description/quantity.hpp"
#include "scenarios/description/source.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::scenarios {

/// A text in the languages of the course. At least one is not empty.
struct LocalText {
    std::string en;
    std::string ko;
};

enum class NodeKind : std::uint8_t { Host, Switch, Hub };

constexpr std::string_view to_string(NodeKind kind) {
    return kind == NodeKind::Host ? "host" : kind == NodeKind::Switch ? "switch" : "hub";
}

struct NodeDescription {
    std::string name;
    NodeKind kind = NodeKind::Host;
    // Of hosts only:
    std::optional<models::wire::Ipv4Prefix> address;  ///< every host of a valid scenario has one
    std::optional<models::wire::Ipv4Address> gateway;
    std::optional<models::wire::MacAddress> mac;  ///< absent: the assembler chooses one that is free
    std::optional<models::tcp::Profile> profile;  ///< every host of a valid scenario has one
    TcpKnobs tcp;
    ArpKnobs arp;
    CardKnobs card;
    // Of switches only:
    sim::Duration ageing{};
    bool stp = false;
    std::int64_t stp_priority = 0;
    std::optional<sim::Rate> port_rate;  ///< of the fastest PHY that its ports have

    Place place;
};

/// Where a cable is plugged in. Ports count from 0 here, from 1 in the file ("switch.1").
struct CableEnd {
    sim::NodeId node = sim::kNoNode;
    sim::PortId port{};
};

struct CableDescription {
    std::string name;  ///< unique; from the names of both ends when the file gives none: "client-server"
    std::array<CableEnd, 2> ends;
    Length length;
    models::ethernet::Category category{};
    double quality = 1;
    std::int64_t connectors = 0;
    double temperature = 0;  ///< degrees Celsius
    double margin = 0;       ///< dB
    models::ethernet::LinkStart link_start{};
    models::ethernet::Duplex duplex{};       ///< of both ends
    std::optional<sim::NodeId> forced_full;  ///< the end that does not negotiate; the other finds half duplex
    std::optional<sim::Duration> delay;      ///< given instead of what the length makes
    sim::Rate rate;
    std::optional<double> bit_error_ratio;  ///< given instead of what the cable makes, from 0 to 0.5
    std::int64_t burst = 0;                 ///< mean length of bursts of bit errors; 0: they are independent
    bool error_events = false;
    std::int64_t queue = 0;  ///< frames that wait for each direction
    bool red = false;
    double red_minimum = 0;  ///< frames
    double red_maximum = 0;
    double red_probability = 0;
    bool pause = false;
    std::int64_t vlan = 1;
    bool trunk = false;
    Place place;

    models::ethernet::Cable pair() const {
        return {category, length.millimetres, quality, static_cast<int>(connectors), temperature};
    }
};

struct AppUse {
    sim::NodeId on = sim::kNoNode;
    std::string app;                    ///< a name of the catalogue
    models::apps::Arguments arguments;  ///< complete, defaults included
    Place place;
};

/// Those of frames in the order of models::ethernet::FaultAction.
enum class FaultKind : std::uint8_t {
    Drop,
    Corrupt,
    Duplicate,
    Delay,
    Reorder,
    Unplug,
    Crash,
    ChangeLength,
    FillQueue
};

/// "The `nth` and the `count - 1` following frames that match which enter `cable` at `from` are ..." What a
/// kind has no use for is absent.
struct FaultDescription {
    FaultKind kind = FaultKind::Drop;
    models::wire::FrameFilter filter;
    std::optional<std::int64_t> nth;  ///< every fault that counts frames has both
    std::optional<std::int64_t> count;
    std::optional<std::int64_t> bits;    ///< every Corrupt has it
    std::optional<bool> unseen;          ///< of Corrupt
    std::optional<sim::Duration> by;     ///< every Delay has it; of Duplicate
    std::optional<std::int64_t> behind;  ///< every Reorder has it
    std::optional<sim::NodeId> from;     ///< an end of the cable; absent: each direction counts for itself
    std::optional<std::size_t> cable;    ///< position in Scenario::cables; all but Crash have it
    std::size_t alternatives = 1;        ///< of a "one-of", from which the seed has chosen this one
    std::optional<sim::NodeId> crash;    ///< the host; every Crash has it
    std::optional<Length> to;            ///< every ChangeLength has it
    std::optional<sim::Duration> at;     ///< every one that does not count frames has it
    std::optional<sim::Duration> lasts;  ///< of these; absent: for ever
    Place place;

    bool counts_frames() const { return kind < FaultKind::Unplug; }
    /// When an outage is over, from the start of the run.
    sim::Duration end() const {
        if (kind == FaultKind::ChangeLength) return *at;
        return lasts ? *at + *lasts : sim::Duration::max();
    }
};

/// What is kept of a run.
struct Recording {
    std::optional<std::int64_t> snap;  ///< bytes of each frame; absent: all
};

/// Runs of the scenario with other values: every combination, `repetitions` times with seeds of their own.
struct SweepDescription {
    struct Vary {
        std::string path;                 ///< as --set takes it: "cables.0.length"
        std::vector<std::string> values;  ///< as --set takes them
        Place place;
    };
    struct Measure {
        std::string name;
        results::Question question;  ///< of compile_measure()
    };
    std::vector<Vary> vary;
    std::int64_t repetitions = 1;
    std::vector<Measure> measure;
    std::string chart;  ///< the name of the measure that is drawn; empty: none
};

struct Scenario {
    std::string name;  ///< of the file, without folder and ending
    LocalText title;
    LocalText text;  ///< what to look at; may be empty
    std::uint64_t seed = 0;
    std::optional<std::int64_t> max_events;
    sim::Duration until{};               ///< the run ends then, or earlier when nothing is left to happen
    models::tcp::Profile profile{};      ///< of hosts that name none
    std::vector<NodeDescription> nodes;  ///< the position is the sim::NodeId
    std::vector<CableDescription> cables;
    std::vector<AppUse> apps;
    std::vector<FaultDescription> faults;
    Recording record;
    std::vector<results::Question> expect;  ///< what must be true of the run
    std::optional<SweepDescription> sweep;

    const NodeDescription& node(sim::NodeId id) const { return nodes[sim::index(id)]; }
};

}  // namespace patchcord::scenarios
