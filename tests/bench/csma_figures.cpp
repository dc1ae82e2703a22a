// Prints how much of a 10 Mbit/s hub 1 to 100 saturated stations use, beside the figures of an independent
// simulation, as the table of results/measured/ethernet.md. Takes some minutes.
// Read next: tests/support/star.hpp.
#include "tests/support/csma_table.hpp"
#include "tests/support/star.hpp"

#include <cmath>
#include <cstdio>

using namespace patchcord::tests;

int main() {
    double worst = 0.0;
    std::printf("| delay one way | stations |");
    for (const std::size_t octets : kCsmaOctets)
        std::printf(" %zu octets |", octets);
    std::printf("\n| --: | --: |");
    for (std::size_t i = 0; i < kCsmaOctets.size(); ++i)
        std::printf(" --: |");
    std::printf("\n");
    for (const CsmaRow& row : kCsmaTable) {
        std::printf("| %d | %zu |", static_cast<int>(row.tau), row.stations);
        for (std::size_t i = 0; i < kCsmaOctets.size(); ++i) {
            const double share =
                saturated_efficiency(row.stations, kCsmaOctets[i], row.tau, std::chrono::seconds{15});
            worst = std::max(worst, std::abs(share - row.efficiency[i]));
            std::printf(" %.4f (%+.4f) |", share, share - row.efficiency[i]);
            std::fflush(stdout);
        }
        std::printf("\n");
    }
    std::printf("\nThe largest difference is %.4f.\n", worst);
    std::printf("\n| octets | frames in a row | given up | Jain's index |\n| --: | --: | --: | --: |\n");
    for (const std::size_t octets : {64, 512, 1518}) {
        const Turns turns = turns_of_two(octets, 320'000);
        std::printf("| %zu | %.0f | %.1e | %.4f |\n", octets, turns.mean_run, turns.dropped, turns.fairness);
    }
}
