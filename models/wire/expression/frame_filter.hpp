// Which frames are meant: an expression over one frame, ready to be asked. Copies are cheap and share it.
// Asking allocates nothing. Not here: expressions over what became of packets (results/query/).
// Read next: models/wire/expression/frame_fields.hpp, models/ethernet/impairment.hpp.
#pragma once

#include "models/wire/expression/frame_fields.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace patchcord::models::wire {

class FrameFilter {
  public:
    /// Every frame.
    FrameFilter() = default;

    /// "tcp.syn && ip.src == client". `nth(3, FILTER)`, where that is the whole, also says which: see nth().
    static ExpressionResult<FrameFilter> compile(std::string_view text, const NamedNodes& nodes = {});
    /// The same of a text that is known to be right; else it is our own bug.
    static FrameFilter of(std::string_view text);

    bool matches(const FrameInView& view) const;
    /// As it was written; "any" for every frame.
    std::string_view text() const { return program_ ? std::string_view{program_->text} : "any"; }
    /// From 1, of nth(); nothing if the expression does not say.
    std::optional<std::int64_t> nth() const { return program_ ? program_->nth : std::nullopt; }

  private:
    struct Program {
        std::string text;  // which `expression` looks into
        Bound expression;
        std::optional<std::int64_t> nth;
    };
    std::shared_ptr<const Program> program_;
};

}  // namespace patchcord::models::wire
