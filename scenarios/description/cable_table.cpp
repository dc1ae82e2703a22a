// The keys of a cable: the wire, the link on it, and the queues at its ends, in the order in which help and
// errors list them. The defaults of cables have all but those that say where it is.
// Read next: scenarios/load/cables.cpp, models/ethernet/link.hpp.
#include "scenarios/description/tables.hpp"

#include <array>

namespace patchcord::scenarios {
namespace {

constexpr std::int64_t kDay = 86'400'000'000'000'000;

using models::ethernet::Category;
using models::ethernet::Duplex;
using models::ethernet::LinkStart;

// Words stand in the order of their enumerators.
constexpr std::array<std::string_view, 4> kCategoryWords{"cat3", "cat5e", "cat6", "cat6a"};
constexpr std::array<std::string_view, 3> kLinkStartWords{"settled", "off", "simulated"};
constexpr std::array<std::string_view, 3> kDuplexWords{"negotiated", "half", "full"};
static_assert(Duplex{0} == Duplex::Negotiated && Duplex{2} == Duplex::Full);
static_assert(Category{0} == Category::Cat3 && Category{3} == Category::Cat6a);
static_assert(LinkStart{0} == LinkStart::Settled && LinkStart{2} == LinkStart::Simulated);

constexpr Field kLengthOfCable{.name = "length",
                               .kind = FieldKind::Length,
                               .help = "from plug to plug; a signal needs 5.4 to 5.7 ns for a metre",
                               .fallback = "20 m",
                               .store = store<&CableDescription::length>};
constexpr Field kCategory{.name = "category",
                          .kind = FieldKind::Word,
                          .help = "the cable's, of TIA-568",
                          .fallback = "cat5e",
                          .store = store<&CableDescription::category>,
                          .words = kCategoryWords};
constexpr Field kQuality{.name = "quality",
                         .kind = FieldKind::Number,
                         .help = "the cable's loss by the largest allowed; a good one has 0.85",
                         .fallback = "1",
                         .range = {100, 10'000},
                         .store = store<&CableDescription::quality>};
constexpr Field kConnectors{.name = "connectors",
                            .kind = FieldKind::Count,
                            .help = "plugs and sockets on the way",
                            .fallback = "4",
                            .range = {0, 100},
                            .store = store<&CableDescription::connectors>};
constexpr Field kTemperature{.name = "temperature",
                             .kind = FieldKind::Number,
                             .help = "of the cable, degrees Celsius; heat makes it lossier",
                             .fallback = "20",
                             .range = {-40'000, 100'000},
                             .store = store<&CableDescription::temperature>};
constexpr Field kMargin{.name = "margin",
                        .kind = FieldKind::Number,
                        .help = "what the receivers are better than their standard asks, dB",
                        .fallback = "0",
                        .range = {-30'000, 30'000},
                        .store = store<&CableDescription::margin>};
constexpr Field kLinkStart{
    .name = "link-start",
    .kind = FieldKind::Word,
    .help =
        "\"settled\": plugged in, the link has at once the highest speed at which the cable lets it come "
        "up, or is down; \"simulated\": it takes the seconds of negotiation and training; \"off\": it is "
        "up at its rate, whatever the cable",
    .fallback = "settled",
    .store = store<&CableDescription::link_start>,
    .words = kLinkStartWords};
constexpr Field kDuplex{.name = "duplex",
                        .kind = FieldKind::Word,
                        .help =
                            "whether both ends may send at once; \"negotiated\" is full, but half at a hub; "
                            "half and full are set "
                            "by hand, with one speed and no negotiation",
                        .fallback = "negotiated",
                        .store = store<&CableDescription::duplex>,
                        .words = kDuplexWords};
constexpr Field kForcedFull{
    .name = "forced-full",
    .kind = FieldKind::Node,
    .help =
        "the end that is set to full duplex by hand and does not negotiate, so that the "
        "other one finds half duplex: a mismatch",
    .store = store<&CableDescription::forced_full>};
constexpr Field kRateOfCable{.name = "rate",
                             .kind = FieldKind::Rate,
                             .help =
                                 "bits that each direction carries; 10, 100, 1000 Mbit/s and 10 "
                                 "Gbit/s are those of a PHY, whose bit errors follow from the cable",
                             .fallback = "100 Mbit/s",
                             .store = store<&CableDescription::rate>};
constexpr Field kDelay{.name = "delay",
                       .kind = FieldKind::Duration,
                       .help = "how long a bit travels, instead of what the length makes",
                       .range = {1, kDay},
                       .store = store<&CableDescription::delay>};
constexpr Field kBer{
    .name = "ber",
    .kind = FieldKind::ErrorRatio,
    .help =
        "bit error ratio: the share of bits that arrive wrong, instead of what the cable makes; "
        "then the link is up at its rate",
    .store = store<&CableDescription::bit_error_ratio>};
constexpr Field kBurst{
    .name = "burst",
    .kind = FieldKind::Count,
    .help =
        "mean length in bits of the bursts in which bit errors come, half of the bits wrong; 0: "
        "each bit for itself",
    .fallback = "0",
    .range = {0, 1'000'000'000},
    .store = store<&CableDescription::burst>};
constexpr Field kQueue{.name = "queue",
                       .kind = FieldKind::Count,
                       .help = "frames that may wait at each end; more are lost",
                       .fallback = "1000",
                       .range = {1, 1'000'000},
                       .store = store<&CableDescription::queue>};

constexpr Field kVlan{.name = "vlan",
                      .kind = FieldKind::Count,
                      .help = "to which VLAN switches count frames without a tag on this cable (IEEE 802.1Q)",
                      .fallback = "1",
                      .range = {1, 4094},
                      .store = store<&CableDescription::vlan>};
constexpr Field kTrunk{
    .name = "trunk",
    .kind = FieldKind::Flag,
    .help = "between switches: frames of all VLANs, those of others than \"vlan\" with tags",
    .fallback = "false",
    .store = store<&CableDescription::trunk>};
constexpr Field kPause{
    .name = "pause",
    .kind = FieldKind::Flag,
    .help = "ends whose queue gets full ask the other to wait, by PAUSE frames (IEEE 802.3x)",
    .fallback = "false",
    .store = store<&CableDescription::pause>};
constexpr Field kErrorEvents{
    .name = "error-events",
    .kind = FieldKind::Flag,
    .help = "errors are those of the PHY's line code (symbols, trellis, LDPC blocks), not single bits",
    .fallback = "false",
    .store = store<&CableDescription::error_events>};
constexpr Field kRed{.name = "red",
                     .kind = FieldKind::Flag,
                     .help = "random early detection: queues drop frames before they are full (Floyd 1993)",
                     .fallback = "false",
                     .store = store<&CableDescription::red>};
constexpr Field kRedMinimum{.name = "red-min",
                            .kind = FieldKind::Number,
                            .help = "average frames that wait, below which RED drops nothing",
                            .fallback = "5",
                            .range = {0, 1'000'000'000},
                            .store = store<&CableDescription::red_minimum>};
constexpr Field kRedMaximum{.name = "red-max",
                            .kind = FieldKind::Number,
                            .help = "above which it drops everything; more than red-min",
                            .fallback = "15",
                            .range = {0, 1'000'000'000},
                            .store = store<&CableDescription::red_maximum>};
constexpr Field kRedProbability{.name = "red-probability",
                                .kind = FieldKind::Number,
                                .help = "chance of a drop just below red-max",
                                .fallback = "0.1",
                                .range = {0, 1'000},
                                .store = store<&CableDescription::red_probability>};

constexpr std::array kCableFields{
    Field{.name = "between",
          .kind = FieldKind::Ends,
          .help = "the two nodes that it joins; \"switch.3\" names a port, from 1",
          .required = true},
    Field{.name = "name",
          .kind = FieldKind::Name,
          .help = "what to call it; from the names of its ends when absent",
          .store = store<&CableDescription::name>},
    kLengthOfCable,
    kCategory,
    kRateOfCable,
    kDuplex,
    kForcedFull,
    kLinkStart,
    kQuality,
    kConnectors,
    kTemperature,
    kMargin,
    kDelay,
    kBer,
    kBurst,
    kErrorEvents,
    kQueue,
    kRed,
    kRedMinimum,
    kRedMaximum,
    kRedProbability,
    kPause,
    kVlan,
    kTrunk};
constexpr std::array kCableDefaultsFields{
    kLengthOfCable, kCategory,       kRateOfCable, kDuplex, kLinkStart,   kQuality, kConnectors, kTemperature,
    kMargin,        kDelay,          kBer,         kBurst,  kErrorEvents, kQueue,   kRed,        kRedMinimum,
    kRedMaximum,    kRedProbability, kPause,       kVlan,   kTrunk};

}  // namespace

constexpr Table kCableTable{"a cable", "twisted pair between two ports", kCableFields};
constexpr Table kCableDefaultsTable{"defaults of cables", "as in a cable", kCableDefaultsFields};

}  // namespace patchcord::scenarios
