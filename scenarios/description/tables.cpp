// The keys of a scenario file, in the order in which help and errors list them. A row without a `store` has
// parts, and a function of scenarios/load/ reads them. Counts of nodes and the like are bounded so that a
// file of a few lines cannot ask for more than a machine has. Read next:
// scenarios/description/cable_table.cpp, scenarios/description/stack_tables.cpp,
// scenarios/description/fault_table.cpp, scenarios/load/loader.cpp.
#include "scenarios/description/tables.hpp"

#include <array>
#include <limits>

namespace patchcord::scenarios {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

using models::tcp::Profile;

// Words stand in the order of their enumerators.
constexpr std::array<std::string_view, 3> kKindWords{"host", "switch", "hub"};
constexpr std::array<std::string_view, 4> kProfileWords{"rfc", "book", "linux", "freebsd"};
static_assert(NodeKind{0} == NodeKind::Host && NodeKind{1} == NodeKind::Switch &&
              NodeKind{2} == NodeKind::Hub);
static_assert(Profile{0} == Profile::Rfc && Profile{1} == Profile::Book);
static_assert(Profile{2} == Profile::Linux && Profile{3} == Profile::FreeBsd);

/// For keys that are checked but say nothing to the simulator.
void ignore(Target, FieldValue&&) {}

constexpr Field kKind{.name = "kind",
                      .kind = FieldKind::Word,
                      .help = "what the node is",
                      .fallback = "host",
                      .store = store<&NodeDescription::kind>,
                      .words = kKindWords};
constexpr Field kGateway{.name = "gateway",
                         .kind = FieldKind::Address,
                         .help = "where packets for other subnets go; an address of the host's own subnet",
                         .store = store<&NodeDescription::gateway>};
constexpr Field kHostProfile{.name = "profile",
                             .kind = FieldKind::Word,
                             .help = "the stack of this host, when it is not the scenario's",
                             .store = store<&NodeDescription::profile>,
                             .words = kProfileWords};
constexpr Field kTcp{.name = "tcp", .kind = FieldKind::Object, .help = "knobs of TCP", .inner = &kTcpTable};
constexpr Field kCard{.name = "card",
                      .kind = FieldKind::Object,
                      .help = "the network card and its driver",
                      .inner = &kCardTable};
constexpr Field kArp{.name = "arp", .kind = FieldKind::Object, .help = "knobs of ARP", .inner = &kArpTable};

constexpr std::array kHostFields{
    kKind,
    Field{.name = "address",
          .kind = FieldKind::Interface,
          .help = "IPv4 address and length of the prefix",
          .required = true,
          .store = store<&NodeDescription::address>},
    kGateway,
    Field{.name = "mac",
          .kind = FieldKind::Mac,
          .help = "Ethernet address of the card; chosen automatically when absent",
          .store = store<&NodeDescription::mac>},
    kHostProfile,
    kTcp,
    kArp,
    kCard};
constexpr std::array kSwitchFields{
    kKind,
    Field{.name = "ageing",
          .kind = FieldKind::Duration,
          .help = "how long a learnt address is believed that is not seen again (IEEE 802.1D 7.9.2)",
          .fallback = "300 s",
          .range = {10 * kSecond, 1'000'000 * kSecond},
          .store = store<&NodeDescription::ageing>},
    Field{.name = "stp",
          .kind = FieldKind::Flag,
          .help = "runs a spanning tree (IEEE 802.1D); without one a loop of cables floods for ever",
          .fallback = "false",
          .store = store<&NodeDescription::stp>},
    Field{.name = "stp-priority",
          .kind = FieldKind::Count,
          .help = "who has the smallest becomes the root of the tree",
          .fallback = "32768",
          .range = {0, 65'535},
          .store = store<&NodeDescription::stp_priority>},
    Field{.name = "port-rate",
          .kind = FieldKind::Rate,
          .help = "the fastest PHY that its ports have; that of each cable when absent",
          .store = store<&NodeDescription::port_rate>}};
constexpr std::array kHubFields{kKind};
constexpr std::array kHostDefaultsFields{kGateway, kHostProfile, kTcp, kArp, kCard};

constexpr std::array kDefaultsFields{Field{.name = "cable",
                                           .kind = FieldKind::Object,
                                           .help = "for every cable that does not say otherwise",
                                           .inner = &kCableDefaultsTable},
                                     Field{.name = "host",
                                           .kind = FieldKind::Object,
                                           .help = "for every host that does not say otherwise",
                                           .inner = &kHostDefaultsTable}};

constexpr std::array kAppFields{Field{.name = "on",
                                      .kind = FieldKind::Node,
                                      .help = "the host that runs it",
                                      .required = true,
                                      .store = store<&AppUse::on>},
                                Field{.name = "app",
                                      .kind = FieldKind::App,
                                      .help = "which application; its own keys stand beside this one",
                                      .required = true}};

constexpr std::array kCallFields{
    Field{.name = "call", .kind = FieldKind::Call, .help = "which socket call", .required = true}};

constexpr std::array kRecordFields{
    Field{.name = "snap",
          .kind = FieldKind::Size,
          .help = "bytes of each frame, as tcpdump -s; all when absent. 128 B hold every header",
          .range = {128, 65'535},
          .store = store<&Recording::snap>}};

constexpr std::array kSweepFields{
    Field{.name = "vary",
          .kind = FieldKind::Choices,
          .help = "paths as --set takes them, each with its values",
          .required = true},
    Field{.name = "repetitions",
          .kind = FieldKind::Count,
          .help = "runs of each combination, with the seeds seed, seed + 1, and so on",
          .fallback = "1",
          .range = {1, 1'000'000},
          .store = store<&SweepDescription::repetitions>},
    Field{.name = "measure",
          .kind = FieldKind::Measures,
          .help = "what to know of each run: numbers or times, by name",
          .required = true},
    Field{.name = "chart",
          .kind = FieldKind::Text,
          .help = "the measure that is drawn at the end",
          .store = store<&SweepDescription::chart>}};

constexpr std::array kScenarioFields{
    Field{.name = "$schema", .kind = FieldKind::Text, .help = "for editors; ignored", .store = ignore},
    Field{.name = "version",
          .kind = FieldKind::Count,
          .help = "of the scenario language",
          .fallback = "1",
          .range = {1, 1},
          .store = ignore},
    Field{.name = "title", .kind = FieldKind::Title, .help = "one line about it"},
    Field{.name = "text", .kind = FieldKind::Title, .help = "what to look at"},
    Field{.name = "seed",
          .kind = FieldKind::Count,
          .help = "what all randomness follows from; the same seed gives the same run, to the byte",
          .fallback = "1",
          .range = {0, std::numeric_limits<std::int64_t>::max()},
          .store = store<&Scenario::seed>},
    Field{.name = "until",
          .kind = FieldKind::Duration,
          .help = "when the run ends, if something is left to happen then",
          .fallback = "10 min",
          .range = {1, 30 * kDay},
          .store = store<&Scenario::until>},
    Field{.name = "max-events",
          .kind = FieldKind::Count,
          .help = "the run stops after so many events, with exit status 6, as with --max-events",
          .range = {1, std::numeric_limits<std::int64_t>::max()},
          .store = store<&Scenario::max_events>},
    Field{.name = "profile",
          .kind = FieldKind::Word,
          .help =
              "the stack of every host: as these kernels, what the RFCs say, or the plainest TCP for lessons",
          .fallback = "linux",
          .store = store<&Scenario::profile>,
          .words = kProfileWords},
    Field{.name = "defaults",
          .kind = FieldKind::Object,
          .help = "for all cables and all hosts",
          .inner = &kDefaultsTable},
    Field{.name = "nodes",
          .kind = FieldKind::Map,
          .help = "hosts and switches by name",
          .required = true,
          .range = {1, 100'000},
          .inner = &kHostTable},
    Field{.name = "cables",
          .kind = FieldKind::List,
          .help = "what joins them",
          .range = {0, 1'000'000},
          .inner = &kCableTable},
    Field{.name = "apps",
          .kind = FieldKind::List,
          .help = "what runs on the hosts",
          .range = {0, 1'000'000},
          .inner = &kAppTable},
    Field{.name = "faults",
          .kind = FieldKind::List,
          .help = "what goes wrong on purpose",
          .range = {0, 100'000},
          .inner = &kFaultTable},
    Field{.name = "record",
          .kind = FieldKind::Object,
          .help = "what is kept of the run",
          .inner = &kRecordTable},
    Field{.name = "expect",
          .kind = FieldKind::Questions,
          .help = "what must be true of the run; else its exit status is 1",
          .range = {0, 1'000}},
    Field{.name = "sweep",
          .kind = FieldKind::Object,
          .help = "runs with other values, for patchcord sweep",
          .inner = &kSweepTable}};

}  // namespace

constexpr Table kRecordTable{"record", "what is kept of the run", kRecordFields};
constexpr Table kSweepTable{"a sweep", "all combinations of values, each run several times", kSweepFields};
constexpr Table kScenarioTable{"a scenario", "the whole file", kScenarioFields};
constexpr Table kDefaultsTable{"defaults", "what cables and hosts start from", kDefaultsFields};
constexpr Table kHostDefaultsTable{"defaults of hosts", "as in a host", kHostDefaultsFields};
constexpr Table kHostTable{"a host", "a computer with one network card and a full stack", kHostFields};
constexpr Table kSwitchTable{"a switch", "a learning Ethernet switch", kSwitchFields};
constexpr Table kHubTable{
    "a hub", "a repeater: what one port hears all others say; its cables are half duplex", kHubFields};
constexpr Table kAppTable{"an application", "a program on a host", kAppFields};
constexpr Table kCallTable{"a socket call", "one line of a script", kCallFields};

}  // namespace patchcord::scenarios
