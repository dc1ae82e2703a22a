// The table of congestion controls. An ordinary table: nothing registers itself.
// In the order of the enumeration.
// Read next: models/tcp/cc/cubic.cpp.
#include "models/tcp/cc/registry.hpp"

#include "models/tcp/cc/cubic.hpp"
#include "models/tcp/cc/new_reno.hpp"
#include "models/tcp/cc/none.hpp"
#include "models/tcp/cc/reno.hpp"
#include "models/tcp/cc/tahoe.hpp"

#include <array>

namespace patchcord::models::tcp::cc {
namespace {

struct Row {
    Algorithm algorithm;
    std::string_view name;
    std::unique_ptr<CongestionControl> (*make)(const Rules& rules);
};

template <class Control>
std::unique_ptr<CongestionControl> made(const Rules& rules) {
    return std::make_unique<Control>(rules);
}

std::unique_ptr<CongestionControl> made_none(const Rules&) {
    return std::make_unique<None>();
}

constexpr std::array kRows{
    Row{Algorithm::None, "none", made_none},     Row{Algorithm::Tahoe, "tahoe", made<Tahoe>},
    Row{Algorithm::Reno, "reno", made<Reno>},    Row{Algorithm::NewReno, "newreno", made<NewReno>},
    Row{Algorithm::Cubic, "cubic", made<Cubic>},
};

}  // namespace

std::unique_ptr<CongestionControl> make(Algorithm algorithm, const Rules& rules) {
    return kRows[static_cast<std::size_t>(algorithm)].make(rules);
}

std::optional<Algorithm> algorithm_from_name(std::string_view name) {
    for (const Row& row : kRows) {
        if (row.name == name) return row.algorithm;
    }
    return std::nullopt;
}

std::string_view to_string(Algorithm algorithm) {
    return kRows[static_cast<std::size_t>(algorithm)].name;
}

}  // namespace patchcord::models::tcp::cc
