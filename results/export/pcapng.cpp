// One pass over the observations of each card. Comments come from the journey of the packet and from what TCP
// said about the segment. Read next: results/export/pcapng_writer.hpp.
#include "results/export/pcapng.hpp"

#include "results/analysis/analysis.hpp"
#include "results/export/format.hpp"
#include "results/export/pcapng_writer.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace patchcord::results {
namespace {

namespace trace = models::trace;
using What = FrameObservation::What;

/// Safe in a file's name on every system: other characters become underscores. Letters of all languages stay.
std::string file_name(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    std::string name;
    for (const char c : text)
        name += kPlain.find(c) != kPlain.npos || static_cast<unsigned char>(c) >= 0x80 ? c : '_';
    if (name.starts_with('.')) name[0] = '_';
    return name;
}

/// What the comments of one run say.
class Commentator {
  public:
    Commentator(const Analysis& analysis, Language language) : analysis_{analysis}, language_{language} {
        std::map<std::tuple<sim::NodeId, trace::ConnectionId>, sim::Time> armed;
        for (const trace::TimerChange& timer : analysis.run.records<trace::TimerChange>()) {
            if (timer.kind != trace::TimerKind::Retransmission) continue;
            const auto connection = std::tuple{timer.node, timer.connection};
            if (timer.action == trace::TimerAction::Armed) armed[connection] = timer.at;
            if (timer.action == trace::TimerAction::Fired)
                fired_[{timer.node, timer.connection, timer.at}] = timer.at - armed[connection];
        }
    }

    /// Of the observation with this number. Empty if there is nothing to say.
    std::string comment(std::size_t number) const {
        const FrameObservation& frame = analysis_.run.frames()[number];
        const Journey* const journey = analysis_.journeys.find(frame.packet);
        if (frame.what != What::Sent || journey == nullptr) return {};
        std::string text = resent(frame.packet);
        const std::string lost = loss(*journey, number);
        if (!text.empty() && !lost.empty()) text += "; ";
        return text + lost;
    }

  private:
    std::string loss(const Journey& journey, std::size_t number) const {
        const Hop* own = nullptr;
        for (const Hop& hop : journey.hops) {
            if (hop.frame == number) own = &hop;
            if (hop.fate == Hop::Fate::Collided && &hop == own)
                return std::string{loss_words(hop.cause, language_)};
            if (own == nullptr || hop.fate != Hop::Fate::Lost) continue;
            const std::string why = fmt::format("{} ({})", loss_words(hop.cause, language_), place(hop));
            const Word word_for_it = &hop == own ? Word::Lost : Word::LostLater;
            return fmt::format("{}: {}", word(word_for_it, language_), why);
        }
        return {};
    }

    std::string place(const Hop& hop) const {
        using models::wire::LossCause;
        if (is_found_by_receiver(hop.cause)) return analysis_.run.node(hop.to.node).name;
        const LinkInfo* const link = analysis_.run.link_at(hop.from);
        const bool at_node =
            hop.cause == LossCause::Queue || hop.cause == LossCause::Early || link == nullptr;
        return at_node ? analysis_.run.node(hop.from.node).name : link->name;
    }

    std::string resent(sim::PacketId packet) const {
        const SegmentInfo* const segment = analysis_.tcp.segment(packet);
        if (segment == nullptr || segment->kind != SegmentClass::Retransmission) return {};
        std::string text = fmt::format("{} {}", word(Word::Retransmission, language_), segment->count);
        if (!segment->sent) return text;
        if (segment->sent->kind == trace::SegmentKind::FastRetransmit)
            return text + ": " + std::string{word(Word::ThreeDuplicates, language_)};
        const auto timer = fired_.find({segment->sent->node, segment->sent->connection, segment->sent->at});
        if (timer == fired_.end()) return text;
        return text + ": " +
               timer_words(trace::TimerKind::Retransmission, 0, format_timer(timer->second), language_);
    }

    const Analysis& analysis_;
    Language language_;
    std::map<std::tuple<sim::NodeId, trace::ConnectionId, sim::Time>, sim::Duration> fired_;
};

/// The numbers of the observations of each card with a cable, also of cards that saw nothing.
std::map<PortRef, std::vector<std::size_t>> by_card(const Run& run) {
    std::map<PortRef, std::vector<std::size_t>> cards;
    for (const LinkInfo& link : run.header().links) {
        for (const PortRef end : link.ends)
            cards[end];
    }
    for (std::size_t number = 0; number < run.frames().size(); ++number) {
        const FrameObservation& frame = run.frames()[number];
        if (frame.what != What::Lost) cards[{frame.node, frame.port}].push_back(number);
    }
    return cards;
}

std::string interface_name(const Run& run, PortRef card) {
    return run.node(card.node).name + '-' + run.port(card).name;
}

void write_card(const Commentator& commentator, const Run& run, PortRef card,
                std::span<const std::size_t> observations, const std::filesystem::path& path) {
    const std::string about = fmt::format("{}, seed {}", run.header().name, run.header().seed);
    const LinkInfo* const link = run.link_at(card);
    const std::uint64_t speed = link == nullptr ? 0 : link->rate.bits_per_second();
    OutputFile file{path};
    PcapngWriter writer{
        file, about, {interface_name(run, card), run.port(card).mac, run.port(card).address, speed}};
    for (const std::size_t number : observations) {
        const FrameObservation& frame = run.frames()[number];
        writer.packet(
            static_cast<std::uint64_t>(ticks(frame.at)) / 1000, run.captured(frame),
            frame.what == What::Sent ? PcapngWriter::Direction::Outbound : PcapngWriter::Direction::Inbound,
            commentator.comment(number));
    }
    file.commit();
}

}  // namespace

std::vector<std::filesystem::path> write_pcapng(const Run& run, const std::filesystem::path& folder,
                                                Language language) {
    const Analysis analysis{run};
    const Commentator commentator{analysis, language};
    std::filesystem::create_directories(folder);
    std::vector<std::filesystem::path> files;
    std::set<std::string> names;
    for (const auto& [card, observations] : by_card(run)) {
        std::string name = file_name(interface_name(run, card));
        while (!names.insert(name).second)
            name += '_';
        files.push_back(folder / (name + ".pcapng"));
        write_card(commentator, run, card, observations, files.back());
    }
    return files;
}

void write_pcapng(const Run& run, PortRef card, const std::filesystem::path& file, Language language) {
    const Analysis analysis{run};
    const Commentator commentator{analysis, language};
    write_card(commentator, run, card, by_card(run)[card], file);
}

}  // namespace patchcord::results
