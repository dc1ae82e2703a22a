// Expressions over one packet of a run: what a frame says (models/wire/expression/frame_fields.hpp), and what
// became of the packet: when it was sent, whether it was lost, what TCP meant by it. `from` is the node that
// sent it first, `to` the one that has the address it is for; a question of ARP is for the one asked for.
// Read next: results/query/question.hpp.
#pragma once

#include "models/wire/expression/bound.hpp"
#include "results/analysis/analysis.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

/// Rows beside those of frames.
std::span<const models::wire::FieldRow> packet_fields();

/// Names and calls of expressions over packets.
class PacketScope final : public models::wire::ExpressionScope {
  public:
    using ExpressionScope::ExpressionScope;
    std::optional<models::wire::Bound> field(std::string_view name) const override;
    models::wire::ExpressionResult<models::wire::Bound> call(const models::wire::Syntax& call) const override;
    std::vector<std::string> names() const override;
};

/// The packets of a run, as expressions see them. `analysis` must outlive this.
class PacketFacts {
  public:
    explicit PacketFacts(const Analysis& analysis);

    /// Of those that a card was given, in the order of their sending.
    std::size_t size() const { return journeys_.size(); }
    const Journey& journey(std::size_t packet) const { return *journeys_[packet]; }
    /// Its position; nothing of one that no card was given.
    std::optional<std::size_t> find(sim::PacketId packet) const;
    models::wire::ExpressionValue evaluate(const models::wire::Bound& expression, std::size_t packet) const;
    bool matches(const models::wire::Bound& expression, std::size_t packet) const {
        return evaluate(expression, packet).is_true();
    }

  private:
    const Analysis& analysis_;
    std::vector<const Journey*> journeys_;
    std::map<sim::PacketId, std::size_t> positions_;
};

/// The nodes of a run by name, with their addresses.
models::wire::NamedNodes named_nodes(const Run& run);

/// An expression that chooses packets: "tcp.retransmission || from == server".
class PacketFilter {
  public:
    static models::wire::ExpressionResult<PacketFilter> compile(std::string_view text,
                                                                const models::wire::NamedNodes& nodes);
    /// False for a packet that no card was given.
    bool matches(const PacketFacts& facts, sim::PacketId packet) const {
        const auto position = facts.find(packet);
        return position && facts.matches(program_->expression, *position);
    }

  private:
    struct Program {
        std::string text;  // which `expression` looks into
        models::wire::Bound expression;
    };
    std::shared_ptr<const Program> program_;
};

}  // namespace patchcord::results
