// From structures to objects, one function each. Read next: results/export/json.hpp.
#include "results/export/json.hpp"

#include "results/record/fingerprint_sink.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace patchcord::results {
namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& object) {
    return object.dump(2, ' ', false, Json::error_handler_t::replace);
}

Json picoseconds(std::optional<sim::Time> time) {
    return time ? Json(ticks(*time)) : Json();
}
Json picoseconds(std::optional<sim::Duration> duration) {
    return duration ? Json(duration->count()) : Json();
}
template <class Value>
Json or_null(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json node(const NodeInfo& info) {
    Json ports = Json::array();
    for (const PortInfo& port : info.ports) {
        ports.push_back({{"name", port.name},
                         {"mac", to_string(port.mac)},
                         {"address", port.address ? Json(to_string(*port.address)) : Json()}});
    }
    return {{"name", info.name}, {"kind", to_string(info.kind)}, {"ports", ports}};
}

Json link(const LinkInfo& info, const Run& run) {
    Json ends = Json::array();
    for (const PortRef end : info.ends)
        ends.push_back({{"node", run.node(end.node).name}, {"port", run.port(end).name}});
    return {{"name", info.name},
            {"ends", ends},
            {"bits_per_second", info.rate.bits_per_second()},
            {"delay_ps", info.delay.count()}};
}

Json frames(const FrameCounts& counts) {
    using models::wire::LossCause;
    Json causes = Json::object();
    for (std::size_t cause = 0; cause < FrameCounts::kCauses; ++cause)
        causes[std::string{to_string(static_cast<LossCause>(cause))}] = counts.by_cause[cause];
    return {{"sent", counts.sent}, {"copies", counts.copies},       {"delivered", counts.delivered},
            {"lost", counts.lost}, {"in_flight", counts.in_flight}, {"lost_by_cause", causes}};
}

Json direction(const TcpDirection& way) {
    return {{"from", to_string(way.from)},
            {"to", to_string(way.to)},
            {"isn", or_null(way.isn)},
            {"segments", way.segments},
            {"bytes", way.bytes},
            {"resent", way.resent},
            {"fast_retransmits", way.fast_retransmits},
            {"timeouts", way.timeouts},
            {"srtt_ps", picoseconds(way.srtt)},
            {"goodput_bits_per_second", or_null(way.goodput())}};
}

Json flows(const Analysis& analysis) {
    Json list = Json::array();
    for (const TcpFlow& flow : analysis.tcp.all()) {
        list.push_back(
            {{"protocol", "tcp"},
             {"began_ps", ticks(flow.began)},
             {"ended_ps", ticks(flow.ended)},
             {"directions", Json::array({direction(flow.directions[0]), direction(flow.directions[1])})}});
    }
    for (const DatagramFlow& flow : analysis.datagrams) {
        Json ways = Json::array();
        for (std::size_t way = 0; way < 2; ++way) {
            const DatagramDirection& counts = flow.directions[way];
            ways.push_back({{"from", to_string(way == 0 ? flow.first : flow.second)},
                            {"to", to_string(way == 0 ? flow.second : flow.first)},
                            {"packets", counts.packets},
                            {"delivered", counts.delivered},
                            {"bytes", counts.bytes}});
        }
        list.push_back(
            {{"protocol", to_string(flow.protocol)}, {"began_ps", ticks(flow.began)}, {"directions", ways}});
    }
    return list;
}

Json loss(const LadderLoss& lost) {
    return {{"cause", to_string(lost.cause)},
            {"at_ps", ticks(lost.at)},
            {"place", lost.place},
            {"position", lost.position}};
}

Json arrow(const LadderArrow& packet) {
    Json heads = Json::array();
    for (const LadderHead& head : packet.heads) {
        heads.push_back({{"lane", head.lane},
                         {"is_addressee", head.is_addressee},
                         {"arrived_ps", picoseconds(head.arrived)},
                         {"loss", head.loss ? loss(*head.loss) : Json()},
                         {"dropped", head.dropped ? Json(to_string(*head.dropped)) : Json()}});
    }
    return {{"id", packet.packet.value()},
            {"from_lane", packet.from},
            {"sent_ps", ticks(packet.sent)},
            {"duration_ps", packet.duration.count()},
            {"class", to_string(packet.text.kind)},
            {"badge", packet.text.badge},
            {"text", packet.text.text},
            {"extra", packet.text.extra},
            {"flow", or_null(packet.flow)},
            {"heads", heads}};
}

Json timer(const LadderTimer& fired) {
    return {{"lane", fired.lane},
            {"kind", to_string(fired.kind)},
            {"after_ps", fired.after.count()},
            {"count", fired.count},
            {"flow", or_null(fired.flow)}};
}

Json states(const LadderRow& row) {
    Json list = Json::array();
    for (const LadderState& state : row.states) {
        list.push_back({{"lane", state.lane},
                        {"at_ps", ticks(state.at)},
                        {"from", to_string(state.from)},
                        {"to", to_string(state.to)},
                        {"flow", or_null(state.flow)}});
    }
    return list;
}

Json note(const LadderNote& told) {
    return {{"what", to_string(told.what)}, {"lane", or_null(told.lane)}, {"place", told.place}};
}

Json bar(const LadderBar& life) {
    const char* const end = life.end == LadderBar::End::Fired       ? "fired"
                            : life.end == LadderBar::End::Cancelled ? "cancelled"
                                                                    : "running";
    return {{"lane", life.lane},
            {"connection", static_cast<std::uint32_t>(life.connection)},
            {"kind", to_string(life.kind)},
            {"from_ps", ticks(life.from)},
            {"to_ps", ticks(life.to)},
            {"end", end}};
}

Json fingerprint(const sim::Fingerprint& print) {
    return {{"wire", to_string(print.wire)},
            {"order", to_string(print.order)},
            {"state", to_string(print.state)}};
}

}  // namespace

std::string run_json(const Analysis& analysis, const Outcome& outcome) {
    const RunHeader& header = analysis.run.header();
    Json nodes = Json::array();
    for (const NodeInfo& info : header.nodes)
        nodes.push_back(node(info));
    Json links = Json::array();
    for (const LinkInfo& info : header.links)
        links.push_back(link(info, analysis.run));
    Json lines = Json::array();
    for (const models::trace::AppLog& line : analysis.run.records<models::trace::AppLog>()) {
        lines.push_back({{"at_ps", ticks(line.at)},
                         {"node", analysis.run.node(line.node).name},
                         {"process", line.process},
                         {"text", line.text},
                         {"failed", line.failed}});
    }
    Json expectations = Json::array();
    for (const Expectation& expectation : outcome.expectations) {
        expectations.push_back(
            {{"text", expectation.text}, {"held", expectation.held}, {"found", expectation.found}});
    }
    Json idle = Json::array();
    for (const IdleFault& fault : outcome.idle_faults)
        idle.push_back({{"fault", fault.number}, {"text", fault.text}});
    return text({{"schema", "patchcord.run/1"},
                 {"name", header.name},
                 {"title", header.title},
                 {"seed", header.seed},
                 {"end_ps", ticks(analysis.run.end().at)},
                 {"stop", to_string(analysis.run.end().reason)},
                 {"events", analysis.run.end().events},
                 {"nodes", nodes},
                 {"links", links},
                 {"frames", frames(analysis.frames)},
                 {"flows", flows(analysis)},
                 {"log", lines},
                 {"fingerprint", fingerprint(outcome.fingerprint)},
                 {"faults_never_fired", idle},
                 {"expect", expectations}});
}

std::string flows_json(const Analysis& analysis) {
    return text(
        {{"schema", "patchcord.flows/1"}, {"name", analysis.run.header().name}, {"flows", flows(analysis)}});
}

std::string ladder_json(const LadderDisplay& ladder) {
    Json lanes = Json::array();
    for (const LadderLane& lane : ladder.lanes)
        lanes.push_back({{"name", lane.name}, {"kind", to_string(lane.kind)}, {"address", lane.address}});
    Json rows = Json::array();
    for (const LadderRow& row : ladder.rows) {
        rows.push_back({{"at_ps", ticks(row.at)},
                        {"wait_ps", row.wait.count()},
                        {"packet", row.arrow ? arrow(*row.arrow) : Json()},
                        {"timer", row.timer ? timer(*row.timer) : Json()},
                        {"states", states(row)},
                        {"note", row.note ? note(*row.note) : Json()}});
    }
    Json bars = Json::array();
    for (const LadderBar& life : ladder.bars)
        bars.push_back(bar(life));
    return text({{"schema", "patchcord.ladder/1"},
                 {"name", ladder.run},
                 {"lanes", lanes},
                 {"rows", rows},
                 {"timers", bars}});
}

}  // namespace patchcord::results
