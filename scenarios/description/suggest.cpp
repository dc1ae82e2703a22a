// The distance keeps three rows of its table. Words are short (what is longer than 64 bytes has no
// suggestion), so this is fast enough to be asked for every problem of a large file. Read next:
// scenarios/description/suggest.hpp.
#include "scenarios/description/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace patchcord::scenarios {
namespace {

/// What people write who know another tool, and the word of this language.
struct OtherName {
    std::string_view written;
    std::string_view meant;
};
constexpr std::array kOtherNames{OtherName{"ip", "address"},
                                 OtherName{"ipv4", "address"},
                                 OtherName{"addr", "address"},
                                 OtherName{"router", "gateway"},
                                 OtherName{"default_gateway", "gateway"},
                                 OtherName{"type", "kind"},
                                 OtherName{"bandwidth", "rate"},
                                 OtherName{"speed", "rate"},
                                 OtherName{"bitrate", "rate"},
                                 OtherName{"latency", "delay"},
                                 OtherName{"loss", "drop"},
                                 OtherName{"bit_error_ratio", "ber"},
                                 OtherName{"bit_error_rate", "ber"},
                                 OtherName{"connect", "between"},
                                 OtherName{"ends", "between"},
                                 OtherName{"links", "cables"},
                                 OtherName{"edges", "cables"},
                                 OtherName{"connections", "cables"},
                                 OtherName{"hosts", "nodes"},
                                 OtherName{"devices", "nodes"},
                                 OtherName{"applications", "apps"},
                                 OtherName{"programs", "apps"},
                                 OtherName{"losses", "faults"},
                                 OtherName{"host", "on"},
                                 OtherName{"node", "on"},
                                 OtherName{"start", "at"},
                                 OtherName{"time", "at"},
                                 OtherName{"after", "at"},
                                 OtherName{"server", "to"},
                                 OtherName{"target", "to"},
                                 OtherName{"destination", "to"},
                                 OtherName{"data", "send"},
                                 OtherName{"text", "send"},
                                 OtherName{"duration", "until"},
                                 OtherName{"stop", "until"},
                                 OtherName{"end", "until"},
                                 OtherName{"name", "title"},
                                 OtherName{"nr", "nth"},
                                 OtherName{"pc", "host"},
                                 OtherName{"computer", "host"},
                                 OtherName{"bytes", "size"},
                                 OtherName{"congestion_control", "congestion"},
                                 OtherName{"iw", "initial_window"},
                                 OtherName{"rcvbuf", "receive_buffer"},
                                 OtherName{"sndbuf", "send_buffer"}};

bool contains(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& byte : out) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
    }
    return out;
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> before(right.size() + 1), above(right.size() + 1), row(right.size() + 1);
    for (std::size_t column = 0; column <= right.size(); ++column)
        above[column] = column;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t differs = left[i - 1] == right[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + differs});
            const bool exchanged =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (exchanged) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above[right.size()];
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    if (word.size() > 64) return {};
    const std::string folded = lower_case(word);
    std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
    std::string_view best;
    for (const std::string_view candidate :
         candidates.first(std::min<std::size_t>(candidates.size(), 1'000))) {
        const std::size_t longer = std::max(candidate.size(), word.size());
        if (longer - std::min(candidate.size(), word.size()) > allowed) continue;
        const std::size_t distance = edit_distance(folded, lower_case(candidate));
        if (distance >= longer || distance > allowed || (distance == allowed && !best.empty())) continue;
        allowed = distance;
        best = candidate;
    }
    if (!best.empty()) return best;
    for (const OtherName& other : kOtherNames) {
        if (other.written == folded && contains(candidates, other.meant)) return other.meant;
    }
    return {};
}

std::string one_of(std::span<const std::string_view> words) {
    constexpr std::size_t kShown = 24;
    if (words.size() == 1) return std::string{words.front()};
    const auto shown = words.first(std::min(words.size(), kShown));
    return fmt::format("one of: {}{}", fmt::join(shown, ", "), words.size() > kShown ? ", ..." : "");
}

}  // namespace patchcord::scenarios
