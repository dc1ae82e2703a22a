// Twisted pair: what a cable does to a signal, by its category, length and state. The insertion loss of a
// channel is that of the cable and of its connectors; a receiver that equalises well sees the mean over its
// band of the loss in dB (Salz, Bell System Technical Journal 52, 1973). Not here: what a receiver makes of
// it (phy.hpp). Read next: models/ethernet/cable.cpp.
#pragma once

#include <cstdint>
#include <string_view>

namespace patchcord::models::ethernet {

/// TIA-568 categories. Cat 5 is as Cat 5e.
enum class Category : std::uint8_t { Cat3, Cat5e, Cat6, Cat6a };
inline constexpr int kCategories = 4;

/// "Cat 5e".
std::string_view to_string(Category category);

/// A cable with its plugs; as it stands, the worst plant of 20 m that the standard allows.
struct Cable {
    Category category = Category::Cat5e;
    std::int64_t millimetres = 20'000;  ///< length, from plug to plug
    double quality = 1.0;               ///< its loss by the largest allowed: 0.85 is a good cable
    int connectors = 4;                 ///< on the whole way
    double temperature = 20.0;          ///< degrees Celsius
};

/// A range of frequencies, MHz.
struct Band {
    double low;
    double high;
};

/// Insertion loss of the channel at one frequency (MHz), dB.
double insertion_loss(const Cable& cable, double frequency);
/// Its mean over a band, dB: the closed form.
double mean_insertion_loss(const Cable& cable, const Band& band);

/// What one pair hears of others, as loss in dB at 100 MHz.
enum class Crosstalk : std::uint8_t { Next, Elfext, Alien };
double crosstalk_loss(Category category, Crosstalk kind);

}  // namespace patchcord::models::ethernet
