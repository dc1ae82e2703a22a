// The words of tables and ladders in the languages of people. Protocol words (SYN, ESTABLISHED, who-has) are
// the same in all and not here.
// Read next: results/export/ladder/ladder_text.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/wire/enums.hpp"
#include "results/analysis/ladder.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::results {

enum class Language : std::uint8_t { English, Korean };

enum class Word : std::uint8_t {
    Time,
    Arrived,
    Flow,
    Segments,
    Packets,
    Bytes,
    Resent,
    Goodput,
    Delivered,
    Frames,
    Sent,
    Lost,
    LostLater,
    InFlight,
    Copies,
    NoPackets,
    NeverSent,
    Expect,
    Held,
    Failed,
    Queue,
    Collision,
    Retransmission,
    ThreeDuplicates,
    Host,
    Process,
    Log,
};

std::string_view word(Word which, Language language);
/// "212 more rows"
std::string more_rows(std::size_t count, Language language);
/// Why a frame was lost, as it stands beside the cross: "cut", "FCS error", "queue full".
std::string_view loss_words(models::wire::LossCause cause, Language language);
/// "after 3 collisions"; empty for none.
std::string collision_words(std::size_t count, Language language);
/// "crashed" beside the host's lane, "server crashed" without it, "link client-switch down".
std::string note_words(const LadderNote& note, Language language);
/// "retransmission timer 2 (2.0 s)". `count` 0 is left out.
std::string timer_words(models::trace::TimerKind kind, std::uint32_t count, std::string_view after,
                        Language language);
/// Where there is little room, in all languages: "RTO 2 (2.0 s)".
std::string brief_timer_words(models::trace::TimerKind kind, std::uint32_t count, std::string_view after);

}  // namespace patchcord::results
