// Questions over a whole run, as `expect` and lessons ask them: how many packets, the first of a kind, the
// state of a socket at a time, what an application said.
//
//     count(tcp.retransmission) == 1            first(tcp.syn-ack).seg.ack == client.isn + 1
//     log(client) contains "200 OK"             at(7 s).socket(client).state == "SYN-SENT"
//
// count(F), first(F), last(F), nth(n, F), min(x, F), max(x, F), sum(x, F) go over packets that match F, in
// the order of their sending; a packet that a switch passed on counts once. log(host) is what its processes
// said. flow(n, host) is what that host sent in the n-th TCP connection. sockets(host) counts rows of the
// socket table, socket(host, port) is the first with that port, connections before listeners; both at the end
// of the run, or at(TIME). Read next: results/query/packet_scope.hpp, models/wire/expression/syntax.hpp.
#pragma once

#include "models/host/netstat.hpp"
#include "models/wire/expression/bound.hpp"
#include "results/query/packet_scope.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

/// The socket tables of all hosts at some times, which are taken while the run goes on.
class SocketTables {
  public:
    using Rows = std::vector<models::host::SocketRow>;

    /// `at` of the end of the run is sim::kNever.
    void keep(sim::Time at, sim::NodeId node, Rows rows) { rows_[{at, node}] = std::move(rows); }
    /// Null if nobody kept it.
    const Rows* find(sim::Time at, sim::NodeId node) const;

  private:
    std::map<std::pair<sim::Time, sim::NodeId>, Rows> rows_;
};

/// What a question came to.
struct Answer {
    bool held = false;
    std::string found = {};  ///< of one that did not hold: "expected count(tcp) == 1, actual 0"
};

class Question {
  public:
    /// A question with the answer yes or no, or what is wrong with it.
    static models::wire::ExpressionResult<Question> compile(std::string_view text,
                                                            const models::wire::NamedNodes& nodes);

    const std::string& text() const { return program_->text; }
    /// The times whose socket tables it needs, beside the end of the run.
    const std::set<sim::Time>& times() const { return program_->times; }
    /// One with a number or a time for an answer.
    static models::wire::ExpressionResult<Question> compile_measure(std::string_view text,
                                                                    const models::wire::NamedNodes& nodes);
    /// `tables` has those of all hosts at times() and at the end. Of compile().
    Answer ask(const Analysis& analysis, const PacketFacts& facts, const SocketTables& tables) const;
    /// The number, or the time in seconds; nothing when it asks for what is not there. Of compile_measure().
    std::optional<double> measure(const Analysis& analysis, const PacketFacts& facts,
                                  const SocketTables& tables) const;

  private:
    static models::wire::ExpressionResult<Question> compile(std::string_view text,
                                                            const models::wire::NamedNodes& nodes,
                                                            models::wire::ValueType type);
    struct Program {
        std::string text;  // which `expression` looks into
        models::wire::Bound expression;
        std::set<sim::Time> times;
    };
    std::shared_ptr<const Program> program_;
};

}  // namespace patchcord::results
