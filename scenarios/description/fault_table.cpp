// The keys of a fault. One of them says what goes wrong, and which others may stand beside it. Each kind of
// fault is one row of kFaultForms and one of kFaultFields.
// Read next: scenarios/load/faults.cpp, models/ethernet/impairment.hpp.
#include "scenarios/description/tables.hpp"

#include <array>

namespace patchcord::scenarios {
namespace {

constexpr Range kManyFrames{1, 1'000'000'000};
constexpr std::int64_t kDay = 86'400'000'000'000'000;

void put_filter(Target target, FieldValue&& value) {
    std::get<FaultDescription*>(target)->filter = std::get<models::wire::FrameFilter>(std::move(value));
}

template <FaultKind kind>
std::optional<FieldValue> get_filter(Target target) {
    const auto& fault = *std::get<FaultDescription*>(target);
    return fault.kind == kind ? std::optional<FieldValue>{fault.filter} : std::nullopt;
}

template <FaultKind kind>
constexpr Field action(std::string_view name, std::string_view help) {
    return {
        .name = name, .kind = FieldKind::Filter, .help = help, .store = Store{put_filter, get_filter<kind>}};
}

constexpr std::array kFaultFields{
    action<FaultKind::Drop>("drop", "lose packets that this filter matches"),
    action<FaultKind::Corrupt>("corrupt", "invert bits of them, which the FCS will show"),
    action<FaultKind::Duplicate>("duplicate", "let them arrive twice"),
    action<FaultKind::Delay>("delay", "let them arrive later; others may overtake them"),
    action<FaultKind::Reorder>("reorder", "hold them back until others have gone; if none come, for ever"),
    Field{.name = "unplug",
          .kind = FieldKind::Cable,
          .help = "this cable is unplugged, and what is in it or waits for it is lost"},
    Field{.name = "crash",
          .kind = FieldKind::Node,
          .help = "this host loses its power; when it boots, what has no time of its own starts again",
          .store = store<&FaultDescription::crash>},
    Field{.name = "change-length",
          .kind = FieldKind::Cable,
          .help = "this cable becomes as long as \"to\" says; the link stays up if it can"},
    Field{
        .name = "fill-queue",
        .kind = FieldKind::Cable,
        .help =
            "the queues at its ends, or that of \"from\", are full of what others send; what comes is lost"},
    Field{.name = "one-of",
          .kind = FieldKind::List,
          .help = "faults, of which the seed chooses one",
          .range = {1, 1'000},
          .inner = &kFaultTable},
    Field{.name = "nth",
          .kind = FieldKind::Count,
          .help = "the first that is taken, counted from 1; or write nth(3, tcp.data) as the filter",
          .fallback = "1",
          .range = kManyFrames,
          .store = store<&FaultDescription::nth>},
    Field{.name = "count",
          .kind = FieldKind::Count,
          .help = "how many are taken",
          .fallback = "1",
          .range = kManyFrames,
          .store = store<&FaultDescription::count>},
    Field{.name = "from",
          .kind = FieldKind::Node,
          .help = "the node that sends them into the cable; both ends when absent",
          .store = store<&FaultDescription::from>},
    Field{.name = "cable",
          .kind = FieldKind::Cable,
          .help = "where; not needed when \"from\", or the scenario, has one cable"},
    Field{.name = "bits",
          .kind = FieldKind::Count,
          .help = "of corrupt: how many different bits",
          .fallback = "1",
          .range = {1, 64},
          .store = store<&FaultDescription::bits>},
    Field{.name = "unseen",
          .kind = FieldKind::Flag,
          .help = "of corrupt: instead, four bits that CRC-32 together cannot see, behind the headers of TCP",
          .store = store<&FaultDescription::unseen>},
    Field{.name = "by",
          .kind = FieldKind::Duration,
          .help = "of delay: how much later; of duplicate: the copy, right behind when absent",
          .range = {1, kDay},
          .store = store<&FaultDescription::by>},
    Field{.name = "behind",
          .kind = FieldKind::Count,
          .help = "of reorder: how many that are sent later go first",
          .fallback = "1",
          .range = {1, 1'000'000},
          .store = store<&FaultDescription::behind>},
    Field{.name = "to",
          .kind = FieldKind::Length,
          .help = "of change-length: the new length",
          .store = store<&FaultDescription::to>},
    Field{.name = "at",
          .kind = FieldKind::Duration,
          .help = "of unplug, crash, change-length and fill-queue: when, from the start of the run",
          .range = {0, 30 * kDay},
          .store = store<&FaultDescription::at>},
    Field{.name = "for",
          .kind = FieldKind::Duration,
          .help = "how long, until it is plugged in again, or boots; for ever when absent",
          .range = {1, 30 * kDay},
          .store = store<&FaultDescription::lasts>}};

constexpr std::array<std::string_view, 4> kOfDrop{"nth", "count", "from", "cable"};
constexpr std::array<std::string_view, 6> kOfCorrupt{"nth", "count", "from", "cable", "bits", "unseen"};
constexpr std::array<std::string_view, 5> kOfDelay{"nth", "count", "from", "cable", "by"};
constexpr std::array<std::string_view, 5> kOfReorder{"nth", "count", "from", "cable", "behind"};
constexpr std::array<std::string_view, 2> kOfOutage{"at", "for"};
constexpr std::array<std::string_view, 2> kOfChange{"at", "to"};
constexpr std::array<std::string_view, 3> kOfFilling{"from", "at", "for"};

constexpr std::array kForms{FaultForm{FaultKind::Drop, "drop", kOfDrop},
                            FaultForm{FaultKind::Corrupt, "corrupt", kOfCorrupt},
                            FaultForm{FaultKind::Duplicate, "duplicate", kOfDelay},
                            FaultForm{FaultKind::Delay, "delay", kOfDelay, "by"},
                            FaultForm{FaultKind::Reorder, "reorder", kOfReorder},
                            FaultForm{FaultKind::Unplug, "unplug", kOfOutage, "at"},
                            FaultForm{FaultKind::Crash, "crash", kOfOutage, "at"},
                            FaultForm{FaultKind::ChangeLength, "change-length", kOfChange, "at", "to"},
                            FaultForm{FaultKind::FillQueue, "fill-queue", kOfFilling, "at"}};

}  // namespace

constexpr Table kFaultTable{
    "a fault", "what goes wrong on purpose, said by exactly one of the keys before nth", kFaultFields};
constexpr std::span<const FaultForm> kFaultForms{kForms};

}  // namespace patchcord::scenarios
