// Compiling and asking. Read next: models/wire/expression/frame_filter.hpp.
#include "models/wire/expression/frame_filter.hpp"

#include "sim/core/check.hpp"

#include <cmath>
#include <utility>

namespace patchcord::models::wire {
namespace {

class FrameEnvironment final : public ExpressionEnvironment {
  public:
    explicit FrameEnvironment(const FrameInView& view) : view_{view} {}
    ExpressionValue field(std::uint16_t id) const override { return frame_field(id, view_); }

  private:
    const FrameInView& view_;
};

/// The number in nth(number, ...).
ExpressionResult<std::int64_t> number_of(const Syntax& call) {
    constexpr double kMost = 1e9;
    const double* const number = call.parts.size() == 2 && call.parts[0].kind == Syntax::Kind::Literal
                                     ? call.parts[0].value.get<double>()
                                     : nullptr;
    if (number == nullptr || *number < 1 || *number > kMost || *number != std::floor(*number))
        return wrong_arguments(call, "a whole number from 1 and a filter: nth(3, tcp.data)");
    return static_cast<std::int64_t>(*number);
}

}  // namespace

ExpressionResult<FrameFilter> FrameFilter::compile(std::string_view text, const NamedNodes& nodes) {
    auto program = std::make_shared<Program>();
    program->text = text;
    auto syntax = parse_expression(program->text);
    if (!syntax) return tl::unexpected{std::move(syntax.error())};
    const Syntax* filter = &*syntax;
    if (syntax->kind == Syntax::Kind::Call && !syntax->is_method && syntax->name == "nth") {
        auto number = number_of(*syntax);
        if (!number) return tl::unexpected{std::move(number.error())};
        program->nth = *number;
        filter = &syntax->parts[1];
    }
    auto bound = bind(*filter, FrameScope{nodes}, ValueType::Truth);
    if (!bound) return tl::unexpected{std::move(bound.error())};
    program->expression = std::move(*bound);
    FrameFilter result;
    result.program_ = std::move(program);
    return result;
}

FrameFilter FrameFilter::of(std::string_view text) {
    auto filter = compile(text);
    sim::check(filter.has_value(), "a filter in the program does not compile");
    return std::move(*filter);
}

bool FrameFilter::matches(const FrameInView& view) const {
    return !program_ || evaluate(program_->expression, FrameEnvironment{view}).is_true();
}

}  // namespace patchcord::models::wire
