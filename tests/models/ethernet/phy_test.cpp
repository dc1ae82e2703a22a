// The link model against another program's table, against the figures of the standards and of manufacturers,
// and at its corners. Read next: models/ethernet/phy.hpp.
#include "models/ethernet/phy.hpp"

#include "tests/models/ethernet/ber_table.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace patchcord;
using namespace patchcord::models::ethernet;

namespace {

LinkBudget at(Phy phy, Category category, double length) {
    return link_budget(phy, {.category = category, .millimetres = static_cast<std::int64_t>(length * 1000)});
}

}  // namespace

TEST_CASE("Every link of the table has the bit error ratio of the table") {
    int compared = 0;
    for (const tests::BerRow& row : tests::kBerTable) {
        CAPTURE(to_string(row.phy));
        CAPTURE(to_string(row.category));
        CAPTURE(row.length);
        const LinkBudget budget = at(row.phy, row.category, row.length);
        CHECK(std::abs(budget.snr_deficit - row.snr_deficit) < 1e-9);
        CHECK(std::abs(budget.up_probability - row.up_probability) <= 1e-8 * row.up_probability + 1e-15);
        if (row.ber < 1e-300) CHECK(budget.bit_error_ratio == 0.0);
        if (row.ber < 1e-40) continue;
        ++compared;
        CHECK(std::abs(budget.bit_error_ratio / row.ber - 1.0) < 1e-8);
        CHECK(std::abs(frame_loss(budget.bit_error_ratio, 12'144) / row.frame_loss - 1.0) < 1e-8);
    }
    CHECK(compared > 150);
}

TEST_CASE("The worst link that a standard allows has the bit error ratio that it asks for") {
    CHECK(std::abs(at(Phy::Base10T, Category::Cat3, 100).bit_error_ratio / 1e-8 - 1) < 1e-9);
    CHECK(std::abs(at(Phy::Base100Tx, Category::Cat5e, 100).bit_error_ratio / 1e-10 - 1) < 1e-9);
    CHECK(std::abs(at(Phy::Base1000T, Category::Cat5e, 100).bit_error_ratio / 1e-10 - 1) < 1e-9);
    CHECK(std::abs(at(Phy::Base10GT, Category::Cat6a, 100).bit_error_ratio / 1e-12 - 1) < 1e-9);
    CHECK(at(Phy::Base1000T, Category::Cat5e, 100).snr_deficit == doctest::Approx(0.0));
    CHECK(at(Phy::Base1000T, Category::Cat5e, 100).comes_up(-4.9));
    CHECK_FALSE(at(Phy::Base1000T, Category::Cat5e, 100).comes_up(-5.1));
}

// TIA-568-C.2 tables: 22.0 dB per 100 m of Cat 5e cable at 100 MHz; with cords and four connectors 24.0
// (TSB-67)
TEST_CASE("The insertion loss is that of the standard's tables") {
    CHECK(insertion_loss({.millimetres = 100'000}, 100) == doctest::Approx(24.0).epsilon(0.005));
    CHECK(insertion_loss({.millimetres = 98'039, .connectors = 0}, 100) ==
          doctest::Approx(22.0).epsilon(0.003));
    CHECK(insertion_loss({.category = Category::Cat3, .millimetres = 98'039, .connectors = 0}, 16) ==
          doctest::Approx(13.1).epsilon(0.003));
    CHECK(mean_insertion_loss({.millimetres = 100'000}, {0, 62.5}) == doctest::Approx(12.163641403402));
}

TEST_CASE("The mean loss is the mean of the loss") {
    const Cable cable{.category = Category::Cat6,
                      .millimetres = 73'000,
                      .quality = 0.9,
                      .connectors = 2,
                      .temperature = 35};
    double sum = 0;
    constexpr int kSteps = 200'000;
    for (int i = 0; i < kSteps; ++i)
        sum += insertion_loss(cable, 5.0 + 5.0 * (i + 0.5) / kSteps);
    CHECK(mean_insertion_loss(cable, {5, 10}) == doctest::Approx(sum / kSteps).epsilon(1e-9));
}

TEST_CASE("What makes a cable better and worse") {
    const double plain = at(Phy::Base1000T, Category::Cat5e, 100).bit_error_ratio;
    const auto hot = [](double degrees) {
        return link_budget(Phy::Base1000T, {.millimetres = 100'000, .temperature = degrees}).bit_error_ratio;
    };
    CHECK(hot(40) == doctest::Approx(5.0e-9).epsilon(0.02));
    CHECK(hot(60) == doctest::Approx(1.2e-7).epsilon(0.04));
    CHECK(link_budget(Phy::Base1000T, {.millimetres = 100'000, .quality = 0.85}).bit_error_ratio < plain);
    CHECK(link_budget(Phy::Base1000T, {.millimetres = 100'000, .connectors = 6}).bit_error_ratio > plain);
    const LinkBudget better = link_budget(Phy::Base1000T, {.millimetres = 100'000}, 3.0);
    CHECK(better.snr_deficit == doctest::Approx(-3.0));
    CHECK(better.snr() == doctest::Approx(19.081273354936208 + 3.0));
}

TEST_CASE("Rates have PHYs") {
    CHECK(phy_of(sim::Rate::megabits_per_second(1000)) == Phy::Base1000T);
    CHECK(phy_of(sim::Rate::megabits_per_second(50)) == std::nullopt);
    CHECK(to_string(Phy::Base10GT) == std::string{"10GBASE-T"});
    CHECK(rate_of(Phy::Base10T).bits_per_second() == 10'000'000);
}

TEST_CASE("A signal needs 5.4 to 5.7 ns for a metre") {
    CHECK(propagation_delay(Phy::Base100Tx, {Category::Cat5e, 20'000}).count() == 108'740);
    CHECK(propagation_delay(Phy::Base10T, {Category::Cat3, 100'000}).count() == 570'000);
    CHECK(propagation_delay(Phy::Base1000T, {Category::Cat6, 100'000}).count() == 540'800);
    CHECK(propagation_delay(Phy::Base10GT, {Category::Cat6a, 0}).count() == 1);
    for (int at = 0; at < kPhys; ++at) {
        const Band band = band_of(Phy(at));
        const double root =
            2.0 / 3.0 * (std::pow(band.high, 1.5) - std::pow(band.low, 1.5)) / (band.high - band.low);
        const double per_metre = 5.34 + 0.36 / root;
        const auto delay = propagation_delay(Phy(at), {Category::Cat5e, 1'000'000});
        CHECK(static_cast<double>(delay.count()) / 1e6 == doctest::Approx(per_metre).epsilon(1e-4));
    }
}
