// IL(f) = k1 sqrt f + k2 f + k3 / sqrt f dB per 100 m at 20 degrees, f in MHz, with k from TIA-568-C.2 (the
// limits of horizontal cable), and k sqrt f per connector. A tenth of a channel is stranded cord with 1.2
// times the loss. The heat coefficients are those of its table notes. Read next: models/ethernet/cable.hpp.
#include "models/ethernet/cable.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace patchcord::models::ethernet {
namespace {

struct Limits {
    std::string_view name;
    double k1;
    double k2;
    double k3;
    double connector;
    double per_degree;
    std::array<double, 3> crosstalk;  // by Crosstalk; what is not specified for Cat 3 is a guess
};

constexpr std::array<Limits, kCategories> kLimits{{
    {"Cat 3", 2.320, 0.2380, 0.000, 0.10, 0.015, {11.3, -0.2, 30.0}},
    {"Cat 5e", 1.967, 0.0230, 0.050, 0.04, 0.004, {35.3, 23.8, 38.0}},
    {"Cat 6", 1.808, 0.0170, 0.200, 0.02, 0.004, {44.3, 27.8, 41.0}},
    {"Cat 6A", 1.820, 0.0091, 0.250, 0.02, 0.004, {44.3, 27.8, 60.0}},
}};

const Limits& limits(Category category) {
    return kLimits[static_cast<std::size_t>(category)];
}

/// What the three kinds of loss amount to: at a frequency, or in the mean over a band.
struct Shape {
    double root;
    double linear;
    double inverse_root;
};

double loss(const Cable& cable, const Shape& shape) {
    constexpr double kCords = 1.02;
    const Limits& limit = limits(cable.category);
    const double heat = 1.0 + limit.per_degree * (cable.temperature - 20.0);
    const double per_100_m = limit.k1 * shape.root + limit.k2 * shape.linear + limit.k3 * shape.inverse_root;
    return kCords * cable.quality * heat * (static_cast<double>(cable.millimetres) / 100'000.0) * per_100_m +
           cable.connectors * limit.connector * shape.root;
}

}  // namespace

std::string_view to_string(Category category) {
    return limits(category).name;
}

double insertion_loss(const Cable& cable, double frequency) {
    const double root = std::sqrt(frequency);
    return loss(cable, {root, frequency, 1.0 / root});
}

double mean_insertion_loss(const Cable& cable, const Band& band) {
    const double low = std::sqrt(band.low);
    const double high = std::sqrt(band.high);
    const double width = band.high - band.low;
    return loss(cable, {2.0 / 3.0 * (band.high * high - band.low * low) / width, (band.low + band.high) / 2.0,
                        2.0 * (high - low) / width});
}

double crosstalk_loss(Category category, Crosstalk kind) {
    return limits(category).crosstalk[static_cast<std::size_t>(kind)];
}

}  // namespace patchcord::models::ethernet
