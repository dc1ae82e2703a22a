// Keeping the counts of the scoreboard true. The ring grows and never shrinks, so that a connection that has
// found its window allocates nothing.
// Read next: models/tcp/loss/scoreboard.hpp.
#include "models/tcp/loss/scoreboard.hpp"

#include "sim/core/check.hpp"

#include <algorithm>

namespace patchcord::models::tcp {

void Scoreboard::grow() {
    std::vector<SentSegment> larger(std::max<std::size_t>(16, 2 * ring_.size()));
    for (std::uint32_t i = 0; i < size_; ++i)
        larger[i] = (*this)[i];
    ring_ = std::move(larger);
    mask_ = static_cast<std::uint32_t>(ring_.size() - 1);
    head_ = 0;
}

std::uint32_t Scoreboard::find(Seq number) const {
    std::uint32_t low = 0;
    std::uint32_t high = size_;
    while (low < high) {
        const std::uint32_t middle = (low + high) / 2;
        if ((*this)[middle].end().at_or_before(number)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < size_ && (*this)[low].begin.after(number) ? size_ : low;
}

void Scoreboard::split(std::uint32_t index, std::uint32_t length) {
    if (size_ == ring_.size()) grow();
    ++size_;
    for (std::uint32_t i = size_ - 1; i > index + 1; --i)
        at(i) = at(i - 1);
    at(index + 1) = at(index);
    at(index + 1).begin += length;
    at(index + 1).length -= length;
    at(index).length = length;
    at(index).push = false;
    const SentSegment& second = (*this)[index + 1];
    if (second.sacked) ++sacked_;
    if (second.lost) ++lost_;
    if (second.resent) ++resent_;
}

void Scoreboard::merge_with_next(std::uint32_t index) {
    const SentSegment next = (*this)[index + 1];
    sim::check(!next.sacked && !next.resent, "a segment is merged that is not waiting to be sent again");
    at(index).length += next.length;
    at(index).push |= next.push;
    if (next.lost) --lost_;
    for (std::uint32_t i = index + 1; i + 1 < size_; ++i)
        at(i) = at(i + 1);
    --size_;
    arrived_ = std::min(arrived_, most_arrived());
}

void Scoreboard::trim_front(Seq una) {
    SentSegment& first = at(0);
    first.length = first.end() - una;
    first.begin = una;
}

void Scoreboard::set_sacked(std::uint32_t index) {
    SentSegment& segment = at(index);
    if (segment.sacked) return;
    segment.sacked = true;
    ++sacked_;
    if (segment.resent) clear_resent(index);
    if (segment.lost) clear_lost(index);
}

void Scoreboard::set_lost(std::uint32_t index) {
    SentSegment& segment = at(index);
    if (segment.sacked) return;
    if (segment.resent) clear_resent(index);  // that one is lost as well
    if (segment.lost) return;
    segment.lost = true;
    ++lost_;
    arrived_ = std::min(arrived_, most_arrived());
}

void Scoreboard::clear_lost(std::uint32_t index) {
    if (!at(index).lost) return;
    at(index).lost = false;
    --lost_;
}

void Scoreboard::set_resent(std::uint32_t index, sim::Time now) {
    SentSegment& segment = at(index);
    segment.sent = now;
    segment.ever_resent = true;
    if (segment.resent) return;
    segment.resent = true;
    ++resent_;
}

void Scoreboard::clear_resent(std::uint32_t index) {
    if (!at(index).resent) return;
    at(index).resent = false;
    --resent_;
}

void Scoreboard::clear_all_lost() {
    for (std::uint32_t i = 0; i < size_ && lost_ > 0; ++i)
        clear_lost(i);
}

void Scoreboard::clear_all_sacked() {
    for (std::uint32_t i = 0; i < size_; ++i)
        at(i).sacked = false;
    sacked_ = arrived_ = 0;
}

std::uint32_t Scoreboard::most_arrived() const {
    const std::uint32_t missing = std::max(lost_, 1u) + sacked_;
    return size_ > missing ? size_ - missing : 0;
}

bool Scoreboard::set_arrived(std::uint32_t count) {
    arrived_ = std::min(count, most_arrived());
    return count <= arrived_;
}

}  // namespace patchcord::models::tcp
