// The table of congestion controls. An ordinary table: nothing registers itself.
// In the order of the enumeration.
// Read next: models/tcp/cc/new_reno.cpp.
#include "models/tcp/cc/registry.hpp"

#include "models/tcp/cc/new_reno.hpp"
#include "models/tcp/cc/none.hpp"

#include <array>

namespace patchcord::models::tcp::cc {
namespace {

struct Row {
    Algorithm algorithm;
    std::string_view name;
    std::unique_ptr<CongestionControl> (*make)();
};

template <class Control>
std::unique_ptr<CongestionControl> made() {
    return std::make_unique<Control>();
}

constexpr std::array kRows{
    Row{Algorithm::None, "none", made<None>},
    Row{Algorithm::NewReno, "newreno", made<NewReno>},
};

}  // namespace

std::unique_ptr<CongestionControl> make(Algorithm algorithm) {
    return kRows[static_cast<std::size_t>(algorithm)].make();
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
