// Tables and lines. Read next: results/export/summary.hpp.
#include "results/export/summary.hpp"

#include "results/export/format.hpp"
#include "results/export/log.hpp"
#include "results/export/table.hpp"
#include "results/record/fingerprint_sink.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::results {

using models::wire::LossCause;

namespace {

std::string_view arrow(bool forward, bool ascii) {
    if (ascii) return forward ? "->" : "<-";
    return forward ? "→" : "←";
}

std::string tcp_table(const TcpFlows& tcp, const TextOptions& options) {
    Table table;
    table.add_column(word(Word::Flow, options.language), Table::Align::Left);
    for (const Word header : {Word::Segments, Word::Bytes, Word::Resent})
        table.add_column(word(header, options.language), Table::Align::Right);
    table.add_column("RTO", Table::Align::Right);
    table.add_column("RTT", Table::Align::Right);
    table.add_column(word(Word::Goodput, options.language), Table::Align::Right);
    const std::size_t shown = std::min(tcp.all().size(), options.max_rows);
    for (std::size_t i = 0; i < shown; ++i) {
        const TcpFlow& flow = tcp.all()[i];
        const std::string number = tcp.all().size() > 1 ? fmt::format("#{} ", i + 1) : "";
        for (std::size_t way = 0; way < 2; ++way) {
            const TcpDirection& direction = flow.directions[way];
            const auto goodput = direction.goodput();
            table.add_row({fmt::format("{}{} {} {}", number, to_string(flow.directions[0].from),
                                       arrow(way == 0, options.ascii), to_string(flow.directions[0].to)),
                           std::to_string(direction.segments), std::to_string(direction.bytes),
                           std::to_string(direction.resent), std::to_string(direction.timeouts),
                           direction.srtt ? format_duration(*direction.srtt) : "-",
                           goodput ? format_rate(*goodput) : "-"});
        }
    }
    std::string text = table.text();
    if (shown < tcp.all().size()) text += left_out(tcp.all().size() - shown, options);
    return text;
}

std::string datagram_table(const std::vector<DatagramFlow>& flows, const TextOptions& options) {
    Table table;
    table.add_column(word(Word::Flow, options.language), Table::Align::Left);
    for (const Word header : {Word::Packets, Word::Delivered, Word::Bytes})
        table.add_column(word(header, options.language), Table::Align::Right);
    const std::size_t shown = std::min(flows.size(), options.max_rows);
    for (std::size_t i = 0; i < shown; ++i) {
        const DatagramFlow& flow = flows[i];
        const bool is_udp = flow.protocol == DatagramFlow::Protocol::Udp;
        const auto name = [is_udp](const models::wire::Endpoint& end) {
            return is_udp ? to_string(end) : to_string(end.address);
        };
        for (std::size_t way = 0; way < 2; ++way) {
            const DatagramDirection& direction = flow.directions[way];
            table.add_row({fmt::format("{} {} {} {}", to_string(flow.protocol), name(flow.first),
                                       arrow(way == 0, options.ascii), name(flow.second)),
                           std::to_string(direction.packets), std::to_string(direction.delivered),
                           std::to_string(direction.bytes)});
        }
    }
    std::string text = table.text();
    if (shown < flows.size()) text += left_out(flows.size() - shown, options);
    return text;
}

}  // namespace

std::string left_out(std::size_t rows, const TextOptions& options) {
    return fmt::format(" {} {}\n", options.ascii ? "..." : "…", more_rows(rows, options.language));
}

std::string format_flows(const Analysis& analysis, const TextOptions& options) {
    std::string text;
    if (!analysis.tcp.all().empty()) text += tcp_table(analysis.tcp, options);
    if (!analysis.datagrams.empty()) text += datagram_table(analysis.datagrams, options);
    return text;
}

std::string format_frames(const FrameCounts& frames, const TextOptions& options) {
    const Language language = options.language;
    std::string causes =
        fmt::format("{} {}, FCS {}, {} {}, {} {}", loss_words(LossCause::Cut, language),
                    frames[LossCause::Cut], frames[LossCause::Fcs], word(Word::Queue, language),
                    frames[LossCause::Queue], word(Word::Collision, language), frames[LossCause::Collision]);
    for (const LossCause rare : {LossCause::Sfd, LossCause::Length, LossCause::Symbol, LossCause::Early,
                                 LossCause::LinkDown, LossCause::NoReceiver}) {
        if (frames[rare] > 0) causes += fmt::format(", {} {}", loss_words(rare, language), frames[rare]);
    }
    const std::string in_flight =
        frames.in_flight == 0 ? "" : fmt::format(", {} {}", word(Word::InFlight, language), frames.in_flight);
    const std::string copies =
        frames.copies == 0 ? "" : fmt::format(", {} {}", word(Word::Copies, language), frames.copies);
    return fmt::format(" {}: {} {}{}, {} {}, {} {} ({}){}\n", word(Word::Frames, language),
                       word(Word::Sent, language), frames.sent, copies, word(Word::Delivered, language),
                       frames.delivered, word(Word::Lost, language), frames.lost, causes, in_flight);
}

std::string format_fingerprint(const sim::Fingerprint& fingerprint) {
    return fmt::format(" fingerprint: wire {}, order {}, state {}\n", to_string(fingerprint.wire),
                       to_string(fingerprint.order), to_string(fingerprint.state));
}

std::string format_expectations(const std::vector<Expectation>& expectations, const TextOptions& options) {
    if (expectations.empty()) return {};
    const auto failed = std::ranges::count(expectations, false, &Expectation::held);
    const auto held = static_cast<std::ptrdiff_t>(expectations.size()) - failed;
    std::string text =
        fmt::format(" {}: {} {}, {} {}\n", word(Word::Expect, options.language), held,
                    word(Word::Held, options.language), failed, word(Word::Failed, options.language));
    for (const Expectation& expectation : expectations) {
        if (expectation.held) continue;
        text += fmt::format("   {} {}\n", options.ascii ? "X" : "✕",
                            expectation.found.empty() ? expectation.text : expectation.found);
    }
    return text;
}

std::string format_idle_faults(const std::vector<IdleFault>& faults, const TextOptions& options) {
    std::string text;
    for (const IdleFault& fault : faults) {
        text += options.language == Language::Korean
                    ? fmt::format(" /faults/{} ({}): 한 번도 일어나지 않음\n", fault.number - 1, fault.text)
                    : fmt::format(" /faults/{} ({}) never fired\n", fault.number - 1, fault.text);
    }
    return text;
}

std::string format_summary(const Analysis& analysis, const Outcome& outcome, const TextOptions& options) {
    return format_log(analysis.run, options) + format_flows(analysis, options) +
           format_frames(analysis.frames, options) + format_idle_faults(outcome.idle_faults, options) +
           format_expectations(outcome.expectations, options) + format_fingerprint(outcome.fingerprint);
}

}  // namespace patchcord::results
